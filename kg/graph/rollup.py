"""Roll-up: an agency's act as its country's, a product's as its company's, a firm's as its home country's.

    Bureau of Industry and Security ─part of→ Department of Commerce ─part of→ United States     actor
    TikTok ─part of→ ByteDance                                                                   actor
    TikTok ─part of→ ByteDance ─of country→ China                                                country

Roll-up is a way to read a graph; nothing in the graph is merged. Two levels, the second on top of the first:

`actor` puts state bodies (government, agency, legislature, court) under their country or bloc, a product under its
company, and any other body that is part of a larger one under that. Companies keep their name though another owns
them, and persons theirs whatever their office.

`country` puts all of these, companies, media, groups and persons under their home country, or the bloc whose body
they are. It says where somebody belongs, not that the state acts: a firm's lawsuit becomes its country's. Persons
count for the institution or company that they are known for, else for their own country. Technologies and claims are
nobody's, and whoever is unknown stays unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from enum import StrEnum
from functools import cache

from pyoxigraph import DefaultGraph, NamedNode

from kg.entities.gazetteer import METONYM, load_gazetteer
from kg.errors import QueryError
from kg.graph.reading import Reading
from kg.graph.vocabulary import term
from kg.iris import Namespaces
from kg.ontology import Ontology
from kg.records import UNKNOWN_TYPE, Entity, Statement
from kg.resources import shipped

Lookup = Callable[[str], Entity | None]

_STATES = frozenset({"country", "bloc"})
STATE_BODIES = frozenset({"government", "agency", "legislature", "court"})
_NOBODYS = frozenset({"technology", "claim", UNKNOWN_TYPE})
_PERSON = "person"
_OF_THEIR_OWN = _STATES | _NOBODYS | {"company", "media", "group", _PERSON}


class RollUp(StrEnum):
    """How far away one looks: institutions and products as their owners, or everybody as the home country."""

    ACTOR = "actor"
    COUNTRY = "country"


def rolled(entity: Entity, level: RollUp, lookup: Lookup) -> Entity:
    """Whom an entity counts for at a level: itself, or somebody further up its `part_of` and `country`.

    `lookup` describes an IRI or gives None; where it knows nothing of the next step, the step before is the answer.
    Of an entity that says neither what it is part of nor its country, it is asked too: another article may tell.
    """
    end = _rolled(_at_home(entity, lookup), level, lookup)
    return entity if end.id == entity.id else end


def rolled_statement(
    statement: Statement, level: RollUp, lookup: Lookup, symmetric: Collection[str] = ()
) -> Statement | None:
    """The statement between those whom its ends count for; None where that is one and the same.

    `symmetric` are the relations that hold both ways, whose arguments stand in the order of their IRIs.
    """
    subject, object = (rolled(end, level, lookup) for end in (statement.subject, statement.object))
    if subject.id == object.id:
        return None
    if statement.predicate in symmetric and object.id < subject.id:
        subject, object = object, subject
    return replace(statement, subject=subject, object=object)


def described_in(reading: Reading) -> Lookup:
    """Looks an IRI up in a graph, and in the shipped tables of actors where no article of it describes it."""

    @cache
    def lookup(iri: str) -> Entity | None:
        try:
            found = reading.entity(iri)
        except QueryError:
            return table_of_actors(reading.ontology).get(iri)
        if found.country or found.part_of:
            return found
        country, part_of = (_only(reading, iri, link) for link in ("d:ofCountry", "d:partOf"))
        return replace(found, country=country, part_of=part_of)

    return lookup


def _only(reading: Reading, iri: str, link: str) -> str | None:
    """What some article tells, if no other tells otherwise: two firms of one name may be two."""
    quads = reading.store.quads_for_pattern(NamedNode(iri), term(link), None, DefaultGraph())
    values = {quad.object.value for quad in quads if isinstance(quad.object, NamedNode)}
    return values.pop() if len(values) == 1 else None


def table_of_actors(ontology: Ontology) -> dict[str, Entity]:
    """The actors of the shipped tables by IRI; a place that stands for an actor has that actor's IRI, so not it."""
    return _tables(frozenset(ontology.types), ontology.namespaces)


@cache
def _tables(types: frozenset[str], namespaces: Namespaces) -> dict[str, Entity]:
    gazetteer = load_gazetteer(shipped("ontology") / "entities", types=types, namespaces=namespaces)
    return {entry.entity.id: entry.entity for entry in gazetteer.entries.values() if entry.entity.type != METONYM}


def _rolled(entity: Entity, level: RollUp, lookup: Lookup) -> Entity:
    actor = _actor(entity, lookup)
    if level is RollUp.ACTOR or actor.type in _STATES | _NOBODYS:
        return actor
    actor = _at_home(actor, lookup)
    above = _above(actor, lookup)
    state = next((one for one in above if one.type in _STATES), None)
    nearest = [*above, entity] if entity.type == _PERSON else [entity, actor, *above]
    return state or _home(nearest, lookup) or actor


def _at_home(entity: Entity, lookup: Lookup) -> Entity:
    found = None if entity.country or entity.part_of else lookup(entity.id)
    return replace(entity, country=found.country, part_of=found.part_of) if found else entity


def _actor(entity: Entity, lookup: Lookup) -> Entity:
    """The nearest above who acts in a name of its own; a state body may be known by its country alone."""
    if entity.type in _OF_THEIR_OWN:
        return entity
    chain = [entity, *_above(entity, lookup)]
    reached = next((one for one in chain if one.type in _OF_THEIR_OWN), None)
    if reached is None and any(one.type in STATE_BODIES for one in chain):
        reached = _home(chain, lookup)
    return reached or (entity if _leads_back(chain) else chain[-1])


def _above(entity: Entity, lookup: Lookup) -> list[Entity]:
    """What an entity is part of, what that is part of, and so on, each once."""
    chain = [entity]
    while chain[-1].part_of and not _leads_back(chain):
        above = lookup(chain[-1].part_of)
        if above is None:
            break
        chain.append(above)
    return chain[1:]


def _leads_back(chain: list[Entity]) -> bool:
    return chain[-1].part_of in {one.id for one in chain}


def _home(chain: list[Entity], lookup: Lookup) -> Entity | None:
    """The first country that somebody on the way up is of, if it is described."""
    countries = (lookup(one.country) for one in chain if one.country)
    return next((country for country in countries if country is not None), None)

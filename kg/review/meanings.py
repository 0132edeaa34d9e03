"""What a reviewer means by the words of a cell or an option: somebody, a relation, a status."""

from __future__ import annotations

import re
from functools import cache

from kg.entities.gazetteer import METONYM, Gazetteer, load_gazetteer
from kg.errors import OntologyError, QueryError, ReviewError
from kg.graph.reading import Reading
from kg.iris import Namespaces
from kg.ontology import Ontology
from kg.questions.names import find_entities, find_relation
from kg.records import Entity, Evidence, Modality, Phase, Polarity, Voice
from kg.resources import shipped
from kg.review.decisions import Change
from kg.review.statuses import phrases, plain_phrases
from kg.spelling import did_you_mean
from kg.wording import status_phrase

_NEW = re.compile(r"(?P<name>.+?)\s*\(new\s+(?P<type>[\w-]+)\)\s*\Z")
_TERMS = {"modality": Modality, "polarity": Polarity, "phase": Phase, "voice": Voice}


def find_entity(graph: Reading, words: str, document_id: str | None = None) -> Entity:
    """Whom a name or IRI means: somebody of the graph, else of the shipped tables, else a new one that is said to be.

    `Acme Corp (new company)` is a new one. What belongs to other articles than `document_id` is not meant. Raises
    ReviewError if it is nobody, or several.
    """
    words = " ".join(words.split())
    made = _NEW.match(words)
    if made:
        return new_entity(made["name"], made["type"], graph.ontology)
    try:
        found = find_entities(graph, words)
    except QueryError as error:
        known = known_entity(words, graph.ontology)
        if known is not None:
            return known
        problem = str(error).replace(f" in {graph.path}", "")
        raise ReviewError(f"{problem}; somebody new is written {words} (new company), with the type") from None
    if len(found) > 1 and document_id is not None:
        own = graph.ontology.namespaces.local_entity(document_id, "")[:-1]
        found = [one for one in found if not one.local or one.id.startswith(own)] or found
    if len(found) > 1:
        these = ", ".join(f"{one.name} ({one.type}) <{one.id}>" for one in found[:5])
        raise ReviewError(f"{words!r} is the name of {len(found)}: {these}; give the IRI of one")
    return found[0]


def new_entity(name: str, type: str, ontology: Ontology) -> Entity:
    """Somebody of whom only name and type are known; raises ReviewError on an unknown type."""
    if type not in ontology.types:
        known = sorted(ontology.types)
        raise ReviewError(f"unknown type {type!r}; known are {', '.join(known)}{did_you_mean(type, known)}")
    return Entity(ontology.namespaces.entity(name), name, type)


def known_entity(name: str, ontology: Ontology) -> Entity | None:
    """The one entry of the shipped tables with this IRI, label or other name."""
    gazetteer = gazetteer_of(frozenset(ontology.types), ontology.namespaces)
    entries = [gazetteer.resolve_metonym(entry) for entry in gazetteer.lookup(name)]
    found = {e.entity.id: e.entity for e in entries if e.entity.type != METONYM}
    found |= {e.entity.id: e.entity for e in gazetteer.entries.values() if e.entity.id == name}
    return next(iter(found.values())) if len(found) == 1 else None


@cache
def gazetteer_of(types: frozenset[str], namespaces: Namespaces) -> Gazetteer:
    """The shipped tables of actors."""
    return load_gazetteer(shipped("ontology") / "entities", types=types, namespaces=namespaces)


def relation_named(words: str, ontology: Ontology) -> str:
    """The relation that is called so; raises ReviewError listing those that there are, groups being none."""
    try:
        relation = find_relation(ontology, words)
    except (QueryError, OntologyError):
        relation = None
    if relation is None or relation.name not in ontology.relations:
        labels = ", ".join(sorted(one.label for one in ontology.relations.values()))
        raise ReviewError(f"unknown relation {words!r}; known are {labels}")
    return relation.name


def status_named(words: str, told: Evidence, graph: Reading) -> dict[str, Change]:
    """What of an evidence changes if its status is what some words say; nothing if it is that already.

    Words are a phrase as in every table (*asked for, not done*; *claimed by X*) or terms (*requested negated*). What is
    told as fact by somebody who may not state it becomes the article's own. Raises ReviewError on other words.
    """
    ontology = graph.ontology
    words = " ".join(words.split())
    if words.casefold() == status_phrase(told, ontology).casefold():
        return {}
    wanted = _of_phrase(words, told, graph) or _of_terms(words, ontology)
    if wanted is None:
        phrases = ", ".join(f"“{phrase}”" for phrase in plain_phrases(ontology))
        raise ReviewError(
            f"unknown status {words!r}; allowed are {phrases}, or “{ontology.status_labels[Voice.PARTY]} X”"
        )
    present = {name: getattr(told, name) for name in wanted}
    return {name: value for name, value in wanted.items() if present[name] != value}


def _of_phrase(words: str, told: Evidence, graph: Reading) -> dict[str, Change] | None:
    ontology = graph.ontology
    claimed = re.compile(
        rf"(?:(?P<status>.+),\s*)?{re.escape(ontology.status_labels[Voice.PARTY])}\s+(?P<who>.+)", re.I
    )
    claim = claimed.fullmatch(words)
    if claim:
        speaker = find_entity(graph, claim["who"], told.document)
        plain = _terms_of(claim["status"] or ontology.status_labels[Modality.ASSERTED], ontology)
        return None if plain is None else {**plain, "voice": Voice.PARTY, "attribution": (speaker,)}
    found = _terms_of(words, ontology)
    if found is None or found["voice"] is Voice.UNNAMED:
        return None if found is None else {**found, "attribution": ()}
    if told.voice in (Voice.PARTY, Voice.UNNAMED):
        return {**found, "voice": Voice.ARTICLE, "attribution": ()}
    return {name: value for name, value in found.items() if name != "voice"}


def _terms_of(phrase: str, ontology: Ontology) -> dict[str, Change] | None:
    wanted = phrase.casefold().rstrip(" .…")
    return next((dict(terms) for known, terms in phrases(ontology) if known.casefold().rstrip(" .…") == wanted), None)


def _of_terms(words: str, ontology: Ontology) -> dict[str, Change] | None:
    changes: dict[str, Change] = {}
    for word in re.split(r"[\s,]+", words.casefold()):
        field = next((name for name, terms in _TERMS.items() if word in set(terms)), None)
        if field is None:
            return None
        changes[field] = _TERMS[field](word)
    return changes

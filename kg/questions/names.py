"""Who a question means: entities by label, other name or IRI; relations by any of their words."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from kg.errors import QueryError
from kg.graph.belonging import belonging_to
from kg.graph.reading import Reading
from kg.graph.rollup import table_of_actors
from kg.ontology import Ontology, Relation
from kg.records import Entity

GROUP_TYPE = "group"


def find_entities(graph: Reading, name: str) -> list[Entity]:
    """Entities with this IRI, label or, if none has, other name, in any case; of the whole graph if need be, else an
    actor of the shipped tables to whom somebody in the graph belongs.

    Groups of one name in two articles are two entities. Raises QueryError with close names if nobody has it.
    """
    names = graph.names()
    wanted = _key(name)
    by_iri = {iri for _, iri, _ in names if iri == name.strip()}
    by_label = {iri for label, iri, main in names if main and _key(label) == wanted}
    by_alias = {iri for label, iri, main in names if not main and _key(label) == wanted}
    found = by_iri or by_label or by_alias
    if not found and graph.whole is not graph:
        return find_entities(graph.whole, name)  # a selection may show nothing about somebody who is known
    if not found and (above := _above(graph, name)):
        return above
    if not found:
        raise QueryError(f"nobody named {name!r} in {graph.path}{_close(wanted, names)}")
    return [graph.entity(iri) for iri in sorted(found)]


def find_relation(ontology: Ontology, words: str) -> Relation:
    """A relation or group by name, label, infinitive, or the first word of these ("deny").

    Raises QueryError listing the known ones.
    """
    known = [*ontology.relations.values(), *ontology.groups.values()]
    wanted = words.strip().casefold()
    for forms in (relation_words, _first_words):
        found = [relation for relation in known if wanted in forms(relation)]
        if found:
            return found[0]
    raise QueryError(f"unknown relation {words!r}; known are {', '.join(sorted(r.name for r in known))}")


def relation_words(relation: Relation) -> set[str]:
    """Everything that a relation is called, in lower case; its name also without the s of the third person."""
    forms = (relation.name, relation.name.removesuffix("s"), relation.label, relation.infinitive, relation.iri)
    return {form.casefold() for form in forms}


def is_group_of_its_country(found: Entity, entities: Iterable[Entity]) -> bool:
    """Whether somebody is a group that an entity may belong to: "Chinese tech firms" for Huawei."""
    countries = {entity.country for entity in entities if entity.country}
    return found.type == GROUP_TYPE and found.country in countries


def _above(graph: Reading, name: str) -> list[Entity]:
    """China where an article tells of Huawei alone."""
    wanted = _key(name)
    table = table_of_actors(graph.ontology)
    by_label = [one for one in table.values() if name.strip() == one.id or _key(one.name) == wanted]
    known = by_label or [one for one in table.values() if wanted in {_key(alias) for alias in one.aliases}]
    return [one for one in known if belonging_to(graph, [one.id], table.get)]


def _first_words(relation: Relation) -> set[str]:
    return {form.split()[0].casefold() for form in (relation.label, relation.infinitive)}


def _key(name: str) -> str:
    return " ".join(name.split()).strip(" ?.!\"'“”").casefold().removeprefix("the ")


def _close(wanted: str, names: list[tuple[str, str, bool]]) -> str:
    spelled = {_key(name): name for name, _, main in sorted(names, key=lambda named: (named[2], named))}
    close = difflib.get_close_matches(wanted, sorted(spelled), n=3, cutoff=0.6)
    within = sorted(key for key in spelled if len(wanted) > 2 and wanted in key and key not in close)[: 3 - len(close)]
    found = [spelled[key] for key in (*close, *within)]
    return f"; did you mean {' or '.join(found)}?" if found else ""

"""Who belongs to an actor, and by which way: the other direction of `rollup.py`.

    of China:                SMIC (of country), ByteDance (of country), TikTok (part of ByteDance)
    of the United States:    Bureau of Industry and Security (of country), its agents (part of the Bureau)

Ways are those that any article of the graph tells and those of the shipped tables; the shortest counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from pyoxigraph import DefaultGraph, NamedNode, QuerySolutions

from kg.graph import vocabulary as v
from kg.graph.reading import Reading
from kg.graph.rollup import STATE_BODIES, Lookup, RollUp, table_of_actors
from kg.graph.vocabulary import term

Ways = dict[str, tuple["Step", ...]]


class Link(StrEnum):
    """How somebody belongs to the next above."""

    COUNTRY = "country"
    PART = "part"


@dataclass(frozen=True)
class Step:
    """One link upwards, to the IRI that it leads to."""

    link: Link
    above: str


def belonging_to(reading: Reading, above: Iterable[str], lookup: Lookup, *, level: RollUp = RollUp.COUNTRY) -> Ways:
    """Everybody below some actors, by IRI, each with the steps that lead up, nearest first.

    At the level `actor` a country stands for its bodies only, not for its firms and people. Left out is whoever is
    among `above`, and whoever no article tells of.
    """
    links = sorted({*_told(reading), *_tabled(reading)})
    below: dict[str, list[tuple[Link, str]]] = {}
    for link, one, other in links:
        below.setdefault(other, []).append((link, one))
    ways: Ways = dict.fromkeys(sorted(above), ())
    asked = frozenset(ways)
    reached = list(ways)
    for iri in reached:  # grows while it is read: nearest first
        for link, one in below.get(iri, ()):
            if one in ways or (link is Link.COUNTRY and not (iri in asked and _counts(one, level, lookup))):
                continue
            ways[one] = (Step(link, iri), *ways[iri])
            reached.append(one)
    return {iri: steps for iri, steps in ways.items() if steps and _is_described(reading, iri)}


def ends_told_with_place(reading: Reading, places: Iterable[str]) -> list[tuple[str, str]]:
    """Subject and object, by IRI, of every statement that some evidence tells with one of these places."""
    values = " ".join(str(NamedNode(place)) for place in sorted(places))
    found = reading.query(
        f"""SELECT DISTINCT ?subject ?object WHERE {{ VALUES ?place {{ {values} }}
        ?evidence d:place ?place ; d:statement ?statement . ?statement rdf:subject ?subject ; rdf:object ?object }}"""
    )
    rows = found if isinstance(found, QuerySolutions) else ()
    return sorted((row["subject"].value, row["object"].value) for row in rows)


def _is_described(reading: Reading, iri: str) -> bool:
    return next(reading.store.quads_for_pattern(NamedNode(iri), v.PREF_LABEL, None, DefaultGraph()), None) is not None


def _counts(iri: str, level: RollUp, lookup: Lookup) -> bool:
    if level is RollUp.COUNTRY:
        return True
    entity = lookup(iri)
    return entity is not None and entity.type in STATE_BODIES


def _told(reading: Reading) -> Iterator[tuple[Link, str, str]]:
    for link, predicate in ((Link.COUNTRY, term("d:ofCountry")), (Link.PART, term("d:partOf"))):
        for quad in reading.store.quads_for_pattern(None, predicate, None, DefaultGraph()):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                yield link, quad.subject.value, quad.object.value


def _tabled(reading: Reading) -> Iterator[tuple[Link, str, str]]:
    for entity in table_of_actors(reading.ontology).values():
        if entity.country:
            yield Link.COUNTRY, entity.id, entity.country
        if entity.part_of:
            yield Link.PART, entity.id, entity.part_of

"""Graph → network: actors as nodes, and one edge for each source, target and kind."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import networkx as nx
from pyoxigraph import DefaultGraph, NamedNode

from kg.errors import ExportError, QueryError
from kg.graph.facts import Category, State, Telling, first_date, last_date
from kg.graph.rdf import main_passage
from kg.graph.reader import read_entity
from kg.graph.reading import Reading
from kg.graph.sorting import sorted_pairs
from kg.graph.spells import Spell, hull, in_force, told
from kg.ontology import Ontology
from kg.records import Entity, Evidence, Polarity, Review, content_id
from kg.wording import relation_label, state_label, status_phrase, verb_phrase

FACTS = frozenset({Category.FACT})
EVERYTHING = frozenset(Category)
Values = dict[str, Any]
_IN_FORCE = frozenset({Category.FACT, Category.ENDED})
_CHECKED = (Review.ACCEPTED, Review.CORRECTED, Review.UNCHECKED)
SMALLEST, GROWTH = 10.0, 6.0
UNKNOWN_COLOR = "#999999"


def parse_include(terms: str | Iterable[str]) -> frozenset[Category]:
    """`--include`: categories joined by commas, or `all`; raises ExportError listing those that there are."""
    names = terms.split(",") if isinstance(terms, str) else terms
    chosen: set[Category] = set()
    for name in filter(None, (name.strip().casefold() for name in names)):
        if name == "all":
            chosen |= EVERYTHING
        elif name in set(Category):
            chosen.add(Category(name))
        else:
            raise ExportError(f"unknown status {name!r}; allowed are {', '.join(Category)}, all")
    return frozenset(chosen)


@dataclass(frozen=True)
class Edge:
    """All tellings of one statement with one status; `kind` is unique between its two ends."""

    state: State
    kind: str
    tellings: tuple[Telling, ...]


@dataclass(frozen=True)
class Network:
    """Actors by IRI, and edges by source, target and kind, each with what it carries; both can be read once.

    Values are texts, numbers and truths, never None, but for `spells`: pairs of first and last day, None where open;
    none at all where something is undated.
    """

    node_count: int
    nodes: Iterator[tuple[str, Values]]
    edge_count: int
    edges: Iterator[tuple[str, str, Values]]


def stream_network(graph: Reading, *, include: Iterable[Category] = ()) -> Network:
    """Facts, and what `include` adds to them, aggregated statement by statement; edges wait on disk.

    Nodes have label, type, color, size, wikidata, spells. Edges have id, label, predicate, kind, status, weight
    (independent origins), first and last date, since, until, disputed, confidence (of the surest passage), review
    (accepted if any passage is), quote, article, evidence, color, directed, spells. A symmetric relation stands once.
    """
    wanted = FACTS | frozenset(include)
    ends: dict[str, _End] = {}
    edges = (
        (_key(edge), json.dumps(_edge(edge, ends, graph.ontology), ensure_ascii=False).encode())
        for state in graph.iter_states()
        for edge in edges_of(state)
        if edge.kind.split(":")[1] in wanted
    )
    waiting = sorted_pairs(edges)
    first = next(waiting, None)  # only now has every edge been made, and are its ends known
    nodes = ((iri, _node(iri, ends[iri], graph)) for iri in sorted(ends))
    count = sum(end.edges for end in ends.values())
    return Network(len(ends), nodes, count, _read(chain([first] if first else (), waiting)))


def network(graph: Reading, *, include: Iterable[Category] = ()) -> nx.MultiDiGraph:
    """The same as a directed multigraph keyed by kind, in memory and without spells."""
    found = stream_network(graph, include=include)
    result = nx.MultiDiGraph()
    for iri, values in found.nodes:
        result.add_node(iri, **_without_spells(values))
    for source, target, values in found.edges:
        result.add_edge(source, target, key=values["kind"], **_without_spells(values))
    return result


def edges_of(state: State) -> list[Edge]:
    """The edges of a statement by status; what was in force and ended is one edge, of its end."""
    groups: dict[str, list[Telling]] = {}
    for telling in state.tellings:
        category = state.standing(telling)
        if category is Category.ENDED and state.is_fact:
            continue  # an earlier end, before it came into force again; evidence and history keep it
        negated = telling.evidence.polarity is Polarity.NEGATED and category is not Category.NEGATED
        kind = f"{state.statement.predicate}:{category}" + (":not" if negated else "")
        groups.setdefault(kind, []).append(telling)
    return [Edge(state, kind, tuple(tellings)) for kind, tellings in sorted(groups.items())]


def edge_words(told: Evidence, status: Category, ontology: Ontology) -> str:
    """What an edge is called, so that none is taken for a fact: *bars*, *to bar*, *no longer bars* …"""
    words = verb_phrase(told, ontology)
    plain = words == relation_label(told.statement.predicate, ontology)
    return f"{words} ({state_label(status, ontology)})" if plain and status is not Category.FACT else words


@dataclass
class _End:
    """What an actor gathers from the edges at it; an edge counts for its source alone."""

    weight: int = 0
    edges: int = 0
    spells: list[Spell] = field(default_factory=list)
    undated: bool = False

    def add(self, weight: int, spells: Sequence[Spell]) -> None:
        self.weight += weight
        self.undated |= not spells
        self.spells = [hull([*self.spells, *spells])] if spells else self.spells


def _key(edge: Edge) -> bytes:
    statement = edge.state.statement
    return "\0".join((statement.subject.id, statement.object.id, edge.kind)).encode()


def _read(edges: Iterable[tuple[bytes, bytes]]) -> Iterator[tuple[str, str, Values]]:
    for key, values in edges:
        source, target, _ = key.decode().split("\0")
        yield source, target, json.loads(values)


def _without_spells(values: Values) -> Values:
    return {name: value for name, value in values.items() if name != "spells"}


def _node(iri: str, end: _End, graph: Reading) -> Values:
    entity = _entity(iri, graph)
    known = graph.ontology.types.get(entity.type)
    return {
        "label": entity.name,
        "type": entity.type,
        "color": known.color if known else UNKNOWN_COLOR,
        "size": round(SMALLEST + GROWTH * math.sqrt(end.weight), 3),
        "wikidata": entity.wikidata or "",
        "spells": [] if end.undated else end.spells,
    }


def _entity(iri: str, graph: Reading) -> Entity:
    try:
        return graph.entity(iri)
    except QueryError:  # no article names it
        return read_entity(iri, graph.quads_of(NamedNode(iri), DefaultGraph()), graph.ontology)


def _edge(edge: Edge, ends: dict[str, _End], ontology: Ontology) -> Values:
    statement = edge.state.statement
    relation = ontology.relations.get(statement.predicate)
    sample = _sample(edge)
    status = Category(edge.kind.split(":")[1])
    spells = in_force(edge.state) if status in _IN_FORCE else told(edge.tellings)
    weight = len({telling.origin for telling in edge.tellings})
    for end in (statement.subject.id, statement.object.id):
        ends.setdefault(end, _End()).add(weight, spells)
    ends[statement.subject.id].edges += 1
    return {
        "id": content_id("x", statement.id, edge.kind),
        "label": edge_words(sample.evidence, status, ontology),
        "predicate": statement.predicate,
        "kind": edge.kind,
        "status": status_phrase(sample.evidence, ontology),
        "weight": weight,
        "first_date": first_date(edge.tellings) or "",
        "last_date": last_date(edge.tellings) or "",
        "since": (edge.state.since if status in _IN_FORCE else None) or "",
        "until": (edge.state.until if status in _IN_FORCE else None) or "",
        "disputed": edge.state.disputed,
        "confidence": max(telling.evidence.confidence for telling in edge.tellings),
        "review": next(one for one in _CHECKED if any(t.evidence.review is one for t in edge.tellings)),
        "quote": main_passage(sample.evidence).text,
        "article": " · ".join(filter(None, (sample.article.title or sample.article.id, sample.article.publisher))),
        "evidence": sample.evidence.id,
        "color": relation.color if relation else UNKNOWN_COLOR,
        "directed": not (relation and relation.symmetric),
        "spells": spells,
    }


def _sample(edge: Edge) -> Telling:
    """The telling to quote: of the last end if it ended, else the surest, the first of equals."""
    if edge.kind.split(":")[1] == Category.ENDED:
        return max(
            edge.tellings, key=lambda t: (t.category is Category.ENDED, t.order[0] is False, t.order[1], t.order[2:])
        )
    return min(edge.tellings, key=lambda t: (-t.evidence.confidence, t.order))

"""Graph → networkx: actors as nodes, and one edge for each source, target and kind."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx

from kg.errors import ExportError
from kg.graph.facts import Category, State, Telling, first_date, last_date
from kg.graph.rdf import main_passage
from kg.graph.reading import Reading
from kg.ontology import Ontology
from kg.records import Entity, Polarity, content_id
from kg.wording import relation_label, status_phrase

FACTS = frozenset({Category.FACT})
EVERYTHING = frozenset(Category)
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


def network(graph: Reading, *, include: Iterable[Category] = ()) -> nx.MultiDiGraph:
    """Facts, and what `include` adds to them, as a directed multigraph keyed by kind.

    Nodes (by IRI) have label, type, color, size, wikidata; edges label, predicate, kind, status, weight (independent
    origins), first and last date, quote, article, evidence, color, directed. A symmetric relation stands once. No
    value is None.
    """
    wanted = FACTS | frozenset(include)
    edges = [edge for state in graph.states() for edge in edges_of(state) if edge.kind.split(":")[1] in wanted]
    result = nx.MultiDiGraph()
    ends = {e.id: e for edge in edges for e in (edge.state.statement.subject, edge.state.statement.object)}
    weights: dict[str, int] = dict.fromkeys(ends, 0)
    for edge in edges:
        for end in (edge.state.statement.subject.id, edge.state.statement.object.id):
            weights[end] += _weight(edge)
    entities = {entity.id: entity for entity in graph.entities()}
    for iri in sorted(ends):
        result.add_node(iri, **_node(entities.get(iri, ends[iri]), weights[iri], graph.ontology))
    for edge in sorted(edges, key=lambda e: (e.state.statement.subject.id, e.state.statement.object.id, e.kind)):
        statement = edge.state.statement
        result.add_edge(statement.subject.id, statement.object.id, key=edge.kind, **_edge(edge, graph.ontology))
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


def _weight(edge: Edge) -> int:
    return len({telling.origin for telling in edge.tellings})


def _node(entity: Entity, weight: int, ontology: Ontology) -> dict[str, object]:
    known = ontology.types.get(entity.type)
    return {
        "label": entity.name,
        "type": entity.type,
        "color": known.color if known else UNKNOWN_COLOR,
        "size": round(SMALLEST + GROWTH * math.sqrt(weight), 3),
        "wikidata": entity.wikidata or "",
    }


def _edge(edge: Edge, ontology: Ontology) -> dict[str, object]:
    statement = edge.state.statement
    relation = ontology.relations.get(statement.predicate)
    sample = _sample(edge)
    return {
        "id": content_id("x", statement.id, edge.kind),
        "label": relation_label(statement.predicate, ontology),
        "predicate": statement.predicate,
        "kind": edge.kind,
        "status": status_phrase(sample.evidence, ontology),
        "weight": _weight(edge),
        "first_date": first_date(edge.tellings) or "",
        "last_date": last_date(edge.tellings) or "",
        "disputed": edge.state.disputed,
        "quote": main_passage(sample.evidence).text,
        "article": " · ".join(filter(None, (sample.article.title or sample.article.id, sample.article.publisher))),
        "evidence": sample.evidence.id,
        "color": relation.color if relation else UNKNOWN_COLOR,
        "directed": not (relation and relation.symmetric),
    }


def _sample(edge: Edge) -> Telling:
    """The telling to quote: of the last end if it ended, else the surest, the first of equals."""
    if edge.kind.split(":")[1] == Category.ENDED:
        return max(
            edge.tellings, key=lambda t: (t.category is Category.ENDED, t.order[0] is False, t.order[1], t.order[2:])
        )
    return min(edge.tellings, key=lambda t: (-t.evidence.confidence, t.order))

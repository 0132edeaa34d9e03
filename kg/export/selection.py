"""What an RDF export holds, subject by subject in a fixed order, so that no export holds a whole graph in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

from pyoxigraph import DefaultGraph, NamedNode, Quad, QuerySolutions

from kg.graph import vocabulary as v
from kg.graph.account import inputs_graph
from kg.graph.facts import Category
from kg.graph.filters import Filter
from kg.graph.network import EVERYTHING
from kg.graph.reading import Reading
from kg.graph.reviewing import KEPT_APART, is_kept_apart
from kg.graph.selecting import selected
from kg.graph.sorting import sorted_texts
from kg.graph.store import Graph

_UNTYPED = "SELECT ?s { ?s ?p ?o FILTER NOT EXISTS { ?s a ?type } }"


class Selection:
    """Articles and what is derived of them, without the account of inputs, and without texts unless asked for."""

    def __init__(self, graph: Reading, *, with_text: bool) -> None:
        self._graph, self._with_text = graph, with_text
        self._apart = inputs_graph(graph)
        self._apart_too = frozenset(self.subjects_in(self._apart))

    def subjects(self, *, ending: str = "") -> Iterator[NamedNode]:
        """Everything that anything may be said of, by IRI; `ending` is put after each for sorting."""
        store = self._graph.store
        typed = store.quads_for_pattern(None, v.TYPE, None, DefaultGraph())
        untyped = store.query(_UNTYPED)  # what another program may have put there
        if not isinstance(untyped, QuerySolutions):
            raise TypeError("not a SELECT query")
        iris = [_iris(quad.subject for quad in typed), _iris(row["s"] for row in untyped)]
        for text in sorted_texts(f"{iri}{ending}" for found in iris for iri in found):
            yield NamedNode(text.removesuffix(ending))

    def graphs(self) -> Iterator[NamedNode]:
        """The named graphs by IRI: one for each article, and the derived one."""
        names = self._graph.ontology.namespaces
        for iri in sorted_texts(_iris(self._graph.store.named_graphs())):
            if iri != self._apart.value and not is_kept_apart(iri, names):
                yield NamedNode(iri)

    def subjects_in(self, name: NamedNode) -> Iterator[NamedNode]:
        """Everything that one named graph says anything of, by IRI."""
        quads = self._graph.store.quads_for_pattern(None, None, None, name)
        for iri in sorted_texts(_iris(quad.subject for quad in quads)):
            yield NamedNode(iri)

    def triples(self, subject: NamedNode) -> Iterator[Quad]:
        """What all graphs as one say of a subject, each triple once."""
        for quad in self.said(subject, DefaultGraph()):
            if subject not in self._apart_too or any(self._named(quad)):
                yield quad

    def said(self, subject: NamedNode, name: NamedNode | DefaultGraph) -> Iterator[Quad]:
        """What one graph says of a subject."""
        for quad in self._graph.quads_of(subject, name):
            if self._with_text or quad.predicate != v.BODY:
                yield quad

    def quads(self, subject: NamedNode) -> Iterator[Quad]:
        """What each of the named graphs says of a subject."""
        for quad in self._graph.quads_of(subject, None):
            named = isinstance(quad.graph_name, NamedNode) and quad.graph_name != self._apart
            if named and quad.predicate not in KEPT_APART and (self._with_text or quad.predicate != v.BODY):
                yield quad

    def _named(self, triple: Quad) -> Iterator[Quad]:
        found = self._graph.store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
        return (quad for quad in found if isinstance(quad.graph_name, NamedNode) and quad.graph_name != self._apart)


@contextmanager
def selection(graph: Reading, include: Collection[Category], *, with_text: bool) -> Iterator[Selection]:
    """All of a graph, or what has some statuses, as `--status` shows it."""
    derive_facts(graph)
    every = set(include) >= EVERYTHING
    with selected(graph, Filter() if every else Filter(statuses=frozenset(include))) as shown:
        yield Selection(shown, with_text=with_text)


def derive_facts(graph: Reading) -> None:
    """Brings what is derived up to date, where articles have been put in since."""
    if isinstance(graph, Graph) and not graph.has_facts:
        graph.refresh_facts()


def _iris(nodes: Iterable[object]) -> Iterator[str]:
    return (node.value for node in nodes if isinstance(node, NamedNode))

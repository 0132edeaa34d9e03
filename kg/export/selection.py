"""The quads of what an RDF export holds: everything, or what is told with some statuses, article by article."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pyoxigraph import Quad

from kg.graph.derived import fact_quads
from kg.graph.facts import Category, category
from kg.graph.network import EVERYTHING
from kg.graph.rdf import article_quads
from kg.graph.store import Graph


def selected_quads(graph: Graph, include: Collection[Category], *, with_text: bool) -> Iterator[Quad]:
    """Articles in order with the evidence whose status is included, then what is derived of their statements.

    With a choice of statuses, articles without such evidence and links to evidence left out are left out too.
    """
    everything = set(include) >= EVERYTHING
    for document in graph.documents():
        evidence = [told for told in graph.evidence(document.id) if everything or category(told) in include]
        if evidence or everything:
            kept = {told.id for told in evidence}
            linked = [told.with_content(tuple(inner for inner in told.content if inner in kept)) for told in evidence]
            yield from article_quads(document, linked, graph.run(document.id), graph.ontology, with_text=with_text)
    states = [state for state in graph.states() if any(telling.category in include for telling in state.tellings)]
    yield from fact_quads(states, graph.ontology)

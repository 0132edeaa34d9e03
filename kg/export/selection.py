"""The quads of what an RDF export holds: everything, or what is told with some statuses, article by article."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pyoxigraph import NamedNode, Quad

from kg.graph.account import inputs_graph
from kg.graph.derived import fact_quads
from kg.graph.facts import Category, category
from kg.graph.imprint import stored_imprint
from kg.graph.network import EVERYTHING
from kg.graph.rdf import article_quads
from kg.graph.reading import Reading
from kg.graph.vocabulary import BODY


def selected_quads(graph: Reading, include: Collection[Category], *, with_text: bool) -> Iterator[Quad]:
    """Articles with the evidence whose status is included, and what is derived of their statements; in no order.

    With a choice of statuses, articles without such evidence and links to evidence left out are left out too.
    """
    if set(include) >= EVERYTHING and graph.has_facts:
        inputs = inputs_graph(graph)
        stored = (q for q in graph.store if isinstance(q.graph_name, NamedNode) and q.graph_name != inputs)
        yield from (quad for quad in stored if with_text or quad.predicate != BODY)
        return
    held = []
    for document in graph.documents():
        evidence = [told for told in graph.evidence(document.id) if category(told) in include]
        if evidence or set(include) >= EVERYTHING:
            kept = {told.id for told in evidence}
            linked = [told.with_content(tuple(inner for inner in told.content if inner in kept)) for told in evidence]
            held.append(document.id)
            yield from article_quads(document, linked, graph.run(document.id), graph.ontology, with_text=with_text)
            yield from stored_imprint(graph.store, NamedNode(graph.ontology.namespaces.article(document.id)))
    states = (state for state in graph.iter_states() if any(telling.category in include for telling in state.tellings))
    yield from fact_quads(states, graph.origins(held), graph.ontology)

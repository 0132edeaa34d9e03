"""Changes of named graphs that keep the default graph their union, each triple in it once; one transaction each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple
from pyoxigraph import serialize as serialize_rdf


def change(
    store: Store, *, removed: Iterable[Quad], added: Iterable[Quad], apart: Collection[object] = frozenset()
) -> None:
    """Takes quads of named graphs out and puts others in; what is in both stays. All of it happens or nothing.

    The graphs that `apart` names are no part of the union.
    """
    removed, added = set(removed), set(added)
    both = removed & added
    removed, added = removed - both, added - both
    if not removed:
        load(store, added, apart)
        return
    gone = [triple for triple in _joined(removed, apart) if not _remains(store, triple, removed)]
    come = _joined(added, apart)
    operations = [
        f"{verb} DATA {{\n{_data(quads, triples)}}}"
        for verb, quads, triples in (("DELETE", removed, set(gone) - come), ("INSERT", added, come))
        if quads
    ]
    operations += [f"DROP SILENT GRAPH {name}" for name in _emptied(store, removed, added)]
    if operations:
        store.update(" ;\n".join(operations))


def _emptied(store: Store, removed: Collection[Quad], added: Collection[Quad]) -> Iterator[NamedNode]:
    """The graphs of which nothing is left; the store would still know their names."""
    for name in {quad.graph_name for quad in removed} - {quad.graph_name for quad in added}:
        left = (quad for quad in store.quads_for_pattern(None, None, None, name) if quad not in removed)
        if isinstance(name, NamedNode) and next(left, None) is None:
            yield name


def _joined(quads: Iterable[Quad], apart: Collection[object]) -> set[Triple]:
    return {_triple(quad) for quad in quads if quad.graph_name not in apart}


def _triple(quad: Quad) -> Triple:
    return Triple(quad.subject, quad.predicate, quad.object)


def _remains(store: Store, triple: Triple, removed: Collection[Quad]) -> bool:
    """Whether a named graph still has a triple when some quads are gone."""
    found = store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
    return any(isinstance(quad.graph_name, NamedNode) and quad not in removed for quad in found)


def _data(quads: Iterable[Quad], triples: Iterable[Triple]) -> str:
    by_graph: dict[str, list[Triple]] = {}
    for quad in quads:
        by_graph.setdefault(str(quad.graph_name), []).append(_triple(quad))
    graphs = (f"GRAPH {name} {{\n{_text(of_graph)}}}\n" for name, of_graph in by_graph.items())
    return "".join(graphs) + _text(triples)


def _text(triples: Iterable[Triple]) -> str:
    return (serialize_rdf(triples, format=RdfFormat.N_TRIPLES) or b"").decode("utf-8")


def load(store: Store, quads: Collection[Quad], apart: Collection[object] = frozenset()) -> None:
    """Puts quads in without a look at what is there: for many that are new. All of them or none."""
    union = (q for q in quads if q.graph_name not in apart)
    store.extend([*quads, *(Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in union)])

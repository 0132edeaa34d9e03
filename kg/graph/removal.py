"""Articles out of a graph, by id or by outlet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.errors import QueryError
from kg.graph.store import Graph
from kg.spelling import did_you_mean


@dataclass(frozen=True)
class Removed:
    """Ids of the articles that were taken out, and how much evidence of how many statements they had told."""

    articles: tuple[str, ...]
    evidence: int
    statements: int


def remove_articles(graph: Graph, *, articles: Iterable[str] = (), publishers: Iterable[str] = ()) -> Removed:
    """Takes out articles by id, and all those of some outlets.

    Raises QueryError, and takes nothing out, if one is not there.
    """
    known = graph.publishers()
    chosen: set[str] = set()
    for document_id in articles:
        if document_id not in known:
            raise QueryError(f"no article {document_id!r} in {graph.path}{did_you_mean(document_id, sorted(known))}")
        chosen.add(document_id)
    for name in publishers:
        wanted = " ".join(name.split()).casefold()
        of_outlet = {document_id for document_id, publisher in known.items() if publisher.casefold() == wanted != ""}
        if not of_outlet:
            close = did_you_mean(name, sorted({publisher for publisher in known.values() if publisher}))
            raise QueryError(f"no article of {name!r} in {graph.path}{close}")
        chosen |= of_outlet
    told = [evidence for document_id in sorted(chosen) for evidence in graph.evidence(document_id)]
    for document_id in sorted(chosen):
        graph.remove(document_id)
    return Removed(tuple(sorted(chosen)), len(told), len({evidence.statement.id for evidence in told}))

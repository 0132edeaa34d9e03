"""Decisions of one graph for another: a new one, a colleague's, one that is built anew."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from kg.errors import ReviewError
from kg.graph import Graph
from kg.graph.folder import DECISIONS, is_graph, prepare
from kg.ontology import Ontology
from kg.review.decisions import Decisions
from kg.review.file import append_decisions, entry_text, read_decisions


def carry(source: Path, graph_path: Path, ontology: Ontology) -> tuple[int, int, bool]:
    """Puts the decisions of a file after those of a graph, as often as they are not there yet.

    Where there is no graph, they wait in its folder for the first build. Gives how many were taken over, how many were
    there, and whether they wait. Raises ReviewError or GraphError if either cannot be read or written.
    """
    if not source.is_file():
        raise ReviewError(f"{source}: no such file; give the decisions.toml of a graph")
    found = read_decisions(source, ontology)
    if is_graph(graph_path):
        with Graph.open(graph_path, ontology=ontology) as graph:
            missing = _missing(found, graph.decisions)
            if missing.entries:
                graph.review(missing.entries)
        return len(missing.entries), len(found.entries) - len(missing.entries), False
    prepare(graph_path, create=True)
    path = graph_path / DECISIONS
    missing = _missing(found, read_decisions(path, ontology))
    if missing.entries:
        append_decisions(path, missing.entries)
    return len(missing.entries), len(found.entries) - len(missing.entries), True


def _missing(found: Decisions, there: Decisions) -> Decisions:
    """Entries that stand more often in one file than in the other, in order."""
    left = Counter(map(entry_text, there.entries))
    missing = []
    for entry in found.entries:
        text = entry_text(entry)
        if left[text]:
            left[text] -= 1
        else:
            missing.append(entry)
    return Decisions(tuple(missing))

"""The account of all decisions: who took each, when and why, and whether it stands and finds something."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from kg.export.csv import safe
from kg.graph import Graph
from kg.review.decisions import Action, Decision
from kg.review.taking import summary

COLUMNS = ("id", "when", "who", "decision", "why", "now")


def account(graph: Graph) -> list[tuple[str, ...]]:
    """A row for each decision, in order; `now` is *holds*, *taken back*, or *finds nothing* in the present articles."""
    decisions = graph.decisions
    found = {id(one) for one in _found(graph)}
    rows: list[tuple[str, ...]] = []
    for entry, stands in zip(decisions.entries, decisions.stand, strict=True):
        if not stands:
            now = "taken back"
        elif entry.action is Action.WITHDRAW:
            now = ""
        else:
            now = "holds" if id(entry) in found else "finds nothing"
        rows.append((entry.id, entry.when, entry.who, summary(entry), entry.why, now))
    return rows


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table as CSV, a line at a time."""
    for row in (columns, *rows):
        out = io.StringIO()
        csv.writer(out, lineterminator="").writerow([safe(cell) for cell in row])
        yield out.getvalue()


def _found(graph: Graph) -> Iterator[Decision]:
    for document_id in graph.may_be_reviewed():
        yield from graph.reviewed(document_id).found

"""N-Quads: every article in its own named graph, lines sorted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import BinaryIO

from pyoxigraph import Quad, RdfFormat, serialize

from kg.export.selection import selection
from kg.graph.facts import Category
from kg.graph.network import EVERYTHING
from kg.graph.reading import Reading
from kg.graph.sorting import sorted_pairs

_BATCH = 1_000
_AFTER_SUBJECT = ">"


def write_nquads(
    graph: Reading, stream: BinaryIO, *, include: Collection[Category] = EVERYTHING, with_text: bool = False
) -> None:
    """Sorted lines; the text of articles is left out unless asked for."""
    with selection(graph, include, with_text=with_text) as selected:
        # Lines begin with their subject in brackets, so sorting subjects so, and then the lines of each, sorts all.
        for subject in selected.subjects(ending=_AFTER_SUBJECT):
            for line, _ in sorted_pairs((line, b"") for line in _lines(selected.quads(subject))):
                stream.write(line)


def _lines(quads: Iterable[Quad]) -> Iterator[bytes]:
    waiting = iter(quads)
    while batch := list(islice(waiting, _BATCH)):
        yield from (serialize(batch, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)

"""N-Quads: every article in its own named graph, lines sorted."""

from __future__ import annotations

from collections.abc import Collection
from typing import BinaryIO

from pyoxigraph import RdfFormat, serialize

from kg.export.selection import selected_quads
from kg.graph.facts import Category
from kg.graph.network import EVERYTHING
from kg.graph.reading import Reading


def write_nquads(
    graph: Reading, stream: BinaryIO, *, include: Collection[Category] = EVERYTHING, with_text: bool = False
) -> None:
    """Sorted lines; the text of articles is left out unless asked for."""
    quads = selected_quads(graph, include, with_text=with_text)
    text = serialize(quads, format=RdfFormat.N_QUADS) or b""
    stream.write(b"".join(sorted(set(text.splitlines(keepends=True)))))

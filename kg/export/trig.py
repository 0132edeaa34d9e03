"""TriG: every article in its own named graph, the derived graph in another, nothing outside them; all sorted."""

from __future__ import annotations

from collections.abc import Collection
from typing import BinaryIO

from kg.export.selection import selection
from kg.export.terms import Names
from kg.graph.facts import Category
from kg.graph.network import EVERYTHING
from kg.graph.reading import Reading


def write_trig(
    graph: Reading, stream: BinaryIO, *, include: Collection[Category] = EVERYTHING, with_text: bool = False
) -> None:
    """Prefixes, then each graph with a block for each subject; the text of articles is left out unless asked for."""
    names = Names(graph.ontology.namespaces)
    stream.write(names.header().encode())
    with selection(graph, include, with_text=with_text) as selected:
        for name in selected.graphs():
            stream.write(f"\n{names.turtle(name)} {{\n".encode())
            for subject in selected.subjects_in(name):
                stream.write(names.block(subject, selected.said(subject, name), indent="    ").encode())
            stream.write(b"}\n")

"""Turtle: all graphs as one, sorted by subject, so that the same graph is the same file."""

from __future__ import annotations

from collections.abc import Collection
from typing import BinaryIO

from kg.export.selection import selection
from kg.export.terms import Names
from kg.graph.facts import Category
from kg.graph.network import EVERYTHING
from kg.graph.reading import Reading


def write_turtle(
    graph: Reading, stream: BinaryIO, *, include: Collection[Category] = EVERYTHING, with_text: bool = False
) -> None:
    """Prefixes, then a block for each subject; the text of articles is left out unless asked for."""
    names = Names(graph.ontology.namespaces)
    stream.write(names.header().encode())
    with selection(graph, include, with_text=with_text) as selected:
        for subject in selected.subjects():
            if block := names.block(subject, selected.triples(subject)):
                stream.write(f"\n{block}".encode())

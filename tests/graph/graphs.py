"""Graphs on disk made of the factory's records."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.graph import Graph
from kg.ontology import load_ontology
from kg.records import Document, Evidence
from tests.graph.factory import RUN, SEED, lifted_ban, seed_evidence

ONTOLOGY = load_ontology()
Told = Iterable[tuple[Document, list[Evidence]]]


def everything() -> list[tuple[Document, list[Evidence]]]:
    return [(SEED, seed_evidence()), *lifted_ban()]


def make_graph(path: Path, articles: Told) -> Path:
    """A closed graph in a new folder."""
    with Graph.open(path, create=True, ontology=ONTOLOGY) as graph:
        for document, evidence in articles:
            graph.replace(document, evidence, RUN)
    return path


def opened(path: Path) -> Graph:
    return Graph.open(path, read_only=True, ontology=ONTOLOGY)


def one_line(error):
    text = str(error.value)
    assert "\n" not in text
    return text

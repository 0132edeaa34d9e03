"""The graph as files of other tools: a file per format, chosen by the extension of the output."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kg.errors import ExportError
from kg.export.atomic import whole_or_nothing
from kg.export.csv import write_csv
from kg.export.gexf import write_gexf
from kg.export.graphml import write_graphml
from kg.export.jsonld import write_jsonld
from kg.export.nquads import write_nquads
from kg.export.turtle import write_turtle
from kg.graph.facts import Category
from kg.graph.network import EVERYTHING, FACTS, parse_include
from kg.graph.reading import Reading

Include = frozenset[Category]


@dataclass(frozen=True)
class Format:
    """A kind of output: its name, what it holds by default, and who writes it."""

    name: str
    default: Include
    write: Callable[[Reading, BinaryIO, Include, bool], None]


def _rdf(write: Callable[..., None]) -> Callable[[Reading, BinaryIO, Include, bool], None]:
    return lambda graph, stream, include, with_text: write(graph, stream, include=include, with_text=with_text)


def _plain(write: Callable[..., None]) -> Callable[[Reading, BinaryIO, Include, bool], None]:
    return lambda graph, stream, include, with_text: write(graph, stream, include=include)


FORMATS = {
    ".ttl": Format("Turtle", EVERYTHING, _rdf(write_turtle)),
    ".nq": Format("N-Quads", EVERYTHING, _rdf(write_nquads)),
    ".jsonld": Format("JSON-LD", EVERYTHING, _rdf(write_jsonld)),
    ".graphml": Format("GraphML", FACTS, _plain(write_graphml)),
    ".gexf": Format("GEXF", FACTS, _plain(write_gexf)),
    ".csv": Format("CSV", EVERYTHING, _plain(write_csv)),
}


def export(
    graph: Reading,
    path: Path | str,
    *,
    include: str | Iterable[str] | None = None,
    with_text: bool = False,
) -> Format:
    """Writes the graph in the format that the extension names; an older file stays until the new one is whole.

    `include` names statuses (`requested,planned`): facts and these; without it RDF and CSV hold everything and the
    formats for Gephi hold facts. Raises ExportError on an unknown extension or status, or a place that cannot be
    written.
    """
    path = Path(path)
    chosen = FORMATS.get(path.suffix.casefold())
    if chosen is None:
        known = ", ".join(f"{extension} ({known.name})" for extension, known in FORMATS.items())
        raise ExportError(f"{path}: unknown format {path.suffix or 'without extension'!r}; known are {known}")
    if path.resolve().is_relative_to(graph.path.resolve()):
        raise ExportError(f"{path}: lies in the graph's own folder {graph.path}; name a file outside it")
    wanted = chosen.default if include is None else FACTS | parse_include(include)
    with whole_or_nothing(path) as stream:
        chosen.write(graph, stream, wanted, with_text)
    return chosen

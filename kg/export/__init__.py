"""The graph as files of other tools: a file per format, chosen by the extension of the output."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from kg.errors import ExportError
from kg.export.atomic import whole_or_nothing
from kg.export.csv import write_csv
from kg.export.gexf import write_gexf
from kg.export.graphml import write_graphml
from kg.export.jsonld import write_jsonld
from kg.export.nquads import write_nquads
from kg.export.redaction import WithoutQuotes
from kg.export.selection import derive_facts
from kg.export.trig import write_trig
from kg.export.turtle import write_turtle
from kg.graph.facts import Category
from kg.graph.network import EVERYTHING, FACTS, parse_include
from kg.graph.reading import Reading

Include = frozenset[Category]


@dataclass(frozen=True)
class Format:
    """A kind of output: its name, what it holds by default, who writes it, and which options it knows.

    `write` is called with the graph, a stream, `include`, and each of its own options that is given.
    """

    name: str
    default: Include
    write: Callable[..., None]
    options: frozenset[str] = frozenset()


def _late(place: str) -> Callable[..., None]:
    """A writer imported when it is first used: some draw, and some ask questions, which are worded with our terms."""

    def write(*arguments: object, **options: object) -> None:
        module, _, name = place.rpartition(".")
        getattr(import_module(f"kg.export.{module}"), name)(*arguments, **options)

    return write


_TEXT = frozenset({"with_text"})
_TIMELINE = frozenset({"timeline"})
_PART = frozenset({"around", "steps"})

FORMATS = {
    ".ttl": Format("Turtle", EVERYTHING, write_turtle, _TEXT),
    ".trig": Format("TriG", EVERYTHING, write_trig, _TEXT),
    ".nq": Format("N-Quads", EVERYTHING, write_nquads, _TEXT),
    ".jsonld": Format("JSON-LD", EVERYTHING, write_jsonld, _TEXT),
    ".graphml": Format("GraphML", FACTS, write_graphml),
    ".gexf": Format("GEXF", FACTS, write_gexf, _TIMELINE),
    ".csv": Format("CSV", EVERYTHING, write_csv),
    ".xlsx": Format("XLSX, a sheet to mark", EVERYTHING, _late("xlsx.write_xlsx")),
    ".events.csv": Format("CSV of events", EVERYTHING, _late("events.write_events")),
    ".dyads.csv": Format("CSV of country dyads by month", EVERYTHING, _late("dyads.write_dyads")),
    ".ftm.json": Format("FollowTheMoney", EVERYTHING, _late("followthemoney.write_followthemoney")),
    ".svg": Format("SVG picture", EVERYTHING, _late("picture.write_svg"), _PART),
    ".png": Format("PNG picture", EVERYTHING, _late("picture.write_png"), _PART),
}


def export(
    graph: Reading,
    path: Path | str,
    *,
    include: str | Iterable[str] | None = None,
    no_quotes: bool = False,
    **options: object,
) -> Format:
    """Writes the graph in the format that the extension names; an older file stays until the new one is whole.

    `include` names statuses (`requested,planned`): facts and these; without it the formats for Gephi hold facts, and
    what has ended too on a timeline, and all others everything. With `no_quotes` no words of the articles are in it.
    The other options belong to some formats: `with_text` puts whole articles in, `timeline` spells of time, `around`
    and `steps` choose a neighbourhood. Raises ExportError on an unknown extension or status, an option that the format
    does not know, or a place that cannot be written.
    """
    path = Path(path)
    chosen = format_of(path)
    given = {name: value for name, value in options.items() if value not in (None, False)}
    for name in given:
        if name not in chosen.options:
            known = ", ".join(extension for extension, one in FORMATS.items() if name in one.options)
            raise ExportError(f"{path}: {chosen.name} has no {_option(name)}; known to {known or 'no format'}")
    if no_quotes and "with_text" in given:
        raise ExportError(f"{path}: --with-text and --no-quotes contradict each other; give one of them")
    if path.resolve().is_relative_to(graph.path.resolve()):
        raise ExportError(f"{path}: lies in the graph's own folder {graph.path}; name a file outside it")
    default = chosen.default | {Category.ENDED} if "timeline" in given else chosen.default
    wanted = default if include is None else FACTS | parse_include(include)
    derive_facts(graph)
    with whole_or_nothing(path) as stream:
        chosen.write(WithoutQuotes(graph) if no_quotes else graph, stream, include=wanted, **given)
    return chosen


def format_of(path: Path) -> Format:
    """The format that the longest known ending of a file's name says; raises ExportError listing all."""
    name = path.name.casefold()
    found = [extension for extension in FORMATS if name.endswith(extension) and len(name) > len(extension)]
    if not found:
        known = ", ".join(f"{extension} ({known.name})" for extension, known in FORMATS.items())
        raise ExportError(f"{path}: unknown format {path.suffix or 'without extension'!r}; known are {known}")
    return FORMATS[max(found, key=len)]


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"

"""The options and arguments that several commands share, each said once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

import click

from kg.documents.fields import parse_date
from kg.errors import DocumentError

if TYPE_CHECKING:
    from kg.extraction.extractor import Extractor
    from kg.graph import Graph

Command = TypeVar("Command", bound=Callable[..., Any])


class ExtractorOptions(TypedDict):
    """What `extractor_options` passes on to a command."""

    model: str | None
    ontology: tuple[Path, ...]
    entities: tuple[Path, ...]


def paths_argument(command: Command) -> Command:
    """PATHS: what `read_documents` reads."""
    return click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=str))(command)


def graph_argument(command: Command) -> Command:
    """GRAPH: the folder of a graph."""
    return click.argument("graph_path", metavar="GRAPH", type=click.Path(path_type=Path))(command)


def date_option(command: Command) -> Command:
    """--date, checked."""
    return click.option(
        "--date", metavar="DATE", callback=_checked_date, help="Date of articles that have none, such as 2019-01-27."
    )(command)


def ontology_option(command: Command) -> Command:
    """--ontology, for what is read and for a graph that was built with it."""
    return click.option(
        "--ontology",
        metavar="DIR",
        multiple=True,
        type=click.Path(path_type=Path),
        help="Turtle laid over the shipped ontology: relations, frames, cues. Repeatable.",
    )(command)


def model_option(command: Command) -> Command:
    """--model."""
    return click.option("--model", metavar="NAME", help="Another English spaCy pipeline, such as en_core_web_trf.")(
        command
    )


def extractor_options(command: Command) -> Command:
    """--model, --ontology and --entities."""
    entities = click.option(
        "--entities",
        metavar="FILE.tsv",
        multiple=True,
        type=click.Path(path_type=Path),
        help="Actors of your own, with aliases and ids; columns as in ontology/entities/. Repeatable.",
    )
    return model_option(ontology_option(entities(command)))


def confidence_option(command: Command) -> Command:
    """--min-confidence."""
    return click.option(
        "--min-confidence",
        metavar="P",
        type=click.FloatRange(0, 1),
        default=0.0,
        help="Leave out evidence whose confidence is lower: fewer statements, more of them right.",
    )(command)


def make_extractor(options: ExtractorOptions) -> Extractor:
    """The extractor that the options ask for; only here is the library of language loaded."""
    from kg.extraction.extractor import load_extractor

    return load_extractor(model=options["model"], ontology=options["ontology"], entities=options["entities"])


def open_graph(path: Path, ontology: Sequence[Path]) -> Graph:
    """A graph that is there, for reading."""
    from kg.graph import Graph
    from kg.ontology import load_ontology

    return Graph.open(path, read_only=True, ontology=load_ontology(*ontology))


def _checked_date(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    try:
        return parse_date(value, "--date") if value is not None else None
    except DocumentError as error:
        raise click.BadParameter(str(error).removeprefix("--date: "), context, parameter) from None

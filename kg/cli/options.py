"""The options and arguments that several commands share, each said once."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

import click

from kg.documents.fields import parse_date
from kg.errors import DocumentError

if TYPE_CHECKING:
    from kg.extraction.extractor import Extractor
    from kg.graph import Graph
    from kg.graph.reading import Reading

Command = TypeVar("Command", bound=Callable[..., Any])


class FilterOptions(TypedDict):
    """What `filter_options` passes on to a command."""

    relations: tuple[str, ...]
    entities: tuple[str, ...]
    statuses: str | None
    from_date: str | None
    to_date: str | None
    publishers: tuple[str, ...]
    min_confidence: float
    reviews: str | None
    as_of: str | None
    in_force: str | None
    roll_up: str | None


class Number(click.FloatRange):
    """A number in a range; nan, which compares with nothing, is in none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number that is written; a usage error where there is none."""
        number: float = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"{value!r} is not a number", param, ctx)
        return number


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
        type=Number(0, 1),
        default=0.0,
        help="Leave out evidence whose confidence is lower: fewer statements, more of them right.",
    )(command)


def filter_options(command: Command) -> Command:
    """What of a graph is looked at: --relation, --entity, --status …, the same for every command that shows it."""
    for option in reversed(_FILTERS):
        command = option(command)
    return command


def make_extractor(options: ExtractorOptions) -> Extractor:
    """The extractor that the options ask for; only here is the library of language loaded."""
    from kg.extraction.extractor import load_extractor

    return load_extractor(model=options["model"], ontology=options["ontology"], entities=options["entities"])


def open_graph(path: Path, ontology: Sequence[Path]) -> Graph:
    """A graph that is there, for reading."""
    from kg.graph import Graph
    from kg.ontology import load_ontology

    return Graph.open(path, read_only=True, ontology=load_ontology(*ontology))


@contextmanager
def open_selected(path: Path, ontology: Sequence[Path], options: FilterOptions) -> Iterator[Reading]:
    """What the filters show of a graph, as a graph; --as-of says how many articles have no date to go by."""
    from kg.graph.choosing import chosen_filter
    from kg.graph.selecting import selected

    with open_graph(path, ontology) as graph, selected(graph, chosen_filter(graph, **options)) as shown:
        if options["as_of"] and (undated := sum(not one.date for one in graph.documents(with_text=False))):
            left_out = "article has no date and is" if undated == 1 else "articles have no date and are"
            click.echo(f"{undated} {left_out} left out by --as-of", err=True)
        yield shown


def _checked_date(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    try:
        return parse_date(value, "--date") if value is not None else None
    except DocumentError as error:
        raise click.BadParameter(str(error).removeprefix("--date: "), context, parameter) from None


_FILTERS: tuple[Callable[[Any], Any], ...] = (
    click.option("--relation", "relations", metavar="NAME", multiple=True, help="Only this relation; repeatable."),
    click.option(
        "--entity", "entities", metavar="NAME", multiple=True, help="Only what has this subject or object; repeatable."
    ),
    click.option(
        "--status",
        "statuses",
        metavar="STATUS,…",
        help="Only what has a status: fact, ended, negated, claimed, planned, requested, possible, hypothetical or "
        "unknown.",
    ),
    click.option("--from-date", metavar="DATE", callback=_checked_date, help="Only what speaks of this day or later."),
    click.option("--to-date", metavar="DATE", callback=_checked_date, help="Only what speaks of this day or earlier."),
    click.option(
        "--publisher", "publishers", metavar="NAME", multiple=True, help="Only articles of this outlet; repeatable."
    ),
    confidence_option,
    click.option("--review", "reviews", metavar="STATE,…", help="Only what is unchecked, accepted or corrected."),
    click.option(
        "--as-of", metavar="DATE", callback=_checked_date, help="What was known then: articles published by that day."
    ),
    click.option(
        "--in-force",
        metavar="DATE",
        callback=_checked_date,
        help="What was in force on that day, by all that is known.",
    ),
    click.option(
        "--roll-up",
        metavar="LEVEL",
        type=click.Choice(["actor", "country"]),
        help="Show agencies as their country and products as their company (actor), or everybody as their country.",
    ),
)

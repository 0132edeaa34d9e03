"""What the commands of `kg review` share: who decides, and taking what was decided."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.cli.table import counted
from kg.errors import ReviewError

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.review.decisions import Decision
    from kg.review.taking import Reviewer

Command = TypeVar("Command", bound=Callable[..., Any])
REVIEWER = "FAULTLINE_REVIEWER"
"""The environment variable that names who decides."""


@dataclass(frozen=True)
class Asked:
    """What stands before a subcommand."""

    path: Path
    ontology: tuple[Path, ...]
    by: str | None
    on: str


def decision_options(command: Command) -> Command:
    """--by, --on and --why."""
    why = click.option("--why", metavar="TEXT", default="", help="The reason, kept with the decision.")
    return who_options(why(command))


def who_options(command: Command) -> Command:
    """--by and --on."""
    by = click.option(
        "--by", metavar="NAME", help=f"Who decides; else ${REVIEWER}, else whoever took the last decision."
    )
    on = click.option(
        "--on", metavar="DATE", callback=_checked_day, help="The day of the decision; today if not given."
    )
    return by(on(command))


def _checked_day(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    try:
        return datetime.date.fromisoformat(value).isoformat() if value else None
    except ValueError:
        raise click.BadParameter(f"{value!r} is no day such as 2025-02-03", context, parameter) from None


@contextmanager
def opened(asked: Asked) -> Iterator[Graph]:
    """The graph, for writing."""
    from kg.graph import Graph
    from kg.ontology import load_ontology

    with Graph.open(asked.path, ontology=load_ontology(*asked.ontology)) as graph:
        yield graph


def reviewer_of(asked: Asked, graph: Graph, *, by: str | None = None, on: str | None = None, why: str = "") -> Reviewer:
    """Who decides, by what is given after the subcommand, before it, in the environment, or in the last decision.

    Raises ReviewError if nobody is named.
    """
    from kg.review.taking import Reviewer

    entries = graph.decisions.entries
    last = entries[-1].who if entries else ""
    who = next(filter(None, (name and name.strip() for name in (by, asked.by, os.environ.get(REVIEWER), last))), None)
    if who is None:
        raise ReviewError("who decides? name yourself once with --by NAME")
    return Reviewer(" ".join(who.split()), on or asked.on, " ".join(why.split()))


def take(graph: Graph, decisions: Iterable[Decision | None]) -> None:
    """Puts decisions into the graph and says what came of them; None is one that stood already."""
    from kg.review.taking import outcome

    taken = list(decisions)
    made = [decision for decision in taken if decision is not None]
    results = graph.review(made) if made else {}
    for line in outcome(made, results, graph):
        click.echo(line)
    if len(made) < len(taken):
        click.echo(f"{counted(len(taken) - len(made), 'decision')} stood already; nothing changed by them")

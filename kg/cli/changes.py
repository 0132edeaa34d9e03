"""`kg changes`: what is new in a graph since a day."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Unpack

import click

from kg.cli.options import FilterOptions, filter_options, graph_argument, ontology_option, open_selected
from kg.errors import QueryError


@click.command(short_help="Say what changed since a day: the Monday brief.")
@graph_argument
@click.option(
    "--since",
    metavar="DAY",
    required=True,
    help="A date such as 2025-11-14, a weekday (the last one before today), yesterday, or such as 7 days.",
)
@click.option("--today", metavar="DATE", help="The day that --since is seen from; the machine's date otherwise.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "markdown", "json"]),
    default="table",
    show_default=True,
    help="For a terminal, for a page, or for programs.",
)
@filter_options
@ontology_option
def changes(
    graph_path: Path,
    since: str,
    today: str | None,
    form: str,
    ontology: tuple[Path, ...],
    **filters: Unpack[FilterOptions],
) -> None:
    """Say what the articles published since a day changed: new statements, what stands otherwise than before, what
    ended, new contradictions, and the articles by outlet; each with its sentence and id.

    What was known before that day is compared with what is known now, by the dates of the articles.

    \b
    Examples:
      kg changes news --since Friday
      kg changes news --since 2025-11-14 --entity "Orvane Networks"
      kg changes news --since "7 days" --format markdown > brief.md
      kg changes news --since Friday --today 2025-11-19
    """
    from kg.changes import find_changes
    from kg.changes_text import changes_lines, changes_markdown, changes_record
    from kg.days import day_said

    try:
        day = day_said(since, date.fromisoformat(today) if today else date.today())
    except ValueError:
        raise click.UsageError(f"--today {today!r} is not a full date such as 2019-01-27") from None
    except QueryError as error:
        raise click.UsageError(f"--since {error}") from None
    with open_selected(graph_path, ontology, filters) as shown:
        found = find_changes(shown, day)
        if form == "json":
            click.echo(json.dumps(changes_record(found, shown.ontology), ensure_ascii=False, indent=2))
        else:
            for line in (changes_lines if form == "table" else changes_markdown)(found, shown.ontology):
                click.echo(line)

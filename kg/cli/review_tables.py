"""`kg review GRAPH list` and `candidates`: what was decided, and what might be."""

from __future__ import annotations

from typing import Unpack

import click

from kg.cli.options import FilterOptions, filter_options, open_graph, open_selected
from kg.cli.reviewing import Asked
from kg.cli.table import table_lines


@click.command("list", short_help="All decisions.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv"]),
    default="table",
    show_default=True,
    help="How to show them.",
)
@click.pass_obj
def list_(asked: Asked, /, form: str) -> None:
    """Show all decisions in order: who took each, when and why, and whether it stands and finds something.

    \b
    Example:
      kg review news list
    """
    from kg.review.account import COLUMNS, account

    with open_graph(asked.path, asked.ontology) as graph:
        _show(COLUMNS, account(graph), form, nothing="no decisions yet")


@click.command(short_help="Who may be one.")
@click.option("-n", "number", type=click.IntRange(1), default=50, show_default=True, help="How many pairs at most.")
@click.option(
    "--format", "form", type=click.Choice(["text", "csv"]), default="text", show_default=True, help="How to show them."
)
@filter_options
@click.pass_obj
def candidates(asked: Asked, /, number: int, form: str, **filters: Unpack[FilterOptions]) -> None:
    """Propose entities to merge, the likeliest first, each beside a sentence that tells of it.

    They have one Wikidata id, one name, similar names, or one has the initials of the other. Two that the shipped
    tables know as different are never proposed.

    \b
    Examples:
      kg review news candidates
      kg review news candidates -n 500 --format csv > pairs.csv
    and, with merge in the column verdict of those that are one:
      kg review news --from pairs.csv
    """
    from kg.review.account import csv_lines
    from kg.review.candidates import COLUMNS, candidate_lines, candidate_rows, candidates_in

    with open_selected(asked.path, asked.ontology, filters) as graph:
        found = candidates_in(graph)
        rows = candidate_rows(graph, found[:number])
        for line in csv_lines(COLUMNS, rows) if form == "csv" else candidate_lines(rows, asked.path):
            click.echo(line)
    if not found:
        click.echo("no two entities are alike enough", err=True)
    elif len(found) > number:
        click.echo(f"{len(found) - number} more; -n {len(found)} shows all", err=True)


def _show(columns: tuple[str, ...], rows: list[tuple[str, ...]], form: str, *, nothing: str) -> None:
    if form == "csv":
        from kg.review.account import csv_lines

        for line in csv_lines(columns, rows):
            click.echo(line)
    elif rows:
        for line in table_lines(columns, rows):
            click.echo(line)
    else:
        click.echo(nothing, err=True)

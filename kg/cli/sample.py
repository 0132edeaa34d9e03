"""`kg sample`: evidence to check by hand."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli.options import graph_argument, ontology_option, open_graph


@click.command(short_help="Draw evidence for checking by hand.")
@graph_argument
@click.option(
    "-n", "number", type=click.IntRange(1), default=100, show_default=True, help="How many pieces of evidence."
)
@ontology_option
def sample(graph_path: Path, number: int, ontology: tuple[Path, ...]) -> None:
    """Print a sheet (CSV) of evidence drawn from GRAPH, each relation and status by its share.

    Fill in the columns triple?, status? and attribution? with y or n, in any spreadsheet, and give the sheet to
    kg evaluate. The same graph gives the same sheet.

    \b
    Examples:
      kg sample news -n 300 > sheet.csv
      kg evaluate sheet.csv --show
    """
    from kg.evaluation.sheet import sample as draw
    from kg.evaluation.sheet import write_sheet

    with open_graph(graph_path, ontology) as graph:
        write_sheet(draw(graph, number), sys.stdout)

"""`kg demo`: from articles to a graph, answers and files, in one command."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import make_extractor
from kg.resources import shipped


@click.command(short_help="See it work on example articles.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--seeds", metavar="PATH", type=click.Path(path_type=Path), help="A folder of other articles to show it on."
)
def demo(folder: Path, seeds: Path | None) -> None:
    """Build a graph in DIR/graph from example articles and show what it holds.

    Prints the first article's statements, answers to four questions and the history of a ban, and writes the graph
    as Turtle, GraphML, GEXF and CSV into DIR. A second run changes nothing.

    \b
    Example:
      kg demo demo
    """
    from kg.demo import demo_lines

    extractor = make_extractor({"model": None, "ontology": (), "entities": ()})
    for line in demo_lines(folder, seeds or shipped("seeds"), extractor=extractor):
        click.echo(line)

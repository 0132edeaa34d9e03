"""`kg export`: a graph as a file of another tool."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import graph_argument, ontology_option, open_graph


@click.command(short_help="Write a graph as Turtle, GEXF, CSV …")
@graph_argument
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--include",
    metavar="STATUS,…",
    help="Facts and what else has a status: fact, ended, negated, claimed, planned, requested, possible, "
    "hypothetical, unknown; or all.",
)
@click.option("--with-text", is_flag=True, help="Put the articles' full text into RDF; left out otherwise.")
@ontology_option
def export(graph_path: Path, out: Path, include: str | None, with_text: bool, ontology: tuple[Path, ...]) -> None:
    """Write a graph to OUT, in the format that its extension names.

    Turtle (.ttl), N-Quads (.nq), JSON-LD (.jsonld) and CSV (.csv, a row for each piece of evidence) hold everything;
    GraphML (.graphml) and GEXF (.gexf), for Gephi, hold facts. --include widens or narrows both.

    \b
    Examples:
      kg export news news.ttl
      kg export news news.gexf --include requested,planned
    """
    from kg.export import export as write

    with open_graph(graph_path, ontology) as graph:
        written = write(graph, out, include=include, with_text=with_text)
    click.echo(f"{out}: {written.name}")

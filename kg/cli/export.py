"""`kg export`: a graph as a file of another tool."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

import click

from kg.cli.options import FilterOptions, filter_options, graph_argument, ontology_option, open_selected


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
@filter_options
@ontology_option
def export(
    graph_path: Path,
    out: Path,
    include: str | None,
    with_text: bool,
    ontology: tuple[Path, ...],
    **filters: Unpack[FilterOptions],
) -> None:
    """Write a graph to OUT, in the format that its extension names.

    Turtle (.ttl), N-Quads (.nq), JSON-LD (.jsonld) and CSV (.csv, a row for each piece of evidence) hold everything;
    GraphML (.graphml) and GEXF (.gexf), for Gephi, hold facts. --include widens or narrows both.

    \b
    Examples:
      kg export news news.ttl
      kg export news news.gexf --include requested,planned
    """
    from kg.export import export as write

    if include is not None and filters["statuses"]:
        raise click.UsageError("--include widens and --status narrows; give one of them")
    if filters["statuses"]:
        include = "all"
    with open_selected(graph_path, ontology, filters) as graph:
        written = write(graph, out, include=include, with_text=with_text)
    click.echo(f"{out}: {written.name}")

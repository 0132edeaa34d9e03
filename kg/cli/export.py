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
@click.option(
    "--no-quotes",
    is_flag=True,
    help="Leave out the articles' words, for licensed text: quotes, headlines, mentions. Offsets and digests stay.",
)
@click.option("--with-text", is_flag=True, help="Put the articles' full text into RDF; left out otherwise.")
@click.option("--timeline", is_flag=True, help="GEXF with the days on which each edge held, for Gephi's timeline.")
@click.option("--around", metavar="NAME", help="A picture of one actor and those beside it.")
@click.option("--steps", metavar="N", type=click.IntRange(min=1), help="How far from --around a picture reaches.")
@filter_options
@ontology_option
def export(
    graph_path: Path,
    out: Path,
    include: str | None,
    no_quotes: bool,
    with_text: bool,
    timeline: bool,
    around: str | None,
    steps: int | None,
    ontology: tuple[Path, ...],
    **filters: Unpack[FilterOptions],
) -> None:
    """Write a graph to OUT, in the format that its extension names.

    Turtle (.ttl), TriG (.trig), N-Quads (.nq) and JSON-LD (.jsonld) hold everything, and so do tables: a row for each
    piece of evidence as CSV (.csv) or as a sheet to mark for review (.xlsx), for each event (.events.csv), or for two
    countries, a relation and a month (.dyads.csv); FollowTheMoney (.ftm.json); and pictures (.svg, .png). GraphML
    (.graphml) and GEXF (.gexf), for Gephi, hold facts, and with --timeline what has ended too. --include widens or
    narrows all of them.

    \b
    Examples:
      kg export news news.ttl
      kg export news news.gexf --include requested,planned
      kg export news news.gexf --timeline
      kg export news shared.csv --no-quotes
      kg export news huawei.svg --around Huawei
    """
    from kg.export import export as write

    if include is not None and filters["statuses"] is not None:
        raise click.UsageError("--include widens and --status narrows; give one of them")
    if filters["statuses"] is not None:
        include = "all"
    with open_selected(graph_path, ontology, filters) as graph:
        written = write(
            graph,
            out,
            include=include,
            no_quotes=no_quotes,
            with_text=with_text,
            timeline=timeline,
            around=around,
            steps=steps,
        )
    click.echo(f"{out}: {written.name}")

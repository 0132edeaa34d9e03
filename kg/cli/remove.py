"""`kg remove`: articles out of a graph."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import graph_argument, ontology_option
from kg.cli.table import counted, removed_phrase


@click.command(short_help="Take articles out of a graph.")
@graph_argument
@click.option("--article", "articles", metavar="ID", multiple=True, help="The article with this id. Repeatable.")
@click.option("--publisher", "publishers", metavar="NAME", multiple=True, help="All articles of an outlet. Repeatable.")
@click.option("--wait", is_flag=True, help="Wait for another process that uses the graph, rather than end at once.")
@ontology_option
def remove(
    graph_path: Path, articles: tuple[str, ...], publishers: tuple[str, ...], wait: bool, ontology: tuple[Path, ...]
) -> None:
    """Take articles out of a graph, with all that only they tell.

    Ids are those that kg documents shows; outlets are named as there, in any case. If an id or outlet is unknown,
    nothing is taken out. The next kg build over the same files puts the articles in again.

    \b
    Examples:
      kg remove news --article monday-3 --article monday-7
      kg remove news --publisher "Harbour Post"
    """
    from kg.graph import Graph
    from kg.graph.removal import remove_articles
    from kg.ontology import load_ontology

    if not articles and not publishers:
        raise click.UsageError("name what to take out: --article ID or --publisher NAME")
    with Graph.open(graph_path, ontology=load_ontology(*ontology), wait=wait) as graph:
        removed = remove_articles(graph, articles=articles, publishers=publishers)
    gone = f"{counted(removed.evidence, 'passage')} on {counted(removed.statements, 'statement')}"
    click.echo(f"{removed_phrase(removed.articles)}; with {gone}")

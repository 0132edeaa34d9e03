"""`kg dossier`: an entity on a page of Markdown, or everybody in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

import click

from kg.cli.options import FilterOptions, filter_options, graph_argument, ontology_option, open_selected
from kg.cli.table import counted


@click.command(short_help="Write an entity on a page of Markdown.")
@graph_argument
@click.argument("names", metavar="[ENTITY OUT.md]", nargs=-1)
@click.option("--all", "folder", metavar="FOLDER", type=click.Path(path_type=Path), help="A page for each entity.")
@click.option(
    "--links",
    type=click.Choice(["wiki", "markdown"]),
    default="wiki",
    show_default=True,
    help="[[Huawei]], as Obsidian writes it, or [Huawei](Huawei.md), which any reader of Markdown follows.",
)
@click.option("--no-quotes", is_flag=True, help="Leave the words of the articles out, for licensed text.")
@filter_options
@ontology_option
def dossier(
    graph_path: Path,
    names: tuple[str, ...],
    folder: Path | None,
    links: str,
    no_quotes: bool,
    ontology: tuple[Path, ...],
    **filters: Unpack[FilterOptions],
) -> None:
    """Write what is told of ENTITY to OUT.md: what it does, what is done to it, contradictions, history, sources.

    Every statement has its state, every telling of it its status, quote and footnote. With --all a page for each
    entity and an index are written to FOLDER; pages link to each other and keep their names while the graph grows. A
    file of the same name is replaced, any other left alone.

    \b
    Examples:
      kg dossier news Huawei huawei.md
      kg dossier news --all vault/news
    """
    from kg.citing.files import write_all, write_one
    from kg.citing.markdown import Links

    if (len(names) == 2) == (folder is not None) or len(names) not in (0, 2):
        raise click.UsageError("give ENTITY and OUT.md, or --all FOLDER")
    with open_selected(graph_path, ontology, filters) as graph:
        if folder is None:
            out = Path(names[1])
            write_one(graph, names[0], out, links=Links(links), quotes=not no_quotes)
            click.echo(f"{out}: dossier")
        else:
            number = write_all(graph, folder, links=Links(links), quotes=not no_quotes)
            click.echo(f"{folder}: {counted(number, 'dossier')} and an index")

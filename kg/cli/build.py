"""`kg build`: articles into a graph."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from textwrap import shorten
from typing import Unpack

import click

from kg.cli.failures import Failures
from kg.cli.options import ExtractorOptions, date_option, extractor_options, make_extractor
from kg.cli.table import counted, removed_phrase
from kg.documents import count_documents
from kg.records import Document


@click.command(short_help="Put articles into a graph.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=str))
@click.option(
    "--graph",
    "graph_path",
    metavar="GRAPH",
    required=True,
    type=click.Path(path_type=Path),
    help="Folder of the graph; made if it is not there.",
)
@click.option("--prune", is_flag=True, help="Take articles out that are no longer among PATHS.")
@click.option("--wait", is_flag=True, help="Wait for another process that uses the graph, rather than end at once.")
@date_option
@extractor_options
def build(
    paths: tuple[str, ...],
    graph_path: Path,
    prune: bool,
    wait: bool,
    date: str | None,
    **options: Unpack[ExtractorOptions],
) -> None:
    """Put the statements of articles into a graph, or bring it up to date with them.

    PATHS are as for kg extract. An unchanged article is skipped, a changed one is replaced in one step; a build
    that was stopped goes on where it was when it is started again. An article is known by its id: the given one,
    else its URL, else its path within the folder given, or its content if it comes from standard input.

    Articles of the graph that another version of the program, the ontology or the model has read are stale and read
    again, from the text that the graph keeps if they are not among PATHS; without PATHS that is all that is done.
    --prune takes nothing out as long as any input cannot be read.

    \b
    Examples:
      kg build articles/ --graph news
      kg build monday.jsonl tuesday.jsonl --graph news --date 2025-02-03
      kg build articles/ --graph news --prune
      kg build --graph news
    """
    if prune and not paths:
        raise click.UsageError("--prune needs PATHS: the articles that are to stay")
    from kg.building import build as build_graph

    failures = Failures()
    articles = 0
    try:
        with _progress(paths) as show:

            def progress(document: Document) -> None:
                nonlocal articles
                articles += 1
                show(document)

            summary = build_graph(
                paths,
                graph_path,
                extractor=make_extractor(options),
                date=date,
                prune=prune,
                wait=wait,
                on_error=failures,
                on_replaced=_warn,
                on_stale=_tell,
                progress=progress,
            )
    except KeyboardInterrupt:
        verb = "is" if articles == 1 else "are"
        click.echo(f"Stopped; {counted(articles, 'article')} {verb} in; the same command goes on.", err=True)
        raise
    if not paths and not summary.redone and not summary.failed:
        click.echo("Nothing is stale: this program, ontology and model have read every article of the graph")
        return
    again = f", {summary.redone} stale and read again" if summary.redone else ""
    click.echo(
        f"{counted(summary.read, 'article')} read: {summary.added} added, {summary.changed} changed, "
        f"{summary.unchanged} unchanged{again}; {summary.failed} could not be read"
    )
    click.echo(f"{counted(summary.statements, 'statement')} told by {counted(summary.evidence, 'new passage')}")
    if summary.removed:
        click.echo(f"{removed_phrase(summary.removed)}, no longer among PATHS")
    if summary.kept:
        click.echo(f"Nothing was pruned, for {summary.kept}; mend or leave out what is named above")
    failures.exit()


def _tell(number: int, other: Mapping[str, int]) -> None:
    parts = ", ".join(f"{count} read with another {part}" for part, count in other.items())
    verb = "is" if number == 1 else "are"
    click.echo(f"{counted(number, 'article')} of the graph {verb} stale: {parts}", err=True)


def _warn(old: Document, new: Document) -> None:
    from kg.building import heading

    was, now = (shorten(heading(article), 60, placeholder=" …") for article in (old, new))
    click.echo(
        f"Replaced {new.id}: was “{was}”, is “{now}”; if these are two articles, give each its own 'id'", err=True
    )


@contextmanager
def _progress(paths: tuple[str, ...]) -> Iterator[Callable[[Document], None]]:
    if not sys.stderr.isatty():
        yield lambda document: None
        return
    length = count_documents(paths)
    endless = itertools.count() if length is None else None
    with click.progressbar(
        endless, length=length, label="Reading", item_show_func=_shown, file=sys.stderr, show_pos=True
    ) as bar:
        yield lambda document: bar.update(1, document)  # type: ignore[arg-type]  # the item that is shown


def _shown(document: object) -> str:
    return document.id[:40] if isinstance(document, Document) else ""

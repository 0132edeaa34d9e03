"""`kg build`: articles into a graph."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import shorten
from typing import Unpack

import click

from kg.cli.failures import Failures
from kg.cli.options import ExtractorOptions, date_option, extractor_options, make_extractor, paths_argument
from kg.cli.table import counted
from kg.documents import count_documents
from kg.records import Document


@click.command(short_help="Put articles into a graph.")
@paths_argument
@click.option(
    "--graph",
    "graph_path",
    metavar="GRAPH",
    required=True,
    type=click.Path(path_type=Path),
    help="Folder of the graph; made if it is not there.",
)
@date_option
@extractor_options
def build(paths: tuple[str, ...], graph_path: Path, date: str | None, **options: Unpack[ExtractorOptions]) -> None:
    """Put the statements of articles into a graph, or bring it up to date with them.

    PATHS are as for kg extract. An unchanged article is skipped, a changed one is replaced in one step; a build
    that was stopped goes on where it was when it is started again. An article is known by its id: the given one,
    else its URL, else its path within the folder given, or its content if it comes from standard input.

    \b
    Examples:
      kg build articles/ --graph news
      kg build monday.jsonl tuesday.jsonl --graph news --date 2025-02-03
    """
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
                on_error=failures,
                on_replaced=_warn,
                progress=progress,
            )
    except KeyboardInterrupt:
        verb = "is" if articles == 1 else "are"
        click.echo(f"Stopped; {counted(articles, 'article')} {verb} in; the same command goes on.", err=True)
        raise
    click.echo(
        f"{counted(summary.read, 'article')} read: {summary.added} added, {summary.changed} changed, "
        f"{summary.unchanged} unchanged; {summary.failed} could not be read"
    )
    click.echo(f"{counted(summary.statements, 'statement')} told by {counted(summary.evidence, 'new passage')}")
    failures.exit()


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

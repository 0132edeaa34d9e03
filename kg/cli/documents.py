"""`kg documents`: the account of what was read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING

import click

from kg.cli.options import graph_argument, ontology_option, open_graph
from kg.cli.table import counted, csv_text, table_lines

if TYPE_CHECKING:
    from kg.graph.account import Account, Skipped

Cells = dict[str, str | int]
COLUMNS = ("id", "title", "publisher", "date", "evidence", "remark", "origin", "program", "ontology", "model", "url")
_SHOWN = COLUMNS[:6]
_WIDEST = 60


@click.command(short_help="List what was read, and what was not.")
@graph_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="A table for people; CSV and JSON have more columns.",
)
@ontology_option
def documents(graph_path: Path, form: str, ontology: tuple[Path, ...]) -> None:
    """Give account of what a graph was built from: every article, and every input that was skipped, with the reason.

    An article in which nothing was found says so, and so does a copy: the same text under another headline, cut or
    edited. CSV and JSON say whose report each is: all copies of a text are one voice. An article that another program,
    ontology or model has read than the last build is stale: kg build reads it again. A skipped input is listed until a
    build over it reads it.

    \b
    Examples:
      kg documents news
      kg documents news --format csv > documents.csv
    """
    from kg.graph.account import accounts, skipped
    from kg.graph.origins import origin_names

    with open_graph(graph_path, ontology) as graph:
        articles, inputs, names = accounts(graph), skipped(graph), origin_names(graph)
    lines = {"table": _table, "csv": _csv, "json": _json}[form]
    for line in lines([_cells(account, names) for account in articles], inputs):
        click.echo(line)


def _cells(account: Account, names: Callable[[str], str]) -> dict[str, str | int]:
    article, run = account.article, account.run
    return {
        "id": article.id,
        "title": article.title,
        "publisher": article.publisher or "",
        "date": article.date or "",
        "evidence": account.evidence,
        "remark": "; ".join(_remarks(account)),
        "origin": names(account.origin.origin),
        "program": run.version,
        "ontology": run.ontology,
        "model": run.model,
        "url": article.url or "",
    }


def _remarks(account: Account) -> Iterator[str]:
    if not account.evidence:
        yield "nothing found"
    if account.origin.copy_of:
        yield f"copy of {account.origin.copy_of}"
    if account.outdated:
        yield f"stale: another {', '.join(account.outdated)}"


def _table(rows: Sequence[Cells], inputs: Sequence[Skipped]) -> Iterator[str]:
    if rows:
        yield from table_lines(_SHOWN, [[_short(str(row[name])) for name in _SHOWN] for row in rows])
    silent = sum(not row["evidence"] for row in rows)
    told = sum(int(row["evidence"]) for row in rows)
    yield f"{counted(len(rows), 'article')}, {counted(told, 'passage')}; nothing found in {silent}"
    if inputs:
        yield f"{counted(len(inputs), 'input')} skipped:"
        yield from (f"  {one.reason}" for one in inputs)


def _short(cell: str) -> str:
    return shorten(cell, _WIDEST, placeholder=" …") if len(cell) > _WIDEST else " ".join(cell.split())


def _csv(articles: Sequence[Cells], inputs: Sequence[Skipped]) -> Iterator[str]:
    rows: list[Cells] = [*articles]
    rows += [{"id": one.where, "remark": f"skipped: {one.reason}"} for one in inputs]
    yield csv_text(COLUMNS, rows)


def _json(articles: Sequence[Cells], inputs: Sequence[Skipped]) -> Iterator[str]:
    found = {
        "articles": list(articles),
        "skipped": [{"input": one.where, "reason": one.reason} for one in inputs],
    }
    yield json.dumps(found, ensure_ascii=False, indent=2)

"""`kg contradictions`: what some affirm and others deny, side by side."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from kg.cli.options import FilterOptions, filter_options, graph_argument, ontology_option, open_selected
from kg.cli.table import counted, csv_text

if TYPE_CHECKING:
    from kg.contradictions import Contradiction
    from kg.graph.disputes import Matter
    from kg.graph.reading import Reading

_MATTERS = ("fact", "end", "plan", "accusation", "claim")


def _checked_matters(context: click.Context, parameter: click.Parameter, value: str | None) -> list[str]:
    names = [name.strip().casefold() for name in (value or "").split(",") if name.strip()]
    for name in names:
        if name not in _MATTERS:
            raise click.BadParameter(f"unknown {name!r}; allowed are {', '.join(_MATTERS)}", context, parameter)
    return names or list(_MATTERS[:-1])


@click.command(short_help="Show who affirms and who denies what.")
@graph_argument
@click.option(
    "--about",
    "about",
    metavar="WHAT,…",
    callback=_checked_matters,
    help="Contradictions about this: fact, end, plan, accusation, claim; all but claim otherwise.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="For people, for a spreadsheet (a row for each passage), or for programs.",
)
@filter_options
@ontology_option
def contradictions(
    graph_path: Path, about: list[str], form: str, ontology: tuple[Path, ...], **filters: Unpack[FilterOptions]
) -> None:
    """Show what some affirm and others deny: both sides, since when, by how many independent origins, in which words.

    \b
    fact        one tells that it is so, another that it is not, or somebody denies it
    end         one tells that it ended, another that it did not
    plan        one tells that it is planned, another that it is not
    accusation  the accused rejects it
    claim       one outlet tells as fact what another tells only as somebody's claim

    An end is no contradiction of what was in force before it, nor "did not" of what came later, nor "did not" of what
    was only asked for. All copies of a text are one origin.

    \b
    Examples:
      kg contradictions news
      kg contradictions news --entity Huawei --about fact,accusation
      kg contradictions news --as-of 2020-07-01 --format csv > contradictions.csv
    """
    from kg.contradictions import find_contradictions
    from kg.graph.disputes import Matter

    with open_selected(graph_path, ontology, filters) as shown:
        found = find_contradictions(shown, {Matter(name) for name in about})
        for line in _lines(found, shown, form):
            click.echo(line)


def _lines(found: Sequence[Contradiction], reading: Reading, form: str) -> Iterator[str]:
    from kg.contradictions_text import COLUMNS, contradiction_lines, contradiction_records, contradiction_rows

    if form == "json":
        yield json.dumps(contradiction_records(found, reading), ensure_ascii=False, indent=2)
    elif form == "csv":
        yield csv_text(COLUMNS, contradiction_rows(found, reading))
    else:
        yield _headline([one.matter for one in found])
        yield from contradiction_lines(found, reading)


def _headline(matters: Collection[Matter]) -> str:
    if not matters:
        return "no contradictions here"
    numbers = [(name, sum(matter == name for matter in matters)) for name in _MATTERS]
    kinds = ", ".join(f"{number} about {name}" for name, number in numbers if number)
    return f"{counted(len(matters), 'contradiction')}: {kinds}"

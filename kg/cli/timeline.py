"""`kg timeline`: the history of an entity's statements, or of one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from kg.cli.options import FilterOptions, filter_options, graph_argument, ontology_option, open_selected
from kg.cli.table import counted, csv_text, width

if TYPE_CHECKING:
    from kg.graph.reading import Reading
    from kg.history import Happening, History
    from kg.ontology import Ontology

SHOWN_WHOLE = 12
"""Statements about an entity beyond which each is one line, unless somebody asks for all of it."""
REPEATS = 3
"""Passages named by id that tell again what the first of a step tells."""


@click.command(short_help="Show how statements came about and ended, step by step.")
@graph_argument
@click.argument("words", metavar="ENTITY | SUBJECT RELATION OBJECT", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="For people, for a spreadsheet (a row for each passage), or for programs.",
)
@click.option(
    "--brief/--full",
    default=None,
    help=f"One line for each statement, or the sentences too; full up to {SHOWN_WHOLE} statements.",
)
@click.option("--all", "every", is_flag=True, help="Every passage, also those that tell a step again.")
@filter_options
@ontology_option
def timeline(
    graph_path: Path,
    words: tuple[str, ...],
    form: str,
    brief: bool | None,
    every: bool,
    ontology: tuple[Path, ...],
    **filters: Unpack[FilterOptions],
) -> None:
    """Show the history of ENTITY's statements, or of the statement SUBJECT RELATION OBJECT.

    A statement may be considered, threatened, asked for, planned, in force, suspended, waived, ended, given up or said
    not to be so. Each step has its date, the sentence that tells it and where that stands. "reported 2025-02-03" is the
    article's date, because the sentence tells none.

    \b
    Examples:
      kg timeline news Huawei
      kg timeline news Huawei --relation bars
      kg timeline news Velmora bars "Orvane Networks"
      kg timeline news Huawei --as-of 2020-07-01 --format csv > huawei.csv
    """
    from kg.history import entity_history, statement_history

    if len(words) not in (1, 3):
        raise click.UsageError(
            "give one ENTITY, or SUBJECT RELATION OBJECT, names of several words in quotes; "
            f"found {counted(len(words), 'word')}"
        )
    if any(filters.values()) and not filters["entities"] and not filters["roll_up"]:
        filters["entities"] = (words[0],)  # a selection need hold no more than what is shown
    with open_selected(graph_path, ontology, filters) as shown:
        find = entity_history if len(words) == 1 else statement_history
        histories = find(shown, *words)
        for line in _lines(histories, shown, words, form, brief=brief, every=every):
            click.echo(line)


def _lines(
    histories: Sequence[History], reading: Reading, words: Sequence[str], form: str, *, brief: bool | None, every: bool
) -> Iterator[str]:
    from kg.history_text import COLUMNS, history_records, history_rows

    ontology = reading.ontology
    if form == "json":
        yield json.dumps(history_records(histories, ontology), ensure_ascii=False, indent=2)
    elif form == "csv":
        yield csv_text(COLUMNS, history_rows(histories, ontology))
    elif not histories:
        yield f"nothing is told of {' '.join(words)} here"
    else:
        passages = sum(len(history.happenings) for history in histories)
        yield f"{' '.join(words)}: {counted(len(histories), 'statement')}, {counted(passages, 'passage')}"
        shortened = brief if brief is not None else len(histories) > SHOWN_WHOLE
        yield from history_lines(histories, ontology, brief=shortened, every=every)
        if shortened and brief is None:
            yield ""
            yield "--full shows the sentences; --relation NAME or SUBJECT RELATION OBJECT shows fewer statements"


def history_lines(histories: Sequence[History], ontology: Ontology, *, brief: bool, every: bool) -> Iterator[str]:
    """Statements by relation, each with its steps; `brief` one line each; `every` passage in place of the first."""
    from kg.history_text import chain, clause_of, stands
    from kg.wording import relation_label

    for predicate, group in groupby(histories, key=lambda history: history.state.statement.predicate):
        of_relation = list(group)
        yield ""
        yield f"{relation_label(predicate, ontology)} ({counted(len(of_relation), 'statement')})"
        for history in of_relation:
            if brief:
                yield f"  {clause_of(history, ontology)}: {stands(history, ontology)}"
                yield f"      {chain(history)}  {history.stands.evidence.id}"
            else:
                yield ""
                yield from _statement_lines(history, ontology, every=every)


def _statement_lines(history: History, ontology: Ontology, *, every: bool) -> Iterator[str]:
    from kg.history_text import clause_of, moment, quote, source, stands
    from kg.records import Review
    from kg.wording import according_to, status_phrase

    state = history.state
    told_by = f"{counted(state.articles, 'article')}, {counted(len(state.origins), 'independent origin')}"
    yield f"  {clause_of(history, ontology)}: {stands(history, ontology)} · {told_by}"
    groups = [(one,) for one in history.happenings] if every else history.steps
    when = [moment(group[0]) for group in groups]
    widest = max(map(width, when))
    labels = max(width(group[0].step.label) for group in groups)
    for group, day in zip(groups, when, strict=True):
        one = group[0]
        told = one.evidence
        checked = "" if told.review is Review.UNCHECKED else f", {ontology.status_labels[told.review]}"
        label = one.step.label + " " * (labels - width(one.step.label))
        says = f"{status_phrase(told, ontology)}{according_to(told)}{checked}"
        yield f"    {day}{' ' * (widest - width(day))}  {label}  {told.id}  {says}"
        yield f"        “{quote(one)}” ({source(one.telling.article)})"
        if len(group) > 1:
            yield f"        told again {_again(group[1:])}"


def _again(others: Sequence[Happening]) -> str:
    from kg.history_text import moment

    times = {1: "once", 2: "twice"}.get(len(others), f"{len(others)} times")
    ids = ", ".join(one.evidence.id for one in others[:REPEATS])
    more = f" and {len(others) - REPEATS} more" if len(others) > REPEATS else ""
    dated = [one for one in others if one.day]
    return f"{times}{f', last {moment(dated[-1])}' if dated else ''}: {ids}{more}"

"""`kg review`: what people decide about a graph."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Unpack

import click

from kg.cli.options import FilterOptions, filter_options, graph_argument, ontology_option, open_selected
from kg.cli.review_decisions import accept, correct, merge, reject, split, undo
from kg.cli.review_tables import candidates, list_
from kg.cli.reviewing import Asked, opened, reviewer_of, who_options
from kg.cli.table import counted
from kg.records import Review

_DONE = {"accept": "accepted", "reject": "rejected", "correct": "corrected", "merge": "merged", "split": "split"}
_RARE = frozenset({"merge", "split"})


class AfterGraph(click.Group):
    """A group whose options may stand on both sides of GRAPH, before the subcommand."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Puts the options before GRAPH, where click looks for them."""
        flags = {name: getattr(option, "is_flag", False) for option in self.params for name in option.opts}
        options: list[str] = []
        graph: list[str] = []
        rest = list(args)
        while rest and (not graph or rest[0].startswith("-")):
            word = rest.pop(0)
            if not word.startswith("-"):
                graph.append(word)
                continue
            options.append(word)
            if not flags.get(word, True) and rest:
                options.append(rest.pop(0))
        return super().parse_args(ctx, [*options, *graph, *rest])


@click.group(cls=AfterGraph, short_help="Accept, reject, correct; merge and split.", invoke_without_command=True)
@graph_argument
@click.option(
    "--from",
    "source",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Take the marks of a sheet (.xlsx, .csv) or the decisions of another graph (.toml).",
)
@who_options
@filter_options
@ontology_option
@click.pass_context
def review(
    context: click.Context,
    graph_path: Path,
    source: Path | None,
    by: str | None,
    on: str | None,
    ontology: tuple[Path, ...],
    **filters: Unpack[FilterOptions],
) -> None:
    """Say what is right in a graph, what is wrong, and who is who.

    Alone, it shows one statement after another in its context, the least sure first, and asks. What is decided is
    kept in GRAPH/decisions.toml with who, when and why, holds in every table and export, and is applied again
    whenever the graph is built, even from nothing but that file. A decision can be taken back at any time.

    \b
    Examples:
      kg review news --by Ada
      kg review news accept e-3f9a1c22b0d4 --by Ada
      kg review news correct e-3f9a1c22b0d4 --object Huawei --status planned --why "only announced"
      kg review news merge "Huawei Tech" Huawei
      kg review news undo
      kg review news --from statements.xlsx
      kg review new-graph --from news/decisions.toml
    """
    context.obj = Asked(graph_path, ontology, by, on or datetime.date.today().isoformat())
    if context.invoked_subcommand is not None:
        if source is not None:
            raise click.UsageError(f"--from {source} stands alone; leave {context.invoked_subcommand} out")
        return
    if source is not None:
        _take_from(context.obj, source)
        return
    from kg.cli.review_screen import walk

    with open_selected(graph_path, ontology, filters) as shown:
        wanted = set(Review) if filters["reviews"] else {Review.UNCHECKED}
        found = sorted((told.confidence, told.id) for told in shown.evidence() if told.review in wanted)
    with opened(context.obj) as graph:
        walk(graph, [short_id for _, short_id in found], reviewer_of(context.obj, graph))


for command in (accept, reject, correct, merge, split, undo, list_, candidates):
    review.add_command(command)


def _take_from(asked: Asked, source: Path) -> None:
    if source.suffix.casefold() == ".toml":
        _take_decisions(asked, source)
        return
    from kg.review.sheet import read_marks

    with opened(asked) as graph:
        marks = read_marks(source, graph, reviewer_of(asked, graph))
        if marks.decisions:
            graph.review(marks.decisions)
    for line in marks.lost:
        click.echo(line, err=True)
    shown = (verdict for verdict in _DONE if marks.taken[verdict] or verdict not in _RARE)
    taken = ", ".join(f"{marks.taken[verdict]} {_DONE[verdict]}" for verdict in shown)
    click.echo(f"{taken}; {marks.stood} stood already, {marks.unmarked} without a mark, {len(marks.lost)} not found")


def _take_decisions(asked: Asked, source: Path) -> None:
    from kg.ontology import load_ontology
    from kg.review.carrying import carry

    taken, stood, waiting = carry(source, asked.path, load_ontology(*asked.ontology))
    click.echo(f"{counted(taken, 'decision')} taken over, {stood} there already")
    if waiting:
        click.echo(f"`kg build PATHS --graph {asked.path}` makes the graph with them")

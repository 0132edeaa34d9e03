"""`kg evaluate`: what is found against what should be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from kg.cli.options import ExtractorOptions, confidence_option, extractor_options, make_extractor
from kg.cli.table import counted, table_lines
from kg.errors import DocumentError

if TYPE_CHECKING:
    from kg.evaluation.compare import Outcome, Report
    from kg.evaluation.scores import Score
    from kg.evaluation.sheet import Checked


@click.command(short_help="Measure against annotated articles or a checked sheet.")
@click.argument("gold", type=click.Path(path_type=Path))
@click.option(
    "--predicted",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="JSON lines of kg extract; without it the gold's own texts are extracted.",
)
@click.option("--show", is_flag=True, help="List what was missed and what was spurious, with its sentence.")
@confidence_option
@extractor_options
def evaluate(
    gold: Path, predicted: Path | None, show: bool, min_confidence: float, **options: Unpack[ExtractorOptions]
) -> None:
    """Print precision, recall and F1 of statements against GOLD, annotated articles as JSON lines.

    An entity counts as the gold's if it has its Wikidata id, its IRI or one of its names. Statements that the gold
    marks as optional count neither way. Brackets hold 95 % intervals, by drawing articles again and again. GOLD may
    also be a sheet of kg sample (.csv) whose columns of verdicts are filled in.

    \b
    Examples:
      kg evaluate tests/gold/seed.jsonl --show
      kg extract --format jsonl gold.jsonl > found.jsonl && kg evaluate gold.jsonl --predicted found.jsonl
      kg sample news -n 300 > sheet.csv        # fill it in, then
      kg evaluate sheet.csv
    """
    if gold.suffix.lower() == ".csv":
        from kg.evaluation.sheet import read_sheet

        lines = _sheet(read_sheet(gold), show=show)
    else:
        lines = _gold(gold, predicted, min_confidence, options, show=show)
    for line in lines:
        click.echo(line)


def _gold(
    gold: Path, predicted: Path | None, min_confidence: float, options: ExtractorOptions, *, show: bool
) -> Iterator[str]:
    from kg.evaluation.compare import evaluate as compare
    from kg.evaluation.gold import Json, read_gold, read_json_values, read_predicted
    from kg.jsonl import evidence_record
    from kg.ontology import load_ontology
    from kg.records import Document

    known = load_ontology(*options["ontology"])
    relations, symmetric = known.relations, known.symmetric
    articles = read_gold(read_json_values(gold), symmetric=symmetric, relations=relations.keys())
    if not articles:
        raise DocumentError(f"{gold}: no gold article; there is nothing to measure against")

    def confident(found: list[Json]) -> list[Json]:
        return [line for line in found if float(line.get("confidence", 1.0)) >= min_confidence]

    predict: Callable[[Document], list[Json]]
    if predicted is not None:
        found = read_predicted(read_json_values(predicted), relations=relations.keys())
        predict = lambda document: confident(found.get(document.id, []))  # noqa: E731 - one of two, chosen here
        for unknown in sorted(found.keys() - {article.document.id for article in articles}):
            click.echo(f"Not in the gold, not counted: {unknown}", err=True)
    else:
        extractor = make_extractor(options)
        predict = lambda document: confident(  # noqa: E731
            [evidence_record(told, document) for told in extractor.extract(document)]
        )
    report = compare(articles, predict, symmetric=symmetric)
    yield from score_lines(report)
    if show:
        yield from _differences(report)


def score_lines(report: Report) -> Iterator[str]:
    """A report in tables for a terminal."""
    from kg.evaluation.compare import score_of

    yield counted(len(report.compared), "article")
    header = ("", "precision", "recall", "F1", "", "right", "spurious", "missed")
    levels = (
        ("triples", [score_of(article.triples) for article in report.compared]),
        ("triples with status", [score_of(article.statements) for article in report.compared]),
        ("facts", [article.facts for article in report.compared]),
    )
    yield from table_lines(header, [_row(name, units) for name, units in levels])
    facts = report.facts
    yield ""
    yield f"false facts   {1 - facts.precision:.3f}  ({facts.spurious} of {facts.right + facts.spurious} told as fact)"
    for name, ratio in (("attribution", report.attribution), ("time", report.time)):
        yield f"{name:<12}  {ratio.value:.3f}  ({ratio.right} of {ratio.total} found with their status)"
    yield ""
    bins = [
        (f"{low:.1f} to {high:.1f}", f"{ratio.value:.3f}", str(ratio.right), str(ratio.total))
        for low, high, ratio in report.reliability()
    ]
    yield from table_lines(("confidence", "right", "", "of"), bins)
    for title, key in (("relation", _relation), ("construction", _construction)):
        yield ""
        header = (title, "precision", "recall", "F1", "", "right", "spurious", "missed")
        rows = [
            _row(
                name or "(not given)",
                [score_of(o for o in article.triples if key(o) == name) for article in report.compared],
            )
            for name in report.by(key)
        ]
        yield from table_lines(header, rows)


def _relation(outcome: Outcome) -> str:
    return outcome.what[1]


def _construction(outcome: Outcome) -> str:
    return outcome.construction


def _row(name: str, units: list[Score]) -> tuple[str, ...]:
    from kg.evaluation.scores import interval, total

    score = total(units)
    low, high = interval(units, lambda drawn: drawn.f1)
    ratios = (f"{value:.3f}" for value in (score.precision, score.recall, score.f1))
    counts = (str(count) for count in (score.right, score.spurious, score.missed))
    return name, *ratios, f"[{low:.2f}, {high:.2f}]", *counts


def _differences(report: Report) -> Iterator[str]:
    for difference in report.differences:
        subject, predicate, object_, *status = difference.what
        yield ""
        yield f"{difference.kind}  {difference.document}: {subject} {predicate} {object_} ({', '.join(status)})"
        if difference.sentence:
            yield f"    {difference.sentence}"


def _sheet(checked: Checked, *, show: bool) -> Iterator[str]:
    yield f"{counted(checked.rows, 'row')} with a verdict, {checked.unchecked} without"
    header = ("", "right", "of", "share", "", "weighted")
    yield from table_lines(header, [_verdict_row(*group) for group in checked.groups])
    for told in checked.wrong if show else ():
        yield ""
        yield f"wrong  {told.name}: {told.statement} ({told.status})"
        yield f"    {told.quote}"


def _verdict_row(name: str, right: int, of: int, low: float, high: float, weighted: float) -> tuple[str, ...]:
    return name, str(right), str(of), f"{right / of:.3f}", f"[{low:.2f}, {high:.2f}]", f"{weighted:.3f}"

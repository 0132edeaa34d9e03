"""`kg evaluate`: what is found against what should be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Unpack

import click

from kg.cli.options import ExtractorOptions, extractor_options, make_extractor
from kg.cli.table import counted, table_lines
from kg.errors import DocumentError
from kg.evaluate import Report, Score


@click.command(short_help="Measure against annotated articles.")
@click.argument("gold", type=click.Path(path_type=Path))
@click.option(
    "--predicted",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="JSON lines of kg extract; without it the gold's own texts are extracted.",
)
@click.option("--show", is_flag=True, help="List what was missed and what was spurious, with its sentence.")
@extractor_options
def evaluate(gold: Path, predicted: Path | None, show: bool, **options: Unpack[ExtractorOptions]) -> None:
    """Print precision, recall and F1 of statements against GOLD, annotated articles as JSON lines.

    An entity counts as the gold's if it has its Wikidata id, its IRI or one of its names. Statements that the gold
    marks as optional count neither way.

    \b
    Examples:
      kg evaluate tests/gold/seed.jsonl --show
      kg extract --format jsonl gold.jsonl > found.jsonl && kg evaluate gold.jsonl --predicted found.jsonl
    """
    from kg.evaluate import evaluate as compare
    from kg.gold import read_gold, read_json_values, read_predicted
    from kg.jsonl import evidence_record
    from kg.ontology import load_ontology

    relations = load_ontology(*options["ontology"]).relations
    symmetric = frozenset(name for name, relation in relations.items() if relation.symmetric)
    articles = read_gold(read_json_values(gold), symmetric=symmetric, relations=relations.keys())
    if not any(article.statements for article in articles):
        raise DocumentError(f"{gold}: no gold article with statements; there is nothing to measure against")
    if predicted is not None:
        lines = read_predicted(read_json_values(predicted), relations=relations.keys())
        report = compare(articles, lambda document: lines.get(document.id, []), symmetric=symmetric)
        for unknown in sorted(lines.keys() - {article.document.id for article in articles}):
            click.echo(f"Not in the gold, not counted: {unknown}", err=True)
    else:
        extractor = make_extractor(options)
        report = compare(
            articles,
            lambda document: [evidence_record(told, document) for told in extractor.extract(document)],
            symmetric=symmetric,
        )
    for line in (*_scores(report), *(_differences(report) if show else ())):
        click.echo(line)


def _scores(report: Report) -> Iterator[str]:
    yield counted(report.articles, "article")
    header = ("", "precision", "recall", "F1", "right", "spurious", "missed")
    rows = [_row("triples", report.triples), _row("triples with status", report.with_status)]
    yield from table_lines(header, rows)


def _row(name: str, score: Score) -> tuple[str, ...]:
    ratios = (f"{value:.3f}" for value in (score.precision, score.recall, score.f1))
    return name, *ratios, *(str(count) for count in (score.right, score.spurious, score.missed))


def _differences(report: Report) -> Iterator[str]:
    for difference in report.differences:
        subject, predicate, object_, *status = difference.what
        yield ""
        yield f"{difference.kind}  {difference.document}: {subject} {predicate} {object_} ({', '.join(status)})"
        if difference.sentence:
            yield f"    {difference.sentence}"

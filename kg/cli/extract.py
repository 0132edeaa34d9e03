"""`kg extract`: articles to statements, without a store."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Unpack

import click

from kg.cli.failures import Failures
from kg.cli.options import (
    ExtractorOptions,
    confidence_option,
    date_option,
    extractor_options,
    make_extractor,
    paths_argument,
)
from kg.cli.table import table_lines
from kg.documents import read_documents
from kg.errors import DocumentError
from kg.jsonl import evidence_line
from kg.records import Document, Evidence

if TYPE_CHECKING:
    from kg.ontology import Ontology


@click.command(short_help="Print the statements of articles.")
@paths_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl"]),
    default="table",
    show_default=True,
    help="A table for people, or one JSON object a line for each piece of evidence.",
)
@confidence_option
@date_option
@extractor_options
def extract(
    paths: tuple[str, ...], form: str, min_confidence: float, date: str | None, **options: Unpack[ExtractorOptions]
) -> None:
    """Print the statements of articles as they are found.

    PATHS are text files (.txt, .md), folders, JSON lines (.jsonl) of documents (id, title, date, publisher, author,
    url, text; only text is required), or - for standard input. A text file may begin with YAML front matter; without it
    the first line is the title, and a last line "Source: X" names the publisher. A text with HTML tags is refused.

    Offsets count characters of the cleaned text: newlines are one character, a byte order mark and the front matter
    are not in it.

    \b
    Examples:
      kg extract article.txt
      kg extract --min-confidence 0.8 articles/
      kg extract --format jsonl --date 2019-01-27 articles/ > statements.jsonl
      echo "Poland barred Huawei from its 5G network." | kg extract -
    """
    failures = Failures()
    documents = read_documents(paths, date=date, on_error=failures)
    first = next(documents, None)
    if first is not None:
        from kg.building import bugs_reported
        from kg.extraction.confidence import confident

        extractor = make_extractor(options)
        for document in itertools.chain([first], documents):
            try:
                with bugs_reported(document):
                    evidence = confident(extractor.extract(document), min_confidence)
                    if form == "jsonl":
                        lines = [evidence_line(told, document) for told in evidence]
                    else:
                        lines = list(_table(document, evidence, extractor.ontology))
            except DocumentError as error:
                failures(error)
                continue
            for line in lines:
                click.echo(line)
    failures.exit()


def _table(document: Document, evidence: list[Evidence], ontology: Ontology) -> Iterator[str]:
    from kg.wording import according_to, relation_label, status_phrase

    yield " · ".join(filter(None, (document.id, document.title, document.publisher, document.date)))
    if not evidence:
        yield "  no statements"
    else:
        rows = [
            (
                told.id,
                told.statement.subject.name,
                relation_label(told.statement.predicate, ontology),
                told.statement.object.name,
                status_phrase(told, ontology) + according_to(told),
            )
            for told in evidence
        ]
        yield from table_lines(("id", "subject", "relation", "object", "status"), rows, indent="  ")
    yield ""

"""`kg query`: SPARQL, or a question in words."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from kg.cli.options import FilterOptions, filter_options, graph_argument, ontology_option, open_selected
from kg.cli.table import table_lines
from kg.errors import QueryError
from kg.jsonl import evidence_record
from kg.named import FOLDER, named_queries

if TYPE_CHECKING:
    from kg.graph import Telling
    from kg.graph.reading import Reading
    from kg.ontology import Ontology

_SPARQL = re.compile(
    r"\s*(?:#|prefix\b|base\b|select\b|ask\b|construct\b|describe\b)|.*\{.*\}", re.IGNORECASE | re.DOTALL
)


class _WithNames(click.Command):
    """Help that ends with the named queries."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """One line a query: its name, and what it answers."""
        with formatter.section("Named queries, each a file to copy and change"):
            formatter.write_dl([(query.name, query.title) for query in named_queries().values()])
        formatter.write_text(f"They are in {FOLDER}")


@click.command(cls=_WithNames, short_help="Ask in SPARQL or in words.")
@graph_argument
@click.argument("question", nargs=-1)
@click.option(
    "--file",
    "file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Read the query from a file; - is standard input.",
)
@click.option(
    "--named",
    metavar="NAME",
    type=click.Choice(list(named_queries())),
    help="Ask a named query, listed below; QUESTION then gives other names for those in it.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="A table for people, or SPARQL 1.1 results as CSV or JSON.",
)
@filter_options
@ontology_option
def query(
    graph_path: Path,
    question: tuple[str, ...],
    file: Path | None,
    named: str | None,
    form: str,
    ontology: tuple[Path, ...],
    **filters: Unpack[FilterOptions],
) -> None:
    """Ask a graph a QUESTION, in SPARQL or in words; an answer in words names its evidence.

    \b
    In words, with any relation of the ontology:
      who bars X                  who does it, who did, who is only asked to
      does X bar Y                yes, no, no longer, only claimed or not known
      who asked whom to bar X     who pressed for it
      what does X deny            to whom or about what
    or by name: who-bars X, does-bar X Y, who-asked-to-bar X, what-does-deny X.

    Behind a question in words may stand "today" (only what is in force), "as of 2020-07-01" and "and who says so". Who
    is not found by name is looked for through place, part and country; --roll-up counts everybody for whom they belong
    to.

    In SPARQL d:, entity:, rdf:, rdfs:, skos:, schema:, prov: and xsd: are declared; a fact is a triple such as
    ?x d:bars entity:Huawei.

    \b
    Examples:
      kg query news "who restricts China today, and who says so?"
      kg query news "who restricts China?" --roll-up country
      kg query news "does Poland bar Huawei?"
      kg query news "SELECT ?who ?whom WHERE { ?who d:bars ?whom }" --format csv
      kg query news --file question.rq
      kg query news --named restricts Russia
    """
    text = _text(question, file, named)
    in_words, roll_up = _SPARQL.match(text) is None, filters["roll_up"]
    if in_words and roll_up and filters["entities"]:
        raise click.UsageError("--entity and --roll-up are not for one question in words; name who is meant in it")
    if in_words:
        filters["roll_up"] = None  # the answer tells by which way each thing was reached, so it rolls up itself
    narrowed = any(filters.values())
    with open_selected(graph_path, ontology, filters) as graph:
        words = question or (text,)
        lines = _answered(graph, words, form, roll_up, narrowed) if in_words else _found(graph, text, form)
        for line in lines:
            click.echo(line)


def _text(question: tuple[str, ...], file: Path | None, named: str | None) -> str:
    if named is not None:
        if file is not None:
            raise click.UsageError("give --file or --named, not both")
        return named_queries()[named].asked_for(question)
    if bool(question) == (file is not None):
        raise click.UsageError("give one question: SPARQL or words as an argument, or --file FILE")
    if file is None:
        return " ".join(question)
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise QueryError(f"{file}: is not UTF-8; save the query as UTF-8") from None
    if not text.strip():
        raise QueryError(f"{file}: is empty; write SPARQL, such as SELECT ?x WHERE {{ ?x d:bars ?y }}, or a question")
    return text


def _found(graph: Reading, sparql: str, form: str) -> Iterator[str]:
    from kg.query import result_cells, result_csv, result_json, run_query

    result = run_query(graph, sparql)
    if form == "csv":
        yield result_csv(result).removesuffix("\r\n")
    elif form == "json":
        yield result_json(result)
    else:
        yield from table_lines(result.variables, result_cells(result, graph))


def _answered(
    graph: Reading, question: tuple[str, ...], form: str, roll_up: str | None, narrowed: bool
) -> Iterator[str]:
    from kg.graph.rollup import RollUp
    from kg.questions import Scope, answer_lines, ask

    scope = Scope(roll_up=RollUp(roll_up) if roll_up else None)
    name, *arguments = question
    by_name = "-" in name and " " not in name
    answer = ask(graph, name, arguments, scope=scope) if by_name else ask(graph, " ".join(question), scope=scope)
    if narrowed and not answer.rows and not answer.findings:
        click.echo("Nothing that the filters leave tells of it; without them the answer may be another", err=True)
    if form == "table":
        yield from answer_lines(answer, graph.ontology)
        return
    if form == "json":
        records = [evidence_record(row.evidence, row.article) for row in answer.rows]
        ways = [{"words": one.words, "evidence": [t.evidence.id for t in one.tellings]} for one in answer.findings]
        found = {"verdict": answer.verdict, "answer": answer.headline, "findings": ways, "evidence": records}
        yield json.dumps(found, ensure_ascii=False, indent=2)
    else:
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(
            ("id", "subject", "relation", "object", "status", "quote", "publisher", "date", "article", "review")
        )
        writer.writerows(_row(row, graph.ontology) for row in answer.rows)
        yield out.getvalue().removesuffix("\r\n")


def _row(telling: Telling, ontology: Ontology) -> tuple[str | None, ...]:
    from kg.wording import relation_label, status_phrase

    told, article = telling.evidence, telling.article
    return (
        told.id,
        told.statement.subject.name,
        relation_label(told.statement.predicate, ontology),
        told.statement.object.name,
        status_phrase(told, ontology),
        " ".join(told.passages[0].text.split()),
        article.publisher,
        article.date,
        article.id,
        ontology.status_labels[told.review],
    )

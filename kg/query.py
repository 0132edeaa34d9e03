"""SPARQL over the graph: a query as text in, rows of terms out, shown as table, CSV or SPARQL JSON."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from io import StringIO

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, Triple

from kg.errors import QueryError
from kg.export.terms import short_name
from kg.graph.reading import Reading
from kg.graph.vocabulary import XSD_STRING
from kg.sparql_text import is_ordered, refuse, syntax_error

Term = NamedNode | Literal | BlankNode | Triple | None


@dataclass(frozen=True)
class Result:
    """What a query gave: names of variables and rows of terms; an ASK has one row, true or false."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term, ...], ...]
    is_ask: bool = False


def run_query(graph: Reading, sparql: str) -> Result:
    """Runs SELECT, ASK, CONSTRUCT or DESCRIBE; our prefixes are declared, entity: too.

    Raises QueryError, with line and column where the syntax is wrong. Without ORDER BY rows come sorted.
    """
    refuse(sparql)
    try:
        found = graph.query(sparql)
        if isinstance(found, QueryBoolean):
            return Result(("answer",), ((Literal(bool(found)),),), is_ask=True)
        if isinstance(found, QuerySolutions):
            variables = tuple(variable.value for variable in found.variables)
            rows = [tuple(solution[name] for name in variables) for solution in found]
        else:
            variables = ("subject", "predicate", "object")
            rows = [(triple.subject, triple.predicate, triple.object) for triple in found]
    except SyntaxError as error:
        raise QueryError(syntax_error(sparql, str(error), graph.prefixes)) from None
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"SPARQL: the query cannot be run: {str(error).splitlines()[0]}") from None
    if not is_ordered(sparql):
        rows.sort(key=lambda row: tuple(str(term) for term in row))
    return Result(variables, tuple(rows))


def result_json(result: Result) -> str:
    """SPARQL 1.1 Query Results JSON."""
    if result.is_ask:
        [[answer]] = result.rows
        return json.dumps({"head": {}, "boolean": plain(answer) == "true"}, indent=2)
    bindings = [
        {name: _json_term(term) for name, term in zip(result.variables, row, strict=True) if term is not None}
        for row in result.rows
    ]
    head = {"vars": list(result.variables)}
    return json.dumps({"head": head, "results": {"bindings": bindings}}, ensure_ascii=False, indent=2)


def result_csv(result: Result) -> str:
    """SPARQL 1.1 Query Results CSV: IRIs in full, literals as their text."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(result.variables)
    writer.writerows([plain(term) for term in row] for row in result.rows)
    return out.getvalue()


def result_cells(result: Result, graph: Reading) -> list[tuple[str, ...]]:
    """Rows for a table: `entity:Poland` rather than a whole IRI, one line a cell."""
    prefixes = graph.prefixes
    return [tuple(_cell(term, prefixes) for term in row) for row in result.rows]


def plain(term: Term) -> str:
    """The IRI or the text, nothing around it; empty where unbound."""
    if term is None:
        return ""
    return term.value if isinstance(term, NamedNode | Literal | BlankNode) else str(term)


def _cell(term: Term, prefixes: dict[str, str]) -> str:
    name = short_name(term.value, prefixes) if isinstance(term, NamedNode) else None
    return " ".join((name or plain(term)).split())


def _json_term(term: Term) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, Literal):
        found = {"type": "literal", "value": term.value}
        if term.language:
            return found | {"xml:lang": term.language}
        return found if term.datatype == XSD_STRING else found | {"datatype": term.datatype.value}
    return {"type": "bnode", "value": plain(term)}

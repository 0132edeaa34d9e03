"""Rows and triples as SPARQL 1.1 results in JSON, XML, CSV and TSV, and as RDF; one by one, no more than allowed.

Oxigraph's own writers of rows know no limit, and put control characters into XML that no parser reads.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import IO, TypeVar, cast
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, RdfFormat, Triple
from pyoxigraph import serialize as serialize_rdf

Term = NamedNode | Literal | BlankNode | Triple
Row = Iterable[Term | None]
One = TypeVar("One")

RDF_FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "n-triples": RdfFormat.N_TRIPLES,
    "rdf-xml": RdfFormat.RDF_XML,
    "json-ld": RdfFormat.JSON_LD,
}
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_NO_XML = dict.fromkeys({*range(32), 0xFFFE, 0xFFFF} - {9, 10, 13}, "\ufffd")
_XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'


class TooLargeError(Exception):
    """There are more rows, triples or bytes than an answer may have; says which and how many."""


class Sink:
    """A binary file that takes so many bytes and no more."""

    def __init__(self, write: Callable[[bytes], object], most: int) -> None:
        self._write, self._left, self._most = write, most, most

    def write(self, data: bytes) -> int:
        """Passes on; raises TooLargeError."""
        self._left -= len(data)
        if self._left < 0:
            raise TooLargeError(f"more than {self._most:,} bytes")
        self._write(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is kept back."""


def write_answer(
    found: QuerySolutions | QueryBoolean | QueryTriples, form: str, most: int, prefixes: Mapping[str, str], sink: Sink
) -> int:
    """Writes what a query gave in a format; the number of rows or triples.

    Raises TooLargeError at the first row or triple above `most`.
    """
    counted = _Counted(most)
    if isinstance(found, QueryTriples):
        triples: Iterable[Triple] = counted(found, "triples")
        triples = map(_for_xml, triples) if form == "rdf-xml" else triples
        serialize_rdf(triples, cast(IO[bytes], sink), format=RDF_FORMATS[form], prefixes=dict(prefixes))
    elif isinstance(found, QueryBoolean):
        sink.write(_ASKED[form].format("true" if found else "false").encode())
    else:
        names = [variable.value for variable in found.variables]
        for chunk in _in_chunks(_ROWS[form](names, counted(found, "rows"))):
            sink.write(chunk)
    return counted.number


class _Counted:
    def __init__(self, most: int) -> None:
        self.number, self._most = 0, most

    def __call__(self, found: Iterable[One], kind: str) -> Iterator[One]:
        for one in found:
            if self.number == self._most:
                raise TooLargeError(f"more than {self._most:,} {kind}")
            self.number += 1
            yield one


def _in_chunks(lines: Iterable[str], size: int = 65536) -> Iterator[bytes]:
    kept, length = [], 0
    for line in lines:
        kept.append(line)
        length += len(line)
        if length >= size:
            yield "".join(kept).encode("utf-8")
            kept, length = [], 0
    yield "".join(kept).encode("utf-8")


def _json(names: list[str], rows: Iterable[Row]) -> Iterator[str]:
    yield f'{{"head":{{"vars":{_text(names)}}},"results":{{"bindings":['
    keys = [_text(name) for name in names]
    comma = ""
    for row in rows:
        bound = (f"{key}:{_json_term(term)}" for key, term in zip(keys, row, strict=True) if term is not None)
        yield f"{comma}\n{{{','.join(bound)}}}"
        comma = ","
    yield "\n]}}\n"


def _json_term(term: Term) -> str:
    if isinstance(term, NamedNode):
        return f'{{"type":"uri","value":{_text(term.value)}}}'
    if isinstance(term, Literal):
        if term.language:
            return f'{{"type":"literal","xml:lang":{_text(term.language)},"value":{_text(term.value)}}}'
        if term.datatype.value == _STRING:
            return f'{{"type":"literal","value":{_text(term.value)}}}'
        return f'{{"type":"literal","datatype":{_text(term.datatype.value)},"value":{_text(term.value)}}}'
    if isinstance(term, BlankNode):
        return f'{{"type":"bnode","value":{_text(term.value)}}}'
    parts = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
    return f'{{"type":"triple","value":{{{",".join(f"{_text(name)}:{_json_term(part)}" for name, part in parts)}}}}}'


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _xml(names: list[str], rows: Iterable[Row]) -> Iterator[str]:
    yield f"{_XML_HEAD}\n<head>{''.join(f'<variable name={quoteattr(name)}/>' for name in names)}</head>\n<results>\n"
    tags = [f"<binding name={quoteattr(name)}>" for name in names]
    for row in rows:
        bound = (f"{tag}{_xml_term(term)}</binding>" for tag, term in zip(tags, row, strict=True) if term is not None)
        yield f"<result>{''.join(bound)}</result>\n"
    yield "</results>\n</sparql>\n"


def _xml_term(term: Term) -> str:
    if isinstance(term, NamedNode):
        return f"<uri>{escape(term.value)}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{term.value}</bnode>"
    if isinstance(term, Triple):
        parts = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
        return f"<triple>{''.join(f'<{name}>{_xml_term(part)}</{name}>' for name, part in parts)}</triple>"
    text = escape(term.value, {"\r": "&#13;"}).translate(_NO_XML)
    if term.language:
        return f'<literal xml:lang="{term.language}">{text}</literal>'
    datatype = "" if term.datatype.value == _STRING else f" datatype={quoteattr(term.datatype.value)}"
    return f"<literal{datatype}>{text}</literal>"


def _for_xml(triple: Triple) -> Triple:
    value = triple.object
    if not isinstance(value, Literal) or value.language or value.value.isprintable():
        return triple
    return Triple(triple.subject, triple.predicate, Literal(value.value.translate(_NO_XML), datatype=value.datatype))


def _csv(names: list[str], rows: Iterable[Row]) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out)
    for row in chain([names], ([_plain(term) for term in row] for row in rows)):
        # A row of one empty cell would be written as an empty text in quotes, which is not what is unbound.
        if row == [""]:
            out.write("\r\n")
        else:
            writer.writerow(row)
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def _plain(term: Term | None) -> str:
    if term is None:
        return ""
    if isinstance(term, BlankNode):
        return f"_:{term.value}"
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def _tsv(names: list[str], rows: Iterable[Row]) -> Iterator[str]:
    yield "\t".join(f"?{name}" for name in names) + "\n"
    for row in rows:
        yield "\t".join("" if term is None else str(term) for term in row) + "\n"


_ROWS: dict[str, Callable[[list[str], Iterable[Row]], Iterator[str]]] = {
    "json": _json,
    "xml": _xml,
    "csv": _csv,
    "tsv": _tsv,
}
_ASKED = {
    "json": '{{"head":{{}},"boolean":{}}}\n',
    "xml": _XML_HEAD + "\n<head/>\n<boolean>{}</boolean>\n</sparql>\n",
    "csv": "{}\n",
    "tsv": "{}\n",
}

"""Turtle: all graphs as one, sorted by subject, so that the same graph is the same file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import BinaryIO

from pyoxigraph import Literal, NamedNode

from kg.export.selection import selected_quads
from kg.export.terms import Term, prefixes_of, short_name, term_order, triples_by_subject
from kg.graph import vocabulary as v
from kg.graph.facts import Category
from kg.graph.network import EVERYTHING
from kg.graph.reading import Reading

_INTEGER = re.compile(r"[+-]?[0-9]+\Z")


def write_turtle(
    graph: Reading, stream: BinaryIO, *, include: Collection[Category] = EVERYTHING, with_text: bool = False
) -> None:
    """Prefixes, then a block for each subject; the text of articles is left out unless asked for."""
    prefixes = prefixes_of(graph.ontology.namespaces)
    triples = triples_by_subject(selected_quads(graph, include, with_text=with_text))
    for prefix, iri in prefixes.items():
        stream.write(f"@prefix {prefix}: <{iri}> .\n".encode())
    for subject in sorted(triples, key=lambda node: node.value):
        lines = " ;\n    ".join(_predicates(triples[subject], prefixes))
        stream.write(f"\n{_text(subject, prefixes)} {lines} .\n".encode())


def _predicates(values: dict[NamedNode, set[Term]], prefixes: dict[str, str]) -> Iterator[str]:
    for predicate in sorted(values, key=lambda p: (p != v.TYPE, p.value)):
        verb = "a" if predicate == v.TYPE else _text(predicate, prefixes)
        yield f"{verb} {', '.join(_text(value, prefixes) for value in sorted(values[predicate], key=term_order))}"


def _text(found: Term, prefixes: dict[str, str]) -> str:
    if isinstance(found, NamedNode):
        return short_name(found.value, prefixes) or str(found)
    if found.datatype == v.XSD_BOOLEAN or (found.datatype == v.XSD_INTEGER and _INTEGER.match(found.value)):
        return found.value
    if found.datatype == v.XSD_STRING or found.language:
        return str(found)
    quoted = str(Literal(found.value))
    return f"{quoted}^^{short_name(found.datatype.value, prefixes) or found.datatype}"

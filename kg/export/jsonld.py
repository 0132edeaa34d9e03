"""JSON-LD 1.1: one object per subject, one a line, with a context of our prefixes."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import BinaryIO

from pyoxigraph import NamedNode

from kg.export.selection import selected_quads
from kg.export.terms import Term, prefixes_of, short_name, term_order, triples_by_subject
from kg.graph import vocabulary as v
from kg.graph.facts import Category
from kg.graph.network import EVERYTHING
from kg.graph.reading import Reading


def write_jsonld(
    graph: Reading, stream: BinaryIO, *, include: Collection[Category] = EVERYTHING, with_text: bool = False
) -> None:
    """All graphs as one, sorted; the text of articles is left out unless asked for."""
    prefixes = prefixes_of(graph.ontology.namespaces)
    triples = triples_by_subject(selected_quads(graph, include, with_text=with_text))
    stream.write(f'{{"@context": {json.dumps(prefixes)},\n"@graph": ['.encode())
    for number, subject in enumerate(sorted(triples, key=lambda node: node.value)):
        node: dict[str, object] = {"@id": _name(subject, prefixes)}
        for predicate in sorted(triples[subject], key=lambda p: (p != v.TYPE, p.value)):
            values = sorted(triples[subject][predicate], key=term_order)
            if predicate == v.TYPE:
                node["@type"] = [_name(value, prefixes) for value in values]
            else:
                found = [_value(value, prefixes) for value in values]
                node[_name(predicate, prefixes)] = found[0] if len(found) == 1 else found
        stream.write((",\n" if number else "\n").encode() + json.dumps(node, ensure_ascii=False).encode())
    stream.write(b"\n]}\n")


def _name(found: Term, prefixes: dict[str, str]) -> str:
    return short_name(found.value, prefixes) or found.value


def _value(found: Term, prefixes: dict[str, str]) -> object:
    if isinstance(found, NamedNode):
        return {"@id": _name(found, prefixes)}
    if found.datatype == v.XSD_STRING:
        return found.value
    if found.datatype == v.XSD_BOOLEAN and found.value in ("true", "false"):
        return found.value == "true"
    if found.language:
        return {"@value": found.value, "@language": found.language}
    return {"@value": found.value, "@type": _name(found.datatype, prefixes)}

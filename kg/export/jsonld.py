"""JSON-LD 1.1: one object per subject, one a line, with a context of our prefixes."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import BinaryIO

from pyoxigraph import NamedNode

from kg.export.selection import selection
from kg.export.terms import Names, Term, by_predicate
from kg.graph import vocabulary as v
from kg.graph.facts import Category
from kg.graph.network import EVERYTHING
from kg.graph.reading import Reading


def write_jsonld(
    graph: Reading, stream: BinaryIO, *, include: Collection[Category] = EVERYTHING, with_text: bool = False
) -> None:
    """All graphs as one, sorted; the text of articles is left out unless asked for."""
    names = Names(graph.ontology.namespaces)
    stream.write(f'{{"@context": {json.dumps(names.prefixes)},\n"@graph": ['.encode())
    separator = "\n"
    with selection(graph, include, with_text=with_text) as selected:
        for subject in selected.subjects():
            node: dict[str, object] = {"@id": _name(subject, names)}
            for predicate, values in by_predicate(selected.triples(subject)):
                if predicate == v.TYPE:
                    node["@type"] = [_name(value, names) for value in values]
                else:
                    found = [_value(value, names) for value in values]
                    node[_name(predicate, names)] = found[0] if len(found) == 1 else found
            if len(node) == 1:
                continue
            stream.write(f"{separator}{json.dumps(node, ensure_ascii=False)}".encode())
            separator = ",\n"
    stream.write(b"\n]}\n")


def _name(found: Term, names: Names) -> str:
    return names.short(found.value) or found.value


def _value(found: Term, names: Names) -> object:
    if isinstance(found, NamedNode):
        return {"@id": _name(found, names)}
    if found.datatype == v.XSD_STRING:
        return found.value
    if found.datatype == v.XSD_BOOLEAN and found.value in ("true", "false"):
        return found.value == "true"
    if found.language:
        return {"@value": found.value, "@language": found.language}
    return {"@value": found.value, "@type": _name(found.datatype, names)}

"""RDF terms as short text: prefixed names where they can be read back, and blocks of Turtle."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import vocabulary as v
from kg.graph.vocabulary import prefixes_of
from kg.iris import Namespaces

Term = NamedNode | Literal

_LOCAL = re.compile(r"[A-Za-z_](?:[\w-]*\w)?\Z", re.ASCII)
_INTEGER = re.compile(r"[+-]?[0-9]+\Z")


def short_name(iri: str, prefixes: dict[str, str]) -> str | None:
    """`d:bars` for an IRI, or None where that would need escapes."""
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    for prefix, start in prefixes.items():
        if iri[:cut] == start and _LOCAL.match(iri[cut:]):
            return f"{prefix}:{iri[cut:]}"
    return None


class Names:
    """The prefixes of a graph, and terms written with them."""

    def __init__(self, namespaces: Namespaces) -> None:
        self.prefixes = prefixes_of(namespaces)

    def short(self, iri: str) -> str | None:
        """`d:bars` for an IRI, or None where that would need escapes."""
        return short_name(iri, self.prefixes)

    def turtle(self, found: Term) -> str:
        """A term as Turtle writes it."""
        if isinstance(found, NamedNode):
            return self.short(found.value) or str(found)
        if found.datatype == v.XSD_BOOLEAN or (found.datatype == v.XSD_INTEGER and _INTEGER.match(found.value)):
            return found.value
        if found.datatype == v.XSD_STRING or found.language:
            return str(found)
        return f"{Literal(found.value)}^^{self.short(found.datatype.value) or found.datatype}"

    def header(self) -> str:
        """The prefixes as Turtle and TriG declare them."""
        return "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in self.prefixes.items())

    def block(self, subject: NamedNode, quads: Iterable[Quad], *, indent: str = "") -> str:
        """All that is said of a subject, sorted: one sentence of Turtle with its full stop and line end, or nothing."""
        lines = []
        for predicate, values in by_predicate(quads):
            verb = "a" if predicate == v.TYPE else self.turtle(predicate)
            lines.append(f"{verb} {', '.join(map(self.turtle, values))}")
        joined = f" ;\n{indent}    ".join(lines)
        return f"{indent}{self.turtle(subject)} {joined} .\n" if lines else ""


def by_predicate(quads: Iterable[Quad]) -> Iterator[tuple[NamedNode, list[Term]]]:
    """What is said of one subject by predicate, its class first, values sorted and each once."""
    values: dict[NamedNode, set[Term]] = {}
    for quad in quads:
        if isinstance(quad.object, NamedNode | Literal):
            values.setdefault(quad.predicate, set()).add(quad.object)
    for predicate in sorted(values, key=lambda p: (p != v.TYPE, p.value)):
        yield predicate, sorted(values[predicate], key=_order)


def _order(found: Term) -> tuple[bool, str, str]:
    """IRIs before literals, then by text."""
    return isinstance(found, Literal), found.value, found.datatype.value if isinstance(found, Literal) else ""

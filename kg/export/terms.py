"""RDF terms as short text: prefixed names where they can be read back, and the triples of an export by subject."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph.vocabulary import PREFIXES
from kg.iris import Namespaces

Term = NamedNode | Literal
Triples = dict[NamedNode, dict[NamedNode, set[Term]]]

_LOCAL = re.compile(r"[A-Za-z_](?:[\w-]*\w)?\Z", re.ASCII)
_FOLDERS = ("entity", "statement", "evidence", "article", "run")


def prefixes_of(namespaces: Namespaces) -> dict[str, str]:
    """Prefix → IRI, of the vocabularies and of our own folders."""
    return dict(sorted((PREFIXES | {folder: f"{namespaces.base}{folder}/" for folder in _FOLDERS}).items()))


def short_name(iri: str, prefixes: dict[str, str]) -> str | None:
    """`d:bars` for an IRI, or None where that would need escapes."""
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    for prefix, start in prefixes.items():
        if iri[:cut] == start and _LOCAL.match(iri[cut:]):
            return f"{prefix}:{iri[cut:]}"
    return None


def triples_by_subject(quads: Iterable[Quad]) -> Triples:
    """All graphs as one, each triple once."""
    triples: Triples = {}
    for quad in quads:
        subject, value = quad.subject, quad.object
        if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
            triples.setdefault(subject, {}).setdefault(quad.predicate, set()).add(value)
    return triples


def term_order(found: Term) -> tuple[bool, str, str]:
    """IRIs before literals, then by text."""
    return isinstance(found, Literal), found.value, found.datatype.value if isinstance(found, Literal) else ""

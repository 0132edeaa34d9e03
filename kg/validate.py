"""SHACL over a graph or a file of RDF: each problem as node, shape and reason in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import rdflib
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store
from pyoxigraph import parse as parse_rdf

from kg.errors import GraphError, OntologyError
from kg.graph import Graph
from kg.graph.derived import word_quads
from kg.graph.vocabulary import PREFIXES
from kg.ontology import Ontology
from kg.resources import shipped
from kg.shapes import Check, checks

FILES = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
}
"""The files that can be checked, by how their names end."""


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong with a node: the shape that it breaks, why, and the value that was found, if any."""

    node: str
    shape: str
    reason: str
    found: str = ""

    def __str__(self) -> str:
        found = f"; found {self.found}" if self.found else ""
        return f"{self.node}: {self.reason}{found} ({self.shape})"


@dataclass(frozen=True)
class Report:
    """The problems of a graph, sorted; none if it is valid."""

    problems: tuple[Problem, ...]
    triples: int

    @property
    def valid(self) -> bool:
        """Whether the graph has the shape that it must have."""
        return not self.problems

    def __str__(self) -> str:
        if self.valid:
            return f"valid: {self.triples} triples, no problem"
        number = len(self.problems)
        return "\n".join([*map(str, self.problems), f"not valid: {number} problem{'s' if number > 1 else ''}"])


def validate(graph: Graph) -> Report:
    """Checks a graph against `shapes.ttl`.

    Raises OntologyError if the shapes are not Turtle.
    """
    if not graph.read_only and not graph.has_facts:
        graph.refresh_facts()
    return validate_store(graph.store)


def validate_file(path: Path, ontology: Ontology) -> Report:
    """Checks a file of RDF, whoever wrote or edited it, beside what the ontology says of relations and classes.

    Raises GraphError on a file that cannot be read, naming the line.
    """
    return validate_store(_read(path, ontology))


def validate_store(store: Store) -> Report:
    """Checks the default graph of a store, as `validate` does; for graphs from elsewhere."""
    problems = {problem for check in checks(_shapes()) for problem in _found(store, check)}
    return Report(tuple(sorted(problems)), sum(1 for _ in _quads(store)))


def _read(path: Path, ontology: Ontology) -> Store:
    """All graphs of a file as one, in memory."""
    form = FILES.get(path.suffix.lower())
    if form is None:
        raise GraphError(f"{path}: neither a graph nor a file of RDF; files end in {', '.join(FILES)}")
    store = Store()
    try:
        with path.open("rb") as stream:
            found = parse_rdf(stream, format=form, base_iri=path.resolve().as_uri())
            store.bulk_extend(Quad(q.subject, q.predicate, q.object) for q in chain(found, word_quads(ontology)))
    except SyntaxError as error:
        reason = " ".join(str(error.msg).split())
        raise GraphError(f"{path}: cannot be read as {form.name}: {reason}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or " ".join(str(error).split())
        raise GraphError(f"{path}: cannot be read as {form.name}: {reason}") from None
    return store


def _shapes() -> rdflib.Graph:
    path = shipped("ontology") / "shapes.ttl"
    try:
        return rdflib.Graph().parse(path, format="turtle")
    except (OSError, SyntaxError) as error:
        raise OntologyError(f"{path}: cannot be read as shapes: {str(error).splitlines()[0]}") from None


def _found(store: Store, check: Check) -> Iterator[Problem]:
    found = store.query(check.select, prefixes=PREFIXES)
    if not isinstance(found, QuerySolutions):
        raise OntologyError(f"{check.shape}: sh:select must be a SELECT query")
    names = {variable.value for variable in found.variables}
    for row in found:
        value = " ".join(shown(_plain(row[name])) for name in ("path", "value") if name in names)
        yield Problem(shown(_plain(row["this"])), check.shape, check.reason, value)


def _quads(store: Store) -> Iterator[Quad]:
    return store.quads_for_pattern(None, None, None, DefaultGraph())


def _plain(found: object) -> str:
    return found.value if isinstance(found, NamedNode | Literal | BlankNode) else str(found)


def shown(text: str) -> str:
    """A short name for people: `evidence/e-3f9a`, `d:bars`; long texts are cut."""
    for prefix, iri in PREFIXES.items():
        if text.startswith(iri):
            return f"{prefix}:{text[len(iri) :]}"
    folders = text.split("/")
    short = "/".join(folders[4:]) if text.startswith("https://w3id.org/faultline/") else text
    return short if len(short) <= 80 else f"{short[:77]}..."

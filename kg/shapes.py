"""SHACL shapes as SPARQL: one query for all nodes and each constraint, which a store answers a hundred times as fast.

What of SHACL Core our shapes use is translated; another constraint is refused by name rather than passed over. That the
answers are those of an independent processor is tested.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import rdflib
from rdflib.namespace import RDF, SH, XSD
from rdflib.term import Node

from kg.errors import OntologyError
from kg.iris import local_name

_ABOUT = {SH.path, SH.message, SH.severity, SH.name, SH.description, RDF.type}
_CASTS = {XSD.date: "xsd:date", XSD.integer: "xsd:integer", XSD.double: "xsd:double", XSD.boolean: "xsd:boolean"}


@dataclass(frozen=True)
class Check:
    """A query that finds the nodes which break a shape: as ?this, what was found as ?value or ?path; and why."""

    shape: str
    reason: str
    select: str


def checks(shapes: rdflib.Graph) -> Iterator[Check]:
    """All constraints of the shapes; raises OntologyError on one that is not known here."""
    for shape in sorted(set(shapes.subjects(SH.property)) | set(shapes.subjects(SH.sparql)), key=str):
        name, target = local_name(str(shape)), _target(shapes, shape)
        for constraint in shapes.objects(shape, SH.sparql):
            # Asked once for all nodes, $this is free. Oxigraph evaluates NOT EXISTS for every row but MINUS once; the
            # shapes cannot have it, SHACL forbids MINUS.
            select = str(shapes.value(constraint, SH.select)).replace("FILTER NOT EXISTS", "MINUS", 1)
            yield Check(name, _message(shapes, constraint), select)
        for constraint in shapes.objects(shape, SH.property):
            for select in _of_property(shapes, constraint, name, target):
                yield Check(name, _message(shapes, constraint), select)


def _message(shapes: rdflib.Graph, constraint: Node) -> str:
    return str(shapes.value(constraint, SH.message))


def _target(shapes: rdflib.Graph, shape: Node) -> str:
    """The pattern of the nodes that a shape is about."""
    ways = [
        f"{{ ?this a ?class . ?class rdfs:subClassOf* {one.n3()} }}" for one in _iris(shapes, shape, SH.targetClass)
    ]
    ways += [f"{{ ?any {one.n3()} ?this }}" for one in _iris(shapes, shape, SH.targetObjectsOf)]
    ways += [f"{{ ?this {one.n3()} ?any }}" for one in _iris(shapes, shape, SH.targetSubjectsOf)]
    return " UNION ".join(ways)


def _iris(shapes: rdflib.Graph, node: Node, predicate: rdflib.URIRef) -> list[rdflib.URIRef]:
    return sorted(one for one in shapes.objects(node, predicate) if isinstance(one, rdflib.URIRef))


def _of_property(shapes: rdflib.Graph, constraint: Node, name: str, target: str) -> Iterator[str]:
    path = _path(shapes, constraint)
    for component, value in sorted(shapes.predicate_objects(constraint), key=str):
        if component in _ABOUT:
            continue
        if component == SH.minCount and int(str(value)) == 1:
            # Nodes without a value are asked for by themselves: DISTINCT, for they may be targets in several ways.
            yield f"SELECT DISTINCT ?this WHERE {{ {target} MINUS {{ ?this {path} ?value }} }}"
        elif component == SH.maxCount and int(str(value)) == 1:
            several = f"?this {path} ?one . ?this {path} ?other . FILTER(!sameTerm(?one, ?other))"
            yield f"SELECT DISTINCT ?this WHERE {{ {several} {{ SELECT DISTINCT ?this WHERE {{ {target} }} }} }}"
        elif component in (SH.lessThan, SH.lessThanOrEquals):
            holds = f"?value {'<' if component == SH.lessThan else '<='} ?other"
            yield _values(target, path, holds, f"?this {_n3(value)} ?other . ")
        elif component == SH["in"]:
            allowed = rdflib.collection.Collection(shapes, value)
            yield _values(target, path, " || ".join(f"sameTerm(?value, {_n3(one)})" for one in allowed))
        elif component == SH["class"]:
            yield (
                f"SELECT DISTINCT ?this ?value WHERE {{ {target} ?this {path} ?value "
                f"MINUS {{ ?value a ?kind . ?kind rdfs:subClassOf* {_n3(value)} }} }}"
            )
        elif component in _HOLDS:
            yield _values(target, path, _HOLDS[component](value))
        else:
            raise OntologyError(f"{name}: sh:{local_name(str(component))} {value} is not known to kg validate")


def _values(target: str, path: str, holds: str, beside: str = "") -> str:
    """The values for which a condition does not hold, or cannot be told."""
    broken = f"FILTER(!COALESCE({holds}, false))"
    return f"SELECT DISTINCT ?this ?value WHERE {{ {target} ?this {path} ?value . {beside}{broken} }}"


def _path(shapes: rdflib.Graph, constraint: Node) -> str:
    path = shapes.value(constraint, SH.path)
    inverse = shapes.value(path, SH.inversePath) if path is not None else None
    return f"^{_n3(inverse)}" if inverse is not None else _n3(path)


def _n3(term: Node | None) -> str:
    if not isinstance(term, rdflib.URIRef | rdflib.Literal):
        raise OntologyError(f"a shape has {term} where an IRI or a literal must be")
    return term.n3()


def _of_datatype(datatype: Node) -> str:
    """Of the type, and written as it must be: there is no 30 February."""
    same = f"isLiteral(?value) && DATATYPE(?value) = {_n3(datatype)}"
    cast = _CASTS.get(rdflib.URIRef(str(datatype)))
    return f"{same} && BOUND(?value) && {cast}(STR(?value)) = {cast}(STR(?value))" if cast else same


_HOLDS: dict[Node, Callable[[Node], str]] = {
    SH.datatype: _of_datatype,
    SH.nodeKind: lambda kind: {str(SH.IRI): "isIRI(?value)", str(SH.Literal): "isLiteral(?value)"}[str(kind)],
    SH.minInclusive: lambda least: f"?value >= {_n3(least)}",
    SH.maxInclusive: lambda most: f"?value <= {_n3(most)}",
    SH.minLength: lambda least: f"STRLEN(STR(?value)) >= {_n3(least)}",
    SH.pattern: lambda pattern: f"REGEX(STR(?value), {_n3(pattern)})",
}

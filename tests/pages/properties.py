"""The parts of the page on the data model: every property of the ontology that RDF is written with."""

from __future__ import annotations

from collections.abc import Callable

from kg.iris import ONTOLOGY as D
from kg.iris import local_name
from kg.keys import OWL, RDFS, SKOS
from kg.ontology import load_ontology
from kg.turtle import Resource

ONTOLOGY = load_ontology()


def properties() -> str:
    """A table of the properties of evidence, articles, entities and statements, in the order of the ontology."""
    rows = [f"| `d:{one.name}` | {_means(one)} | {_value(one)} |" for one in described()]
    return "\n".join(["| property | says | value |", "|---|---|---|", *rows])


def described() -> list[Resource]:
    """The properties that are neither a relation nor a word about words."""
    found = ONTOLOGY.resources.of_type(OWL + "ObjectProperty", OWL + "DatatypeProperty")
    known = {one.iri for one in (*ONTOLOGY.relations.values(), *ONTOLOGY.groups.values())}
    return [one for one in found if one.iri.startswith(D) and one.iri not in known]


def _means(one: Resource) -> str:
    return one.get(SKOS + "definition") or f"{one.get(RDFS + 'label').capitalize()}."


def _value(one: Resource) -> str:
    value = one.get(RDFS + "range")
    if not value:
        return "text" if OWL + "DatatypeProperty" in one.values.get(_TYPE, []) else "IRI"
    prefix = "d:" if value.startswith(D) else "rdf:" if "rdf-syntax" in value else "xsd:"
    return f"`{prefix}{local_name(value)}`"


_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

DATA_MODEL: dict[str, Callable[[], str]] = {"properties": properties}

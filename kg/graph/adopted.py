"""Relations and types that a graph was built with and an ontology does not know: kept, in the words stored of them.

A graph built with `--ontology` is read, built and asked without it too. What the derived graph says of such a relation
is used; a relation of which nothing is stored is called by its local name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from pyoxigraph import DefaultGraph, Literal, NamedNode, QuerySolutions, Store

from kg.graph import vocabulary as v
from kg.iris import ONTOLOGY as D
from kg.iris import local_name
from kg.keys import OWL, RDFS
from kg.ontology import EntityType, Ontology, Relation, ancestors, types_under
from kg.turtle import TYPE, Iri, Resource, Resources

GRAY = "#999999"
_RELATIONS = "SELECT DISTINCT ?iri { ?statement rdf:predicate ?iri }"
_TYPES = "SELECT DISTINCT ?iri { ?entity skos:prefLabel ?name ; a ?iri }"

Named = TypeVar("Named", EntityType, Relation)


def adopted(ontology: Ontology, store: Store, folder: Path, *, before: Ontology | None = None) -> Ontology:
    """The ontology with what a store uses beyond it; the same one if there is nothing.

    `before` is what was adopted when the derived graph, which holds the words, was still there.
    """
    known = ontology.resources.table
    relations = [iri for iri in _used(store, _RELATIONS) if iri not in known]
    types = [iri for iri in _used(store, _TYPES) if iri not in known]
    if not relations and not types:
        return ontology
    given = dict.fromkeys(relations, "Relation") | dict.fromkeys(types, "EntityType")
    described = _described(given, ontology.resources, before.resources if before else None, store, folder)
    resources = ontology.resources.plus(described)
    all_types = ontology.types | _new((_entity_type(resources.table[iri], resources) for iri in types), ontology.types)
    groups = [one.iri for one in described if D + "RelationGroup" in one.all(TYPE)]
    return replace(
        ontology,
        types=all_types,
        relations=ontology.relations
        | _new((_relation(resources.table[iri], all_types, resources) for iri in relations), ontology.relations),
        groups=ontology.groups
        | _new((_relation(resources.table[iri], all_types, resources) for iri in groups), ontology.groups),
        resources=resources,
    )


def _used(store: Store, sparql: str) -> list[str]:
    found = store.query(sparql, prefixes=v.PREFIXES)
    rows = found if isinstance(found, QuerySolutions) else ()
    return sorted(row["iri"].value for row in rows if isinstance(row["iri"], NamedNode))


def _described(
    given: dict[str, str], known: Resources, before: Resources | None, store: Store, folder: Path
) -> list[Resource]:
    """The resources of some IRIs, with a class for where none is stored, and what they lie under."""
    found: dict[str, Resource] = {}
    waiting = list(given)
    while waiting:
        iri = waiting.pop()
        if iri in found or iri in known.table:
            continue
        resource = Resource(iri, folder)
        for quad in store.quads_for_pattern(NamedNode(iri), None, None, DefaultGraph()):
            if isinstance(quad.object, NamedNode | Literal):
                value = quad.object.value
                stored = Iri(value) if isinstance(quad.object, NamedNode) else value
                resource.values.setdefault(quad.predicate.value, []).append(stored)
        if not resource.values and before is not None:
            resource = before.table.get(iri, resource)
        if not resource.values and iri in given:
            resource.values[TYPE] = [Iri(D + given[iri])]
        found[iri] = resource
        for predicate in (RDFS + "subClassOf", RDFS + "subPropertyOf"):
            waiting.extend(resource.all(predicate))
    return [found[iri] for iri in sorted(found)]


def _entity_type(resource: Resource, resources: Resources) -> EntityType:
    return EntityType(
        iri=resource.iri,
        name=resource.get(RDFS + "label", resource.name.lower()),
        color=resource.get(D + "color", GRAY),
        ancestors=frozenset(local_name(iri) for iri in ancestors(resource, RDFS + "subClassOf", resources)),
    )


def _relation(resource: Resource, types: dict[str, EntityType], resources: Resources) -> Relation:
    label = resource.get(RDFS + "label", resource.name)
    return Relation(
        iri=resource.iri,
        name=resource.name,
        label=label,
        inverse=resource.get(D + "inverseLabel", f"is the object of “{label}” by"),
        infinitive=resource.get(D + "infinitive", label),
        participle=resource.get(D + "participle", label),
        definition="",
        domain=types_under(resource.get(RDFS + "domain"), types) or frozenset(types),
        range=types_under(resource.get(RDFS + "range"), types) or frozenset(types),
        color=resource.get(D + "color", GRAY),
        symmetric=OWL + "SymmetricProperty" in resource.all(TYPE),
        disputes_content=resource.get(D + "disputesContent") == "true",
        answers=local_name(resource.get(D + "answers")),
        content_step=local_name(resource.get(D + "contentStep")),
        concerns_place=resource.get(D + "concernsPlace") == "true",
        broader=tuple(sorted(local_name(iri) for iri in ancestors(resource, RDFS + "subPropertyOf", resources))),
    )


def _new(found: Iterable[Named], taken: dict[str, Named]) -> dict[str, Named]:
    return {one.name: one for one in found if one.name not in taken}

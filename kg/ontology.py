"""Turtle → Ontology: classes, relations, how each is worded, drawn and coded; checked on load."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from kg.errors import OntologyError
from kg.iris import ONTOLOGY as D
from kg.iris import Namespaces, local_name
from kg.keys import OWL, RDFS, SKOS, check_keys
from kg.records import Modality, Phase, Polarity, Review, Voice
from kg.resources import shipped
from kg.spelling import did_you_mean
from kg.steps import Step, read_steps
from kg.turtle import TYPE, Resource, Resources

_COLOR = re.compile(r"#[0-9a-fA-F]{6}\Z")


@dataclass(frozen=True)
class EntityType:
    """A class of the ontology that an entity can have; `name` is what gold data and tables write (`country`)."""

    iri: str
    name: str
    color: str
    ancestors: frozenset[str]


@dataclass(frozen=True)
class Relation:
    """A predicate: `name` is its local name; wording both ways; `domain` and `range` are names of entity types.

    `answers` names the relation that it is the answer to, from object to subject: who denies it was accused.
    """

    iri: str
    name: str
    label: str
    inverse: str
    infinitive: str
    participle: str
    definition: str
    domain: frozenset[str]
    range: frozenset[str]
    color: str
    symmetric: bool = False
    speech_act: bool = False
    disputes_content: bool = False
    act_of_authority: bool = False
    answers: str = ""
    content_step: str = ""
    concerns_place: bool = False
    broader: tuple[str, ...] = ()


@dataclass(frozen=True)
class EventCode:
    """The PLOVER and CAMEO code of a relation told with a status; `phase` None holds for both."""

    relation: str
    modality: Modality
    polarity: Polarity
    phase: Phase | None
    plover: str
    cameo: str


@dataclass(frozen=True)
class Ontology:
    """Everything the Turtle says about relations, types, status terms and codes, by name."""

    types: dict[str, EntityType]
    relations: dict[str, Relation]
    groups: dict[str, Relation]
    status_labels: dict[str, str]
    codes: tuple[EventCode, ...]
    version: str
    resources: Resources = field(repr=False, compare=False)
    steps: tuple[Step, ...] = ()
    namespaces: Namespaces = field(default_factory=Namespaces)

    @cached_property
    def symmetric(self) -> frozenset[str]:
        """The names of the relations that hold both ways."""
        return frozenset(name for name, relation in self.relations.items() if relation.symmetric)

    def relation(self, name: str) -> Relation:
        """A relation or group of relations by local name, label or IRI.

        Raises OntologyError listing the known ones.
        """
        known = self.relations | self.groups
        for relation in known.values():
            if name in (relation.name, relation.label, relation.iri):
                return relation
        raise OntologyError(f"unknown relation {name!r}; known are {', '.join(sorted(known))}")

    def members(self, name: str) -> tuple[str, ...]:
        """The extracted relations that a name stands for: itself, or those of its group, in order."""
        relation = self.relation(name)
        if relation.name in self.relations:
            return (relation.name,)
        return tuple(r.name for r in self.relations.values() if relation.name in r.broader)

    def event_code(self, relation: str, modality: Modality, polarity: Polarity, phase: Phase) -> EventCode | None:
        """The code of a relation with this status, or None where it has none."""
        for code in self.codes:
            if (code.relation, code.modality, code.polarity) == (
                relation,
                modality,
                polarity,
            ) and code.phase in (
                None,
                phase,
            ):
                return code
        return None


def load_ontology(*overlays: Path | str, namespaces: Namespaces | None = None) -> Ontology:
    """The shipped ontology with folders of a user's own laid over it, in order.

    Raises OntologyError naming file, line or IRI, what was found and what is allowed.
    """
    resources = Resources([shipped("ontology"), *(Path(folder) for folder in overlays)])
    check_keys(resources)
    _check_names(resources)
    _check_hierarchies(resources)
    types = {t.name: t for t in (_entity_type(r, resources) for r in resources.of_type(D + "EntityType"))}
    relations = {r.name: _relation(r, types, resources) for r in resources.of_type(D + "Relation")}
    groups = {r.name: _relation(r, types, resources) for r in resources.of_type(D + "RelationGroup")}
    for group in groups:
        relations.pop(group, None)
    ontology_node = next(iter(resources.of_type(OWL + "Ontology")))
    return Ontology(
        types=types,
        relations=relations,
        groups=groups,
        status_labels=_status_labels(resources),
        codes=tuple(_event_code(r, relations) for r in resources.of_type(D + "EventCode")),
        version=ontology_node.get(OWL + "versionInfo"),
        resources=resources,
        steps=_steps(resources, relations),
        namespaces=namespaces or Namespaces(),
    )


def _entity_type(resource: Resource, resources: Resources) -> EntityType:
    return EntityType(
        iri=resource.iri,
        name=resource.one(RDFS + "label", "one name in lower case"),
        color=_color(resource),
        ancestors=frozenset(local_name(iri) for iri in ancestors(resource, RDFS + "subClassOf", resources)),
    )


def _relation(resource: Resource, types: dict[str, EntityType], resources: Resources) -> Relation:
    text = "one text"
    broader = ancestors(resource, RDFS + "subPropertyOf", resources)
    label = resource.one(RDFS + "label", text)
    inverse = resource.one(D + "inverseLabel", f"{text}, the wording from object to subject")
    return Relation(
        iri=resource.iri,
        name=resource.name,
        label=label,
        inverse=inverse,
        infinitive=resource.get(D + "infinitive", label),
        participle=resource.get(D + "participle", label),
        definition=resource.one(SKOS + "definition", text),
        domain=_domain(resource, types),
        range=_types_of(resource, RDFS + "range", types),
        color=_color(resource),
        symmetric=OWL + "SymmetricProperty" in resource.all(TYPE),
        speech_act=resource.get(D + "speechAct") == "true",
        act_of_authority=resource.get(D + "actOfAuthority") == "true",
        disputes_content=resource.get(D + "disputesContent") == "true",
        answers=_answered(resource, resources),
        content_step=local_name(resource.get(D + "contentStep")),
        concerns_place=resource.get(D + "concernsPlace") == "true",
        broader=tuple(sorted(local_name(iri) for iri in broader)),
    )


def _answered(resource: Resource, resources: Resources) -> str:
    """The relation that one is the answer to: whoever denies answers who accuses."""
    iri = resource.get(D + "answers")
    relations = [r.name for r in resources.of_type(D + "Relation")]
    if iri and local_name(iri) not in relations:
        raise resource.error(f"answers must be a relation: {', '.join(sorted(relations))}; found <{iri}>")
    return local_name(iri) if iri else ""


def _color(resource: Resource) -> str:
    color = resource.one(D + "color", "a colour such as #c0392b")
    if not _COLOR.match(color):
        raise resource.error(f"color must be a colour such as #c0392b; found {color!r}")
    return color


def ancestors(resource: Resource, predicate: str, resources: Resources) -> set[str]:
    """The IRIs that a hierarchy (`rdfs:subClassOf`, `rdfs:subPropertyOf`) leads to from a resource."""
    found: set[str] = set()
    waiting = list(resource.all(predicate))
    while waiting:
        iri = waiting.pop()
        if iri not in found:
            found.add(iri)
            waiting.extend(resources.table[iri].all(predicate) if iri in resources.table else [])
    return found


def types_under(iri: str, types: dict[str, EntityType]) -> frozenset[str]:
    """The names of the types that are a class or lie under it."""
    return frozenset(t.name for t in types.values() if iri == t.iri or local_name(iri) in t.ancestors)


def _check_names(resources: Resources) -> None:
    """Whether no two relations, and no two types, go by one name."""
    for classes, key in (((D + "Relation", D + "RelationGroup"), None), ((D + "EntityType",), RDFS + "label")):
        taken: dict[str, str] = {}
        for resource in resources.of_type(*classes):
            name = resource.get(key) if key else resource.name
            if taken.setdefault(name, resource.iri) != resource.iri:
                raise resource.error(f"the name {name!r} is that of <{taken[name]}>; choose another")


def _check_hierarchies(resources: Resources) -> None:
    """Whether what lies over a class or relation is there, and is not itself."""
    relations = {r.iri: r.name for r in resources.of_type(D + "Relation", D + "RelationGroup")}
    for resource in resources.table.values():
        for predicate in (RDFS + "subClassOf", RDFS + "subPropertyOf"):
            if resource.iri in ancestors(resource, predicate, resources):
                raise resource.error(f"{local_name(predicate)} leads back to itself; name what is broader")
        for iri in resource.all(RDFS + "subClassOf"):
            if iri.startswith(D) and iri not in resources.table:
                classes = [r.name for r in resources.of_type(OWL + "Class")]
                near = did_you_mean(local_name(iri), classes, "d:")
                raise resource.error(f"subClassOf must be a class that there is, such as d:Actor; found <{iri}>{near}")
        for iri in resource.all(RDFS + "subPropertyOf"):
            if resource.iri in relations and iri not in relations:
                allowed = ", ".join(sorted(relations.values()))
                raise resource.error(f"subPropertyOf must be a relation or a group of them: {allowed}; found <{iri}>")


def _domain(resource: Resource, types: dict[str, EntityType]) -> frozenset[str]:
    """Who can be the subject: at least one type that can act."""
    names = _types_of(resource, RDFS + "domain", types)
    actors = types_under(D + "Actor", types)
    if not names & actors:
        found = resource.get(RDFS + "domain")
        allowed = ", ".join(sorted(local_name(types[name].iri) for name in actors))
        raise resource.error(f"domain must hold a type that can act: Actor, {allowed}; found <{found}>")
    return names


def _types_of(resource: Resource, predicate: str, types: dict[str, EntityType]) -> frozenset[str]:
    iri = resource.one(predicate, "one class of the ontology, such as d:Actor")
    names = types_under(iri, types)
    if not names:
        allowed = sorted({local_name(t.iri) for t in types.values()} | {a for t in types.values() for a in t.ancestors})
        raise resource.error(
            f"{local_name(predicate)} <{iri}> is no class of entities; allowed are {', '.join(allowed)}"
        )
    return names


def _status_labels(resources: Resources) -> dict[str, str]:
    schemes = {"Modality": Modality, "Polarity": Polarity, "Phase": Phase, "Voice": Voice, "Review": Review}
    labels: dict[str, str] = {}
    for scheme, terms in schemes.items():
        found = {
            r.one(SKOS + "notation", "one term"): r.one(SKOS + "prefLabel", "one text")
            for r in resources.of_type(D + scheme)
        }
        missing = [term.value for term in terms if term.value not in found]
        if missing:
            raise OntologyError(f"<{D}{scheme}>: the terms {', '.join(missing)} are missing")
        labels |= found
    return labels


def _steps(resources: Resources, relations: dict[str, Relation]) -> tuple[Step, ...]:
    steps = read_steps(resources)
    names = [step.name for step in steps]
    for relation in relations.values():
        if relation.content_step and relation.content_step not in names:
            allowed = ", ".join(f"d:{name}" for name in names)
            found = f"d:{relation.content_step}{did_you_mean(relation.content_step, names, 'd:')}"
            raise resources.table[relation.iri].error(f"contentStep must be one of {allowed}; found {found}")
    return steps


def _event_code(resource: Resource, relations: dict[str, Relation]) -> EventCode:
    relation = local_name(resource.one(D + "relation", "a relation"))
    if relation not in relations:
        raise resource.error(f"unknown relation {relation!r}; known are {', '.join(sorted(relations))}")
    phase = local_name(resource.get(D + "phase"))
    try:
        return EventCode(
            relation=relation,
            modality=Modality(local_name(resource.one(D + "modality", "a modality"))),
            polarity=Polarity(local_name(resource.one(D + "polarity", "a polarity"))),
            phase=Phase(phase) if phase else None,
            plover=resource.get(D + "plover"),
            cameo=resource.get(D + "cameo"),
        )
    except ValueError as error:
        raise resource.error(f"{error}; see the terms of status in disputes.ttl") from None

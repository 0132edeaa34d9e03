"""The derived graph as RDF: facts as direct triples, the state of each statement, and the words of the ontology."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import vocabulary as v
from kg.graph.facts import State
from kg.graph.vocabulary import term
from kg.iris import Namespaces
from kg.ontology import Ontology

_LINKS = ("rdf:type", "rdfs:subClassOf", "rdfs:subPropertyOf", "rdfs:domain", "rdfs:range")
_WORDS = ("rdfs:label", "d:inverseLabel", "d:infinitive", "d:participle", "d:color", "skos:prefLabel", "skos:notation")
_TRUTHS = ("d:disputesContent",)
_DESCRIBED = (
    "owl:Class",
    "d:EntityType",
    "d:Relation",
    "d:RelationGroup",
    "d:Modality",
    "d:Polarity",
    "d:Phase",
    "d:Voice",
    "d:Review",
    "d:State",
)


def facts_graph(namespaces: Namespaces) -> str:
    """The name of the derived graph."""
    return f"{namespaces.base}graph/facts"


def fact_quads(states: Iterable[State], ontology: Ontology) -> list[Quad]:
    """Everything derived; the graph's own node marks that it is complete."""
    graph = NamedNode(facts_graph(ontology.namespaces))
    triples = [(graph, v.TYPE, v.FACTS_CLASS), *_words(ontology)]
    for state in states:
        triples.extend(_state(state, ontology))
    return [Quad(subject, predicate, value, graph) for subject, predicate, value in triples]


def direct_triple(state: State, ontology: Ontology) -> tuple[NamedNode, NamedNode, NamedNode]:
    """A fact without its provenance: `:UnitedStates d:bars :Huawei`."""
    statement = state.statement
    relation = ontology.relation(statement.predicate)
    return NamedNode(statement.subject.id), NamedNode(relation.iri), NamedNode(statement.object.id)


def _state(state: State, ontology: Ontology) -> Iterator[tuple[NamedNode, NamedNode, NamedNode | Literal]]:
    node = NamedNode(ontology.namespaces.statement(state.statement.id))
    if state.is_fact:
        yield direct_triple(state, ontology)
    yield node, term("d:state"), term(f"d:state{state.category.capitalize()}")
    yield node, term("d:articleCount"), Literal(state.articles)
    yield node, term("d:originCount"), Literal(len(state.origins))
    yield node, term("d:disputed"), Literal(state.disputed)
    for name, day in (("firstDate", state.first), ("lastDate", state.last)):
        if day:
            yield node, term(f"d:{name}"), Literal(day, datatype=v.XSD_DATE)
    for name, moment in (("since", state.since), ("until", state.until)):
        if moment:
            yield node, term(f"d:{name}"), Literal(moment)


def _words(ontology: Ontology) -> Iterator[tuple[NamedNode, NamedNode, NamedNode | Literal]]:
    """The wording and the hierarchies that a query or a check needs beside the data."""
    described = ontology.resources.of_type(*(term(name).value for name in _DESCRIBED))
    for resource in sorted(described, key=lambda r: r.iri):
        node = NamedNode(resource.iri)
        for name in _LINKS:
            for value in resource.all(term(name).value):
                yield node, term(name), NamedNode(value)
        for name in _WORDS:
            for value in resource.all(term(name).value):
                yield node, term(name), Literal(value)
        for name in _TRUTHS:
            for value in resource.all(term(name).value):
                yield node, term(name), Literal(value == "true")

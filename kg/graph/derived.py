"""The derived graph as RDF: facts as direct triples, the state of each statement, the origin of each article, words.

What is written of a state is read back equal. `DERIVATION` stands in the graph; raise it with every change of what is
derived, and older graphs are derived anew when they are opened.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import vocabulary as v
from kg.graph.facts import Category, State, Telling
from kg.graph.origins import ArticleOrigin
from kg.graph.vocabulary import term
from kg.iris import Namespaces
from kg.ontology import Ontology

DERIVATION = 4

_LINKS = (
    "rdf:type",
    "rdfs:subClassOf",
    "rdfs:subPropertyOf",
    "rdfs:domain",
    "rdfs:range",
    "d:contentStep",
    "d:answers",
)
_WORDS = ("rdfs:label", "d:inverseLabel", "d:infinitive", "d:participle", "d:color", "skos:prefLabel", "skos:notation")
_TRUTHS = ("d:disputesContent", "d:concernsPlace")
WORDS = tuple(term(name) for name in (*_LINKS, *_WORDS, *_TRUTHS))
"""The predicates of words; no state is written with them."""

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
    "d:Step",
)


def facts_graph(namespaces: Namespaces) -> str:
    """The name of the derived graph."""
    return f"{namespaces.base}graph/facts"


def fact_quads(states: Iterable[State], origins: Mapping[str, ArticleOrigin], ontology: Ontology) -> Iterator[Quad]:
    """Everything derived, from the states of all statements and the origins of all articles by id.

    What marks the graph as whole comes last.
    """
    yield from word_quads(ontology)
    for document_id, origin in origins.items():
        yield from origin_quads(document_id, origin, ontology)
    for state in states:
        yield from state_quads(state, ontology)
    yield from marks_of_the_whole(ontology)


def marks_of_the_whole(ontology: Ontology) -> Iterator[Quad]:
    """What is written last, when all is derived."""
    graph = NamedNode(facts_graph(ontology.namespaces))
    yield Quad(graph, v.TYPE, v.FACTS_CLASS, graph)
    yield whole_mark(ontology)


def whole_mark(ontology: Ontology) -> Quad:
    """What says that everything was derived, and in which way."""
    graph = NamedNode(facts_graph(ontology.namespaces))
    return Quad(graph, term("d:derivation"), Literal(DERIVATION), graph)


def origin_quads(document_id: str, origin: ArticleOrigin, ontology: Ontology) -> Iterator[Quad]:
    """Whose report an article is, and of which it is a copy."""
    names = ontology.namespaces
    article, graph = NamedNode(names.article(document_id)), NamedNode(facts_graph(names))
    yield Quad(article, v.ORIGIN, Literal(origin.origin), graph)
    if origin.copy_of is not None:
        yield Quad(article, v.COPY_OF, NamedNode(names.article(origin.copy_of)), graph)
    if origin.insertions:
        yield Quad(article, v.INSERTIONS, Literal(json.dumps(origin.insertions)), graph)
    for predicate, value in ((v.OUTLET, origin.outlet), (v.COPIES, origin.copies)):
        if value is not None:
            yield Quad(article, predicate, Literal(value), graph)


def state_quads(state: State, ontology: Ontology) -> Iterator[Quad]:
    """A state, and its statement as a direct triple if it is a fact."""
    graph = NamedNode(facts_graph(ontology.namespaces))
    for subject, predicate, value in _state(state, ontology):
        yield Quad(subject, predicate, value, graph)


def word_quads(ontology: Ontology) -> Iterator[Quad]:
    """What the ontology says, as far as a query or a check needs it beside the data."""
    graph = NamedNode(facts_graph(ontology.namespaces))
    for subject, predicate, value in _words(ontology):
        yield Quad(subject, predicate, value, graph)


def stored_state(tellings: Sequence[Telling], stored: Iterable[Quad]) -> State | None:
    """The state of a statement as the derived graph has it; `tellings` in order. None if nothing is stored."""
    values: dict[NamedNode, list[str]] = {}
    for quad in stored:
        if isinstance(quad.object, NamedNode | Literal):
            values.setdefault(quad.predicate, []).append(quad.object.value)

    def one(name: str) -> str | None:
        return next(iter(values.get(term(f"d:{name}"), ())), None)

    category = one("state")
    if category is None:
        return None
    return State(
        statement=tellings[0].evidence.statement,
        category=Category(category.removeprefix(term("d:state").value).casefold()),
        tellings=tuple(tellings),
        disputed=one("disputed") == "true",
        since=one("since"),
        until=one("until"),
        first=one("firstDate"),
        last=one("lastDate"),
        articles=int(one("articleCount") or 0),
        origins=tuple(sorted(values.get(v.ORIGIN, ()))),
    )


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
    for origin in state.origins:
        yield node, v.ORIGIN, Literal(origin)
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

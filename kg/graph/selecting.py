"""A filtered graph is a graph: what a filter shows, in a store of its own, with the facts that it leaves.

    reading ─ articles and evidence considered ─▶ states ─ evidence shown ─▶ quads ─▶ a store ─▶ Reading

Every question, table, export and SPARQL query takes a `Reading`, so none of them knows of filters.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from tempfile import TemporaryDirectory

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from kg.graph.derived import fact_quads
from kg.graph.facts import Category, State, Telling, derive_states
from kg.graph.filters import Filter
from kg.graph.imprint import stored_imprint
from kg.graph.periods import was_in_force
from kg.graph.rdf import article_quads
from kg.graph.reading import Reading
from kg.graph.rollup import described_in, rolled_statement

IN_MEMORY = 20_000
"""Pieces of evidence beyond which the store lies on disk."""


@contextmanager
def selected(reading: Reading, chosen: Filter) -> Iterator[Reading]:
    """What a filter shows of a graph, as a graph; the graph itself where the filter leaves nothing out.

    Articles of which nothing is shown are left out, unless the filter is only of what was known by a day.
    """
    if chosen.is_everything:
        yield reading
        return
    with TemporaryDirectory(prefix="faultline-") as folder:
        shown = list(_shown(reading, chosen))
        store = Store(folder) if len(shown) > IN_MEMORY else Store()
        told: dict[str, list[Telling]] = {}
        for _, telling in shown:
            told.setdefault(telling.evidence.document, []).append(telling)
        articles = list(_articles(reading, chosen, told))
        for document_id in articles:
            _add(store, _article(reading, document_id, told.get(document_id, [])))
        states = [state for state, _ in groupby(shown, key=lambda pair: pair[0])]
        _add(store, list(fact_quads(states, reading.origins(articles), reading.ontology)))
        found = Reading(reading.path, store, reading.ontology, whole=reading.whole)
        del store  # only the reading holds it now: it must be gone before its folder is
        try:
            yield found
        finally:
            found.close()


def _shown(reading: Reading, chosen: Filter) -> Iterator[tuple[State, Telling]]:
    """The states that the considered evidence makes, each with every telling of it that is shown."""
    for state in derive_states(_considered(reading, chosen), _contested(reading, chosen)):
        statement = state.statement
        if chosen.relations and statement.predicate not in chosen.relations:
            continue
        if chosen.entities and not chosen.entities & {statement.subject.id, statement.object.id}:
            continue
        if chosen.in_force:
            if not was_in_force(state.tellings, chosen.in_force):
                continue
            state = replace(state, category=Category.FACT, until=None)  # "from 2012 to 2018" tells its own end
        for telling in state.tellings:
            if chosen.shows(telling, state.standing(telling)):
                yield state, telling


def _considered(reading: Reading, chosen: Filter) -> Iterator[Telling]:
    symmetric = reading.ontology.symmetric
    lookup = described_in(reading) if chosen.roll_up else None
    for telling in _tellings(reading, chosen):
        told = telling.evidence
        if not (
            chosen.considers_article(telling.article) and chosen.considers(told) and chosen.has_come_about(telling)
        ):
            continue
        if chosen.roll_up and lookup:
            statement = rolled_statement(told.statement, chosen.roll_up, lookup, symmetric)
            if statement is None:
                continue
            telling = replace(telling, evidence=replace(told, statement=statement, read_as=told.id))
        yield telling


def _tellings(reading: Reading, chosen: Filter) -> Iterator[Telling]:
    """No more than can matter: a statement's state hangs on its own evidence alone."""
    relations = chosen.relations or None
    if not chosen.entities or chosen.roll_up:
        yield from reading.tellings(relations=relations)
        return
    seen: set[str] = set()
    for iri in sorted(chosen.entities):
        found = reading.tellings(subject=iri, relations=relations) + reading.tellings(object=iri, relations=relations)
        for telling in found:
            if telling.evidence.id not in seen:
                seen.add(telling.evidence.id)
                yield telling


def _contested(reading: Reading, chosen: Filter) -> frozenset[str]:
    """The evidence that considered evidence denies; a denial stands in the article of what it denies."""
    if chosen.min_confidence or chosen.reviews:
        return frozenset(inner for inner, outer in reading.denials() if chosen.considers(reading.find_evidence(outer)))
    return reading.contested()


def _articles(reading: Reading, chosen: Filter, told: dict[str, list[Telling]]) -> Iterator[str]:
    known = replace(Filter(), as_of=chosen.as_of)
    for document_id in reading.document_ids():
        if document_id in told or (chosen == known and chosen.considers_article(reading.article(document_id))):
            yield document_id


def _article(reading: Reading, document_id: str, shown: list[Telling]) -> list[Quad]:
    kept = {telling.evidence.id for telling in shown}
    evidence = [telling.evidence for telling in shown]
    linked = [told.with_content(tuple(inner for inner in told.content if inner in kept)) for told in evidence]
    quads = article_quads(reading.document(document_id), linked, reading.run(document_id), reading.ontology)
    return [*quads, *stored_imprint(reading.store, NamedNode(reading.ontology.namespaces.article(document_id)))]


def _add(store: Store, quads: list[Quad]) -> None:
    store.extend([*quads, *(Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in quads)])

"""A filtered graph is a graph: what a filter shows, in a store of its own, with the facts that it leaves.

    reading ─ tellings considered, by statement ─▶ states ─ evidence shown, by article ─▶ quads ─▶ a store ─▶ Reading

It is made one statement after the other and one article after the other, and what must be sorted between is sorted on
disk, so that a filter of a large graph needs little memory.

Every question, table, export and SPARQL query takes a `Reading`, so none of them knows of filters.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, groupby, islice
from operator import itemgetter
from tempfile import TemporaryDirectory

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from kg.graph import vocabulary as v
from kg.graph.derived import fact_quads, state_quads
from kg.graph.facts import Category, State, Telling, derive_states
from kg.graph.filters import Filter
from kg.graph.imprint import stored_imprint
from kg.graph.periods import was_in_force
from kg.graph.rdf import article_quads
from kg.graph.reading import Reading
from kg.graph.rollup import RollUp, described_in, rolled_statement
from kg.graph.sorting import sorted_pairs
from kg.records import Evidence

IN_MEMORY = 20_000
"""Pieces of evidence of a graph beyond which the store of a part of it lies on disk."""
AT_ONCE = 20_000
"""Quads that are put into it at a time."""


@contextmanager
def selected(reading: Reading, chosen: Filter) -> Iterator[Reading]:
    """What a filter shows of a graph, as a graph; the graph itself where the filter leaves nothing out.

    Articles of which nothing is shown are left out, unless the filter is only of what was known by a day.
    """
    if chosen.is_everything:
        yield reading
        return
    with TemporaryDirectory(prefix="faultline-") as folder:
        store = Store(folder) if _is_large(reading) else Store()
        _fill(store, reading, chosen)
        found = Reading(reading.path, store, reading.ontology, whole=reading.whole)
        del store  # only the reading holds it now: it must be gone before its folder is
        try:
            yield found
        finally:
            found.close()


def _is_large(reading: Reading) -> bool:
    told = reading.store.quads_for_pattern(None, v.TYPE, v.EVIDENCE_CLASS, DefaultGraph())
    return next(islice(told, IN_MEMORY, None), None) is not None


def _fill(store: Store, reading: Reading, chosen: Filter) -> None:
    """Writes what is shown statement by statement, then, sorted on disk, article by article."""
    held: dict[str, None] = {}
    with _writing(store) as write:
        for document_id, evidence in groupby(_by_article(reading, chosen, write), key=lambda told: told.document):
            write(_article(reading, document_id, list(evidence)))
            held[document_id] = None
        if chosen == Filter(as_of=chosen.as_of):
            for document_id in reading.document_ids():
                if document_id not in held and chosen.considers_article(reading.article(document_id)):
                    write(_article(reading, document_id, []))
                    held[document_id] = None
        write(fact_quads((), reading.origins(held), reading.ontology))


def _by_article(reading: Reading, chosen: Filter, write: Callable[[Iterable[Quad]], None]) -> Iterator[Evidence]:
    """The evidence shown, by article; what is derived of its statements is written on the way."""

    def told() -> Iterator[tuple[bytes, bytes]]:
        for state, tellings in _shown(reading, chosen):
            write(state_quads(state, reading.ontology))
            for telling in tellings:
                yield telling.evidence.document.encode(), pickle.dumps(telling.evidence)

    for _, evidence in sorted_pairs(told()):
        yield pickle.loads(evidence)  # nobody else's: it was made here


def _shown(reading: Reading, chosen: Filter) -> Iterator[tuple[State, list[Telling]]]:
    """The states that the considered evidence makes, each with every telling of it that is shown, if any is."""
    contested = _contested(reading, chosen)
    for tellings in _considered(reading, chosen):
        [state] = derive_states(tellings, contested)
        statement = state.statement
        if chosen.relations and statement.predicate not in chosen.relations:
            continue
        if chosen.entities and not chosen.entities & {statement.subject.id, statement.object.id}:
            continue
        if chosen.in_force:
            if not was_in_force(state.tellings, chosen.in_force):
                continue
            state = replace(state, category=Category.FACT, until=None)  # "from 2012 to 2018" tells its own end
        shown = [telling for telling in state.tellings if chosen.shows(telling, state.standing(telling))]
        if shown:
            yield state, shown


def _considered(reading: Reading, chosen: Filter) -> Iterator[list[Telling]]:
    """The tellings that count, by the statement that they are shown for."""
    kept = (
        [
            telling
            for telling in tellings
            if chosen.considers_article(telling.article)
            and chosen.considers(telling.evidence)
            and chosen.has_come_about(telling)
        ]
        for tellings in _told(reading, chosen)
    )
    if chosen.roll_up is None:
        yield from filter(None, kept)
        return
    rolled = sorted_pairs(_rolled(chain.from_iterable(kept), reading, chosen.roll_up))
    for _, group in groupby(rolled, key=itemgetter(0)):
        yield [pickle.loads(telling) for _, telling in group]


def _rolled(tellings: Iterable[Telling], reading: Reading, level: RollUp) -> Iterator[tuple[bytes, bytes]]:
    symmetric, lookup = reading.ontology.symmetric, described_in(reading)
    for telling in tellings:
        told = telling.evidence
        statement = rolled_statement(told.statement, level, lookup, symmetric)
        if statement is not None:
            telling = replace(telling, evidence=replace(told, statement=statement, read_as=told.id))
            yield statement.id.encode(), pickle.dumps(telling)


def _told(reading: Reading, chosen: Filter) -> Iterator[Sequence[Telling]]:
    """The tellings of each statement that can matter: a state hangs on its own evidence alone."""
    relations = chosen.relations or None
    if not chosen.entities or chosen.roll_up:
        yield from (state.tellings for state in reading.iter_states(relations=relations))
        return
    seen: set[str] = set()
    for iri in sorted(chosen.entities):
        ends = (
            reading.iter_states(subject=iri, relations=relations),
            reading.iter_states(object=iri, relations=relations),
        )
        for state in chain.from_iterable(ends):
            if state.statement.id not in seen:
                seen.add(state.statement.id)
                yield state.tellings


def _contested(reading: Reading, chosen: Filter) -> frozenset[str]:
    """The evidence that considered evidence denies; a denial stands in the article of what it denies."""
    if chosen.min_confidence or chosen.reviews:
        return frozenset(inner for inner, outer in reading.denials() if chosen.considers(reading.find_evidence(outer)))
    return reading.contested()


def _article(reading: Reading, document_id: str, shown: Sequence[Evidence]) -> Iterator[Quad]:
    kept = {told.id for told in shown}
    linked = [told.with_content(tuple(inner for inner in told.content if inner in kept)) for told in shown]
    yield from article_quads(reading.document(document_id), linked, reading.run(document_id), reading.ontology)
    yield from stored_imprint(reading.store, NamedNode(reading.ontology.namespaces.article(document_id)))


@contextmanager
def _writing(store: Store) -> Iterator[Callable[[Iterable[Quad]], None]]:
    """Takes quads of named graphs, and puts them and their union into a store, many at a time."""
    waiting: list[Quad] = []

    def write(quads: Iterable[Quad]) -> None:
        for quad in quads:
            waiting.append(quad)
            waiting.append(Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()))
        if len(waiting) > AT_ONCE:
            store.extend(waiting)
            store.flush()  # else the store keeps the log of all that is put into it in memory
            waiting.clear()

    yield write
    store.extend(waiting)

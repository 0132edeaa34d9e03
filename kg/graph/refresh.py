"""The derived graph kept up to date: a change of an article makes stale what it touches, and only that is derived anew.

    <facts> d:derivation 2            all is derived, in this way of deriving
    <facts> d:stale <statement>       but what is derived of this statement is gone, and must be derived again
    <facts> d:stale <article>         but this article came, changed or went, and with it perhaps an outlet's name

Marks are set in the transaction that changes the article, and each goes in the one that puts what was missing, so a
process may be killed at any moment: whoever opens the graph next goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TypeVar

from pyoxigraph import DefaultGraph, NamedNode, Quad

from kg.graph import vocabulary as v
from kg.graph.derived import WORDS, marks_of_the_whole, origin_quads, state_quads, whole_mark, word_quads
from kg.graph.facts import derive_states
from kg.graph.origins import article_origins, with_insertions
from kg.graph.reading import Reading
from kg.graph.union import change, load

_AT_ONCE = 1000
_QUADS_AT_ONCE = 20_000
_PORTIONS_IN_LOG = 10

Item = TypeVar("Item")


def touched(reading: Reading, article: NamedNode, before: set[Quad], after: set[Quad]) -> tuple[set[Quad], set[Quad]]:
    """What a change of an article takes out of the derived graph, and the marks that it sets there.

    `before` and `after` are the quads of the article's graph. Where nothing is derived, nothing is touched.
    """
    facts = reading.facts_node
    if whole_mark(reading.ontology) not in reading.store:
        return set(), set()
    statements = {quad.object for quad in before | after if quad.predicate == v.TOLD}
    for inner in {quad.object for quad in before | after if quad.predicate == v.CONTENT}:
        if isinstance(inner, NamedNode):
            statements |= {quad.object for quad in reading.store.quads_for_pattern(inner, v.TOLD, None, DefaultGraph())}
    nodes = [node for node in statements if isinstance(node, NamedNode)]
    gone = set(_origin_of(reading, article))
    for node in nodes:
        gone |= set(_derived_of(reading, node))
    return gone, {Quad(facts, v.STALE, node, facts) for node in (article, *nodes)}


def refresh(reading: Reading) -> None:
    """Derives what is stale, or everything if nothing is derived yet, in another way, or with other words."""
    words = set(word_quads(reading.ontology))
    if whole_mark(reading.ontology) in reading.store and words == set(_stored_words(reading)):
        _mark_other_origins(reading)
        _derive_stale(reading)
    else:
        _derive_all(reading, words)


def _derive_all(reading: Reading, words: set[Quad]) -> None:
    """From nothing; the words are never all gone, for a graph may have been made with an ontology that is not here."""
    store, facts = reading.store, reading.facts_node
    change(store, removed=[whole_mark(reading.ontology)], added=words)
    old = (quad for quad in list(store.quads_for_pattern(None, None, None, facts)) if quad not in words)
    for quads in _portions(old, _QUADS_AT_ONCE):
        change(store, removed=quads, added=())
    found = article_origins(reading)
    whole = with_insertions(found, reading)
    origins = chain.from_iterable(origin_quads(id, whole(id), reading.ontology) for id in found)
    contested = reading.contested()
    states = chain.from_iterable(derive_states(tellings, contested) for tellings in reading.tellings_of(None))
    derived = chain.from_iterable(state_quads(state, reading.ontology) for state in states)
    for number, quads in enumerate(chain(_portions(origins, _QUADS_AT_ONCE), _portions(derived, _QUADS_AT_ONCE))):
        load(store, quads)
        if number % _PORTIONS_IN_LOG == _PORTIONS_IN_LOG - 1:
            store.flush()
    load(store, list(marks_of_the_whole(reading.ontology)))


def _mark_other_origins(reading: Reading) -> None:
    """Writes the origins of articles that are new or come from elsewhere now, and marks what they tell as stale."""
    store, facts, names = reading.store, reading.facts_node, reading.ontology.namespaces
    stored = reading.stored_origins()
    found = article_origins(reading)
    whole = with_insertions(found, reading)
    for ids in _portions((id for id in found if stored.get(id) != found[id]), _AT_ONCE):
        articles = [NamedNode(names.article(id)) for id in ids]
        old = chain.from_iterable(_origin_of(reading, article) for article in articles)
        told = chain.from_iterable(store.quads_for_pattern(None, v.TOLD, None, article) for article in articles)
        marks = (Quad(facts, v.STALE, quad.object, facts) for quad in told)
        new = chain.from_iterable(origin_quads(id, whole(id), reading.ontology) for id in ids)
        change(store, removed=old, added=[*marks, *new])


def _derive_stale(reading: Reading) -> None:
    store, facts = reading.store, reading.facts_node
    marks = list(store.quads_for_pattern(facts, v.STALE, None, facts))
    contested = reading.contested()
    for portion in _portions((mark for mark in marks if _is_told(reading, mark.object)), _AT_ONCE):
        nodes = [mark.object for mark in portion if isinstance(mark.object, NamedNode)]
        old = [quad for node in nodes for quad in _derived_of(reading, node)]
        told = chain.from_iterable(reading.tellings_of(node.value for node in nodes))
        states = derive_states(told, contested)
        new = [quad for state in states for quad in state_quads(state, reading.ontology)]
        change(store, removed=[*portion, *old], added=new)
    change(store, removed=marks, added=())


def _origin_of(reading: Reading, article: NamedNode) -> Iterator[Quad]:
    """Whose report the derived graph says that an article is."""
    for predicate in (v.ORIGIN, v.COPY_OF, v.OUTLET, v.COPIES, v.INSERTIONS):
        yield from reading.store.quads_for_pattern(article, predicate, None, reading.facts_node)


def _is_told(reading: Reading, node: object) -> bool:
    """Whether a node is a statement that any article still tells."""
    return isinstance(node, NamedNode) and Quad(node, v.TYPE, v.STATEMENT_CLASS, DefaultGraph()) in reading.store


def _derived_of(reading: Reading, statement: NamedNode) -> Iterator[Quad]:
    """What the derived graph says of a statement."""
    store, facts = reading.store, reading.facts_node
    yield from store.quads_for_pattern(statement, None, None, facts)
    ends = {quad.predicate: quad.object for quad in store.quads_for_pattern(statement, None, None, DefaultGraph())}
    subject, predicate, value = (ends.get(end) for end in (v.SUBJECT, v.PREDICATE, v.OBJECT))
    if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode) and isinstance(value, NamedNode):
        yield from store.quads_for_pattern(subject, predicate, value, facts)


def _stored_words(reading: Reading) -> Iterator[Quad]:
    facts = reading.facts_node
    for predicate in WORDS:
        for quad in reading.store.quads_for_pattern(None, predicate, None, facts):
            if quad.subject != facts:
                yield quad


def _portions(items: Iterable[Item], size: int) -> Iterator[Sequence[Item]]:
    rest = iter(items)
    while portion := list(islice(rest, size)):
        yield portion

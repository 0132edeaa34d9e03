"""What a question finds beyond the name: through place, part or country."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from kg.graph import Category, State
from kg.graph.belonging import Link, Ways, ends_told_with_place
from kg.graph.facts import derive_states
from kg.graph.reading import Reading
from kg.graph.rollup import Lookup, RollUp, rolled
from kg.ontology import Ontology, Relation
from kg.questions.answer import Finding
from kg.questions.phrases import begun, claimants, end_phrase, heading, latest, period, sources
from kg.records import Entity
from kg.wording import clause, spoken_name


@dataclass(frozen=True)
class Search:
    """Who is asked for, everybody who belongs to them, and how far ends are rolled up when they are named."""

    graph: Reading
    relation: Relation
    asked: tuple[Entity, ...]
    ways: Ways
    lookup: Lookup
    level: RollUp | None = None

    @property
    def members(self) -> tuple[str, ...]:
        """The relations that are looked for."""
        return self.graph.ontology.members(self.relation.name)


def by_name(search: Search, states: Iterable[State], *, facing: bool) -> Iterator[Finding]:
    """Statements found by the name of who is asked for, which is their subject (`facing`) or object."""
    names = {entity.id for entity in search.asked}
    for state in states:
        own, other = _ends(state, names, search.graph.ontology, facing=facing)
        if own is not None and other is not None and other.id not in search.ways:
            yield _finding(search, state, own, other, "")


def through_others(search: Search, *, facing: bool) -> Iterator[Finding]:
    """Statements that have, on the side asked for, somebody who belongs to them; none between two who do."""
    names = {entity.id for entity in search.asked} | set(search.ways)
    seen: set[str] = set()
    for iri in search.ways:
        for state in _states(search.graph, iri, search.members, facing=facing):
            own, other = _ends(state, {iri}, search.graph.ontology, facing=facing)
            if own is None or other is None or other.id in names or state.statement.id in seen:
                continue
            seen.add(state.statement.id)
            yield _finding(search, state, own, other, _way(search, iri))


def through_place(search: Search, found: Collection[str]) -> Iterator[Finding]:
    """Statements of something else that are told with a place that is asked for; `found` are ids to leave out.

    The state is that of what is told with this place or with none: the same goods may be free to go elsewhere.
    """
    ontology = search.graph.ontology
    members = [name for name in search.members if ontology.relations[name].concerns_place]
    places = {entity.id: entity for entity in search.asked}
    inside = set(places) | set(search.ways)
    contested = frozenset(inner for inner, _ in search.graph.denials())
    for subject, object in ends_told_with_place(search.graph, places) if members else ():
        if subject in inside:
            continue
        for told in search.graph.states(subject=subject, object=object, relations=members):
            here = [t for t in told.tellings if t.evidence.place is None or t.evidence.place.id in places]
            if told.statement.id in found or not any(t.evidence.place for t in here):
                continue
            for state in derive_states(here, contested):
                place = next(t.evidence.place for t in here if t.evidence.place)
                statement = state.statement
                way = f", in or to {spoken_name(place, ontology)}"
                yield _finding(search, state, statement.object, statement.subject, way)


def ranked(found: Iterable[Finding]) -> list[Finding]:
    """Facts first, by who does it, then by date."""
    order = list(Category)
    return sorted(
        found,
        key=lambda f: (
            order.index(f.state.category),
            f.other.name,
            f.state.first or "",
            f.state.statement.object.id,
            f.state.statement.id,
        ),
    )


def _states(graph: Reading, iri: str, members: Collection[str], *, facing: bool) -> list[State]:
    """States of statements that have somebody as subject (`facing`) or object; as either, if symmetric."""
    mutual = graph.ontology.symmetric & set(members)
    states = graph.states(subject=iri, relations=members) if facing else graph.states(object=iri, relations=members)
    if mutual:
        states += graph.states(object=iri, relations=mutual) if facing else graph.states(subject=iri, relations=mutual)
    return states


def _ends(
    state: State, own: Collection[str], ontology: Ontology, *, facing: bool
) -> tuple[Entity | None, Entity | None]:
    """The end that is asked for and the other one; of a symmetric relation either end may be it."""
    subject, object = state.statement.subject, state.statement.object
    pairs = [(subject, object), (object, subject)] if facing else [(object, subject), (subject, object)]
    if state.statement.predicate not in ontology.symmetric:
        pairs = pairs[:1]
    return next(((one, other) for one, other in pairs if one.id in own), (None, None))


def _finding(search: Search, state: State, own: Entity, other: Entity, way: str) -> Finding:
    counted = rolled(other, search.level, search.lookup) if search.level else other
    own_tellings = tuple(t for t in state.tellings if state.standing(t) is state.category)
    words = _words(search, state, own, other, counted, way)
    return Finding(state, counted, words, own_tellings)


def _words(search: Search, state: State, own: Entity, other: Entity, counted: Entity, way: str) -> str:
    """ "the United States (Bureau of Industry and Security) sanctions SMIC, of China, from 2020-12-18"."""
    ontology, statement = search.graph.ontology, state.statement
    relation = ontology.relation(statement.predicate)
    named = (
        spoken_name(counted, ontology) if counted.id == other.id else f"{spoken_name(counted, ontology)} ({other.name})"
    )
    facing = statement.subject.id == own.id and not relation.symmetric
    mine = f"{spoken_name(own, ontology)}{way}"
    subject, object = (f"{mine}," if way else mine, named) if facing else (named, mine)
    same = [t for t in state.tellings if state.standing(t) is state.category]
    if state.category is Category.FACT:
        dispute = "; disputed" if state.disputed else ""
        return f"{subject} {relation.label} {object}{period(state)}{sources(same)}{dispute}"
    if state.category is Category.ENDED:
        start = f", from {begun(state)}" if begun(state) else ""
        return f"no longer: {subject} {relation.label} {object}{start}, {end_phrase(state, ontology)}"
    label = heading(state, ontology)
    by = f" by {claimants(same)}" if state.category is Category.CLAIMED else ""
    away = f" ({counted.name})" if counted.id != other.id else ""
    return f"{label}{by}: {clause(latest(state), ontology)}{way}{away}{sources(same)}"


def _way(search: Search, iri: str) -> str:
    """ ", of China"; ", part of ByteDance, of China"."""
    words = []
    for step in search.ways[iri]:
        above = next((one for one in search.asked if one.id == step.above), None) or search.lookup(step.above)
        name = spoken_name(above, search.graph.ontology) if above else step.above
        words.append(f", {'part of' if step.link is Link.PART else 'of'} {name}")
    return "".join(words)

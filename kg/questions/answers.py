"""The answers to questions by name: each verdict with its headline, strongest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.graph import Category, State, Telling
from kg.graph.reading import Reading
from kg.ontology import Ontology, Relation
from kg.questions.answer import NOTHING, Answer, Verdict
from kg.questions.beyond import not_by_name, rolled_list, rolled_verdict, with_sources
from kg.questions.names import find_entities, find_relation, is_group_of_its_country
from kg.questions.phrases import (
    GROUP_TYPE,
    begun,
    claimants,
    deed_phrase,
    end_phrase,
    ended_phrase,
    fact_phrase,
    heading,
    listed,
    other_phrase,
    requested_phrase,
)
from kg.questions.scope import Scope
from kg.records import Entity, Evidence
from kg.wording import according_to, spoken_name


def does(graph: Reading, subject: str, relation: str, object: str, *, scope: Scope) -> Answer:
    """Whether somebody does something to somebody: yes, no, no longer, only claimed, or not known."""
    ontology = graph.ontology
    known = find_relation(ontology, relation)
    subjects, objects = find_entities(graph, subject), find_entities(graph, object)
    ends = {entity.id for entity in objects}
    states = _states(graph, known, subjects, ontology)
    exact = [s for s in states if _other(s, subjects).id in ends and _faces(s, subjects, ontology)]
    near = [s for s in states if s not in exact and is_group_of_its_country(s.statement.object, objects)]
    ranked = _ranked(exact) + _ranked(near)
    if scope.roll_up or not ranked:
        wider = rolled_verdict(graph, known, subjects, objects, exact, scope)
        if wider is not None:
            return wider
    if not ranked:
        named = f"{spoken_name(subjects[0], ontology)} {known.label} {spoken_name(objects[0], ontology)}"
        return Answer(Verdict.NOT_KNOWN, f"{Verdict.NOT_KNOWN}: no article here tells whether {named}")
    best = min(ranked, key=lambda s: (_rank(s), s in near))
    rows = _rows(graph, [best, *(s for s in ranked if s is not best)])
    answer = Answer(*_verdict(graph, best, exact=best in exact), rows, tuple(ranked))
    return with_sources(graph, known, objects, answer, facing=False) if scope.says else answer


def _verdict(graph: Reading, state: State, *, exact: bool) -> tuple[Verdict, str]:
    ontology = graph.ontology
    other = other_phrase(state, _askers(graph, state), ontology)
    if state.category is Category.FACT and exact:
        return Verdict.YES, f"{Verdict.YES}: {fact_phrase(state, ontology)}"
    if state.category is Category.FACT:
        return Verdict.NOT_BY_NAME, f"{Verdict.NOT_BY_NAME}: {other}"
    if state.category is Category.ENDED:
        of = "" if exact else f" {spoken_name(state.statement.object, ontology)}:"
        return Verdict.NO_LONGER, f"{Verdict.NO_LONGER}:{of} {ended_phrase(state, ontology)}"
    if state.category is Category.CLAIMED:
        claims = [telling for telling in state.tellings if telling.category is Category.CLAIMED]
        return Verdict.CLAIMED, f"{Verdict.CLAIMED} by {claimants(claims)}: {other}"
    return Verdict.NO, f"{Verdict.NO}: {other}"


def who(graph: Reading, relation: str, object: str, *, scope: Scope) -> Answer:
    """Who does something to somebody: now, formerly, and who is only asked or said to.

    Where nobody does it to them by name, who does it to what is theirs or bound for them.
    """
    known, objects = find_relation(graph.ontology, relation), find_entities(graph, object)
    states = _states(graph, known, objects, graph.ontology, facing=False)
    if scope.roll_up:
        return rolled_list(graph, known, objects, states, scope, facing=False)
    if not any(state.is_fact for state in states):
        wider = not_by_name(graph, known, objects, states, scope)
        if wider is not None:
            return wider
    if not states:
        states = _near_states(graph, known, objects)
    name = spoken_name(objects[0], graph.ontology)
    answer = _list_answer(graph, states, objects, f"{name} {known.inverse}", "nobody", scope)
    return with_sources(graph, known, objects, answer, facing=False) if scope.says else answer


def what_does(graph: Reading, subject: str, relation: str, *, scope: Scope) -> Answer:
    """To whom somebody does something, or what somebody denies: now, formerly, or only asked or planned."""
    known, subjects = find_relation(graph.ontology, relation), find_entities(graph, subject)
    states = _states(graph, known, subjects, graph.ontology)
    if scope.roll_up:
        return rolled_list(graph, known, subjects, states, scope, facing=True)
    name = spoken_name(subjects[0], graph.ontology)
    answer = _list_answer(graph, states, subjects, f"{name} {known.label}", "nobody or nothing", scope)
    return with_sources(graph, known, subjects, answer, facing=True) if scope.says else answer


def who_asked(graph: Reading, relation: str, object: str, *, scope: Scope) -> Answer:
    """Who asked whom to do something to somebody, or to a group of its country."""
    ontology = graph.ontology
    known, objects = find_relation(ontology, relation), find_entities(graph, object)
    states = _states(graph, known, objects, ontology, facing=False)
    states += [state for state in _near_states(graph, known, objects) if state not in states]
    asked = [(s, t) for s in states for t in s.tellings if t.category is Category.REQUESTED]
    groups: dict[tuple[str, str], tuple[list[str], set[str]]] = {}
    groups_of_people: set[str] = set()
    for state, telling in asked:
        askers = graph.evidence_about(telling.evidence.id)
        by = requested_phrase(askers, ontology, "{whom}", was="{was}")
        what = deed_phrase(telling.evidence, ontology)
        whom, says = groups.setdefault((by, what), ([], set()))
        whom.append(spoken_name(state.statement.subject, ontology))
        groups_of_people |= {whom[-1]} if state.statement.subject.type == GROUP_TYPE else set()
        says.add(according_to(askers[0]) if askers else "")

    def was(whom: set[str]) -> str:
        return "were" if len(whom) > 1 or whom <= groups_of_people else "was"

    parts = [
        f"{by.format(whom=listed(whom), was=was(set(whom)))} {what}{'' if len(says) > 1 else min(says)}"
        for (by, what), (whom, says) in groups.items()
    ]
    if not parts:
        named = f"{known.infinitive} {spoken_name(objects[0], ontology)}"
        return Answer(Verdict.NOT_KNOWN, f"nobody was asked to {named}, {NOTHING}")
    return Answer(Verdict.LIST, "; ".join(parts), _in_context(graph, (t for _, t in asked)), tuple(states))


_NOT_DONE = tuple(category for category in Category if category not in (Category.FACT, Category.ENDED))


def _list_answer(
    graph: Reading, states: list[State], asked: list[Entity], opening: str, nobody: str, scope: Scope
) -> Answer:
    ontology = graph.ontology
    ranked = _ranked([state for state in states if state.is_fact or not scope.now])
    named = {state.statement.id: spoken_name(_other(state, asked), ontology) for state in ranked}
    facts = [named[state.statement.id] for state in ranked if state.is_fact]
    parts = [f"{opening} {listed(facts) if facts else f'{nobody}, {NOTHING}'}"]
    ended = [f"{named[s.statement.id]} ({_years(s, ontology)})" for s in ranked if s.category is Category.ENDED]
    if ended:
        parts.append(f"no longer: {listed(ended)}")
    for category in _NOT_DONE:
        others: dict[str, list[str]] = {}
        for state in ranked:
            if state.category is category:
                others.setdefault(heading(state, ontology), []).append(named[state.statement.id])
        parts += [label if category is Category.UNKNOWN else f"{label}: {listed(who)}" for label, who in others.items()]
    return Answer(Verdict.LIST, "; ".join(parts), _rows(graph, ranked), tuple(ranked))


def _years(state: State, ontology: Ontology) -> str:
    """ "from 2024-03, ended 2025-01", or what of it is known."""
    start = [f"from {begun(state)}"] if begun(state) else []
    return ", ".join([*start, end_phrase(state, ontology)])


def _states(
    graph: Reading, relation: Relation, ends: list[Entity], ontology: Ontology, *, facing: bool = True
) -> list[State]:
    """States of statements that have one of `ends` as subject (`facing`) or object; as either, if symmetric."""
    members = ontology.members(relation.name)
    mutual = [name for name in members if ontology.relations[name].symmetric]
    found: dict[str, State] = {}
    for end in ends:
        one, other = ({"subject": end.id}, {"object": end.id}) if facing else ({"object": end.id}, {"subject": end.id})
        states = graph.states(relations=members, **one)
        if mutual:
            states += graph.states(relations=mutual, **other)
        found |= {state.statement.id: state for state in states}
    return list(found.values())


def _near_states(graph: Reading, relation: Relation, objects: list[Entity]) -> list[State]:
    countries = sorted({entity.country for entity in objects if entity.country})
    known = [entity for country in countries for entity in graph.entities(country=country)]
    groups = [entity for entity in known if is_group_of_its_country(entity, objects)]
    return _states(graph, relation, groups, graph.ontology, facing=False) if groups else []


def _other(state: State, ends: Iterable[Entity]) -> Entity:
    """The end of a statement that is not among `ends`."""
    statement = state.statement
    return statement.object if statement.subject.id in {end.id for end in ends} else statement.subject


def _faces(state: State, subjects: list[Entity], ontology: Ontology) -> bool:
    is_subject = state.statement.subject.id in {entity.id for entity in subjects}
    return is_subject or ontology.relation(state.statement.predicate).symmetric


def _rank(state: State) -> int:
    return list(Category).index(state.category)


def _ranked(states: Sequence[State]) -> list[State]:
    return sorted(states, key=lambda s: (_rank(s), s.first or "", s.statement.subject.id, s.statement.object.id))


def _askers(graph: Reading, state: State) -> list[Evidence]:
    requests = [telling.evidence for telling in state.tellings if telling.category is Category.REQUESTED]
    return [asker for request in requests for asker in graph.evidence_about(request.id)]


def _rows(graph: Reading, states: Iterable[State]) -> tuple[Telling, ...]:
    """The tellings of each state, what is strongest first, each followed by the evidence that it is the content of."""
    return _in_context(graph, (telling for state in states for telling in _strongest_first(state)))


def _strongest_first(state: State) -> Sequence[Telling]:
    if state.category in (Category.FACT, Category.ENDED):
        return state.tellings
    return sorted(state.tellings, key=lambda t: (t.category is not state.category, t.order))


def _in_context(graph: Reading, tellings: Iterable[Telling]) -> tuple[Telling, ...]:
    rows: dict[str, Telling] = {}
    for telling in tellings:
        rows.setdefault(telling.evidence.id, telling)
        for outer in graph.evidence_about(telling.evidence.id):
            rows.setdefault(outer.id, graph.telling(outer))
    return tuple(rows.values())

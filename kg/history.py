"""The history of statements: their steps in order of time, each with the passage that tells it, and where they stand.

A step is dated by the event's own time; where the passage tells none, by the article's date, and then it says so. With
no date at all it comes last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kg.graph.facts import Category, State, Telling
from kg.graph.periods import Period, periods
from kg.graph.reading import Reading
from kg.ontology import Ontology
from kg.questions.names import find_entities, find_relation
from kg.records import Evidence, Modality
from kg.steps import Step, step_of, step_of_content


class Dated(StrEnum):
    """What a step is dated by."""

    EVENT = "event"
    ARTICLE = "article"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Happening:
    """One passage as a step in the history of its statement; `day` is a full ISO date to sort by, or None."""

    telling: Telling
    step: Step
    day: str | None
    dated: Dated

    @property
    def evidence(self) -> Evidence:
        """The passage with its status."""
        return self.telling.evidence

    @property
    def order(self) -> tuple[object, ...]:
        """By day, steps of one day by rank, then by article and place in it; undated last."""
        return (self.day is None, self.day or "", self.step.rank, *self.telling.order)


@dataclass(frozen=True)
class History:
    """A statement with everything told of it in order of time; `stands` is the step that its state rests on."""

    state: State
    happenings: tuple[Happening, ...]
    stands: Happening

    @property
    def in_force(self) -> tuple[Period, ...]:
        """The periods in which it was in force, as far as dates tell."""
        return periods(self.state.tellings)

    @property
    def steps(self) -> tuple[tuple[Happening, ...], ...]:
        """The happenings, with those that follow each other and tell the same step together."""
        groups: list[list[Happening]] = []
        for happening in self.happenings:
            if groups and groups[-1][0].step == happening.step:
                groups[-1].append(happening)
            else:
                groups.append([happening])
        return tuple(map(tuple, groups))


def entity_history(reading: Reading, name: str) -> list[History]:
    """The history of every statement about somebody, as subject or object: by relation, then in order of time.

    Raises QueryError where nobody has the name.
    """
    found: dict[str, State] = {}
    for entity in find_entities(reading, name):
        for end in ({"subject": entity.id}, {"object": entity.id}):
            found |= {state.statement.id: state for state in reading.states(**end)}
    return _histories(reading, found.values())


def statement_history(reading: Reading, subject: str, relation: str, object: str) -> list[History]:
    """The history of one statement; of several where a relation or a name stands for several.

    Raises QueryError where nobody has a name, or on an unknown relation.
    """
    ontology = reading.ontology
    members = ontology.members(find_relation(ontology, relation).name)
    found: dict[str, State] = {}
    for one in find_entities(reading, subject):
        for other in find_entities(reading, object):
            states = reading.states(subject=one.id, relations=members, object=other.id)
            mutual = [name for name in members if name in ontology.symmetric]
            if mutual:
                states += reading.states(subject=other.id, relations=mutual, object=one.id)
            found |= {state.statement.id: state for state in states}
    return _histories(reading, found.values())


def state_history(state: State, ontology: Ontology, *, content_steps: dict[str, str] | None = None) -> History:
    """The history of a statement; `content_steps` has what an outer passage makes of an evidence, by its id."""
    made = content_steps or {}
    happenings = [_happening(telling, ontology, made.get(telling.evidence.id, "")) for telling in state.tellings]
    happenings.sort(key=lambda happening: happening.order)
    return History(state, tuple(happenings), standing(state, happenings))


def standing(state: State, happenings: Sequence[Happening]) -> Happening:
    """The last happening, by time, of those that have the category of the state; a dated one if there is one.

    Unless it was in force, what is told later counts where it takes that back (a plan given up), or where it was only
    said not to be so.
    """
    carrying = [one for one in happenings if one.telling.category is state.category] or list(happenings)
    last = max(carrying, key=_later)
    if state.category in (Category.FACT, Category.ENDED):
        return last
    denied = state.category is Category.NEGATED
    return max((one for one in happenings if one is last or denied or one.step.closes), key=_later)


def _later(happening: Happening) -> tuple[object, ...]:
    return (happening.day is not None, happening.order[1:])


def content_steps(reading: Reading, tellings: Iterable[Telling]) -> dict[str, str]:
    """What outer passages, told as fact themselves, make of what is not: the step by the id of the evidence.

    They are looked up in the whole graph: who threatens a ban is not among the bans.
    """
    ontology = reading.ontology
    steps: dict[str, str] = {}
    if any(relation.content_step for relation in ontology.relations.values()):
        for telling in tellings:
            told = telling.evidence
            if told.modality is not Modality.ASSERTED:
                steps[told.id] = step_of_content(reading.whole.evidence_about(told.id), ontology)
    return steps


def _histories(reading: Reading, states: Iterable[State]) -> list[History]:
    ontology = reading.ontology
    histories = [
        state_history(state, ontology, content_steps=content_steps(reading, state.tellings)) for state in states
    ]
    relations = list(ontology.relations)
    return sorted(histories, key=lambda history: (_place(history, relations), *_first(history)))


def _place(history: History, relations: list[str]) -> int:
    predicate = history.state.statement.predicate
    return relations.index(predicate) if predicate in relations else len(relations)


def _first(history: History) -> Iterator[object]:
    first, statement = history.happenings[0], history.state.statement
    yield from (first.day is None, first.day or "")
    yield from (statement.subject.name, statement.object.name, statement.id)


def _happening(telling: Telling, ontology: Ontology, content_step: str) -> Happening:
    step = step_of(telling.evidence, ontology, content_step=content_step)
    time, date = telling.evidence.time, telling.article.date
    if time and (time.start or time.end):
        return Happening(telling, step, time.start or time.end, Dated.EVENT)
    return Happening(telling, step, date, Dated.ARTICLE if date else Dated.NOTHING)

"""What changed in a graph since a day: what its articles had told before that day beside what they tell now.

An article without a date cannot be placed; it counts as known before and is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from kg.graph.disputes import conflicts
from kg.graph.facts import Category, State, Telling, derive_states
from kg.graph.rdf import main_passage
from kg.graph.reading import Reading
from kg.history import Happening, History, content_steps, state_history
from kg.ontology import Ontology
from kg.records import Document, Evidence, Modality, Polarity


@dataclass(frozen=True)
class Change:
    """A statement that stands otherwise than before, or is told for the first time (`before` is None).

    `by` is the passage of a new article that made the difference. `anew`: it stands as before, but a new article tells
    of a day since then: one more sanction on who was sanctioned already.
    """

    before: History | None
    now: History
    by: Happening
    anew: bool = False

    @property
    def has_ended(self) -> bool:
        """Whether it is over now: ended, suspended, waived or given up; or ruled out, where it was told before."""
        affirmed = self.by.evidence.polarity is Polarity.AFFIRMED
        return self.now.stands.step.closes and (affirmed or self.before is not None)


@dataclass(frozen=True)
class Contradiction:
    """A statement that some affirm and others deny, which was not so before; what is told again left out."""

    now: History
    affirmed: tuple[Telling, ...]
    denied: tuple[Telling, ...]


@dataclass(frozen=True)
class Changes:
    """Everything that changed since a day; `again` counts statements told again as they stood, of no new day.

    `articles` are new, `undated` cannot be placed, without their text; `latest` is the date of the latest article.
    """

    since: str
    new: tuple[Change, ...]
    changed: tuple[Change, ...]
    ended: tuple[Change, ...]
    anew: tuple[Change, ...]
    contradictions: tuple[Contradiction, ...]
    again: int
    articles: tuple[Document, ...]
    undated: tuple[Document, ...]
    latest: str | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not (self.new or self.changed or self.ended or self.anew or self.contradictions)


def find_changes(reading: Reading, since: str) -> Changes:
    """What articles of a day (a full ISO date) or later changed."""
    documents = list(reading.documents(with_text=False))
    new_articles = [one for one in documents if one.date and one.date >= since]
    tellings = [told for some in reading.tellings_of(_told_by(reading, new_articles)) for told in some]
    denials = {told.evidence.id: _denials(reading, told.evidence) for told in tellings}
    contested = frozenset(inner for inner, outer in denials.items() if outer)
    known = [telling for telling in tellings if not telling.article.date or telling.article.date < since]
    before, now = (
        {state.statement.id: state for state in derive_states(some, contested)} for some in (known, tellings)
    )
    changes, contradictions, again = [], [], 0
    for statement_id, state in sorted(now.items()):
        old = before.get(statement_id)
        history, earlier = _history(reading, state), _history(reading, old) if old else None
        if earlier is None or _standing(earlier) != _standing(history):
            changes.append(Change(earlier, history, _cause(history, since)))
        elif act := _new_act(history, since):
            changes.append(Change(earlier, history, act, anew=True))
        else:
            again += 1
        if state.disputed and not (old and old.disputed):
            contradictions.append(_contradiction(history, denials))
    changes.sort(key=lambda change: _order(change.now, reading.ontology))
    contradictions.sort(key=lambda found: _order(found.now, reading.ontology))
    return Changes(
        since=since,
        new=_chosen(changes, lambda c: c.before is None and not c.has_ended),
        changed=_chosen(changes, lambda c: c.before is not None and not c.has_ended and not c.anew),
        ended=_chosen(changes, lambda c: c.has_ended and not c.anew),
        anew=_chosen(changes, lambda c: c.anew),
        contradictions=tuple(contradictions),
        again=again,
        articles=tuple(sorted(new_articles, key=lambda one: (one.publisher or "", one.date or "", one.id))),
        undated=tuple(one for one in documents if not one.date),
        latest=max((one.date for one in documents if one.date), default=None),
    )


def _told_by(reading: Reading, articles: Iterable[Document]) -> set[str]:
    """The IRIs of the statements that some articles tell."""
    evidence = (told for article in articles for told in reading.evidence(article.id))
    return {reading.ontology.namespaces.statement(told.statement.id) for told in evidence}


def _denials(reading: Reading, told: Evidence) -> tuple[Evidence, ...]:
    """The evidence that denies just what an evidence says, in the whole graph: a denial is not among the bans."""
    deniers = {name for name, relation in reading.ontology.relations.items() if relation.disputes_content}
    return tuple(
        outer
        for outer in reading.whole.evidence_about(told.id)
        if outer.statement.predicate in deniers
        and outer.modality is Modality.ASSERTED
        and outer.polarity is Polarity.AFFIRMED
    )


def _history(reading: Reading, state: State) -> History:
    return state_history(state, reading.ontology, content_steps=content_steps(reading, state.tellings))


def _standing(history: History) -> tuple[Category, str]:
    return history.state.category, history.stands.step.name


def _cause(history: History, since: str) -> Happening:
    """The step that a state rests on if it is new, else the last new one; in the words of who first reported it."""
    new = [one for one in history.happenings if (one.telling.article.date or "") >= since]
    step = (history.stands if history.stands in new else new[-1]).step
    return min((one for one in new if one.step == step), key=lambda one: (one.telling.article.date, one.order))


def _new_act(history: History, since: str) -> Happening | None:
    """What a new article tells of that day or later, in the words of who first reported it."""
    new = (one for one in history.happenings if (one.telling.article.date or "") >= since)
    dated = [one for one in new if one.evidence.time and (one.evidence.time.start or "") >= since]
    return min(dated, key=lambda one: (one.telling.article.date, one.order), default=None)


def _contradiction(history: History, denials: Mapping[str, tuple[Evidence, ...]]) -> Contradiction:
    found = conflicts(history.state.tellings, {inner for inner, outer in denials.items() if outer})
    affirmed = [telling for conflict in found for telling in conflict.affirmed]
    denied = [telling for conflict in found for telling in conflict.denied]
    denied += [replace(one, evidence=outer) for one in affirmed for outer in denials[one.evidence.id]]
    return Contradiction(history, _once(affirmed), _once(denied))


def _once(tellings: Iterable[Telling]) -> tuple[Telling, ...]:
    """Each sentence of each origin once: a syndicated copy says nothing more."""
    found: dict[tuple[str, str], Telling] = {}
    for telling in tellings:
        found.setdefault((telling.origin, main_passage(telling.evidence).text), telling)
    return tuple(found.values())


def _order(history: History, ontology: Ontology) -> tuple[object, ...]:
    """What is in force first, then by relation and names."""
    statement = history.state.statement
    relations = list(ontology.relations)
    place = relations.index(statement.predicate) if statement.predicate in relations else len(relations)
    strength = list(Category).index(history.state.category)
    return (strength, place, statement.subject.name, statement.object.name, statement.id)


def _chosen(changes: Iterable[Change], wanted: Callable[[Change], bool]) -> tuple[Change, ...]:
    return tuple(change for change in changes if wanted(change))

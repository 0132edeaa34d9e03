"""Contradictions side by side: who says so, who says not, since when each, and how many independent origins each has.

| about | one side | the other |
|---|---|---|
| fact, end, plan | that it is so, has ended, is planned | that it is, has, is not; see `kg.graph.disputes` |
| accusation | the accusation | its rejection by the accused |
| claim | told as fact by one outlet | only as somebody's claim by another |
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.graph.disputes import Matter, conflicts
from kg.graph.facts import Category, State, Telling
from kg.graph.reading import Reading
from kg.ontology import Ontology
from kg.records import Modality, Phase, Polarity

DISPUTED = frozenset(Matter) - {Matter.CLAIM}
"""That one outlet is surer than another is worth a look, but no contradiction yet."""


@dataclass(frozen=True)
class Side:
    """What one side of a contradiction tells, in order of time."""

    tellings: tuple[Telling, ...]

    @property
    def since(self) -> str | None:
        """When it was first told to be so, as people write it; None where all is undated."""
        return next((telling.moment for telling in self.tellings if telling.span), None)

    @property
    def origins(self) -> tuple[str, ...]:
        """The independent origins, each once, sorted."""
        return tuple(sorted({telling.origin for telling in self.tellings}))


@dataclass(frozen=True)
class Contradiction:
    """A statement of which some tell one thing and others the opposite."""

    matter: Matter
    state: State
    affirmed: Side
    denied: Side


def find_contradictions(reading: Reading, matters: Collection[Matter] = DISPUTED) -> list[Contradiction]:
    """Every contradiction about some matters: by matter, by relation in the order of the ontology, then by names."""
    denials = list(_denials(reading.whole))
    contested: dict[str, list[Telling]] = {}
    for denial in denials:
        for inner in denial.evidence.content:
            contested.setdefault(inner, []).append(denial)
    rejections = _rejections(_denials(reading), reading.ontology)
    found = []
    for state in reading.iter_states():
        both_ways = _told_both_ways(state, contested)
        statement = state.statement
        rejected = rejections.get((statement.predicate, statement.subject.id, statement.object.id), ())
        every = (*both_ways, *_rejected(state, rejected), *_only_claimed(state))
        found += [one for one in every if one.matter in matters]
    return sorted(found, key=lambda one: _order(one, reading.ontology))


def _denials(reading: Reading) -> Iterator[Telling]:
    """What is told as a denial of something, by whomever."""
    deniers = [name for name, known in reading.ontology.relations.items() if known.disputes_content]
    for telling in reading.tellings(relations=deniers):
        if _is_told_so(telling):
            yield telling


def _rejections(denials: Iterable[Telling], ontology: Ontology) -> dict[tuple[str, str, str], list[Telling]]:
    """Denials by the statement that they answer: its relation, who accused, who was accused."""
    found: dict[tuple[str, str, str], list[Telling]] = {}
    for denial in denials:
        statement = denial.evidence.statement
        answered = ontology.relation(statement.predicate).answers
        if answered:
            found.setdefault((answered, statement.object.id, statement.subject.id), []).append(denial)
    return found


def _told_both_ways(state: State, contested: Mapping[str, Sequence[Telling]]) -> Iterator[Contradiction]:
    for conflict in conflicts(state.tellings, contested.keys()):
        outer = [denial for one in conflict.affirmed for denial in contested.get(one.evidence.id, ())]
        yield Contradiction(conflict.matter, state, _side(conflict.affirmed), _side([*conflict.denied, *outer]))


def _rejected(state: State, denials: Iterable[Telling]) -> Iterator[Contradiction]:
    """An accusation that the accused rejects, then or later; before it there was nothing to reject."""
    made = [telling for telling in state.tellings if _is_told_so(telling)]
    first = min((telling.span[0] for telling in made if telling.span), default=None)
    answers = [one for one in denials if not (one.span and first) or one.span[1] >= first]
    if made and answers:
        yield Contradiction(Matter.ACCUSATION, state, _side(made), _side(answers))


def _only_claimed(state: State) -> Iterator[Contradiction]:
    """What one outlet tells as fact, and another, which never does, as the claim of somebody."""
    facts = [telling for telling in state.tellings if telling.category is Category.FACT]
    certain = {telling.origin for telling in facts}
    claimed = [telling for telling in state.tellings if telling.category is Category.CLAIMED and _is_told_so(telling)]
    claims = [telling for telling in claimed if telling.origin not in certain]
    if facts and claims:
        yield Contradiction(Matter.CLAIM, state, _side(facts), _side(claims))


def _is_told_so(telling: Telling) -> bool:
    told = telling.evidence
    return told.modality is Modality.ASSERTED and told.polarity is Polarity.AFFIRMED and told.phase is Phase.IN_FORCE


def _side(tellings: Iterable[Telling]) -> Side:
    each = {telling.evidence.id: telling for telling in tellings}
    return Side(tuple(sorted(each.values(), key=lambda telling: telling.order)))


def _order(one: Contradiction, ontology: Ontology) -> tuple[object, ...]:
    statement = one.state.statement
    relations = list(ontology.relations)
    place = relations.index(statement.predicate) if statement.predicate in relations else len(relations)
    matter = list(Matter).index(one.matter)
    return (matter, place, statement.subject.name, statement.object.name, statement.id)

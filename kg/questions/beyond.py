"""Answers that look beyond the name: rolled up on request, and through place, part or country where no name helps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.graph import Category, State
from kg.graph.belonging import belonging_to
from kg.graph.reading import Reading
from kg.graph.rollup import RollUp, described_in
from kg.ontology import Relation
from kg.questions.answer import NOTHING, Answer, Finding, Verdict
from kg.questions.findings import Search, by_name, ranked, through_others, through_place
from kg.questions.phrases import heading, listed
from kg.questions.scope import Scope
from kg.questions.voices import with_voices
from kg.records import Entity
from kg.wording import spoken_name

_COUNTED = {
    RollUp.ACTOR: "bodies and products counted for whom they belong to",
    RollUp.COUNTRY: "everybody counted for their country",
}
_NOT_BY_NAME = "through place, part or country"
_TOLD = (Category.FACT, Category.ENDED)
_VERDICTS = {
    Category.FACT: (Verdict.YES, "yes: "),
    Category.ENDED: (Verdict.NO_LONGER, ""),
    Category.CLAIMED: (Verdict.CLAIMED, ""),
}


def rolled_list(
    graph: Reading, relation: Relation, asked: list[Entity], states: Iterable[State], scope: Scope, *, facing: bool
) -> Answer:
    """Who does it to the asked (or to whom these do it: `facing`), with everybody counted for whom they belong to."""
    search = _search(graph, relation, asked, scope)
    found = _everything(search, states, facing=facing)
    named = spoken_name(asked[0], graph.ontology)
    opening = f"{named} {relation.label if facing else relation.inverse}"
    level = f" ({_COUNTED[scope.roll_up]})" if scope.roll_up else ""
    return _listing(graph, Verdict.LIST, found, scope, opening, "nobody", NOTHING, level)


def not_by_name(
    graph: Reading, relation: Relation, asked: list[Entity], states: Iterable[State], scope: Scope
) -> Answer | None:
    """Who does it to what belongs to the asked or is bound for them, where nobody does it to them by name; or None."""
    search = _search(graph, relation, asked, scope)
    found = [*through_others(search, facing=False)]
    found += through_place(search, {finding.state.statement.id for finding in found})
    found = [finding for finding in found if finding.state.category in (_TOLD if not scope.now else _TOLD[:1])]
    if not found:
        return None
    found += by_name(replace(search, ways={}), states, facing=False)
    opening = f"{spoken_name(asked[0], graph.ontology)} {relation.inverse}"
    facts = any(finding.state.is_fact for finding in found)
    by = f"nobody by name, {NOTHING}, but {_NOT_BY_NAME} by" if facts else ""
    return _listing(graph, Verdict.NOT_BY_NAME, found, scope, f"{opening} {by}".strip(), "nobody", NOTHING, "")


def rolled_verdict(
    graph: Reading,
    relation: Relation,
    subjects: list[Entity],
    objects: list[Entity],
    states: Iterable[State],
    scope: Scope,
) -> Answer | None:
    """Whether somebody of the subjects does it to somebody of the objects; None if nothing is told.

    Without roll-up only what is a fact counts, and the verdict says that it is not by name.
    """
    search = _search(graph, relation, objects, scope)
    level = scope.roll_up or RollUp.COUNTRY
    doers = {entity.id for entity in subjects}
    doers |= set(belonging_to(graph.whole, doers, search.lookup, level=level))
    found = [finding for finding in _everything(search, states, facing=False) if _does(finding, doers, graph)]
    if scope.roll_up is None:
        found = [finding for finding in found if finding.state.is_fact]
    if not found:
        return None
    found = ranked(found)
    verdict, opening = _VERDICTS.get(found[0].state.category, (Verdict.NO, "no: "))
    if scope.roll_up is None:
        verdict, opening = Verdict.NOT_BY_NAME, f"{Verdict.NOT_BY_NAME}, but: "
    return _answer(graph, verdict, f"{opening}{found[0].words}", found, scope)


def with_sources(graph: Reading, relation: Relation, asked: list[Entity], answer: Answer, *, facing: bool) -> Answer:
    """An answer by name with its statements by who says so."""
    search = Search(graph, relation, tuple(asked), {}, described_in(graph.whole))
    found = by_name(search, answer.states, facing=facing)
    return replace(answer, findings=tuple(with_voices(graph, ranked(found))))


def _search(graph: Reading, relation: Relation, asked: list[Entity], scope: Scope) -> Search:
    lookup = described_in(graph.whole)  # where somebody belongs is no matter of what is selected
    ways = belonging_to(graph.whole, [one.id for one in asked], lookup, level=scope.roll_up or RollUp.COUNTRY)
    return Search(graph, relation, tuple(asked), ways, lookup, scope.roll_up)


def _everything(search: Search, states: Iterable[State], *, facing: bool) -> list[Finding]:
    found = [*by_name(search, states, facing=facing), *through_others(search, facing=facing)]
    if not facing:
        found += through_place(search, {finding.state.statement.id for finding in found})
    return found


def _does(finding: Finding, doers: set[str], graph: Reading) -> bool:
    statement = finding.state.statement
    ends = (
        [statement.subject, statement.object]
        if statement.predicate in graph.ontology.symmetric
        else [statement.subject]
    )
    return any(end.id in doers for end in ends)


def _listing(
    graph: Reading,
    verdict: Verdict,
    found: list[Finding],
    scope: Scope,
    opening: str,
    nobody: str,
    nothing: str,
    behind: str,
) -> Answer:
    """The headline names who does it and, unless only now counts, who else did, is only asked to, and so on."""
    found = ranked(finding for finding in found if finding.state.is_fact or not scope.now)
    names: dict[str, list[str]] = {}
    doing = [spoken_name(one.other, graph.ontology) for one in found if one.state.is_fact]
    for finding in found:
        if not finding.state.is_fact:
            label = heading(finding.state, graph.ontology)
            label = "no longer" if finding.state.category is Category.ENDED else label
            names.setdefault(label, []).append(spoken_name(finding.other, graph.ontology))
    parts = [f"{opening} {listed(doing) if doing else f'{nobody}, {nothing}'}{behind}"]
    for label, everybody in names.items():
        others = [name for name in everybody if name not in doing]
        parts += [f"{label}: {listed(others)}"] if others else []
    return _answer(graph, verdict, "; ".join(parts), found, scope)


def _answer(graph: Reading, verdict: Verdict, headline: str, found: list[Finding], scope: Scope) -> Answer:
    rows = {telling.evidence.id: telling for finding in found for telling in finding.tellings}
    shown = with_voices(graph, found) if scope.says else found
    return Answer(verdict, headline, tuple(rows.values()), tuple(f.state for f in found), tuple(shown))

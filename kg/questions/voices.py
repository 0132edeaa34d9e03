"""Who says each thing that was found, and who says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.graph import Category, State, Telling
from kg.graph.reading import Reading
from kg.graph.rollup import Lookup, described_in
from kg.questions.answer import Finding, Said
from kg.questions.phrases import listed
from kg.records import Voice

_AGAINST = (Category.NEGATED, Category.ENDED)


def with_voices(graph: Reading, findings: Iterable[Finding]) -> list[Finding]:
    """Findings with their tellings by who says so; those who tell, with any date, that it is not so come last."""
    denials, lookup = graph.denials(), described_in(graph.whole)
    return [_with_voices(graph, finding, denials, lookup) for finding in findings]


def _with_voices(graph: Reading, finding: Finding, denials: list[tuple[str, str]], lookup: Lookup) -> Finding:
    groups: dict[str, list[Telling]] = {}
    for telling in finding.tellings:
        groups.setdefault(f"says {_speaker(telling, lookup)}", []).append(telling)
    for telling in _contrary(graph, finding.state, denials):
        groups.setdefault(f"not so, or no longer, says {_speaker(telling, lookup)}", []).append(telling)
    return replace(finding, said=tuple(Said(who, tuple(tellings)) for who, tellings in groups.items()))


def _contrary(graph: Reading, state: State, denials: list[tuple[str, str]]) -> Iterator[Telling]:
    """Who tells that it is not so or has ended, and who denies it."""
    if state.category not in _AGAINST:
        yield from (telling for telling in state.tellings if telling.category in _AGAINST)
    told = {telling.evidence.id for telling in state.tellings}
    for inner, outer in denials:
        if inner in told:
            yield graph.telling(graph.find_evidence(outer))


def _speaker(telling: Telling, lookup: Lookup) -> str:
    """Who says so, as a person names it: an outlet, the actor itself, a party in an outlet."""
    told = telling.evidence
    known = lookup(telling.origin) if "://" in telling.origin else None
    outlet = known.name if known else telling.origin
    if outlet == telling.article.id:
        outlet = telling.article.title or outlet
    match told.voice:
        case Voice.SELF:
            return f"{told.statement.subject.name} itself, in {outlet}"
        case Voice.PARTY:
            return f"{listed([speaker.name for speaker in told.attribution]) or 'a party'}, in {outlet}"
        case Voice.UNNAMED:
            return f"somebody unnamed, in {outlet}"
        case _:
            return outlet

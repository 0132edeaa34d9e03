"""Which statements are what another is about: *urged Norway to bar X* and *Norway bars X*."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.extraction.arguments import Match
from kg.extraction.status import Status
from kg.language.syntax import Node
from kg.records import Evidence


@dataclass(frozen=True)
class Told:
    """A piece of evidence with the words that content links need."""

    evidence: Evidence
    match: Match
    status: Status


def linked(told: list[Told]) -> Iterator[Evidence]:
    """Each piece of evidence once, with the ids of what it is about; a repeated one keeps its first telling."""
    seen: set[str] = set()
    by_sentence: dict[int, list[Told]] = defaultdict(list)
    for item in told:
        by_sentence[item.match.trigger.sentence].append(item)
    for outer in told:
        contents: list[str] = []
        if outer.match.contents:
            heads = {node.i for node in outer.match.contents}
            near = by_sentence[outer.match.trigger.sentence]
            inner = [t for t in near if t is not outer and _is_under(t, heads, outer.match.trigger)]
            target = outer.evidence.statement.object.id
            chosen = [t for t in inner if t.evidence.statement.subject.id == target] or inner
            contents = sorted({t.evidence.id for t in chosen})
        if outer.evidence.id not in seen:
            seen.add(outer.evidence.id)
            yield replace(outer.evidence, content=tuple(contents))


def _is_under(told: Told, heads: set[int], outer: Node) -> bool:
    """Whether a trigger stands in the content of another: on its way up it meets the content's head."""
    trigger = told.match.trigger
    if trigger is outer:
        return False
    for node in (trigger, *told.status.chain):
        if node is outer:
            return False
        if node.i in heads:
            return True
    return False

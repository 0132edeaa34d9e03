"""A headline says in brief what the body tells in full: *Tervania drops X* is its ministry dropping X."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.records import UNKNOWN_TYPE, Entity, Evidence, Modality, Statement

_BODIES = frozenset({"company", "organization", "agency", "product", "group"})


def reconcile(title: Sequence[Evidence], body: Sequence[Evidence]) -> list[Evidence]:
    """The title's evidence with vague subjects and objects made those of the body's like statements.

    A country in a headline is the body of that country which the article says acted; somebody unknown is whoever did.
    """
    return [_with_status_of_body(replace(told, statement=_as_in_body(told, body)), body) for told in title]


def _with_status_of_body(told: Evidence, body: Sequence[Evidence]) -> Evidence:
    """Headlines leave out *was* and *to*: what the body never tells as fact, its headline does not either."""
    same = [e for e in body if e.statement.id == told.statement.id]
    if not same or told.modality is not Modality.ASSERTED or any(e.modality is Modality.ASSERTED for e in same):
        return told
    return replace(told, modality=same[0].modality, polarity=same[0].polarity, phase=same[0].phase)


def _as_in_body(told: Evidence, body: Sequence[Evidence]) -> Statement:
    statement = told.statement
    alike = [e.statement for e in body if e.statement.predicate == statement.predicate and e.modality is told.modality]
    if any(other.id == statement.id for other in alike):
        return statement
    for other in alike:
        if other.object.id == statement.object.id and _is_vague_for(statement.subject, other.subject):
            return Statement(other.subject, statement.predicate, statement.object)
        if other.subject.id == statement.subject.id and _is_vague_for(statement.object, other.object):
            return Statement(statement.subject, statement.predicate, other.object)
    return statement


def _is_vague_for(vague: Entity, exact: Entity) -> bool:
    if vague.type == UNKNOWN_TYPE:
        return True
    if vague.local:  # "Chinese fund's bid": a headline describes whom the article names
        return not exact.local and (vague.type == exact.type or (vague.type in _BODIES and exact.type in _BODIES))
    return vague.id in (exact.country, exact.part_of) and vague.type in ("country", "bloc", "government")

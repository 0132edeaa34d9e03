"""A correction of an evidence: what its fields become, and what follows for the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from kg.records import Entity, Evidence, Field, Passage, Statement, Voice
from kg.review.decisions import Change


def corrected(told: Evidence, changes: Mapping[str, Change], symmetric: frozenset[str]) -> Evidence:
    """The evidence with some fields changed.

    Words that named an argument name it no longer when it is another; its own name is looked for in the passages.
    Where the speakers change and the voice is not given, it follows from them.
    """
    statement = told.statement
    subject = cast(Entity, changes.get("subject", statement.subject))
    object_ = cast(Entity, changes.get("object", statement.object))
    relation = cast(str, changes.get("relation", statement.predicate))
    plain: dict[str, Any] = {k: v for k, v in changes.items() if k not in ("subject", "object", "relation")}
    if "attribution" in plain and "voice" not in plain:
        plain["voice"] = voice_of(subject, plain["attribution"])
    if subject.id != statement.subject.id:
        plain["subject_mention"] = _named(told, subject)
    if object_.id != statement.object.id:
        plain["object_mention"] = _named(told, object_)
    return in_order(replace(told, statement=Statement(subject, relation, object_), **plain), symmetric)


def in_order(told: Evidence, symmetric: frozenset[str]) -> Evidence:
    """The evidence with the arguments of a relation that holds both ways in the order of their IRIs."""
    statement = told.statement
    if statement.predicate not in symmetric or statement.subject.id <= statement.object.id:
        return told
    return replace(
        told,
        statement=Statement(statement.object, statement.predicate, statement.subject),
        subject_mention=told.object_mention,
        object_mention=told.subject_mention,
    )


def voice_of(subject: Entity, speakers: tuple[Entity, ...]) -> Voice:
    """Whose voice it is told in if these say so, nearest first; nobody is the article."""
    if not speakers:
        return Voice.ARTICLE
    if speakers[0].type == "media":
        return Voice.MEDIA
    return Voice.SELF if speakers[0].id == subject.id else Voice.PARTY


def _named(told: Evidence, entity: Entity) -> Passage | None:
    """The first place in the passages where an entity's name, or the longest other name of it there, stands."""
    for name in (entity.name, *sorted(entity.aliases, key=lambda alias: (-len(alias), alias))):
        for passage in told.passages:
            at = passage.text.find(name)
            if at >= 0:
                return Passage(Field(passage.field), passage.start + at, passage.start + at + len(name), name)
    return None

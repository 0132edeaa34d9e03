"""The decisions of people about a graph, each with enough content to be found again when the graph is built anew."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from kg.records import Entity, Evidence, Modality, Phase, Polarity, Time, Voice, content_id

Change = Entity | tuple[Entity, ...] | str | Modality | Polarity | Phase | Voice | Time | None


class Action(StrEnum):
    """What was decided; `withdraw` takes an earlier decision back."""

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    MERGE = "merge"
    SPLIT = "split"
    WITHDRAW = "withdraw"


@dataclass(frozen=True)
class Target:
    """A piece of evidence as the machine read it: by its id, else by article, statement and quote.

    `subject` and `object` are IRIs; `quote` is all its passages, white space made one.
    """

    evidence: str
    document: str
    subject: str
    relation: str
    object: str
    quote: str

    def fits(self, read: Evidence) -> bool:
        """Whether an evidence of that article says the same in the same words, though its id may be another."""
        statement = read.statement
        same = (statement.subject.id, statement.predicate, statement.object.id)
        return same == (self.subject, self.relation, self.object) and quoted(read) == self.quote


@dataclass(frozen=True)
class Decision:
    """On a day, somebody accepts, rejects or corrects an evidence, or says that A is B, everywhere or in places.

    `changes` are fields of an evidence (`subject` and `object` are entities, `relation` a predicate) with what they
    become; `entity` is somebody else, `into`, in all articles (merge) or in `articles` or the target alone (split).
    `says` is the evidence in words, for whoever reads the file. `name` is the id that a file gives it.
    """

    action: Action
    who: str
    when: str
    why: str = ""
    says: str = ""
    target: Target | None = None
    changes: Mapping[str, Change] = field(default_factory=dict)
    entity: Entity | None = None
    into: Entity | None = None
    articles: tuple[str, ...] = ()
    withdraws: str = ""
    name: str = ""

    @cached_property
    def id(self) -> str:
        """The given one, or made of what was decided; not of who, when and why."""
        if self.name:
            return self.name
        told = self.target
        return content_id(
            "d",
            self.action,
            *((told.evidence, told.document, told.subject, told.relation, told.object, told.quote) if told else ()),
            *(f"{name}={_canonical(value)}" for name, value in sorted(self.changes.items())),
            *(entity.id if entity else "" for entity in (self.entity, self.into)),
            *self.articles,
            self.withdraws,
        )

    @property
    def iris(self) -> frozenset[str]:
        """Of whom a merge or split speaks."""
        return frozenset(entity.id for entity in (self.entity, self.into) if entity)


@dataclass(frozen=True)
class Decisions:
    """All entries of a file in order, and those of them that stand."""

    entries: tuple[Decision, ...] = ()

    @cached_property
    def standing(self) -> tuple[Decision, ...]:
        """The entries that are not withdrawn, without withdrawals."""
        stands = self.stand
        shown = zip(self.entries, stands, strict=True)
        return tuple(one for one, on in shown if on and one.action is not Action.WITHDRAW)

    @cached_property
    def stand(self) -> tuple[bool, ...]:
        """For each entry whether it still stands; a withdrawal takes back the last entry with its id that does.

        A withdrawal may be withdrawn itself.
        """
        on = [True] * len(self.entries)
        took: dict[int, int] = {}
        for index, entry in enumerate(self.entries):
            if entry.action is Action.WITHDRAW:
                earlier = (i for i in range(index - 1, -1, -1) if on[i] and self.entries[i].id == entry.withdraws)
                found = next(earlier, None)
                if found is not None:
                    took[index] = found
                    on[found] = False
                    if found in took:
                        on[took[found]] = True
        return tuple(on)

    def plus(self, more: Iterable[Decision]) -> Decisions:
        """These with further ones after them."""
        return Decisions((*self.entries, *more))

    def of_article(self, document_id: str) -> list[Decision]:
        """What may concern an article, in order: what is said of its evidence, and every merge and split."""
        places = sorted((*self._by_article.get(document_id, ()), *self._everywhere))
        return [self.standing[place] for place in places]

    def concern(self, document_id: str, iris: frozenset[str]) -> bool:
        """Whether anything may be decided on an article in which these entities have a part."""
        return document_id in self._by_article or bool(self._iris & iris)

    @cached_property
    def _iris(self) -> frozenset[str]:
        return frozenset(iri for place in self._everywhere for iri in self.standing[place].iris)

    def linked(self, iris: Iterable[str]) -> set[str]:
        """Entities and all that were ever merged with them, or with these, standing or taken back."""
        links: dict[str, set[str]] = {}
        for one in self.entries:
            for iri in one.iris if one.target is None else ():
                links.setdefault(iri, set()).update(one.iris)
        found: set[str] = set()
        waiting = list(iris)
        while waiting:
            iri = waiting.pop()
            if iri not in found:
                found.add(iri)
                waiting.extend(links.get(iri, ()))
        return found

    @cached_property
    def _everywhere(self) -> tuple[int, ...]:
        return tuple(i for i, one in enumerate(self.standing) if one.target is None)

    @cached_property
    def _by_article(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = {}
        for index, one in enumerate(self.standing):
            if one.target is not None:
                found.setdefault(one.target.document, []).append(index)
        return found


def target_of(read: Evidence) -> Target:
    """What is needed to find an evidence again."""
    statement = read.statement
    return Target(read.id, read.document, statement.subject.id, statement.predicate, statement.object.id, quoted(read))


def quoted(told: Evidence) -> str:
    """All passages of an evidence in one line."""
    return " … ".join(" ".join(passage.text.split()) for passage in told.passages)


def _canonical(value: Change) -> str:
    if isinstance(value, Entity):
        return value.id
    if isinstance(value, tuple):
        return json.dumps([entity.id for entity in value])
    return value.value if isinstance(value, Time) else value or ""

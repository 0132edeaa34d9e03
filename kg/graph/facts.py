"""What all evidence together makes of statements: facts, since when, told by how many, whether disputed.

Deterministic and derived: it can be thrown away and computed again at any time.

**When evidence speaks.** Its span is the bounds of the event's time; an open end ("since 2012") reaches to the
article's date, an open start to the beginning. Without an event time it is the article's date; without either it has
none.

**Whether an end is later.** A statement told as fact is a fact as long as no passage, told as fact itself, says later
that it ended. Of two spans that do not overlap, the later is later. Where they overlap the later article counts.
Where that cannot be told apart (the same article, the same date, no dates at all) the end counts: what ended was in
force before. Undated evidence cannot show that it is the later one, so a dated end outlives it, and an undated end
ends nothing that is dated. "From 2012 to 2018", told after 2018, tells its own end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from kg.graph.disputes import conflicts
from kg.records import FACTUAL_VOICES, UNKNOWN_TYPE, Document, Evidence, Modality, Phase, Polarity, Statement

BEGINNING = "0001-01-01"


class Category(StrEnum):
    """What a passage makes of its statement, and what `--include` names; the strongest comes first."""

    FACT = "fact"
    ENDED = "ended"
    NEGATED = "negated"
    CLAIMED = "claimed"
    PLANNED = "planned"
    REQUESTED = "requested"
    POSSIBLE = "possible"
    HYPOTHETICAL = "hypothetical"
    UNKNOWN = "unknown"


def category(told: Evidence) -> Category:
    """One word for an evidence: a fact in force, its end, what only somebody claims, what is only asked for …

    `unknown` is told as fact, but of somebody whom the article does not name.
    """
    if told.modality is not Modality.ASSERTED:
        return Category(told.modality)
    if told.polarity is Polarity.NEGATED:
        return Category.NEGATED
    if told.voice not in FACTUAL_VOICES:
        return Category.CLAIMED
    if UNKNOWN_TYPE in (told.statement.subject.type, told.statement.object.type):
        return Category.UNKNOWN
    return Category.ENDED if told.phase is Phase.ENDED else Category.FACT


@dataclass(frozen=True)
class Telling:
    """An evidence beside the article that tells it; `origin` is the outlet whose report it is."""

    evidence: Evidence
    article: Document
    origin: str

    @property
    def category(self) -> Category:
        """What the passage makes of its statement."""
        return category(self.evidence)

    @property
    def span(self) -> tuple[str, str] | None:
        """First and last day that it speaks of, as full ISO dates, or None where nothing is dated."""
        time, date = self.evidence.time, self.article.date
        if time and (time.start or time.end):
            start = time.start or BEGINNING
            return start, time.end or max(start, date or start)
        return (date, date) if date else None

    @property
    def moment(self) -> str | None:
        """When, as people write it: the event's time (2019-03), else the article's date."""
        time = self.evidence.time
        return time.value if time else self.article.date

    @property
    def is_over(self) -> bool:
        """Told as fact of an interval that had passed when it was told: it tells its own end."""
        time, date = self.evidence.time, self.article.date
        if self.category is not Category.FACT or not time or time.precision != "interval" or not time.start:
            return False
        return time.end is not None and date is not None and time.end < date

    @property
    def end(self) -> str | None:
        """When it tells that something ended, as people write it; None where it tells no end or no date."""
        if not self.span or (self.category is not Category.ENDED and not self.is_over):
            return None
        return self.moment.rpartition("/")[2] if self.is_over and self.moment else self.moment

    @property
    def order(self) -> tuple[object, ...]:
        """A total order: by time, then article, then place in it; undated last."""
        span = self.span
        told = self.evidence
        first = told.passages[0]
        return (span is None, span or ("", ""), told.document, first.field != "title", first.start, told.id)


@dataclass(frozen=True)
class State:
    """A statement as all articles together tell it; made by `derive_states` alone, and kept in the derived graph.

    `category` is the strongest of its evidence, `fact` or `ended` by time. `since` is when what is or was in force
    began, as first told (2024-03), `until` when it ended, as last told: None where undated, never in force, or still
    so. `first` and `last` are the first and last full date that any evidence speaks of; `articles` counts those that
    tell it, with whatever status; `origins` are the outlets that it comes from, each once, sorted.
    """

    statement: Statement
    category: Category
    tellings: tuple[Telling, ...]
    disputed: bool
    since: str | None
    until: str | None
    first: str | None
    last: str | None
    articles: int
    origins: tuple[str, ...]

    @property
    def is_fact(self) -> bool:
        """It becomes a direct triple."""
        return self.category is Category.FACT

    def standing(self, telling: Telling) -> Category:
        """The category under which a telling of it counts: that it was in force counts as ended once it has ended."""
        ended = telling.category is Category.FACT and self.category is Category.ENDED
        return Category.ENDED if ended else telling.category


def first_date(tellings: Iterable[Telling]) -> str | None:
    """The first day that some tellings speak of."""
    days = [day for t in tellings if t.span for day in t.span if day != BEGINNING]
    return min(days, default=None)


def last_date(tellings: Iterable[Telling]) -> str | None:
    """The last day that some tellings speak of."""
    return max((t.span[1] for t in tellings if t.span), default=None)


def derive_states(tellings: Iterable[Telling], contested: Collection[str] = frozenset()) -> list[State]:
    """The state of every statement told, by statement id.

    `contested` are ids of evidence that somebody denies, where the text says what is denied.
    """
    groups: dict[str, list[Telling]] = {}
    for telling in tellings:
        groups.setdefault(telling.evidence.statement.id, []).append(telling)
    return [_state(sorted(group, key=lambda t: t.order), contested) for _, group in sorted(groups.items())]


def _state(tellings: list[Telling], contested: Collection[str]) -> State:
    found = {t.category for t in tellings}
    over = [t for t in tellings if t.category is Category.ENDED or t.is_over]
    facts = [t for t in tellings if t.category is Category.FACT]
    if any(not any(ends(end, fact) for end in over) for fact in facts):
        strongest = Category.FACT
    else:
        strongest = Category.ENDED if over else next(one for one in Category if one in found)
    return State(
        statement=tellings[0].evidence.statement,
        category=strongest,
        tellings=tuple(tellings),
        disputed=bool(conflicts(tellings, contested)),
        since=next((t.moment for t in facts if t.span), None),
        until=next((t.end for t in reversed(over) if t.end), None) if strongest is Category.ENDED else None,
        first=first_date(tellings),
        last=last_date(tellings),
        articles=len({t.evidence.document for t in tellings}),
        origins=tuple(sorted({t.origin for t in tellings})),
    )


def ends(end: Telling, fact: Telling) -> bool:
    """Whether an end, told as fact, is later than a telling that it is in force; see the module."""
    if fact.span is None:
        return True
    if end.span is None:
        return end.evidence.document == fact.evidence.document
    if end.span[0] > fact.span[1]:
        return True
    if fact.span[0] > end.span[1]:
        return False
    return (end.article.date or end.span[1]) >= (fact.article.date or fact.span[1])

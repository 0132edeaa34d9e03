"""What all evidence together makes of statements: facts, since when, told by how many, whether disputed.

Deterministic and derived: it can be thrown away and computed again at any time.

**When evidence speaks.** Its span is the bounds of the event's time; an open end ("since 2012") reaches to the
article's date, an open start to the beginning. Without an event time it is the article's date; without either it has
none.

**Whether an end is later.** A statement told as fact is a fact as long as no passage, told as fact itself, says later
that it ended. Of two spans that do not overlap, the later is later. Where they overlap the later article counts.
Where that cannot be told apart (the same article, the same date, no dates at all) the end counts: what ended was in
force before. Undated evidence cannot show that it is the later one, so a dated end outlives it, and an undated end
ends nothing that is dated.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kg.records import FACTUAL_VOICES, UNKNOWN_TYPE, Document, Entity, Evidence, Modality, Phase, Polarity, Statement

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
    def order(self) -> tuple[object, ...]:
        """A total order: by time, then article, then place in it; undated last."""
        span = self.span
        told = self.evidence
        first = told.passages[0]
        return (span is None, span or ("", ""), told.document, first.field != "title", first.start, told.id)


@dataclass(frozen=True)
class State:
    """A statement as all articles together tell it.

    `category` is the strongest of its evidence, `fact` or `ended` by time; `since` and `until` are written as told
    (2024-03); `first` and `last` are full dates; `origins` are outlets, each once.
    """

    statement: Statement
    category: Category
    tellings: tuple[Telling, ...]
    disputed: bool

    @property
    def is_fact(self) -> bool:
        """It becomes a direct triple."""
        return self.category is Category.FACT

    def standing(self, telling: Telling) -> Category:
        """The category under which a telling of it counts: that it was in force counts as ended once it has ended."""
        ended = telling.category is Category.FACT and self.category is Category.ENDED
        return Category.ENDED if ended else telling.category

    @property
    def since(self) -> str | None:
        """When what is or was in force began, as first told; None where undated or never in force."""
        return next((t.moment for t in self.tellings if t.category is Category.FACT and t.span), None)

    @property
    def until(self) -> str | None:
        """When it ended, as last told; None while it is a fact or where undated."""
        if self.category is not Category.ENDED:
            return None
        return next((t.moment for t in reversed(self.tellings) if t.category is Category.ENDED and t.span), None)

    @property
    def first(self) -> str | None:
        """The first day that any evidence speaks of; an open beginning counts from its end."""
        return first_date(self.tellings)

    @property
    def last(self) -> str | None:
        """The last day that any evidence speaks of."""
        return last_date(self.tellings)

    @property
    def articles(self) -> int:
        """How many articles tell it, with whatever status."""
        return len({t.evidence.document for t in self.tellings})

    @property
    def origins(self) -> tuple[str, ...]:
        """The outlets that it comes from, each once, sorted."""
        return tuple(sorted({t.origin for t in self.tellings}))


def first_date(tellings: Iterable[Telling]) -> str | None:
    """The first day that some tellings speak of."""
    days = [day for t in tellings if t.span for day in t.span if day != BEGINNING]
    return min(days, default=None)


def last_date(tellings: Iterable[Telling]) -> str | None:
    """The last day that some tellings speak of."""
    return max((t.span[1] for t in tellings if t.span), default=None)


def origin(told: Evidence, article: Document, outlets: Mapping[str, str]) -> str:
    """Whose report it is: the nearest outlet that it is attributed to, else the article's publisher, else the article.

    `outlets` has the IRI of an outlet by its name in lower case, so that the Times in an article of the Times is one
    origin.
    """
    for speaker in told.attribution:
        if speaker.type == "media":
            return speaker.id
    if article.publisher:
        return outlets.get(article.publisher.casefold(), article.publisher)
    return article.id


def outlets_by_name(entities: Iterable[Entity]) -> dict[str, str]:
    """The IRI of each outlet by every name it has, in lower case; the first IRI where two share a name."""
    names: dict[str, str] = {}
    for entity in sorted((e for e in entities if e.type == "media"), key=lambda e: e.id):
        for name in (entity.name, *entity.aliases):
            names.setdefault(name.casefold(), entity.id)
    return names


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
    ends = [t for t in tellings if t.category is Category.ENDED]
    facts = [t for t in tellings if t.category is Category.FACT]
    if any(not any(_ends(end, fact) for end in ends) for fact in facts):
        strongest = Category.FACT
    else:
        strongest = next(one for one in Category if one in found and not (one is Category.FACT and ends))
    affirmed = found & {Category.FACT, Category.ENDED, Category.CLAIMED, Category.UNKNOWN}
    disputed = bool(affirmed) and (Category.NEGATED in found or any(t.evidence.id in contested for t in tellings))
    return State(tellings[0].evidence.statement, strongest, tuple(tellings), disputed)


def _ends(end: Telling, fact: Telling) -> bool:
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

"""Which evidence of a graph a person wants to look at; the same choice for every question, table and export."""

from __future__ import annotations

from dataclasses import dataclass

from kg.graph.facts import Category, Telling
from kg.graph.periods import counts_on
from kg.graph.rollup import RollUp
from kg.records import Document, Evidence, Review


@dataclass(frozen=True)
class Filter:
    """What is looked at; every part that is given must hold, and one that is empty holds for all.

    Some parts say what is **considered**, as if there were nothing else, before facts are made of it: `as_of`, what
    articles published by that day had told (what was *known* then; an article without a date is not); `in_force`, what
    had come about by that day by all that is told, known then or later (what was *in force* then, as `periods.py` has
    it; only what was is shown); `publishers`, `min_confidence` and `reviews`.

    The others say what of that is **shown**, and change no fact: `relations` (names), `entities` (IRIs, as subject or
    object), `statuses`, `start` and `end` (full dates: evidence that speaks of any day between). `roll_up` shows
    bodies and products, or everybody, as the actor or country that they belong to, before `entities` are looked for.
    """

    as_of: str | None = None
    in_force: str | None = None
    publishers: frozenset[str] = frozenset()
    min_confidence: float = 0.0
    reviews: frozenset[Review] = frozenset()
    relations: frozenset[str] = frozenset()
    entities: frozenset[str] = frozenset()
    statuses: frozenset[Category] = frozenset()
    start: str | None = None
    end: str | None = None
    roll_up: RollUp | None = None

    @property
    def is_everything(self) -> bool:
        """Whether it leaves nothing out and changes nothing."""
        return self == Filter()

    def considers_article(self, article: Document) -> bool:
        """Whether an article counts at all: by its date and its outlet (in any case)."""
        if self.as_of and (article.date is None or article.date > self.as_of):
            return False
        return not self.publishers or (article.publisher or "").casefold() in self.publishers

    def considers(self, told: Evidence) -> bool:
        """Whether a piece of evidence of such an article counts: by its confidence and review."""
        return told.confidence >= self.min_confidence and (not self.reviews or told.review in self.reviews)

    def has_come_about(self, telling: Telling) -> bool:
        """Whether what it tells had come about by the day that is asked for; what is undated is never known to have."""
        return self.in_force is None or counts_on(telling, self.in_force)

    def shows(self, telling: Telling, standing: Category) -> bool:
        """Whether a telling that stands for `standing` in its statement is shown: by status and days."""
        if self.statuses and standing not in self.statuses:
            return False
        if not self.start and not self.end:
            return True
        span = telling.span
        return span is not None and span[0] <= (self.end or span[0]) and span[1] >= (self.start or span[1])

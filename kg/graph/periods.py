"""When a statement was in force, by everything that is told of it: on a day, and in which periods.

    told            barred in March 2024        lifted in January 2025
    in force        2024-03-01 ─────────────────────── 2025-01-30 │ 2025-01-31 not any more

What is told as fact begins on the first day that it may have begun, and lasts until an end that is later (as `facts.py`
has it) has come for certain: on the last day of the end's month or year, or of the article if that is earlier. On the
day of its end it is over. "Since 2012" begins in 2012 and "until 2020" ends in 2020; "from 2012 to 2018" is in force
just then. What is undated is in force on no day, and what an undated end has ended neither: nobody says when.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from kg.graph.facts import Category, Telling, ends


@dataclass(frozen=True)
class Period:
    """Days on which a statement was in force: `first` to `last`, both included; `last` is None while it is."""

    first: str
    last: str | None

    def holds(self, day: str) -> bool:
        """Whether a day lies in it."""
        return self.first <= day and (self.last is None or day <= self.last)


def counts_on(telling: Telling, day: str) -> bool:
    """Whether what a telling says had come about by a day, known then or later; an undated end may have."""
    comes = comes_about(telling)
    return telling.category is Category.ENDED if comes is None else comes <= day


def comes_about(telling: Telling) -> str | None:
    """The day on which what a telling says counts for the first time; None where nothing is dated."""
    span, time = telling.span, telling.evidence.time
    if span is None:
        return None
    if telling.category is not Category.ENDED:
        return span[1] if time and not time.start else span[0]
    if time and time.start and not time.end:
        return span[0]
    written = telling.article.date
    return min(span[1], written) if written and written >= span[0] else span[1]


def was_in_force(tellings: Collection[Telling], day: str) -> bool:
    """Whether a statement was in force on a day, by all tellings of it."""
    come = [telling for telling in tellings if counts_on(telling, day)]
    facts = [one for one in come if one.category is Category.FACT and not _is_over_on(one, day)]
    over = [one for one in come if one.category is Category.ENDED or _is_over_on(one, day)]
    return any(not any(ends(end, fact) for end in over) for fact in facts)


def periods(tellings: Collection[Telling]) -> tuple[Period, ...]:
    """The periods in which a statement was in force, in order of time."""
    found: list[Period] = []
    first: str | None = None
    for day in _turns(tellings):
        holds = was_in_force(tellings, day)
        if holds and first is None:
            first = day
        elif not holds and first is not None:
            found.append(Period(first, _shifted(day, -1)))
            first = None
    return (*found, *([Period(first, None)] if first is not None else []))


def _turns(tellings: Iterable[Telling]) -> list[str]:
    """The days on which anything can change."""
    days = {comes_about(telling) for telling in tellings}
    days |= {_shifted(one.span[1], 1) for one in tellings if one.is_over and one.span}
    return sorted(day for day in days if day)


def _is_over_on(telling: Telling, day: str) -> bool:
    return telling.is_over and telling.span is not None and telling.span[1] < day


def _shifted(day: str, days: int) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
    except OverflowError:
        return day

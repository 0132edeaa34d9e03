"""Which tellings of one statement contradict each other: one says that it is so, the other that it is not.

| about | one side | the other | what lies between them and settles it |
|---|---|---|---|
| fact | told as fact or claimed to be so | that it is not so | that it ended |
| end | that it ended | that it did not end | that it came into force again |
| plan | that it is planned | that it is not | that the plan was dropped |

*Not yet* is no contradiction: what is denied must be denied for the time at which it is said to be so, or later. An
end is none either. Nor does one voice contradict itself in one article: it speaks of two things. What is asked for,
considered or told under a condition is neither so nor not so. What has no date is not known to be earlier or later, and
counts.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from kg.records import Modality, Phase, Polarity

if TYPE_CHECKING:
    from kg.graph.facts import Telling


class Matter(StrEnum):
    """What a contradiction is about; accusations and claims are no matter of one statement told both ways."""

    FACT = "fact"
    END = "end"
    PLAN = "plan"
    ACCUSATION = "accusation"
    CLAIM = "claim"


TOLD_BOTH_WAYS = (Matter.FACT, Matter.END, Matter.PLAN)


@dataclass(frozen=True)
class Conflict:
    """The tellings of a statement that say so and those that say not; `denied` is empty if it is denied elsewhere."""

    matter: Matter
    affirmed: tuple[Telling, ...]
    denied: tuple[Telling, ...]


def conflicts(tellings: Sequence[Telling], contested: Collection[str] = frozenset()) -> list[Conflict]:
    """The contradictions among the tellings of one statement, each with all tellings that have part in it.

    `contested` are ids of evidence that somebody denies, where the text says what is denied.
    """
    found = []
    for matter in TOLD_BOTH_WAYS:
        said = [t for t in tellings if _says(t, matter, Polarity.AFFIRMED)]
        denied = [t for t in tellings if _says(t, matter, Polarity.NEGATED)]
        settled = [t for t in tellings if _settles(t, matter)]
        pairs = [(yes, no) for yes in said for no in denied if _contradicts(no, yes, settled)]
        one = {yes.evidence.id for yes, _ in pairs} | {t.evidence.id for t in said if t.evidence.id in contested}
        other = {no.evidence.id for _, no in pairs}
        if one:
            sides = ([t for t in side if t.evidence.id in ids] for side, ids in ((said, one), (denied, other)))
            found.append(Conflict(matter, *map(tuple, sides)))
    return found


def _says(telling: Telling, matter: Matter, polarity: Polarity) -> bool:
    told = telling.evidence
    ended = told.phase is Phase.ENDED
    if told.polarity is not polarity:
        return False
    if matter is Matter.PLAN:
        return told.modality is Modality.PLANNED and not ended
    return told.modality is Modality.ASSERTED and ended is (matter is Matter.END)


def _settles(telling: Telling, matter: Matter) -> bool:
    """Whether a telling says what may lie between two that only seem to contradict each other."""
    if matter is Matter.PLAN:
        told = telling.evidence
        return told.modality is Modality.PLANNED and told.phase is Phase.ENDED
    return _says(telling, Matter.END if matter is Matter.FACT else Matter.FACT, Polarity.AFFIRMED)


def _is_of_a_past_time(no: Telling) -> bool:
    """Whether it is denied for a year or month that had passed, and not until now; a day is that of speaking."""
    time, date = no.evidence.time, no.article.date
    return time is not None and time.precision != "day" and (not date or (time.end or date) < date)


def _voice(telling: Telling) -> tuple[object, ...]:
    told = telling.evidence
    return (told.document, telling.origin, *(speaker.id for speaker in told.attribution))


def _contradicts(no: Telling, yes: Telling, settled: Sequence[Telling]) -> bool:
    if _voice(no) == _voice(yes):
        return False
    if no.span is None or yes.span is None:
        return True
    if no.span[1] < yes.span[0]:
        return False
    if no.span[0] > yes.span[1] and (yes.is_over or (yes.evidence.time and _is_of_a_past_time(no))):
        return False
    return not any(t.span and yes.span[0] <= t.span[0] <= no.span[0] for t in settled)

"""When what is told holds, as spans of full days: for a timeline.

A fact is in force from the first day that any passage says so to the first day of its end, and again when it is told
anew after that; what has not ended goes on. Demands, plans, claims and denials last for the days that the passages
telling them speak of, which is the day of the article where no time is told. Both bounds are included; None is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.graph.facts import BEGINNING, Category, State, Telling

Spell = tuple[str | None, str | None]


def in_force(state: State) -> list[Spell]:
    """The spells in which a statement was in force, by time; none where nothing of it is dated."""
    spells: list[Spell] = []
    ended = True
    ends = []
    for telling in state.tellings:
        if telling.span is None:
            continue
        start, last = telling.span
        if telling.category is Category.FACT and ended:
            again = bool(spells) and start <= (spells[-1][1] or start)
            spells[-1 if again else len(spells) :] = [(spells[-1][0] if again else _open(start), None)]
            ended = telling.is_over  # "from 2012 to 2018" tells its own end
            if ended:
                spells[-1] = (spells[-1][0], last)
        elif telling.category is Category.ENDED:
            ends.append(_open(start) or last)
            if not ended or not spells:
                spells[-1:] = [_until(spells, ends[-1])]
                ended = True
    if spells and state.is_fact:
        spells[-1] = (spells[-1][0], None)  # a later article outweighs the end
    elif spells and not ended and ends:
        spells[-1] = _until(spells, max(ends))
    return spells


def told(tellings: Iterable[Telling]) -> list[Spell]:
    """The days that some tellings speak of, by time, those that overlap as one."""
    spells: list[tuple[str, str]] = []
    for start, end in sorted(telling.span for telling in tellings if telling.span):
        if spells and start <= spells[-1][1]:
            spells[-1] = (spells[-1][0], max(spells[-1][1], end))
        else:
            spells.append((start, end))
    return [(_open(start), end) for start, end in spells]


def hull(spells: Sequence[Spell]) -> Spell:
    """From the first day to the last of all together."""
    starts, ends = [start for start, _ in spells if start], [end for _, end in spells if end]
    return (
        min(starts) if len(starts) == len(spells) and starts else None,
        max(ends) if len(ends) == len(spells) and ends else None,
    )


def _until(spells: Sequence[Spell], end: str) -> Spell:
    start = spells[-1][0] if spells else None
    return start, max(start or end, end)


def _open(day: str) -> str | None:
    return day if day != BEGINNING else None

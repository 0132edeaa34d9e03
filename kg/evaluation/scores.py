"""Counts of right, spurious and missed; precision, recall, F1; and how far chance may have moved them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

RESAMPLES = 1000
_SEED = 20190127
_TAIL = 0.025


@dataclass(frozen=True)
class Score:
    """Counts of right, spurious and missed, over all articles."""

    right: int = 0
    spurious: int = 0
    missed: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.spurious + other.spurious, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """Right among what was found; 1 where nothing was."""
        return self.right / (self.right + self.spurious) if self.right + self.spurious else 1.0

    @property
    def recall(self) -> float:
        """Right among what should be found; 1 where nothing should."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True)
class Ratio:
    """So many of so many."""

    right: int = 0
    total: int = 0

    def __add__(self, other: Ratio) -> Ratio:
        return Ratio(self.right + other.right, self.total + other.total)

    @property
    def value(self) -> float:
        """The ratio; 1 of nothing."""
        return self.right / self.total if self.total else 1.0


def interval(units: Sequence[Score], of: Callable[[Score], float]) -> tuple[float, float]:
    """The 95 % bootstrap interval of a figure over articles.

    Articles are drawn with replacement, as statements of one article stand or fall together. The draws are the same
    in every run.
    """
    if not units:
        return (of(Score()), of(Score()))
    draw = random.Random(_SEED)
    values = sorted(of(total(draw.choices(units, k=len(units)))) for _ in range(RESAMPLES))
    low = int(_TAIL * RESAMPLES)
    return values[low], values[-1 - low]


def total(units: Iterable[Score]) -> Score:
    """The sum of scores."""
    right = spurious = missed = 0
    for unit in units:
        right, spurious, missed = right + unit.right, spurious + unit.spurious, missed + unit.missed
    return Score(right, spurious, missed)

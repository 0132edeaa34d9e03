"""Scores and shares in one line of text, with their intervals."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from kg.evaluation.scores import Score, interval, total

_Z = 1.96


def scored(units: Sequence[Score]) -> str:
    """ "P 0.800 R 0.600 F1 0.686 [0.61, 0.75]": sums over articles, with the bootstrap interval of F1."""
    score = total(units)
    low, high = interval(units, lambda drawn: drawn.f1)
    return f"P {score.precision:.3f} R {score.recall:.3f} F1 {score.f1:.3f} [{low:.2f}, {high:.2f}]"


def share(right: int, of: int) -> str:
    """ "0.512 [0.45, 0.58]  87 of 170": a share with Wilson's 95 % interval; "none" of nothing."""
    if not of:
        return "none"
    low, high = wilson(right, of)
    return f"{right / of:.3f} [{low:.2f}, {high:.2f}]  {right} of {of}"


def wilson(right: int, of: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share of independent trials; `of` must be positive."""
    ratio, spread = right / of, _Z * _Z / of
    middle = (ratio + spread / 2) / (1 + spread)
    half = _Z * math.sqrt(ratio * (1 - ratio) / of + spread / (4 * of)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def counts(values: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Each value with how often it stands, the most frequent first."""
    found: dict[str, int] = {}
    for value in values:
        found[value] = found.get(value, 0) + 1
    yield from sorted(found.items(), key=lambda item: (-item[1], item[0]))

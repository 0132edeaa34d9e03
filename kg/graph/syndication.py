"""Which articles are copies of which: the same text under another headline, cut, edited, with a paragraph put in.

Two texts are one if at least `LEAST_CONTAINED` of the shorter is in the longer. The earliest article of a text (by
date, then id; an undated one cannot show that it was first) is the original; the others are copies of it, also those
that match it only through another copy. The order in which articles were added does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kg.graph.signature import Signature, contained, jaccard, stacked

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_SHARED = 0.1
"""Below it an estimate of what is contained would be noise; a copy cut to less than a tenth is not found."""
LEAST_CONTAINED = 0.45
BAND = 2
"""Texts are compared if this many neighbouring values of their signatures agree somewhere (LSH)."""
_AT_ONCE = 1 << 18


@dataclass(frozen=True)
class Signed:
    """An article by id, with its date and the signature of its text; no signature, no copy."""

    id: str
    date: str | None
    signature: Signature | None

    @property
    def order(self) -> tuple[bool, str, str]:
        """The earlier first; undated last."""
        return self.date is None, self.date or "", self.id


def copies(articles: Iterable[Signed]) -> dict[str, str]:
    """The id of the original for every article that is a copy.

    An article that matches several earlier ones goes with the most similar of them, so that a page which holds two
    stories does not make one of both.
    """
    known = sorted(((a, a.signature) for a in articles if a.signature is not None), key=lambda pair: pair[0].order)
    values, sizes = stacked([signature for _, signature in known])
    nearest: dict[int, tuple[float, int]] = {}
    for earlier, later, shared in _matches(values, sizes):
        found = (-shared, earlier)
        nearest[later] = min(nearest.get(later, found), found)
    originals: dict[int, int] = {}
    for later in sorted(nearest):
        earlier = nearest[later][1]
        originals[later] = originals.get(earlier, earlier)
    return {known[later][0].id: known[original][0].id for later, original in originals.items()}


def _matches(values: NDArray[np.uint16], sizes: NDArray[np.int64]) -> Iterator[tuple[int, int, float]]:
    """(earlier row, later row, share in common) of every two rows that are one text."""
    for pairs in _candidates(values):
        earlier, later = pairs // len(values), pairs % len(values)
        shared = jaccard(values[earlier], values[later])
        same = (shared >= LEAST_SHARED) & (contained(shared, sizes[earlier], sizes[later]) >= LEAST_CONTAINED)
        yield from zip(earlier[same].tolist(), later[same].tolist(), shared[same].tolist(), strict=True)


def _candidates(values: NDArray[np.uint16]) -> Iterator[NDArray[np.int64]]:
    """Pairs of rows that agree in some band, each as `earlier * rows + later`, in pieces that fit into memory.

    A whole band is sorted at once: thirty times as fast as an index of one row after the other, so that all articles
    can be compared again whenever one is added.
    """
    rows = len(values)
    waiting: list[NDArray[np.int64]] = []
    for start in range(0, values.shape[1] - BAND + 1, BAND):
        keys = np.zeros(rows, dtype=np.uint64)
        for column in range(start, start + BAND):
            keys = (keys << np.uint64(16)) | values[:, column]
        order = np.argsort(keys, kind="stable")
        waiting.extend(_pairs(order, keys[order]))
        if sum(map(len, waiting)) > _AT_ONCE:
            yield np.unique(np.concatenate(waiting))
            waiting = []
    if waiting:
        yield np.unique(np.concatenate(waiting))


def _pairs(order: NDArray[np.int64], keys: NDArray[np.uint64]) -> Iterator[NDArray[np.int64]]:
    """Every two rows with one key, of rows in the order of their keys."""
    rows = len(order)
    places = np.arange(rows)
    for distance in range(1, rows):
        places = places[places + distance < rows]
        places = places[keys[places] == keys[places + distance]]
        if not len(places):
            return
        yield order[places] * rows + order[places + distance]

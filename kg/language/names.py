"""Name labels out of scores: the best label of each word where they make sense together, else the best that do."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.floating[Any]]

_NEVER = -1e9


NEVER_LAST = frozenset({"IN", "TO", "DT", "CC", ",", ":", "HYPH", "-LRB-", "``"})
"""Penn tags of words that no name ends with: "Lumetra Networks of" is cut."""


NEEDS_CAPITAL = frozenset({"B-PRODUCT", "B-EVENT"})
"""First labels of names that are not all in small letters: a "radio system" is no product with a name."""


class NameDecoder:
    """Chooses labels for one list of BIO labels, of which the first is O; ``tags`` are the model's Penn tags."""

    def __init__(self, labels: Sequence[str], tags: Sequence[str]) -> None:
        self._never_last = np.array([tag in NEVER_LAST for tag in tags])
        self._needs_capital = np.array([label in NEEDS_CAPITAL for label in labels])
        self._inside = np.array([label[0] == "I" for label in labels])
        # [from, to]: an I-X follows B-X or I-X only; O is also what stands before a sentence.
        self._allowed = np.array([[to[0] != "I" or label[2:] == to[2:] for to in labels] for label in labels])

    def best(
        self, scores: Scores, tags: npt.NDArray[Any], small: npt.NDArray[np.bool_], bounds: Sequence[int]
    ) -> npt.NDArray[np.int64]:
        """The number of each word's label. ``bounds`` are the places where sentences start, and the end.

        ``scores`` is [words, labels], ``tags`` the number of each word's tag, ``small`` whether it is in small letters.
        An I-X only follows B-X or I-X: sentences whose best labels break this are solved anew.
        """
        chosen: npt.NDArray[np.int64] = scores.argmax(1)
        allowed = self._allowed
        for first, last in pairwise(bounds):
            labels = chosen[first:last]
            if labels.any() and not (allowed[0, labels[0]] and allowed[labels[:-1], labels[1:]].all()):
                chosen[first:last] = _viterbi(scores[first:last], allowed)
        for word in np.flatnonzero((chosen > 0) & self._never_last[tags])[::-1].tolist():
            if word + 1 == len(chosen) or not self._inside[chosen[word + 1]]:
                chosen[word] = 0
        for word in np.flatnonzero(self._needs_capital[chosen] & small).tolist():
            end = word + 1
            while end < len(chosen) and self._inside[chosen[end]]:
                end += 1
            if small[word:end].all():
                chosen[word:end] = 0
        return chosen


def _viterbi(scores: Scores, allowed: npt.NDArray[np.bool_]) -> list[int]:
    step = np.where(allowed, 0.0, _NEVER)
    best = scores[0] + step[0]
    back = []
    for row in scores[1:]:
        paths = best[:, None] + step
        back.append(paths.argmax(0))
        best = paths.max(0) + row
    label = int(best.argmax())
    path = [label]
    for pointers in reversed(back):
        label = int(pointers[label])
        path.append(label)
    return path[::-1]

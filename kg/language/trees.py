"""Dependency trees out of arc scores: the best head of each word where that is a tree, else the best tree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.floating[Any]]

_ONE_ROOT = 1e6
_NEVER = -1e9


def best_tree(scores: Scores) -> list[int]:
    """Heads of a sentence's words, counted from 1; exactly one is 0, the root, and there is no cycle.

    ``scores`` is [n, n + 1]: row = word, column = head, column 0 = root.
    """
    heads: list[int] = scores.argmax(1).tolist()
    return heads if is_tree(heads) else _arborescence(scores)


def is_tree(heads: list[int]) -> bool:
    """Whether one word has head 0 and all others reach it."""
    if heads.count(0) != 1:
        return False
    safe = [True] + [False] * len(heads)
    for word in range(1, len(heads) + 1):
        path = []
        while not safe[word]:
            if word in path:
                return False
            path.append(word)
            word = heads[word - 1]
        for passed in path:
            safe[passed] = True
    return True


def rootless(heads: Sequence[int]) -> list[int]:
    """The words from which no way up ends at a root, a word that is its own head; heads are counted from 0."""
    ends: list[bool | None] = [head == word or None for word, head in enumerate(heads)]
    for word in range(len(heads)):
        path = []
        while ends[word] is None:
            ends[word] = False  # until its way is known: who comes back here goes round
            path.append(word)
            word = heads[word]
        if ends[word]:
            for passed in path:
                ends[passed] = True
    return [word for word, ended in enumerate(ends) if not ended]


def _arborescence(scores: Scores) -> list[int]:
    """The maximum spanning arborescence with a single root (Chu-Liu and Edmonds).

    Every arc from the root is made so costly that the best tree has as few as it can, which is one.
    """
    n = len(scores)
    square = np.full((n + 1, n + 1), _NEVER)
    square[1:] = scores
    square[1:, 0] -= _ONE_ROOT
    np.fill_diagonal(square, _NEVER)
    return _contract(square)[1:]


def _contract(square: npt.NDArray[np.float64]) -> list[int]:
    """Best heads of a graph [node, head] rooted at node 0, whose own head is given as 0."""
    heads: list[int] = square.argmax(1).tolist()
    heads[0] = 0
    cycle = _cycle(heads)
    if not cycle:
        return heads
    # The cycle becomes one node, the last; an arc into it costs the arc that it would replace.
    rest = [node for node in range(len(heads)) if node not in set(cycle)]
    kept = np.array([square[node, heads[node]] for node in cycle])
    into = square[np.ix_(cycle, rest)] - kept[:, None]
    out_of = square[np.ix_(rest, cycle)]
    small = np.full((len(rest) + 1, len(rest) + 1), _NEVER)
    small[:-1, :-1] = square[np.ix_(rest, rest)]
    small[-1, :-1] = into.max(0)
    small[:-1, -1] = out_of.max(1)
    solved = _contract(small)
    for i, node in enumerate(rest[1:], 1):
        chosen = solved[i]
        heads[node] = rest[chosen] if chosen < len(rest) else cycle[int(out_of[i].argmax())]
    entered = solved[-1]
    heads[cycle[int(into[:, entered].argmax())]] = rest[entered]
    return heads


def _cycle(heads: list[int]) -> list[int]:
    """The nodes of some cycle that does not hold the root, or none."""
    state = [0] * len(heads)
    state[0] = 2
    for node in range(1, len(heads)):
        path = []
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = heads[node]
        if state[node] == 1:
            return path[path.index(node) :]
        for passed in path:
            state[passed] = 2
    return []

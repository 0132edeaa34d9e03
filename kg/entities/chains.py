"""What the network takes for the same actor: names, descriptions and pronouns of one text, chained.

Norland …  the  kingdom  …  it          it: Norland .8, the Baltic firm .1
   ▲─────────────┘          │
   ▲────────────────────────┘           whoever is meant by what a word goes back to, is meant by the word
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterable
from typing import NamedTuple

import numpy as np

from kg.entities.phrases import is_definite
from kg.language.reader import Floats, Reading
from kg.language.syntax import Node, Tree

_REACH = 300
"""Nouns and pronouns before a word that it may go back to, about a thousand words."""

_TOGETHER = 64
"""Anaphors that are scored at once."""

_LEAST = 0.02
_PRONOUNS = frozenset({"PRP", "PRP$"})
_NOUNS = frozenset({"NOUN", "PROPN"})


class Link(NamedTuple):
    """A word that first told of whom another word may mean, with the probability that it does."""

    node: Node
    chance: float


class Chains:
    """The chains of one text that the network has read."""

    def __init__(
        self, tree: Tree, reading: Reading, named: Iterable[tuple[Node, str]], inside: Container[int] = frozenset()
    ) -> None:
        """`named` are the heads of names with what tells their entities apart, `inside` all the words of names."""
        self._reading = reading
        known = {node.i: entity for node, entity in named}
        self._words = [
            node
            for node in tree.nodes
            if node.i in known or (node.i not in inside and (node.pos in _NOUNS or node.tag in _PRONOUNS))
        ]
        self._tokens = np.array([node.i for node in self._words], dtype=np.int64)
        self._chain = np.arange(len(self._words))
        self._links: dict[int, tuple[list[Link], float]] = {}
        first_of: dict[str, int] = {}
        anaphors = []
        for place, node in enumerate(self._words):
            if node.i in known:
                self._chain[place] = first_of.setdefault(known[node.i], place)
            elif node.tag in _PRONOUNS or is_definite(node):
                anaphors.append(place)
        for first in range(0, len(anaphors), _TOGETHER):
            self._join(anaphors[first : first + _TOGETHER])

    def of(self, node: Node) -> tuple[list[Link], float]:
        """Whom a pronoun or definite noun may mean, the likeliest first, and how likely it is nobody told of before."""
        return self._links.get(node.i, ([], 1.0))

    def before(self, role: str, trigger: Node, first: int) -> tuple[list[Link], float]:
        """Who of those told of before token `first` has a role that the trigger's sentence does not name."""
        end = int(np.searchsorted(self._tokens, first))
        start = max(0, end - _REACH)
        nobody, scores = self._reading.goes_back(f"{role} before", np.array([trigger.i]), self._tokens[start:end])
        return self._weighed(nobody, scores[0], start)

    def _join(self, places: list[int]) -> None:
        """Join each of some anaphors, in text order, to the chain that it likeliest belongs to."""
        start = max(0, places[0] - _REACH)
        tokens = self._tokens[start : places[-1]]
        nobody, scores = self._reading.goes_back("anaphor", self._tokens[places], tokens)
        for place, row in zip(places, scores, strict=True):
            first = max(0, place - _REACH)
            links, stranger = self._weighed(nobody, row[first - start : place - start], first)
            self._links[self._words[place].i] = links, stranger
            if links and links[0].chance > stranger:
                self._chain[place] = np.searchsorted(self._tokens, links[0].node.i)

    def _weighed(self, nobody: float, scores: Floats, start: int) -> tuple[list[Link], float]:
        """Chances of the chains that words from a place on belong to, the likeliest first, and of none of them."""
        if not len(scores):
            return [], 1.0
        top = max(nobody, float(scores.max()))
        odds = np.exp(scores - top)
        stranger = math.exp(nobody - top)
        total = stranger + float(odds.sum())
        totals = np.bincount(self._chain[start : start + len(scores)], weights=odds) / total
        likely = np.flatnonzero(totals >= _LEAST)
        order = likely[np.argsort(-totals[likely], kind="stable")]
        return [Link(self._words[chain], round(float(totals[chain]), 3)) for chain in order.tolist()], stranger / total

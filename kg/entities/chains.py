"""What the network takes for the same actor: names, descriptions and pronouns of one text, chained.

Norland …  the  kingdom  …  it          it: Norland .8, the Baltic firm .1
   ▲─────────────┘          │
   ▲────────────────────────┘           whoever is meant by what a word goes back to, is meant by the word
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

import numpy as np

from kg.entities.phrases import is_definite
from kg.language.reader import Floats, Reading
from kg.language.syntax import Node, Tree

_REACH = 300
"""Nouns and pronouns before a word that it may go back to, about a thousand words."""

_TOGETHER = 8
"""Anaphors that are scored at once: few enough that the product stays on one core, where it is fastest."""

_NEAR = 128
"""Nouns and pronouns before a sentence among whom it may leave somebody out; few for the same reason."""

_OFFERS = 12
"""Words that are weighed for each; the others have next to no chance."""

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
        self._chain = list(range(len(self._words)))
        self._place_of = {node.i: place for place, node in enumerate(self._words)}
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
        start = max(0, end - _NEAR)
        if start == end:
            return [], 1.0
        nobody, scores = self._reading.goes_back(f"{role} before", np.array([trigger.i]), self._tokens[start:end])
        ((words, odds, stranger),) = _best(nobody, scores)
        return self._weighed(words, odds, start), stranger

    def _join(self, places: list[int]) -> None:
        """Join each of some anaphors, in text order, to the chain that it likeliest belongs to."""
        start = max(0, places[0] - _REACH)
        span = np.arange(start, places[-1])
        if not len(span):
            self._links[self._words[places[0]].i] = [], 1.0
            return
        nobody, scores = self._reading.goes_back("anaphor", self._tokens[places], self._tokens[span])
        own = np.array(places)[:, None]
        scores = np.where((span >= own - _REACH) & (span < own), scores, -np.inf)
        for place, (words, odds, stranger) in zip(places, _best(nobody, scores), strict=True):
            links = self._weighed(words, odds, start)
            self._links[self._words[place].i] = links, stranger
            if links and links[0].chance > stranger:
                self._chain[place] = self._chain[self._place_of[links[0].node.i]]

    def _weighed(self, words: list[int], odds: list[float], start: int) -> list[Link]:
        """The chains that words from a place on belong to, with the chances of all of their words, likeliest first."""
        totals: dict[int, float] = {}
        for word, chance in zip(words, odds, strict=True):
            chain = self._chain[start + word]
            totals[chain] = totals.get(chain, 0.0) + chance
        likely = [(-round(chance, 3), chain) for chain, chance in totals.items() if chance >= _LEAST]
        return [Link(self._words[chain], -chance) for chance, chain in sorted(likely)]


def _best(nobody: float, scores: Floats) -> Iterator[tuple[list[int], list[float], float]]:
    """Of each row of scores the best words in order of place with their chances, and that of nobody."""
    top = np.maximum(scores.max(1), nobody)
    odds = np.exp(scores - top[:, None])
    stranger = np.exp(nobody - top)
    total = odds.sum(1) + stranger
    number = min(_OFFERS, scores.shape[1])
    chosen = np.sort(np.argpartition(-scores, number - 1, axis=1)[:, :number], axis=1)
    chances = np.take_along_axis(odds, chosen, 1) / total[:, None]
    yield from zip(chosen.tolist(), chances.tolist(), (stranger / total).tolist(), strict=True)

"""What the network takes for the same actor: names, descriptions and pronouns of one text, chained.

Norland …  the  kingdom  …  it          it: Norland .8, the Baltic firm .1
   ▲─────────────┘          │
   ▲────────────────────────┘           whoever is meant by what a word goes back to, is meant by the word
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import NamedTuple

import numpy as np

from kg.entities.phrases import is_definite
from kg.language.reader import Reading
from kg.language.syntax import Node, Tree

_REACH = 300
"""Nouns and pronouns before a word that it may go back to, about a thousand words."""

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
        for place, node in enumerate(self._words):
            if node.i in known:
                self._chain[place] = first_of.setdefault(known[node.i], place)
            elif node.tag in _PRONOUNS or is_definite(node):
                self._join(place, node)

    def of(self, node: Node) -> tuple[list[Link], float]:
        """Whom a pronoun or definite noun may mean, the likeliest first, and how likely it is nobody told of before."""
        return self._links.get(node.i, ([], 1.0))

    def before(self, role: str, trigger: Node, first: int) -> tuple[list[Link], float]:
        """Who of those told of before token `first` has a role that the trigger's sentence does not name."""
        return self._weighed(f"{role} before", trigger, int(np.searchsorted(self._tokens, first)))

    def _join(self, place: int, node: Node) -> None:
        links, nobody = self._weighed("anaphor", node, place)
        self._links[node.i] = links, nobody
        if links and links[0].chance > nobody:
            self._chain[place] = np.searchsorted(self._tokens, links[0].node.i)

    def _weighed(self, link: str, node: Node, end: int) -> tuple[list[Link], float]:
        start = max(0, end - _REACH)
        if start == end:
            return [], 1.0
        nobody, chances = self._reading.goes_back(link, node.i, self._tokens[start:end])
        totals = np.bincount(self._chain[start:end], weights=chances)
        likely = np.flatnonzero(totals >= _LEAST)
        order = likely[np.argsort(-totals[likely], kind="stable")]
        return [Link(self._words[chain], round(float(totals[chain]), 3)) for chain in order.tolist()], nobody

"""How likely a pair is told as read: a logistic sum of a few clues, its weights fitted on development articles."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from kg.extraction.proposals import Odds
from kg.records import Evidence

WEIGHTS = Path(__file__).with_name("confidence.json")
"""Two sets of weights, `read` for what the network has read too and `ruled` for the rules alone; from
`python -m training.confidence`."""


class Least(NamedTuple):
    """What confidence a pair needs to be told: less where rules found both arguments than where the network did.

    They hold for what the network has read; what rules find without it is told as it is.
    """

    ruled: float = 0.15
    read: float = 0.5


_LEAST_ODDS = 0.002
_FAR = 10


@dataclass(frozen=True)
class Clues:
    """What is known of a pair: its relation, how each argument was found and resolved, what the network gives it.

    `how_subject` is empty where the subject is not said in the clause at all; `distance` is in words; `chance` is the
    network's that the less sure of the two means whom it was taken for.
    """

    relation: str
    rule_subject: bool
    rule_object: bool
    how_subject: str
    how_object: str
    distance: int
    construction: str
    chance: float = 1.0
    kind_subject: str = ""
    kind_object: str = ""
    odds: Odds | None = None

    def are_enough(self, confidence: float, least: Least) -> bool:
        """Whether a pair with these clues is told."""
        by_rule = self.rule_object and (self.rule_subject or not self.how_subject)
        return self.odds is None or confidence >= (least.ruled if by_rule else least.read)


def features(clues: Clues) -> dict[str, float]:
    """The numbers that are weighed, by name; what is not there counts as 0."""
    found = {
        "constant": 1.0,
        f"relation {clues.relation}": 1.0,
        f"construction {clues.construction}": 1.0,
        f"subject is {clues.kind_subject}": 1.0,
        f"object is {clues.kind_object}": 1.0,
        "far": min(clues.distance / _FAR, 3.0),
    }
    for name, how in (("subject", clues.how_subject), ("object", clues.how_object)):
        kind = how.split(" ")[0] if how else "unsaid"
        found[f"{name} {kind if kind in _KINDS else 'otherwise'}"] = 1.0
    if clues.rule_subject and clues.rule_object:
        found["both by rule"] = 1.0
    elif clues.rule_subject or clues.rule_object:
        found["one by rule"] = 1.0
    if clues.odds is not None:
        together = clues.odds.relation * clues.odds.subject * clues.odds.object
        found["odds together"] = _logit(together)
        found["odds together, by rule"] = _logit(together) if "both by rule" in found else 0.0
        found["odds relation"] = _logit(clues.odds.relation)
        found["odds subject"] = _logit(clues.odds.subject)
        found["odds object"] = _logit(clues.odds.object)
        found["rival"] = clues.odds.rival
        found["chance"] = math.log(max(clues.chance, _LEAST_ODDS))
    return found


_KINDS = frozenset(
    {"name", "title", "pronoun", "description", "described", "group", "goods", "unsaid", "nationality", "implied"}
)


class Confidence:
    """Weighs clues."""

    def __init__(self, weights: Mapping[str, Mapping[str, float]]) -> None:
        self._weights = weights

    def of(self, clues: Clues) -> float:
        """A probability, rounded to hundredths: finer ones would differ from one processor to another."""
        weights = self._weights["ruled" if clues.odds is None else "read"]
        total = sum(value * weights.get(name, 0.0) for name, value in features(clues).items())
        return round(1 / (1 + math.exp(-total)), 2)


@lru_cache
def load_confidence() -> Confidence:
    """The shipped weights."""
    return Confidence(json.loads(WEIGHTS.read_text(encoding="utf-8")))


def confident(evidence: Iterable[Evidence], least: float) -> list[Evidence]:
    """The evidence that is at least so sure, without links to what is not."""
    kept = [told for told in evidence if told.confidence >= least]
    ids = {told.id for told in kept}
    return [told.with_content(tuple(inner for inner in told.content if inner in ids)) for told in kept]


def _logit(odds: float) -> float:
    odds = min(max(odds, _LEAST_ODDS), 1 - _LEAST_ODDS)
    return math.log(odds / (1 - odds))

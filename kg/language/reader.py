"""What the network says of each word beside its parse: which relation it tells, of whom; whom a description means.

Norway  slapped  a  ban  on  Huawei         relations(ban): bars .9
   ▲                 │         ▲
   └── subject of ───┴── object of
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

RELATIONS = (
    "bars",
    "permits",
    "pressures",
    "threatens",
    "accuses",
    "denies",
    "sanctions",
    "sues",
    "sellsTo",
    "acquires",
    "agreesWith",
    "negotiatesWith",
)
LINK_WIDTH = 64
LINKS = (
    "subject of",
    "as subject",
    "object of",
    "as object",
    "anaphor",
    "antecedent",
    "subject before",
    "object before",
)
"""What a word's vectors are for: a trigger seeks its subject and object, an anaphor its antecedent, and a trigger an
antecedent for an argument that its sentence does not name."""

SEEKERS = ("anaphor", "subject before", "object before")
"""The links that look for an antecedent."""

REACHES = (0, 6, 13, 26, 51, 101, 201)
"""How many words back each reach of a link begins; the last has no end."""

ROLES = ("subject", "object")
STEPS = (-15, -7, -3, 0, 4, 8, 16)
"""Where the distances of a word from its trigger part; before the first and from the last on there is no end."""

_STEP_OF = np.searchsorted(STEPS, np.arange(STEPS[0] - 1, STEPS[-1] + 1), side="right")
_REACH_OF = np.searchsorted(REACHES, np.arange(REACHES[-1] + 1), side="right") - 1
_SEEKING = len(SEEKERS) * len(REACHES)
REACH_WIDTH = _SEEKING + len(ROLES) * (len(STEPS) + 1)
_KEY = "faultline_reading"
_SCALE = LINK_WIDTH**-0.5
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Biases:
    """What is added to the scores of roles before they become probabilities."""

    subject: float
    object: float
    nobody: float  # the score of going back to nothing said before
    unsaid: float  # the same, of an argument that its sentence does not name


class Reading:
    """The network's reading of a Doc, by its tokens."""

    def __init__(self, relations: Floats, links: npt.NDArray[np.float16], reach: Floats, biases: Biases) -> None:
        """`relations` [tokens, 12] are probabilities, `links` [tokens, 8 x 64] vectors, `reach` [tokens, 37] scores.

        Reach is of distances: 7 for each link that seeks an antecedent, then 8 for each role.
        """
        self.relations = relations
        self._links = links
        self._reach = reach
        self._biases = biases
        self._near: tuple[object, Floats, npt.NDArray[np.int64]] = (None, relations, np.zeros(0, dtype=np.int64))

    @classmethod
    def blank(cls, size: int, biases: Biases) -> Reading:
        """A reading in which no token tells anything."""
        return cls(
            np.zeros((size, len(RELATIONS)), dtype=np.float32),
            np.zeros((size, len(LINKS) * LINK_WIDTH), dtype=np.float16),
            np.zeros((size, REACH_WIDTH), dtype=np.float32),
            biases,
        )

    def fill(self, tokens: npt.NDArray[np.int64], relations: Floats, links: Floats, reach: Floats) -> None:
        """Write what the network gave for a window, all of it scores."""
        self.relations[tokens] = _probability(relations)
        self._links[tokens] = links
        self._reach[tokens] = reach

    def triggers(self, least: float) -> list[tuple[int, str, float]]:
        """(token, relation, probability) wherever the probability is at least so high, in text order."""
        tokens, relations = np.nonzero(self.relations >= least)
        return [
            (int(token), RELATIONS[relation], float(self.relations[token, relation]))
            for token, relation in zip(tokens.tolist(), relations.tolist(), strict=True)
        ]

    def relation(self, token: int, name: str) -> float:
        """How probably a token tells a relation; 0 for one that was not trained."""
        return float(self.relations[token, RELATIONS.index(name)]) if name in RELATIONS else 0.0

    def role(self, name: str, trigger: int, tokens: Sequence[int]) -> Floats:
        """How probably each token is the `subject` or `object` of what a trigger tells."""
        place = ROLES.index(name)
        own = self._reach[trigger, _SEEKING:][place * (len(STEPS) + 1) : (place + 1) * (len(STEPS) + 1)]
        if self._near[0] != (name, tokens):  # of one sentence several triggers ask
            self._near = (name, tokens), self._vectors(f"as {name}", tokens), np.asarray(tokens)
        _, vectors, places = self._near
        scores = vectors @ self._vectors(f"{name} of", [trigger])[0] * _SCALE
        bias = self._biases.subject if name == "subject" else self._biases.object
        steps = _STEP_OF[np.clip(places - trigger, STEPS[0] - 1, STEPS[-1]) - STEPS[0] + 1]
        return _probability(scores + own[steps] + bias)

    def goes_back(self, link: str, words: npt.NDArray[np.int64], tokens: npt.NDArray[np.int64]) -> tuple[float, Floats]:
        """Scores of a link to antecedents: of nobody told of before, and of each token [words, tokens]."""
        nobody = self._biases.nobody if link == "anaphor" else self._biases.unsaid
        place = SEEKERS.index(link)
        own = self._reach[words, place * len(REACHES) : (place + 1) * len(REACHES)]
        reach = _REACH_OF[np.clip(words[:, None] - tokens[None], 0, REACHES[-1])]
        scores = self._vectors(link, words) @ self._vectors("antecedent", tokens).T * _SCALE
        return nobody, scores + np.take_along_axis(own, reach, 1)

    def _vectors(self, link: str, tokens: Sequence[int] | npt.NDArray[np.int64]) -> Floats:
        first = LINKS.index(link) * LINK_WIDTH
        rows = slice(tokens.start, tokens.stop) if isinstance(tokens, range) else tokens
        return self._links[rows, first : first + LINK_WIDTH].astype(np.float32)


def reading_of(doc: Doc) -> Reading | None:
    """The reading that the shipped model left in a Doc; other pipelines leave none."""
    found = doc.user_data.get(_KEY)
    return found if isinstance(found, Reading) else None


def keep_reading(doc: Doc, reading: Reading) -> None:
    """Leave a reading in a Doc."""
    doc.user_data[_KEY] = reading


def _probability(scores: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-scores)), dtype=np.float32)

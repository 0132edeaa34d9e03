"""Whether two names may be of one: a score from 0 to 1 and the reason in words.

Names are compared word by word, so that a word more or another word counts, and its place does not:

    Department of Justice · Justice Department     every word has its like
    Ministry of Commerce · Ministry of Finance     one has not, and it is the one that tells them apart
    Huawei Tech · Huawei Technologies Co.          cut short; a legal form says nothing
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import OSA

SAME_ID, SAME_NAME, SAME_ALIAS, SAME_BUT_FORM = 1.0, 0.98, 0.95, 0.94
INITIALS, SHORT, LAST_NAME = 0.88, 0.84, 0.82
SIMILAR = 0.97
"""What words that are alike, but not the same, are worth at most."""
OTHER_TYPE = 0.85
"""What is left of a score if the two are of different types."""
NEAR = 0.8
"""How alike two words must be: one letter in five may be another, missing, or swapped with its neighbour."""
CUT = 0.85
"""What a word cut short, or its initial, is worth."""

_LEGAL = frozenset({
    "ab", "ag", "asa", "bv", "co", "company", "corp", "corporation", "gmbh", "inc", "incorporated", "jsc", "kk",
    "limited", "llc", "llp", "lp", "ltd", "nv", "ojsc", "ooo", "oy", "oyj", "pjsc", "plc", "pte", "pty", "sa",
    "sas", "se", "spa", "srl", "zao",
})  # fmt: skip
_GENERIC = frozenset({
    "administration", "agency", "and", "association", "authority", "bank", "bureau", "commission", "committee",
    "communications", "council", "department", "electronics", "enterprises", "for", "global", "group",
    "holding", "holdings", "industries", "institute", "international", "manufacturing", "ministry", "networks",
    "of", "office", "semiconductor", "semiconductors", "solutions", "systems", "technologies", "technology",
    "telecom", "the", "university", "worldwide",
})  # fmt: skip
"""Words that many names have; they tell little, and are those that are cut short."""
_CUT = frozenset(word[:length] for word in _GENERIC for length in range(4, len(word)))
_LIGHT = 0.25
_SMALL = frozenset({
    "and", "de", "for", "in", "la", "of", "on", "the", "to",
})  # fmt: skip
_PUNCTUATION = re.compile(r"[^\w\s&]+")
_INITIALISM = re.compile(r"[A-Z](?:\.?[A-Z&]){1,7}\.?\Z")


@dataclass(frozen=True)
class Name:
    """A name as it is compared."""

    text: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words in lower case without accents and punctuation, and without *the* before them."""
        plain = unicodedata.normalize("NFKD", self.text.replace("’", "'")).casefold()
        plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("'s ", " ")
        plain = re.sub(r"\b((?:\w\.)+\w)\.?(?=\s|\Z)", lambda m: m[1].replace(".", ""), plain)
        words = _PUNCTUATION.sub(" ", plain).split()
        return tuple(words[1:] if len(words) > 1 and words[0] == "the" else words)

    @cached_property
    def core(self) -> tuple[str, ...]:
        """Its words without those of a legal form; all of them if there are no others."""
        return tuple(word for word in self.words if word not in _LEGAL) or self.words

    @cached_property
    def plain(self) -> str:
        """All its words in one line."""
        return " ".join(self.words)

    @cached_property
    def telling(self) -> tuple[str, ...]:
        """The words that tell it from others."""
        return tuple(word for word in self.core if word not in _GENERIC and word not in _CUT) or self.core

    @cached_property
    def initials(self) -> frozenset[str]:
        """The initials of a name of several words, with and without its small ones."""
        if len(self.core) < 2:
            return frozenset()
        every = "".join(word[0] for word in self.core)
        return frozenset(
            found for found in (every, "".join(w[0] for w in self.core if w not in _SMALL)) if len(found) > 1
        )

    @cached_property
    def initialism(self) -> str:
        """Itself in lower case if it is written as initials: *CFIUS*, *U.S.T.R.*"""
        return self.text.replace(".", "").casefold() if _INITIALISM.match(self.text) else ""

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """The words with digits; names that differ in them are of two."""
        return tuple(sorted(word for word in self.words if any(c.isdigit() for c in word)))


def likeness(
    one: Name, other: Name, *, persons: bool = False, common: Collection[str] = frozenset()
) -> tuple[float, str]:
    """How probably two names are of one, and why; 0 if nothing speaks for it.

    `persons` may go by their last name; `common` are words that many names have, beside those that always tell little.
    """
    if one.words == other.words:
        return SAME_NAME, "same name"
    if one.core == other.core:
        return SAME_BUT_FORM, "same name but for the legal form"
    if (one.initialism and one.initialism in other.initials) or (other.initialism and other.initialism in one.initials):
        return INITIALS, "one is the initials of the other"
    if one.numbers != other.numbers or one.initialism or other.initialism:
        return 0.0, ""
    short, long = sorted((one.core, other.core), key=len)
    if len(short) < len(long):
        if persons and len(short) == 1 and short[0] == long[-1] and len(short[0]) > 2:
            return LAST_NAME, "one is the last name of the other"
        rest = long[len(short) :]
        if (
            long[: len(short)] == short
            and len("".join(short)) > 3
            and all(word in _GENERIC or word in _CUT for word in rest)
        ):
            return SHORT, "one is a short form of the other"
    share = _share(one.core, other.core, common)
    return (SIMILAR * share, "similar names") if share >= NEAR else (0.0, "")


def _share(one: tuple[str, ...], other: tuple[str, ...], common: Collection[str]) -> float:
    """How much of the words of both have their like in the other name, by their length."""
    if sorted(one) == sorted(other) or "".join(one) == "".join(other):
        return 1.0  # Hua Wei, Huawei
    left, alone = list(other), []
    alike = whole = 0.0
    for word in sorted(one, key=lambda w: (-len(w), w)):
        best = max(left, key=lambda candidate: (_near(word, candidate), candidate), default="")
        near = _near(word, best) if best else 0.0
        weight = _weight(word, common)
        if near:
            left.remove(best)
            weight = max(weight, _weight(best, common))
            alike += near * weight
        else:
            alone.append(word)
        whole += weight
    if any(_tells(word) for word in alone) and any(_tells(word) for word in left):
        return 0.0  # Ministry of Commerce, Ministry of Finance
    return alike / (whole + sum(_weight(word, common) for word in left))


def _tells(word: str, common: Collection[str] = frozenset()) -> bool:
    return word not in _GENERIC and word not in common and len(word) > 1


def _near(word: str, other: str) -> float:
    """How alike two words are: the same, one cut short or an initial of the other, or a slip of it."""
    if word == other:
        return 1.0
    short, long = sorted((word, other), key=len)
    if long.startswith(short) and (len(short) == 1 or (len(short) >= 4 and long in _GENERIC)):
        return CUT
    return OSA.normalized_similarity(word, other, score_cutoff=NEAR) if len(short) > 3 else 0.0


def _weight(word: str, common: Collection[str]) -> float:
    return len(word) * (1.0 if _tells(word, common) else _LIGHT)

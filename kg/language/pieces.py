"""What the encoder is told of a word: its word pieces and the shape of its letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

MAX_PIECES = 12
MAX_CHARACTERS = 100
_CACHE_LIMIT = 200_000

CLASSIFY, SEPARATE, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"

# The treebanks write straight quotes and hyphens where news writes typographic ones.
_TYPOGRAPHY = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "`": "'"}
    | {"‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "--", "―": "--", "…": "...", "\u00a0": " "}
)

SHAPES = ("none", "lower", "title", "upper", "initial", "mixed", "digit", "other")
"""Letter shapes in the order of their embedding; ``none`` is for the two marks around a window."""

_NONE, _LOWER, _TITLE, _UPPER, _INITIAL, _MIXED, _DIGIT, _OTHER = range(len(SHAPES))


def shape_of(word: str) -> int:
    """The index in SHAPES of a word: an uncased encoder cannot see it otherwise."""
    if not word[:1].isalpha():
        return _DIGIT if any(c.isdigit() for c in word) else _UPPER if word.isupper() else _OTHER
    if word.islower():
        return _LOWER
    if word[:1].isupper() and (len(word) == 1 or word[1:].islower()):
        return _INITIAL if len(word) == 1 else _TITLE
    if word.isupper():
        return _UPPER
    return _MIXED if any(c.isupper() for c in word) else _LOWER


class WordPieces:
    """Greedy longest-match word pieces over an uncased BERT vocabulary, kept per distinct word."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        """The vocabulary lists the pieces in the order of their ids; continuations begin with ``##``."""
        self._ids = {piece: i for i, piece in enumerate(vocabulary)}
        self.classify, self.separate = self._ids[CLASSIFY], self._ids[SEPARATE]
        self._unknown = self._ids[UNKNOWN]
        self._longest = max(map(len, vocabulary))
        self._cache: dict[str, tuple[int, ...]] = {}

    def __contains__(self, word: object) -> bool:
        """Whether a word in lower case is one piece: a word that the encoder has met often."""
        return word in self._ids

    def of(self, word: str) -> tuple[int, ...]:
        """Between 1 and MAX_PIECES ids; the pieces past the limit are dropped, never the word."""
        found = self._cache.get(word)
        if found is None:
            if len(self._cache) >= _CACHE_LIMIT:
                self._cache.clear()
            ids = [i for part in _parts(word[:MAX_CHARACTERS]) for i in self._greedy(part)]
            found = self._cache[word] = tuple(ids[:MAX_PIECES]) or (self._unknown,)
        return found

    def _greedy(self, part: str) -> list[int]:
        ids, start = [], 0
        while start < len(part):
            prefix = "##" if start else ""
            for end in range(min(len(part), start + self._longest), start, -1):
                found = self._ids.get(prefix + part[start:end])
                if found is not None:
                    ids.append(found)
                    start = end
                    break
            else:
                return [self._unknown]
        return ids


def _parts(word: str) -> list[str]:
    """A word in lower case without accents and control characters, cut around punctuation and ideographs."""
    plain = unicodedata.normalize("NFD", word.translate(_TYPOGRAPHY).lower())
    parts: list[str] = []
    joined = False
    for char in plain:
        category = unicodedata.category(char)
        if char.isspace():
            joined = False
        elif category in ("Mn", "Cc", "Cf") or char == "\ufffd":
            continue
        elif _stands_alone(char, category):
            parts.append(char)
            joined = False
        elif joined:
            parts[-1] += char
        else:
            parts.append(char)
            joined = True
    return parts


def _stands_alone(char: str, category: str) -> bool:
    """Punctuation as BERT counts it (all ASCII symbols too), and ideographs."""
    code = ord(char)
    if code < 128:
        return not char.isalnum()
    return category.startswith("P") or 0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF

"""Two names with a hyphen between them before a noun: a pair, which parsers hang anywhere.

U.S. [conj→ China] - China talks      as in "U.S. and China talks"; the noun takes the place in the sentence
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.language.repairs import Row

HYPHENS = frozenset({"-", "–", "‐", "‑"})
_PLACES = frozenset({"GPE", "LOC", "NORP"})
_ROOTS = frozenset({"root", "ROOT"})
_WITHIN_NAME = frozenset({"compound", "flat", "goeswith", "nmod:desc", "amod", "nummod"})
_WORDS_BETWEEN = 3


def mend_pairs(
    rows: list[Row],
    joints: Sequence[int],
    parts: list[str],
    tags: list[str],
    names: Sequence[int],
    kinds: Sequence[str],
) -> list[Row]:
    """Rows of (head, label) with both names on the noun; `parts` and `tags` are corrected in place.

    `joints` are places of hyphens without spaces; `names` are numbers of names, 0 for none, `kinds` their labels.
    """
    for i in joints:
        if 0 < i < len(rows) - 1:
            first, second = names[i - 1], names[i + 1]
            flat = rows[i + 1][1] == "flat" and rows[i + 1][0] < i
            if flat and not _PLACES.issuperset((kinds[i - 1], kinds[i + 1])):
                continue  # one name: "Svyaz-Iskra"
            if first and second and first != second and parts[i - 1] == parts[i + 1] == "PROPN":
                rows = _with_pair(rows, i, parts, tags, names)
    return rows


def _with_pair(rows: list[Row], hyphen: int, parts: list[str], tags: list[str], names: Sequence[int]) -> list[Row]:
    last = hyphen + 1
    while last + 1 < len(names) and names[last + 1] == names[hyphen + 1]:
        last += 1
    noun = _noun_after(last, tags)
    if noun == last:
        return rows
    one = next(i for i in range(hyphen - 1, -1, -1) if i == 0 or names[i - 1] != names[hyphen - 1])
    found = list(rows)
    pair = range(one, last + 1)
    left = _head_of(range(one, hyphen), rows)
    right = _head_of(range(hyphen + 1, last + 1), rows)
    if _leads(noun, left, rows) or _leads(noun, right, rows):
        top = left if _leads(right, left, rows) else right
        head, link = rows[top]
        found[noun] = (noun, link) if head == top or link in _ROOTS else (head, link)
    for i, (head, link) in enumerate(rows):
        inside = i in pair and link in _WITHIN_NAME
        if head in (left, right) and i not in (left, right, noun, hyphen) and not inside:
            found[i] = noun, link
    parts[noun], tags[noun] = "NOUN", "NNS" if tags[noun] == "VBZ" else tags[noun]
    found[left], found[right], found[hyphen] = (noun, "compound"), (left, "conj"), (right, "punct")
    return found


def _noun_after(word: int, tags: Sequence[str]) -> int:
    """The noun that a name stands before, over a few words: *trade talks*; the word itself where there is none."""
    if word + 1 < len(tags) and tags[word + 1] == "VBZ":
        return word + 1  # "Norway-Oman talks resume": two names do nothing together by a hyphen
    noun = word
    for i in range(word + 1, min(word + 1 + _WORDS_BETWEEN, len(tags))):
        if tags[i] not in ("NN", "NNS", "JJ") or tags[noun] == "NNS" != tags[i]:
            break
        noun = i
    return noun if tags[noun].startswith("NN") else word


def _head_of(span: range, rows: Sequence[Row]) -> int:
    """The word of a name that the others hang on."""
    return next((i for i in span if rows[i][0] not in span or rows[i][0] == i), span[-1])


def _leads(word: int, to: int, rows: Sequence[Row]) -> bool:
    """Whether a word hangs on another, directly or not."""
    for _ in range(len(rows)):
        if word == to:
            return True
        head, link = rows[word]
        if head == word or link in _ROOTS:
            return False
        word = head
    return False

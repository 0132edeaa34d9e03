"""Where the sentence after a dateline begins: "VELDA, March 12 (Reuters) – Tervania's ministry said …".

A parser takes the place for the sentence's subject; cut off, it is a sentence of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.language.windows import NO_BREAK

_LONGEST = 18  # words
_CAPITALS = r"[A-Z][A-Z.'’]+(?: ?[ /-] ?[A-Z][A-Z.'’]+){0,3}"
_TITLE_CASE = r"[A-Z][a-z]+(?: [A-Z][a-z]+){0,2}"
_REGION = r"(?: , [A-Z][\w.]*(?: [A-Z][\w.]*){0,2})"
_DAY = r"(?:(?: ,)? (?:(?:[A-Z][a-z]{2,8}\.? )?\d{1,2}(?: , \d{4})?|\d{1,2} [A-Z][a-z]{2,8}\.?(?: \d{4})?))"
_AGENCY = r"(?: \( [A-Z][\w ./&]{1,30} \))"
# A lone place in capitals needs a real dash: "NATO-Russia talks" are cut into words, too.
_DATELINE = re.compile(
    rf"(?:{_CAPITALS}{_REGION}?{_DAY}?{_AGENCY}|{_CAPITALS}{_REGION}?{_DAY}|{_TITLE_CASE}{_REGION}?{_DAY}?{_AGENCY})"
    r" (?:-|–|—|--) (?=(?:[\"“'‘] )?[A-Z])"
    rf"|(?:[A-Z]{{4,}}(?: [A-Z]{{2,}}){{0,3}}|{_CAPITALS}{_REGION}) (?:–|—|--) (?=(?:[\"“'‘] )?[A-Z])"
)


def datelines(words: Sequence[str], breaks: Sequence[int]) -> Iterator[int]:
    """The place of the first word after each dateline; datelines stand at the beginning of a text or a line."""
    for start in range(len(words)):
        if start and breaks[start] == NO_BREAK:
            continue
        found = _DATELINE.match(" ".join(words[start : start + _LONGEST]))
        if found:
            yield start + found[0].count(" ")

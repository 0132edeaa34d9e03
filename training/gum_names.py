"""GUM's entities → name spans: which of its mentions are names, and how far a name reaches.

GUM marks every referring phrase with a type, a minimal span and coreference. A mention is a name where the head of its
minimal span is a proper noun. The name is the part of the minimal span around that head, without articles, possessive
marks and titles::

    U.S.  President  Donald  Trump  's  policies        [U.S.]GPE … [Donald Trump]PERSON
     └compound┘ └──nmod:desc──┘ └flat┘
    the  Daughters  of  the  American  Revolution  Constitution  Hall        one GPE (all places), nothing inside it

Of names that overlap, the longest is kept. Plural persons ("Muslims", "Democrats") are NORP.
"""

from __future__ import annotations

import re

from training.sentences import Span

KINDS = {"person": "PERSON", "organization": "ORG", "place": "GPE", "event": "EVENT", "time": "DATE"}
_TITLES_TEXT = """
President Prime Minister Vice Secretary Undersecretary Deputy Mr. Mrs. Ms. Mr Mrs Ms Dr. Dr Sir
Senator Sen. Rep. Gov. General Gen. Lt. Col. Major Maj. Capt. Captain Foreign Defense Defence
Finance Interior Chancellor King Queen Prince Princess Pope Ayatollah Governor Premier Chief Justice
Judge Chairman Chairwoman Speaker Ambassador Commissioner Representative Attorney Director Spokesman
Spokeswoman Mayor Professor Prof. Rev. Cardinal Archbishop Sheikh Sheik Former Spokesperson Envoy
Commander Admiral Sergeant Sgt. Colonel Congressman Congresswoman Emperor Saint
"""
TITLES = frozenset(_TITLES_TEXT.split())
Marked = tuple[int, int, str, list[int], int]
"""Start, end, entity type, the word positions of the minimal span, and the number of the entity that is meant."""

_PROPER = ("NNP", "NNPS")
_EDGE_LABELS = ("case", "det", "punct", "cc", "mark")
_INSIDE_NAMES = frozenset({"of", "the", "and", "for", "-", "&", "/", "de", "on", "in", "'s", "'", "’s", "’"})
TEMPORAL = re.compile(
    r"(?i)^(?:(?:1[5-9]|20)\d\d(?:s)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july"
    r"|august|september|october|november|december|today|yesterday|tomorrow|tonight|seconds?|minutes?|hours?|days?|weeks?"
    r"|weekend|months?|quarters?|years?|decades?|century|centuries|spring|summer|autumn|winter|morning|afternoon"
    r"|evening|night|noon|midnight|\d{1,2}:\d\d)$"
)


def read_spans(rows: list[list[str]], countries: frozenset[str] = frozenset()) -> list[Span]:
    """The name spans of a sentence of CoNLL-U rows.

    A name among ``countries`` is GPE also where GUM has an organization ("North Korea fired artillery").
    """
    mentions = marked(rows)
    heads = frozenset(head_of(rows, minimal) for *_, minimal, _ in mentions if minimal)
    found = [span for mention in mentions if (span := _name(rows, mention, heads))]
    found = [
        (start, end, "GPE" if " ".join(row[1] for row in rows[start:end]) in countries else kind)
        for start, end, kind in found
    ]
    found.sort(key=lambda span: (span[0] - span[1], span))
    kept: list[Span] = []
    for span in found:
        if all(span[1] <= other[0] or span[0] >= other[1] for other in kept):
            kept.append(span)
    return sorted(kept)


def marked(rows: list[list[str]]) -> list[Marked]:
    """Every mention of a sentence, from the Entity field of MISC, in the order in which they end.

    ``(3-organization-new-sssss-cf1-5-coref`` opens a mention, ``3)`` closes it; the sixth part counts from 1 inside the
    mention.
    """
    open_: dict[str, list[tuple[int, list[str]]]] = {}
    mentions = []
    for i, row in enumerate(rows):
        entity = next((f[7:] for f in row[9].split("|") if f.startswith("Entity=")), "")
        for part in re.findall(r"\([^()]*\)?|[^()]+\)", entity):
            key = re.match(r"\(?(\d+)", part)
            if key is None:
                continue
            if part.startswith("("):
                open_.setdefault(key[1], []).append((i, part.strip("()").split("-")))
            if part.endswith(")") and open_.get(key[1]):
                start, fields = open_[key[1]].pop()
                minimal = [start + int(n) - 1 for n in fields[5].split(",") if n.isdigit()]
                mentions.append((start, i + 1, fields[1], minimal, int(key[1])))
    return mentions


def head_of(rows: list[list[str]], minimal: list[int]) -> int:
    """The word of a minimal span that depends on a word outside of it."""
    inside = set(minimal)
    return next((i for i in minimal if int(rows[i][6]) - 1 not in inside), minimal[0])


def _name(rows: list[list[str]], mention: Marked, heads: frozenset[int]) -> Span | None:
    start, end, entity_type, minimal, _ = mention
    kind = KINDS.get(entity_type)
    if kind is None or not minimal or max(minimal) >= end:
        return None
    if kind == "DATE":
        return _date(rows, start, end)
    head = head_of(rows, minimal)
    if any(rows[i][7] == "conj" and int(rows[i][6]) - 1 == head and i in heads for i in minimal):
        return None  # "Cloud9 and Immortals" are two
    if kind == "PERSON":
        return _person(rows, start, end, head)
    if rows[head][4] not in _PROPER:
        return None
    inside = set(minimal)
    first, last = head, head
    while first > start and (first - 1 in inside or rows[first - 1][1].lower() in _INSIDE_NAMES):
        first -= 1
    while last + 1 < end and (last + 1 in inside or rows[last + 1][1].lower() in _INSIDE_NAMES):
        if rows[last + 1][1].lower() in ("in", "on"):
            break
        last += 1
    while first < head and (rows[first][7] in _EDGE_LABELS or rows[first][4] == "POS"):
        first += 1
    while last > head and (rows[last][7] in _EDGE_LABELS or rows[last][4] == "POS"):
        last -= 1
    if kind == "EVENT" and any(row[4] == "POS" for row in rows[first : last + 1]):
        return None  # "Mertens's attempt"
    return first, last + 1, kind


def _person(rows: list[list[str]], start: int, end: int, head: int) -> Span | None:
    """The proper nouns that are flat or compound under the head, without titles.

    The head itself may be a title or a common noun: "founder Mark Zuckerberg" has "founder" for its head.
    """

    def belongs(i: int) -> bool:
        if rows[i][4] not in (*_PROPER, "HYPH") or rows[i][1] in TITLES:
            return False
        while i != head:
            if rows[i][7] not in ("flat", "compound", "goeswith", "punct"):
                return False
            i = int(rows[i][6]) - 1
        return True

    words = [i for i in range(start, end) if belongs(i)]
    proper = [i for i in words if rows[i][4] in _PROPER and (i == head or rows[i][7] == "flat")]
    if not proper:
        return None
    first = last = proper[0]
    while first - 1 in words:
        first -= 1
    while last + 1 in words:
        last += 1
    return first, last + 1, "NORP" if rows[proper[0]][4] == "NNPS" and first == last else "PERSON"


def _date(rows: list[list[str]], start: int, end: int) -> Span | None:
    while start < end and (rows[start][7] in ("case", "mark", "punct", "cc") or rows[start][1].lower() in ("the",)):
        start += 1
    if start >= end or end - start > 6 or not any(TEMPORAL.match(row[1]) for row in rows[start:end]):
        return None
    return start, end, "DATE"

"""Whose text an article is, where it says so: its credit lines, its byline.

    DRENNEL, Feb. 3 (Reuters) – Vashtar's …     By Jane Doe, Associated Press     Source: AFP
                     ───────                                 ────────────────             ───
    (Reporting by Jane Doe for Reuters)         © 2019 Agence France-Presse       … at once. – Reuters
                               ───────                 ────────────────────                   ───────

What stands in such a place is a credit only if it is the name of an outlet; which are, only the whole graph knows.
So what is written is kept with the article (`d:credit`), and `origins.py` judges it when origins are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.iris import ONTOLOGY as D
from kg.ontology import Ontology

HEAD, TAIL = 3, 4
"""How many lines at the beginning and at the end of a text may be credits."""
LONGEST = 60
"""How many characters a name may have."""
_LETTERS = 4
_LINE = 200
_OPENING = 120
_GAP = "..."
_IN_BRACKETS = re.compile(r"\(([^()]+)\)\s*(?:--?|–|—)\s*\S")
_AT_END = re.compile(r"(?:[(\[]|(?:\s|\A)(?:--?|–|—)\s?)([^()\[\]–—;,]+)[)\]]?\Z")
_PARTS = re.compile(r"\s*[,;|/•·]\s*|\s(?:--?|–|—)\s")
_YEAR = re.compile(r"\A(?:19|20)\d\d(?:[-–](?:19|20)?\d\d)?\s+")
_NAME = re.compile(r"(?!.*\d{3})[^\W\d_](?:\S*[\w.])?(?:\s\S+){0,5}\Z")


@dataclass(frozen=True)
class CreditWords:
    """The words of credits, each from the list of the lexicon that is named after it."""

    credits: re.Pattern[str]
    writers: re.Pattern[str]
    bylines: re.Pattern[str]
    desks: re.Pattern[str]
    rights: re.Pattern[str]


def credit_words(ontology: Ontology) -> CreditWords:
    """What begins, joins and ends a credit, as `ontology/lexicon.ttl` has it."""

    lists = {resource.name: resource for resource in ontology.resources.of_type(D + "Words")}

    def listed(name: str) -> str:
        texts = lists[name].all(D + "word") if name in lists else []
        words = sorted(
            (word.strip() for text in texts for word in text.split(",")), key=lambda word: (-len(word), word)
        )
        return "|".join(re.escape(word).replace(re.escape(_GAP), r"[^;()]{1,100}?") for word in words) or r"(?!)"

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern, re.IGNORECASE)

    return CreditWords(
        credits=compiled(rf"\A(?:{listed('credit')})(?!\w)\s*:?\s*"),
        writers=compiled(rf"\b(?:{listed('writers')})(?!\w)\s+"),
        bylines=compiled(rf"(?:\A|\s)(?:{listed('byline')})\s+"),
        desks=compiled(rf"(?:['’]s?)?(?:\s+(?:{listed('desk')})(?!\w))+\Z"),
        rights=compiled(rf"[\s.]*(?:{listed('rights')})\b.*\Z"),
    )


def credits_of(text: str, words: CreditWords) -> list[str]:
    """What stands where a text names whose it is, in its order, each once: an outlet's name or not."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    found: list[str] = []
    for line in lines[:HEAD]:
        opening = _IN_BRACKETS.search(line[:_OPENING])
        if opening:
            found += _names(opening[1], words)
    for line in lines[:HEAD] + lines[max(HEAD, len(lines) - TAIL) :]:
        found += _of_line(line, words)
    if lines:
        end = _AT_END.search(lines[-1][-LONGEST:].rstrip(" .…"))
        if end:
            found += _names(end[1], words)
    return list(dict.fromkeys(found))


def byline_names(author: str, words: CreditWords) -> list[str]:
    """What an author line names beside people: "By Jane Doe, Associated Press", "Reuters Staff"."""
    return list(dict.fromkeys(_names(author, words)))


def outlet_key(name: str) -> str:
    """A name as outlets are looked up by: in lower case, without *the* and what stands around it."""
    plain = " ".join(name.casefold().replace("’", "'").split()).strip(" .:,;*_\"'“”")
    return plain.removeprefix("the ")


def _of_line(line: str, words: CreditWords) -> Iterator[str]:
    """The names in a line that is a credit, or nothing."""
    plain = line.strip(" ()[]*_—–-.")
    if len(plain) > _LINE:
        return
    opening, writers = words.credits.match(plain), words.writers.search(plain)
    if opening:
        yield from _names(plain[opening.end() :], words)
    if writers:
        yield from _names(plain[writers.end() :].partition(";")[0], words)


def _names(text: str, words: CreditWords) -> Iterator[str]:
    """The names in a credit: its parts, without *by* and *Copyright 2019* before, *Staff* and *All rights …* after."""
    for part in _PARTS.split(text):
        name = words.rights.sub("", part).strip(" .:")
        for _ in range(2):
            name = _YEAR.sub("", words.credits.sub("", name, count=1))
        whole = words.desks.sub("", name).strip(" .:")
        last = words.bylines.split(whole)[-1]
        yield from (one for one in (whole, last) if _may_be_name(one))


def _may_be_name(text: str) -> bool:
    """Six words at most, the first with a capital; or a few letters, as agencies write themselves: dpa."""
    return len(text) <= LONGEST and bool(_NAME.match(text)) and (text[0].isupper() or len(text) <= _LETTERS)

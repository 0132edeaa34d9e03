"""Dates by rule, for the name corpora that label them not at all or as they please ("two", "since 2003", "later")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from training.sentences import UNSURE, Sentence

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.)"
)
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_YEAR = r"(?:1[5-9]|20)\d\d"
_UNIT = r"(?:minute|hour|day|week|weekend|month|quarter|year|decade|century|season|spring|summer|autumn|fall|winter)s?"
_NUMBER = r"(?:\d+|a|an|one|two|three|four|five|six|seven|eight|nine|ten|several|few|many|couple of)"
_PART = r"(?:early|earlier|late|later|mid)"
_WHICH = r"(?:last|next|this|past|previous|coming|following)"
_TIME = r"(?:morning|afternoon|evening|night)"
_DATE = re.compile(
    rf"(?<!\S)(?:"
    rf"(?:(?i:{_PART}|{_WHICH}) )*(?:{_DAY}(?: ,)? )?{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:(?: ,)? {_YEAR})?"
    rf"|\d{{1,2}} {_MONTH}(?: {_YEAR})?"
    rf"|(?:(?i:{_PART}|{_WHICH}) )*(?:{_MONTH})(?: ,)? {_YEAR}"
    rf"|(?:(?i:{_PART}|{_WHICH}) )+{_MONTH}"
    rf"|(?<=[io]n )(?:{_MONTH})|(?<=since )(?:{_MONTH})|(?<=until )(?:{_MONTH})|(?<=by )(?:{_MONTH})"
    rf"|(?:(?i:{_PART}|{_WHICH}) )*{_DAY}(?: {_TIME})?"
    rf"|(?:(?i:{_PART}) )*(?i:{_WHICH}) (?:(?i:{_NUMBER}) )?(?:(?:{_UNIT})|{_TIME})"
    rf"|(?i:first|second|third|fourth|final) (?:quarter|half) of (?:(?i:the|{_WHICH}) year|{_YEAR})"
    rf"|(?i:{_NUMBER}) {_UNIT} (?:ago|earlier|later)"
    rf"|(?:(?i:{_PART}) )?{_YEAR}(?:s|-{_YEAR}|-\d\d)?"
    rf"|(?i:today|yesterday|tomorrow|tonight)"
    rf")(?!\S)"
)


def mark_dates(sentence: Sentence) -> Sentence:
    """Label what surely is a date, outside of other names; what the source calls one and no rule knows is UNSURE."""
    names = [UNSURE if label.endswith("-DATE") else label for label in sentence.names]
    for start, end in _spans(sentence.words):
        if all(label in ("O", UNSURE) for label in names[start:end]):
            names[start:end] = ["B-DATE", *["I-DATE"] * (end - start - 1)]
    sentence.names = names
    return sentence


def _spans(words: list[str]) -> Iterator[tuple[int, int]]:
    text = " ".join(words)
    for found in _DATE.finditer(text):
        start = text.count(" ", 0, found.start())
        yield start, start + found[0].count(" ") + 1

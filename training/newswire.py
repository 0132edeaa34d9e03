"""Annotated newswire sentences → articles as `training.statements` reads them.

`articles/newswire.dat` keeps what annotators wrote, without the text: the number of a sentence in the source, the words
that stand for subject and object there, the status, the word that tells it::

    g17 | The United States | bars | Huawei | ended | lifted
    g19 | - | bars | the group | requested | outlawed#2
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from training.compact import PLAIN, STATUS
from training.statements import UNSAID, Json

TOGETHER = 10
"""Sentences of an article: the source runs on from one article to the next without saying so."""

_TIGHT = frozenset(
    {",", ".", ";", ":", "?", "!", ")", "]", "%", "'s", "'", "n't", "'re", "'ve", "'ll", "'m", "'d", "..."}
)
_OPENING = frozenset({"(", "[", "$"})


def read_newswire(sentences: Iterable[list[str]], annotations: Path) -> Iterator[Json]:
    """Articles of `sentences`, the words of each of the source's sentences in order."""
    told: dict[int, list[list[str]]] = {}
    for line in annotations.read_text(encoding="utf-8").splitlines():
        if line.strip():
            number, *fields = (field.strip() for field in line.split("|"))
            told.setdefault(int(number.lstrip("?g ")), []).append([str(line.startswith("?")), *fields])
    numbered = [(i, plain_text(words)) for i, words in enumerate(sentences)]
    for first in range(0, len(numbered), TOGETHER):
        run = numbered[first : first + TOGETHER]
        text, statements = "", []
        for place, (i, sentence) in enumerate(run):
            text += ("" if not place else " " if place % 2 else "\n\n") + sentence
            at = len(text) - len(sentence)
            statements += [found for fields in told.get(i, ()) if (found := _statement(fields, sentence, at))]
        yield {"id": f"newswire-{run[0][0]}", "text": text, "entities": {}, "statements": statements}


def plain_text(words: Iterable[str]) -> str:
    """Words of a treebank as running text."""
    text, tight, quoted = "", True, False
    for word in words:
        if word in ('"', "``", "''"):
            text += '"' if quoted or tight else ' "'
            tight, quoted = not quoted, not quoted
        elif word in _TIGHT:
            text, tight = text + word, False
        else:
            text, tight = text + ("" if tight else " ") + word, word in _OPENING
    return text


def _statement(fields: list[str], sentence: str, at: int) -> Json | None:
    optional, subject, predicate, obj, status, trigger = fields
    word, number = re.fullmatch(r"(.*?)(?:#(\d+))?", trigger).groups()  # type: ignore[union-attr]
    places = [hit.start() for hit in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", sentence)]
    if len(places) < int(number or 1):
        return None
    return {
        **PLAIN,
        **dict(STATUS[name] for name in status.split()),
        "subject": "",
        "predicate": predicate,
        "object": "",
        "subject words": subject or UNSAID,
        "object words": obj or UNSAID,
        "evidence": sentence,
        "word": at + places[int(number or 1) - 1],
        "optional": optional == "True",
    }

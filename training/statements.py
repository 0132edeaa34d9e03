"""Annotated articles → windows in which each statement is a trigger, the words of its arguments and a status.

The annotation says who and in which passage; which word tells it is left open and found in training: of the words that
may be the trigger, the network's best counts, and of several mentions of an actor the one that fits best.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, Token

from kg.extraction.extractor import Extractor
from kg.extraction.roles import find_triggers
from kg.language.parser import Parser
from kg.language.reader import RELATIONS
from kg.language.syntax import Tree
from kg.language.windows import windows
from kg.records import Modality

_CONTENT = frozenset({"VERB", "NOUN", "ADJ", "ADV", "PROPN"})
MODALITIES = tuple(modality.value for modality in Modality)
_SYMMETRIC = frozenset({"agreesWith", "negotiatesWith"})
Json = Mapping[str, Any]


@dataclass(slots=True)
class Told:
    """One statement in a window; places are words of the window.

    `sure` are trigger candidates that the lexicon knows for the relation. `subject` and `object` are the words that
    head mentions of each in the sentence: none where the sentence has only a pronoun or says nothing of them.
    """

    relation: int
    triggers: list[int]
    sure: list[int]
    subject: list[int]
    object: list[int]
    modality: int
    negated: int
    ended: int
    optional: bool
    sentence: tuple[int, int]


@dataclass(slots=True)
class Reading:
    """One window: what the network is fed, its statements, its mentions as (head word, entity number, is a name)."""

    feed: dict[str, list[int]]
    told: list[Told] = field(default_factory=list)
    mentions: list[tuple[int, int, bool]] = field(default_factory=list)
    pronouns: list[int] = field(default_factory=list)
    is_annotated: bool = True
    silence: float = 0.0  # without annotation: how far its words may be taken to tell nothing
    document: int = 0


def read_annotated(paths: Iterable[Path]) -> Iterator[Json]:
    """Gold articles, one JSON object a line."""
    for path in sorted(paths):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


def write_annotated(articles: Iterable[Json], path: Path) -> None:
    """The other way round."""
    path.write_text("".join(f"{json.dumps(article, ensure_ascii=False)}\n" for article in articles), encoding="utf-8")


def read_stories(articles: Iterable[Json], extractor: Extractor) -> Iterator[Reading]:
    """The windows of annotated articles, article by article."""
    for number, article in enumerate(articles):
        yield from readings(article, extractor, number)


def readings(article: Json, extractor: Extractor, document: int) -> list[Reading]:
    """The windows of an article's body."""
    doc = extractor.nlp(article["text"])
    parser = extractor.nlp.get_pipe("faultline_parser")
    assert isinstance(parser, Parser)
    words = parser.words(doc)
    bounds = list(windows(words.texts, words.breaks, [len(ids) for ids in words.pieces]))
    place = {token: word for word, token in enumerate(words.tokens)}  # token of the Doc → word
    spans = _mentions(article, doc)
    tree = Tree(doc, extractor.lexicon.control_verbs)
    known = {
        node.i: {frame.relation for frame in frames} for node, frames in find_triggers(tree.nodes, extractor.lexicon)
    }
    found = []
    for start, end in bounds:
        feed = {name: values.tolist() for name, values in parser.feed(words, start, end).items()}
        reading = Reading(feed, document=document)
        inside = range(words.tokens[start], words.tokens[end - 1] + 1)
        for head, entity, is_name in spans:
            if head in inside:
                reading.mentions.append((place[head] - start, entity, is_name))
        reading.pronouns = [
            place[t.i] - start for t in doc[inside.start : inside.stop] if t.tag_ in ("PRP", "PRP$") and t.i in place
        ]
        for statement in article["statements"]:
            told = _told(statement, article, doc, spans, known, place, start, end)
            if told is not None:
                reading.told.append(told)
        found.append(reading)
    return found


def _told(
    statement: Json,
    article: Json,
    doc: Doc,
    spans: list[tuple[int, int, bool]],
    known: dict[int, set[str]],
    place: dict[int, int],
    start: int,
    end: int,
) -> Told | None:
    text = doc.text
    evidence = statement["evidence"]
    passage = evidence if isinstance(evidence, str) else evidence[-1]
    at = text.find(passage)
    if at < 0 or not passage:
        return None
    snippet = statement.get("trigger") or ""
    low = text.find(snippet, at) if snippet else at
    high = low + len(snippet or passage)
    sentence = [t for t in doc if t.i in place and start <= place[t.i] < end and at <= t.idx < at + len(passage)]
    if not sentence:
        return None
    relation = str(statement["predicate"])
    held = [t for t in sentence if low <= t.idx < high and t.pos_ in _CONTENT]
    entities = list(article["entities"])
    heads: dict[str, list[int]] = {}
    for role in ("subject", "object"):
        number = entities.index(statement[role]) if statement[role] in entities else -1
        heads[role] = [head for head, entity, _ in spans if entity == number and head in {t.i for t in sentence}]
    if relation in _SYMMETRIC and heads["subject"] and heads["object"] and heads["subject"][0] > heads["object"][0]:
        heads["subject"], heads["object"] = heads["object"], heads["subject"]
    sure = [t.i for t in held if relation in known.get(t.i, ())]
    names = {head for role in heads.values() for head in role}
    loose = [t.i for t in held if t.i not in names] or [t.i for t in held]
    if not snippet:
        loose = sure or [t.i for t in held if t.pos_ == "VERB"]

    def here(tokens: Iterable[int]) -> list[int]:
        return [place[t] - start for t in tokens]

    return Told(
        RELATIONS.index(relation),
        here(loose),
        here(sure),
        here(heads["subject"]),
        here(heads["object"]),
        MODALITIES.index(statement["modality"]),
        int(statement["polarity"] == "negated"),
        int(statement["phase"] == "ended"),
        bool(statement.get("optional")),
        (place[sentence[0].i] - start, place[sentence[-1].i] - start + 1),
    )


def _mentions(article: Json, doc: Doc) -> list[tuple[int, int, bool]]:
    """(head token, entity number, whether it is a name) for every form that means one entity only, in text order."""
    forms: dict[str, set[int]] = {}
    for number, (name, entity) in enumerate(article["entities"].items()):
        for form in (name, *entity.get("aliases", ())):
            forms.setdefault(form, set()).add(number)
    taken = [-1] * len(doc.text)
    spans: list[tuple[int, int, int]] = []
    for form in sorted(forms, key=lambda f: (-len(f), f)):
        for hit in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", doc.text):
            if any(taken[i] >= 0 for i in range(*hit.span())):
                continue
            mark = next(iter(forms[form])) if len(forms[form]) == 1 else len(article["entities"])
            taken[hit.start() : hit.end()] = [mark] * (hit.end() - hit.start())
            if len(forms[form]) == 1:
                spans.append((*hit.span(), mark))
    found = []
    for low, high, number in sorted(spans):
        span = doc.char_span(low, high, alignment_mode="expand")
        if span is None:
            continue
        head: Token = span.root
        is_name = head.pos_ == "PROPN" or (span.text[:1].isupper() and head.text[:1].isupper())
        found.append((head.i, number, bool(is_name)))
    return found

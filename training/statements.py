"""Annotated articles → windows in which each statement is a trigger, the words of its arguments and a status.

The annotation says who and in which passage. Newer articles say which word tells it and which words stand for the
actors; in older ones that is found in training: of the words that may be the trigger, the network's best counts, and of
several mentions of an actor the one that fits best.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, Span, Token

from kg.extraction.extractor import Extractor
from kg.extraction.roles import find_triggers
from kg.language.parser import Parser, Words
from kg.language.reader import RELATIONS
from kg.language.syntax import Tree
from kg.language.windows import windows
from kg.records import Modality

MODALITIES = tuple(modality.value for modality in Modality)
NOBODY = -1
UNSAID = "-"
"""What an annotator writes for an argument that the sentence has no word for."""

_CONTENT = frozenset({"VERB", "NOUN", "ADJ", "ADV", "PROPN"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_SYMMETRIC = frozenset({"agreesWith", "negotiatesWith"})
Json = Mapping[str, Any]


@dataclass(slots=True)
class Told:
    """One statement in a window; places are words of the window.

    `sure` are trigger candidates that the lexicon knows for the relation, or that the annotator marked. `subject` and
    `object` are the words that head mentions of each in the sentence: none where the sentence has only a pronoun or
    says nothing of them; that it says nothing is known of the roles in `unsaid`. `meant` are the numbers of the two
    entities in the article.
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
    unsaid: frozenset[str]
    meant: dict[str, int]


@dataclass(slots=True)
class Reading:
    """One window: what the network is fed, its statements, its mentions as (head word, entity number, is a name).

    `others` are nouns that mean none of the article's actors, `strangers` the definite ones of them.
    """

    feed: dict[str, list[int]]
    told: list[Told] = field(default_factory=list)
    mentions: list[tuple[int, int, bool]] = field(default_factory=list)
    others: list[int] = field(default_factory=list)
    strangers: list[int] = field(default_factory=list)
    pronouns: list[int] = field(default_factory=list)
    is_annotated: bool = True
    has_entities: bool = True  # whether it is known what its words mean
    silence: float = 0.0  # without annotation: how far its words may be taken to tell nothing
    document: int = 0


def read_annotated(paths: Iterable[Path]) -> Iterator[Json]:
    """Gold articles, one JSON object a line."""
    for path in sorted(paths):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


def read_stories(articles: Iterable[Json], extractor: Extractor) -> Iterator[Reading]:
    """The windows of annotated articles, article by article."""
    for number, article in enumerate(articles):
        yield from _Story(article, extractor, number).readings()


class _Story:
    """One annotated article, parsed."""

    def __init__(self, article: Json, extractor: Extractor, number: int) -> None:
        self.article = article
        self.number = number
        self.doc = extractor.nlp(article["text"])
        parser = extractor.nlp.get_pipe("faultline_parser")
        assert isinstance(parser, Parser)
        self.parser = parser
        self.words: Words = parser.words(self.doc)
        self.place = {token: word for word, token in enumerate(self.words.tokens)}  # token of the Doc → word
        self.entities = list(article["entities"])
        self.names, self.covered = _mentions(article, self.doc)
        tree = Tree(self.doc, extractor.lexicon.control_verbs)
        self.known = {
            node.i: {frame.relation for frame in frames}
            for node, frames in find_triggers(tree.nodes, extractor.lexicon)
        }

    def readings(self) -> Iterator[Reading]:
        """Its windows."""
        words = self.words
        for start, end in windows(words.texts, words.breaks, [len(ids) for ids in words.pieces]):
            feed = {name: values.tolist() for name, values in self.parser.feed(words, start, end).items()}
            reading = Reading(feed, has_entities=bool(self.entities), document=self.number)
            inside = range(words.tokens[start], words.tokens[end - 1] + 1)
            tokens = [t for t in self.doc[inside.start : inside.stop] if t.i in self.place]
            reading.pronouns = [self.place[t.i] - start for t in tokens if t.tag_ in ("PRP", "PRP$")]
            mentioned = {head: (entity, is_name) for head, entity, is_name in self.names if head in inside}
            for statement in self.article["statements"]:
                told = self._told(statement, start, end, mentioned)
                if told is not None:
                    reading.told.append(told)
            reading.mentions = [
                (self.place[head] - start, entity, is_name)
                for head, (entity, is_name) in sorted(mentioned.items())
                if head in self.place
            ]
            if self.entities:
                others = [t for t in tokens if t.pos_ == "NOUN" and t.i not in self.covered and t.i not in mentioned]
                reading.others = [self.place[t.i] - start for t in others]
                reading.strangers = [self.place[t.i] - start for t in others if _is_definite(t)]
            yield reading

    def _told(self, statement: Json, start: int, end: int, mentioned: dict[int, tuple[int, bool]]) -> Told | None:
        at, size = self._passage(statement)
        inside = [self.doc[i] for i in self.words.tokens[start:end]]
        sentence = [t for t in inside if at <= t.idx < at + size]
        if not sentence:
            return None
        relation = str(statement["predicate"])
        triggers, sure = self._triggers(statement, relation, sentence, at)
        near = (sure or triggers or [sentence[0].i])[0]
        roles: dict[str, list[int]] = {}
        unsaid = set()
        meant = {role: self._number(statement[role]) for role in ("subject", "object")}
        for role, entity in meant.items():
            words = statement.get(f"{role} words", "")
            if words == UNSAID:
                roles[role] = []
                unsaid.add(role)
            elif words:
                head = self._head(words, at, at + size, near)
                roles[role] = [] if head is None else [head.i]
                if head is not None and entity != NOBODY:
                    mentioned.setdefault(head.i, (entity, False))
            else:
                held = {t.i for t in sentence}
                roles[role] = [head for head, number, _ in self.names if number == entity and head in held]
            if statement[role] == "unknown":
                unsaid.add(role)
        first, second = roles["subject"], roles["object"]
        if relation in _SYMMETRIC and first and second and first[0] > second[0]:
            roles["subject"], roles["object"] = second, first
            meant = {"subject": meant["object"], "object": meant["subject"]}

        def here(tokens: Iterable[int]) -> list[int]:
            return [self.place[t] - start for t in tokens if t in self.place]

        return Told(
            RELATIONS.index(relation),
            here(triggers),
            here(sure),
            here(roles["subject"]),
            here(roles["object"]),
            MODALITIES.index(statement["modality"]),
            int(statement["polarity"] == "negated"),
            int(statement["phase"] == "ended"),
            bool(statement.get("optional")),
            (self.place[sentence[0].i] - start, self.place[sentence[-1].i] - start + 1),
            frozenset(unsaid),
            meant,
        )

    def _number(self, name: str) -> int:
        return self.entities.index(name) if name in self.entities else NOBODY

    def _passage(self, statement: Json) -> tuple[int, int]:
        """Where its passage starts in the text, and its length; -1 where it is not in the body."""
        evidence = statement["evidence"]
        passage = evidence if isinstance(evidence, str) else evidence[-1]
        at = self.doc.text.rfind(passage, 0, statement["word"] + len(passage)) if "word" in statement else -1
        if at < 0:
            at = self.doc.text.find(passage)
        return (at, len(passage)) if passage else (-1, 0)

    def _triggers(self, statement: Json, relation: str, sentence: list[Token], at: int) -> tuple[list[int], list[int]]:
        """The words that may tell it, and those that surely may."""
        marked = statement.get("word")
        if marked is not None:
            found = [t.i for t in sentence if t.idx <= marked < t.idx + len(t)]
            found = found or [t.i for t in sentence if t.idx >= marked][:1]
            return found, found
        snippet = statement.get("trigger") or ""
        low = self.doc.text.find(snippet, at) if snippet else at
        high = low + len(snippet) if snippet else sentence[-1].idx + 1
        held = [t for t in sentence if low <= t.idx < high and t.pos_ in _CONTENT]
        sure = [t.i for t in held if relation in self.known.get(t.i, ())]
        if not snippet:
            return sure or [t.i for t in held if t.pos_ == "VERB"], sure
        named = {head for head, _, _ in self.names}
        return [t.i for t in held if t.i not in named] or [t.i for t in held], sure

    def _head(self, words: str, low: int, high: int, near: int) -> Token | None:
        """The head of words of a sentence: of the occurrence that is given by number, else of the nearest."""
        form, number = re.fullmatch(r"(.*?)(?:#(\d+))?", words, re.S).groups()  # type: ignore[union-attr]
        hits = list(re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", self.doc.text[low:high]))
        spans = [self.doc.char_span(low + h.start(), low + h.end(), alignment_mode="expand") for h in hits]
        heads = [span.root for span in spans if span is not None]
        if number is not None:
            return heads[int(number) - 1] if int(number) <= len(heads) else None
        return min(heads, key=lambda head: (abs(head.i - near), head.i), default=None)


def _is_definite(token: Token) -> bool:
    return any(child.lower_ in _DEFINITE or child.tag_ == "PRP$" for child in token.lefts)


def _mentions(article: Json, doc: Doc) -> tuple[list[tuple[int, int, bool]], set[int]]:
    """(head token, entity number, whether it is a name) for every form that means one entity only, in text order.

    Beside them all tokens of such forms and of those that mean several.
    """
    forms: dict[str, set[int]] = {}
    for number, (name, entity) in enumerate(article["entities"].items()):
        for form in (name, *entity.get("aliases", ())):
            forms.setdefault(form, set()).add(number)
    taken = [False] * len(doc.text)
    spans: list[tuple[int, int, int]] = []
    for form in sorted(forms, key=lambda f: (-len(f), f)):
        for hit in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", doc.text):
            if any(taken[hit.start() : hit.end()]):
                continue
            taken[hit.start() : hit.end()] = [True] * (hit.end() - hit.start())
            spans.append((*hit.span(), next(iter(forms[form])) if len(forms[form]) == 1 else NOBODY))
    found = []
    covered: set[int] = set()
    for low, high, number in sorted(spans):
        span: Span | None = doc.char_span(low, high, alignment_mode="expand")
        if span is None:
            continue
        covered.update(range(span.start, span.end))
        head = span.root
        is_name = head.pos_ == "PROPN" or (span.text[:1].isupper() and head.text[:1].isupper())
        if number != NOBODY:
            found.append((head.i, number, bool(is_name)))
    return found, covered

"""Sentences → windows of the encoder: word pieces, shapes, line breaks and every layer as numbers."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from kg.language.lemmas import lemma_rule
from kg.language.pieces import WordPieces, shape_of
from training.sentences import NAME_LABELS, NAME_TYPES, UNSURE, Document, Sentence

IGNORED = -100
LAYERS = ("tag", "pos", "lemma")
NO_BREAK, NEW_LINE, BLANK_LINE = 0, 1, 2


@dataclass(frozen=True)
class Labels:
    """The label inventories, each a sorted list; a label's number is its place."""

    tag: list[str]
    pos: list[str]
    lemma: list[str]
    dep: list[str]
    name: list[str]

    @classmethod
    def of(cls, sentences: Iterable[Sentence]) -> Labels:
        """All labels of the treebanks; lemma rules only where three words or more use them."""
        count: dict[str, Counter[str]] = {key: Counter() for key in (*LAYERS, "dep")}
        for s in sentences:
            count["tag"].update(s.tags)
            count["pos"].update(s.pos)
            count["dep"].update(s.labels)
            count["lemma"].update(map(lemma_rule, s.words, s.lemmas))
        return cls(
            sorted(count["tag"]),
            sorted(count["pos"]),
            sorted(rule for rule, n in count["lemma"].items() if n >= 3),
            sorted(count["dep"]),
            list(NAME_LABELS),
        )


@dataclass(slots=True)
class Window:
    """Whole sentences as numbers; the first three lists are as long as the pieces, the others as the words."""

    pieces: list[int]  # piece ids, with the two marks
    shapes: list[int]  # of each piece's word
    breaks: list[int]  # the line break before the word, at its first piece
    first: list[int]  # position of each word's first piece
    last: list[int]
    sentence: list[int]  # number of the sentence, from 0
    starts: list[int]  # 1 where a sentence starts
    heads: list[int]  # position of the head in the window from 1, 0 for roots, IGNORED without a tree
    layers: dict[str, list[int]]
    names: list[int]  # a row of NameSets


class NameSets:
    """Which name labels a word may have: one row of booleans per distinct answer of a source."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, frozenset[str]], int] = {}
        self.table = torch.zeros(64, len(NAME_LABELS), dtype=torch.bool)
        self.number(UNSURE, frozenset())

    def number(self, label: str, annotated: frozenset[str]) -> int:
        """The row of a label; row 0 allows everything, an O allows the types its source does not annotate."""
        key = (label, annotated if label == "O" else frozenset())
        if key not in self._rows:
            row = self._rows[key] = len(self._rows)
            allowed = [True] * len(NAME_LABELS) if label == UNSURE else [name == label for name in NAME_LABELS]
            if label == "O":
                hidden = set(NAME_TYPES) - annotated
                allowed = [name == "O" or name[2:] in hidden for name in NAME_LABELS]
            self.table[row] = torch.tensor(allowed)
        return self._rows[key]


def pack(document: Sequence[Sentence], limit: int) -> Iterator[list[Sentence]]:
    """Consecutive sentences, as many as fit into ``limit`` words, at least one."""
    current: list[Sentence] = []
    words = 0
    for sentence in document:
        if current and words + len(sentence.words) > limit:
            yield current
            current, words = [], 0
        current.append(sentence)
        words += len(sentence.words)
    if current:
        yield current


def random_breaks(sentences: Sequence[Sentence], rng: random.Random) -> list[list[int]]:
    """The line break before each word, under one of four habits of texts."""
    habit = rng.random()
    paragraph = NO_BREAK if habit < 0.25 else NEW_LINE if habit < 0.4 else BLANK_LINE
    wrapped = 10 + rng.randrange(6) if habit > 0.85 else 0
    breaks, column = [], rng.randrange(10)
    for s in sentences:
        line = [paragraph if s.opens_paragraph else NO_BREAK] + [NO_BREAK] * (len(s.words) - 1)
        for i in range(len(line)):
            column += 1
            if line[i]:
                column = 0
            elif wrapped and column >= wrapped and rng.random() < 0.4:
                line[i], column = NEW_LINE, 0
        breaks.append(line)
    return breaks


def gold_breaks(sentences: Sequence[Sentence]) -> list[list[int]]:
    """Blank lines before the sentences that open a paragraph."""
    return [[BLANK_LINE if s.opens_paragraph else NO_BREAK] + [NO_BREAK] * (len(s.words) - 1) for s in sentences]


class WindowMaker:
    """Turns runs of sentences into windows with one vocabulary and one set of labels."""

    def __init__(self, pieces: WordPieces, labels: Labels) -> None:
        self._pieces = pieces
        self._numbers = {
            key: {label: i for i, label in enumerate(getattr(labels, key))} for key in (*LAYERS, "dep", "name")
        }
        self.name_sets = NameSets()

    def window(self, sentences: Sequence[Sentence], breaks: list[list[int]]) -> Window:
        """One window of whole sentences; layers that a sentence lacks are IGNORED."""
        w = Window([self._pieces.classify], [0], [0], [], [], [], [], [], {key: [] for key in (*LAYERS, "dep")}, [])
        offset = 0
        for number, s in enumerate(sentences):
            for i, word in enumerate(s.words):
                ids = self._pieces.of(word)
                w.first.append(len(w.pieces))
                w.pieces += ids
                w.last.append(len(w.pieces) - 1)
                w.shapes += [shape_of(word)] * len(ids)
                w.breaks += [breaks[number][i]] + [NO_BREAK] * (len(ids) - 1)
                w.starts.append(int(i == 0))
                label = s.names[i] if s.names else UNSURE
                w.names.append(self.name_sets.number(label, s.name_types))
            n = len(s.words)
            w.sentence += [number] * n
            w.heads += [h + offset if h else 0 for h in s.heads] or [IGNORED] * n
            for key, found in zip((*LAYERS, "dep"), (s.tags, s.pos, self._rules(s), s.labels), strict=True):
                w.layers[key] += [self._numbers[key].get(label, IGNORED) for label in found] or [IGNORED] * n
            offset += n
        w.pieces.append(self._pieces.separate)
        w.shapes.append(0)
        w.breaks.append(0)
        return w

    @staticmethod
    def _rules(sentence: Sentence) -> list[str]:
        return list(map(lemma_rule, sentence.words, sentence.lemmas)) if sentence.lemmas else []


@dataclass(slots=True)
class Batch:
    """Windows padded to one size: pieces, shapes, breaks [B, T]; the rest [B, N]; layers padded with IGNORED."""

    pieces: Tensor
    shapes: Tensor
    breaks: Tensor
    piece_mask: Tensor
    first: Tensor
    last: Tensor
    sentence: Tensor
    starts: Tensor
    heads: Tensor
    names: Tensor
    layers: dict[str, Tensor]

    @classmethod
    def of(cls, windows: Sequence[Window]) -> Batch:
        """The windows of a batch, in their order."""
        return cls(
            _padded([w.pieces for w in windows]),
            _padded([w.shapes for w in windows]),
            _padded([w.breaks for w in windows]),
            _padded([[1] * len(w.pieces) for w in windows]).bool(),
            _padded([w.first for w in windows]),
            _padded([w.last for w in windows]),
            _padded([w.sentence for w in windows], -1),
            _padded([w.starts for w in windows], IGNORED),
            _padded([w.heads for w in windows], IGNORED),
            _padded([w.names for w in windows]),
            {key: _padded([w.layers[key] for w in windows], IGNORED) for key in windows[0].layers},
        )


def batches(windows: Sequence[Window], pieces: int, rng: random.Random | None = None) -> list[list[Window]]:
    """Windows of like length together, about ``pieces`` word pieces a batch with padding; shuffled with ``rng``."""
    ordered = sorted(windows, key=lambda w: len(w.pieces) + (rng.random() * 8 if rng else 0))
    out: list[list[Window]] = [[]]
    for window in ordered:
        if out[-1] and len(window.pieces) * (len(out[-1]) + 1) > pieces:
            out.append([])
        out[-1].append(window)
    if rng:
        rng.shuffle(out)
    return out


def grouped(sentences: list[Sentence], rng: random.Random) -> list[Document]:
    """Unrelated sentences in documents of one to three."""
    shuffled = rng.sample(sentences, len(sentences))
    out, at = [], 0
    while at < len(shuffled):
        size = rng.randint(1, 3)
        out.append(shuffled[at : at + size])
        at += size
    return out


def _padded(rows: list[list[int]], fill: int = 0) -> Tensor:
    longest = max(map(len, rows))
    return torch.tensor([row + [fill] * (longest - len(row)) for row in rows])

"""The shipped model as one spaCy component: sentences, tags, lemmas, dependencies and names in one pass.

    Doc ──words, line breaks──▶ windows ──word pieces──▶ network ──▶ sentences ──▶ trees, tags, lemmas, names ──▶ Doc

A window is one call of the network: int8 activations take their scale from the whole call, so a neighbour in the same
call could change a result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.language.datelines import datelines
from kg.language.lemmas import lemma_of
from kg.language.model_files import ModelFiles
from kg.language.names import NameDecoder
from kg.language.pieces import WordPieces, shape_of
from kg.language.reader import Reading, keep_reading
from kg.language.trees import best_tree
from kg.language.windows import BLANK_LINE, FRESH_START, NEW_LINE, NO_BREAK, windows

Numbers = npt.NDArray[np.int64]
_ATTRIBUTES: list[int | str] = ["TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD", "ENT_IOB", "ENT_TYPE"]
_INSIDE, _OUTSIDE, _BEGIN = 1, 2, 3


@dataclass
class Words:
    """The words of a document that are not white space."""

    tokens: list[int] = field(default_factory=list)  # their places in the Doc
    texts: list[str] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)  # what stands before each
    pieces: list[tuple[int, ...]] = field(default_factory=list)


class Parser:
    """Sets TAG, POS, MORPH, LEMMA, DEP, HEAD, sentences and entities of a Doc with the shipped model."""

    def __init__(self, vocab: Vocab, files: ModelFiles) -> None:
        self._session = files.session
        self._pieces = WordPieces(files.vocabulary)
        self._lemmas = files.lemmas
        self._rules = files.labels["lemma"]
        self._tags = files.labels["tag"]
        self._names = NameDecoder(files.labels["name"], self._tags)
        self._root = files.labels["dep"].index("ROOT")
        self._biases = files.biases
        strings = vocab.strings
        self._strings = strings
        self._tag_ids = np.array([strings.add(tag) for tag in self._tags], dtype=np.uint64)
        self._dep_ids = np.array([strings.add(dep) for dep in files.labels["dep"]], dtype=np.uint64)
        pos = [label.partition("|")[::2] for label in files.labels["pos"]]
        self._pos_ids = np.array([strings[coarse] for coarse, _ in pos], dtype=np.uint64)
        self._morph_ids = np.array([vocab.morphology.add(features) for _, features in pos], dtype=np.uint64)
        self._lemma_ids: dict[tuple[str, int, int], int] = {}
        edges = {"B": _BEGIN, "I": _INSIDE, "O": _OUTSIDE}
        self._name_iob = np.array([edges[name[0]] for name in files.labels["name"]], dtype=np.uint64)
        self._name_ids = np.array(
            [strings.add(name[2:]) if name[2:] else 0 for name in files.labels["name"]], dtype=np.uint64
        )
        self._space = (strings.add("_SP"), strings["SPACE"], vocab.morphology.add(""), strings.add("dep"))

    def __call__(self, doc: Doc) -> Doc:
        """Annotate a Doc in place; its tokens are left as they are."""
        if not len(doc):
            return doc
        words = self.words(doc)
        table = np.zeros((len(doc), len(_ATTRIBUTES)), dtype=np.uint64)
        reading = Reading.blank(len(doc), self._biases)
        for start, end in windows(words.texts, words.breaks, [len(ids) for ids in words.pieces]):
            rows = np.array(words.tokens[start:end])
            *parse, relations, links, reach = self._session.run(None, self.feed(words, start, end))
            table[rows] = self._annotate(words, start, end, rows, parse)
            reading.fill(rows, relations, links, reach)
        if len(words.tokens) < len(doc):
            self._fill_spaces(doc, words.tokens, table)
        doc.from_array(_ATTRIBUTES, cast(Any, table))
        keep_reading(doc, reading)
        return doc

    def words(self, doc: Doc) -> Words:
        """The words of a document, their pieces and what stands before each."""
        words = Words()
        newlines = 0
        of = self._pieces.of
        for i, text in enumerate([token.text for token in doc]):
            if text.isspace():
                newlines += text.count("\n")
                continue
            words.tokens.append(i)
            words.texts.append(text)
            words.breaks.append(NO_BREAK if not newlines else NEW_LINE if newlines == 1 else BLANK_LINE)
            words.pieces.append(of(text))
            newlines = 0
        for opening in datelines(words.texts, words.breaks):
            words.breaks[opening] = FRESH_START
        return words

    def _annotate(
        self, words: Words, start: int, end: int, tokens: Numbers, parse: Sequence[Any]
    ) -> npt.NDArray[np.uint64]:
        """One window's rows of the attribute table."""
        starts, arcs, deps, tag, pos, lemma, names = parse
        texts = words.texts[start:end]
        starts[0] = 1
        bounds = [*np.flatnonzero(starts).tolist(), len(texts)]
        heads = np.empty(len(texts), dtype=np.int64)
        labels: Numbers = deps.argmax(1)
        for first, last in pairwise(bounds):
            self._attach(arcs[first:last], deps[first:last], heads[first:last], labels[first:last], first)
        chosen = self._names.best(names, tag, np.array([text.islower() for text in texts]), bounds)
        rows = np.empty((len(texts), len(_ATTRIBUTES)), dtype=np.uint64)
        rows[:, 0] = self._tag_ids[tag]
        rows[:, 1] = self._pos_ids[pos]
        rows[:, 2] = self._morph_ids[pos]
        rows[:, 3] = [self._lemma(*key) for key in zip(texts, tag.tolist(), lemma.tolist(), strict=True)]
        rows[:, 4] = self._dep_ids[labels]
        rows[:, 5] = (tokens[heads] - tokens).astype(np.uint64)
        rows[:, 6] = self._name_iob[chosen]
        rows[:, 7] = self._name_ids[chosen]
        return rows

    def feed(self, words: Words, start: int, end: int) -> dict[str, Numbers]:
        """What the network is fed for one window."""
        pieces, shapes, breaks = [self._pieces.classify], [0], [0]
        first, last = [], []
        for text, before, ids in zip(
            words.texts[start:end], words.breaks[start:end], words.pieces[start:end], strict=True
        ):
            first.append(len(pieces))
            pieces += ids
            last.append(len(pieces) - 1)
            shapes += [shape_of(text)] * len(ids)
            breaks += [min(before, BLANK_LINE)] + [NO_BREAK] * (len(ids) - 1)
        values = ([*pieces, self._pieces.separate], [*shapes, 0], [*breaks, 0], first, last)
        return {
            name: np.array(value, dtype=np.int64)
            for name, value in zip(("pieces", "shapes", "breaks", "first", "last"), values, strict=True)
        }

    def _attach(self, arcs: Any, deps: Any, heads: Numbers, labels: Numbers, offset: int) -> None:
        """Write a sentence's heads (places in the window; the root's is itself) and labels."""
        size = len(heads)
        inside = np.concatenate([arcs[:, :1], arcs[:, 1 + offset : 1 + offset + size]], axis=1)
        tree = best_tree(inside)
        root = tree.index(0)
        heads[:] = tree
        heads += offset - 1
        heads[root] = offset + root
        # Only the root is labelled so: elsewhere the next best label holds.
        wrong = np.flatnonzero(labels == self._root)
        for word in wrong[wrong != root].tolist():
            scores = deps[word].copy()
            scores[self._root] = -np.inf
            labels[word] = scores.argmax()
        labels[root] = self._root

    def _lemma(self, text: str, tag: int, rule: int) -> int:
        key = (text, tag, rule)
        found = self._lemma_ids.get(key)
        if found is None:
            lemma = lemma_of(text, self._tags[tag], self._rules[rule], self._lemmas, self._pieces)
            if len(self._lemma_ids) >= 200_000:
                self._lemma_ids.clear()
            found = self._lemma_ids[key] = int(self._strings.add(lemma))
        return found

    def _fill_spaces(self, doc: Doc, tokens: Sequence[int], table: npt.NDArray[np.uint64]) -> None:
        """White space hangs on the word before it, else on the first word, else on the first token.

        Inside of a name it belongs to the name, as in "New" + line end + "York".
        """
        tag, pos, morph, dep = self._space
        words = set(tokens)
        anchor = tokens[0] if tokens else 0
        for i in range(len(doc)):
            if i in words:
                anchor = i
                continue
            label = dep if anchor != i else self._dep_ids[self._root]
            table[i] = (tag, pos, morph, doc[i].orth, label, np.int64(anchor - i).astype(np.uint64), _OUTSIDE, 0)
        for before, word in pairwise(tokens):
            if table[word, 6] == _INSIDE:
                table[before + 1 : word, 6:] = table[word, 6:]

"""What errors of the parser cost: ``python -m benchmarks.parser_cost --data DIR``.

The documents of EWT dev and test and GUM dev are extracted twice over the same words: from the treebank's own tags,
lemmas, heads, labels and sentences, and from those that the shipped model predicts. Names are the shipped model's in
both, so that only the parse differs. The first stands for a parser without errors; it is not gold for statements, as
the rules were made reading the model's parses. A statement is one document's subject, predicate and object with their
status, however often it is told. Only EWT test is new to the model: EWT dev chose among its trainings, and GUM dev is
among what it was trained on.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from benchmarks.figures import scored
from benchmarks.gold import DATA
from benchmarks.language import annotate, given_words
from kg.evaluation.gold import Key
from kg.evaluation.scores import Score
from kg.extraction.extractor import Extractor, load_extractor
from kg.records import Document as Article
from kg.records import Evidence, Field, Modality, Phase
from training.sentences import Document
from training.treebanks import EWT, GUM, read_documents

PARTS = {"EWT dev": EWT["dev"], "EWT test": EWT["test"], "GUM dev": GUM["dev"]}
_SPACE = ("_SP", "SPACE", "dep")


@dataclass(frozen=True)
class Both:
    """What one document gives: statements over the treebank's parse, and over the model's own."""

    words: int
    gold: frozenset[Key]
    own: frozenset[Key]

    def score(self, *, status: bool = True, relation: str | None = None) -> Score:
        """Agreement of own with gold-parse statements, with or without status, of one relation or all."""
        gold, own = (
            {key if status else key[:3] for key in keys if relation in (None, key[1])} for keys in (self.gold, self.own)
        )
        return Score(len(gold & own), len(own - gold), len(gold - own))


def main() -> int:
    """Print one line a figure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.parser_cost", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help=f"folder of public data (default: {DATA})")
    options = parser.parse_args()
    for line in lines(load_extractor(), options.data):
        print(line, flush=True)
    return 0


def lines(extractor: Extractor, data: Path) -> Iterator[str]:
    """Figures of each part, of all, and of each relation."""
    everything: list[Both] = []
    for name, path in PARTS.items():
        found = [
            compare_parses(extractor, f"{name} {number}", document)
            for number, (_, document) in enumerate(read_documents(data / path))
        ]
        everything += found
        yield from figures(name, found)
    yield from figures("all", everything)
    for relation in sorted({key[1] for both in everything for key in both.gold | both.own}):
        yield f"  {relation}: {_counted([both.score(relation=relation) for both in everything])}"


def figures(name: str, found: list[Both]) -> Iterator[str]:
    """How much there is, and how far both agree on statements with and without status."""
    yield f"{name}: {len(found)} documents, {sum(both.words for both in found):,} words"
    yield f"  triples: {_counted([both.score(status=False) for both in found])}"
    yield f"  triples with status: {_counted([both.score() for both in found])}"


def _counted(units: list[Score]) -> str:
    right, spurious, missed = (sum(getattr(unit, kind) for unit in units) for kind in ("right", "spurious", "missed"))
    return f"{right + missed} over gold parses, {right + spurious} over own, {right} in both; {scored(units)}"


def compare_parses(extractor: Extractor, name: str, document: Document) -> Both:
    """The statements of a treebank's document by both parses."""
    own = annotate(extractor.nlp, given_words(extractor.nlp, document))
    article = Article(name, own.text)
    gold = gold_doc(extractor.nlp, document, own)
    return Both(
        sum(len(sentence.words) for sentence in document),
        *(frozenset(_keys(extractor.extract_parsed(article, {Field.BODY: doc}))) for doc in (gold, own)),
    )


def gold_doc(nlp: Language, document: Document, own: Doc) -> Doc:
    """The words of `own` with the treebank's annotation and the names of `own`.

    As in the model's parse, white space between paragraphs hangs on the word before it.
    """
    tags: list[str] = []
    pos: list[str] = []
    lemmas: list[str] = []
    heads: list[int] = []
    labels: list[str] = []
    starts: list[bool | int | None] = []
    for sentence in document:
        if tags and sentence.opens_paragraph:
            tags.append(_SPACE[0])
            pos.append(_SPACE[1])
            lemmas.append("\n\n")
            heads.append(len(heads) - 1)
            labels.append(_SPACE[2])
            starts.append(False)
        first = len(tags)
        tags += sentence.tags
        pos += [tag.partition("|")[0] for tag in sentence.pos]
        lemmas += sentence.lemmas
        heads += [first + (head - 1 if head else i) for i, head in enumerate(sentence.heads)]
        labels += sentence.labels
        starts += [i == 0 for i in range(len(sentence.words))]
    doc = Doc(
        nlp.vocab,
        words=[token.text for token in own],
        spaces=[bool(token.whitespace_) for token in own],
        tags=tags,
        pos=pos,
        lemmas=lemmas,
        heads=heads,
        deps=labels,
        sent_starts=starts,
    )
    doc.set_ents([Span(doc, name.start, name.end, label=name.label_) for name in own.ents])
    return doc


def _keys(found: Iterable[Evidence]) -> Iterator[Key]:
    for told in found:
        statement = told.statement
        phase = told.phase if told.modality is Modality.ASSERTED else Phase.IN_FORCE
        status = (told.modality.value, told.polarity.value, phase.value)
        yield statement.subject.id, statement.predicate, statement.object.id, *status


if __name__ == "__main__":
    sys.exit(main())

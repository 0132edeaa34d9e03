"""The newswire of the Groningen Meaning Bank → sentences with name labels, its noise mended or left out.

Its labels are automatic and partly corrected: titles are inside of persons, cities are organizations when they act,
many names are missed. What can be told from the corpus itself is mended; the rest is UNSURE.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from training.dates import mark_dates
from training.gazetteer import Gazetteer
from training.gum_names import TEMPORAL, TITLES
from training.sentences import NAME_TYPES, UNSURE, Sentence, labels_of, spans_of
from training.sources import read_lines

GMB = "gmb/ner_dataset.csv.gz"
GMB_KINDS = {
    "geo": "GPE", "gpe": "NORP", "per": "PERSON", "org": "ORG", "tim": "DATE", "eve": "EVENT",
}  # fmt: skip

TYPES = frozenset(NAME_TYPES) - {"PRODUCT"}  # its artifacts are everything from GDP to Buddhism
LEAST_SEEN, AGREEMENT = 3, 0.6
_ORGANIZATION_TEXT = """
Academy Administration Agency Airlines Airways Army Assembly Association Authority Bank Board Brigade Brigades Bureau
Center Centre Church Club Commission Committee Company Confederation Congress Corp. Corporation Council Court Department
Federation Force Forces Forum Foundation Front Fund Group House Inc. Institute League Marines Ministry Movement NATO
Nations Navy News Office Organization Organisation Parliament Party Police Post Press Radio Red Senate Service Society
Television Times Tribunal Union University Watch
"""
ORGANIZATION_WORDS = frozenset(_ORGANIZATION_TEXT.split())


def read_gmb(data: Path, gazetteer: Gazetteer) -> list[Sentence]:
    """The newswire sentences, their noisy labels mended: titles leave person names, countries are places."""
    sentences: list[Sentence] = []
    for opening, word, tag, label in _gmb_rows(data):
        if opening:
            sentences.append(Sentence([], name_types=TYPES))
        sentences[-1].words.append(word)
        sentences[-1].tags.append(tag)
        edge, _, kind = label.partition("-")
        sentences[-1].names.append(f"{edge}-{GMB_KINDS[kind]}" if kind in GMB_KINDS else UNSURE if kind else "O")
    sentences.pop()  # the file ends inside a sentence
    for sentence in sentences:
        _mend_gmb(sentence, gazetteer)
    _harmonize(sentences)
    for sentence in sentences:
        mark_dates(sentence)
        sentence.tags = []  # automatic, with another tag set for punctuation
    return sentences


def read_gmb_texts(data: Path) -> list[list[str]]:
    """The words of each newswire sentence, in the order of the file; the last one is cut short and left out."""
    sentences: list[list[str]] = []
    for opening, word, _, _ in _gmb_rows(data):
        if opening:
            sentences.append([])
        sentences[-1].append(word)
    return sentences[:-1]


def read_gmb_words(data: Path) -> Iterator[tuple[str, str]]:
    """Each word of the newswire with its tag, which is automatic: good for what news verbs and nouns there are."""
    return ((word, tag) for _, word, tag, _ in _gmb_rows(data))


def _gmb_rows(data: Path) -> Iterator[list[str]]:
    return (row for row in csv.reader(read_lines(data / GMB, "latin-1")) if len(row) == 4 and row[0] != "Sentence #")


def _mend_gmb(sentence: Sentence, gazetteer: Gazetteer) -> None:
    names, words = sentence.names, sentence.words
    spans = spans_of(names)
    for i, (word, tag) in enumerate(zip(words, sentence.tags, strict=True)):
        if names[i] == "O" and (tag in ("NNP", "NNPS") or TEMPORAL.match(word)) and word not in TITLES:
            names[i] = UNSURE  # many names are not annotated
    for start, end, kind in spans:
        names[start:end] = ["O"] * (end - start)
        if kind == "PERSON":
            titles = [i for i in range(start, end) if words[i] in TITLES]
            for i in range(start, titles[-1] if titles else start):
                names[i] = "O" if words[i] in TITLES else UNSURE
            start = titles[-1] + 1 if titles else start
        elif end - start == 1 and words[start] in gazetteer.countries:
            kind = "GPE"
        elif end - start == 1 and kind in ("GPE", "ORG") and words[start] in gazetteer.peoples:
            kind = "NORP"
        while end > start and words[end - 1] in (",", "'s", "."):
            end -= 1
        if start < end:
            names[start:end] = [f"B-{kind}", *[f"I-{kind}"] * (end - start - 1)]


def _harmonize(sentences: list[Sentence]) -> None:
    """A name that has one type most often has it everywhere; a rare organization must look like one."""
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for start, end, kind in spans_of(sentence.names):
            kinds[" ".join(sentence.words[start:end])][kind] += 1
    for sentence in sentences:
        for start, end, kind in spans_of(sentence.names):
            words = sentence.words[start:end]
            found = kinds[" ".join(words)]
            best, n = found.most_common(1)[0]
            settled = found.total() >= LEAST_SEEN and n / found.total() >= AGREEMENT
            plausible = kind != "ORG" or words[0].isupper() or not ORGANIZATION_WORDS.isdisjoint(words)
            if settled:
                sentence.names[start:end] = labels_of([(0, end - start, best)], end - start)
            elif (
                not plausible
                or (kind == "NORP" and len(words) > 1)
                or found.total() >= LEAST_SEEN
                or not words[0][:1].isupper()
            ):
                sentence.names[start:end] = [UNSURE] * (end - start)

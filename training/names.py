"""Name corpora annotated by people → sentences with name labels.

Sources disagree on what a name is. A source's O excludes only the types that it annotates; what its labels cannot tell
is UNSURE, which the loss skips.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from training.dates import mark_dates
from training.gazetteer import Gazetteer
from training.sentences import UNSURE, Sentence
from training.sources import read_lines

UNER = {part: f"uner/en_ewt-ud-{part}.iob2.gz" for part in ("dev", "test")}
UNER_KINDS = {"PER": "PERSON", "ORG": "ORG", "LOC": "GPE"}

CROSSNER_DOMAINS = ("politics", "ai", "science", "music", "literature")
CROSSNER_KINDS = (
    dict.fromkeys(("person", "politician", "scientist", "researcher", "writer", "musicalartist"), "PERSON")
    | dict.fromkeys(("organisation", "politicalparty", "university", "band"), "ORG")
    | dict.fromkeys(("country", "location"), "GPE")
    | dict.fromkeys(("event", "election", "conference"), "EVENT")
    | {"product": "PRODUCT"}
)


def read_uner(path: Path, gazetteer: Gazetteer) -> list[Sentence]:
    """Web sentences with person, organization and location by hand; nationalities and dates are not annotated."""
    return [
        _complete(Sentence(words, names=labels, name_types=frozenset(UNER_KINDS.values())), gazetteer)
        for words, labels in _columns(path, 1, 2, UNER_KINDS)
    ]


def read_crossner(data: Path, gazetteer: Gazetteer, domain: str) -> list[Sentence]:
    """Encyclopedia sentences of a domain; types that are not ours (award, algorithm, song, …) are UNSURE."""
    types = {"PERSON", "ORG", "GPE", "EVENT"} | ({"PRODUCT"} if domain == "ai" else set())
    return [
        _complete(Sentence(words, names=labels, name_types=frozenset(types)), gazetteer)
        for part in ("train", "dev", "test")
        for words, labels in _columns(data / f"crossner/{domain}-{part}.txt.gz", 0, 1, CROSSNER_KINDS)
    ]


def _columns(path: Path, word: int, label: int, kinds: dict[str, str]) -> Iterator[tuple[list[str], list[str]]]:
    words: list[str] = []
    labels: list[str] = []
    for line in [*read_lines(path), ""]:
        if line.startswith("# "):
            continue
        if line.strip():
            columns = line.split("\t")
            edge, _, kind = columns[label].strip().partition("-")
            words.append(columns[word])
            labels.append("O" if edge == "O" else f"{edge}-{kinds[kind]}" if kind in kinds else UNSURE)
        elif words:
            yield words, labels
            words, labels = [], []


def _complete(sentence: Sentence, gazetteer: Gazetteer) -> Sentence:
    """Nationalities and dates outside of names, which these sources lack."""
    for i, label in enumerate(sentence.names):
        if label in ("O", UNSURE) and sentence.words[i] in gazetteer.peoples:
            sentence.names[i] = "B-NORP"
    return mark_dates(sentence)

"""Predicted × gold → precision, recall and F1 of statements, and what was missed and what was spurious."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from kg.gold import GoldArticle, Json, Key, status_of, triple_of
from kg.records import UNKNOWN_TYPE, Document

_ARTICLES = re.compile(r"\A(?:the|a|an)\s+")


@dataclass
class Score:
    """Counts of right, spurious and missed, over all articles."""

    right: int = 0
    spurious: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Right among what was found; 1 where nothing was."""
        return self.right / (self.right + self.spurious) if self.right + self.spurious else 1.0

    @property
    def recall(self) -> float:
        """Right among what should be found; 1 where nothing should."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True)
class Difference:
    """A statement that only one side has: `kind` is missed or spurious, `what` its triple and status."""

    kind: str
    document: str
    what: Key
    sentence: str


@dataclass
class Report:
    """Scores of triples, and of triples with status, with the differences of the latter."""

    articles: int = 0
    triples: Score = field(default_factory=Score)
    with_status: Score = field(default_factory=Score)
    differences: list[Difference] = field(default_factory=list)


def evaluate(
    articles: Iterable[GoldArticle],
    predict: Callable[[Document], Iterable[Json]],
    *,
    symmetric: frozenset[str],
) -> Report:
    """Compares the evidence lines that `predict` gives for each article with its gold.

    A statement told twice counts once. An entity is the gold's if it has its Wikidata id or IRI, else one of
    its names. The phase counts only for what is told as fact. What matches optional gold counts neither way.
    """
    report = Report()
    for article in articles:
        report.articles += 1
        _compare(article, list(predict(article.document)), symmetric, report)
    return report


def _compare(article: GoldArticle, lines: list[Json], symmetric: frozenset[str], report: Report) -> None:
    found: dict[Key, str] = {}
    for line in lines:
        subject, object_ = (_gold_name(line[role], article) for role in ("subject", "object"))
        triple = triple_of(subject, str(line["predicate"]), object_, symmetric)
        sentence = line.get("evidence") or {}
        found.setdefault(triple + status_of(line), str(sentence.get("text", "")))
    required = {s.triple + s.status: s.sentence for s in reversed(article.statements) if not s.optional}
    optional = {s.triple + s.status for s in article.statements if s.optional} - required.keys()
    _count(report.triples, {k[:3] for k in found}, {k[:3] for k in required}, {k[:3] for k in optional})
    _count(report.with_status, found.keys(), required.keys(), optional)
    name = article.document.id
    for key in sorted(required.keys() - found.keys()):
        report.differences.append(Difference("missed", name, key, required[key]))
    for key in sorted(found.keys() - required.keys() - optional):
        report.differences.append(Difference("spurious", name, key, found[key]))


def _count(score: Score, found: Iterable[Key], required: Iterable[Key], optional: Iterable[Key]) -> None:
    found, required, optional = set(found), set(required), set(optional)
    score.right += len(found & required)
    score.missed += len(required - found)
    score.spurious += len(found - required - optional)


def _gold_name(entity: Json, article: GoldArticle) -> str:
    """The gold's name of a predicted entity, else its own name in angle brackets, which no gold has."""
    if entity.get("type") == UNKNOWN_TYPE:
        return UNKNOWN_TYPE
    wikidata, iri = entity.get("wikidata"), entity.get("id")
    for name, gold in article.entities.items():
        if (wikidata and wikidata == gold.get("wikidata")) or (iri and iri == gold.get("id")):
            return name
    for said in (entity.get("name"), entity.get("mention")):
        for name, gold in article.entities.items():
            differs = wikidata and gold.get("wikidata")
            if said and not differs and plain(str(said)) in {plain(n) for n in (name, *gold.get("aliases", ()))}:
                return name
    return f"<{entity.get('name')}>"


def plain(name: str) -> str:
    """A name without what writers vary: case, article, kind of apostrophe, dots of abbreviations."""
    name = " ".join(name.casefold().replace("’", "'").replace(".", "").split())
    return _ARTICLES.sub("", name)

"""Predicted × gold → what is right, spurious and missed, statement by statement, with and without status."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kg.evaluation.gold import GoldArticle, GoldStatement, Json, Key, status_of, triple_of
from kg.evaluation.scores import Ratio, Score, total
from kg.records import FACTUAL_VOICES, UNKNOWN_TYPE, Document, Modality, Polarity, Voice

_ARTICLES = re.compile(r"\A(?:the|a|an)\s+")
_OUTLETS = frozenset({"newspaper", "media"})
_FACT = (Modality.ASSERTED.value, Polarity.AFFIRMED.value)


class Outcome(NamedTuple):
    """A statement that both sides have, or only one: `kind` is right, missed or spurious.

    `what` is its triple, and its status where that was compared too; `construction` is how it is told, by the gold,
    else by the rule that found it; empty where neither says. `confidence` is the highest of its evidence, None if
    it was missed.
    """

    kind: str
    document: str
    what: Key
    sentence: str
    construction: str
    confidence: float | None = None


@dataclass(frozen=True)
class Compared:
    """One article: outcomes of triples and of triples with status, facts, and what right statements say beside."""

    document: str
    triples: tuple[Outcome, ...]
    statements: tuple[Outcome, ...]
    facts: Score
    attribution: Ratio
    time: Ratio


@dataclass
class Report:
    """All articles compared."""

    compared: list[Compared] = field(default_factory=list)

    @property
    def triples(self) -> Score:
        """Subject, predicate and object."""
        return total(score_of(article.triples) for article in self.compared)

    @property
    def with_status(self) -> Score:
        """The same with modality, polarity and phase."""
        return total(score_of(article.statements) for article in self.compared)

    @property
    def facts(self) -> Score:
        """What becomes a direct triple: told as fact, by the article, an outlet or the subject itself."""
        return total(article.facts for article in self.compared)

    @property
    def attribution(self) -> Ratio:
        """Right speakers, in order, among statements found with their status."""
        return sum((article.attribution for article in self.compared), Ratio())

    @property
    def time(self) -> Ratio:
        """Right times, none where the gold has none, among statements found with their status."""
        return sum((article.time for article in self.compared), Ratio())

    @property
    def differences(self) -> list[Outcome]:
        """What only one side has, status included, article by article."""
        return [o for article in self.compared for o in article.statements if o.kind != "right"]

    def reliability(self) -> list[tuple[float, float, Ratio]]:
        """For tenths of confidence, from where to where, how many triples found with it are right."""
        bins: dict[int, Ratio] = {}
        for article in self.compared:
            for outcome in article.triples:
                if outcome.confidence is not None:
                    tenth = min(int(outcome.confidence * 10 + 1e-6), 9)
                    bins[tenth] = bins.get(tenth, Ratio()) + Ratio(outcome.kind == "right", 1)
        return [(tenth / 10, (tenth + 1) / 10, bins[tenth]) for tenth in sorted(bins)]

    def by(self, key: Callable[[Outcome], str]) -> dict[str, Score]:
        """Scores of triples by a property of theirs, in its order."""
        groups: dict[str, list[Outcome]] = {}
        for article in self.compared:
            for outcome in article.triples:
                groups.setdefault(key(outcome), []).append(outcome)
        return {name: score_of(groups[name]) for name in sorted(groups)}


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
    return Report([compare(article, list(predict(article.document)), symmetric) for article in articles])


def score_of(outcomes: Iterable[Outcome]) -> Score:
    """Counts of outcomes by kind."""
    kinds = [outcome.kind for outcome in outcomes]
    return Score(kinds.count("right"), kinds.count("spurious"), kinds.count("missed"))


def construction_of(line: Json) -> str:
    """How the rule of an evidence line says that it is told: what stands before the rule's colon."""
    head, colon, _ = str(line.get("rule") or "").partition(":")
    return head if colon else ""


def compare(article: GoldArticle, lines: Sequence[Json], symmetric: frozenset[str]) -> Compared:
    """One article with the evidence lines found in it."""
    found: dict[Key, list[Json]] = {}
    for line in lines:
        subject, object_ = (gold_name(line[role], article) for role in ("subject", "object"))
        triple = triple_of(subject, str(line["predicate"]), object_, symmetric)
        found.setdefault(triple + status_of(line), []).append(line)
    required: dict[Key, list[GoldStatement]] = {}
    optional: set[Key] = set()
    for told in article.statements:
        if told.optional:
            optional.add(told.triple + told.status)
        else:
            required.setdefault(told.triple + told.status, []).append(told)
    optional -= required.keys()
    attribution, time = Ratio(), Ratio()
    for key in found.keys() & required.keys():
        for told in required[key]:
            nearest = _telling(found[key], told.sentence)
            speakers = tuple(gold_name(speaker, article) for speaker in _list(nearest, "attribution"))
            attribution += Ratio(speakers == told.attribution, 1)
            time += Ratio((nearest.get("time") or "") == told.time, 1)
    return Compared(
        article.document.id,
        _outcomes(article.document.id, _first_three(found), _first_three(required), {k[:3] for k in optional}),
        _outcomes(article.document.id, found, required, optional),
        _facts(article, found),
        attribution,
        time,
    )


def _first_three(told: dict[Key, list[Any]]) -> dict[Key, list[Any]]:
    merged: dict[Key, list[Any]] = {}
    for key, values in told.items():
        merged.setdefault(key[:3], []).extend(values)
    return merged


def _outcomes(
    document: str,
    found: dict[Key, list[Json]],
    required: dict[Key, list[GoldStatement]],
    optional: Collection[Key],
) -> tuple[Outcome, ...]:
    outcomes = []
    for key in sorted(required):
        told = required[key][0]
        construction = told.construction or (construction_of(found[key][0]) if key in found else "")
        kind = "right" if key in found else "missed"
        outcomes.append(Outcome(kind, document, key, told.sentence, construction, _surest(found.get(key, ()))))
    for key in sorted(found.keys() - required.keys() - set(optional)):
        line = found[key][0]
        surest = _surest(found[key])
        outcomes.append(Outcome("spurious", document, key, _sentence(line), construction_of(line), surest))
    return tuple(outcomes)


def _surest(lines: Iterable[Json]) -> float | None:
    return max((float(line.get("confidence", 1.0)) for line in lines), default=None)


def _facts(article: GoldArticle, found: dict[Key, list[Json]]) -> Score:
    """Triples told as fact on both sides; the phase does not count, as the graph works that out by date."""
    claimed = {key[:3] for key, lines in found.items() if key[3:5] == _FACT and any(map(_factual, lines))}
    claimed = {triple for triple in claimed if UNKNOWN_TYPE not in (triple[0], triple[2])}
    true: set[Key] = set()
    arguable: set[Key] = set()
    for told in article.statements:
        if told.status[:2] == _FACT and _factual_voice(told, article):
            (arguable if told.optional else true).add(told.triple)
    true = {triple for triple in true if UNKNOWN_TYPE not in (triple[0], triple[2])}
    return Score(len(claimed & true), len(claimed - true - arguable), len(true - claimed))


def _factual(line: Json) -> bool:
    return line.get("voice", Voice.ARTICLE) in FACTUAL_VOICES


def _factual_voice(told: GoldStatement, article: GoldArticle) -> bool:
    """The nearest speaker is nobody, an outlet, or who does it."""
    if not told.attribution:
        return True
    speaker = told.attribution[0]
    return speaker == told.triple[0] or article.entities.get(speaker, {}).get("type") in _OUTLETS


def _telling(lines: Sequence[Json], sentence: str) -> Json:
    """The line that was found in a sentence of the gold, else the first."""
    return next((line for line in lines if _sentence(line) and _sentence(line) in sentence), lines[0])


def _sentence(line: Json) -> str:
    return str((line.get("evidence") or {}).get("text", ""))


def _list(line: Json, name: str) -> list[Json]:
    return list(line.get(name) or [])


def gold_name(entity: Json, article: GoldArticle) -> str:
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

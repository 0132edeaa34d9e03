"""Pairs of entities that may be one, the likeliest first, each beside sentences that tell of them.

Only pairs that share a key are compared (a beginning or an end of a word, initials, a Wikidata id), so that a hundred
thousand entities are no matter. Two that the shipped tables tell apart are never proposed, nor two with different
Wikidata ids, nor what belongs to one article.
"""

from __future__ import annotations

import shlex
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

from kg.explain import marked
from kg.graph.facts import Telling
from kg.graph.rdf import main_passage
from kg.graph.reading import Reading
from kg.ontology import Ontology
from kg.records import UNKNOWN_TYPE, Entity
from kg.review.alike import OTHER_TYPE, SAME_ALIAS, SAME_ID, SAME_NAME, Name, likeness
from kg.review.meanings import gazetteer_of

LEAST = 0.78
"""What a pair must score to be proposed."""
COLUMNS = (
    *("verdict", "why", "score", "reason", "entity", "type", "is perhaps", "its type"),
    *("sentence", "other sentence", "iri", "other iri"),
)
_LARGEST = 400
"""Names of one key are compared each with each up to here, and beyond it with their neighbours in the alphabet."""
_LOOK = 75.0
"""How alike two names must be at a first look, of 100, to be compared word by word."""
_MANY, _MANY_OF_ALL = 10, 0.002
"""In how many names, and of all how many, a word stands that tells little."""
_PERSON = "person"


@dataclass(frozen=True, order=True)
class Candidate:
    """Two who may be one; the first would be merged into the other, which is better known."""

    rank: tuple[float, str, str]
    entity: Entity
    other: Entity
    reason: str

    @property
    def score(self) -> float:
        """From 0 to 1."""
        return -self.rank[0]


def candidates_in(graph: Reading) -> list[Candidate]:
    """The pairs of a graph that may be one, the likeliest first; the one of whom less is told comes first in a pair."""
    parts = graph.select("SELECT ?who (COUNT(?s) AS ?n) { ?s rdf:subject|rdf:object ?who } GROUP BY ?who")
    return find_candidates(graph.entities(), graph.ontology, {iri: int(number) for iri, number in parts})


def find_candidates(
    entities: Iterable[Entity], ontology: Ontology, statements: Mapping[str, int] | None = None
) -> list[Candidate]:
    """The pairs that score enough, by score, then IRI; `statements` is how many are told of whom, by IRI."""
    told = statements or {}
    known = {entry.entity.id for entry in gazetteer_of(frozenset(ontology.types), ontology.namespaces).entries.values()}
    named = [entity for entity in entities if not entity.local and entity.type != UNKNOWN_TYPE]
    named.sort(key=lambda entity: entity.id)
    names = [[Name(name) for name in dict.fromkeys((entity.name, *entity.aliases))] for entity in named]
    standing = Counter(word for of in names for word in {word for name in of for word in name.core})
    common = frozenset(word for word, number in standing.items() if number > max(_MANY, len(named) * _MANY_OF_ALL))
    found = []
    for first, second in sorted(_pairs(named, names, standing)):
        one, other = named[first], named[second]
        if one.id in known and other.id in known:
            continue
        if one.wikidata and other.wikidata and one.wikidata != other.wikidata:
            continue
        score, reason = _score(one, names[first], other, names[second], common)
        if score >= LEAST:
            less, more = sorted((one, other), key=lambda e: _standing(e, known, told))
            found.append(Candidate((-round(score, 3), less.id, more.id), less, more, reason))
    return sorted(found, key=lambda candidate: candidate.rank)


def _standing(entity: Entity, known: Collection[str], told: Mapping[str, int]) -> tuple[object, ...]:
    """How well known somebody is: by the tables, by Wikidata, by what is told of them, by a short name."""
    return entity.id in known, bool(entity.wikidata), told.get(entity.id, 0), -len(entity.name), entity.id


def candidate_rows(graph: Reading, candidates: Iterable[Candidate]) -> Iterator[tuple[str, ...]]:
    """A row for each pair, with a sentence of each, its trigger in brackets."""
    for candidate in candidates:
        one, other = candidate.entity, candidate.other
        yield (
            "",
            "",
            f"{candidate.score:.2f}",
            candidate.reason,
            one.name,
            one.type,
            other.name,
            other.type,
            sentence_about(graph, one),
            sentence_about(graph, other),
            one.id,
            other.id,
        )


def candidate_lines(rows: Iterable[Sequence[str]], path: Path) -> Iterator[str]:
    """Each pair in four lines: score and reason, a sentence of each, and the command that merges them."""
    for _, _, score, reason, one, type, other, other_type, sentence, other_sentence, iri, other_iri in rows:
        yield f"{score}  {one} ({type}) is perhaps {other} ({other_type}): {reason}"
        yield f"      {one}: {sentence}"
        yield f"      {other}: {other_sentence}"
        named = (iri, other_iri) if one == other else (one, other)
        yield f"      kg review {path} merge {shlex.join(named)}"


def sentence_about(graph: Reading, entity: Entity) -> str:
    """The surest sentence in which somebody does something or has it done, and where it stands."""
    found = [*graph.tellings(subject=entity.id), *graph.tellings(object=entity.id)]
    if not found:
        return "only named as speaker, topic or place"
    telling = min(found, key=_least_doubt)
    told, article = telling.evidence, telling.article
    source = ", ".join(filter(None, (article.publisher, article.date))) or article.id
    return f"{marked(told, main_passage(told))} ({source}) {told.id}"


def _least_doubt(telling: Telling) -> tuple[float, str]:
    return -telling.evidence.confidence, telling.evidence.id


def _score(
    one: Entity, names: Sequence[Name], other: Entity, others: Sequence[Name], common: Collection[str]
) -> tuple[float, str]:
    if one.wikidata and one.wikidata == other.wikidata:
        return SAME_ID, f"same Wikidata id {one.wikidata}"
    persons = one.type == other.type == _PERSON
    best, reason = 0.0, ""
    for place, name in enumerate(names):
        for other_place, other_name in enumerate(others):
            score, why = likeness(name, other_name, persons=persons, common=common)
            if place or other_place:
                why = f"{why}: {name.text}, {other_name.text}"
                score = min(score, SAME_ALIAS) if score == SAME_NAME else score
            if score > best:
                best, reason = score, why
    if one.type != other.type:
        return best * OTHER_TYPE, f"{reason}, but {one.type} and {other.type}"
    return best, reason


def _pairs(entities: Sequence[Entity], names: Sequence[Sequence[Name]], standing: Counter[str]) -> set[tuple[int, int]]:
    """The pairs that are worth a look, as places in the sequence."""
    exact: dict[str, list[int]] = defaultdict(list)
    alike: dict[str, list[tuple[str, int]]] = defaultdict(list)
    short: dict[str, list[int]] = defaultdict(list)
    long: dict[str, list[int]] = defaultdict(list)
    for place, entity in enumerate(entities):
        if entity.wikidata:
            exact[f"id {entity.wikidata}"].append(place)
        for name in names[place]:
            if not name.words:
                continue
            exact[f"name {' '.join(name.core)}"].append(place)
            exact[f"joined {''.join(name.core)}"].append(place)
            exact[f"short {' '.join(name.telling)}"].append(place)
            for initials in name.initials:
                long[f"initials {initials}"].append(place)
            if name.initialism:
                short[f"initials {name.initialism}"].append(place)
            if entity.type == _PERSON:
                (short if len(name.core) == 1 else long)[f"last {name.core[-1]}"].append(place)
            rare = min(standing[word] for word in name.telling)
            for word in set(name.telling):
                if len(word) > 3 and standing[word] <= max(rare, _MANY):
                    alike[f"begins {word[:3]}"].append((name.plain, place))
                    alike[f"ends {word[-3:]}"].append((name.plain, place))
    pairs: set[tuple[int, int]] = set()
    for places in exact.values():
        unique = sorted(set(places))
        if len(unique) <= _LARGEST:
            pairs.update((a, b) for i, a in enumerate(unique) for b in unique[i + 1 :])
    for key, places in short.items():
        beside = sorted(set(long.get(key, ())))[:_LARGEST]
        pairs.update((min(a, b), max(a, b)) for a in set(places) for b in beside if a != b)
    for block in alike.values():
        pairs.update(_near_pairs(sorted(set(block))))
    return pairs


def _near_pairs(block: Sequence[tuple[str, int]]) -> Iterator[tuple[int, int]]:
    """Pairs within a block whose names are alike at a first look."""
    step = _LARGEST // 2
    for start in range(0, max(len(block) - step, 1), step):
        part = block[start : start + _LARGEST]
        if len(part) < 2:
            continue
        texts = [text for text, _ in part]
        scores = process.cdist(texts, texts, scorer=fuzz.token_sort_ratio, score_cutoff=_LOOK, dtype=np.uint8)
        for row, column in zip(*scores.nonzero(), strict=True):
            first, second = part[row][1], part[column][1]
            if first < second:
                yield first, second

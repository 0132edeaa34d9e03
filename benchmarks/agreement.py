"""How far two readers agree: ``python -m benchmarks.agreement FIRST.jsonl SECOND.jsonl``, the same articles in both.

Who is who is matched by name. Whether a sentence tells a relation is a yes or no for each sentence and relation, so
that agreeing on nothing counts too; modality, polarity, phase, speakers, time and construction are compared where both
have the triple. Figures are Krippendorff's alpha for nominal values (1 is full agreement, 0 what chance gives), and
the F1 of one reader's triples against the other's.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kg.evaluation.compare import plain
from kg.evaluation.scores import Score
from kg.ontology import load_ontology

FIELDS = ("modality", "polarity", "phase", "attribution", "time", "construction")
Article = Mapping[str, Any]
Pair = tuple[Hashable, Hashable]
Triple = tuple[str, str, str]


def main() -> int:
    """Print one line a figure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.agreement", description=__doc__)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    options = parser.parse_args()
    for line in figures(read(options.first), read(options.second)):
        print(line)
    return 0


def read(path: Path) -> dict[str, Article]:
    """Articles by id."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {article["id"]: article for article in map(json.loads, filter(None, lines))}


def figures(first: Mapping[str, Article], second: Mapping[str, Article]) -> Iterator[str]:
    """All lines of figures over the articles that both have."""
    shared = [(first[name], second[name]) for name in first if name in second]
    yield f"{len(shared)} articles annotated twice"
    pairs: dict[str, list[Pair]] = {name: [] for name in ("told", *FIELDS)}
    with_optional = required = Score()
    for one, other in shared:
        names = _same_entities(one, other)
        mine, theirs = _triples(one, {}), _triples(other, names)
        required += _score(mine, theirs, optional=False)
        with_optional += _score(mine, theirs, optional=True)
        pairs["told"] += _told(one, other)
        for triple in sorted(mine.keys() & theirs.keys()):
            for name in FIELDS:
                if name in mine[triple][0] and name in theirs[triple][0]:
                    pairs[name].append((_value(mine[triple], name, {}), _value(theirs[triple], name, names)))
    yield f"triples, what neither calls arguable: F1 {required.f1:.3f}"
    yield f"triples, an arguable one of either agrees with both answers: F1 {with_optional.f1:.3f}"
    for name, values in pairs.items():
        equal = sum(a == b for a, b in values) / max(1, len(values))
        what = "a sentence tells a relation" if name == "told" else name
        yield f"{what}: alpha {alpha(values):.3f} (equal {equal:.3f} of {len(values)})"


def alpha(pairs: Iterable[Pair]) -> float:
    """Krippendorff's alpha of nominal values that two readers gave each unit; 1 where only one value is ever given."""
    pairs = list(pairs)
    counts = Counter(value for pair in pairs for value in pair)
    total = sum(counts.values())
    expected = total * total - sum(count * count for count in counts.values())
    if not expected:
        return 1.0
    observed = 2 * sum(a != b for a, b in pairs)
    return 1 - (total - 1) * observed / expected


def _same_entities(one: Article, other: Article) -> dict[str, str]:
    """The second reader's entities → the first's that share most names with them."""
    names = {name: _forms(name, entity) for name, entity in one["entities"].items()}
    found = {}
    for name, entity in other["entities"].items():
        forms = _forms(name, entity)
        best = max(names, key=lambda n: (plain(n) == plain(name), len(names[n] & forms)), default=name)
        found[name] = best if names.get(best, set()) & forms else name
    return found


def _forms(name: str, entity: Mapping[str, Any]) -> set[str]:
    return {plain(form) for form in (name, *entity.get("aliases", ()))}


def _triples(article: Article, names: Mapping[str, str]) -> dict[Triple, list[Mapping[str, Any]]]:
    symmetric = load_ontology().symmetric
    found: dict[Triple, list[Mapping[str, Any]]] = {}
    for told in article["statements"]:
        subject, obj = (names.get(told[role], told[role]) for role in ("subject", "object"))
        if told["predicate"] in symmetric:
            subject, obj = sorted((subject, obj))
        found.setdefault((subject, told["predicate"], obj), []).append(told)
    return found


def _score(
    mine: Mapping[Triple, list[Mapping[str, Any]]], theirs: Mapping[Triple, list[Mapping[str, Any]]], *, optional: bool
) -> Score:
    def firm(found: Mapping[Triple, list[Mapping[str, Any]]]) -> set[Triple]:
        return {triple for triple, told in found.items() if not all(one.get("optional") for one in told)}

    if optional:
        return Score(
            len(firm(mine) & theirs.keys() | firm(theirs) & mine.keys()),
            len(firm(theirs) - mine.keys()),
            len(firm(mine) - theirs.keys()),
        )
    return Score(len(firm(mine) & firm(theirs)), len(firm(theirs) - firm(mine)), len(firm(mine) - firm(theirs)))


def _told(one: Article, other: Article) -> Iterator[Pair]:
    sentences = sorted({_sentence(told) for article in (one, other) for told in article["statements"]})
    relations = sorted(load_ontology().relations)
    sides = [{(_sentence(told), told["predicate"]) for told in article["statements"]} for article in (one, other)]
    for sentence in sentences:
        for relation in relations:
            yield (sentence, relation) in sides[0], (sentence, relation) in sides[1]


def _sentence(told: Mapping[str, Any]) -> str:
    evidence = told.get("evidence") or ""
    return str(evidence if isinstance(evidence, str) else evidence[-1])


def _value(told: list[Mapping[str, Any]], name: str, names: Mapping[str, str]) -> Hashable:
    value = told[0].get(name) or ""
    return tuple(names.get(item, item) for item in value) if isinstance(value, list) else str(value)


if __name__ == "__main__":
    sys.exit(main())

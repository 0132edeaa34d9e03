"""What several benchmarks share: the development gold, evidence as plain records, shares and scores in one line."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from kg.evaluation.compare import Report, evaluate
from kg.evaluation.gold import GoldArticle, Json, read_gold, read_json_values
from kg.evaluation.scores import Score, interval, total
from kg.extraction.extractor import Extractor
from kg.jsonl import evidence_record
from kg.ontology import Ontology
from kg.records import Document

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"
DEVELOPMENT = tuple(ROOT / "tests" / "gold" / f"{name}.jsonl" for name in ("dev", "dev2", "dev3", "examples"))
"""Gold that anybody may read; `test.jsonl` is not among it and must not be."""
_Z = 1.96


def symmetric(ontology: Ontology) -> frozenset[str]:
    """The names of the relations that hold both ways."""
    return frozenset(name for name, relation in ontology.relations.items() if relation.symmetric)


def read_articles(path: Path, ontology: Ontology) -> list[GoldArticle]:
    """The annotated articles of a file. Raises DocumentError naming the line that is malformed."""
    return read_gold(read_json_values(path), symmetric=symmetric(ontology), relations=ontology.relations.keys())


def predict(extractor: Extractor) -> Callable[[Document], list[Json]]:
    """Documents to evidence records by the whole extractor."""
    return lambda document: [evidence_record(told, document) for told in extractor.extract(document)]


def measure(articles: Sequence[GoldArticle], found: Callable[[Document], Iterable[Json]], ontology: Ontology) -> Report:
    """What `found` gives for each article against its gold."""
    return evaluate(articles, found, symmetric=symmetric(ontology))


def scored(units: Sequence[Score]) -> str:
    """ "P 0.800 R 0.600 F1 0.686 [0.61, 0.75]": sums over articles, with the bootstrap interval of F1."""
    score = total(units)
    low, high = interval(units, lambda drawn: drawn.f1)
    return f"P {score.precision:.3f} R {score.recall:.3f} F1 {score.f1:.3f} [{low:.2f}, {high:.2f}]"


def share(right: int, of: int) -> str:
    """ "0.512 [0.45, 0.58]  87 of 170": a share with Wilson's 95 % interval; "none" of nothing."""
    if not of:
        return "none"
    low, high = wilson(right, of)
    return f"{right / of:.3f} [{low:.2f}, {high:.2f}]  {right} of {of}"


def wilson(right: int, of: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share of independent trials; `of` must be positive."""
    ratio, spread = right / of, _Z * _Z / of
    middle = (ratio + spread / 2) / (1 + spread)
    half = _Z * math.sqrt(ratio * (1 - ratio) / of + spread / (4 * of)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def counts(values: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Each value with how often it stands, the most frequent first."""
    found: dict[str, int] = {}
    for value in values:
        found[value] = found.get(value, 0) + 1
    yield from sorted(found.items(), key=lambda item: (-item[1], item[0]))

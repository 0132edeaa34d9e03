"""The annotated articles of development, and what an extractor finds in them, for several benchmarks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from kg.evaluation.compare import Report, evaluate
from kg.evaluation.gold import GoldArticle, Json, read_gold, read_json_values
from kg.extraction.extractor import Extractor
from kg.jsonl import evidence_record
from kg.ontology import Ontology
from kg.records import Document

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"
DEVELOPMENT = tuple(ROOT / "tests" / "gold" / f"{name}.jsonl" for name in ("dev", "dev2", "dev3", "examples"))
"""Gold that anybody may read; `test.jsonl` is not among it and must not be."""


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

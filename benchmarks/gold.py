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


def read_articles(path: Path, ontology: Ontology) -> list[GoldArticle]:
    """The annotated articles of a file. Raises DocumentError naming the line that is malformed."""
    return checked_articles(read_json_values(path), ontology)


def checked_articles(values: Iterable[tuple[str, object]], ontology: Ontology) -> list[GoldArticle]:
    """Annotated articles from JSON values, each with the place it was read at; raises DocumentError as before."""
    return read_gold(values, symmetric=ontology.symmetric, relations=ontology.relations.keys())


def predict(extractor: Extractor) -> Callable[[Document], list[Json]]:
    """Documents to evidence records by the whole extractor."""
    return lambda document: [evidence_record(told, document) for told in extractor.extract(document)]


def measure(articles: Sequence[GoldArticle], found: Callable[[Document], Iterable[Json]], ontology: Ontology) -> Report:
    """What `found` gives for each article against its gold."""
    return evaluate(articles, found, symmetric=ontology.symmetric)

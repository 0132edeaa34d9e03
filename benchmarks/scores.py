"""The extractor against gold articles, in lines of figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.cli.evaluate import score_lines as printed
from kg.evaluation.compare import evaluate
from kg.evaluation.gold import read_gold
from kg.extraction.extractor import load_extractor
from kg.jsonl import evidence_record


def score_lines(values: Iterable[tuple[str, object]]) -> Iterator[str]:
    """What `kg evaluate` prints, for JSON values each with the place it was read at."""
    extractor = load_extractor()
    relations = extractor.ontology.relations
    symmetric = frozenset(name for name, relation in relations.items() if relation.symmetric)
    articles = read_gold(values, symmetric=symmetric, relations=relations.keys())
    report = evaluate(
        articles,
        lambda document: [evidence_record(told, document) for told in extractor.extract(document)],
        symmetric=symmetric,
    )
    yield from printed(report)

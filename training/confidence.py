"""``python -m training.confidence GOLD…``: fits the weights of `kg/extraction/confidence.json` on annotated articles.

Every pair that the extractor considers, however unlikely, is compared with the gold; a logistic regression with a small
penalty then weighs its clues. Give it articles that neither the network nor a rule has learned from.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from kg.evaluation.compare import gold_name
from kg.evaluation.gold import GoldArticle, read_gold, read_json_values, triple_of
from kg.extraction.confidence import WEIGHTS, Clues, Confidence, Least, features
from kg.extraction.extractor import Extractor, load_extractor
from kg.jsonl import evidence_record
from training.compact import read_compact

PENALTY = 3.0
Example = tuple[dict[str, float], bool]


class Recorder(Confidence):
    """Remembers the clues of every pair and finds all of them sure."""

    def __init__(self) -> None:
        super().__init__({})
        self.seen: list[Clues] = []

    def of(self, clues: Clues) -> float:
        """Its place among the seen, so that evidence leads back to its clues."""
        self.seen.append(clues)
        return float(len(self.seen))


def main() -> int:
    """Fit both sets of weights and write them."""
    parser = argparse.ArgumentParser(prog="python -m training.confidence", description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    extractor = load_extractor()
    articles = gold_articles(options.gold, extractor)
    examples = [example for article in articles for example in judged(article, extractor)]
    ruled = [(without_odds(found), right) for found, right in examples if "both by rule" in found or "unsaid" in found]
    weights = {"read": fitted(examples), "ruled": fitted(ruled)}
    options.out.write_text(json.dumps(weights, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{len(examples)} pairs of {len(articles)} articles, {sum(right for _, right in examples)} right")
    return 0


def gold_articles(paths: Iterable[Path], extractor: Extractor) -> list[GoldArticle]:
    """The annotated articles of several files, in JSON lines or the compact form."""
    ontology = extractor.ontology
    values: list[tuple[str, object]] = []
    for path in paths:
        compact = path.suffix == ".txt"
        values += [(f"{path}:{a['id']}", a) for a in read_compact(path)] if compact else read_json_values(path)
    return read_gold(values, symmetric=ontology.symmetric, relations=ontology.relations.keys())


def judged(article: GoldArticle, extractor: Extractor) -> list[Example]:
    """The features of every pair considered in an article, each with whether the gold has its triple.

    What the gold calls arguable is left out.
    """
    recorder = Recorder()
    extractor.confidence, extractor.least = recorder, Least(0.0, 0.0)
    required = {told.triple for told in article.statements if not told.optional}
    optional = {told.triple for told in article.statements if told.optional} - required
    examples = []
    for told in extractor.extract(article.document):
        record = evidence_record(told, article.document)
        subject, obj = (gold_name(record[role], article) for role in ("subject", "object"))  # type: ignore[arg-type]
        triple = triple_of(subject, told.statement.predicate, obj, extractor.ontology.symmetric)
        if triple not in optional:
            examples.append((features(recorder.seen[int(told.confidence) - 1]), triple in required))
    return examples


def without_odds(found: dict[str, float]) -> dict[str, float]:
    """The features that rules alone give."""
    return {name: value for name, value in found.items() if not name.startswith("odds ")}


def fitted(examples: Sequence[Example]) -> dict[str, float]:
    """Weights by Newton's method; the constant bears no penalty."""
    names = sorted({name for found, _ in examples for name in found})
    x = np.array([[found.get(name, 0.0) for name in names] for found, _ in examples])
    y = np.array([right for _, right in examples], dtype=float)
    penalty = np.array([0.0 if name == "constant" else PENALTY for name in names])
    weights = np.zeros(len(names))
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (p - y) + penalty * weights
        hessian = (x.T * (p * (1 - p))) @ x + np.diag(penalty + 1e-6)
        weights -= np.linalg.solve(hessian, gradient)
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}


if __name__ == "__main__":
    sys.exit(main())

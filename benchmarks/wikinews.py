"""Real news: ``python -m benchmarks.wikinews --data DIR``, GUM's 19 Wikinews articles with our annotation of them.

The project keeps the annotation (`tests/gold/wikinews.jsonl`: names, statements, offsets of their sentences), not the
texts; these are put together from GUM, which must be there. `--out FILE` writes gold articles for `kg evaluate`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.cli.evaluate import score_lines
from kg.evaluation.compare import evaluate
from kg.evaluation.gold import read_gold
from kg.extraction.extractor import load_extractor
from kg.jsonl import evidence_record
from training.treebanks import GUM, documents_with_rows, is_news

ANNOTATION = Path(__file__).parent.parent / "tests" / "gold" / "wikinews.jsonl"


class TextChangedError(ValueError):
    """A text is not the one that was annotated; the message names it."""


def main() -> int:
    """Write gold articles, or measure the extractor on them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.wikinews", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, help="write the articles here and measure nothing")
    options = parser.parse_args()
    if not (options.data / GUM["train"]).is_file():
        print(f"not measured: the texts are in GUM, and there is no {options.data / GUM['train']}")
        return 0
    lines = [json.dumps(article, ensure_ascii=False) for article in articles(options.data)]
    if options.out is not None:
        options.out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return 0
    extractor = load_extractor()
    ontology = extractor.ontology
    values = [(f"{ANNOTATION.name}:{number}", json.loads(line)) for number, line in enumerate(lines, 1)]
    report = evaluate(
        read_gold(values, symmetric=ontology.symmetric, relations=ontology.relations.keys()),
        lambda document: [evidence_record(told, document) for told in extractor.extract(document)],
        symmetric=ontology.symmetric,
    )
    print(*score_lines(report), sep="\n")
    return 0


def texts(data: Path) -> dict[str, str]:
    """The texts of GUM's news by document, paragraphs separated by blank lines."""
    found = {}
    for part in ("dev", "train"):
        for name, sentences in documents_with_rows(data / GUM[part]):
            if is_news(name):
                text = ""
                for sentence, _ in sentences:
                    text += ("" if not text else "\n\n" if sentence.opens_paragraph else " ") + sentence.text
                found[name] = text
    return found


def articles(data: Path) -> Iterator[dict[str, Any]]:
    """Gold articles: the annotation with texts, and sentences in the place of offsets.

    Raises TextChangedError if GUM's text of an article is not the one that was annotated.
    """
    written = texts(data)
    for line in ANNOTATION.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        text = written.get(article["id"], "")
        if digest(text) != article.pop("digest"):
            raise TextChangedError(f"{article['id']}: GUM's text is not the one that was annotated")
        for statement in article["statements"]:
            start, end = statement["evidence"]
            statement["evidence"] = text[start:end]
        yield {**article, "text": text}


def without_text(article: dict[str, Any]) -> dict[str, Any]:
    """What is kept of an annotated article: offsets in the place of sentences, a digest in the place of the text."""
    text = article["text"]
    kept = {key: value for key, value in article.items() if key != "text"}
    statements = []
    for statement in article["statements"]:
        start = text.index(statement["evidence"])
        told = {key: value for key, value in statement.items() if key != "trigger"}
        statements.append({**told, "evidence": [start, start + len(statement["evidence"])]})
    return {**kept, "statements": statements, "digest": digest(text)}


def digest(text: str) -> str:
    """The beginning of a text's SHA-256."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


if __name__ == "__main__":
    sys.exit(main())

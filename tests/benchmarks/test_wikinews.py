"""Real news: the annotation without texts, and with those of GUM where it is there."""

import json

from benchmarks.wikinews import ANNOTATION, articles, digest, without_text
from tests.benchmarks.data import data_with


def test_the_project_keeps_no_text():
    lines = [json.loads(line) for line in ANNOTATION.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 19
    for article in lines:
        assert "text" not in article
        assert all(start < end for start, end in (told["evidence"] for told in article["statements"]))


def test_offsets_lead_back_to_sentences_and_texts_to_their_digest():
    text = "It rained. Norway barred Huawei."
    article = {"id": "a", "text": text, "statements": [{"evidence": "Norway barred Huawei.", "trigger": "barred"}]}
    kept = without_text(article)
    assert kept == {"id": "a", "statements": [{"evidence": [11, 32]}], "digest": digest(text)}


def test_the_texts_of_gum_are_those_that_were_annotated():
    found = list(articles(data_with("gum")))
    assert len(found) == 19
    for article in found:
        assert all(told["evidence"] in article["text"] for told in article["statements"])

"""Every frame's own examples, with the shipped model."""

from __future__ import annotations

import pytest

from kg.extraction.extractor import Extractor, load_extractor
from kg.lexicon import load_lexicon
from kg.ontology import load_ontology
from kg.records import Document
from tests.support import expected_lines, in_a_line

EXAMPLES = [(f.name, example) for f in load_lexicon(load_ontology()).frames for example in f.examples]


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return load_extractor()


@pytest.mark.model
@pytest.mark.parametrize(("frame", "example"), EXAMPLES, ids=[f"{f}: {e[:40]}" for f, e in EXAMPLES])
def test_example_of_a_frame(extractor: Extractor, frame: str, example: str) -> None:
    text, _, expected = example.partition(" => ")
    document = Document("example", text)
    docs = extractor.parse(document)
    for doc in docs.values():
        doc.user_data.clear()  # an example shows what its frame does, not what the network reads beside it
    found = {in_a_line(evidence) for evidence in extractor.extract_parsed(document, docs)}
    assert found == expected_lines(expected)

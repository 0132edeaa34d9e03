"""Rules over frozen parses: one file a construction, with its negated, reported, passive and must-not-match rows."""

from __future__ import annotations

import pytest
import spacy

from kg.extraction.extractor import Extractor, load_extractor
from kg.records import Document, Field
from tests.support import PARSES, FrozenParse, expected_lines, in_a_line, read_parses

ROWS = [(path.stem, parse) for path in sorted(PARSES.glob("*.conllu")) for parse in read_parses(path)]
VARIANTS = {"negated", "reported", "must-not"}


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return load_extractor(nlp=spacy.blank("en"))


@pytest.mark.parametrize(
    ("construction", "parse"), ROWS, ids=[f"{construction}: {parse.name}" for construction, parse in ROWS]
)
def test_statements_of_a_frozen_parse(extractor: Extractor, construction: str, parse: FrozenParse) -> None:
    doc = parse.doc(extractor.nlp.vocab)
    found = {in_a_line(e) for e in extractor.extract_parsed(Document("frozen", doc.text), {Field.BODY: doc})}
    assert found == expected_lines(parse.comments["expect"])


@pytest.mark.parametrize("construction", sorted({construction for construction, _ in ROWS}))
def test_every_construction_has_its_neighbours(construction: str) -> None:
    assert {parse.name for name, parse in ROWS if name == construction} >= VARIANTS

"""Rules over frozen parses: one file a construction, with its negated, reported, passive and must-not-match rows."""

from __future__ import annotations

import pytest
import spacy

from kg.extraction.extractor import Extractor, load_extractor
from tests.constructions import PAGE, page
from tests.support import PARSES, FrozenParse, expected_lines, found_lines, read_parses

ROWS = [(path.stem, parse) for path in sorted(PARSES.glob("*.conllu")) for parse in read_parses(path)]
VARIANTS = {"affirmed", "negated", "reported", "passive", "must-not"}


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return load_extractor(nlp=spacy.blank("en"))


def _row(construction: str, parse: FrozenParse) -> object:
    """A row as a parameter; one with a `# known-failure` must fail, until somebody mends it."""
    reason = parse.comments.get("known-failure")
    marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
    return pytest.param(parse, id=f"{construction}: {parse.name}: {parse.text[:60]}", marks=marks)


@pytest.mark.parametrize("parse", [_row(construction, parse) for construction, parse in ROWS])
def test_statements_of_a_frozen_parse(extractor: Extractor, parse: FrozenParse) -> None:
    assert found_lines(extractor, parse) == expected_lines(parse.comments["expect"])


@pytest.mark.parametrize("construction", sorted({construction for construction, _ in ROWS}))
def test_every_construction_has_its_neighbours(construction: str) -> None:
    assert {parse.variant for name, parse in ROWS if name == construction} >= VARIANTS


def test_no_sentence_is_frozen_twice_in_a_construction() -> None:
    texts = [(construction, parse.text) for construction, parse in ROWS]
    assert len(texts) == len(set(texts))


def test_the_page_of_constructions_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.constructions"

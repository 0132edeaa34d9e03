"""Plain triples: which words are subject and object, and that nothing but names is taken."""

from pathlib import Path

import pytest
from spacy.vocab import Vocab

from benchmarks.baseline import baseline, find_clauses, frame_of, lines
from kg.lexicon import load_lexicon
from kg.ontology import load_ontology
from kg.records import Document
from tests.support import PARSES, in_a_line, read_parses

EXAMPLES = Path(__file__).parents[1] / "gold" / "examples.jsonl"


@pytest.fixture(scope="module")
def extractor():
    from kg.extraction.extractor import load_extractor

    return load_extractor()


@pytest.mark.parametrize("name", sorted(path.name for path in PARSES.glob("*.conllu"))[:3])
def test_clauses_of_frozen_parses_have_two_sides(name):
    for parse in read_parses(PARSES / name):
        for clause in find_clauses(parse.doc(Vocab())):
            assert clause.subjects and clause.objects
            assert clause.verb.pos_ == "VERB"


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway banned Huawei.", {"Norway bars Huawei"}),
        ("Norway and Sweden banned Huawei and ZTE.", {
            "Norway bars Huawei", "Norway bars ZTE", "Sweden bars Huawei", "Sweden bars ZTE",
        }),
        ("Huawei was fined by Norway.", {"Norway sanctions Huawei"}),
        ("Norway sued and banned Huawei.", {"Norway sues Huawei", "Norway bars Huawei"}),
        ("Norway shut out Huawei.", {"Norway bars Huawei"}),
        ("Norway may not ban Huawei.", {"Norway bars Huawei"}),  # it knows no status
        ("Huawei was fined.", set()),
        ("Norway met Huawei.", set()),
        ("It banned Huawei.", set()),
    ],
)  # fmt: skip
def test_triples(extractor, text, expected):
    assert {in_a_line(told) for told in baseline(extractor, Document("x", text))} == expected


@pytest.mark.model
def test_references_are_taken_only_where_asked_for(extractor):
    document = Document("x", "Orvane Telecom makes antennas. Norway banned the company.")
    assert not list(baseline(extractor, document))
    found = {in_a_line(told) for told in baseline(extractor, document, references=True)}
    assert found == {"Norway bars Orvane Telecom"}


@pytest.mark.model
def test_figures_of_a_file_of_gold(extractor):
    printed = list(lines(extractor, [EXAMPLES]))
    assert printed[0] == "examples.jsonl, 2 articles"
    assert sum(line.startswith("  baseline, triples:") for line in printed) == 2  # of the file, and of all files
    assert any(line.startswith("  extractor, facts: P ") for line in printed)


def test_the_frame_that_asks_least_is_taken():
    lexicon = load_lexicon(load_ontology())

    class Verb:
        children = ()

        def __init__(self, lemma):
            self.lemma_ = lemma

    assert frame_of(Verb("ban"), lexicon).name == "bar"
    assert frame_of(Verb("sing"), lexicon) is None

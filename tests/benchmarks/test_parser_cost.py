"""The treebank's parse laid over the model's words, and what both give."""

import pytest

from benchmarks.parser_cost import Both, compare_parses, gold_doc
from kg.evaluation.scores import Score
from tests.benchmarks.data import data_with
from training.sentences import Sentence


@pytest.fixture(scope="module")
def extractor():
    from kg.extraction.extractor import load_extractor

    return load_extractor()


def sentence(words, tags, pos, lemmas, heads, labels, *, opens=False):
    return Sentence(
        words.split(), tags.split(), pos.split(), lemmas.split(), heads, labels.split(), opens_paragraph=opens
    )


DOCUMENT = [
    sentence("Norway banned Huawei .", "NNP VBD NNP .", "PROPN VERB PROPN PUNCT", "Norway ban Huawei .",
             [2, 0, 2, 2], "nsubj ROOT obj punct", opens=True),
    sentence("It sued ZTE .", "PRP VBD NNP .", "PRON VERB PROPN PUNCT", "it sue ZTE .",
             [2, 0, 2, 2], "nsubj ROOT obj punct"),
    sentence("Oman met ZTE .", "NNP VBD NNP .", "PROPN VERB|Tense=Past PROPN PUNCT", "Oman meet ZTE .",
             [2, 0, 2, 2], "nsubj ROOT obj punct", opens=True),
]  # fmt: skip


@pytest.mark.model
def test_the_treebanks_annotation_stands_over_the_same_words(extractor):
    from benchmarks.language import annotate, given_words

    own = annotate(extractor.nlp, given_words(extractor.nlp, DOCUMENT))
    doc = gold_doc(extractor.nlp, DOCUMENT, own)
    assert doc.text == own.text
    assert [span.text.strip() for span in doc.sents] == ["Norway banned Huawei .", "It sued ZTE .", "Oman met ZTE ."]
    assert [(t.text, t.head.text, t.dep_) for t in doc if t.pos_ == "PROPN"][:2] == [
        ("Norway", "banned", "nsubj"),
        ("Huawei", "banned", "obj"),
    ]
    assert [t.pos_ for t in doc if t.text == "met"] == ["VERB"]  # without its features
    assert [(e.text, e.label_) for e in doc.ents] == [(e.text, e.label_) for e in own.ents]


@pytest.mark.model
def test_a_wrong_tree_gives_other_statements(extractor):
    turned = sentence("Norway banned Huawei .", "NNP VBD NNP .", "PROPN VERB PROPN PUNCT", "Norway ban Huawei .",
                      [2, 0, 2, 2], "obj ROOT nsubj punct", opens=True)  # fmt: skip
    assert compare_parses(extractor, "x", DOCUMENT[:1]).score() == Score(1, 0, 0)
    assert compare_parses(extractor, "x", [turned]).score() == Score(0, 1, 1)


def test_scores_with_and_without_status():
    told = ("A", "bars", "B")
    both = Both(9, frozenset({(*told, "asserted"), ("A", "sues", "B", "asserted")}), frozenset({(*told, "planned")}))
    assert both.score() == Score(0, 1, 2)
    assert both.score(status=False) == Score(1, 0, 1)
    assert both.score(relation="sues") == Score(0, 0, 1)


@pytest.mark.model
@pytest.mark.data
def test_a_treebanks_documents(extractor):
    from itertools import islice

    from training.treebanks import EWT, read_documents

    documents = islice(read_documents(data_with("ud-ewt") / EWT["dev"]), 20)
    found = [compare_parses(extractor, name, document) for name, document in documents]
    assert sum(both.words for both in found) > 1000
    assert all(len(key) == 6 for both in found for key in both.gold | both.own)

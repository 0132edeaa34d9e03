"""What the network says of words, as numbers and as answers."""

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc

from kg.language.pipeline import load_pipeline
from kg.language.reader import (
    LINK_WIDTH,
    LINKS,
    REACH_WIDTH,
    REACHES,
    RELATIONS,
    SEEKERS,
    STEPS,
    Biases,
    Reading,
    keep_reading,
    reading_of,
)

NORWAY, BANNED, HUAWEI = range(3)


def pointing(*links):
    """A row of links in which each named one points one way, strongly."""
    row = np.zeros(len(LINKS) * LINK_WIDTH, dtype=np.float32)
    for link, sign in links:
        row[LINKS.index(link) * LINK_WIDTH] = sign * 8.0
    return row


@pytest.fixture
def reading():
    found = Reading.blank(3, Biases(subject=-2.0, object=-2.0, nobody=1.0, unsaid=0.0))
    relations = np.full((3, len(RELATIONS)), -9.0, dtype=np.float32)
    relations[BANNED, RELATIONS.index("bars")] = 2.0
    links = np.stack(
        [
            pointing(("as subject", 1), ("antecedent", 1)),
            pointing(("subject of", 1), ("object of", 1)),
            pointing(("as object", 1), ("anaphor", 1)),
        ]
    )
    found.fill(np.arange(3), relations, links, np.zeros((3, REACH_WIDTH), dtype=np.float32))
    return found


def test_triggers_are_the_words_that_probably_tell_something(reading):
    assert [(token, name) for token, name, _ in reading.triggers(0.5)] == [(BANNED, "bars")]
    assert reading.triggers(0.95) == []
    assert reading.relation(BANNED, "bars") == pytest.approx(1 / (1 + np.exp(-2)))
    assert reading.relation(BANNED, "trains") == 0.0


def test_roles_are_told_apart(reading):
    subject = reading.role("subject", BANNED, [NORWAY, HUAWEI])
    obj = reading.role("object", BANNED, [NORWAY, HUAWEI])
    assert subject[0] > 0.9 > 0.2 > subject[1]
    assert obj[1] > 0.9 > 0.2 > obj[0]


def test_how_far_from_its_trigger_a_word_is_counts_by_role(reading):
    reach = np.zeros((3, REACH_WIDTH), dtype=np.float32)
    reach[BANNED, len(SEEKERS) * len(REACHES) + STEPS.index(0)] = 5.0  # a subject up to three words before
    vectors = np.zeros((3, len(LINKS) * LINK_WIDTH), dtype=np.float32)
    reading.fill(np.arange(3), np.zeros((3, len(RELATIONS)), dtype=np.float32), vectors, reach)
    before, after = reading.role("subject", BANNED, [NORWAY, HUAWEI])
    assert before == pytest.approx(1 / (1 + np.exp(-3.0)))
    assert after == pytest.approx(1 / (1 + np.exp(2.0)))


def test_an_antecedent_is_weighed_against_nobody(reading):
    nobody, scores = reading.goes_back("anaphor", np.array([HUAWEI]), np.array([NORWAY, BANNED]))
    assert nobody == 1.0
    assert scores.tolist() == [[8.0, 0.0]]  # 8 x 8 / √64


def test_how_far_back_a_word_is_counts_by_link(reading):
    reach = np.zeros((3, REACH_WIDTH), dtype=np.float32)
    reach[HUAWEI, SEEKERS.index("object before") * len(REACHES)] = 3.0  # up to five words back
    vectors = np.zeros((3, len(LINKS) * LINK_WIDTH), dtype=np.float32)
    reading.fill(np.arange(3), np.zeros((3, len(RELATIONS)), dtype=np.float32), vectors, reach)
    words, tokens = np.array([HUAWEI]), np.array([NORWAY])
    assert reading.goes_back("object before", words, tokens)[1].tolist() == [[3.0]]
    assert reading.goes_back("subject before", words, tokens)[1].tolist() == [[0.0]]


def test_only_a_doc_that_the_network_read_has_a_reading(reading):
    doc = Doc(spacy.blank("en").vocab, words=["Norway", "banned", "Huawei"])
    assert reading_of(doc) is None
    keep_reading(doc, reading)
    assert reading_of(doc) is reading


@pytest.mark.model
def test_the_shipped_model_reads_every_word_and_white_space_tells_nothing():
    doc = load_pipeline()("Norway barred Huawei.\n\nOman followed suit.")
    reading = reading_of(doc)
    assert reading.relations.shape == (len(doc), len(RELATIONS))
    assert all(not reading.relations[token.i].any() for token in doc if token.is_space)
    token, relation, _ = max(reading.triggers(0.1), key=lambda found: found[2])
    assert (doc[token].text, relation) == ("barred", "bars")
    assert reading.role("subject", token, [0, 2]).argmax() == 0
    assert reading.role("object", token, [0, 2]).argmax() == 1

"""What the network proposes: words that no frame knows, resolved, given a status and weighed like any others."""

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc, Span

from kg.extraction.extractor import load_extractor
from kg.extraction.proposals import path_between
from kg.language.reader import LINK_WIDTH, LINKS, REACH_WIDTH, RELATIONS, Biases, Reading, keep_reading
from kg.language.syntax import Tree
from kg.records import Document, Field
from tests.support import in_a_line

WORDS = ["Norway", "has", "given", "Huawei", "the", "cold", "shoulder", "."]
HEADS = [2, 2, 2, 2, 6, 6, 2, 2]
LINKS_OF = ["nsubj", "aux", "ROOT", "iobj", "det", "amod", "obj", "punct"]
TAGS = ["NNP", "VBZ", "VBN", "NNP", "DT", "JJ", "NN", "."]
PARTS = ["PROPN", "AUX", "VERB", "PROPN", "DET", "ADJ", "NOUN", "PUNCT"]
LEMMAS = ["Norway", "have", "give", "Huawei", "the", "cold", "shoulder", "."]
NORWAY, GIVEN, HUAWEI, SHOULDER = 0, 2, 3, 6


def sentence(noun="shoulder"):
    words, lemmas = ([*rows[:SHOULDER], noun, "."] for rows in (WORDS, LEMMAS))
    doc = Doc(spacy.blank("en").vocab, words=words, heads=HEADS, deps=LINKS_OF, tags=TAGS, pos=PARTS, lemmas=lemmas)
    doc.ents = [Span(doc, NORWAY, NORWAY + 1, "GPE"), Span(doc, HUAWEI, HUAWEI + 1, "ORG")]
    return doc


def read(doc, *, trigger=GIVEN, relation="bars", subject=NORWAY, obj=HUAWEI, score=6.0):
    """Leaves a reading in which one word tells one relation, of one word and another."""
    size = len(doc)
    relations = np.full((size, len(RELATIONS)), -8.0, dtype=np.float32)
    relations[trigger, RELATIONS.index(relation)] = score
    links = np.zeros((size, len(LINKS) * LINK_WIDTH), dtype=np.float32)
    for name, word in (("subject", subject), ("object", obj)):
        first = LINKS.index(f"{name} of") * LINK_WIDTH
        links[trigger, first] = 8.0
        links[:, LINKS.index(f"as {name}") * LINK_WIDTH] = -8.0
        links[word, LINKS.index(f"as {name}") * LINK_WIDTH] = 8.0
    reading = Reading.blank(size, Biases(0.0, 0.0, 0.0, 0.0))
    reading.fill(np.arange(size), relations, links, np.zeros((size, REACH_WIDTH), dtype=np.float32))
    keep_reading(doc, reading)
    return doc


@pytest.fixture(scope="module")
def extractor():
    return load_extractor(nlp=spacy.blank("en"))


def found(extractor, doc):
    return extractor.extract_parsed(Document("a", doc.text), {Field.BODY: doc})


def test_an_idiom_that_no_frame_knows_is_told_by_the_network_alone(extractor):
    assert found(extractor, sentence()) == []
    (told,) = found(extractor, read(sentence()))
    assert in_a_line(told) == "Norway bars Huawei"
    assert told.rule == "active: read subject + read object"
    assert [role.path for role in told.roles] == ["given →nsubj Norway", "given →iobj Huawei"]
    assert told.confidence >= 0.5


def test_what_is_unlikely_is_left_out(extractor):
    assert found(extractor, read(sentence(), score=-1.0)) == []


def test_nobody_does_it_to_himself(extractor):
    assert found(extractor, read(sentence(), obj=NORWAY)) == []


def test_a_noun_of_which_nobody_knows_what_it_denotes_is_an_actor_of_this_article(extractor):
    (told,) = found(extractor, read(sentence("moocher"), relation="threatens", obj=SHOULDER))
    assert in_a_line(told) == "Norway threatens cold moocher"
    assert (told.statement.object.type, told.statement.object.local) == ("organization", True)


def test_a_noun_that_denotes_no_actor_is_no_argument(extractor):
    assert found(extractor, read(sentence("deal"), relation="threatens", obj=SHOULDER)) == []


def test_the_path_goes_up_and_down_the_tree():
    nodes = Tree(sentence()).nodes
    assert path_between(nodes[SHOULDER], nodes[NORWAY]) == "shoulder ←obj given →nsubj Norway"
    assert path_between(nodes[GIVEN], nodes[GIVEN]) == "given"


def lifted(noun):
    """*Norway lifted the … on Huawei*, in which the network takes the verb for what tells the ban."""
    rows = [
        ("Norway", 1, "nsubj", "NNP", "PROPN", "Norway"),
        ("lifted", 1, "ROOT", "VBD", "VERB", "lift"),
        ("the", 3, "det", "DT", "DET", "the"),
        (noun, 1, "obj", "NN", "NOUN", noun),
        ("on", 5, "case", "IN", "ADP", "on"),
        ("Huawei", 3, "nmod", "NNP", "PROPN", "Huawei"),
        (".", 1, "punct", ".", "PUNCT", "."),
    ]
    words, heads, deps, tags, parts, lemmas = map(list, zip(*rows, strict=True))
    doc = Doc(spacy.blank("en").vocab, words=words, heads=heads, deps=deps, tags=tags, pos=parts, lemmas=lemmas)
    doc.ents = [Span(doc, 0, 1, "GPE"), Span(doc, 5, 6, "ORG")]
    return read(doc, trigger=1, subject=0, obj=5)


def test_a_verb_that_tells_an_end_by_itself_tells_no_ban_in_force(extractor):
    (told,) = found(extractor, lifted("lid"))
    assert in_a_line(told) == "Norway bars Huawei [ended]"


def test_what_a_noun_tells_is_not_told_by_the_verb_that_ends_it(extractor):
    (told,) = found(extractor, lifted("ban"))
    assert told.trigger.text == "ban"
    assert in_a_line(told) == "Norway bars Huawei [ended]"


def test_whom_a_report_is_according_to_is_no_argument(extractor):
    """*Norway shunned Huawei, according to Oman*: Oman has told of it, however sure the network is."""
    words = ["Norway", "spurned", "Huawei", ",", "according", "to", "Oman", "."]
    heads = [1, 1, 1, 1, 6, 4, 1, 1]
    links = ["nsubj", "ROOT", "obj", "punct", "case", "fixed", "obl", "punct"]
    tags = ["NNP", "VBD", "NNP", ",", "VBG", "IN", "NNP", "."]
    parts = ["PROPN", "VERB", "PROPN", "PUNCT", "VERB", "ADP", "PROPN", "PUNCT"]
    lemmas = ["Norway", "spurn", "Huawei", ",", "accord", "to", "Oman", "."]
    doc = Doc(spacy.blank("en").vocab, words=words, heads=heads, deps=links, tags=tags, pos=parts, lemmas=lemmas)
    doc.ents = [Span(doc, 0, 1, "GPE"), Span(doc, 2, 3, "ORG"), Span(doc, 6, 7, "GPE")]
    (told,) = found(extractor, read(doc, trigger=1, obj=2))
    assert in_a_line(told) == "Norway bars Huawei by Oman"
    assert found(extractor, read(doc, trigger=1, subject=6, obj=2)) == []

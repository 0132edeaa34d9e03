"""Whom pronouns, descriptions and what a sentence leaves out go back to, by the network beside the rules."""

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc, Span

from kg.entities.chains import Chains
from kg.extraction.confidence import Least
from kg.extraction.extractor import load_extractor
from kg.language.reader import LINK_WIDTH, LINKS, REACH_WIDTH, RELATIONS, Biases, Reading, keep_reading
from kg.language.syntax import Tree
from kg.records import Document, Field
from tests.support import in_a_line

# "Oman met Norland. The kingdom said it barred Huawei. The exclusion was lifted."
ROWS = [
    ("Oman", 1, "nsubj", "NNP", "PROPN", "Oman"),
    ("met", 1, "ROOT", "VBD", "VERB", "meet"),
    ("Norland", 1, "obj", "NNP", "PROPN", "Norland"),
    (".", 1, "punct", ".", "PUNCT", "."),
    ("The", 5, "det", "DT", "DET", "the"),
    ("kingdom", 6, "nsubj", "NN", "NOUN", "kingdom"),
    ("said", 6, "ROOT", "VBD", "VERB", "say"),
    ("it", 8, "nsubj", "PRP", "PRON", "it"),
    ("barred", 6, "ccomp", "VBD", "VERB", "bar"),
    ("Huawei", 8, "obj", "NNP", "PROPN", "Huawei"),
    (".", 6, "punct", ".", "PUNCT", "."),
    ("Officials", 12, "nsubj", "NNS", "NOUN", "official"),
    ("defended", 12, "ROOT", "VBD", "VERB", "defend"),
    ("the", 14, "det", "DT", "DET", "the"),
    ("exclusion", 12, "obj", "NN", "NOUN", "exclusion"),
    (".", 12, "punct", ".", "PUNCT", "."),
]
OMAN, NORLAND, KINGDOM, IT, BARRED, HUAWEI, EXCLUSION = 0, 2, 5, 7, 8, 9, 14


DENIAL = [
    ("Oman", 1, "nsubj", "NNP", "PROPN", "Oman"),
    ("hesitated", 1, "ROOT", "VBD", "VERB", "hesitate"),
    (".", 1, "punct", ".", "PUNCT", "."),
    ("Huawei", 4, "nsubj", "NNP", "PROPN", "Huawei"),
    ("rejected", 4, "ROOT", "VBD", "VERB", "reject"),
    ("the", 6, "det", "DT", "DET", "the"),
    ("suspicion", 4, "obj", "NN", "NOUN", "suspicion"),
    (".", 4, "punct", ".", "PUNCT", "."),
]
REJECTED, SUSPICION = 4, 6


def passage(*links, tells=(), rows=ROWS):
    """The Doc, with a reading in which each (link, word, antecedent) is sure; `tells` are (word, relation)."""
    words, heads, deps, tags, parts, lemmas = map(list, zip(*rows, strict=True))
    doc = Doc(spacy.blank("en").vocab, words=words, heads=heads, deps=deps, tags=tags, pos=parts, lemmas=lemmas)
    labels = {"Oman": "GPE", "Norland": "GPE", "Huawei": "ORG"}
    doc.ents = [Span(doc, i, i + 1, labels[word]) for i, word in enumerate(words) if word in labels]
    vectors = np.zeros((len(doc), len(LINKS), LINK_WIDTH), dtype=np.float32)
    for dimension, (link, word, antecedent) in enumerate(links):
        vectors[word, LINKS.index(link), dimension] = 8.0
        vectors[antecedent, LINKS.index("antecedent"), dimension] = 8.0
    relations = np.full((len(doc), len(RELATIONS)), -8.0, dtype=np.float32)
    for word, relation in tells:
        relations[word, RELATIONS.index(relation)] = 8.0
    reading = Reading.blank(len(doc), Biases(subject=-3.0, object=-3.0, nobody=2.0, unsaid=2.0))
    reach = np.zeros((len(doc), REACH_WIDTH), dtype=np.float32)
    reading.fill(np.arange(len(doc)), relations, vectors.reshape(len(doc), -1), reach)
    keep_reading(doc, reading)
    return doc


def chains_of(doc):
    tree = Tree(doc)
    named = [(tree.nodes[OMAN], "oman"), (tree.nodes[NORLAND], "norland"), (tree.nodes[HUAWEI], "huawei")]
    return tree, Chains(tree, tree.reading, named)


@pytest.fixture(scope="module")
def extractor():
    return load_extractor(nlp=spacy.blank("en"))


def found(extractor, doc):
    return [in_a_line(told) for told in extractor.extract_parsed(Document("a", doc.text), {Field.BODY: doc})]


def test_a_pronoun_goes_back_through_a_description_to_a_name():
    tree, chains = chains_of(passage(("anaphor", KINGDOM, NORLAND), ("anaphor", IT, KINGDOM)))
    links, nobody = chains.of(tree.nodes[IT])
    assert links[0].node is tree.nodes[NORLAND]
    assert links[0].chance > 0.9 > 0.1 > nobody


def test_who_is_likely_nobody_begins_a_chain():
    tree, chains = chains_of(passage(("anaphor", IT, KINGDOM)))
    assert chains.of(tree.nodes[KINGDOM])[1] > 0.5
    assert chains.of(tree.nodes[IT])[0][0].node is tree.nodes[KINGDOM]


def test_the_network_sways_whom_a_pronoun_means(extractor):
    told = ("anaphor", KINGDOM, NORLAND), ("anaphor", IT, KINGDOM)
    assert "Norland bars Huawei" in " ".join(found(extractor, passage(*told)))
    told = ("anaphor", KINGDOM, NORLAND), ("anaphor", IT, OMAN)
    assert "Oman bars Huawei" in " ".join(found(extractor, passage(*told)))


def test_who_is_implied_is_found_before_the_sentence():
    links = ("subject before", EXCLUSION, NORLAND), ("object before", EXCLUSION, HUAWEI)
    tree, chains = chains_of(passage(*links))
    first = tree.sentences[tree.nodes[EXCLUSION].sentence][0]
    assert chains.before("subject", tree.nodes[EXCLUSION], first)[0][0].node is tree.nodes[NORLAND]
    assert chains.before("object", tree.nodes[EXCLUSION], first)[0][0].node is tree.nodes[HUAWEI]
    _, nobody = chains.before("object", tree.nodes[EXCLUSION], NORLAND)  # before Huawei was named
    assert nobody > 0.5


@pytest.mark.parametrize("link", [("anaphor", SUSPICION, 0), ("object before", REJECTED, 0)])
def test_a_denial_by_a_bare_word_answers_whoever_said_it(link):
    """*rejected the suspicion*: the guide wants who suspects, and the claim only where nobody is named."""
    extractor = load_extractor(nlp=spacy.blank("en"))
    extractor.least = Least(0.0, 0.0)
    tells = [(REJECTED, "denies")]
    assert found(extractor, passage(tells=tells, rows=DENIAL)) == ["Huawei denies suspicion"]
    assert found(extractor, passage(link, tells=tells, rows=DENIAL)) == ["Huawei denies Oman"]

"""Whatever a parser makes of a text, the rules stay on their feet: trees stay trees, and nothing hangs or breaks."""

import random

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from kg.extraction.extractor import load_extractor
from kg.language.reader import LINK_WIDTH, LINKS, REACH_WIDTH, RELATIONS, Biases, Reading, keep_reading
from kg.language.syntax import Tree
from kg.language.trees import rootless
from kg.records import Document, Field

TEXT = (
    "Norway bans Huawei the ban on ZTE which , said it will not - Oman talks of and to sue denied claims that its firm"
    " sold chips pressure from was barred by who accused them U.S. company ministry lifted sanctions refused agreed"
    " with each other did so too under if unless would may"
)
KINDS = [
    *(("NNP", "PROPN"), ("NN", "NOUN"), ("NNS", "NOUN"), ("PRP", "PRON"), ("PRP$", "PRON"), ("WDT", "PRON")),
    *(("VB", "VERB"), ("VBD", "VERB"), ("VBN", "VERB"), ("VBZ", "VERB"), ("VBG", "VERB"), ("MD", "AUX")),
    *(("IN", "ADP"), ("TO", "PART"), ("DT", "DET"), ("CC", "CCONJ"), ("JJ", "ADJ"), ("RB", "ADV"), (",", "PUNCT")),
]
LABELS = (
    "nsubj obj iobj obl nmod nmod:poss amod compound flat appos conj cc case mark det aux aux:pass nsubj:pass xcomp"
    " ccomp advcl acl acl:relcl parataxis punct advmod obl:agent nummod goeswith cop nmod:desc compound:prt"
)
NAMES = ("GPE", "ORG", "PERSON", "NORP", "DATE", "PRODUCT")


def random_heads(rng: random.Random, size: int) -> list[int]:
    """Heads of a random tree."""
    order = rng.sample(range(size), size)
    heads = {order[0]: order[0]}
    for place, word in enumerate(order[1:], 1):
        heads[word] = rng.choice(order[:place])
    return [heads[word] for word in range(size)]


def random_doc(rng: random.Random, vocab: Vocab) -> Doc:
    size = rng.randint(5, 40)
    words, heads = rng.choices(TEXT.split(), k=size), random_heads(rng, size)
    tags, parts = zip(*rng.choices(KINDS, k=size), strict=True)
    links = ["ROOT" if head == word else rng.choice(LABELS.split()) for word, head in enumerate(heads)]
    spaces = [rng.random() < 0.8 for _ in words]
    lemmas = [word.lower() for word in words]
    doc = Doc(vocab, words=words, spaces=spaces, tags=tags, pos=parts, lemmas=lemmas, heads=heads, deps=links)
    starts = sorted(rng.sample(range(size), size // 4))
    ends = [*starts[1:], size]
    doc.ents = [Span(doc, i, min(i + 2, end), rng.choice(NAMES)) for i, end in zip(starts, ends, strict=True)]
    return doc


def leave_random_reading(rng: random.Random, doc: Doc) -> None:
    numbers = np.random.default_rng(rng.randrange(1_000_000))
    reading = Reading.blank(len(doc), Biases(0.0, 0.0, 0.0, 0.0))
    relations = numbers.normal(-1, 2, (len(doc), len(RELATIONS))).astype(np.float32)
    links = numbers.normal(0, 2, (len(doc), len(LINKS) * LINK_WIDTH)).astype(np.float32)
    reading.fill(np.arange(len(doc)), relations, links, np.zeros((len(doc), REACH_WIDTH), dtype=np.float32))
    keep_reading(doc, reading)


@pytest.mark.parametrize("seed", range(4))
def test_extraction_survives_random_parses(seed: int) -> None:
    extractor = load_extractor(nlp=spacy.blank("en"))
    lexicon, rng, vocab = extractor.lexicon, random.Random(seed), spacy.blank("en").vocab
    told = 0
    for _ in range(80):
        doc = random_doc(rng, vocab)
        if rng.random() < 0.6:
            leave_random_reading(rng, doc)
        tree = Tree(doc, lexicon.control_verbs, lexicon.trigger_verbs)
        assert rootless([node.i if node.head is None else node.head.i for node in tree.nodes]) == []
        told += len(extractor.extract_parsed(Document("a", doc.text, date="2020-01-01"), {Field.BODY: doc}))
    assert told > 0

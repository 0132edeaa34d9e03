"""Trees are trees, and the best there are."""

import itertools

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc

from kg.language.syntax import Tree
from kg.language.trees import best_tree, is_tree, rootless


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        ([0], True),
        ([2, 0], True),
        ([0, 1, 2], True),
        ([2, 3, 0], True),
        ([0, 0], False),  # two roots
        ([2, 1], False),  # no root
        ([1], False),  # its own head
        ([0, 3, 2], False),  # a cycle beside the root
        ([2, 3, 1, 0], False),
    ],
)
def test_is_tree(heads: list[int], expected: bool) -> None:
    assert is_tree(heads) is expected


def exhaustive(scores: np.ndarray) -> float:
    n = len(scores)
    trees = (heads for heads in itertools.product(range(n + 1), repeat=n) if is_tree(list(heads)))
    return max(sum(scores[i, head] for i, head in enumerate(heads)) for heads in trees)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
def test_best_tree_is_the_best_of_all(size: int) -> None:
    rng = np.random.default_rng(size)
    for _ in range(40):
        scores = rng.normal(size=(size, size + 1))
        heads = best_tree(scores)
        assert is_tree(heads)
        assert sum(scores[i, head] for i, head in enumerate(heads)) == pytest.approx(exhaustive(scores))


def test_two_attractive_roots_become_one() -> None:
    scores = np.array([[9.0, 0.0, 1.0], [8.0, 5.0, 0.0]])
    assert best_tree(scores) == [0, 1]


def test_nested_cycles_are_broken() -> None:
    scores = np.full((6, 7), -5.0)
    for word, head in ((1, 2), (2, 1), (3, 1), (1, 3), (4, 5), (5, 4), (6, 4), (4, 6)):
        scores[word - 1, head] = 5.0
    assert is_tree(best_tree(scores))


def test_large_sentences_stay_trees() -> None:
    scores = np.random.default_rng(7).normal(size=(150, 151)).astype(np.float32)
    assert is_tree(best_tree(scores))


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        ([], []),
        ([0], []),
        ([1, 1, 1], []),
        ([1, 0], [0, 1]),
        ([0, 2, 1, 2], [1, 2, 3]),  # the last hangs on a circle
        ([1, 2, 2, 4, 3], [3, 4]),
    ],
)
def test_words_from_which_no_way_leads_to_a_root(heads: list[int], expected: list[int]) -> None:
    assert rootless(heads) == expected


def test_a_bad_parse_stays_a_tree_when_it_is_mended() -> None:
    """*the commissioners over dinner … Guild*: a noun between an article and its noun, under that noun's clause."""
    words = ["on", "the", "commissioners", "over", "dinner", "with", "the", "Guild", "suing", "him"]
    tags = ["IN", "DT", "NNS", "IN", "NN", "IN", "DT", "NNP", "VBG", "PRP"]
    parts = ["ADP", "DET", "NOUN", "ADP", "NOUN", "ADP", "DET", "PROPN", "VERB", "PRON"]
    heads = [7, 7, 7, 4, 8, 7, 7, 7, 7, 8]
    links = ["case", "det", "nmod:poss", "case", "obl", "case", "det", "ROOT", "acl:relcl", "obj"]
    doc = Doc(spacy.blank("en").vocab, words=words, tags=tags, pos=parts, lemmas=words, heads=heads, deps=links)
    tree = Tree(doc, frozenset(), frozenset())
    assert rootless([node.i if node.head is None else node.head.i for node in tree.nodes]) == []

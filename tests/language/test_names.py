"""Name labels make sense together."""

import numpy as np

from kg.language.names import NameDecoder

LABELS = ["O", "B-ORG", "I-ORG", "B-GPE", "I-GPE"]
TAGS = ["NNP", "IN", "DT"]


def best(rows: list[list[float]], bounds: list[int] | None = None, tags: tuple[str, ...] = ()) -> list[str]:
    scores = np.array(rows, dtype=np.float32)
    small = np.zeros(len(rows), dtype=bool)
    numbers = np.array([TAGS.index(tag) for tag in tags or ["NNP"] * len(rows)])
    return [LABELS[i] for i in NameDecoder(LABELS, TAGS).best(scores, numbers, small, bounds or [0, len(rows)])]


def test_labels_that_agree_are_kept() -> None:
    assert best([[0, 5, 0, 0, 0], [0, 0, 5, 0, 0], [5, 0, 0, 0, 0]]) == ["B-ORG", "I-ORG", "O"]


def test_an_inside_without_beginning_gets_one() -> None:
    assert best([[0, 1, 5, 0, 0], [5, 0, 0, 0, 0]]) == ["B-ORG", "O"]


def test_a_name_has_one_type() -> None:
    assert best([[0, 5, 0, 4, 0], [0, 0, 3, 0, 5]]) == ["B-GPE", "I-GPE"]


def test_a_name_ends_with_its_sentence() -> None:
    rows: list[list[float]] = [[0, 5, 0, 0, 0], [0, 2, 5, 0, 0]]
    assert best(rows) == ["B-ORG", "I-ORG"]
    assert best(rows, [0, 1, 2]) == ["B-ORG", "B-ORG"]


def test_a_name_does_not_end_in_a_preposition_or_article() -> None:
    rows: list[list[float]] = [[0, 5, 0, 0, 0], [0, 0, 5, 0, 0], [0, 0, 5, 0, 0], [0, 0, 5, 0, 0]]
    assert best(rows, tags=("NNP", "NNP", "IN", "DT")) == ["B-ORG", "I-ORG", "O", "O"]
    assert best(rows, tags=("NNP", "IN", "DT", "NNP")) == ["B-ORG", "I-ORG", "I-ORG", "I-ORG"]


def test_a_product_has_a_capital() -> None:
    labels, scores = ["O", "B-PRODUCT", "I-PRODUCT"], np.array([[1.0, 5.0, 0.0], [1.0, 0.0, 5.0]], dtype=np.float32)
    decoder, tags = NameDecoder(labels, TAGS), np.zeros(2, dtype=int)
    assert decoder.best(scores, tags, np.array([False, True]), [0, 2]).tolist() == [1, 2]
    assert decoder.best(scores, tags, np.array([True, True]), [0, 2]).tolist() == [0, 0]

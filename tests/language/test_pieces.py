"""Word pieces as the encoder learnt them, and letter shapes."""

import pytest

from kg.language.pieces import MAX_PIECES, SHAPES, WordPieces, shape_of

VOCABULARY = [
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "bar",
    "##red",
    "hua",
    "##wei",
    "u",
    ".",
    "s",
    "'",
    '"',
    "-",
    "cafe",
    "##s",
    "中",
]


@pytest.fixture(scope="module")
def pieces() -> WordPieces:
    return WordPieces(VOCABULARY)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("barred", ["bar", "##red"]),
        ("Huawei", ["hua", "##wei"]),
        ("U.S.", ["u", ".", "s", "."]),
        ("cafés", ["cafe", "##s"]),
        ("’s", ["'", "s"]),
        ("“", ['"']),
        ("—", ["-", "-"]),
        ("bar\u00adred", ["bar", "##red"]),  # a soft hyphen
        ("zzz", ["[UNK]"]),
        ("中中", ["中", "中"]),
        ("\u200b", ["[UNK]"]),
        ("", ["[UNK]"]),
    ],
)
def test_pieces(pieces: WordPieces, word: str, expected: list[str]) -> None:
    assert [VOCABULARY[i] for i in pieces.of(word)] == expected


def test_a_word_without_end_has_few_pieces(pieces: WordPieces) -> None:
    assert len(pieces.of("." * 1_000_000)) == MAX_PIECES


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("bars", "lower"),
        ("Huawei", "title"),
        ("ZTE", "upper"),
        ("U.S.", "upper"),
        ("A", "initial"),
        ("iPhone", "mixed"),
        ("TikTok", "mixed"),
        ("5G", "digit"),
        ("2019", "digit"),
        ("—", "other"),
    ],
)
def test_shape(word: str, shape: str) -> None:
    assert SHAPES[shape_of(word)] == shape

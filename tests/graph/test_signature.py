import numpy as np
import pytest

from kg.graph.signature import FEWEST, PERMUTATIONS, contained, jaccard, parse_signature, shingles, sign

TEXT = " ".join(f"word{number}" for number in range(120))


def test_a_signature_comes_back_as_it_was_written():
    made = sign(TEXT)
    again = parse_signature(str(made))
    assert again.size == made.size == 118
    assert (again.values == made.values).all()


def test_a_signature_is_the_same_in_every_version():
    """Graphs keep signatures for years: if this fails, a library has changed, and SCHEME must change."""
    assert str(sign(TEXT))[:44] == "m1 118 LX3wWrwErnUxrk/6XxoJFi4ym030DRK5NXiNt"


def test_case_punctuation_and_quotes_make_no_difference():
    one = "Velmora’s ministry said: “No.” It was " + TEXT
    other = 'VELMORA\'S MINISTRY SAID, "NO" – it was ' + TEXT
    assert str(sign(one)) == str(sign(other))


@pytest.mark.parametrize("text", ["", "Poland barred Huawei.", " ".join(["again"] * 500)])
def test_a_text_too_short_or_that_says_one_thing_has_none(text):
    assert len(shingles(text)) < FEWEST
    assert sign(text) is None


@pytest.mark.parametrize(
    "text", ["", "m1", "m1 5", "m0 5 AAAA", "m1 x AAAA", "m1 5 AAAA", "m1 5 !!!!", "m1 -5 AAAA", "m1 ² AAAA"]
)
def test_what_is_no_signature_is_none(text):
    assert parse_signature(text) is None


def test_what_texts_share_is_estimated():
    half = TEXT[: TEXT.index("word60")]
    one, other = sign(TEXT), sign(half)
    shared = jaccard(one.values[None], other.values[None])
    assert shared[0] == pytest.approx(58 / 118, abs=3 * 0.5 / PERMUTATIONS**0.5)
    assert contained(shared, np.array([one.size]), np.array([other.size]))[0] == pytest.approx(1, abs=0.2)

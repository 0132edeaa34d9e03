"""Windows: no gaps, no overlaps, within the limits, cut where sentences end."""

import random

import pytest

from kg.language.windows import BLANK_LINE, FRESH_START, MAX_WORDS, MIN_WORDS, NEW_LINE, NO_BREAK, PIECE_LIMIT, windows


def cut(
    words: list[str], breaks: dict[int, int] | None = None, sizes: list[int] | None = None
) -> list[tuple[int, int]]:
    before = [(breaks or {}).get(i, NO_BREAK) for i in range(len(words))]
    return list(windows(words, before, sizes or [1] * len(words)))


def test_no_words_give_no_window() -> None:
    assert cut([]) == []


def test_a_short_text_is_one_window() -> None:
    assert cut(["One", ".", "Two", "."], {2: BLANK_LINE}) == [(0, 4)]


def test_a_full_stop_ends_a_window_with_its_closing_quote() -> None:
    words = ["word"] * 100 + [".", "”", "Next"] + ["word"] * 100
    assert cut(words)[0] == (0, 102)


def test_a_full_stop_before_a_small_letter_does_not() -> None:
    words = ["word"] * 90 + [".", "Next"] + ["word"] * 20 + [".", "next"] + ["word"] * 100
    assert cut(words)[0] == (0, 91)


def test_the_last_blank_line_is_better_than_a_later_full_stop() -> None:
    words = ["word"] * 100 + ["."] + ["Next"] + ["word"] * 100
    assert cut(words, {80: BLANK_LINE})[0] == (0, 80)


def test_a_fresh_start_is_a_window_of_its_own() -> None:
    assert cut(["VELDA", "–"] + ["word"] * 20, {2: FRESH_START}) == [(0, 2), (2, 22)]


def test_a_line_end_is_better_than_nothing() -> None:
    assert cut(["word"] * 200, {120: NEW_LINE})[0] == (0, 120)


def test_a_blank_line_too_near_the_start_would_waste_the_window() -> None:
    assert cut(["word"] * 200, {MIN_WORDS - 1: BLANK_LINE})[0] == (0, MAX_WORDS)


@pytest.mark.parametrize("seed", range(5))
def test_any_text_is_covered_within_the_limits(seed: int) -> None:
    rng = random.Random(seed)
    words = [rng.choice([".", "word", "Word", "”", "?"]) for _ in range(3000)]
    sizes = [rng.choice([1, 1, 2, 12]) for _ in words]
    breaks = [rng.choice([NO_BREAK] * 30 + [NEW_LINE, BLANK_LINE]) for _ in words]
    found = list(windows(words, breaks, sizes))
    assert [start for start, _ in found] == [0, *(end for _, end in found[:-1])]
    assert found[-1][1] == len(words)
    assert all(0 < end - start <= MAX_WORDS and sum(sizes[start:end]) <= PIECE_LIMIT for start, end in found)

"""A dateline is no part of the sentence after it."""

import pytest

from kg.language.datelines import datelines
from kg.language.windows import BLANK_LINE, NEW_LINE, NO_BREAK

BREAKS = {"|": NEW_LINE, "||": BLANK_LINE}


def rests(text: str) -> list[str]:
    """What follows each dateline of a text in words; | and || are line breaks."""
    words: list[str] = []
    breaks: list[int] = []
    before = NO_BREAK
    for word in text.split():
        if word in BREAKS:
            before = BREAKS[word]
        else:
            words.append(word)
            breaks.append(before)
            before = NO_BREAK
    return [" ".join(words[i:]) for i in datelines(words, breaks)]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("VELDA , March 12 – Tervania ’s ministry said", "Tervania ’s ministry said"),
        ("WASHINGTON ( Reuters ) - The U.S. said", "The U.S. said"),
        ("LONDON / PARIS , Jan. 5 ( Reuters ) -- “ We", "“ We"),
        ("SAN FRANCISCO , Calif. ( AP ) — Apple", "Apple"),
        ("New York ( CNN Business ) — Huawei", "Huawei"),
        ("Headline || BEIJING — China denied it", "China denied it"),
        ("One line | BEIJING , May 3 , 2019 — China", "China"),
    ],
)
def test_datelines(text: str, rest: str) -> None:
    assert rests(text) == [rest]


@pytest.mark.parametrize(
    "text",
    [
        "U.S. - China talks",
        "NATO - Russia talks",
        "U.S. - China talks – The first",
        "Huawei – the firm – said",
        "Taiwan — The island",
        "said BEIJING — China",
        "NATO — which",
        "",
    ],
)
def test_no_datelines(text: str) -> None:
    assert rests(text) == []

"""Lemma rules go both ways; the table comes first."""

import pytest

from kg.language.lemmas import apply_rule, lemma_of, lemma_rule, regular_stem


@pytest.mark.parametrize(
    ("form", "lemma", "rule"),
    [
        ("bars", "bar", "l|1|"),
        ("denies", "deny", "l|3|y"),
        ("Denied", "deny", "l|3|y"),
        ("Huawei", "Huawei", "k|0|"),
        ("was", "be", "w|be"),
        ("The", "the", "l|0|"),
        ("States", "State", "k|1|"),
    ],
)
def test_rule_and_back(form: str, lemma: str, rule: str) -> None:
    assert lemma_rule(form, lemma) == rule
    assert apply_rule(rule, form) == lemma


def test_a_rule_that_cuts_all_leaves_the_form() -> None:
    assert apply_rule("l|9|", "bars") == "bars"


def test_the_tag_decides_what_found_means() -> None:
    table = {"VBD": {"found": "find"}}
    assert lemma_of("Found", "VBD", "l|2|", table) == "find"
    assert lemma_of("found", "VB", "l|0|", table) == "found"


@pytest.mark.parametrize(
    ("form", "tag", "stem"),
    [
        ("vowed", "VBD", "vow"),
        ("fined", "VBN", "fine"),
        ("snapped", "VBN", "snap"),
        ("pressured", "VBD", "pressure"),
        ("levied", "VBD", "levy"),
        ("lobbying", "VBG", "lobby"),
        ("selling", "VBG", "sell"),
        ("zorbed", "VBD", None),
        ("sells", "VBZ", None),
    ],
)
def test_stem_of_a_regular_verb_that_no_treebank_has(form: str, tag: str, stem: str | None) -> None:
    words = {"vow", "fine", "fin", "snap", "pressure", "levy", "lobby", "sell", "sel"}
    assert regular_stem(form, tag, words) == stem

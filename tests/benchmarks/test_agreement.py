"""Two readers' annotation compared."""

import pytest

from benchmarks.agreement import alpha, figures

ARTICLE = {
    "id": "a",
    "entities": {"Norland": {"aliases": ["the kingdom"]}, "Veltrix": {"aliases": ["the firm"]}},
    "statements": [
        {
            "subject": "Norland",
            "predicate": "bars",
            "object": "Veltrix",
            "modality": "asserted",
            "polarity": "affirmed",
            "phase": "in-force",
            "attribution": [],
            "time": "2024",
            "evidence": "The kingdom barred the firm.",
        }
    ],
}


def with_statement(**changes):
    return {"a": {**ARTICLE, "statements": [{**ARTICLE["statements"][0], **changes}]}}


def test_alpha_is_one_for_full_agreement_and_about_zero_for_chance():
    assert alpha([("x", "x"), ("y", "y")]) == 1.0
    assert alpha([("x", "x"), ("x", "x")]) == 1.0
    assert alpha([("x", "y"), ("y", "x")]) < 0
    mixed = [("x", "x"), ("x", "y"), ("y", "x"), ("y", "y")] * 50
    assert alpha(mixed) == pytest.approx(0.0, abs=0.01)


def test_alpha_of_krippendorffs_own_example_of_two_coders():
    """Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, A: two observers, no missing data."""
    first, second = "0100000000", "1110010010"
    assert alpha(zip(first, second, strict=True)) == pytest.approx(0.095, abs=0.001)


def test_the_same_actor_under_another_name_is_no_difference():
    other = with_statement()
    other["a"] = {**other["a"], "entities": {"the kingdom": {"aliases": ["Norland"]}, "Veltrix": {"aliases": []}}}
    other["a"]["statements"] = [{**ARTICLE["statements"][0], "subject": "the kingdom"}]
    assert "triples, what neither calls arguable: F1 1.000" in list(figures({"a": ARTICLE}, other))


def test_a_status_that_differs_is_counted_where_both_have_the_triple():
    lines = list(figures({"a": ARTICLE}, with_statement(modality="planned")))
    assert any(line.startswith("modality: alpha") and "equal 0.000 of 1" in line for line in lines)
    assert any(line.startswith("polarity: alpha 1.000") for line in lines)

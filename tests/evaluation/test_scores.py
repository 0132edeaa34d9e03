"""Ratios, and their intervals over articles."""

import pytest

from kg.evaluation.scores import Ratio, Score, interval, total


def test_scores_add_up():
    assert total([Score(1, 2, 3), Score(4, 0, 1)]) == Score(5, 2, 4)
    assert Ratio(1, 2) + Ratio(0, 1) == Ratio(1, 3)
    assert Ratio().value == 1.0


def test_the_interval_holds_the_figure_and_narrows_with_more_articles():
    articles = [Score(1, 0, 0), Score(0, 1, 1), Score(2, 1, 0), Score(1, 0, 2)]
    few, many = interval(articles, lambda s: s.f1), interval(articles * 25, lambda s: s.f1)
    for low, high in (few, many):
        assert low <= total(articles).f1 <= high
    assert many[1] - many[0] < few[1] - few[0]
    assert few == interval(articles, lambda s: s.f1)


@pytest.mark.parametrize("articles", [[], [Score(3, 0, 0)] * 5])
def test_articles_that_do_not_differ_leave_nothing_to_chance(articles):
    assert interval(articles, lambda s: s.precision) == (1.0, 1.0)

"""What a date in words means on 27 January 2019, a Sunday; and what is no date."""

from __future__ import annotations

from datetime import date

import pytest

from kg.language.dates import find_dates

BASE = date(2019, 1, 27)


def values(text: str, base: date | None = BASE, *, future: bool = False) -> list[tuple[str, str]]:
    return [(text[span.start : span.end], span.time.value) for span in find_dates(text, 0, base, future=future)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Reuters reported last month that", [("last month", "2018-12")]),
        ("warned on Sunday that", [("Sunday", "2019-01-27")]),
        ("warned on Monday that", [("Monday", "2019-01-21")]),
        ("Since 2012, Huawei", [("2012", "2012/..")]),
        ("in March", [("March", "2018-03")]),
        ("in January", [("January", "2019-01")]),
        ("last April", [("last April", "2018-04")]),
        ("earlier this year", [("earlier this year", "2019")]),
        ("the third quarter of 2018", [("the third quarter of 2018", "2018-07-01/2018-09-30")]),
        ("by 2027", [("2027", "../2027")]),
        ("by 15 November", [("15 November", "../2019-11-15")]),
        ("until June", [("June", "../2018-06")]),
        ("between 2016 and 2018", [("2016 and 2018", "2016/2018")]),
        ("from March to June 2018", [("March to June 2018", "2018-03/2018-06")]),
        ("from 2012 until March", [("2012 until March", "2012/2018-03")]),
        ("in 2012 and 2014", [("2012", "2012"), ("2014", "2014")]),
        ("two years ago", [("two years ago", "2017")]),
        ("three days ago", [("three days ago", "2019-01-24")]),
        ("on March 12, 2026", [("March 12, 2026", "2026-03-12")]),
        ("on 12 March 2018", [("12 March 2018", "2018-03-12")]),
        ("on Dec. 5", [("Dec. 5", "2018-12-05")]),
        ("yesterday", [("yesterday", "2019-01-26")]),
        ("last week", [("last week", "2019-01-14/2019-01-20")]),
        ("It may march on", []),
        ("about 2,000 firms paid $2010", []),
        ("on 31 June", []),
    ],
)
def test_dates_of_the_past(text: str, expected: list[tuple[str, str]]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in May", [("May", "2019-05")]),
        ("on Friday", [("Friday", "2019-02-01")]),
        ("next year", [("next year", "2020")]),
    ],
)
def test_dates_of_the_future(text: str, expected: list[tuple[str, str]]) -> None:
    assert values(text, future=True) == expected


def test_an_undated_article_gets_no_relative_date() -> None:
    assert values("last month, on Sunday, in March, on March 3, two years ago, in March 2018, in 2012", None) == [
        ("March 2018", "2018-03"),
        ("2012", "2012"),
    ]


def test_bounds_are_full_dates() -> None:
    (span,) = find_dates("in February 2020", 100, BASE)
    assert (span.start, span.end) == (103, 116)
    assert (span.time.start, span.time.end, span.time.precision) == ("2020-02-01", "2020-02-29", "month")

from datetime import date

import pytest

from kg.days import day_said
from kg.errors import QueryError

WEDNESDAY = date(2025, 11, 19)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2025-11-14", "2025-11-14"),
        (" 2025-11-14 ", "2025-11-14"),
        ("Friday", "2025-11-14"),
        ("friday", "2025-11-14"),
        ("Fri", "2025-11-14"),
        ("last Friday", "2025-11-14"),
        ("Monday", "2025-11-17"),
        ("Tuesday", "2025-11-18"),
        ("Wednesday", "2025-11-12"),
        ("yesterday", "2025-11-18"),
        ("today", "2025-11-19"),
        ("7 days", "2025-11-12"),
        ("1 day", "2025-11-18"),
        ("7 days ago", "2025-11-12"),
        ("2 weeks", "2025-11-05"),
        ("last week", "2025-11-12"),
        ("0 days", "2025-11-19"),
    ],
)
def test_a_day_in_words(words, expected):
    assert day_said(words, WEDNESDAY) == expected


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Fryday",
        "fr",
        "2025-02-30",
        "2025-11",
        "20251114",
        "in May",
        "123456 days",
        "-3 days",
        "٧ days",
        "2025-W47-3",
    ],
)
def test_what_is_no_day_is_refused_with_what_is_allowed(words):
    with pytest.raises(QueryError) as error:
        day_said(words, WEDNESDAY)
    assert repr(words) in str(error.value)
    assert "allowed are a date such as 2019-01-27" in str(error.value)

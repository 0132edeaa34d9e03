"""A day as people say it, seen from today: 2025-11-14, Friday, yesterday, 7 days."""

from __future__ import annotations

import re
from datetime import date, timedelta

from kg.errors import QueryError

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UNITS = {"day": 1, "week": 7}
_COUNTED = re.compile(r"(?P<count>[0-9]{1,5}) ?(?P<unit>day|week)s?(?: ago)?")
_NEAR = {"today": 0, "yesterday": 1, "last week": 7, "a week": 7}
_ALLOWED = "allowed are a date such as 2019-01-27, a weekday, yesterday, or a number of days or weeks such as 7 days"


def day_said(text: str, today: date) -> str:
    """The full ISO date that some words mean; a weekday is the last one before today.

    Raises QueryError saying what is allowed.
    """
    words = " ".join(text.casefold().split())
    try:
        if words in _NEAR:
            return (today - timedelta(days=_NEAR[words])).isoformat()
        if found := _COUNTED.fullmatch(words):
            return (today - timedelta(days=int(found["count"]) * _UNITS[found["unit"]])).isoformat()
        if weekday := _weekday(words.removeprefix("last ")):
            back = (today.weekday() - _WEEKDAYS.index(weekday)) % 7 or 7
            return (today - timedelta(days=back)).isoformat()
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", words):
            return date.fromisoformat(words).isoformat()
    except (ValueError, OverflowError):
        pass
    raise QueryError(f"{text!r} is no day; {_ALLOWED}")


def _weekday(word: str) -> str | None:
    """Friday, or a beginning of it that is long enough: fri."""
    return next((name for name in _WEEKDAYS if len(word) >= 3 and name.startswith(word)), None)

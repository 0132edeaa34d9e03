"""Times as people write them in a correction: a day, a month, a year, or an interval of them with an open end."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from kg.errors import ReviewError
from kg.records import Time

_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")
_OPEN = ".."


def parse_time(value: str) -> Time:
    """`2019-01-27`, `2019-01`, `2019`, `2012/..`, `../2020-05`, `2018/2019-06`; raises ReviewError on anything else."""
    value = value.strip()
    first, slash, last = value.partition("/")
    if not slash:
        start, end, precision = _bounds(value, value)
        return Time(value, start, end, precision)
    if first == last == _OPEN:
        raise _malformed(value)
    begins = None if first == _OPEN else _bounds(first, value)
    ends = None if last == _OPEN else _bounds(last, value)
    if begins and ends:
        if ends[1] < begins[0]:
            raise ReviewError(f"time {value!r} ends before it begins")
        return Time(value, begins[0], ends[1], "interval")
    return Time(value, begins and begins[0], ends and ends[1], (begins or ends or ("", "", ""))[2])


def _bounds(part: str, value: str) -> tuple[str, str, str]:
    found = _WRITTEN.match(part)
    if found is None:
        raise _malformed(value)
    year, month, day = (int(number) if number else None for number in found.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        raise _malformed(value) from None
    if day:
        return part, part, "day"
    if month:
        return first.isoformat(), date(first.year, month, monthrange(first.year, month)[1]).isoformat(), "month"
    return first.isoformat(), date(first.year, 12, 31).isoformat(), "year"


def _malformed(value: str) -> ReviewError:
    return ReviewError(
        f"time {value!r}: must be 2019-01-27, 2019-01, 2019 or an interval such as 2012/.. or 2018/2019-06"
    )

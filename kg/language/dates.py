"""Dates in words, resolved against the article's date: *last month*, *on Sunday*, *since 2012*, *in March*.

An article without a date gets only absolute ones. A bare weekday or month is the nearest in the direction of the
verb: past unless the caller says that the clause speaks of the future.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kg.records import Time

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTH = {name: number for number, name in enumerate(_MONTHS, 1)}
_MONTH |= {name[:3]: number for name, number in list(_MONTH.items())} | {"sept": 9}
MONTH_NAMES = frozenset(_MONTH)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_M = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
)
_D = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_Y = r"(?:19|20)\d\d"
_UNIT = r"(?:day|week|month|quarter|year|decade)"
_COUNT = r"(?:\d+|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_CORE = rf"""
    (?P<iso>\b\d{{4}}-\d{{2}}-\d{{2}}\b)
  | (?P<mdy>\b{_M}\s+(?P<md_day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<md_year>{_Y})\b)?)
  | (?P<dmy>\b(?P<dm_day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_M}(?!\w)(?:,?\s+(?P<dm_year>{_Y})\b)?)
  | (?P<quarter>\b(?:the\s+)?(?P<q_ord>first|second|third|fourth|1st|2nd|3rd|4th)\s+quarter
      (?:\s+of\s+(?P<q_year>{_Y}|last\s+year|this\s+year))?)
  | (?P<month>\b(?:(?P<m_mod>early|late|mid|last|next|this)[\s-]+)?{_M}
      (?:\s+(?:of\s+)?(?P<m_year>{_Y}|last\s+year|this\s+year|next\s+year))?(?!\w))
  | (?P<ago>\b(?P<a_n>{_COUNT})\s+(?P<a_unit>{_UNIT})s?\s+(?:ago|earlier))
  | (?P<rel>\b(?:(?:earlier|later)\s+)?(?P<r_mod>last|this|next|the\s+past|the\s+previous)\s+
      (?P<r_unit>{_UNIT}|spring|summer|autumn|fall|winter))
  | (?P<day>\b(?:(?P<d_mod>last|next|this)\s+)?{_D}\b)
  | (?P<near>\b(?:today|yesterday|tomorrow|tonight)\b)
  | (?P<year>(?<![\w$€£.,-])(?:(?:early|late|mid)[\s-]+)?{_Y}(?![\w%]|[.,]\d|-\w))
"""
_DATE = re.compile(
    rf"(?:(?P<prep>\b(?:since|until|till|by|before|after|from|in|on|during)\b)\s+)?(?:{_CORE})", re.X | re.I
)
_WORD = re.compile(r"[a-z]+|\d")
_DATED = frozenset(
    (*_MONTH, *_DAYS, "spring", "summer", "autumn", "fall", "winter", "today", "yesterday", "tomorrow", "tonight")
) | {unit + ending for unit in ("day", "week", "month", "quarter", "year", "decade") for ending in ("", "s")}
_DATED |= frozenset("0123456789")
"""Every date has a digit or one of these words; to look for them is much quicker than to look for dates."""
_OPEN_LEFT = frozenset({"until", "till", "by", "before"})
_OPEN_RIGHT = frozenset({"since", "after", "from"})


Bounds = tuple[date, date, str]


@dataclass(frozen=True)
class DateSpan:
    """A date in a text, without its preposition, resolved; `until`: what it is said of ended then."""

    start: int
    end: int
    time: Time
    until: bool = False


def find_dates(text: str, offset: int, base: date | None, *, future: bool = False) -> Iterator[DateSpan]:
    """Dates of `text`, whose first character is number `offset` of the field, resolved against `base`.

    *between 2018 and 2020*, *from March to May* are one date each, an interval.
    """
    if _DATED.isdisjoint(_WORD.findall(text.lower())):
        return
    left: tuple[re.Match[str], Bounds] | None = None
    for match in _DATE.finditer(text):
        deadline = (match["prep"] or "").lower() == "by"  # "by 15 November" is the next one
        found = None if _is_verb(match) else _resolve(match, base, future or deadline)
        if found is None:
            continue
        if left is not None and _is_interval(left[0], match, text) and left[1][0] <= found[0]:
            yield DateSpan(offset + _core(left[0]), offset + match.end(), _interval(left[1], found))
            left = None
            continue
        if left is not None:
            yield _span(*left, offset)
        left = match, found
    if left is not None:
        yield _span(*left, offset)


def _span(match: re.Match[str], bounds: Bounds, offset: int) -> DateSpan:
    preposition = (match["prep"] or "").lower()
    time = _time(*bounds, preposition)
    return DateSpan(offset + _core(match), offset + match.end(), time, preposition in ("until", "till"))


def _core(match: re.Match[str]) -> int:
    """Where a date begins without its preposition."""
    return match.start() if not match["prep"] else match.end("prep") + 1


def _is_interval(first: re.Match[str], second: re.Match[str], text: str) -> bool:
    joint = text[first.end() : _core(second)].strip().lower()
    if joint == "and":
        return text[: first.start()].rstrip().lower().endswith("between")
    return (first["prep"] or "").lower() == "from" and joint in ("to", "until", "till", "through")


def _interval(first: Bounds, second: Bounds) -> Time:
    left, right = (_time(*bounds, "").value for bounds in (first, second))
    value = f"{left.split('/')[0]}/{right.split('/')[-1]}"
    return Time(value, first[0].isoformat(), second[1].isoformat(), "interval")


def _is_verb(match: re.Match[str]) -> bool:
    """*may* and *march* without a sign of a date are verbs."""
    if not match["month"] or match["m_year"] or match["month"].lower() not in ("may", "march", "mar"):
        return False
    return match["month"].islower() or not (match["prep"] or match["m_mod"])


def _resolve(match: re.Match[str], base: date | None, future: bool) -> Bounds | None:
    try:
        if match["iso"]:
            day = date.fromisoformat(match["iso"])
            return day, day, "day"
        if match["year"]:
            year = int(match["year"][-4:])
            return date(year, 1, 1), date(year, 12, 31), "year"
        if match["mdy"] or match["dmy"]:
            return _day_of_month(match, base, future)
        if match["month"]:
            return _month(match, base, future)
        if base is None:
            return _quarter(match, base) if match["quarter"] and _is_year(match["q_year"]) else None
        if match["quarter"]:
            return _quarter(match, base)
        if match["ago"]:
            return _ago(base, match["a_n"].lower(), match["a_unit"].lower())
        if match["rel"]:
            return _relative(base, match["r_mod"].lower(), match["r_unit"].lower())
        if match["day"]:
            return _weekday(base, match["day"].lower().split()[-1], (match["d_mod"] or "").lower(), future)
        near = {"yesterday": -1, "tomorrow": 1}.get(match["near"].lower(), 0)
        day = base + timedelta(days=near)
        return day, day, "day"
    except (ValueError, OverflowError):  # 31 June; five million days ago
        return None


def _is_year(text: str | None) -> bool:
    return bool(text and text[:2].isdigit())


def _month_number(text: str) -> int:
    word = next(w for w in re.findall(r"[A-Za-z]+", text) if w.lower().rstrip(".") in _MONTH)
    return _MONTH[word.lower()]


def _day_of_month(match: re.Match[str], base: date | None, future: bool) -> Bounds | None:
    text = match["mdy"] or match["dmy"]
    day = int(match["md_day"] or match["dm_day"])
    year = match["md_year"] or match["dm_year"]
    month = _month_number(text)
    if year is None and base is None:
        return None
    found = date(int(year) if year else base.year if base else 0, month, day)
    if year is None and base is not None:
        if not future and found > base + timedelta(days=7):
            found = found.replace(year=found.year - 1)
        elif future and found < base:
            found = found.replace(year=found.year + 1)
    return found, found, "day"


def _month(match: re.Match[str], base: date | None, future: bool) -> Bounds | None:
    number, said, modifier = _month_number(match["month"]), match["m_year"], (match["m_mod"] or "").lower()
    if _is_year(said):
        year = int(said)
    elif base is None:
        return None
    elif said:
        year = base.year + {"last": -1, "this": 0, "next": 1}[said.lower().split()[0]]
    elif modifier == "next" or (future and modifier not in ("last", "this")):
        year = base.year + (number <= base.month if modifier == "next" else number < base.month)
    elif modifier == "last":
        year = base.year - (number >= base.month)
    else:
        year = base.year - (number > base.month)
    return date(year, number, 1), date(year, number, monthrange(year, number)[1]), "month"


def _quarter(match: re.Match[str], base: date | None) -> Bounds | None:
    said = match["q_year"]
    number = _ORDINALS[match["q_ord"].lower()]
    if _is_year(said):
        year = int(said)
    elif base is None:
        return None
    else:
        year = base.year + (-1 if said and said.lower().startswith("last") else 0)
        if not said and (number - 1) * 3 + 1 > base.month:
            year -= 1
    return _quarter_bounds(year, number)


def _quarter_bounds(year: int, number: int) -> Bounds:
    last = number * 3
    return date(year, last - 2, 1), date(year, last, monthrange(year, last)[1]), "quarter"


def _shift_month(day: date, months: int) -> Bounds:
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month"


def _unit_around(base: date, unit: str, step: int) -> Bounds | None:
    """The unit that lies `step` units from the one that holds `base`."""
    if unit == "day":
        day = base + timedelta(days=step)
        return day, day, "day"
    if unit == "week":
        monday = base - timedelta(days=base.weekday()) + timedelta(weeks=step)
        return monday, monday + timedelta(days=6), "week"
    if unit == "month":
        return _shift_month(base, step)
    if unit == "quarter":
        index = base.year * 4 + (base.month - 1) // 3 + step
        return _quarter_bounds(index // 4, index % 4 + 1)
    if unit == "year":
        return date(base.year + step, 1, 1), date(base.year + step, 12, 31), "year"
    return None


def _ago(base: date, count: str, unit: str) -> Bounds | None:
    return _unit_around(base, unit, -(int(count) if count.isdigit() else _NUMBERS[count]))


def _relative(base: date, modifier: str, unit: str) -> Bounds | None:
    seasons = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
    step = {"this": 0, "next": 1}.get(modifier, -1)
    if unit in seasons:
        first = seasons[unit]
        year = base.year - (first > base.month) if step < 0 else base.year + (step and first <= base.month)
        start, _, _ = _shift_month(date(year, first, 1), 0)
        return start, _shift_month(start, 2)[1], "quarter"
    return _unit_around(base, unit, step)


def _weekday(base: date, name: str, modifier: str, future: bool) -> Bounds:
    ahead = (_DAYS.index(name) - base.weekday()) % 7
    if modifier == "next" or (future and modifier != "last"):
        day = base + timedelta(days=ahead or 7)
    else:
        day = base - timedelta(days=(7 - ahead) % 7 or (7 if modifier == "last" else 0))
    return day, day, "day"


def _time(start: date, end: date, precision: str, prep: str) -> Time:
    value = {
        "day": start.isoformat(),
        "month": start.strftime("%Y-%m"),
        "year": f"{start.year:04d}",
    }.get(precision, f"{start.isoformat()}/{end.isoformat()}")
    if prep in _OPEN_RIGHT:
        return Time(f"{value.split('/')[0]}/..", start.isoformat(), None, precision)
    if prep in _OPEN_LEFT:
        return Time(f"../{value.split('/')[-1]}", None, end.isoformat(), precision)
    return Time(value, start.isoformat(), end.isoformat(), precision)

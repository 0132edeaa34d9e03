"""On which days a statement was in force, by everything that is told of it."""

import random
from datetime import date, timedelta
from itertools import pairwise

import pytest

from kg.graph.facts import Category, Telling, derive_states
from kg.graph.periods import periods, was_in_force
from kg.records import Time
from tests.graph.factory import NORDIA, VELTRIX, article, since, told, year

FUTURE = "9999-12-31"


def tell(name, *, status="", date=None, time=None):
    document = article(name, "Nordia barred Veltrix.", date=date)
    evidence = told(document, NORDIA, "bars", VELTRIX, document.text, "barred", status=status, time=time)
    return Telling(evidence, document, name)


def month(value, last):
    return Time(value, f"{value}-01", f"{value}-{last}", "month")


def until(value):
    return Time(f"../{value}", None, f"{value}-12-31", "year")


def interval(first, last):
    return Time(f"{first}/{last}", f"{first}-01-01", f"{last}-12-31", "interval")


def quarter(first, last):
    return Time(f"{first}/{last}", first, last, "quarter")


BAN = {"date": "2024-03-20", "time": month("2024-03", 31)}
LIFT = {"status": "ended", "date": "2025-02-03", "time": month("2025-01", 31)}
AGAIN = {"date": "2026-05-01", "time": month("2026-04", 30)}


def shown(*tellings):
    return [f"{period.first} {period.last or 'on'}" for period in periods(tellings)]


@pytest.mark.parametrize(
    ("tellings", "expected"),
    [
        ([BAN], ["2024-03-01 on"]),
        ([BAN, LIFT], ["2024-03-01 2025-01-30"]),
        ([BAN, LIFT, AGAIN], ["2024-03-01 2025-01-30", "2026-04-01 on"]),
        # told once more, later, as background: the end is the end still
        ([BAN, LIFT, BAN | {"date": "2027-01-01"}], ["2024-03-01 2025-01-30"]),
        # by the dates of the articles
        ([{"date": "2024-03-20"}], ["2024-03-20 on"]),
        ([{"date": "2024-03-20"}, {"status": "ended", "date": "2024-06-01"}], ["2024-03-20 2024-05-31"]),
        ([{"date": "2024-06-01"}, {"status": "ended", "date": "2024-03-20"}], ["2024-06-01 on"]),
        # since 2012, told in 2019
        ([{"date": "2019-01-27", "time": since("2012")}], ["2012-01-01 on"]),
        ([{"date": "2019-01-27", "time": since("2012")}, LIFT], ["2012-01-01 2025-01-30"]),
        # a year's end is not over before the article that tells it, nor later than that
        ([BAN, {"status": "ended", "date": "2025-03-01", "time": year("2024")}], ["2024-03-01 2024-12-30"]),
        ([BAN, {"status": "ended", "date": "2024-10-01", "time": year("2024")}], ["2024-03-01 2024-09-30"]),
        (
            [BAN, {"status": "ended", "date": "2024-12-01", "time": quarter("2024-07-01", "2024-09-30")}],
            ["2024-03-01 2024-09-29"],
        ),
        # "was barred until 2020" and "has not been barred since 2020"
        ([{"date": "2018-05-05"}, {"status": "ended", "date": "2024-01-01", "time": until("2020")}],
         ["2018-05-05 2020-12-30"]),
        ([{"date": "2018-05-05"}, {"status": "ended", "date": "2024-01-01", "time": since("2020")}],
         ["2018-05-05 2019-12-31"]),
        # "by 2020 it had barred"
        ([{"date": "2024-01-01", "time": until("2020")}], ["2020-12-31 on"]),
        # "barred from 2012 to 2018"
        ([{"date": "2024-01-01", "time": interval(2012, 2018)}], ["2012-01-01 2018-12-31"]),
        ([{"date": "2024-01-01", "time": interval(2012, 2018)}, {"date": "2022-02-02"}],
         ["2012-01-01 2018-12-31", "2022-02-02 on"]),
        ([{"date": "2014-01-01"}, {"date": "2024-01-01", "time": interval(2012, 2018)}], ["2012-01-01 2018-12-31"]),
        # not over when it was told
        ([{"date": "2016-01-01", "time": interval(2012, 2018)}], ["2012-01-01 on"]),
        # suspended and in force again, thrice
        (
            [one for n in "012" for one in ({"date": f"202{n}-02-01"}, {"date": f"202{n}-08-01", "status": "ended"})],
            ["2020-02-01 2020-07-31", "2021-02-01 2021-07-31", "2022-02-01 2022-07-31"],
        ),
        # in force and ended on one day
        ([{"date": "2024-03-20"}, {"status": "ended", "date": "2024-03-20"}], []),
        # only told to have ended: nobody says from when it was in force
        ([LIFT], []),
        # undated
        ([{}], []),
        ([{}, LIFT], []),
        ([BAN, {"status": "ended"}], ["2024-03-01 on"]),
        # not told as fact
        ([{"status": "planned", "date": "2024-03-20"}], []),
        ([{"status": "party", "date": "2024-03-20"}], []),
        ([BAN, LIFT | {"status": "ended planned"}], ["2024-03-01 on"]),
        ([BAN, LIFT | {"status": "ended party"}], ["2024-03-01 on"]),
    ],
)  # fmt: skip
def test_periods(tellings, expected):
    told = [tell(f"a{number}", **fields) for number, fields in enumerate(tellings)]
    assert shown(*told) == expected
    assert shown(*reversed(told)) == expected


def test_an_end_without_a_date_in_the_article_of_the_ban_leaves_no_day_for_certain():
    document = article("a", "Nordia barred Veltrix. It lifted the ban.")
    ban = told(document, NORDIA, "bars", VELTRIX, "Nordia barred Veltrix.", "barred", time=year("2020"))
    lift = told(document, NORDIA, "bars", VELTRIX, "It lifted the ban.", "ban", status="ended")
    assert periods([Telling(e, document, "a") for e in (ban, lift)]) == ()


def random_tellings(seed):
    """A timeline of one statement: dated and undated, exact and vague, of every kind that bears on being in force."""
    chance = random.Random(seed)
    tellings = []
    for number in range(chance.randrange(1, 9)):
        day = date(2020, 1, 1) + timedelta(days=chance.randrange(1500))
        written = chance.choice([None, day.isoformat(), (day + timedelta(days=chance.randrange(600))).isoformat()])
        time = chance.choice(
            [
                None,
                Time(day.isoformat(), day.isoformat(), day.isoformat(), "day"),
                Time(f"{day:%Y-%m}", f"{day:%Y-%m}-01", f"{day:%Y-%m}-28", "month"),
                Time(f"{day:%Y}", f"{day:%Y}-01-01", f"{day:%Y}-12-31", "year"),
                Time(f"{day:%Y}/..", f"{day:%Y}-01-01", None, "year"),
                Time(f"../{day:%Y}", None, f"{day:%Y}-12-31", "year"),
                interval(day.year, day.year + chance.randrange(1, 3)),
            ]
        )
        status = chance.choice(["", "", "ended", "ended", "planned", "party", "negated", "requested ended"])
        tellings.append(tell(f"a{number}", status=status, date=written, time=time))
    return tellings


@pytest.mark.parametrize("seed", range(300))
def test_periods_and_days_agree_and_what_is_in_force_in_the_end_is_a_fact(seed):
    tellings = random_tellings(seed)
    found = periods(tellings)
    for day in (date(2019, 12, 25) + timedelta(days=7 * week) for week in range(420)):
        held = was_in_force(tellings, day.isoformat())
        assert held == any(period.holds(day.isoformat()) for period in found)
    for earlier, later in pairwise(found):
        assert earlier.last is not None and earlier.first <= earlier.last < later.first
    [state] = derive_states(tellings)
    dated = [one for one in tellings if one.span]
    if dated and was_in_force(tellings, FUTURE):
        assert state.category is Category.FACT
    if state.is_fact and not [one for one in tellings if one.category is Category.FACT and not one.span]:
        assert found and found[-1].last is None


@pytest.mark.parametrize("seed", range(100))
def test_exact_days_give_exactly_the_periods_between_them(seed):
    chance = random.Random(seed)
    days = sorted(chance.sample(range(2000), chance.randrange(1, 12)))
    days = [(date(2018, 1, 1) + timedelta(days=day)).isoformat() for day in days]
    tellings = [tell(f"a{number}", status="ended" if number % 2 else "", date=day) for number, day in enumerate(days)]
    chance.shuffle(tellings)
    expected = []
    for begin, end in zip(days[::2], [*days[1::2], None], strict=False):
        last = (date.fromisoformat(end) - timedelta(days=1)).isoformat() if end else None
        expected.append((begin, last))
    assert [(period.first, period.last) for period in periods(tellings)] == expected

from dataclasses import replace

import pytest

from kg.graph.facts import Category, Telling, category, derive_states
from kg.graph.origins import ArticleOrigin, origin
from kg.records import Time
from tests.graph.factory import (
    AUSTRALIA,
    CHINA,
    HUAWEI,
    NORDIA,
    POLAND,
    TIMES,
    US,
    VELTRIX,
    article,
    local,
    month,
    since,
    told,
    year,
)


def tell(name, *, status="", date=None, time=None, publisher=None, subject=NORDIA, **fields):
    document = article(name, "Nordia barred Veltrix.", date=date, publisher=publisher)
    evidence = told(document, subject, "bars", VELTRIX, document.text, "barred", status=status, time=time, **fields)
    return Telling(evidence, document, origin(evidence, ArticleOrigin(publisher or name)))


def state(*tellings, contested=()):
    [found] = derive_states(tellings, contested)
    return found


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("", "fact"),
        ("media", "fact"),
        ("self", "fact"),
        ("party", "claimed"),
        ("unnamed", "claimed"),
        ("party ended", "claimed"),
        ("ended", "ended"),
        ("negated", "negated"),
        ("negated party", "negated"),
        ("requested", "requested"),
        ("planned", "planned"),
        ("possible", "possible"),
        ("hypothetical", "hypothetical"),
        ("planned ended", "planned"),
        ("requested negated", "requested"),
    ],
)
def test_only_what_is_told_as_fact_in_a_voice_that_may_is_a_fact(status, expected):
    telling = tell("a", status=status, date="2024-01-01")
    assert category(telling.evidence) == expected
    assert state(telling).category == expected
    assert state(telling).is_fact is (expected == "fact")


def test_nothing_about_somebody_unknown_is_a_fact():
    unknown = tell("a", subject=local("a", "unknown", "unknown"))
    assert state(unknown).category is Category.UNKNOWN
    assert not state(unknown).is_fact


BAN = {"date": "2024-03-20", "time": month("2024-03")}
LIFT = {"status": "ended", "date": "2025-02-03", "time": month("2025-01")}


@pytest.mark.parametrize(
    ("ban", "lift", "in_force"),
    [
        (BAN, LIFT, False),
        # told later, as background, with the time of the ban itself
        (BAN | {"date": "2026-01-01"}, LIFT, False),
        # a ban told after the end without a time of its own: in force again
        ({"date": "2026-01-01"}, LIFT, True),
        ({"date": "2024-03-20"}, LIFT | {"time": None}, False),
        ({"date": "2026-03-20"}, LIFT | {"time": None}, True),
        # "since 2012" holds on the day of the article
        ({"date": "2019-01-27", "time": since("2012")}, LIFT, False),
        ({"date": "2019-01-27", "time": since("2012")}, {"status": "ended", "date": "2015-05-01"}, True),
        # vague times that overlap: the later article counts, and the end where they are of one day
        (
            {"date": "2019-12-01", "time": year("2019")},
            {"status": "ended", "date": "2019-12-01", "time": month("2019-03")},
            False,
        ),
        (
            {"date": "2019-02-01", "time": year("2019")},
            {"status": "ended", "date": "2019-04-01", "time": month("2019-03")},
            False,
        ),
        (
            {"date": "2019-08-01", "time": year("2019")},
            {"status": "ended", "date": "2019-04-01", "time": month("2019-03")},
            True,
        ),
        # undated: it cannot be shown that it is the later one
        ({}, LIFT, False),
        (BAN, {"status": "ended"}, True),
        ({}, {"status": "ended"}, False),
        # only told as fact does an end count
        (BAN, LIFT | {"status": "ended party"}, True),
        (BAN, LIFT | {"status": "ended planned"}, True),
        (BAN, LIFT | {"status": "ended negated"}, True),
    ],
)
def test_a_fact_lasts_until_a_later_end(ban, lift, in_force):
    one, other = tell("a", **ban), tell("b", **lift)
    assert state(one, other).is_fact is in_force
    assert state(other, one) == state(one, other)


def test_within_an_article_the_end_counts_whatever_is_dated():
    document = article("a", "Nordia barred Veltrix. It lifted the ban.")
    ban = told(document, NORDIA, "bars", VELTRIX, "Nordia barred Veltrix.", "barred", time=year("2020"))
    lift = told(document, NORDIA, "bars", VELTRIX, "It lifted the ban.", "ban", status="ended")
    found = state(*(Telling(e, document, "a") for e in (ban, lift)))
    assert found.category is Category.ENDED
    assert (found.since, found.until) == ("2020", None)


def test_a_ban_imposed_again_is_a_fact_with_its_first_beginning():
    found = state(tell("a", **BAN), tell("b", **LIFT), tell("c", date="2026-05-01", time=month("2026-04")))
    assert found.is_fact
    assert (found.since, found.until) == ("2024-03", None)


def test_the_history_of_a_lifted_ban():
    found = state(tell("a", **BAN), tell("b", **LIFT), tell("c", status="requested", date="2023-01-05"))
    assert found.category is Category.ENDED
    assert (found.since, found.until) == ("2024-03", "2025-01")
    assert (found.first, found.last) == ("2023-01-05", "2025-01-28")
    assert [t.evidence.document for t in found.tellings] == ["c", "a", "b"]


def test_an_open_beginning_does_not_count_as_the_first_date():
    found = state(tell("a", time=Time("../2020", None, "2020-12-31", "interval"), date="2021-01-01"))
    assert (found.first, found.last) == ("2020-12-31", "2020-12-31")


def test_undated_evidence_has_no_dates():
    found = state(tell("a"))
    assert (found.first, found.last, found.since) == (None, None, None)


def test_a_retelling_of_an_outlet_is_that_outlets():
    found = state(
        tell("a", publisher="CNBC", status="media", attribution=(TIMES,)),
        tell("b", publisher=TIMES.id),
        tell("c", publisher="Post", status="media", attribution=(CHINA, TIMES)),
        tell("d", publisher="CNBC"),
        tell("e"),
    )
    assert found.articles == 5
    assert found.origins == ("CNBC", "e", TIMES.id)


@pytest.mark.parametrize(
    ("statuses", "disputed"),
    [
        (["", "negated"], True),
        (["party", "negated"], True),
        (["", "ended"], False),
        (["requested", "negated"], False),
        ([""], False),
    ],
)
def test_disputed_is_what_some_affirm_and_others_negate(statuses, disputed):
    tellings = [tell(str(n), status=status, date="2024-01-01") for n, status in enumerate(statuses)]
    assert state(*tellings).disputed is disputed


def test_what_somebody_denies_is_disputed():
    telling = tell("a", status="party")
    assert state(telling, contested={telling.evidence.id}).disputed
    assert not state(telling, contested={"e-other"}).disputed


def test_each_statement_has_one_state_whatever_the_order():
    document = article("a", "Poland and Australia bar Huawei.")
    tellings = [
        Telling(told(document, who, "bars", whom, document.text, "bar"), document, "a")
        for who in (POLAND, AUSTRALIA)
        for whom in (HUAWEI, VELTRIX)
    ]
    assert len(derive_states(tellings)) == 4
    assert derive_states(tellings) == derive_states(reversed(tellings))


def test_two_actors_with_one_name_are_two_statements():
    one = tell("a", subject=local("a", "U.S. companies", "group", country=US.id))
    other = tell("b", subject=local("b", "U.S. companies", "group", country=US.id))
    assert len(derive_states([one, other])) == 2


@pytest.mark.parametrize(
    ("statuses", "standing"),
    [
        (["", "ended"], ["ended", "ended"]),
        ([""], ["fact"]),
        (["requested", "ended"], ["requested", "ended"]),
        (["party", "negated"], ["claimed", "negated"]),
    ],
)
def test_a_fact_that_ended_counts_as_ended_and_all_else_as_told(statuses, standing):
    found = state(*(tell(str(n), status=status, date=f"2024-01-0{n + 1}") for n, status in enumerate(statuses)))
    assert [found.standing(telling) for telling in found.tellings] == standing


def test_the_confidence_of_evidence_does_not_change_its_category():
    telling = tell("a")
    assert category(replace(telling.evidence, confidence=0.01)) is Category.FACT

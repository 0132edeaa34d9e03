"""What was known on a day and what was in force on it: two questions, over graphs of random timelines."""

import random
from datetime import date, timedelta

import pytest

from kg.graph.choosing import chosen_filter
from kg.graph.filters import Filter
from kg.graph.periods import counts_on, was_in_force
from kg.graph.selecting import selected
from kg.history import entity_history
from kg.query import plain, run_query
from kg.questions import Verdict, ask
from kg.records import Time
from tests.graph.factory import AUSTRALIA, GERMANY, HUAWEI, NORDIA, POLAND, VELTRIX, article, told
from tests.graph.graphs import make_graph, opened

TEXT = "Somebody barred somebody."
LAST_DAY = "9999-12-31"
DAYS = [(date(2019, 11, 3) + timedelta(days=123 * step)).isoformat() for step in range(12)]


def random_articles(seed, *, undated=0.2):
    """Articles on who bars whom: begun, planned, denied, ended and begun again, with and without dates."""
    chance = random.Random(seed)
    articles = []
    for number in range(20):
        day = date(2020, 1, 1) + timedelta(days=chance.randrange(1200))
        written = day + timedelta(days=chance.choice([0, 0, 3, 400]))
        document = article(
            f"a{number:02}",
            TEXT,
            date=None if chance.random() < undated else written.isoformat(),
            publisher=chance.choice(["Reuters", "Harbour Post", None]),
        )
        evidence = {}
        for _ in range(chance.randrange(1, 4)):
            times = [
                None,
                Time(day.isoformat(), day.isoformat(), day.isoformat(), "day"),
                Time(f"{day:%Y-%m}", f"{day:%Y-%m}-01", f"{day:%Y-%m}-28", "month"),
                Time(f"{day:%Y}/..", f"{day:%Y}-01-01", None, "year"),
                Time("2020/2021", "2020-01-01", "2021-12-31", "interval"),
            ]
            status = chance.choice(["", "", "", "ended", "ended", "negated", "planned", "party"])
            who, whom = chance.choice([NORDIA, POLAND, GERMANY, AUSTRALIA]), chance.choice([VELTRIX, HUAWEI])
            one = told(document, who, "bars", whom, TEXT, "barred", status=status, time=chance.choice(times))
            evidence[one.id] = one
        articles.append((document, list(evidence.values())))
    return articles


@pytest.fixture(params=range(4))
def timelines(request, tmp_path):
    articles = random_articles(request.param)
    with opened(make_graph(tmp_path / "g", articles)) as graph:
        yield articles, graph


def standing(reading):
    """What a graph says of every statement, but for whose reports it rests on."""
    return {
        state.statement.id: (
            state.category,
            state.disputed,
            state.since,
            state.until,
            state.first,
            state.last,
            state.articles,
            [telling.evidence.id for telling in state.tellings],
        )
        for state in reading.states()
    }


def facts(reading):
    rows = run_query(reading, "SELECT ?who ?whom { ?who d:bars ?whom }").rows
    return {(plain(who), plain(whom)) for who, whom in rows}


def test_what_was_known_is_a_graph_of_the_articles_of_then(timelines, tmp_path):
    articles, graph = timelines
    for number, day in enumerate(DAYS[::3]):
        known = [(document, told) for document, told in articles if document.date and document.date <= day]
        with (
            opened(make_graph(tmp_path / f"known{number}", known)) as then,
            selected(graph, Filter(as_of=day)) as shown,
        ):
            assert standing(shown) == standing(then)
            assert facts(shown) == facts(then)
            assert shown.document_ids() == then.document_ids()


def test_known_in_the_end_is_everything_but_articles_without_a_date(timelines):
    articles, graph = timelines
    with selected(graph, Filter(as_of=LAST_DAY)) as shown:
        assert shown.document_ids() == sorted(document.id for document, _ in articles if document.date)


def test_known_in_the_end_is_everything_where_all_articles_are_dated(tmp_path):
    with opened(make_graph(tmp_path / "g", random_articles(7, undated=0))) as graph:
        with selected(graph, Filter(as_of=LAST_DAY)) as shown:
            assert standing(shown) == standing(graph)
            assert facts(shown) == facts(graph)
        with selected(graph, Filter(as_of="2019-12-31")) as shown:
            assert standing(shown) == {}


def test_knowledge_grows(timelines):
    _, graph = timelines
    before = set()
    for day in DAYS:
        with selected(graph, Filter(as_of=day)) as shown:
            now = {told.id for told in shown.evidence()}
        assert before <= now
        before = now
    assert before


def test_in_force_then_is_what_the_timeline_says(timelines):
    _, graph = timelines
    histories = [one for name in ("Veltrix", "Huawei") for one in entity_history(graph, name)]
    assert any(one.in_force for one in histories)
    for day in DAYS:
        ends = (one.state.statement for one in histories if any(period.holds(day) for period in one.in_force))
        expected = {(statement.subject.id, statement.object.id) for statement in ends}
        with selected(graph, Filter(in_force=day)) as shown:
            assert facts(shown) == expected
            assert {state.is_fact for state in shown.states()} <= {True}
            assert all(counts_on(telling, day) for telling in shown.tellings())


def test_in_force_by_what_was_known_then(timelines):
    _, graph = timelines
    for day in DAYS[::4]:
        for known in DAYS[::4]:
            with selected(graph, Filter(as_of=known)) as then:
                expected = {
                    (state.statement.subject.id, state.statement.object.id)
                    for state in then.states()
                    if was_in_force(state.tellings, day)
                }
            with selected(graph, Filter(as_of=known, in_force=day)) as shown:
                assert facts(shown) == expected


def ban_and_end(tmp_path, **end):
    ban = article("ban", "Nordia barred Veltrix.", date="2020-03-10", publisher="Harbour Post")
    lift = article("lift", "Nordia lifted its ban on Veltrix.", date="2021-06-20", publisher="Reuters")
    undated = article("undated", "Poland barred Veltrix.")
    articles = [
        (ban, [told(ban, NORDIA, "bars", VELTRIX, ban.text, "barred")]),
        (lift, [told(lift, NORDIA, "bars", VELTRIX, lift.text, "ban", status="ended", **end)]),
        (undated, [told(undated, POLAND, "bars", VELTRIX, undated.text, "barred")]),
    ]
    return make_graph(tmp_path / "g", articles)


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ({}, Verdict.NO_LONGER),
        # It ended in September 2020, as was known in June 2021.
        ({"as_of": "2020-12-31"}, Verdict.YES),
        ({"in_force": "2020-12-31"}, Verdict.NOT_KNOWN),
        ({"as_of": "2021-06-20"}, Verdict.NO_LONGER),
        ({"in_force": "2020-09-29"}, Verdict.YES),
        ({"in_force": "2020-09-30"}, Verdict.NOT_KNOWN),
        ({"as_of": "2020-12-31", "in_force": "2020-12-31"}, Verdict.YES),
        ({"as_of": "2020-03-09"}, Verdict.NOT_KNOWN),
        ({"in_force": "2020-03-09"}, Verdict.NOT_KNOWN),
        ({"as_of": "2020-03-10", "in_force": "2020-03-10"}, Verdict.YES),
    ],
)
def test_a_question_on_either_day(tmp_path, words, verdict):
    path = ban_and_end(tmp_path, time=Time("2020-09", "2020-09-01", "2020-09-30", "month"))
    with opened(path) as graph, selected(graph, chosen_filter(graph, **words)) as shown:
        assert ask(shown, "does Nordia bar Veltrix?").verdict is verdict


def test_what_nobody_dates_is_a_fact_but_neither_known_nor_in_force_on_a_day(tmp_path):
    with opened(ban_and_end(tmp_path)) as graph:
        assert ask(graph, "does Poland bar Veltrix?").verdict is Verdict.YES
        for words in ({"as_of": LAST_DAY}, {"in_force": LAST_DAY}):
            with selected(graph, chosen_filter(graph, **words)) as shown:
                assert ask(shown, "does Poland bar Veltrix?").verdict is Verdict.NOT_KNOWN


def test_an_interval_that_is_over_is_in_force_within_it(tmp_path):
    document = article("a", "Nordia barred Veltrix from 2012 to 2018.", date="2024-05-05")
    time = Time("2012/2018", "2012-01-01", "2018-12-31", "interval")
    evidence = told(document, NORDIA, "bars", VELTRIX, document.text, "barred", time=time)
    with opened(make_graph(tmp_path / "g", [(document, [evidence])])) as graph:
        [state] = graph.states()
        assert (state.category, state.since, state.until) == ("ended", "2012/2018", "2018")
        assert ask(graph, "does Nordia bar Veltrix?").headline == "no longer: barred from 2012, ended 2018"
        for day, verdict in (
            ("2011-12-31", Verdict.NOT_KNOWN),
            ("2012-01-01", Verdict.YES),
            ("2018-12-31", Verdict.YES),
            ("2019-01-01", Verdict.NOT_KNOWN),
        ):
            with selected(graph, Filter(in_force=day)) as shown:
                assert ask(shown, "does Nordia bar Veltrix?").verdict is verdict
                assert {state.until for state in shown.states()} <= {None}


def test_who_is_not_shown_is_still_known_by_name(tmp_path):
    with opened(ban_and_end(tmp_path)) as graph, selected(graph, Filter(as_of="1999-01-01")) as shown:
        assert shown.states() == []
        assert ask(shown, "who bars Veltrix?").headline.startswith("Veltrix is barred by nobody")

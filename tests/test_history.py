"""Statements as they came about and ended, step by step."""

import pytest

from kg.errors import QueryError
from kg.explain import explain
from kg.graph.choosing import chosen_filter
from kg.graph.selecting import selected
from kg.history import Dated, entity_history, statement_history
from kg.history_text import chain, history_records, history_rows, moment, spoken_time, stands
from kg.questions import ask
from kg.records import Cue, Review, Time
from tests.graph.factory import (
    CHINA,
    HUAWEI,
    NORDIA,
    POLAND,
    REUTERS,
    VELTRIX,
    article,
    local,
    passage,
    told,
)
from tests.graph.graphs import ONTOLOGY, everything, make_graph, opened


def month(value):
    return Time(value, f"{value}-01", f"{value}-28", "month")


def cue(document, effect, words):
    return Cue(effect, passage(document, words))


def life():
    """Considered, threatened, asked for, planned, in force, suspended, in force again, waived, ended: nine articles."""
    rows = [
        ("possible", "2023-01-05", None, "Nordia may bar Veltrix.", "bar", "", ""),
        (
            "possible",
            "2023-02-05",
            None,
            "Nordia threatened to bar Veltrix.",
            "bar",
            "modality: possible",
            "threatened",
        ),
        ("requested", "2023-03-05", None, "Poland asked Nordia to bar Veltrix.", "bar", "", ""),
        ("planned", "2023-04-05", None, "Nordia will bar Veltrix.", "bar", "", ""),
        ("", "2023-06-20", month("2023-05"), "Nordia barred Veltrix in May.", "barred", "", ""),
        ("ended", "2023-09-01", None, "Nordia suspended its ban on Veltrix.", "ban", "phase: ended", "suspended"),
        ("", "2023-10-01", None, "Nordia bars Veltrix again.", "bars", "", ""),
        ("ended", "2023-11-01", None, "Nordia waived its ban on Veltrix.", "ban", "phase: ended", "waived"),
        ("ended", "2024-02-01", None, "Nordia lifted its ban on Veltrix.", "ban", "phase: ended", "lifted"),
    ]
    for number, (status, date, time, text, trigger, effect, word) in enumerate(rows):
        document = article(f"a{number}", text, date=date, publisher="Harbour Post" if number % 2 else "Reuters")
        cues = (cue(document, effect, word),) if effect else ()
        evidence = told(document, NORDIA, "bars", VELTRIX, text, trigger, status=status, time=time, cues=cues)
        yield document, [evidence]


def histories(tmp_path, articles, *words, **filters):
    path = tmp_path / "g"
    if not path.exists():
        make_graph(path, articles)
    with opened(path) as graph, selected(graph, chosen_filter(graph, **filters)) as shown:
        return (entity_history if len(words) == 1 else statement_history)(shown, *words)


def test_the_whole_life_of_a_ban(tmp_path):
    [found] = histories(tmp_path, life(), "Nordia", "bars", "Veltrix")
    assert chain(found) == (
        "considered reported 2023-01-05 → threatened reported 2023-02-05 → asked for reported 2023-03-05 → "
        "planned reported 2023-04-05 → in force 2023-05 → suspended reported 2023-09-01 → "
        "in force reported 2023-10-01 → waived reported 2023-11-01 → ended reported 2024-02-01"
    )
    assert stands(found, ONTOLOGY) == "ended, reported 2024-02-01 (in force from 2023-05, again from 2023-10-01)"
    assert [(period.first, period.last) for period in found.in_force] == [
        ("2023-05-01", "2023-08-31"),
        ("2023-10-01", "2023-10-31"),
    ]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2023-01-31", "considered, reported 2023-01-05"),
        ("2023-02-28", "threatened, reported 2023-02-05"),
        ("2023-04-30", "planned, reported 2023-04-05"),
        ("2023-06-30", "in force, from 2023-05"),
        ("2023-09-30", "suspended, reported 2023-09-01 (in force from 2023-05)"),
        ("2023-10-31", "in force, from 2023-05, again from 2023-10-01"),
        ("2023-12-31", "waived, reported 2023-11-01 (in force from 2023-05, again from 2023-10-01)"),
    ],
)
def test_where_it_stood_as_was_known_then(tmp_path, as_of, expected):
    [found] = histories(tmp_path, life(), "Nordia", "bars", "Veltrix", as_of=as_of)
    assert stands(found, ONTOLOGY) == expected


def test_an_answer_tells_a_suspension_from_an_end(tmp_path):
    make_graph(tmp_path / "g", life())
    for as_of, end in (
        ("2023-09-30", "suspended 2023-09-01"),
        ("2023-11-30", "waived 2023-11-01"),
        (None, "ended 2024-02-01"),
    ):
        with opened(tmp_path / "g") as graph, selected(graph, chosen_filter(graph, as_of=as_of)) as shown:
            assert ask(shown, "does Nordia bar Veltrix?").headline == f"no longer: barred from 2023-05, {end}"
            assert f"no longer: Nordia (from 2023-05, {end})" in ask(shown, "who bars Veltrix?").headline


def test_in_force_then_shows_what_had_come_about(tmp_path):
    [found] = histories(tmp_path, life(), "Veltrix", in_force="2023-06-01")
    assert stands(found, ONTOLOGY) == "in force, from 2023-05"
    assert [one.step.label for one in found.happenings][-1] == "in force"
    assert histories(tmp_path, life(), "Veltrix", in_force="2023-09-01") == []


def one(tmp_path, *tellings, subject=NORDIA):
    articles = []
    for number, (status, date, time) in enumerate(tellings):
        document = article(f"b{number}", "Nordia barred Veltrix.", date=date)
        evidence = told(document, subject, "bars", VELTRIX, document.text, "barred", status=status, time=time)
        articles.append((document, [evidence]))
    [found] = histories(tmp_path, articles, "Veltrix")
    return found


def test_a_step_is_dated_by_the_event_else_by_the_article_else_last(tmp_path):
    found = one(
        tmp_path,
        ("", None, None),
        ("", "2024-05-01", None),
        ("", "2025-01-01", month("2024-04")),
        ("requested", None, month("2023-02")),
    )
    assert [(moment(one), one.dated) for one in found.happenings] == [
        ("2023-02", Dated.EVENT),
        ("2024-04", Dated.EVENT),
        ("reported 2024-05-01", Dated.ARTICLE),
        ("undated", Dated.NOTHING),
    ]


def test_steps_of_one_day_stand_in_the_order_in_which_they_come(tmp_path):
    found = one(tmp_path, ("ended", "2024-05-01", None), ("", "2024-05-01", None), ("requested", "2024-05-01", None))
    assert [happening.step.label for happening in found.happenings] == ["asked for", "in force", "ended"]


@pytest.mark.parametrize(
    ("tellings", "expected"),
    [
        ([("", None, None)], "in force, nobody says since when"),
        ([("", "2019-01-27", Time("2012/..", "2012-01-01", None, "year"))], "in force, since 2012"),
        ([("ended", "2019-01-27", None)], "ended, reported 2019-01-27"),
        ([("ended", None, None)], "ended, undated"),
        ([("negated", "2019-01-27", None)], "not so, reported 2019-01-27"),
        ([("party", "2019-01-27", None)], "claimed, reported 2019-01-27"),
        # what was said not to be so may be planned later
        ([("negated", "2019-01-27", None), ("planned", "2020-01-01", None)], "planned, reported 2020-01-01"),
        ([("planned", "2019-01-27", None), ("negated", "2020-01-01", None)], "not so, reported 2020-01-01"),
        # a plan stands though somebody considers it later, until it is given up or ruled out
        ([("planned", "2019-01-27", None), ("possible", "2020-01-01", None)], "planned, reported 2019-01-27"),
        (
            [("planned", "2019-01-27", None), ("planned ended", "2020-01-01", None)],
            "given up, reported 2020-01-01",
        ),
        (
            [("requested", "2019-01-27", None), ("planned negated", "2020-01-01", None)],
            "ruled out, reported 2020-01-01",
        ),
        # but not what is in force
        ([("", "2019-01-27", None), ("planned ended", "2020-01-01", None)], "in force, as reported 2019-01-27"),
        ([("", "2019-01-27", None), ("negated", "2020-01-01", None)], "in force, as reported 2019-01-27; disputed"),
        ([("", "2024-05-05", Time("2012/2018", "2012-01-01", "2018-12-31", "interval"))],
         "ended, 2018 (in force from 2012 to 2018)"),
    ],
)  # fmt: skip
def test_where_a_statement_stands(tmp_path, tellings, expected):
    assert stands(one(tmp_path, *tellings), ONTOLOGY) == expected


def test_an_end_that_is_planned_stands_beside_what_is_in_force(tmp_path):
    text = "Nordia barred Veltrix. It plans to lift the ban."
    document = article("a", text, date="2024-05-01")
    lift = (cue(document, "phase: ended", "lift"), cue(document, "modality: planned", "plans"))
    articles = [
        (
            document,
            [
                told(document, NORDIA, "bars", VELTRIX, "Nordia barred Veltrix.", "barred"),
                told(document, NORDIA, "bars", VELTRIX, text, "ban", status="planned ended", cues=lift),
            ],
        )
    ]
    [found] = histories(tmp_path, articles, "Veltrix")
    assert stands(found, ONTOLOGY) == "in force, as reported 2024-05-01; end planned, reported 2024-05-01"


def test_nobody_named_is_no_fact(tmp_path):
    found = one(tmp_path, ("", "2024-05-01", None), subject=local("b0", "unknown", "unknown"))
    assert stands(found, ONTOLOGY) == "told without naming who, reported 2024-05-01"


def threat(tmp_path):
    text = "Nordia warned Veltrix that it would bar Veltrix."
    document = article("a", text, date="2024-05-01")
    ban = told(document, NORDIA, "bars", VELTRIX, text, "bar", status="planned")
    warning = told(document, NORDIA, "threatens", VELTRIX, text, "warned", content=(ban.id,))
    return make_graph(tmp_path / "g", [(document, [ban, warning])])


def test_what_is_threatened_is_so_even_where_the_threat_is_not_shown(tmp_path):
    threat(tmp_path)
    for filters in ({}, {"relations": ["bars"]}):
        found = histories(tmp_path, (), "Nordia", "bars", "Veltrix", **filters)
        assert [chain(one) for one in found] == ["threatened reported 2024-05-01"]


def test_an_explanation_names_the_step(tmp_path):
    threat(tmp_path)
    with opened(tmp_path / "g") as graph:
        labels = {told.statement.predicate: explain(graph, told.id).text for told in graph.evidence()}
    assert "  step        threatened\n" in labels["bars"]
    assert "  step        done\n" in labels["threatens"]


def test_a_denied_threat_threatens_nothing(tmp_path):
    text = "Nordia did not warn Veltrix that it would bar Veltrix."
    document = article("a", text, date="2024-05-01")
    ban = told(document, NORDIA, "bars", VELTRIX, text, "bar", status="planned")
    warning = told(document, NORDIA, "threatens", VELTRIX, text, "warn", status="negated", content=(ban.id,))
    found = histories(tmp_path, [(document, [ban, warning])], "Nordia", "bars", "Veltrix")
    assert [chain(one) for one in found] == ["planned reported 2024-05-01"]


def test_an_entity_is_found_on_either_end_and_statements_stand_by_relation_and_time(tmp_path):
    document = article("a", "China agreed. Nordia barred. Poland barred. Huawei sued.", date="2024-05-01")
    evidence = [
        told(document, CHINA, "agreesWith", HUAWEI, "China agreed.", "agreed"),
        told(document, NORDIA, "bars", HUAWEI, "Nordia barred.", "barred"),
        told(document, POLAND, "bars", HUAWEI, "Poland barred.", "barred", time=month("2023-02")),
        told(document, HUAWEI, "sues", NORDIA, "Huawei sued.", "sued"),
    ]
    make_graph(tmp_path / "g", [(document, evidence)])
    found = histories(tmp_path, (), "Huawei")
    assert [(one.state.statement.subject.name, one.state.statement.predicate) for one in found] == [
        ("Poland", "bars"),
        ("Nordia", "bars"),
        ("Huawei", "sues"),
        ("China", "agreesWith"),
    ]
    for ends in (("China", "Huawei"), ("Huawei", "China")):
        assert len(histories(tmp_path, (), ends[0], "agreesWith", ends[1])) == 1
    assert len(histories(tmp_path, (), "Nordia", "restricts", "Huawei")) == 1
    assert histories(tmp_path, (), "Huawei", "bars", "Nordia") == []
    with pytest.raises(QueryError, match=r"nobody named 'Huawai'.*did you mean Huawei"):
        histories(tmp_path, (), "Huawai")
    with pytest.raises(QueryError, match="unknown relation 'hugs'"):
        histories(tmp_path, (), "China", "hugs", "Huawei")


def test_rows_and_records_hold_every_passage_with_its_words(tmp_path):
    text = "Nordia barred “Veltrix”\nin May, Reuters said."
    document = article("ü,1", text, date="2024-05-20", publisher="Harbour Post", title="A | title")
    evidence = told(
        document,
        NORDIA,
        "bars",
        VELTRIX,
        text,
        "barred",
        status="media",
        attribution=(REUTERS,),
        time=month("2024-05"),
        review=Review.ACCEPTED,
    )
    found = histories(tmp_path, [(document, [evidence])], "Veltrix")
    [row] = history_rows(found, ONTOLOGY)
    assert row == {
        "subject": "Nordia",
        "relation": "bars",
        "object": "Veltrix",
        "state": "in force, from 2024-05",
        "disputed": "no",
        "date": "2024-05",
        "dated by": "event",
        "step": "in force",
        "status": "told as fact",
        "according to": "Reuters",
        "quote": "Nordia barred “Veltrix” in May, Reuters said.",
        "publisher": "Harbour Post",
        "published": "2024-05-20",
        "article": "ü,1",
        "url": "",
        "review": "accepted",
        "id": evidence.id,
    }
    [record] = history_records(found, ONTOLOGY)
    assert (record["predicate"], record["state"], record["step"]) == ("bars", "fact", "stepInForce")
    assert record["in_force"] == [{"first": "2024-05-01", "last": None}]
    assert [(one["step"], one["day"], one["id"]) for one in record["history"]] == [
        ("stepInForce", "2024-05-01", evidence.id)
    ]


def test_tellings_of_one_step_that_follow_each_other_are_one_step(tmp_path):
    found = one(tmp_path, ("", "2024-05-01", None), ("", "2024-06-01", None), ("ended", "2024-07-01", None))
    assert [len(group) for group in found.steps] == [2, 1]


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (Time("2024-05", "2024-05-01", "2024-05-31", "month"), "2024-05"),
        (Time("2024", "2024-01-01", "2024-12-31", "year"), "2024"),
        (Time("2024-05-03", "2024-05-03", "2024-05-03", "day"), "2024-05-03"),
        (Time("2012/..", "2012-01-01", None, "year"), "since 2012"),
        (Time("../2020", None, "2020-12-31", "year"), "until 2020"),
        (Time("2012/2018", "2012-01-01", "2018-12-31", "interval"), "2012 to 2018"),
        (Time("2019-01-14/2019-01-20", "2019-01-14", "2019-01-20", "week"), "week of 2019-01-14"),
        (Time("2024-07-01/2024-09-30", "2024-07-01", "2024-09-30", "quarter"), "2024 Q3"),
        (Time("2024-12-01/2025-02-28", "2024-12-01", "2025-02-28", "quarter"), "2024-12 to 2025-02"),
    ],
)
def test_a_time_in_words(time, words):
    assert spoken_time(time) == words


def test_the_graph_of_the_factory(tmp_path):
    make_graph(tmp_path / "g", everything())
    [ban] = histories(tmp_path, (), "United States", "bars", "Huawei")
    assert stands(ban, ONTOLOGY) == "in force, since 2012"
    [lifted] = histories(tmp_path, (), "Veltrix")
    assert stands(lifted, ONTOLOGY) == "ended, 2025-01 (in force from 2024-03)"

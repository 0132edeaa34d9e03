import pytest

from kg.errors import QueryError
from kg.ontology import load_ontology
from kg.questions import QUESTIONS, Verdict, answer_lines, ask, parse_question
from kg.records import Cue, Entity, Time
from tests.graph.factory import (
    AUSTRALIA,
    CHINA,
    FIRMS,
    HUAWEI,
    NAMES,
    POLAND,
    REUTERS,
    SEED,
    TRUMP,
    US,
    article,
    local,
    month,
    passage,
    seed_evidence,
    told,
)
from tests.graph.graphs import make_graph, opened

ONTOLOGY = load_ontology()


def test_poland_was_only_asked_to(demo_graph):
    answer = ask(demo_graph, "does Poland bar Huawei?")
    assert answer.verdict is Verdict.NO
    assert answer.headline == (
        "no: the United States asked it to bar Chinese tech firms, according to The New York Times"
    )
    request, _, pressing, *_ = seed_evidence()
    assert [row.evidence for row in answer.rows] == [request, pressing]
    assert any(SEED.text.split("\n\n")[0] in line for line in answer_lines(answer, ONTOLOGY))


@pytest.mark.parametrize(
    ("question", "verdict", "headline"),
    [
        ("does the U.S. bar huawei", "yes", "yes: the United States bars Huawei, since 2012"),
        ("Does Washington restrict Huawei Technologies?", "yes", "yes: the United States bars Huawei, since 2012"),
        ("does Nordia bar Veltrix", "no longer", "no longer: barred from 2024-03, ended 2025-01"),
        (
            "does Donald Trump bar Huawei",
            "no",
            "no: only considered: Donald Trump may bar Huawei, according to Reuters",
        ),
        (
            "does Poland sue Huawei",
            "not known",
            "not known: no article here tells whether Poland takes legal action against Huawei",
        ),
        (
            "does Huawei bar the United States",
            "not known",
            "not known: no article here tells whether Huawei bars the United States",
        ),
        ("who bars Huawei", "list", "Huawei is barred by the United States; only considered: Donald Trump"),
        (
            "who bars Veltrix",
            "list",
            "Veltrix is barred by nobody, as far as these articles tell; "
            "no longer: Nordia (from 2024-03, ended 2025-01)",
        ),
        ("who restricts Huawei", "list", "Huawei is restricted by the United States; only considered: Donald Trump"),
        (
            "who asked whom to bar Huawei",
            "list",
            "the United States asked Poland and Germany to bar Chinese tech firms, according to The New York Times",
        ),
        ("who asked Poland to bar Veltrix", "list", None),
        (
            "who asked whom to sue Huawei",
            "not known",
            "nobody was asked to take legal action against Huawei, as far as these articles tell",
        ),
        ("what does Huawei deny", "list", "Huawei denies an accusation by or about the United States and these claims"),
        ("whom does the United States pressure?", "list", "the United States pressures Germany and Poland"),
        (
            "what does Poland deny",
            "list",
            "Poland denies an accusation by or about nobody or nothing, as far as these articles tell",
        ),
    ],
)
def test_answers_say_no_more_than_is_told(demo_graph, question, verdict, headline):
    answer = ask(demo_graph, question)
    assert answer.verdict == verdict
    assert headline is None or answer.headline == headline


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("does", ["Poland", "bars", "Huawei"]),
        ("does", [POLAND.id, "bar", HUAWEI.id]),
        ("does-bar", ["poland", "the huawei"]),
        ("does Poland bar Huawei", []),
        ("Did  Poland bar Huawei ?", []),
    ],
)
def test_a_question_can_be_put_in_several_ways(demo_graph, name, arguments):
    assert ask(demo_graph, name, arguments).headline.startswith("no: the United States asked it")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("who bars Huawei", ("who", ["bars", "Huawei"])),
        ("Who sells to Acme Corp.?", ("who", ["sellsTo", "Acme Corp"])),
        ("who has asked whom to sell to Iran", ("who-asked", ["sellsTo", "Iran"])),
        ("does A take legal action against B", ("does", ["A", "sues", "B"])),
        ("does Bar Group bar Foo", ("does", ["Bar Group", "bars", "Foo"])),
        ("what did Huawei deny?", ("what-does", ["Huawei", "denies"])),
        ("does China negotiate with the United States", ("does", ["China", "negotiatesWith", "the United States"])),
    ],
)
def test_questions_in_words(text, expected):
    assert parse_question(text, ONTOLOGY) == expected


@pytest.mark.parametrize("question", list(QUESTIONS.values()), ids=list(QUESTIONS))
def test_every_example_is_understood(demo_graph, question):
    assert parse_question(question.example, ONTOLOGY)[0] == question.name
    assert ask(demo_graph, question.example).headline


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("does Polnd bar Huawei", [], "nobody named 'Polnd' .*did you mean Poland"),
        ("who bars Chinese", [], "nobody named 'Chinese' .*did you mean Chinese tech firms"),
        ("does", ["Poland", "blocks", "Huawei"], "unknown relation 'blocks'; known are accuses, .*restricts"),
        ("how many bans", [], "cannot read the question 'how many bans'; ask for example: who bars Huawei;"),
        ("clear all", [], "CLEAR would change the graph; only questions are answered: SELECT"),
        ("when", ["Poland"], "unknown question 'when'; ask for example"),
        ("does", ["Poland"], "does takes SUBJECT RELATION OBJECT, such as .*; given Poland"),
        ("", [], "unknown question ''"),
    ],
)
def test_a_question_that_cannot_be_answered_says_what_can(demo_graph, name, arguments, message):
    with pytest.raises(QueryError, match=message) as error:
        ask(demo_graph, name, arguments)
    assert "\n" not in str(error.value)


WEEK = Time("2024-03-04/2024-03-10", "2024-03-04", "2024-03-10", "week")
TEXT = "Poland barred Huawei, it said."


def graph_of(path, *evidence, date="2024-05-01"):
    """One article for each evidence, which is given as arguments for `told` after the article."""
    articles = []
    for number, (subject, relation, object, fields) in enumerate(evidence):
        document = article(f"a{number}", TEXT, date=date, publisher="Post")
        articles.append((document, [told(document, subject, relation, object, TEXT, "barred", **fields)]))
    return opened(make_graph(path, articles))


def test_who_has_no_plans_is_not_listed_with_those_who_plan(tmp_path):
    rows = [
        (POLAND, "bars", HUAWEI, {"status": "planned negated"}),
        (CHINA, "bars", HUAWEI, {"status": "planned"}),
        (US, "bars", HUAWEI, {"status": "planned"}),
        (US, "bars", HUAWEI, {"status": "planned negated", "time": month("2024-06")}),
    ]
    with graph_of(tmp_path / "g", *rows) as graph:
        assert ask(graph, "who bars Huawei").headline == (
            "Huawei is barred by nobody, as far as these articles tell; "
            "only planned: China; planned not to: Poland and the United States"
        )
        assert ask(graph, "does the United States bar Huawei").headline == (
            "no: planned not to: it is not to bar Huawei"
        )


def test_who_asked_for_an_end_did_not_ask_for_a_ban(tmp_path):
    words = "Huawei asked Poland to lift the ban on Huawei."
    document = article("a", words, date="2024-05-01")
    cues = (Cue("phase: ended", passage(document, "lift")), Cue("modality: requested", passage(document, "asked")))
    wish = told(document, POLAND, "bars", HUAWEI, words, "ban", status="requested ended", cues=cues)
    asking = told(document, HUAWEI, "pressures", POLAND, words, "asked", content=(wish.id,))
    with opened(make_graph(tmp_path / "g", [(document, [wish, asking])])) as graph:
        assert ask(graph, "who asked whom to bar Huawei").headline == "Huawei asked Poland no longer to bar Huawei"
        assert ask(graph, "does Poland bar Huawei").headline == "no: Huawei asked it no longer to bar Huawei"


def test_a_group_were_asked(tmp_path):
    operators = Entity(NAMES.local_entity("a0", "operators"), "operators", "group", local=True)
    asked = {"status": "requested"}
    with graph_of(tmp_path / "g", (operators, "bars", HUAWEI, asked), (POLAND, "bars", CHINA, asked)) as graph:
        assert ask(graph, "who asked whom to bar Huawei").headline == "operators were asked to bar Huawei"
        assert ask(graph, "who asked whom to bar China").headline == "Poland was asked to bar China"


@pytest.mark.parametrize(
    ("fields", "headline"),
    [
        ({"status": "party", "attribution": (US,)}, "only claimed by United States: that it bars Huawei"),
        ({"status": "unnamed"}, "only claimed by somebody unnamed: that it bars Huawei"),
        ({"status": "negated"}, "no: it did not bar Huawei"),
        (
            {"status": "planned media", "attribution": (REUTERS,)},
            "no: only planned: it is to bar Huawei, according to Reuters",
        ),
        ({"status": "planned negated"}, "no: planned not to: it is not to bar Huawei"),
        ({"status": "planned ended"}, "no: only planned: it is to bar Huawei, and gave it up"),
        ({"status": "possible negated"}, "no: only considered: it may not bar Huawei"),
        ({"status": "hypothetical"}, "no: only under a condition: it would bar Huawei"),
        ({"status": "requested"}, "no: it was asked to bar Huawei"),
        ({"status": "requested negated"}, "no: it was asked not to bar Huawei"),
        ({"status": "ended"}, "no longer: barred, ended 2024-05-01"),
        ({}, "yes: Poland bars Huawei, as told on 2024-05-01"),
        ({"time": month("2024-03")}, "yes: Poland bars Huawei, from 2024-03"),
        ({"time": WEEK}, "yes: Poland bars Huawei, from week of 2024-03-04"),
        (
            {"status": "media", "attribution": (REUTERS,)},
            "yes: Poland bars Huawei, as told on 2024-05-01, according to Reuters",
        ),
    ],
)
def test_each_status_has_its_answer(tmp_path, fields, headline):
    with graph_of(tmp_path / "g", (POLAND, "bars", HUAWEI, fields)) as graph:
        assert ask(graph, "does Poland bar Huawei").headline == headline


def test_the_strongest_evidence_decides_and_all_of_it_is_shown(tmp_path):
    evidence = [
        (POLAND, "bars", HUAWEI, {"status": status}) for status in ("possible", "requested", "planned", "negated")
    ]
    with graph_of(tmp_path / "g", *evidence) as graph:
        answer = ask(graph, "does Poland bar Huawei")
    assert answer.headline == "no: it did not bar Huawei"
    assert len(answer.rows) == 4
    assert answer.rows[0].evidence.polarity == "negated"


def test_what_some_say_and_others_deny_is_disputed(tmp_path):
    with graph_of(
        tmp_path / "g", (POLAND, "bars", HUAWEI, {}), (POLAND, "bars", HUAWEI, {"status": "negated"})
    ) as graph:
        assert ask(graph, "does Poland bar Huawei").headline.endswith("; disputed")


def test_a_ban_on_a_group_is_not_a_ban_by_name(tmp_path):
    with graph_of(tmp_path / "g", (AUSTRALIA, "bars", FIRMS, {}), (POLAND, "bars", HUAWEI, {})) as graph:
        answer = ask(graph, "does Australia bar Huawei")
    assert answer.verdict is Verdict.NOT_BY_NAME
    assert answer.headline == "not by name: it bars Chinese tech firms, as told on 2024-05-01"


def test_a_group_of_another_country_says_nothing(tmp_path):
    german = local("x", "German firms", "group", country=NAMES.entity("Germany"))
    with graph_of(tmp_path / "g", (AUSTRALIA, "bars", german, {}), (POLAND, "bars", HUAWEI, {})) as graph:
        assert ask(graph, "does Australia bar Huawei").verdict is Verdict.NOT_KNOWN


def test_a_symmetric_relation_is_found_from_both_ends(tmp_path):
    first, second = sorted((CHINA, US), key=lambda e: e.id)
    with graph_of(tmp_path / "g", (first, "negotiatesWith", second, {})) as graph:
        assert ask(graph, "does", ["China", "negotiatesWith", "United States"]).verdict is Verdict.YES
        assert ask(graph, "does", ["United States", "negotiatesWith", "China"]).verdict is Verdict.YES
        assert "United States" in ask(graph, "who negotiates with China").headline
        assert "China" in ask(graph, "whom does the United States negotiate with").headline


def test_groups_of_one_name_are_asked_about_together(tmp_path):
    groups = [local(name, "U.S. companies", "group", country=US.id) for name in ("a0", "a1")]
    with graph_of(tmp_path / "g", *((TRUMP, "bars", group, {}) for group in groups)) as graph:
        assert len(ask(graph, "who bars U.S. companies").rows) == 2


def test_somebody_unknown_bars_nobody_by_name(tmp_path):
    unknown = local("a0", "unknown", "unknown")
    with graph_of(tmp_path / "g", (unknown, "bars", HUAWEI, {})) as graph:
        answer = ask(graph, "who bars Huawei")
        assert answer.headline == ("Huawei is barred by nobody, as far as these articles tell; told without naming who")
        assert "somebody bars Huawei" in list(answer_lines(answer, ONTOLOGY))[1]


def test_one_request_told_twice_is_said_once(tmp_path):
    articles = []
    for name, speakers in (("a", (REUTERS,)), ("b", ())):
        document = article(name, TEXT)
        asked = told(document, POLAND, "bars", HUAWEI, TEXT, "barred", status="requested")
        asking = told(document, US, "pressures", POLAND, TEXT, "said", attribution=speakers, content=(asked.id,))
        articles.append((document, [asked, asking]))
    with opened(make_graph(tmp_path / "g", articles)) as graph:
        answer = ask(graph, "who asked whom to bar Huawei")
    assert answer.headline == "the United States asked Poland to bar Huawei"
    assert len(answer.rows) == 4


def test_what_changed_is_asked_elsewhere(demo_graph):
    with pytest.raises(QueryError, match="kg changes GRAPH --since Friday"):
        ask(demo_graph, "What changed since Friday?")

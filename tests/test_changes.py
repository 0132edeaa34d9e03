"""What a week of articles changed: new, changed and ended statements, and new contradictions."""

import json
import random

import pytest

from kg.changes import find_changes
from kg.changes_text import changes_lines, changes_markdown, changes_record, headline, said
from kg.graph.choosing import chosen_filter
from kg.graph.filters import Filter
from kg.graph.selecting import selected
from kg.records import Cue, Time
from tests.graph.factory import HUAWEI, NORDIA, POLAND, REUTERS, US, VELTRIX, article, passage, told
from tests.graph.graphs import ONTOLOGY, make_graph, opened
from tests.graph.test_as_of import DAYS, random_articles


def report(name, date, *evidence, publisher="Reuters", title=""):
    """An article with a sentence for each of `evidence`: subject, relation, object and status."""
    sentences = [f"{s.name} {relation} {o.name} {status}." for s, relation, o, status in evidence]
    document = article(name, " ".join(sentences) or "Nothing.", date=date, publisher=publisher, title=title)
    return document, [
        told(document, subject, relation, object, sentence, relation, status=status)
        for (subject, relation, object, status), sentence in zip(evidence, sentences, strict=True)
    ]


@pytest.fixture
def changes(tmp_path):
    def find(articles, since, **filters):
        path = tmp_path / "g"
        if not path.exists():
            make_graph(path, articles)
        with opened(path) as graph, selected(graph, chosen_filter(graph, **filters)) as shown:
            return find_changes(shown, since)

    return find


BAN = (NORDIA, "bars", VELTRIX, "")
LIFT = (NORDIA, "bars", VELTRIX, "ended")
PLAN = (POLAND, "bars", HUAWEI, "planned")
SUIT = (VELTRIX, "sues", NORDIA, "")


def lines(changes):
    return [said(change, ONTOLOGY) for change in (*changes.new, *changes.changed, *changes.ended)]


def test_a_change_is_told_in_the_words_of_who_reported_it_first(changes):
    found = changes([report("b", "2025-11-18", BAN), report("a", "2025-11-19", BAN)], "2025-11-14")
    assert [change.by.evidence.document for change in found.new] == ["b"]


def test_one_more_act_of_what_stands_already_is_told_and_what_is_only_told_again_is_counted(changes):
    def sanction(id, day, **fields):
        document = article(id, "Nordia barred Veltrix.", date=day)
        return document, [told(document, NORDIA, "bars", VELTRIX, document.text, "barred", **fields)]

    def on(day):
        return Time(day, day, day, "day")

    earlier = [sanction("a", "2025-04-22", time=on("2025-04-21"))]
    found = changes(
        [*earlier, sanction("b", "2025-11-21"), sanction("c", "2025-11-22", time=on("2025-11-21"))], "2025-11-20"
    )
    assert (found.new, found.changed, found.again, found.is_empty) == ((), (), 0, False)
    assert [said(change, ONTOLOGY) for change in found.anew] == ["Nordia bars Veltrix — told as fact, 2025-11-21"]
    assert "1 anew" in headline(found)
    assert "Anew, of a day since then" in list(changes_lines(found, ONTOLOGY))
    assert [one["evidence"]["id"] for one in changes_record(found, ONTOLOGY)["anew"]] == [found.anew[0].by.evidence.id]
    assert found.anew[0].by.evidence.document == "c"


def test_what_is_told_again_of_an_earlier_day_is_no_change(changes):
    day = Time("2025-04-21", "2025-04-21", "2025-04-21", "day")
    articles = [
        article("a", "Nordia barred Veltrix.", date="2025-04-22"),
        article("b", "Nordia barred Veltrix.", date="2025-11-21"),
    ]
    rows = [(one, [told(one, NORDIA, "bars", VELTRIX, one.text, "barred", time=day)]) for one in articles]
    found = changes(rows, "2025-11-20")
    assert (found.anew, found.again, found.is_empty) == ((), 1, True)


def test_new_changed_and_ended(changes):
    found = changes(
        [
            report("old", "2025-11-03", BAN, PLAN),
            report("new", "2025-11-18", LIFT, (POLAND, "bars", HUAWEI, ""), SUIT),
        ],
        "2025-11-14",
    )
    assert lines(found) == [
        "Veltrix takes legal action against Nordia — told as fact",
        "Poland bars Huawei: was planned, reported 2025-11-03; is in force, as reported 2025-11-18",
        "Nordia bars Veltrix: was in force, as reported 2025-11-03; is ended, reported 2025-11-18",
    ]
    assert {change.by.evidence.document for change in (*found.new, *found.changed, *found.ended)} == {"new"}
    assert headline(found) == (
        "Since 2025-11-14: 1 new article, 1 new statement, 1 changed, 1 ended, 0 new contradictions"
    )
    assert (found.again, found.latest, [one.id for one in found.articles]) == (0, "2025-11-18", ["new"])


def test_an_article_of_the_day_itself_is_new(changes):
    articles = [report("a", "2025-11-14", BAN)]
    assert len(changes(articles, "2025-11-14").new) == 1
    assert changes(articles, "2025-11-15").is_empty


def test_what_is_told_again_is_no_change(changes):
    found = changes([report("old", "2025-11-03", BAN), report("new", "2025-11-18", BAN)], "2025-11-14")
    assert found.is_empty
    assert headline(found) == (
        "Nothing changed since 2025-11-14: 1 new article, 1 statement told again unchanged; the latest is of 2025-11-18"
    )


def test_nothing_new_names_the_latest_article(changes):
    found = changes([report("old", "2025-11-03", BAN)], "2025-11-14")
    assert list(changes_lines(found, ONTOLOGY)) == [
        "Nothing changed since 2025-11-14: no article is of that day or later; the latest is of 2025-11-03"
    ]


def test_an_empty_graph_and_one_without_dates(changes, tmp_path):
    assert headline(changes([], "2025-11-14")).endswith("no article has a date")
    with opened(make_graph(tmp_path / "undated", [report("old", None, BAN)])) as graph:
        assert list(changes_lines(find_changes(graph, "2025-11-14"), ONTOLOGY)) == [
            "Nothing changed since 2025-11-14: no article is of that day or later; no article has a date",
            "",
            "1 article has no date and counts as known before: old",
        ]


def test_an_article_without_a_date_was_known_before(changes):
    found = changes([report("old", None, BAN, title="An old ban"), report("new", "2025-11-18", LIFT)], "2025-11-14")
    # A ban of which nobody says when cannot outlive a dated end.
    assert lines(found) == [
        "Nordia bars Veltrix: was in force, nobody says since when; is ended, reported 2025-11-18",
    ]
    assert "1 article has no date and counts as known before: An old ban" in list(changes_lines(found, ONTOLOGY))


def test_a_first_report_of_an_end_has_ended(changes):
    found = changes([report("new", "2025-11-18", LIFT, (POLAND, "bars", HUAWEI, "planned negated"))], "2025-11-14")
    assert [said(one, ONTOLOGY) for one in found.ended] == [
        "Nordia bars Veltrix: not told before; is ended, reported 2025-11-18"
    ]
    assert [said(one, ONTOLOGY) for one in found.new] == ["Poland not to bar Huawei — planned not to"]


def test_a_suspension_and_in_force_again_are_changes(changes):
    suspended, evidence = report("b", "2025-11-10", LIFT)
    [one] = evidence
    cue = Cue("phase: ended", passage(suspended, "ended"))
    text = suspended.text.replace("ended", "suspended")
    suspended = article("b", text, date="2025-11-10", publisher="Reuters")
    cue = Cue("phase: ended", passage(suspended, "suspended"))
    one = told(suspended, NORDIA, "bars", VELTRIX, text, "bars", status="ended", cues=(cue,))
    articles = [report("a", "2025-11-03", BAN), (suspended, [one]), report("c", "2025-11-18", BAN)]
    assert lines(changes(articles, "2025-11-14")) == [
        "Nordia bars Veltrix: was suspended, reported 2025-11-10; "
        "is in force, as reported 2025-11-03, again from 2025-11-18"
    ]
    assert lines(changes(articles, "2025-11-05", as_of="2025-11-12")) == [
        "Nordia bars Veltrix: was in force, as reported 2025-11-03; is suspended, reported 2025-11-10"
    ]


def test_old_news_in_a_new_article_changes_nothing_but_is_told(changes):
    found = changes([report("a", "2025-11-03", LIFT), report("b", "2025-11-18", BAN)], "2025-11-14")
    assert [said(one, ONTOLOGY) for one in found.changed] == [
        "Nordia bars Veltrix: was ended, reported 2025-11-03; is in force, as reported 2025-11-18"
    ]


def test_a_contradiction_names_both_sides(changes):
    claim, [accused] = report("b", "2025-11-18", (US, "accuses", VELTRIX, ""), publisher="CNBC")
    denial = told(claim, VELTRIX, "denies", US, claim.text, "accuses", content=(accused.id,))
    found = changes(
        [
            report("a", "2025-11-03", BAN),
            (claim, [accused, denial]),
            report("c", "2025-11-19", (NORDIA, "bars", VELTRIX, "negated")),
        ],
        "2025-11-14",
    )
    bars, accuses = found.contradictions
    assert [told.evidence.document for told in bars.affirmed] == ["a"]
    assert [told.evidence.document for told in bars.denied] == ["c"]
    assert [told.evidence for told in accuses.affirmed] == [accused]
    assert [(told.evidence.id, told.article.id) for told in accuses.denied] == [(denial.id, "b")]
    shown = "\n".join(changes_lines(found, ONTOLOGY))
    assert "affirmed  " + accused.id in shown
    assert "denied    " + denial.id in shown
    again = changes([], "2025-11-19")
    assert [one.now.state.statement.predicate for one in again.contradictions] == ["bars"]
    assert changes([], "2025-11-20").contradictions == ()


def test_a_copy_of_a_sentence_says_nothing_more_on_a_side(changes):
    copies = [report(name, "2025-11-18", (NORDIA, "bars", VELTRIX, ""), publisher="Reuters") for name in "abc"]
    other = report("d", "2025-11-18", (NORDIA, "bars", VELTRIX, ""), publisher="CNBC")
    denied = report("e", "2025-11-19", (NORDIA, "bars", VELTRIX, "negated"))
    ended = report("f", "2025-11-01", LIFT)
    [found] = changes([*copies, other, denied, ended], "2025-11-14").contradictions
    assert [told.evidence.document for told in found.affirmed] == ["a", "d"]
    assert [told.evidence.document for told in found.denied] == ["e"]


def test_a_filter_narrows_the_brief(changes):
    articles = [report("a", "2025-11-18", BAN, SUIT), report("b", "2025-11-18", PLAN, publisher="CNBC")]
    assert len(changes(articles, "2025-11-14").new) == 3
    assert [said(one, ONTOLOGY) for one in changes(articles, "2025-11-14", relations=["sues"]).new] == [
        "Veltrix takes legal action against Nordia — told as fact"
    ]
    found = changes(articles, "2025-11-14", publishers=["CNBC"])
    assert [article.id for article in found.articles] == ["b"]
    assert len(changes(articles, "2025-11-14", entities=["Veltrix"]).new) == 2


def test_articles_stand_by_outlet(changes):
    found = changes(
        [
            report("a", "2025-11-18", BAN, publisher="Reuters", title="Ban"),
            report("b", "2025-11-17", BAN, publisher="CNBC"),
            report("c", "2025-11-16", publisher="CNBC", title="C"),
            report("d", "2025-11-16", publisher=None, title="D"),
        ],
        "2025-11-14",
    )
    shown = list(changes_lines(found, ONTOLOGY))
    assert shown[shown.index("New articles") :] == [
        "New articles",
        "  no publisher named (1)",
        "    2025-11-16  D",
        "  CNBC (2)",
        "    2025-11-16  C",
        "    2025-11-17  b",
        "  Reuters (1)",
        "    2025-11-18  Ban",
    ]


def test_markdown_keeps_the_marks_of_a_text_as_text(changes):
    document = article("a", "Nordia barred *Veltrix* <b>.", date="2025-11-18", title="[Ban] #1_2")
    evidence = told(document, NORDIA, "bars", VELTRIX, document.text, "barred", attribution=(REUTERS,))
    page = list(changes_markdown(changes([(document, [evidence])], "2025-11-14"), ONTOLOGY))
    assert page[0] == "# Changes since 2025-11-14"
    assert f"- **Nordia bars Veltrix — told as fact, according to Reuters** `{evidence.id}`  " in page
    assert "  “Nordia barred \\*Veltrix\\* \\<b\\>.” (\\[Ban\\] \\#1\\_2, 2025-11-18)" in page
    assert "  - 2025-11-18 \\[Ban\\] \\#1\\_2" in page


def test_json_says_the_same(changes):
    found = changes([report("a", "2025-11-03", BAN), report("b", "2025-11-18", LIFT, PLAN)], "2025-11-14")
    record = json.loads(json.dumps(changes_record(found, ONTOLOGY)))
    assert record["headline"] == headline(found)
    assert [(one["was"], one["is"], one["evidence"]["article"]["id"]) for one in record["ended"]] == [
        ("in force, as reported 2025-11-03", "ended, reported 2025-11-18", "b")
    ]
    assert [one["said"] for one in record["new"]] == ["Poland to bar Huawei — planned"]
    assert [one["id"] for one in record["articles"]] == ["b"]


@pytest.mark.parametrize("seed", range(3))
def test_before_is_what_was_known_before(tmp_path, seed):
    """Of dated articles: what stood before, and stands now, is what `--as-of` shows of both days."""
    articles = random_articles(seed, undated=0)
    random.Random(seed).shuffle(articles)
    with opened(make_graph(tmp_path / "g", articles)) as graph:
        now = {state.statement.id: state.category for state in graph.states()}
        for day in DAYS[2::3]:
            found = find_changes(graph, day)
            changed = (*found.new, *found.changed, *found.ended)
            eve = max((one.date for one, _ in articles if one.date and one.date < day), default="0001-01-01")
            with selected(graph, Filter(as_of=eve)) as then:
                before = {state.statement.id: state.category for state in then.states()}
            told = {change.now.state.statement.id: change for change in changed}
            for id, change in told.items():
                assert change.now.state.category == now[id]
                assert (change.before.state.category if change.before else None) == before.get(id)
            untouched = now.keys() - told.keys()
            assert {id: now[id] for id in untouched} == {id: before[id] for id in untouched}

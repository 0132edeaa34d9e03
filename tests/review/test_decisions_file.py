"""The file of decisions: what is written is read back equal, and every slip of a hand is named."""

import pytest

from kg.errors import ReviewError
from kg.records import Entity, Modality, Phase, Polarity, Voice
from kg.review.decisions import Action, Decision, Target
from kg.review.entries import parse_decisions
from kg.review.file import append_decisions, entry_text, read_decisions
from kg.review.times import parse_time
from tests.graph.factory import HUAWEI, POLAND, REUTERS, US
from tests.graph.graphs import ONTOLOGY, one_line

ODD = 'He said "no\\never",\n\ttab, “quotes”, \x7f, 中国, 🎉 and \x01'
TARGET = Target("e-123456789abc", "an article", US.id, "bars", HUAWEI.id, ODD)
LOCAL = Entity("https://w3id.org/faultline/entity/a/Firms", "Firms “of” \\x", "group", local=True, country=POLAND.id)


def decided(action, **fields):
    return Decision(Action(action), "Ada “A.” O'Neil", "2025-01-02", **fields)


EVERY = [
    decided("accept", target=TARGET, says="United States bars Huawei — told as fact"),
    decided("reject", target=TARGET, why=ODD),
    decided(
        "correct",
        target=TARGET,
        changes={
            "subject": POLAND,
            "relation": "permits",
            "object": LOCAL,
            "modality": Modality.PLANNED,
            "polarity": Polarity.NEGATED,
            "phase": Phase.ENDED,
            "voice": Voice.PARTY,
            "attribution": (REUTERS, POLAND),
            "time": parse_time("2019-03/.."),
            "about": (),
            "place": None,
        },
    ),
    decided("merge", entity=LOCAL, into=HUAWEI),
    decided("split", entity=US, into=LOCAL, articles=("a", "b c")),
    decided("split", entity=US, into=LOCAL, target=TARGET),
    decided("withdraw", withdraws="d-123456789abc"),
]


def test_every_kind_of_decision_comes_back(tmp_path):
    path = tmp_path / "decisions.toml"
    append_decisions(path, EVERY)
    found = read_decisions(path, ONTOLOGY).entries
    assert [entry_text(one) for one in found] == [entry_text(one) for one in EVERY]
    assert [one.id for one in found] == [one.id for one in EVERY]
    assert [(one.target, one.entity, one.into, one.articles, one.changes) for one in found] == [
        (one.target, one.entity, one.into, one.articles, one.changes) for one in EVERY
    ]


def test_entries_are_put_after_what_stands_there_and_nothing_else_changes(tmp_path):
    path = tmp_path / "decisions.toml"
    append_decisions(path, EVERY[:1])
    by_hand = path.read_bytes() + b"# a note of mine, without a line end"
    path.write_bytes(by_hand)
    append_decisions(path, EVERY[1:])
    assert path.read_bytes().startswith(by_hand + b"\n")
    assert len(read_decisions(path, ONTOLOGY).entries) == len(EVERY)
    assert [one.name for one in tmp_path.iterdir()] == ["decisions.toml"]


def test_the_same_decisions_are_the_same_bytes(tmp_path):
    append_decisions(tmp_path / "one.toml", EVERY)
    for decision in EVERY:
        append_decisions(tmp_path / "other.toml", [decision])
    assert (tmp_path / "one.toml").read_bytes() == (tmp_path / "other.toml").read_bytes()


def test_no_file_is_no_decision(tmp_path):
    assert read_decisions(tmp_path / "none.toml", ONTOLOGY).entries == ()


def test_an_id_is_of_what_was_decided_not_of_who_and_why():
    one = Decision(Action.ACCEPT, "Ada", "2025-01-02", target=TARGET)
    other = Decision(Action.ACCEPT, "Bo", "2026-01-02", target=TARGET, why="x")
    assert one.id == other.id != Decision(Action.REJECT, "Ada", "2025-01-02", target=TARGET).id


ACCEPT = """
[[decision]]
action = "accept"
who = "Ada"
when = 2025-01-02
evidence = "e-1"
document = "a"
subject = "x:s"
relation = "bars"
object = "x:o"
quote = "q"
"""
MERGE = """
[[decision]]
action = "merge"
who = "Ada"
when = "2025-01-02"
[decision.entity]
id = "x:a"
name = "A"
type = "company"
[decision.into]
id = "x:b"
name = "B"
type = "company"
"""
CORRECT = ACCEPT.replace("accept", "correct") + "[decision.to]\n"


def test_a_hand_written_entry_needs_no_id():
    found = parse_decisions(ACCEPT + MERGE, "f", ONTOLOGY)
    assert [one.action for one in found.standing] == [Action.ACCEPT, Action.MERGE]
    assert all(one.id.startswith("d-") for one in found.entries)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[[decision", "f: not TOML"),
        ("x = 1", "f: 'x': allowed are entries [[decision]] alone"),
        ("decision = 3", "f: 'decision': allowed are entries"),
        ("decision = [1]", "f: 'decision': allowed are entries"),
        (ACCEPT + ACCEPT.replace("accept", "acept"), "f: entry 2: action: 'acept'; allowed are accept, reject"),
        (ACCEPT.replace("accept", "acept"), "did you mean accept?"),
        (ACCEPT.replace('action = "accept"', ""), "f: entry 1: action: missing"),
        (ACCEPT.replace('who = "Ada"', ""), "f: entry 1: who: missing"),
        (ACCEPT.replace('"Ada"', '" "'), "f: entry 1: who: must not be empty"),
        (ACCEPT.replace('"Ada"', "3"), "f: entry 1: who: must be text in quotes; found 3"),
        (ACCEPT.replace("when = 2025-01-02", ""), "f: entry 1: when: missing"),
        (ACCEPT.replace("2025-01-02", "2025-01-02T10:00:00"), "f: entry 1: when: must be a day"),
        (ACCEPT.replace("2025-01-02", '"yesterday"'), "f: entry 1: when: must be a day such as 2025-02-03"),
        (ACCEPT.replace('evidence = "e-1"', ""), "f: entry 1: evidence: missing"),
        (ACCEPT.replace("quote", "qoute"), "f: entry 1: qoute: unknown for accept"),
        (ACCEPT.replace("quote", "qoute"), "did you mean quote?"),
        (ACCEPT + 'into = "x"', "f: entry 1: into: unknown for accept"),
        (CORRECT, "f: entry 1: to: must name at least one of subject, relation"),
        (CORRECT + 'colour = "red"', "f: entry 1: to.colour: unknown"),
        (CORRECT + 'modality = "certain"', "f: entry 1: modality: 'certain'; allowed are asserted"),
        (CORRECT + 'relation = "hugs"', "f: entry 1: to.relation: unknown relation 'hugs'; known are accuses"),
        (CORRECT + 'time = "soon"', "f: entry 1: to.time: time 'soon': must be"),
        (CORRECT + 'subject = "Poland"', "f: entry 1: to.subject: must be a table; found 'Poland'"),
        (CORRECT + 'attribution = "Poland"', "f: entry 1: to.attribution: must be a list of entities"),
        (CORRECT + 'subject = { id = "x:a", name = "A" }', "f: entry 1: to.subject.type: missing"),
        (MERGE.replace("company", "firm"), "f: entry 1: entity.type: unknown type 'firm'; known are agency"),
        (MERGE.replace('"x:a"', '"not an IRI"'), "f: entry 1: entity.id: must be an IRI; found 'not an IRI'"),
        (MERGE.replace("[decision.into]", "[decision.onto]"), "f: entry 1: onto: unknown for merge"),
        (MERGE + 'local = "yes"', "f: entry 1: into.local: must be true or false; found 'yes'"),
        (MERGE + 'aliases = "B."', "f: entry 1: into.aliases: must be a list of texts"),
        (MERGE.replace("merge", "split"), "f: entry 1: articles: must be a list of texts"),
        (MERGE.replace("merge", "withdraw"), "f: entry 1: entity: unknown for withdraw"),
        ('[[decision]]\naction = "withdraw"\nwho = "A"\nwhen = 2025-01-02', "f: entry 1: withdraws: missing"),
    ],
)
def test_a_slip_is_named_with_its_entry_and_key(text, problem):
    with pytest.raises(ReviewError) as error:
        parse_decisions(text, "f", ONTOLOGY)
    assert problem in one_line(error)


def test_what_is_not_utf8_or_cannot_be_written_is_one_line(tmp_path):
    path = tmp_path / "decisions.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(ReviewError, match="not UTF-8"):
        read_decisions(path, ONTOLOGY)
    with pytest.raises(ReviewError, match=r"cannot be written: No such file"):
        append_decisions(tmp_path / "none" / "decisions.toml", EVERY)


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("2019-01-27", "2019-01-27", "2019-01-27", "day"),
        ("2020-02", "2020-02-01", "2020-02-29", "month"),
        ("2019", "2019-01-01", "2019-12-31", "year"),
        ("2012/..", "2012-01-01", None, "year"),
        ("../2020-05", None, "2020-05-31", "month"),
        ("2018/2019-06", "2018-01-01", "2019-06-30", "interval"),
    ],
)
def test_times_as_people_write_them(text, start, end, precision):
    time = parse_time(text)
    assert (time.value, time.start, time.end, time.precision) == (text, start, end, precision)


@pytest.mark.parametrize("text", ["", "soon", "2019-13", "2019-02-30", "19", "../..", "2020/2019", "2019-1-1"])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(ReviewError, match="time"):
        parse_time(text)

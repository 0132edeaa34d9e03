import csv
import io
import json

import pytest

from kg.contradictions import DISPUTED, find_contradictions
from kg.contradictions_text import COLUMNS, contradiction_lines, contradiction_records, contradiction_rows
from kg.graph.choosing import chosen_filter
from kg.graph.disputes import Matter
from kg.graph.selecting import selected
from tests.graph.factory import CHINA, HUAWEI, POLAND, US, actor, article, month, told
from tests.graph.graphs import make_graph, opened

STORY = """Poland barred Huawei from its networks on Monday, the ministry said in a statement that named no reason.

The company, which employs a thousand people in Warsaw, called the order a surprise and asked for a meeting.

Operators have until the end of next year to take down what they have put up, a spokesman told reporters."""
NOT = "Poland did not bar Huawei, “whatever they say”."
NORTHTEL = actor("Northtel", "Northtel", "company")


def telling(id, subject, predicate, object, *, text, date, publisher=None, title="", **fields):
    document = article(id, text, date=date, publisher=publisher, title=title)
    quote = text.split("\n\n")[0]
    return document, told(document, subject, predicate, object, quote, quote.split()[1], **fields)


def graph_of(path, *tellings):
    articles = {}
    for document, evidence in tellings:
        articles.setdefault(document.id, (document, []))[1].append(evidence)
    return make_graph(path, articles.values())


BARRED = [
    telling("wire", POLAND, "bars", HUAWEI, text=STORY, date="2025-02-03", publisher="Sarn Wire Agency"),
    telling("herald", POLAND, "bars", HUAWEI, text=STORY, date="2025-02-04", publisher="The Kestova Herald"),
    telling("daily", POLAND, "bars", HUAWEI, text="Poland barred Huawei.", date="2025-02-06", publisher="Ilmar Daily"),
]
DENIED = telling(
    "ledger", POLAND, "bars", HUAWEI, text=NOT, date="2025-03-01", publisher="The Sarn Ledger", status="negated party",
    attribution=(POLAND,),
)  # fmt: skip
ACCUSED = telling("a", US, "accuses", HUAWEI, text="U.S. accused Huawei.", date="2025-02-03", publisher="Post")
REJECTED = telling("b", HUAWEI, "denies", US, text="Huawei denied it.", date="2025-02-05", publisher="Times")


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    folder = tmp_path_factory.mktemp("contradictions")
    return graph_of(folder / "g", *BARRED, DENIED, ACCUSED, REJECTED)


def matters(found):
    return [(one.matter, one.state.statement.predicate) for one in found]


def ids(side):
    return [telling.evidence.document for telling in side.tellings]


def test_both_sides_stand_beside_each_other_with_dates_and_origins(path):
    with opened(path) as graph:
        one, other = find_contradictions(graph)
    assert (one.matter, ids(one.affirmed), ids(one.denied)) == (Matter.FACT, ["wire", "herald", "daily"], ["ledger"])
    assert (one.affirmed.since, one.denied.since) == ("2025-02-03", "2025-03-01")
    assert (one.affirmed.origins, one.denied.origins) == (("Ilmar Daily", "Sarn Wire Agency"), ("The Sarn Ledger",))
    assert (other.matter, ids(other.affirmed), ids(other.denied)) == (Matter.ACCUSATION, ["a"], ["b"])


def test_what_is_listed_is_what_the_graph_calls_disputed(path):
    with opened(path) as graph:
        found = find_contradictions(graph, {Matter.FACT, Matter.END, Matter.PLAN})
        assert {one.state.statement.id for one in found} == {s.statement.id for s in graph.states() if s.disputed}


def test_a_denial_of_what_is_told_is_its_other_side(tmp_path):
    claim = telling(
        "a", NORTHTEL, "sellsTo", HUAWEI, text="Northtel sold to Huawei.", date="2025-01-01", status="party"
    )
    text = "Northtel denied that it sold to Huawei."
    denial = telling("b", NORTHTEL, "denies", US, text=text, date="2025-01-02", content=(claim[1].id,))
    with opened(graph_of(tmp_path / "g", claim, denial)) as graph:
        [one] = find_contradictions(graph)
        assert (one.matter, ids(one.affirmed), ids(one.denied)) == (Matter.FACT, ["a"], ["b"])
        assert "  not so, reported since 2025-01-02, 1 independent origin: Northtel in b" in contradiction_lines(
            [one], graph
        )
        with selected(graph, chosen_filter(graph, relations=["sells to"])) as shown:
            assert [ids(one.denied) for one in find_contradictions(shown)] == [["b"]]


@pytest.mark.parametrize("date", ["2025-02-01", "2025-02-02"])
def test_a_rejection_before_the_accusation_is_of_another(tmp_path, date):
    earlier = telling("b", HUAWEI, "denies", US, text="Huawei denied it.", date=date)
    with opened(graph_of(tmp_path / "g", ACCUSED, earlier)) as graph:
        assert find_contradictions(graph) == []


def test_neither_a_rejection_of_another_accuser_nor_one_not_made_counts(tmp_path):
    other = telling("b", HUAWEI, "denies", CHINA, text="Huawei denied it.", date="2025-02-05")
    not_made = telling("c", HUAWEI, "denies", US, text="Huawei denied nothing.", date="2025-02-05", status="negated")
    asked = telling("d", HUAWEI, "denies", US, text="Huawei should deny it.", date="2025-02-05", status="requested")
    with opened(graph_of(tmp_path / "g", ACCUSED, other, not_made, asked)) as graph:
        assert find_contradictions(graph) == []


def test_one_outlet_may_be_surer_than_another(tmp_path):
    claim = telling("c", POLAND, "bars", HUAWEI, text="Poland barred Huawei.", date="2025-02-07", status="unnamed",
                    publisher="Post")  # fmt: skip
    same = telling("d", POLAND, "bars", HUAWEI, text="Poland barred Huawei.", date="2025-02-07", status="unnamed",
                   publisher="Ilmar Daily")  # fmt: skip
    with opened(graph_of(tmp_path / "g", *BARRED, claim, same)) as graph:
        assert find_contradictions(graph) == []
        [one] = find_contradictions(graph, {Matter.CLAIM})
        assert ids(one.denied) == ["c"]
    with opened(graph_of(tmp_path / "other", *BARRED, same)) as graph:
        assert find_contradictions(graph, set(Matter)) == []


def test_the_table_names_who_when_how_many_and_what(path):
    with opened(path) as graph:
        lines = list(contradiction_lines(find_contradictions(graph), graph))
    assert lines[0] == ""
    assert lines[1].startswith("Poland bars Huawei: in force  s-")
    assert lines[2] == "  so, reported since 2025-02-03, 2 independent origins: Sarn Wire Agency, Ilmar Daily"
    wire, herald = BARRED[0][1], BARRED[1][1]
    assert lines[3] == f"    {wire.id}  told as fact"
    assert lines[4].endswith("named no reason.” (Sarn Wire Agency, 2025-02-03)")
    assert lines[5] == f"        and in copies of it: {herald.id} (The Kestova Herald, 2025-02-04)"
    assert lines[8] == "  not so, reported since 2025-03-01, 1 independent origin: Poland in The Sarn Ledger"
    assert lines[9] == f"    {DENIED[1].id}  did not, claimed by Poland"
    assert lines[12].startswith("United States accuses Huawei  s-")
    assert lines[13].startswith("  accused, reported since 2025-02-03")
    assert lines[16].startswith("  rejected, reported since 2025-02-05, 1 independent origin: Huawei in The Times")


def test_rows_and_records_hold_every_passage(path):
    with opened(path) as graph:
        found = find_contradictions(graph)
        rows = list(contradiction_rows(found, graph))
        records = json.loads(json.dumps(contradiction_records(found, graph)))
    assert all(tuple(row) == COLUMNS for row in rows)
    assert [(row["article"], row["side"], row["copy of"], row["side origins"]) for row in rows] == [
        ("wire", "so", "", "2"),
        ("herald", "so", "wire", "2"),
        ("daily", "so", "", "2"),
        ("ledger", "not so", "", "1"),
        ("a", "accused", "", "1"),
        ("b", "rejected", "", "1"),
    ]
    assert rows[3]["quote"] == NOT
    told_ids = [one["id"] for record in records for side in record["sides"] for one in side["evidence"]]
    assert told_ids == [row["id"] for row in rows]
    assert records[0]["sides"][0]["origins"] == ["Ilmar Daily", "Sarn Wire Agency"]
    assert records[0]["sides"][0]["evidence"][1]["copy_of"] == "wire"
    assert records[0]["sides"][1]["said_by"] == ["Poland"]


def test_a_time_of_its_own_is_said_as_such(tmp_path):
    began = telling("a", POLAND, "bars", HUAWEI, text="Poland barred Huawei.", date="2025-05-01", time=month("2025-01"))
    undated = telling("b", POLAND, "bars", HUAWEI, text=NOT, date=None, status="negated")
    with opened(graph_of(tmp_path / "g", began, undated)) as graph:
        lines = list(contradiction_lines(find_contradictions(graph), graph))
    assert lines[2].startswith("  so, since 2025-01, 1 independent")
    assert lines[5].startswith("  not so, undated, 1 independent")


def test_filters_hold(path):
    with opened(path) as graph:
        for options, number in (
            ({"as_of": "2025-02-28"}, 1),
            ({"entities": ["Poland"]}, 1),
            ({"relations": ["accuses"]}, 0),
            ({"relations": ["accuses", "denies an accusation by or about"]}, 1),
            ({"publishers": ["The Sarn Ledger", "The Kestova Herald"]}, 1),
            ({"publishers": ["The Sarn Ledger"]}, 0),
        ):
            with selected(graph, chosen_filter(graph, **options)) as shown:
                assert len(find_contradictions(shown, DISPUTED)) == number, options


def test_csv_of_the_command_is_a_table(path):
    from click.testing import CliRunner

    from kg.cli.program import program

    def run(*arguments):
        return CliRunner().invoke(program, ["contradictions", str(path), *arguments])

    result = run("--format", "csv")
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [row["article"] for row in rows] == ["wire", "herald", "daily", "ledger", "a", "b"]
    assert run("--format", "csv").stdout == result.stdout
    assert len(json.loads(run("--format", "json").stdout)) == 2
    assert run().stdout.startswith("2 contradictions: 1 about fact, 1 about accusation\n\nPoland bars Huawei")
    assert run("--about", "plan").stdout == "no contradictions here\n"
    assert run("--about", "plan", "--format", "json").stdout == "[]\n"
    wrong = run("--about", "fact,plans")
    assert wrong.exit_code == 2
    assert "unknown 'plans'; allowed are fact, end, plan, accusation, claim" in wrong.stderr

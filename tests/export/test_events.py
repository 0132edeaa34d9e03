"""The event table and the table of country dyads, read back by pandas."""

import io
from pathlib import Path

import pandas
import pytest

from kg.export.dyads import COLUMNS as DYAD_COLUMNS
from kg.export.dyads import write_dyads
from kg.export.events import COLUMNS, events_of, write_events
from kg.graph.facts import Category
from kg.graph.network import FACTS
from kg.graph.origins import report_dates
from kg.records import Time
from tests.graph.factory import (
    AUSTRALIA,
    CHINA,
    GERMANY,
    HUAWEI,
    NAMES,
    REUTERS,
    US,
    VELTRIX,
    actor,
    article,
    lifted_ban,
    local,
    month,
    seed_evidence,
    since,
    told,
    year,
)
from tests.graph.graphs import make_graph, opened

DOCS = Path(__file__).parents[2] / "docs" / "events.md"
NAMIBIA = actor("Namibia", "Namibia", "country", wikidata="Q1030")
EU = actor("EU", "European Union", "bloc", wikidata="Q458")
COMMISSION = actor("EuropeanCommission", "European Commission", "government", part_of=EU.id)
COMMERCE = actor("USCommerce", "Department of Commerce", "agency", part_of=US.id)
FRENCH = actor("Orbine", "Orbine", "company", country=NAMES.entity("France"))


def table(write, graph, **options):
    stream = io.BytesIO()
    write(graph, stream, **options)
    assert stream.getvalue().startswith(b"\xef\xbb\xbf")
    return pandas.read_csv(io.BytesIO(stream.getvalue()), dtype=str, keep_default_na=False, encoding="utf-8-sig")


def graph_of(path, *articles):
    return opened(make_graph(path, articles))


def one(id, subject, relation, object, *, date=None, publisher=None, **told_as):
    document = article(id, f"{subject.name} acts on {object.name}.", date=date, publisher=publisher)
    return document, [told(document, subject, relation, object, document.text, "acts", **told_as)]


# ---------------------------------------------------------------- events


def test_every_passage_is_in_one_event(demo_graph):
    events = table(write_events, demo_graph)
    assert tuple(events.columns) == COLUMNS
    ids = [id for cell in events["evidence"] for id in cell.split("; ")]
    assert sorted(ids) == sorted(told.id for told in demo_graph.evidence())
    assert events["event"].is_unique


def test_actors_have_the_codes_of_their_country(tmp_path):
    rows = [
        one("a", COMMERCE, "sanctions", HUAWEI, date="2020-05-15"),
        one("b", NAMIBIA, "bars", FRENCH, date="2020-05-15"),
        one("c", COMMISSION, "sues", VELTRIX, date="2020-05-15"),
    ]
    with graph_of(tmp_path / "g", *rows) as graph:
        events = table(write_events, graph).set_index("source")
    codes = ["source_iso2", "source_iso3", "source_country", "target_iso2", "target_iso3", "target_country"]
    assert events.loc["Department of Commerce", codes].tolist() == ["US", "USA", "United States", "CN", "CHN", "China"]
    assert events.loc["Namibia", codes].tolist() == ["NA", "NAM", "Namibia", "FR", "FRA", "France"]
    assert events.loc["European Commission", codes].tolist() == ["", "", "European Union", "CN", "CHN", "China"]


def test_codes_of_events_follow_relation_and_status(demo_graph):
    events = table(write_events, demo_graph)
    coded = {
        (row.source, row.predicate, row.target, row.status): (row.plover, row.cameo) for row in events.itertuples()
    }
    assert coded["United States", "bars", "Huawei", "fact"] == ("SANCTION", "172")
    assert coded["Nordia", "bars", "Veltrix", "fact"] == ("SANCTION", "172")
    assert coded["Nordia", "bars", "Veltrix", "ended"] == ("YIELD", "081")
    assert coded["Poland", "bars", "Chinese tech firms", "requested"] == ("", "")
    assert coded["Donald Trump", "bars", "Huawei", "possible"] == ("", "")
    assert coded["Huawei", "denies", "United States", "fact"] == ("", "")


def test_what_a_party_claims_has_no_code(tmp_path):
    with graph_of(tmp_path / "g", one("a", CHINA, "bars", HUAWEI, status="party", attribution=(US,))) as graph:
        (event,) = table(write_events, graph).itertuples()
    assert (event.status, event.told_as, event.plover, event.according_to) == (
        "claimed", "claimed by United States", "", "United States",
    )  # fmt: skip


def test_a_ban_and_its_end_are_two_events_with_one_state(tmp_path):
    with graph_of(tmp_path / "g", *lifted_ban()) as graph:
        events = table(write_events, graph)
    shown = ["date", "start", "end", "precision", "status", "state"]
    assert events[shown].values.tolist() == [
        ["2024-03", "2024-03-01", "2024-03-28", "month", "fact", "ended"],
        ["2025-01", "2025-01-01", "2025-01-28", "month", "ended", "ended"],
    ]


def test_one_thing_told_by_two_is_one_event_with_two_origins(tmp_path):
    rows = [
        one("a", CHINA, "bars", HUAWEI, date="2020-05-15", publisher="Reuters", time=month("2020-05")),
        one("b", CHINA, "bars", HUAWEI, date="2020-06-20", publisher="CNBC", time=month("2020-05"), confidence=0.25),
        one(
            "c",
            CHINA,
            "bars",
            HUAWEI,
            date="2020-06-21",
            publisher="BBC",
            time=month("2020-05"),
            attribution=(REUTERS,),
        ),
        one("d", CHINA, "bars", HUAWEI, date="2020-06-21", publisher="BBC"),
    ]
    with graph_of(tmp_path / "g", *rows) as graph:
        events = table(write_events, graph)
    assert events[["date", "precision", "origins", "articles"]].values.tolist() == [
        ["2020-05", "month", "2", "3"],
        ["2020-06-21", "article", "1", "1"],
    ]
    assert events["confidence"].tolist() == ["1.000", "1.000"]


def test_undated_events_stand_last_with_empty_dates(tmp_path):
    with graph_of(
        tmp_path / "g", one("a", CHINA, "bars", HUAWEI), one("b", CHINA, "bars", US, date="2020-01-02")
    ) as graph:
        events = table(write_events, graph)
    assert events[["target", "date", "start", "end", "precision"]].values.tolist() == [
        ["United States", "2020-01-02", "2020-01-02", "2020-01-02", "article"],
        ["Huawei", "", "", "", ""],
    ]


def test_a_choice_of_statuses_and_the_empty_table(demo_graph, tmp_path):
    assert set(table(write_events, demo_graph, include=FACTS)["status"]) == {"fact"}
    with graph_of(tmp_path / "g") as graph:
        for write, columns in ((write_events, COLUMNS), (write_dyads, DYAD_COLUMNS)):
            empty = table(write, graph)
            assert (len(empty), tuple(empty.columns)) == (0, columns)


def test_no_cell_is_a_formula(tmp_path):
    evil = actor("evil", '=HYPERLINK("x")', "company", country=CHINA.id)
    with graph_of(tmp_path / "g", one("a", evil, "bars", HUAWEI, date="2020-05-15")) as graph:
        assert table(write_events, graph)["source"].tolist() == ['\'=HYPERLINK("x")']


def test_ids_and_bytes_do_not_hang_on_the_order_of_articles(tmp_path):
    tables = []
    for name, rows in (
        ("g", [*lifted_ban(), one("a", CHINA, "bars", HUAWEI)]),
        ("h", [one("a", CHINA, "bars", HUAWEI), *lifted_ban()]),
    ):
        with graph_of(tmp_path / name, *rows) as graph:
            for write in (write_events, write_dyads):
                stream = io.BytesIO()
                write(graph, stream)
                tables.append(stream.getvalue())
    assert tables[:2] == tables[2:]


def test_the_page_names_every_column():
    events, dyads = DOCS.read_text(encoding="utf-8").split("## Columns of the table of dyads")
    for page, columns in ((events, COLUMNS), (dyads, DYAD_COLUMNS)):
        assert [column for column in columns if f"`{column}`" not in page] == []


# ---------------------------------------------------------------- months


def interval(value, start, end, precision):
    return Time(value, start, end, precision)


@pytest.mark.parametrize(
    ("time", "date", "expected"),
    [
        (interval("2019-03-04", "2019-03-04", "2019-03-04", "day"), "2019-05-01", ("2019", "2019-03")),
        (interval("2019-02-25/2019-03-03", "2019-02-25", "2019-03-03", "week"), "2019-05-01", ("2019", "2019-02")),
        (month("2019-03"), None, ("2019", "2019-03")),
        (year("2012"), "2019-05-01", ("2012", "")),
        (interval("2012-07/2012-09", "2012-07-01", "2012-09-30", "quarter"), "2019-05-01", ("2012", "")),
        (since("2012"), "2019-05-01", ("2012", "")),
        (interval("2018-12/..", "2018-12-01", None, "interval"), "2019-05-01", ("2018", "2018-12")),
        (interval("2018-12/2019-02", "2018-12-01", "2019-02-28", "interval"), "2019-05-01", ("2018", "2018-12")),
        (interval("../2024-12", None, "2024-12-31", "month"), "2025-05-01", ("2024", "2024-12")),
        (None, "2019-05-01", ("2019", "2019-05")),
        (None, None, ("", "")),
    ],
)
def test_an_event_counts_in_the_month_in_which_it_began(tmp_path, time, date, expected):
    with graph_of(tmp_path / "g", one("a", CHINA, "bars", US, date=date, time=time)) as graph:
        (event,) = (one for state in graph.states() for one in events_of(state, report_dates(graph)))
        assert (event.year, event.month) == expected
        (dyad,) = table(write_dyads, graph).itertuples()
        assert (dyad.year, dyad.month, dyad.events) == (*expected, "1")


STORY = """Nordia barred Veltrix from its ports, its trade ministry said in a statement of three pages.
The order names cranes, weighing bridges and the cameras on gates, and gives the terminals half a year to change them.
Veltrix, which built most of what stands in the three harbours, said it would look at the order with its lawyers."""
PUT_IN = "Nordia also barred Veltrix from an airport in the north, an official there told this newspaper by telephone."


def test_a_copy_tells_the_event_of_its_original_and_what_was_put_in_one_of_its_own(tmp_path):
    first, *rest = STORY.splitlines()
    copy = "\n".join([first, PUT_IN, *rest])
    original = article("a", STORY, date="2024-03-04", publisher="Reuters")
    later = article("b", copy, date="2024-03-05", publisher="Harbour Post")
    other = article("c", "Nordia barred Veltrix.", date="2024-03-06", publisher="CNBC")
    rows = [
        (original, [told(original, US, "bars", VELTRIX, first, "barred")]),
        (
            later,
            [
                told(later, US, "bars", VELTRIX, first, "barred"),
                told(later, US, "bars", VELTRIX, PUT_IN, "barred"),
            ],
        ),
        (other, [told(other, US, "bars", VELTRIX, other.text, "barred")]),
    ]
    with opened(make_graph(tmp_path / "g", rows)) as graph:
        found = table(write_events, graph)
        assert [(row.date, row.origins, row.articles) for row in found.itertuples()] == [
            ("2024-03-04", "1", "2"),
            ("2024-03-05", "1", "1"),
            ("2024-03-06", "1", "1"),
        ]
        assert table(write_dyads, graph).events.tolist() == ["3"]


# ---------------------------------------------------------------- dyads


def test_dyads_count_each_event_once_by_status(tmp_path):
    rows = [
        one("a", COMMERCE, "bars", HUAWEI, date="2020-05-15", publisher="Reuters"),
        one("b", US, "bars", CHINA, date="2020-05-30", publisher="Reuters"),
        one("c", US, "bars", VELTRIX, date="2020-05-02", publisher="CNBC", status="requested"),
        one("d", US, "bars", VELTRIX, date="2020-06-02", publisher="CNBC", status="negated"),
        one("e", US, "accuses", VELTRIX, date="2020-06-02", publisher="CNBC"),
        one("f", COMMISSION, "sues", GERMANY, date="2020-06-02", publisher="CNBC"),
    ]
    with graph_of(tmp_path / "g", *rows) as graph:
        dyads = table(write_dyads, graph)
    keys = ["source_iso3", "target_iso3", "month", "predicate", "events", "fact", "requested", "negated", "origins"]
    assert dyads[keys].values.tolist() == [
        ["USA", "CHN", "2020-05", "bars", "3", "2", "1", "0", "2"],
        ["", "DEU", "2020-06", "sues", "1", "1", "0", "0", "1"],
        ["USA", "CHN", "2020-06", "accuses", "1", "1", "0", "0", "1"],
        ["USA", "CHN", "2020-06", "bars", "1", "0", "0", "1", "1"],
    ]
    assert dyads["source_country"].tolist()[1] == "European Union"


def test_dyads_hold_every_event_whose_ends_belong_to_countries(demo_graph):
    events, dyads = table(write_events, demo_graph), table(write_dyads, demo_graph)
    between = events[(events["source_country"] != "") & (events["target_country"] != "")]
    assert dyads["events"].astype(int).sum() == len(between) > 0
    for category in Category:
        assert dyads[category].astype(int).sum() == (between["status"] == category).sum()


def test_what_holds_both_ways_stands_once_for_two_countries(tmp_path):
    aussie = actor("Zed", "Zed Mining", "company", country=AUSTRALIA.id)
    rows = [
        one("a", CHINA, "agreesWith", aussie, date="2020-05-15"),  # arguments in the order of IRIs
        one("b", AUSTRALIA, "agreesWith", CHINA, date="2020-05-15"),
    ]
    with graph_of(tmp_path / "g", *rows) as graph:
        (dyad,) = table(write_dyads, graph).itertuples()
    assert (dyad.source_country, dyad.target_country, dyad.directed, dyad.events) == ("Australia", "China", "no", "2")


def test_who_belongs_to_no_country_is_in_the_events_alone(tmp_path):
    rows = [
        one("a", CHINA, "bars", actor("5G", "5G", "technology"), date="2020-05-15"),
        one("b", actor("Nobody", "Nobody Ltd", "company"), "sues", CHINA, date="2020-05-15"),
        one("c", local("c", "unknown", "unknown"), "bars", HUAWEI, date="2020-05-15"),
    ]
    with graph_of(tmp_path / "g", *rows) as graph:
        assert len(table(write_events, graph)) == 3
        assert len(table(write_dyads, graph)) == 0


def test_the_first_article(tmp_path):
    from tests.graph.factory import SEED

    with graph_of(tmp_path / "g", (SEED, seed_evidence())) as graph:
        dyads = table(write_dyads, graph)
    found = {(row.source_iso3, row.predicate, row.target_iso3, row.month): row for row in dyads.itertuples()}
    assert (
        found["POL", "bars", "CHN", "2019-01"].requested == "1" and found["POL", "bars", "CHN", "2019-01"].fact == "0"
    )
    assert found["USA", "bars", "CHN", ""].fact == "1"  # since 2012
    assert found["USA", "pressures", "POL", "2019-01"].fact == "1"

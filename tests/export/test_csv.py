import csv

import pytest

from kg.export import export
from kg.export.csv import COLUMNS, safe
from tests.graph.factory import CHINA, HUAWEI, REUTERS, SEED, US, article, local, month, seed_evidence, told
from tests.graph.graphs import everything, make_graph, opened


def rows(graph, path, **options):
    export(graph, path, **options)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_one_row_per_evidence_in_words(demo_graph, tmp_path):
    found = rows(demo_graph, tmp_path / "x.csv")
    assert sorted(row["id"] for row in found) == sorted(e.id for _, evidence in everything() for e in evidence)
    [row] = [row for row in found if row["id"] == seed_evidence()[2].id]
    assert {
        name: row[name] for name in ("subject", "relation", "object", "status", "according to", "about", "publisher")
    } == {
        "subject": "United States",
        "relation": "pressures",
        "object": "Poland",
        "status": "told as fact",
        "according to": "The New York Times",
        "about": "5G",
        "publisher": "CNBC",
    }
    assert row["quote"] == SEED.text.split("\n\n")[0]
    assert (row["date"], row["url"], row["plover"], row["cameo"]) == ("2019-01-27", SEED.url, "REQUEST", "102")
    assert tuple(row) == COLUMNS


def test_status_state_and_code_tell_a_ban_from_its_end(demo_graph, tmp_path):
    found = [row for row in rows(demo_graph, tmp_path / "x.csv") if row["subject"] == "Nordia"]
    assert [(row["status"], row["state"], row["time"], row["plover"]) for row in found] == [
        ("told as fact", "ended", "2024-03", "SANCTION"),
        ("ended", "ended", "2025-01", "YIELD"),
    ]


def test_include_chooses_rows(demo_graph, tmp_path):
    found = rows(demo_graph, tmp_path / "x.csv", include="requested")
    assert {row["status"] for row in found} == {"told as fact", "asked for, not done"}


def test_excel_knows_the_encoding_and_lines(demo_graph, tmp_path):
    export(demo_graph, tmp_path / "x.csv")
    data = (tmp_path / "x.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfid,subject,")
    assert data.endswith(b"\r\n")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_formula_is_only_text(text):
    assert safe(text) == "'" + text


def test_ordinary_text_is_left_alone():
    for text in ("", "Huawei", "5G", "a=b", "“-”", "2019-01-27"):
        assert safe(text) == text


def test_cells_with_formulas_commas_and_line_breaks_come_back(tmp_path):
    document = article("a", '=HYPERLINK("x"), said U.S. firms,\n"quoted".', publisher="@post", title="-1")
    firms = local("a", "+firms", "group", country=CHINA.id)
    evidence = told(
        document,
        US,
        "bars",
        firms,
        document.text,
        "said",
        status="party",
        attribution=(HUAWEI, REUTERS),
        time=month("2024-05"),
    )
    with opened(make_graph(tmp_path / "g", [(document, [evidence])])) as graph:
        [row] = rows(graph, tmp_path / "x.csv")
    assert row["quote"] == "'" + document.text
    assert (row["object"], row["publisher"], row["article title"]) == ("'+firms", "'@post", "'-1")
    assert (row["status"], row["according to"]) == ("claimed by Huawei", "Huawei; Reuters")

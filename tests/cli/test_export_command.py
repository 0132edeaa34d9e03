"""`kg export`: its options, as a user gives them."""

import csv
from xml.etree import ElementTree

import pytest

GEXF = "{http://gexf.net/1.3}"


def rows(path):
    return list(csv.DictReader(path.open(encoding="utf-8-sig")))


def test_words_can_be_left_out(kg, graph, tmp_path):
    assert kg("export", graph, "quoted.csv").exit_code == 0
    result = kg("export", graph, "out.csv", "--no-quotes")
    assert (result.exit_code, result.stdout) == (0, "out.csv: CSV\n")
    quoted, found = rows(tmp_path / "quoted.csv"), rows(tmp_path / "out.csv")
    assert [row["id"] for row in found] == [row["id"] for row in quoted]
    assert any(row["quote"] for row in quoted) and any(row["trigger"] for row in quoted)
    assert {row[name] for row in found for name in ("quote", "trigger", "article title")} == {""}
    assert [(row["start"], row["end"]) for row in found] == [(row["start"], row["end"]) for row in quoted]


def test_a_timeline_has_spells(kg, graph, tmp_path):
    result = kg("export", graph, "out.gexf", "--timeline")
    assert (result.exit_code, result.stdout) == (0, "out.gexf: GEXF\n")
    root = ElementTree.parse(tmp_path / "out.gexf").getroot()
    assert root.find(f"{GEXF}graph").get("mode") == "dynamic"
    kg("export", graph, "still.gexf")
    root = ElementTree.parse(tmp_path / "still.gexf").getroot()
    assert root.find(f"{GEXF}graph").get("mode") == "static"
    assert not list(root.iter(f"{GEXF}spell"))


@pytest.mark.parametrize("name", ["out.trig", "out.events.csv", "out.dyads.csv", "out.ftm.json"])
def test_endings_of_two_parts_and_trig_are_known(kg, graph, tmp_path, name):
    assert kg("export", graph, name).exit_code == 0
    assert (tmp_path / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ("out.csv --with-text", "Error: out.csv: CSV has no --with-text; known to .ttl, .trig, .nq, .jsonld"),
        ("out.ttl --timeline", "Error: out.ttl: Turtle has no --timeline; known to .gexf"),
        ("out.gexf --around Huawei", "Error: out.gexf: GEXF has no --around; known to .svg, .png"),
        ("out.csv --steps 2", "Error: out.csv: CSV has no --steps; known to .svg, .png"),
        (
            "out.ttl --with-text --no-quotes",
            "Error: out.ttl: --with-text and --no-quotes contradict each other; give one of them",
        ),
    ],
)
def test_an_option_that_does_not_fit_is_said_in_one_line(kg, graph, tmp_path, arguments, line):
    result = kg("export", graph, *arguments.split())
    assert (result.exit_code, result.stderr) == (1, f"{line}\n")
    assert not (tmp_path / arguments.split()[0]).exists()


def test_a_filter_and_a_format_go_together(kg, graph, tmp_path):
    assert kg("export", graph, "out.gexf", "--timeline", "--no-quotes", "--status", "fact").exit_code == 0
    values = [value.get("for") for value in ElementTree.parse(tmp_path / "out.gexf").iter(f"{GEXF}attvalue")]
    assert "edge_status" in values and "edge_quote" not in values

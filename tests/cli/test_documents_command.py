"""`kg documents` gives account of what was read and what was not, and `kg remove` takes articles out."""

import csv
import io
import json

import pytest


@pytest.fixture
def graph(kg, articles):
    (articles / "c.jsonl").write_text('{"title": "=Weather, \\"fine\\" – “schön”", "text": "Sun."}\nno json\n')
    (articles / "d.txt").write_text("---\ndate: soon\n---\nPoland bars Huawei.")
    assert kg("build", "news", "--graph", "graph").exit_code == 1
    return "graph"


def test_every_article_and_every_skipped_input_is_listed(kg, graph):
    result = kg("documents", graph)
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert [line.split() for line in lines[:3]] == [
        ["id", "title", "publisher", "date", "evidence", "remark"],
        ["a", "Ban", "CNBC", "2025-01-01", "1"],
        ["b", "2025-06-01", "2"],
    ]
    assert lines[3].startswith('c-1  =Weather, "fine" – “schön”') and lines[3].endswith("0         nothing found")
    assert lines[4:6] == ["3 articles, 3 passages; nothing found in 1", "2 inputs skipped:"]
    assert lines[6].startswith("  news/c.jsonl:2: is not JSON at character 1")
    assert lines[7].startswith("  news/d.txt: date 'soon' is not a full date")
    assert len(lines) == 8
    assert kg("documents", graph).stdout == result.stdout


def test_tables_for_programs_have_the_same_rows(kg, graph):
    rows = list(csv.DictReader(io.StringIO(kg("documents", graph, "--format", "csv").stdout)))
    assert [row["id"] for row in rows] == ["a", "b", "c-1", "news/c.jsonl", "news/d.txt"]
    assert rows[2]["title"] == '\'=Weather, "fine" – “schön”'
    assert rows[0]["model"] == "fake-1"
    assert rows[3]["remark"].startswith("skipped: news/c.jsonl:2: is not JSON")
    found = json.loads(kg("documents", graph, "--format", "json").stdout)
    assert [(row["id"], row["evidence"]) for row in found["articles"]] == [("a", 1), ("b", 2), ("c-1", 0)]
    assert [one["input"] for one in found["skipped"]] == ["news/c.jsonl", "news/d.txt"]


def test_what_the_last_build_has_not_read_again_is_stale(kg, graph, articles, monkeypatch):
    from tests.fake_extractor import FakeExtractor

    made, extract = FakeExtractor.__init__, FakeExtractor.extract

    def failing(self, document):
        if document.id == "b":
            raise KeyError("of ours")
        return extract(self, document)

    monkeypatch.setattr(FakeExtractor, "__init__", lambda self: made(self, model="fake-2"))
    monkeypatch.setattr(FakeExtractor, "extract", failing)
    assert kg("build", "--graph", graph).exit_code == 1
    lines = kg("documents", graph).stdout.splitlines()
    assert [line.endswith("stale: another model") for line in lines[1:4]] == [False, True, False]


def test_an_empty_graph_has_an_account(kg, graph):
    kg("remove", graph, "--article", "a", "--article", "b", "--article", "c-1")
    assert kg("documents", graph).stdout.splitlines()[0] == "0 articles, 0 passages; nothing found in 0"


def test_articles_go_by_id_or_outlet_and_the_facts_with_them(kg, graph):
    assert kg("remove", graph, "--publisher", "cnbc").stdout == "Removed 1 article: a; with 1 passage on 1 statement\n"
    who = kg("query", graph, "SELECT ?who { ?x d:bars ?y . ?x skos:prefLabel ?who }")
    assert who.stdout.split() == ["who", "Spain"]
    assert kg("remove", graph, "--article", "b").stdout == "Removed 1 article: b; with 2 passages on 2 statements\n"
    assert kg("documents", graph).stdout.splitlines()[2] == "1 article, 0 passages; nothing found in 1"


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (["--article", "a", "--article", "c-11"], "no article 'c-11' in graph; did you mean c-1?"),
        (["--article", "a", "--publisher", "CNBX"], "no article of 'CNBX' in graph; did you mean CNBC?"),
        (["--publisher", ""], "no article of '' in graph"),
    ],
)
def test_nothing_goes_if_one_of_them_is_not_there(kg, graph, options, problem):
    result = kg("remove", graph, *options)
    assert (result.exit_code, result.stderr) == (1, f"Error: {problem}\n")
    assert "3 articles, 3 passages" in kg("documents", graph).stdout


def test_what_to_remove_must_be_named(kg, graph):
    result = kg("remove", graph)
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: name what to take out: --article ID or --publisher NAME")


def test_pruning_forgets_skipped_inputs_that_are_no_longer_among_the_paths(kg, articles):
    (articles / "broken.txt").write_bytes(b"\x81 no text in any encoding \x00")
    kg("build", articles, "--graph", "graph")
    assert "1 input skipped" in kg("documents", "graph").stdout
    (articles / "broken.txt").unlink()
    moved = articles.rename(articles.with_name("moved"))
    assert kg("build", moved, "--graph", "graph").exit_code == 0
    assert "1 input skipped" in kg("documents", "graph").stdout
    assert kg("build", moved, "--graph", "graph", "--prune").exit_code == 0
    assert "skipped" not in kg("documents", "graph").stdout

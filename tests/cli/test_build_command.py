"""`kg build` says what it did and reports what it could not read."""

import sys
from functools import partialmethod
from threading import Timer

import pytest

from kg.graph import Graph
from tests.fake_extractor import FakeExtractor


def test_a_summary_says_what_became_of_the_articles(kg, articles):
    first = kg("build", articles, "--graph", "graph")
    assert (first.exit_code, first.stderr) == (0, "")
    assert first.stdout.splitlines() == [
        "2 articles read: 2 added, 0 changed, 0 unchanged; 0 could not be read",
        "3 statements told by 3 new passages",
    ]
    (articles / "a.txt").write_text("Poland bars ZTE.")
    second = kg("build", articles, "--graph", "graph")
    assert second.stdout.startswith(
        "2 articles read: 0 added, 1 changed, 1 unchanged; 0 could not be read\n1 statement told by 1 new passage\n"
    )


def test_bad_articles_are_one_line_each_and_the_exit_code_says_so(kg, articles):
    (articles / "c.jsonl").write_text('{"text": "Chad bars Line."}\nno json\n')
    result = kg("build", articles, "--graph", "graph")
    assert result.exit_code == 1
    assert "3 articles read: 3 added" in result.stdout
    assert result.stderr.startswith(f"Error: {articles / 'c.jsonl'}:2: is not JSON")
    assert len(result.stderr.splitlines()) == 1


def test_a_folder_with_other_files_is_no_graph(kg, articles):
    result = kg("build", articles, "--graph", articles)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"Error: {articles}: not a graph")


def test_the_graph_must_be_named(kg, articles):
    result = kg("build", articles)
    assert result.exit_code == 2
    assert "Missing option '--graph'" in result.stderr


def test_an_article_in_the_place_of_another_is_a_warning(kg, tmp_path):
    for folder, text in (("A", "Ban\n\nPoland bars Huawei."), ("B", "Pressure\n\nSpain pressures Poland.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "story.txt").write_text(text)
    assert kg("build", "A", "--graph", "graph").stderr == ""
    result = kg("build", "B", "--graph", "graph")
    assert (result.exit_code, result.stderr) == (
        0,
        "Replaced story: was “Ban”, is “Pressure”; if these are two articles, give each its own 'id'\n",
    )


def test_texts_of_standard_input_are_articles_of_their_own(kg):
    kg("build", "-", "--graph", "graph", input="Poland bars Huawei.")
    assert "1 added, 0 changed" in kg("build", "-", "--graph", "graph", input="Spain bars ZTE.").stdout


def test_a_graph_is_not_read_as_an_article(kg, articles, tmp_path):
    for summary in ("2 added", "2 unchanged"):
        result = kg("build", ".", "--graph", "graph")
        assert (result.exit_code, result.stderr) == (0, "")
        assert summary in result.stdout


def test_a_stopped_build_says_how_far_it_came(kg, loaded, articles, monkeypatch):
    extract = FakeExtractor.extract

    def stopping(self, document):
        if document.id == "b":
            raise KeyboardInterrupt
        return extract(self, document)

    monkeypatch.setattr(FakeExtractor, "extract", stopping)
    result = kg("build", articles, "--graph", "graph")
    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr == "Stopped; 1 article is in; the same command goes on.\n"
    monkeypatch.setattr(FakeExtractor, "extract", extract)
    assert "1 added, 0 changed, 1 unchanged" in kg("build", articles, "--graph", "graph").stdout


def test_what_is_stale_is_said_with_the_reason_and_read_again(kg, loaded, articles, monkeypatch):
    kg("build", articles, "--graph", "graph")
    monkeypatch.setattr(FakeExtractor, "__init__", partialmethod(FakeExtractor.__init__, model="fake-2"))
    result = kg("build", "--graph", "graph")
    assert (result.exit_code, result.stderr) == (0, "2 articles of the graph are stale: 2 read with another model\n")
    assert result.stdout.splitlines() == [
        "2 articles read: 0 added, 0 changed, 0 unchanged, 2 stale and read again; 0 could not be read",
        "3 statements told by 3 new passages",
    ]
    again = kg("build", "--graph", "graph")
    assert (again.exit_code, again.stderr) == (0, "")
    assert again.stdout == "Nothing is stale: this program, ontology and model have read every article of the graph\n"


def test_pruning_says_what_went(kg, articles):
    kg("build", articles, "--graph", "graph")
    (articles / "b.txt").unlink()
    assert "Removed" not in kg("build", articles, "--graph", "graph").stdout
    result = kg("build", articles, "--graph", "graph", "--prune")
    assert result.stdout.splitlines()[-1] == "Removed 1 article: b, no longer among PATHS"


def test_nothing_is_pruned_while_an_input_cannot_be_read(kg, articles):
    kg("build", articles, "--graph", "graph")
    (articles / "b.txt").write_bytes(b"\0\1")
    result = kg("build", articles, "--graph", "graph", "--prune")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1] == (
        "Nothing was pruned, for an input could not be read; mend or leave out what is named above"
    )
    assert result.stderr.startswith(f"Error: {articles / 'b.txt'}: is binary")
    assert "2 articles, " in kg("documents", "graph").stdout


def test_pruning_needs_paths(kg, articles):
    kg("build", articles, "--graph", "graph")
    result = kg("build", "--graph", "graph", "--prune")
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: --prune needs PATHS: the articles that are to stay; see ")


def test_without_paths_and_graph_there_is_nothing_to_do(kg, tmp_path):
    result = kg("build", "--graph", "graph")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: graph: no graph here; `kg build PATHS --graph graph` makes one\n"
    assert not (tmp_path / "graph").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX locks")
def test_a_graph_in_use_is_said_or_waited_for(kg, articles):
    kg("build", articles, "--graph", "graph")
    used = Graph.open("graph", read_only=True)
    busy = kg("build", articles, "--graph", "graph")
    assert (busy.exit_code, busy.stderr) == (1, "Error: graph: in use by another process; wait until it is done\n")
    Timer(0.3, used.close).start()
    waited = kg("build", articles, "--graph", "graph", "--wait")
    assert (waited.exit_code, waited.stderr) == (0, "")
    assert "2 unchanged" in waited.stdout

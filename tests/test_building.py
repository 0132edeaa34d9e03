"""Building a graph: new, changed and unchanged articles, bad ones, interruptions."""

import io
import json

import pytest

from kg.building import Summary, build, heading
from kg.errors import GraphError
from kg.export import export
from kg.graph import Graph
from kg.graph.account import accounts, skipped
from kg.records import Run
from tests.fake_extractor import FakeExtractor


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text("Poland bars Huawei.")
    (folder / "b.txt").write_text("---\ndate: 2025-01-01\n---\nSpain pressures Poland. Spain bars ZTE.")
    return folder


@pytest.fixture
def graph_path(tmp_path):
    return tmp_path / "graph"


class Faulty(FakeExtractor):
    def extract(self, document):
        if document.id == "a":
            raise KeyError("of ours")
        return super().extract(document)


def told(graph_path):
    with Graph.open(graph_path, read_only=True) as graph:
        return sorted((e.document, *_triple(e)) for e in graph.evidence())


def facts(graph_path):
    with Graph.open(graph_path, read_only=True) as graph:
        return sorted(_triple(state) for state in graph.states() if state.is_fact)


def _triple(told):
    return told.statement.subject.name, told.statement.predicate, told.statement.object.name


def test_a_first_build_adds_everything_and_derives_facts(articles, graph_path):
    summary = build([articles], graph_path, extractor=FakeExtractor())
    assert (summary.read, summary.added, summary.statements, summary.evidence) == (2, 2, 3, 3)
    assert told(graph_path) == [
        ("a", "Poland", "bars", "Huawei"),
        ("b", "Spain", "bars", "ZTE"),
        ("b", "Spain", "pressures", "Poland"),
    ]
    assert ("Poland", "bars", "Huawei") in facts(graph_path)


def test_a_second_build_extracts_nothing(articles, graph_path):
    build([articles], graph_path, extractor=FakeExtractor())
    before = told(graph_path)
    extractor = FakeExtractor()
    summary = build([articles], graph_path, extractor=extractor)
    assert (summary.read, summary.unchanged, summary.evidence) == (2, 2, 0)
    assert extractor.read == []
    assert told(graph_path) == before


def test_only_what_changed_is_replaced(articles, graph_path):
    build([articles], graph_path, extractor=FakeExtractor())
    (articles / "a.txt").write_text("Poland unbars Huawei. Poland bars ZTE.")
    (articles / "c.txt").write_text("Chad bars Line.")
    extractor = FakeExtractor()
    summary = build([articles], graph_path, extractor=extractor)
    assert (summary.added, summary.changed, summary.unchanged) == (1, 1, 1)
    assert extractor.read == ["a", "c"]
    assert ("Poland", "bars", "ZTE") in facts(graph_path)
    assert ("Poland", "bars", "Huawei") not in facts(graph_path)


def test_after_a_change_of_the_model_all_that_is_stale_is_read_again_and_no_more(articles, graph_path):
    build([articles], graph_path, extractor=FakeExtractor())
    fresh, heard = FakeExtractor(model="fake-2"), []
    (articles / "c.txt").write_text("Chad bars Line.")
    summary = build([articles / "a.txt", articles / "c.txt"], graph_path, extractor=fresh, on_stale=_into(heard))
    assert (summary.added, summary.changed, summary.redone, summary.unchanged) == (1, 0, 2, 0)
    assert fresh.read == ["a", "c", "b"]  # b is not among the paths: from the text that is kept
    assert heard == [(2, {"model": 2})]
    assert build([articles], graph_path, extractor=fresh, on_stale=_into(heard)).unchanged == 3
    assert len(heard) == 1
    with Graph.open(graph_path, read_only=True) as graph:
        assert {graph.run(document_id) for document_id in "abc"} == {fresh.run}
        assert graph.document("b").date == "2025-01-01"


def _into(heard):
    return lambda *told: heard.append(told)


def test_without_paths_only_what_is_stale_is_read_again(articles, graph_path):
    build([articles], graph_path, extractor=FakeExtractor())
    before = told(graph_path)
    extractor = FakeExtractor()
    assert build([], graph_path, extractor=extractor) == Summary()
    later = FakeExtractor()
    later.run = Run("1", "other", "fake-1")
    heard = []
    summary = build([], graph_path, extractor=later, on_stale=_into(heard))
    assert (extractor.read, later.read, summary.redone) == ([], ["a", "b"], 2)
    assert heard == [(2, {"ontology": 2, "program": 2})]
    assert told(graph_path) == before


def test_without_paths_there_must_be_a_graph(graph_path):
    with pytest.raises(GraphError, match="no graph here"):
        build([], graph_path)
    assert not graph_path.exists()


def test_a_redoing_that_was_stopped_goes_on_with_the_rest(articles, graph_path):
    build([articles], graph_path, extractor=FakeExtractor())

    class Stopping(FakeExtractor):
        def extract(self, document):
            if document.id == "b":
                raise KeyboardInterrupt
            return super().extract(document)

    with pytest.raises(KeyboardInterrupt):
        build([articles], graph_path, extractor=Stopping(model="fake-2"))
    extractor = FakeExtractor(model="fake-2")
    assert build([], graph_path, extractor=extractor).redone == 1
    assert extractor.read == ["b"]


def test_pruning_takes_out_what_is_no_longer_there(articles, graph_path):
    build([articles], graph_path, extractor=FakeExtractor())
    (articles / "b.txt").unlink()
    assert build([articles], graph_path, extractor=FakeExtractor()).removed == []
    assert len(told(graph_path)) == 3
    assert build([articles], graph_path, extractor=FakeExtractor(), prune=True).removed == ["b"]
    assert told(graph_path) == [("a", "Poland", "bars", "Huawei")]
    assert facts(graph_path) == [("Poland", "bars", "Huawei")]


def test_pruned_articles_are_not_read_again_first(articles, graph_path):
    build([articles], graph_path, extractor=FakeExtractor())
    extractor = FakeExtractor(model="fake-2")
    build([articles / "a.txt"], graph_path, extractor=extractor, prune=True)
    assert extractor.read == ["a"]


@pytest.mark.parametrize("unreadable", ["c.txt", "missing"])
def test_an_input_that_cannot_be_read_costs_no_article(articles, graph_path, unreadable):
    (articles / "c.txt").write_text("Chad bars Line.")
    build([articles], graph_path, extractor=FakeExtractor())
    (articles / "c.txt").write_bytes(b"\0\1")
    paths = [articles] if unreadable == "c.txt" else [articles / "a.txt", articles / "missing"]
    summary = build(paths, graph_path, extractor=FakeExtractor(), prune=True)
    assert (summary.removed, summary.kept) == ([], "an input could not be read")
    assert len(told(graph_path)) == 4
    only = build([articles / "missing"], graph_path, extractor=FakeExtractor(), prune=True)
    assert (only.removed, only.kept, only.failed) == ([], "an input could not be read", 1)
    assert len(told(graph_path)) == 4


def test_an_article_that_trips_a_bug_is_not_pruned_and_hinders_no_pruning(articles, graph_path):
    build([articles], graph_path, extractor=FakeExtractor())
    (articles / "b.txt").unlink()
    (articles / "a.txt").write_text("Poland bars ZTE.")
    summary = build([articles], graph_path, extractor=Faulty(), prune=True)
    assert (summary.failed, summary.removed) == (1, ["b"])
    assert told(graph_path) == [("a", "Poland", "bars", "Huawei")]


def account(graph_path):
    with Graph.open(graph_path, read_only=True) as graph:
        return [one.where for one in skipped(graph)], {one.article.id: one.evidence for one in accounts(graph)}


def test_the_graph_keeps_account_of_what_was_read_and_what_was_not(articles, graph_path, monkeypatch):
    monkeypatch.chdir(articles.parent)
    (articles / "c.jsonl").write_text('{"text": "Nothing."}\nno json')
    (articles / "d.txt").write_bytes(b"\0\1\2")
    build(["news", "gone"], graph_path, extractor=FakeExtractor())
    assert account(graph_path) == (["gone", "news/c.jsonl", "news/d.txt"], {"a": 1, "b": 2, "c-1": 0})
    build(["news/a.txt", "news/d.txt"], graph_path, extractor=FakeExtractor())
    assert account(graph_path)[0] == ["gone", "news/c.jsonl", "news/d.txt"]
    (articles / "c.jsonl").unlink()
    (articles / "d.txt").write_text("Chad bars Line.")
    build(["news/d.txt"], graph_path, extractor=FakeExtractor())
    assert account(graph_path)[0] == ["gone", "news/c.jsonl"]
    build(["news/c.jsonl"], graph_path, extractor=FakeExtractor())
    assert account(graph_path)[0] == ["gone", "news/c.jsonl"]  # it cannot be read now either
    build(["news"], graph_path, extractor=FakeExtractor())
    assert account(graph_path)[0] == ["gone"]


def test_an_article_that_trips_a_bug_is_in_the_account_until_it_is_read(articles, graph_path):
    build([articles], graph_path, extractor=Faulty())
    assert account(graph_path)[0] == ["a"]
    build([], graph_path, extractor=FakeExtractor())
    assert account(graph_path)[0] == ["a"]
    build([articles], graph_path, extractor=FakeExtractor())
    assert account(graph_path) == ([], {"a": 1, "b": 2})


def test_skipped_inputs_are_in_no_export(articles, graph_path, tmp_path):
    build([articles], graph_path, extractor=FakeExtractor())
    outputs = []
    for name in ("before", "after"):
        with Graph.open(graph_path, read_only=True) as graph:
            export(graph, tmp_path / f"{name}.nq")
        outputs.append((tmp_path / f"{name}.nq").read_bytes())
        build([articles / "missing"], graph_path, extractor=FakeExtractor())
    assert outputs[0] == outputs[1]
    assert account(graph_path)[0] == [str(articles / "missing")]


def test_a_ban_that_a_later_article_lifts_is_no_fact(articles, graph_path):
    (articles / "c.txt").write_text("---\ndate: 2025-06-01\n---\nSpain unbars ZTE.")
    build([articles], graph_path, extractor=FakeExtractor())
    assert ("Spain", "bars", "ZTE") not in facts(graph_path)
    assert ("b", "Spain", "bars", "ZTE") in told(graph_path)


def test_bad_articles_are_reported_and_the_rest_is_built(articles, graph_path):
    lines = ['{"text": "Chad bars Line."}', "no json", json.dumps({"text": "Peru bars Meta.", "date": "soon"})]
    (articles / "c.jsonl").write_text("\n".join(lines))
    (articles / "d.txt").write_bytes(b"\0\1\2")
    errors = []
    summary = build([articles, "missing.txt"], graph_path, extractor=FakeExtractor(), on_error=errors.append)
    assert (summary.read, summary.failed) == (3, 4)
    assert ["c.jsonl:2" in str(errors[0]), "c.jsonl:3" in str(errors[1]), "d.txt" in str(errors[2])] == [True] * 3
    assert ("c-1", "Chad", "bars", "Line") in told(graph_path)


def test_nothing_to_read_makes_no_graph(tmp_path, graph_path):
    summary = build([tmp_path / "missing.txt"], graph_path, extractor=FakeExtractor())
    assert summary == Summary(failed=1)
    assert not graph_path.exists()


def test_a_stopped_build_goes_on_where_it_was(articles, graph_path):
    class Stopping(FakeExtractor):
        def extract(self, document):
            if document.id == "b":
                raise KeyboardInterrupt
            return super().extract(document)

    with pytest.raises(KeyboardInterrupt):
        build([articles], graph_path, extractor=Stopping())
    assert told(graph_path) == [("a", "Poland", "bars", "Huawei")]
    assert facts(graph_path) == [("Poland", "bars", "Huawei")]
    extractor = FakeExtractor()
    build([articles], graph_path, extractor=extractor)
    assert extractor.read == ["b"]
    assert len(told(graph_path)) == 3


def test_an_article_that_trips_a_bug_is_reported_and_the_rest_is_built(articles, graph_path):
    build([articles], graph_path, extractor=FakeExtractor())
    (articles / "a.txt").write_text("Poland bars ZTE.")
    (articles / "c.txt").write_text("Chad bars Line.")
    errors = []
    summary = build([articles], graph_path, extractor=Faulty(), on_error=errors.append)
    assert (summary.added, summary.changed, summary.failed) == (1, 0, 1)
    assert str(errors[0]).startswith("a: left out, KeyError: 'of ours'; a bug of ours, worth reporting")
    assert isinstance(errors[0].__cause__, KeyError)
    assert ("a", "Poland", "bars", "Huawei") in told(graph_path)
    assert ("c", "Chad", "bars", "Line") in told(graph_path)
    assert build([articles], graph_path, extractor=FakeExtractor()).changed == 1


@pytest.mark.parametrize(
    ("before", "after", "replaced"),
    [
        ("Ban\n\nPoland bars Huawei.", "Ban\n\nPoland bars ZTE.", []),
        ("Ban\n\nPoland bars Huawei.", "Pressure\n\nPoland bars Huawei.", [("Ban", "Pressure")]),
        ("Poland bars Huawei.", "Spain bars ZTE.", [("Poland bars Huawei.", "Spain bars ZTE.")]),
        ("Poland bars Huawei.", "Poland bars Huawei.", []),
    ],
)
def test_an_article_of_another_title_in_the_place_of_one_is_told(tmp_path, graph_path, before, after, replaced):
    found = []
    for folder, text in (("one", before), ("two", after)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "story.txt").write_text(text)
        build(
            [tmp_path / folder],
            graph_path,
            extractor=FakeExtractor(),
            on_replaced=lambda *pair: found.append(tuple(map(heading, pair))),
        )
    assert found == replaced


def test_articles_of_standard_input_do_not_replace_each_other(graph_path):
    for text in (
        b"Poland bars Huawei.",
        b"Spain bars ZTE.",
        b'{"text": "Chad bars Line."}',
        b'{"text": "Peru bars X1."}',
    ):
        build(["-"], graph_path, extractor=FakeExtractor(), stdin=io.BytesIO(text))
    assert len(told(graph_path)) == 4
    assert build(["-"], graph_path, extractor=FakeExtractor(), stdin=io.BytesIO(b"Spain bars ZTE.")).unchanged == 1


def test_a_folder_that_is_no_graph_is_left_alone(articles):
    with pytest.raises(GraphError, match="not a graph"):
        build([articles], articles, extractor=FakeExtractor())
    assert sorted(path.name for path in articles.iterdir()) == ["a.txt", "b.txt"]


def test_progress_hears_of_every_article(articles, graph_path):
    seen = []
    build([articles], graph_path, extractor=FakeExtractor(), progress=lambda document: seen.append(document.id))
    assert seen == ["a", "b"]


def test_the_order_of_the_paths_makes_no_difference(articles, tmp_path):
    files = sorted(articles.iterdir())
    build(files, tmp_path / "one", extractor=FakeExtractor())
    build(files[::-1], tmp_path / "two", extractor=FakeExtractor())
    assert told(tmp_path / "one") == told(tmp_path / "two")


@pytest.mark.model
def test_without_an_extractor_the_shipped_one_reads(tmp_path, graph_path):
    (tmp_path / "a.txt").write_text("Poland has barred Huawei from its 5G network.")
    assert build([tmp_path / "a.txt"], graph_path).added == 1
    assert told(graph_path) == [("a", "Poland", "bars", "Huawei")]

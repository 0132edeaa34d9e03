"""Building a graph: new, changed and unchanged articles, bad ones, interruptions."""

import io
import json

import pytest

from kg.building import Summary, build, heading
from kg.errors import GraphError
from kg.graph import Graph
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


def test_another_model_reads_everything_again(articles, graph_path):
    build([articles], graph_path, extractor=FakeExtractor())
    assert build([articles], graph_path, extractor=FakeExtractor(model="fake-2")).changed == 2


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


class Faulty(FakeExtractor):
    def extract(self, document):
        if document.id == "a":
            raise KeyError("of ours")
        return super().extract(document)


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

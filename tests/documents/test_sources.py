"""PATHS: files, folders, standard input, ids, duplicates, what is not there."""

import io
import itertools
import json
import os

import pytest

from kg.documents import count_documents, read_documents
from kg.documents.sources import GRAPH
from kg.errors import DocumentError
from kg.graph.folder import MARKER
from kg.records import content_id


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "news"
    for name, text in {
        "b.txt": "B.",
        "a/two.md": "A two.",
        "a/one.txt": "A one.",
        "c.jsonl": '{"text": "C one."}\n{"text": "C two."}\n',
        ".hidden/x.txt": "Hidden.",
        "picture.png": "no text",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def test_a_folder_is_read_recursively_and_sorted_with_ids_relative_to_it(folder):
    assert [d.id for d in read_documents([folder])] == ["a/one", "a/two", "b", "c-1", "c-2"]
    assert count_documents([folder]) == 5


def test_a_file_of_a_folder_given_alone_has_its_stem_as_id(folder):
    assert [d.id for d in read_documents([folder / "a" / "one.txt", str(folder / "b.txt")])] == ["one", "b"]


def test_reading_is_lazy():
    endless = (b'{"text": "%d."}\n' % n for n in itertools.count())

    class Stream(io.RawIOBase):
        def __iter__(self):
            return endless

    documents = read_documents(["-"], stdin=Stream())
    assert [d.text for d in itertools.islice(documents, 3)] == ["0.", "1.", "2."]


def named(title, text):
    return content_id("stdin", title, text)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"Title\n\nBody.\n", [(named("Title", "Body."), "Title", "Body.")]),
        (b"Poland barred Huawei.", [("stdin-0049a0516fd3", "", "Poland barred Huawei.")]),
        (b"---\nid: x\ntitle: T\n---\nBody.", [("x", "T", "Body.")]),
        (b'\n{"id": "a", "text": "One."}\n{"text": "Two."}', [("a", "", "One."), (named("", "Two."), "", "Two.")]),
        (b'[\n {"text": "One."}\n]', [(named("", "One."), "", "One.")]),
        (b'{\n  "text": "One."\n}', [(named("", "One."), "", "One.")]),
        (
            b"[Editor's note] It ends.\nBody.",
            [(named("[Editor's note] It ends.", "Body."), "[Editor's note] It ends.", "Body.")],
        ),
    ],
)
def test_standard_input_is_text_or_json_by_its_beginning(data, expected):
    documents = read_documents(["-"], stdin=io.BytesIO(data))
    assert [(d.id, d.title, d.text) for d in documents] == expected


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "standard input: is empty; an article needs some text"),
        (b"[]", "standard input: is empty; an article needs some text"),
        (b"[ \n]\n", "standard input: is empty; an article needs some text"),
        (b"[", "standard input: is not JSON at character 2"),
        (b"{", "standard input: is not JSON at character 2"),
    ],
)
def test_nothing_on_standard_input_is_an_error(data, message):
    errors: list[DocumentError] = []
    assert list(read_documents(["-"], stdin=io.BytesIO(data), on_error=errors.append)) == []
    assert [str(error).startswith(message) for error in errors] == [True]


def test_a_closed_standard_input_is_an_error(monkeypatch):
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(DocumentError, match="standard input: is closed"):
        list(read_documents(["-"]))


def test_the_marker_of_a_graph_is_that_of_the_store():
    assert GRAPH == MARKER


def test_graphs_among_the_articles_are_passed_over(folder):
    (folder / "graph").mkdir()
    (folder / "graph" / GRAPH).write_text('{"text": "No article."}')
    assert len(list(read_documents([folder]))) == 5
    with pytest.raises(DocumentError, match="graph: is a graph, not a folder of articles"):
        list(read_documents([folder / "graph"]))


def test_the_file_that_the_output_goes_to_is_passed_over(folder, monkeypatch):
    with (folder / "out.jsonl").open("w") as out:
        monkeypatch.setattr("sys.stdout", out)
        assert len(list(read_documents([folder]))) == 5
        with pytest.raises(DocumentError, match="is where the output goes"):
            list(read_documents([folder / "out.jsonl"]))
    (folder / "out.jsonl").write_text('{"text": "An article."}')
    assert len(list(read_documents([folder]))) == 6


def test_a_pipe_without_an_id_is_named_by_its_content(tmp_path):
    pipe = tmp_path / "63"
    os.mkfifo(pipe)
    if os.fork() == 0:
        pipe.write_bytes(b"Through a pipe.")
        os._exit(0)
    assert [d.id for d in read_documents([pipe])] == [named("", "Through a pipe.")]


def test_a_pipe_is_read_like_standard_input(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    if os.fork() == 0:
        pipe.write_bytes(b'{"id": "p", "text": "Through a pipe."}\n')
        os._exit(0)
    assert [d.id for d in read_documents([pipe])] == ["p"]


def test_the_same_article_twice_counts_once_and_another_under_its_id_is_an_error(tmp_path):
    lines = [{"id": "a", "text": "One."}, {"id": "a", "text": "One."}, {"id": "a", "text": "Two."}, {"text": "Three."}]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines))
    errors: list[DocumentError] = []
    assert [d.text for d in read_documents([path, path], on_error=errors.append)] == ["One.", "Three."]
    problem = f"{path}:3: a second, different article with the id 'a', which {path}:1 has; give each its own 'id'"
    assert [str(error) for error in errors] == [problem, problem]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing.txt", "no such file or folder"),
        ("news/picture.png", "unknown kind of file '.png'; allowed are text (.txt, .text, .md), JSON lines"),
        ("news/.hidden/none", "no such file"),
    ],
)
def test_a_path_that_is_none_is_reported_and_the_next_is_read(folder, name, message):
    errors: list[DocumentError] = []
    documents = list(read_documents([folder.parent / name, folder / "b.txt"], on_error=errors.append))
    assert [d.id for d in documents] == ["b"]
    assert message in str(errors[0])


def test_a_folder_without_articles_says_what_it_looked_for(tmp_path):
    with pytest.raises(DocumentError, match=r"holds no article; allowed are text \(.txt"):
        list(read_documents([tmp_path]))


def test_without_a_report_the_first_error_is_raised(tmp_path):
    with pytest.raises(DocumentError, match="no such file"):
        list(read_documents([tmp_path / "missing.txt"]))


def test_two_names_that_differ_only_in_their_ending_are_told_apart_by_an_error(tmp_path):
    (tmp_path / "a.txt").write_text("One.")
    (tmp_path / "a.md").write_text("Two.")
    errors: list[DocumentError] = []
    assert len(list(read_documents([tmp_path], on_error=errors.append))) == 1
    first, second = tmp_path / "a.md", tmp_path / "a.txt"
    assert str(errors[0]).startswith(f"{second}: a second, different article with the id 'a', which {first} has; give")

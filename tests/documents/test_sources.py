"""PATHS: files, folders, standard input, ids, duplicates, what is not there."""

import io
import itertools
import json
import os

import pytest

from kg.documents import count_documents, read_documents
from kg.errors import DocumentError


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


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"Title\n\nBody.\n", [("stdin", "Title", "Body.")]),
        (b"Poland barred Huawei.", [("stdin", "", "Poland barred Huawei.")]),
        (b"---\nid: x\ntitle: T\n---\nBody.", [("x", "T", "Body.")]),
        (b'\n{"id": "a", "text": "One."}\n{"text": "Two."}', [("a", "", "One."), ("stdin-3", "", "Two.")]),
        (b'[\n {"text": "One."}\n]', [("stdin-1", "", "One.")]),
        (b'{\n  "text": "One."\n}', [("stdin", "", "One.")]),
        (b"[Editor's note] It ends.\nBody.", [("stdin", "[Editor's note] It ends.", "Body.")]),
    ],
)
def test_standard_input_is_text_or_json_by_its_beginning(data, expected):
    documents = read_documents(["-"], stdin=io.BytesIO(data))
    assert [(d.id, d.title, d.text) for d in documents] == expected


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
    assert all("a second, different article with the id 'a'" in str(error) for error in errors)
    assert len(errors) == 2


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
    assert "give each its own 'id'" in str(errors[0])

"""JSON lines and JSON lists: fields, ids, one bad line among good ones."""

import json

import pytest

from kg.documents import read_documents
from kg.errors import DocumentError


def read_all(path, content):
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    errors: list[DocumentError] = []
    documents = list(read_documents([path], on_error=errors.append))
    return documents, [str(error) for error in errors]


FULL = {
    "id": "a-1",
    "title": "Ban lifted",
    "date": "2019-01-27T08:00:00+01:00",
    "publisher": "CNBC",
    "author": "M. Toll",
    "url": "https://n.example/1",
    "text": "  Poland lifted it.\r\nYes.\n",
}


def test_every_field_comes_back_and_the_text_keeps_its_offsets(tmp_path):
    (document,), errors = read_all(tmp_path / "a.jsonl", json.dumps(FULL) + "\n")
    assert not errors
    assert (document.id, document.url, document.date) == ("a-1", "https://n.example/1", "2019-01-27")
    assert (document.title, document.publisher, document.author) == ("Ban lifted", "CNBC", "M. Toll")
    assert document.text == "  Poland lifted it.\nYes.\n"


def test_only_text_is_required_and_the_line_number_stands_in_for_an_id(tmp_path):
    documents, errors = read_all(
        tmp_path / "week.ndjson", '\ufeff{"text": "One."}\n\n{"id": 7, "text": "Two.", "date": null}\n'
    )
    assert not errors
    assert [(d.id, d.text, d.date) for d in documents] == [("week-1", "One.", None), ("7", "Two.", None)]


@pytest.mark.parametrize("content", [[FULL, {"text": "Two."}], FULL])
def test_a_json_file_is_a_list_or_one_object(tmp_path, content):
    documents, errors = read_all(tmp_path / "a.json", json.dumps(content, indent=2))
    assert not errors
    assert [d.id for d in documents] == (["a-1", "a-2"] if isinstance(content, list) else ["a-1"])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"text": "x"', ":2: is not JSON at character 14"),
        ("just words", ":2: is not JSON"),
        ("[1]", ":2: must be an object"),
        ('{"title": "x"}', ":2: has no field 'text'"),
        ('{"text": ""}', ":2: has no text"),
        ('{"text": 5}', ":2: field 'text' must be text; found a number"),
        ('{"text": "x", "title": ["y"]}', ":2: field 'title' must be text; found a list"),
        ('{"text": "x", "id": true}', ":2: field 'id' must be text; found true or false"),
        ('{"text": "x", "date": "last week"}', ":2: date 'last week' is not a full date"),
        ('{"text": "x", "date": 20190127}', ":2: field 'date' must be text"),
        ('{"text": "x\\u0000y"}', ":2: holds NUL characters"),
        ('{"text": "x", "title": "\\ud800"}', ":2: field 'title' holds half a character"),
        ('{"text": "x", "url": "http://n.example/%zz"}', ":2: 'http://n.example/%zz' is not a URL"),
        ('{"text": "x", "id": "a\\tb"}', ":2: id 'a\\tb' cannot name an article"),
        ('{"text": "x", "id": "a\\u2028b"}', ":2: id 'a\\u2028b' cannot name an article"),
        ('{"text": "x", "id": ".."}', ":2: id '..' cannot name an article"),
        ('{"text": "x", "id": " a"}', ":2: id ' a' begins or ends with a blank"),
        ('{"text": "<p>x</p>"}', ":2: is HTML, not text (<p>); convert it"),
        ("[" * 100_000, ":2: holds a number or a nesting beyond all bounds"),
        ('{"n": ' + "9" * 5000 + "}", ":2: holds a number or a nesting beyond all bounds"),
    ],
)
def test_a_bad_line_is_reported_with_its_number_and_the_rest_goes_on(tmp_path, line, message):
    documents, errors = read_all(tmp_path / "a.jsonl", f'{{"text": "One."}}\n{line}\n{{"text": "Three."}}\n')
    assert [d.text for d in documents] == ["One.", "Three."]
    assert len(errors) == 1
    assert errors[0].startswith(f"{tmp_path / 'a.jsonl'}{message}")
    assert "\n" not in errors[0]


def test_a_line_that_is_not_utf8_is_reported(tmp_path):
    documents, errors = read_all(tmp_path / "a.jsonl", b'{"text": "caf\xe9"}\n{"text": "Two."}')
    assert [d.text for d in documents] == ["Two."]
    assert "a.jsonl:1: is not UTF-8 at byte 13" in errors[0]


def test_an_id_comes_back_as_it_was_given(tmp_path):
    ids = ["a b", "a  b", "a/../b", "...", "ä\u00a0b"]
    documents, errors = read_all(tmp_path / "a.jsonl", "\n".join(json.dumps({"id": i, "text": "x"}) for i in ids))
    assert not errors
    assert [d.id for d in documents] == ids


@pytest.mark.parametrize(("name", "content"), [("a.jsonl", "\n"), ("a.json", "\n"), ("a.json", "[]")])
def test_an_empty_file_is_an_error(tmp_path, name, content):
    documents, errors = read_all(tmp_path / name, content)
    assert not documents
    assert len(errors) == 1


def test_an_article_longer_than_allowed_is_one_error_and_the_next_is_read(tmp_path):
    text = "Poland barred Huawei. " * 240_000
    lines = [json.dumps({"text": text}), json.dumps({"text": text[:999_000]})]
    (document,), (error,) = read_all(tmp_path / "a.jsonl", "\n".join(lines))
    assert document.text == text[:999_000]
    assert "a.jsonl:1: is 5,280,000 characters long; at most 1,000,000 are allowed; split it" in error


def test_a_bad_item_of_a_list_is_reported_by_its_place(tmp_path):
    documents, errors = read_all(tmp_path / "a.json", '[{"text": "One."}, 5]')
    assert [d.id for d in documents] == ["a-1"]
    assert "a.json: item 2: must be an object" in errors[0]

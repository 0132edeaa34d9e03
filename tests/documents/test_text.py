"""Text files: front matter, title and source line, encodings."""

import codecs
import json
from pathlib import Path

import pytest

from kg.documents import read_documents
from kg.errors import DocumentError
from kg.resources import shipped

GOLD = Path(__file__).parents[1] / "gold" / "seed.jsonl"


def read_one(path: Path, content: str | bytes, **options):
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return next(iter(read_documents([path], **options)))


def test_the_first_seed_is_the_article_that_the_gold_annotates():
    gold = json.loads(GOLD.read_text(encoding="utf-8"))
    (document,) = read_documents([shipped("seeds") / "cnbc-huawei-5g.txt"])
    assert document.text == gold["text"]
    assert {name: getattr(document, name) for name in ("id", "title", "date", "publisher")} == {
        name: gold[name] for name in ("id", "title", "date", "publisher")
    }


def test_seeds_of_our_own_are_dated_titled_and_told_apart():
    documents = [d for d in read_documents([shipped("seeds")]) if d.id.startswith("orvane")]
    assert [d.id.split("-")[1] for d in documents] == ["1", "2", "3", "4", "5", "6", "7"]
    assert [d.date for d in documents] == sorted(d.date for d in documents)
    assert all(150 <= len(d.text.split()) <= 300 and d.title and d.publisher for d in documents)


def test_without_front_matter_the_first_line_is_the_title_and_a_last_line_the_publisher(tmp_path):
    document = read_one(tmp_path / "a.txt", "\nBan lifted\n\nPoland lifted it.\n\nIt said so.\n\nSource: CNBC\n")
    assert (document.title, document.publisher) == ("Ban lifted", "CNBC")
    assert document.text == "Poland lifted it.\n\nIt said so."


@pytest.mark.parametrize("content", ["Poland barred Huawei.", "\n\nPoland barred Huawei.\n"])
def test_a_single_line_is_a_body_without_title(tmp_path, content):
    document = read_one(tmp_path / "a.txt", content)
    assert (document.title, document.text) == ("", "Poland barred Huawei.")


def test_a_source_in_the_middle_belongs_to_the_body(tmp_path):
    document = read_one(tmp_path / "a.txt", "Title\nSource: a person in the room\nThe end.")
    assert document.publisher is None
    assert document.text.startswith("Source: a person")


def test_front_matter_gives_every_field_as_it_is_written(tmp_path):
    front = "---\ntitle: 'Ban: lifted'\npublisher: Yes\nauthor: ~\nurl: https://n.example/1\nnote: x\n"
    front += "date: 2019-01-27\n---\n"
    document = read_one(tmp_path / "a.txt", front + "\nFirst line.\n\nSource: not the publisher here\n")
    assert (document.title, document.publisher, document.author) == ("Ban: lifted", "Yes", None)
    assert (document.id, document.url, document.date) == ("https://n.example/1", "https://n.example/1", "2019-01-27")
    assert document.text == "First line.\n\nSource: not the publisher here"


def test_a_given_id_comes_back_also_beside_a_url(tmp_path):
    document = read_one(tmp_path / "a.txt", "---\nid: a-1\nurl: https://n.example/1\n---\nText.")
    assert (document.id, document.url) == ("a-1", "https://n.example/1")


@pytest.mark.parametrize(
    ("front", "message"),
    [
        ("---\ntitle: x\nText without an end", ":1: front matter begins with --- but no line --- ends it"),
        ("---\ntitle: a: b\n---\nText.", ":2: front matter is not valid YAML"),
        ("---\ntitle: x\nauthor: [a\n---\nText.", "front matter is not valid YAML"),
        ("---\njust words\n---\nText.", ":2: front matter must be lines of 'key: value'"),
        ("---\nauthor: [a, b]\n---\nText.", "field 'author' must be text; found a list"),
        ("---\ndate: 27 January 2019\n---\nText.", "date '27 January 2019' is not a full date such as 2019-01-27"),
        ("---\ntitle: x\n---\n\n", "has no text"),
        ("---\n" + "[" * 5000 + "\n---\nText.", "front matter"),
    ],
)
def test_malformed_front_matter_names_file_and_line(tmp_path, front, message):
    with pytest.raises(DocumentError) as error:
        read_one(tmp_path / "a.txt", front)
    assert str(error.value).startswith(str(tmp_path / "a.txt"))
    assert message in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("date", "expected"),
    [("2019-01-27", "2019-01-27"), ("2019-01-27T10:30:00Z", "2019-01-27"), ("2019-01-27 10:30", "2019-01-27")],
)
def test_a_date_may_have_a_time(tmp_path, date, expected):
    assert read_one(tmp_path / "a.txt", f"---\ndate: {date}\n---\nText.").date == expected


@pytest.mark.parametrize(
    "date", ["2019", "2019-01", "20190127", "2019-02-30", "2019-W04-7", "2019-01-27x", "27.1.2019"]
)
def test_what_is_no_full_date_is_refused(tmp_path, date):
    with pytest.raises(DocumentError, match="is not a full date"):
        read_one(tmp_path / "a.txt", f"---\ndate: {date}\n---\nText.")


def test_the_date_option_dates_only_the_undated(tmp_path):
    assert read_one(tmp_path / "a.txt", "Text.", date="2020-01-01").date == "2020-01-01"
    assert read_one(tmp_path / "b.txt", "---\ndate: 2019-01-27\n---\nText.", date="2020-01-01").date == "2019-01-27"


TEXT = "Title\nChina’s envoy – “warned” the café in Köln.\nHuawei said no."


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8"),
        codecs.BOM_UTF8 + TEXT.encode("utf-8"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-32"),
        TEXT.encode("cp1252"),
        TEXT.replace("\n", "\r\n").encode("utf-8"),
        TEXT.replace("\n", "\r").encode("cp1252"),
    ],
)
def test_the_same_text_in_any_encoding_is_the_same_document(tmp_path, data):
    document = read_one(tmp_path / "a.txt", data)
    assert document.text == "China’s envoy – “warned” the café in Köln.\nHuawei said no."
    assert document.title == "Title"


def test_a_declared_encoding_decides(tmp_path):
    front = "---\nencoding: iso8859-2\n---\n"
    assert read_one(tmp_path / "a.txt", (front + "Wałęsa w Łodzi.").encode("iso8859-2")).text == "Wałęsa w Łodzi."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is binary, not text"),
        (bytes(range(1, 32)) * 9, "is binary, not text"),
        ("Łódź – “Kraków” ’".encode()[:-1] + b" end", "is damaged UTF-8 at byte"),
        (b"\xff\xfea", "is not in the encoding it declares"),
        (b"---\nencoding: klingon\n---\ncaf\xe9", "unknown encoding 'klingon'"),
        (bytes(range(128, 256)) * 4, "its encoding cannot be told"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(tmp_path, data, message):
    with pytest.raises(DocumentError, match=message) as error:
        read_one(tmp_path / "a.txt", data)
    assert "\n" not in str(error.value)


def test_offsets_count_in_a_body_whose_control_characters_are_blanks(tmp_path):
    assert read_one(tmp_path / "a.txt", "Page one.\fPage two.").text == "Page one. Page two."

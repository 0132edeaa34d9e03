"""`kg extract` prints statements as a table or JSON lines, as they are found."""

import json
import subprocess
import sys

import pytest

from kg.cli.failures import TRACEBACK
from kg.records import content_id
from tests.cli.conftest import WITHOUT_MODEL
from tests.fake_extractor import FakeExtractor


def test_a_table_names_the_article_and_its_statements(kg, articles):
    result = kg("extract", articles)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == "a · Ban · CNBC · 2025-01-01"
    header, row = result.stdout.splitlines()[1:3]
    assert header.split() == ["id", "subject", "relation", "object", "status"]
    assert row.split()[1:] == ["Poland", "bars", "Huawei", "told", "as", "fact"]
    assert row.index("Huawei") == header.index("object")
    assert "Spain    bars" in result.stdout


def test_an_article_without_statements_says_so(kg):
    result = kg("extract", "-", input="It rained.")
    assert (result.exit_code, result.stdout) == (0, f"{content_id('stdin', '', 'It rained.')}\n  no statements\n\n")


def test_json_lines_are_one_object_for_each_evidence(kg, articles):
    result = kg("extract", articles, "--format", "jsonl")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(line["document"], line["predicate"]) for line in lines] == [
        ("a", "bars"),
        ("b", "pressures"),
        ("b", "bars"),
    ]
    assert lines[0]["article"]["date"] == "2025-01-01"


def test_a_given_id_comes_back_as_document(kg):
    line = json.dumps({"id": "x/1", "url": "https://n.example/1", "text": "Poland bars Huawei."})
    result = kg("extract", "-", "--format", "jsonl", input=line)
    assert json.loads(result.stdout)["document"] == "x/1"


def test_options_reach_the_extractor(kg, loaded, articles, tmp_path):
    kg("extract", articles, "--model", "en_core_web_sm", "--ontology", "o", "--ontology", "p", "--entities", "e.tsv")
    assert {key: str(value) for key, value in loaded[0].items()} == {
        "model": "en_core_web_sm",
        "ontology": "(PosixPath('o'), PosixPath('p'))",
        "entities": "(PosixPath('e.tsv'),)",
    }


def test_the_date_dates_undated_articles(kg):
    result = kg("extract", "-", "--format", "jsonl", "--date", "2020-02-02", input="Poland bars Huawei.")
    assert json.loads(result.stdout)["article"]["date"] == "2020-02-02"


@pytest.mark.parametrize("date", ["2020", "yesterday", "2020-02-30"])
def test_a_date_that_is_none_is_a_usage_error(kg, date):
    result = kg("extract", "-", "--date", date, input="x")
    assert result.exit_code == 2
    assert f"{date!r} is not a full date such as 2019-01-27" in result.stderr


def test_one_bad_article_is_reported_and_the_rest_is_printed(kg, articles):
    (articles / "aa.txt").write_bytes(b"\0")
    result = kg("extract", articles, "missing.txt")
    assert result.exit_code == 1
    assert result.stdout.count("Huawei") == 2
    assert result.stderr.splitlines() == [
        f"Error: {articles / 'aa.txt'}: is binary, not text; save it as UTF-8",
        "Error: missing.txt: no such file or folder",
    ]


@pytest.mark.parametrize("form", ["table", "jsonl"])
def test_an_article_that_trips_a_bug_is_one_line_and_the_rest_is_printed(kg, loaded, articles, monkeypatch, form):
    extract = FakeExtractor.extract
    monkeypatch.setattr(
        FakeExtractor, "extract", lambda self, document: 1 / 0 if document.id == "a" else extract(self, document)
    )
    result = kg("extract", articles, "--format", form)
    assert result.exit_code == 1
    assert result.stdout.count("Spain") >= 2
    line = "Error: a: left out, ZeroDivisionError: division by zero; a bug of ours, worth reporting with what "
    assert result.stderr == f"{line}{TRACEBACK}=1 shows\n"
    monkeypatch.setenv(TRACEBACK, "1")
    shown = kg("extract", articles).stderr.splitlines()
    assert shown[1] == "Traceback (most recent call last):"
    assert shown[-1] == "ZeroDivisionError: division by zero"


def test_no_model_is_loaded_where_there_is_nothing_to_read(kg, loaded):
    assert kg("extract", "missing.txt").exit_code == 1
    assert loaded == []


@pytest.mark.parametrize("name", ["big.txt", "big.jsonl"])
def test_a_line_as_long_as_allowed_is_an_article(kg, tmp_path, name):
    text = "It rained. " * 90_000 + "Poland bars Huawei."
    (tmp_path / name).write_text(json.dumps({"text": text}) if name.endswith("l") else text)
    result = kg("extract", name, "--format", "jsonl")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["evidence"]["end"] == len(text)


def test_output_into_the_folder_that_is_read_is_not_read(articles):
    command = [sys.executable, "-c", WITHOUT_MODEL, "extract", ".", "--format", "jsonl"]
    with (articles / "out.jsonl").open("w") as out:
        process = subprocess.run(command, cwd=articles, stdout=out, stderr=subprocess.PIPE, text=True)
    assert (process.returncode, process.stderr) == (0, "")
    assert len((articles / "out.jsonl").read_text().splitlines()) == 3

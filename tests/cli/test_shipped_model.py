"""The command as users start it, with the shipped model: in a process of its own, over real files."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.resources import shipped

KG = Path(sys.executable).with_name("kg")
SEEDS = shipped("seeds")

pytestmark = pytest.mark.model


def run(*arguments, cwd, seed="0", **options):
    return subprocess.run(
        [str(KG), *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        **options,
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    result = run("demo", "demo", cwd=folder)
    assert result.returncode == 0, result.stderr
    return folder, result.stdout


def test_the_demo_tells_the_first_article_and_names_its_files(demo):
    folder, out = demo
    assert "(CNBC, 2019-01-27) says:" in out
    assert "United States pressures Poland" in out
    for name in ("graph.ttl", "graph.graphml", "graph.gexf", "statements.csv"):
        assert f"demo/{name}" in out
        assert (folder / "demo" / name).stat().st_size > 1000


def test_the_demo_answers_its_questions(demo):
    answers = demo[1].partition("Does Poland bar Huawei?\n")[2].splitlines()
    assert answers[0] == "  No: the United States asked it to bar Chinese tech firms, according to The New York Times."
    assert answers[1].startswith(
        "    “The U.S. has been urging diplomatic allies such as Britain, Poland and Germany to bar"
    )
    for question in ("Who bars Huawei?", "Who asked whom to bar Huawei?", "What does Huawei deny?"):
        assert "United States" in demo[1].partition(f"{question}\n")[2].partition("\n\n")[0]


def test_the_demo_knows_that_the_ban_was_lifted(demo):
    history = demo[1].partition("now and before")[2]
    assert history.splitlines()[1] == "  Now: ended 2025-11-18 (in force since 2025-02-03)"
    assert "“Velmora lifts ban on Orvane Networks”" in history


def test_a_second_demo_changes_nothing(demo):
    folder, out = demo
    before = {path.name: path.read_bytes() for path in (folder / "demo").glob("*.*")}
    again = run("demo", "demo", cwd=folder)
    assert "(0 new, 0 changed)" in again.stdout
    assert again.stdout.splitlines()[1:] == out.splitlines()[1:]
    assert {path.name: path.read_bytes() for path in (folder / "demo").glob("*.*")} == before


def test_another_hash_seed_and_file_order_give_the_same_bytes(demo, tmp_path):
    folder, _ = demo
    files = sorted(SEEDS.glob("*.txt"), reverse=True)
    assert run("build", *files, "--graph", "graph", cwd=tmp_path, seed="4711").returncode == 0
    for name in ("graph.ttl", "graph.graphml", "graph.gexf", "statements.csv"):
        assert run("export", "graph", name, cwd=tmp_path, seed="4711").returncode == 0
        assert (tmp_path / name).read_bytes() == (folder / "demo" / name).read_bytes()


def test_an_article_gives_the_same_alone_as_among_others(tmp_path):
    together = run("extract", SEEDS, "--format", "jsonl", cwd=tmp_path, seed="1").stdout.splitlines()
    alone = run(
        "extract", SEEDS / "orvane-3-talks.txt", "--format", "jsonl", cwd=tmp_path, seed="2"
    ).stdout.splitlines()
    assert [line for line in together if json.loads(line)["document"] == "orvane-3-talks"] == alone


def test_the_first_statement_is_printed_while_the_input_is_still_open(tmp_path):
    process = subprocess.Popen(
        [str(KG), "extract", "-", "--format", "jsonl"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path
    )
    try:
        process.stdin.write(b'{"id": "a", "text": "Poland has barred Huawei from its networks."}\n')
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["document"] == "a"
    finally:
        process.stdin.close()
        process.stdout.close()
        assert process.wait(timeout=60) == 0


def test_offsets_of_json_lines_count_in_the_text_that_was_given(tmp_path):
    text = "Intro.\r\n\r\n  “Élan” 😀 says Poland has barred Huawei from its networks.\n"
    line = json.dumps({"id": "a", "text": text})
    found = json.loads(run("extract", "-", "--format", "jsonl", cwd=tmp_path, input=line).stdout.splitlines()[0])
    stored = text.replace("\r\n", "\n")
    for part in (found["evidence"], found["object"]):
        said = part.get("text") or part["mention"]
        assert stored[part["start"] : part["end"]] == said


def test_a_parse_is_well_formed_and_its_offsets_are_right(tmp_path):
    result = run("parse", SEEDS / "orvane-1-ban.txt", cwd=tmp_path)
    assert result.returncode == 0
    (document,) = (d for d in _documents() if d.id == "orvane-1-ban")
    sentences = [block.splitlines() for block in result.stdout.strip().split("\n\n")]
    assert sum(lines[0].startswith("# newdoc id = orvane-1-ban") for lines in sentences) == 1
    for lines in sentences:
        field = next(line for line in lines if line.startswith("# field = ")).removeprefix("# field = ")
        rows = [line.split("\t") for line in lines if not line.startswith("#")]
        assert [int(row[0]) for row in rows] == list(range(1, len(rows) + 1))
        assert [row[6] for row in rows].count("0") == 1
        for row in rows:
            misc = dict(item.split("=") for item in row[9].split("|"))
            source = document.title if field == "title" else document.text
            assert source[int(misc["start_char"]) : int(misc["end_char"])] == row[1]
            assert misc["ner"][:2] in ("O", "B-", "I-")


def _documents():
    from kg.documents import read_documents

    return read_documents([SEEDS])


def test_a_missing_model_is_one_line(tmp_path):
    result = run("extract", "-", "--model", "en_missing_model", cwd=tmp_path, input="Poland barred Huawei.")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: en_missing_model: ")
    assert len(result.stderr.splitlines()) == 1


def test_a_bad_table_row_is_one_line(tmp_path):
    (tmp_path / "own.tsv").write_text("id\tlabel\ttype\nx\tVelmora\tplanet\n")
    result = run("extract", "-", "--entities", "own.tsv", cwd=tmp_path, input="Poland barred Huawei.")
    assert (result.returncode, result.stdout) == (1, "")
    assert "own.tsv" in result.stderr
    assert len(result.stderr.splitlines()) == 1

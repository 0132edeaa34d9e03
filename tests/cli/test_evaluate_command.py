"""`kg evaluate` prints scores and, asked, the differences."""

import csv
import io
import json

import pytest

from kg.records import content_id

GOLD = {
    "id": "a",
    "text": "Poland bars Huawei. Spain bars Poland.",
    "entities": {"Poland": {"type": "country"}, "Huawei": {"type": "company"}, "Spain": {"type": "country"}},
    "statements": [
        {
            "subject": subject,
            "predicate": "bars",
            "object": "Huawei",
            "modality": "asserted",
            "polarity": "affirmed",
            "phase": "in-force",
            "evidence": "A sentence.",
        }
        for subject in ("Poland", "Spain")
    ],
}


def test_scores_and_differences(kg, tmp_path):
    (tmp_path / "gold.jsonl").write_text(json.dumps(GOLD))
    result = kg("evaluate", "gold.jsonl", "--show")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "1 article"
    assert lines[2].split() == ["triples", "0.500", "0.500", "0.500", "[0.50,", "0.50]", "1", "1", "1"]
    assert "false facts   0.500  (1 of 2 told as fact)" in lines
    assert "attribution   1.000  (1 of 1 found with their status)" in lines
    assert ["bars", "0.500", "0.500", "0.500", "[0.50,", "0.50]", "1", "1", "1"] in [line.split() for line in lines]
    assert "missed  a: Spain bars Huawei (asserted, affirmed, in-force)" in lines
    assert "spurious  a: Spain bars Poland (asserted, affirmed, in-force)" in lines
    assert lines[-1] == "    Spain bars Poland."


@pytest.mark.parametrize("gold", [GOLD, {key: value for key, value in GOLD.items() if key != "id"}])
def test_predictions_of_a_file_score_as_those_of_the_extractor(kg, loaded, tmp_path, gold):
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold))
    own = kg("evaluate", "gold.jsonl", "--show").stdout
    (tmp_path / "found.jsonl").write_text(kg("extract", "gold.jsonl", "--format", "jsonl").stdout)
    loaded.clear()
    assert kg("evaluate", "gold.jsonl", "--predicted", "found.jsonl", "--show").stdout == own
    assert loaded == []


def test_predictions_for_other_articles_are_named_and_not_counted(kg, tmp_path):
    (tmp_path / "gold.jsonl").write_text(json.dumps(GOLD))
    (tmp_path / "found.jsonl").write_text(kg("extract", "-", "--format", "jsonl", input="Chad bars Line.").stdout)
    result = kg("evaluate", "gold.jsonl", "--predicted", "found.jsonl")
    assert result.stderr == f"Not in the gold, not counted: {content_id('stdin', '', 'Chad bars Line.')}\n"
    assert result.stdout.splitlines()[2].split()[-3:] == ["0", "0", "2"]


def test_a_file_that_is_no_gold_is_one_line(kg, tmp_path):
    (tmp_path / "gold.jsonl").write_text('{"text": "x", "statements": []}\n{"text": 5, "statements": []}\n')
    result = kg("evaluate", "gold.jsonl")
    assert result.exit_code == 1
    assert result.stderr == "Error: gold.jsonl:2: field 'text' must be text; found a number\n"


@pytest.mark.parametrize(
    ("gold", "reason"),
    [("", "gold.jsonl: no gold article"), ('{"text": "It rained."}', "gold.jsonl:1: a gold article has 'entities'")],
)
def test_articles_that_nobody_annotated_measure_nothing(kg, loaded, tmp_path, gold, reason):
    (tmp_path / "gold.jsonl").write_text(gold)
    result = kg("evaluate", "gold.jsonl")
    assert (result.exit_code, result.stdout, loaded) == (1, "", [])
    assert result.stderr.startswith(f"Error: {reason}")


def test_an_article_with_nothing_to_find_counts_what_is_found_in_it(kg, tmp_path):
    (tmp_path / "gold.jsonl").write_text(json.dumps({**GOLD, "statements": []}))
    lines = kg("evaluate", "gold.jsonl").stdout.splitlines()
    assert lines[2].split()[-3:] == ["0", "2", "0"]


def test_less_confident_evidence_is_left_out(kg, tmp_path):
    (tmp_path / "gold.jsonl").write_text(json.dumps(GOLD))
    found = kg("extract", "gold.jsonl", "--format", "jsonl").stdout.replace('"confidence": 1.0', '"confidence": 0.5', 1)
    (tmp_path / "found.jsonl").write_text(found)
    result = kg("evaluate", "gold.jsonl", "--predicted", "found.jsonl", "--min-confidence", "0.6")
    assert result.stdout.splitlines()[2].split()[-3:] == ["0", "1", "2"]


def test_a_sheet_is_drawn_filled_in_and_read_back(kg, tmp_path):
    (tmp_path / "article.txt").write_text("Poland bars Huawei. Spain bars Poland.")
    kg("build", "article.txt", "--graph", "g")
    sheet = kg("sample", "g", "-n", "5").stdout
    assert sheet == kg("sample", "g", "-n", "5").stdout
    rows = list(csv.DictReader(io.StringIO(sheet)))
    assert [row["quote"] for row in rows]
    for row, verdict in zip(rows, ("y", "n"), strict=True):
        row["triple?"] = verdict
    with (tmp_path / "sheet.csv").open("w", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    result = kg("evaluate", "sheet.csv", "--show")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == "2 rows with a verdict, 0 without"
    assert result.stdout.splitlines()[2].split()[:4] == ["triple", "1", "2", "0.500"]
    assert any(line.startswith(f"wrong  {rows[1]['id']}") for line in result.stdout.splitlines())


def test_an_unknown_relation_is_refused_with_those_that_there_are(kg, tmp_path):
    (tmp_path / "gold.jsonl").write_text(json.dumps(GOLD))
    (tmp_path / "found.jsonl").write_text(kg("extract", "gold.jsonl", "--format", "jsonl").stdout.replace("bars", "x"))
    result = kg("evaluate", "gold.jsonl", "--predicted", "found.jsonl")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: found.jsonl:1: predicate 'x' is none of accuses, ")

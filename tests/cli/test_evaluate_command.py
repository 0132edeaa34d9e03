"""`kg evaluate` prints scores and, asked, the differences."""

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
    assert lines[2].split() == ["triples", "0.500", "0.500", "0.500", "1", "1", "1"]
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
    (tmp_path / "gold.jsonl").write_text('{"text": "x"}\n{"text": 5}\n')
    result = kg("evaluate", "gold.jsonl")
    assert result.exit_code == 1
    assert result.stderr == "Error: gold.jsonl:2: field 'text' must be text; found a number\n"


@pytest.mark.parametrize("gold", ["", '{"text": "It rained."}'])
def test_gold_without_statements_measures_nothing(kg, loaded, tmp_path, gold):
    (tmp_path / "gold.jsonl").write_text(gold)
    result = kg("evaluate", "gold.jsonl")
    assert (result.exit_code, result.stdout, loaded) == (1, "", [])
    assert result.stderr.startswith("Error: gold.jsonl: no gold article with statements")


def test_an_unknown_relation_is_refused_with_those_that_there_are(kg, tmp_path):
    (tmp_path / "gold.jsonl").write_text(json.dumps(GOLD))
    (tmp_path / "found.jsonl").write_text(kg("extract", "gold.jsonl", "--format", "jsonl").stdout.replace("bars", "x"))
    result = kg("evaluate", "gold.jsonl", "--predicted", "found.jsonl")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: found.jsonl:1: predicate 'x' is none of accuses, ")

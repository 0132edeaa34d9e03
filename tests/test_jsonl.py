"""The JSON line of an evidence has the documented shape, and the same bytes every time."""

import json
from dataclasses import replace

from kg.jsonl import evidence_line, evidence_record
from kg.records import Field, Passage
from tests.graph.factory import CLAIM, HUAWEI, SEED, TIMES, US, seed_evidence, since, told

KEYS = [
    *("id", "document", "article", "subject", "predicate", "object", "modality", "polarity", "phase", "voice"),
    *("attribution", "time", "place", "about", "content", "evidence", "trigger", "rule", "confidence", "review"),
]


def test_a_line_has_every_documented_field():
    pressed = next(e for e in seed_evidence() if e.statement.predicate == "pressures")
    record = json.loads(evidence_line(pressed, SEED))
    assert list(record) == KEYS
    assert record["article"] == {"title": SEED.title, "publisher": "CNBC", "date": "2019-01-27", "url": SEED.url}
    assert record["subject"] == {
        "id": US.id,
        "name": "United States",
        "type": "country",
        "wikidata": "Q30",
        "mention": "The U.S.",
        "start": 0,
        "end": 8,
    }
    assert record["attribution"] == [{"id": TIMES.id, "name": "The New York Times"}]
    assert record["about"][0]["name"] == "5G"
    assert record["content"] == list(pressed.content)
    assert (record["voice"], record["time"], record["place"], record["trigger"]) == ("media", None, None, "urging")
    assert "—" not in record["id"]


def test_offsets_count_in_the_text_of_their_field():
    for evidence in seed_evidence():
        passage = evidence_record(evidence, SEED)["evidence"]
        assert SEED.field_text(Field(passage["field"]))[passage["start"] : passage["end"]] == passage["text"]


def test_time_and_place_are_plain_values():
    barred = next(e for e in seed_evidence() if e.place)
    record = evidence_record(barred, SEED)
    assert record["time"] == since("2012").value
    assert record["place"] == {"id": US.id, "name": "United States"}
    assert (record["subject"]["mention"], record["subject"]["start"]) == (None, None)


def test_of_two_passages_the_one_with_the_trigger_is_the_evidence():
    quote = SEED.text.split("\n\n")[2]
    first = Passage(Field.BODY, 0, 8, "The U.S.")
    denied = told(SEED, HUAWEI, "denies", CLAIM, quote, "denied")
    record = evidence_record(replace(denied, passages=(first, *denied.passages)), SEED)
    assert record["evidence"]["text"] == quote
    assert record["antecedent"] == {"text": "The U.S.", "field": "body", "start": 0, "end": 8}


def test_a_line_is_one_line_in_any_language():
    denied = seed_evidence()[-1]
    line = evidence_line(denied, replace(SEED, title="Ünïcode\u2028“title”\x85\u2029\x0b."))
    assert len(line.splitlines()) == 1
    assert "Ünïcode" in line
    assert json.loads(line)["article"]["title"] == "Ünïcode\u2028“title”\x85\u2029\x0b."

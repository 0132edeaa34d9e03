"""Scores against gold: who is who, what counts, what does not."""

import json
from pathlib import Path

import pytest

from kg.errors import DocumentError
from kg.evaluation.compare import evaluate
from kg.evaluation.gold import read_gold, read_json_values, read_predicted
from kg.evaluation.scores import Score
from kg.ontology import load_ontology

GOLD = Path(__file__).parent.parent / "gold"
RELATIONS = load_ontology().relations.keys()
SYMMETRIC = frozenset({"agreesWith", "negotiatesWith"})

ARTICLE = {
    "id": "a",
    "text": "Berlin barred Veltrix. Germany is in talks with the firm.",
    "entities": {
        "Germany": {"type": "country", "aliases": ["Berlin"], "wikidata": "Q183"},
        "Veltrix": {"type": "company", "aliases": ["the firm", "Veltrix’s"], "wikidata": None},
        "Nordia": {"type": "country", "aliases": [], "wikidata": None},
    },
    "statements": [
        {"subject": "Germany", "predicate": "bars", "object": "Veltrix"},
        {"subject": "Veltrix", "predicate": "negotiatesWith", "object": "Germany"},
        {"subject": "unknown", "predicate": "bars", "object": "Veltrix", "optional": True},
    ],
}
STATUS = {"modality": "asserted", "polarity": "affirmed", "phase": "in-force"}
for statement in ARTICLE["statements"]:
    statement.update(STATUS, evidence="…")


def gold(article=ARTICLE):
    return read_gold([("gold:1", article)], symmetric=SYMMETRIC, relations=RELATIONS)


def line(subject, predicate, object_, **status):
    def entity(value):
        return {"name": value, "mention": None} if isinstance(value, str) else value

    return {"subject": entity(subject), "predicate": predicate, "object": entity(object_), **STATUS, **status}


def score(*lines):
    report = evaluate(gold(), lambda document: lines, symmetric=SYMMETRIC)
    return report.triples, report.with_status, [(d.kind, d.what[:3]) for d in report.differences]


BARS = line("Germany", "bars", "Veltrix")
TALKS = line("Germany", "negotiatesWith", "Veltrix")


def test_all_that_is_required_and_nothing_more_is_perfect():
    assert score(BARS, TALKS) == (Score(2, 0, 0), Score(2, 0, 0), [])


def test_a_statement_told_twice_counts_once():
    assert score(BARS, BARS, TALKS, TALKS)[0] == Score(2, 0, 0)


def test_optional_gold_counts_neither_found_nor_missed():
    unknown = line({"name": "unknown agent", "type": "unknown"}, "bars", "Veltrix")
    assert score(BARS, TALKS, unknown) == score(BARS, TALKS)


def test_an_optional_statement_with_another_status_is_spurious():
    unknown = line({"name": "?", "type": "unknown"}, "bars", "Veltrix", modality="planned")
    triples, with_status, differences = score(BARS, TALKS, unknown)
    assert (triples, with_status) == (Score(2, 0, 0), Score(2, 1, 0))
    assert differences == [("spurious", ("unknown", "bars", "Veltrix"))]


@pytest.mark.parametrize(
    "subject",
    [
        {"name": "Federal Republic", "wikidata": "Q183"},
        {"name": "berlin"},
        {"name": "The Germany"},
        {"name": "it", "mention": "Berlin"},
    ],
)
def test_an_entity_is_known_by_its_id_or_any_of_its_names(subject):
    assert score(line(subject, "bars", "Veltrix"), TALKS)[0] == Score(2, 0, 0)


@pytest.mark.parametrize("subject", [{"name": "Berlin", "wikidata": "Q64"}, {"name": "Nordia"}, {"name": "Berliner"}])
def test_another_entity_is_not_taken_for_it(subject):
    assert score(line(subject, "bars", "Veltrix"), TALKS)[0] == Score(1, 1, 1)


def test_an_iri_in_the_gold_decides():
    article = json.loads(json.dumps(ARTICLE))
    article["entities"]["Veltrix"]["id"] = "https://n.example/V"
    report = evaluate(
        gold(article),
        lambda document: [line("Berlin", "bars", {"name": "V. Holdings", "id": "https://n.example/V"}), TALKS],
        symmetric=SYMMETRIC,
    )
    assert report.triples == Score(2, 0, 0)


def test_direction_counts_except_where_the_relation_has_none():
    assert score(line("Veltrix", "bars", "Germany"), line("Veltrix", "negotiatesWith", "Germany"))[0] == Score(1, 1, 1)


def test_a_wrong_status_is_missed_and_spurious_though_the_triple_is_right():
    triples, with_status, differences = score(line("Germany", "bars", "Veltrix", modality="planned"), TALKS)
    assert (triples, with_status) == (Score(2, 0, 0), Score(1, 1, 1))
    assert [kind for kind, _ in differences] == ["missed", "spurious"]


def test_the_phase_says_nothing_of_what_is_not_told_as_fact():
    asked = {**ARTICLE, "statements": [{**ARTICLE["statements"][0], "modality": "requested"}]}
    for phase in ("in-force", "ended"):
        found = line("Germany", "bars", "Veltrix", modality="requested", phase=phase)
        report = evaluate(gold(asked), lambda document, found=found: [found], symmetric=SYMMETRIC)
        assert report.with_status == Score(1, 0, 0)


def test_ratios_of_nothing_are_no_errors():
    assert (Score().precision, Score().recall, Score().f1) == (1.0, 1.0, 1.0)
    assert (Score(0, 1, 1).precision, Score(0, 1, 1).f1) == (0.0, 0.0)
    assert Score(3, 1, 2).f1 == pytest.approx(2 / 3)


@pytest.mark.parametrize(("name", "required"), [("seed", 18), ("examples", 23)])
def test_the_shipped_gold_is_read_and_nothing_found_misses_all(name, required):
    report = evaluate(
        read_gold(read_json_values(GOLD / f"{name}.jsonl"), symmetric=SYMMETRIC, relations=RELATIONS),
        lambda document: [],
        symmetric=SYMMETRIC,
    )
    assert report.with_status == Score(0, 0, required)


@pytest.mark.parametrize("name", ["seed", "examples"])
def test_gold_against_itself_is_perfect(name):
    articles = read_gold(read_json_values(GOLD / f"{name}.jsonl"), symmetric=SYMMETRIC, relations=RELATIONS)
    as_found = {
        article.document.id: [
            line(
                *({"name": n, "type": "unknown"} if n == "unknown" else {"name": n} for n in s.triple[:1]),
                s.triple[1],
                s.triple[2],
                **dict(zip(STATUS, s.status, strict=True)),
            )
            for s in article.statements
        ]
        for article in articles
    }
    report = evaluate(articles, lambda document: as_found[document.id], symmetric=SYMMETRIC)
    assert (report.with_status.f1, report.differences) == (1.0, [])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"text": ""}, "has no text"),
        ({"entities": []}, "'entities', an object by name"),
        ({"entities": {"Germany": "Q183"}}, "each entity must be an object"),
        ({"statements": ["x"]}, "statement 1: must be an object"),
        ({"statements": [{"subject": "Germany"}]}, "statement 1: has no 'predicate'"),
        ({"statements": [{**ARTICLE["statements"][0], "object": "ZTE"}]}, "object 'ZTE' is not among"),
        ({"statements": [{**ARTICLE["statements"][0], "phase": "over"}]}, "phase 'over' is none of in-force, ended"),
        ({"statements": [{**ARTICLE["statements"][0], "predicate": "bans"}]}, "predicate 'bans' is none of accuses, "),
    ],
)
def test_malformed_gold_is_refused_by_place(change, message):
    with pytest.raises(DocumentError, match=r"gold:1") as error:
        gold({**ARTICLE, **change})
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([], "must be a line of 'kg extract"),
        ({"document": "a"}, "subject and object must be objects"),
        ({**line("A", "bars", "B"), "document": "a", "modality": "sure"}, "modality 'sure' is none of asserted"),
        ({**line("A", "barred", "B"), "document": "a"}, "predicate 'barred' is none of accuses, "),
    ],
)
def test_malformed_predictions_are_refused_by_place(value, message):
    with pytest.raises(DocumentError, match="found:3") as error:
        read_predicted([("found:3", value)], relations=RELATIONS)
    assert message in str(error.value)

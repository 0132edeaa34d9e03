from dataclasses import replace

import pytest

from kg.graph import Category
from kg.ontology import load_ontology
from kg.wording import relation_label, sentence, spoken_list, spoken_name, state_label, status_phrase
from tests.graph.factory import (
    ADMINISTRATION,
    HUAWEI,
    POLAND,
    REUTERS,
    TIMES,
    TRUMP,
    US,
    actor,
    article,
    local,
    seed_evidence,
    told,
)

ONTOLOGY = load_ontology()
DOCUMENT = article("a", "Poland barred Huawei.")


def made(status, *speakers):
    return told(DOCUMENT, POLAND, "bars", HUAWEI, DOCUMENT.text, "barred", status=status, attribution=speakers)


@pytest.mark.parametrize(
    ("status", "speakers", "expected"),
    [
        ("", (), "Poland bars Huawei — told as fact"),
        ("media", (TIMES,), "Poland bars Huawei — told as fact, according to The New York Times"),
        ("self", (POLAND,), "Poland bars Huawei — told as fact, according to Poland"),
        ("party", (US,), "Poland bars Huawei — claimed by United States"),
        ("party", (US, REUTERS), "Poland bars Huawei — claimed by United States, according to Reuters"),
        ("unnamed", (), "Poland bars Huawei — said by somebody unnamed"),
        ("ended", (), "Poland no longer bars Huawei — ended"),
        ("ended party", (US,), "Poland no longer bars Huawei — ended, claimed by United States"),
        ("negated", (), "Poland did not bar Huawei — did not"),
        ("negated ended", (), "Poland did not bar Huawei — did not"),
        ("requested", (), "Poland to bar Huawei — asked for, not done"),
        ("requested negated", (), "Poland not to bar Huawei — asked not to"),
        ("planned", (), "Poland to bar Huawei — planned"),
        ("planned ended", (), "Poland to bar Huawei — planned, ended"),
        ("planned negated", (), "Poland not to bar Huawei — planned not to"),
        ("possible media", (REUTERS,), "Poland may bar Huawei — considered, according to Reuters"),
        ("possible party", (US,), "Poland may bar Huawei — considered, claimed by United States"),
        ("hypothetical", (), "Poland would bar Huawei — only if …"),
    ],
)
def test_a_status_is_one_phrase(status, speakers, expected):
    evidence = made(status, *speakers)
    assert sentence(evidence, ONTOLOGY) == expected
    assert status_phrase(evidence, ONTOLOGY) in expected


def test_the_first_article_in_words():
    assert sentence(seed_evidence()[2], ONTOLOGY) == (
        "United States pressures Poland — told as fact, according to The New York Times"
    )


@pytest.mark.parametrize(
    ("entity", "expected"),
    [
        (US, "the United States"),
        (POLAND, "Poland"),
        (ADMINISTRATION, "the Trump administration"),
        (TIMES, "The New York Times"),
        (TRUMP, "Donald Trump"),
        (actor("x", "Commerce Department", "agency"), "the Commerce Department"),
        (actor("x", "Australia’s High Court", "court"), "Australia’s High Court"),
        (actor("x", "European Union", "bloc"), "the European Union"),
    ],
)
def test_names_that_take_an_article_have_one(entity, expected):
    assert spoken_name(entity, ONTOLOGY) == expected


def test_who_is_not_named_is_somebody():
    evidence = made("")
    unknown = local("a", "unknown", "unknown")
    evidence = replace(evidence, statement=replace(evidence.statement, subject=unknown))
    assert sentence(evidence, ONTOLOGY) == "somebody bars Huawei — told as fact"
    assert spoken_name(unknown, ONTOLOGY) == "somebody"


def test_every_state_has_a_label():
    assert state_label("fact", ONTOLOGY) == "in force"
    assert state_label("requested", ONTOLOGY) == "only asked for"
    assert len({state_label(category, ONTOLOGY) for category in Category}) == len(Category)


def test_lists_of_names():
    assert [spoken_list(names) for names in ((), (US,), (US, POLAND), (US, POLAND, HUAWEI))] == [
        "",
        "United States",
        "United States and Poland",
        "United States, Poland and Huawei",
    ]


def test_a_relation_that_the_ontology_does_not_have_shows_its_name():
    assert relation_label("bars", ONTOLOGY) == "bars"
    assert relation_label("tickles", ONTOLOGY) == "tickles"


def test_every_relation_reads_as_a_sentence_in_every_status():
    for relation in ONTOLOGY.relations.values():
        for status in ("", "negated", "requested", "planned", "possible", "hypothetical", "ended"):
            evidence = made(status)
            evidence = replace(evidence, statement=replace(evidence.statement, predicate=relation.name))
            words = sentence(evidence, ONTOLOGY)
            assert words.startswith("Poland ") and " Huawei — " in words
            assert relation.label in words or relation.infinitive in words
            assert "{" not in words

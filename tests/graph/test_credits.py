import pytest

from kg.graph.credits import byline_names, credit_words, credits_of, outlet_key
from tests.graph.graphs import ONTOLOGY

WORDS = credit_words(ONTOLOGY)
STORY = "Vashtar banned exports of its scanners to Ilmar.\n\nIlmar protested.\n\nTalks go on."


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("DRENNEL, Feb. 3 (Reuters) – " + STORY, ["Reuters"]),
        ("BEIJING (AP) — " + STORY, ["AP"]),
        ("PARIS, Feb 3 (Agence France-Presse) -- " + STORY, ["Agence France-Presse"]),
        ("(Reuters) - " + STORY, ["Reuters"]),
        ("By Jane Doe and John Roe\n\nDRENNEL (AP/Reuters) - " + STORY, ["AP", "Reuters", "Jane Doe and John Roe"]),
        ("By Reuters\n\n" + STORY, ["Reuters"]),
        ("By Jane Doe, Associated Press\n\n" + STORY, ["Jane Doe", "Associated Press"]),
        (STORY + "\n\nSource: AFP", ["AFP"]),
        (STORY + "\n\nSource: AFP.", ["AFP"]),
        (STORY + "\n\n(Reporting by Jane Doe and John Roe for Reuters; Editing by Ann Poe)", ["Reuters"]),
        (STORY + "\n\n© 2019 Agence France-Presse. All rights reserved.", ["Agence France-Presse"]),
        (STORY + "\n\nCopyright 2019 The Associated Press. All rights reserved.", ["The Associated Press"]),
        (STORY + "\n\nThis article first appeared in The Guardian.", ["The Guardian"]),
        (STORY + " – Reuters", ["Reuters"]),
        (STORY + " (AFP)", ["AFP"]),
        (STORY + " [Reuters]", ["Reuters"]),
    ],
)
def test_a_credit_is_found_where_agencies_are_credited(text, names):
    assert credits_of(text, WORDS) == names


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        STORY + "\n\nThe Associated Press contributed to this report.",
        STORY + "\n\nWith files from Reuters.",
        STORY + "\n\nPhoto: Reuters\n\nCredit: AP",
        STORY + "\n\n(Reporting by Jane Doe; Editing by Ann Poe)",
        "Ilmar, a neighbour (and rival), protested.",
        "The ministry (which is new) – protested, a source said.",
        "Vashtar sells 400 scanners a year.\n\n" + STORY + "\n\nAdditional reporting by Reuters",
        "",
    ],
)
def test_what_is_no_credit_names_nobody(text):
    assert credits_of(text, WORDS) == []


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Reuters", "reuters"),
        ("By Reuters Staff", "reuters"),
        ("Jane Doe, Associated Press", "associated press"),
        ("Jane Doe | AFP", "afp"),
        ("Jane Doe for Reuters", "reuters"),
        ("Jane Doe, AP Technology Writer", "ap"),
        ("Jane Doe of The Associated Press", "associated press"),
    ],
)
def test_a_byline_names_the_agency_beside_the_writer(author, expected):
    assert expected in [outlet_key(name) for name in byline_names(author, WORDS)]


def test_a_writer_alone_is_a_name_that_no_outlet_has():
    assert byline_names("Jane Doe", WORDS) == ["Jane Doe"]


def test_the_words_are_data(tmp_path):
    from kg.ontology import load_ontology

    (tmp_path / "german.ttl").write_text(
        "@prefix d: <https://w3id.org/faultline/ontology#> . @prefix lex: <https://w3id.org/faultline/lexicon#> .\n"
        'lex:credit a d:Words ; d:purpose "German" ; d:word "Quelle" .',
        encoding="utf-8",
    )
    german = credit_words(load_ontology(tmp_path))
    assert credits_of(STORY + "\n\nQuelle: dpa", german) == ["dpa"]
    assert credits_of(STORY + "\n\nQuelle: Handelsblatt", german) == ["Handelsblatt"]
    assert credits_of(STORY + "\n\nSource: Handelsblatt", german) == []

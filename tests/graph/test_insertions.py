import pytest

from kg.graph.insertions import insertions, sentences, shared_shingles

FIRST = "Velmora barred Orvane Networks from supplying equipment for its mobile networks on Monday."
SECOND = "The order covers antennas and core routers, and takes effect in June of the same year."
OWN = "Kestova’s largest operator, Bellcom, has bought “everything” from Orvane since 2019; it will go on buying."
EDITED = "The order, it said, covers antennas and routers, and takes effect in June of that year."


def found(text, *others):
    return [text[start:end] for start, end in insertions(text, shared_shingles([text, *others]))]


def test_a_sentence_between_shared_ones_was_put_in():
    assert found(f"{FIRST} {OWN} {SECOND}", f"{FIRST} {SECOND}") == [OWN]
    assert found(f"{FIRST}\n\n{OWN} {OWN}\n\n{SECOND}", f"{FIRST} {SECOND}") == [f"{OWN} {OWN}"]


def test_it_stands_in_no_other_copy():
    assert found(f"{FIRST} {OWN} {SECOND}", f"{FIRST} {SECOND}", f"{FIRST} {OWN}") == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        FIRST,
        f"{OWN} {FIRST} {SECOND}",
        f"{FIRST} {SECOND} {OWN}",
        f"{FIRST} {EDITED} {FIRST}",
        f"{FIRST} It did. {SECOND}",
        f"{FIRST} Nobody said why. {SECOND}",
        f"{OWN} {OWN}",
    ],
)
def test_what_may_be_the_originals_was_not(text):
    assert found(text, f"{FIRST} {SECOND}") == []


def test_without_other_texts_nothing_is_known():
    assert found(f"{FIRST} {OWN} {SECOND}") == found(f"{FIRST} {OWN} {SECOND}", "") == []


def test_sentences_end_where_they_seem_to():
    text = "One. “Two!” Three\n\nFour (five?) six… Seven"
    assert [text[start:end].strip() for start, end in sentences(text)] == [
        "One.",
        "“Two!”",
        "Three",
        "Four (five?)",
        "six…",
        "Seven",
    ]

"""The forms in which people annotate, read into what the network learns from."""

import pytest

from training.compact import FormError, read_compact
from training.newswire import plain_text, read_newswire

ARTICLE = """=== velda-radio
date: 2026-03-12
--- text
VELDA, March 12 – The ministry has thrown Dongqiao out of a tender. It lifted an earlier ban last year.

Dongqiao denied a claim by Civic Union. "Nonsense," it said.
--- entities
Velda | country | The ministry
Dongqiao Telecom | company | Dongqiao
Civic Union | organization |
--- statements
Velda | bars | Dongqiao Telecom | | has *thrown* Dongqiao out |
Velda | bars | Dongqiao Telecom | ended | an earlier *ban* last | s=It; o=-
? Dongqiao Telecom | denies | Civic Union | | *denied* a claim by |
"""


def written(tmp_path, text):
    path = tmp_path / "some.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_compact_form_says_which_word_tells_a_statement_and_who_stands_for_whom(tmp_path):
    (article,) = read_compact(written(tmp_path, ARTICLE))
    first, second, third = article["statements"]
    assert article["entities"]["Dongqiao Telecom"] == {"type": "company", "aliases": ["Dongqiao"]}
    assert article["text"][first["word"] :].startswith("thrown")
    assert first["evidence"] == "VELDA, March 12 – The ministry has thrown Dongqiao out of a tender."
    assert "subject words" not in first
    assert (second["phase"], second["subject words"], second["object words"]) == ("ended", "It", "-")
    assert third["optional"]


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        ("*thrown*", "thrown", "stars around one of them"),
        ("*denied* a claim by |", "*said* nothing |", "stand once"),
        ("| bars | Dongqiao Telecom | ended", "| trains | Dongqiao Telecom | ended", "no such relation or entity"),
        ("| ended |", "| finished |", "status is any of requested"),
        ("s=It;", "s=They;", "'They' is not in its sentence"),
        ("company | Dongqiao", "company | the vendor", "'the vendor' of Dongqiao Telecom is not in the text"),
        ("--- statements", "---", "a part is missing"),
    ],
)
def test_what_does_not_follow_the_form_is_named(tmp_path, right, wrong, fault):
    with pytest.raises(FormError, match="some.txt: velda-radio: .*" + fault):
        read_compact(written(tmp_path, ARTICLE.replace(right, wrong)))


def test_an_article_told_twice_is_named(tmp_path):
    with pytest.raises(FormError, match="velda-radio: told twice"):
        read_compact(written(tmp_path, ARTICLE * 2))


def test_words_of_a_treebank_become_running_text():
    words = ["He", "said", ",", '"', "Oman", "'s", "ban", "(", "of", "2", "%", ")", "is", "n't", "new", ".", '"']
    assert plain_text(words) == "He said, \"Oman's ban (of 2%) isn't new.\""


def test_annotated_newswire_finds_its_words_in_the_source(tmp_path):
    sentences = [["Oman", "sued", "Norway", "."], ["Its", "ban", "replaced", "a", "ban", "."]]
    lines = "g0 | Oman | sues | Norway | | sued\n? g1 | Its | bars | - | ended | ban#2\n"
    (article,) = read_newswire(sentences, written(tmp_path, lines))
    assert article["text"] == "Oman sued Norway. Its ban replaced a ban."
    first, second = article["statements"]
    assert (first["subject words"], first["object words"]) == ("Oman", "Norway")
    assert article["text"][second["word"] :] == "ban."
    assert (second["phase"], second["optional"], second["evidence"]) == ("ended", True, "Its ban replaced a ban.")

"""What the second lesson is taught: annotated articles as triggers and arguments, GUM's mentions by what they mean."""

import pytest

from kg.extraction.extractor import load_extractor
from kg.language.reader import RELATIONS
from tests.language.test_training import POLICIES
from training.gum_mentions import mentions
from training.statements import read_annotated, readings, write_annotated

ARTICLE = {
    "id": "a",
    "text": "Norway froze out Veltrix on Monday. The firm sued it. Oman barred nobody.",
    "entities": {
        "Norway": {"type": "country", "aliases": []},
        "Veltrix": {"type": "company", "aliases": ["The firm"]},
    },
    "statements": [
        {"subject": "Norway", "predicate": "bars", "object": "Veltrix", "trigger": "froze out Veltrix"},
        {"subject": "Veltrix", "predicate": "sues", "object": "Norway", "trigger": "firm sued it"},
    ],
}
SENTENCES = ("Norway froze out Veltrix on Monday.", "The firm sued it.")
for statement, sentence in zip(ARTICLE["statements"], SENTENCES, strict=True):
    statement.update(modality="asserted", polarity="affirmed", phase="in-force", evidence=sentence)


@pytest.mark.model
def test_an_article_becomes_triggers_and_the_words_of_their_arguments():
    (reading,) = readings(ARTICLE, load_extractor(), 0)
    words = [
        "Norway",
        "froze",
        "out",
        "Veltrix",
        "on",
        "Monday",
        ".",
        "The",
        "firm",
        "sued",
        "it",
        ".",
        "Oman",
        "barred",
        "nobody",
        ".",
    ]
    assert len(reading.feed["first"]) == len(words)
    bars, sues = reading.told
    assert (RELATIONS[bars.relation], RELATIONS[sues.relation]) == ("bars", "sues")
    assert words.index("froze") in bars.triggers
    assert [words[i] for i in bars.subject] == ["Norway"]
    assert [words[i] for i in bars.object] == ["Veltrix"]
    assert [words[i] for i in sues.sure] == ["sued"]
    assert [words[i] for i in sues.subject] == ["firm"]
    assert sues.object == []  # a pronoun teaches nothing of its role
    assert [words[i] for i in reading.pronouns] == ["it"]
    assert [(words[i], is_name) for i, _, is_name in reading.mentions][:2] == [("Norway", True), ("Veltrix", True)]


def test_articles_are_written_and_read_back(tmp_path):
    write_annotated([ARTICLE], tmp_path / "a.jsonl")
    assert list(read_annotated([tmp_path / "a.jsonl"])) == [ARTICLE]


def test_mentions_have_a_head_and_the_number_of_what_they_mean_and_the_inner_of_two_is_kept():
    rows = [line.split(" ") for line in POLICIES.strip().splitlines()]
    assert [(m.head, m.entity, m.is_name, m.kind) for m in mentions(rows)] == [
        (0, 18, True, "place"),
        (2, 22, True, "person"),
    ]

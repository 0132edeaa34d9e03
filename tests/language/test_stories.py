"""What the second lesson is taught: annotated articles as triggers and arguments, GUM's mentions by what they mean."""

import json

import pytest

from kg.extraction.extractor import load_extractor
from kg.language.reader import RELATIONS
from tests.language.test_training import POLICIES
from training.gum_mentions import mentions
from training.statements import read_annotated, read_stories

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
    (reading,) = read_stories([ARTICLE], load_extractor())
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


@pytest.mark.model
def test_marked_words_say_which_word_tells_and_who_stands_for_whom():
    text = "Norway banned Veltrix. Its exclusion surprised the firm, and a newspaper. It was lifted by Oslo."
    exclusion, lifted = {"subject": "Norway", "object": "Veltrix"}, {"subject": "Norway", "object": "Veltrix"}
    exclusion |= {"evidence": "Its exclusion surprised the firm, and a newspaper.", "object words": "Its"}
    exclusion |= {"subject words": "-", "word": text.index("exclusion")}
    lifted |= {
        "evidence": "It was lifted by Oslo.",
        "object words": "-",
        "word": text.index("lifted"),
        "phase": "ended",
    }
    plain = {"predicate": "bars", "modality": "asserted", "polarity": "affirmed", "phase": "in-force"}
    entities = {"Norway": {"aliases": ["Oslo"]}, "Veltrix": {"aliases": ["the firm"]}}
    article = {"text": text, "entities": entities, "statements": [plain | exclusion, plain | lifted]}
    (reading,) = read_stories([article], load_extractor())
    words = text.replace(".", " .").replace(",", " ,").split()
    first, second = reading.told
    assert [words[i] for i in first.triggers] == ["exclusion"]
    assert [words[i] for i in first.object] == ["Its"]
    assert (first.subject, first.unsaid, first.meant) == ([], {"subject"}, {"subject": 0, "object": 1})
    assert [words[i] for i in second.subject] == ["Oslo"]
    assert (second.unsaid, second.ended) == ({"object"}, 1)
    mentions = [(words[i], entity) for i, entity, _ in reading.mentions]
    assert mentions == [("Norway", 0), ("Veltrix", 1), ("Its", 1), ("firm", 1), ("Oslo", 0)]
    assert "newspaper" in [words[i] for i in reading.others]


def test_articles_are_read_in_order(tmp_path):
    (tmp_path / "b.jsonl").write_text(json.dumps({**ARTICLE, "id": "b"}) + "\n", encoding="utf-8")
    (tmp_path / "a.jsonl").write_text("\n" + json.dumps(ARTICLE) + "\n", encoding="utf-8")
    found = list(read_annotated([tmp_path / "b.jsonl", tmp_path / "a.jsonl"]))
    assert found == [ARTICLE, {**ARTICLE, "id": "b"}]


def test_mentions_have_a_head_and_the_number_of_what_they_mean_and_the_inner_of_two_is_kept():
    rows = [line.split(" ") for line in POLICIES.strip().splitlines()]
    assert [(m.head, m.entity, m.is_name, m.kind) for m in mentions(rows)] == [
        (0, 18, True, "place"),
        (2, 22, True, "person"),
    ]

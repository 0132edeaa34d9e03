"""What training reads out of its sources: dates by rule, names out of GUM's entities, headlines that stay trees."""

import random
from pathlib import Path

import pytest

from training.dates import mark_dates
from training.gum_names import read_spans
from training.headlines import as_headline
from training.sentences import Sentence, labels_of, spans_of
from training.sources import SourceError, check_sources, read_sources


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("It ended last week .", ["last week"]),
        ("On Monday morning and on March 5 , 2019 it did .", ["Monday morning", "March 5 , 2019"]),
        ("In 2012 and since May it may march .", ["2012", "May"]),
        ("earlier this year , two months ago", ["earlier this year", "two months ago"]),
        ("the third quarter of 2020", ["third quarter of 2020"]),
        ("two firms and several others", []),
    ],
)
def test_dates(text: str, dates: list[str]) -> None:
    words = text.split()
    marked = mark_dates(Sentence(words, names=["O"] * len(words)))
    assert [" ".join(words[a:b]) for a, b, kind in spans_of(marked.names) if kind == "DATE"] == dates


def test_labels_go_both_ways() -> None:
    spans = [(0, 2, "ORG"), (2, 3, "ORG"), (4, 5, "GPE")]
    assert spans_of(labels_of(spans, 6)) == spans


# From GUM_news_afghan, columns shortened: id, form, lemma, UPOS, XPOS, features, head, label, _, MISC
POLICIES = """
1 U.S. _ PROPN NNP _ 2 compound _ Entity=(21-abstract-n-n-c-1,6-s(22-person-new-s-c-1,2,3,4-coref(18-place-new-s-c-1)
2 President _ PROPN NNP _ 3 nmod:desc _ _
3 Donald _ PROPN NNP _ 6 nmod:poss _ _
4 Trump _ PROPN NNP _ 3 flat _ _
5 's _ PART POS _ 3 case _ Entity=22)
6 policies _ NOUN NNS _ 0 root _ Entity=21)
"""
FOUNDER = """
1 Facebook _ PROPN NNP _ 2 compound _ Entity=(18-person-new-n-cf7-2,3,4-coref(19-organization-new-s-cf8-1-coref)
2 founder _ NOUN NN _ 0 root _ _
3 Mark _ PROPN NNP _ 2 flat _ _
4 Zuckerberg _ PROPN NNP _ 2 flat _ Entity=18)
"""


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        (POLICIES, [("U.S.", "GPE"), ("Donald Trump", "PERSON")]),
        (FOUNDER, [("Facebook", "ORG"), ("Mark Zuckerberg", "PERSON")]),
    ],
)
def test_gum_names(rows: str, names: list[tuple[str, str]]) -> None:
    table = [line.split(" ") for line in rows.strip().splitlines()]
    assert [(" ".join(row[1] for row in table[a:b]), kind) for a, b, kind in read_spans(table)] == names


def test_a_headline_is_a_tree() -> None:
    words = ["The", "U.S.", "is", "barring", "a", "firm", "."]
    sentence = Sentence(
        words,
        tags=["DT", "NNP", "VBZ", "VBG", "DT", "NN", "."],
        pos=["DET", "PROPN", "AUX", "VERB", "DET", "NOUN", "PUNCT"],
        lemmas=words,
        heads=[2, 4, 4, 0, 6, 4, 4],
        labels=["det", "nsubj", "aux", "ROOT", "det", "obj", "punct"],
    )
    for seed in range(10):
        headline = as_headline(sentence, random.Random(seed))
        governors = {
            word.lower(): headline.words[head - 1].lower() if head else None
            for word, head in zip(headline.words, headline.heads, strict=True)
        }
        governors.pop("is", None)
        assert governors == {"u.s.": "barring", "barring": None, "firm": "barring"}


def test_every_source_has_a_licence_and_sums() -> None:
    for source in read_sources():
        assert source.name and source.licence and source.sha256
        assert all(len(digest) == 64 for digest in source.sha256.values())


def test_a_missing_source_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"^\S+en_ewt-ud-dev\.conllu\.gz: missing; it belongs to UD English EWT"):
        check_sources(tmp_path)


def test_another_file_under_the_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ud-ewt").mkdir()
    (tmp_path / "ud-ewt/en_ewt-ud-dev.conllu.gz").write_bytes(b"other")
    with pytest.raises(SourceError, match="SHA-256 is"):
        check_sources(tmp_path)

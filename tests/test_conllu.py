"""Parses as CoNLL-U: comments, columns, offsets, white space, names."""

import pytest
import spacy
from spacy.tokens import Doc, Span

from kg.conllu import conllu_lines
from kg.records import Document, Field

VOCAB = spacy.blank("en").vocab
WORDS = ["The", "U.S.", "barred", "Huawei", ".", "\n\n", "It", "denied", "it", "."]
SPACES = [True, True, True, False, False, False, True, True, False, False]
HEADS = [1, 2, 2, 2, 2, 2, 7, 7, 7, 7]
DEPS = ["det", "nsubj", "ROOT", "obj", "punct", "dep", "nsubj", "ROOT", "obj", "punct"]


def parse():
    doc = Doc(
        VOCAB,
        words=WORDS,
        spaces=SPACES,
        heads=HEADS,
        deps=DEPS,
        lemmas=["the", "U.S.", "bar", "Huawei", ".", "\n\n", "it", "deny", "it", "."],
        pos=["DET", "PROPN", "VERB", "PROPN", "PUNCT", "SPACE", "PRON", "VERB", "PRON", "PUNCT"],
        tags=["DT", "NNP", "VBD", "NNP", ".", "_SP", "PRP", "VBD", "PRP", "."],
        morphs=["Definite=Def", "", "Tense=Past", "", "", "", "", "", "", ""],
    )
    doc.ents = [Span(doc, 0, 2, "GPE"), Span(doc, 3, 4, "ORG")]
    return doc


@pytest.fixture
def document():
    return Document(id="a-1", title="Ban", text=parse().text)


def test_two_sentences_as_the_format_wants_them(document):
    assert list(conllu_lines(document, {Field.BODY: parse()})) == [
        "# newdoc id = a-1",
        "# sent_id = a-1-1",
        "# field = body",
        "# text = The U.S. barred Huawei.",
        "1\tThe\tthe\tDET\tDT\tDefinite=Def\t2\tdet\t_\tstart_char=0|end_char=3|ner=B-GPE",
        "2\tU.S.\tU.S.\tPROPN\tNNP\t_\t3\tnsubj\t_\tstart_char=4|end_char=8|ner=I-GPE",
        "3\tbarred\tbar\tVERB\tVBD\tTense=Past\t0\troot\t_\tstart_char=9|end_char=15|ner=O",
        "4\tHuawei\tHuawei\tPROPN\tNNP\t_\t3\tobj\t_\tSpaceAfter=No|start_char=16|end_char=22|ner=B-ORG",
        "5\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\tstart_char=22|end_char=23|ner=O",
        "",
        "# sent_id = a-1-2",
        "# field = body",
        "# text = It denied it.",
        "1\tIt\tit\tPRON\tPRP\t_\t2\tnsubj\t_\tstart_char=25|end_char=27|ner=O",
        "2\tdenied\tdeny\tVERB\tVBD\t_\t0\troot\t_\tstart_char=28|end_char=34|ner=O",
        "3\tit\tit\tPRON\tPRP\t_\t2\tobj\t_\tSpaceAfter=No|start_char=35|end_char=37|ner=O",
        "4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\tSpaceAfter=No|start_char=37|end_char=38|ner=O",
        "",
    ]


def test_the_title_comes_first_and_the_document_opens_once(document):
    title = Doc(VOCAB, words=["Ban"], spaces=[False], heads=[0], deps=["ROOT"])
    lines = list(conllu_lines(document, {Field.BODY: parse(), Field.TITLE: title}))
    assert [line for line in lines if line.startswith("# field")] == [
        "# field = title",
        "# field = body",
        "# field = body",
    ]
    assert [line for line in lines if line.startswith("# newdoc")] == ["# newdoc id = a-1"]
    assert [line for line in lines if "sent_id" in line][-1] == "# sent_id = a-1-3"


def test_a_sentence_whose_root_is_white_space_still_has_one_root():
    words = ["\n", "Ban", "lifted"]
    doc = Doc(VOCAB, words=words, spaces=[False, True, False], heads=[0, 0, 0], deps=["ROOT", "dep", "dep"])
    rows = [line.split("\t") for line in conllu_lines(Document("a", doc.text), {Field.BODY: doc}) if "\t" in line]
    assert [(row[1], row[6], row[7]) for row in rows] == [("Ban", "0", "root"), ("lifted", "1", "dep")]


def test_a_token_with_white_space_inside_keeps_its_columns(document):
    doc = Doc(VOCAB, words=["a\tb\u2028c"], spaces=[False], heads=[0], deps=["ROOT"])
    (row,) = [line for line in conllu_lines(document, {Field.BODY: doc}) if not line.startswith("#") and line]
    assert len(row.split("\t")) == 10
    assert len(row.splitlines()) == 1

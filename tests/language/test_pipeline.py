"""The shipped model: well-formed, the same whatever stands beside a text, and right on the constructions we live on."""

import pytest
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.language.pipeline import load_pipeline, model_version

pytestmark = pytest.mark.model

ARTICLE = """Huawei barred from Tervania’s 5G network

The U.S. has been urging allies such as Britain, Poland and Germany to bar China-based firms from building its 5G,
according to the Times. “We deny it,” said Ren Zhengfei, the company’s founder, who was detained on Monday.

By contrast, Ericsson – which was fined last year – had been told to withdraw its claim
"""


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline()


def assert_well_formed(doc: Doc) -> None:
    assert all(doc.has_annotation(layer) for layer in ("SENT_START", "TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD"))
    for sentence in doc.sents:
        assert [t.dep_ == "ROOT" for t in sentence] == [t.head.i == t.i for t in sentence]
        assert sum(t.dep_ == "ROOT" for t in sentence) == 1
        assert all(set(t.ancestors) and list(t.ancestors)[-1] == sentence.root for t in sentence if t != sentence.root)
        assert all(sentence.start <= t.head.i < sentence.end for t in sentence)
    for entity in doc.ents:
        assert entity.sent.start <= entity.start < entity.end <= entity.sent.end
        assert not entity[0].is_space and not entity[-1].is_space


def told(tokens: Doc | Span) -> list[tuple[object, ...]]:
    """All that is set, with positions from the first token."""
    start = tokens[0].i
    return [
        (
            t.text,
            t.tag_,
            t.pos_,
            str(t.morph),
            t.lemma_,
            t.dep_,
            t.head.i - start,
            t.is_sent_start,
            t.ent_iob_,
            t.ent_type_,
        )
        for t in tokens
    ]


@pytest.mark.parametrize(
    "text",
    [
        ARTICLE,
        "",
        " ",
        "\n\n\n",
        "\n\n  Hello",
        "word",
        ".",
        "???!!!",
        "。中文 текст العربية 🙂🙂",
        "a" * 5000,
        "- " * 700,
        "It left New\nYork on\tMonday",
        "Huawei \n\n \n ZTE \t ASML",
        "(" * 300,
    ],
)
def test_any_text_is_well_formed(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    if len(doc):
        assert_well_formed(doc)


def test_a_long_line_without_punctuation_is_well_formed(nlp: Language) -> None:
    assert_well_formed(nlp("bars Huawei from the network of " * 400))


def test_a_text_alone_and_again_is_the_same(nlp: Language) -> None:
    first = told(nlp(ARTICLE))
    nlp("Quite another text. With two sentences.")
    assert told(nlp(ARTICLE)) == first
    assert told(load_pipeline()(ARTICLE)) == first


def test_neighbours_in_a_stream_change_nothing(nlp: Language) -> None:
    other = "Poland sued Nokia in 2019. " * 30
    alone = told(nlp(ARTICLE))
    assert [told(doc) for doc in nlp.pipe([other, ARTICLE, "x", ARTICLE])][1::2] == [alone, alone]


def test_a_blank_line_ends_a_sentence(nlp: Language) -> None:
    assert [s.text.strip() for s in nlp("Huawei barred from 5G\n\nThe U.S. said so").sents] == [
        "Huawei barred from 5G",
        "The U.S. said so",
    ]


def test_version_names_the_files(nlp: Language) -> None:
    assert model_version(nlp).startswith("en_faultline-")
    assert "+sha256." in model_version(nlp)


def relations(nlp: Language, text: str) -> set[tuple[str, str, str]]:
    return {(t.text, t.dep_, t.head.text) for t in nlp(text)}


@pytest.mark.parametrize(
    ("text", "arcs"),
    [
        ("China denied the claim.", {("China", "nsubj", "denied"), ("claim", "obj", "denied")}),
        ("Huawei was barred by Poland.", {("Huawei", "nsubj:pass", "barred"), ("Poland", "obl:agent", "barred")}),
        (
            "The U.S. has urged allies to bar Huawei.",
            {
                ("U.S.", "nsubj", "urged"),
                ("allies", "iobj", "urged"),
                ("bar", "xcomp", "urged"),
                ("Huawei", "obj", "bar"),
            },
        ),
        (
            "Washington sued ZTE, which makes phones.",
            {("ZTE", "obj", "sued"), ("which", "nsubj", "makes"), ("makes", "acl:relcl", "ZTE")},
        ),
        (
            "Britain, Poland and Germany banned the company.",
            {("Britain", "nsubj", "banned"), ("Poland", "conj", "Britain"), ("Germany", "conj", "Britain")},
        ),
        (
            "Ren Zhengfei, the founder of Huawei, resigned.",
            {("founder", "appos", "Ren"), ("Huawei", "nmod", "founder")},
        ),
        (
            "Reuters reported that Trump signed the order.",
            {("signed", "ccomp", "reported"), ("Trump", "nsubj", "signed")},
        ),
    ],
)
def test_constructions(nlp: Language, text: str, arcs: set[tuple[str, str, str]]) -> None:
    assert arcs <= relations(nlp, text)


@pytest.mark.parametrize(
    ("text", "form", "lemma"),
    [
        ("Poland barred the firm.", "barred", "bar"),
        ("Poland is urging a ban.", "urging", "urge"),
        ("It was forbidden to sell.", "forbidden", "forbid"),
        ("They found a backdoor.", "found", "find"),
        ("The court upheld the ban.", "upheld", "uphold"),
        ("Its allies agreed.", "allies", "ally"),
        ("Beijing withdrew its claim.", "withdrew", "withdraw"),
        ("Poland outlawed the app.", "outlawed", "outlaw"),
    ],
)
def test_lemmas(nlp: Language, text: str, form: str, lemma: str) -> None:
    assert [t.lemma_ for t in nlp(text) if t.text == form] == [lemma]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Angela Merkel visited Beijing on Tuesday.",
            {("Angela Merkel", "PERSON"), ("Beijing", "GPE"), ("Tuesday", "DATE")},
        ),
        ("Huawei and ZTE sued the Chinese ministry.", {("Huawei", "ORG"), ("ZTE", "ORG"), ("Chinese", "NORP")}),
        (
            "The European Union fined Google last year.",
            {("European Union", "ORG"), ("Google", "ORG"), ("last year", "DATE")},
        ),
    ],
)
def test_entities(nlp: Language, text: str, names: set[tuple[str, str]]) -> None:
    assert names == {(e.text, e.label_) for e in nlp(text).ents}

"""Accuracy and speed of the shipped language model: ``python -m benchmarks.language --data DIR``.

EWT test is measured twice: on the treebank's own words with predicted sentences, and from raw text, where words, too,
are predicted and aligned by their characters as in the CoNLL 2018 shared task. Names are measured on GUM's news, which
no training of names has seen, and on EWT test as Universal NER annotated it. Labels count with their subtypes.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kg.language.pipeline import load_pipeline, model_version
from training.gazetteer import read_gazetteer
from training.names import UNER, UNER_KINDS, read_uner
from training.sentences import Document, Span, spans_of
from training.treebanks import EWT, GUM, read_documents, read_gold_names

NAME_KINDS = ("PERSON", "ORG", "GPE")
Mark = tuple[int, int]


def main() -> int:
    """Print one line a figure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.language", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", help="another spaCy pipeline; without it, the shipped model")
    options = parser.parse_args()
    begun = time.perf_counter()
    nlp = load_pipeline(options.model)
    print(f"model {model_version(nlp)}, loaded in {time.perf_counter() - begun:.2f} s")
    for line in figures(nlp, options.data):
        print(line, flush=True)
    return 0


def figures(nlp: Language, data: Path) -> Iterable[str]:
    """All lines of figures, in order."""
    documents = [document for _, document in read_documents(data / EWT["test"])]
    pairs = [(document, annotate(nlp, given_words(nlp, document))) for document in documents]
    yield "EWT test, treebank words, predicted sentences: " + _line(on_words(pairs))
    yield "EWT test, from raw text: " + _line(on_text(nlp, documents))
    yield "names, GUM news: " + _line(on_news(nlp, data))
    yield "names, GUM news, countries that act as organizations left so: " + _line(on_news(nlp, data, frozenset()))
    yield "names, EWT test (Universal NER): " + _line(on_uner(nlp, data))
    yield "speed: " + _line(speed(nlp, documents))


def given_words(nlp: Language, document: Document) -> Doc:
    """A Doc of a treebank's words, with a blank line where a paragraph opens."""
    words: list[str] = []
    for sentence in document:
        if words and sentence.opens_paragraph:
            words.append("\n\n")
        words += sentence.words
    return Doc(nlp.vocab, words=words, spaces=[word != "\n\n" for word in words])


def raw_text(document: Document) -> tuple[str, list[list[Mark]]]:
    """The text of a document, and for each sentence the characters of each word."""
    text = ""
    marks: list[list[Mark]] = []
    for sentence in document:
        text += "" if not text else "\n\n" if sentence.opens_paragraph else " "
        at, line = len(text), []
        text += sentence.text
        for word in sentence.words:
            at = text.index(word, at)
            line.append((at, at + len(word)))
            at += len(word)
        marks.append(line)
    return text, marks


def annotate(nlp: Language, doc: Doc) -> Doc:
    """Run the pipeline over a Doc whose words are given."""
    for _, pipe in nlp.pipeline:
        doc = pipe(doc)
    return doc


def _words(doc: Doc) -> list[int]:
    return [token.i for token in doc if not token.is_space]


def on_words(pairs: Iterable[tuple[Document, Doc]]) -> dict[str, float]:
    """Accuracies over words (UAS and LAS without punctuation), F1 of sentence starts and of whole sentences."""
    n = dict.fromkeys(("words", "tag", "upos", "lemma", "scored", "uas", "las", "las_all"), 0)
    sentences: tuple[set[object], set[object]] = (set(), set())
    starts: tuple[set[object], set[object]] = (set(), set())
    for number, (document, doc) in enumerate(pairs):
        words = _words(doc)
        place = {i: k for k, i in enumerate(words)}
        offset = 0
        for sentence in document:
            sentences[0].add((number, offset, offset + len(sentence.words)))
            starts[0].add((number, offset))
            for k in range(len(sentence.words)):
                token = doc[words[offset + k]]
                head = place[token.head.i]
                gold = offset + (sentence.heads[k] - 1 if sentence.heads[k] else k)
                right = head == gold
                labelled = right and token.dep_ == sentence.labels[k]
                n["words"] += 1
                n["tag"] += token.tag_ == sentence.tags[k]
                n["upos"] += token.pos_ == sentence.pos[k].partition("|")[0]
                n["lemma"] += token.lemma_ == sentence.lemmas[k]
                n["las_all"] += labelled
                if sentence.labels[k] != "punct":
                    n["scored"] += 1
                    n["uas"] += right
                    n["las"] += labelled
            offset += len(sentence.words)
        for span in doc.sents:
            inside = [place[token.i] for token in span if token.i in place]
            if inside:
                sentences[1].add((number, inside[0], inside[-1] + 1))
                starts[1].add((number, inside[0]))
    return {
        "UAS": n["uas"] / n["scored"],
        "LAS": n["las"] / n["scored"],
        "LAS with punctuation": n["las_all"] / n["words"],
        "tag": n["tag"] / n["words"],
        "UPOS": n["upos"] / n["words"],
        "lemma": n["lemma"] / n["words"],
        "sentence starts F1": f1(*starts),
        "sentences F1": f1(*sentences),
    }


def on_text(nlp: Language, documents: Iterable[Document]) -> dict[str, float]:
    """F1 of words, sentences, and of words with their tag, lemma, head or head and label right; all words count."""
    gold: dict[str, set[object]] = {}
    found: dict[str, set[object]] = {}
    for number, document in enumerate(documents):
        text, marks = raw_text(document)
        for sentence, line in zip(document, marks, strict=True):
            _add(gold, "sentences", (number, line[0][0], line[-1][1]))
            for k, mark in enumerate(line):
                head = line[sentence.heads[k] - 1] if sentence.heads[k] else mark
                upos = sentence.pos[k].partition("|")[0]
                _add_word(gold, number, mark, sentence.tags[k], upos, sentence.lemmas[k], head, sentence.labels[k])
        for span in nlp(text).sents:
            words = [token for token in span if not token.is_space]
            if words:
                _add(found, "sentences", (number, _mark(words[0])[0], _mark(words[-1])[1]))
            for t in words:
                _add_word(found, number, _mark(t), t.tag_, t.pos_, t.lemma_, _mark(t.head), t.dep_)
    return {key: f1(gold[key], found[key]) for key in ("words", "sentences", "UAS", "LAS", "tag", "UPOS", "lemma")}


def _mark(token: object) -> Mark:
    return token.idx, token.idx + len(token)  # type: ignore[attr-defined,arg-type]


def _add_word(
    sets: dict[str, set[object]], number: int, mark: Mark, tag: str, upos: str, lemma: str, head: Mark, label: str
) -> None:
    for key, value in (
        ("words", None), ("tag", tag), ("UPOS", upos), ("lemma", lemma), ("UAS", head), ("LAS", (head, label)),
    ):  # fmt: skip
        _add(sets, key, (number, mark, value))


def _add(sets: dict[str, set[object]], key: str, value: object) -> None:
    sets.setdefault(key, set()).add(value)


def on_names(triples: Iterable[tuple[Document, list[list[Span]], Doc]]) -> dict[str, float]:
    """Exact spans and types of persons, organizations and places; the last figure ignores types."""
    gold: set[object] = set()
    found: set[object] = set()
    for number, (document, spans, doc) in enumerate(triples):
        place = {i: k for k, i in enumerate(_words(doc))}
        offset = 0
        for sentence, marked in zip(document, spans, strict=True):
            gold |= {(number, offset + a, offset + b, kind) for a, b, kind in marked if kind in NAME_KINDS}
            offset += len(sentence.words)
        found |= {(number, place[e.start], place[e.end - 1] + 1, e.label_) for e in doc.ents if e.label_ in NAME_KINDS}
    return _name_figures(gold, found)


def on_news(nlp: Language, data: Path, countries: frozenset[str] | None = None) -> dict[str, float]:
    """Names of GUM's news; one among ``countries`` (all, if not given) is a place whatever it stands for."""
    known = read_gazetteer(data).countries if countries is None else countries
    gold = [pair for part in GUM.values() for pair in read_gold_names(data / part, known)]
    return on_names((document, spans, annotate(nlp, given_words(nlp, document))) for document, spans in gold)


def on_uner(nlp: Language, data: Path) -> dict[str, float]:
    """Universal NER's EWT test, sentence by sentence, on its words."""
    gazetteer = read_gazetteer(data)
    gold: set[object] = set()
    found: set[object] = set()
    for number, sentence in enumerate(read_uner(data / UNER["test"], gazetteer)):
        gold |= {(number, *span) for span in spans_of(sentence.names) if span[2] in UNER_KINDS.values()}
        doc = annotate(nlp, Doc(nlp.vocab, words=sentence.words))
        found |= {(number, e.start, e.end, e.label_) for e in doc.ents if e.label_ in NAME_KINDS}
    return _name_figures(gold, found)


def _name_figures(gold: set[object], found: set[object]) -> dict[str, float]:
    figures = {
        "P": len(gold & found) / max(1, len(found)),
        "R": len(gold & found) / max(1, len(gold)),
        "F1": f1(gold, found),
    }
    for kind in NAME_KINDS:
        figures[f"F1 {kind}"] = f1(*({x for x in s if x[-1] == kind} for s in (gold, found)))  # type: ignore[index]
    figures["F1 of spans alone"] = f1(*({x[:-1] for x in s} for s in (gold, found)))  # type: ignore[index]
    return figures


def speed(nlp: Language, documents: list[Document]) -> dict[str, float]:
    """Words a second of text like news articles: EWT's longest documents, second run, one core."""
    texts = [raw_text(d)[0] for d in sorted(documents, key=len)[-40:]]
    for _ in range(2):
        begun = time.perf_counter()
        words = sum(len(nlp(text)) for text in texts)
        seconds = time.perf_counter() - begun
    return {"words": float(words), "words a second": words / seconds}


def f1(gold: set[object], found: set[object]) -> float:
    """Harmonic mean of precision and recall of a set."""
    return 2 * len(gold & found) / max(1, len(gold) + len(found))


def _line(values: dict[str, float]) -> str:
    return " · ".join(f"{key} {value:.4f}" if value <= 1 else f"{key} {value:,.0f}" for key, value in values.items())


if __name__ == "__main__":
    sys.exit(main())

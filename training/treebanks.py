"""CoNLL-U treebanks → sentences with tags, lemmas and trees, grouped in documents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from training.gum_names import read_spans
from training.sentences import Document, Sentence, Span, labels_of
from training.sources import read_lines

EWT = {part: f"ud-ewt/en_ewt-ud-{part}.conllu.gz" for part in ("train", "dev", "test")}
GUM = {part: f"gum/gum-{part}.conllu.gz" for part in ("train", "dev")}
GUM_NAME_TYPES = frozenset({"PERSON", "ORG", "GPE", "EVENT", "DATE"})


def read_documents(path: Path, countries: frozenset[str] = frozenset()) -> Iterator[tuple[str, Document]]:
    """Each document's id and sentences. Multiword ranges and empty nodes are skipped: we keep syntactic words.

    GUM's documents other than news get names from its entities; its news is kept to measure names by.
    """
    for name, document in documents_with_rows(path):
        if name.startswith("GUM_") and not is_news(name):
            for sentence, rows in document:
                sentence.names = labels_of(read_spans(rows, countries), len(rows))
                sentence.name_types = GUM_NAME_TYPES
        yield name, [sentence for sentence, _ in document]


def read_gold_names(path: Path, countries: frozenset[str]) -> Iterator[tuple[Document, list[list[Span]]]]:
    """GUM's news documents with the name spans of each sentence: what names are measured by."""
    for name, document in documents_with_rows(path):
        if is_news(name):
            yield [sentence for sentence, _ in document], [read_spans(rows, countries) for _, rows in document]


def is_news(name: str) -> bool:
    """Whether a document id is of GUM's news, which is kept out of the training of names."""
    return name.startswith("GUM_news")


def documents_with_rows(path: Path) -> Iterator[tuple[str, list[tuple[Sentence, list[list[str]]]]]]:
    """Each document's id and sentences, each with its rows of ten columns."""
    name, document = "", []
    for comments, rows in _blocks(path):
        opening = next((c.partition("=")[2].strip() for c in comments if c.startswith("# newdoc id")), None)
        if opening is not None:
            if document:
                yield name, document
            name, document = opening, []
        sentence = _sentence(rows)
        sentence.text = next((c[len("# text = ") :] for c in comments if c.startswith("# text = ")), "")
        sentence.opens_paragraph = opening is not None or any(c.startswith("# newpar") for c in comments)
        document.append((sentence, rows))
    if document:
        yield name, document


def _blocks(path: Path) -> Iterator[tuple[list[str], list[list[str]]]]:
    comments: list[str] = []
    rows: list[list[str]] = []
    for line in read_lines(path):
        if line.startswith("#"):
            comments.append(line)
        elif line:
            columns = line.split("\t")
            if columns[0].isdigit():
                rows.append(columns)
        elif rows:
            yield comments, rows
            comments, rows = [], []


def _sentence(rows: list[list[str]]) -> Sentence:
    sentence = Sentence([row[1] for row in rows])
    for _, form, lemma, pos, tag, features, head, label, *_ in rows:
        if tag == "NNP" and pos == "VERB":  # GUM's "United" in "United States"; EWT calls it an adjective
            pos, features, lemma = "ADJ", "Degree=Pos", form
        sentence.lemmas.append(lemma)
        sentence.pos.append(pos if features == "_" else f"{pos}|{features}")
        sentence.tags.append(pos if tag == "_" else tag)
        sentence.heads.append(int(head))
        sentence.labels.append("ROOT" if head == "0" else label)
    return sentence

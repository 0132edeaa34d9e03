"""What several tests share: frozen parses, and statements in a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from kg.extraction.extractor import Extractor
from kg.records import Document, Evidence, Field, Modality, Phase, Polarity

PARSES = Path(__file__).parent / "parses"


def in_a_line(evidence: Evidence) -> str:
    """`Norway bars Huawei [requested, negated] by Reuters`: statement, what of its status is not plain, speakers."""
    statement = evidence.statement
    status = [
        term.value
        for term, plain in (
            (evidence.modality, Modality.ASSERTED),
            (evidence.polarity, Polarity.AFFIRMED),
            (evidence.phase, Phase.IN_FORCE),
        )
        if term is not plain
    ]
    line = f"{statement.subject.name} {statement.predicate} {statement.object.name}"
    line += f" [{', '.join(status)}]" if status else ""
    return line + (f" by {', '.join(speaker.name for speaker in evidence.attribution)}" if evidence.attribution else "")


def expected_lines(text: str) -> set[str]:
    """The statements of an expectation: `A bars B; C sues D [ended]`, or `nothing`."""
    return set() if text.strip() == "nothing" else {part.strip() for part in text.split(";")}


@dataclass
class FrozenParse:
    """A sentence with its parse and the statements that it must give."""

    name: str
    text: str
    comments: dict[str, str]
    rows: list[list[str]] = field(default_factory=list)

    @property
    def variant(self) -> str:
        """The first word of its name: *passive* of `passive parse-corrected`."""
        return self.name.split(" ")[0]

    def doc(self, vocab: Vocab) -> Doc:
        """The spaCy Doc that the model would have made."""
        columns = list(zip(*self.rows, strict=True))
        misc = [dict(part.split("=", 1) for part in cell.split("|") if "=" in part) for cell in columns[9]]
        heads = [int(head) - 1 if head != "0" else i for i, head in enumerate(columns[6])]
        roots, starts = [], []
        for i, head in enumerate(columns[0]):
            starts.append(head == "1")
            roots.append(i if head == "1" else roots[-1])
        first = [max(j for j in range(i + 1) if starts[j]) for i in range(len(heads))]
        absolute = [head if columns[6][i] == "0" else head + first[i] for i, head in enumerate(heads)]
        doc = Doc(
            vocab,
            words=list(columns[1]),
            spaces=["SpaceAfter" not in cell for cell in misc],
            lemmas=list(columns[2]),
            pos=list(columns[3]),
            tags=list(columns[4]),
            heads=absolute,
            deps=["ROOT" if link == "root" else link for link in columns[7]],
            sent_starts=starts,
        )
        doc.ents = list(_entities(doc, [cell.get("ner", "O") for cell in misc]))
        return doc


def found_lines(extractor: Extractor, parse: FrozenParse) -> set[str]:
    """The statements that the rules find in a frozen parse."""
    doc = parse.doc(extractor.nlp.vocab)
    return {in_a_line(e) for e in extractor.extract_parsed(Document("frozen", doc.text), {Field.BODY: doc})}


def _entities(doc: Doc, labels: list[str]) -> Iterator[Span]:
    start = None
    for i, label in enumerate([*labels, "O"]):
        if start is not None and not label.startswith("I-"):
            yield Span(doc, start, i, label=labels[start][2:])
            start = None
        if label.startswith("B-"):
            start = i


def read_parses(path: Path) -> list[FrozenParse]:
    """The frozen parses of a file; one block is one text, of one or more sentences."""
    found = []
    for block in re.split(r"\n(?=# newdoc)", path.read_text(encoding="utf-8")):
        comments = dict(re.findall(r"^# ([\w-]+) = (.*)$", block, re.M))
        rows = [line.split("\t") for line in block.splitlines() if line and not line.startswith("#")]
        if rows:
            texts = re.findall(r"^# text = (.*)$", block, re.M)
            found.append(FrozenParse(comments.get("variant", ""), " ".join(texts), comments, rows))
    return found

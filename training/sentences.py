"""The one shape that every source is read into: a sentence with what its source says of it."""

from __future__ import annotations

from dataclasses import dataclass, field

NAME_TYPES = ("PERSON", "ORG", "GPE", "NORP", "PRODUCT", "EVENT", "DATE")
NAME_LABELS = ("O", *(f"{edge}-{kind}" for kind in NAME_TYPES for edge in "BI"))
UNSURE = "?"
"""The name label of a word of which its source says nothing we can use."""


@dataclass(slots=True)
class Sentence:
    """Words, and for each word what is annotated; an empty list is a layer that the source lacks.

    ``heads`` count from 1 inside the sentence, 0 is the root. ``names`` are NAME_LABELS or UNSURE; an ``O`` excludes
    only the types in ``name_types``. ``opens_paragraph`` is whether a blank line comes before.
    """

    words: list[str]
    tags: list[str] = field(default_factory=list)
    pos: list[str] = field(default_factory=list)  # UD part of speech and features: ``NOUN|Number=Sing``
    lemmas: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    name_types: frozenset[str] = frozenset()
    opens_paragraph: bool = False
    text: str = ""  # as written, where the source keeps its spacing


Document = list[Sentence]
Span = tuple[int, int, str]
"""First word, one past the last word, name type."""


def spans_of(labels: list[str]) -> list[Span]:
    """The name spans of BIO labels; an I without its B opens a span, and UNSURE closes one."""
    spans: list[Span] = []
    start, kind = -1, ""
    for i, label in enumerate([*labels, "O"]):
        edge, _, this = label.partition("-")
        if start >= 0 and (edge != "I" or this != kind):
            spans.append((start, i, kind))
            start, kind = -1, ""
        if edge == "B" or (edge == "I" and start < 0):
            start, kind = i, this
    return spans


def labels_of(spans: list[Span], length: int) -> list[str]:
    """BIO labels of a sentence of ``length`` words; spans must not overlap."""
    labels = ["O"] * length
    for start, end, kind in spans:
        labels[start] = f"B-{kind}"
        labels[start + 1 : end] = [f"I-{kind}"] * (end - start - 1)
    return labels

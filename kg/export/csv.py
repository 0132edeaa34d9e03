"""CSV: one row per evidence, in people's words; opens in Excel as it is (UTF-8 with a mark, which pandas reads too).

A cell of text that a spreadsheet would take for a formula (it starts with = + - @ or a control character) gets an
apostrophe before it. The marks are only on such cells, so that other readers can strip them.

`status` and `confidence` are of the passage, `review` says whether a person has looked at it; `state`, `origins` (how
many independent ones), `first date` and `last date` are of the statement, by all that tell it. `field`, `start` and
`end` say where the sentence that tells it stands, in code points of the article's title or body.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from io import TextIOWrapper
from itertools import groupby
from typing import BinaryIO

from kg.graph.facts import Category, State, Telling
from kg.graph.network import EVERYTHING
from kg.graph.rdf import main_passage
from kg.graph.reading import Reading
from kg.ontology import Ontology
from kg.records import Entity
from kg.wording import relation_label, state_label, status_phrase

COLUMNS = (
    "id",
    "subject",
    "relation",
    "object",
    "status",
    "state",
    "modality",
    "polarity",
    "phase",
    "voice",
    "according to",
    "time",
    "about",
    "place",
    "quote",
    "article title",
    "publisher",
    "date",
    "url",
    "article",
    "subject type",
    "object type",
    "subject wikidata",
    "object wikidata",
    "predicate",
    "trigger",
    "confidence",
    "review",
    "plover",
    "cameo",
    "corrects",
    "origins",
    "first date",
    "last date",
    "field",
    "start",
    "end",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_csv(graph: Reading, stream: BinaryIO, *, include: Collection[Category] = EVERYTHING) -> None:
    """A header and a row for each evidence, by article and place in it."""
    text = TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for row in statement_rows(graph, include):
        writer.writerow({column: safe(value) for column, value in row.items()})
    text.detach()


def statement_rows(graph: Reading, include: Collection[Category] = EVERYTHING) -> Iterator[dict[str, str]]:
    """A row for each evidence with a status of these, by article and place in it; one article's are held at a time."""
    for _, found in groupby(graph.iter_told(), key=lambda told: told[0].evidence.document):
        for telling, state in sorted(found, key=_place):
            if state.standing(telling) in include:
                yield _row(telling, state, graph.ontology)


def safe(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _place(row: tuple[Telling, State]) -> tuple[object, ...]:
    told = row[0].evidence
    return told.document, told.trigger.field != "title", told.trigger.start, told.statement.object.id, told.id


def _row(telling: Telling, state: State, ontology: Ontology) -> dict[str, str]:
    told, article, statement = telling.evidence, telling.article, telling.evidence.statement
    passage = main_passage(told)
    code = ontology.event_code(statement.predicate, told.modality, told.polarity, told.phase)
    return {
        "id": told.id,
        "subject": statement.subject.name,
        "relation": relation_label(statement.predicate, ontology),
        "object": statement.object.name,
        "status": status_phrase(told, ontology),
        "state": state_label(state.category, ontology),
        "modality": told.modality,
        "polarity": told.polarity,
        "phase": told.phase,
        "voice": told.voice,
        "according to": _names(told.attribution),
        "time": told.time.value if told.time else "",
        "about": _names(told.about),
        "place": told.place.name if told.place else "",
        "quote": " … ".join(passage.text for passage in told.passages),
        "article title": article.title,
        "publisher": article.publisher or "",
        "date": article.date or "",
        "url": article.url or "",
        "article": article.id,
        "subject type": statement.subject.type,
        "object type": statement.object.type,
        "subject wikidata": statement.subject.wikidata or "",
        "object wikidata": statement.object.wikidata or "",
        "predicate": statement.predicate,
        "trigger": told.trigger.text,
        "confidence": f"{told.confidence:.3f}",
        "review": ontology.status_labels[told.review],
        "plover": code.plover if code else "",
        "cameo": code.cameo if code else "",
        "corrects": told.corrects,
        "origins": str(len(state.origins)),
        "first date": state.first or "",
        "last date": state.last or "",
        "field": passage.field,
        "start": str(passage.start),
        "end": str(passage.end),
    }


def _names(entities: tuple[Entity, ...]) -> str:
    return "; ".join(entity.name for entity in entities)

"""A table of events for statistics: a row for each thing that is told to have happened, been asked for, planned …

**One event** is what is told of one statement with one status for one date, however many articles tell it: subject,
relation, object, status and date are its identity, as in event data with a filter of one a day. A ban and its end are
two events; a demand and the ban are two events. Whether the ban holds today is in the column `state`.

**Date.** The event's own time where a passage tells one: `date` as told (2019-03, 2012/..), `start` and `end` its first
and last day (empty where open), `precision` day, week, month, quarter, year or interval. Otherwise the article's
date, with the precision `article`: the day on which it was reported. Without either all four are empty.

**Codes.** `plover` and `cameo` hang on relation *and* status, by the table of codes in the ontology: a lifted ban is no
ban, and what is only asked for or considered has no code. Countries have ISO 3166-1 codes; a reader such as pandas
must be told that NA is Namibia (`keep_default_na=False`).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from typing import BinaryIO

from kg.export.countries import Country, country_of
from kg.export.csv import safe
from kg.graph.facts import Category, State, Telling
from kg.graph.network import EVERYTHING
from kg.graph.origins import report_dates
from kg.graph.reading import Reading
from kg.graph.sorting import sorted_pairs
from kg.ontology import Ontology
from kg.records import Entity, Time, content_id
from kg.wording import relation_label, state_label, status_phrase

ARTICLE_DATE = "article"
_FINE = frozenset({"day", "week", "month", ARTICLE_DATE})
_ACTOR = ("", "_type", "_wikidata", "_country", "_iso2", "_iso3")
COLUMNS = (
    "event",
    *(f"source{part}" for part in _ACTOR),
    "relation",
    "predicate",
    *(f"target{part}" for part in _ACTOR),
    "date",
    "start",
    "end",
    "precision",
    "status",
    "told_as",
    "state",
    "modality",
    "polarity",
    "phase",
    "plover",
    "cameo",
    "origins",
    "articles",
    "according_to",
    "review",
    "confidence",
    "evidence",
)


@dataclass(frozen=True)
class Event:
    """The tellings of one statement with one status for one date, in order; `time` is None where none is told."""

    state: State
    category: Category
    date: str
    time: Time | None
    tellings: tuple[Telling, ...]

    @property
    def id(self) -> str:
        """Content-derived: the same in every graph that tells it."""
        told = self.tellings[0].evidence
        return content_id("v", told.statement.id, self.category, told.modality, told.polarity, told.phase, self.date)

    @property
    def origins(self) -> set[str]:
        """The independent origins that tell it."""
        return {telling.origin for telling in self.tellings}

    @property
    def bounds(self) -> tuple[str, str]:
        """First and last day, empty where open or undated."""
        return (self.time.start or "", self.time.end or "") if self.time else (self.date, self.date)

    @property
    def precision(self) -> str:
        """How finely the date is told; `article` where it is only that of the report."""
        return self.time.precision if self.time else ARTICLE_DATE if self.date else ""

    @property
    def month(self) -> str:
        """The month in which it began, such as 2019-03, where it is told as finely; else empty."""
        first = self.bounds[0] or self.bounds[1]
        began = self.date.partition("/")[0].strip(".") or self.date.partition("/")[2]
        fine = self.precision in _FINE or (self.precision == "interval" and began.count("-") >= 1 and "Q" not in began)
        return first[:7] if fine else ""

    @property
    def year(self) -> str:
        """The year in which it began, else empty."""
        return (self.bounds[0] or self.bounds[1])[:4]


def events_of(
    state: State, reported: Callable[[Telling], str | None], include: Collection[Category] = EVERYTHING
) -> Iterator[Event]:
    """The events that a statement is told of, by date; `reported` says when a telling was first reported."""
    groups: dict[tuple[str, ...], list[Telling]] = {}
    for telling in state.tellings:
        told = telling.evidence
        if telling.category in include:
            status = telling.category, told.modality, told.polarity, told.phase
            groups.setdefault((_date(telling, reported), *status), []).append(telling)
    for (date, category, *_), tellings in sorted(groups.items()):
        time = next((t.evidence.time for t in tellings if _dated(t.evidence.time)), None)
        yield Event(state, Category(category), date, time, tuple(tellings))


def write_events(graph: Reading, stream: BinaryIO, *, include: Collection[Category] = EVERYTHING) -> None:
    """A header and a row for each event, by first day; the undated last."""
    country, reported = country_of(graph), report_dates(graph)
    pairs = (
        (_order(event), json.dumps(_row(event, country, graph.ontology), ensure_ascii=False).encode("utf-8"))
        for state in graph.iter_states()
        for event in events_of(state, reported, include)
    )
    write_rows(stream, COLUMNS, (json.loads(row) for _, row in sorted_pairs(pairs)))


def write_rows(stream: BinaryIO, columns: Collection[str], rows: Iterable[dict[str, str | int]]) -> None:
    """CSV that Excel opens as it is; no cell is run as a formula."""
    text = TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.DictWriter(text, list(columns))
    writer.writeheader()
    writer.writerows({column: safe(str(value)) for column, value in row.items()} for row in rows)
    text.detach()


def _order(event: Event) -> bytes:
    first, last = event.bounds
    undated = "" if first or last else "undated"
    return "\x1f".join((undated, first or last, event.date, event.state.statement.id, event.id)).encode("utf-8")


def _row(event: Event, country: Callable[[Entity], Country | None], ontology: Ontology) -> dict[str, str | int]:
    statement = event.state.statement
    told = event.tellings[0].evidence
    code = ontology.event_code(statement.predicate, told.modality, told.polarity, told.phase)
    coded = code if event.category is not Category.CLAIMED else None
    start, end = event.bounds
    speakers = {speaker.name: None for t in event.tellings for speaker in t.evidence.attribution}
    reviews = {ontology.status_labels[t.evidence.review]: None for t in event.tellings}
    return {
        "event": event.id,
        **_actor("source", statement.subject, country(statement.subject)),
        "relation": relation_label(statement.predicate, ontology),
        "predicate": statement.predicate,
        **_actor("target", statement.object, country(statement.object)),
        "date": event.date,
        "start": start,
        "end": end,
        "precision": event.precision,
        "status": event.category,
        "told_as": "; ".join(dict.fromkeys(status_phrase(t.evidence, ontology) for t in event.tellings)),
        "state": state_label(event.state.category, ontology),
        "modality": told.modality,
        "polarity": told.polarity,
        "phase": told.phase,
        "plover": coded.plover if coded else "",
        "cameo": coded.cameo if coded else "",
        "origins": len(event.origins),
        "articles": len({t.evidence.document for t in event.tellings}),
        "according_to": "; ".join(speakers),
        "review": "; ".join(sorted(reviews)),
        "confidence": f"{max(t.evidence.confidence for t in event.tellings):.3f}",
        "evidence": "; ".join(t.evidence.id for t in event.tellings),
    }


def _actor(name: str, entity: Entity, country: Country | None) -> dict[str, str | int]:
    return {
        name: entity.name,
        f"{name}_type": entity.type,
        f"{name}_wikidata": entity.wikidata or "",
        f"{name}_country": country.name if country else "",
        f"{name}_iso2": country.iso2 if country else "",
        f"{name}_iso3": country.iso3 if country else "",
    }


def _date(telling: Telling, reported: Callable[[Telling], str | None]) -> str:
    time = telling.evidence.time
    return time.value if time and _dated(time) else reported(telling) or ""


def _dated(time: Time | None) -> bool:
    return bool(time and (time.start or time.end))

"""A table of country dyads by month: how often one country's actors did, asked, planned … what to another's.

**Countries.** Each actor counts for the country that it is or belongs to (`kg/graph/rollup.py`): an agency for its
state, a firm for its home country, a person for the institution or country that they are known for. A body of a bloc
counts for the bloc, which has no ISO code. Events of which an end belongs to no country that is known are left out;
they are in the event table. Source and target may be one country.

**Counts** are of events (`kg/export/events.py`), one for each statement, status and date, in a column for each status;
`fact` is what is told as fact, whether or not it has ended since, and `ended` that it ended. `events` is their sum.
`origins` counts the independent origins of all of them, `articles` the articles.

**Months.** An event counts once, in the month in which it began, also where it lasts for months or years. One whose
beginning is told less finely (2012, the third quarter) has a year and no month; an undated event of an undated
article has neither. No row is made for a month without events. Where a relation holds both ways, `directed` is no,
and the countries stand in alphabetical order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import BinaryIO

from kg.export.countries import Country, country_of
from kg.export.events import events_of, write_rows
from kg.graph.facts import Category
from kg.graph.network import EVERYTHING
from kg.graph.origins import report_dates
from kg.graph.reading import Reading
from kg.wording import relation_label

_COUNTRY = ("country", "iso2", "iso3")
COLUMNS = (
    *(f"source_{part}" for part in _COUNTRY),
    *(f"target_{part}" for part in _COUNTRY),
    "year",
    "month",
    "relation",
    "predicate",
    "directed",
    "events",
    *Category,
    "origins",
    "articles",
)
_Key = tuple[Country, Country, str, str, str]


@dataclass
class _Count:
    """What one row counts."""

    events: Counter[Category] = field(default_factory=Counter)
    origins: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)


def write_dyads(graph: Reading, stream: BinaryIO, *, include: Collection[Category] = EVERYTHING) -> None:
    """A header and a row for each source, target, month and relation, by month; what has no month comes last."""
    country, reported = country_of(graph), report_dates(graph)
    symmetric = graph.ontology.symmetric
    counts: dict[_Key, _Count] = defaultdict(_Count)
    for state in graph.iter_states():
        statement = state.statement
        source, target = country(statement.subject), country(statement.object)
        if source is None or target is None:
            continue
        if statement.predicate in symmetric:
            source, target = sorted((source, target), key=lambda one: (one.name, one.iri))
        for event in events_of(state, reported, include):
            count = counts[source, target, event.year, event.month, statement.predicate]
            count.events[event.category] += 1
            count.origins |= event.origins
            count.articles |= {telling.evidence.document for telling in event.tellings}
    write_rows(stream, COLUMNS, (_row(key, counts[key], graph) for key in sorted(counts, key=_order)))


def _order(key: _Key) -> tuple[object, ...]:
    source, target, year, month, predicate = key
    return not month, not year, month or year, source.name, target.name, predicate, source.iri, target.iri


def _row(key: _Key, count: _Count, graph: Reading) -> dict[str, str | int]:
    source, target, year, month, predicate = key
    return {
        **{f"source_{part}": value for part, value in zip(_COUNTRY, _shown(source), strict=True)},
        **{f"target_{part}": value for part, value in zip(_COUNTRY, _shown(target), strict=True)},
        "year": year,
        "month": month,
        "relation": relation_label(predicate, graph.ontology),
        "predicate": predicate,
        "directed": "no" if predicate in graph.ontology.symmetric else "yes",
        "events": count.events.total(),
        **{str(category): count.events[category] for category in Category},
        "origins": len(count.origins),
        "articles": len(count.articles),
    }


def _shown(country: Country) -> tuple[str, str, str]:
    return country.name, country.iso2, country.iso3

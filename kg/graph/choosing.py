"""A filter from what a person writes: names instead of IRIs, groups of relations, statuses in a list."""

from __future__ import annotations

from collections.abc import Iterable

from kg.errors import QueryError
from kg.graph.facts import Category
from kg.graph.filters import Filter
from kg.graph.network import parse_include
from kg.graph.reading import Reading
from kg.graph.rollup import RollUp
from kg.questions.names import find_entities, find_relation
from kg.records import Review
from kg.spelling import did_you_mean


def chosen_filter(
    reading: Reading,
    *,
    relations: Iterable[str] = (),
    entities: Iterable[str] = (),
    statuses: str | Iterable[str] | None = None,
    from_date: str | None = None,
    to_date: str | None = None,
    publishers: Iterable[str] = (),
    min_confidence: float = 0.0,
    reviews: str | Iterable[str] | None = None,
    as_of: str | None = None,
    in_force: str | None = None,
    roll_up: str | None = None,
) -> Filter:
    """The filter that words for relations, names of entities and outlets, statuses and dates stand for.

    Raises QueryError, with what is close or allowed, on a name, relation, outlet or review state that is not there,
    and ExportError on an unknown status.
    """
    ontology = reading.ontology
    names = (find_relation(ontology, words).name for words in relations)
    if from_date and to_date and from_date > to_date:
        raise QueryError(f"from {from_date} to {to_date}: the first date must not be the later one")
    return Filter(
        as_of=as_of,
        in_force=in_force,
        publishers=frozenset(_publisher(reading, name) for name in publishers),
        min_confidence=min_confidence,
        reviews=_reviews(reviews),
        relations=frozenset(member for name in names for member in ontology.members(name)),
        entities=frozenset(entity.id for name in entities for entity in find_entities(reading, name)),
        statuses=_statuses(statuses),
        start=from_date,
        end=to_date,
        roll_up=RollUp(roll_up) if roll_up else None,
    )


def _publisher(reading: Reading, name: str) -> str:
    """An outlet as filters compare it."""
    known = {publisher.casefold(): publisher for publisher in reading.publishers().values() if publisher}
    wanted = " ".join(name.split()).casefold()
    if wanted not in known:
        close = did_you_mean(name, sorted(known.values()))
        raise QueryError(f"no article of {name!r} in {reading.path}{close}")
    return wanted


def _statuses(terms: str | Iterable[str] | None) -> frozenset[Category]:
    wanted = parse_include(terms or ())
    if isinstance(terms, str) and not wanted:
        raise QueryError(f"no status in {terms!r}; allowed are {', '.join(Category)}")
    return wanted


def _reviews(terms: str | Iterable[str] | None) -> frozenset[Review]:
    names = terms.split(",") if isinstance(terms, str) else terms or ()
    wanted = [name.strip().casefold() for name in names if name.strip()]
    for name in wanted:
        if name not in set(Review):
            raise QueryError(f"unknown review state {name!r}; allowed are {', '.join(Review)}")
    if isinstance(terms, str) and not wanted:
        raise QueryError(f"no review state in {terms!r}; allowed are {', '.join(Review)}")
    return frozenset(Review(name) for name in wanted)

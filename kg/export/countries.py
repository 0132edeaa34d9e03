"""ISO codes of countries and of whoever belongs to one."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from kg.entities.gazetteer import country_key
from kg.graph.reading import Reading
from kg.graph.rollup import RollUp, described_in, rolled
from kg.iris import Namespaces
from kg.records import Entity
from kg.resources import shipped

STATES = frozenset({"country", "bloc"})


@dataclass(frozen=True)
class Country:
    """A country or bloc; a bloc and a country that ISO 3166-1 does not know have no codes."""

    iri: str
    name: str
    iso2: str = ""
    iso3: str = ""


def country_of(graph: Reading) -> Callable[[Entity], Country | None]:
    """Finds the country, or bloc, that an actor is or belongs to; None for who belongs to none that is known."""
    lookup = described_in(graph)
    codes = iso_codes(graph.ontology.namespaces)

    @cache
    def found(entity: Entity) -> Country | None:
        home = rolled(entity, RollUp.COUNTRY, lookup)
        return Country(home.id, home.name, *codes.get(home.id, ("", ""))) if home.type in STATES else None

    return found


@cache
def iso_codes(namespaces: Namespaces) -> dict[str, tuple[str, str]]:
    """The two- and three-letter code of each country of `countries.tsv` by its IRI."""
    path = shipped("ontology") / "entities" / "countries.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {namespaces.entity(country_key(row["label"])): (row["iso2"], row["iso3"]) for row in rows}

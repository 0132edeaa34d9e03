"""The project's own countries and actors: to mend noisy labels, and as names to put in the place of others."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from training.sources import read_lines

_ACTOR_KINDS = dict.fromkeys(
    ("agency", "bloc", "company", "court", "legislature", "media", "organization"), "ORG"
) | {"person": "PERSON", "product": "PRODUCT"}  # fmt: skip
_BELIEFS = "Muslim Muslims Christian Christians Jew Jews Jewish Sunni Sunnis Shi'ite Shi'ites Shiite Shiites Kurd Kurds"
_NOT_PEOPLES = {"Channel", "Islander", "Islanders", "Saint", "Cook", "Sierra", "Futuna", "New", "North", "South"}
_REGIONS = (
    "African Africans Asian Asians European Europeans Arab Arabs Western Republican Republicans Democrat Democrats"
)


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names of countries, single words for peoples and nationalities, and names by type."""

    countries: frozenset[str]
    peoples: frozenset[str]
    names: dict[str, list[list[str]]]


def read_gazetteer(data: Path) -> Gazetteer:
    """From ``entities/`` of the training data."""
    countries = {"England", "Scotland", "Wales", "Northern Ireland", "Korea"}  # countries without a code
    peoples = {*_BELIEFS.split(), *_REGIONS.split()}
    places: set[str] = set()
    for row in _rows(data / "entities/countries.tsv"):
        countries |= {row["label"], *row["aliases"].split("|")} - {""}
        places |= {row["label"], row["capital"]} - {""}
        for word in re.findall(r"[A-Z][a-z]+(?:\(s\))?", row["demonym_noun"] + " " + row["demonym_adjective"]):
            peoples |= {word.removesuffix("(s)"), word.replace("(s)", "s")}
    names: dict[str, set[str]] = {"GPE": places, "ORG": set(), "PERSON": set(), "PRODUCT": set()}
    for row in _rows(data / "entities/actors.tsv"):
        kind = _ACTOR_KINDS.get(row["type"])
        if kind:
            names[kind] |= {name for name in (row["label"], *row["aliases"].split("|")) if _is_proper(name)}
    return Gazetteer(
        frozenset(countries),
        frozenset(peoples - countries - _NOT_PEOPLES),
        {kind: [_words(name) for name in sorted(found)] for kind, found in sorted(names.items())},
    )


def _is_proper(name: str) -> bool:
    """Whether all but small words begin with a capital: not "Canada's cyber security agency"."""
    return (
        name != ""
        and "(" not in name
        and all(w[0].isupper() or len(w) <= 3 for w in name.split())
        and name[0].isupper()
    )


def _words(name: str) -> list[str]:
    """A name cut as the treebanks cut it: possessive marks, hyphens and commas are words."""
    return re.findall(r"'s|[^\s\-,']+(?:'(?!s\b)[^\s\-,]+)?|[-,']", name)


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(read_lines(path), delimiter="\t", quoting=csv.QUOTE_NONE))

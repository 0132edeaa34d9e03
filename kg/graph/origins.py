"""Whose report an article is: the one door through which every part that counts independent origins learns it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from kg.records import Entity, Evidence

if TYPE_CHECKING:
    from kg.graph.reading import Reading

MEDIA_TYPE = "media"


def article_origins(reading: Reading) -> dict[str, str]:
    """The origin of every article by its id: its outlet's IRI, else its publisher's name, else the article itself.

    It depends on all articles together, for any of them may name an outlet. The derived graph keeps what it gives.
    """
    outlets = reading.outlets()
    return {id: outlets.get(name.casefold(), name) or id for id, name in reading.publishers().items()}


def origin(told: Evidence, of_article: str) -> str:
    """Whose report an evidence is: the nearest outlet that it is attributed to, else its article's origin."""
    return next((speaker.id for speaker in told.attribution if speaker.type == MEDIA_TYPE), of_article)


def outlets_by_name(entities: Iterable[Entity]) -> Mapping[str, str]:
    """The IRI of each outlet by every name it has, in lower case; the first IRI where two share a name."""
    names: dict[str, str] = {}
    for entity in sorted((e for e in entities if e.type == MEDIA_TYPE), key=lambda e: e.id):
        for name in (entity.name, *entity.aliases):
            names.setdefault(name.casefold(), entity.id)
    return names

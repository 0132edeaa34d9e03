"""Outlets by name: those of the graph, those of the shipped tables, and whoever published an article of the graph."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from kg.entities.gazetteer import load_gazetteer
from kg.graph.credits import outlet_key
from kg.iris import Namespaces
from kg.ontology import EntityType, Ontology
from kg.records import Entity
from kg.resources import shipped

MEDIA_TYPE = "media"


class Outlets:
    """Who is meant by the name of an outlet: the IRI of a known one, or the name itself of one that published.

    A main name comes before another outlet's other name (The Times before the New York Times); an other name that
    several outlets have is nobody's.
    """

    def __init__(self, entities: Iterable[Entity], publishers: Iterable[str] = ()) -> None:
        media = sorted({e.id: e for e in entities if e.type == MEDIA_TYPE}.values(), key=lambda e: e.id)
        aliases: dict[str, set[str]] = {}
        for entity in media:
            for name in entity.aliases:
                aliases.setdefault(outlet_key(name), set()).add(entity.id)
        self._names = {key: min(iris) for key, iris in aliases.items() if len(iris) == 1}
        self._names |= {outlet_key(entity.name): entity.id for entity in reversed(media)}
        for name in sorted(publishers):
            self._names.setdefault(outlet_key(name), name)
        self._names.pop("", None)
        self._asked: dict[str, str | None] = {}

    def named(self, name: str) -> str | None:
        """The outlet that has a name, in any case, with *the* or without; None if none has."""
        if name not in self._asked:
            self._asked[name] = self._names.get(outlet_key(name))
        return self._asked[name]


def shipped_outlets(ontology: Ontology) -> tuple[Entity, ...]:
    """The outlets of the shipped tables; they need not be mentioned in a graph to be credited in it."""
    return _shipped(tuple(sorted(ontology.types.items())), ontology.namespaces)


@lru_cache(maxsize=8)
def _shipped(types: tuple[tuple[str, EntityType], ...], namespaces: Namespaces) -> tuple[Entity, ...]:
    """Read once for an ontology's types: each derivation asks for them."""
    tables = load_gazetteer(shipped("ontology") / "entities", types=dict(types), namespaces=namespaces)
    return tuple(entry.entity for entry in tables.entries.values() if entry.entity.type == MEDIA_TYPE)

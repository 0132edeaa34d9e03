"""Actors, goods and claims that belong to one article alone, named by the words that it has for them."""

from __future__ import annotations

from kg.entities.phrases import complement_words, phrase_words, spelled
from kg.iris import Namespaces
from kg.language.syntax import Node
from kg.lexicon import Lexicon
from kg.records import UNKNOWN_TYPE, Entity

# What a noun that can denote several kinds is taken for, the narrowest first.
_ORDER = ("agency", "court", "legislature", "company", "government", "media", "person", "organization", "group")


class LocalEntities:
    """Makes the local entities of one document; remembers its groups, so that *the operators* stay the same ones."""

    def __init__(self, document: str, namespaces: Namespaces, lexicon: Lexicon) -> None:
        self.document = document
        self.namespaces = namespaces
        self.lexicon = lexicon
        self._groups: list[tuple[str, str | None, str, frozenset[str], Entity]] = []

    def group(self, node: Node, types: frozenset[str], country: str | None, owner: Entity | None) -> Entity:
        """Several actors told of together: *American allies*, *Bassola's operators*."""
        kind = "company" if "company" in types else node.lemma
        own = frozenset(c.lemma for c in node.linked("amod", "compound"))
        for known_kind, known_country, lemma, told, entity in reversed(self._groups):
            if known_kind != kind:
                continue
            if country is not None and known_country == country and (lemma == node.lemma or kind == "company"):
                return entity
            if country is None and lemma == node.lemma and own <= told:
                return entity
        entity = self._described(node, "group", country, owner)
        self._groups.append((kind, country, node.lemma, own, entity))
        return entity

    def actor(self, node: Node, types: frozenset[str], country: str | None, owner: Entity | None) -> Entity:
        """Somebody whom the article only describes: *a Velmoran operator*, *Lian's trade ministry*."""
        kind = next((name for name in _ORDER if name in types), min(types))
        if kind == "company" and "country" in types:
            kind = "country"
        return self._described(node, kind, country, owner)

    def goods(self, node: Node, country: str | None = None) -> Entity:
        """A kind of goods that no table knows, named by its noun phrase: *Chinese meters*, *dysprosium*."""
        return self._described(node, "technology", country, None)

    def claim(self, words: str) -> Entity:
        """A denied allegation as an entity of its own."""
        name = " ".join(words.split())
        return Entity(self.namespaces.local_entity(self.document, name), name, "claim", local=True)

    def unknown(self) -> Entity:
        """Whoever did it, where the article does not say; one an article, never part of a fact."""
        return Entity(self.namespaces.local_entity(self.document, "unknown"), "unknown", UNKNOWN_TYPE, local=True)

    def _described(self, node: Node, kind: str, country: str | None, owner: Entity | None) -> Entity:
        name = spelled([*phrase_words(node), *complement_words(node)])
        if owner is not None:
            name = f"{owner.name}'s {name}"
            country = country or (owner.id if owner.type == "country" else owner.country)
        related = "counterparts" if owner is not None or node.child("nmod:poss") else "allies"
        if (node.lemma, related) in self.lexicon:
            country = None  # American allies are not of America; Chinese rivals are of China, China's rivals are not
        return Entity(self.namespaces.local_entity(self.document, name), name, kind, country=country, local=True)

"""Titles before names: *market leader* Telvia, *the owner,* Katsoulis, *Captain* Tu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.entities.names import PLACE_LABELS, Name
from kg.entities.phrases import belongs_to, is_plural, name_after_comma
from kg.entities.referent import Referent
from kg.language.syntax import Node
from kg.records import Entity, Field

if TYPE_CHECKING:
    from kg.entities.reference import Resolver

_NOT_PLACES = frozenset({"company", "agency", "organization", "person", "court"})


class Titles:
    """Finds whom a title belongs to, with the help of the resolver of the document."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver

    def name_of(self, where: Field, node: Node) -> Referent | None:
        """The name that a title stands before: *market leader* Telvia; *a dealer in medals*, Corvus Risk, …"""
        if node.pos not in ("NOUN", "PROPN") or is_plural(node):
            return None
        nodes = self.resolver.trees[where].nodes
        kinds = self.resolver.lexicon.noun_types(node.lemma)
        hit = self._name_from(where, node.i + 1)
        if hit is not None:
            words = nodes[hit[0].first : hit[0].last]
            relative = any(word.head is not None and word.head.link == "acl:relcl" for word in words)
            if not belongs_to(words, node) and (not kinds or relative):
                return None  # "the firm Oman accuses"
        elif kinds:
            place = name_after_comma(node, nodes)
            hit = self._name_from(where, place)
            if hit is not None and hit[0].label in PLACE_LABELS and place > node.i + 2:
                return None  # "a firm in Springfield, Ohio"
        if hit is None or not self._may_have_title(hit[1], kinds):
            return None
        self.resolver.described_before.append((where, node, hit[1]))
        return Referent(hit[1], node, hit[0].first, hit[0].last, "title")

    def _may_have_title(self, entity: Entity, kinds: frozenset[str]) -> bool:
        """Whether somebody may be called by a noun of some kinds: a place that nobody knows may be a firm."""
        if entity.type == "country":
            return entity.wikidata is None and bool(kinds & _NOT_PLACES)
        return entity.type != "technology"

    def with_honorific(self, where: Field, name: Name) -> int:
        """Where a person's name begins with the honorific before it: *Captain* Tu, *Mrs.* Strake."""
        before = self.resolver.trees[where].nodes[name.first - 1] if name.first else None
        is_honorific = before is not None and before.pos == "PROPN" and before.link in ("compound", "flat", "nmod:desc")
        alone = is_honorific and self.resolver.cast.at(where, before) is None  # type: ignore[arg-type]
        return name.first - 1 if alone else name.first

    def _name_from(self, where: Field, place: int) -> tuple[Name, Entity] | None:
        """The name that begins at a token."""
        hit = self.resolver.cast.names[where].get(place)
        return hit if hit is not None and hit[0].first == place else None

"""For whom a person speaks as *we*: *Kestrel's chief executive, Annika Stroem*; *Noor Bastiaans of Galdria Telecom*."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.language.syntax import Node
from kg.records import Entity

if TYPE_CHECKING:
    from kg.entities.reference import Resolver

HOUSES = frozenset({"company", "agency", "organization", "court", "legislature", "bloc", "media"})
STATES = frozenset({"country", "government"})
_TITLED = ("appos", "flat", "compound", "nmod:desc")
_OF = frozenset({"of", "at", "for", "from"})


def house_of(resolver: Resolver, person: Entity, kinds: frozenset[str] = HOUSES) -> Entity | None:
    """The firm, body or state that a person is said to be of, by the first mention that says so."""
    for where, names in resolver.cast.names.items():
        nodes = resolver.trees[where].nodes
        for name, entity in dict.fromkeys(names.values()):
            if entity.id != person.id:
                continue
            for title in _titles(nodes[name.first : name.last]):
                for owner in _owners(title):
                    for referent in resolver.resolve_one(where, owner):
                        if referent.entity.type in kinds:
                            return referent.entity
    return None


def _titles(name: list[Node]) -> Iterator[Node]:
    """The words of a name, and the nouns before and behind it that say what the person is."""
    for word in name:
        yield word
        yield from (child for child in word.linked(*_TITLED) if child.pos == "NOUN")
        if word.head is not None and word.link in _TITLED and word.head.pos == "NOUN":
            yield word.head


def _owners(title: Node) -> Iterator[Node]:
    for child in title.children:
        if child.link in ("nmod:poss", "compound") or (child.link == "nmod" and child.prep in _OF):
            yield child

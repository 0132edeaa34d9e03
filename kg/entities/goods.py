"""Goods stand for their makers: *Zhenda cranes*, *gear made by Huawei*; *Chinese meters* stand for themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.entities.phrases import is_made, makers
from kg.entities.referent import Referent
from kg.language.syntax import Node, conjuncts
from kg.records import Field

if TYPE_CHECKING:
    from kg.entities.reference import Resolver


_DEMONYMS = ("ian", "ean", "ese", "ish", "an")


class Goods:
    """Finds the makers of goods with the help of the resolver of the document."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver

    def is_goods(self, node: Node, types: frozenset[str]) -> bool:
        """A word for goods; or any thing that a name or nationality stands right before: *Zhenda cranes*."""
        lemma, lexicon = node.lemma, self.resolver.lexicon
        if (lemma, "goods") in lexicon or (not types and is_made(node)):
            return True
        lists = ("coverage", "inanimate", "representatives", "transparent", "sources", "reports")
        if types or node.pos != "NOUN" or any((lemma, name) in lexicon for name in lists):
            return False
        return (lemma, "noun") not in lexicon.frames_by_word and any(
            c.pos in ("PROPN", "ADJ") and c.text[:1].isupper() for c in node.linked("compound", "amod")
        )

    def made(self, where: Field, node: Node, depth: int) -> list[Referent]:
        """Goods stand for their makers; those of a country, *Chinese meters*, are goods of their own, not China."""
        for maker, how in makers(node):
            if how == "modifier" and _is_demonym(maker) and maker.text not in self.resolver.cast.nationalities:
                return [self.resolver.goods(node)]  # of a country that nobody knows: "Belavian potash"
            found = [r for item in conjuncts(maker) for r in self._maker(where, item, how, depth)]
            if found and found[0].entity.type == "country" and self._is_sure_country(found[0]):
                return [self.resolver.goods(node, found[0].entity.id)]
            if found:
                return found
        return []

    def _is_sure_country(self, referent: Referent) -> bool:
        """A nationality, or a country of the table; an unknown name right before goods is rather their maker."""
        return referent.entity.wikidata is not None or referent.node.text in self.resolver.cast.nationalities

    def _maker(self, where: Field, maker: Node, how: str, depth: int) -> Iterator[Referent]:
        hit = self.resolver.cast.at(where, maker)
        if hit is not None:
            if hit[1].type not in ("technology", "person"):
                yield Referent(hit[1], maker, hit[0].first, hit[0].last, f"goods, {how}")
            return
        nationality = self.resolver.cast.nationalities.get(maker.text)
        if nationality is not None:
            yield Referent(nationality, maker, maker.i, maker.i + 1, f"goods, {how}")
        elif maker.link in ("nmod:poss", "nmod", "obl", "obl:agent", "conj"):
            for referent in self.resolver.resolve_one(where, maker, depth + 1):
                if referent.entity.type not in ("technology", "claim"):
                    yield referent


def _is_demonym(maker: Node) -> bool:
    """*Belavian*, *Orsayese*: an adjective of a place."""
    return (
        maker.text[:1].isupper() and (maker.pos == "ADJ" or maker.entity == "NORP") and maker.text.endswith(_DEMONYMS)
    )

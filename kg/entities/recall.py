"""What goes back to what was told before: pronouns, definite descriptions, what a sentence leaves out.

Rules prefer somebody; the network gives everybody in question a chance. Who has the better sum is meant.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from kg.entities.affiliation import house_of
from kg.entities.chains import Link
from kg.entities.coreference import PLURAL, SPEAKING, TOGETHER, alike
from kg.entities.phrases import determiner_possessor, is_plural
from kg.entities.referent import Referent
from kg.language.syntax import Node
from kg.records import Entity, Field

if TYPE_CHECKING:
    from kg.entities.reference import Resolver

_CHAIN_DEPTH = 3
"""Descriptions that lead back to descriptions: further ones are read by rules alone."""

_FLOOR = 0.01
"""The least chance that counts."""

RULED = 1.5
"""What it counts, in logarithms of chances, that rules prefer somebody."""

UNLIKE = 1.0
"""What it counts against somebody that the noun denotes another kind."""


class Meant(NamedTuple):
    """Somebody whom a word may go back to, by what word before it, with the network's probability."""

    entity: Entity
    via: Node | None
    chance: float


class Recall:
    """Remembers who was told of, with the help of the resolver of the document."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        self._speakers: dict[tuple[Field, int], Entity] = {}
        self._houses: dict[str, Entity] = {}
        self._pronouns: dict[tuple[Field, int, frozenset[str] | None], list[Referent]] = {}

    def hear(self, where: Field, sentence: int, speaker: Entity) -> None:
        """Note who speaks in a sentence, so that *we* and *I* mean them."""
        self._speakers.setdefault((where, sentence), speaker)

    def _house(self, speaker: Entity) -> Entity:
        """Whom a speaker means by *we*: the firm or body they speak for, where one is told of."""
        if speaker.type != "person":
            return speaker
        if speaker.id not in self._houses:
            self._houses[speaker.id] = speaker
            self._houses[speaker.id] = house_of(self.resolver, speaker) or speaker
        return self._houses[speaker.id]

    def pronoun(self, where: Field, node: Node, types: frozenset[str] | None) -> list[Referent]:
        """Whom a pronoun means, of types that a relation allows."""
        key = where, node.i, types
        if key not in self._pronouns:
            self._pronouns[key] = list(self._pronoun(where, node, types))
        return self._pronouns[key]

    def _pronoun(self, where: Field, node: Node, types: frozenset[str] | None) -> Iterator[Referent]:
        if node.tag in ("WDT", "WP", "WP$", "EX", "WRB"):
            return
        speaks = node.text.lower() in SPEAKING
        if speaks:
            speaker = self._speakers.get((where, node.sentence))
            if speaker is not None and node.text.lower() in TOGETHER:
                speaker = self._house(speaker)
            ruled = [Referent(speaker, node, node.i, node.i + 1, "speaker")] if speaker is not None else []
        else:
            ruled = self._by_rule(where, node, types)
        if speaks and (ruled or self.resolver.discourse[where].chains is None):
            yield from ruled
            return
        if self.resolver.discourse[where].chains is None:
            yield from (Referent(r.entity, node, node.i, node.i + 1, "pronoun", r.node) for r in ruled)
            return
        for one in self._likelier(where, node, types, ruled):
            yield Referent(one.entity, node, node.i, node.i + 1, "pronoun", one.via, one.chance)

    def described(
        self, where: Field, node: Node, types: frozenset[str], country: str | None, depth: int
    ) -> Meant | None:
        """Whom a definite description goes back to: what rules prefer, unless the network is surer of another."""
        again = self._told_before(where, node)
        own = determiner_possessor(node)
        found: tuple[Entity, Node | None] | None = (again, None) if again is not None else None
        if found is None and not (own is not None and own.tag != "PRP$"):
            generic = (node.lemma, "generic-bodies") in self.resolver.lexicon or "company" in types
            found = self.resolver.discourse[where].antecedent(node, types, country, generic=generic)
        ruled = Meant(*found, 1.0) if found is not None else None
        if self.resolver.discourse[where].chains is None:
            return ruled
        offers, nobody = self.meant(where, node, depth)
        if ruled is not None and all(offer.entity.id != ruled.entity.id for offer in offers):
            offers.append(ruled._replace(chance=_FLOOR))
        wanted = alike(types)
        best, score = None, math.log(max(nobody, _FLOOR)) + (RULED if ruled is None else 0.0)
        for offer in offers:
            entity = offer.entity
            if country and entity.country and entity.country != country:
                continue
            own_score = math.log(offer.chance) - (0.0 if entity.type in wanted else UNLIKE)
            own_score += RULED if ruled is not None and entity.id == ruled.entity.id else 0.0
            if own_score > score:
                best, score = offer, own_score
        return best

    def meant(self, where: Field, node: Node, depth: int) -> tuple[list[Meant], float]:
        """Whom the network takes a pronoun or description for, the likeliest first, and how likely it is nobody."""
        links, nobody = self.resolver.discourse[where].goes_back(node)
        return (self._told(where, links, depth) if depth < _CHAIN_DEPTH else []), nobody

    def meant_by(self, where: Field, node: Node, types: frozenset[str]) -> list[Meant]:
        """Who of those told of before is meant by a word that denotes no actor, the likeliest first."""
        if self.resolver.discourse[where].chains is None:
            return []
        offers, nobody = self.meant(where, node, 0)
        return [m for m in offers if m.chance > max(nobody, _FLOOR) and m.entity.type in types]

    def implied(self, where: Field, role: str, trigger: Node, types: frozenset[str]) -> list[Meant]:
        """Who of those told of before a sentence has a role in it that it does not name, the likeliest first."""
        chains = self.resolver.discourse[where].chains
        if chains is None:
            return []
        links, nobody = chains.before(role, trigger, self.resolver.trees[where].sentences[trigger.sentence][0])
        return [m for m in self._told(where, links, 0) if m.chance > max(nobody, _FLOOR) and m.entity.type in types]

    def _likelier(self, where: Field, node: Node, types: frozenset[str] | None, ruled: list[Referent]) -> list[Meant]:
        """Whom a pronoun means: what rules prefer, unless the network is surer of another."""
        offers, _ = self.meant(where, node, 0)
        chances = {offer.entity.id: offer.chance for offer in offers}
        best = [Meant(r.entity, r.node, chances.get(r.entity.id, _FLOOR)) for r in ruled]
        score = math.log(max([_FLOOR, *(one.chance for one in best)])) + RULED
        own = {one.entity.id for one in best}
        for offer in offers:
            entity = offer.entity
            if entity.id in own or (types is not None and entity.type not in types):
                continue
            if self.resolver.discourse[where].agrees(node, entity, 1) and math.log(offer.chance) > score:
                best, score = [offer], math.log(offer.chance)
        return best

    def _by_rule(self, where: Field, node: Node, types: frozenset[str] | None) -> list[Referent]:
        """The nearest earlier phrase that a pronoun can go back to."""
        first: list[Referent] = []
        sentence = node.sentence
        plural = node.text.lower() in PLURAL
        for candidate in self.resolver.discourse[where].pronoun_candidates(node):
            if first and candidate.sentence != sentence:
                break
            sentence = candidate.sentence
            hit = self.resolver.cast.at(where, candidate)
            found = self.resolver.resolve(where, candidate) if hit is None or hit[1].type != "technology" else []
            fitting = [
                r
                for r in found
                if self.resolver.discourse[where].agrees(node, r.entity, len(found))
                and (types is None or r.entity.type in types)
            ]
            if fitting and (not plural or len(found) > 1 or is_plural(candidate)):
                first = fitting  # of one sentence, *they* are rather several than a body of one
                break
            first = first or fitting
        return first

    def _told(self, where: Field, links: list[Link], depth: int) -> list[Meant]:
        found: dict[str, Meant] = {}
        for link in links:
            for referent in self.resolver.resolve_one(where, link.node, depth + 1):
                known = found.get(referent.entity.id) or Meant(referent.entity, referent.node, 0.0)
                found[referent.entity.id] = known._replace(chance=known.chance + link.chance)
        return sorted(found.values(), key=lambda meant: -meant.chance)

    def _told_before(self, where: Field, node: Node) -> Entity | None:
        """*the council* after *Tolgate city council*: the nearest actor of this article alone with the same noun."""
        own = {c.lemma for c in node.linked("compound", "amod") if c.pos != "PROPN"}
        for there, earlier, entity in reversed(self.resolver.described_before):
            if earlier.lemma != node.lemma or (there is where and earlier.i >= node.i):
                continue
            # a headline may describe whom the body names, not the other way round
            visible = there is where or where is Field.TITLE
            if visible and own <= {c.lemma for c in earlier.linked("compound", "amod")}:
                return entity
        return None

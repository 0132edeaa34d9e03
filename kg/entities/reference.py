"""Who a noun phrase or pronoun means: a name, a description of one, a group, a country behind its officials."""

from __future__ import annotations

from collections.abc import Iterator

from kg.entities.affiliation import STATES, house_of
from kg.entities.cast import Cast
from kg.entities.coreference import Discourse
from kg.entities.goods import Goods
from kg.entities.local import LocalEntities
from kg.entities.phrases import (
    QUANTIFIERS,
    are_some_people,
    clause_words,
    coordinated_modifiers,
    country_words,
    determiner_possessor,
    examples,
    introduces,
    is_definite,
    is_plain,
    is_plural,
    listed_members,
    phrase_words,
    proper_words,
    told_words,
)
from kg.entities.recall import Meant, Recall
from kg.entities.referent import Referent
from kg.entities.titles import Titles
from kg.iris import Namespaces
from kg.language.syntax import Node, Tree, antecedent, conjuncts
from kg.lexicon import Lexicon
from kg.records import Document, Entity, Field

_DEPTH = 6
SURE = 0.5
"""How likely it must be whom a noun goes back to of which nobody knows what it denotes."""

_PAIRS = frozenset({"pair", "duo"})
_SIDES = frozenset({"side", "party", "neighbour", "neighbor", "rival"})
_ANYBODY = frozenset({"company", "organization", "country", "agency", "person", "product"})
_PEOPLE = frozenset({"group"})
_OWNERS = ("of", "for", "from", "at", "to", "in")


class Resolver:
    """Resolves the noun phrases of one document; remembers its descriptions and speakers."""

    def __init__(
        self, document: Document, trees: dict[Field, Tree], cast: Cast, lexicon: Lexicon, namespaces: Namespaces
    ) -> None:
        self.document = document
        self.local = LocalEntities(document.id, namespaces, lexicon)
        self.trees = trees
        self.cast = cast
        self.lexicon = lexicon
        self.namespaces = namespaces
        heroes = frozenset(entity.id for _, entity in cast.names.get(Field.TITLE, {}).values())
        self.discourse = {where: Discourse(tree, cast.names[where], heroes) for where, tree in trees.items()}
        self.described_before: list[tuple[Field, Node, Entity]] = []
        self._memory: dict[tuple[Field, int], list[Referent]] = {}
        self._goods = Goods(self)
        self._titles = Titles(self)
        self._recall = Recall(self)

    # -------------------------------------------------------------- whole phrases

    def resolve(self, where: Field, node: Node, types: frozenset[str] | None = None) -> list[Referent]:
        """Everybody that a phrase names, coordination and examples spread out, in text order, nobody twice.

        A pronoun goes back to the nearest fitting entity of one of `types`.
        """
        found: dict[str, Referent] = {}
        for item in conjuncts(antecedent(node)):
            pronoun = types is not None and item.tag in ("PRP", "PRP$")
            for referent in self._recall.pronoun(where, item, types) if pronoun else self.resolve_one(where, item):
                found.setdefault(referent.entity.id, referent)
        return list(found.values())

    def resolve_one(self, where: Field, node: Node, depth: int = 0) -> list[Referent]:
        """Whom one noun or pronoun means, without what is coordinated with it."""
        key = where, node.i
        if key not in self._memory:
            self._memory[key] = []  # a phrase that leads back to itself means nobody
            self._memory[key] = list(self._find(where, node, depth)) if depth < _DEPTH else []
        return self._memory[key]

    def _find(self, where: Field, node: Node, depth: int) -> Iterator[Referent]:
        if node.tag == "WP$" and antecedent(node) is not node:
            yield from self.resolve_one(where, antecedent(node), depth + 1)  # "X, whose gear Y banned"
            return
        if node.pos == "PRON" or node.tag in ("PRP", "PRP$"):
            yield from self._recall.pronoun(where, node, None)
            return
        group_examples = examples(node, self.lexicon)
        if group_examples:
            found = [r for item in group_examples for r in self.resolve_one(where, item, depth + 1)]
            if found:
                yield from found
                return
        listed = self._listed_after(where, node, depth)
        if listed:
            yield from listed
            return
        named = self._named(where, node, depth)
        if named is not None:
            yield named
        elif node.pos in ("NOUN", "ADJ", "NUM", "VERB", "DET", "PROPN", "X"):
            yield from self._described(where, node, depth)

    def _referent(self, entity: Entity, node: Node, how: str, via: Node | None = None, chance: float = 1.0) -> Referent:
        words = told_words(node) if entity.local else phrase_words(node)
        own = determiner_possessor(node)
        if own is not None and own.tag == "PRP$" and entity.local:
            words = [own, *words]  # "its trade ministry"
        return Referent(entity, node, words[0].i, max(words[-1].i, node.i) + 1, how, via, chance)

    # -------------------------------------------------------------- names

    def _named(self, where: Field, node: Node, depth: int) -> Referent | None:
        hit = self.cast.at(where, node)
        if hit is not None:
            name, entity = hit
            if entity.type == "person":
                return Referent(entity, node, self._titles.with_honorific(where, name), name.last)
            if entity.type == "country" and self._is_people(node):
                return self._people(node, entity)
            if entity.type == "technology" and not entity.local:
                made = next(iter(self._goods.made(where, node, depth)), None)
                return made or Referent(entity, node, name.first, name.last)
            return Referent(entity, node, name.first, name.last)
        titled = self._titles.name_of(where, node)
        if titled is not None:
            return titled
        for child in node.linked("flat", "appos", "compound", "nmod:desc"):
            # Commerce Secretary Wilbur Ross; the supplier Dongqiao; "Chinese telecoms firm Huawei"
            hit = self.cast.at(where, child)
            if hit is None or (child.link == "compound" and child.i < node.i) or hit[1].type == "technology":
                continue
            near = child.link in ("flat", "nmod:desc") or child.i - node.i <= 5
            beside = child.link == "appos" and near and not is_plural(node)
            # "Dutch foundry Zilver", whatever the model takes Zilver for; "the capital, Norland" is no foundry
            beside = beside and (hit[1].type != "country" or hit[0].first == node.i + 1)
            if (near and self.lexicon.noun_types(node.lemma)) or beside or self._same_kind(node, hit[1]):
                self.described_before.append((where, node, hit[1]))
                return Referent(hit[1], node, hit[0].first, hit[0].last, "title")
        if node.pos == "PROPN" and node.text[:1].isupper() and node.link not in ("compound", "flat"):
            return self._unlisted_name(where, node)
        return None

    def _is_people(self, node: Node) -> bool:
        return node.text in self.cast.nationalities and are_some_people(node)

    def _people(self, node: Node, country: Entity) -> Referent:
        return self._referent(self.local.group(node, _PEOPLE, country.id, None), node, "group")

    def _listed_after(self, where: Field, node: Node, depth: int) -> list[Referent]:
        """*Two hospitals, the Amstelrode and the Duinhof*: a group whose members are named after it."""
        members = listed_members(node, lambda item: self.cast.at(where, item) is not None)
        return [r for item in members for r in self.resolve_one(where, item, depth + 1)]

    def _unlisted_name(self, where: Field, node: Node) -> Referent | None:
        """A proper noun that neither the model nor the table took for a name."""
        country = self.cast.nationalities.get(node.text)
        if country is not None:
            state = not self._is_people(node)
            return Referent(country, node, node.i, node.i + 1, "nationality") if state else self._people(node, country)
        if node.entity in ("DATE", "TIME"):
            return None
        if not (nodes := proper_words(node, self.trees[where].nodes, self.lexicon)):
            return None
        text = self.trees[where].text[nodes[0].start : nodes[-1].end]
        for entity in self.cast.entities:
            if text in (entity.name, *entity.aliases):
                return Referent(entity, node, nodes[0].i, nodes[-1].i + 1)
        kinds = [kind for n in nodes for kind in sorted(self.lexicon.names.get(n.text, ()))]
        entity = Entity(self.namespaces.entity(text), text, kinds[0] if kinds else "organization")
        return Referent(entity, node, nodes[0].i, nodes[-1].i + 1, "capitals")

    def _same_kind(self, noun: Node, entity: Entity) -> bool:
        types = self.lexicon.noun_types(noun.lemma)
        return entity.type in types or ("company" in types and entity.type in ("organization", "product", "media"))

    # -------------------------------------------------------------- descriptions

    def _described(self, where: Field, node: Node, depth: int) -> Iterator[Referent]:
        lemma, lexicon = node.lemma, self.lexicon
        types = self._types(node)
        if (lemma, "representatives") in lexicon and not (types and is_plain(node)):
            several = [self._country_word(where, word) for word in coordinated_modifiers(node)]
            if several and all(several):  # "Kenyan and Ugandan officials"
                yield from (self._referent(r.entity, node, f"{lemma} of", r.node) for r in several if r is not None)
                return
            owner = self._owner(where, node, depth)
            if owner is not None:
                entity = owner.entity
                if entity.type == "person" and "government" in types:  # "her government" is of what she governs
                    entity = house_of(self, entity, STATES) or entity
                yield self._referent(entity, node, f"{lemma} of", owner.via or owner.node)
                return
        if (lemma, "transparent") in lexicon:
            inner = self._through(where, node, depth)
            if inner:
                yield from inner
                return
        two = any(c.lemma == "two" for c in node.linked("nummod")) and is_definite(node)
        if lemma in _PAIRS or (lemma in _SIDES and two):
            yield from (
                self._referent(entity, node, "both", via)
                for entity, via in self.discourse[where].last_distinct(node, _ANYBODY, 2)
            )
            return
        made = self._goods.made(where, node, depth) if self._goods.is_goods(node, types) else []
        if made:
            yield from made
            return
        if (lemma, "coverage") in lexicon or node.pos == "VERB":
            return
        nationality = self.cast.nationalities.get(node.text)
        if nationality is not None and node.pos in ("PROPN", "ADJ", "NOUN"):
            yield self._referent(nationality, node, "nationality")
            return
        if not types and is_plural(node) and any((c.lemma, "outsiders") in lexicon for c in node.linked("amod")):
            types = frozenset({"group"})  # "foreign hosts", "untrusted constellations"
        named = self.discourse[where].named_with(node) if not types and is_definite(node) else None
        if named is not None:
            yield self._referent(named[0], node, "description", named[1])
        elif types:
            yield from self._typed(where, node, types, depth)
        elif node.pos == "NOUN" and is_definite(node):
            meant, _ = self._recall.meant(where, node, depth)
            if meant and meant[0].chance > SURE:
                yield self._referent(meant[0].entity, node, "description", meant[0].via, meant[0].chance)

    def _types(self, node: Node) -> frozenset[str]:
        """What a noun can denote, with the word before it where the two are one term: *central bank*."""
        for child in node.linked("amod", "compound"):
            if child.i == node.i - 1:
                found = self.lexicon.noun_types(f"{child.lemma} {node.lemma}")
                if found:
                    return found
        return self.lexicon.noun_types(node.lemma)

    def _owner(self, where: Field, node: Node, depth: int) -> Referent | None:
        """*China's envoy*, *a delegation from Washington*, *American officials*, *ministry officials*."""
        poss = determiner_possessor(node)
        if poss is not None:
            found = self.resolve_one(where, poss, depth + 1)
            if found:
                return found[0]
        country = self.country(where, node)
        for child in node.linked("compound", "amod"):
            hit = self.cast.at(where, child)
            if hit is not None and hit[1].type not in ("technology", "country"):
                return Referent(hit[1], child, hit[0].first, hit[0].last)
            if hit is None and child.pos == "NOUN" and self.lexicon.noun_types(child.lemma):
                found = self.resolve_one(where, child, depth + 1)
                if found:
                    return found[0]
        if country is not None:
            return country
        for child in node.linked("nmod"):
            if child.prep in _OWNERS:
                found = self.resolve_one(where, child, depth + 1)
                if found and found[0].entity.type not in ("technology",):
                    return found[0]
        return None

    def country(self, where: Field, node: Node) -> Referent | None:
        """The country that a phrase says it is of: *Chinese*, *China-based*, *U.S.*, *of Tervania*."""
        return next(filter(None, (self._country_word(where, word) for word in country_words(node))), None)

    def _country_word(self, where: Field, word: Node) -> Referent | None:
        nationality = self.cast.nationalities.get(word.text)
        if nationality is not None:
            return Referent(nationality, word, word.i, word.i + 1, "nationality")
        hit = self.cast.at(where, word)
        if hit is not None and hit[1].type == "country":
            return Referent(hit[1], word, hit[0].first, hit[0].last)
        return None

    def _through(self, where: Field, node: Node, depth: int) -> list[Referent]:
        """*use of X*, *a range of X*, *X imports*: the meaning is in what follows or stands before."""
        for child in node.linked("nmod"):
            if child.prep in ("of", "by"):
                found = [r for item in conjuncts(child) for r in self.resolve_one(where, item, depth + 1)]
                if found:
                    return found
        if (node.lemma, "goods") in self.lexicon or not self.lexicon.noun_types(node.lemma):
            for child in node.linked("compound", "nmod:poss"):
                found = self.resolve_one(where, child, depth + 1)
                if found:
                    return found
        return []

    def _typed(self, where: Field, node: Node, types: frozenset[str], depth: int) -> Iterator[Referent]:
        """A noun that names a kind of actor: the one meant before, or one of this article alone."""
        country = self.country(where, node)
        country_iri = country.entity.id if country is not None else None
        discourse = self.discourse[where]
        if is_plural(node):
            number = any(c.lemma in QUANTIFIERS for c in node.linked("nummod", "det", "det:predet"))
            if (number and is_definite(node)) or any(c.lemma == "both" for c in node.children):
                pair = discourse.last_distinct(node, types | ({"country"} if "government" in types else set()), 2)
                if len(pair) == 2:
                    yield from (self._referent(entity, node, "both", via) for entity, via in pair)
                    return
            group = self.local.group(node, types, country_iri, self._possessor(where, node))
            yield self._referent(group, node, "group")
            return
        if node.link == "appos" and node.head is not None and self.cast.at(where, node.head) is not None:
            yield from self.resolve_one(where, node.head, depth + 1)  # "Bazaar, a rival store which X bought"
            return
        named = node.head if node.link == "nsubj" and node.head is not None and node.head.child("cop") else None
        if named is not None and is_definite(node) and named.pos == "PROPN" and self.cast.at(where, named) is not None:
            yield from self.resolve_one(where, named, depth + 1)  # "the company that sued Norway is Huawei"
            return
        if node.child("cop") is not None and node.child("acl:relcl") is not None:
            subject = node.child("nsubj")
            if subject is not None:  # "Ocellus is the firm that Norway threw out"
                yield from self.resolve_one(where, subject, depth + 1)
                return
        if where is Field.TITLE or (is_definite(node) and not introduces(node)):
            before = self._recall.described(where, node, types, country_iri, depth)
            if before is not None:
                yield self._referent(before.entity, node, "description", before.via, before.chance)
                return
        if "country" in types:
            named = next((c for c in node.linked("nmod") if c.prep == "of" and c.pos == "PROPN"), None)
            if named is not None:  # "the island republic of Orvanne"
                yield from self.resolve_one(where, named, depth + 1)
                return
        if types == {"country"} and not is_definite(node):
            return
        if types <= {"product"}:
            return
        entity = self.local.actor(node, types, country_iri, self._possessor(where, node))
        self.described_before.append((where, node, entity))
        yield self._referent(entity, node, "described")

    def _possessor(self, where: Field, node: Node) -> Entity | None:
        """Whose an actor is that the article names by a possessive: *Bassola … its operators*."""
        own = determiner_possessor(node)
        if own is None or own.tag != "PRP$":
            return None
        found = self.resolve_one(where, own)
        return found[0].entity if len(found) == 1 and not found[0].entity.local else None

    # -------------------------------------------------------------- what only this article has

    def goods(self, node: Node, country: str | None = None) -> Referent:
        """A kind of goods that no table knows, named by its noun phrase: *Chinese meters*, *dysprosium*."""
        return self._referent(self.local.goods(node, country), node, "goods")

    def described(self, node: Node, kind: str) -> Referent:
        """An actor of this article alone, named by its noun phrase, whatever its noun."""
        return self._referent(self.local.actor(node, frozenset({kind}), None, None), node, "described")

    def claim(self, where: Field, node: Node) -> Referent:
        """A denied allegation as an entity of its own, named by its noun phrase or clause."""
        words = phrase_words(node) if node.is_noun else clause_words(node)
        first, last = words[0], words[-1]
        text = self.trees[where].text[first.start : last.end]
        return Referent(self.local.claim(text), node, first.i, last.i + 1, "claim")

    # -------------------------------------------------------------- what goes back to what was told before

    def hear(self, where: Field, sentence: int, speaker: Entity) -> None:
        """Note who speaks in a sentence, so that *we* and *I* mean them."""
        self._recall.hear(where, sentence, speaker)

    def implied(self, where: Field, role: str, trigger: Node, types: frozenset[str]) -> list[Meant]:
        """Who of those told of before a sentence has a role in it that it does not name, the likeliest first."""
        return self._recall.implied(where, role, trigger, types)

    def meant_by(self, where: Field, node: Node, types: frozenset[str]) -> list[Meant]:
        """Who of those told of before is meant by a word that denotes no actor: *the accusation*, its accuser."""
        return self._recall.meant_by(where, node, types)

"""The cast of an article: every name in it linked to one entity, short forms and acronyms included."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from kg.entities.gazetteer import METONYM, Entry, Gazetteer
from kg.entities.names import PLACE_LABELS, Name, find_names, person_word
from kg.iris import Namespaces
from kg.language.syntax import Node, Tree, name_span
from kg.lexicon import Lexicon
from kg.records import Document, Entity, Field

_LABEL_TYPES = {
    "PERSON": "person", "ORG": "organization", "GPE": "country", "LOC": "country", "FAC": "organization",
    "NORP": "country", "PRODUCT": "product", "WORK_OF_ART": "product",
}  # fmt: skip
_POLITE = frozenset({"mr", "ms", "mrs", "dr", "sir", "lord", "lady"})
_NAMED_AFTER_PLACES = frozenset({"media", "court", "legislature", "bloc"})
_OF_A_STATE = frozenset({"agency", "legislature", "government", "court"})
_COUNTRY_ENDINGS = ("land", "stan", "ania", "onia", "enia", "avia", "aria", "istan")
_SMALL = frozenset({"of", "the", "and", "for", "de", "du", "la", "&", "on", "in"})


@dataclass
class Cast:
    """Who is in an article: names by field and token, and the country behind each nationality."""

    names: dict[Field, dict[int, tuple[Name, Entity]]]
    nationalities: dict[str, Entity]
    entities: list[Entity]
    by_iri: dict[str, Entity] = field(default_factory=dict)

    def at(self, where: Field, node: Node) -> tuple[Name, Entity] | None:
        """The name that covers a token, with its entity."""
        return self.names[where].get(node.i)

    def country_of(self, iri: str | None) -> Entity | None:
        """The entity behind a country's IRI, if the article or the gazetteer knows it."""
        return self.by_iri.get(iri) if iri else None


class Linker:
    """Links the names of one document at a time; keeps nothing of a document."""

    def __init__(self, gazetteer: Gazetteer, lexicon: Lexicon, namespaces: Namespaces) -> None:
        self.gazetteer = gazetteer
        self.lexicon = lexicon
        self.namespaces = namespaces
        self._countries = {e.entity.id: e.entity for e in gazetteer.entries.values() if e.entity.type == "country"}
        self._demonyms = {word: gazetteer.entries[key].entity for word, key in gazetteer.demonyms.items()}

    def link(self, document: Document, trees: dict[Field, Tree]) -> Cast:
        """Every name of title and body with its entity; the body's fuller forms serve the title."""
        found = {where: find_names(tree, self.gazetteer, self.lexicon) for where, tree in trees.items()}
        everything = [name for names in found.values() for name in names]
        foreign = self._of_another_country(found, trees)
        chosen = self._link_known(document, [name for name in everything if name.text not in foreign])
        chosen |= self._link_unknown(found, trees, chosen)
        chosen = _with_forms(chosen)
        cast = Cast(
            names={where: {} for where in trees},
            nationalities=dict(self._demonyms),
            entities=list(dict.fromkeys(chosen.values())),
            by_iri=dict(self._countries),
        )
        self._add_new_nationalities(cast, trees)
        for where, names in found.items():
            for name in names:
                entity = cast.nationalities.get(name.text) or chosen.get(name.text)
                if entity is not None:
                    cast.names[where].update((i, (name, entity)) for i in range(name.first, name.last))
        cast.by_iri |= {entity.id: entity for entity in cast.entities}
        return cast

    # -------------------------------------------------------------- known names

    def _link_known(self, document: Document, names: list[Name]) -> dict[str, Entity]:
        forms = {name.text: name.entries for name in names if name.entries}
        sure = {e.key for entries in forms.values() if len(entries) == 1 for e in entries}
        longer = {e.key for text, entries in forms.items() for e in entries if len(text.split()) > 1}
        labels = {name.text: name.label for name in names}
        chosen: dict[str, Entity] = {}
        for text, entries in forms.items():
            entry = self._prefer(text, entries, sure, longer, document.date, labels[text])
            chosen[text] = self.gazetteer.resolve_metonym(entry).entity
        return chosen

    def _prefer(
        self, text: str, entries: tuple[Entry, ...], sure: set[str], longer: set[str], date: str | None, label: str
    ) -> Entry:
        """One entry of several: in office at the date, named more fully elsewhere in the text, usual."""
        order = self.gazetteer.preferred(text.replace("’", "'"))

        def rank(entry: Entry) -> tuple[bool, bool, bool, bool, int]:
            usual = order.index(entry.key) if entry.key in order else len(order)
            unfit = label == "PERSON" and entry.entity.type != "person"
            return not entry.valid_at(date), unfit, entry.key not in longer, entry.key not in sure, usual

        return min(entries, key=rank)

    def _of_another_country(self, found: dict[Field, list[Name]], trees: dict[Field, Tree]) -> set[str]:
        """Forms of known bodies that the text says are another country's: *Aurelland's Department of Commerce*."""
        foreign = set()
        for where, names in found.items():
            for name in names:
                if name.entries and all(entry.entity.type in _OF_A_STATE for entry in name.entries):
                    owner = self._owner_country(name, trees[where], {})
                    elsewhere = owner is not None and all(owner.id != e.entity.country for e in name.entries)
                    if elsewhere or self._has_unknown_owner(name, trees[where]):
                        foreign.add(name.text)
        return foreign

    # -------------------------------------------------------------- names of nobody we know

    def _link_unknown(
        self, found: dict[Field, list[Name]], trees: dict[Field, Tree], known: dict[str, Entity]
    ) -> dict[str, Entity]:
        labels: dict[str, Counter[str]] = {}
        places: dict[str, tuple[Field, Name]] = {}
        for where in sorted(found, reverse=True):  # the title last
            for name in found[where]:
                if name.text not in known:
                    labels.setdefault(name.text, Counter())[name.label] += 1
                    places.setdefault(name.text, (where, name))
        order = sorted(labels, key=lambda text: (-len(text.split()), -len(text), text))
        chosen: dict[str, Entity] = {}
        for text in order:
            where, name = places[text]
            kind = self._type_of(name, trees[where], labels[text])
            entity = self._full_form(text, labels[text], known, chosen)
            nation = self._demonyms.get(text)
            chosen[text] = nation or entity or self._new_entity(name, kind, trees[where], known)
        return chosen

    def _full_form(
        self, text: str, labels: Counter[str], known: dict[str, Entity], chosen: dict[str, Entity]
    ) -> Entity | None:
        """The entity of a longer name that this one shortens: *Dongqiao* (Telecom), *Koss* (Mirela), *MTC*."""
        words = text.split()
        for full, entity in [*chosen.items(), *known.items()]:
            if entity.type in ("technology", METONYM):
                continue
            named = entity.type in _NAMED_AFTER_PLACES or (
                entity.type in ("organization", "agency") and full.split()[-1] in self.lexicon.names
            )
            if named and not PLACE_LABELS.isdisjoint(labels) and " " not in text:
                continue  # "Yandao" is not the Yandao Herald
            for form in (full, entity.name):
                parts = form.split()
                if len(parts) <= len(words) and form != text:
                    continue
                if _shortens(words, parts, entity.type) or (
                    len(words) == 1 and len(parts) > 1 and parts[-1] == text and text in self.lexicon.names
                ):  # "the Office" of the Civil Aviation Office
                    return entity
        return None

    def _type_of(self, name: Name, tree: Tree, labels: Counter[str]) -> str:
        nodes = tree.nodes[name.first : name.last]
        label = min(labels, key=lambda item: (-labels[item], item))
        if "PERSON" in labels and len(nodes) > 1:
            label = "PERSON"
        if label == "PERSON" and len(nodes) == 1 and not self._has_title(nodes[0]):
            # the press gives a person's full name or title first; a lone name is somebody else
            label = "ORG"
        for node in (nodes[-1], nodes[0], *nodes):
            types = self.lexicon.names.get(node.text)
            if types and label != "PERSON" and len(nodes) > 1:
                return min(types)
        if len(nodes) == 1 and label != "PERSON" and self._rules(nodes[0]):
            return "country"
        described = self._described_as(tree, nodes)
        if described and label not in ("PERSON",) and not (label in PLACE_LABELS and described == "agency"):
            return described
        return _LABEL_TYPES.get(label, "organization")

    def _has_title(self, node: Node) -> bool:
        beside = [*node.linked("compound", "nmod:desc", "flat", "amod"), *([node.head] if node.head else [])]
        return any("person" in self.lexicon.noun_types(n.lemma) or n.lemma.rstrip(".") in _POLITE for n in beside)

    def _rules(self, node: Node) -> bool:
        """*Tervania's ministry*, *Tervania's parliament*: who has these is a country; so is what is called -land."""
        if node.text.endswith(_COUNTRY_ENDINGS) and len(node.text) > 5:
            return True
        head = node.head
        if node.link != "nmod:poss" or head is None:
            return False
        return bool(
            self.lexicon.noun_types(head.lemma) & _OF_A_STATE
            or self.lexicon.names.get(head.text, frozenset()) & _OF_A_STATE
        )

    def _described_as(self, tree: Tree, nodes: list[Node]) -> str | None:
        """*chipmaker Lumetra*; *Lumetra, a supplier of …*: the type of the noun beside the name."""
        inside = {node.i for node in nodes}
        for node in nodes:
            for child in node.children:
                if child.i not in inside and child.pos == "NOUN" and child.link in ("appos", "compound", "flat"):
                    types = self.lexicon.noun_types(child.lemma)
                    if types:
                        return _preferred_type(types)
            head = node.head
            if head is not None and head.i not in inside and node.link in ("appos", "flat") and head.pos == "NOUN":
                types = self.lexicon.noun_types(head.lemma)
                if types:
                    return _preferred_type(types)
        return None

    def _new_entity(self, name: Name, kind: str, tree: Tree, known: dict[str, Entity]) -> Entity:
        country = self._owner_country(name, tree, known)
        text = re.sub(r"\s+", " ", name.text)
        # ministries of many countries share a name; a company's name is its own
        key = f"{text} ({country.name})" if country is not None and kind in ("agency", "court", "legislature") else text
        return Entity(
            id=self.namespaces.entity(key), name=text, type=kind, country=country.id if country is not None else None
        )

    def _owner_country(self, name: Name, tree: Tree, known: dict[str, Entity]) -> Entity | None:
        """*Tervania's Ministry of Transport*, *the Chinese regulator CAC*: the country that a name is said to be of."""
        nodes = tree.nodes
        head = next(
            (n for n in nodes[name.first : name.last] if n.head is None or not (name.first <= n.head.i < name.last)),
            None,
        )
        for node in head.children if head is not None else ():
            if node.link in ("nmod:poss", "amod", "compound"):
                entity = self._demonyms.get(node.text) or known.get(node.text) or self._country_named(node.text)
                if entity is not None and entity.type == "country":
                    return entity
                if node.link == "nmod:poss" and node.entity in PLACE_LABELS:
                    first, last = name_span(node)
                    text = tree.text[nodes[first].start : nodes[last - 1].end]
                    return Entity(id=self.namespaces.entity(text), name=text, type="country")
        return None

    def _has_unknown_owner(self, name: Name, tree: Tree) -> bool:
        """*Harth's Commerce Department*, where no table knows Harth."""
        owner = next((c for n in tree.nodes[name.first : name.last] for c in n.linked("nmod:poss")), None)
        return owner is not None and owner.pos == "PROPN" and not self.gazetteer.lookup(owner.text)

    def _country_named(self, text: str) -> Entity | None:
        return next((e.entity for e in self.gazetteer.lookup(text) if e.entity.type == "country"), None)

    # -------------------------------------------------------------- nationalities

    def _add_new_nationalities(self, cast: Cast, trees: dict[Field, Tree]) -> None:
        """*Quellish* beside *Quelland*: an unknown adjective with a capital that begins as a country of the article."""
        countries = [e for e in cast.entities if e.type == "country" and e.id not in self._countries]
        if not countries:
            return
        for tree in trees.values():
            for node in tree.nodes:
                if node.text[:1].isupper() and node.text not in cast.nationalities and len(node.text) > 4:
                    if node.pos not in ("ADJ", "PROPN", "NOUN") or node.text in {c.name for c in countries}:
                        continue
                    for country in countries:
                        if _is_demonym(node.text, country.name):
                            cast.nationalities[node.text] = country
                            break


def _with_forms(chosen: dict[str, Entity]) -> dict[str, Entity]:
    """Entities of no table get the forms that the article uses as aliases, so that they can be asked for by them."""
    forms: dict[str, list[str]] = {}
    for text, entity in chosen.items():
        forms.setdefault(entity.id, []).append(text)
    return {
        text: entity
        if entity.wikidata or entity.aliases
        else replace(entity, aliases=tuple(sorted({form for form in forms[entity.id] if form != entity.name})))
        for text, entity in chosen.items()
    }


def _preferred_type(types: Iterable[str]) -> str:
    order = ("company", "agency", "court", "legislature", "media", "person", "organization", "country")
    found = set(types)
    return next((kind for kind in order if kind in found), min(found))


def _is_demonym(word: str, country: str) -> bool:
    """A shared beginning and an ending that nationalities have: Tervania → Tervanian, Quelland → Quellish."""
    if " " in country or not re.search(r"(an|ans|ish|ese|i|ian|ic|er|ers|ard|ite|ites|ean|ch)\Z", word):
        return False
    shared = 0
    for a, b in zip(word, country, strict=False):
        if a != b:
            break
        shared += 1
    return shared >= 4 and shared >= min(len(country), len(word)) - 5


def _shortens(words: list[str], full: list[str], kind: str) -> bool:
    if kind == "person":
        lone = words[0].title() if words[0].isupper() else words[0]
        return len(words) == 1 and len(full) > 1 and lone in (person_word(full), full[0])
    if len(words) == 1 and words[0].isupper() and len(words[0]) > 1:
        return words[0] in _acronyms(full)
    if len(words) >= len(full):
        return False
    capitals = [word for word in full if word.lower() not in _SMALL]
    if words == full[: len(words)]:
        return len(words[0]) > 3 or len(words) > 1
    return len(words) > 1 and words == capitals[-len(words) :] and kind != "country"


def _acronyms(words: list[str]) -> Iterator[str]:
    capitals = [word for word in words if word[:1].isupper() and word.lower() not in _SMALL]
    if len(capitals) > 1:
        yield "".join(word[0] for word in capitals)
        yield "".join(word[0].upper() for word in words if word[:1].isalpha())

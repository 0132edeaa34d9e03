"""The cast of an article: every name in it linked to one entity, short forms and acronyms included."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kg.entities.gazetteer import METONYM, Entry, Gazetteer
from kg.entities.kinds import OF_A_STATE, Kinds, Occurrence
from kg.entities.names import PLACE_LABELS, Name, find_names, person_word
from kg.iris import Namespaces
from kg.language.syntax import Node, Tree, name_span
from kg.lexicon import Lexicon
from kg.records import Document, Entity, Field

_NAMED_AFTER_PLACES = frozenset({"media", "court", "legislature", "bloc"})
_SMALL = frozenset({"of", "the", "and", "for", "de", "du", "la", "&", "on", "in"})


@dataclass
class Cast:
    """Who is in an article: names by field and token, and the country behind each nationality."""

    names: dict[Field, dict[int, tuple[Name, Entity]]]
    nationalities: dict[str, Entity]
    entities: list[Entity]

    def at(self, where: Field, node: Node) -> tuple[Name, Entity] | None:
        """The name that covers a token, with its entity."""
        return self.names[where].get(node.i)


class Linker:
    """Links the names of one document at a time; keeps nothing of a document."""

    def __init__(self, gazetteer: Gazetteer, lexicon: Lexicon, namespaces: Namespaces) -> None:
        self.gazetteer = gazetteer
        self.lexicon = lexicon
        self.kinds = Kinds(lexicon)
        self.namespaces = namespaces
        self._countries = {e.entity.id: e.entity for e in gazetteer.entries.values() if e.entity.type == "country"}
        self._demonyms = {word: gazetteer.entries[key].entity for word, key in gazetteer.demonyms.items()}

    def link(self, document: Document, trees: dict[Field, Tree]) -> Cast:
        """Every name of title and body with its entity; the body's fuller forms serve the title."""
        found = {where: find_names(tree, self.gazetteer, self.lexicon) for where, tree in trees.items()}
        everything = [name for names in found.values() for name in names]
        foreign = self._of_another_country(found, trees) | _of_another_person(everything) | _of_another_body(everything)
        chosen = self._link_known(document, [name for name in everything if name.text not in foreign])
        present = self._countries_in(trees, chosen)
        chosen = {text: entity for text, entity in chosen.items() if self._is_placed(text, entity, present)}
        chosen |= self._link_unknown(found, trees, chosen)
        chosen = _with_forms(chosen)
        cast = Cast(
            names={where: {} for where in trees},
            nationalities=dict(self._demonyms),
            entities=list(dict.fromkeys(chosen.values())),
        )
        self._add_new_nationalities(cast, trees)
        for where, names in found.items():
            for name in names:
                head = trees[where].nodes[name.last - 1]
                if name.label == "NORP" and head.pos == "ADJ" and name.text not in cast.nationalities:
                    continue  # a nationality of nobody we know names nobody
                entity = cast.nationalities.get(name.text) or chosen.get(name.text)
                if entity is not None:
                    cast.names[where].update((i, (name, entity)) for i in range(name.first, name.last))
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
                if name.entries and all(entry.entity.type in OF_A_STATE for entry in name.entries):
                    owner = self._owner_country(name, trees[where], {})
                    elsewhere = owner is not None and all(owner.id != e.entity.country for e in name.entries)
                    if elsewhere or self._has_unknown_owner(name, trees[where]):
                        foreign.add(name.text)
        return foreign

    def _countries_in(self, trees: dict[Field, Tree], chosen: dict[str, Entity]) -> Counter[str]:
        """IRIs of the countries that an article names, by name, nationality or in another actor's name."""
        found: Counter[str] = Counter()
        for entity in chosen.values():
            home = entity.id if entity.type == "country" else entity.country
            if home is not None and entity.type not in OF_A_STATE:
                found[home] += 1
        for tree in trees.values():
            found.update(self._demonyms[node.text].id for node in tree.nodes if node.text in self._demonyms)
        return found

    def _is_placed(self, text: str, entity: Entity, present: Counter[str]) -> bool:
        """*Interior Ministry* is Germany's only where the article speaks of Germany."""
        generic = any(word in self.lexicon.names for word in text.split())
        return entity.type not in OF_A_STATE or not generic or entity.country is None or entity.country in present

    # -------------------------------------------------------------- names of nobody we know

    def _link_unknown(
        self, found: dict[Field, list[Name]], trees: dict[Field, Tree], known: dict[str, Entity]
    ) -> dict[str, Entity]:
        unknown: dict[str, list[Occurrence]] = {}
        for where in sorted(found):  # the body before the title
            for name in found[where]:
                if name.text not in known:
                    unknown.setdefault(name.text, []).append(Occurrence(name, trees[where]))
        order = sorted(unknown, key=lambda text: (-len(text.split()), -len(text), text))
        beginnings = _by_beginning(trees.values())
        demonyms = {text for text in order if _has_demonym(text, beginnings)}
        chosen: dict[str, Entity] = {}
        seen = {text: occurrences[0] for text, occurrences in unknown.items()}
        for text in order:
            first = unknown[text][0]
            labels = Counter(occurrence.name.label for occurrence in unknown[text])
            entity = self._demonyms.get(text) or self._full_form(text, labels, known, chosen, seen)
            country = self.kinds.is_surely_country(unknown[text], has_demonym=text in demonyms)
            if entity is None or (country and entity.type not in ("country", "person") and " " not in text):
                shorter = [o for short in order if _is_beginning(short, text) for o in unknown[short]]
                kind = self.kinds.kind([*unknown[text], *shorter], has_demonym=text in demonyms)
                entity = self._new_entity(first.name, kind, first.tree, known | chosen)
            chosen[text] = entity
        return chosen

    def _full_form(
        self,
        text: str,
        labels: Counter[str],
        known: dict[str, Entity],
        chosen: dict[str, Entity],
        seen: dict[str, Occurrence],
    ) -> Entity | None:
        """The entity of a longer name that this one shortens: *Dongqiao* (Telecom), *Koss* (Mirela), *MTC*.

        Of several the one named first: *Dongqiao* is Dongqiao Telecom, not its subsidiary Dongqiao Cables.
        """
        words = _bare(text).split()
        named_first = sorted(chosen, key=lambda full: seen[full].name.first if full in seen else -1)
        for full, entity in [*((full, chosen[full]) for full in named_first), *known.items()]:
            if entity.type in ("technology", METONYM):
                continue
            named = entity.type in _NAMED_AFTER_PLACES or (
                entity.type in ("organization", "agency") and full.split()[-1] in self.lexicon.names
            )
            of_state = entity.type in OF_A_STATE and full.split()[-1] in self.lexicon.names
            if named and " " not in text and (of_state or PLACE_LABELS.issuperset(labels)) and full.startswith(text):
                continue  # "Yandao" is not the Yandao Herald; "Solenne" is not its Competition Authority
            if not PLACE_LABELS.isdisjoint(labels) and _precedes(seen.get(text), seen.get(full)):
                continue  # "Calder" told of before Calder Railways is the place
            for form in {full: None, entity.name: None}:
                parts = form.split()
                if len(parts) <= len(words) and form != text:
                    continue
                if _shortens(words, parts, entity.type) or (
                    len(words) == 1 and len(parts) > 1 and parts[-1] == words[0] and words[0] in self.lexicon.names
                ):  # "the Office" of the Civil Aviation Office
                    return entity
        return None

    def _new_entity(self, name: Name, kind: str, tree: Tree, known: dict[str, Entity]) -> Entity:
        country = self._owner_country(name, tree, known) or (self._home(known) if kind in OF_A_STATE else None)
        text = re.sub(r"\s+", " ", name.text)
        # ministries of many countries share a name; a company's name is its own
        key = f"{text} ({country.name})" if country is not None and kind in ("agency", "court", "legislature") else text
        return Entity(
            id=self.namespaces.entity(key), name=text, type=kind, country=country.id if country is not None else None
        )

    def _home(self, known: dict[str, Entity]) -> Entity | None:
        """The one country that an article names, if it names one: whose ministry *the Interior Ministry* is."""
        countries = {entity.id: entity for entity in known.values() if entity.type == "country"}
        return next(iter(countries.values())) if len(countries) == 1 else None

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
                    if node.pos not in ("ADJ", "PROPN", "NOUN"):
                        continue
                    for country in countries:
                        if len(country.name) < len(node.text) and _is_demonym(node.text, country.name):
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


def _of_another_person(names: Iterable[Name]) -> set[str]:
    """Last names of known people that somebody else of the article has: *Vance* beside *Pieter Vance*."""
    names = list(names)
    others = {person_word(n.words) for n in names if n.label == "PERSON" and not n.entries and len(n.words) > 1}
    known = {e.entity.name for n in names for e in n.entries if len(n.words) > 1}
    return {
        name.text
        for name in names
        if name.text in others and name.entries and not any(e.entity.name in known for e in name.entries)
    }


def _of_another_body(names: Iterable[Name]) -> set[str]:
    """Bare ends of known names that an unknown body has too: *the Commission* beside *Wire Commission*."""
    names = list(names)
    unknown = {n.words[-1] for n in names if not n.entries and len(n.words) > 1 and n.label != "PERSON"}
    spelled = {e.key for n in names for e in n.entries if len(_bare(n.text).split()) > 1}
    return {
        n.text for n in names if n.entries and _bare(n.text) in unknown and all(e.key not in spelled for e in n.entries)
    }


def _bare(text: str) -> str:
    return text.removeprefix("the ").removeprefix("The ")


def _precedes(short: Occurrence | None, full: Occurrence | None) -> bool:
    """Whether a single word stands before the longer name in one text; the press names in full first."""
    if short is None or full is None or short.tree is not full.tree or len(short.name.words) > 1:
        return False
    return short.name.first < full.name.first


def _is_beginning(short: str, full: str) -> bool:
    return short != full and full.startswith(f"{short} ")


def _by_beginning(trees: Iterable[Tree]) -> dict[str, set[str]]:
    """The nouns and adjectives of an article by their first three letters."""
    found: dict[str, set[str]] = defaultdict(set)
    for tree in trees:
        for node in tree.nodes:
            if node.pos in ("ADJ", "PROPN", "NOUN"):
                found[node.text[:3]].add(node.text)
    return found


def _has_demonym(text: str, beginnings: Mapping[str, set[str]]) -> bool:
    """Whether the article has an adjective made of a name: *Quellish* beside *Quelland*."""
    return any(word != text and _is_demonym(word, text) for word in beginnings.get(text[:3], ()))


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

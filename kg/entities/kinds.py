"""What kind of actor an unknown name is: weighed from the model's label, its own words and the words beside it.

Tervania's parliament → country     Dongqiao's shares → company     in Velda → a place
chipmaker Lumetra → company         Ministry of X → agency          Ms Koss → person
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.entities.names import PLACE_LABELS, Name
from kg.entities.phrases import MADE
from kg.language.syntax import Node, Tree
from kg.lexicon import Lexicon

OF_A_STATE = frozenset({"agency", "legislature", "government", "court"})
_POLITE = frozenset({"mr", "ms", "mrs", "dr", "sir", "lord", "lady"})
_COUNTRY_ENDINGS = ("land", "stan", "ania", "onia", "enia", "avia", "aria", "istan")
_PREFERENCE = ("company", "agency", "court", "legislature", "media", "person", "organization", "country")
_LABELS = {
    "PERSON": {"person": 2.0},
    "ORG": {"company": 1.2, "organization": 1.0},
    "GPE": {"country": 1.2},
    "LOC": {"country": 1.2},
    "FAC": {"organization": 1.0},
    "NORP": {"country": 1.0},
    "PRODUCT": {"product": 1.2},
    "WORK_OF_ART": {"product": 1.0},
}
_MANUFACTURED = frozenset({"make", "build", "produce", "manufacture", "design"})
_DESCRIBED, _OWNS, _STANDS_IN = 4.0, 2.0, 1.0


@dataclass(frozen=True)
class Occurrence:
    """A name where it stands."""

    name: Name
    tree: Tree

    @property
    def nodes(self) -> Sequence[Node]:
        """The words of the name."""
        return self.tree.nodes[self.name.first : self.name.last]

    @property
    def head(self) -> Node:
        """The word that the rest of the name hangs on."""
        inside = range(self.name.first, self.name.last)
        return next((n for n in self.nodes if n.head is None or n.head.i not in inside), self.nodes[0])


class Kinds:
    """Weighs what speaks for each kind over all occurrences of a name and its short forms."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def is_surely_country(self, occurrences: Sequence[Occurrence], *, has_demonym: bool) -> bool:
        """Whether more than the model's label says that a name is a country's."""
        return has_demonym or self._is_surely(occurrences, "country")

    def _is_surely(self, occurrences: Sequence[Occurrence], kind: str) -> bool:
        return any(w >= _OWNS for o in occurrences for found, w in self._evidence(o) if found == kind)

    def kind(self, occurrences: Sequence[Occurrence], *, has_demonym: bool) -> str:
        """The kind with the most weight; `has_demonym`: the text has an adjective made of the name."""
        longest = max(occurrences, key=lambda o: len(o.nodes))
        own = self._own_words(longest)
        if own is not None and not (own == "media" and self._is_surely(occurrences, "company")):
            return own
        scores: Counter[str] = Counter()
        for occurrence in occurrences:
            for kind, weight in self._evidence(occurrence):
                scores[kind] += weight  # type: ignore[assignment]
        if has_demonym:
            scores["country"] += 2 * _DESCRIBED  # type: ignore[assignment]
        if len(longest.nodes) == 1 and longest.name.text.endswith(_COUNTRY_ENDINGS) and len(longest.name.text) > 5:
            scores["country"] += _DESCRIBED  # type: ignore[assignment]
        if not scores:
            return "organization"
        order = {kind: number for number, kind in enumerate(_PREFERENCE)}
        return min(scores, key=lambda kind: (-scores[kind], order.get(kind, len(order)), kind))

    def _evidence(self, occurrence: Occurrence) -> Iterator[tuple[str, float]]:
        label, nodes = occurrence.name.label, occurrence.nodes
        if label == "PERSON" and len(nodes) == 1 and not self._has_title(occurrence):
            label = "ORG"  # the press gives a person's full name or title first; a lone name is somebody else
        yield from _LABELS.get(label, {}).items()
        for kind in self._described(occurrence):
            if kind != "group":
                yield kind, _DESCRIBED
            elif occurrence.name.label == "PERSON":
                yield "person", _DESCRIBED  # "the doctor, Hauk Brenna": doctors are a group, he is none
        head = occurrence.head
        owned = head.head
        if (
            head.link in ("nmod:poss", "compound", "nmod", "amod")
            and owned is not None
            and owned.i not in _span(occurrence)
        ):
            if (owned.lemma, "business-words") in self.lexicon:
                yield "company", _OWNS
            elif (owned.lemma, "state-words") in self.lexicon or self._is_state_body(owned):
                yield "country", _OWNS
            elif head.link == "compound" and (owned.lemma, "goods") in self.lexicon:
                yield "company", _OWNS
        if (
            head.link == "obl:agent"
            and owned is not None
            and owned.lemma in MADE
            and owned.link in ("acl", "acl:relcl")
        ):
            yield "company", _OWNS  # "radios made by Pohl"
        if head.link == "nsubj:pass" and owned is not None and owned.lemma in _MANUFACTURED:
            yield "product", _OWNS  # "the Prismat is made by Tessel Optics"
        if head.prep == "in" and head.link in ("obl", "nmod") and label in PLACE_LABELS:
            yield "country", _STANDS_IN
        verb = head.head
        if head.link == "nsubj" and verb is not None and (verb.lemma, "business-verbs") in self.lexicon:
            yield "company", _STANDS_IN

    def _own_words(self, occurrence: Occurrence) -> str | None:
        """*Ministry* of Transport, Dongqiao *Telecom*: the last word decides, then the first."""
        nodes = occurrence.nodes
        if len(nodes) < 2 or occurrence.name.label == "PERSON":
            return None
        for node in (nodes[-1], nodes[0], *nodes):
            types = self.lexicon.names.get(node.text)
            if types:
                return min(types)
        return None

    def _described(self, occurrence: Occurrence) -> Iterator[str]:
        """*chipmaker Lumetra*; *Lumetra, a supplier of …*; *a country such as Quelland*."""
        inside = _span(occurrence)
        for node in occurrence.nodes:
            for child in node.linked("appos", "compound", "flat", "nmod:desc"):
                if child.i not in inside and child.pos == "NOUN":
                    yield from self._one_type(child)
            head = node.head
            if head is not None and head.i not in inside and node.link in ("appos", "flat") and head.pos == "NOUN":
                yield from self._one_type(head)

    def _one_type(self, noun: Node) -> Iterator[str]:
        types = self.lexicon.noun_types(noun.lemma)
        if not types and (noun.lemma, "goods") in self.lexicon:
            yield "product"  # "the Prismat, its most precise scanner"
        elif types:
            yield next((kind for kind in _PREFERENCE if kind in types), min(types))

    def _is_state_body(self, noun: Node) -> bool:
        types = self.lexicon.noun_types(noun.lemma) | self.lexicon.names.get(noun.text, frozenset())
        return bool(types & OF_A_STATE)

    def _has_title(self, occurrence: Occurrence) -> bool:
        node = occurrence.nodes[0]
        beside = [*node.linked("compound", "nmod:desc", "flat", "amod"), *([node.head] if node.head else [])]
        return any("person" in self.lexicon.noun_types(n.lemma) or n.lemma.rstrip(".") in _POLITE for n in beside)


def _span(occurrence: Occurrence) -> range:
    return range(occurrence.name.first, occurrence.name.last)

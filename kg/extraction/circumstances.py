"""When, where and about what: dates, places and topics that belong to a trigger."""

from __future__ import annotations

from datetime import date

from kg.entities.reference import Resolver
from kg.extraction.arguments import Match, clause_nodes
from kg.extraction.roles import fill
from kg.language.dates import DateSpan, find_dates
from kg.language.syntax import SUBJECTS, Node, Tree, first_conjunct
from kg.lexicon import Lexicon
from kg.records import Entity, Field

_ADVERBIAL = frozenset(
    {
        "obl",
        "obl:unmarked",
        "obl:tmod",
        "obl:npmod",
        "advmod",
        "nmod",
        "nmod:unmarked",
        "nmod:poss",
        "compound",
        "amod",
        "nummod",
        "flat",
        "appos",
        "obj",
        "det",
        "dep",
    }
)
_PLACES = frozenset({"country", "bloc"})


class Circumstances:
    """The circumstances of the triggers of one text."""

    def __init__(self, where: Field, tree: Tree, resolver: Resolver, lexicon: Lexicon, base: date | None) -> None:
        self.where = where
        self.tree = tree
        self.resolver = resolver
        self.lexicon = lexicon
        self.base = base
        self._dates: dict[tuple[int, bool], list[tuple[DateSpan, Node]]] = {}

    # -------------------------------------------------------------- time

    def date(self, events: list[Node], *, future: bool) -> DateSpan | None:
        """The date that hangs on a trigger or on the verb that carries it."""
        wanted = {node.i for node in events}
        dated = self._dated(events[0].sentence, future)
        for span, node in dated:
            if not wanted.isdisjoint(self._holders(node)):
                return span
        for span, node in dated:  # "In March, X banned Y and fined Z": what leads is said of both
            for event in events:
                first = first_conjunct(event)
                if first is not event and first.i in self._holders(node) and node.i < first.i:
                    return span
        return None

    def _dated(self, sentence: int, future: bool) -> list[tuple[DateSpan, Node]]:
        key = sentence, future
        if key not in self._dates:
            first, last = self.tree.sentences[sentence]
            nodes = self.tree.nodes[first:last]
            start = nodes[0].start
            text = self.tree.text[start : nodes[-1].end]
            found = []
            for span in find_dates(text, start, self.base, future=future):
                inside = [n for n in nodes if span.start <= n.start < span.end]
                if inside and not any(self._is_name(n) for n in inside):
                    found.append((span, _top(inside)))
            self._dates[key] = found
        return self._dates[key]

    def _is_name(self, node: Node) -> bool:
        hit = self.resolver.cast.at(self.where, node)
        return hit is not None and hit[0].label != "DATE"

    def _holders(self, node: Node) -> set[int]:
        """The words that a date is said of: nouns on its way up, and the verb that it reaches."""
        found: set[int] = set()
        subject = node.head
        if node.prep and subject is not None and subject.link in SUBJECTS and subject.head is not None:
            found.add(subject.head.i)  # "the authority in January banned X"
        while node.head is not None and node.link in _ADVERBIAL:
            node = node.head
            found.add(node.i)
            if node.is_verb:
                break
        return found or ({node.head.i} if node.head is not None else set())

    # -------------------------------------------------------------- place

    def place(self, match: Match, arguments: set[str]) -> Entity | None:
        """Where a statement applies, or where goods may not go, by the frame's own roles."""
        for role in match.frame.place:
            for filler in fill(match.trigger, role, self.lexicon):
                for referent in self.resolver.resolve(self.where, filler.node):
                    if referent.entity.type in _PLACES and (
                        referent.entity.id not in arguments or role.steps[0] != "to"
                    ):
                        return referent.entity
        return None

    # -------------------------------------------------------------- topics

    def topics(self, match: Match, arguments: set[str]) -> tuple[Entity, ...]:
        """Technologies told of in the trigger's clause, and what the frame calls its topic."""
        found: dict[str, Entity] = {}
        roles = [f.node for role in match.frame.topic for f in fill(match.trigger, role, self.lexicon)]
        inside = clause_nodes(match.trigger)
        for node in roles:
            inside |= clause_nodes(node)
        names = self.resolver.cast.names[self.where]
        for i in sorted(inside):
            hit = names.get(i)
            if hit is not None and hit[1].type == "technology" and hit[1].id not in arguments:
                found.setdefault(hit[1].id, hit[1])
        return tuple(found.values())


def _top(nodes: list[Node]) -> Node:
    inside = {node.i for node in nodes}
    return next((n for n in nodes if n.head is None or n.head.i not in inside), nodes[0])

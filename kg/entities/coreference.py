"""What was spoken of before: antecedents of descriptions (*the company*) and pronouns, by distance, role and kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate

from kg.entities.chains import Chains, Link
from kg.entities.names import Name
from kg.entities.phrases import is_definite
from kg.language.functions import surface_subject
from kg.language.syntax import SUBJECTS, Node, Tree, subtree
from kg.records import Entity

PERSONAL = frozenset({"he", "she", "his", "her", "him", "hers", "himself", "herself"})
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves", "both"})
NEUTER = frozenset({"it", "its", "itself"})
TOGETHER = frozenset({"we", "us", "our", "ours"})
SPEAKING = TOGETHER | frozenset({"i", "me", "my", "mine", "you", "your", "yours"})
_OBLIGING = frozenset({"must", "should", "ought"})
_REACH = 4
_QUOTES = frozenset({'"', "“", "”", "``", "''"})
_FAR_BACK = 30
_DASHES = frozenset({"–", "—", "-", "--"})
_DATELINE = 14
_MODIFIERS = frozenset({"amod", "compound", "nmod:desc"})
"""Of *the German firm*, *Shenzhen police* no word goes back to Germany or Shenzhen."""

_ARGUMENTS = SUBJECTS | {"obj", "iobj", "obl", "obl:agent"}
_BODIES = frozenset({"agency", "court", "legislature", "bloc", "organization"})
_ALIKE = {
    "company": frozenset({"company", "organization", "product"}),
    "agency": frozenset({"agency", "government"}),
    "organization": frozenset({"organization", "agency", "company"}),
    "product": frozenset({"product", "company", "organization"}),
}


class Discourse:
    """The names of one text in order, with how prominent each is."""

    def __init__(self, tree: Tree, names: dict[int, tuple[Name, Entity]], heroes: frozenset[str]) -> None:
        """`heroes` are IRIs of whom the headline names; a description goes back to them sooner."""
        self.heroes = heroes
        self.names = names
        self.tree = tree
        seen: dict[int, tuple[Node, Entity]] = {}
        for name, entity in names.values():
            head = _head(tree, name)
            if entity.type not in ("technology", "place-metonym") and not _is_dateline(tree, head):
                seen[head.i] = head, entity
        self.mentions = [seen[i] for i in sorted(seen)]
        self._quotes_before = [0, *accumulate(int(node.text in _QUOTES) for node in tree.nodes)]

    def _before(self, node: Node, reach: int) -> Iterator[tuple[Node, Entity]]:
        for mention, entity in reversed(self.mentions):
            if mention.i < node.i and node.sentence - mention.sentence <= reach:
                yield mention, entity

    def goes_back(self, node: Node) -> tuple[list[Link], float]:
        """Whom the network takes a pronoun or definite noun for, and how likely for nobody told of before."""
        return self.chains.of(node) if self.chains is not None else ([], 1.0)

    @cached_property
    def chains(self) -> Chains | None:
        """What the network takes for the same actor, where it has read the text."""
        if self.tree.reading is None:
            return None
        named = [(mention, entity.id) for mention, entity in self.mentions if mention.link not in _MODIFIERS]
        return Chains(self.tree, self.tree.reading, named, self.names)

    def antecedent(
        self, node: Node, types: frozenset[str], country: str | None, *, generic: bool
    ) -> tuple[Entity, Node] | None:
        """The best earlier name that a definite description can go back to.

        A noun that is not `generic` for its kind must stand in the name: *the army*.
        """
        wanted = alike(types)
        best: tuple[float, Entity, Node] | None = None
        told = Counter(entity.id for _, entity in self._before(node, 30))
        beside = {e.id for m, e in self.mentions if m.head is node.head and m.link in _ARGUMENTS}
        clause = _clause(node)
        subjects = {e.id for m, e in self.mentions if m.link in SUBJECTS and m.head is clause and m.i < node.i}
        bodies = types & _BODIES
        own_words = {c.lemma for c in node.linked("compound") if c.pos == "NOUN"} if bodies else set()
        # "the army" is not the last agency told of
        needed = {node.lemma} if bodies and not generic else set()
        for mention, entity in self._before(node, _FAR_BACK):
            if entity.type not in wanted or (country and entity.country and entity.country != country):
                continue
            if country is not None and entity.type == "country":
                continue
            if entity.id in beside and node.link in _ARGUMENTS:
                continue  # "the firm accuses X": X is somebody else
            if entity.id in subjects:
                continue  # "X denies the publisher's claim": so is the publisher
            words = set(entity.name.lower().split())
            if not needed <= words or (own_words and not own_words & words):
                continue  # "the fire brigade" is not the last agency told of
            score = _prominence(mention, node) + 0.4 * min(told[entity.id], 5)
            score += 1.5 if entity.id in self.heroes else 0.0
            score += 2.0 if entity.type in types else 0.0
            score += 6.0 if node.lemma in entity.name.lower().split() else 0.0
            score += 4.0 if country is not None and entity.country == country else 0.0
            score -= 8.0 if _shares_clause(mention, node) else 0.0
            if best is None or score > best[0]:
                best = score, entity, mention
        return (best[1], best[2]) if best is not None else None

    def named_with(self, node: Node) -> tuple[Entity, Node] | None:
        """The last name before a noun that has it as head: *the board*, *the guild* of the Guild of Translators."""
        for mention, entity in self._before(node, 30):
            words = entity.name.lower().split(" of ")[0].split()
            if entity.type != "person" and " " in entity.name and words[-1] == node.lemma:
                return entity, mention
        return None

    def last_distinct(self, node: Node, types: frozenset[str], number: int) -> list[tuple[Entity, Node]]:
        """The last few different names of a kind: *the two companies*."""
        found: dict[str, tuple[Entity, Node]] = {}
        wanted = alike(types)
        for mention, entity in self._before(node, _REACH):
            if entity.type in wanted:
                found.setdefault(entity.id, (entity, mention))
            if len(found) == number:
                break
        return list(found.values())

    def pronoun_candidates(self, node: Node) -> Iterator[Node]:
        """Nodes that a pronoun may go back to, the likeliest first: subjects to the left, then earlier sentences."""
        nodes = self.tree.nodes
        governor = node.head
        owner = governor if node.link == "nmod:poss" else None
        clause = _clause(node)
        controller = surface_subject(clause) if clause.is_verb and node.link != "nmod:poss" else None
        own = controller[0] if controller is not None else None
        named = {m.i for m, _ in self.mentions}
        doer = _doer_of_own_clause(node, clause)
        if doer is not None:
            yield doer
        yield from self._asked(node, clause)
        yield from _one_obliged(clause)
        # "X has sued Y, it said": who said so is told of before
        said = {n.i for c in clause.linked("ccomp") if c.i < node.i and node.link in SUBJECTS for n in subtree(c)}
        for sentence in range(node.sentence, max(-1, node.sentence - _REACH), -1):
            first, last = self.tree.sentences[sentence]
            earlier = [n for n in nodes[first : min(last, node.i)] if n is not node and n.i not in said]
            if sentence == node.sentence:  # who speaks is no "it" of the own words
                earlier = [n for n in earlier if not self._across_quotes(n, node)]
            subjects = [
                n for n in earlier if n.link in SUBJECTS and n.is_noun and n is not owner and not _labels(n, nodes)
            ]
            same = sentence == node.sentence
            if same:
                above = _ancestors(node)
                subjects.sort(key=lambda s: (_clause(s).i not in above, -s.i))
                # "Oman sued it": the subject of the own clause is somebody else, unless the word is a possessive
                subjects = [
                    s for s in subjects if node.link == "nmod:poss" or (_clause(s) is not clause and s is not own)
                ]
            yield from subjects
            described = [
                n
                for n in earlier
                if n.link in ("obj", "obl", "obl:agent") and n.pos == "NOUN" and n.i not in named and is_definite(n)
            ]
            names = [
                m
                for m, entity in self.mentions
                if entity.type != "media"
                and m.i not in said
                and not (sentence == node.sentence and self._across_quotes(m, node))
                and first <= m.i < min(last, node.i)
                and m not in subjects
                and not _labels(m, nodes)
            ]
            others = sorted((m for m in (*described, *names) if not _is_told(m, node)), key=lambda m: m.i)
            if same:
                others = [
                    m
                    for m in reversed(others)
                    if node.link == "nmod:poss" or (_clause(m) is not clause and m is not own)
                ]
            yield from sorted(others, key=lambda m: m.link in ("compound", "amod"))
        yield from (nodes[i] for i in sorted(said) if nodes[i].is_noun)

    def _across_quotes(self, mention: Node, node: Node) -> bool:
        return (self._quotes_before[node.i] - self._quotes_before[mention.i]) % 2 == 1

    def _asked(self, node: Node, clause: Node) -> Iterator[Node]:
        """*asked X whether it would …*, *warned X that it would be barred*: *it* is who was asked or warned."""
        asks = clause.prep in ("whether", "if")
        if node.link not in SUBJECTS or clause.link != "ccomp" or clause.head is None or clause.head.i > clause.i:
            return
        if not asks and node.link != "nsubj:pass":
            return
        media = {m.i for m, entity in self.mentions if entity.type == "media"}
        yield from (told for told in clause.head.linked("obj", "iobj") if told.is_noun and told.i not in media)

    def agrees(self, pronoun: Node, entity: Entity, number: int) -> bool:
        """Whether an entity can be meant by this pronoun; `number` is how many are meant together."""
        word = pronoun.text.lower()
        if word in SPEAKING:
            return entity.type not in ("claim", "technology", "product")
        if word in PERSONAL:
            return entity.type == "person"
        if word in PLURAL:
            return number > 1 or entity.type in ("group", "agency", "company", "organization", "legislature")
        if word in NEUTER:
            return number == 1 and entity.type not in ("person", "group", "claim", "technology")
        return False


def alike(types: frozenset[str]) -> frozenset[str]:
    """Kinds that a noun of these kinds may go back to: a company is sometimes taken for a product."""
    return types.union(*(_ALIKE.get(kind, frozenset()) for kind in types))


def _doer_of_own_clause(node: Node, clause: Node) -> Node | None:
    """*urged Norway to lift its ban*: whose ban is lifted is who is to lift it."""
    own = node.link == "nmod:poss" and node.head is not None and node.head.head is clause and node.head.link == "obj"
    if not own or clause.link != "xcomp" or clause.child("nsubj", "nsubj:pass") is not None:
        return None
    doer = surface_subject(clause)
    return doer[0] if doer is not None and doer[0].is_noun and doer[0].i < node.i else None


def _one_obliged(clause: Node) -> Iterator[Node]:
    """*told X that it must …*, *a reminder to X that it must …*: who is told is *it*."""
    head = clause.head
    if head is None or not any(c.lemma in _OBLIGING for c in clause.linked("aux")):
        return
    if clause.link == "ccomp":
        yield from head.linked("obj", "iobj")
    elif clause.link == "acl" and head.is_noun:
        holders = [head, *([head.head] if head.head is not None and head.link == "obj" else [])]
        yield from (c for holder in holders for c in holder.linked("nmod", "obl") if c.prep == "to")


def _is_told(mention: Node, pronoun: Node) -> bool:
    """*told X that it might …*: *it* is not the one told."""
    clause = _clause(pronoun)
    return mention.link in ("obj", "iobj") and clause.link == "ccomp" and mention.head is clause.head


def _labels(node: Node, nodes: list[Node]) -> bool:
    """*ADEYEMI: It denies …*: who speaks in a transcript is not whom the words are about."""
    return node.i + 1 < len(nodes) and nodes[node.i + 1].text == ":"


def _is_dateline(tree: Tree, node: Node) -> bool:
    """*VELDA, March 12 –*: where a text was written, which is a sentence of its own."""
    first, last = tree.sentences[node.sentence]
    return tree.nodes[last - 1].text in _DASHES and last - first <= _DATELINE and tree.nodes[first].text.isupper()


def _head(tree: Tree, name: Name) -> Node:
    inside = range(name.first, name.last)
    return next(
        (n for n in tree.nodes[name.first : name.last] if n.head is None or n.head.i not in inside),
        tree.nodes[name.first],
    )


def _prominence(mention: Node, node: Node) -> float:
    distance = node.sentence - mention.sentence
    role = 1.5 if mention.link in SUBJECTS else 0.5 if mention.link in ("obj", "obl") else 0.0
    if mention.link in ("nmod:poss", "compound", "amod"):
        role -= 0.5
    return role - 1.0 * distance - 0.001 * (node.i - mention.i)


def _clause(node: Node) -> Node:
    """The verb, adjective with *is* or root that a noun belongs to."""
    while node.head is not None and not node.is_verb and not (node.pos == "ADJ" and node.child("cop") is not None):
        node = node.head
    return node


def _ancestors(node: Node) -> frozenset[int]:
    """Words above a word: *Bazaar, which Lotus bought, says it …*: *it* is of whom the clauses above are about."""
    found = []
    head = node.head
    while head is not None:
        found.append(head.i)
        head = head.head
    return frozenset(found)


def _shares_clause(mention: Node, node: Node) -> bool:
    """Two arguments of one verb are two different actors: *Feiyun sued the company*."""
    return (
        mention.sentence == node.sentence
        and mention.head is not None
        and mention.head is node.head
        and mention.link != node.link
        and "nmod:poss" not in (mention.link, node.link)
    )

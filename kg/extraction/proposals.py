"""The network's reading → matches: what no frame found, and how sure the network is of what one did.

Rules say who does what where their frames fit. Where the words are none that the lexicon knows, or stand where no frame
looks, the network proposes: a trigger, and words of its sentence as subject and object. Whom these words mean, and
what the sentence makes of it all, is read by the same rules as ever.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from kg.extraction.arguments import Argument, Arguments, Match
from kg.extraction.roles import Filler, fill
from kg.language.reader import RELATIONS, Reading
from kg.language.syntax import SUBJECTS, Node, Tree, is_passive
from kg.lexicon import EARLIER, CueEntry, Frame, Lexicon
from kg.ontology import Ontology, Relation
from kg.records import Field, Phase

LEAST_TRIGGER = 0.45
LEAST_ROLE = 0.4
"""Lower than any statement needs: confidence decides later, from all that is known of a pair."""

LEAST_BESIDE = 0.5
"""What a trigger needs for a second relation on a word of which a frame has told one."""

LEAST_DESCRIBED = 0.4
"""What a noun needs as an argument if nobody knows what it denotes."""

LEAST_ASKER = 0.5
"""What a trigger needs before it says anything of others: that they are asked for, that a denial answers it."""

READ_SUBJECT, READ_OBJECT = "read subject", "read object"
READ = frozenset({READ_SUBJECT, READ_OBJECT, "implied subject", "implied object"})
"""Roles that the network filled."""

KNOWN = frozenset(RELATIONS)
"""What the network was taught: a word that tells a relation of the user's own tells nothing else."""

_ARGUMENTS = frozenset({"NOUN", "PROPN", "PRON", "ADJ", "DET", "NUM", "X"})
_UNNAMED = frozenset({"NOUN", "VERB"})
_NO_FRAME = Frame("", "", (), "verb", (), ())


@dataclass(frozen=True)
class Odds:
    """What the network gives a pair: that the trigger tells the relation, that each word has its role.

    `rival` is the highest odds of other words of the sentence for a role, the larger of both.
    """

    relation: float
    subject: float
    object: float
    rival: float = 0.0


class Proposals:
    """Proposes matches in one text."""

    def __init__(
        self, where: Field, tree: Tree, reading: Reading, arguments: Arguments, lexicon: Lexicon, ontology: Ontology
    ) -> None:
        self.where = where
        self.tree = tree
        self.reading = reading
        self.arguments = arguments
        self.lexicon = lexicon
        self.ontology = ontology
        self._odds: dict[tuple[str, int], tuple[int, list[float]]] = {}

    def added(self, matches: Iterable[Match]) -> list[Match]:
        """The matches of the rules, widened by proposed arguments, with those that only the network sees, in order."""
        found = {(match.trigger.i, match.relation.name): match for match in matches}
        for token, name, chance in self.reading.triggers(LEAST_TRIGGER):
            relation = self.ontology.relations.get(name)
            if relation is None:
                continue
            trigger = self.tree.nodes[token]
            subjects = self._proposed("subject", trigger, relation.domain)
            objects = self._proposed("object", trigger, relation.range)
            own = found.get((token, name))
            if own is not None:
                if not own.paired:
                    own.subjects = _joined(own.subjects, subjects)
                    own.objects = _joined(own.objects, objects)
                    self._complete(own)
                continue
            beside = [other for i, other in found if i == token]
            if beside and (chance < LEAST_BESIDE or not KNOWN.issuperset(beside)):
                continue
            match = self._match(trigger, relation, subjects, objects)
            if match is None:
                continue
            match.ending = self._ending(trigger, name)
            if match.ending is not None and any(found.get((c.i, name)) for c in trigger.children):
                continue  # "lifted its ban": the ban is told, and that it ended
            found[token, name] = match
        return [found[key] for key in sorted(found)]

    def _ending(self, trigger: Node, relation: str) -> CueEntry | None:
        """What says that a relation ended where a verb tells just that: *lifted*, *waived*."""
        if any(frame.relation == relation for frame in self.lexicon.frames_by_word.get((trigger.lemma, "verb"), ())):
            return None
        cues = self.lexicon.cues_by_word.get(trigger.lemma, ())
        return next((cue for cue in cues if Phase.ENDED in cue.sets and "object" in cue.governs), None)

    def _complete(self, match: Match) -> None:
        """Give a match what neither a frame nor a word of its sentence gives: who is implied, what is not named."""
        trigger, relation = match.trigger, match.relation
        match.objects = (
            match.objects
            or self._earlier(trigger, relation)
            or self._unnamed(trigger, relation)
            or self.arguments.implied("object", trigger, relation.range)
        )
        if not any((c.lemma, "unnamed") in self.lexicon for c in trigger.linked("amod")):
            match.subjects = match.subjects or self.arguments.implied("subject", trigger, relation.domain)
        if "claim" in relation.range and all(a.referent.entity.type == "claim" for a in match.objects):
            match.objects = self.arguments.claimant(trigger, relation.range - {"claim"}) or match.objects

    def odds(self, match: Match, subject: Argument | None, obj: Argument) -> Odds:
        """What the network gives one pair of a match; a subject that is not said at all has no odds of its own."""
        trigger = match.trigger.i
        first, rival = self._role("subject", trigger, subject) if subject is not None else (1.0, 0.0)
        second, other = self._role("object", trigger, obj)
        if match.relation.symmetric and subject is not None:
            turned = self._role("object", trigger, subject)[0], self._role("subject", trigger, obj)[0]
            first, second = max((first, second), turned, key=min)
        return Odds(self.reading.relation(trigger, match.relation.name), first, second, max(rival, other))

    def _role(self, name: str, trigger: int, argument: Argument) -> tuple[float, float]:
        """The odds of an argument for a role, and the highest of the sentence's other words."""
        if argument.chance is not None:
            return argument.chance, 0.0
        first, odds = self._sentence_odds(name, trigger)
        words = {argument.filler.node.i, argument.referent.node.i}
        inside = [odds[word - first] for word in words if 0 <= word - first < len(odds)]
        if not inside:
            return float(self.reading.role(name, trigger, sorted(words)).max()), max(odds)
        return max(inside), max((chance for i, chance in enumerate(odds, first) if i not in words), default=0.0)

    def _sentence_odds(self, name: str, trigger: int) -> tuple[int, list[float]]:
        """The first word of a trigger's sentence, and the odds of each of its words for a role."""
        key = name, trigger
        if key not in self._odds:
            first, last = self.tree.sentences[self.tree.nodes[trigger].sentence]
            self._odds[key] = first, self.reading.role(name, trigger, range(first, last)).tolist()
        return self._odds[key]

    def _words(self, name: str, trigger: Node, parts: frozenset[str]) -> list[tuple[Node, float]]:
        """The words of the trigger's sentence that may have a role, with their odds, in text order."""
        first, odds = self._sentence_odds(name, trigger.i)
        words = zip(self.tree.nodes[first : first + len(odds)], odds, strict=True)
        return [(node, chance) for node, chance in words if chance >= LEAST_ROLE and node.pos in parts]

    def _proposed(self, name: str, trigger: Node, types: frozenset[str]) -> list[Argument]:
        role = READ_SUBJECT if name == "subject" else READ_OBJECT
        found: list[Argument] = []
        for node, chance in self._words(name, trigger, _ARGUMENTS):
            if self._is_source(node, trigger):
                continue
            filler = Filler(node, role, path_between(trigger, node))
            named = self.arguments.named_by(filler, types)
            if name == "object" and node.link in SUBJECTS and node.head is not trigger:
                named = [a for a in named if a.referent.entity.type != "media"]  # "X denies it, Reuters reported"
            if not named and chance >= LEAST_DESCRIBED:
                named = self.arguments.described_by(filler, types)
            found += named
        return _joined([], found)

    def _is_source(self, node: Node, trigger: Node) -> bool:
        """Whether a word stands in *according to a memo seen by X*, and what is told does not."""
        above: list[Node] = []
        while node.head is not None and (node.prep, "according") not in self.lexicon:
            node = node.head
        if node.head is None:
            return False
        while trigger.head is not None:
            above.append(trigger)
            trigger = trigger.head
        return node not in above

    def _earlier(self, trigger: Node, relation: Relation) -> list[Argument]:
        """Whoever did before what this answers: the accuser of a denial."""
        for role in self.lexicon.plain_frames.get((relation.name, "verb"), _NO_FRAME).object:
            doer = self.arguments.earlier_doer(trigger, role.steps[0].removeprefix(EARLIER))
            if doer is not None:
                return [doer]
        return []

    def _unnamed(self, trigger: Node, relation: Relation) -> list[Argument]:
        """The likeliest object where it names nobody: a claim that is denied, goods that are barred."""
        words = self._words("object", trigger, _UNNAMED)
        if not words or not {"claim", "product"} & relation.range:
            return []
        node = max(words, key=lambda item: item[1])[0]
        filler = Filler(node, READ_OBJECT, path_between(trigger, node))
        if "claim" in relation.range:
            return [Argument(self.arguments.resolver.claim(self.where, node), filler)]
        if node.pos == "NOUN" and relation.act_of_authority and (node.lemma, "coverage") not in self.lexicon:
            return [Argument(self.arguments.resolver.goods(node), filler)]
        return []

    def _match(
        self, trigger: Node, relation: Relation, subjects: list[Argument], objects: list[Argument]
    ) -> Match | None:
        frame = self.lexicon.plain_frames.get((relation.name, "noun" if trigger.is_noun else "verb"))
        if frame is None:
            return None
        match = Match(trigger, frame, relation, subjects, objects)
        self._complete(match)
        if not match.objects or not (match.subjects or is_passive(trigger)):
            return None
        if self.reading.relation(trigger.i, relation.name) < LEAST_ASKER:
            return match
        match.contents = [f.node for role in frame.content for f in fill(trigger, role, self.lexicon)]
        return self.arguments.noted(match)


def path_between(trigger: Node, word: Node) -> str:
    """The words and links from a trigger up and down the tree to another word."""
    above: list[Node] = [trigger]
    while above[-1].head is not None:
        above.append(above[-1].head)
    down = [word]
    while down[-1] not in above and down[-1].head is not None:
        down.append(down[-1].head)
    above.index(down[-1]) if down[-1] in above else 0
    path = trigger.text
    for lower, upper in itertools.pairwise(above):
        path += f" ←{lower.link} {upper.text}"
    for lower in reversed(down[:-1]):
        path += f" →{lower.link} {lower.text}"
    return path


def _joined(known: list[Argument], more: Iterable[Argument]) -> list[Argument]:
    joined = {argument.referent.entity.id: argument for argument in known}
    for argument in more:
        joined.setdefault(argument.referent.entity.id, argument)
    return list(joined.values())

"""A trigger with its frames → who does it to whom: roles filled, phrases resolved, types checked."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.entities.phrases import is_definite, is_plural
from kg.entities.recall import Meant
from kg.entities.reference import Resolver
from kg.entities.referent import Referent
from kg.extraction.roles import Filler, fill, holds
from kg.language.functions import agent_of, doer_behind, noun_owner
from kg.language.syntax import Node, conjuncts, is_passive, subtree
from kg.lexicon import EARLIER, CueEntry, Frame, Lexicon, Role, Roles
from kg.ontology import Ontology, Relation
from kg.records import Field

_ACT_REACH = 6
_RECIPROCAL = frozenset({("each", "other"), ("other", "each"), ("another", "one"), ("one", "another")})
_COMPLEMENTS = frozenset({"nmod", "nmod:poss", "acl", "acl:relcl", "ccomp", "appos"})
"""Links of words that say what is claimed, or by whom."""

_NO_ACTORS = ("coverage", "inanimate", "reports", "goods")


@dataclass(frozen=True)
class Argument:
    """An entity in a role, with the word that filled it; `chance` is the network's that it is implied."""

    referent: Referent
    filler: Filler
    chance: float | None = None


@dataclass
class Match:
    """A frame that fits a trigger, with its arguments."""

    trigger: Node
    frame: Frame
    relation: Relation
    subjects: list[Argument]
    objects: list[Argument]
    paired: bool = False
    contents: list[Node] = field(default_factory=list)
    ending: CueEntry | None = None  # what the trigger itself says of how it ends: *lifted*


class Arguments:
    """Matches frames in one text."""

    def __init__(self, where: Field, resolver: Resolver, lexicon: Lexicon, ontology: Ontology) -> None:
        self.where = where
        self.resolver = resolver
        self.lexicon = lexicon
        self.ontology = ontology
        self._doers: list[tuple[Node, Argument, str]] = []
        self._acts: list[tuple[Node, str, list[Argument], list[Argument]]] = []

    def match(self, trigger: Node, frames: tuple[Frame, ...]) -> Match | None:
        """The first frame that fits, the most demanding tried first: a word tells one thing at a time."""
        return next(filter(None, (self._match_frame(trigger, frame) for frame in frames)), None)

    def _match_frame(self, trigger: Node, frame: Frame) -> Match | None:
        if not all(holds(trigger, condition, self.lexicon, self._types) for condition in frame.when):
            return None
        if any(holds(trigger, condition, self.lexicon, self._types) for condition in frame.unless):
            return None
        relation = self.ontology.relations[frame.relation]
        own = self._own(trigger, frame)
        objects = self._fill(trigger, frame.object, relation.range, set(), own)
        if frame.goods is False:
            objects = [a for a in objects if not a.referent.how.startswith("goods")]
        elif not objects and frame.goods:
            objects = self._goods(trigger, frame.object)
        objects += self._fill(trigger, frame.also_object, relation.range, {a.filler.node.i for a in objects})
        taken = {a.filler.node.i for a in objects}
        subjects, blocked = self._subjects(trigger, frame, relation, taken)
        if frame.foreign:
            objects = [a for a in objects if not any(self._is_home(a, subject) for subject in subjects)]
        self._doers += [(trigger, subject, relation.name) for subject in subjects]
        paired = False
        if not objects and len(subjects) > 1 and any(self._is_reciprocal(trigger, role) for role in frame.object):
            objects = subjects  # "Norway and Oman sued each other"
        if frame.pairs and not objects and len(subjects) > 1:
            objects, paired = subjects, True
        if not objects and trigger.pos == "NOUN" and is_definite(trigger) and trigger.child("compound") is None:
            objects, subjects = self._same_act(trigger, relation, subjects)
        if not objects:
            return None
        self._acts.append((trigger, relation.name, subjects, objects))
        contents = [f.node for role in frame.content for f in fill(trigger, role, self.lexicon)]
        match = Match(trigger, frame, relation, subjects, _distinct(objects), paired, contents)
        return match if subjects or (frame.agentless and not blocked) else None

    def _subjects(
        self, trigger: Node, frame: Frame, relation: Relation, taken: set[int]
    ) -> tuple[list[Argument], bool]:
        for role in frame.subject:
            fillers = [f for f in fill(trigger, role, self.lexicon) if f.node.i not in taken]
            found: list[Argument] = []
            for filler in fillers:
                found += self._arguments(filler, role.types, relation.domain)
                if not found and role.steps[-1] == "agent":
                    found += self._behind(filler, relation.domain)
            if found:
                return _distinct(found), False
            if fillers and role.steps == ("agent",) and (not is_passive(trigger) or self._is_thing(fillers[0].node)):
                return [], True
        own = agent_of(trigger) if trigger.is_verb and not is_passive(trigger) else None
        return [], own is not None

    def _own(self, trigger: Node, frame: Frame) -> frozenset[str]:
        """Who does it, and so is not whom it is done to: *threatened to pull its troops out of Oman*."""
        if trigger.is_noun and frame.subject[0].steps == ("possessor",):
            owner = noun_owner(trigger)
            found = self.resolver.resolve(self.where, owner[0]) if owner is not None else []
        elif trigger.is_verb and frame.subject[0].steps == ("agent",) and not frame.pairs:
            found = self._agent_referents(trigger)
        else:
            return frozenset()
        return frozenset(referent.entity.id for referent in found)

    def _fill(
        self,
        trigger: Node,
        roles: Roles,
        types: frozenset[str],
        taken: set[int],
        own: frozenset[str] = frozenset(),
    ) -> list[Argument]:
        for role in roles:
            if role.steps[0].startswith(EARLIER):
                doer = self.earlier_doer(trigger, role.steps[0].removeprefix(EARLIER))
                if doer is not None:
                    return [doer]
                continue
            found: list[Argument] = []
            fillers = [f for f in fill(trigger, role, self.lexicon) if f.node.i not in taken]
            for filler in fillers:
                found += self._arguments(filler, role.types, types)
            if found and not own.issuperset(a.referent.entity.id for a in found):
                return _distinct(found)
            if found and role.steps[-1] == "agent":
                return []  # "said that it must": nobody else is meant
            if "claim" in types and role is roles[-1] and fillers and self._is_claim(fillers[0].node):
                return [Argument(self.resolver.claim(self.where, fillers[0].node), fillers[0])]
        return []

    def named_by(self, filler: Filler, types: frozenset[str]) -> list[Argument]:
        """Whom a word that was found otherwise means, of types that a relation allows."""
        return self._arguments(filler, frozenset(), types)

    def described_by(self, filler: Filler, types: frozenset[str]) -> list[Argument]:
        """Whoever a noun describes of which nobody knows what it denotes: *latecomers*, *a patchwork of dealers*."""
        node = filler.node
        kinds = ("group",) if is_plural(node) else ("organization", "group")
        kind = next((kind for kind in kinds if kind in types), None)
        if kind is None or node.pos != "NOUN" or any((node.lemma, name) in self.lexicon for name in _NO_ACTORS):
            return []
        if self.resolver.resolve(self.where, node):
            return []
        return [Argument(self.resolver.described(node, kind), filler)]

    def implied(self, role: str, trigger: Node, types: frozenset[str]) -> list[Argument]:
        """Who has a role that the sentence does not name, by the network."""
        return self._gone_back_to(self.resolver.implied(self.where, role, trigger, types), role, trigger)

    def claimant(self, trigger: Node, types: frozenset[str]) -> list[Argument]:
        """Whoever said what a denial answers by a bare word, by the network: *rejected the suspicion*."""
        word = trigger.child("obj", "nsubj:pass")
        if word is None or not self._is_anaphoric(trigger) or any(c.link in _COMPLEMENTS for c in word.children):
            return []
        found = self.resolver.meant_by(self.where, word, types) or self.resolver.implied(
            self.where, "object", trigger, types
        )
        return self._gone_back_to(found, "object", trigger)

    def _gone_back_to(self, found: list[Meant], role: str, trigger: Node) -> list[Argument]:
        for meant in found[:1]:
            assert meant.via is not None
            referent = Referent(
                meant.entity, meant.via, meant.via.i, meant.via.i + 1, "implied", meant.via, meant.chance
            )
            return [Argument(referent, Filler(meant.via, f"implied {role}", trigger.text), meant.chance)]
        return []

    def noted(self, match: Match) -> Match:
        """A match that was found otherwise, remembered for *the ban*, *its exclusion* and for denials."""
        self._doers += [(match.trigger, subject, match.relation.name) for subject in match.subjects]
        self._acts.append((match.trigger, match.relation.name, match.subjects, match.objects))
        return match

    def _arguments(self, filler: Filler, role_types: frozenset[str], types: frozenset[str]) -> list[Argument]:
        allowed = types & role_types if role_types else types
        return [
            Argument(referent, filler)
            for referent in self.resolver.resolve(self.where, filler.node, allowed)
            if referent.entity.type in allowed
        ]

    def _is_claim(self, node: Node) -> bool:
        return node.pos != "PRON" and node.lemma not in ("thing", "it")

    def _goods(self, trigger: Node, roles: Roles) -> list[Argument]:
        for role in roles:
            for filler in fill(trigger, role, self.lexicon):
                if filler.node.pos == "NOUN" and (filler.node.lemma, "coverage") not in self.lexicon:
                    return [Argument(self.resolver.goods(filler.node), filler)]
        return []

    def _behind(self, filler: Filler, types: frozenset[str]) -> list[Argument]:
        """Who stands behind a subject that is an act, not an actor: *Trump signed an order that bars X*."""
        node = filler.node
        if node.pos != "NOUN" or self.lexicon.noun_types(node.lemma):
            return []
        found = doer_behind(node)
        if found is None:
            return []
        return self._arguments(Filler(found[0], filler.role, f"{filler.path}; {found[1]}"), frozenset(), types)

    def _is_reciprocal(self, trigger: Node, role: Role) -> bool:
        return any(
            (f.node.lemma, other.lemma) in _RECIPROCAL
            for f in fill(trigger, role, self.lexicon)
            for other in f.node.children
        )

    def _is_thing(self, node: Node) -> bool:
        """*blocked by snow*: what did it is no actor, nor an act that somebody stands behind."""
        acts = (node.lemma, "coverage") in self.lexicon or (node.lemma, "noun") in self.lexicon.frames_by_word
        return node.pos == "NOUN" and not acts and not self.lexicon.noun_types(node.lemma)

    def _is_home(self, obj: Argument, subject: Argument) -> bool:
        """Whether the object is the state of the subject, or one of its people or bodies."""
        done_to, doer = obj.referent.entity, subject.referent.entity
        if done_to.id in (doer.country, doer.part_of) or done_to.country == doer.id:
            return True
        home = self.resolver.country(self.where, subject.filler.node)  # "the Egyptian president"
        return home is not None and home.entity.id == done_to.id

    def _types(self, node: Node) -> frozenset[str]:
        return frozenset(r.entity.type for r in self.resolver.resolve(self.where, node))

    # -------------------------------------------------------------- who did it before

    def earlier_doer(self, trigger: Node, relation: str) -> Argument | None:
        """Who did a relation in this sentence or just before: the accuser that a denial answers."""
        own = {r.entity.id for r in self._agent_referents(trigger)}
        reach = 3 if self._is_anaphoric(trigger) else 1
        for earlier, argument, name in reversed(self._doers):
            near = 0 <= trigger.sentence - earlier.sentence <= reach and earlier is not trigger
            if near and name == relation and argument.referent.entity.id not in own:
                return argument
        return None

    def _same_act(
        self, trigger: Node, relation: Relation, subjects: list[Argument]
    ) -> tuple[list[Argument], list[Argument]]:
        """*the ban*, *its exclusion* without an object is the one told of before: its objects, its subjects."""
        own = {a.referent.entity.id for a in subjects}
        for earlier, name, doers, objects in reversed(self._acts):
            if name != relation.name or trigger.sentence - earlier.sentence > _ACT_REACH:
                continue
            others = {a.referent.entity.id for a in doers}
            if trigger.child("nmod:poss") is not None and own and others and own.isdisjoint(others):
                continue  # "its ban" is another's
            return objects, doers or subjects
        return [], subjects

    def _agent_referents(self, trigger: Node) -> list[Referent]:
        agent = agent_of(trigger) if trigger.is_verb else None
        return self.resolver.resolve(self.where, agent[0]) if agent is not None else []

    def _is_anaphoric(self, trigger: Node) -> bool:
        """*denied these claims*, *denied it*: the claims were told before."""
        obj = trigger.child("obj", "nsubj:pass")
        if obj is None:
            return False
        pointers = ("the", "this", "these", "those", "that", "such")
        return obj.pos == "PRON" or any(c.lemma in pointers for c in obj.linked("det", "det:predet", "amod"))


def _distinct(arguments: list[Argument]) -> list[Argument]:
    return list({argument.referent.entity.id: argument for argument in arguments}.values())


def clause_nodes(node: Node) -> set[int]:
    """Tokens of a clause without what is coordinated with it."""
    found = set()
    for item in subtree(node):
        found.add(item.i)
    for other in conjuncts(node)[1:]:
        if other.is_verb:
            found -= {item.i for item in subtree(other)}
    return found

"""Filling roles: from a trigger along the parse to the words that a frame asks for.

Norway  slapped  a  ban  on  Huawei         ban: light → Norway, on → Huawei
Huawei  came  under  pressure  from  Oman   pressure: undergoer → Huawei, from → Oman
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.entities.phrases import coordinated_modifiers
from kg.extraction.cues import negates
from kg.extraction.support import borrowed_from, governing_verbs, lends, puts_under
from kg.language.functions import agent_of, patient_of, prepositional, recipient_of, surface_subject
from kg.language.syntax import Node, conjuncts, first_conjunct
from kg.lexicon import Frame, Lexicon, Role, Roles


@dataclass(frozen=True)
class Filler:
    """A word in a role, with the path that led to it and the verb it was borrowed from, if any."""

    node: Node
    role: str
    path: str
    borrowed: Node | None = None


_LENT = frozenset({"light", "undergoer"})
"""Roles whose words in a condition are those of the verb that lends its argument: *undergoer = win*."""

Fill = Callable[[Node, Lexicon], Iterator[Filler]]


def find_triggers(nodes: list[Node], lexicon: Lexicon) -> Iterator[tuple[Node, tuple[Frame, ...]]]:
    """Words that evoke frames, with the frames whose whole trigger (particle, compound) is there."""
    index = lexicon.frames_by_word
    for node in nodes:
        for part in _parts(node):
            frames = index.get((node.lemma, part)) or index.get((node.text.lower(), part))
            if frames:
                fitting = tuple(frame for frame in frames if _whole(node, part, frame))
                if fitting:
                    yield node, fitting


def _parts(node: Node) -> tuple[str, ...]:
    if node.pos in ("VERB", "AUX"):
        return ("verb",)
    if node.pos in ("NOUN", "PROPN"):
        return ("noun",)
    if node.pos == "ADJ":
        return ("verb", "adjective") if node.tag in ("VBN", "VBG", "VBD") else ("adjective",)
    return ()


def _whole(node: Node, part: str, frame: Frame) -> bool:
    particle = next((c.lemma for c in node.linked("compound:prt")), "")
    for word in frame.words:
        first, _, rest = (word.replace("-", " ") if part == "noun" else word).partition(" ")
        if part == "noun" and rest:
            if rest == node.lemma and any(c.lemma == first for c in node.linked("compound", "amod")):
                return True
        elif rest:
            if first == node.lemma and (particle == rest or any(_adverb(c, rest) for c in node.children)):
                return True
        elif first in (node.lemma, node.text.lower()) and (not particle or particle in ("up", "down", "off")):
            return True
    return False


def _adverb(child: Node, word: str) -> bool:
    return child.lemma == word and child.link in ("advmod", "compound:prt", "xcomp", "obl", "obj")


def fill(trigger: Node, role: Role, lexicon: Lexicon) -> list[Filler]:
    """Every word that stands in a role of the trigger: step after step, `clause/agent`."""
    found = [Filler(trigger, str(role), trigger.text)]
    for step in role.steps:
        found = [
            Filler(f.node, str(role), f"{before.path}; {f.path}" if before.node is not trigger else f.path, f.borrowed)
            for before in found
            for f in _step(before.node, step, lexicon)
        ]
    return found


def holds(trigger: Node, condition: Roles, lexicon: Lexicon, types_of: Callable[[Node], frozenset[str]]) -> bool:
    """Whether one alternative of a condition is there: the role filled, by one of its words, of one of its types."""
    for role in condition:
        for filler in fill(trigger, role, lexicon):
            word = filler.borrowed if filler.borrowed is not None and role.steps[-1] in _LENT else filler.node
            spread = [word] if word is filler.borrowed else conjuncts(word)
            if role.words and not any(n.lemma in role.words or n.text.lower() in role.words for n in spread):
                continue
            if role.types and not role.types & types_of(filler.node):
                continue
            return True
    return False


def _step(node: Node, step: str, lexicon: Lexicon) -> Iterator[Filler]:
    known = _ROLES.get(step)
    if known is not None:
        yield from known(node, lexicon)
        return
    preps = frozenset(step.split("+"))
    # "keep X away from Y", "throw X out of Y": the adverb carries the preposition
    adverbs = (c for c in node.linked("advmod", "compound:prt", "xcomp") if c.pos in ("ADV", "ADP"))
    holders = [node, *(adverbs if node.is_verb else ())]
    found = [hit for holder in holders for hit in prepositional(holder, preps)]
    if not found and node.is_noun:  # "a ban and a fine on X": what follows the last is said of all
        later = [other for other in conjuncts(node)[1:] if other.i > node.i]
        found = [hit for other in later[-1:] for hit in prepositional(other, preps & _BETWEEN)]
    if not found:  # "sold [equipment to Norway]", "sales of [equipment to Norway]": a parser may hang it lower
        lower = list(node.linked("obj") if node.is_verb else node.linked("nmod"))
        inside = [*lower, *(deeper for noun in lower for deeper in noun.linked("nmod"))]
        found = [hit for noun in inside for hit in prepositional(noun, preps) if preps <= _MOVABLE]
    if found:
        yield from (Filler(word, step, path) for word, path in found)
        return
    for participle in node.linked("acl"):  # "a deal reached between X and Y"
        lent = preps if (participle.lemma, "light") in lexicon else preps & _BETWEEN  # "charges brought by X"
        for word, path in prepositional(participle, lent & _OF_PARTICIPLES):
            yield Filler(word, step, f"{node.text} →acl {path}")
    for verb in borrowed_from(node) if step != "by" else ():  # "sales have been banned by X": not sales by X
        for word, path in prepositional(verb, preps):
            yield Filler(word, step, f"{node.text} ←{node.link} {path}", verb)
    if node.link == "conj" and node.is_verb and node.head is not None and node.head.is_verb:
        for word, path in prepositional(node.head, preps):  # "banned and cut off from the market"
            if word.i > node.i:
                yield Filler(word, step, f"{node.text} ←conj {path}")


_BETWEEN = frozenset({"between", "with", "against", "on"})
_OF_PARTICIPLES = _BETWEEN | {"by"}
_MOVABLE = frozenset({"to", "for", "from", "with", "against"})


# ------------------------------------------------------------------ the roles


def _agent(node: Node, lexicon: Lexicon) -> Iterator[Filler]:
    found = agent_of(node) if node.is_verb or node.pos == "ADJ" else None
    if found is not None:
        yield Filler(found[0], "agent", found[1])
    elif node.child("cop") is not None:
        subject = surface_subject(node)
        if subject is not None:
            yield Filler(subject[0], "agent", subject[1])


def _patient(node: Node, lexicon: Lexicon) -> Iterator[Filler]:
    # of a noun, "exports of chips": what the exporting is done to
    found = next(prepositional(node, frozenset({"of"})), None) if node.is_noun else patient_of(node)
    if found is not None:
        yield Filler(found[0], "patient", found[1])


def _recipient(node: Node, lexicon: Lexicon) -> Iterator[Filler]:
    found = recipient_of(node) if node.is_verb else None
    if found is not None:
        yield Filler(found[0], "recipient", found[1])
        return
    obj = node.child("obj") if node.is_verb else None
    if obj is not None and (obj.lemma, "granted") in lexicon and obj.child("det", "nmod:poss") is None:
        given = obj.child("compound")  # "denied [Huawei access]", read as one noun
        if given is not None and given.i == node.i + 1 and given.pos == "PROPN":
            yield Filler(given, "recipient", f"{node.text} →obj {obj.text} →compound {given.text}")


def _auxiliary(node: Node, lexicon: Lexicon) -> Iterator[Filler]:
    for child in node.linked("aux", "aux:pass"):
        yield Filler(child, "auxiliary", f"{node.text} →aux {child.text}")


def _participle(node: Node, lexicon: Lexicon) -> Iterator[Filler]:
    for child in node.linked("acl"):
        if child.tag == "VBN":
            yield Filler(child, "participle", f"{node.text} →acl {child.text}")


def _clause(node: Node, lexicon: Lexicon) -> Iterator[Filler]:
    for child in node.children:
        if child.link in ("ccomp", "xcomp") or (child.link in ("acl", "advcl") and child.prep in ("to", "that")):
            yield Filler(child, "clause", f"{node.text} →{child.link} {child.text}")
            return
        if node.is_noun and child.link == "acl:relcl":
            yield Filler(child, "clause", f"{node.text} →{child.link} {child.text}")
            return
    if node.is_noun:
        for verb, _ in governing_verbs(node, lexicon):  # "came under pressure to scrap X"
            for child in verb.linked("xcomp", "advcl"):
                if child.prep == "to" and child.i > node.i:
                    yield Filler(child, "clause", f"{node.text} ←{verb.text} →{child.link} {child.text}", verb)
                    return
    if node.is_verb:
        # a parser may hang "to bar X" on the one urged: "urged allies to bar X"
        patient = patient_of(node)
        if patient is not None:
            for child in patient[0].linked("acl"):
                if child.prep == "to":
                    yield Filler(child, "clause", f"{patient[1]} →acl {child.text}")
                    return


def _infinitive(node: Node, lexicon: Lexicon) -> Iterator[Filler]:
    for filler in _clause(node, lexicon):
        if filler.node.prep == "to" or (filler.node.link == "xcomp" and filler.node.tag == "VB"):
            yield filler


def _possessor(node: Node, lexicon: Lexicon) -> Iterator[Filler]:
    poss = node.child("nmod:poss")
    if poss is not None:
        yield Filler(poss, "possessor", f"{node.text} →poss {poss.text}")


def _modifier(node: Node, lexicon: Lexicon) -> Iterator[Filler]:
    for child in node.linked("compound", "amod", "nmod:unmarked", "nmod"):
        if child.i < node.i:
            yield Filler(child, "modifier", f"{node.text} →{child.link} {child.text}")
            if (child.lemma, "doing") in lexicon:  # "the U.S.-led campaign"
                for doer in child.linked("obl:unmarked", "compound", "obl", "nmod", "nmod:unmarked"):
                    if doer.i < child.i:
                        yield Filler(
                            doer, "modifier", f"{node.text} →{child.link} {child.text} →{doer.link} {doer.text}"
                        )


def _head(node: Node, lexicon: Lexicon) -> Iterator[Filler]:
    if node.link in ("amod", "acl", "appos", "compound") and node.head is not None:
        yield Filler(node.head, "head", f"{node.text} ←{node.link} {node.head.text}")
    elif node.child("cop") is not None:
        subject = node.child("nsubj")
        if subject is not None:
            yield Filler(subject, "head", f"{node.text} →nsubj {subject.text}")


def _light(noun: Node, lexicon: Lexicon) -> Iterator[Filler]:
    for verb, how in governing_verbs(noun, lexicon):
        purpose = {"object": "light", "with": "hitting"}.get(how)
        if purpose is not None and lends(verb, purpose, lexicon):
            yield from _borrow(noun, verb, agent_of(verb), "light")
            if verb.head is noun and agent_of(verb) is not None:
                return  # "strike out a claim brought by X": X, not the judge
        elif puts_under(verb, how, lexicon):
            yield from _borrow(noun, verb, agent_of(verb), "light")


def _undergoer(noun: Node, lexicon: Lexicon) -> Iterator[Filler]:
    if noun.child("cop") is not None and noun.prep in ("under", "in", "subject to", "at"):
        subject = noun.child("nsubj")
        if subject is not None:
            yield Filler(subject, "undergoer", f"{noun.text} →nsubj {subject.text}", noun)
        return
    for verb, how in governing_verbs(noun, lexicon):
        if (how == "with" and (verb.lemma, "hitting") in lexicon) or puts_under(verb, how, lexicon):
            yield from _borrow(noun, verb, patient_of(verb), "undergoer")
        elif (verb.lemma, "undergoing") in lexicon and how in ("object", "under", "in", "into", "to", "out of"):
            yield from _borrow(noun, verb, surface_subject(verb), "undergoer")


def _borrow(noun: Node, verb: Node, found: tuple[Node, str] | None, role: str) -> Iterator[Filler]:
    if found is not None:
        yield Filler(found[0], role, f"{noun.text} ←{verb.text}; {found[1]}", verb)


_BESIDE = frozenset(
    {"from", "under", "after", "in", "during", "following", "before", "through", "despite", "amid", "by", "without"}
)


def _coordinated(node: Node, lexicon: Lexicon) -> Iterator[Filler]:
    for filler in (*_agent(node, lexicon), *_light(node, lexicon), *_undergoer(node, lexicon)):
        together = filler.node.tag in ("NNS", "PRP") and (
            filler.node.lemma in ("they", "side", "both")
            or any(c.lemma in ("two", "both") for c in filler.node.linked("nummod", "det", "det:predet"))
        )
        if together or len(conjuncts(filler.node)) > 1 or len(coordinated_modifiers(filler.node)) > 1:
            yield filler


def _oblique(node: Node, lexicon: Lexicon) -> Iterator[Filler]:
    if node.link in ("obl", "nmod", "advcl") and node.prep in _BESIDE:
        verb = node.head
        while verb is not None and not verb.is_verb:
            verb = verb.head
        found = surface_subject(verb) if verb is not None else None
        if found is not None:
            yield Filler(found[0], "oblique", f"{node.text} ←{node.link} {found[1]}", verb)


def _place(node: Node, lexicon: Lexicon) -> Iterator[Filler]:
    """Where: *barred from selling equipment in the U.S.*"""
    if node.link == "acl:relcl" and node.head is not None and any(c.lemma == "where" for c in node.linked("advmod")):
        yield Filler(node.head, "place", f"{node.text} ←{node.link} {node.head.text}")
    for holder in (node, *node.linked("advcl", "xcomp", "obl", "obj"), *borrowed_from(node)):
        yield from (Filler(word, "place", path) for word, path in prepositional(holder, frozenset({"in"})))


_ROLES: dict[str, Fill] = {
    "agent": _agent,
    "patient": _patient,
    "recipient": _recipient,
    "auxiliary": _auxiliary,
    "participle": _participle,
    "clause": _clause,
    "infinitive": _infinitive,
    "possessor": _possessor,
    "modifier": _modifier,
    "head": _head,
    "light": _light,
    "undergoer": _undergoer,
    "coordinated": _coordinated,
    "oblique": _oblique,
    "place": _place,
}


def is_left_out(node: Node, lexicon: Lexicon) -> bool:
    """Whether an argument is named as one it is not true of: *X but not Y*, *neither X nor Y*; not *not only X*."""
    first = first_conjunct(node)
    paired = any(negates(child, lexicon) for child in first.linked("cc:preconj"))
    return paired or any(
        negates(child, lexicon) and not any(c.lemma in ("only", "just") for c in (*child.children, *node.children))
        for child in node.linked("advmod", "cc")
        if child.i < node.i
    )

"""Verbs that carry a noun: *impose* a ban, a ban *imposed* by, *came* under pressure.

Norway  slapped  a  ban  on  Huawei       ban: governed by slapped as its object
the  ban  that  Norway  imposed           ban: governed by imposed, which hangs on it
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.language.functions import patient_of
from kg.language.syntax import RELATIVE_TAGS, Node, first_conjunct
from kg.lexicon import Lexicon


def governing_verbs(noun: Node, lexicon: Lexicon) -> Iterator[tuple[Node, str]]:
    """Verbs that a noun is an argument of, with how: *the ban X imposed*, *a ban imposed by*, *impose a ban*."""
    for child in noun.linked("acl", "acl:relcl"):
        relative = child.link == "acl:relcl"
        if (child.lemma, "light") not in lexicon:
            continue
        if (not relative and child.tag in ("VBN", "VBD")) or (relative and _is_object_relative(child)):
            yield child, "object"
    top = first_conjunct(noun)
    head = top.head
    if head is not None and (head.is_verb or head.child("cop") is not None):
        if top.link in ("obj", "nsubj:pass"):
            yield head, "object"
        elif top.link == "nsubj":
            yield head, "subject"
        elif top.link in ("obl", "xcomp"):
            yield head, top.prep or "oblique"
        elif top.link == "nmod":
            yield head, top.prep
    if head is not None and head.head is not None and top.link == "nmod" and top.prep == "of":
        # "lifted part of its ban", "sign a series of deals"
        yield from ((verb, "object") for verb in (head.head,) if head.link in ("obj", "nsubj:pass") and verb.is_verb)


def _is_object_relative(clause: Node) -> bool:
    """*a ban that the council imposed*; not *a memorandum under which it sells*, *a ban that hurts*."""
    subject = clause.child("nsubj", "nsubj:pass")
    own = subject is not None and subject.tag not in RELATIVE_TAGS
    passive = subject is not None and subject.link == "nsubj:pass"
    return (own or passive) and not any(c.tag in RELATIVE_TAGS and c.link == "obl" for c in clause.children)


def supporting_verbs(trigger: Node, lexicon: Lexicon) -> list[Node]:
    """Verbs that carry a noun's time and negation: the light verb, the one it undergoes by."""
    if not trigger.is_noun:
        return []
    return [verb for verb, _ in governing_verbs(trigger, lexicon)]


def borrowed_from(noun: Node) -> Iterator[Node]:
    """The verb whose arguments a noun borrows: *slapped* a ban on X."""
    top = first_conjunct(noun)
    under = top.link == "obl" and top.prep in ("under", "in", "into")  # "came under pressure from"
    if noun.is_noun and (under or top.link in ("obj", "nsubj:pass")) and top.head is not None and top.head.is_verb:
        yield top.head


def lends(verb: Node, purpose: str, lexicon: Lexicon) -> bool:
    """Whether a verb is on a list, alone or with its particle: *impose*, *rule out*."""
    particle = next((c.lemma for c in verb.linked("compound:prt")), "")
    return (verb.lemma, purpose) in lexicon or (f"{verb.lemma} {particle}", purpose) in lexicon


def puts_under(verb: Node, how: str, lexicon: Lexicon) -> bool:
    """*Norway has the firm under sanctions*, *the firm was put under sanctions by Norway*: Norway's, on the firm."""
    return how == "under" and (verb.lemma, "placing") in lexicon and bool(patient_of(verb))

"""What a sentence leaves unsaid: *Norway did too*, *Oman followed suit*, *Spain declined to*.

Norway banned X. Oman did the same.          did: the relation and object of banned, the subject Oman
Oman asked Spain to bar X. Spain refused.    refused: what Spain was asked for, negated
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extraction.arguments import Argument, Match
from kg.extraction.cues import negates
from kg.extraction.roles import Filler
from kg.language.functions import surface_subject
from kg.language.syntax import Node, Tree, is_passive, subtree
from kg.lexicon import CueEntry, Lexicon
from kg.records import Modality, Polarity

_STANDS_ALONE = frozenset({"root", "conj", "parataxis", "advcl"})
_COMPLEMENTS = ("obj", "iobj", "ccomp", "xcomp", "obl:agent", "advcl")


def stands_for_predicate(verb: Node, lexicon: Lexicon) -> bool:
    """*did too*, *has as well*, *may do so*, *so did X*, *as did X*, *did not*, *followed suit*."""
    obj = verb.child("obj")
    if obj is not None and (f"{verb.lemma} {obj.lemma}", "pro-phrases") in lexicon:
        return True
    if (verb.lemma, "also") in lexicon and verb.child("cop") is not None:  # "and ZTE was too"
        return True
    if (verb.lemma, "pro-verbs") not in lexicon or verb.link in ("aux", "aux:pass", "cop", "acl:relcl"):
        return False
    if any((c.lemma, "also") not in lexicon for c in verb.linked("obj", "iobj", "ccomp", "xcomp", "obl:agent")):
        return False
    return verb.tag == "MD" or any(
        (c.lemma, "also") in lexicon or negates(c, lexicon)
        for c in verb.linked("advmod", "obj", "cc", "mark", "xcomp", "case", "obl")
    )


def answer_to_request(verb: Node, lexicon: Lexicon) -> CueEntry | None:
    """*declined to*, *refused*, *agreed*: the cue of a verb whose infinitive is left out."""
    if not verb.is_verb or verb.link == "amod" or is_passive(verb) or verb.child(*_COMPLEMENTS) is not None:
        return None
    if any(c.tag != "TO" and c.entity not in ("DATE", "TIME") for c in verb.linked("obl")):
        return None
    for cue in lexicon.cues_by_word.get(verb.lemma, ()):
        answers = Polarity.NEGATED in cue.sets or Modality.PLANNED in cue.sets
        if "infinitive" in cue.governs and answers and verb.lemma in cue.words:
            return cue
    return None


def subject_words(verb: Node) -> Node | None:
    """The subject of an elliptical verb, which may hang on its copula."""
    own = next((hit for c in verb.linked("cop") if (hit := surface_subject(c)) is not None), None) or surface_subject(
        verb
    )
    return own[0] if own is not None else None


def clause_before(verb: Node, tree: Tree, lexicon: Lexicon) -> Node | None:
    """The main verb that an elliptical one goes back to: of its own sentence, else of the sentence before."""
    top = _clause_of(verb)
    if top is None:
        return None
    head = top.head
    if top.link in ("conj", "parataxis", "advcl") and head is not None and head.is_verb and head.i < top.i:
        return _said(head, lexicon, verb.i)
    if top.sentence == 0:
        return None
    first, last = tree.sentences[top.sentence - 1]
    root = next((node for node in tree.nodes[first:last] if node.link == "root"), None)
    return _said(root, lexicon, first + len(tree.nodes)) if root is not None else None


def _clause_of(verb: Node) -> Node | None:
    """The finite clause around an infinitive: *urged Norway to do so*, *has no plans to do so*; none if relative."""
    node: Node = verb
    while node.head is not None:
        if node.link in _STANDS_ALONE and (node.is_verb or node.child("cop") is not None):
            break
        if node.link == "acl:relcl":
            return None
        node = node.head
    return node


def _said(verb: Node, lexicon: Lexicon, before: int) -> Node:
    """Below a verb of saying, what was said; of coordinated verbs the last that stands before."""
    for _ in range(6):
        lower = next((c for c in verb.linked("conj") if c.is_verb and c.i < before and not _holds(c, before)), None)
        if lower is None and any(cue.speaker for cue in lexicon.cues_by_word.get(verb.lemma, ())):
            lower = verb.child("ccomp")
        if lower is None:
            break
        verb = lower
    return verb


def _holds(clause: Node, i: int) -> bool:
    return any(node.i == i for node in subtree(clause))


def repeated(verb: Node, earlier: Match, subjects: Sequence[Argument]) -> Match:
    """The match of an earlier trigger told again of others, by a verb that stands for it."""
    again = [_carried(verb, argument, earlier) for argument in earlier.objects]
    if is_passive(earlier.trigger):
        doers = [_carried(verb, argument, earlier) for argument in earlier.subjects]
        return Match(verb, earlier.frame, earlier.relation, doers, list(subjects))
    return Match(verb, earlier.frame, earlier.relation, list(subjects), again)


def _carried(verb: Node, argument: Argument, earlier: Match) -> Argument:
    filler = Filler(argument.filler.node, "ellipsis", f"{verb.text} = {earlier.trigger.text}; {argument.filler.path}")
    return Argument(replace(argument.referent, how="ellipsis", via=argument.referent.node), filler)


def own_cues(verb: Node, lexicon: Lexicon) -> Iterator[tuple[CueEntry, Node]]:
    """What an auxiliary that stands alone says of what it leaves out: *will too*, *might as well*."""
    if verb.tag == "MD":
        for cue in lexicon.cues_by_word.get(verb.lemma, ()):
            if "auxiliary" in cue.governs and verb.lemma in cue.words:
                yield cue, verb

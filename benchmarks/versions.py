"""Sentences that tell a fact → versions of them that do not: denied, conditional, asked for, reported, considered.

A clause is its verb with what is told by it. Versions are made by a few edits of its words, where its parse allows:

    Norway has banned Huawei.             Norway banned Huawei.
           has NOT                               DID NOT BAN
    If Norway has banned Huawei, analysts said, prices would rise.
    Lawmakers urged Norway TO BAN Huawei.
    Norway IS CONSIDERING BANNING Huawei.

Each function returns the new text, or raises NoVersion with the reason why grammar does not allow one.
"""

from __future__ import annotations

from benchmarks.clauses import (
    Clause,
    Edit,
    NoVersion,
    auxiliaries_of,
    begins_sentence,
    body,
    first_of,
    in_later_clause,
    inside,
    refuse,
    sharing_subject,
    stands_in_what_is_said,
)
from benchmarks.inflection import gerund
from kg.language.syntax import SUBJECTS, Node, Tree, subtree

SPEAKER = "the Quorn Guild"
"""An organization that no table and no article knows, and no news outlet."""
_NEGATIVE = frozenset({"not", "n't", "never", "no", "neither", "nor", "hardly", "barely", "few", "little", "nobody"})
_LIMITED = _NEGATIVE | {"only"}
_DO = {"VBD": "did", "VBZ": "does", "VBP": "do"}
_OBJECT_FORM = {"he": "him", "she": "her", "they": "them", "we": "us", "i": "me", "who": "whom"}
_BEFORE_NOT = frozenset({"still"})
_OF_THE_PAST = frozenset({"already", "since", "currently", "now", "still", "always"})
"""Adverbs that an infinitive of what is still to do cannot have."""


# ------------------------------------------------------------------ the whole sentence


def conditional(clause: Clause) -> str:
    """If it is so, analysts say, something follows."""
    refuse(not stands_in_what_is_said(clause.verb), "told beside the main clause")
    refuse(clause.is_reported, "said by somebody after it")
    refuse(body(clause.tree).lower().startswith(("if ", "unless ")), "conditional already")
    return f"If {body(clause.tree)}, analysts said, prices would rise."


def according(clause: Clause) -> str:
    """A party tells it, named before."""
    refuse(not stands_in_what_is_said(clause.verb), "told beside the main clause")
    refuse(clause.is_reported, "said by somebody after it")
    return f"According to {SPEAKER}, {body(clause.tree)}."


def reported(clause: Clause) -> str:
    """A party says that it is so."""
    refuse(not stands_in_what_is_said(clause.verb), "told beside the main clause")
    refuse(in_later_clause(clause.verb), "told in a second clause, which may be the article's own")
    refuse(clause.is_reported, "said by somebody after it")
    return f"{SPEAKER[0].upper()}{SPEAKER[1:]} said that {body(clause.tree)}."


# ------------------------------------------------------------------ its verb


def negated(clause: Clause) -> str:
    """It is not so."""
    verb, edit = clause.verb, Edit(clause.tree)
    subject = verb.child(*SUBJECTS)
    limited = [*verb.children, *(subject.children if subject is not None else ()), *([subject] if subject else ())]
    refuse(any(node.lemma in _LIMITED for node in limited), "negated or limited already")
    auxiliaries = auxiliaries_of(verb)
    if auxiliaries:
        refuse(subject is not None and auxiliaries[0].i < subject.i, "inverted")
        edit.after(auxiliaries[0], "not")
    elif verb.tag in _DO and verb.lemma == "be":
        edit.after(verb, "not")
    elif verb.tag in _DO:
        edit.new[verb.i] = verb.lemma
        edit.before(_with_adverbs(clause.tree, verb), f"{_DO[verb.tag]} not")
    elif verb.tag in ("VBN", "VBG"):
        edit.before(_with_adverbs(clause.tree, verb), "not")
    else:
        raise NoVersion("no finite verb")
    return str(edit)


def _with_adverbs(tree: Tree, verb: Node) -> Node:
    """The verb, or the adverb that stands right before it: *also added*."""
    first = verb
    while first.i:
        word = tree.nodes[first.i - 1]
        if word.link != "advmod" or word.head is not verb or word.lemma in _BEFORE_NOT:
            break
        first = word
    return first


def requested(clause: Clause) -> str:
    """Somebody asks for it: *lawmakers urged X to*; of a passive, *lawmakers demanded that X be*."""
    verb, subject = _main_verb(clause)
    edit = Edit(clause.tree)
    passive = subject.link == "nsubj:pass"
    first = first_of(subject)
    if not passive and subject.pos == "PRON":
        edit.new[subject.i] = _OBJECT_FORM.get(subject.lemma, subject.text)
    held = edit.new.get(first.i, first.text) or ""
    edit.new[first.i] = inside(clause.tree, first, held) if begins_sentence(first, clause.tree) else held
    edit.before(first, "lawmakers demanded that" if passive else "lawmakers urged")
    for member in sharing_subject(verb):
        bare = _make_timeless(edit, member)
        base = f"be {member.text}" if bare else member.lemma
        edit.new[member.i] = f"to {base}" if member is verb and not passive else base
    return str(edit)


def considered(clause: Clause) -> str:
    """It is weighed: *X is considering*."""
    verb, subject = _main_verb(clause)
    refuse(subject.link == "nsubj:pass", "passive")
    edit = Edit(clause.tree)
    past = verb.tag == "VBD" or any(auxiliary.tag == "VBD" for auxiliary in auxiliaries_of(verb))
    for member in sharing_subject(verb):
        bare = _make_timeless(edit, member)
        edit.new[member.i] = f"being {member.text}" if bare else gerund(member.lemma, member.text)
    plural = subject.tag in ("NNS", "NNPS") or subject.lemma in ("they", "we") or subject.child("conj") is not None
    auxiliary = ("were" if plural else "was") if past else "am" if subject.text == "I" else "are" if plural else "is"
    edit.before(verb, f"{auxiliary} considering")
    return str(edit)


def _main_verb(clause: Clause) -> tuple[Node, Node]:
    """The verb that has the subject of a main clause, and that subject."""
    verb = clause.verb
    refuse(not clause.is_main, "told beside the main clause")
    while verb.link == "conj" and verb.head is not None and verb.child(*SUBJECTS) is None:
        verb = verb.head
    subject = verb.child("nsubj", "nsubj:pass")
    if subject is None or verb.child("expl") is not None:
        raise NoVersion("no subject")
    refuse(not verb.is_verb, "no verb")
    refuse(subject.i > verb.i or any(node.i < subject.i for node in auxiliaries_of(verb)), "inverted")
    members = list(sharing_subject(verb))
    low = any(node.link == "conj" and _hangs_too_low(node) for node in clause.tree.nodes)
    refuse(low, "its coordination is parsed wrongly")
    refuse(any(_is_since(n) and _verb_above(n) in members for n in clause.tree.nodes), "dated from the past")
    negative = [child.lemma for node in (*members, subject) for child in node.children]
    refuse(bool(_NEGATIVE.intersection([*negative, subject.lemma])), "negated or limited already")
    return verb, subject


def _is_since(node: Node) -> bool:
    """*Since 2016*, *ever since*; the adverb alone can be left out."""
    return node.prep == "since" or (node.lemma == "since" and node.child("advmod") is not None)


def _verb_above(node: Node) -> Node | None:
    above = node.head
    while above is not None and not above.is_verb:
        above = above.head
    return above


def _hangs_too_low(verb: Node) -> bool:
    """A finite verb coordinated with an infinitive: *told X to register and is threatening X*."""
    head = verb.head
    finite = verb.is_verb and (verb.tag in _DO or any(a.tag in _DO for a in auxiliaries_of(verb)))
    bare = head is not None and head.is_verb and head.tag in ("VB", "VBG") and not auxiliaries_of(head)
    return finite and bare and verb.child(*SUBJECTS) is None


def _make_timeless(edit: Edit, verb: Node) -> bool:
    """Take out auxiliaries and adverbs of the past; True of a passive, which keeps its participle."""
    auxiliaries = auxiliaries_of(verb)
    adverbs = [child for child in verb.linked("advmod") if child.lemma in _OF_THE_PAST]
    for word in (*auxiliaries, *(node for adverb in adverbs for node in subtree(adverb))):
        edit.new[word.i] = None
    above = verb.head if verb.link == "conj" and verb.tag == "VBN" and not auxiliaries else None
    return any(a.link == "aux:pass" for a in auxiliaries) or (above is not None and above.child("aux:pass") is not None)

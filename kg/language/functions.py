"""Who does what to whom in a tree: the subject, object and oblique of a verb or noun, however far away they stand.

urged *Poland* to bar …         the object is the subject of the infinitive
a ban *Norway* imposed          the noun is the object of its clause
barred by *Norway*              the agent of a passive stands in its by-phrase
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.language.syntax import RELATIVE_TAGS, Node, antecedent, is_passive

_SHARES_SUBJECT = frozenset(
    {
        "by",
        "after",
        "before",
        "while",
        "without",
        "in",
        "when",
        "to",
        "for",
        "as",
        "",
        "against",
        "about",
        "on",
        "instead of",
        "in order",
        "so as",
        "at",
    }
)
_PREPOSITIONAL = frozenset({"obl", "nmod", "advcl", "acl", "ccomp", "xcomp", "obl:agent"})

_ASKING = frozenset({"call", "demand", "request", "plea", "appeal", "ultimatum", "petition"})
"""Nouns whose owner wants something done, by those who hear of it."""

Found = tuple[Node, str]


def surface_subject(verb: Node, _depth: int = 0) -> Found | None:
    """The grammatical subject, its own or the one it shares, and the path to it."""
    own = verb.child("nsubj", "nsubj:pass", "nsubj:outer")
    if own is not None:
        return antecedent(own), f"{verb.text} →{own.link} {own.text}"
    head = verb.head
    if head is None or _depth > 6:
        return None
    inherited: Found | None = None
    if verb.link == "conj" and (head.is_verb or head.child("cop") is not None):
        inherited = surface_subject(head, _depth + 1)
    elif verb.link == "xcomp":
        inherited = _controller(head, _depth)
    elif verb.link == "acl:relcl" and not _has_gap_object(verb):
        inherited = head, head.text
    elif verb.link == "acl" and verb.tag == "VBG" and _after_comma(verb):
        governor = _verb_above(head)  # "cited security, alleging that": what the main clause's subject does
        inherited = surface_subject(governor, _depth + 1) if governor is not None else None
    elif verb.link == "acl" and head.is_noun:
        inherited = _noun_clause_subject(verb, head, _depth)
    elif verb.link in ("advcl", "parataxis", "acl") and verb.tag in ("VBG", "VBN", "VB") and verb.child("mark") is None:
        inherited = surface_subject(head, _depth + 1) if head.is_verb else None
    elif verb.link in ("advcl", "obl", "ccomp") and verb.tag in ("VBG", "VB", "VBN"):
        inherited = _adverbial_subject(verb, head, _depth)
    elif verb.link in ("advcl", "appos", "parataxis") and head.is_noun and verb.tag == "VBG":
        inherited = head, head.text
    if inherited is None:
        return None
    node, path = inherited
    return node, f"{verb.text} ←{verb.link} {path}"


def _after_comma(verb: Node) -> bool:
    return any(c.link == "punct" and c.text == "," and c.i < verb.i for c in verb.children)


def _verb_above(node: Node | None) -> Node | None:
    while node is not None and not node.is_verb:
        node = node.head
    return node


def doer_behind(noun: Node) -> Found | None:
    """Who stands behind an act told as a thing: *Trump's order bars*, *Trump signed an order that bars* → Trump."""
    for _ in range(4):
        owner = noun_owner(noun)
        if owner is not None:
            return owner
        head = noun.head
        if head is None:
            return None
        if head.is_verb and noun.link in ("obj", "nsubj:pass"):
            agent = agent_of(head)
            if agent is not None and agent[0] is not noun:
                return agent[0], f"{noun.text} ←{noun.link} {agent[1]}"
            noun = head if head.link in ("acl", "xcomp") else noun
            if noun.link == "acl" and noun.head is not None:
                noun = noun.head
                continue
            return None
        if head.is_noun:
            noun = head
            continue
        return None
    return None


def _has_gap_object(verb: Node) -> bool:
    return any(c.link in ("nsubj", "nsubj:pass") for c in verb.children)


def _controller(head: Node, depth: int) -> Found | None:
    """Who an infinitive's subject is: the object (*urged X to*) before the subject (*vowed to*)."""
    obj = head.child("obj", "iobj")
    if obj is not None and head.is_verb and not is_passive(head):
        asked = next(prepositional(obj, frozenset({"on", "to"})), None) if obj.pos == "NOUN" else None
        if asked is not None and asked[0].pos == "PROPN":  # "rejected X's call on Y to ban Z"
            return asked
        return antecedent(obj), f"{head.text} →{obj.link} {obj.text}"
    # "called on X to ban", "appealed to X to ban": the one called on is to do it
    called = [hit for hit in prepositional(head, frozenset({"on", "upon", "to"})) if hit[0].link == "obl"]
    return called[0] if called and not is_passive(head) else surface_subject(head, depth + 1)


def _noun_clause_subject(verb: Node, noun: Node, depth: int) -> Found | None:
    """*firms selling chips* → firms; *X's plan to ban*, *X has a plan to ban* → X; *pressure on X to ban* → X."""
    if verb.tag == "VBG" and verb.prep == "":
        return noun, noun.text
    if verb.tag == "VBN":
        return noun, noun.text
    if verb.tag == "VBG" or verb.prep in ("to", ""):
        on = next((c for c in noun.linked("nmod") if c.prep in ("on", "to", "for")), None)
        if on is not None and verb.prep == "to":
            return on, f"{noun.text} →nmod({on.prep}) {on.text}"
        of = (hit for hit in prepositional(noun, frozenset({"of"})) if hit[0].is_noun)
        owner = noun_owner(noun) or next(of, None)
        asked = noun.lemma in _ASKING and noun.link == "obj" and noun.head is not None
        if owner is not None and not asked:  # "rejected calls by X to ban Y": X does not ban
            return owner
        if noun.child("cop") is not None:  # "is in talks to buy"
            return surface_subject(noun, depth + 1)
        if noun.link in ("obj", "obl", "nmod") and noun.head is not None:
            return surface_subject(noun.head, depth + 1)
    return None


def _adverbial_subject(verb: Node, head: Node, depth: int) -> Found | None:
    """*barred Z from selling* → Z; *hurt X by banning Y* → the subject; *after barring X, Y …* → Y."""
    if head.link == "advmod" and head.head is not None:  # "stopped short of banning"
        return surface_subject(head.head, depth + 1)
    if (
        verb.prep in ("from", "into", "of", "against") and head.is_verb
    ):  # "accused X of selling"; but "stopped short of banning"
        return patient_of(head) or surface_subject(head, depth + 1)
    if head.is_verb and verb.prep in _SHARES_SUBJECT:
        return surface_subject(head, depth + 1)
    if head.child("cop") is not None and verb.prep in ("from", "of"):  # "is far from banning"
        return surface_subject(head, depth + 1)
    return None


def noun_owner(noun: Node) -> Found | None:
    """The possessor of a noun, or who it is by: *X's ban*, *a ban by X*."""
    poss = noun.child("nmod:poss")
    if poss is not None:
        return poss, f"{noun.text} →poss {poss.text}"
    by = next((c for c in noun.linked("nmod", "obl:agent", "obl") if c.prep == "by"), None)
    return (by, f"{noun.text} →nmod(by) {by.text}") if by is not None else None


def agent_of(verb: Node) -> Found | None:
    """Who does it: the subject of an active verb, the *by* phrase of a passive one."""
    if is_passive(verb):
        # "was granted a waiver by Norway" hangs on either; "were banned and fined by Norway" on the last
        later = [c for c in verb.linked("conj") if c.is_verb and c.child("nsubj", "nsubj:pass") is None]
        # "was threatened with sanctions by Norway", "was accused of theft by Norway"
        inner = [c for c in verb.linked("obl") if c.prep in ("with", "of")]
        holders = (verb, *verb.linked("obj"), *inner, *later)
        by = next((c for h in holders for c in h.linked("obl:agent", "obl", "nmod") if c.prep == "by"), None)
        if by is None:  # "was accused of spying by Norway": no agent of the gerund
            gerunds = (c for c in verb.linked("advcl", "obl") if c.tag == "VBG" and c.prep in ("of", "from"))
            by = next((c for g in gerunds for c in g.linked("obl") if c.prep == "by" and c.pos == "PROPN"), None)
        first = verb.head if verb.link == "conj" and verb.child("nsubj", "nsubj:pass") is None else None
        if by is None and first is not None and first.is_verb and is_passive(first):
            return agent_of(first)  # "was accused by Norway and banned"
        return (antecedent(by), f"{verb.text} →by {by.text}") if by is not None else None
    return surface_subject(verb)


def patient_of(verb: Node) -> Found | None:
    """Whom it is done to: the object of an active verb, the subject of a passive one, the noun of a relative clause."""
    if is_passive(verb):
        given = verb.child("obj")
        if given is not None:  # "Huawei was granted a waiver"
            return antecedent(given), f"{verb.text} →obj {given.text}"
        described = verb.link == "amod" or (verb.link == "acl" and verb.head is not None and not verb.head.is_verb)
        if described and verb.head is not None and verb.child("nsubj:pass") is None:
            return verb.head, f"{verb.text} ←{verb.link} {verb.head.text}"
        return surface_subject(verb)
    own = verb.child("obj") or verb.child("iobj")
    if own is not None:
        return antecedent(own), f"{verb.text} →{own.link} {own.text}"
    for clause in verb.linked("xcomp", "ccomp"):  # "told X to register", read as a clause with a subject
        inner = clause.child("nsubj")
        if clause.prep == "to" and inner is not None:
            return antecedent(inner), f"{verb.text} →{clause.link} {clause.text} →nsubj {inner.text}"
    if verb.link == "acl:relcl" and verb.head is not None and _has_gap_object(verb) and not _relative_oblique(verb):
        subject = verb.child("nsubj", "nsubj:pass")
        if subject is not None and subject.tag not in RELATIVE_TAGS and antecedent(subject) is subject:
            return verb.head, f"{verb.text} ←acl:relcl {verb.head.text}"
    if verb.link == "conj" and verb.head is not None and verb.head.is_verb and not is_passive(verb.head):
        shared = verb.head.child("obj")
        if shared is not None and shared.i > verb.i:  # banned and fined Huawei
            return antecedent(shared), f"{verb.text} ←conj {verb.head.text} →obj {shared.text}"
    for later in verb.linked("conj"):
        shared = later.child("obj")  # "condemned, and may yet ban, Huawei"
        if shared is not None and later.is_verb and verb.child("ccomp", "xcomp", "obl") is None:
            return antecedent(shared), f"{verb.text} →conj {later.text} →obj {shared.text}"
    return None


def _relative_oblique(verb: Node) -> bool:
    """*companies to which Y sold*: the relative word fills another role already."""
    return any(c.tag in RELATIVE_TAGS and c.link in ("obl", "iobj", "advmod") for c in verb.children)


def recipient_of(verb: Node) -> Found | None:
    """The indirect object: *denied Huawei a licence*; the subject of *Huawei was denied a licence*."""
    own = verb.child("iobj")
    if own is not None:
        return antecedent(own), f"{verb.text} →iobj {own.text}"
    if is_passive(verb) and verb.child("obj") is not None:
        return surface_subject(verb)
    return None


def prepositional(node: Node, preps: frozenset[str]) -> Iterator[Found]:
    """What hangs on a word by one of these prepositions, nouns or clauses: *a ban on X*, *barred from selling*.

    Dates are left out: *a ban on Monday* bars nobody.
    """
    for child in node.children:
        if child.prep in preps and child.link in _PREPOSITIONAL and child.entity not in ("DATE", "TIME"):
            yield antecedent(child), f"{node.text} →{child.link}({child.prep}) {child.text}"

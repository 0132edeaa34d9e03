"""The parse as a tree of nodes in one vocabulary of links; the only file that knows dependency labels.

Speaks Universal Dependencies (the shipped model). The ClearNLP labels of the `en_core_web_*` family are turned
into the same shape by `kg.language.clearnlp`, so that no rule has to know which parser made the tree.

    The  U.S.  urged  Poland  to  bar  Huawei  from  selling  gear  in  Spain
          └nsubj─┘└─obj──┘      └xcomp┘└obj─┘        └─advcl(from)┘└obj┘  └obl(in)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc

from kg.language.clearnlp import is_clearnlp, to_universal
from kg.language.repairs import mend

RELATIVE_TAGS = frozenset({"WDT", "WP", "WP$"})
SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj", "csubj:pass", "nsubj:outer"})
CLAUSES = frozenset({"ccomp", "xcomp", "csubj", "csubj:pass"})
_PREPOSITIONAL = frozenset({"obl", "nmod", "advcl", "acl", "ccomp", "xcomp", "obl:agent"})
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
    }
)
_NAME_LINKS = frozenset({"compound", "flat", "goeswith", "nummod", "amod", "flat:foreign", "nmod:desc"})


@dataclass(slots=True, eq=False)
class Node:
    """A token in its tree: `link` is its dependency, `prep` the preposition or marker that introduces it."""

    i: int
    text: str
    lemma: str
    tag: str
    pos: str
    start: int
    end: int
    sentence: int
    entity: str
    begins_entity: bool
    link: str = "root"
    prep: str = ""
    head: Node | None = None
    children: list[Node] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<{self.text} {self.link}:{self.prep}>"

    @property
    def is_verb(self) -> bool:
        """A verb form used as one; a participle before a noun is tagged as an adjective by some treebanks."""
        return self.pos in ("VERB", "AUX")

    @property
    def is_noun(self) -> bool:
        """A common or proper noun."""
        return self.pos in ("NOUN", "PROPN")

    def linked(self, *links: str) -> Iterator[Node]:
        """Children hanging by one of these links, in text order."""
        return (child for child in self.children if child.link in links)

    def child(self, *links: str) -> Node | None:
        """The first child hanging by one of these links."""
        return next(self.linked(*links), None)


class Tree:
    """All nodes of a parsed text, `nodes[i]` being token i, and the roots of its sentences in order.

    `control` are verbs that take an object and an infinitive: *urge*.
    """

    def __init__(self, doc: Doc, control: frozenset[str] = frozenset()) -> None:
        self.text = doc.text
        tokens = list(doc)
        offsets = doc.to_array("HEAD").astype("int64").tolist()
        rows = [(i + offset, token.dep_) for i, (offset, token) in enumerate(zip(offsets, tokens, strict=True))]
        lemmas, parts = [token.lemma_.lower() for token in tokens], [token.pos_ for token in tokens]
        if is_clearnlp(link for _, link in rows):
            rows = to_universal(rows, lemmas, parts)
        rows = mend(rows, lemmas, parts, [token.tag_ for token in tokens], control)
        sentence = -1
        nodes: list[Node] = []
        for token, lemma, part in zip(tokens, lemmas, parts, strict=True):
            sentence += bool(token.is_sent_start) or not nodes
            start, text = token.idx, token.text
            nodes.append(
                Node(
                    token.i,
                    text,
                    lemma,
                    token.tag_,
                    part,
                    start,
                    start + len(text),
                    sentence,
                    token.ent_type_,
                    token.ent_iob_ == "B",
                )
            )
        self.nodes = nodes
        self.roots: list[Node] = []
        self.sentences: list[tuple[int, int]] = []
        self._link(rows)
        self._sentence_bounds()

    def _link(self, rows: list[tuple[int, str]]) -> None:
        for node, (head, link) in zip(self.nodes, rows, strict=True):
            if head == node.i or link in ("ROOT", "root"):
                node.link = "root"
                self.roots.append(node)
            else:
                node.link = link
                node.head = self.nodes[head]
                node.head.children.append(node)
        for node in self.nodes:
            if node.link in ("case", "mark") and node.head is not None:
                _introduce(node.head, node)
            if node.pos == "ADJ" and node.child("aux") is not None and node.child("cop", "aux:pass") is None:
                node.pos, node.tag = "VERB", "VB"  # "will fine X" is no adjective

    def _sentence_bounds(self) -> None:
        first = 0
        for i, node in enumerate(self.nodes):
            if i and node.sentence != self.nodes[i - 1].sentence:
                self.sentences.append((first, i))
                first = i
        if self.nodes:
            self.sentences.append((first, len(self.nodes)))

    def sentence_span(self, sentence: int) -> tuple[int, int]:
        """Offsets of a sentence in the text, without white space around it."""
        first, last = self.sentences[sentence]
        nodes = self.nodes[first:last]
        inked = [n for n in nodes if n.text.strip()]
        return (inked[0].start, inked[-1].end) if inked else (nodes[0].start, nodes[-1].end)


def _introduce(node: Node, word: Node) -> None:
    """Note `word` as the preposition of `node`; *according to*, *because of* keep all their words."""
    if word.tag == "POS":
        return
    fixed = [word.text.lower(), *(child.text.lower() for child in word.linked("fixed"))]
    # "to" before an infinitive only marks it; a real preposition ("from selling") says more.
    if word.link == "mark" and fixed == ["to"] and node.prep:
        return
    node.prep = " ".join(fixed) if not node.prep or node.prep == "to" else f"{node.prep} {' '.join(fixed)}"


# ------------------------------------------------------------------ around a word


def subtree(node: Node) -> list[Node]:
    """The node and everything below it, in text order."""
    found = [node]
    for item in found:
        found.extend(item.children)
    return sorted(found, key=lambda n: n.i)


def conjuncts(node: Node) -> list[Node]:
    """The node and what is coordinated with it: *Britain, Poland and Germany*."""
    found = [node]
    for item in found:
        found.extend(child for child in item.linked("conj") if child.is_verb == node.is_verb)
    return found


def first_conjunct(node: Node) -> Node:
    """The head of the coordination that a node stands in."""
    while node.link == "conj" and node.head is not None and node.head.is_verb == node.is_verb:
        node = node.head
    return node


def name_span(node: Node) -> tuple[int, int]:
    """Token bounds of the noun phrase core: the node with what is compounded to it on its left, flat on its right."""
    first = last = node.i
    waiting = [node]
    while waiting:
        for child in waiting.pop().children:
            if child.link in _NAME_LINKS:
                first, last = min(first, child.i), max(last, child.i)
                waiting.append(child)
    return first, last + 1


# ------------------------------------------------------------------ who does what


def is_passive(verb: Node) -> bool:
    """*was barred*, *companies barred by Y*, *a banned firm*; not *has barred*."""
    if any(c.link in ("aux:pass", "nsubj:pass", "obl:agent", "csubj:pass") for c in verb.children):
        return True
    if verb.tag not in ("VBN", "VBD", "JJ"):
        return False
    if verb.link in ("acl", "amod", "advcl") and verb.tag in ("VBN", "JJ"):
        return not any(c.link in ("aux", "nsubj") for c in verb.children)
    if verb.link == "conj" and verb.tag == "VBN" and verb.head is not None and verb.head.is_verb:
        return is_passive(verb.head) and not any(c.link in ("aux", "nsubj") for c in verb.children)
    return False


def antecedent(node: Node) -> Node:
    """The noun that a relative pronoun stands for, else the node itself."""
    if node.tag not in RELATIVE_TAGS and not (node.tag == "IN" and node.lemma == "that"):
        return node
    clause = node.head
    while clause is not None and clause.link != "acl:relcl":
        clause = clause.head
    if clause is None or clause.head is None:
        return node
    # "pressure from Canberra, which urged": parsers hang the clause too high; the name just before is meant
    for name in clause.head.linked("nmod"):
        if name.pos == "PROPN" and clause.head.pos == "NOUN" and 0 < node.i - name.i <= 3:
            return name
    return clause.head


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
    elif verb.link in ("advcl", "parataxis") and verb.tag in ("VBG", "VBN", "VB") and verb.child("mark") is None:
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
        if owner is not None:
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
    if verb.prep in ("from", "into", "of") and head.is_verb:  # "accused X of selling"; but "stopped short of banning"
        return patient_of(head) or surface_subject(head, depth + 1)
    if head.is_verb and verb.prep in _SHARES_SUBJECT:
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
        holders = (verb, *verb.linked("obj"), *later)
        by = next((c for h in holders for c in h.linked("obl:agent", "obl", "nmod") if c.prep == "by"), None)
        return (antecedent(by), f"{verb.text} →by {by.text}") if by is not None else None
    return surface_subject(verb)


def patient_of(verb: Node) -> Found | None:
    """Whom it is done to: the object of an active verb, the subject of a passive one, the noun of a relative clause."""
    if is_passive(verb):
        given = verb.child("obj")
        if given is not None:  # "Huawei was granted a waiver"
            return antecedent(given), f"{verb.text} →obj {given.text}"
        if verb.link in ("acl", "amod") and verb.head is not None and verb.child("nsubj:pass") is None:
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

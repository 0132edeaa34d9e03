"""The parse as a tree of nodes in one vocabulary of links.

Speaks Universal Dependencies (the shipped model). The ClearNLP labels of the `en_core_web_*` family are turned
into the same shape by `kg.language.clearnlp`, so that no rule has to know which parser made the tree.

    The  U.S.  urged  Poland  to  bar  Huawei  from  selling  gear  in  Spain
          └nsubj─┘└─obj──┘      └xcomp┘└obj─┘        └─advcl(from)┘└obj┘  └obl(in)
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from kg.language.clauses import mend_clauses
from kg.language.clearnlp import is_clearnlp, to_universal
from kg.language.hyphens import HYPHENS, mend_pairs
from kg.language.misread import read_verbs
from kg.language.reader import reading_of
from kg.language.repairs import mend
from kg.language.trees import rootless

RELATIVE_TAGS = frozenset({"WDT", "WP", "WP$"})
SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj", "csubj:pass", "nsubj:outer"})
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

    def linked(self, *links: str) -> list[Node]:
        """Children hanging by one of these links, in text order."""
        return [child for child in self.children if child.link in links]

    def child(self, *links: str) -> Node | None:
        """The first child hanging by one of these links."""
        for child in self.children:
            if child.link in links:
                return child
        return None


class Tree:
    """All nodes of a parsed text, `nodes[i]` being token i, and the roots of its sentences in order.

    `control` are verbs that take an object and an infinitive: *urge*; `verbs` are what may be one though it looks
    like an adjective: *fine*.
    """

    def __init__(self, doc: Doc, control: frozenset[str] = frozenset(), verbs: frozenset[str] = frozenset()) -> None:
        self.text = doc.text
        self.reading = reading_of(doc)
        tokens = list(doc)
        offsets = doc.to_array("HEAD").astype("int64").tolist()
        rows = [(i + offset, token.dep_) for i, (offset, token) in enumerate(zip(offsets, tokens, strict=True))]
        lemmas, parts = [token.lemma_.lower() for token in tokens], [token.pos_ for token in tokens]
        if is_clearnlp(link for _, link in rows):
            rows = to_universal(rows, lemmas, parts)
        tags = [token.tag_ for token in tokens]
        parsed = rows
        rows = read_verbs(rows, lemmas, parts, tags, verbs)
        rows = mend(rows, lemmas, parts, tags, control)
        rows = mend_clauses(rows, lemmas, parts, tags)
        joints = [i for i, token in enumerate(tokens) if token.text in HYPHENS and _is_tight(tokens, i)]
        if joints:
            rows = mend_pairs(rows, joints, parts, tags, _name_numbers(doc), [token.ent_type_ for token in tokens])
        for i in rootless([head for head, _ in rows]):
            rows[i] = parsed[i]  # mends of a bad parse can meet in a circle
        sentence = -1
        nodes: list[Node] = []
        for token, lemma, part, tag in zip(tokens, lemmas, parts, tags, strict=True):
            sentence += bool(token.is_sent_start) or not nodes
            start, text = token.idx, token.text
            nodes.append(
                Node(
                    token.i,
                    text,
                    lemma,
                    tag,
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
            infinitive = node.child("obj") is not None and any(c.lemma == "to" for c in node.linked("mark"))
            governed = infinitive or node.child("aux") is not None
            if node.pos == "ADJ" and governed and node.child("cop", "aux:pass") is None:
                node.pos, node.tag = "VERB", "VB"  # "will fine X", "to fine X" is no adjective

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


def _is_tight(tokens: list[Token], i: int) -> bool:
    """Whether a token has no space before and behind it."""
    return i > 0 and not tokens[i - 1].whitespace_ and not tokens[i].whitespace_


def _name_numbers(doc: Doc) -> list[int]:
    numbers = [0] * len(doc)
    for number, name in enumerate(doc.ents, 1):
        numbers[name.start : name.end] = [number] * len(name)
    return numbers


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
    if verb.tag == "VBG":  # "is refusing entry to X, by far the biggest group"
        return verb.child("aux:pass") is not None
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

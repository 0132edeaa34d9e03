"""A sentence with the verb that tells a fact, where that verb stands, and edits of the sentence's words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.language.syntax import SUBJECTS, Node, Tree, subtree

_AUXILIARIES = ("aux", "aux:pass", "cop")
_RELATIVE = frozenset({"WRB", "WDT", "WP", "WP$"})
_CONNECTIVES = frozenset({"and", "but", "or", "so", "yet"})
_SAID_AFTER = frozenset({"parataxis", "ccomp"})


class NoVersion(Exception):  # noqa: N818 - no error: most sentences lack some version
    """Grammar does not allow this version; the message is the reason."""


@dataclass
class Clause:
    """A sentence with the verb whose clause tells the fact; the tree is of this sentence alone."""

    tree: Tree
    verb: Node

    @property
    def is_main(self) -> bool:
        """Whether its verb is the sentence's, or coordinated with it."""
        return _is_main(self.verb)

    @property
    def is_reported(self) -> bool:
        """Whether the sentence itself is a report with what is said before or beside who says it."""
        root = self.tree.roots[0]
        return any(child.link in _SAID_AFTER and child.i < root.i for child in root.children) or any(
            node.link == "parataxis" and node.is_verb for node in self.tree.nodes
        )


def _is_main(verb: Node) -> bool:
    while verb.link == "conj" and verb.head is not None:
        verb = verb.head
    return verb.link == "root"


@dataclass
class Edit:
    """New words for some tokens of a text; None takes a token out with the space behind it."""

    tree: Tree
    new: dict[int, str | None] = field(default_factory=dict)

    def before(self, node: Node, words: str) -> None:
        """Put words before a token."""
        held = self.new.get(node.i, node.text)
        self.new[node.i] = f"{words} {held}" if held is not None else words

    def after(self, node: Node, words: str) -> None:
        """Put words behind a token."""
        self.new[node.i] = f"{self.new.get(node.i, node.text)} {words}"

    def __str__(self) -> str:
        nodes, text, parts = self.tree.nodes, self.tree.text, []
        for node in nodes:
            end = nodes[node.i + 1].start if node.i + 1 < len(nodes) else len(text)
            word = self.new.get(node.i, node.text)
            if word is not None:
                parts.append(word + text[node.end : end])
        joined = "".join(parts).strip()
        return joined[:1].upper() + joined[1:]


def body(tree: Tree) -> str:
    """The sentence without its stop, as it would stand inside another one."""
    nodes = [node for node in tree.nodes if not node.text.isspace()]
    while nodes and (nodes[0].lemma in _CONNECTIVES or nodes[0].text == ","):
        nodes.pop(0)
    text = tree.text[nodes[0].start :].rstrip()
    return inside(tree, nodes[0], text.removesuffix("."))


def inside(tree: Tree, first: Node, text: str) -> str:
    """A text that began a sentence, put inside one: its first word is written small unless it is a name."""
    after = tree.nodes[first.i + 1] if first.i + 1 < len(tree.nodes) else None
    hyphened = after is not None and after.text == "-" and not first.entity  # "state-owned"
    is_name = (first.pos == "PROPN" and not hyphened) or first.text == "I" or first.text[1:2].isupper()
    named = bool(first.entity) and first.pos != "DET"
    in_title = after is not None and after.text[:1].isupper() and not after.entity and first.pos == "NOUN"
    return text if is_name or named or in_title else text[:1].lower() + text[1:]


def stands_in_what_is_said(verb: Node) -> bool:
    """Whether a verb is the main one or in its complement: not in a relative clause or an aside."""
    if any(child.tag in _RELATIVE and child.i < verb.i for child in verb.children):
        return False
    while verb.link in ("ccomp", "xcomp", "conj") and verb.head is not None:
        verb = verb.head
    return verb.link == "root"


def in_later_clause(verb: Node) -> bool:
    """Whether it stands in a coordinated clause with a subject of its own: *X said that A, but B*."""
    while verb.head is not None:
        if verb.link == "conj" and verb.child(*SUBJECTS) is not None:
            return True
        verb = verb.head
    return False


def sharing_subject(verb: Node) -> Iterator[Node]:
    """The verb and those coordinated with it that have no subject of their own."""
    yield verb
    for other in verb.linked("conj"):
        if other.is_verb and other.child(*SUBJECTS) is None:
            yield from sharing_subject(other)


def auxiliaries_of(verb: Node) -> list[Node]:
    """The auxiliaries before a verb, the finite one first."""
    return [child for child in verb.children if child.link in _AUXILIARIES and child.i < verb.i]


def first_of(node: Node) -> Node:
    """The first word of a phrase."""
    return next(item for item in subtree(node) if not item.text.isspace())


def begins_sentence(node: Node, tree: Tree) -> bool:
    """Whether nothing but white space stands before a word."""
    return all(other.text.isspace() for other in tree.nodes[: node.i])


def refuse(refused: bool, reason: str) -> None:
    """Raise NoVersion, if it is so."""
    if refused:
        raise NoVersion(reason)

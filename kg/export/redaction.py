"""A graph without the words of its articles, for texts that one may analyse but not pass on.

What is left out: article bodies, headlines, credit lines, quotes, the words of triggers, mentions, cues and role
paths, and what is beyond five words in the name of what only one article speaks of (a group, a claim, somebody whom it
does not name). What stays: who does what to whom, with what status, when and according to whom; the names of actors;
outlet, author, date, address and id of each article; its digest, and the offsets of every quote, trigger and mention
in it, so that whoever has the text finds each passage, and can check that it is the same text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg.graph import vocabulary as v
from kg.graph.rdf import order_of
from kg.graph.reading import Reading
from kg.graph.vocabulary import term

LONGEST_NAME = 5
"""Words of a name that one article alone knows."""

_WORDS = frozenset(
    {v.BODY, v.HEADLINE, v.CREDIT, order_of(v.CREDIT)}
    | {term(f"d:{name}") for name in ("quote", "trigger", "subjectMention", "objectMention", "roles", "cues")}
)
_OTHER_NAMES = frozenset({v.ALT_LABEL, order_of(v.ALT_LABEL)})
_LOCAL = term("d:localTo")
_WORD = re.compile(r"[^\W_]+")


class WithoutQuotes(Reading):
    """The same graph, of which everything that is read comes without the articles' words."""

    def __init__(self, reading: Reading) -> None:
        whole = None if reading.whole is reading else WithoutQuotes(reading.whole)
        super().__init__(reading.path, reading.store, reading.ontology, whole=whole)

    def quads_of(self, node: NamedNode, graph: NamedNode | DefaultGraph | None) -> Iterator[Quad]:
        """What is said of a node, but for words of articles."""
        local = any(self.store.quads_for_pattern(node, _LOCAL, None, graph))
        for quad in super().quads_of(node, graph):
            if quad.predicate in _WORDS or (local and quad.predicate in _OTHER_NAMES):
                continue
            if local and quad.predicate == v.PREF_LABEL and isinstance(quad.object, Literal):
                quad = Quad(node, quad.predicate, Literal(shortened(quad.object.value)), quad.graph_name)
            yield quad


def shortened(name: str) -> str:
    """A name of no more than LONGEST_NAME words."""
    words = list(_WORD.finditer(name))
    return name if len(words) <= LONGEST_NAME else f"{name[: words[LONGEST_NAME - 1].end()]} …"

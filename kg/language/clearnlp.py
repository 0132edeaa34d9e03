"""ClearNLP dependency labels (`en_core_web_*`) turned into the Universal Dependencies shape that the rules read.

barred ─prep→ from ─pobj→ Spain        becomes        barred ─obl→ Spain ─case→ from
is ─attr→ maker                        becomes        maker ─cop→ is
"""

from __future__ import annotations

from collections.abc import Iterable

_ONLY_CLEARNLP = frozenset({"dobj", "pobj", "nsubjpass", "prep", "poss", "relcl", "auxpass", "attr", "neg"})
_RENAMED = {
    "dobj": "obj",
    "dative": "iobj",
    "nsubjpass": "nsubj:pass",
    "csubjpass": "csubj:pass",
    "auxpass": "aux:pass",
    "relcl": "acl:relcl",
    "poss": "nmod:poss",
    "neg": "advmod",
    "npadvmod": "obl:unmarked",
    "nmod": "compound",
    "prt": "compound:prt",
    "intj": "discourse",
    "predet": "det:predet",
    "oprd": "xcomp",
}

Row = tuple[int, str]


def is_clearnlp(labels: Iterable[str]) -> bool:
    """Whether a parse speaks ClearNLP: one label of its own is enough."""
    return not _ONLY_CLEARNLP.isdisjoint(labels)


def to_universal(rows: list[Row], lemmas: list[str], parts: list[str]) -> list[Row]:
    """Rows of (head index, label), one a token, in the Universal Dependencies shape."""
    heads = [head for head, _ in rows]
    labels = [label for _, label in rows]
    for i, label in enumerate(labels):
        if label in ("pobj", "pcomp"):
            _raise_over_preposition(i, heads, labels, parts)
    for i, label in enumerate(labels):
        if label in ("attr", "acomp") and lemmas[heads[i]] == "be":
            _raise_over_copula(i, heads, labels)
    return [(head, _RENAMED.get(label, label)) for head, label in zip(heads, labels, strict=True)]


def _raise_over_preposition(i: int, heads: list[int], labels: list[str], parts: list[str]) -> None:
    preposition = heads[i]
    governor, link = heads[preposition], labels[preposition]
    while labels[preposition] in ("case", "mark"):  # a second object of the same preposition
        return
    clause = labels[i] == "pcomp"
    verbal = parts[governor] in ("VERB", "AUX", "ADJ")
    if link == "agent":
        labels[i] = "obl:agent"
    elif clause:
        labels[i] = "advcl" if verbal else "acl"
    else:
        labels[i] = "obl" if verbal else "nmod"
    heads[i] = governor
    heads[preposition] = i
    labels[preposition] = "mark" if clause else "case"


def _raise_over_copula(i: int, heads: list[int], labels: list[str]) -> None:
    copula = heads[i]
    labels[i], heads[i] = labels[copula], heads[copula] if heads[copula] != copula else i
    for child, head in enumerate(heads):
        if head == copula and child not in (i, copula):
            heads[child] = i
    heads[copula], labels[copula] = i, "cop"

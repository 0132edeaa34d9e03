"""Lemmas: a table of (tag, form) first, then the rule that the model chose for the word."""

from __future__ import annotations

from collections.abc import Mapping

LemmaTable = Mapping[str, Mapping[str, str]]
"""Penn tag → form in lower case → lemma. Tags of names, numbers and foreign words are not in it."""


def lemma_rule(form: str, lemma: str) -> str:
    """The rule that makes a lemma of a form: ``l|3|y`` = lower the form, cut 3 characters, add ``y``.

    The first field is ``k`` where the form's case is kept. ``w|be`` gives the whole lemma, where nothing is shared.
    """
    keeps = lemma == form or (lemma[:1].isupper() and form[:1].isupper())
    base = form if keeps else form.lower()
    shared = 0
    while shared < min(len(base), len(lemma)) and base[shared] == lemma[shared]:
        shared += 1
    if shared == 0 and form:
        return f"w|{lemma}"
    return f"{'k' if keeps else 'l'}|{len(base) - shared}|{lemma[shared:]}"


def apply_rule(rule: str, form: str) -> str:
    """The lemma that a rule of ``lemma_rule`` gives for a form; never empty."""
    kind, _, rest = rule.partition("|")
    if kind == "w":
        return rest or form
    cut, _, suffix = rest.partition("|")
    base = form if kind == "k" else form.lower()
    return base[: max(0, len(base) - int(cut))] + suffix or form


def lemma_of(form: str, tag: str, rule: str, table: LemmaTable) -> str:
    """The lemma of a form with a Penn tag: the table's, else the rule's.

    The tag tells "found" (VBD: find) from "found" (VB: found), which the part of speech cannot.
    """
    forms = table.get(tag)
    known = forms.get(form.lower()) if forms is not None else None
    return apply_rule(rule, form) if known is None else known

"""Lemmas: a table of (tag, form) first, then the rule that the model chose for the word."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping

_VOWELS = "aeiou"
_LATIN = re.compile(r".{3,}[^aeo]at")
"""A stem of a verb in *-ate* that no word list may have: *reiterated* is of *reiterate*."""
_SHORT = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")

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


def lemma_of(form: str, tag: str, rule: str, table: LemmaTable, words: Container[str] = ()) -> str:
    """The lemma of a form with a Penn tag: the table's, else a regular verb's stem that is a word, else the rule's.

    The tag tells "found" (VBD: find) from "found" (VB: found), which the part of speech cannot. `words` are what
    may be a stem: the vocabulary of the encoder knows more verbs than the treebanks.
    """
    forms = table.get(tag)
    known = forms.get(form.lower()) if forms is not None else None
    if known is not None:
        return known
    return regular_stem(form.lower(), tag, words) or apply_rule(rule, form)


def regular_stem(form: str, tag: str, words: Container[str]) -> str | None:
    """The stem of a regular verb form, one of `words`: vowed → vow, fined → fine, snapped → snap."""
    ending = {"VBD": "ed", "VBN": "ed", "VBG": "ing"}.get(tag)
    if ending is None or not form.endswith(ending) or len(form) < len(ending) + 2:
        return None
    stem = form.removesuffix(ending)
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
        candidates = [stem[:-1], stem] if stem[-1] not in "lsfz" else [stem, stem[:-1]]
        if stem[-1] in "bdgmnpt" and words and not any(candidate in words for candidate in candidates):
            return stem[:-1]  # unbanned
    elif stem.endswith(("rt", "nt", "ct", "pt")):  # no verb ends in -rte: exerting
        return stem if words else None
    elif _SHORT.fullmatch(stem):  # a short vowel would have doubled the consonant: fined is not of fin
        candidates = [f"{stem}e", stem]
    elif stem[-1] in "aeou" or stem.endswith("is"):  # sued, agreed, authorised
        candidates = [f"{stem}e", stem]
        return candidates[0] if stem.endswith("is") or candidates[0] in words else None
    elif stem.endswith("i") and ending == "ed":
        candidates = [f"{stem[:-1]}y", f"{stem}e"]
    else:
        candidates = [stem, f"{stem}e"]
    latin = f"{stem}e" if _LATIN.fullmatch(stem) else None
    return next((candidate for candidate in candidates if candidate in words), latin)

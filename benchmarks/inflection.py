"""The one form of an English verb that the versions of a sentence need and no parse gives: banning, lying, seeing."""

from __future__ import annotations

import re

_DOUBLED = frozenset({"begin", "forbid", "rebut", "outbid", "unplug", "reset", "undercut"})
"""Verbs of two syllables, stressed on the last, whose past does not show that they double their consonant."""
_ONE_SYLLABLE = re.compile(r"[^aeiou]*[aeiouy][^aeiouwxy]\Z")


def gerund(lemma: str, form: str) -> str:
    """The -ing form of a verb, from its base form and another form of it, whose doubled consonant it keeps."""
    if form.endswith("ing") and form != lemma:
        return form
    if lemma.endswith("ie"):
        return f"{lemma[:-2]}ying"
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")) and lemma != "be":
        return f"{lemma[:-1]}ing"
    doubled = form.lower() == f"{lemma}{lemma[-1]}ed" or lemma in _DOUBLED or _ONE_SYLLABLE.match(lemma)
    return f"{lemma}{lemma[-1]}ing" if doubled else f"{lemma}ing"

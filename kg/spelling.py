"""Words that a writer may have meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

CUTOFF = 0.75


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that another is most likely a slip of, in any case, or None."""
    spelled = {name.casefold(): name for name in known}
    found = difflib.get_close_matches(word.casefold(), spelled, n=1, cutoff=CUTOFF)
    return spelled[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str], prefix: str = "") -> str:
    """ "; did you mean patient?", or nothing."""
    near = closest(word, known)
    return f"; did you mean {prefix}{near}?" if near else ""

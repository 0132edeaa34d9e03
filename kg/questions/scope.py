"""What stands behind a question: today, as of a day, and who says so."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kg.documents.fields import parse_date
from kg.errors import DocumentError, QueryError
from kg.graph.rollup import RollUp

_SAYS = r"and (?:who|which outlets?) (?:says?|said|reports?|tells?)(?: so| it| that)?"
_AS_OF = r"as of (?P<day>\S+)"
_NOW = r"(?:today|(?:right |as of )?now|as of today|currently|at present)"


@dataclass(frozen=True)
class Scope:
    """How a question is meant: `now` asks only for what is in force, `as_of` for what was known to be so on a day.

    `roll_up` counts bodies and products, or everybody, for whom they belong to; `says` asks for the sources of each.
    """

    roll_up: RollUp | None = None
    now: bool = False
    as_of: str | None = None
    says: bool = False


AS_ASKED = Scope()
"""By name, of any time, without the sources of each."""


def without_tail(text: str, scope: Scope) -> tuple[str, Scope] | None:
    """A question without its last addition, and what that asks for: "who bars X today" → "who bars X", now.

    None if there is none. Raises QueryError on a day that is no date.
    """
    words = " ".join(text.split()).rstrip(" ?.!")
    if found := _behind(words, _SAYS):
        return words[: found.start()], replace(scope, says=True)
    if found := _behind(words, _NOW):
        return words[: found.start()], replace(scope, now=True)
    if found := _behind(words, _AS_OF):
        return words[: found.start()], replace(scope, as_of=_date(found["day"]), now=True)
    return None


def _behind(words: str, pattern: str) -> re.Match[str] | None:
    return re.search(rf"[,;]? {pattern}\Z", words, re.IGNORECASE)


def _date(word: str) -> str | None:
    try:
        return parse_date(word, "as of")
    except DocumentError as error:
        raise QueryError(str(error)) from None

"""spaCy's English tokenizer, tuned to cut words as the treebanks do."""

from __future__ import annotations

import re
from typing import Any

from spacy.lang.char_classes import ALPHA
from spacy.lang.en import English, EnglishDefaults
from spacy.tokens import Doc

_JOINED_PREFIXES_TEXT = """
anti bi co counter cyber de e ex extra hyper inter intra macro mega meta micro mid mini mis multi
non para poly post pre pro proto pseudo re semi sub super tele trans ultra un vice
"""
JOINED_PREFIXES = _JOINED_PREFIXES_TEXT.split()
"""Before a hyphen these stay with the word: ``re-elected`` is one word, ``China-based`` is three."""

_ABBREVIATIONS_TEXT = """
etc. Lt. Maj. Sgt. Ft. Hon. al. approx. Ph.D. M.Sc. Cos. Ltd. Pte. Pty. Assn. Dept. Intl. Natl.
Univ. Tue. Tues. Wed. Thu. Thurs. Yahoo!
"""
ABBREVIATIONS = _ABBREVIATIONS_TEXT.split()
CUT_BY_SPACY = ("Wed", "wed", "Id", "id", "and/or")
"""spaCy's exceptions that cut a word in two ("We d"), or keep as one what the treebanks cut."""

_PIECE = 100
_LONG_RUN = re.compile(r"\S{400,}")
_HYPHEN = "(?:-|–|—|--|---|——|~)"
_RUNS = [r"[!?]{2,}", r"\*{2,}", r"={2,}", r"_{2,}", r"<{2,}", r">{2,}", r"#{2,}", r"~{2,}", r"-{2,}"]
_MONEY = r"(?<=[0-9])(?:bn|tn|mn|trn)"
_CLOCK = r"(?<=[0-9])(?:am|pm|AM|PM)"


def _hyphen_rule() -> str:
    """A hyphen inside a word cuts it in three, but not after a prefix that is no word."""
    prefixes = "".join(rf"(?<!\b[{p[0]}{p[0].upper()}]{p[1:]}-)" for p in JOINED_PREFIXES)
    return rf"(?<=[{ALPHA}0-9.]){_HYPHEN}{prefixes}(?=[{ALPHA}])"


def _infixes() -> list[str]:
    # The default hyphen rule wants a letter or figure before it; "U.S.-China" has a full stop there.
    return [rule for rule in map(str, EnglishDefaults.infixes or []) if f"[{ALPHA}0-9])(?:-|" not in rule] + [
        _hyphen_rule()
    ]


def _prefixes() -> list[str]:
    return [*_RUNS, *(r"#(?![A-Za-z])" if rule == "#" else str(rule) for rule in EnglishDefaults.prefixes or [])]


def _suffixes() -> list[str]:
    # Units lose the letters of "5G" and "2T".
    plain = (str(rule).replace("|T|G|M|K|", "|M|K|") for rule in EnglishDefaults.suffixes or [])
    return [*_RUNS, _MONEY, _CLOCK, *plain]


def _exceptions() -> dict[str, list[dict[Any, Any]]]:
    kept = {form: parts for form, parts in EnglishDefaults.tokenizer_exceptions.items() if form not in CUT_BY_SPACY}
    return kept | {form: [{"ORTH": form}] for form in ABBREVIATIONS}


class TreebankEnglishDefaults(EnglishDefaults):
    """spaCy's English rules with ours over them."""

    infixes = _infixes()
    prefixes = _prefixes()
    suffixes = _suffixes()
    tokenizer_exceptions = _exceptions()


class TreebankEnglish(English):  # type: ignore[no-untyped-call]  # spaCy's __init_subclass__ has no types
    """A blank English pipeline with the tuned tokenizer."""

    Defaults = TreebankEnglishDefaults

    def make_doc(self, text: str) -> Doc:
        """The words of a text of any length.

        spaCy's time grows with the square of a run without blanks; a long one, which is no word, is cut into pieces.
        """
        words: list[str] = []
        spaces: list[bool] = []
        last = 0
        for run in _LONG_RUN.finditer(text):
            for start, end in [(last, run.start()), *_pieces(run.start(), run.end())]:
                part = self.tokenizer(text[start:end]) if start < end else ()
                words += [token.text for token in part]
                spaces += [bool(token.whitespace_) for token in part]
            last = run.end()
        if not words:
            return self.tokenizer(text)
        rest = self.tokenizer(text[last:])
        return Doc(
            self.vocab,
            words=words + [token.text for token in rest],
            spaces=spaces + [bool(token.whitespace_) for token in rest],
        )


def _pieces(start: int, end: int) -> list[tuple[int, int]]:
    return [(at, min(at + _PIECE, end)) for at in range(start, end, _PIECE)]

"""What an outlet put into a text that it copied: sentences of its own between those that other copies have, too.

A new lead is not told apart from a rewritten one, nor a last paragraph of its own from one that others have cut: only
what stands between shared sentences is certain to be the outlet's own. It speaks for itself there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator

from kg.graph.signature import shingles

LEAST_SHARED = 0.15
"""A sentence that has this share of its shingles from other copies is theirs, however edited."""
FEWEST = 12
"""Fewer different shingles than these may be a short sentence that was edited."""
_SENTENCE = re.compile(r"\S[^\n]*?(?:[.!?…][”\"’')\]]*(?=\s)|(?=\n)|\Z)")

Span = tuple[int, int]


def shared_shingles(texts: Iterable[str]) -> frozenset[str]:
    """The shingles that two texts or more have: for each copy of a text, what it has from others."""
    texts_with = Counter(shingle for text in texts for shingle in shingles(text))
    return frozenset(shingle for shingle, number in texts_with.items() if number > 1)


def insertions(text: str, theirs: Container[str]) -> tuple[Span, ...]:
    """The spans of a text, in code points, that stand in no other copy of it, between sentences that do.

    `theirs` holds the shingles that other copies have.
    """
    found: list[Span] = []
    waiting: list[Span] = []
    shared_before = False
    for start, end in sentences(text):
        if _is_shared(text[start:end], theirs):
            if shared_before and len(_shingles(text, waiting)) >= FEWEST:
                found += waiting
            waiting, shared_before = [], True
        else:
            waiting.append((start, end))
    return tuple(_joined(found))


def sentences(text: str) -> Iterator[Span]:
    """The spans of the sentences of a text, roughly."""
    return (match.span() for match in _SENTENCE.finditer(text))


def _is_shared(sentence: str, theirs: Container[str]) -> bool:
    own = shingles(sentence)
    return sum(shingle in theirs for shingle in own) >= LEAST_SHARED * len(own)


def _shingles(text: str, spans: Iterable[Span]) -> set[str]:
    return set().union(*(shingles(text[start:end]) for start, end in spans))


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans with nothing but a blank between them as one."""
    current: Span | None = None
    for start, end in spans:
        if current and start - current[1] <= 1:
            current = current[0], end
        else:
            if current:
                yield current
            current = start, end
    if current:
        yield current

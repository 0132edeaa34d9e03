"""Words → windows for the encoder, cut where sentences surely end, each window by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.language.pieces import MAX_PIECES

NO_BREAK, NEW_LINE, BLANK_LINE, FRESH_START = 0, 1, 2, 3
"""What stands before a word: nothing, a line's end, the blank line that always ends a sentence, or a dateline, which
the words after it must not look back on."""

MAX_WORDS = 150
MIN_WORDS = 50
PIECE_LIMIT = 480
"""Word pieces of a window; the encoder has places for 512."""

_FINAL = frozenset({".", "?", "!", "?!", "!!", "...", "…"})
_CLOSING = frozenset({'"', "'", "”", "’", ")", "]", "''", "»"})


def windows(words: Sequence[str], breaks: Sequence[int], sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Start and end of each window in words, in order and without gaps.

    ``breaks`` holds what stands before each word, ``sizes`` its word pieces. A window has at most MAX_WORDS words and
    PIECE_LIMIT pieces, and ends, best first, at a blank line, a sentence's final punctuation, a line's end, anywhere.
    """
    start, total = 0, len(words)
    while start < total:
        limit = _limit(start, sizes)
        fresh = next((i for i in range(start + 1, limit) if breaks[i] == FRESH_START), 0)
        end = fresh or (limit if limit == total else _cut(words, breaks, start, limit))
        yield start, end
        start = end


def _limit(start: int, sizes: Sequence[int]) -> int:
    stop = min(len(sizes), start + MAX_WORDS)
    if (stop - start) * MAX_PIECES <= PIECE_LIMIT:
        return stop
    pieces = 0
    for i in range(start, stop):
        pieces += sizes[i]
        if pieces > PIECE_LIMIT:
            return i
    return stop


def _cut(words: Sequence[str], breaks: Sequence[int], start: int, limit: int) -> int:
    """The end of a window that must end at ``limit`` or before: the last of the best kind of place."""
    least = min(start + MIN_WORDS, limit)
    line = 0
    final = 0
    for end in range(limit, least - 1, -1):
        if breaks[end] >= BLANK_LINE:
            return end
        if not final and _ends_sentence(words, end):
            final = end
        if not line and breaks[end] == NEW_LINE:
            line = end
    return final or line or limit


def _ends_sentence(words: Sequence[str], end: int) -> bool:
    """Whether a sentence surely ends before ``end``: final punctuation, then a word that may open a sentence."""
    last = end - 1
    while last > 0 and words[last] in _CLOSING:
        last -= 1
    return words[last] in _FINAL and not words[end][:1].islower() and words[end] not in _CLOSING

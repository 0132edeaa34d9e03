"""Sorts more than memory holds: what is beyond a few megabytes goes to SQLite's sort, which works on temporary files.

The files lie where the system keeps temporary ones (TMPDIR), have no name, and are gone when the sort is done or the
program is killed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import chain, groupby, islice
from operator import itemgetter

from kg.errors import GraphError

Pair = tuple[bytes, bytes]

IN_MEMORY = 16_000_000
"""Bytes that are sorted without a file."""
_A_PAIR, _BATCH = 150, 1_000
_SETTINGS = ("journal_mode = OFF", "synchronous = OFF", "temp_store = FILE", "cache_size = -16000")


def sorted_pairs(pairs: Iterable[Pair], *, in_memory: int | None = None) -> Iterator[Pair]:
    """Pairs of a key and what belongs to it, by key and then value, byte by byte, each pair once.

    Raises GraphError if there is no room for the temporary files.
    """
    waiting = iter(pairs)
    held, size = [], 0
    for pair in waiting:
        held.append(pair)
        size += len(pair[0]) + len(pair[1]) + _A_PAIR
        if size > (IN_MEMORY if in_memory is None else in_memory):
            break
    else:
        yield from sorted(set(held))
        return
    begun = chain(iter(held), waiting)
    del held
    yield from _on_disk(begun)


def grouped(pairs: Iterable[Pair]) -> Iterator[tuple[bytes, Iterator[bytes]]]:
    """Sorted pairs by key: each key with its values."""
    for key, found in groupby(pairs, key=itemgetter(0)):
        yield key, map(itemgetter(1), found)


def sorted_texts(texts: Iterable[str]) -> Iterator[str]:
    """Texts by their code points, each once."""
    for key, _ in sorted_pairs((text.encode("utf-8"), b"") for text in texts):
        yield key.decode("utf-8")


def _on_disk(pairs: Iterator[Pair]) -> Iterator[Pair]:
    try:
        with closing(sqlite3.connect("", isolation_level=None)) as rows:
            for setting in _SETTINGS:
                rows.execute(f"PRAGMA {setting}")
            rows.execute("CREATE TABLE pairs (key BLOB, value BLOB)")
            rows.execute("BEGIN")
            while batch := list(islice(pairs, _BATCH)):
                rows.executemany("INSERT INTO pairs VALUES (?, ?)", batch)
            before = None
            for pair in rows.execute("SELECT key, value FROM pairs ORDER BY key, value"):
                if pair != before:
                    yield pair
                before = pair
    except sqlite3.Error as error:
        raise GraphError(f"cannot sort on disk: {error}; TMPDIR names a folder with more room") from None

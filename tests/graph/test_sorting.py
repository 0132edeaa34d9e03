import random
import sqlite3

import pytest

from kg.errors import GraphError
from kg.graph import sorting
from kg.graph.sorting import sorted_pairs, sorted_texts


def pairs(number):
    drawn = random.Random(number)
    return [(drawn.randbytes(drawn.randrange(6)), drawn.randbytes(drawn.randrange(9))) for _ in range(number)]


@pytest.mark.parametrize("in_memory", [10**9, 2000], ids=["memory", "disk"])
@pytest.mark.parametrize("number", [0, 1, 5000])
def test_pairs_come_sorted_and_once(number, in_memory):
    given = pairs(number)
    assert list(sorted_pairs(given + given[::-1], in_memory=in_memory)) == sorted(set(given))


@pytest.mark.parametrize("in_memory", [10**9, 200], ids=["memory", "disk"])
def test_texts_are_sorted_as_python_sorts_them(in_memory, monkeypatch):
    texts = ["b", "a\x00", "a", "", "\ue000", "🚀", "ä", "a\x00b", "z", "\uffff", "ab"] * 3
    monkeypatch.setattr(sorting, "IN_MEMORY", in_memory)
    assert list(sorted_texts(texts)) == sorted(set(texts))


def test_what_is_small_needs_no_file(monkeypatch):
    monkeypatch.setattr(sqlite3, "connect", None)
    assert [key for key, _ in sorted_pairs([(b"b", b""), (b"a", b"")])] == [b"a", b"b"]


def test_a_full_disk_is_one_line(monkeypatch):
    connect = sqlite3.connect

    def small(*arguments, **options):
        database = connect(*arguments, **options)
        database.execute("PRAGMA max_page_count = 5")
        return database

    monkeypatch.setattr(sqlite3, "connect", small)
    with pytest.raises(GraphError, match="cannot sort on disk: database or disk is full; TMPDIR names a folder"):
        list(sorted_pairs(((b"%d" % n, b"x" * 500) for n in range(1000)), in_memory=1000))


def test_a_sort_that_is_left_half_read_leaves_nothing_open():
    found = sorted_pairs(pairs(5000), in_memory=2000)
    next(found)
    found.close()
    with pytest.raises(StopIteration):
        next(found)

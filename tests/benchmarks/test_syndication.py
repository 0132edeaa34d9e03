"""The articles that the benchmark of syndication makes, and that its figures are what its settings give."""

import pytest

from benchmarks.gold import DEVELOPMENT
from benchmarks.syndication import COPIES, cut, edited, estimated, is_copy, pairs, read_texts, retold, with_local
from kg.graph.signature import PERMUTATIONS, minhash, shingles

TEXTS = read_texts()
SOME = {key: TEXTS[key] for key in sorted(TEXTS)[::6]}


def test_the_blind_articles_are_not_read():
    assert not any("test" in path.name for path in DEVELOPMENT)
    assert {"orvane-1-ban", "vashtar-chip-curbs"} < set(TEXTS)


def test_an_edit_is_the_same_every_time_and_an_edit():
    one, other = TEXTS["orvane-1-ban"], TEXTS["orvane-4-lifted"]
    assert edited(one, other, 0.06) == edited(one, other, 0.06) != one
    assert one.startswith(cut(one, 0.5)) and cut(one, 0.5) != one
    assert len(with_local(one, other).split("\n\n")) == len(one.split("\n\n")) + 1


@pytest.mark.parametrize("name", [name for name in COPIES if name != "edited 6 %, cut to a half, local"])
def test_copies_are_known_as_such(name):
    missed = [one[:40] for one, copy in pairs(SOME, COPIES[name]) if not is_copy(one, copy)]
    assert not missed


def test_retellings_are_not():
    assert not any(is_copy(one, other) for one, other in retold(TEXTS))


def test_the_estimate_is_near_the_truth():
    one, copy = TEXTS["orvane-1-ban"], cut(TEXTS["orvane-1-ban"], 0.5)
    sets = shingles(one), shingles(copy)
    shared, part = estimated(*(minhash(found, PERMUTATIONS) for found in sets))
    assert shared == pytest.approx(len(sets[0] & sets[1]) / len(sets[0] | sets[1]), abs=0.15)
    assert part == pytest.approx(1, abs=0.2)

import random

import numpy as np
import pytest

from kg.export.layout import GAP, overlapping, place


def boxes(number, seed):
    draw = random.Random(seed)
    return [(draw.uniform(20, 120), draw.uniform(12, 45)) for _ in range(number)]


def links(number, more, seed):
    draw = random.Random(seed)
    return [(n, draw.randrange(n)) for n in range(1, number)] + [
        (draw.randrange(number), draw.randrange(number)) for _ in range(more)
    ]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("number", [1, 2, 10, 60])
def test_no_two_boxes_come_nearer_than_the_gap(number, seed):
    sizes = boxes(number, seed)
    centres = place(sizes, links(number, number, seed))
    assert overlapping(centres, np.array(sizes), GAP - 0.1) == []


@pytest.mark.parametrize(
    "edges",
    [[], [(0, n) for n in range(1, 40)], [(n, (n + 1) % 40) for n in range(40)], [(n, n) for n in range(40)]],
    ids=["alone", "star", "ring", "loops"],
)
def test_regular_graphs_are_laid_out_too(edges):
    sizes = [(60.0, 30.0)] * 40
    centres = place(sizes, edges)
    assert np.isfinite(centres).all()
    assert overlapping(centres, np.array(sizes), GAP - 0.1) == []


def test_the_same_graph_stands_at_the_same_places():
    one, other = (place(boxes(30, 1), links(30, 20, 1)) for _ in range(2))
    assert (one == other).all()


def test_what_is_linked_stands_nearer_than_what_is_not():
    edges = [(n, n + 1) for n in range(11)]
    centres = place([(40.0, 20.0)] * 12, edges)
    far = np.hypot(*(centres[0] - centres[11]))
    assert all(np.hypot(*(centres[a] - centres[b])) < far / 3 for a, b in edges)


def test_the_corner_of_the_whole_is_the_origin():
    sizes = np.array(boxes(25, 3))
    centres = place(list(map(tuple, sizes)), links(12, 4, 3))  # the rest stands alone
    assert (centres - sizes / 2).min(0) == pytest.approx([0, 0], abs=0.02)


def test_nothing_to_place():
    assert place([], []).shape == (0, 2)

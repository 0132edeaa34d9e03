"""Where everything stands in a picture: what is linked stands near, and no box lies on another.

Each connected part is laid out by stress majorization (distances in the picture follow distances in the graph), turned
so that it is wider than high, its boxes pushed apart until none touch, and the parts are set in rows. No random start:
the same graph gives the same picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import networkx as nx
import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Flags = NDArray[np.bool_]
Size = tuple[float, float]

GAP = 7.0
PART_GAP = 26.0
PARALLEL, LONGEST = 24.0, 130.0
"""How long lines are for each of several between two, so that they part and bear words; and the most that this asks."""
STRONGEST = 4
AROUND = 46.0
"""What a line is longer than the words on it: two marks, an arrow head and something of the line itself."""
ASPECT = 1.4
BESIDE = 190.0
"""What stands beside the boxes on the page: the legend."""
_ROUNDS = 200


def place(boxes: Sequence[Size], links: Iterable[tuple[int, int]], room: Sequence[float] = ()) -> Points:
    """The centre of each box, given as width and height, in the order given; the lower left corner of all is 0, 0.

    `links` are pairs of places in `boxes`. With `room`, the length that the words on each of them take, links are as
    long as their words and those beside them need. Between any two boxes there is a gap of GAP at least.
    """
    graph = nx.Graph()
    graph.add_nodes_from(range(len(boxes)))
    pairs = list(links)
    for (one, other), words in zip(pairs, room or [0.0] * len(pairs), strict=True):
        if one != other:
            before = graph.get_edge_data(one, other, {"room": 0.0, "lines": 0})
            graph.add_edge(one, other, room=max(words, before["room"]), lines=before["lines"] + bool(room))
    centres = np.zeros((len(boxes), 2))
    sizes = np.array(boxes, dtype=float).reshape(len(boxes), 2)
    parts = [np.array(sorted(part)) for part in nx.connected_components(graph)]
    for part in parts:
        centres[part] = _part(graph, part, sizes[part])
    _pack(parts, centres, sizes)
    return np.round(centres, 2)


def overlapping(centres: Points, sizes: Points, gap: float = 0.0) -> list[tuple[int, int]]:
    """The pairs of boxes that come nearer than a gap to each other."""
    hits = np.argwhere(np.triu(_hits(centres, sizes, gap)[2], 1))
    return [(int(one), int(other)) for one, other in hits]


def _part(graph: nx.Graph, part: NDArray[np.int64], sizes: Points) -> Points:
    if len(part) == 1:
        return np.zeros((1, 2))
    distances, strength = _distances(graph, part, sizes)
    points = _stress(distances, strength, _scaled(distances))
    return _apart(_turned(points), sizes)


def _distances(graph: nx.Graph, part: NDArray[np.int64], sizes: Points) -> tuple[Points, Points]:
    """Shortest paths, and how much each counts: several lines between two want their length more than one does.

    A link is longer between wide boxes, at a hub, whose neighbours need room around it, and where it bears words.
    """
    place_of = {int(node): place for place, node in enumerate(part)}
    found = np.full((len(part), len(part)), np.inf)
    np.fill_diagonal(found, 0.0)
    strength = np.ones_like(found)
    for one, other, data in graph.subgraph(part.tolist()).edges(data=True):
        first, second = place_of[one], place_of[other]
        crowd = max(graph.degree[one], graph.degree[other])
        length = 40 + (sizes[first, 0] + sizes[second, 0]) / 6 + 7 * np.sqrt(crowd)
        length = max(length, data["room"] + AROUND, min(PARALLEL * data["lines"], LONGEST))
        found[first, second] = found[second, first] = length
        strength[first, second] = strength[second, first] = min(max(data["lines"], 1), STRONGEST)
    for middle in range(len(part)):
        found = np.minimum(found, found[:, middle, None] + found[None, middle, :])
    return found, strength


def _scaled(distances: Points) -> Points:
    """Classical scaling as a start; a small slope in the distances keeps symmetrical graphs from being ambiguous."""
    size = len(distances)
    slope = 1 + 1e-3 * np.add.outer(np.arange(size), np.arange(size)) / size
    squares = (distances * slope) ** 2
    centred = squares - squares.mean(0)[None, :] - squares.mean(1)[:, None] + squares.mean()
    values, vectors = np.linalg.eigh(-centred / 2)
    points = vectors[:, -2:] * np.sqrt(np.maximum(values[-2:], 1e-9))
    if points.shape[1] < 2:
        points = np.column_stack([points, np.zeros(size)])
    leading = points[np.argmax(np.abs(points), axis=0), (0, 1)]
    spread = np.column_stack([np.cos(np.arange(size)), np.sin(np.arange(size))])
    found: Points = points * np.where(leading < 0, -1.0, 1.0) + spread
    return found


def _stress(distances: Points, strength: Points, points: Points) -> Points:
    """Majorization of stress with weights of strength over the square of distance."""
    size = len(points)
    off = ~np.eye(size, dtype=bool)
    weights = np.zeros_like(distances)
    weights[off] = strength[off] * distances[off] ** -2
    laplacian = np.diag(weights.sum(1)) - weights
    inverse = np.linalg.inv(laplacian + 1 / size) - 1 / size
    for _ in range(_ROUNDS):
        gaps = points[:, None, :] - points[None, :, :]
        lengths = np.maximum(np.sqrt((gaps**2).sum(-1)), 1e-6)
        pull = np.where(off, weights * distances / lengths, 0.0)
        points = inverse @ ((np.diag(pull.sum(1)) - pull) @ points)
    return points


def _turned(points: Points) -> Points:
    """Turned so that the longer side lies flat."""
    centred = points - points.mean(0)
    _, vectors = np.linalg.eigh(centred.T @ centred)
    axes = vectors[:, ::-1]
    signs = np.where(axes[np.argmax(np.abs(axes), axis=0), (0, 1)] < 0, -1.0, 1.0)
    turned: Points = centred @ (axes * signs)
    return turned


def _apart(points: Points, sizes: Points) -> Points:
    """Boxes pushed apart along the shorter way, the whole widened now and then, until none touch."""
    points = points + np.column_stack([np.arange(len(points)), -np.arange(len(points))]) * 1e-3
    rounds = 0
    while True:
        deep, sides, hit = _hits(points, sizes, GAP)
        if not hit.any():
            found: Points = points
            return found
        flat = hit & (deep[..., 0] <= deep[..., 1])
        push = np.stack([np.where(flat, deep[..., 0], 0.0), np.where(hit & ~flat, deep[..., 1], 0.0)], axis=-1)
        points = points + 0.3 * (push * sides).sum(1) + 1e-3 * np.sign((push * sides).sum(1))
        rounds += 1
        if rounds % 40 == 0:
            points = points * 1.04


def _hits(points: Points, sizes: Points, gap: float) -> tuple[Points, Points, Flags]:
    """How deep each pair of boxes lies in each other, to which side the first should move, and whether they touch."""
    gaps = points[:, None, :] - points[None, :, :]
    deep = (sizes[:, None, :] + sizes[None, :, :]) / 2 + gap - np.abs(gaps)
    hit: Flags = (deep > 1e-9).all(-1) & ~np.eye(len(points), dtype=bool)
    order = np.arange(len(points))
    sides: Points = np.where(gaps == 0, np.sign(order[:, None] - order[None, :])[..., None], np.sign(gaps))
    return deep, sides, hit


def _pack(parts: Sequence[NDArray[np.int64]], centres: Points, sizes: Points) -> None:
    """Sets the parts in rows, the largest first, in the width that makes the whole best fit a page."""
    spans = []
    for part in parts:
        low, high = _bounds(centres[part], sizes[part])
        centres[part] -= low
        spans.append(high - low)
    order = sorted(range(len(parts)), key=lambda at: (-spans[at][0] * spans[at][1], int(parts[at][0])))
    widths = np.cumsum([spans[at][0] + PART_GAP for at in order])
    if not len(widths):
        return
    rows = [_rows(order, spans, float(width)) for width in widths if width >= max(span[0] for span in spans)]
    best = min(rows, key=lambda found: max((found[1] + BESIDE) / ASPECT, found[2]))
    for at, (left, bottom) in best[0].items():
        centres[parts[at]] += (left, bottom)


def _rows(order: Sequence[int], spans: Sequence[Points], width: float) -> tuple[dict[int, Size], float, float]:
    """The lower left corner of each part, and the width and height of all."""
    corners: dict[int, Size] = {}
    left = bottom = height = widest = 0.0
    for at in order:
        if left and left + spans[at][0] > width:
            left, bottom, height = 0.0, bottom + height + PART_GAP, 0.0
        corners[at] = left, bottom
        left += float(spans[at][0]) + PART_GAP
        height = max(height, float(spans[at][1]))
        widest = max(widest, left - PART_GAP)
    return corners, widest, bottom + height


def _bounds(centres: Points, sizes: Points) -> tuple[Points, Points]:
    return (centres - sizes / 2).min(0), (centres + sizes / 2).max(0)

"""The lines of a picture and where its words stand: curves around what they do not join, labels in free space."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from kg.export.layout import Points

BENDS = (0.0, 16.0, -16.0, 34.0, -34.0, 56.0, -56.0, 80.0, -80.0)
APART = 20.0
"""How far the control points of parallel lines lie from each other; in their middle they are three quarters of it."""
LOOP = 26.0
CLEAR = 2.5
TIP = 8.0
_STEPS = np.linspace(0, 1, 49)
_ALONG = (0.5, 0.43, 0.57, 0.36, 0.64, 0.29, 0.71, 0.22, 0.78)


@dataclass(frozen=True)
class Box:
    """A rectangle by its centre, width and height."""

    x: float
    y: float
    width: float
    height: float

    def touches(self, other: Box, gap: float = 0.0) -> bool:
        """Whether two boxes come nearer than a gap."""
        wide = abs(self.x - other.x) < (self.width + other.width) / 2 + gap
        return wide and abs(self.y - other.y) < (self.height + other.height) / 2 + gap

    def holds(self, points: Points, gap: float = 0.0) -> int:
        """How many points lie in it."""
        near = np.abs(points - (self.x, self.y)) < (self.width / 2 + gap, self.height / 2 + gap)
        return int(near.all(-1).sum())


@dataclass(frozen=True)
class Disc:
    """An actor's mark: centre and radius, and the label that is reserved a place under it."""

    x: float
    y: float
    radius: float
    label: Box

    @property
    def box(self) -> Box:
        """The square around it."""
        return Box(self.x, self.y, 2 * self.radius, 2 * self.radius)

    @property
    def centre(self) -> Points:
        """As an array."""
        return np.array([self.x, self.y])


@dataclass
class Taken:
    """What stands in the picture already, for words that look for a free place."""

    boxes: list[Box] = field(default_factory=list)
    lines: list[Points] = field(default_factory=list)

    def free(self, box: Box, gap: float = 1.0) -> bool:
        """Whether nothing stands there but lines."""
        return not any(box.touches(other, gap) for other in self.boxes)

    def crossed(self, box: Box, *, but: int = -1) -> int:
        """How many lines run through a box."""
        return sum(1 for at, line in enumerate(self.lines) if at != but and box.holds(line))


def route(discs: Sequence[Disc], links: Sequence[tuple[int, int]]) -> list[Points]:
    """A cubic curve (4 points) for each link, from the rim of one disc to the rim of another.

    Links between the same two are bent apart; a link to itself is a loop over the disc.
    """
    bundles: dict[tuple[int, int], list[int]] = {}
    for at, (source, target) in enumerate(links):
        bundles.setdefault((min(source, target), max(source, target)), []).append(at)
    curves: list[Points] = [np.zeros((4, 2))] * len(links)
    for (one, other), bundle in bundles.items():
        if one == other:
            for order, at in enumerate(bundle):
                curves[at] = _loop(discs[one], order)
            continue
        drawn = _bundle(discs, one, other, len(bundle))
        for at, curve in zip(bundle, drawn, strict=True):
            curves[at] = curve if links[at][0] == one else curve[::-1]
    return [_clipped(curve, discs[links[at][0]], discs[links[at][1]]) for at, curve in enumerate(curves)]


def sampled(curve: Points) -> Points:
    """Points along a curve, close enough to each other to see what it runs through."""
    return points_at(curve, _STEPS)


def points_at(curve: Points, steps: Points) -> Points:
    """Points of a cubic curve at parameters from 0 to 1."""
    t = np.asarray(steps)[:, None]
    found: Points = (
        (1 - t) ** 3 * curve[0] + 3 * (1 - t) ** 2 * t * curve[1] + 3 * (1 - t) * t**2 * curve[2] + t**3 * curve[3]
    )
    return found


def shortened(curve: Points, start: float, end: float) -> Points:
    """The part of a cubic curve between two parameters, as a curve of its own."""
    whole = _from(curve, start)
    rest = (end - start) / (1 - start) if start < 1 else 1.0
    return _from(whole[::-1], 1 - rest)[::-1]


def label_places(discs: Sequence[Disc], taken: Taken, *, width: float, height: float) -> list[Box]:
    """Where each actor's name stands: under its disc, or beside or over it where fewer lines run and nothing stands."""
    places = [disc.label for disc in discs]
    marks = [disc.box for disc in discs]
    for at, disc in enumerate(discs):
        label = disc.label
        away = disc.radius + CLEAR
        aside = away + label.width / 2
        over = away + label.height / 2
        others = [*marks[:at], *marks[at + 1 :], *places[:at], *places[at + 1 :], *taken.boxes]
        choices = [label, _at(label, disc.x, disc.y + over)]
        choices += [_at(label, disc.x + side * aside, disc.y) for side in (1, -1)]
        inside = (one for one in choices if _inside(one, width, height))
        fitting = [one for one in inside if not any(one.touches(other, 1.5) for other in others)]
        places[at] = min(fitting or [label], key=taken.crossed)
    return places


def line_labels(
    sizes: Sequence[tuple[float, float]], curves: Sequence[Points], taken: Taken, *, width: float, height: float
) -> list[Box | None]:
    """Where the words of each line stand on it, or None where there is no room; what is placed is taken."""
    taken.boxes += [_tip(curve) for curve in curves]
    places: list[Box | None] = []
    for at, (size, curve) in enumerate(zip(sizes, curves, strict=True)):
        boxes = [Box(float(x), float(y), *size) for x, y in points_at(curve, np.array(_ALONG))]
        inside = [box for box in boxes if _inside(box, width, height)]
        fitting = [(taken.crossed(box, but=at), order, box) for order, box in enumerate(inside) if taken.free(box)]
        crossed, _, box = min(fitting, key=lambda found: found[:2], default=(0, 0, None))
        chosen = box if box is not None and crossed <= 1 else None
        places.append(chosen)
        if chosen is not None:
            taken.boxes.append(chosen)
    return places


def _tip(curve: Points) -> Box:
    """What the arrow head at the end of a curve fills."""
    back = curve[2] - curve[3]
    x, y = curve[3] + back / max(float(np.hypot(*back)), 1e-6) * TIP / 2
    return Box(float(x), float(y), TIP, TIP)


def _bundle(discs: Sequence[Disc], one: int, other: int, size: int) -> list[Points]:
    """Parallel lines, bent so that they run through as little as can be."""
    start, end = discs[one].centre, discs[other].centre
    across = end - start
    length = max(float(np.hypot(*across)), 1e-6)
    normal = np.array([-across[1], across[0]]) / length
    step = min(APART, max(11.0, 1.3 * length / size))
    spread = [step * (order - (size - 1) / 2) for order in range(size)]

    def curves(bend: float) -> list[Points]:
        return [_bent(start, end, normal * (bend + offset)) for offset in spread]

    strangers = [disc for at, disc in enumerate(discs) if at not in (one, other)]

    def cost(bend: float) -> float:
        lines = np.concatenate([sampled(curve)[3:-3] for curve in curves(bend)])
        through = sum(4 * disc.box.holds(lines, 3.0) + disc.label.holds(lines, 1.0) for disc in strangers)
        return through + abs(bend) / 12

    bends = [bend for bend in BENDS if abs(bend) <= 0.6 * length]
    return curves(min(bends, key=cost))


def _bent(start: Points, end: Points, offset: Points) -> Points:
    """Bent early and late, so that parallel lines are apart where they arrive."""
    across = (end - start) * 0.28
    return np.array([start, start + across + offset, end - across + offset, end])


def _loop(disc: Disc, order: int) -> Points:
    reach = disc.radius + LOOP * (1 + 0.6 * order)
    wide = reach * 0.75
    return np.array(
        [disc.centre, (disc.x - wide, disc.y + 1.25 * reach), (disc.x + wide, disc.y + 1.25 * reach), disc.centre]
    )


def _clipped(curve: Points, source: Disc, target: Disc) -> Points:
    """The part of a curve between the rims of its two discs."""
    steps = np.linspace(0, 1, 401)
    points = points_at(curve, steps)
    outside = (np.hypot(*(points - source.centre).T) > source.radius + 1) & (
        np.hypot(*(points - target.centre).T) > target.radius + CLEAR
    )
    inner = steps[outside]
    return shortened(curve, float(inner[0]), float(inner[-1])) if len(inner) > 1 else curve


def _from(curve: Points, start: float) -> Points:
    """The rest of a curve from a parameter on (de Casteljau)."""
    a, b, c, d = curve
    ab, bc, cd = a + (b - a) * start, b + (c - b) * start, c + (d - c) * start
    abc, bcd = ab + (bc - ab) * start, bc + (cd - bc) * start
    return np.array([abc + (bcd - abc) * start, bcd, cd, d])


def _at(box: Box, x: float, y: float) -> Box:
    return Box(x, y, box.width, box.height)


def _inside(box: Box, width: float, height: float) -> bool:
    return all(
        half <= place <= size - half
        for place, half, size in ((box.x, box.width / 2, width), (box.y, box.height / 2, height))
    )


def joined(boxes: Iterable[Box]) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of all boxes together."""
    found = list(boxes)
    return (
        min((b.x - b.width / 2 for b in found), default=0.0),
        min((b.y - b.height / 2 for b in found), default=0.0),
        max((b.x + b.width / 2 for b in found), default=0.0),
        max((b.y + b.height / 2 for b in found), default=0.0),
    )

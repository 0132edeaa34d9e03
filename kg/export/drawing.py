"""What a picture is drawn with: words, discs, lines with arrow heads; one unit of the axes is a point (1/72 inch).

Text is drawn as outlines, so that a picture looks the same with any viewer and any fonts.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from kg.export.layout import Points
from kg.export.routes import Box, Disc, points_at, shortened
from kg.export.xml_text import clean

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, SOFT = "#222222", "#666666"
DASHES = (0, (4.0, 2.2))
LINE_HEIGHT = 1.2
HEAD = 7.0
_FONTS = (
    "DejaVu Sans",
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Source Han Sans SC",
    "WenQuanYi Zen Hei",
    "Arial Unicode MS",
)
"""The first comes with matplotlib; the others, where installed, have the letters that it lacks."""


@contextmanager
def house_style() -> Iterator[None]:
    """Nothing of the user's own settings, no clock and no random id in what is drawn."""
    import matplotlib

    with matplotlib.rc_context(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        matplotlib.rcdefaults()
        matplotlib.rcParams.update({"svg.hashsalt": "faultline", "svg.fonttype": "path", "text.parse_math": False})
        matplotlib.rcParams["font.family"] = list(_families())
        yield


def blank(width: float, height: float) -> tuple[Figure, Axes]:
    """An empty sheet of a size in points, and what to draw on."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width / 72, height / 72), dpi=72, facecolor="white")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(0, height))
    axes.set_axis_off()
    return figure, axes


def text_size(rows: Sequence[str], size: float) -> tuple[float, float]:
    """Width and height of rows of words in points."""
    return max((_width(row, size) for row in rows), default=0.0) + 2.0, len(rows) * size * LINE_HEIGHT


def write(
    axes: Axes, rows: Sequence[str], box: Box, size: float, *, color: str = INK, gid: str = "", gap: bool = False
) -> None:
    """Rows of words centred in a box, on a white rim that keeps lines off them; with `gap` the lines stop there."""
    from matplotlib.patches import Rectangle
    from matplotlib.patheffects import withStroke

    if gap:
        corner = box.x - box.width / 2, box.y - box.height / 2
        axes.add_patch(Rectangle(corner, box.width, box.height, facecolor="white", edgecolor="none", zorder=2.5))
    for order, row in enumerate(rows):
        y = box.y + box.height / 2 - (order + 0.5) * box.height / len(rows)
        text = axes.text(box.x, y, clean(row), fontsize=size, color=color, ha="center", va="center", zorder=5)
        text.set_gid(f"{gid}-{order}" if gid else None)
        if not gap:
            text.set_path_effects([withStroke(linewidth=2.2, foreground="white", alpha=0.9)])


def write_line(
    axes: Axes, x: float, y: float, words: str, size: float, *, color: str = INK, bold: bool = False
) -> None:
    """Words that begin at a place."""
    weight = "bold" if bold else "normal"
    axes.text(x, y, clean(words), fontsize=size, color=color, weight=weight, ha="left", va="center", zorder=5)


def draw_disc(axes: Axes, x: float, y: float, radius: float, color: str) -> None:
    """An actor's mark."""
    from matplotlib.patches import Circle

    axes.add_patch(Circle((x, y), radius, facecolor=color, edgecolor="white", linewidth=0.9, zorder=4))


def draw_curve(axes: Axes, curve: Points, color: str, width: float, *, solid: bool, head: bool) -> None:
    """A line along a cubic curve, with an arrow head at its end."""
    from matplotlib.patches import PathPatch, Polygon
    from matplotlib.path import Path

    reach = HEAD + 1.2 * width
    line = curve
    if head:
        tip = curve[3]
        steps = np.linspace(0, 1, 201)
        far = steps[np.hypot(*(points_at(curve, steps) - tip).T) >= reach]
        base = float(far[-1]) if len(far) else 0.0
        line = shortened(curve, 0.0, base)
        back = (line[3] if base else curve[0]) - tip
        back = back / max(float(np.hypot(*back)), 1e-6)
        side = np.array([-back[1], back[0]]) * reach * 0.36
        corners = np.array([tip, tip + back * reach + side, tip + back * reach - side])
        axes.add_patch(Polygon(corners, closed=True, facecolor=color, edgecolor="none", zorder=3))
    path = Path(line, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
    style = "solid" if solid else DASHES
    axes.add_patch(PathPatch(path, fill=False, edgecolor=color, linewidth=width, linestyle=style, zorder=2))


def moved(disc: Disc, shift: Points) -> Disc:
    """A disc with its label somewhere else."""
    x, y = float(shift[0]), float(shift[1])
    label = disc.label
    return Disc(disc.x + x, disc.y + y, disc.radius, Box(label.x + x, label.y + y, label.width, label.height))


@cache
def _families() -> tuple[str, ...]:
    from matplotlib import font_manager

    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    known = {font.name for font in font_manager.fontManager.ttflist}
    return tuple(name for name in _FONTS if name in known)


@cache
def _width(row: str, size: float) -> float:
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=list(_families()), size=size)
    width, _, _ = text_to_path.get_text_width_height_descent(clean(row) or " ", font, False)
    return float(width)

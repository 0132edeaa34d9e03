"""The graph as a picture, SVG or PNG: actors coloured by type, statements by relation, facts solid, the rest dashed.

The same graph gives the same bytes of SVG and the same pixels of PNG.
"""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from kg.export.drawing import (
    INK,
    SOFT,
    blank,
    draw_curve,
    draw_disc,
    house_style,
    moved,
    text_size,
    write,
    write_line,
)
from kg.export.layout import BESIDE as LEGEND
from kg.export.layout import Points, place
from kg.export.routes import CLEAR, LOOP, Box, Disc, Taken, joined, label_places, line_labels, route, sampled
from kg.export.scene import Scene, scene
from kg.graph.facts import Category
from kg.graph.network import EVERYTHING, UNKNOWN_COLOR
from kg.graph.reading import Reading
from kg.ontology import Ontology
from kg.wording import relation_label, shown_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NAME, WORDS = 8.0, 6.6
"""Sizes of type, in points: names of actors; words on lines and in the legend."""
WRAP, MOST_ROWS = 22, 3
MARGIN, ROW = 18.0, 13.0
DPI = 200
SPACIOUS = 40
"""Up to so many lines, each is as long as its words need."""
_SAMPLE = np.array([[0.0, 0.0], [8.0, 0.0], [16.0, 0.0], [24.0, 0.0]])


def write_svg(
    graph: Reading,
    stream: BinaryIO,
    *,
    include: Collection[Category] = EVERYTHING,
    around: str | None = None,
    steps: int = 1,
) -> None:
    """A picture of the graph, or of `around` and who is at most `steps` away, as SVG."""
    with house_style():
        figure = draw(scene(graph, include=include, around=around, steps=steps), graph.ontology)
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": "Faultline"})


def write_png(
    graph: Reading,
    stream: BinaryIO,
    *,
    include: Collection[Category] = EVERYTHING,
    around: str | None = None,
    steps: int = 1,
) -> None:
    """The same as PNG, at 200 dots an inch."""
    with house_style():
        figure = draw(scene(graph, include=include, around=around, steps=steps), graph.ontology)
        figure.savefig(stream, format="png", dpi=DPI, metadata={"Software": None})


def draw(shown: Scene, ontology: Ontology) -> Figure:
    """The picture as a figure of matplotlib; names have a gid that begins with `name`, words on lines with `words`."""
    names = [wrapped(shown_name(actor, ontology) or actor.id) for actor in shown.actors]
    at = {actor.id: order for order, actor in enumerate(shown.actors)}
    links = [(at[line.ends[0]], at[line.ends[1]]) for line in shown.lines]
    sizes = [text_size([line.words], WORDS) for line in shown.lines]
    discs = _discs(shown, names, links, [size[0] for size in sizes] if len(links) <= SPACIOUS else [])
    curves = route(discs, links)
    legend = list(_legend(shown, ontology))
    shift, width, height = _sheet(discs, curves, (len(legend) + 2) * ROW)
    discs = [moved(disc, shift) for disc in discs]
    curves = [curve + shift for curve in curves]
    figure, axes = blank(width + LEGEND, height)
    taken = Taken(boxes=[disc.box for disc in discs], lines=[sampled(curve) for curve in curves])
    places = label_places(discs, Taken(lines=taken.lines), width=width, height=height)
    taken.boxes += places
    words = line_labels(sizes, curves, taken, width=width, height=height)
    for order, (line, curve, box) in enumerate(zip(shown.lines, curves, words, strict=True)):
        color, directed = _drawn_as(line.edge.state.statement.predicate, ontology)
        thick = min(0.7 + 0.45 * line.weight**0.5, 2.6)
        draw_curve(axes, curve, color, thick, solid=line.is_fact, head=directed)
        if box is not None:
            write(axes, [line.words], box, WORDS, color=color, gid=f"words-{order}", gap=True)
    for order, (actor, disc, rows, box) in enumerate(zip(shown.actors, discs, names, places, strict=True)):
        draw_disc(axes, disc.x, disc.y, disc.radius, _type_color(actor.type, ontology))
        write(axes, rows, box, NAME, gid=f"name-{order}")
    _draw_legend(axes, legend, width, height)
    return figure


def wrapped(name: str) -> list[str]:
    """A name in rows; what is too long for three ends in dots."""
    return textwrap.wrap(name, WRAP, max_lines=MOST_ROWS, placeholder=" …") or ["…"]


# ---------------------------------------------------------------- where things stand


def _discs(
    shown: Scene, names: Sequence[Sequence[str]], links: Sequence[tuple[int, int]], room: Sequence[float]
) -> list[Disc]:
    weights, loops = [0] * len(shown.actors), [0] * len(shown.actors)
    for line, (source, target) in zip(shown.lines, links, strict=True):
        weights[source] += line.weight
        weights[target] += line.weight
        loops[source] += source == target
    radii = [min(4.0 + 1.5 * weight**0.5, 13.0) for weight in weights]
    labels = [text_size(rows, NAME) for rows in names]
    tops = [radius + 1.3 * LOOP * (0.4 + 0.6 * count) * (count > 0) for radius, count in zip(radii, loops, strict=True)]
    boxes = [
        (max(label[0], 2 * radius), top + radius + CLEAR + label[1])
        for label, radius, top in zip(labels, radii, tops, strict=True)
    ]
    discs = []
    centres = place(boxes, links, room)
    for (x, y), box, radius, (wide, high), top in zip(centres, boxes, radii, labels, tops, strict=True):
        middle = float(y) + box[1] / 2 - top
        label = Box(float(x), middle - radius - CLEAR - high / 2, wide, high)
        discs.append(Disc(float(x), middle, radius, label))
    return discs


def _sheet(discs: Sequence[Disc], curves: Sequence[Points], least: float) -> tuple[Points, float, float]:
    """How far everything moves to lie inside the margins, and the sheet's width and height without the legend."""
    marks = [box for disc in discs for box in (disc.box, disc.label)]
    marks += [Box(float(x), float(y), 0.0, 0.0) for curve in curves for x, y in sampled(curve)]
    left, bottom, right, top = joined(marks)
    width, height = max(right - left, 160.0) + 2 * MARGIN, max(top - bottom + 2 * MARGIN, least)
    return np.array([(width - left - right) / 2, (height - bottom - top) / 2]), width, height


# ---------------------------------------------------------------- what the colours mean


def _legend(shown: Scene, ontology: Ontology) -> Iterator[tuple[str, str, str]]:
    """Rows of (kind, colour, words), from the top; an empty kind is space."""
    types = {actor.type for actor in shown.actors}
    if types:
        yield "heading", INK, "Actors"
        order = [*ontology.types, *sorted(types - set(ontology.types))]
        for name in order:
            if name in types:
                yield "disc", _type_color(name, ontology), name
        yield "", "", ""
    relations = {line.edge.state.statement.predicate for line in shown.lines}
    if relations:
        yield "heading", INK, "Statements"
        order = [*ontology.relations, *sorted(relations - set(ontology.relations))]
        for name in order:
            if name in relations:
                color, directed = _drawn_as(name, ontology)
                yield "arrow" if directed else "plain", color, relation_label(name, ontology)
        yield "", "", ""
        yield "plain", SOFT, "told as fact, in force"
        yield "dashed", SOFT, "anything else: asked for, planned,"
        yield "indented", SOFT, "considered, claimed, denied, ended"
        yield "thick", SOFT, "told by more independent origins"
        yield "", "", ""
    for words in _counts(shown):
        yield "heading" if not shown.lines else "note", SOFT, words


def _counts(shown: Scene) -> Iterator[str]:
    if not shown.lines:
        yield "No statements to draw."
        return
    articles = f"{shown.articles} article{'s' * (shown.articles != 1)}"
    number, lines = len({line.edge.state.statement.id for line in shown.lines}), len(shown.lines)
    actors = f"{len(shown.actors)} actors, {number} statement{'s' * (number != 1)}"
    if lines == number:
        yield f"{actors}, told by {articles}."
    else:  # one that is told with several statuses has a line for each
        yield f"{actors} ({lines} lines),"
        yield f"told by {articles}."
    if shown.hidden_actors or shown.hidden_lines:
        yield "Left out, to keep it legible:"
        yield f"{shown.hidden_actors} actors, {shown.hidden_lines} lines."


def _draw_legend(axes: Axes, rows: Sequence[tuple[str, str, str]], left: float, height: float) -> None:
    y = height - MARGIN
    for kind, color, words in rows:
        if kind == "disc":
            draw_disc(axes, left + 12, y, 4.2, color)
        elif kind in ("arrow", "plain", "dashed", "thick"):
            width = 2.6 if kind == "thick" else 1.4
            draw_curve(axes, _SAMPLE + np.array([left, y]), color, width, solid=kind != "dashed", head=kind == "arrow")
        if kind == "heading":
            write_line(axes, left, y, words, NAME, color=color, bold=True)
        elif kind:
            ink = SOFT if kind == "note" or color == SOFT else INK
            write_line(axes, left + (0 if kind == "note" else 31), y, words, WORDS + 0.4, color=ink)
        y -= ROW


def _drawn_as(predicate: str, ontology: Ontology) -> tuple[str, bool]:
    """The colour of a relation, and whether it has a direction."""
    relation = ontology.relations.get(predicate)
    return (relation.color, not relation.symmetric) if relation else (UNKNOWN_COLOR, True)


def _type_color(name: str, ontology: Ontology) -> str:
    known = ontology.types.get(name)
    return known.color if known else UNKNOWN_COLOR

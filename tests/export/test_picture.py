import io
import os
import struct
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.image import imread
from matplotlib.patches import Circle, PathPatch, Polygon

from kg.errors import QueryError
from kg.export.drawing import house_style
from kg.export.picture import MARGIN, draw, write_png, write_svg
from kg.export.routes import points_at, route
from kg.export.scene import MOST_ACTORS, MOST_LINES, scene
from kg.graph.facts import Category
from kg.graph.filters import Filter
from kg.graph.rollup import RollUp
from kg.graph.selecting import selected
from tests.export.invented import invented_graph
from tests.graph.factory import CHINA, HUAWEI, POLAND, TRUMP, US, actor, article, told
from tests.graph.graphs import ONTOLOGY, make_graph, opened

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def figure_of():
    with house_style():
        yield lambda graph, **options: draw(scene(graph, **options), ONTOLOGY)


def texts(figure, kind):
    return [text for text in figure.axes[0].texts if (text.get_gid() or "").startswith(kind)]


def words(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def measured(figure, artists, dpi):
    """The boxes that words fill, as the renderer that writes the file measures them, in points."""
    figure.set_dpi(dpi)
    renderer = FigureCanvasAgg(figure).get_renderer()
    return [artist.get_window_extent(renderer).transformed(figure.dpi_scale_trans.inverted()) for artist in artists]


def touching(boxes):
    def inside(one, other):
        wide = min(one.x1, other.x1) - max(one.x0, other.x0)
        return wide > 0 and min(one.y1, other.y1) - max(one.y0, other.y0) > 0

    return [(a, b) for a, b in combinations(range(len(boxes)), 2) if inside(boxes[a], boxes[b])]


def lines(figure):
    """Colour and style of each line of the drawing, without those of the legend."""
    left = figure.get_figwidth() * 72 - 190 - 1
    drawn = [patch for patch in figure.axes[0].patches if isinstance(patch, PathPatch)]
    return [
        (to_hex(patch.get_edgecolor()), "solid" if patch.get_linestyle() in ("-", "solid") else "dashed")
        for patch in drawn
        if patch.get_path().vertices[:, 0].max() < left
    ]


# ---------------------------------------------------------------- legible


@pytest.mark.parametrize("seed", range(5))
def test_no_words_touch_others_at_sixty_actors(tmp_path, figure_of, seed):
    with opened(invented_graph(tmp_path / "g", actors=60, links=25, seed=seed)) as graph:
        figure = figure_of(graph)
    assert len({text.get_gid().split("-")[1] for text in texts(figure, "name")}) == 60
    artists = texts(figure, "name") + texts(figure, "words")
    for dpi in (72, 200):
        boxes = measured(figure, artists, dpi)
        # rows of one name may share the space between them
        hits = [
            (a, b)
            for a, b in touching(boxes)
            if artists[a].get_gid().rsplit("-", 1)[0] != artists[b].get_gid().rsplit("-", 1)[0]
        ]
        assert [(artists[a].get_text(), artists[b].get_text()) for a, b in hits] == []


@pytest.mark.parametrize(("actors", "seed"), [(2, 1), (10, 1), (12, 2), (12, 3), (20, 4), (20, 5), (30, 6), (60, 7)])
def test_no_words_are_cut_off_at_the_border(tmp_path, figure_of, actors, seed):
    with opened(invented_graph(tmp_path / "g", actors=actors, links=actors // 2, seed=seed)) as graph:
        figure = figure_of(graph)
    width, height = figure.get_size_inches()
    every = measured(figure, figure.axes[0].texts, 200)
    assert every
    for box in every:
        assert box.x0 > 0.05 and box.y0 > 0.05 and box.x1 < width - 0.05 and box.y1 < height - 0.05


def test_no_name_lies_on_another_actors_mark(tmp_path, figure_of):
    with opened(invented_graph(tmp_path / "g", actors=60, links=30, seed=2)) as graph:
        figure = figure_of(graph)
    inch = 1 / 72
    marks = [patch for patch in figure.axes[0].patches if isinstance(patch, Circle)][:60]
    for box in measured(figure, texts(figure, "name"), 200):
        for mark in marks:
            x, y = (coordinate * inch for coordinate in mark.center)
            near = np.hypot(x - np.clip(x, box.x0, box.x1), y - np.clip(y, box.y0, box.y1))
            assert near > mark.radius * inch - 0.02


def test_names_are_of_eight_points_on_a_sheet_that_fits_a_page_at_three_quarters(tmp_path, figure_of):
    with opened(invented_graph(tmp_path / "g", actors=60, links=25, seed=4)) as graph:
        figure = figure_of(graph)
    assert {text.get_fontsize() for text in texts(figure, "name")} == {8.0}
    width, height = figure.get_size_inches()
    assert max(width, height) < 16.5 and min(width, height) < 11.7  # A3; on A4 the names have 5.7 points


# ---------------------------------------------------------------- what is drawn


def test_colours_and_styles_follow_the_ontology_and_the_status(demo_graph, figure_of):
    figure = figure_of(demo_graph)
    bars, pressures, denies = (ONTOLOGY.relations[name].color for name in ("bars", "pressures", "denies"))
    assert sorted(lines(figure)) == sorted(
        [(bars, "solid"), (pressures, "solid"), (pressures, "solid"), (denies, "solid"), (denies, "solid")]
        + [(bars, "dashed")] * 4  # asked of Poland and of Germany, considered by Trump, and Nordia's, which has ended
    )
    assert {"to bar", "may bar", "bars", "no longer bars", "pressures"} <= set(words(figure))
    circles = [patch for patch in figure.axes[0].patches if isinstance(patch, Circle)]
    drawn = [to_hex(circle.get_facecolor()) for circle in circles[: len(scene(demo_graph).actors)]]
    assert sorted(drawn) == sorted(ONTOLOGY.types[one.type].color for one in scene(demo_graph).actors)


def test_the_legend_names_what_is_there_and_nothing_else(demo_graph, figure_of):
    shown = words(figure_of(demo_graph))
    assert [word for word in shown if word in ONTOLOGY.types] == ["country", "company", "person", "group", "claim"]
    labels = [relation.label for relation in ONTOLOGY.relations.values()]
    legend = shown[shown.index("Statements") :]
    assert [word for word in legend if word in labels] == ["bars", "pressures", "denies an accusation by or about"]
    assert "told as fact, in force" in legend
    assert "9 actors, 9 statements, told by 3 articles." in legend


def test_arrow_heads_are_on_what_has_a_direction(tmp_path, figure_of):
    document = article("a", "China bars Huawei. China agrees with Poland.")
    evidence = [
        told(document, CHINA, "bars", HUAWEI, "China bars Huawei.", "bars"),
        told(document, CHINA, "agreesWith", POLAND, "China agrees with Poland.", "agrees"),
    ]
    with opened(make_graph(tmp_path / "g", [(document, evidence)])) as graph:
        figure = figure_of(graph)
    heads = [patch for patch in figure.axes[0].patches if isinstance(patch, Polygon)]
    heads = [head for head in heads if type(head) is Polygon]
    assert [to_hex(head.get_facecolor()) for head in heads] == [
        ONTOLOGY.relations["bars"].color
    ] * 2  # and the legend's


def test_parallel_lines_are_told_apart_and_a_loop_is_seen(tmp_path):
    from kg.export.routes import Box, Disc

    discs = [Disc(0, 0, 6, Box(0, -14, 40, 10)), Disc(120, 0, 6, Box(120, -14, 40, 10))]
    curves = route(discs, [(0, 1), (0, 1), (1, 0), (0, 0), (0, 0)])
    middles = [points_at(curve, np.array([0.5]))[0] for curve in curves]
    for one, other in combinations(middles, 2):
        assert np.hypot(*(one - other)) > 7
    for loop in curves[3:]:
        assert points_at(loop, np.array([0.5]))[0][1] > 20
    starts, ends = [curve[0] for curve in curves[:3]], [curve[3] for curve in curves[:3]]
    assert [start[0] < 60 for start in starts] == [True, True, False]
    assert all(np.hypot(*(end - (120, 0))) >= 6 for end in ends[:2])


def test_lines_go_around_actors_that_they_do_not_join():
    from kg.export.routes import Box, Disc

    discs = [Disc(x, 0, 8, Box(x, -20, 30, 10)) for x in (0, 100, 200)]
    (curve,) = route(discs, [(0, 2)])
    points = points_at(curve, np.linspace(0, 1, 200))
    assert np.hypot(points[:, 0] - 100, points[:, 1]).min() > 8


# ---------------------------------------------------------------- neighbourhoods, limits


def test_a_neighbourhood_holds_who_is_that_near_and_what_is_told_among_them(demo_graph):
    near = scene(demo_graph, around="Huawei")
    assert {one.name for one in near.actors} == {"Huawei", "United States", "Donald Trump", "these claims"}
    assert len(near.lines) == 4
    wider = scene(demo_graph, around="Huawei", steps=2)
    assert {one.name for one in wider.actors} == {one.name for one in near.actors} | {"Poland", "Germany"}
    facts = scene(demo_graph, around="huawei technologies", include={Category.FACT})
    assert {one.name for one in facts.actors} == {"Huawei", "United States", "these claims"}
    with pytest.raises(QueryError, match=r"nobody named 'Huawai'.*did you mean Huawei"):
        scene(demo_graph, around="Huawai")


def test_a_neighbourhood_of_what_a_filter_shows(demo_graph):
    with selected(demo_graph, Filter(roll_up=RollUp.COUNTRY)) as rolled:
        around = scene(rolled, around="China")
        assert {one.name for one in around.actors} == {
            "China",
            "United States",
            "Nordia",
            "Poland",
            "Germany",
            "these claims",
        }
        alone = scene(rolled, around="Huawei")
    assert ([one.name for one in alone.actors], alone.lines) == (["Huawei"], ())


def test_somebody_of_whom_nothing_is_told_stands_alone(demo_graph, figure_of):
    alone = scene(demo_graph, around="5G")
    assert ([one.name for one in alone.actors], alone.lines) == (["5G"], ())
    assert "No statements to draw." in words(figure_of(demo_graph, around="5G"))


def test_of_more_than_can_be_legible_the_best_connected_stand_and_the_rest_is_counted(tmp_path, figure_of):
    with opened(invented_graph(tmp_path / "g", actors=150, links=200, seed=1)) as graph:
        every, shown, figure = graph.states(), scene(graph), figure_of(graph)
    assert 0 < len(shown.actors) <= MOST_ACTORS and 0 < len(shown.lines) <= MOST_LINES
    degree = {}
    for state in every:
        for one, other in ((state.statement.subject.id, state.statement.object.id),) * 2:
            degree.setdefault(one, set()).add(other)
            degree.setdefault(other, set()).add(one)
    kept = {one.id for one in shown.actors}
    assert min(len(degree[one]) for one in kept) >= sorted(map(len, degree.values()))[-MOST_ACTORS]
    assert len(shown.actors) + shown.hidden_actors == len(degree)
    assert f"{shown.hidden_actors} actors, {shown.hidden_lines} lines." in words(figure)


def test_an_empty_graph_is_a_picture_that_says_so(tmp_path, figure_of):
    with opened(make_graph(tmp_path / "g", [])) as graph:
        assert words(figure_of(graph)) == ["No statements to draw."]
        stream = io.BytesIO()
        write_svg(graph, stream)
    assert ElementTree.fromstring(stream.getvalue()).tag == f"{SVG}svg"


def test_names_that_a_drawing_could_trip_over(tmp_path, figure_of):
    strange = ["$x^2_{y}$", "<b>&amp;</b>", "华为技术有限公司", "A\x00B\nC", "Ümläut & Söhne “GmbH”", "x" * 90, " "]
    with opened(invented_graph(tmp_path / "g", actors=len(strange), links=3, seed=1, names=strange)) as graph:
        figure = figure_of(graph)
        for write in (write_svg, write_png):
            write(graph, io.BytesIO())
    shown = [text.get_text() for text in texts(figure, "name")]
    assert "$x^2_{y}$" in shown and "<b>&amp;</b>" in shown
    boxes = measured(figure, texts(figure, "name"), 72)
    width, height = figure.get_size_inches()
    assert all(box.x0 > 0 and box.x1 < width and box.y0 > 0 and box.y1 < height for box in boxes)


# ---------------------------------------------------------------- files


def test_svg_is_the_same_bytes_in_any_process(demo_graph_path, demo_graph):
    stream = io.BytesIO()
    write_svg(demo_graph, stream)
    script = (
        "import sys; from tests.graph.graphs import opened; from kg.export.picture import write_svg; "
        "from pathlib import Path\nwith opened(Path(sys.argv[1])) as graph: write_svg(graph, sys.stdout.buffer)"
    )
    environment = os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": str(Path(__file__).parents[2])}
    run = [sys.executable, "-c", script, str(demo_graph_path)]
    other = subprocess.run(run, env=environment, capture_output=True, check=True).stdout
    assert other == stream.getvalue()
    root = ElementTree.fromstring(stream.getvalue())
    assert root.tag == f"{SVG}svg"
    assert b"<dc:date>" not in stream.getvalue()
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_png_has_the_same_pixels_each_time_at_200_dots_an_inch(demo_graph, figure_of):
    streams = io.BytesIO(), io.BytesIO()
    for stream in streams:
        write_png(demo_graph, stream)
    first, second = (imread(io.BytesIO(stream.getvalue())) for stream in streams)
    assert (first == second).all()
    width, height = struct.unpack(">II", streams[0].getvalue()[16:24])
    inches = figure_of(demo_graph).get_size_inches()
    assert (width, height) == pytest.approx(tuple(inches * 200), abs=1)
    edge = int(MARGIN / 72 * 200) - 12
    assert (first[:edge, :, :3] == 1).all() and (first[-edge:, :, :3] == 1).all()  # nothing runs over the margin


def test_settings_of_the_user_change_nothing(demo_graph):
    import matplotlib

    before, after = io.BytesIO(), io.BytesIO()
    write_svg(demo_graph, before)
    with matplotlib.rc_context({"font.size": 30, "lines.linewidth": 9, "axes.facecolor": "red"}):
        write_svg(demo_graph, after)
        assert matplotlib.rcParams["font.size"] == 30
    assert before.getvalue() == after.getvalue()


def test_an_actor_in_many_statements_has_a_larger_mark(demo_graph, figure_of):
    shown = scene(demo_graph)
    circles = [patch for patch in figure_of(demo_graph).axes[0].patches if isinstance(patch, Circle)]
    radius = {one.id: circle.radius for one, circle in zip(shown.actors, circles, strict=False)}
    assert radius[HUAWEI.id] > radius[TRUMP.id] and radius[US.id] > radius[POLAND.id]
    assert actor("x", "X", "company").id not in radius

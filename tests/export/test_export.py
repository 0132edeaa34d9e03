import subprocess
import sys
import weakref
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.scale import PER_ARTICLE, World
from kg.errors import ExportError
from kg.export import FORMATS, export, format_of
from kg.graph import sorting
from kg.graph.filters import Filter
from kg.graph.reader import ArticleReader
from kg.graph.rollup import RollUp
from kg.graph.selecting import selected
from tests.graph.graphs import ONTOLOGY, everything, make_graph, one_line, opened

STREAMING = (".ttl", ".trig", ".nq", ".jsonld", ".csv", ".gexf", ".graphml")
BUILD = """
import sys
from pathlib import Path
from kg.export import FORMATS, export
from tests.graph.graphs import everything, make_graph, opened
out = Path(sys.argv[1])
articles = everything() if sys.argv[2] == "forwards" else everything()[::-1]
articles = [(document, evidence if sys.argv[2] == "forwards" else evidence[::-1]) for document, evidence in articles]
with opened(make_graph(out / "graph", articles)) as graph:
    for extension in FORMATS:
        export(graph, out / f"x{extension}", include="all")
"""


def test_every_format_is_the_same_bytes_whatever_the_order_and_hash_seed(tmp_path):
    root = Path(__file__).parents[2]
    written = []
    for seed, order in (("1", "forwards"), ("77", "backwards")):
        out = tmp_path / seed
        out.mkdir()
        environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": str(root), "PATH": ""}
        subprocess.run([sys.executable, "-c", BUILD, str(out), order], check=True, env=environment, cwd=root)
        written.append({extension: (out / f"x{extension}").read_bytes() for extension in FORMATS})
    for extension in FORMATS:
        assert written[0][extension] == written[1][extension], extension
        assert len(written[0][extension]) > 1000


@pytest.mark.parametrize("name", ["graph.xls", "graph", "graph.ttl.gz", ".ttl", ".events.csvx", "csv", "x.ftm.jsonl"])
def test_an_unknown_format_lists_the_known_ones(demo_graph, tmp_path, name):
    with pytest.raises(ExportError) as error:
        export(demo_graph, tmp_path / name)
    line = one_line(error)
    assert "unknown format" in line
    assert all(f"{extension} ({known.name})" in line for extension, known in FORMATS.items())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("x.csv", "CSV"),
        ("x.events.csv", "CSV of events"),
        ("my.events.CSV", "CSV of events"),
        (".events.csv", "CSV"),
        ("events.csv", "CSV"),
        ("a.dyads.csv", "CSV of country dyads by month"),
        ("a.ftm.json", "FollowTheMoney"),
        ("x.csv.ttl", "Turtle"),
        ("x.trig", "TriG"),
    ],
)
def test_the_longest_ending_says_the_format(name, format):
    assert format_of(Path(name)).name == format


@pytest.mark.parametrize("extension", [one for one, known in FORMATS.items() if "with_text" not in known.options])
def test_an_option_that_a_format_does_not_know_is_refused(demo_graph, tmp_path, extension):
    with pytest.raises(ExportError) as error:
        export(demo_graph, tmp_path / f"x{extension}", with_text=True)
    assert one_line(error).endswith(" has no --with-text; known to .ttl, .trig, .nq, .jsonld")
    assert list(tmp_path.iterdir()) == []


def test_options_that_are_not_given_are_no_matter(demo_graph, tmp_path):
    export(demo_graph, tmp_path / "x.csv", with_text=False, timeline=False, around=None)
    assert (tmp_path / "x.csv").exists()


@pytest.fixture(scope="module")
def long_graph_path(tmp_path_factory):
    return make_graph(tmp_path_factory.mktemp("long") / "graph", World(400, ONTOLOGY).read())


@pytest.mark.parametrize("extension", STREAMING)
def test_sorting_on_disk_gives_the_same_bytes(long_graph_path, tmp_path, monkeypatch, extension):
    with opened(long_graph_path) as graph:
        export(graph, tmp_path / f"memory{extension}", include="all")
        monkeypatch.setattr(sorting, "IN_MEMORY", 2_000)
        export(graph, tmp_path / f"disk{extension}", include="all")
    assert (tmp_path / f"memory{extension}").read_bytes() == (tmp_path / f"disk{extension}").read_bytes()


@pytest.fixture
def alive(monkeypatch):
    """How many pieces of evidence that were read are held now, and how many there were at most."""
    held = Counter()
    read = ArticleReader.evidence

    def gone():
        held["now"] -= 1

    def counted(reader, iri):
        told = read(reader, iri)
        held["now"] += 1
        held["most"] = max(held["most"], held["now"])
        weakref.finalize(told, gone)
        return told

    monkeypatch.setattr(ArticleReader, "evidence", counted)
    return held


@pytest.mark.parametrize("extension", STREAMING)
def test_no_export_holds_all_evidence(long_graph_path, tmp_path, alive, extension):
    """No more than stands in one article, or tells one statement, and what is on its way out."""
    with opened(long_graph_path) as graph:
        export(graph, tmp_path / f"x{extension}", include="all")
        assert alive["most"] <= 4 * PER_ARTICLE
        states = graph.states()
        assert alive["most"] == alive["now"] == sum(len(state.tellings) for state in states) == 400


@pytest.mark.parametrize("chosen", [Filter(min_confidence=0.6), Filter(roll_up=RollUp.COUNTRY)], ids=["sure", "rolled"])
def test_nor_does_a_filter(long_graph_path, tmp_path, alive, chosen):
    with opened(long_graph_path) as graph, selected(graph, chosen) as shown:
        export(shown, tmp_path / "x.csv")
        assert 0 < alive["most"] <= 4 * PER_ARTICLE
    with (tmp_path / "x.csv").open(encoding="utf-8-sig") as stream:
        assert 100 < len(stream.readlines()) < 402


@pytest.mark.parametrize("extension", list(FORMATS))
def test_an_empty_graph_exports(tmp_path, extension):
    with opened(make_graph(tmp_path / "g", [])) as graph:
        export(graph, tmp_path / f"x{extension}")
    assert (tmp_path / f"x{extension}").stat().st_size > 0 or extension == ".ftm.json"  # JSON lines, and there is none


def test_the_demo_is_not_empty():
    assert len(everything()) == 3


@pytest.mark.parametrize("place", ["x.ttl", "store/CURRENT.ttl", "store/../x.csv"])
def test_nothing_is_written_into_the_folder_of_the_graph(demo_graph, demo_graph_path, place):
    before = sorted(demo_graph_path.rglob("*"))
    with pytest.raises(ExportError) as error:
        export(demo_graph, demo_graph_path / place)
    assert str(error.value).endswith(f"lies in the graph's own folder {demo_graph_path}; name a file outside it")
    assert sorted(demo_graph_path.rglob("*")) == before

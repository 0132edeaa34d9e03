import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import ExportError
from kg.export import FORMATS, export
from tests.graph.graphs import everything, make_graph, opened

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


@pytest.mark.parametrize("name", ["graph.xls", "graph", "graph.ttl.gz", ".ttl"])
def test_an_unknown_format_lists_the_known_ones(demo_graph, tmp_path, name):
    with pytest.raises(ExportError, match=r"unknown format .*known are \.ttl \(Turtle\), .*\.csv \(CSV\)"):
        export(demo_graph, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_the_extension_counts_in_any_case(demo_graph, tmp_path):
    assert export(demo_graph, tmp_path / "GRAPH.TTL").name == "Turtle"


def test_an_unknown_status_writes_nothing(demo_graph, tmp_path):
    with pytest.raises(ExportError, match="unknown status 'wanted'; allowed are"):
        export(demo_graph, tmp_path / "x.ttl", include="wanted")
    assert list(tmp_path.iterdir()) == []


def test_places_that_cannot_be_written_are_one_line(demo_graph, tmp_path):
    (tmp_path / "folder.ttl").mkdir()
    (tmp_path / "file").write_text("")
    for path, reason in (
        (tmp_path / "none" / "x.ttl", "there is no folder"),
        (tmp_path / "folder.ttl", "is a folder"),
        (tmp_path / "file" / "x.ttl", "cannot be written"),
    ):
        with pytest.raises(ExportError, match=reason) as error:
            export(demo_graph, path)
        assert "\n" not in str(error.value)


def test_no_permission_is_one_line(demo_graph, tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ExportError, match="no permission to write here"):
        export(demo_graph, tmp_path / "x.csv")


def test_an_export_that_fails_leaves_the_old_file_whole(demo_graph, tmp_path, monkeypatch):
    path = tmp_path / "x.nq"
    export(demo_graph, path)
    before = path.read_bytes()
    with pytest.raises(RuntimeError), monkeypatch.context() as patched:
        patched.setattr(type(demo_graph), "run", lambda *_: (_ for _ in ()).throw(RuntimeError("disk on fire")))
        export(demo_graph, path, include="requested")
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["x.nq"]


@pytest.mark.parametrize("extension", list(FORMATS))
def test_an_empty_graph_exports(tmp_path, extension):
    with opened(make_graph(tmp_path / "g", [])) as graph:
        export(graph, tmp_path / f"x{extension}")
    assert (tmp_path / f"x{extension}").stat().st_size > 0


def test_the_demo_is_not_empty():
    assert len(everything()) == 3


@pytest.mark.parametrize("place", ["x.ttl", "store/CURRENT.ttl", "store/../x.csv"])
def test_nothing_is_written_into_the_folder_of_the_graph(demo_graph, demo_graph_path, place):
    before = sorted(demo_graph_path.rglob("*"))
    with pytest.raises(ExportError) as error:
        export(demo_graph, demo_graph_path / place)
    assert str(error.value).endswith(f"lies in the graph's own folder {demo_graph_path}; name a file outside it")
    assert sorted(demo_graph_path.rglob("*")) == before

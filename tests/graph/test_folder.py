"""Folders that are no graph, broken, not ours, without permission or in use."""

import errno
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kg.errors import GraphError
from kg.graph import Graph
from kg.graph.folder import problems_named
from tests.graph.factory import (
    lifted_ban,
)
from tests.graph.graphs import make_graph, one_line, opened


def test_a_missing_graph_is_an_error_and_is_not_made(tmp_path):
    for read_only in (True, False):
        with pytest.raises(GraphError) as error:
            Graph.open(tmp_path / "none", read_only=read_only)
        assert "no graph here" in one_line(error)
    assert not (tmp_path / "none").exists()


def test_other_folders_and_files_are_not_touched(tmp_path):
    (tmp_path / "file").write_text("text")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "notes.txt").write_text("mine")
    for name, reason in (("file", "not a folder"), ("folder", "not a graph")):
        with pytest.raises(GraphError) as error:
            Graph.open(tmp_path / name, create=True)
        assert reason in one_line(error) and name in one_line(error)
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["notes.txt"]


def test_the_advice_on_another_folder_is_for_who_builds_or_who_reads(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    for create, advice in (
        (True, "name a new or empty folder"),
        (False, "`kg build PATHS --graph FOLDER` makes a graph"),
    ):
        with pytest.raises(GraphError) as error:
            Graph.open(tmp_path, create=create)
        assert one_line(error) == f"{tmp_path}: not a graph: a folder with other files; {advice}"


@pytest.mark.parametrize("left", ["nothing", "an empty folder"])
def test_a_graph_without_its_store_is_not_taken_as_empty(tmp_path, left):
    path = make_graph(tmp_path / "g", lifted_ban())
    shutil.rmtree(path / "store")
    if left == "an empty folder":
        (path / "store").mkdir()
    before = sorted(path.rglob("*"))
    for read_only in (True, False):
        with pytest.raises(GraphError) as error:
            Graph.open(path, read_only=read_only)
        assert one_line(error).startswith(
            f"{path / 'store'}: missing, and with it the articles of this graph; `kg build"
        )
    assert sorted(path.rglob("*")) == before
    with opened(make_graph(path, lifted_ban())) as graph:
        assert len(graph.document_ids()) == 2


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (OSError(errno.EROFS, "Read-only file system", "clock/lock"), "mounted for reading only"),
        (OSError("IO error: While open a file for lock: blocks/store/LOCK: Read-only file system"), "for reading only"),
        (OSError(errno.ENOTDIR, "Not a directory", "lock"), "a part of this path is a file"),
        (OSError("IO error: While mkdir if missing: blocks/store: Not a directory"), "a part of this path is a file"),
        (OSError(errno.ENOSPC, "No space left on device", "lock"), "no space is left"),
        (OSError(errno.EACCES, "Permission denied", "lock"), "no permission"),
        (OSError("IO error: lock hold by current process, acquire time 1: g/store/LOCK: No locks"), "another process"),
        (OSError("IO error: While lock file: g/store/LOCK: Resource temporarily unavailable"), "another process"),
        (RuntimeError("Corruption: bad block in lock.sst\nmore"), "cannot be used: Corruption: bad block in lock.sst"),
        (OSError(), "cannot be used: OSError"),
    ],
)
def test_a_problem_is_named_as_what_it_is(error, problem):
    with pytest.raises(GraphError) as named, problems_named(Path("lock/blocks")):
        raise error
    assert problem in one_line(named)
    assert ("another process" in str(named.value)) == (problem == "another process")


def test_a_file_where_a_folder_must_be_is_named(tmp_path):
    (tmp_path / "lock").write_text("x")
    with pytest.raises(GraphError) as error:
        Graph.open(tmp_path / "lock" / "g", create=True)
    assert "a part of this path is a file" in one_line(error)


def test_an_empty_folder_becomes_a_graph(tmp_path):
    with Graph.open(tmp_path, create=True) as graph:
        assert list(graph.evidence()) == []


@pytest.mark.parametrize(
    "marker", ["{", "[]", '{"format": 99, "base": "https://w3id.org/faultline/"}', '{"format": 1, "base": "x"}']
)
def test_a_graph_of_another_kind_is_refused(tmp_path, marker):
    path = make_graph(tmp_path / "g", [])
    (path / "faultline.json").write_text(marker)
    with pytest.raises(GraphError) as error:
        Graph.open(path)
    assert str(path) in one_line(error)


def test_a_broken_store_is_one_line(tmp_path):
    path = make_graph(tmp_path / "g", lifted_ban())
    (path / "store" / "CURRENT").write_text("garbage")
    for read_only in (True, False):
        with pytest.raises(GraphError) as error:
            Graph.open(path, read_only=read_only)
        assert "cannot be used" in one_line(error)


PERMISSIONS = """
import os, sys
from kg.errors import KGError
from kg.export import export
from kg.graph import Graph
from kg.ontology import load_ontology
ontology = load_ontology()
if os.getuid() == 0:
    os.setgid(65534), os.setuid(65534)
place = sys.argv[1]
with Graph.open(place + "/g", read_only=True, ontology=ontology) as graph:
    print(len(graph.document_ids()))
    for path in ("/x.ttl", "/secret/x.ttl"):
        try:
            export(graph, place + path)
        except KGError as error:
            print(error)
for name, options in (("/g", {}), ("/new", {"create": True}), ("/secret/g", {"read_only": True})):
    try:
        Graph.open(place + name, ontology=ontology, **options)
    except KGError as error:
        print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_a_folder_without_permission_is_read_but_not_written():
    with TemporaryDirectory() as folder:
        place = Path(folder)
        make_graph(place / "g", lifted_ban())
        (place / "secret").mkdir()
        for path in (place, *place.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        (place / "secret").chmod(0)
        done = subprocess.run([sys.executable, "-c", PERMISSIONS, folder], capture_output=True, text=True, check=False)
        for path in (place, place / "secret", *(path for path in place.rglob("*") if path.is_dir())):
            path.chmod(0o755)
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "2",
        f"{place}/x.ttl: no permission to write here",
        f"{place}/secret/x.ttl: no permission to write here",
        f"{place}/g: no permission to read and write here",
        f"{place}/new: no permission to read and write here",
        f"{place}/secret/g: no permission to read and write here",
    ]


def test_two_writers_do_not_meet_and_readers_share(tmp_path):
    path = make_graph(tmp_path / "g", lifted_ban())
    code = f"""
from kg.errors import DocumentError, GraphError
from kg.graph import Graph
for read_only in (True, False):
    try:
        Graph.open({str(path)!r}, read_only=read_only).close()
        print("open")
    except GraphError as error:
        print(error)
"""

    def other_process():
        return subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.splitlines()

    busy = f"{path}: in use by another process; wait until it is done"
    with Graph.open(path):
        assert other_process() == [busy, busy]
    with opened(path):
        assert other_process() == ["open", busy]
    assert other_process() == ["open", "open"]

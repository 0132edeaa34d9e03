"""A graph as it was at one moment, in a folder of its own that no build touches.

The files of a store are sorted tables, which never change and are linked, and small ones, which are copied. This takes
milliseconds under the graph's lock; then the graph is free. A server's snapshots stand in GRAPH/serving/, or among the
system's temporary files where the graph cannot be written.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from kg.errors import GraphError
from kg.graph import Graph
from kg.graph.folder import MARKER, claim, prepare, problems_named
from kg.graph.lock import locked
from kg.graph.vocabulary import prefixes_of
from kg.ontology import Ontology

if sys.platform != "win32":
    import fcntl

SERVING = "serving"
_HELD = "held"
_FIXED = ".sst"
_NOT_NEEDED = ("LOG", "LOCK", "IDENTITY")

Signature = tuple[tuple[str, int, int], ...]


class Snapshots:
    """The snapshots that one server takes of a graph; a context manager that leaves nothing behind.

    Raises GraphError where there is no graph or it is being written.
    """

    def __init__(self, graph: Path, ontology: Ontology) -> None:
        self._graph, self._ontology = graph, ontology
        self._taken: Signature = ()
        self._number = 0
        self._stack = ExitStack()
        with problems_named(graph):
            prepare(graph, create=False)
            self._place = self._stack.enter_context(_place_of_our_own(graph))

    def __enter__(self) -> Snapshots:
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    @property
    def prefixes(self) -> dict[str, str]:
        """What a query need not declare."""
        return prefixes_of(self._ontology.namespaces)

    @property
    def is_outdated(self) -> bool:
        """Whether the graph has been opened for writing since the last snapshot."""
        with problems_named(self._graph):
            return _signature(self._graph / "store") != self._taken

    def take(self) -> Path:
        """The folder of a new snapshot, whole and with its facts."""
        if not (self._graph / "store" / "CURRENT").exists():
            raise GraphError(f"{self._graph / 'store'}: missing, and with it the articles of this graph")
        self._number += 1
        snapshot = self._place / str(self._number)
        try:
            with problems_named(self._graph), locked(self._graph, shared=True):
                claim(self._graph, self._ontology.namespaces)
                signature = _signature(self._graph / "store")
                _copy(self._graph, snapshot)
            # What a build had only logged goes into tables, once and not in every worker; facts are derived if it was
            # stopped before that.
            with Graph.open(snapshot, ontology=self._ontology) as graph:
                graph.store.flush()
        except BaseException:
            self.remove(snapshot)
            raise
        self._taken = signature
        return snapshot

    def remove(self, snapshot: Path) -> None:
        """Gives the space of a snapshot back; if it is the newest, the graph counts as changed."""
        if snapshot == self._place / str(self._number):
            self._taken = ()
        shutil.rmtree(snapshot, ignore_errors=True)


def _signature(store: Path) -> Signature:
    """Differs whenever a process has opened the store for writing: that begins a new manifest and a new log."""
    files = [(file, file.stat()) for file in store.iterdir() if not file.name.startswith(_NOT_NEEDED)]
    return tuple(sorted((file.name, status.st_size, status.st_mtime_ns) for file, status in files))


def _copy(graph: Path, snapshot: Path) -> None:
    (snapshot / "store").mkdir(parents=True)
    shutil.copyfile(graph / MARKER, snapshot / MARKER)
    for file in (graph / "store").iterdir():
        if file.suffix == _FIXED:
            _link(file, snapshot / "store" / file.name)
        elif not file.name.startswith(_NOT_NEEDED):
            shutil.copyfile(file, snapshot / "store" / file.name)


def _link(file: Path, to: Path) -> None:
    try:
        os.link(file, to)
    except OSError:  # another disk, or one that knows no links
        shutil.copyfile(file, to)


@contextmanager
def _place_of_our_own(graph: Path) -> Iterator[Path]:
    """A folder for this process; what servers that were killed have left is removed first."""
    serving = graph / SERVING
    try:
        serving.mkdir(exist_ok=True)
        writable = os.access(serving, os.W_OK)
    except OSError:
        writable = False
    if not writable:
        with tempfile.TemporaryDirectory(prefix="faultline-") as folder:
            yield Path(folder)
        return
    with ExitStack() as stack:
        with _held(serving / "lock", wait=True):
            for left in sorted(serving.iterdir()):
                _remove_if_left(left)
            place = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=serving))
            stack.enter_context(_held(place / _HELD))
        try:
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)


def _remove_if_left(folder: Path) -> None:
    if folder.is_dir():
        try:
            with _held(folder / _HELD):
                shutil.rmtree(folder, ignore_errors=True)
        except BlockingIOError:
            pass  # a server that runs


@contextmanager
def _held(file: Path, *, wait: bool = False) -> Iterator[None]:
    """Holds a file until the end of the process; raises BlockingIOError if another holds it."""
    with file.open("ab") as stream:
        if sys.platform != "win32":
            fcntl.flock(stream, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield

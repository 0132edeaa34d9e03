"""The folder of a graph: whether it is one, and what goes wrong with it, said in one line."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import GraphError
from kg.iris import Namespaces

FORMAT = 1
MARKER = "faultline.json"
LOCK = "lock"
DECISIONS = "decisions.toml"
"""What people decided; a folder that holds nothing else may become a graph."""
_PART = f".{MARKER}.part"
_HELD = ("IO error: lock hold by", "IO error: While lock file")
"""How RocksDB begins where another process has its store open."""
_PROBLEMS = {
    errno.EACCES: "no permission to read and write here",
    errno.EPERM: "no permission to read and write here",
    errno.EROFS: "cannot be written: the disk is mounted for reading only",
    errno.ENOTDIR: "a part of this path is a file, where a folder must be",
    errno.EEXIST: "a part of this path is a file, where a folder must be",
    errno.ENOSPC: "cannot be written: no space is left on the disk",
    errno.EDQUOT: "cannot be written: no space is left on the disk for this user",
    errno.EFBIG: "cannot be written: a file would be larger than is allowed here",
}


def is_graph(path: Path) -> bool:
    """Whether a folder says that it is a graph."""
    return (path / MARKER).is_file()


def prepare(path: Path, *, create: bool) -> None:
    """Checks that a folder is a graph or, if `create`, may become one, and then makes it.

    A folder that somebody was killed over, who was making a graph of it, is as good as an empty one. Raises GraphError
    where there is none, or where something else is.
    """
    if is_graph(path):
        return
    if path.exists() and not path.is_dir():
        raise GraphError(f"{path}: not a folder; a graph is a folder")
    if path.is_dir() and {entry.name for entry in path.iterdir()} - {LOCK, DECISIONS, f".{DECISIONS}.part", _PART}:
        advice = "name a new or empty folder" if create else "`kg build PATHS --graph FOLDER` makes a graph"
        raise GraphError(f"{path}: not a graph: a folder with other files; {advice}")
    if not create:
        raise GraphError(f"{path}: no graph here; `kg build PATHS --graph {path}` makes one")
    path.mkdir(parents=True, exist_ok=True)


def claim(path: Path, namespaces: Namespaces) -> None:
    """Marks a prepared folder as a graph, whole or not at all, and checks the mark of one that is; under its lock.

    Raises GraphError where it was made with another base IRI or by another program.
    """
    if not is_graph(path):
        marker = {"format": FORMAT, "base": namespaces.base}
        with (path / _PART).open("w", encoding="utf-8") as stream:
            stream.write(json.dumps(marker) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        (path / _PART).replace(path / MARKER)
    _check_marker(path, namespaces)


def _check_marker(path: Path, namespaces: Namespaces) -> None:
    try:
        marker = json.loads((path / MARKER).read_text(encoding="utf-8"))
        made, base = marker["format"], marker["base"]
    except (ValueError, KeyError, TypeError):
        raise GraphError(f"{path / MARKER}: broken; not what Faultline wrote") from None
    if made != FORMAT:
        raise GraphError(f"{path}: of format {made}; this program reads format {FORMAT}")
    if base != namespaces.base:
        raise GraphError(f"{path}: made with the base IRI {base}, not {namespaces.base}")


@contextmanager
def problems_named(path: Path) -> Iterator[None]:
    """Turns what the operating system or the store complains of into a GraphError that names the folder."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise GraphError(f"{path}: {_problem(error)}") from None


def _problem(error: OSError | RuntimeError) -> str:
    """What is the matter, by the error's number or, where the store gives none, by how its message begins or ends."""
    text = str(error).splitlines()[0] if str(error) else type(error).__name__
    if text.startswith(_HELD):
        return "in use by another process; wait until it is done"
    for number, problem in _PROBLEMS.items():
        if error.errno == number if isinstance(error, OSError) and error.errno else text.endswith(os.strerror(number)):
            return problem
    return f"the graph cannot be used: {getattr(error, 'strerror', None) or text}"

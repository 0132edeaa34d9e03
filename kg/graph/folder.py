"""The folder of a graph: whether it is one, and what goes wrong with it, said in one line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import GraphError
from kg.iris import Namespaces

FORMAT = 1
MARKER = "faultline.json"


def is_graph(path: Path) -> bool:
    """Whether a folder says that it is a graph."""
    return (path / MARKER).is_file()


def prepare(path: Path, namespaces: Namespaces, *, create: bool) -> None:
    """Makes the folder of a new graph if `create`, or checks that of an existing one.

    Raises GraphError where there is none, where something else is, or where it was made with another base IRI.
    """
    if not is_graph(path):
        if path.exists() and not path.is_dir():
            raise GraphError(f"{path}: not a folder; a graph is a folder")
        if path.is_dir() and any(path.iterdir()):
            raise GraphError(f"{path}: not a graph: a folder with other files; name a new or empty folder")
        if not create:
            raise GraphError(f"{path}: no graph here; `kg build PATHS --graph {path}` makes one")
        path.mkdir(parents=True, exist_ok=True)
        marker = {"format": FORMAT, "base": namespaces.base}
        (path / MARKER).write_text(json.dumps(marker) + "\n", encoding="utf-8")
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
    except PermissionError:
        raise GraphError(f"{path}: no permission to read and write here") from None
    except (OSError, RuntimeError) as error:
        if "lock" in str(error).casefold():
            raise GraphError(f"{path}: in use by another process; wait until it is done") from None
        reason = (getattr(error, "strerror", None) or str(error)).splitlines()[0]
        raise GraphError(f"{path}: the graph cannot be used: {reason}") from None

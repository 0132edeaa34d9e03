"""Who uses a graph's folder: one process that writes, or several that read."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import GraphError
from kg.graph.folder import LOCK

if sys.platform != "win32":
    import fcntl


@contextmanager
def locked(path: Path, *, shared: bool, wait: bool = False) -> Iterator[None]:
    """Holds the folder's lock; a killed process leaves it free.

    If another process holds it, waits until it is done if `wait`, else raises GraphError. On Windows only writers are
    kept apart, by the store itself.
    """
    if sys.platform == "win32":
        yield
        return
    file = path / LOCK
    if shared and not file.exists():
        yield
        return
    with file.open("rb" if shared else "ab") as stream:
        try:
            fcntl.flock(stream, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise GraphError(f"{path}: in use by another process; wait until it is done") from None
        yield

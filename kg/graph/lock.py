"""Who uses a graph's folder: one process that writes, or several that read."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import GraphError

if sys.platform != "win32":
    import fcntl


@contextmanager
def locked(path: Path, *, shared: bool) -> Iterator[None]:
    """Holds the folder's lock; a killed process leaves it free.

    Raises GraphError if another process holds it. On Windows only writers are kept apart, by the store itself.
    """
    if sys.platform == "win32":
        yield
        return
    file = path / "lock"
    if shared and not file.exists():
        yield
        return
    with file.open("rb" if shared else "ab") as stream:
        try:
            fcntl.flock(stream, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            raise GraphError(f"{path}: in use by another process; wait until it is done") from None
        yield

"""Writes beside a file and renames, so that there is the old one or the whole new one, never half of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kg.errors import ExportError


@contextmanager
def whole_or_nothing(path: Path) -> Iterator[BinaryIO]:
    """A stream that becomes `path` when the block ends well; raises ExportError if the place cannot be written."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")  # two processes that write one file do not meet
    try:
        if path.is_dir():
            raise ExportError(f"{path}: is a folder; name a file")
        with beside.open("wb") as stream:
            yield stream
        beside.replace(path)
    except FileNotFoundError:
        raise ExportError(f"{path}: there is no folder {path.parent}") from None
    except PermissionError:
        raise ExportError(f"{path}: no permission to write here") from None
    except OSError as error:
        raise ExportError(f"{path}: cannot be written: {error.strerror or error}") from None
    finally:
        _remove(beside)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return  # the folder is gone or read-only: nothing of ours is left in it

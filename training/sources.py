"""The public files that training reads: named, licensed and checked in ``sources.toml``."""

from __future__ import annotations

import gzip
import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SOURCES = Path(__file__).with_name("sources.toml")


class SourceError(Exception):
    """A file of training data that is missing or not the one that the model was made from."""


@dataclass(frozen=True, slots=True)
class Source:
    """A data set: its name, licence, what it teaches, and the SHA-256 of each of its files."""

    key: str
    name: str
    licence: str
    use: str
    home: str
    sha256: dict[str, str]


def read_sources() -> list[Source]:
    """The data sets of ``sources.toml``, in its order."""
    table = tomllib.loads(SOURCES.read_text(encoding="utf-8"))
    return [Source(key, s["name"], s["licence"], s["use"], s.get("home", ""), s["sha256"]) for key, s in table.items()]


def check_sources(data: Path) -> None:
    """Raise SourceError on the first file under ``data`` that is missing or has another checksum."""
    for source in read_sources():
        for name, expected in source.sha256.items():
            path = data / name
            if not path.is_file():
                raise SourceError(f"{path}: missing; it belongs to {source.name} ({source.home or 'this project'})")
            found = hashlib.sha256(path.read_bytes()).hexdigest()
            if found != expected:
                raise SourceError(
                    f"{path}: SHA-256 is {found[:12]}…, sources.toml has {expected[:12]}… ({source.name})"
                )


def read_lines(path: Path, encoding: str = "utf-8") -> Iterator[str]:
    """The lines of a text file, gzipped or not, without their ends."""
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding=encoding, newline="") as lines:
            yield from (line.rstrip("\r\n") for line in lines)
    else:
        yield from path.read_text(encoding=encoding).splitlines()

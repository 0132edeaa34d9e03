"""The named queries in SPARQL: files that anybody can copy, with names in them that can be changed from outside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.errors import QueryError
from kg.resources import PACKAGE

FOLDER = PACKAGE / "sparql"
_VALUES = re.compile(r"VALUES\s+(?:\?\w+\s*\{[^}]*\}|\([^)]*\)\s*\{[^}]*\})")
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True)
class NamedQuery:
    """A shipped query: its first comment line says what it answers, the following how to change it."""

    name: str
    path: Path

    @cached_property
    def text(self) -> str:
        """The file."""
        return self.path.read_text(encoding="utf-8")

    @property
    def title(self) -> str:
        """What it answers."""
        return self.text.partition("\n")[0].removeprefix("#").strip()

    @property
    def names(self) -> tuple[str, ...]:
        """The names that it asks for, in the order in which others can be given; most ask for none."""
        values = _VALUES.search(self.text)
        return tuple(_TEXT.findall(values[0])) if values else ()

    def asked_for(self, names: Sequence[str]) -> str:
        """The query with other names in it; raises QueryError if it has fewer."""
        if not names:
            return self.text
        if len(names) > len(self.names):
            shown = " ".join(f'"{name}"' for name in self.names) or "none"
            raise QueryError(f"{self.name}: too many names, {len(names)}; those that can be changed are {shown}")
        given = iter(names)
        return _VALUES.sub(lambda values: _TEXT.sub(lambda old: _quoted(next(given, old[1])), values[0]), self.text, 1)


def named_queries() -> dict[str, NamedQuery]:
    """All named queries by name, sorted."""
    return {path.stem: NamedQuery(path.stem, path) for path in sorted(FOLDER.glob("*.rq"))}


def _quoted(name: str) -> str:
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return f'"{"".join(escapes.get(char, char) for char in name)}"'

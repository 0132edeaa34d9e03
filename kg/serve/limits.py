"""What no query may exceed."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Seconds that a query may take, rows or triples that it may give, MiB that its process may hold.

    `size` is the most bytes of an answer, `body` of a request.
    """

    timeout: float = 30.0
    rows: int = 100_000
    memory: int = 1024
    size: int = 256 * MIB
    body: int = MIB

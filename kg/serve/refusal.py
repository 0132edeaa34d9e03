"""What the server does not do, in one line for a person and a status for a program."""

from __future__ import annotations

from collections.abc import Mapping

from kg.errors import QueryError


class Refusal(QueryError):  # noqa: N818 - an answer of the protocol, more than an error
    """A request that is not answered: the status of HTTP, why, and headers that belong to it."""

    def __init__(self, status: int, reason: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.headers = dict(headers or {})

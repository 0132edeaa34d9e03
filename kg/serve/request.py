"""A request of the SPARQL 1.1 Protocol, read strictly: what is asked, of which graphs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

from pyoxigraph import NamedNode
from starlette.requests import Request

from kg.errors import QueryError
from kg.serve.refusal import Refusal
from kg.sparql_text import refuse

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
_MALFORMED = re.compile(r"%(?![0-9A-Fa-f]{2})")
_MOST_FIELDS = 1000


@dataclass(frozen=True)
class Asked:
    """A query and the graphs that the request names."""

    query: str
    default: tuple[str, ...]
    named: tuple[str, ...]


async def read_asked(request: Request, most: int) -> Asked | None:
    """What a request asks; None if it is a GET without a query, which asks for the service description.

    Raises Refusal: 400 on what is malformed, 413 on more than `most` bytes, 415 on another kind of body.
    """
    fields = _fields(request.url.query, "the address")
    if request.method == "POST":
        kind = _kind(request)
        text = _decoded(await _body(request, most), "the body")
        fields += _fields(text, "the body") if kind == FORM else [("query", text)]
    names = {name for name, _ in fields}
    if "update" in names:
        raise Refusal(400, "the graph is not changed here; only questions are answered")
    if "query" not in names:
        if request.method != "POST" and not names:
            return None
        raise Refusal(400, "there is no query: give one as the parameter query")
    queries = [value for name, value in fields if name == "query"]
    if len(queries) > 1:
        raise Refusal(400, f"{len(queries)} queries in one request; give one")
    try:
        refuse(queries[0])
    except QueryError as error:
        raise Refusal(400, str(error)) from None
    return Asked(queries[0], _iris(fields, "default-graph-uri"), _iris(fields, "named-graph-uri"))


def _kind(request: Request) -> str:
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    kind = kind.strip().lower()
    if kind not in (FORM, DIRECT):
        found = f"not {kind}" if kind else "and the header Content-Type must say which"
        raise Refusal(415, f"a body is {FORM} or {DIRECT}, {found}"[:200])
    charset = re.search(r"charset\s*=\s*\"?([^\s;\"]+)", parameters, re.IGNORECASE)
    if charset and charset[1].lower() not in ("utf-8", "utf8", "us-ascii"):
        raise Refusal(415, f"a body is UTF-8, not {charset[1][:40]}")
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise Refusal(415, "a body must not be compressed")
    return kind


async def _body(request: Request, most: int) -> bytes:
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > most:
        raise _too_long(most)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise _too_long(most)
    return bytes(body)


def _too_long(most: int) -> Refusal:
    return Refusal(413, f"a request has at most {most:,} bytes", {"Connection": "close"})


def _fields(text: str, where: str) -> list[tuple[str, str]]:
    if _MALFORMED.search(text):
        raise Refusal(400, f"malformed percent-encoding in {where}: two hexadecimal digits follow each %")
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except UnicodeDecodeError:
        raise Refusal(400, f"malformed percent-encoding in {where}: it is not UTF-8") from None
    except ValueError:
        raise Refusal(400, f"more than {_MOST_FIELDS:,} parameters in {where}") from None


def _decoded(body: bytes, where: str) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal(400, f"{where} is not UTF-8") from None


def _iris(fields: list[tuple[str, str]], wanted: str) -> tuple[str, ...]:
    iris = tuple(value for name, value in fields if name == wanted)
    for iri in iris:
        try:
            NamedNode(iri)
        except ValueError:
            raise Refusal(400, f"{wanted} is not an IRI: {iri[:80]!r}") from None
    return iris

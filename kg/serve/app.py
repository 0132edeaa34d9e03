"""The web application: the endpoint at /sparql, as ASGI; more can be mounted beside it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from typing import IO, TypeVar

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.serve.description import description
from kg.serve.formats import GRAPHS, RESULTS, chosen, content_type
from kg.serve.pool import Pool, Question
from kg.serve.refusal import Refusal
from kg.serve.request import Asked, read_asked
from kg.sparql_text import form_of

PATH = "/sparql"
_CHUNK = 65536
_HEADERS = {"Vary": "Accept", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache"}
Result = TypeVar("Result")


def create_app(pool: Pool, *, cors: Sequence[str] = (), any_host: bool = False) -> Starlette:
    """The application over a pool of workers.

    `cors` are origins whose pages may read answers, `*` all of them. Unless `any_host`, a request must be to localhost:
    a page elsewhere cannot reach the graph under a name of its own that it lets point here.
    """
    middleware = [] if any_host else [Middleware(_OnlyLocalNames)]
    if cors:
        middleware.append(
            Middleware(CORSMiddleware, allow_origins=list(cors), allow_methods=["GET", "POST"], allow_headers=["*"])
        )
    app = Starlette(
        routes=[Route(PATH, _Endpoint(pool)), Route("/", _root)],
        middleware=middleware,
        exception_handlers={Refusal: _refused, HTTPException: _not_served},
    )
    app.router.redirect_slashes = False
    return app


class _Endpoint:
    """All methods come here, so that the wrong ones are told the right ones."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        if request.method not in ("GET", "HEAD", "POST"):
            raise Refusal(405, f"{request.method} is not done here; GET or POST a query", {"Allow": "GET, HEAD, POST"})
        try:
            response = await self._answered(request)
        except ClientDisconnect:  # in the middle of its own request: there is nobody to answer
            return
        if response is not None:
            await response(scope, receive, send)

    async def _answered(self, request: Request) -> Response | None:
        asked = await read_asked(request, self._pool.limits.body)
        accept = ", ".join(request.headers.getlist("accept")) or None
        if asked is None:
            media_type = _preferred(accept, GRAPHS)
            body = description(str(request.url.replace(query="")), self._pool.limits, GRAPHS[media_type])
            return Response(body, headers=_HEADERS | {"Content-Type": content_type(media_type)})
        offers = GRAPHS if form_of(asked.query) in ("construct", "describe") else RESULTS
        media_type = _preferred(accept, offers)
        spool = await _unless_gone(request, self._pool.answer(_question(asked, offers[media_type])))
        if spool is None:
            return None
        return _SpoolResponse(spool, content_type(media_type))


class _SpoolResponse(Response):
    """An answer that is whole already, sent in pieces; its file is closed however the sending ends."""

    def __init__(self, spool: IO[bytes], kind: str) -> None:
        size = spool.seek(0, 2)
        super().__init__(headers=_HEADERS | {"Content-Type": kind, "Content-Length": str(size)})
        self._spool, self._left = spool, size

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with contextlib.closing(self._spool):
            self._spool.seek(0)
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            while True:
                chunk = self._spool.read(_CHUNK)
                self._left -= len(chunk)
                await send({"type": "http.response.body", "body": chunk, "more_body": self._left > 0})
                if self._left <= 0:
                    return


def _question(asked: Asked, form: str) -> Question:
    return Question(asked.query, form, asked.default, asked.named)


def _preferred(accept: str | None, offers: dict[str, str]) -> str:
    media_type = chosen(accept, offers)
    if media_type is None:
        first = list(dict.fromkeys(offers.values()))
        known = ", ".join(next(name for name, form in offers.items() if form == one) for one in first)
        raise Refusal(406, f"the answer comes as {known}; the header Accept allows none of them")
    return media_type


async def _unless_gone(request: Request, work: Awaitable[Result]) -> Result | None:
    """What some work gives, or None, and the work cancelled, as soon as nobody waits for it any more."""
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_gone(request.receive))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        for task in (working, leaving):
            task.cancel()


async def _gone(receive: Callable[[], Awaitable[object]]) -> None:
    while (await receive())["type"] != "http.disconnect":  # type: ignore[index]
        pass


class _OnlyLocalNames:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not _is_local(Request(scope).headers.get("host", "")):
            reason = "only requests to localhost are answered; start the server with --host to allow other names"
            await _text(421, reason)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _is_local(host: str) -> bool:
    name = host.rpartition(":")[0] if ":" in host and not host.endswith("]") else host
    return name.lower().rstrip(".") in ("localhost", "127.0.0.1", "[::1]")


async def _root(request: Request) -> Response:
    return PlainTextResponse(f"Faultline. The SPARQL endpoint is {request.url.replace(path=PATH, query='')}\n")


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return _text(error.status, str(error), error.headers)


async def _not_served(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    reason = f"nothing is here; the SPARQL endpoint is {PATH}" if error.status_code == 404 else error.detail
    return _text(error.status_code, reason, error.headers)


def _text(status: int, reason: str, headers: object = None) -> Response:
    given = dict(headers) if isinstance(headers, dict) else {}
    return PlainTextResponse(" ".join(reason.split()) + "\n", status, headers=_HEADERS | given)

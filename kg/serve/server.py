"""Serves a graph until it is stopped: the socket, the signals, a new snapshot after a build."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn

from kg.errors import GraphError, KGError
from kg.ontology import Ontology
from kg.serve.app import PATH, create_app
from kg.serve.limits import Limits
from kg.serve.pool import Pool
from kg.serve.snapshot import Snapshots

LOCAL = "127.0.0.1"
_LOOK_AGAIN = 1.0
_HEAD_SIZE = 256 * 1024
_WAITING = 1024


@dataclass(frozen=True)
class Settings:
    """Where and how a graph is served; `host` None is this machine alone, port 0 any that is free."""

    host: str | None = None
    port: int = 7878
    workers: int = 4
    cors: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)


def serve(graph: Path, ontology: Ontology, settings: Settings, ready: Callable[[str], None]) -> None:
    """Serves until SIGINT, which becomes KeyboardInterrupt, or SIGTERM; `ready` is told the address.

    Raises GraphError where there is no graph or it is being written, KGError where the address cannot be had.
    """
    with _listening(settings) as listener, Snapshots(graph, ontology) as snapshots:
        if asyncio.run(_served(snapshots, settings, listener, ready)) == signal.SIGINT:
            raise KeyboardInterrupt


async def _served(
    snapshots: Snapshots, settings: Settings, listener: socket.socket, ready: Callable[[str], None]
) -> signal.Signals | None:
    pool = Pool(snapshots, settings.limits, settings.workers)
    stopped_by: list[signal.Signals] = []
    try:
        await pool.start()
        app = create_app(pool, cors=settings.cors, any_host=settings.host is not None)
        config = uvicorn.Config(
            app,
            http="h11",
            h11_max_incomplete_event_size=_HEAD_SIZE,
            lifespan="off",
            log_level="error",
            server_header=False,
            timeout_graceful_shutdown=2,
        )
        with _signals_kept(stopped_by):
            looking = asyncio.create_task(_keep_fresh(pool))
            ready(_address(listener, settings.host))
            await _Server(config, pool).serve(sockets=[listener])
            looking.cancel()
            await asyncio.sleep(0)  # the signal that ended it arrives once more
    finally:
        await pool.close()
    return stopped_by[0] if stopped_by else None


class _Server(uvicorn.Server):
    """Ends its workers first, so that who waits for a long query is answered and let go."""

    def __init__(self, config: uvicorn.Config, pool: Pool) -> None:
        super().__init__(config)
        self._pool = pool

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._pool.close()
        await super().shutdown(sockets)


@contextlib.contextmanager
def _signals_kept(caught: list[signal.Signals]) -> Iterator[None]:
    """Uvicorn stops at a signal and then raises it again; what has to be cleaned up comes after."""
    loop = asyncio.get_running_loop()
    kept = []
    for one in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # on Windows
            loop.add_signal_handler(one, caught.append, one)
            kept.append(one)
    yield
    for one in kept:
        loop.remove_signal_handler(one)


async def _keep_fresh(pool: Pool) -> None:
    while True:
        await asyncio.sleep(_LOOK_AGAIN)
        with contextlib.suppress(GraphError):  # it is being built, or is gone: what was taken is served on
            await pool.refresh()


def _listening(settings: Settings) -> socket.socket:
    host = settings.host or LOCAL
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, for asyncio only then sends what there is without waiting for more (TCP_NODELAY).
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, settings.port))
        listener.listen(_WAITING)
    except (OSError, OverflowError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise KGError(f"{host}:{settings.port}: cannot be listened on: {reason}; choose another --port") from None
    return listener


def _address(listener: socket.socket, host: str | None) -> str:
    port = listener.getsockname()[1]
    name = f"[{host}]" if host and ":" in host else host or LOCAL
    return f"http://{name}:{port}{PATH}"

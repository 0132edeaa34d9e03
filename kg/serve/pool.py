"""The processes that answer, kept ready; one that does not come to its end is killed and replaced."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from kg.errors import GraphError
from kg.serve.limits import MIB, Limits
from kg.serve.refusal import Refusal
from kg.serve.snapshot import Snapshots
from kg.serve.worker import LENGTH
from kg.sparql_text import syntax_error

MOST_WAITING = 500
_READY = 60
_PACKAGES = Path(__file__).parents[2]


@dataclass(frozen=True)
class Question:
    """A query, the format to answer it in, and the IRIs of the graphs to ask; without any, the whole graph."""

    query: str
    form: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


class Worker:
    """One process over one snapshot."""

    def __init__(self, process: asyncio.subprocess.Process, snapshot: Path) -> None:
        self._process = process
        self.snapshot = snapshot
        self._killed = False

    @classmethod
    async def start(cls, snapshot: Path, limits: Limits, prefixes: Mapping[str, str]) -> Worker:
        """A process that is ready to answer; raises GraphError if it does not come to that."""
        settings = {**asdict(limits), "store": str(snapshot / "store"), "prefixes": dict(prefixes)}
        paths = [str(_PACKAGES), *filter(None, [os.environ.get("PYTHONPATH")])]
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "kg.serve.worker",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "RUST_BACKTRACE": "0"},
        )
        worker = cls(process, snapshot)
        try:
            async with asyncio.timeout(_READY):
                await worker._send(settings)
                await worker._receive(None)
        except (EOFError, TimeoutError):
            await worker.stop()
            raise GraphError(
                f"{snapshot}: no process could be started that reads it within {limits.memory} MiB of memory"
            ) from None
        except BaseException:
            worker.kill()
            raise
        return worker

    @property
    def is_alive(self) -> bool:
        """Whether it can answer."""
        return self._process.returncode is None and not self._killed

    async def ask(self, question: Question, spool: IO[bytes]) -> Mapping[str, object]:
        """Writes the answer; the outcome is the number of rows or what went wrong. Raises EOFError if it dies."""
        await self._send(asdict(question))
        return await self._receive(spool)

    async def ended_by(self) -> int | None:
        """The signal that a process died of; None if it ended by itself."""
        code = await self._process.wait()
        return -code if code < 0 else None

    def kill(self) -> None:
        """Ends it at once, whatever it is doing."""
        self._killed = True
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def stop(self) -> None:
        """Ends it and waits until it is gone."""
        self.kill()
        await self._process.wait()

    async def _send(self, line: Mapping[str, object]) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(line).encode("utf-8") + b"\n")
            await self._process.stdin.drain()
        except (BrokenPipeError, ConnectionResetError):
            raise EOFError from None

    async def _receive(self, spool: IO[bytes] | None) -> Mapping[str, object]:
        assert self._process.stdout is not None
        while data := await self._frame(self._process.stdout):
            if spool is not None:
                spool.write(data)
        outcome: Mapping[str, object] = json.loads(await self._frame(self._process.stdout))
        return outcome

    @staticmethod
    async def _frame(stream: asyncio.StreamReader) -> bytes:
        (length,) = LENGTH.unpack(await stream.readexactly(LENGTH.size))
        return await stream.readexactly(length)


class Pool:
    """So many workers over the newest snapshot; those who ask wait for one in turn."""

    def __init__(self, snapshots: Snapshots, limits: Limits, size: int) -> None:
        self.limits = limits
        self._snapshots, self._size = snapshots, size
        self._current: Path | None = None
        self._workers: set[Worker] = set()
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()
        self._waiting = 0
        self._replacing: set[asyncio.Task[None]] = set()
        self._closed = False

    async def start(self) -> None:
        """Takes a snapshot and starts the workers; raises GraphError if there is none to take."""
        await self._serve_from(await asyncio.to_thread(self._snapshots.take))

    async def refresh(self) -> bool:
        """Changes to a new snapshot if the graph has changed: new workers first, so that nobody waits for them.

        Queries that run are answered from the snapshot that they began with. Raises GraphError while the graph is being
        written; the old snapshot stays then.
        """
        if not await asyncio.to_thread(lambda: self._snapshots.is_outdated):
            return False
        await self._serve_from(await asyncio.to_thread(self._snapshots.take))
        return True

    async def answer(self, question: Question) -> IO[bytes]:
        """The whole answer as a file, from its beginning. Raises Refusal.

        If the caller is cancelled, the process that works for it is killed.
        """
        worker = await self._next()
        spool: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=MIB)  # noqa: SIM115 - it is the caller's to close
        kept = False
        try:
            async with asyncio.timeout(self.limits.timeout):
                outcome = await worker.ask(question, spool)
            kept = True
        except TimeoutError:
            limit = f"{self.limits.timeout:g} seconds"
            raise Refusal(504, f"the query took longer than {limit} and was stopped; ask for less") from None
        except EOFError:
            raise await self._died(worker) from None
        finally:
            if not kept:
                worker.kill()
                spool.close()
            self._give_back(worker)
        refusal = self._refused(question, outcome)
        if refusal:
            spool.close()
            raise refusal
        spool.seek(0)
        return spool

    async def close(self) -> None:
        """Ends all processes; who waits for an answer is refused."""
        self._closed = True
        for task in self._replacing:
            task.cancel()
        await asyncio.gather(*(worker.stop() for worker in self._workers), return_exceptions=True)

    async def _next(self) -> Worker:
        if self._waiting >= MOST_WAITING:
            raise _busy()
        self._waiting += 1
        try:
            async with asyncio.timeout(2 * self.limits.timeout + _READY):
                while not (worker := await self._idle.get()).is_alive:
                    self._give_back(worker)
                return worker
        except TimeoutError:
            raise _busy() from None
        finally:
            self._waiting -= 1

    def _give_back(self, worker: Worker) -> None:
        if worker.is_alive and worker.snapshot == self._current and not self._closed:
            self._idle.put_nowait(worker)
            return
        task = asyncio.get_running_loop().create_task(self._replace(worker))
        self._replacing.add(task)
        task.add_done_callback(self._replacing.discard)

    async def _replace(self, worker: Worker) -> None:
        """Another in its place, unless a newer snapshot has its own already."""
        await self._retire(worker)
        while worker.snapshot == self._current and not self._closed:
            try:
                self._give_back(await self._hire(worker.snapshot))
            except (GraphError, OSError):
                await asyncio.sleep(1)  # the machine is short of memory or processes for now
            else:
                return

    async def _serve_from(self, snapshot: Path) -> None:
        hired = await asyncio.gather(*(self._hire(snapshot) for _ in range(self._size)), return_exceptions=True)
        failed = [one for one in hired if isinstance(one, BaseException)]
        workers = [one for one in hired if isinstance(one, Worker)]
        if failed:
            await asyncio.gather(*(self._retire(worker) for worker in workers))
            self._snapshots.remove(snapshot)
            raise failed[0]
        self._current = snapshot
        while not self._idle.empty():
            self._give_back(self._idle.get_nowait())
        for worker in workers:
            self._give_back(worker)

    async def _hire(self, snapshot: Path) -> Worker:
        worker = await Worker.start(snapshot, self.limits, self._snapshots.prefixes)
        self._workers.add(worker)
        return worker

    async def _retire(self, worker: Worker) -> None:
        await worker.stop()
        self._workers.discard(worker)
        if worker.snapshot != self._current and not any(w.snapshot == worker.snapshot for w in self._workers):
            self._snapshots.remove(worker.snapshot)

    async def _died(self, worker: Worker) -> Refusal:
        ended_by = await worker.ended_by()
        if self._closed:
            return Refusal(503, "the server is being stopped")
        if ended_by in (signal.SIGABRT, signal.SIGSEGV):
            return self._no_memory()
        return Refusal(500, "the process that worked on the query has died; ask again")

    def _no_memory(self) -> Refusal:
        return Refusal(507, f"the query needs more than {self.limits.memory} MiB of memory; ask for less")

    def _refused(self, question: Question, outcome: Mapping[str, object]) -> Refusal | None:
        message = str(outcome.get("message", ""))
        match outcome.get("error"):
            case None:
                return None
            case "syntax":
                return Refusal(400, syntax_error(question.query, message, self._snapshots.prefixes))
            case "size":
                return Refusal(507, f"the answer has {message}; ask for less, or for a part with ORDER BY and LIMIT")
            case "memory":
                return self._no_memory()
        return Refusal(500, f"the query cannot be run: {' '.join(message.split())}")


def _busy() -> Refusal:
    return Refusal(503, "too many queries are being answered; ask again later", {"Retry-After": "5"})

"""The process that runs queries over a snapshot, one at a time: `python -m kg.serve.worker`.

It reads its settings and then each question as one line of JSON. It writes frames, each with its length before it:
data, then an empty frame, then the outcome as JSON. It ends when its input does, when a query takes longer than it may,
and with the server.
"""

from __future__ import annotations

import json
import signal
import struct
import sys
from typing import Any, BinaryIO

from pyoxigraph import NamedNode, Store

from kg.serve.results import Sink, TooLargeError, write_answer

Graphs = list[Any]
LENGTH = struct.Struct(">I")
GRACE = 5
"""Seconds after its limit at which a query ends itself, should the server no longer be there to end it."""
_MIB = 1024 * 1024


def main(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answers until there is no further question."""
    _end_with_the_server()
    settings = json.loads(questions.readline())
    store = Store.read_only(settings["store"])
    _limit_memory(settings["memory"] * _MIB)
    frames = _Frames(answers)
    frames.outcome({"ready": True})
    for line in questions:
        _alarm(settings["timeout"] + GRACE)
        frames.outcome(_answered(store, json.loads(line), settings, frames))
        _alarm(0)


class _Frames:
    """Data in pieces of some size, then an outcome."""

    def __init__(self, out: BinaryIO, size: int = 65536) -> None:
        self._out, self._size, self._kept = out, size, bytearray()

    def data(self, data: bytes) -> None:
        self._kept += data
        if len(self._kept) >= self._size:
            self._pass_on()

    def outcome(self, outcome: dict[str, Any]) -> None:
        self._pass_on()
        text = json.dumps(outcome).encode("utf-8")
        self._out.write(LENGTH.pack(0) + LENGTH.pack(len(text)) + text)
        self._out.flush()

    def _pass_on(self) -> None:
        if self._kept:
            self._out.write(LENGTH.pack(len(self._kept)) + self._kept)
            self._kept.clear()


def _answered(store: Store, question: dict[str, Any], settings: dict[str, Any], frames: _Frames) -> dict[str, Any]:
    try:
        default, named = _dataset(question)
        found = store.query(question["query"], prefixes=settings["prefixes"], default_graph=default, named_graphs=named)
        sink = Sink(frames.data, settings["size"])
        rows = write_answer(found, question["form"], settings["rows"], settings["prefixes"], sink)
    except SyntaxError as error:
        return {"error": "syntax", "message": str(error)}
    except TooLargeError as error:
        return {"error": "size", "message": str(error)}
    except MemoryError:
        return {"error": "memory", "message": ""}
    except (OSError, RuntimeError, ValueError) as error:
        return {"error": "evaluation", "message": str(error)}
    return {"rows": rows}


def _dataset(question: dict[str, Any]) -> tuple[Graphs | None, Graphs | None]:
    """The dataset that the protocol names, which takes the place of FROM; what is named in neither way is not in it."""
    if not question["default"] and not question["named"]:
        return None, None
    return [NamedNode(iri) for iri in question["default"]], [NamedNode(iri) for iri in question["named"]]


def _end_with_the_server() -> None:
    """Ctrl-C goes to the whole group of processes: the server decides what becomes of its workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        import ctypes

        set_signal_at_the_parents_death = 1
        ctypes.CDLL(None).prctl(set_signal_at_the_parents_death, signal.SIGKILL)


def _alarm(seconds: float) -> None:
    """Ends the process by a signal in so many seconds, whatever it is doing; 0 calls it off."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _limit_memory(most: int) -> None:
    """Oxigraph ends the process when it gets no more memory; systems without the limit go on."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)

"""`kg serve` as a process of its own, asked over real sockets."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-c", "from kg.cli import main; main(prog_name='kg')")
# Takes for ever, and little memory.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def kind(self) -> str:
        return (self.headers["Content-Type"] or "").partition(";")[0]

    def rows(self) -> list[dict[str, str]]:
        bindings = json.loads(self.body)["results"]["bindings"]
        return [{name: term["value"] for name, term in row.items()} for row in bindings]


@dataclass
class Served:
    address: str
    process: subprocess.Popen

    @property
    def port(self) -> int:
        return urlsplit(self.address).port

    def request(self, method="GET", *, path="/sparql", body=None, headers=None, timeout=60) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(self, query, accept=None, **parameters) -> Answer:
        path = "/sparql?" + urlencode({"query": query, **parameters}, doseq=True)
        return self.request(path=path, headers={"Accept": accept} if accept else {})

    def workers(self) -> list[int]:
        return children(self.process.pid)


@contextmanager
def serving(graph: Path, *options: str) -> Iterator[Served]:
    process = subprocess.Popen(
        [*COMMAND, "serve", str(graph), "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        line = process.stdout.readline()
        assert line, process.stderr.read()
        yield Served(line.strip(), process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def children(pid: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return sorted(found)


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def eventually(condition, seconds=20):
    """Waits for something to become true."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)
    return found

"""How fast `kg serve` answers: ``python -m benchmarks.serve [--evidence N] [--seconds S] [--graph GRAPH]``.

The server runs as a command of its own with its usual settings; clients are threads of this process, each with one
connection, that ask one query after another. Seconds are those of the clock, and clients and server share the machine:
what is measured is both. While the last figures are taken, two workers are busy with queries that never end.
"""

from __future__ import annotations

import argparse
import http.client
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode, urlsplit

from benchmarks.scale import RUN, World
from benchmarks.speed import COMMAND, ROOT
from kg.graph import Graph
from kg.ontology import load_ontology

EVIDENCE, SECONDS = 10_000, 5.0
CLIENTS = (1, 10, 50)
QUERIES = {
    "one entity": 'SELECT ?x ?type { ?x skos:prefLabel "Country 000" ; a ?type }',
    "its facts": """SELECT ?relation ?other ?since { ?s rdf:subject ?x ; rdf:predicate ?relation ; rdf:object ?other ;
        d:state d:stateFact . ?x skos:prefLabel "Country 000" . OPTIONAL { ?s d:since ?since } }""",
    "all by publisher": """SELECT ?publisher (COUNT(?e) AS ?n) {
        ?e prov:wasDerivedFrom ?a . ?a schema:publisher ?publisher } GROUP BY ?publisher""",
}
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def main() -> int:
    """Print one line a figure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serve", description=__doc__)
    parser.add_argument("--evidence", type=int, default=EVIDENCE, metavar="N", help="pieces of evidence of the graph")
    parser.add_argument("--seconds", type=float, default=SECONDS, metavar="S", help="for how long each figure is taken")
    parser.add_argument("--graph", type=Path, help="a graph that is there, rather than one that is made up")
    options = parser.parse_args()
    for line in lines(options.evidence, options.seconds, options.graph):
        print(line, flush=True)
    return 0


def lines(evidence: int = EVIDENCE, seconds: float = SECONDS, graph: Path | None = None) -> Iterator[str]:
    """All lines of figures."""
    with tempfile.TemporaryDirectory() as folder:
        if graph is None:
            graph = Path(folder) / "graph"
            _build(graph, evidence)
            yield f"kg serve, {evidence:,} pieces of evidence"
        else:
            yield f"kg serve {graph}"
        begun = time.perf_counter()
        with _served(graph) as (host, port):
            yield f"  from the command to the first answer: {_until_answered(host, port, begun):.1f} s"
            for name, query in QUERIES.items():
                for clients in CLIENTS:
                    yield f"  {name}, {_figures(host, port, query, clients, seconds)}"
            with ThreadPoolExecutor(2) as busy:
                for _ in range(2):
                    busy.submit(_asked, host, port, ENDLESS)
                time.sleep(1)
                figures = _figures(host, port, QUERIES["one entity"], 10, seconds)
                yield f"  one entity beside two endless queries, {figures}"


def _build(path: Path, evidence: int) -> None:
    ontology = load_ontology()
    with Graph.open(path, create=True, ontology=ontology) as graph:
        for document, told in World(evidence, ontology).read():
            graph.replace(document, told, RUN)


@contextmanager
def _served(graph: Path) -> Iterator[tuple[str, int]]:
    command = (*COMMAND, "serve", str(graph), "--port", "0", "--timeout", "60")
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        address = urlsplit(process.stdout.readline().strip())
        try:
            yield address.hostname or "", address.port or 0
        finally:
            process.terminate()


def _until_answered(host: str, port: int, begun: float) -> float:
    _asked(host, port, QUERIES["one entity"])
    return time.perf_counter() - begun


def _asked(host: str, port: int, query: str) -> None:
    connection = http.client.HTTPConnection(host, port, timeout=120)
    connection.request("GET", "/sparql?" + urlencode({"query": query}))
    connection.getresponse().read()
    connection.close()


def _figures(host: str, port: int, query: str, clients: int, seconds: float) -> str:
    with ThreadPoolExecutor(clients) as threads:
        end = time.perf_counter() + seconds
        taken = [
            one for of_one in threads.map(lambda _: _client(host, port, query, end), range(clients)) for one in of_one
        ]
    shown = "client" if clients == 1 else "clients"
    late = quantiles(taken, n=20)[-1] if len(taken) > 1 else taken[0]
    return (
        f"{clients} {shown}: {len(taken) / seconds:,.0f} answers a second, "
        f"median {1000 * median(taken):,.1f} ms, 95 % within {1000 * late:,.1f} ms"
    )


def _client(host: str, port: int, query: str, end: float) -> list[float]:
    taken = []
    connection = http.client.HTTPConnection(host, port, timeout=120)
    path = "/sparql?" + urlencode({"query": query})
    while time.perf_counter() < end:
        begun = time.perf_counter()
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            raise SystemExit(f"{query}: answered with {response.status}")
        taken.append(time.perf_counter() - begun)
    connection.close()
    return taken


if __name__ == "__main__":
    sys.exit(main())

"""What exports of large graphs cost: ``python -m benchmarks.export_scale [--evidence N …] [--format EXT …]``.

The graphs are those of `benchmarks.scale`, put into the store in bulk, as building is measured there. Each export runs
in a process of its own, whose peak memory is told beside what it holds before it writes (the graph open, everything
imported). Times are seconds of the processor.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, Quad

from benchmarks.scale import RUN, World
from benchmarks.speed import MIB, ROOT, own_peak
from kg.export import export
from kg.graph import Graph
from kg.graph.derived import fact_quads
from kg.graph.imprint import imprint_quads
from kg.graph.rdf import article_quads
from kg.ontology import Ontology, load_ontology
from kg.records import Document, Evidence

SIZES = (10_000, 100_000)
FORMATS = (".csv", ".nq", ".trig", ".ttl", ".jsonld", ".gexf", ".graphml")


def main() -> int:
    """Print one line a figure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.export_scale", description=__doc__)
    parser.add_argument("--evidence", type=int, nargs="+", default=SIZES, metavar="N", help="sizes of graphs")
    parser.add_argument("--format", nargs="+", default=FORMATS, metavar="EXT", help="extensions of formats")
    parser.add_argument("--folder", type=Path, help="where graphs are made, and found again (default: none is kept)")
    parser.add_argument("--make", nargs=2, metavar=("GRAPH", "N"), help=argparse.SUPPRESS)
    parser.add_argument("--one", nargs=2, metavar=("GRAPH", "OUT"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.make:
        found = _made(Path(options.make[0]), int(options.make[1]))
    elif options.one:
        found = _exported(*map(Path, options.one))
    else:
        found = lines(options.evidence, options.format, options.folder)
    for line in found:
        print(line, flush=True)
    return 0


def lines(sizes: Iterable[int], formats: Iterable[str], folder: Path | None = None) -> Iterator[str]:
    """All lines of figures: a graph, then each export of it."""
    with tempfile.TemporaryDirectory() as passing:
        for size in sizes:
            path = (folder or Path(passing)) / f"exports-{size}"
            if not path.exists():
                yield f"{size:,} pieces of evidence: {_in_a_process('--make', path, size)}"
            for extension in formats:
                out = Path(passing) / f"x{extension}"
                yield f"  {size:,} as {extension}: {_in_a_process('--one', path, out)}"
                out.unlink()


def _made(path: Path, size: int) -> Iterator[str]:
    make_graph(path, size)
    disk = sum(file.stat().st_size for file in path.rglob("*") if file.is_file()) / MIB
    yield f"made in {time.process_time():,.0f} s, {disk:,.0f} MiB on disk; peak memory {_peak():,.0f} MiB"


def make_graph(path: Path, size: int) -> None:
    """A graph of `size` pieces of evidence, ready for reading."""
    ontology = load_ontology()
    world = World(size, ontology)
    with Graph.open(path, create=True, ontology=ontology) as graph:
        told = (quad for document, evidence in world.read() for quad in _of_article(document, evidence, ontology))
        graph.store.bulk_extend(_in_union(told))
        origins = graph.origins(graph.document_ids())
        graph.store.bulk_extend(_in_union(fact_quads(graph.iter_states(), origins, ontology)))
        graph.store.flush()


def _of_article(document: Document, evidence: list[Evidence], ontology: Ontology) -> Iterator[Quad]:
    yield from article_quads(document, evidence, RUN, ontology)
    yield from imprint_quads(document, ontology)


def _in_union(quads: Iterable[Quad]) -> Iterator[Quad]:
    for quad in quads:
        yield quad
        yield Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())


def _in_a_process(*arguments: object) -> str:
    """What one step tells."""
    command = (sys.executable, "-m", "benchmarks.export_scale", *map(str, arguments))
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout.rstrip("\n")


def _exported(path: Path, out: Path) -> Iterator[str]:
    with Graph.open(path, read_only=True) as graph:
        before, begun = _peak(), time.process_time()
        export(graph, out, include="all")
        taken, size = time.process_time() - begun, out.stat().st_size / MIB
    yield f"{taken:,.1f} s, {size:,.0f} MiB; peak memory {_peak():,.0f} MiB, {before:,.0f} before"


def _peak() -> float:
    """MiB that this program held at most; what `own_peak` tells begins with the peak of who started it."""
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s*(\d+) kB", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else own_peak()


if __name__ == "__main__":
    sys.exit(main())

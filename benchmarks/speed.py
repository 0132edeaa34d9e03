"""How fast it reads, on one core: ``python -m benchmarks.speed [--data DIR] [--repeat N]``.

The whole way goes from a file of articles to records of evidence; the bare encoder is the calls of the network alone,
on the windows that the whole way made; after the parse is what is left once the model has run. The three are timed in
turn in each repeat, so that their ratios come from the same run. They are timed in seconds of the processor, which on
an idle machine are those of the clock and on a busy one leave out the waiting; commands are timed by the clock. Words
are tokens that are not white space.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from kg.extraction.extractor import Extractor
    from kg.records import Document

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"
SEED = ROOT / "seeds" / "cnbc-huawei-5g.txt"
COMMAND = (sys.executable, "-c", "from kg.cli import main; main(prog_name='kg')")
MIB = 1024 * 1024
Result = TypeVar("Result")


def main() -> int:
    """Print one line a figure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    add_options(parser)
    options = parser.parse_args()
    for line in lines(options.data, options.repeat):
        print(line, flush=True)
    return 0


def add_options(parser: argparse.ArgumentParser) -> None:
    """--data and --repeat."""
    parser.add_argument("--data", type=Path, default=DATA, help=f"folder of public data (default: {DATA})")
    parser.add_argument("--repeat", type=int, default=5, metavar="N", help="timings of each figure (default: 5)")


def lines(data: Path, repeat: int) -> Iterator[str]:
    """All lines of figures, in order."""
    yield f"machine: {len(_cores())} cores to use, load {os.getloadavg()[0]:.1f}; {repeat} timings of each figure"
    with tempfile.TemporaryDirectory() as folder:
        corpora = []
        for number, (name, articles) in enumerate(read_corpora(data)):
            path = Path(folder) / f"{number}.jsonl"
            path.write_text("".join(json.dumps(article) + "\n" for article in articles), encoding="utf-8")
            corpora.append((f"{name}, {len(articles)} articles", path))
        # Children first: a process begins with the peak memory of the one that starts it, and this one is still small.
        yield from _of_commands(*corpora[0], Path(folder) / "graph", repeat)
        with one_core():
            yield from _of_stages(corpora, repeat)


# The corpora

Articles = list[dict[str, str]]


def read_corpora(data: Path) -> Iterator[tuple[str, Articles]]:
    """Names, and articles as documents of JSON lines: news that anybody can get, and what the checkout itself holds."""
    if (data / "gum").is_dir():
        yield "GUM's news documents", list(_gum_news(data))
    else:
        print(f"No {data / 'gum'}: measured on the checkout's own articles alone", file=sys.stderr)
    yield "tests/gold and seeds (dense with statements)", list(_own_articles())


def _gum_news(data: Path) -> Iterator[dict[str, str]]:
    from benchmarks.language import raw_text
    from training.treebanks import GUM, is_news, read_documents

    for part in GUM.values():
        for name, document in read_documents(data / part):
            if is_news(name):
                yield {"id": name, "text": raw_text(document)[0]}


def _own_articles() -> Iterator[dict[str, str]]:
    from kg.documents import read_documents

    for path in sorted((ROOT / "tests" / "gold").glob("[de]*.jsonl")):  # not what is kept unread or has no texts
        for line in path.read_text(encoding="utf-8").splitlines():
            article = json.loads(line)
            yield {"id": f"{path.stem}-{article['id']}", "title": article["title"], "text": article["text"]}
    for document in read_documents([SEED.parent]):
        yield {"id": document.id, "title": document.title, "text": document.text}


# The stages, in this process


@dataclass
class Recorder:
    """Stands before the network and keeps what it is fed."""

    session: Any
    feeds: list[dict[str, Any]]

    def run(self, outputs: None, feed: dict[str, Any]) -> Any:
        """The network's answer."""
        self.feeds.append(feed)
        return self.session.run(outputs, feed)


def _of_stages(corpora: list[tuple[str, Path]], repeat: int) -> Iterator[str]:
    from kg.extraction.extractor import load_extractor
    from kg.language.pipeline import model_version

    loading, extractor = timed(load_extractor)
    yield f"model: {model_version(extractor.nlp)}; loaded with ontology and tables in {loading:.2f} s"
    for name, path in corpora:
        yield f"corpus: {name}"
        for line in _of_corpus(extractor, path, repeat):
            yield f"  {line}"


def _of_corpus(extractor: Extractor, path: Path, repeat: int) -> Iterator[str]:
    from kg.language.pipeline import COMPONENT

    parser: Any = extractor.nlp.get_pipe(COMPONENT)
    recorder = parser._session = Recorder(parser._session, [])
    cold, found = timed(lambda: whole_way(extractor, path))
    session, feeds = recorder.session, recorder.feeds
    parser._session = session
    parsed = [(document, extractor.parse(document)) for document in _read(path)]
    words = sum(not token.is_space for _, docs in parsed for doc in docs.values() for token in doc)

    way, encoder, after = [], [], []
    for _ in range(repeat):
        way.append(timed(lambda: whole_way(extractor, path))[0])
        encoder.append(timed(lambda: [session.run(None, feed) for feed in feeds])[0])
        after.append(timed(lambda: [extractor.extract_parsed(document, docs) for document, docs in parsed])[0])
    ratios = [bare / whole for bare, whole in zip(encoder, way, strict=True)]
    rest = [1000 * seconds / (words / 1000) for seconds in after]

    yield f"{words:,} words in {len(feeds)} windows, {found} pieces of evidence found"
    yield f"whole way, first pass: {words / cold:,.0f} words a second"
    yield f"whole way, later passes: {_words_a_second(words, way)}"
    yield f"bare encoder, same windows: {_words_a_second(words, encoder)}"
    yield f"whole way ÷ encoder: median {median(ratios):.2f}, from {min(ratios):.2f} to {max(ratios):.2f}"
    yield f"after the parse: best {min(rest):.1f}, median {median(rest):.1f} milliseconds per 1,000 words"


def whole_way(extractor: Extractor, path: Path) -> int:
    """Reads a file of articles and extracts each; how many pieces of evidence there are."""
    return sum(len(evidence) for _, evidence in extractor.extract_all(_read(path)))


def _read(path: Path) -> Iterator[Document]:
    from kg.documents import read_documents

    return read_documents([path])


def _words_a_second(words: int, seconds: list[float]) -> str:
    return f"best {words / min(seconds):,.0f}, median {words / median(seconds):,.0f} words a second"


def timed(work: Callable[[], Result], clock: Callable[[], float] = time.process_time) -> tuple[float, Result]:
    """Seconds that it took, and what it gave."""
    begun = clock()
    result = work()
    return clock() - begun, result


@contextmanager
def one_core() -> Iterator[None]:
    """Keeps this process on one core, where the system can; the shipped model asks for one thread anyway."""
    before = _cores()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, before)


def _cores() -> set[int]:
    return os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set(range(os.cpu_count() or 1))


# The commands, in processes of their own


def _of_commands(name: str, articles: Path, graph: Path, repeat: int) -> Iterator[str]:
    seconds = [first_statement(SEED) for _ in range(repeat)]
    yield (
        f"kg extract {SEED.relative_to(ROOT)}, to the first statement: best {min(seconds):.2f}, "
        f"median {median(seconds):.2f}, slowest {max(seconds):.2f} s"
    )
    build = ("build", str(articles), "--graph", str(graph))
    taken, peak = timed(lambda: peak_memory(*build), time.perf_counter)
    yield f"kg build of {name}: {taken:.1f} s, peak memory {peak / MIB:,.0f} MiB (this process: {own_peak():,.0f})"


def first_statement(path: Path) -> float:
    """Seconds from the start of the command to its first line of output."""
    begun = time.perf_counter()
    with subprocess.Popen([*COMMAND, "extract", "--format", "jsonl", str(path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        seconds = time.perf_counter() - begun
        process.stdout.read()
    if process.returncode or not line:
        raise SystemExit(f"kg extract {path} ended with {process.returncode} and printed {line!r}")
    return seconds


def peak_memory(*arguments: str) -> int:
    """Bytes of memory that a command held at most."""
    process = subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"kg {' '.join(arguments)} ended with {process.returncode}")
    return _bytes(usage.ru_maxrss)


def own_peak() -> float:
    """MiB of memory that this process held at most."""
    return _bytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / MIB


def _bytes(maxrss: int) -> int:
    """Linux counts in KiB, macOS in bytes."""
    return maxrss if sys.platform == "darwin" else maxrss * 1024


if __name__ == "__main__":
    sys.exit(main())

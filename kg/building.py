"""Documents → store: what is new, changed or stale is extracted and replaced in one step, the rest is left alone.

    PATHS ─▶ documents ─ needed? ─▶ tasks ─ extract ─▶ evidence ─ store ─▶ graph
    stored articles that another program, ontology or model has read ─▶ tasks

A task is done in two steps that know nothing of each other, so extraction can be spread over processes.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, BinaryIO

from kg.documents import read_documents
from kg.documents.sources import STANDARD_INPUT, STREAM
from kg.errors import DocumentError, KGError
from kg.graph import Graph
from kg.graph.account import Skipped, last_run, runs_of_articles, skipped
from kg.graph.folder import is_graph, prepare
from kg.records import Document, Evidence

if TYPE_CHECKING:
    from kg.extraction.extractor import Extractor

ADDED, CHANGED, REDONE = "added", "changed", "redone"


@dataclass
class Summary:
    """What a build did: articles by what became of them, and what those that were extracted tell.

    `redone` are articles of the same text that another program, ontology or model had read; `removed` are the ids of
    those that were pruned, and `kept` says why none was, where that was asked for and could not be done.
    """

    added: int = 0
    changed: int = 0
    redone: int = 0
    unchanged: int = 0
    failed: int = 0
    evidence: int = 0
    statement_ids: set[str] = field(default_factory=set, repr=False)
    removed: list[str] = field(default_factory=list)
    kept: str = ""

    @property
    def read(self) -> int:
        """Articles that could be read."""
        return self.added + self.changed + self.redone + self.unchanged

    @property
    def statements(self) -> int:
        """Different statements that the new, changed and redone articles tell."""
        return len(self.statement_ids)


@dataclass(frozen=True)
class Listeners:
    """Who hears of what while a graph is built; see `build`."""

    error: Callable[[DocumentError], None] | None = None
    replaced: Callable[[Document, Document], None] | None = None
    stale: Callable[[int, Mapping[str, int]], None] | None = None
    progress: Callable[[Document], None] | None = None


@dataclass(frozen=True)
class Task:
    """An article to extract, and what it is to the graph: added, changed or redone."""

    document: Document
    kind: str


def build(
    paths: Iterable[str | Path],
    graph_path: str | Path,
    *,
    extractor: Extractor | None = None,
    date: str | None = None,
    stdin: BinaryIO | None = None,
    prune: bool = False,
    wait: bool = False,
    on_error: Callable[[DocumentError], None] | None = None,
    on_replaced: Callable[[Document, Document], None] | None = None,
    on_stale: Callable[[int, Mapping[str, int]], None] | None = None,
    progress: Callable[[Document], None] | None = None,
) -> Summary:
    """Puts the statements of articles into the graph at `graph_path`, which is made if it is not there.

    An article that was built from the same text by the same versions of program, ontology and model is skipped, a
    changed one replaced in one step, so a build that was stopped goes on where it was. Articles of the graph that
    other versions have read are stale and read again, from their stored text if they are not among `paths`; without
    any path that is all that is done. With `prune` those that are not among `paths` are taken out instead, unless an
    input could not be read. Without an `extractor` the shipped one is loaded; with `wait` another process that uses
    the graph is waited for. What is stale of the facts is derived anew at the end.

    Articles that cannot be read, or that trip a bug of ours, go to `on_error` and are counted; they end nothing, and
    the graph keeps account of them. `on_replaced` is told, with the old article and the new, where a changed one has
    another title: two articles may share an id by mistake. `on_stale` is told how many articles are stale, and of how
    many the program, the ontology or the model is another now; `progress` of every article that is in the graph.
    Raises GraphError if the graph cannot be opened or written.
    """
    paths = list(paths)
    told = Listeners(on_error, on_replaced, on_stale, progress)
    errors: list[DocumentError] = []

    def report(error: DocumentError) -> None:
        errors.append(error)
        if told.error is not None:
            told.error(error)

    documents = read_documents(paths, date=date, stdin=stdin, on_error=report)
    first = next(documents, None)
    if first is None and paths and not is_graph(Path(graph_path)):
        return Summary(failed=len(errors))
    if not paths:
        prepare(Path(graph_path), create=False)
    if extractor is None and (first is not None or not paths):
        extractor = shipped_extractor()
    ontology = extractor.ontology if extractor else None
    with Graph.open(graph_path, create=first is not None, ontology=ontology, wait=wait) as graph:
        seen: set[str] = set()
        summary = Summary()
        if extractor is not None:
            work = _Work(graph, extractor, told, summary, report)
            work.read(itertools.chain([first] if first else (), documents), seen)
        if prune and paths:
            summary.kept = _kept([error for error in errors if error.where not in seen])
            if not summary.kept:
                summary.removed = [one for one in graph.document_ids() if one not in seen and graph.remove(one)]
        if extractor is not None:
            work.redo(seen)
        summary.failed = len(errors)
        run = extractor.run if extractor else last_run(graph)
        before = [] if prune and not summary.kept else skipped(graph)  # what was pruned takes its account with it
        graph.account_for(_account(before, paths, seen | set(summary.removed), errors), run)
    return summary


class _Work:
    """The articles of one build, each extracted and then stored."""

    def __init__(
        self,
        graph: Graph,
        extractor: Extractor,
        told: Listeners,
        summary: Summary,
        report: Callable[[DocumentError], None],
    ) -> None:
        self.graph, self.extractor, self.told = graph, extractor, told
        self.summary, self.report = summary, report
        self.runs = runs_of_articles(graph)
        self.stale = {document_id for document_id, run in self.runs.items() if run != extractor.run}
        if self.stale and told.stale is not None:
            other = Counter(part for one in self.stale for part in self.runs[one].outdated(extractor.run))
            told.stale(len(self.stale), dict(sorted(other.items())))

    def read(self, documents: Iterable[Document], seen: set[str]) -> None:
        """Brings the graph up to date with some documents; their ids go into `seen`."""
        self._do(self._needed(documents, seen))

    def redo(self, seen: Collection[str]) -> None:
        """Reads stale articles that are not among those seen again, from their stored text."""
        left = sorted((self.stale - set(seen)) & set(self.graph.document_ids()))
        self._do(Task(self.graph.document(document_id), REDONE) for document_id in left)

    def _needed(self, documents: Iterable[Document], seen: set[str]) -> Iterator[Task]:
        for document in documents:
            seen.add(document.id)
            if document.id not in self.runs:
                yield Task(document, ADDED)
            elif not self.graph.has_text(document):
                yield Task(document, CHANGED)
            elif document.id in self.stale:
                yield Task(document, REDONE)
            else:
                self.summary.unchanged += 1
                self._progress(document)

    def _do(self, tasks: Iterable[Task]) -> None:
        for task in tasks:
            try:
                with bugs_reported(task.document):
                    self._store(task, self.extractor.extract(task.document))
            except DocumentError as error:
                error.where = error.where or task.document.id
                self.report(error)
            else:
                self._progress(task.document)

    def _store(self, task: Task, evidence: list[Evidence]) -> None:
        document, summary = task.document, self.summary
        old = self.graph.document(document.id) if task.kind == CHANGED and self.told.replaced else None
        self.graph.replace(document, evidence, self.extractor.run)
        if old is not None and self.told.replaced is not None and heading(old) != heading(document):
            self.told.replaced(old, document)
        setattr(summary, task.kind, getattr(summary, task.kind) + 1)
        summary.evidence += len(evidence)
        summary.statement_ids.update(told.statement.id for told in evidence)

    def _progress(self, document: Document) -> None:
        if self.told.progress is not None:
            self.told.progress(document)


def _kept(unread: list[DocumentError]) -> str:
    """Why nothing is pruned: what could not be read may hold any article."""
    if not unread:
        return ""
    inputs = "an input" if len(unread) == 1 else f"{len(unread)} inputs"
    return f"{inputs} could not be read"


def _account(
    before: Iterable[Skipped], paths: Iterable[str | Path], settled: Collection[str], errors: Iterable[DocumentError]
) -> list[Skipped]:
    """What was skipped by this build, and by earlier ones in inputs that this one has not read."""
    earlier = [one for one in before if one.where not in settled and not _covered(one.where, paths)]
    return earlier + [Skipped(error.where, " ".join(str(error).split())) for error in errors]


def _covered(where: str, paths: Iterable[str | Path]) -> bool:
    """Whether an input is one of some paths, or lies in one of them."""
    for path in paths:
        if str(path) == STANDARD_INPUT:
            if where == STREAM:
                return True
        elif where.startswith(f"{PurePath(path)}:") or PurePath(where).is_relative_to(path):
            return True
    return False


@contextmanager
def bugs_reported(document: Document) -> Iterator[None]:
    """Turns what nobody foresaw in the work on one article into a DocumentError that says so and has it as its cause.

    What a user can mend, and what ends the whole work, passes as it is.
    """
    try:
        yield
    except KGError:
        raise
    except Exception as error:  # whatever bug one article trips, the others must not pay for it
        what = f"{type(error).__name__}: {error}".rstrip(": ")
        hint = "a bug of ours, worth reporting with what FAULTLINE_TRACEBACK=1 shows"
        raise DocumentError(f"{document.id}: left out, {what}; {hint}") from error


def heading(document: Document) -> str:
    """What people know an article by: its title, else how its text begins."""
    return document.title or " ".join(document.text.lstrip()[:200].partition("\n")[0].split())


def shipped_extractor() -> Extractor:
    """The extractor with the shipped model, ontology and tables."""
    from kg.extraction.extractor import load_extractor

    return load_extractor()

"""Documents → store: what is new or changed is extracted and replaced in one step, the rest is left alone."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kg.documents import read_documents
from kg.errors import DocumentError, KGError
from kg.graph import Graph
from kg.records import Document

if TYPE_CHECKING:
    from kg.extraction.extractor import Extractor


@dataclass
class Summary:
    """What a build did: articles by what became of them, and what the new and changed ones tell."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    failed: int = 0
    evidence: int = 0
    statement_ids: set[str] = field(default_factory=set, repr=False)

    @property
    def read(self) -> int:
        """Articles that could be read."""
        return self.added + self.changed + self.unchanged

    @property
    def statements(self) -> int:
        """Different statements that the new and changed articles tell."""
        return len(self.statement_ids)


def build(
    paths: Iterable[str | Path],
    graph_path: str | Path,
    *,
    extractor: Extractor | None = None,
    date: str | None = None,
    stdin: BinaryIO | None = None,
    on_error: Callable[[DocumentError], None] | None = None,
    on_replaced: Callable[[Document, Document], None] | None = None,
    progress: Callable[[Document], None] | None = None,
) -> Summary:
    """Puts the statements of articles into the graph at `graph_path`, which is made if it is not there.

    An article that was built from the same text by the same versions of ontology and model is skipped, a
    changed one replaced in one step, so a build that was stopped goes on where it was. Articles that cannot be
    read, or that trip a bug of ours, go to `on_error` and are counted; they end nothing. `on_replaced` is told, with
    the old article and the new, where a changed one has another title: two articles may share an id by mistake.
    `progress` is told of every article that is in the graph. Facts are derived anew at the end.
    Without an `extractor` the shipped one is loaded. Raises GraphError if the graph cannot be opened or written.
    """
    summary = Summary()

    def report(error: DocumentError) -> None:
        summary.failed += 1
        if on_error is not None:
            on_error(error)

    documents = read_documents(paths, date=date, stdin=stdin, on_error=report)
    first = next(documents, None)
    if first is None:
        return summary
    extractor = extractor or shipped_extractor()
    # Leaving the graph derives its facts anew, if anything in it changed.
    with Graph.open(graph_path, create=True, ontology=extractor.ontology) as graph:
        known = set(graph.document_ids())
        for document in itertools.chain([first], documents):
            if graph.is_current(document, extractor.run):
                summary.unchanged += 1
            else:
                try:
                    with bugs_reported(document):
                        old = graph.document(document.id) if document.id in known else None
                        evidence = extractor.extract(document)
                        graph.replace(document, evidence, extractor.run)
                except DocumentError as error:
                    report(error)
                    continue
                if old is not None and on_replaced is not None and heading(old) != heading(document):
                    on_replaced(old, document)
                summary.changed += old is not None
                summary.added += old is None
                summary.evidence += len(evidence)
                summary.statement_ids.update(told.statement.id for told in evidence)
            if progress is not None:
                progress(document)
    return summary


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

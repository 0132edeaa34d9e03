"""The graph in its folder: one named graph per article and one derived graph of facts, in an embedded Oxigraph store.

    GRAPH/faultline.json   says that this is a graph, of which format and base IRI
    GRAPH/store/           Oxigraph (RocksDB); every change is one transaction
    GRAPH/lock             held by the one process that writes, shared by those that read
    GRAPH/decisions.toml   what people decided; applied to each article that is put in

The default graph is kept as the union of all named graphs, each triple once: Oxigraph's own union default graph
repeats a triple for every graph that has it, which multiplies rows and counts. A change of an article takes what is
derived of its statements out of the derived graph in the same transaction and marks it as stale, so facts are never
out of date: they are there and right, or absent until `refresh_facts`.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
)

from kg.errors import DocumentError, GraphError
from kg.graph import vocabulary as v
from kg.graph.account import Skipped, account_quads, inputs_graph
from kg.graph.adopted import adopted
from kg.graph.decided import Decided
from kg.graph.folder import DECISIONS, claim, prepare, problems_named
from kg.graph.imprint import imprint_quads
from kg.graph.lock import locked
from kg.graph.refresh import refresh, touched
from kg.graph.reviewing import applied_mark, concerned, digest_of, extracted_graph, review_graph, reviewed_quads
from kg.graph.union import change
from kg.graph.vocabulary import term
from kg.ontology import Ontology, load_ontology
from kg.records import Document, Evidence, Run
from kg.review.apply import Reviewed
from kg.review.decisions import Decision
from kg.review.file import append_decisions, as_read

_LOGGED = 200_000
"""Quads of articles that are changed before all are put in order: what is not stands in memory and in a log.

After a kill the log is read first; without a bound that would take a minute, and gigabytes of memory and disk.
"""


class Graph(Decided):
    """Articles and what they tell; a context manager over a folder.

    Evidence and articles come in a fixed order that does not depend on the order in which they were added. Its
    `ontology` is the one given with the relations and types that the graph was built with and that one does not know.
    """

    def __init__(self, path: Path, store: Store, ontology: Ontology, *, read_only: bool, held: ExitStack) -> None:
        super().__init__(path, store, adopted(ontology, store, path))
        self._given = ontology
        self.read_only = read_only
        self._held = held
        self._in_log = 0

    # ------------------------------------------------------------ opening and closing

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        create: bool = False,
        read_only: bool = False,
        ontology: Ontology | None = None,
        wait: bool = False,
    ) -> Graph:
        """The graph in a folder; `create` makes one where there is none or the folder is empty.

        With `wait` it waits for another process that uses it. Raises GraphError, in one line, on what is no graph, is
        in use, or cannot be read or written.
        """
        path = Path(path)
        ontology = ontology or load_ontology()
        with problems_named(path):
            prepare(path, create=create and not read_only)
            graph = cls._opened(path, ontology, read_only, create=create and not read_only, wait=wait)
            if read_only and not (graph.has_facts and graph.is_settled):
                graph.close()
                graph = cls._mended(path, ontology, wait)
            return graph

    @classmethod
    def _opened(
        cls, path: Path, ontology: Ontology, read_only: bool, *, create: bool = False, wait: bool = False
    ) -> Graph:
        with ExitStack() as stack:
            stack.enter_context(locked(path, shared=read_only, wait=wait))
            claim(path, ontology.namespaces)
            folder = path / "store"
            if not (folder / "CURRENT").exists():
                if not create:
                    again = f"`kg build PATHS --graph {path}` makes it again"
                    raise GraphError(f"{folder}: missing, and with it the articles of this graph; {again}")
                Store(str(folder)).flush()
            store = Store.read_only(str(folder)) if read_only else Store(str(folder))
            graph = cls(path, store, ontology, read_only=read_only, held=stack.pop_all())
            del store  # an error that is kept would keep it open through this frame, and it goes on tidying its files
        if not read_only:
            try:
                graph.settle()
            except BaseException:
                graph.close()
                raise
        return graph

    @classmethod
    def _mended(cls, path: Path, ontology: Ontology, wait: bool) -> Graph:
        """For reading, a graph whose build was stopped before its end: what is missing is derived first.

        Where that cannot be written (a full disk, a folder for reading only) it is derived in memory.
        """
        try:
            with cls._opened(path, ontology, False, wait=wait):
                pass  # opening applies the decisions, leaving derives the facts
        except (GraphError, OSError, RuntimeError):
            graph = cls._opened(path, ontology, True, wait=wait)
            copy = Store()
            copy.bulk_extend(graph.store)
            graph._store = copy
            graph.settle()
            graph._derive()
            return graph
        return cls._opened(path, ontology, True, wait=wait)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None and not self.read_only:
                if not self.has_facts:
                    self.refresh_facts()
                with problems_named(self.path):
                    self.store.flush()  # else everybody who opens it would first read the log of all changes
        finally:
            self.close()

    def close(self) -> None:
        """Gives the folder back; the graph cannot be used after."""
        super().close()
        self._held.close()

    # ------------------------------------------------------------ articles

    def replace(self, document: Document, evidence: Iterable[Evidence], run: Run) -> None:
        """Puts an article with its evidence in, or in the place of what was there, in one transaction.

        Raises DocumentError naming the article if an IRI in it is malformed, so that a build can go on without it;
        GraphError if it holds another's evidence or the disk fails.
        """
        self._writable()
        told = list(evidence)
        strangers = sorted({e.document for e in told} - {document.id})
        if strangers:
            raise GraphError(f"{document.id}: given evidence of another article, {strangers[0]}")
        self._put(document, told, run)

    def remove(self, document_id: str) -> bool:
        """Takes an article out, with all its evidence; False if it was not there."""
        self._writable()
        if not self._holds(self._article(document_id)):
            return False
        self._change(document_id, set())
        return True

    def has_text(self, document: Document) -> bool:
        """Whether this very article is there already, whatever read it."""
        name = self._article(document.id)
        with problems_named(self.path):
            return Quad(name, term("d:digest"), Literal(document.digest), name) in self.store

    def is_current(self, document: Document, run: Run) -> bool:
        """Whether this very article is there already, read by the same program, ontology and model."""
        name = self._article(document.id)
        made = Quad(name, v.GENERATED_BY, NamedNode(self.ontology.namespaces.run(run.key)), name)
        with problems_named(self.path):
            return self.has_text(document) and made in self.store

    def account_for(self, inputs: Iterable[Skipped], run: Run | None) -> None:
        """Keeps which inputs were skipped, in the place of what was kept before, and what the last build read with."""
        self._writable()
        with problems_named(self.path):
            before = set(self.store.quads_for_pattern(None, None, None, inputs_graph(self)))
            change(self.store, removed=before, added=account_quads(self, inputs, run))

    # ------------------------------------------------------------ review

    def review(self, decisions: Iterable[Decision]) -> dict[str, Reviewed]:
        """Puts decisions into the file, and the articles that they concern in the state that they say.

        Gives what became of each of these articles, by id. A review that is stopped is finished when the graph is
        opened next. Raises ReviewError if the file cannot be written.
        """
        self._writable()
        more = as_read(decisions, self.ontology)
        before = self.decisions
        append_decisions(self.path / DECISIONS, more)
        self._decided = after = before.plus(more)
        stood = zip(before.entries, before.stand, after.stand, strict=False)
        turned = [one for one, was, now in stood if was is not now]
        return self._settle(self._ids(concerned(self.store, [*more, *turned], after, self.ontology.namespaces)))

    def settle(self) -> None:
        """Brings the graph up to date with its file of decisions, if that was changed from outside."""
        if not self.is_settled:
            self._settle(self.may_be_reviewed())

    def _settle(self, document_ids: Iterable[str]) -> dict[str, Reviewed]:
        """Applies all decisions to some articles, each in a transaction, and marks at the end that they are applied."""
        results = {}
        for document_id in document_ids:
            results[document_id] = result = self.reviewed(document_id)
            if {*result.evidence} != {*self.evidence(document_id)}:
                read = [track.read for track in result.tracks]
                self._put(self.document(document_id), read, self.run(document_id))
        with problems_named(self.path):
            digest, graph = digest_of(self.path / DECISIONS), review_graph(self.ontology.namespaces)
            old = list(self.store.quads_for_pattern(None, None, None, graph))
            new = [applied_mark(self.ontology.namespaces, digest)] if digest else []
            change(self.store, removed=old, added=new, apart={graph})
        return results

    # ------------------------------------------------------------ derived graph, queries

    def refresh_facts(self) -> None:
        """Brings the derived graph up to date: what no change has touched is left as it is."""
        self._writable()
        self._derive()

    def query(self, sparql: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        """SPARQL 1.1 over all articles and facts as one graph; our prefixes need no declaration.

        Facts are derived first if articles have changed. Raises SyntaxError as pyoxigraph does; `kg.query.run_query`
        words it for people.
        """
        if not self.read_only and not self.has_facts:
            self.refresh_facts()
        return self._query(sparql)

    # ------------------------------------------------------------ inside

    def _derive(self) -> None:
        with problems_named(self.path):
            self.ontology = adopted(self._given, self.store, self.path, before=self.ontology)
            refresh(self)

    def _writable(self) -> None:
        if self.read_only:
            raise GraphError(f"{self.path}: opened for reading only")

    def _put(self, document: Document, told: Iterable[Evidence], run: Run) -> None:
        """Puts an article in as it stands after review, and beside it what was read, where that is something else."""
        try:
            quads, kept = reviewed_quads(document, told, run, self.ontology, self.decisions)
            quads += imprint_quads(document, self.ontology)
        except ValueError as error:
            raise DocumentError(f"{document.id}: cannot be written to the graph: {error}") from None
        self._change(document.id, set(quads), kept)

    def _change(self, document_id: str, after: set[Quad], kept: Quad | None = None) -> None:
        """Puts an article's quads in the place of those that are there, in one transaction."""
        article, beside = self._article(document_id), extracted_graph(self.ontology.namespaces, document_id)
        with problems_named(self.path):
            before = set(self.store.quads_for_pattern(None, None, None, article))
            were, are = set(self.store.quads_for_pattern(None, None, None, beside)), {kept} if kept else set()
            if (before, were) == (after, are):
                return
            gone, marks = touched(self, article, before, after)
            change(self.store, removed=before | gone | were, added=after | marks | are, apart={beside})
            self._in_log += len(before ^ after)
            if self._in_log > _LOGGED:
                self.store.flush()
                self._in_log = 0

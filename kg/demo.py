"""The demonstration: example articles become a graph, statements in words, answers, a history and files."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.building import build
from kg.errors import DocumentError, GraphError, QueryError
from kg.export import export
from kg.graph import Graph, State, Telling
from kg.graph.folder import is_graph
from kg.graph.rdf import main_passage
from kg.questions import ask
from kg.records import Document
from kg.wording import relation_label, sentence, status_phrase

if TYPE_CHECKING:
    from kg.extraction.extractor import Extractor

TOURS = "demo.toml"
FILES = {
    "graph.ttl": "everything, for SPARQL and RDF tools",
    "graph.graphml": "facts, for Gephi, yEd and igraph",
    "graph.gexf": "facts, for Gephi",
    "graph.svg": "a picture",
    "statements.csv": "a row for each piece of evidence, for a spreadsheet",
    "statements.xlsx": "the same as a sheet to mark right and wrong in, for `kg review`",
}


@dataclass(frozen=True)
class Tour:
    """What to show of some articles: one article's statements, questions in words, the history of one statement."""

    article: str
    questions: tuple[str, ...] = ()
    history: tuple[str, str, str] | None = None


def read_tours(seeds: Path) -> list[Tour]:
    """The tours that a folder of articles proposes; none if it has no `demo.toml`.

    Raises DocumentError if that file is malformed.
    """
    path = seeds / TOURS
    if not path.is_file():
        return []
    try:
        tours = tomllib.loads(path.read_text(encoding="utf-8"))["tour"]
        return [Tour(t["article"], tuple(t["questions"]), tuple(t["history"])) for t in tours]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise DocumentError(f"{path}: not a list of [[tour]] with article, questions and history: {error}") from None


def demo_lines(folder: Path, seeds: Path, *, extractor: Extractor) -> Iterator[str]:
    """Builds `folder`/graph from the articles in `seeds` and tells what it holds, line by line.

    A second run finds the graph there and changes nothing. Raises DocumentError if an article cannot be read,
    GraphError if `folder` is a graph itself.
    """
    if is_graph(folder):
        raise GraphError(f"{folder}: is a graph; the demonstration needs a folder of its own, which may be new")
    path = folder / "graph"
    tours = read_tours(seeds)
    summary = build([seeds], path, extractor=extractor, on_error=_raise)
    yield f"{summary.read} articles are in {path} ({summary.added} new, {summary.changed} changed)."
    with Graph.open(path, read_only=True, ontology=extractor.ontology) as graph:
        documents = {document.id: document for document in graph.documents()}
        tour = next((t for t in tours if t.article in documents), Tour(next(iter(documents))))
        yield from _article(graph, documents[tour.article])
        for question in tour.questions:
            yield from _answer(graph, question)
        if tour.history:
            yield from _history(graph, *tour.history)
        yield "\nThe same as files:"
        for name, what in FILES.items():
            export(graph, folder / name)
            yield f"  {folder / name}  {what}"


def _raise(error: DocumentError) -> None:
    raise error


def _article(graph: Graph, document: Document) -> Iterator[str]:
    source = ", ".join(filter(None, (document.publisher, document.date)))
    yield f"\n{document.title}\n({source}) says:"
    for told in graph.evidence(document.id):
        yield f"  {told.id}  {sentence(told, graph.ontology)}"


def _answer(graph: Graph, question: str) -> Iterator[str]:
    yield f"\n{question}"
    try:
        answer = ask(graph, question)
    except QueryError as error:
        yield f"  {error}"
        return
    yield f"  {answer.headline[:1].upper()}{answer.headline[1:]}."
    ids: dict[str, list[str]] = {}
    for row in answer.rows:
        ids.setdefault(_quoted(row), []).append(row.evidence.id)
    for quote, telling in ids.items():
        yield f"    {quote} [{', '.join(telling)}]"


def _quoted(telling: Telling) -> str:
    article = ", ".join(filter(None, (telling.article.publisher, telling.article.date)))
    return f"“{' '.join(main_passage(telling.evidence).text.split())}” ({article})"


def _history(graph: Graph, subject: str, relation: str, object_: str) -> Iterator[str]:
    names = {entity.name: entity.id for entity in graph.entities()}
    yield f"\n{subject} {relation_label(relation, graph.ontology)} {object_}: now and before"
    if subject not in names or object_ not in names:
        yield "  no article tells it"
        return
    for state in graph.states(subject=names[subject], relations=[relation], object=names[object_]):
        yield f"  Now: {_now(state)}"
        for telling in state.tellings:
            status = status_phrase(telling.evidence, graph.ontology)
            yield f"  {telling.moment or 'undated'}  {status}: {_quoted(telling)} [{telling.evidence.id}]"


def _now(state: State) -> str:
    since = f"since {state.since}" if state.since else ""
    if state.is_fact:
        return " ".join(filter(None, ("in force", since)))
    if state.until:
        return f"ended {state.until}" + (f" (in force {since})" if since else "")
    return f"no fact, only {state.category}"

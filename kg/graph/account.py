"""The account of what was read: what each article gave, and which inputs were passed over, with the reason.

    <graph/inputs> prov:wasGeneratedBy <run>       what the last build read with
    <input/i-…> d:input "news/c.txt" ; d:reason "news/c.txt: is binary, not text; …"

Skipped inputs stand in a named graph of their own, which no export holds: it tells of files, not of news.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg.graph import vocabulary as v
from kg.graph.origins import ArticleOrigin
from kg.graph.rdf import run_quads
from kg.graph.reader import read_run
from kg.graph.reading import Reading
from kg.graph.vocabulary import term
from kg.records import Document, Run, content_id


@dataclass(frozen=True)
class Skipped:
    """An input that could not be read: a file or folder as it was named, or an article's id, and the error."""

    where: str
    reason: str


@dataclass(frozen=True)
class Account:
    """An article that was read, without its text: how much it gave, and what of its run the last build had not.

    `origin` says whose report it is, and of which article it is a copy.
    """

    article: Document
    evidence: int
    run: Run
    outdated: tuple[str, ...]
    origin: ArticleOrigin


def accounts(reading: Reading) -> list[Account]:
    """What every article gave, by article id."""
    last = last_run(reading)
    runs = runs_of_articles(reading)
    told = "?g a schema:NewsArticle ; dcterms:identifier ?id . ?e prov:wasDerivedFrom ?g"
    rows = reading.select(f"SELECT ?id (COUNT(?e) AS ?n) {{ {told} }} GROUP BY ?id")
    counts = {document_id: int(number) for document_id, number in rows}
    origins = reading.origins(runs)
    return [
        Account(
            article=article,
            evidence=counts.get(article.id, 0),
            run=runs[article.id],
            outdated=runs[article.id].outdated(last) if last else (),
            origin=origins[article.id],
        )
        for article in reading.documents(with_text=False)
    ]


def runs_of_articles(reading: Reading) -> dict[str, Run]:
    """What read each article, by its id."""
    made = "?g a schema:NewsArticle ; dcterms:identifier ?id ; prov:wasGeneratedBy ?run"
    rows = reading.select(f"SELECT ?id ?run {{ {made} }}")
    known = {iri: _run(reading, NamedNode(iri)) for iri in {iri for _, iri in rows}}
    return {document_id: known[iri] for document_id, iri in rows}


def skipped(reading: Reading) -> list[Skipped]:
    """The inputs that the last build over them passed over, by place and reason."""
    rows = reading.select("SELECT ?where ?reason WHERE { ?input d:input ?where ; d:reason ?reason }")
    return [Skipped(where, reason) for where, reason in rows]


def last_run(reading: Reading) -> Run | None:
    """What the last build read with; None where none is told."""
    made = reading.store.quads_for_pattern(inputs_graph(reading), v.GENERATED_BY, None, inputs_graph(reading))
    for quad in made:
        if isinstance(quad.object, NamedNode):
            return _run(reading, quad.object)
    return None


def account_quads(reading: Reading, inputs: Iterable[Skipped], run: Run | None) -> set[Quad]:
    """What the graph of inputs says of the inputs that were skipped and of the last build."""
    graph, names = inputs_graph(reading), reading.ontology.namespaces
    quads = set(run_quads(run, graph, names)) if run else set()
    if run:
        quads.add(Quad(graph, v.GENERATED_BY, NamedNode(names.run(run.key)), graph))
    for one in inputs:
        node = NamedNode(f"{names.base}input/{content_id('i', one.where, one.reason)}")
        quads.add(Quad(node, v.TYPE, term("d:SkippedInput"), graph))
        quads.add(Quad(node, term("d:input"), Literal(one.where), graph))
        quads.add(Quad(node, term("d:reason"), Literal(one.reason), graph))
    return quads


def inputs_graph(reading: Reading) -> NamedNode:
    """The name of the graph of inputs."""
    return NamedNode(f"{reading.ontology.namespaces.base}graph/inputs")


def _run(reading: Reading, node: NamedNode) -> Run:
    return read_run(reading.store.quads_for_pattern(node, None, None, DefaultGraph()))

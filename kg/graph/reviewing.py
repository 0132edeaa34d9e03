"""What an article's graph holds after review, and what was read, kept beside it so that a decision can be taken back.

    {base}graph/extracted/<article>   the evidence as the machine read it, where decisions changed it: one literal of
                                      N-Triples, so that no query takes for told what a person has rejected
    {base}graph/review                the digest of the decisions that the graph was brought up to date with

Neither is in the default graph, and no export writes them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple
from pyoxigraph import parse as parse_rdf
from pyoxigraph import serialize as serialize_rdf

from kg.graph import vocabulary as v
from kg.graph.rdf import article_quads
from kg.graph.reader import ArticleReader
from kg.graph.vocabulary import term
from kg.iris import Namespaces
from kg.ontology import Ontology
from kg.records import Document, Evidence, Run
from kg.review.apply import Reviewed, iris_of, review
from kg.review.decisions import Decision, Decisions

EXTRACTED = term("d:extracted")
DECIDED = term("d:decisions")
KEPT_APART = frozenset({EXTRACTED, DECIDED})
"""The predicates of what no reader and no export may see."""


def extracted_graph(names: Namespaces, document_id: str) -> NamedNode:
    """The named graph for what the machine read in an article."""
    return NamedNode(f"{names.base}graph/extracted/{quote(document_id, safe='-._~')}")


def is_kept_apart(graph: str, names: Namespaces) -> bool:
    """Whether a named graph, by IRI, is no part of the union."""
    return graph.startswith(f"{names.base}graph/extracted/") or graph == review_graph(names).value


def review_graph(names: Namespaces) -> NamedNode:
    """The named graph that says which decisions were applied."""
    return NamedNode(f"{names.base}graph/review")


def reviewed_quads(
    document: Document, told: Iterable[Evidence], run: Run, ontology: Ontology, decisions: Decisions
) -> tuple[list[Quad], Quad | None]:
    """The quads of an article as it stands after review, and what keeps the unreviewed, if decisions change anything.

    Raises as `article_quads` does.
    """
    told = list(told)
    quads = article_quads(document, told, run, ontology)
    if not decisions.concern(document.id, frozenset().union(*map(iris_of, told))):
        return quads, None
    # read back, so that one description of everybody holds whoever read the article, and in whatever order
    read = evidence_in(quads, document, ontology)
    stands = review(read, decisions.of_article(document.id), ontology.symmetric).evidence
    if sorted(stands, key=_by_id) == sorted(read, key=_by_id):
        return quads, None
    names = ontology.namespaces
    article = NamedNode(names.article(document.id))
    without_text = (quad for quad in quads if quad.predicate != v.BODY)
    kept = Quad(article, EXTRACTED, Literal(n_triples(without_text)), extracted_graph(names, document.id))
    return article_quads(document, stands, run, ontology), kept


def review_of(
    store: Store, document: Document, present: Iterable[Evidence], ontology: Ontology, decisions: Decisions
) -> Reviewed:
    """What decisions make of an article, from what was read; `present` is the evidence that its graph holds now."""
    read = extracted(store, document, ontology)
    return review(present if read is None else read, decisions.of_article(document.id), ontology.symmetric)


def extracted(store: Store, document: Document, ontology: Ontology) -> list[Evidence] | None:
    """The evidence of an article as the machine read it, or None if its graph holds just that."""
    kept = store.quads_for_pattern(None, EXTRACTED, None, extracted_graph(ontology.namespaces, document.id))
    for quad in kept:
        if isinstance(quad.object, Literal):
            graph = NamedNode(ontology.namespaces.article(document.id))
            triples = parse_rdf(quad.object.value.encode(), format=RdfFormat.N_TRIPLES)
            return evidence_in((Quad(t.subject, t.predicate, t.object, graph) for t in triples), document, ontology)
    return None


def evidence_in(quads: Iterable[Quad], document: Document, ontology: Ontology) -> list[Evidence]:
    """The evidence that quads of one article hold, by id."""
    store = Store()
    store.extend(quads)
    graph = NamedNode(ontology.namespaces.article(document.id))
    reader = ArticleReader(graph.value, lambda node: store.quads_for_pattern(node, None, None, graph), ontology)
    found = store.quads_for_pattern(None, v.TYPE, v.EVIDENCE_CLASS, graph)
    nodes = sorted(quad.subject.value for quad in found if isinstance(quad.subject, NamedNode))
    return [reader.evidence(node) for node in nodes]


def concerned(store: Store, changed: Iterable[Decision], decisions: Decisions, names: Namespaces) -> set[str]:
    """The IRIs of the articles that some of all decisions may change, whether they are taken or taken back."""
    articles: set[str] = set()
    iris: set[str] = set()
    for decision in changed:
        if decision.target is not None:
            articles.add(names.article(decision.target.document))
        else:
            iris |= decision.iris
    iris = decisions.linked(iris)
    for iri in sorted(iris):
        for quad in store.quads_for_pattern(None, None, NamedNode(iri), None):
            if isinstance(quad.graph_name, NamedNode):
                articles.add(quad.graph_name.value)
    if iris:
        articles |= {article for article, text in _kept(store) if any(f"<{iri}>" in text for iri in iris)}
    return articles


def changed_articles(store: Store) -> set[str]:
    """The IRIs of the articles whose evidence decisions have changed."""
    return {article for article, _ in _kept(store)}


def articles_that_told(store: Store, names: Namespaces, short_id: str) -> set[str]:
    """The IRIs of the changed articles in which the machine read an evidence with an id, or one that begins so."""
    iri = names.evidence(short_id.strip().casefold())
    return {article for article, text in _kept(store) if f"<{iri}" in text}


def applied_mark(names: Namespaces, digest: str) -> Quad:
    """What says that the decisions with a digest were applied."""
    graph = review_graph(names)
    return Quad(graph, DECIDED, Literal(digest), graph)


def digest_of(path: Path) -> str:
    """The digest of a file of decisions; of none if there is no file."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""


def n_triples(quads: Iterable[Quad]) -> str:
    """Triples as sorted lines."""
    triples = (Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    text = serialize_rdf(triples, format=RdfFormat.N_TRIPLES) or b""
    return b"".join(sorted(text.splitlines(keepends=True))).decode("utf-8")


def _kept(store: Store) -> Iterator[tuple[str, str]]:
    for quad in store.quads_for_pattern(None, EXTRACTED, None, None):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            yield quad.subject.value, quad.object.value


def _by_id(told: Evidence) -> str:
    return told.id

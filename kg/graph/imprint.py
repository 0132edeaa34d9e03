"""What an article says of whose it is, and the signature of its text: in its named graph, beside what it tells.

They are made once, when the article is put in; of an article of a graph made before there were any, when it is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store

from kg.graph import vocabulary as v
from kg.graph.credits import CreditWords, credit_words, credits_of
from kg.graph.rdf import order_of
from kg.graph.signature import Signature, parse_signature, sign
from kg.ontology import Ontology
from kg.records import Document

_SAID = (v.PUBLISHED, v.PUBLISHER, v.AUTHOR, v.CREDIT, order_of(v.CREDIT), v.SIGNATURE, v.DIGEST)


@dataclass(frozen=True)
class Imprint:
    """By whom an article says that it is: `credits` are the names in its dateline and credit lines, as written."""

    id: str
    date: str | None = None
    publisher: str | None = None
    author: str | None = None
    credits: tuple[str, ...] = ()
    signature: Signature | None = None
    digest: str = ""


def imprint(document: Document, words: CreditWords) -> Imprint:
    """The imprint of an article, from its text."""
    return Imprint(
        id=document.id,
        date=document.date,
        publisher=document.publisher,
        author=document.author,
        credits=tuple(credits_of(document.text, words)),
        signature=sign(document.text),
        digest=document.digest,
    )


def imprint_quads(document: Document, ontology: Ontology) -> Iterator[Quad]:
    """The signature and the credits of an article, in its named graph."""
    made = imprint(document, credit_words(ontology))
    node = NamedNode(ontology.namespaces.article(document.id))
    if made.signature is not None:
        yield Quad(node, v.SIGNATURE, Literal(str(made.signature)), node)
    for name in made.credits:
        yield Quad(node, v.CREDIT, Literal(name), node)
    if list(made.credits) != sorted(made.credits):
        yield Quad(node, order_of(v.CREDIT), Literal(json.dumps(made.credits, ensure_ascii=False)), node)


def stored_imprint(store: Store, article: NamedNode) -> Iterator[Quad]:
    """The signature and the credits that an article was put in with."""
    for predicate in (v.SIGNATURE, v.CREDIT, order_of(v.CREDIT)):
        yield from store.quads_for_pattern(article, predicate, None, article)


def read_imprints(store: Store, ontology: Ontology) -> Iterator[Imprint]:
    """The imprint of every article of a store; of most, without reading its text."""
    words = credit_words(ontology)
    dates, publishers, authors, credits, orders, signatures, digests = (_values(store, one) for one in _SAID)
    for article, document_id in _ids(store):
        order = orders.get(article)
        named = [str(name) for name in json.loads(order[0])] if order else sorted(credits.get(article, ()))
        signature = parse_signature(min(signatures.get(article, ()), default=""))
        if signature is None:
            text = stored_text(store, NamedNode(article))
            signature, named = sign(text), named or credits_of(text, words)
        yield Imprint(
            id=document_id,
            date=min(dates.get(article, ()), default=None),
            publisher=min(publishers.get(article, ()), default=None),
            author=min(authors.get(article, ()), default=None),
            credits=tuple(named),
            signature=signature,
            digest=min(digests.get(article, ()), default=""),
        )


def _ids(store: Store) -> Iterator[tuple[str, str]]:
    """The IRI and the id of every article; statements and evidence have ids, too, and are many."""
    rows = store.query("SELECT ?g ?id { ?g a schema:NewsArticle ; dcterms:identifier ?id }", prefixes=v.PREFIXES)
    for row in rows if isinstance(rows, QuerySolutions) else ():
        article, document_id = row
        if isinstance(article, NamedNode) and isinstance(document_id, Literal):
            yield article.value, document_id.value


def _values(store: Store, predicate: NamedNode) -> dict[str, list[str]]:
    """What every node has of a predicate; one walk through the store, for it need not stop at each node."""
    found: dict[str, list[str]] = {}
    for quad in store.quads_for_pattern(None, predicate, None, DefaultGraph()):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            found.setdefault(quad.subject.value, []).append(quad.object.value)
    return found


def stored_text(store: Store, article: NamedNode) -> str:
    """The text of an article, or nothing where it was left out."""
    bodies = store.quads_for_pattern(article, v.BODY, None, DefaultGraph())
    return min((quad.object.value for quad in bodies if isinstance(quad.object, Literal)), default="")

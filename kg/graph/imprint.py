"""What an article says of whose it is, and the signature of its text: in its named graph, beside what it tells.

They are made once, when the article is put in; of an article of a graph made before there were any, when it is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from kg.graph import vocabulary as v
from kg.graph.credits import CreditWords, credit_words, credits_of
from kg.graph.rdf import order_of
from kg.graph.signature import Signature, parse_signature, sign
from kg.ontology import Ontology
from kg.records import Document


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
    articles = [quad.subject for quad in store.quads_for_pattern(None, v.TYPE, v.ARTICLE_CLASS, DefaultGraph())]
    words = credit_words(ontology)
    said = {
        predicate: _values(store, predicate)
        for predicate in (
            v.PUBLISHED,
            v.PUBLISHER,
            v.AUTHOR,
            v.CREDIT,
            v.SIGNATURE,
            order_of(v.CREDIT),
            v.DIGEST,
        )
    }

    def one(predicate: NamedNode, article: str) -> str | None:
        return min(said[predicate].get(article, ()), default=None)

    for article in (node.value for node in articles if isinstance(node, NamedNode)):
        signature = parse_signature(one(v.SIGNATURE, article) or "")
        order = one(order_of(v.CREDIT), article)
        credits = json.loads(order) if order else sorted(said[v.CREDIT].get(article, ()))
        if signature is None:
            text = stored_text(store, NamedNode(article))
            signature, credits = sign(text), credits or credits_of(text, words)
        yield Imprint(
            id=_identifier(store, article),
            date=one(v.PUBLISHED, article),
            publisher=one(v.PUBLISHER, article),
            author=one(v.AUTHOR, article),
            credits=tuple(credits),
            signature=signature,
            digest=one(v.DIGEST, article) or "",
        )


def _identifier(store: Store, article: str) -> str:
    """The id of an article, looked up: statements and evidence, of which there are many more, have one too."""
    found = store.quads_for_pattern(NamedNode(article), v.IDENTIFIER, None, DefaultGraph())
    return next((quad.object.value for quad in found if isinstance(quad.object, Literal)), "")


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

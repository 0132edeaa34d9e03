"""The IRIs that the graph is written with; a prefix is declared here once for every writer and query."""

from __future__ import annotations

from functools import cache

from pyoxigraph import NamedNode

from kg.iris import ONTOLOGY, Namespaces

PREFIXES = {
    "d": ONTOLOGY,
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
WIKIDATA = "http://www.wikidata.org/entity/"
WIKIPEDIA = "https://en.wikipedia.org/wiki/"


_FOLDERS = ("entity", "statement", "evidence", "article", "run")


def prefixes_of(namespaces: Namespaces) -> dict[str, str]:
    """Prefix → IRI, of the vocabularies and of our own folders: what a query need not declare."""
    return dict(sorted((PREFIXES | {folder: f"{namespaces.base}{folder}/" for folder in _FOLDERS}).items()))


@cache
def term(name: str) -> NamedNode:
    """`prefix:local` as a node, by PREFIXES."""
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


TYPE = term("rdf:type")
SUBJECT = term("rdf:subject")
PREDICATE = term("rdf:predicate")
OBJECT = term("rdf:object")
STATEMENT_CLASS = term("rdf:Statement")
EVIDENCE_CLASS = term("d:Evidence")
PASSAGE_CLASS = term("d:Passage")
ARTICLE_CLASS = term("schema:NewsArticle")
ACTIVITY_CLASS = term("prov:Activity")
FACTS_CLASS = term("d:DerivedGraph")
IDENTIFIER = term("dcterms:identifier")
PREF_LABEL = term("skos:prefLabel")
ALT_LABEL = term("skos:altLabel")
EXACT_MATCH = term("skos:exactMatch")
PAGE = term("foaf:page")
SAME_AS = term("schema:sameAs")
HEADLINE = term("schema:headline")
BODY = term("schema:articleBody")
PUBLISHED = term("schema:datePublished")
PUBLISHER = term("schema:publisher")
AUTHOR = term("schema:author")
URL = term("schema:url")
DIGEST = term("d:digest")
SIGNATURE = term("d:signature")
CREDIT = term("d:credit")
DERIVED_FROM = term("prov:wasDerivedFrom")
GENERATED_BY = term("prov:wasGeneratedBy")
ORIGIN = term("d:origin")
COPY_OF = term("d:copyOf")
OUTLET = term("d:outlet")
INSERTIONS = term("d:insertions")
COPIES = term("d:copies")
TOLD = term("d:statement")
CONTENT = term("d:content")
STALE = term("d:stale")

XSD_STRING = term("xsd:string")
XSD_DATE = term("xsd:date")
XSD_INTEGER = term("xsd:integer")
XSD_BOOLEAN = term("xsd:boolean")

"""The service description (SPARQL 1.1 Service Description): what the endpoint does, in RDF."""

from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple
from pyoxigraph import serialize as serialize_rdf

from kg.graph.vocabulary import PREFIXES, TYPE, term
from kg.serve.limits import Limits
from kg.serve.results import RDF_FORMATS

SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPHS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD")


def description(endpoint: str, limits: Limits, form: str) -> bytes:
    """The description of the service at an address, in a format of RDF."""
    service, dataset, default = (BlankNode(name) for name in ("service", "dataset", "graph"))
    said: list[tuple[BlankNode, NamedNode, NamedNode | BlankNode | Literal]] = [
        (service, TYPE, _sd("Service")),
        (service, _sd("endpoint"), NamedNode(endpoint)),
        (service, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        (service, _sd("feature"), _sd("UnionDefaultGraph")),
        *((service, _sd("resultFormat"), NamedNode(_FORMATS + name)) for name in (*_RESULTS, *_GRAPHS)),
        (service, _sd("defaultDataset"), dataset),
        (service, term("rdfs:comment"), Literal(_limits(limits))),
        (dataset, TYPE, _sd("Dataset")),
        (dataset, _sd("defaultGraph"), default),
        (default, TYPE, _sd("Graph")),
        (default, term("rdfs:comment"), Literal("All articles and what is derived from them, each triple once.")),
    ]
    prefixes = {"sd": SD, "rdfs": PREFIXES["rdfs"], "formats": _FORMATS}
    triples = [Triple(*parts) for parts in said]
    format = RDF_FORMATS[form]
    named = prefixes if format in (RdfFormat.TURTLE, RdfFormat.RDF_XML) else None
    return serialize_rdf(triples, format=format, prefixes=named) or b""


def _limits(limits: Limits) -> str:
    return f"A query may take {limits.timeout:g} seconds and give {limits.rows:,} rows or triples; nothing is changed."


def _sd(name: str) -> NamedNode:
    return NamedNode(SD + name)

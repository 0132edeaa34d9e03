import csv
import io
import json

import pytest
import rdflib
from lxml import etree
from pyoxigraph import QueryResultsFormat, Store, parse_query_results
from pyoxigraph import parse as parse_rdf

from kg.serve.results import RDF_FORMATS, Sink, TooLargeError, write_answer

VALUES = """SELECT * { VALUES (?iri ?text ?lang ?number ?none) {
    (<http://example.org/a&b> "<tag> & \\"quoted\\", comma\\ttab\\nline\\r\\\\ “–” 中" "chien"@fr 12 UNDEF)
    (<http://example.org/c> "" "x"@en-GB 1.5 "bound") } }"""
MEDIA = {"json": "application/sparql-results+json", "xml": "application/sparql-results+xml"}
NATIVE = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML, "tsv": QueryResultsFormat.TSV}


def written(query, form, *, store=None, rows=1000, size=10**7):
    out = io.BytesIO()
    write_answer((store or Store()).query(query), form, rows, {"ex": "http://example.org/"}, Sink(out.write, size))
    return out.getvalue()


def rows_of(solutions):
    names = [variable.value for variable in solutions.variables]
    return [{name: row[name] for name in names} for row in solutions]


@pytest.mark.parametrize("form", NATIVE)
def test_rows_are_read_back_by_oxigraph(form):
    assert rows_of(parse_query_results(written(VALUES, form), format=NATIVE[form])) == rows_of(Store().query(VALUES))


@pytest.mark.parametrize("form", MEDIA)
def test_rows_are_read_back_by_rdflib(form):
    found = rdflib.query.Result.parse(io.BytesIO(written(VALUES, form)), content_type=MEDIA[form])
    expected = [{str(k): v for k, v in row.asdict().items()} for row in rdflib.Graph().query(VALUES)]
    assert [{str(k): v for k, v in row.asdict().items()} for row in found] == expected


def test_csv_has_the_texts_and_nothing_around_them():
    out = written(VALUES, "csv").decode("utf-8")
    assert out.startswith("iri,lang,none,number,text\r\n")
    first, second = csv.DictReader(io.StringIO(out, newline=""))
    assert first["text"] == '<tag> & "quoted", comma\ttab\nline\r\\ “–” 中'
    assert (first["iri"], first["lang"], first["number"], first["none"]) == (
        "http://example.org/a&b",
        "chien",
        "12",
        "",
    )
    assert second["none"] == "bound"


def test_one_unbound_column_is_an_empty_line():
    assert written("SELECT ?x { VALUES ?x { UNDEF 1 } }", "csv") == b"x\r\n\r\n1\r\n"


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_no_rows_and_no_columns(form):
    nothing = written("SELECT ?x { FILTER(false) }", form)
    once = written("SELECT * {}", form)
    assert nothing and once
    if form in NATIVE:
        assert rows_of(parse_query_results(nothing, format=NATIVE[form])) == []
    if form in ("json", "xml"):
        assert rows_of(parse_query_results(once, format=NATIVE[form])) == [{}]


def test_blank_nodes_and_triples():
    query = "SELECT ?b ?t { BIND(BNODE() AS ?b) BIND(<<( <x:a> <x:b> 1 )>> AS ?t) }"
    for form in ("json", "xml"):
        [row] = rows_of(parse_query_results(written(query, form), format=NATIVE[form]))
        assert str(row["t"].predicate) == "<x:b>"
    assert written(query, "csv").split(b"\r\n")[1].startswith(b"_:")


def test_xml_is_well_formed_whatever_the_texts_hold():
    query = 'SELECT ?x { VALUES ?x { "a\\u0001\\u0000\\uFFFE]]>b\\r" } }'
    tree = etree.fromstring(written(query, "xml"))
    assert tree.findtext(".//{*}literal") == "a���]]>b\r"
    etree.fromstring(written('CONSTRUCT { <x:a> <x:b> "a\\u0001b" } {}', "rdf-xml"))


@pytest.mark.parametrize(("form", "true"), [("json", b'{"head":{},"boolean":true}\n'), ("csv", b"true\n")])
def test_ask(form, true):
    assert written("ASK {}", form) == true
    assert b"false" in written("ASK { FILTER(false) }", form)


def test_ask_as_xml():
    assert etree.fromstring(written("ASK {}", "xml")).findtext("{*}boolean") == "true"


@pytest.mark.parametrize("form", RDF_FORMATS)
def test_triples_are_read_back(form):
    query = 'CONSTRUCT { ?s <http://example.org/p> ?o } { VALUES (?s ?o) { (<x:a> "é\\n<") (<x:b> <x:c>) (<x:b> 1) } }'
    found = {str(quad.triple) for quad in parse_rdf(written(query, form), format=RDF_FORMATS[form])}
    assert found == {str(triple) for triple in Store().query(query)}
    if form == "turtle":
        assert b"ex:p" in written(query, form)


def test_rdflib_reads_the_json_ld():
    query = "CONSTRUCT { <x:a> <x:b> 1 } {}"
    assert len(rdflib.Graph().parse(data=written(query, "json-ld"), format="json-ld")) == 1
    assert json.loads(written("CONSTRUCT { <x:a> <x:b> 1 } { FILTER(false) }", "json-ld")) == []


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_exactly_as_many_rows_as_allowed(form):
    query = "SELECT ?x { VALUES ?x { 1 2 3 } }"
    assert written(query, form, rows=3)
    with pytest.raises(TooLargeError, match="more than 2 rows"):
        written(query, form, rows=2)


@pytest.mark.parametrize("form", RDF_FORMATS)
def test_exactly_as_many_triples_as_allowed(form):
    query = "CONSTRUCT { <x:a> <x:b> ?x } { VALUES ?x { 1 2 3 } }"
    assert written(query, form, rows=3)
    with pytest.raises(TooLargeError, match="more than 2 triples"):
        written(query, form, rows=2)


def test_no_more_bytes_than_allowed():
    with pytest.raises(TooLargeError, match="more than 10 bytes"):
        written(VALUES, "json", size=10)

import csv
import io
import json
import re

import pytest
import rdflib

from kg.errors import QueryError
from kg.export import export
from kg.query import plain, result_cells, result_csv, result_json, run_query
from kg.resources import PACKAGE
from tests.graph.factory import HUAWEI, US

QUERIES = sorted((PACKAGE / "sparql").glob("*.rq"))
FACTS = "SELECT ?who ?whom { ?who d:bars ?whom }"


def test_a_query_needs_no_prefixes(demo_graph):
    result = run_query(demo_graph, FACTS)
    assert result.variables == ("who", "whom")
    assert [tuple(map(plain, row)) for row in result.rows] == [(US.id, HUAWEI.id)]


def test_a_prefix_of_the_users_own_counts(demo_graph):
    query = f"PREFIX d: <https://w3id.org/faultline/entity/> ASK {{ d:UnitedStates ?p <{HUAWEI.id}> }}"
    assert plain(run_query(demo_graph, query).rows[0][0]) == "true"


def test_rows_without_an_order_come_sorted(demo_graph):
    rows = run_query(demo_graph, "SELECT ?name { ?x skos:prefLabel ?name ; a d:Country }").rows
    assert [plain(row[0]) for row in rows] == ["Germany", "Nordia", "Poland", "United States"]


def test_an_order_that_was_asked_for_is_kept(demo_graph):
    rows = run_query(demo_graph, "SELECT ?name { ?x skos:prefLabel ?name ; a d:Country } ORDER BY DESC(?name)").rows
    assert [plain(row[0]) for row in rows] == ["United States", "Poland", "Nordia", "Germany"]


def test_the_table_shows_short_names(demo_graph):
    assert result_cells(run_query(demo_graph, FACTS), demo_graph) == [("entity:UnitedStates", "entity:Huawei")]


def test_csv_and_json_say_the_same(demo_graph):
    result = run_query(demo_graph, 'SELECT ?e ?n ?c ("a,b" AS ?s) ?none { ?e d:start ?n ; d:confidence ?c }')
    rows = list(csv.DictReader(io.StringIO(result_csv(result))))
    bindings = json.loads(result_json(result))["results"]["bindings"]
    assert len(rows) == len(bindings) == 10
    for row, binding in zip(rows, bindings, strict=True):
        assert "none" not in binding and row["none"] == ""
        assert {name: binding[name]["value"] for name in binding} == {name: row[name] for name in binding}
    assert bindings[0]["e"]["type"] == "uri"
    assert bindings[0]["n"]["datatype"] == "http://www.w3.org/2001/XMLSchema#integer"
    assert bindings[0]["s"] == {"type": "literal", "value": "a,b"}


def test_ask_and_construct(demo_graph):
    assert json.loads(result_json(run_query(demo_graph, "ASK { ?a d:sues ?b }"))) == {"head": {}, "boolean": False}
    result = run_query(demo_graph, "CONSTRUCT WHERE { ?a d:bars ?b }")
    assert [tuple(map(plain, row)) for row in result.rows] == [
        (US.id, "https://w3id.org/faultline/ontology#bars", HUAWEI.id)
    ]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT ?s WHERE {\n ?s ?p }", r"SPARQL, line 2, column \d+: expected"),
        ("SELEKT ?s {}", r"SPARQL, line 1, column \d+: "),
        (
            "SELECT * { ?s foo:bar ?o }",
            "SPARQL, line 1, column 15: unknown prefix 'foo:'; declare it with PREFIX foo: <IRI>",
        ),
        ("SELECT *\n{ ?s rdfs:label 'a:b' ; :c <x:y> }", "SPARQL, line 2, column 25: unknown prefix ':'"),
        ("PREFIX a: <x:/> SELECT * { ?s ?p ?o FILTER(?p IN (a:b, no:pe)) }", "unknown prefix 'no:'"),
        ("", "the query is empty"),
        (" \n", "the query is empty"),
        ("DROP ALL", "DROP would change the graph; only questions are answered: SELECT"),
        ("# note\nPREFIX x: <http://x/> insert data { x:a x:b x:c }", "INSERT would change the graph"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE is not allowed"),
    ],
)
def test_a_query_that_cannot_be_run_is_one_line(demo_graph, query, message):
    with pytest.raises(QueryError, match=message) as error:
        run_query(demo_graph, query)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 220


def test_the_word_service_in_a_text_is_no_service(demo_graph):
    query = 'SELECT ?service { ?service d:quote ?q FILTER(CONTAINS(?q, "service <x>")) } # service'
    assert run_query(demo_graph, query).rows == ()


def test_five_queries_are_shipped():
    assert len(QUERIES) == 5


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_shipped_queries_answer_the_same_in_rdflib_and_oxigraph(demo_graph, tmp_path, path):
    export(demo_graph, tmp_path / "x.ttl")
    text = path.read_text(encoding="utf-8")
    ours = [tuple(map(plain, row)) for row in run_query(demo_graph, text).rows]
    found = rdflib.Graph().parse(tmp_path / "x.ttl").query(text)
    theirs = [tuple("" if term is None else str(term) for term in row) for row in found]
    assert ours == theirs
    assert ours
    assert re.match(r"# \w+", text)


def test_shipped_queries_say_what_is_so(demo_graph):
    def answer(name):
        text = next(path for path in QUERIES if path.stem == name).read_text(encoding="utf-8")
        return [tuple(map(plain, row)) for row in run_query(demo_graph, text).rows]

    assert ("United States", "bars", "Huawei", "2012/..", "1") in answer("facts")
    assert not [row for row in answer("facts") if row[0] in ("Poland", "Nordia")]
    assert [row[:4] for row in answer("asked")] == [
        ("United States", "Germany", "bars", "Chinese tech firms"),
        ("United States", "Poland", "bars", "Chinese tech firms"),
    ]
    assert [row[:7] for row in answer("history") if row[1] == "Nordia"] == [
        ("2024-03", "Nordia", "bars", "Veltrix", "told as fact", "affirmed", "in force"),
        ("2025-01", "Nordia", "bars", "Veltrix", "told as fact", "affirmed", "ended"),
    ]
    assert answer("targets") == [("Huawei", "1")]

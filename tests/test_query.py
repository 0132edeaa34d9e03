import csv
import io
import json
import re

import pytest
import rdflib

from kg.errors import QueryError
from kg.export import export
from kg.named import named_queries
from kg.query import plain, result_cells, result_csv, result_json, run_query
from kg.resources import PACKAGE
from tests.graph.factory import CHINA, FIRMS, HUAWEI, NORDIA, POLAND, US, VELTRIX, actor, article, told
from tests.graph.graphs import everything, make_graph, opened

QUERIES = sorted((PACKAGE / "sparql").glob("*.rq"))
SCANNER = actor("Scanner", "scanner", "product")
AGENCY = actor("AgencyOfNordia", "Agency of Nordia", "agency")


def named_articles():
    text = "Nordia bars exports of the scanner to China. Its agency imposed sanctions on Veltrix."
    may = article("may", text, date="2025-05-01", publisher="Harbour Post")
    done = article("done", "Poland barred Chinese tech firms.", date="2025-05-02", publisher="Reuters")
    denial = article("denial", "Veltrix denied to Nordia that it sells to China.", date="2025-05-03")
    undated = article("undated", "Nordia urges Poland.")
    sale = told(denial, VELTRIX, "sellsTo", CHINA, denial.text, "sells", status="party")
    return [
        (
            may,
            [
                told(may, NORDIA, "bars", SCANNER, text.split(" Its")[0], "bars", place=CHINA),
                told(
                    may,
                    AGENCY,
                    "sanctions",
                    VELTRIX,
                    "Its agency imposed sanctions on Veltrix.",
                    "sanctions",
                    confidence=0.2,
                ),
            ],
        ),
        (done, [told(done, POLAND, "bars", FIRMS, done.text, "barred")]),
        (denial, [sale, told(denial, VELTRIX, "denies", NORDIA, denial.text, "denied", content=(sale.id,))]),
        (undated, [told(undated, NORDIA, "pressures", POLAND, undated.text, "urges")]),
    ]


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


@pytest.fixture(scope="module")
def told_path(tmp_path_factory):
    """A graph in which every named query has something to find."""
    return make_graph(tmp_path_factory.mktemp("named") / "g", [*everything(), *named_articles()])


@pytest.fixture
def told_graph(told_path):
    with opened(told_path) as graph:
        yield graph


def test_a_dozen_queries_and_more_are_shipped():
    assert len(QUERIES) == 17


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_shipped_queries_answer_the_same_in_rdflib_and_oxigraph(told_graph, tmp_path, path):
    export(told_graph, tmp_path / "x.ttl")
    text = path.read_text(encoding="utf-8")
    ours = [tuple(map(plain, row)) for row in run_query(told_graph, text).rows]
    found = rdflib.Graph().parse(tmp_path / "x.ttl").query(text)
    theirs = [tuple("" if term is None else str(term) for term in row) for row in found]
    if path.stem == "unchecked":  # a confidence of 1 is written 1 or 1.0
        ours, theirs = ([(float(first), *rest) for first, *rest in rows] for rows in (ours, theirs))
    assert ours == theirs
    assert ours
    assert re.match(r"# [A-Z][^\n]*\?", text), "the first line says what it answers"
    assert text.count("\n#") >= 1, "the second how to change it"
    assert "ORDER BY" in text


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


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        (
            "restricts",
            [
                ("", "Agency of Nordia", "sanctions", "Veltrix", "", "2025-05-01", "Harbour Post"),
                ("Nordia", "Nordia", "bars", "scanner", "China", "2025-05-01", "Harbour Post"),
                ("Poland", "Poland", "bars", "Chinese tech firms", "", "2025-05-02", "Reuters"),
                ("United States", "United States", "bars", "Huawei", "United States", "2012/..", "CNBC"),
            ],
        ),
        (
            "bans",
            [
                ("Agency of Nordia", "sanctions", "Veltrix", "in force", "2025-05-01", "", "2025-05-01", "1"),
                ("Donald Trump", "bars", "Huawei", "only considered", "", "", "2019-01-27", "1"),
                ("Germany", "bars", "Chinese tech firms", "only asked for", "", "", "2019-01-27", "1"),
                ("Nordia", "bars", "Veltrix", "ended", "2024-03", "2025-01", "2025-01-28", "2"),
                ("Nordia", "bars", "scanner", "in force", "2025-05-01", "", "2025-05-01", "1"),
                ("Poland", "bars", "Chinese tech firms", "in force", "2025-05-02", "", "2025-05-02", "2"),
                ("United States", "bars", "Huawei", "in force", "2012/..", "", "2019-01-27", "1"),
            ],
        ),
        ("ended", [("2025-01", "2024-03", "Nordia", "bars", "Veltrix", "Reuters")]),
        (
            "contradictions",
            [
                ("Veltrix", "sells to", "China", "affirmed", "told as fact", "", "", "2025-05-03"),
                (
                    "Veltrix",
                    "sells to",
                    "China",
                    "denied an accusation by or about",
                    "told as fact",
                    "Veltrix",
                    "",
                    "2025-05-03",
                ),
            ],
        ),
        ("done", [("Poland", "bars", "Chinese tech firms", "2019-01-27", "2025-05-02")]),
        (
            "denials",
            [
                ("Huawei", "United States", "", "", ""),
                ("Huawei", "these claims", "", "", ""),
                ("Veltrix", "Nordia", "Veltrix", "sells to", "China"),
            ],
        ),
        ("undated", [("undated", "", "Nordia", "pressures", "Poland")]),
        (
            "claim",
            [("2019-01-27", "CNBC", "", "told by the article", "told as fact", "affirmed", "in force", "2012/..")],
        ),
        ("months", [("CNBC", "2019-01", "1", "8"), ("Harbour Post", "2024-03", "1", "1")]),
        (
            "network",
            [
                ("denies an accusation by or about", "United States", "country", "in force"),
                ("denies an accusation by or about", "these claims", "claim", "in force"),
                ("is barred by", "Donald Trump", "person", "only considered"),
                ("is barred by", "United States", "country", "in force"),
            ],
        ),
        ("origins", [("2", "2", "Nordia", "bars", "Veltrix", "ended"), ("2", "2", "Poland", "bars")]),
        ("unchecked", [("0.2", "Agency of Nordia", "sanctions", "Veltrix", "told as fact")]),
    ],
)
def test_what_the_named_queries_find(told_graph, name, rows):
    found = [tuple(map(plain, row)) for row in run_query(told_graph, named_queries()[name].text).rows]
    assert [row[: len(wanted)] for row, wanted in zip(found, rows, strict=False)] == rows
    assert len(found) == len(rows) or name in ("months", "unchecked")


def test_a_named_query_takes_other_names(told_graph):
    restricts, claim = named_queries()["restricts"], named_queries()["claim"]
    assert (restricts.names, claim.names) == (("China",), ("United States", "bars", "Huawei"))
    rows = run_query(told_graph, restricts.asked_for(["Veltrix"])).rows
    assert [plain(row[1]) for row in rows] == ["Agency of Nordia"]
    assert run_query(told_graph, claim.asked_for(["Washington"])).rows == run_query(told_graph, claim.text).rows
    assert run_query(told_graph, claim.asked_for(["Nordia", "bars", "Veltrix"])).rows
    assert run_query(told_graph, restricts.asked_for(['No"such\\ } place\n'])).rows == ()
    with pytest.raises(QueryError, match='restricts: too many names, 2; those that can be changed are "China"'):
        restricts.asked_for(["China", "Russia"])
    with pytest.raises(QueryError, match="facts: too many names, 1; those that can be changed are none"):
        named_queries()["facts"].asked_for(["China"])

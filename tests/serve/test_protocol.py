"""The SPARQL 1.1 Protocol over a real socket, as the W3C's tests of the protocol ask for it."""

import csv
import io
import shutil
import socket
import subprocess
import warnings
from urllib.parse import quote, urlencode

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from tests.graph.factory import BAN, CHINA, HUAWEI, LIFT, NAMES, US

FACTS = "SELECT ?who ?whom { ?who d:bars ?whom }"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
BAN_GRAPH, LIFT_GRAPH = NAMES.article(BAN.id), NAMES.article(LIFT.id)
IDS = "SELECT ?id { ?x a d:Evidence ; dcterms:identifier ?id }"
CURL = pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")


def one_line(answer, status):
    assert answer.status == status
    assert answer.kind == "text/plain"
    text = answer.text
    assert text.endswith("\n") and text.count("\n") == 1 and len(text) < 300
    return text


# ---------------------------------------------------------------- the three ways to ask


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_a_query_is_answered_in_all_ways(served, way):
    if way == "get":
        answer = served.get(FACTS)
    elif way == "form":
        answer = served.request("POST", body=urlencode({"query": FACTS}), headers=FORM)
    else:
        answer = served.request("POST", body=FACTS.encode(), headers=DIRECT)
    assert answer.status == 200
    assert answer.rows() == [{"who": US.id, "whom": HUAWEI.id}]


def test_charset_and_case_of_the_content_type(served):
    kind = {"Content-Type": 'Application/SPARQL-Query; charset="UTF-8"'}
    query = 'ASK { FILTER("é中" = "é中") }'
    assert served.request("POST", body=query.encode(), headers=kind).text.strip() == '{"head":{},"boolean":true}'


def test_head_is_a_get_without_its_body(served):
    path = "/sparql?" + urlencode({"query": FACTS})
    answer = served.request("HEAD", path=path)
    assert (answer.status, answer.body, answer.kind) == (200, b"", "application/sparql-results+json")


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_the_dataset_of_the_protocol(served, way):
    def ids(query, **graphs):
        if way == "get":
            answer = served.get(query, **graphs)
        elif way == "form":
            answer = served.request("POST", body=urlencode({"query": query, **graphs}, doseq=True), headers=FORM)
        else:
            path = "/sparql?" + urlencode(graphs, doseq=True)
            answer = served.request("POST", path=path, body=query.encode(), headers=DIRECT)
        assert answer.status == 200, answer.text
        return len(answer.rows())

    default, named = "default-graph-uri", "named-graph-uri"
    in_graphs = "SELECT ?id { GRAPH ?g { ?x a d:Evidence ; dcterms:identifier ?id } }"
    assert ids(IDS) == 10
    assert ids(IDS, **{default: [BAN_GRAPH]}) == 1
    assert ids(IDS, **{default: [BAN_GRAPH, LIFT_GRAPH]}) == 2
    assert ids(IDS, **{named: [BAN_GRAPH]}) == 0
    assert ids(in_graphs, **{named: [BAN_GRAPH, LIFT_GRAPH]}) == 2
    assert ids(in_graphs, **{default: [BAN_GRAPH]}) == 0
    assert ids(in_graphs, **{default: [BAN_GRAPH], named: [LIFT_GRAPH]}) == 1
    # What the protocol names takes the place of what the query names.
    assert ids(IDS.replace("{", f"FROM <{BAN_GRAPH}> {{", 1), **{default: [BAN_GRAPH, LIFT_GRAPH]}) == 2
    assert ids(IDS.replace("{", f"FROM <{BAN_GRAPH}> {{", 1)) == 1


# ---------------------------------------------------------------- forms and formats

FORMS = [
    (FACTS, "application/sparql-results+json"),
    (FACTS, "application/sparql-results+xml"),
    (FACTS, "text/csv"),
    (FACTS, "text/tab-separated-values"),
    ("ASK { ?who d:bars ?whom }", "application/sparql-results+json"),
    ("ASK { ?who d:bars ?whom }", "application/sparql-results+xml"),
    ("ASK { ?who d:bars ?whom }", "text/csv"),
    ("ASK { ?who d:bars ?whom }", "text/tab-separated-values"),
    ("CONSTRUCT WHERE { ?who d:bars ?whom }", "text/turtle"),
    ("CONSTRUCT WHERE { ?who d:bars ?whom }", "application/n-triples"),
    ("CONSTRUCT WHERE { ?who d:bars ?whom }", "application/rdf+xml"),
    ("CONSTRUCT WHERE { ?who d:bars ?whom }", "application/ld+json"),
    (f"DESCRIBE <{HUAWEI.id}>", "text/turtle"),
    (f"DESCRIBE <{HUAWEI.id}>", "application/ld+json"),
]


@pytest.mark.parametrize(("query", "accept"), FORMS)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_every_form_in_every_format_is_read_back(served, query, accept):
    answer = served.get(query, accept)
    assert (answer.status, answer.kind) == (200, accept)
    assert int(answer.headers["Content-Length"]) == len(answer.body)
    assert "Accept" in answer.headers["Vary"]
    if query.startswith(("CONSTRUCT", "DESCRIBE")):
        found = rdflib.Graph().parse(data=answer.body, format=accept)
        assert (
            rdflib.URIRef(US.id),
            rdflib.URIRef(NAMES.base + "ontology#bars"),
            rdflib.URIRef(HUAWEI.id),
        ) in found or (
            rdflib.URIRef(HUAWEI.id),
            rdflib.RDF.type,
            None,
        ) in found
    elif accept in ("text/csv", "text/tab-separated-values"):
        lines = list(csv.reader(io.StringIO(answer.text), delimiter="," if accept == "text/csv" else "\t"))
        assert lines == [["true"]] if query.startswith("ASK") else len(lines) == 2
    else:
        found = rdflib.query.Result.parse(io.BytesIO(answer.body), content_type=accept)
        assert found.askAnswer if query.startswith("ASK") else len(found) == 1


def test_the_preferred_format_is_chosen(served):
    assert served.get(FACTS, "text/csv;q=0.3, application/sparql-results+xml;q=0.7").kind.endswith("xml")
    assert served.get(FACTS, "text/html, */*;q=0.1").kind == "application/sparql-results+json"


@pytest.mark.parametrize(
    ("query", "accept"),
    [(FACTS, "text/turtle"), ("CONSTRUCT WHERE { ?s ?p ?o }", "text/csv"), (FACTS, "text/html"), (FACTS, "*/*;q=0")],
)
def test_a_format_that_there_is_not(served, query, accept):
    text = one_line(served.get(query, accept), 406)
    assert ("text/turtle" in text) == query.startswith("CONSTRUCT")


def test_our_prefixes_are_declared(served):
    query = "ASK { ?a skos:prefLabel ?b ; a ?c . ?d schema:headline ?e . ?f prov:wasDerivedFrom ?d }"
    assert "true" in served.get(query).text


# ---------------------------------------------------------------- the service description


@pytest.mark.parametrize("accept", [None, "text/turtle", "application/n-triples", "application/rdf+xml"])
def test_the_service_describes_itself(served, accept):
    answer = served.request(headers={"Accept": accept} if accept else {})
    assert answer.status == 200
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    found = rdflib.Graph().parse(data=answer.body, format=answer.kind)
    [service] = found.subjects(rdflib.RDF.type, sd.Service)
    assert str(found.value(service, sd.endpoint)) == served.address
    assert found.value(service, sd.supportedLanguage) == sd.SPARQL11Query
    assert len(list(found.objects(service, sd.resultFormat))) == 8
    assert "2 seconds" in str(found.value(service, rdflib.RDFS.comment))


def test_the_description_comes_in_no_format_of_rows(served):
    one_line(served.request(headers={"Accept": "text/csv"}), 406)


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELEKT ?s {}", "SPARQL, line 1, column 1"),
        ("SELECT * {\n ?s foo:bar ?o }", "line 2, column 5: unknown prefix 'foo:'"),
        ("", "the query is empty"),
        ("DROP ALL", "DROP would change the graph"),
        ("PREFIX x: <x:> INSERT DATA { x:a x:b x:c }", "INSERT would change the graph"),
        ("ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE is not allowed"),
        ("SELECT ?x { ?s ?p <relative> }", "SPARQL, line 1"),
    ],
)
def test_what_cannot_be_asked(served, query, reason):
    assert reason in one_line(served.get(query), 400)
    assert reason in one_line(served.request("POST", body=query.encode(), headers=DIRECT), 400)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/sparql?query=ASK%7B%7D&query=ASK%7B%7D", "2 queries in one request"),
        ("/sparql?query=ASK%zz", "malformed percent-encoding in the address"),
        ("/sparql?query=ASK%7B%7D%2", "malformed percent-encoding"),
        ("/sparql?query=ASK%ff%7B%7D", "it is not UTF-8"),
        ("/sparql?default-graph-uri=x:y", "there is no query"),
        ("/sparql?update=DROP%20ALL", "the graph is not changed here"),
        ("/sparql?query=ASK%7B%7D&default-graph-uri=not%20an%20iri", "default-graph-uri is not an IRI"),
        ("/sparql?query=ASK%7B%7D&named-graph-uri=", "named-graph-uri is not an IRI"),
        ("/sparql?query=ASK%7B%7D" + "&a=b" * 2000, "more than 1,000 parameters"),
    ],
)
def test_malformed_addresses(served, path, reason):
    assert reason in one_line(served.request(path=path), 400)


@pytest.mark.parametrize(
    ("body", "headers", "status", "reason"),
    [
        ("query=ASK%7B%7D", {}, 415, "Content-Type must say which"),
        ("ASK{}", {"Content-Type": "text/plain"}, 415, "not text/plain"),
        ("ASK{}", {"Content-Type": "application/sparql-update"}, 415, "not application/sparql-update"),
        (
            "ASK{}".encode("utf-16"),
            DIRECT | {"Content-Type": f"{DIRECT['Content-Type']}; charset=UTF-16"},
            415,
            "UTF-8",
        ),
        ("ASK{}", DIRECT | {"Content-Encoding": "gzip"}, 415, "must not be compressed"),
        (b"ASK{}\xff", DIRECT, 400, "the body is not UTF-8"),
        (b"query=ASK\xff", FORM, 400, "the body is not UTF-8"),
        ("query=ASK%f", FORM, 400, "malformed percent-encoding in the body"),
        ("query=ASK%7B%7D&query=ASK%7B%7D", FORM, 400, "2 queries"),
        ("update=CLEAR%20ALL", FORM, 400, "the graph is not changed here"),
        ("", FORM, 400, "there is no query"),
        ("", DIRECT, 400, "the query is empty"),
    ],
)
def test_malformed_bodies(served, body, headers, status, reason):
    # Without http.client's own guess of a type.
    answer = served.request("POST", body=body if isinstance(body, bytes) else body.encode(), headers=headers)
    assert reason in one_line(answer, status)


def test_a_query_in_the_address_and_in_the_body_are_two(served):
    answer = served.request("POST", path="/sparql?query=ASK%7B%7D", body=b"ASK{}", headers=DIRECT)
    assert "2 queries" in one_line(answer, 400)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods(served, method):
    answer = served.request(method, path="/sparql?query=ASK%7B%7D")
    one_line(answer, 405)
    assert answer.headers["Allow"] == "GET, HEAD, POST"


def test_huge_bodies_are_refused_before_they_are_read(served):
    body = b"ASK { } #" + b"x" * (3 * 1024 * 1024)
    for sent in (body, iter([body[:500_000]] * 8)):
        try:
            answer = served.request("POST", body=sent, headers=DIRECT)
        except (BrokenPipeError, ConnectionResetError):
            continue  # the server hung up while we were still sending, which it may
        assert "at most 1,048,576 bytes" in one_line(answer, 413)
    assert served.get(FACTS).status == 200


def test_a_body_of_almost_a_mebibyte_is_read(served):
    body = b"ASK { } #" + b"x" * 1_000_000
    assert served.request("POST", body=body, headers=DIRECT).status == 200


def test_long_addresses(served):
    assert served.get("ASK {} #" + "x" * 100_000).status == 200


def test_a_request_that_is_no_http(served):
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as connection:
        connection.sendall(b"hello\r\n\r\n")
        assert connection.recv(1000).startswith(b"HTTP/1.1 400")
    assert served.get(FACTS).status == 200


def test_other_places(served):
    assert "/sparql" in one_line(served.request(path="/other"), 404)
    assert served.address in served.request(path="/").text


# ---------------------------------------------------------------- who may ask


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:7878", "127.0.0.1", "127.0.0.1:1", "[::1]:7878", "localhost."]
)
def test_local_names_are_answered(served, host):
    assert served.request(path="/sparql?query=ASK%7B%7D", headers={"Host": host}).status == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "evil.example:7878", "", "127.0.0.1.evil"])
def test_other_names_are_not(served, host):
    answer = served.request(path="/sparql?query=ASK%7B%7D", headers={"Host": host})
    assert "--host" in one_line(answer, 421)


def test_pages_from_elsewhere_may_not_read(served):
    answer = served.request(path="/sparql?query=ASK%7B%7D", headers={"Origin": "https://page.example"})
    assert answer.headers["Access-Control-Allow-Origin"] is None


# ---------------------------------------------------------------- clients


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json", "csv"])
def test_rdflib_asks(served, method, form):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        graph = rdflib.Graph(SPARQLStore(served.address, method=method, returnFormat=form))
        rows = list(graph.query(f"PREFIX d: <{NAMES.base}ontology#> {FACTS}"))
        assert [tuple(map(str, row)) for row in rows] == [(US.id, HUAWEI.id)]
        if form != "csv":
            assert graph.query("ASK { ?s ?p ?o }").askAnswer is True
            labels = set(graph.objects(rdflib.URIRef(CHINA.id), rdflib.SKOS.prefLabel))
            assert labels in ({rdflib.Literal("China")}, set())


@CURL
def test_curl_asks(served):
    def curl(*arguments):
        return subprocess.run(
            ["curl", "-sS", *arguments], capture_output=True, text=True, timeout=30, check=True
        ).stdout

    assert curl("-G", served.address, "--data-urlencode", f"query={FACTS}", "-H", "Accept: text/csv").splitlines() == [
        "who,whom",
        f"{US.id},{HUAWEI.id}",
    ]
    assert HUAWEI.id in curl(served.address, "--data-urlencode", f"query={FACTS}")
    assert HUAWEI.id in curl(served.address, "-H", "Content-Type: application/sparql-query", "--data-binary", FACTS)
    assert "sd:Service" in curl(served.address)
    status = curl("-o", "/dev/null", "-w", "%{http_code}", f"{served.address}?query={quote('SELEKT')}")
    assert status == "400"

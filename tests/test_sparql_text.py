import time

import pytest

from kg.errors import QueryError
from kg.sparql_text import form_of, is_ordered, refuse

SERVICES = [
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o.service silent <http://x/#y>{} }",
    "SELECT * { BIND(<http://x/> AS ?x) SERVICE ?x{ ?s ?p ?o } }",
    "PREFIX : <http://x/> ASK {SERVICE:x {}}",
    "SELECT * { SERVICE # a comment {\n SILENT\n#}\n<http://x/> # b c\n { ?s ?p ?o } }",
    r"PREFIX d: <x:y> SELECT * { ?s d:it\'s ?o . SERVICE <http://x/> {} FILTER('x') }",
    "ASK { FILTER(1<2#x>'''\n) SERVICE SILENT <http://x/> {} #'''\n}",
    "ASK { ?s <http://x/'''> 1SERVICE<http://x/>{} #'''\n}",
]


@pytest.mark.parametrize("query", SERVICES)
def test_service_is_refused_however_it_is_written(query):
    with pytest.raises(QueryError, match="SERVICE is not allowed"):
        refuse(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service d:quote ?q }",
        'SELECT * { ?s d:quote ?q FILTER(CONTAINS(?q, "service <x>")) } # service',
        "SELECT * { ?s d:service ?q . GRAPH d:service { ?s ?p ?o } }",
        'SELECT * { ?s d:quote "He entered the service of the state." { ?a ?b ?c } }',
    ],
)
def test_the_word_service_is_allowed_elsewhere(query):
    refuse(query)


@pytest.mark.parametrize(
    "text", ["service " + ":" * 200_000, "service\n" * 50_000, "service#\n" * 50_000, "'" * 100_000]
)
def test_no_text_takes_long_to_look_through(text):
    begun = time.process_time()
    refuse(text)
    form_of(text)
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * {}", "select"),
        ("# insert\nPREFIX a: <b#'>\nbase<c>ask{}", "ask"),
        ("PREFIX select: <x:y> construct where {}", "construct"),
        ("PREFIX a:<x:y>describe a:b", "describe"),
        ("SELEKT", None),
        ("", None),
    ],
)
def test_the_form_of_a_query(query, form):
    assert form_of(query) == form


def test_an_order_in_a_text_is_none():
    assert is_ordered("SELECT * { ?s ?p ?o } order\nBY ?s")
    assert not is_ordered("SELECT * { ?s ?p 'order by' }")

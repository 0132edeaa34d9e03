import os
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest

from tests.serve.serving import ENDLESS, eventually, is_running, serving

FACTS = "SELECT ?who ?whom { ?who d:bars ?whom }"


def test_a_query_that_would_run_for_minutes_ends_at_its_limit_while_others_go_on(served):
    with ThreadPoolExecutor(4) as threads:
        begun = time.monotonic()
        endless = [threads.submit(served.get, ENDLESS) for _ in range(3)]
        time.sleep(0.3)
        others = [served.get(FACTS) for _ in range(20)]
        assert not any(one.done() for one in endless)
        answers = [one.result() for one in endless]
        seconds = time.monotonic() - begun
    assert [answer.status for answer in others] == [200] * 20
    assert [answer.status for answer in answers] == [504] * 3
    assert answers[0].text == "the query took longer than 2 seconds and was stopped; ask for less\n"
    assert seconds < 15


def test_workers_are_replaced_and_who_waits_is_answered(served):
    with ThreadPoolExecutor(5) as threads:
        endless = [threads.submit(served.get, ENDLESS) for _ in range(4)]
        time.sleep(0.3)
        assert served.get(FACTS).status == 200  # waits for the first that is free
        assert [one.result().status for one in endless] == [504] * 4
    assert len(eventually(lambda: (found := served.workers()) and len(found) == 4 and found)) == 4


def test_a_query_that_needs_all_memory_is_stopped(served):
    answer = served.get("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?a")
    assert (answer.status, answer.text) == (507, "the query needs more than 512 MiB of memory; ask for less\n") or (
        answer.status == 504  # the time was over first
    )
    assert served.get(FACTS).status == 200


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "text/csv", "application/sparql-results+xml"])
def test_an_answer_is_whole_or_refused(served, accept):
    assert served.get("SELECT * { ?s ?p ?o } LIMIT 300", accept).status == 200
    answer = served.get("SELECT * { ?s ?p ?o } LIMIT 301", accept)
    assert answer.status == 507
    assert "more than 300 rows; ask for less, or for a part with ORDER BY and LIMIT" in answer.text


def test_triples_are_limited_too(served):
    answer = served.get("CONSTRUCT WHERE { ?s ?p ?o }")
    assert (answer.status, answer.text.split(";")[0]) == (507, "the answer has more than 300 triples")


def test_a_worker_that_dies_is_replaced(served):
    for pid in served.workers():
        os.kill(pid, signal.SIGKILL)
    time.sleep(0.2)
    assert [served.get(FACTS).status for _ in range(6)] == [200] * 6
    eventually(lambda: len(served.workers()) == 4)


def test_a_client_that_goes_away_frees_its_worker(demo_graph_path):
    with serving(demo_graph_path, "--workers", "1", "--timeout", "60") as server:
        [busy] = server.workers()
        path = "/sparql?" + urlencode({"query": ENDLESS})
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            time.sleep(0.5)
        begun = time.monotonic()
        assert server.get(FACTS).status == 200
        assert time.monotonic() - begun < 20
        assert not is_running(busy)


def test_a_client_that_sends_half_and_goes_away(served):
    with socket.create_connection(("127.0.0.1", served.port)) as connection:
        head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
        connection.sendall(head + b"Content-Length: 100\r\n\r\nSELECT")
    assert served.get(FACTS).status == 200


def test_a_client_that_does_not_read_holds_no_worker(demo_graph_path):
    with serving(demo_graph_path, "--workers", "1") as server:
        path = "/sparql?" + urlencode({"query": "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 60000"})
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            assert server.get(FACTS).status == 200


def test_fifty_clients_at_once_lose_nothing(served):
    def asked(number):
        form = ("text/csv", "application/sparql-results+json", "application/sparql-results+xml")[number % 3]
        query = f'SELECT ?id ("{number}" AS ?n) {{ ?x a d:Evidence ; dcterms:identifier ?id }} ORDER BY ?id'
        answer = served.get(query, form)
        return number, answer.status, answer.kind == form, answer.text

    expected = [row["id"] for row in served.get("SELECT ?id { ?x a d:Evidence ; dcterms:identifier ?id }").rows()]
    with ThreadPoolExecutor(50) as threads:
        answers = list(threads.map(asked, range(400)))
    for number, status, right_kind, text in answers:
        assert (status, right_kind) == (200, True)
        assert all(f"{one}" in text for one in expected)
        assert text.count(f'"{number}"') == 10 or text.count(f">{number}<") == 10 or text.count(f",{number}\r") == 10


def test_one_connection_for_many_queries(served):
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", served.port)
    for _ in range(20):
        connection.request("GET", "/sparql?" + urlencode({"query": FACTS}))
        response = connection.getresponse()
        assert response.status == 200 and response.read()
    connection.close()

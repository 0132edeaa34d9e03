import signal
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from kg.graph import Graph
from kg.graph.lock import locked
from tests.graph.factory import RUN, SEED, lifted_ban, seed_evidence
from tests.graph.graphs import ONTOLOGY, everything, make_graph
from tests.serve.serving import COMMAND, ENDLESS, eventually, is_running, serving

ARTICLES = "SELECT ?id { ?a a schema:NewsArticle ; dcterms:identifier ?id } ORDER BY ?id"


def ids(server):
    return [row["id"] for row in server.get(ARTICLES).rows()]


def run(*arguments):
    return subprocess.run([*COMMAND, "serve", *map(str, arguments)], capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(("stop", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_it_ends_cleanly_and_leaves_nothing(tmp_path, stop, code):
    graph = make_graph(tmp_path / "g", everything())
    with serving(graph) as server, ThreadPoolExecutor(1) as threads:
        workers = server.workers()
        assert len(workers) == 4
        assert len(list((graph / "serving").glob("*/held"))) == 1
        waiting = threads.submit(server.get, ENDLESS)
        time.sleep(0.5)
        begun = time.monotonic()
        server.process.send_signal(stop)
        out, err = server.process.communicate(timeout=30)
        assert time.monotonic() - begun < 10
        assert waiting.result().text == "the server is being stopped\n"
    assert (server.process.returncode, out, err) == (code, "", "Ctrl-C ends it.\n")
    assert not any(map(is_running, workers))
    assert [path.name for path in (graph / "serving").iterdir()] == ["lock"]


def test_a_server_that_is_killed_leaves_no_process_and_the_next_one_cleans_up(tmp_path):
    graph = make_graph(tmp_path / "g", everything())
    with serving(graph) as server, ThreadPoolExecutor(1) as threads:
        workers = server.workers()
        threads.submit(server.get, ENDLESS)
        time.sleep(0.5)
        server.process.kill()
        eventually(lambda: not any(map(is_running, workers)))
    [left] = (graph / "serving").glob("*/held")
    with serving(graph) as first, serving(graph) as second:
        assert not left.exists()
        assert ids(first) == ids(second)
        assert len(list((graph / "serving").glob("*/held"))) == 2


def test_the_graph_can_be_built_on_while_it_is_served(tmp_path):
    graph = make_graph(tmp_path / "g", [(SEED, seed_evidence())])
    with serving(graph, "--workers", "2") as server, ThreadPoolExecutor(4) as threads:
        assert ids(server) == [SEED.id]
        before = set(server.workers())
        stopped = False

        def asked():
            answers = []
            while not stopped:
                answers.append(server.get(ARTICLES))
            return answers

        asking = [threads.submit(asked) for _ in range(3)]
        with Graph.open(graph, ontology=ONTOLOGY) as building:
            for document, evidence in lifted_ban():
                building.replace(document, evidence, RUN)
            time.sleep(2.5)
            assert ids(server) == [SEED.id]  # as it was before the build, and during it
        eventually(lambda: ids(server) == ["ban", SEED.id, "lift"])
        stopped = True
        answers = [answer for one in asking for answer in one.result()]
        assert {answer.status for answer in answers} == {200}
        assert {tuple(row["id"] for row in a.rows()) for a in answers} <= {(SEED.id,), ("ban", SEED.id, "lift")}
        assert "false" in server.get("ASK { ?s d:bars <https://w3id.org/faultline/entity/Veltrix> }").text
        eventually(lambda: len(server.workers()) == 2)
        assert before.isdisjoint(server.workers())
        eventually(lambda: len(list((graph / "serving").glob("*/*/store"))) == 1)


def test_a_build_that_was_stopped_is_served_with_facts(tmp_path):
    path = tmp_path / "g"
    make_graph(path, [])
    graph = Graph.open(path, ontology=ONTOLOGY)
    graph.replace(SEED, seed_evidence(), RUN)
    graph.close()  # without the facts, as a killed build leaves it
    before = {file: file.stat().st_size for file in (path / "store").iterdir()}
    with serving(path) as server:
        assert "true" in server.get("ASK { ?x d:bars ?y }").text
    assert before == {file: file.stat().st_size for file in (path / "store").iterdir()}


def test_the_graph_may_vanish(tmp_path):
    graph = make_graph(tmp_path / "g", everything())
    with serving(graph) as server:
        (graph / "faultline.json").unlink()
        (graph / "store" / "CURRENT").unlink()
        time.sleep(2.5)
        assert len(ids(server)) == 3


def test_a_graph_that_is_being_built_is_not_served_yet(tmp_path):
    graph = make_graph(tmp_path / "g", everything())
    with locked(graph, shared=False):
        found = run(graph, "--port", "0")
    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr.strip().endswith("in use by another process; wait until it is done")


def test_wrong_arguments_are_one_line(tmp_path, demo_graph_path):
    for arguments, code, reason in [
        ((tmp_path / "none", "--port", "0"), 1, "no graph here"),
        ((demo_graph_path, "--port", "70000"), 2, "--port"),
        ((demo_graph_path, "--timeout", "0"), 2, "--timeout"),
        ((demo_graph_path, "--workers", "0"), 2, "--workers"),
        ((demo_graph_path, "--host", "no.such.host.invalid", "--port", "0"), 1, "cannot be listened on"),
    ]:
        found = run(*arguments)
        assert found.returncode == code
        assert reason in found.stderr and found.stderr.count("\n") == 1
        assert found.stdout == ""


def test_a_port_that_is_taken_is_named(demo_graph_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        found = run(demo_graph_path, "--port", port)
    assert found.returncode == 1
    assert found.stderr.startswith(f"Error: 127.0.0.1:{port}: cannot be listened on: ")
    assert "choose another --port" in found.stderr


def test_only_this_machine_can_connect(served):
    with socket.create_server(("127.0.0.2", 0)):
        pass
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", served.port), timeout=5)


def test_other_names_are_answered_where_a_host_is_given(demo_graph_path):
    with serving(demo_graph_path, "--host", "0.0.0.0", "--workers", "1") as server:
        assert server.request(path="/sparql?query=ASK%7B%7D", headers={"Host": "graph.example"}).status == 200


@pytest.mark.parametrize(("allowed", "answered"), [("https://page.example", "https://page.example"), ("*", "*")])
def test_pages_that_are_allowed_may_read(demo_graph_path, allowed, answered):
    with serving(demo_graph_path, "--cors", allowed, "--workers", "1") as server:
        origin = {"Origin": "https://page.example"}
        for path in ("/sparql?query=ASK%7B%7D", "/sparql?query=SELEKT"):
            assert server.request(path=path, headers=origin).headers["Access-Control-Allow-Origin"] == answered
        asked = {**origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
        answer = server.request("OPTIONS", headers=asked)
        assert (answer.status, answer.headers["Access-Control-Allow-Origin"]) == (200, answered)
        assert "POST" in answer.headers["Access-Control-Allow-Methods"]
        if allowed != "*":
            other = server.request(path="/sparql?query=ASK%7B%7D", headers={"Origin": "https://evil.example"})
            assert other.headers["Access-Control-Allow-Origin"] is None


def test_the_servers_files_are_out_of_the_way_of_builds(tmp_path):
    graph = make_graph(tmp_path / "g", everything())
    with serving(graph):
        with Graph.open(graph, read_only=True, ontology=ONTOLOGY) as reading:
            assert len(reading.document_ids()) == 3
        with Graph.open(graph, ontology=ONTOLOGY) as writing:
            assert writing.remove("ban")
    assert [path.name for path in (graph / "serving").iterdir()] == ["lock"]


def test_clients_that_hang_up_in_the_middle_of_a_request_are_not_worth_a_word(demo_graph_path):
    head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    with serving(demo_graph_path, "--workers", "1") as server:
        for _ in range(5):
            with socket.create_connection(("127.0.0.1", server.port)) as connection:
                connection.sendall(head + b"Content-Length: 100\r\n\r\nASK")
        assert len(ids(server)) == 3
        server.process.send_signal(signal.SIGTERM)
        assert server.process.communicate(timeout=30)[1] == "Ctrl-C ends it.\n"

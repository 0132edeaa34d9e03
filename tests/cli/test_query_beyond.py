"""`kg query` with --roll-up, today and who says so."""

import json


def test_rolled_up_the_answer_tells_the_way(kg, demo_graph_path):
    result = kg("query", demo_graph_path, "who restricts China?", "--roll-up", "country")
    assert result.exit_code == 0
    headline, *lines = result.stdout.splitlines()
    assert headline.startswith("China is restricted by the United States (everybody counted for their country)")
    assert "the United States bars Huawei, of China, since 2012" in lines
    assert all(line.startswith("    e-") for line in lines if line.startswith(" "))


def test_today_and_who_says_so(kg, demo_graph_path):
    result = kg("query", demo_graph_path, "who restricts China today, and who says so?")
    assert result.stdout.splitlines()[1:3] == ["the United States bars Huawei, of China, since 2012", "  says CNBC"]


def test_json_holds_each_finding_with_the_ids_of_its_evidence(kg, demo_graph_path):
    found = json.loads(kg("query", demo_graph_path, "who restricts China?", "--format", "json").stdout)
    assert found["findings"][0]["words"] == "the United States bars Huawei, of China, since 2012"
    ids = {id for finding in found["findings"] for id in finding["evidence"]}
    assert ids == {record["id"] for record in found["evidence"]}


def test_an_entity_beside_a_rolled_up_question_is_refused_in_one_line(kg, demo_graph_path):
    result = kg("query", demo_graph_path, "who bars China?", "--roll-up", "country", "--entity", "Huawei")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert "name who is meant" in result.stderr


def test_sparql_is_asked_of_the_rolled_up_graph(kg, demo_graph_path):
    sparql = "SELECT ?whom WHERE { ?who d:bars ?whom }"
    result = kg("query", demo_graph_path, sparql, "--roll-up", "country", "--format", "csv")
    assert result.stdout.split() == ["whom", "https://w3id.org/faultline/entity/China"]

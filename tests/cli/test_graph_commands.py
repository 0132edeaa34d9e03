"""The commands that read a graph: export, query, explain, validate."""

import csv
import io
import json

import pytest
import rdflib

from kg.graph import Category, Graph


def evidence_ids(graph):
    with Graph.open(graph, read_only=True) as opened:
        return {(e.statement.subject.name, e.statement.predicate): e.id for e in opened.evidence()}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("out.ttl", "Turtle"),
        ("out.nq", "N-Quads"),
        ("out.jsonld", "JSON-LD"),
        ("out.graphml", "GraphML"),
        ("out.gexf", "GEXF"),
        ("out.csv", "CSV"),
    ],
)
def test_the_extension_chooses_the_format(kg, graph, tmp_path, name, kind):
    result = kg("export", graph, name)
    assert (result.exit_code, result.stdout) == (0, f"{name}: {kind}\n")
    assert "Huawei" in (tmp_path / name).read_text(encoding="utf-8")


def test_an_export_can_be_widened(kg, graph, tmp_path):
    assert kg("export", graph, "out.csv", "--include", "requested,planned").exit_code == 0
    rows = list(csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8-sig")))
    assert len(rows) == 3
    result = kg("export", graph, "out.csv", "--include", "guessed")
    assert result.exit_code == 1
    assert "unknown status 'guessed'; allowed are" in result.stderr


def test_the_help_lists_every_status(kg):
    shown = " ".join(kg("export", "--help").stdout.split())
    assert f"{', '.join(Category)}; or all" in shown


SELECT = "SELECT ?who ?whom WHERE { ?who d:bars ?whom }"


def test_sparql_as_a_table(kg, graph):
    result = kg("query", graph, SELECT)
    assert result.exit_code == 0
    header, *rows = result.stdout.splitlines()
    assert header.split() == ["who", "whom"]
    assert [row.split() for row in rows] == [["entity:Poland", "entity:Huawei"], ["entity:Spain", "entity:Huawei"]]


def test_sparql_as_csv_and_json(kg, graph):
    rows = list(csv.DictReader(io.StringIO(kg("query", graph, SELECT, "--format", "csv").stdout)))
    bindings = json.loads(kg("query", graph, SELECT, "--format", "json").stdout)["results"]["bindings"]
    assert [row["who"] for row in rows] == [row["who"]["value"] for row in bindings]
    assert rows[0]["who"].endswith("entity/Poland")


def test_sparql_from_a_file_or_standard_input(kg, graph, tmp_path):
    (tmp_path / "q.rq").write_text(f"# who bars whom\n{SELECT}")
    expected = kg("query", graph, SELECT).stdout
    assert kg("query", graph, "--file", "q.rq").stdout == expected
    assert kg("query", graph, "--file", "-", input=SELECT).stdout == expected


@pytest.mark.parametrize(
    "question",
    [["does Poland bar Huawei?"], ["does", "Poland", "bar", "Huawei"], ["does-bar", "Poland", "Huawei"]],
)
def test_a_question_in_words_is_answered_with_its_evidence(kg, graph, question):
    result = kg("query", graph, *question)
    assert result.exit_code == 0
    headline, first, quote = result.stdout.splitlines()
    assert headline == "yes: Poland bars Huawei, as told on 2025-01-01"
    assert first.split()[0] == evidence_ids(graph)["Poland", "bars"]
    assert quote == "      “Poland bars Huawei.” (CNBC, 2025-01-01)"


def test_an_answer_in_words_has_its_csv_and_json(kg, graph):
    wanted = evidence_ids(graph)
    rows = list(csv.DictReader(io.StringIO(kg("query", graph, "who bars Huawei", "--format", "csv").stdout)))
    assert [(row["id"], row["subject"], row["status"]) for row in rows] == [
        (wanted[name, "bars"], name, "told as fact") for name in ("Poland", "Spain")
    ]
    answer = json.loads(kg("query", graph, "who bars Huawei", "--format", "json").stdout)
    assert answer["answer"] == "Huawei is barred by Poland and Spain"
    assert [line["id"] for line in answer["evidence"]] == [row["id"] for row in rows]


@pytest.mark.parametrize("arguments", [[], [SELECT, "--file", "q.rq"]])
def test_one_question_is_needed(kg, graph, arguments):
    result = kg("query", graph, *arguments)
    assert result.exit_code == 2
    assert "give one question" in result.stderr


def test_explain_shows_sentence_rule_and_trigger(kg, graph):
    wanted = evidence_ids(graph)["Poland", "bars"]
    result = kg("explain", graph, wanted)
    assert result.exit_code == 0
    assert "Poland [bars] Huawei." in result.stdout
    assert "fake" in result.stdout
    assert kg("explain", graph, wanted[:8]).stdout == result.stdout


def test_a_graph_that_was_built_is_valid(kg, graph):
    result = kg("validate", graph)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("valid: ")


def test_an_export_is_a_graph_that_rdflib_reads(kg, graph, tmp_path):
    kg("export", graph, "out.ttl")
    found = (
        rdflib.Graph()
        .parse(tmp_path / "out.ttl")
        .query("PREFIX d: <https://w3id.org/faultline/ontology#> SELECT ?who WHERE { ?who d:bars ?whom } ORDER BY ?who")
    )
    assert [str(row.who).rpartition("/")[2] for row in found] == ["Poland", "Spain"]


def test_a_named_query(kg, graph):
    result = kg("query", graph, "--named", "facts", "--format", "csv")
    assert result.exit_code == 0
    assert [row["who"] for row in csv.DictReader(io.StringIO(result.stdout))] == ["Poland", "Spain", "Spain"]


def test_a_named_query_takes_other_names(kg, graph):
    def rows(*names):
        result = kg("query", graph, "--named", "network", *names, "--format", "csv")
        assert result.exit_code == 0
        return [(row["how"], row["other"]) for row in csv.DictReader(io.StringIO(result.stdout))]

    assert rows() == [("is barred by", "Poland"), ("is barred by", "Spain")]
    assert rows("Poland") == [("bars", "Huawei"), ("is pressured by", "Spain")]
    assert rows("Nobody") == []


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        (("--named", "facts", "Poland"), 1, "facts: too many names, 1; those that can be changed are none"),
        (("--named", "nothing"), 2, "'nothing' is not one of 'asked'"),
        (("--named", "facts", "--file", "x.rq"), 2, "give --file or --named, not both"),
    ],
)
def test_a_named_query_that_cannot_be_asked(kg, graph, arguments, code, reason):
    result = kg("query", graph, *arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert reason in result.stderr and result.stderr.count("\n") == 1


def test_the_help_lists_the_named_queries(kg):
    shown = kg("query", "--help").stdout
    assert "restricts" in shown and "Who restricts China now" in " ".join(shown.split())


def test_a_file_is_validated_like_a_graph(kg, graph, tmp_path):
    assert kg("export", graph, "x.ttl").exit_code == 0
    good = kg("validate", "x.ttl")
    assert (good.exit_code, good.stderr) == (0, "") and good.stdout.startswith("valid: ")
    text = (tmp_path / "x.ttl").read_text(encoding="utf-8")
    (tmp_path / "x.ttl").write_text(text.replace("d:modality d:asserted", "d:modality d:asertted", 1), encoding="utf-8")
    bad = kg("validate", "x.ttl")
    assert (bad.exit_code, bad.stderr) == (1, "")
    assert "exactly one modality" in bad.stdout and "found d:asertted (EvidenceShape)" in bad.stdout
    assert kg("validate", "none.ttl").exit_code == 1


@pytest.mark.parametrize(
    "option", [("--status", ","), ("--status", ""), ("--review", ""), ("--min-confidence", "nan")], ids="=".join
)
def test_a_filter_that_names_nothing_is_no_filter_at_all_and_said(kg, graph, option):
    result = kg("query", "graph", "who bars Huawei?", *option)
    assert result.exit_code != 0
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1


def test_that_nothing_is_known_within_filters_is_said_with_them(kg, graph):
    question = ("query", "graph", "does Poland bar Huawei?")
    assert kg(*question).stderr == ""
    result = kg(*question, "--in-force", "2020-01-01")
    assert result.stdout.startswith("not known: ")
    assert result.stderr == "Nothing that the filters leave tells of it; without them the answer may be another\n"
    assert kg(*question, "--in-force", "2025-06-01").stderr == ""

from dataclasses import replace

import pyshacl
import pytest
import rdflib
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store
from rdflib.namespace import SH

from kg.errors import OntologyError
from kg.export import export
from kg.graph import Graph
from kg.graph.vocabulary import XSD_DATE, term
from kg.records import Field, Time
from kg.resources import shipped
from kg.shapes import checks
from kg.validate import shown, validate, validate_file, validate_store
from tests.graph.factory import (
    BAN,
    CHINA,
    FIRMS,
    FIVE_G,
    HUAWEI,
    NORDIA,
    RUN,
    SEED,
    US,
    VELTRIX,
    article,
    lifted_ban,
    passage,
    seed_evidence,
    told,
)
from tests.graph.graphs import ONTOLOGY, everything, make_graph, opened

NAMES = ONTOLOGY.namespaces
EVIDENCE = NamedNode(NAMES.evidence(seed_evidence()[4].id))
STATEMENT = NamedNode(NAMES.statement(seed_evidence()[4].statement.id))


def test_a_graph_that_we_build_is_valid(demo_graph):
    report = validate(demo_graph)
    assert report.problems == ()
    assert report.valid and str(report).startswith("valid: ")


def test_the_exported_turtle_is_valid(demo_graph, tmp_path):
    export(demo_graph, tmp_path / "x.ttl", with_text=True)
    store = Store()
    store.load(path=str(tmp_path / "x.ttl"), format=RdfFormat.TURTLE)
    assert validate_store(store).problems == ()


def test_an_empty_graph_is_valid(tmp_path):
    with opened(make_graph(tmp_path / "g", [])) as graph:
        assert validate(graph).valid


@pytest.fixture
def foreign():
    """A graph from elsewhere, in memory, to break."""

    def load(path):
        store = Store()
        store.load(path=str(path), format=RdfFormat.TURTLE)
        return store

    return load


@pytest.fixture
def store(demo_graph, tmp_path, foreign):
    export(demo_graph, tmp_path / "x.ttl", with_text=True)
    return foreign(tmp_path / "x.ttl")


def set_value(store, node, name, *values):
    for quad in list(store.quads_for_pattern(node, term(name), None)):
        store.remove(quad)
    for value in values:
        store.add(Quad(node, term(name), value))


@pytest.mark.parametrize(
    ("name", "values", "reason"),
    [
        ("d:modality", [], "exactly one modality"),
        ("d:modality", [term("d:asserted"), term("d:planned")], "exactly one modality"),
        ("d:modality", [term("d:wished")], "exactly one modality"),
        ("d:polarity", [], "exactly one polarity"),
        ("d:phase", [Literal("ended")], "exactly one phase"),
        ("d:voice", [term("d:asserted")], "exactly one voice"),
        ("d:statement", [], "exactly one statement"),
        ("d:statement", [NamedNode("http://example.org/nothing")], "the statement of an evidence is not in the graph"),
        ("d:start", [Literal("12")], "one start, an integer"),
        ("d:start", [Literal(-1)], "one start, an integer"),
        ("d:start", [Literal(99999)], "starts before it ends"),
        ("d:end", [], "one end"),
        ("d:quote", [Literal("Something else entirely.")], "the quote is not what stands at its offsets"),
        ("d:quote", [Literal("")], "a text that is not empty"),
        ("d:confidence", [Literal(1.5)], "confidence from 0 to 1"),
        ("d:timeStart", [Literal("2012")], "the first day of a time is a full date"),
        ("d:timeEnd", [Literal("2011-01-01", datatype=XSD_DATE)], "a time starts before it ends"),
        ("prov:wasDerivedFrom", [NamedNode("http://example.org/nothing")], "exactly one article of the graph"),
        ("d:content", [NamedNode("http://example.org/nothing")], "content of an evidence is an evidence"),
        ("dcterms:identifier", [Literal("x")], "one id that begins with e-"),
    ],
)
def test_broken_evidence_is_named_with_shape_and_reason(store, name, values, reason):
    set_value(store, EVIDENCE, name, *values)
    report = validate_store(store)
    assert not report.valid
    found = [p for p in report.problems if reason in p.reason]
    assert [p.node for p in found] == [f"evidence/{EVIDENCE.value.rpartition('/')[2]}"]
    assert found[0].shape.endswith("Shape")
    assert reason in str(report)


@pytest.mark.parametrize(
    ("name", "values", "reason"),
    [
        ("rdf:subject", [], "exactly one subject"),
        ("rdf:subject", [NamedNode(FIVE_G.id)], "the subject's class is not in the domain"),
        ("rdf:predicate", [term("d:modality")], "the predicate is no relation"),
        ("rdf:predicate", [term("d:sues"), term("d:bars")], "exactly one predicate"),
        ("rdf:object", [Literal("Huawei")], "exactly one object, an IRI"),
    ],
)
def test_broken_statements_are_named(store, name, values, reason):
    set_value(store, STATEMENT, name, *values)
    found = [p for p in validate_store(store).problems if reason in p.reason]
    assert found and all(p.node == f"statement/{STATEMENT.value.rpartition('/')[2]}" for p in found)


def test_an_object_outside_the_range_is_named(tmp_path):
    document = article("a", "Nordia sued 5G.")
    evidence = told(document, NORDIA, "sues", FIVE_G, document.text, "sued")
    with opened(make_graph(tmp_path / "g", [(document, [evidence])])) as graph:
        [problem] = validate(graph).problems
    assert problem.node == f"statement/{evidence.statement.id}"
    assert (problem.shape, problem.found) == ("RangeShape", "entity/5G")
    assert problem.reason == "the object's class is not in the range of the relation"


@pytest.mark.parametrize(("subject", "object"), [(CHINA, HUAWEI), (NORDIA, FIVE_G)])
def test_a_fact_without_evidence_is_named(store, subject, object):
    store.add(Quad(NamedNode(subject.id), term("d:bars"), NamedNode(object.id)))
    reasons = [p for p in validate_store(store).problems if p.shape == "FactShape"]
    assert [p.found for p in reasons] == [f"d:bars {object.id.replace(NAMES.base, '')}"]


def test_what_is_only_asked_for_may_not_stand_as_a_fact(store):
    request = seed_evidence()[0].statement
    store.add(Quad(NamedNode(request.subject.id), term("d:bars"), NamedNode(request.object.id)))
    problems = validate_store(store).problems
    assert {problem.shape for problem in problems} == {"FactShape", "EndedShape"}
    assert {problem.node for problem in problems} == {"entity/Poland"}


def test_a_fact_that_ended_may_not_stand_as_one_in_force(store):
    store.add(Quad(NamedNode(NORDIA.id), term("d:bars"), NamedNode(VELTRIX.id)))
    [problem] = validate_store(store).problems
    assert problem.shape == "EndedShape"


def test_a_statement_in_force_stands_as_a_fact(store):
    set_value(store, NamedNode(US.id), "d:bars")
    [problem] = validate_store(store).problems
    assert (problem.shape, problem.found) == ("StateShape", "entity/Huawei")


@pytest.mark.parametrize(
    "bad",
    [
        Time("2020", "2020-12-31", "2020-01-01", "year"),
        Time("2020", "2020", None, "year"),
        Time("x", None, None, "decade"),
    ],
)
def test_bad_times_of_an_extractor_are_found(tmp_path, bad):
    evidence = [replace(e, time=bad) for e in lifted_ban()[0][1]]
    with opened(make_graph(tmp_path / "g", [(BAN, evidence)])) as graph:
        problems = validate(graph).problems
        # What is derived of a day that is none is no day either.
        assert {p.node for p in problems if "of a statement" not in p.reason} == {f"evidence/{evidence[0].id}"}


def test_an_article_without_digest_and_an_entity_without_name_are_named(store):
    set_value(store, NamedNode(NAMES.article(SEED.id)), "d:digest")
    set_value(store, NamedNode(HUAWEI.id), "skos:prefLabel")
    assert {p.reason for p in validate_store(store).problems} == {
        "an article has one digest, SHA-256 in hexadecimal",
        "an entity has a name",
    }


def test_a_graph_open_for_writing_is_checked_with_its_facts(tmp_path):
    with Graph.open(tmp_path / "g", create=True, ontology=ONTOLOGY) as graph:
        for document, evidence in everything():
            graph.replace(document, evidence, RUN)
        assert validate(graph).valid


def _shacl(store):
    """What pySHACL, which is independent of us, finds: node and message of each problem."""
    turtle = store.dump(format=RdfFormat.TURTLE, from_graph=DefaultGraph())
    data = rdflib.Graph().parse(data=turtle, format="turtle")
    shapes = rdflib.Graph().parse(shipped("ontology") / "shapes.ttl")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    return {
        (str(report.value(result, SH.focusNode)), str(report.value(result, SH.resultMessage)))
        for result in report.subjects(rdflib.RDF.type, SH.ValidationResult)
    }


@pytest.mark.parametrize(
    ("node", "name", "values"),
    [
        (EVIDENCE, "d:quote", [Literal("Something else.")]),
        (EVIDENCE, "d:statement", [NamedNode("http://example.org/none")]),
        (EVIDENCE, "d:modality", [term("d:asserted"), term("d:asertted")]),
        (EVIDENCE, "d:start", [Literal("12"), Literal(-1)]),
        (EVIDENCE, "d:confidence", [Literal(1.5)]),
        (EVIDENCE, "d:confidence", []),
        (EVIDENCE, "d:timeStart", [Literal("2012-02-30", datatype=XSD_DATE)]),
        (EVIDENCE, "d:timeEnd", [Literal("2011-01-01", datatype=XSD_DATE)]),
        (EVIDENCE, "d:timePrecision", [Literal("decade")]),
        (EVIDENCE, "prov:wasDerivedFrom", [NamedNode("http://example.org/none")]),
        (EVIDENCE, "d:place", [Literal("Poland")]),
        (STATEMENT, "rdf:subject", [NamedNode(FIVE_G.id)]),
        (STATEMENT, "rdf:predicate", [term("d:phase")]),
        (STATEMENT, "rdf:object", []),
        (STATEMENT, "dcterms:identifier", [Literal("x")]),
        (NamedNode(HUAWEI.id), "skos:prefLabel", []),
        (NamedNode(NORDIA.id), "d:bars", [NamedNode(VELTRIX.id)]),
        (NamedNode(NORDIA.id), "d:sues", [NamedNode(VELTRIX.id)]),
        (NamedNode(US.id), "d:bars", []),
        (None, None, None),
    ],
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_another_processor_finds_the_same(store, node, name, values):
    if node:
        set_value(store, node, name, *values)
    ours = {(problem.node, problem.reason) for problem in validate_store(store).problems}
    assert ours == {(shown(iri), message) for iri, message in _shacl(store)}
    assert bool(ours) is (node is not None)


@pytest.mark.parametrize("constraint", ["sh:equals d:end", "sh:minCount 2", "sh:uniqueLang true"])
def test_a_constraint_that_is_not_known_is_refused(constraint):
    text = f"""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix d: <https://w3id.org/faultline/ontology#> .
        d:SomeShape a sh:NodeShape ; sh:targetClass d:Evidence ;
            sh:property [ sh:path d:start ; {constraint} ; sh:message "no" ] ."""
    with pytest.raises(OntologyError, match="SomeShape: sh:"):
        list(checks(rdflib.Graph().parse(data=text)))


ARTICLE = NamedNode(NAMES.article(SEED.id))
PRESSED = NamedNode(NAMES.evidence(seed_evidence()[2].id))
REQUEST = NamedNode(NAMES.evidence(seed_evidence()[0].id))
DENIED = NamedNode(NAMES.evidence(seed_evidence()[7].id))
BAN_TOLD = NamedNode(NAMES.evidence(lifted_ban()[0][1][0].id))
DAY = "2019-01-27"


@pytest.mark.parametrize(
    ("node", "name", "broken", "fixed", "shape", "reason"),
    [
        (EVIDENCE, "d:quote", [], "same", "QuoteShape", "has its quote, too"),
        (EVIDENCE, "d:quote", [Literal("Since 2012.")], "same", "QuoteShape", "not what stands at its offsets"),
        (EVIDENCE, "d:end", [Literal(1)], "same", "EvidenceShape", "starts before it ends"),
        (EVIDENCE, "d:triggerStart", [], "same", "EvidenceShape", "where its trigger starts"),
        (EVIDENCE, "d:triggerStart", [Literal(5000)], "same", "EvidenceShape", "a trigger starts before it ends"),
        (EVIDENCE, "d:modality", [term("d:asertted")], "same", "EvidenceShape", "exactly one modality"),
        (EVIDENCE, "d:phase", [term("d:ended"), term("d:in-force")], "same", "EvidenceShape", "exactly one phase"),
        (EVIDENCE, "d:review", [term("d:checked")], [term("d:accepted")], "EvidenceShape", "exactly one review"),
        (EVIDENCE, "d:review", [], [term("d:corrected")], "EvidenceShape", "exactly one review"),
        (EVIDENCE, "d:corrects", [Literal("me")], [Literal("e-0123456789ab")], "EvidenceShape", "corrects at most one"),
        (EVIDENCE, "d:confidence", [Literal(-0.1)], [Literal(0.0)], "EvidenceShape", "confidence from 0 to 1"),
        (EVIDENCE, "d:confidence", [Literal("high")], [Literal(1.0)], "EvidenceShape", "confidence from 0 to 1"),
        (
            EVIDENCE,
            "d:timeEnd",
            [Literal("2019-02-30", datatype=XSD_DATE)],
            [Literal("2019-02-28", datatype=XSD_DATE)],
            "EvidenceShape",
            "the last day of a time is a full date",
        ),
        (
            EVIDENCE,
            "d:timeStart",
            [Literal("2012-01-01")],
            "same",
            "EvidenceShape",
            "first day of a time is a full date",
        ),
        (EVIDENCE, "rdf:type", [], "same", "ToldShape", "its class is missing"),
        (
            PRESSED,
            "d:content",
            [NamedNode(NAMES.evidence("e-none"))],
            "same",
            "EvidenceShape",
            "an evidence of the graph",
        ),
        (PRESSED, "d:content", [BAN_TOLD], "same", "ContentShape", "told by another article"),
        (BAN_TOLD, "d:about", [NamedNode(FIRMS.id)], [NamedNode(FIVE_G.id)], "LocalShape", "is named by another"),
        (
            STATEMENT,
            "d:firstDate",
            [Literal("2030-01-01", datatype=XSD_DATE)],
            "same",
            "StatementShape",
            "not after its last",
        ),
        (ARTICLE, "d:digest", [Literal("0" * 64)], "same", "DigestShape", "the digest is not that of the article"),
        (ARTICLE, "d:digest", [Literal("abc")], "same", "ArticleShape", "SHA-256"),
        (ARTICLE, "schema:publisher", [Literal("Another")], "same", "DigestShape", "publisher, author or URL"),
        (ARTICLE, "schema:datePublished", [Literal(DAY)], "same", "ArticleShape", "at most one date, a full one"),
    ],
)
def test_what_a_hand_edit_breaks_is_named_and_its_repair_is_valid(store, node, name, broken, fixed, shape, reason):
    before = [quad.object for quad in store.quads_for_pattern(node, term(name), None)]
    set_value(store, node, name, *broken)
    problems = [p for p in validate_store(store).problems if (p.shape, p.node) == (shape, _short(node))]
    assert len([p for p in problems if reason in p.reason]) == 1, problems
    set_value(store, node, name, *(before if fixed == "same" else fixed))
    assert validate_store(store).problems == ()


def _short(node):
    return "/".join(node.value.split("/")[4:])


def test_two_states_at_once(store):
    store.add(Quad(STATEMENT, term("d:state"), term("d:stateEnded")))
    found = {p.shape: p.reason for p in validate_store(store).problems}
    assert found["StatementShape"].startswith("a statement has at most one state")
    assert set(found) == {"StatementShape", "EndedShape"}


def test_an_entity_of_one_article_in_a_statement_of_another(tmp_path):
    document = article("a", "Nordia barred Chinese tech firms.")
    evidence = told(document, NORDIA, "bars", FIRMS, document.text, "barred")
    with opened(make_graph(tmp_path / "g", [(SEED, seed_evidence()), (document, [evidence])])) as graph:
        [problem] = validate(graph).problems
        assert (problem.shape, problem.node) == ("EntityShape", _short(NamedNode(FIRMS.id)))
        assert problem.reason == "an entity belongs to one article at most, or to none"
        export(graph, tmp_path / "x.ttl")
    store = Store()
    store.load(path=str(tmp_path / "x.ttl"), format=RdfFormat.TURTLE)
    set_value(store, NamedNode(FIRMS.id), "d:localTo", ARTICLE)
    [problem] = validate_store(store).problems
    assert (problem.shape, problem.node) == ("LocalShape", f"evidence/{evidence.id}")
    assert problem.found == _short(NamedNode(FIRMS.id))


def test_a_quote_of_a_title_and_a_second_passage_are_compared(tmp_path):
    document = article("a", "Nordia acted. It barred Veltrix.", title="Nordia bars Veltrix")
    of_title = told(document, NORDIA, "bars", VELTRIX, "Nordia bars Veltrix", "bars", field=Field.TITLE)
    of_body = told(document, NORDIA, "bars", VELTRIX, "It barred Veltrix.", "barred")
    of_body = replace(of_body, passages=(passage(document, "Nordia acted."), *of_body.passages))
    export_to = tmp_path / "x.ttl"
    with opened(make_graph(tmp_path / "g", [(document, [of_title, of_body])])) as graph:
        assert validate(graph).valid
        export(graph, export_to, with_text=True)
    text = export_to.read_text(encoding="utf-8")
    for old, new, shape in [
        ('d:quote "Nordia bars Veltrix"', 'd:quote "Nordia bans Veltrix"', "QuoteShape"),
        ('d:quote "Nordia acted."', 'd:quote "Nordia waited."', "ContextShape"),
    ]:
        assert old in text
        export_to.write_text(text.replace(old, new), encoding="utf-8")
        [problem] = validate_file(export_to, ONTOLOGY).problems
        assert problem.shape == shape

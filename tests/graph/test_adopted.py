"""A graph built with an overlay and opened without it: nothing that was written is lost, and nothing fails."""

import csv
import zipfile

import pytest

from kg.explain import explain
from kg.export import FORMATS, export
from kg.graph import Graph
from kg.graph.vocabulary import term
from kg.ontology import load_ontology
from kg.questions import ask
from kg.validate import validate
from tests.graph.factory import BAN, NORDIA, RUN, VELTRIX, actor, article, lifted_ban, told
from tests.graph.graphs import ONTOLOGY

OVERLAY = """
@prefix d: <https://w3id.org/faultline/ontology#> .
@prefix my: <https://example.org/my#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
my:Militia a owl:Class , d:EntityType ; rdfs:subClassOf d:Actor ; rdfs:label "militia" ; d:color "#123456" .
my:attacks a d:RelationGroup ; rdfs:label "attacks" ; d:inverseLabel "is attacked by" ; skos:definition "Any attack." ;
    rdfs:domain d:Actor ; rdfs:range d:Actor ; d:color "#123456" .
my:bombs a d:Relation ; rdfs:label "drops bombs on" ; d:inverseLabel "is bombed by" ; skos:definition "From the air." ;
    d:infinitive "bomb" ; rdfs:domain d:Actor ; rdfs:range my:Militia ; d:color "#abcdef" ;
    rdfs:subPropertyOf my:attacks .
my:refutes a d:Relation ; rdfs:label "refutes" ; d:inverseLabel "is refuted by" ; skos:definition "Denies." ;
    rdfs:domain d:Actor ; rdfs:range d:Deniable ; d:color "#abcdef" ; d:disputesContent true .
"""
REDS = actor("Reds", "Reds", "militia")
RAID = article("raid", "Nordia bombed the Reds.", date="2024-03-20")
BOMBED = told(RAID, NORDIA, "bombs", REDS, RAID.text, "bombed")
REFUTED = told(RAID, REDS, "refutes", NORDIA, RAID.text, "bombed", content=(BOMBED.id,))


@pytest.fixture
def path(tmp_path):
    (tmp_path / "overlay").mkdir()
    (tmp_path / "overlay" / "mine.ttl").write_text(OVERLAY)
    with Graph.open(tmp_path / "g", create=True, ontology=load_ontology(tmp_path / "overlay")) as graph:
        graph.replace(RAID, [BOMBED, REFUTED], RUN)
    return tmp_path / "g"


def without_overlay(path):
    return Graph.open(path, read_only=True, ontology=ONTOLOGY)


def dump(graph):
    return sorted(map(str, graph.store))


def test_evidence_and_its_words_come_back(path):
    with without_overlay(path) as graph:
        assert list(graph.evidence(RAID.id)) == [BOMBED, REFUTED]
        assert explain(graph, BOMBED.id).text.startswith(f"{BOMBED.id}  Nordia drops bombs on Reds — told as fact")
        assert graph.ontology.types["militia"].color == "#123456"
        assert validate(graph).valid


def test_it_can_be_asked_in_words(path):
    with without_overlay(path) as graph:
        assert ask(graph, "does Nordia bomb Reds").headline.startswith("yes: Nordia drops bombs on Reds")
        assert ask(graph, "who attacks Reds").headline == "Reds is attacked by Nordia"


@pytest.mark.parametrize("extension", [one for one in FORMATS if one not in (".dyads.csv", ".png", ".xlsx")])
@pytest.mark.parametrize("include", [None, "fact"])
def test_it_is_exported(path, tmp_path, extension, include):
    out = tmp_path / f"x{extension}"
    with without_overlay(path) as graph:
        export(graph, out, include=include)
    data = out.read_bytes()
    if zipfile.is_zipfile(out):
        with zipfile.ZipFile(out) as parts:
            data = b"".join(map(parts.read, parts.namelist()))
    assert b"bombs" in data or extension == ".png"
    if extension == ".csv":
        assert "drops bombs on" in {row["relation"] for row in csv.DictReader(out.open(encoding="utf-8-sig"))}


def test_a_build_without_the_overlay_keeps_the_facts_and_the_words(path):
    with Graph.open(path, ontology=ONTOLOGY) as graph:
        for document, evidence in lifted_ban():
            graph.replace(document, evidence, RUN)
    with without_overlay(path) as graph:
        assert graph.query("ASK { ?x <https://example.org/my#bombs> ?y }")
        assert explain(graph, BOMBED.id).state.disputed
        assert graph.ontology.relations["bombs"].label == "drops bombs on"
        assert graph.ontology.members("attacks") == ("bombs",)
        kept = dump(graph)
    with Graph.open(path, ontology=load_ontology(path.parent / "overlay")) as graph:
        graph.refresh_facts()
        assert set(kept) - set(dump(graph)) == set()


def test_a_relation_of_which_no_words_are_left_goes_by_its_name(path):
    graph = Graph.open(path.parent / "killed", create=True, ontology=load_ontology(path.parent / "overlay"))
    graph.replace(RAID, [BOMBED, REFUTED], RUN)
    graph.close()  # as if killed before the facts were derived
    with without_overlay(path.parent / "killed") as graph:
        assert graph.query("ASK { ?x <https://example.org/my#bombs> ?y }")
        assert explain(graph, BOMBED.id).text.startswith(f"{BOMBED.id}  Nordia bombs Reds — told as fact")
        assert {entity.type for entity in graph.entities()} == {"country", "militia"}
        assert validate(graph).valid


def test_what_nothing_uses_any_more_is_forgotten(path):
    with Graph.open(path, ontology=ONTOLOGY) as graph:
        graph.replace(BAN, [told(BAN, NORDIA, "bars", VELTRIX, BAN.text, "barred")], RUN)
        graph.remove(RAID.id)
    with without_overlay(path) as graph:
        assert graph.ontology is ONTOLOGY
        assert not graph.query("ASK { <https://example.org/my#bombs> ?p ?o }")
        assert list(graph.store.quads_for_pattern(None, term("rdfs:label"), None))

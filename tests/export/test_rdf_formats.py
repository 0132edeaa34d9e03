import io

import pytest
import rdflib
from pyoxigraph import DefaultGraph
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, SKOS

from kg.export import export, write_jsonld, write_nquads, write_turtle
from kg.graph import Graph
from kg.graph.facts import Category
from tests.graph.factory import HUAWEI, LIFT, NORDIA, POLAND, RUN, SEED, US, VELTRIX, article, told
from tests.graph.graphs import ONTOLOGY, everything, make_graph, opened

D = rdflib.Namespace("https://w3id.org/faultline/ontology#")
SCHEMA = rdflib.Namespace("https://schema.org/")


def stored(graph):
    """The store's triples, read by rdflib from Oxigraph's own N-Triples."""
    lines = io.BytesIO()
    from pyoxigraph import RdfFormat

    graph.store.dump(lines, RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    return rdflib.Graph().parse(data=lines.getvalue(), format="nt")


def written(write, graph, **options):
    out = io.BytesIO()
    write(graph, out, **options)
    return out.getvalue()


def strange_graph(path):
    text = 'She said "no"\\\n\ttwice; \\u0041 – “Übel” 🚀\r\nEnd.'
    document = article("päth/with space.txt", text, title='Title\'s "quote"', date="2024-02-29")
    evidence = told(document, POLAND, "bars", HUAWEI, 'said "no"\\\n\ttwice', "said")
    return make_graph(path, [*everything(), (document, [evidence])])


@pytest.mark.parametrize(("write", "form"), [(write_turtle, "turtle"), (write_jsonld, "json-ld")])
def test_rdflib_reads_back_the_same_graph(tmp_path, write, form):
    with opened(strange_graph(tmp_path / "g")) as graph:
        read = rdflib.Graph().parse(data=written(write, graph, with_text=True), format=form)
        assert isomorphic(read, stored(graph))
        assert len(read) > 500


def test_nquads_keep_each_article_in_its_graph(tmp_path):
    with opened(strange_graph(tmp_path / "g")) as graph:
        text = written(write_nquads, graph, with_text=True)
        read = rdflib.Dataset().parse(data=text, format="nquads")
        merged = rdflib.Graph()
        for triple in ((s, p, o) for s, p, o, _ in read.quads()):
            merged.add(triple)
        assert isomorphic(merged, stored(graph))
        assert len({name for *_, name in read.quads()}) == 5
    assert text.splitlines() == sorted(text.splitlines())


@pytest.mark.parametrize("write", [write_turtle, write_jsonld, write_nquads])
def test_the_text_of_articles_is_left_out_unless_asked_for(demo_graph, write):
    needle = b"security concerns by the U.S. government.\\n\\n"
    assert needle not in written(write, demo_graph)
    assert needle in written(write, demo_graph, with_text=True)


def test_turtle_is_readable(demo_graph):
    text = written(write_turtle, demo_graph).decode()
    assert "\nentity:Poland a d:Country ;\n" in text
    assert "    d:bars entity:Huawei ;\n" in text
    subjects = [line.split()[0] for line in text.splitlines() if line and line[0] not in " @"]
    assert len(subjects) == len(set(subjects))


def test_a_choice_of_statuses_leaves_out_the_rest_with_its_articles(demo_graph):
    read = rdflib.Graph().parse(data=written(write_turtle, demo_graph, include={Category.FACT}), format="turtle")
    modalities = set(read.objects(None, D.modality))
    assert modalities == {D.asserted}
    articles = {str(name) for name in read.objects(None, rdflib.DCTERMS.identifier) if str(name) in (SEED.id, LIFT.id)}
    assert articles == {SEED.id}
    assert (rdflib.URIRef(US.id), D.bars, rdflib.URIRef(HUAWEI.id)) in read
    assert not list(read.objects(None, D.content))
    assert not list(read.subjects(SKOS.prefLabel, rdflib.Literal("Chinese tech firms")))


def test_an_ended_statement_is_no_fact_in_any_export(demo_graph):
    read = rdflib.Graph().parse(data=written(write_turtle, demo_graph), format="turtle")
    assert (rdflib.URIRef(NORDIA.id), D.bars, rdflib.URIRef(VELTRIX.id)) not in read
    assert (None, D.state, D.stateEnded) in read


def test_dates_are_dates(demo_graph, tmp_path):
    export(demo_graph, tmp_path / "x.ttl")
    read = rdflib.Graph().parse(tmp_path / "x.ttl")
    days = [
        *read.objects(None, D.timeStart),
        *read.objects(None, SCHEMA.datePublished),
        *read.objects(None, D.firstDate),
    ]
    assert len(days) > 8
    assert all(day.datatype == rdflib.XSD.date for day in days)


def test_statements_are_reified_as_rdf_says(demo_graph, tmp_path):
    export(demo_graph, tmp_path / "x.jsonld")
    read = rdflib.Graph().parse(tmp_path / "x.jsonld")
    statements = list(read.subjects(RDF.type, RDF.Statement))
    assert len(statements) == 9
    for statement in statements:
        assert all(read.value(statement, part) for part in (RDF.subject, RDF.predicate, RDF.object))


@pytest.mark.parametrize("write", [write_turtle, write_jsonld, write_nquads])
def test_a_graph_whose_facts_are_not_derived_yet_exports_the_same(demo_graph, tmp_path, write):
    graph = Graph.open(tmp_path / "g", create=True, ontology=ONTOLOGY)
    for document, evidence in everything():
        graph.replace(document, evidence, RUN)
    assert not graph.has_facts
    assert written(write, graph, with_text=True) == written(write, demo_graph, with_text=True)
    graph.close()

"""Each export of a nasty graph, read back by a program that is not ours: the same counts, the same values."""

import csv
import io
import json
import warnings
from collections import Counter

import igraph
import networkx as nx
import pandas as pd
import pytest
import rdflib
from lxml import etree
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat

from kg.export import export
from kg.export.csv import COLUMNS, safe
from kg.export.xml_text import clean
from kg.graph.network import EVERYTHING, network
from tests.export.gexf_rules import VIZ, G, broken_rules
from tests.export.nasty import nasty, nasty_graph
from tests.graph.graphs import opened


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return nasty_graph(tmp_path_factory.mktemp("nasty") / "graph")


@pytest.fixture
def graph(path):
    with opened(path) as graph:
        yield graph


def dumped(graph, form, **options):
    """What the store itself writes."""
    lines = io.BytesIO()
    graph.store.dump(lines, form, **options)
    return lines.getvalue()


def dataset(data, form):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's own
        found = rdflib.Dataset().parse(data=data, format=form)
        return {(s, p, o, str(g)) for s, p, o, g in found.quads()}


@pytest.mark.parametrize("extension", [".ttl", ".jsonld"])
def test_rdflib_reads_every_triple(graph, tmp_path, extension):
    export(graph, tmp_path / f"x{extension}", with_text=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's own
        read = rdflib.Graph().parse(tmp_path / f"x{extension}")
    stored = rdflib.Graph().parse(data=dumped(graph, RdfFormat.N_TRIPLES, from_graph=DefaultGraph()), format="nt")
    assert set(read) == set(stored)
    assert len(read) > 500


@pytest.mark.parametrize(("extension", "form"), [(".nq", "nquads"), (".trig", "trig")])
def test_rdflib_reads_every_quad_in_its_graph(graph, tmp_path, extension, form):
    export(graph, tmp_path / f"x{extension}", with_text=True)
    read = dataset((tmp_path / f"x{extension}").read_bytes(), form)
    stored = dataset(dumped(graph, RdfFormat.N_QUADS), "nquads")
    assert read == {quad for quad in stored if quad[3] != "urn:x-rdflib:default"}
    named = [name.value for name in graph.store.named_graphs() if isinstance(name, NamedNode)]
    assert {quad[3] for quad in read} == set(named)
    assert len(named) == len(nasty()) + 1


def test_pandas_reads_every_row_of_csv(graph, tmp_path):
    export(graph, tmp_path / "x.csv")
    table = pd.read_csv(tmp_path / "x.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")
    assert tuple(table.columns) == COLUMNS
    told = {evidence.id: (document, evidence) for document, found in nasty() for evidence in found}
    rows = {row["id"]: row for row in table.to_dict("records")}
    assert rows.keys() == told.keys() and len(table) == len(told)
    for id, (document, evidence) in told.items():
        row, statement = rows[id], evidence.statement
        passage = evidence.passages[0]
        expected = {
            "subject": statement.subject.name,
            "object": statement.object.name,
            "subject wikidata": statement.subject.wikidata or "",
            "predicate": statement.predicate,
            "according to": "; ".join(speaker.name for speaker in evidence.attribution),
            "about": "; ".join(topic.name for topic in evidence.about),
            "time": evidence.time.value if evidence.time else "",
            "quote": passage.text,
            "start": str(passage.start),
            "end": str(passage.end),
            "field": passage.field,
            "article": document.id,
            "article title": document.title,
            "publisher": document.publisher or "",
            "date": document.date or "",
            "url": document.url or "",
            "confidence": f"{evidence.confidence:.3f}",
            "review": evidence.review,
            "corrects": evidence.corrects,
        }
        assert {name: row[name] for name in expected} == {name: safe(value) for name, value in expected.items()}
        assert document.text[passage.start : passage.end] == passage.text
    states = {state.statement.id: state for state in graph.states()}
    for id, (_, evidence) in told.items():
        state = states[evidence.statement.id]
        found = {name: rows[id][name] for name in ("origins", "first date", "last date")}
        expected = {"origins": str(len(state.origins)), "first date": state.first or "", "last date": state.last or ""}
        assert found == expected


def test_no_cell_of_csv_is_a_formula(graph, tmp_path):
    export(graph, tmp_path / "x.csv")
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]


def test_igraph_reads_every_node_and_edge_of_graphml(graph, tmp_path):
    export(graph, tmp_path / "x.graphml", include="all")
    net = network(graph, include=EVERYTHING)
    read = igraph.Graph.Read_GraphML(str(tmp_path / "x.graphml"))
    assert {v["id"] for v in read.vs} == set(net.nodes)
    for vertex in read.vs:
        for name, value in net.nodes[vertex["id"]].items():
            assert vertex[name] == clean(value), name
    found = {(read.vs[e.source]["id"], read.vs[e.target]["id"], e["kind"]): e for e in read.es}
    assert len(read.es) == len(found) == net.number_of_edges()
    for source, target, data in net.edges(data=True):
        for name in data.keys() - {"id"}:  # igraph has ids of nodes alone
            assert found[source, target, data["kind"]][name] == clean(data[name]), name


def test_networkx_reads_graphml_with_ids(graph, tmp_path):
    export(graph, tmp_path / "x.graphml", include="all")
    read = nx.read_graphml(tmp_path / "x.graphml", force_multigraph=True)
    net = network(graph, include=EVERYTHING)
    assert dict(read.nodes(data=True)) == {n: {k: clean(x) for k, x in d.items()} for n, d in net.nodes(data=True)}
    edges = {data["id"]: data for *_, data in net.edges(data=True)}
    assert {key for *_, key in read.edges(keys=True)} == edges.keys()
    for _, _, key, data in read.edges(keys=True, data=True):
        assert {"id": key} | data == {name: clean(value) for name, value in edges[key].items()}


@pytest.mark.parametrize("timeline", [False, True])
def test_lxml_reads_every_node_and_edge_of_gexf(graph, tmp_path, timeline):
    export(graph, tmp_path / "x.gexf", include="all", timeline=timeline)
    assert broken_rules(tmp_path / "x.gexf") == []
    net = network(graph, include=EVERYTHING)
    root = etree.parse(str(tmp_path / "x.gexf")).getroot()
    titles = {a.get("id"): a.get("title") for a in root.iter(f"{G}attribute")}

    def values(element):
        return {titles[value.get("for")]: value.get("value") for value in element.iter(f"{G}attvalue")}

    nodes = {node.get("id"): node for node in root.iter(f"{G}node")}
    assert nodes.keys() == set(net.nodes)
    for iri, data in net.nodes(data=True):
        assert nodes[iri].get("label") == clean(data["label"])
        assert float(nodes[iri].find(f"{VIZ}size").get("value")) == data["size"]
        assert values(nodes[iri]) == {name: data[name] for name in ("type", "wikidata") if data[name]}
    edges = {edge.get("id"): edge for edge in root.iter(f"{G}edge")}
    assert len(edges) == net.number_of_edges()
    for source, target, data in net.edges(data=True):
        edge = edges[data["id"]]
        assert (edge.get("source"), edge.get("target"), edge.get("kind")) == (source, target, data["kind"])
        assert edge.get("type") == ("directed" if data["directed"] else "undirected")
        assert float(edge.get("weight")) == data["weight"]
        shown = {name: data[name] for name in (*data,) if name not in _NOT_VALUES and data[name] != ""}
        text = {name: str(x).lower() if isinstance(x, bool) else clean(str(x)) for name, x in shown.items()}
        assert values(edge) == text


_NOT_VALUES = {"id", "label", "kind", "weight", "color", "directed"}


def test_networkx_reads_gexf_and_its_spells(graph, tmp_path):
    export(graph, tmp_path / "x.gexf", include="all", timeline=True)
    text = (tmp_path / "x.gexf").read_text(encoding="utf-8")
    # networkx knows no GEXF after 1.2draft, and no graph in which only some edges are directed
    for new, old in (
        ("http://gexf.net/1.3", "http://www.gexf.net/1.2draft"),
        ('version="1.3"', 'version="1.2"'),
        ('type="undirected"', 'type="directed"'),
    ):
        text = text.replace(new, old)
    read = nx.read_gexf(io.BytesIO(text.encode()), version="1.2draft")
    net = network(graph, include=EVERYTHING)
    assert (set(read.nodes), read.number_of_edges()) == (set(net.nodes), net.number_of_edges())
    assert any(data.get("spells") for *_, data in read.edges(data=True))


def test_the_nasty_graph_is_nasty(graph):
    net = network(graph, include=EVERYTHING)
    assert nx.number_of_selfloops(net) == 1
    assert Counter(data["directed"] for *_, data in net.edges(data=True))[False] == 1
    assert any(not data["first_date"] for *_, data in net.edges(data=True))
    text = json.dumps([data["label"] for _, data in net.nodes(data=True)], ensure_ascii=False)
    assert all(piece in text for piece in ("🚀", "شركة", "&", "\\u000b", "\\u001f"))
    assert max(len(data["label"]) for _, data in net.nodes(data=True)) > 1000

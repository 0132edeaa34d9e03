import re
import xml.etree.ElementTree as ElementTree

import igraph
import networkx as nx
import pytest

from kg.export import export
from kg.graph.network import EVERYTHING, FACTS, network
from tests.graph.factory import HUAWEI, POLAND, article, told
from tests.graph.graphs import make_graph, opened

GEXF = "{http://gexf.net/1.3}"
VIZ = "{http://gexf.net/1.3/viz}"
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"


@pytest.fixture(params=[None, "all"], ids=["facts", "all"])
def include(request):
    return request.param


def expected(graph, include):
    return network(graph, include=EVERYTHING if include else FACTS)


def test_igraph_reads_every_node_and_edge_of_graphml(demo_graph, tmp_path, include):
    export(demo_graph, tmp_path / "x.graphml", include=include)
    net = expected(demo_graph, include)
    read = igraph.Graph.Read_GraphML(str(tmp_path / "x.graphml"))
    assert {v["id"] for v in read.vs} == set(net.nodes)
    for vertex in read.vs:
        for name, value in net.nodes[vertex["id"]].items():
            assert vertex[name] == value, name
    found = {(read.vs[e.source]["id"], read.vs[e.target]["id"], e["kind"]): e for e in read.es}
    assert found.keys() == {(s, t, data["kind"]) for s, t, data in net.edges(data=True)}
    assert len(read.es) == net.number_of_edges()
    for source, target, data in net.edges(data=True):
        for name, value in data.items():
            if name == "id":  # igraph has ids of nodes alone; the XML's are checked below
                continue
            assert found[source, target, data["kind"]][name] == value, name


def test_graphml_has_a_label_on_each_edge_and_keys_of_their_own(demo_graph, tmp_path):
    export(demo_graph, tmp_path / "x.graphml", include="all")
    root = ElementTree.parse(tmp_path / "x.graphml").getroot()
    keys = [key.get("id") for key in root.iter(f"{GRAPHML}key")]
    assert len(keys) == len(set(keys))
    edges = list(root.iter(f"{GRAPHML}edge"))
    facts, rest = {"bars", "pressures", "denies an accusation by or about"}, {"to bar", "may bar", "no longer bars"}
    assert {edge.get("label") for edge in edges} == facts | rest
    ids = [edge.get("id") for edge in edges]
    assert len(ids) == len(set(ids)) == 9


def gexf(graph, path, include):
    export(graph, path, include=include)
    return ElementTree.parse(path).getroot()


def test_gexf_holds_every_node_and_edge_with_its_attributes(demo_graph, tmp_path, include):
    root = gexf(demo_graph, tmp_path / "x.gexf", include)
    net = expected(demo_graph, include)
    titles = {a.get("id"): a.get("title") for a in root.iter(f"{GEXF}attribute")}
    nodes = {node.get("id"): node for node in root.iter(f"{GEXF}node")}
    assert nodes.keys() == set(net.nodes)
    for iri, data in net.nodes(data=True):
        node = nodes[iri]
        assert node.get("label") == data["label"]
        assert float(node.find(f"{VIZ}size").get("value")) == data["size"]
        assert as_hex(node) == data["color"]
        assert values(node, titles) == {name: data[name] for name in ("type", "wikidata") if data[name]}
    edges = {edge.get("id"): edge for edge in root.iter(f"{GEXF}edge")}
    assert len(edges) == net.number_of_edges()
    for source, target, data in net.edges(data=True):
        edge = edges[data["id"]]
        assert (edge.get("source"), edge.get("target")) == (source, target)
        assert (edge.get("label"), edge.get("kind"), float(edge.get("weight"))) == (
            data["label"],
            data["kind"],
            data["weight"],
        )
        assert edge.get("type") == "directed"
        assert as_hex(edge) == data["color"]
        names = ("predicate", "status", "first_date", "last_date", "since", "until", "review", "quote", "article")
        shown = {name: data[name] for name in (*names, "evidence") if data[name]}
        assert values(edge, titles) == shown | {"disputed": "false", "confidence": str(data["confidence"])}


def as_hex(element):
    color = element.find(f"{VIZ}color")
    return "#" + "".join(f"{int(color.get(part)):02x}" for part in "rgb")


def values(element, titles):
    found = element.iter(f"{GEXF}attvalue")
    return {titles[value.get("for")]: value.get("value") for value in found}


def test_gexf_keeps_the_rules_of_version_1_3(demo_graph, tmp_path):
    root = gexf(demo_graph, tmp_path / "x.gexf", "all")
    assert root.tag == f"{GEXF}gexf" and root.get("version") == "1.3"
    drawn = root.find(f"{GEXF}graph")
    assert drawn.attrib == {"defaultedgetype": "directed", "mode": "static", "idtype": "string"}
    assert [child.tag for child in drawn] == [
        f"{GEXF}{name}" for name in ("attributes", "attributes", "nodes", "edges")
    ]
    for attributes in drawn.iter(f"{GEXF}attributes"):
        assert attributes.get("class") in ("node", "edge")
        ids = [a.get("id") for a in attributes]
        assert len(ids) == len(set(ids))
        assert {a.get("type") for a in attributes} <= {"string", "boolean", "double", "integer"}
        declared = set(ids)
        used = {v.get("for") for e in drawn.iter(f"{GEXF}{attributes.get('class')}") for v in e.iter(f"{GEXF}attvalue")}
        assert used <= declared
    nodes = {node.get("id") for node in drawn.iter(f"{GEXF}node")}
    assert "" not in nodes
    edges = list(drawn.iter(f"{GEXF}edge"))
    assert all(e.get("source") in nodes and e.get("target") in nodes for e in edges)
    assert all(e.get("id") and e.get("kind") and e.get("type") in ("directed", "undirected") for e in edges)
    triples = [(e.get("source"), e.get("target"), e.get("kind")) for e in edges]
    assert len(triples) == len(set(triples))
    assert drawn.find(f"{GEXF}nodes").get("count") == str(len(nodes))
    days = [v.get("value") for v in drawn.iter(f"{GEXF}attvalue") if v.get("for").endswith("_date")]
    assert days and all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in days)


def test_networkx_reads_gexf_too(demo_graph, tmp_path):
    export(demo_graph, tmp_path / "x.gexf", include="all")
    text = (tmp_path / "x.gexf").read_text(encoding="utf-8")
    older = text.replace("http://gexf.net/1.3/viz", "http://www.gexf.net/1.2draft/viz")
    older = older.replace("http://gexf.net/1.3", "http://www.gexf.net/1.2draft").replace(
        'version="1.3"', 'version="1.2"'
    )
    (tmp_path / "x.gexf").write_text(older, encoding="utf-8")
    read = nx.read_gexf(tmp_path / "x.gexf", version="1.2draft")
    assert (read.number_of_nodes(), read.number_of_edges()) == (9, 9)


@pytest.mark.parametrize("extension", [".gexf", ".graphml"])
def test_characters_that_xml_forbids_do_not_break_the_file(tmp_path, extension):
    document = article("a", 'Poland\x00 barred\x0b <Huawei> & "more" 🚀\ufffe.', title="\x1b[31mRed")
    evidence = told(document, POLAND, "bars", HUAWEI, document.text, "barred")
    with opened(make_graph(tmp_path / "g", [(document, [evidence])])) as graph:
        export(graph, tmp_path / f"x{extension}")
    text = "".join(
        value
        for e in ElementTree.parse(tmp_path / f"x{extension}").iter()
        for value in [*e.attrib.values(), e.text or ""]
    )
    assert '<Huawei> & "more" 🚀' in text

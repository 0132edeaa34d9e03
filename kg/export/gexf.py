"""GEXF 1.3 for Gephi; every edge has a `kind`, for without it Gephi merges parallel edges and loses their data."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import BinaryIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from kg.export.xml_text import clean
from kg.graph.facts import Category
from kg.graph.network import FACTS, network
from kg.graph.reading import Reading

NAMESPACE = "http://gexf.net/1.3"
VIZ = "http://gexf.net/1.3/viz"
NODE_ATTRIBUTES = {"type": "string", "wikidata": "string"}
EDGE_ATTRIBUTES = {
    "predicate": "string",
    "status": "string",
    "first_date": "string",
    "last_date": "string",
    "disputed": "boolean",
    "quote": "string",
    "article": "string",
    "evidence": "string",
}


def write_gexf(graph: Reading, stream: BinaryIO, *, include: Collection[Category] = FACTS) -> None:
    """The network of actors as a static graph; dates are attributes, left out where unknown."""
    net = network(graph, include=include)
    ElementTree.register_namespace("", NAMESPACE)
    ElementTree.register_namespace("viz", VIZ)
    root = Element(_tag("gexf"), {"version": "1.3"})
    meta = SubElement(root, _tag("meta"))
    SubElement(meta, _tag("creator")).text = "Faultline"
    SubElement(meta, _tag("description")).text = "Statements from news, one edge for each source, target and kind"
    drawn = SubElement(root, _tag("graph"), {"defaultedgetype": "directed", "mode": "static", "idtype": "string"})
    _declare(drawn, "node", NODE_ATTRIBUTES)
    _declare(drawn, "edge", EDGE_ATTRIBUTES)
    nodes = SubElement(drawn, _tag("nodes"), {"count": str(net.number_of_nodes())})
    for iri, data in net.nodes(data=True):
        node = SubElement(nodes, _tag("node"), {"id": clean(iri), "label": clean(data["label"])})
        _values(node, NODE_ATTRIBUTES, data)
        _color(node, data["color"])
        SubElement(node, f"{{{VIZ}}}size", {"value": str(data["size"])})
    edges = SubElement(drawn, _tag("edges"), {"count": str(net.number_of_edges())})
    for source, target, data in net.edges(data=True):
        attributes = {
            "id": data["id"],
            "source": clean(source),
            "target": clean(target),
            "type": "directed" if data["directed"] else "undirected",
            "kind": data["kind"],
            "label": data["label"],
            "weight": f"{data['weight']:.1f}",
        }
        edge = SubElement(edges, _tag("edge"), attributes)
        _values(edge, EDGE_ATTRIBUTES, data)
        _color(edge, data["color"])
    tree = ElementTree.ElementTree(root)
    ElementTree.indent(tree)
    tree.write(stream, encoding="utf-8", xml_declaration=True)
    stream.write(b"\n")


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _declare(drawn: Element, kind: str, attributes: dict[str, str]) -> None:
    declared = SubElement(drawn, _tag("attributes"), {"class": kind, "mode": "static"})
    for name, type in attributes.items():
        SubElement(declared, _tag("attribute"), {"id": f"{kind}_{name}", "title": name, "type": type})


def _values(element: Element, names: Iterable[str], data: dict[str, object]) -> None:
    kind = element.tag.rpartition("}")[2]
    values = SubElement(element, _tag("attvalues"))
    for name in names:
        value = data[name]
        if value != "":
            text = str(value).lower() if isinstance(value, bool) else clean(str(value))
            SubElement(values, _tag("attvalue"), {"for": f"{kind}_{name}", "value": text})
    if not len(values):
        element.remove(values)


def _color(element: Element, color: str) -> None:
    red, green, blue = (str(int(color[at : at + 2], 16)) for at in (1, 3, 5))
    SubElement(element, f"{{{VIZ}}}color", {"r": red, "g": green, "b": blue, "a": "1.0"})

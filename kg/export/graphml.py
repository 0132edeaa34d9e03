"""GraphML by networkx, with what Gephi needs on each edge: a label of its own, and an id that no other has."""

from __future__ import annotations

from collections.abc import Collection
from io import BytesIO
from typing import BinaryIO
from xml.etree import ElementTree

import networkx as nx

from kg.export.xml_text import clean
from kg.graph.facts import Category
from kg.graph.network import FACTS, network
from kg.graph.reading import Reading

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"


def write_graphml(graph: Reading, stream: BinaryIO, *, include: Collection[Category] = FACTS) -> None:
    """The network of actors; a node's and an edge's attribute of one name have a key id each, as readers expect."""
    net = network(graph, include=include)
    plain = nx.MultiDiGraph()
    for node, data in net.nodes(data=True):
        plain.add_node(clean(node), **{name: clean(value) for name, value in data.items()})
    for source, target, data in net.edges(data=True):
        attributes = {name: clean(value) for name, value in data.items()}
        plain.add_edge(clean(source), clean(target), key=attributes.pop("id"), **attributes)
    written = BytesIO()
    nx.write_graphml_xml(plain, written, encoding="utf-8", prettyprint=True)
    ElementTree.register_namespace("", NAMESPACE)
    tree = ElementTree.ElementTree(ElementTree.fromstring(written.getvalue()))
    keys = {key.get("id"): key.get("attr.name") for key in tree.iter(f"{{{NAMESPACE}}}key") if key.get("for") == "edge"}
    for edge in tree.iter(f"{{{NAMESPACE}}}edge"):
        for data in edge.iter(f"{{{NAMESPACE}}}data"):
            if keys.get(data.get("key")) == "label":
                edge.set("label", data.text or "")
    tree.write(stream, encoding="utf-8", xml_declaration=True)

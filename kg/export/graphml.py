"""GraphML, with what Gephi needs on each edge: a label of its own, and an id that no other has."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, SubElement

from kg.export.xml_text import HEADER, clean, write_element, write_line
from kg.graph.facts import Category
from kg.graph.network import FACTS, stream_network
from kg.graph.reading import Reading

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
NODE_ATTRIBUTES = {"label": "string", "type": "string", "color": "string", "size": "double", "wikidata": "string"}
EDGE_ATTRIBUTES = {
    "label": "string",
    "predicate": "string",
    "kind": "string",
    "status": "string",
    "weight": "long",
    "first_date": "string",
    "last_date": "string",
    "since": "string",
    "until": "string",
    "disputed": "boolean",
    "confidence": "double",
    "review": "string",
    "quote": "string",
    "article": "string",
    "evidence": "string",
    "color": "string",
    "directed": "boolean",
}
# A node's and an edge's attribute of one name have a key each, as readers expect.
_NODE_KEYS = {name: f"d{number}" for number, name in enumerate(NODE_ATTRIBUTES)}
_EDGE_KEYS = {name: f"d{number}" for number, name in enumerate(EDGE_ATTRIBUTES, len(NODE_ATTRIBUTES))}
_ROOT = (
    f'<graphml xmlns="{NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    f'xsi:schemaLocation="{NAMESPACE} {NAMESPACE}/1.0/graphml.xsd">'
)


def write_graphml(graph: Reading, stream: BinaryIO, *, include: Collection[Category] = FACTS) -> None:
    """The network of actors; what holds both ways stands once, and its attribute `directed` is false.

    The edge itself is directed in the file, as networkx reads no graph in which only some are.
    """
    net = stream_network(graph, include=include)
    stream.write(HEADER)
    write_line(stream, _ROOT, 0)
    for domain, attributes, keys in (
        ("node", NODE_ATTRIBUTES, _NODE_KEYS),
        ("edge", EDGE_ATTRIBUTES, _EDGE_KEYS),
    ):
        for name, type in attributes.items():
            key = {"id": keys[name], "for": domain, "attr.name": name, "attr.type": type}
            write_element(stream, Element("key", key), 1)
    write_line(stream, '<graph edgedefault="directed">', 1)
    for iri, data in net.nodes:
        node = Element("node", {"id": clean(iri)})
        _values(node, _NODE_KEYS, data)
        write_element(stream, node, 2)
    for source, target, data in net.edges:
        edge = Element("edge", {"source": clean(source), "target": clean(target), "id": data["id"]})
        edge.set("label", clean(data["label"]))
        _values(edge, _EDGE_KEYS, data)
        write_element(stream, edge, 2)
    write_line(stream, "</graph>", 1)
    stream.write(b"</graphml>\n")


def _values(element: Element, keys: dict[str, str], data: dict[str, Any]) -> None:
    for name, key in keys.items():
        value = data[name]
        text = str(value).lower() if isinstance(value, bool) else str(clean(value))
        SubElement(element, "data", {"key": key}).text = text

"""GEXF 1.3 for Gephi; every edge has a `kind`, for without it Gephi merges parallel edges and loses their data.

With `timeline` the graph is dynamic. An edge of a fact lasts while it is in force, from its first day to the day on
which it ended, both included, and has a spell more where it was told anew after an end; other edges last for the days
that their passages speak of, and an actor from the first to the last day of its edges. Days are full dates. What is
undated or open at both ends, and an actor at any undated edge, has no spell: Gephi shows it at all times.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, SubElement

from kg.export.xml_text import HEADER, clean, write_element, write_line
from kg.graph.facts import Category
from kg.graph.network import FACTS, stream_network
from kg.graph.reading import Reading
from kg.graph.spells import Spell

NAMESPACE = "http://gexf.net/1.3"
VIZ = "http://gexf.net/1.3/viz"
NODE_ATTRIBUTES = {"type": "string", "wikidata": "string"}
EDGE_ATTRIBUTES = {
    "predicate": "string",
    "status": "string",
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
}
_DYNAMIC = ' mode="dynamic" timeformat="date" timerepresentation="interval"'


def write_gexf(
    graph: Reading, stream: BinaryIO, *, include: Collection[Category] = FACTS, timeline: bool = False
) -> None:
    """The network of actors; dates are attributes, left out where unknown, and with `timeline` spells too."""
    net = stream_network(graph, include=include)
    stream.write(HEADER)
    write_line(stream, f'<gexf xmlns="{NAMESPACE}" xmlns:viz="{VIZ}" version="1.3">', 0)
    meta = Element("meta")
    SubElement(meta, "creator").text = "Faultline"
    SubElement(meta, "description").text = "Statements from news, one edge for each source, target and kind"
    write_element(stream, meta, 1)
    mode = _DYNAMIC if timeline else ' mode="static"'
    write_line(stream, f'<graph defaultedgetype="directed"{mode} idtype="string">', 1)
    write_element(stream, _declared("node", NODE_ATTRIBUTES), 2)
    write_element(stream, _declared("edge", EDGE_ATTRIBUTES), 2)
    nodes = (_node(iri, data, timeline) for iri, data in net.nodes)
    _write_section(stream, "nodes", net.node_count, nodes)
    edges = (_edge(source, target, data, timeline) for source, target, data in net.edges)
    _write_section(stream, "edges", net.edge_count, edges)
    write_line(stream, "</graph>", 1)
    write_line(stream, "</gexf>", 0)


def _write_section(stream: BinaryIO, name: str, count: int, elements: Iterable[Element]) -> None:
    write_line(stream, f'<{name} count="{count}">', 2)
    for element in elements:
        write_element(stream, element, 3)
    write_line(stream, f"</{name}>", 2)


def _node(iri: str, data: dict[str, Any], timeline: bool) -> Element:
    node = Element("node", {"id": clean(iri), "label": clean(data["label"])})
    _values(node, NODE_ATTRIBUTES, data)
    if timeline:
        _spells(node, data["spells"])
    _color(node, data["color"])
    SubElement(node, "viz:size", {"value": str(data["size"])})
    return node


def _edge(source: str, target: str, data: dict[str, Any], timeline: bool) -> Element:
    attributes = {
        "id": data["id"],
        "source": clean(source),
        "target": clean(target),
        "type": "directed" if data["directed"] else "undirected",
        "kind": data["kind"],
        "label": clean(data["label"]),
        "weight": f"{data['weight']:.1f}",
    }
    edge = Element("edge", attributes)
    _values(edge, EDGE_ATTRIBUTES, data)
    if timeline:
        _spells(edge, data["spells"])
    _color(edge, data["color"])
    return edge


def _declared(kind: str, attributes: dict[str, str]) -> Element:
    declared = Element("attributes", {"class": kind, "mode": "static"})
    for name, type in attributes.items():
        SubElement(declared, "attribute", {"id": f"{kind}_{name}", "title": name, "type": type})
    return declared


def _values(element: Element, names: Iterable[str], data: dict[str, Any]) -> None:
    values = SubElement(element, "attvalues")
    for name in names:
        value = data[name]
        if value != "":
            text = str(value).lower() if isinstance(value, bool) else clean(str(value))
            SubElement(values, "attvalue", {"for": f"{element.tag}_{name}", "value": text})
    if not len(values):
        element.remove(values)


def _spells(element: Element, found: Collection[Spell]) -> None:
    bounded = [(start, end) for start, end in found if start or end]
    if bounded and len(bounded) == len(found):
        spells = SubElement(element, "spells")
        for start, end in bounded:
            days = {"start": start, "end": end}
            SubElement(spells, "spell", {name: day for name, day in days.items() if day})


def _color(element: Element, color: str) -> None:
    red, green, blue = (str(int(color[at : at + 2], 16)) for at in (1, 3, 5))
    SubElement(element, "viz:color", {"r": red, "g": green, "b": blue, "a": "1.0"})

"""What GEXF 1.3 and Gephi ask of a file, by its specification: a list of what a file breaks, empty if it is right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from lxml import etree

G = "{http://gexf.net/1.3}"
VIZ = "{http://gexf.net/1.3/viz}"
TYPES = {
    "string": r"(?s).*",
    "boolean": r"true|false",
    "integer": r"[+-]?\d+",
    "long": r"[+-]?\d+",
    "double": r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?",
    "float": r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?",
}
ALLOWED = {
    "gexf": {"version", "variant"},
    "graph": {"defaultedgetype", "mode", "idtype", "timeformat", "timerepresentation", "timezone", "start", "end"},
    "attributes": {"class", "mode"},
    "attribute": {"id", "title", "type"},
    "nodes": {"count"},
    "edges": {"count"},
    "node": {"id", "label", "start", "end"},
    "edge": {"id", "source", "target", "type", "kind", "label", "weight", "start", "end"},
    "attvalues": set(),
    "attvalue": {"for", "value", "start", "end"},
    "spells": set(),
    "spell": {"start", "end"},
    "meta": {"lastmodifieddate"},
    "creator": set(),
    "description": set(),
    f"{VIZ}color": {"r", "g", "b", "a"},
    f"{VIZ}size": {"value"},
}
CHILDREN = {
    "gexf": {"meta", "graph"},
    "meta": {"creator", "description"},
    "graph": {"attributes", "nodes", "edges"},
    "attributes": {"attribute"},
    "nodes": {"node"},
    "edges": {"edge"},
    "node": {"attvalues", "spells", f"{VIZ}color", f"{VIZ}size"},
    "edge": {"attvalues", "spells", f"{VIZ}color"},
    "attvalues": {"attvalue"},
    "spells": {"spell"},
}


def broken_rules(path) -> list[str]:
    """Each rule that a file breaks, in a line."""
    root = etree.parse(str(path)).getroot()
    return [*_structure(root), *_graph(root.find(f"{G}graph"))]


def _structure(root: etree._Element) -> Iterator[str]:
    if root.tag != f"{G}gexf" or root.get("version") != "1.3":
        yield f"root is {root.tag} {root.get('version')}"
    for element in root.iter():
        name = element.tag.removeprefix(G)
        if name not in ALLOWED:
            yield f"unknown element {element.tag}"
            continue
        for attribute in set(element.attrib) - ALLOWED[name]:
            yield f"{name} has the unknown attribute {attribute}"
        children = Counter(child.tag.removeprefix(G) for child in element)
        for child in set(children) - CHILDREN.get(name, set()):
            yield f"{name} holds {child}"
        for child in children:
            if child in ("attvalues", "spells", "nodes", "edges", f"{VIZ}color", f"{VIZ}size") and children[child] > 1:
                yield f"{name} holds several {child}"
        if name in ("attvalues", "spells") and not len(element):
            yield f"{name} is empty"


def _graph(graph: etree._Element) -> Iterator[str]:
    dynamic = graph.get("mode") == "dynamic"
    if graph.get("mode") not in ("static", "dynamic") or graph.get("defaultedgetype") not in ("directed", "undirected"):
        yield f"graph says {dict(graph.attrib)}"
    if dynamic and (graph.get("timeformat"), graph.get("timerepresentation")) != ("date", "interval"):
        yield f"a dynamic graph of dates says {dict(graph.attrib)}"
    declared: dict[str, dict[str, str]] = {}
    for attributes in graph.findall(f"{G}attributes"):
        ids = [a.get("id") for a in attributes]
        if len(ids) != len(set(ids)) or not all(a.get("title") for a in attributes):
            yield "attributes share an id or have no title"
        declared[attributes.get("class")] = {a.get("id"): a.get("type") for a in attributes}
        for type in set(declared[attributes.get("class")].values()) - set(TYPES):
            yield f"unknown type {type}"
    nodes, edges = graph.find(f"{G}nodes"), graph.find(f"{G}edges")
    for section in (nodes, edges):
        if int(section.get("count")) != len(section):
            yield f"{section.tag} counts {section.get('count')}, not {len(section)}"
    yield from _unique("node", [node.get("id") for node in nodes])
    yield from _unique("edge", [edge.get("id") for edge in edges])
    known = {node.get("id") for node in nodes}
    for kind, section in (("node", nodes), ("edge", edges)):
        for element in section:
            yield from _values(element, declared.get(kind, {}))
            yield from _spells(element, dynamic)
            yield from _drawn(element)
    for edge in edges:
        if edge.get("source") not in known or edge.get("target") not in known:
            yield f"edge {edge.get('id')} ends nowhere"
        if edge.get("type") not in ("directed", "undirected", "mutual") or not edge.get("kind"):
            yield f"edge {edge.get('id')} has no type or no kind"
        if not float(edge.get("weight")) > 0:
            yield f"edge {edge.get('id')} weighs {edge.get('weight')}"
    pairs = Counter((edge.get("source"), edge.get("target"), edge.get("kind")) for edge in edges)
    yield from (f"parallel edges share the kind {key}" for key, number in pairs.items() if number > 1)


def _unique(kind: str, ids: list[str | None]) -> Iterator[str]:
    if len(set(ids)) != len(ids) or not all(ids):
        yield f"ids of {kind}s are empty or not unique"


def _values(element: etree._Element, declared: dict[str, str]) -> Iterator[str]:
    found = [(value.get("for"), value.get("value")) for value in element.iter(f"{G}attvalue")]
    yield from _unique("attvalue", [name for name, _ in found])
    for name, value in found:
        if name not in declared:
            yield f"attvalue for {name} is not declared"
        elif value is None or not re.fullmatch(TYPES[declared[name]], value):
            yield f"attvalue for {name} is no {declared[name]}: {value!r}"


def _spells(element: etree._Element, dynamic: bool) -> Iterator[str]:
    before = None
    for spell in element.iter(f"{G}spell"):
        if not dynamic or not spell.attrib:
            yield f"a spell in a static graph, or without bounds: {dict(spell.attrib)}"
        for day in spell.attrib.values():
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", day) or not date.fromisoformat(day):
                yield f"{day} is no full date"
        start, end = spell.get("start"), spell.get("end")
        if start and end and start > end:
            yield f"a spell from {start} to {end}"
        if before is not None and (before == "" or not start or start <= before):
            yield f"a spell from {start} after one to {before}"
        before = end or ""


def _drawn(element: etree._Element) -> Iterator[str]:
    color = element.find(f"{VIZ}color")
    if color is not None and not all(0 <= int(color.get(part)) <= 255 for part in "rgb"):
        yield f"color {dict(color.attrib)}"

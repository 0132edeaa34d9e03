from dataclasses import replace

import pytest

from kg.errors import ExportError
from kg.graph.facts import Category
from kg.graph.network import EVERYTHING, network, parse_include
from kg.records import Time
from tests.graph.factory import (
    CHINA,
    HUAWEI,
    NORDIA,
    POLAND,
    RUN,
    SEED,
    TIMES,
    US,
    VELTRIX,
    article,
    seed_evidence,
    told,
)
from tests.graph.graphs import ONTOLOGY, make_graph, opened


def edges(net):
    return {(net.nodes[s]["label"], data["kind"], net.nodes[t]["label"]) for s, t, data in net.edges(data=True)}


def test_by_default_there_are_only_facts(demo_graph):
    assert edges(network(demo_graph)) == {
        ("United States", "bars:fact", "Huawei"),
        ("United States", "pressures:fact", "Poland"),
        ("United States", "pressures:fact", "Germany"),
        ("Huawei", "denies:fact", "United States"),
        ("Huawei", "denies:fact", "these claims"),
    }


@pytest.mark.parametrize(
    ("include", "added"),
    [
        (
            "requested",
            {("Poland", "bars:requested", "Chinese tech firms"), ("Germany", "bars:requested", "Chinese tech firms")},
        ),
        ("ended", {("Nordia", "bars:ended", "Veltrix")}),
        ("possible", {("Donald Trump", "bars:possible", "Huawei")}),
        ("planned, hypothetical ,NEGATED", set()),
    ],
)
def test_include_widens_the_network(demo_graph, include, added):
    wider = edges(network(demo_graph, include=parse_include(include)))
    assert wider - edges(network(demo_graph)) == added


def test_an_unknown_status_lists_the_known_ones():
    with pytest.raises(ExportError, match=r"unknown status 'wished'; allowed are fact, ended, .*unknown, all"):
        parse_include("requested,wished")
    assert parse_include("all") == EVERYTHING
    assert parse_include("") == frozenset()


def test_no_two_edges_share_source_target_and_kind(tmp_path):
    articles = []
    for name, status in (
        ("a", ""),
        ("b", ""),
        ("c", "party"),
        ("d", "negated"),
        ("e", "requested"),
        ("f", "requested negated"),
    ):
        document = article(name, "Poland barred Huawei.", date=f"2024-01-0{ord(name) - 96}", publisher=name)
        articles.append((document, [told(document, POLAND, "bars", HUAWEI, document.text, "barred", status=status)]))
    with opened(make_graph(tmp_path / "g", articles)) as graph:
        net = network(graph, include=EVERYTHING)
    found = [(s, t, data["kind"]) for s, t, data in net.edges(data=True)]
    assert len(found) == len(set(found)) == 5
    ids = [data["id"] for *_, data in net.edges(data=True)]
    assert len(set(ids)) == 5


def test_an_edge_carries_what_an_analyst_needs(demo_graph):
    net = network(demo_graph)
    data = net.edges[US.id, POLAND.id, "pressures:fact"]
    assert data["label"] == "pressures"
    assert data["status"] == "told as fact"
    assert (data["first_date"], data["last_date"], data["weight"]) == ("2019-01-27", "2019-01-27", 1)
    assert data["quote"] == SEED.text.split("\n\n")[0]
    assert data["article"] == f"{SEED.title} · CNBC"
    assert data["evidence"] == seed_evidence()[2].id
    assert data["color"] == ONTOLOGY.relations["pressures"].color
    assert net.nodes[US.id] == {
        "label": "United States",
        "type": "country",
        "color": ONTOLOGY.types["country"].color,
        "size": net.nodes[US.id]["size"],
        "wikidata": "Q30",
    }
    assert net.nodes[US.id]["size"] > net.nodes[POLAND.id]["size"]


def test_no_label_of_an_edge_takes_a_demand_for_a_deed(demo_graph):
    net = network(demo_graph, include=EVERYTHING)
    labels = {data["kind"]: data["label"] for *_, data in net.edges(data=True)}
    assert {kind: label for kind, label in labels.items() if kind.startswith("bars:")} == {
        "bars:fact": "bars",
        "bars:ended": "no longer bars",
        "bars:requested": "to bar",
        "bars:possible": "may bar",
    }


@pytest.mark.parametrize(
    ("status", "label"),
    [("party", "bars (only claimed)"), ("negated", "did not bar"), ("planned negated", "not to bar")],
)
def test_a_label_says_how_it_is_told(tmp_path, status, label):
    document = article("a", "Poland barred Huawei.", date="2024-01-01")
    evidence = told(document, POLAND, "bars", HUAWEI, document.text, "barred", status=status)
    with opened(make_graph(tmp_path / "g", [(document, [evidence])])) as graph:
        (data,) = [data for *_, data in network(graph, include=EVERYTHING).edges(data=True)]
    assert data["label"] == label


def test_a_ban_that_tells_its_own_end_is_not_called_in_force(tmp_path):
    document = article("a", "Poland barred Huawei from 2012 to 2018.", date="2024-01-01")
    span = Time("2012/2018", "2012-01-01", "2018-12-31", "interval")
    evidence = replace(told(document, POLAND, "bars", HUAWEI, document.text, "barred"), time=span)
    with opened(make_graph(tmp_path / "g", [(document, [evidence])])) as graph:
        (data,) = [data for *_, data in network(graph, include=EVERYTHING).edges(data=True)]
    assert (data["kind"], data["label"]) == ("bars:ended", "bars (ended)")


def test_an_ended_edge_shows_how_it_ended_and_its_whole_time(demo_graph):
    data = network(demo_graph, include={Category.ENDED}).edges[NORDIA.id, VELTRIX.id, "bars:ended"]
    assert data["status"] == "ended"
    assert data["quote"] == "Nordia lifted its ban on Veltrix in January 2025."
    assert (data["first_date"], data["last_date"]) == ("2024-03-01", "2025-01-28")


def test_weight_is_the_number_of_independent_origins(tmp_path):
    articles = []
    for name, publisher, speakers in (
        ("a", "CNBC", (TIMES,)),
        ("b", "New York Times", ()),
        ("c", "Post", ()),
        ("d", "Post", ()),
    ):
        document = article(name, "Poland barred Huawei.", publisher=publisher)
        evidence = told(document, POLAND, "bars", HUAWEI, document.text, "barred", status="media", attribution=speakers)
        articles.append((document, [evidence]))
    with opened(make_graph(tmp_path / "g", articles)) as graph:
        assert network(graph).edges[POLAND.id, HUAWEI.id, "bars:fact"]["weight"] == 2


def test_a_symmetric_relation_stands_once_and_is_undirected(tmp_path):
    first, second = sorted((CHINA, US), key=lambda e: e.id)
    documents = [article(name, "China and the U.S. held talks.") for name in "ab"]
    told_twice = [(d, [told(d, first, "negotiatesWith", second, d.text, "talks")]) for d in documents]
    with opened(make_graph(tmp_path / "g", told_twice)) as graph:
        net = network(graph)
    assert net.number_of_edges() == 1
    assert not net.edges[first.id, second.id, "negotiatesWith:fact"]["directed"]


def test_the_surest_sentence_is_quoted(tmp_path):
    document = article("a", "Poland barred Huawei. Poland again barred Huawei.")
    sentences = ("Poland barred Huawei.", "Poland again barred Huawei.")
    evidence = [told(document, POLAND, "bars", HUAWEI, quote, "barred") for quote in sentences]
    evidence[0] = replace(evidence[0], confidence=0.4)
    with opened(make_graph(tmp_path / "g", [(document, evidence)])) as graph:
        assert graph.run("a") == RUN
        assert network(graph).edges[POLAND.id, HUAWEI.id, "bars:fact"]["quote"] == sentences[1]


def test_nothing_in_the_network_is_none(demo_graph):
    net = network(demo_graph, include=EVERYTHING)
    values = [value for _, data in net.nodes(data=True) for value in data.values()]
    values += [value for *_, data in net.edges(data=True) for value in data.values()]
    assert values and all(isinstance(value, str | int | float | bool) for value in values)

import itertools
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg.errors import DocumentError, GraphError, QueryError
from kg.graph import Graph
from kg.graph.facts import derive_states
from kg.records import Modality, Phase, Polarity, Time
from tests.graph.factory import (
    BAN,
    CHINA,
    HUAWEI,
    LIFT,
    NAMES,
    NORDIA,
    POLAND,
    RUN,
    SEED,
    US,
    VELTRIX,
    article,
    lifted_ban,
    seed_evidence,
    since,
    told,
)
from tests.graph.graphs import ONTOLOGY, everything, make_graph, one_line, opened

STATUSES = [f"{modality} {polarity} {phase}" for modality in Modality for polarity in Polarity for phase in Phase]
"""Enough for two ids that begin alike: there are sixteen digits."""


def dump(path):
    with opened(path) as graph:
        return sorted(map(str, graph.store))


def test_articles_and_evidence_come_back_after_the_graph_was_closed(demo_graph):
    assert list(demo_graph.documents()) == sorted((d for d, _ in everything()), key=lambda d: d.id)
    assert demo_graph.document(SEED.id) == SEED
    assert demo_graph.run(SEED.id) == RUN
    found = list(demo_graph.evidence())
    assert sorted(found, key=lambda e: e.id) == sorted((e for _, es in everything() for e in es), key=lambda e: e.id)
    assert list(demo_graph.evidence(SEED.id)) == [e for e in found if e.document == SEED.id]


def test_evidence_comes_in_the_order_of_articles_and_text(demo_graph):
    places = [(e.document, e.trigger.start) for e in demo_graph.evidence()]
    assert places == sorted(places)


def test_a_graph_does_not_depend_on_the_order_of_articles(tmp_path):
    one = make_graph(tmp_path / "one", everything())
    other = make_graph(tmp_path / "other", reversed(everything()))
    assert dump(one) == dump(other)


def test_building_twice_changes_nothing(tmp_path):
    path = make_graph(tmp_path / "g", everything())
    before = dump(path)
    make_graph(path, everything())
    assert dump(path) == before


def test_an_unchanged_article_is_current_until_text_model_or_ontology_change(demo_graph):
    assert demo_graph.is_current(SEED, RUN)
    assert not demo_graph.is_current(replace(SEED, text=SEED.text + " More."), RUN)
    assert not demo_graph.is_current(replace(SEED, date=None), RUN)
    assert not demo_graph.is_current(SEED, replace(RUN, model="other"))
    assert not demo_graph.is_current(article("new", "Text."), RUN)


def test_a_changed_article_leaves_nothing_of_the_old_one(tmp_path):
    changed = replace(LIFT, text="Nothing happened.")
    path = make_graph(tmp_path / "g", [*everything(), (changed, [])])
    assert dump(path) == dump(make_graph(tmp_path / "fresh", [(SEED, seed_evidence()), lifted_ban()[0], (changed, [])]))


def test_removing_an_article_is_as_if_it_had_never_been_there(tmp_path):
    path = make_graph(tmp_path / "g", everything())
    with Graph.open(path) as graph:
        assert graph.remove(LIFT.id)
        assert not graph.remove(LIFT.id)
    assert dump(path) == dump(make_graph(tmp_path / "fresh", everything()[:2]))


def fact(graph, subject, object):
    return bool(graph.query(f"ASK {{ <{subject.id}> d:bars <{object.id}> }}"))


def test_facts_are_direct_triples_and_nothing_else_is(demo_graph):
    assert fact(demo_graph, US, HUAWEI)
    assert not fact(demo_graph, NORDIA, VELTRIX)
    rows = demo_graph.query("SELECT ?s ?o { ?s d:bars ?o }")
    assert [(row["s"].value, row["o"].value) for row in rows] == [(US.id, HUAWEI.id)]


def test_facts_follow_when_articles_come_and_go(tmp_path):
    path = make_graph(tmp_path / "g", lifted_ban()[:1])
    with Graph.open(path) as graph:
        assert fact(graph, NORDIA, VELTRIX)
        graph.replace(*lifted_ban()[1], RUN)
        assert not fact(graph, NORDIA, VELTRIX)
        graph.remove(LIFT.id)
        assert fact(graph, NORDIA, VELTRIX)


def test_a_state_read_back_is_the_one_that_was_derived(tmp_path):
    undated = article("undated", "China claimed that Poland unbarred Huawei.", publisher="Post")
    claim = told(undated, POLAND, "bars", HUAWEI, undated.text, "unbarred", status="party ended", attribution=(CHINA,))
    document = article("open", "Poland barred Huawei.", date="2021-01-01", publisher="the Times")
    times = (Time("../2020", None, "2020-12-31", "interval"), since("2019"), None)
    barred = [
        told(document, POLAND, "bars", HUAWEI, document.text, words, time=time, status=status)
        for words, status, time in zip(("Poland", "barred", "Huawei"), ("", "negated", "possible"), times, strict=True)
    ]
    other = article("other", "Poland did not bar Huawei.", date="2021-02-01")
    denied = told(other, POLAND, "bars", HUAWEI, other.text, "bar", status="negated")
    path = make_graph(tmp_path / "g", [*everything(), (undated, [claim]), (document, barred), (other, [denied])])
    with opened(path) as graph:
        derived = derive_states(graph.tellings(), graph.contested())
        assert graph.has_facts
        assert graph.states() == derived
        assert len(derived) == 10
        assert {field: len({getattr(s, field) for s in derived}) > 1 for field in ("disputed", "since", "until")} == {
            "disputed": True,
            "since": True,
            "until": True,
        }
        assert graph.states(subject=POLAND.id, relations=["bars"], object=HUAWEI.id) == [
            s for s in derived if (s.statement.subject, s.statement.object) == (POLAND, HUAWEI)
        ]


def test_a_build_that_was_stopped_before_the_facts_is_mended_on_reading(tmp_path):
    path = tmp_path / "g"
    graph = Graph.open(path, create=True, ontology=ONTOLOGY)
    graph.replace(*lifted_ban()[0], RUN)
    graph.close()
    with opened(path) as mended:
        assert fact(mended, NORDIA, VELTRIX)


def test_a_killed_build_keeps_what_it_had_finished(tmp_path):
    code = f"""
import os, signal
from kg.graph import Graph
from tests.graph.factory import RUN, lifted_ban
graph = Graph.open({str(tmp_path / "g")!r}, create=True)
for document, evidence in lifted_ban():
    graph.replace(document, evidence, RUN)
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[2])
    assert dump(tmp_path / "g") == dump(make_graph(tmp_path / "fresh", lifted_ban()))


def test_an_error_in_the_middle_keeps_what_was_built(tmp_path):
    path = tmp_path / "g"
    with pytest.raises(RuntimeError), Graph.open(path, create=True, ontology=ONTOLOGY) as graph:
        graph.replace(*lifted_ban()[0], RUN)
        raise RuntimeError
    with opened(path) as graph:
        assert graph.document_ids() == [BAN.id]


def test_evidence_of_another_article_is_refused_and_nothing_lost(tmp_path):
    path = make_graph(tmp_path / "g", lifted_ban())
    with Graph.open(path) as graph, pytest.raises(GraphError, match="evidence of another article, cnbc-huawei-5g"):
        graph.replace(BAN, seed_evidence(), RUN)
    assert dump(path) == dump(make_graph(tmp_path / "fresh", lifted_ban()))


def test_a_malformed_iri_is_refused_naming_the_article(tmp_path):
    bad = replace(POLAND, id="not an iri")
    document = article("bad", "Poland barred Huawei.")
    evidence = told(document, bad, "bars", HUAWEI, document.text, "barred")
    with (
        Graph.open(tmp_path / "g", create=True) as graph,
        pytest.raises(DocumentError, match=r"^bad: cannot be written"),
    ):
        graph.replace(document, [evidence], RUN)


def test_a_shared_entity_counts_once_in_queries(tmp_path):
    articles = [article(name, "Poland barred Huawei.") for name in "abc"]
    path = make_graph(tmp_path / "g", [(d, [told(d, POLAND, "bars", HUAWEI, d.text, "barred")]) for d in articles])
    with opened(path) as graph:
        query = "SELECT (COUNT(*) AS ?n) { ?e d:statement/rdf:subject ?s . ?s skos:prefLabel ?name }"
        assert [row["n"].value for row in graph.query(query)] == ["3"]


def test_each_article_is_a_named_graph(demo_graph):
    rows = demo_graph.query("SELECT DISTINCT ?g { GRAPH ?g { ?e a d:Evidence } }")
    assert {row["g"] for row in rows} == {NamedNode(NAMES.article(d.id)) for d, _ in everything()}


def test_an_entity_described_in_two_ways_is_listed_once(tmp_path):
    one, other = article("a", "Poland barred Huawei."), article("b", "Poland barred Huawei.")
    renamed = replace(HUAWEI, name="HUAWEI", aliases=())
    told_both = [
        (one, [told(one, POLAND, "bars", HUAWEI, one.text, "barred")]),
        (other, [told(other, POLAND, "bars", renamed, other.text, "barred")]),
    ]
    lists = []
    for name, articles in (("x", told_both), ("y", told_both[::-1])):
        with opened(make_graph(tmp_path / name, articles)) as graph:
            lists.append(graph.entities())
    assert lists[0] == lists[1]
    assert [e.id for e in lists[0]] == sorted([POLAND.id, HUAWEI.id])


def test_evidence_is_found_by_its_id_or_the_beginning_of_it(demo_graph):
    first = seed_evidence()[0]
    assert demo_graph.find_evidence(first.id) == first
    assert demo_graph.find_evidence(first.id[:8]) == first
    assert demo_graph.find_evidence(f" {first.id[:8].upper()}") == first
    for unknown in ("e-000000000000", "nonsense", "", "e", "<x> y"):
        with pytest.raises(QueryError, match="no evidence"):
            demo_graph.find_evidence(unknown)


def test_a_beginning_that_several_ids_have_is_too_short(tmp_path):
    text = "Poland barred Huawei. " * 40
    document = article("a", text)
    each = [
        told(document, POLAND, "bars", HUAWEI, text, "barred", confidence=0.5, status=status) for status in STATUSES
    ]
    ids = sorted(evidence.id for evidence in each)
    first = next(id for id, other in itertools.pairwise(ids) if id[:3] == other[:3])[:3]
    same = [id for id in ids if id.startswith(first)]
    with opened(make_graph(tmp_path / "g", [(document, each)])) as graph, pytest.raises(QueryError) as error:
        graph.find_evidence(first.upper())
    shown = ", ".join(same[:5]) + (f" and {len(same) - 5} more" if len(same) > 5 else "")
    assert one_line(error) == f"{first!r} is too short: it is the beginning of {len(same)} ids: {shown}"


def test_the_beginning_of_all_ids_is_too_short(demo_graph):
    with pytest.raises(QueryError, match=r"'e-' is too short: it is the beginning of 10 ids: e-.*and 5 more"):
        demo_graph.find_evidence("e-")


def test_what_an_evidence_is_the_content_of(demo_graph):
    request, _, pressing, *_ = seed_evidence()
    assert demo_graph.evidence_about(request.id) == [pressing]
    assert demo_graph.evidence_about(pressing.id) == []


def test_an_unknown_article_is_an_error_that_names_it(demo_graph):
    with pytest.raises(GraphError, match="no article 'nowhere'"):
        demo_graph.document("nowhere")


def test_a_graph_opened_for_reading_cannot_be_changed(demo_graph):
    with pytest.raises(GraphError, match="for reading only"):
        demo_graph.remove(SEED.id)
    assert demo_graph.document_ids() == sorted(d.id for d, _ in everything())


def test_a_closed_graph_says_so(tmp_path):
    graph = Graph.open(tmp_path / "g", create=True)
    graph.close()
    with pytest.raises(GraphError, match="closed"):
        graph.document_ids()


def test_text_that_looks_like_sparql_is_only_text(tmp_path):
    text = 'Poland barred Huawei. "}} ; DROP ALL ; \\u0022 #\n\\" <x> {'
    document = article("odd", text, title="\\u007D }")
    evidence = told(document, POLAND, "bars", HUAWEI, text, "barred")
    with opened(make_graph(tmp_path / "g", [(document, [evidence]), *lifted_ban()])) as graph:
        assert graph.document("odd") == document
        assert list(graph.evidence("odd")) == [evidence]
        assert len(graph.document_ids()) == 3

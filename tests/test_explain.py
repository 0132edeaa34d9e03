from dataclasses import replace

import pytest

from kg.errors import QueryError
from kg.explain import context, explain
from kg.records import Field, Passage
from tests.graph.factory import HUAWEI, POLAND, SEED, article, passage, seed_evidence, told
from tests.graph.graphs import make_graph, opened


def test_an_explanation_shows_everything_that_led_to_the_evidence(demo_graph):
    request, _, pressing, *_ = seed_evidence()
    lines = explain(demo_graph, pressing.id).text.splitlines()
    assert lines[0] == f"{pressing.id}  United States pressures Poland — told as fact, according to The New York Times"
    assert "  > The U.S. has been [urging] diplomatic allies such as Britain, Poland and Germany to bar" in lines[2]
    assert lines[3].startswith("    Since 2012, Huawei has been barred")
    for line in (
        "  article     cnbc-huawei-5g: Trump administration pushing allies",
        "  said by     The New York Times",
        "  subject     United States (country, Q30), named “The U.S.” at 0",
        "  object      Poland (country, Q36), named “Poland” at 60",
        "  trigger     “urging” at 18",
        "  frame       pressures/urge",
        "  rule        verb-object-infinitive",
        "  role        object: “Poland” at 60 by obj>nmod",
        "  cue         “according to” at 126 sets voice: media",
        "  confidence  0.93",
        f"  content     {request.id}  Poland to bar Chinese tech firms — asked for, not done",
    ):
        assert any(found.startswith(line) for found in lines), line


def test_what_is_asked_for_names_who_asked(demo_graph):
    request, _, pressing, *_ = seed_evidence()
    explanation = explain(demo_graph, request.id)
    assert explanation.content_of == (pressing,)
    assert f"  content of  {pressing.id}  United States pressures Poland" in explanation.text
    assert explanation.state.category == "requested"


def test_the_beginning_of_an_id_is_enough(demo_graph):
    first = seed_evidence()[0]
    assert explain(demo_graph, first.id[:9]).evidence == first


def test_an_unknown_id_says_what_ids_look_like(demo_graph):
    with pytest.raises(QueryError, match=r"no evidence 'e-nothing' in .*; ids look like e-3f9a1c22b0d4"):
        explain(demo_graph, "e-nothing")


def test_context_is_the_sentence_before_and_after():
    document = article("a", "First one. The second one! Poland barred it. “A quoted one.” Then more.")
    assert context(document, passage(document, "Poland barred it.")) == ("The second one!", "“A quoted one.”")
    assert context(document, passage(document, document.text)) == ("", "")


def test_a_long_context_is_cut_at_a_word():
    document = article("a", f"{'word ' * 200}. Poland barred it. {'more ' * 200}")
    before, after = context(document, passage(document, "Poland barred it."))
    assert before.startswith("… word") and after.endswith("more …")
    assert max(len(before), len(after)) < 250


def test_two_passages_and_a_title_are_shown(tmp_path):
    document = article("a", "The firm is Huawei.\n\nThen Poland barred it.", title="Poland bars firm")
    evidence = told(document, POLAND, "bars", HUAWEI, "Then Poland barred it.", "barred")
    evidence = replace(evidence, passages=(passage(document, "The firm is Huawei."), *evidence.passages))
    headline = Passage(Field.TITLE, 0, 16, document.title)
    titled = replace(evidence, passages=(headline,), trigger=Passage(Field.TITLE, 7, 11, "bars"))
    with opened(make_graph(tmp_path / "g", [(document, [evidence, titled])])) as graph:
        both, in_title = explain(graph, evidence.id).text, explain(graph, titled.id).text
    assert "  > The firm is Huawei.\n  > Then Poland [barred] it." in both
    assert "  > Poland [bars] firm" in in_title and "“bars” at 7 of the title" in in_title


def test_an_explanation_needs_the_store_alone(demo_graph):
    assert explain(demo_graph, seed_evidence()[4].id).document == SEED

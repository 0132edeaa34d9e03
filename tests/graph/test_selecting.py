"""What a filter shows of a graph, and that everything which reads a graph reads that."""

import pytest

from kg.errors import QueryError
from kg.graph import Graph
from kg.graph.choosing import chosen_filter
from kg.graph.selecting import selected
from kg.query import plain, run_query
from kg.questions import ask
from kg.records import Review
from tests.graph.factory import (
    ADMINISTRATION,
    BAN,
    HUAWEI,
    LIFT,
    NORDIA,
    RUN,
    SEED,
    US,
    VELTRIX,
    article,
    seed_evidence,
    told,
)
from tests.graph.graphs import ONTOLOGY, make_graph, opened


def lines(graph, **words):
    """The statements that a filter shows, each with its state and how many pieces of evidence it shows."""
    with selected(graph, chosen_filter(graph, **words)) as shown:
        return [f"{in_words(state.statement)}: {state.category} {len(state.tellings)}" for state in shown.states()]


def in_words(statement):
    return f"{statement.subject.name} {statement.predicate} {statement.object.name}"


def test_a_filter_of_nothing_is_the_graph_itself(demo_graph):
    with selected(demo_graph, chosen_filter(demo_graph)) as shown:
        assert shown is demo_graph


def test_known_then_and_in_force_then_are_kept_apart(demo_graph):
    assert lines(demo_graph, entities=["Veltrix"], as_of="2024-03-19") == []
    assert lines(demo_graph, entities=["Veltrix"], as_of="2024-12-31") == ["Nordia bars Veltrix: fact 1"]
    assert lines(demo_graph, entities=["Veltrix"], as_of="2025-02-03") == ["Nordia bars Veltrix: ended 2"]
    assert lines(demo_graph, entities=["Veltrix"], in_force="2024-02-29") == []
    assert lines(demo_graph, entities=["Veltrix"], in_force="2024-03-05") == ["Nordia bars Veltrix: fact 1"]
    assert lines(demo_graph, entities=["Veltrix"], in_force="2025-02-01") == []
    # Told in 2019, in force since 2012: known later than it was so.
    assert lines(demo_graph, entities=["Huawei"], relations=["bars"], in_force="2013-06-30") == [
        "United States bars Huawei: fact 1"
    ]
    assert lines(demo_graph, entities=["Huawei"], relations=["bars"], as_of="2013-06-30") == []


def test_relation_entity_status_days_and_outlet_narrow_what_is_shown(demo_graph):
    assert lines(demo_graph, relations=["deny"], entities=["United States"]) == ["Huawei denies United States: fact 1"]
    assert {line.partition(" ")[2] for line in lines(demo_graph, statuses="requested")} == {
        "bars Chinese tech firms: requested 1"
    }
    assert lines(demo_graph, publishers=["reuters"]) == ["Nordia bars Veltrix: ended 1"]
    assert lines(demo_graph, from_date="2025-01-01", to_date="2025-12-31") == ["Nordia bars Veltrix: ended 1"]
    assert lines(demo_graph, from_date="2030-01-01") == []


def test_a_status_counts_by_what_the_statement_came_to(demo_graph):
    assert lines(demo_graph, entities=["Veltrix"], statuses="ended") == ["Nordia bars Veltrix: ended 2"]
    assert lines(demo_graph, entities=["Veltrix"], statuses="fact") == []


def test_confidence_and_review_decide_before_facts_are_made(tmp_path):
    text = "Nordia barred Veltrix. The United States barred Veltrix."
    document = article("a", text, date="2025-01-01")
    sure = told(document, NORDIA, "bars", VELTRIX, text, "barred", confidence=0.9, review=Review.ACCEPTED)
    unsure = told(document, US, "bars", VELTRIX, text, "barred", confidence=0.3)
    with opened(make_graph(tmp_path / "g", [(document, [sure, unsure])])) as graph:
        assert lines(graph, min_confidence=0.5) == ["Nordia bars Veltrix: fact 1"]
        assert lines(graph, reviews="accepted,corrected") == ["Nordia bars Veltrix: fact 1"]
        assert lines(graph, reviews="unchecked") == ["United States bars Veltrix: fact 1"]
        with pytest.raises(QueryError, match="allowed are unchecked, accepted, corrected"):
            chosen_filter(graph, reviews="signed")


def test_sparql_questions_and_articles_see_what_is_shown(demo_graph):
    with selected(demo_graph, chosen_filter(demo_graph, as_of="2024-12-31")) as shown:
        assert [d.id for d in shown.documents()] == [BAN.id, SEED.id]
        found = run_query(shown, "SELECT ?o { <https://w3id.org/faultline/entity/Nordia> d:bars ?o }").rows
        assert [plain(row[0]) for row in found] == [VELTRIX.id]
        assert ask(shown, "does Nordia bar Veltrix?").headline.startswith("yes")
    assert ask(demo_graph, "does Nordia bar Veltrix?").headline.startswith("no longer")
    with selected(demo_graph, chosen_filter(demo_graph, publishers=["Reuters"])) as shown:
        assert [d.id for d in shown.documents()] == [LIFT.id]
        assert shown.document(LIFT.id) == LIFT


def test_rolled_up_evidence_keeps_its_id_and_its_sentence(tmp_path):
    text = "The Trump administration barred Huawei."
    document = article("a", text, date="2019-05-16")
    evidence = told(document, ADMINISTRATION, "bars", HUAWEI, text, "barred")
    with opened(make_graph(tmp_path / "g", [(document, [evidence]), (SEED, seed_evidence())])) as graph:
        # An agency, a president and the state itself: three voices of one country.
        assert "United States bars China: fact 3" in lines(graph, roll_up="country")
        assert "United States bars Huawei: fact 2" in lines(graph, roll_up="actor", entities=["United States"])
        with selected(graph, chosen_filter(graph, roll_up="country")) as shown:
            rolled = shown.find_evidence(evidence.id)
            assert (rolled.id, rolled.statement.object.name, rolled.passages) == (
                evidence.id,
                "China",
                evidence.passages,
            )
            found = run_query(shown, "SELECT ?who { ?who d:bars <https://w3id.org/faultline/entity/China> }").rows
            assert [plain(row[0]) for row in found] == [US.id]


def test_a_denied_claim_is_disputed_only_while_its_denial_is_considered(tmp_path):
    text = "Nordia barred Veltrix. Veltrix denied it."
    document = article("a", text, date="2025-01-01")
    barred = told(document, NORDIA, "bars", VELTRIX, text, "barred")
    denied = told(document, VELTRIX, "denies", NORDIA, text, "denied", confidence=0.4, content=(barred.id,))
    with opened(make_graph(tmp_path / "g", [(document, [barred, denied])])) as graph:
        for sure, disputed in ((0.0, True), (0.5, False)):
            with selected(graph, chosen_filter(graph, min_confidence=sure, relations=["bars"])) as shown:
                [disputes] = run_query(shown, "SELECT ?d { ?s d:disputed ?d }").rows
                assert plain(disputes[0]) == str(disputed).lower()


def test_a_graph_of_many_pieces_of_evidence_is_selected_on_disk(tmp_path, monkeypatch, demo_graph):
    monkeypatch.setattr("kg.graph.selecting.IN_MEMORY", 1)
    assert lines(demo_graph, relations=["restricts"])


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"entities": ["Nobodia"]}, "nobody named 'Nobodia'"),
        ({"relations": ["hugs"]}, "unknown relation 'hugs'; known are"),
        ({"publishers": ["Reuter"]}, "did you mean Reuters"),
        ({"from_date": "2025-02-01", "to_date": "2025-01-01"}, "must not be the later"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(demo_graph, words, message):
    with pytest.raises(QueryError, match=message) as error:
        chosen_filter(demo_graph, **words)
    assert "\n" not in str(error.value)


def test_filters_work_on_a_graph_that_was_written(tmp_path):
    with Graph.open(tmp_path / "g", create=True, ontology=ONTOLOGY) as graph:
        graph.replace(SEED, seed_evidence(), RUN)
        graph.refresh_facts()
        assert lines(graph, relations=["sues"]) == []

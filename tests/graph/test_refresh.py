"""What is derived after changes is what would be derived from nothing, and no more is touched than must be."""

import random
from dataclasses import replace

import pytest

from kg.export import export
from kg.graph import Graph
from kg.graph import refresh as module
from kg.graph import vocabulary as v
from kg.graph.derived import whole_mark
from kg.ontology import load_ontology
from tests.graph.factory import CHINA, HUAWEI, POLAND, REUTERS, RUN, TIMES, US, actor, article, told
from tests.graph.graphs import ONTOLOGY, make_graph, opened

PARTIES = (POLAND, CHINA, US, HUAWEI)
STATUSES = ("", "", "ended", "negated", "party", "requested", "media")
PUBLISHERS = (None, "Reuters", "the times", "Harbour Post")


def some_article(chance, name):
    """An article of up to four sentences by chance, some of which deny others or name an outlet."""
    names = [chance.choice(PARTIES).name for _ in range(chance.randrange(5))]
    document = article(
        name,
        " ".join(f"{who} did {n}." for n, who in enumerate(names)) or "Nothing.",
        date=chance.choice((None, "2024-03-20", "2025-02-03")),
        publisher=chance.choice(PUBLISHERS),
    )
    evidence = []
    for n, who in enumerate(names):
        subject = next(party for party in PARTIES if party.name == who)
        denied = [one.id for one in evidence if chance.random() < 0.5]
        evidence.append(
            told(
                document,
                subject,
                "denies" if denied else "bars",
                chance.choice([party for party in PARTIES if party is not subject]),
                f"{who} did {n}.",
                "did",
                status="" if denied else chance.choice(STATUSES),
                attribution=chance.choice(((), (), (TIMES,), (REUTERS,))),
                content=tuple(denied),
            )
        )
    return document, evidence


def exported(path, out):
    with opened(path) as graph:
        export(graph, out, with_text=True)
    return out.read_bytes()


@pytest.mark.parametrize("seed", range(4))
def test_any_changes_give_the_bytes_of_a_graph_made_at_once(tmp_path, seed, monkeypatch):
    monkeypatch.setattr(module, "_AT_ONCE", 2)  # so that what is stale is derived in several portions
    chance = random.Random(seed)
    kept = {}
    path = make_graph(tmp_path / "g", [])
    for _ in range(6):
        graph = Graph.open(path, ontology=ONTOLOGY)
        for _ in range(chance.randrange(1, 4)):
            name = f"a{chance.randrange(6)}"
            if chance.random() < 0.3:
                assert graph.remove(name) == (kept.pop(name, None) is not None)
            else:
                kept[name] = some_article(chance, name)
                graph.replace(*kept[name], RUN)
        if chance.random() < 0.7:
            graph.refresh_facts()
        graph.close()  # if nothing is derived, as if killed: who opens it next goes on
        fresh = make_graph(tmp_path / f"fresh-{len(list(tmp_path.iterdir()))}", kept.values())
        assert exported(path, tmp_path / "one.nq") == exported(fresh, tmp_path / "other.nq")
        with opened(path) as one, opened(fresh) as other:
            assert set(one.store) == set(other.store)
            assert one.states() == other.states()


def test_one_more_article_touches_only_its_own_statements(tmp_path, monkeypatch):
    first, second = article("a", "Poland barred Huawei."), article("b", "China barred Poland.")
    path = make_graph(tmp_path / "g", [(first, [told(first, POLAND, "bars", HUAWEI, first.text, "barred")])])
    asked = []
    monkeypatch.setattr(module, "state_quads", lambda state, ontology: asked.append(state.statement.id) or [])
    with Graph.open(path, ontology=ONTOLOGY) as graph:
        evidence = told(second, CHINA, "bars", POLAND, second.text, "barred")
        graph.replace(second, [evidence], RUN)
        assert not graph.has_facts
        graph.refresh_facts()
        assert graph.has_facts
    assert asked == [evidence.statement.id]


def test_an_unchanged_article_makes_nothing_stale(tmp_path):
    path = make_graph(tmp_path / "g", [some_article(random.Random(1), "a")])
    with Graph.open(path, ontology=ONTOLOGY) as graph:
        graph.replace(*some_article(random.Random(1), "a"), RUN)
        assert graph.has_facts


POST = actor("HarbourPost", "Harbour Post", "media")


def test_an_article_that_names_an_outlet_gives_others_their_origin(tmp_path):
    first, second = (article(name, "Poland barred Huawei.", publisher="harbour post") for name in "ab")
    path = make_graph(tmp_path / "g", [(first, [told(first, POLAND, "bars", HUAWEI, first.text, "barred")])])
    with Graph.open(path, ontology=ONTOLOGY) as graph:
        assert graph.states()[0].origins == ("harbour post",)
        named = told(second, CHINA, "bars", POLAND, second.text, "barred", attribution=(POST,))
        graph.replace(second, [named], RUN)
    with opened(path) as graph:
        [state] = graph.states(subject=POLAND.id)
        assert state.origins == (POST.id,)
    with Graph.open(path, ontology=ONTOLOGY) as graph:
        graph.remove("b")
    with opened(path) as graph:
        assert graph.states()[0].origins == ("harbour post",)


def test_a_denial_in_another_article_disputes_a_statement(tmp_path):
    first, second = article("a", "Poland barred Huawei."), article("b", "Poland denied it to China.")
    ban = told(first, POLAND, "bars", HUAWEI, first.text, "barred")
    denial = told(second, POLAND, "denies", CHINA, second.text, "denied", content=(ban.id,))
    path = make_graph(tmp_path / "g", [(first, [ban]), (second, [denial])])
    for evidence, disputed in (([denial], True), ([replace(denial, content=())], False)):
        with Graph.open(path, ontology=ONTOLOGY) as graph:
            graph.replace(second, evidence, RUN)
        with opened(path) as graph:
            [state] = graph.states(relations=["bars"])
            assert state.disputed is disputed


OVERLAY = """
@prefix d: <https://w3id.org/faultline/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
d:bars rdfs:label "shuts out" ; d:disputesContent true .
"""


def test_other_words_of_the_ontology_are_written_and_what_they_say_is_derived(tmp_path):
    document = article("a", "Poland barred Huawei. China barred Poland.")
    ban = told(document, POLAND, "bars", HUAWEI, "Poland barred Huawei.", "barred")
    answer = told(document, CHINA, "bars", POLAND, "China barred Poland.", "barred", content=(ban.id,))
    path = make_graph(tmp_path / "g", [(document, [ban, answer])])
    (tmp_path / "overlay").mkdir()
    (tmp_path / "overlay" / "mine.ttl").write_text(OVERLAY)
    overlay = load_ontology(tmp_path / "overlay")
    with opened(path) as graph:
        assert [state.disputed for state in graph.states(object=HUAWEI.id)] == [False]
    with Graph.open(path, ontology=overlay) as graph:
        graph.refresh_facts()
        labels = graph.query('ASK { d:bars rdfs:label "shuts out" }'), graph.query('ASK { d:bars rdfs:label "bars" }')
        assert list(map(bool, labels)) == [True, False]
        assert [state.disputed for state in graph.states(object=HUAWEI.id)] == [True]


def test_a_graph_of_an_older_way_of_deriving_is_derived_anew_when_it_is_opened(tmp_path):
    path = make_graph(tmp_path / "g", [some_article(random.Random(n), f"a{n}") for n in range(9)])
    with opened(path) as graph:
        before, states = set(graph.store), graph.states()
    graph = Graph.open(path, ontology=ONTOLOGY)
    graph.store.remove(whole_mark(ONTOLOGY))
    for quad in list(graph.store.quads_for_pattern(None, v.ORIGIN, None)):
        graph.store.remove(quad)
    graph.close()
    with opened(path) as graph:
        assert graph.has_facts
        assert (set(graph.store), graph.states()) == (before, states)

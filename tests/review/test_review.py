"""Decisions on a graph in its folder: they last, they can be taken back, and nothing hangs on the order of building."""

import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import GraphError, QueryError, ReviewError
from kg.export import export
from kg.graph import Graph
from kg.graph.folder import DECISIONS
from kg.records import Review
from kg.review.decisions import Action, Decision, target_of
from kg.review.taking import Correction, Reviewer, acceptance, correction, merging, rejection, splitting, withdrawal
from tests.graph.factory import BAN, HUAWEI, LIFT, NORDIA, POLAND, RUN, SEED, TRUMP, US, VELTRIX, actor, article, told
from tests.graph.graphs import ONTOLOGY, everything, make_graph, one_line, opened

ADA = Reviewer("Ada", "2025-01-02", "I read it")


def n_quads(path, tmp_path, **options):
    out = tmp_path / "out.nq"
    with opened(path) as graph:
        export(graph, out, with_text=True, **options)
    return out.read_bytes()


def dump(path):
    with opened(path) as graph:
        return sorted(map(str, graph.store))


def evidence_of(graph, subject, relation, object):
    wanted = (subject.id, relation, object.id)
    return next(
        e for e in graph.evidence() if (e.statement.subject.id, e.statement.predicate, e.statement.object.id) == wanted
    )


def decide_everything(graph):
    """One decision of each kind, each after the others are in the graph."""
    nordic = actor("Nordic", "Nordic Union", "bloc")
    graph.review([acceptance(graph, graph.track(evidence_of(graph, US, "bars", HUAWEI).id), ADA)])
    graph.review([rejection(graph, graph.track(evidence_of(graph, HUAWEI, "denies", US).id), ADA)])
    asked = next(e for e in graph.evidence() if e.statement.subject.id == POLAND.id)
    graph.review([correction(graph, graph.track(asked.id), Correction(object="Huawei", status="planned"), ADA)])
    graph.review([merging(graph, "Donald Trump", "United States", ADA)])
    graph.review(splitting(graph, "Veltrix", "Veltrix Labs", [LIFT.id], [], ADA))
    graph.review([Decision(Action.MERGE, "Bo", "2025-01-03", entity=nordic, into=NORDIA)])


@pytest.fixture
def reviewed(tmp_path):
    path = make_graph(tmp_path / "g", everything())
    with Graph.open(path, ontology=ONTOLOGY) as graph:
        decide_everything(graph)
    return path


def test_everything_downstream_sees_what_stands(reviewed):
    with opened(reviewed) as graph:
        found = {
            (e.statement.subject.name, e.statement.predicate, e.statement.object.name): e for e in graph.evidence()
        }
        accepted = [e for e in graph.evidence() if e.review is Review.ACCEPTED]
        assert [(e.statement.subject.id, e.statement.object.id) for e in accepted] == [(US.id, HUAWEI.id)]
        assert found["Poland", "bars", "Huawei"].review is Review.CORRECTED
        assert ("Huawei", "denies", "United States") not in found
        assert not any("Donald Trump" in key for key in found)
        assert ("Nordia", "bars", "Veltrix Labs") in found
        # the ban on Veltrix has no end any longer: the end was of Veltrix Labs
        assert graph.query(f"ASK {{ <{NORDIA.id}> d:bars <{VELTRIX.id}> }}")
        assert not graph.query(f"ASK {{ ?s ?p <{TRUMP.id}> }}")
        [rows] = graph.query("SELECT (COUNT(?e) AS ?n) { ?e d:review d:accepted }")
        assert rows["n"].value == "1"


def test_decisions_survive_a_rebuild_from_nothing_but_their_file(reviewed, tmp_path):
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    (fresh / DECISIONS).write_bytes((reviewed / DECISIONS).read_bytes())
    make_graph(fresh, everything())
    assert dump(fresh) == dump(reviewed)
    backwards = tmp_path / "backwards"
    backwards.mkdir()
    (backwards / DECISIONS).write_bytes((reviewed / DECISIONS).read_bytes())
    make_graph(backwards, reversed([(document, evidence[::-1]) for document, evidence in everything()]))
    assert n_quads(backwards, tmp_path) == n_quads(reviewed, tmp_path)


def test_articles_that_come_later_are_reviewed_too(reviewed, tmp_path):
    document = article("later", "Donald Trump barred Veltrix.")
    with Graph.open(reviewed, ontology=ONTOLOGY) as graph:
        graph.replace(document, [told(document, TRUMP, "bars", VELTRIX, document.text, "barred")], RUN)
        [found] = graph.evidence("later")
        assert found.statement.subject.id == US.id
        assert "Donald Trump" in found.statement.subject.aliases


def test_taking_every_decision_back_gives_the_same_bytes_as_before(reviewed, tmp_path):
    plain = make_graph(tmp_path / "plain", everything())
    with Graph.open(reviewed, ontology=ONTOLOGY) as graph:
        for _ in graph.decisions.standing:
            graph.review([withdrawal(graph, None, ADA)])
    assert n_quads(reviewed, tmp_path) == n_quads(plain, tmp_path)
    with opened(reviewed) as graph, opened(plain) as other:
        default = [sorted(str(q) for q in one.store if "DEFAULT" in str(q.graph_name)) for one in (graph, other)]
        assert default[0] == default[1] != []


@pytest.mark.parametrize("order", [[0, 1, 2, 3, 4, 5], [5, 3, 1, 0, 2, 4], [2, 4, 0, 1, 5, 3]])
def test_decisions_may_be_taken_back_in_any_order(reviewed, tmp_path, order):
    with Graph.open(reviewed, ontology=ONTOLOGY) as graph:
        entries = graph.decisions.entries
        for place in order[:3]:
            graph.review([withdrawal(graph, entries[place].id, ADA)])
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    (fresh / DECISIONS).write_bytes((reviewed / DECISIONS).read_bytes())
    make_graph(fresh, everything())
    assert n_quads(fresh, tmp_path) == n_quads(reviewed, tmp_path)


def test_names_that_came_by_a_chain_of_merges_go_with_it(tmp_path):
    one, two, three = (actor(name, name, "company") for name in ("One", "Two", "Three"))
    documents = [article(name, f"{name} barred Nordia.") for name in ("One", "Two", "Three")]
    evidence = zip(documents, (one, two, three), strict=True)
    path = make_graph(tmp_path / "g", [(d, [told(d, who, "bars", NORDIA, d.text, "barred")]) for d, who in evidence])
    before = n_quads(path, tmp_path)
    with Graph.open(path, ontology=ONTOLOGY) as graph:
        graph.review([merging(graph, "One", "Two", ADA)])
        graph.review([merging(graph, "Two", "Three", ADA)])
        assert {e.statement.subject for e in graph.evidence()} == {graph.entity(three.id)}
        assert set(graph.entity(three.id).aliases) == {"One", "Two"}
        first, second = graph.decisions.entries
        graph.review([withdrawal(graph, first.id, ADA)])
        assert {name: graph.entity(iri.id).aliases for name, iri in (("One", one), ("Three", three))} == {
            "One": (),
            "Three": ("Two",),
        }
        graph.review([withdrawal(graph, second.id, ADA)])
    assert n_quads(path, tmp_path) == before


def test_exports_hold_nothing_of_what_was_rejected_but_the_file_remembers_it(reviewed, tmp_path):
    rejected = next(line for line in (reviewed / DECISIONS).read_text().splitlines() if "denies an accusation" in line)
    assert "Huawei" in rejected
    exported = n_quads(reviewed, tmp_path).decode()
    assert "graph/extracted" not in exported
    assert "graph/review" not in exported
    assert f"<{HUAWEI.id}> <https://w3id.org/faultline/ontology#denies> <{US.id}>" not in exported


def test_an_old_id_finds_what_it_has_become(reviewed):
    with opened(make_graph(reviewed.parent / "plain", everything())) as plain:
        before = {
            (e.statement.subject.name, e.statement.object.name, e.statement.predicate): e.id for e in plain.evidence()
        }
    with opened(reviewed) as graph:
        corrected = graph.find_evidence(before["Poland", "Chinese tech firms", "bars"])
        assert corrected.statement.object.name == "Huawei"
        assert graph.find_evidence(before["Donald Trump", "Huawei", "bars"]).statement.subject.id == US.id
        with pytest.raises(QueryError) as error:
            graph.find_evidence(before["Huawei", "United States", "denies"])
        assert "rejected by Ada on 2025-01-02: I read it (d-" in one_line(error)


def test_an_evidence_that_became_one_with_another_is_found_by_both_ids(tmp_path):
    document = article("a", "Nordia barred Huawei Tech.")
    tech = actor("HuaweiTech", "Huawei Tech", "company")
    both = [told(document, NORDIA, "bars", who, document.text, "barred") for who in (tech, HUAWEI)]
    path = make_graph(tmp_path / "g", [(document, both)])
    with Graph.open(path, ontology=ONTOLOGY) as graph:
        graph.review([merging(graph, "Huawei Tech", "Huawei", ADA)])
        assert {graph.find_evidence(e.id).id for e in both} == {both[1].id}


def test_a_decision_on_an_article_that_is_not_there_waits(tmp_path):
    path = make_graph(tmp_path / "g", everything())
    with Graph.open(path, ontology=ONTOLOGY) as graph:
        graph.review([rejection(graph, graph.track(next(graph.evidence(BAN.id)).id), ADA)])
        graph.remove(BAN.id)
    assert "graph/extracted" not in " ".join(dump(path))
    with Graph.open(path, ontology=ONTOLOGY) as graph:
        document, evidence = everything()[1]
        graph.replace(document, evidence, RUN)
        assert list(graph.evidence(BAN.id)) == []


def test_a_changed_article_keeps_the_decisions_that_still_find_their_sentence(tmp_path):
    path = make_graph(tmp_path / "g", everything())
    with Graph.open(path, ontology=ONTOLOGY) as graph:
        graph.review([acceptance(graph, graph.track(next(graph.evidence(BAN.id)).id), ADA)])
        moved = article(BAN.id, f"New first line.\n\n{BAN.text}", date=BAN.date)
        graph.replace(moved, [told(moved, NORDIA, "bars", VELTRIX, BAN.text, "barred")], RUN)
        [found] = graph.evidence(BAN.id)
        assert found.review is Review.ACCEPTED


def test_a_file_that_was_changed_by_hand_is_applied_when_the_graph_is_opened(reviewed, tmp_path):
    plain = make_graph(tmp_path / "plain", everything())
    text = (reviewed / DECISIONS).read_text()
    (reviewed / DECISIONS).unlink()
    assert n_quads(reviewed, tmp_path) == n_quads(plain, tmp_path)
    assert dump(reviewed) == dump(plain)
    (plain / DECISIONS).write_text(text)
    (reviewed / DECISIONS).write_text(text)
    assert dump(reviewed) == dump(plain)


def test_a_malformed_file_is_one_line_and_the_graph_stays_as_it_was(reviewed, tmp_path):
    text = (reviewed / DECISIONS).read_text()
    before = dump(reviewed)
    (reviewed / DECISIONS).write_text(text.replace('action = "split"', 'action = "slit"'))
    with pytest.raises(ReviewError) as error, opened(reviewed):
        pass
    assert f"{DECISIONS}: entry 5: action: 'slit'; allowed are" in one_line(error)
    (reviewed / DECISIONS).write_text(text)
    assert dump(reviewed) == before


def test_a_review_that_is_killed_is_finished_at_the_next_opening(reviewed, tmp_path):
    path = make_graph(tmp_path / "killed", everything())
    code = f"""
import os, signal
from kg.graph import Graph, store
from kg.review.file import read_decisions
from tests.graph.graphs import ONTOLOGY
entries = read_decisions(__import__("pathlib").Path({str(reviewed / DECISIONS)!r}), ONTOLOGY).entries
graph = Graph.open({str(path)!r}, ontology=ONTOLOGY)
calls = []
change = store.change
def dies(*given, **named):
    change(*given, **named)
    calls.append(given)
    if len(calls) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
store.change = dies
graph.review(entries)
"""
    done = subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == -9
    assert dump(path) == dump(reviewed)


def test_a_graph_for_reading_only_takes_no_decision(reviewed):
    with opened(reviewed) as graph, pytest.raises(GraphError, match="opened for reading only"):
        graph.review([withdrawal(graph, None, ADA)])


def test_what_a_killed_writer_left_beside_the_decisions_is_no_obstacle(tmp_path):
    (tmp_path / DECISIONS).write_text("")
    (tmp_path / f".{DECISIONS}.part").write_text("[[deci")
    make_graph(tmp_path, everything())
    with Graph.open(tmp_path, ontology=ONTOLOGY) as graph:
        decide_everything(graph)
    assert not (tmp_path / f".{DECISIONS}.part").exists()


def test_a_folder_with_decisions_and_other_files_is_no_graph(tmp_path):
    (tmp_path / DECISIONS).write_text("")
    (tmp_path / "letter.txt").write_text("Dear Ada")
    with pytest.raises(GraphError, match="a folder with other files"):
        make_graph(tmp_path, everything())


def test_decisions_do_not_hang_on_the_hash_seed(tmp_path):
    code = f"""
from pathlib import Path
from kg.graph import Graph
from kg.export import export
from tests.graph.graphs import ONTOLOGY, everything, make_graph, opened
from tests.review.test_review import decide_everything
path = make_graph(Path({str(tmp_path)!r}) / SEED, everything())
with Graph.open(path, ontology=ONTOLOGY) as graph:
    decide_everything(graph)
with opened(path) as graph:
    export(graph, path.parent / f"{{SEED}}.nq")
    export(graph, path.parent / f"{{SEED}}.xlsx")
"""
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-c", f"SEED = {seed!r}\n{code}"],
            check=True,
            cwd=Path(__file__).parents[2],
            env={"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin"},
        )
    for name in (".nq", ".xlsx"):
        assert (tmp_path / f"1{name}").read_bytes() == (tmp_path / f"2{name}").read_bytes()
    assert (tmp_path / "1" / DECISIONS).read_bytes() == (tmp_path / "2" / DECISIONS).read_bytes()


def test_what_cannot_be_asked_for_is_one_line(reviewed):
    with Graph.open(reviewed, ontology=ONTOLOGY) as graph:
        track = graph.track(evidence_of(graph, US, "pressures", POLAND).id)
        for asked, problem in (
            (Correction(subject="Polnd"), "did you mean Poland?"),
            (Correction(object="Acme"), "somebody new is written Acme (new company)"),
            (Correction(object="Acme (new firm)"), "unknown type 'firm'"),
            (Correction(relation="hugs"), "unknown relation 'hugs'; known are accuses"),
            (Correction(status="sure"), "unknown status 'sure'; allowed are “told as fact”"),
            (Correction(time="soon"), "time 'soon'"),
            (Correction(subject="Poland"), "subject and object would both be Poland"),
            (Correction(object="Poland"), "nothing to correct"),
        ):
            with pytest.raises(ReviewError) as error:
                correction(graph, track, asked, ADA)
            assert problem in one_line(error)
        for words, problem in (
            (lambda: merging(graph, "Poland", "Poland", ADA), "are one already"),
            (lambda: splitting(graph, "Poland", "X", [], [], ADA), "name articles or evidence"),
            (
                lambda: splitting(graph, "Nordia", "X", [SEED.id], [], ADA),
                f"is in no statement of an article '{SEED.id}'",
            ),
            (lambda: splitting(graph, "Nordia", "nordia", [BAN.id], [], ADA), "give the other a name of its own"),
            (lambda: splitting(graph, "Nordia", "X", [], [track.now.id], ADA), "Nordia is not in it"),
            (lambda: withdrawal(graph, "d-nothing", ADA), "no decision 'd-nothing' that stands"),
        ):
            with pytest.raises(ReviewError) as error:
                words()
            assert problem in one_line(error)


def test_a_target_keeps_what_the_machine_read(reviewed):
    with Graph.open(reviewed, ontology=ONTOLOGY) as graph:
        track = graph.track(next(e.id for e in graph.evidence() if e.review is Review.CORRECTED))
        decision = rejection(graph, track, ADA)
        assert decision.target == target_of(track.read) != target_of(track.now)

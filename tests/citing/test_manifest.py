import hashlib
import json
from dataclasses import replace

import pytest

from kg.citing.files import write_manifest
from kg.citing.manifest import as_json, manifest
from kg.citing.methods import methods
from kg.errors import ExportError, GraphError
from kg.graph import Graph
from kg.graph.filters import Filter
from kg.graph.folder import DECISIONS
from kg.graph.selecting import selected
from kg.records import Review, Run
from tests.graph.factory import CHINA, HUAWEI, RUN, SEED, article, told
from tests.graph.graphs import ONTOLOGY, everything, make_graph, opened

DECIDED = """# What people decided
[[decision]]
id = "d-1"
action = "accept"
[[decision]]
id = "d-2"
action = "reject"
[[decision]]
id = "d-3"
action = "accept"
"""


def test_it_accounts_for_articles_versions_and_counts(demo_graph):
    found = json.loads(as_json(manifest(demo_graph)))
    assert found["runs"] == [{"id": RUN.key, "program": "0.1.0", "ontology": "0123abcd", "model": "test-1"}]
    assert [entry["id"] for entry in found["articles"]] == ["ban", "cnbc-huawei-5g", "lift"]
    assert found["articles"][1] == {
        "id": SEED.id,
        "sha256": SEED.digest,
        "date": "2019-01-27",
        "publisher": "CNBC",
        "title": SEED.title,
        "url": SEED.url,
        "run": RUN.key,
        "evidence": 8,
    }
    counts = found["counts"]
    assert (counts["articles"], counts["statements"], counts["evidence"]) == (3, 9, 10)
    assert counts["evidence by status"] == {"fact": 6, "ended": 1, "requested": 2, "possible": 1}
    assert counts["statements by state"] == {"fact": 5, "ended": 1, "requested": 2, "possible": 1}
    assert counts["by relation"] == {
        "bars": {"statements": 5, "evidence": 6},
        "denies": {"statements": 2, "evidence": 2},
        "pressures": {"statements": 2, "evidence": 2},
    }
    assert counts["evidence by review"] == {"unchecked": 10}
    assert found["decisions"] is None and found["selection"] is None


def test_the_file_of_decisions_is_named_by_its_digest(tmp_path):
    path = make_graph(tmp_path / "g", everything())
    with opened(path) as graph:
        before = manifest(graph)
        (path / DECISIONS).write_text(DECIDED, encoding="utf-8")
        after = manifest(graph)
        assert before.decisions is None
        assert after.decisions.sha256 == hashlib.sha256(DECIDED.encode()).hexdigest()
        assert (after.decisions.count, after.decisions.actions) == (3, {"accept": 2, "reject": 1})
        assert json.loads(as_json(after))["decisions"]["count"] == 3
        assert "a file of 3 decisions (accept 2 and reject 1), SHA-256" in methods(after, ONTOLOGY)
        for wrong in ("[[decision", "decision = 3", "decision = [3]"):
            (path / DECISIONS).write_text(wrong, encoding="utf-8")
            with pytest.raises(GraphError, match="is no file of decisions"):
                manifest(graph)


def test_the_digest_changes_with_articles_evidence_and_review(tmp_path):
    (document, (evidence,)) = everything()[1]
    graphs = {
        "same": [(document, [evidence])],
        "again": [(document, [evidence])],
        "other text": [(replace(document, text=document.text + " More."), [evidence])],
        "other status": [(document, [replace(evidence, modality="planned")])],
        "checked": [(document, [replace(evidence, review=Review.ACCEPTED)])],
        "nothing": [(document, [])],
    }
    digests = {}
    for name, rows in graphs.items():
        with opened(make_graph(tmp_path / name, rows)) as graph:
            digests[name] = manifest(graph).sha256
    assert digests.pop("again") == digests["same"]
    assert len(set(digests.values())) == len(digests)


def test_bytes_do_not_hang_on_the_order_of_articles(tmp_path):
    texts = []
    for name, rows in (("g", everything()), ("h", everything()[::-1])):
        with opened(make_graph(tmp_path / name, rows)) as graph:
            found = manifest(graph)
            texts.append(as_json(found) + methods(found, ONTOLOGY))
    assert texts[0] == texts[1]


def test_the_paragraph_states_the_figures_of_the_graph(demo_graph):
    text = methods(manifest(demo_graph), ONTOLOGY)
    for words in (
        "The corpus is 3 articles of 3 outlets, dated 27 January 2019 to 3 February 2025.",
        "It was read by Faultline 0.1.0 with ontology 0123abcd and language model test-1.",
        "It tells 9 different statements in 10 passages (bars 5, denies an accusation by or about 2 and pressures 2).",
        "the passages are: “told as fact” 6, “ended” 1, “asked for, not done” 2 and “considered” 1.",
        "the statements are: in force 5, ended 1, only asked for 2 and only considered 1.",
        "the median is 1.00, the range 0.93 to 1.00.",
        "None of the passages was checked by hand.",
        "was not measured",
    ):
        assert words in text, words
    assert "trained reader" not in text  # the model is not the shipped one
    assert "\n" not in text


def test_what_was_checked_by_hand_is_counted(tmp_path):
    rows = [(document, [replace(one, review=Review.ACCEPTED) for one in told_]) for document, told_ in everything()[1:]]
    rows.append((SEED, everything()[0][1]))
    with opened(make_graph(tmp_path / "g", rows)) as graph:
        text = methods(manifest(graph), ONTOLOGY)
    assert "By hand, 2 of the 10 passages (20.0 %) were checked: 2 accepted as read, 0 corrected." in text
    assert "None of the passages" not in text


def test_two_versions_undated_articles_and_a_selection_are_said(tmp_path):
    plain = article("plain", "China barred Huawei.")
    with Graph.open(tmp_path / "g", create=True, ontology=ONTOLOGY) as graph:
        graph.replace(plain, [told(plain, CHINA, "bars", HUAWEI, plain.text, "barred")], RUN)
        for document, evidence in everything()[1:]:
            graph.replace(document, evidence, Run("0.2.0", "9999", "en_faultline-1.1.0"))
    with opened(tmp_path / "g") as graph:
        text = methods(manifest(graph), ONTOLOGY)
        assert (
            "of 2 outlets, dated 20 March 2024 to 3 February 2025 (1 without a date and 1 without an outlet)." in text
        )
        assert "Faultline 0.2.0 with ontology 9999 and language model en_faultline-1.1.0 for 2 articles." in text
        assert "Faultline 0.1.0 with ontology 0123abcd and language model test-1 for 1 article." in text
        with selected(graph, Filter(as_of="2024-12-31")) as then:
            found = manifest(then, {"as of": "2024-12-31"})
    assert json.loads(as_json(found))["selection"] == {"as of": "2024-12-31"}
    assert methods(found, ONTOLOGY).startswith(
        "What is counted here is a selection (as of 2024-12-31) of a larger graph: 1 article"
    )


def test_an_empty_graph(tmp_path):
    with opened(make_graph(tmp_path / "g", [])) as graph:
        found = manifest(graph)
        assert json.loads(as_json(found))["counts"]["evidence"] == 0
        assert methods(found, ONTOLOGY) == "The corpus is 0 articles. No statement was found."


def test_it_is_written_whole_and_outside_the_graph(demo_graph, tmp_path):
    found = manifest(demo_graph)
    write_manifest(demo_graph, found, tmp_path / "m.json")
    assert (tmp_path / "m.json").read_text(encoding="utf-8") == as_json(found) + "\n"
    with pytest.raises(ExportError, match="lies in the graph's own folder"):
        write_manifest(demo_graph, found, demo_graph.path / "m.json")

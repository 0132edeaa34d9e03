import errno
import itertools
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from pyoxigraph import NamedNode

from kg.errors import DocumentError, GraphError, QueryError
from kg.graph import Graph
from kg.graph.folder import problems_named
from kg.records import Modality, Phase, Polarity
from tests.graph.factory import (
    BAN,
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
    told,
)
from tests.graph.graphs import ONTOLOGY, everything, make_graph, opened

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


# ---------------------------------------------------------------- folders that are no graph


def one_line(error):
    text = str(error.value)
    assert "\n" not in text
    return text


def test_a_missing_graph_is_an_error_and_is_not_made(tmp_path):
    for read_only in (True, False):
        with pytest.raises(GraphError) as error:
            Graph.open(tmp_path / "none", read_only=read_only)
        assert "no graph here" in one_line(error)
    assert not (tmp_path / "none").exists()


def test_other_folders_and_files_are_not_touched(tmp_path):
    (tmp_path / "file").write_text("text")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "notes.txt").write_text("mine")
    for name, reason in (("file", "not a folder"), ("folder", "not a graph")):
        with pytest.raises(GraphError) as error:
            Graph.open(tmp_path / name, create=True)
        assert reason in one_line(error) and name in one_line(error)
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["notes.txt"]


def test_the_advice_on_another_folder_is_for_who_builds_or_who_reads(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    for create, advice in (
        (True, "name a new or empty folder"),
        (False, "`kg build PATHS --graph FOLDER` makes a graph"),
    ):
        with pytest.raises(GraphError) as error:
            Graph.open(tmp_path, create=create)
        assert one_line(error) == f"{tmp_path}: not a graph: a folder with other files; {advice}"


@pytest.mark.parametrize("left", ["nothing", "an empty folder"])
def test_a_graph_without_its_store_is_not_taken_as_empty(tmp_path, left):
    path = make_graph(tmp_path / "g", lifted_ban())
    shutil.rmtree(path / "store")
    if left == "an empty folder":
        (path / "store").mkdir()
    before = sorted(path.rglob("*"))
    for read_only in (True, False):
        with pytest.raises(GraphError) as error:
            Graph.open(path, read_only=read_only)
        assert one_line(error).startswith(
            f"{path / 'store'}: missing, and with it the articles of this graph; `kg build"
        )
    assert sorted(path.rglob("*")) == before
    with opened(make_graph(path, lifted_ban())) as graph:
        assert len(graph.document_ids()) == 2


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (OSError(errno.EROFS, "Read-only file system", "clock/lock"), "mounted for reading only"),
        (OSError("IO error: While open a file for lock: blocks/store/LOCK: Read-only file system"), "for reading only"),
        (OSError(errno.ENOTDIR, "Not a directory", "lock"), "a part of this path is a file"),
        (OSError("IO error: While mkdir if missing: blocks/store: Not a directory"), "a part of this path is a file"),
        (OSError(errno.ENOSPC, "No space left on device", "lock"), "no space is left"),
        (OSError(errno.EACCES, "Permission denied", "lock"), "no permission"),
        (OSError("IO error: lock hold by current process, acquire time 1: g/store/LOCK: No locks"), "another process"),
        (OSError("IO error: While lock file: g/store/LOCK: Resource temporarily unavailable"), "another process"),
        (RuntimeError("Corruption: bad block in lock.sst\nmore"), "cannot be used: Corruption: bad block in lock.sst"),
        (OSError(), "cannot be used: OSError"),
    ],
)
def test_a_problem_is_named_as_what_it_is(error, problem):
    with pytest.raises(GraphError) as named, problems_named(Path("lock/blocks")):
        raise error
    assert problem in one_line(named)
    assert ("another process" in str(named.value)) == (problem == "another process")


def test_a_file_where_a_folder_must_be_is_named(tmp_path):
    (tmp_path / "lock").write_text("x")
    with pytest.raises(GraphError) as error:
        Graph.open(tmp_path / "lock" / "g", create=True)
    assert "a part of this path is a file" in one_line(error)


def test_an_empty_folder_becomes_a_graph(tmp_path):
    with Graph.open(tmp_path, create=True) as graph:
        assert list(graph.evidence()) == []


@pytest.mark.parametrize(
    "marker", ["{", "[]", '{"format": 99, "base": "https://w3id.org/faultline/"}', '{"format": 1, "base": "x"}']
)
def test_a_graph_of_another_kind_is_refused(tmp_path, marker):
    path = make_graph(tmp_path / "g", [])
    (path / "faultline.json").write_text(marker)
    with pytest.raises(GraphError) as error:
        Graph.open(path)
    assert str(path) in one_line(error)


def test_a_broken_store_is_one_line(tmp_path):
    path = make_graph(tmp_path / "g", lifted_ban())
    (path / "store" / "CURRENT").write_text("garbage")
    for read_only in (True, False):
        with pytest.raises(GraphError) as error:
            Graph.open(path, read_only=read_only)
        assert "cannot be used" in one_line(error)


PERMISSIONS = """
import os, sys
from kg.errors import KGError
from kg.export import export
from kg.graph import Graph
from kg.ontology import load_ontology
ontology = load_ontology()
if os.getuid() == 0:
    os.setgid(65534), os.setuid(65534)
place = sys.argv[1]
with Graph.open(place + "/g", read_only=True, ontology=ontology) as graph:
    print(len(graph.document_ids()))
    for path in ("/x.ttl", "/secret/x.ttl"):
        try:
            export(graph, place + path)
        except KGError as error:
            print(error)
for name, options in (("/g", {}), ("/new", {"create": True}), ("/secret/g", {"read_only": True})):
    try:
        Graph.open(place + name, ontology=ontology, **options)
    except KGError as error:
        print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_a_folder_without_permission_is_read_but_not_written():
    with TemporaryDirectory() as folder:
        place = Path(folder)
        make_graph(place / "g", lifted_ban())
        (place / "secret").mkdir()
        for path in (place, *place.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        (place / "secret").chmod(0)
        done = subprocess.run([sys.executable, "-c", PERMISSIONS, folder], capture_output=True, text=True, check=False)
        for path in (place, place / "secret", *(path for path in place.rglob("*") if path.is_dir())):
            path.chmod(0o755)
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "2",
        f"{place}/x.ttl: no permission to write here",
        f"{place}/secret/x.ttl: no permission to write here",
        f"{place}/g: no permission to read and write here",
        f"{place}/new: no permission to read and write here",
        f"{place}/secret/g: no permission to read and write here",
    ]


def test_two_writers_do_not_meet_and_readers_share(tmp_path):
    path = make_graph(tmp_path / "g", lifted_ban())
    code = f"""
from kg.errors import DocumentError, GraphError
from kg.graph import Graph
for read_only in (True, False):
    try:
        Graph.open({str(path)!r}, read_only=read_only).close()
        print("open")
    except GraphError as error:
        print(error)
"""

    def other_process():
        return subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.splitlines()

    busy = f"{path}: in use by another process; wait until it is done"
    with Graph.open(path):
        assert other_process() == [busy, busy]
    with opened(path):
        assert other_process() == ["open", busy]
    assert other_process() == ["open", "open"]


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

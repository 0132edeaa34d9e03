"""A build that is killed, has no room, or meets another one: nothing is lost, nothing is there twice."""

import json
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

from kg.export import export
from kg.graph import Graph
from kg.graph.folder import is_graph
from tests.graph.graphs import ONTOLOGY

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals and limits")

ROOT = Path(__file__).parents[1]
NAMES = ("Poland", "Spain", "Chad", "Peru", "Huawei", "ZTE", "Line", "Meta", "Tiktok", "Kaspersky")
ARTICLES = 300
KILLS = 25


def write_articles(path, number):
    chance = random.Random(number)
    with path.open("w") as stream:
        for n in range(number):
            sentences = [
                f"{chance.choice(NAMES)} {chance.choice(('bars', 'unbars', 'pressures'))} {chance.choice(NAMES)}."
                for _ in range(chance.randrange(6))
            ]
            date = f"20{chance.randrange(10, 25)}-{chance.randrange(1, 13):02}-01"
            record = {"id": f"a{n}", "text": " ".join(sentences) or "Nothing.", "date": date}
            stream.write(json.dumps(record | {"publisher": f"Paper {chance.randrange(20)}"}) + "\n")
    return path


def start(articles, graph, *options, **how):
    command = (sys.executable, "-m", "tests.crash", str(articles), str(graph), *options)
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **how)


def finish(process):
    """Its exit code, the letters of its steps, and what it complains of."""
    out, complaint = process.communicate()
    return process.returncode, out.decode(), complaint.decode()


def exported(graph, out):
    with Graph.open(graph, read_only=True, ontology=ONTOLOGY) as opened:
        export(opened, out, with_text=True)
        assert opened.has_facts
    return out.read_bytes()


def steps(process):
    """The letters of a process as they come; it may be killed between any two of them."""
    while letter := process.stdout.read(1):
        yield letter.decode()


def kill_at(process, letter, number, delay):
    """Kills a process some time after the step that has a letter for the n-th time; the letters up to there."""
    seen = ""
    for step in steps(process):
        seen += step
        if step == letter and seen.count(letter) == number:
            break
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    rest, complaint = process.communicate()
    assert complaint == b""
    return seen + rest.decode()


def timed_build(articles, graph):
    """The letters of a whole build, and the seconds that deriving took in it."""
    process, seen, begun = start(articles, graph), "", 0.0
    for step in steps(process):
        seen += step
        begun = time.monotonic() if step == "f" else begun
    taken = time.monotonic() - begun
    code, _, complaint = finish(process)
    assert (code, complaint, seen[-2:]) == (0, "", "fe")
    return seen, taken


def kill_often(articles, graph, moments):
    """Starts a build again and again and kills it at each moment; how much was extracted."""
    extracted = 0
    for letter, number, delay in moments:
        process = start(articles, graph)
        extracted += kill_at(process, letter, number, delay).count("x")
        assert process.returncode == -signal.SIGKILL
    return extracted


@pytest.mark.slow
def test_a_build_killed_at_random_moments_gives_the_bytes_of_one_that_was_not(tmp_path):
    articles = write_articles(tmp_path / "news.jsonl", ARTICLES)
    seen, deriving = timed_build(articles, tmp_path / "whole")
    assert (seen.count("x"), seen.count("s")) == (ARTICLES, ARTICLES)

    chance = random.Random(7)
    moments = [("b", 1, chance.uniform(0, 0.05)) for _ in range(3)]
    moments += [("x", chance.randrange(1, 26), chance.uniform(0, 0.03)) for _ in range(KILLS - 8)]
    moments += [("f", 1, chance.uniform(0, 0.6 * deriving)) for _ in range(5)]
    extracted = kill_often(articles, tmp_path / "killed", moments)
    code, rest, complaint = finish(start(articles, tmp_path / "killed"))
    assert (code, complaint, rest.count("s")) == (0, "", ARTICLES)
    assert extracted + rest.count("x") <= ARTICLES + KILLS  # at most what was in hand is done again
    assert exported(tmp_path / "killed", tmp_path / "killed.nq") == exported(tmp_path / "whole", tmp_path / "whole.nq")


def test_a_change_of_articles_killed_at_random_moments_gives_the_bytes_of_a_graph_made_at_once(tmp_path):
    articles, graph = write_articles(tmp_path / "news.jsonl", 120), tmp_path / "killed"
    timed_build(articles, graph)
    other = write_articles(tmp_path / "other.jsonl", 150).read_text().splitlines()
    articles.write_text("\n".join([*other[:60], *articles.read_text().splitlines()[60:], *other[120:]]) + "\n")
    chance = random.Random(3)
    moments = [("x", chance.randrange(1, 20), chance.uniform(0, 0.03)) for _ in range(4)]
    moments += [("f", 1, chance.uniform(0, 0.1)) for _ in range(3)]
    kill_often(articles, graph, moments)
    assert finish(start(articles, graph))[0] == 0
    timed_build(articles, tmp_path / "whole")
    assert exported(graph, tmp_path / "killed.nq") == exported(tmp_path / "whole", tmp_path / "whole.nq")


@contextmanager
def disk(folder, size):
    """A small disk of its own at a folder; skips the test where this process may not make one."""
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=False, stderr=-3)
    if mounted.returncode:
        pytest.skip("needs the right to mount a disk")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def a_file_no_larger_than(size):
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def small_graph(tmp_path, many, folder):
    """A graph of the first articles, made while there was room; their file, and the bytes of the graph."""
    few = tmp_path / "few.jsonl"
    few.write_text("\n".join(many.read_text().splitlines()[:20]) + "\n")
    assert finish(start(few, folder))[0] == 0
    return few, exported(folder, tmp_path / "few.nq")


def articles_of_the_old_graph(graph, few):
    """Every article of before is there as it was; the ids of all that are there now."""
    with Graph.open(graph, read_only=True, ontology=ONTOLOGY) as opened:
        assert opened.has_facts
        there = opened.document_ids()
        known = {json.loads(line)["id"]: json.loads(line) for line in few.read_text().splitlines()}
        assert set(known) <= set(there)
        assert {id: opened.document(id).text for id in known} == {id: known[id]["text"] for id in known}
    return there


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["disk", "limit"])
def test_a_disk_that_is_full_leaves_the_old_graph_whole_and_is_one_line(tmp_path, kind):
    many = write_articles(tmp_path / "many.jsonl", ARTICLES)
    place = tmp_path / "place"
    with disk(place, "6m") if kind == "disk" else nullcontext(place.mkdir()):
        graph = place / "graph"
        few, _ = small_graph(tmp_path, many, graph)
        limit = {} if kind == "disk" else {"preexec_fn": a_file_no_larger_than(600_000)}
        code, seen, complaint = finish(start(many, graph, **limit))
        assert code == 1 and "e" not in seen
        problem = {"disk": "no space is left on the disk", "limit": "a file would be larger than is allowed here"}
        assert complaint == f"{graph}: cannot be written: {problem[kind]}\n"
        there = articles_of_the_old_graph(graph, few)
        assert len(there) < ARTICLES
        shutil.copytree(graph, tmp_path / "moved")
    code, seen, complaint = finish(start(many, tmp_path / "moved"))
    assert (code, complaint) == (0, "")
    assert seen.count("x") == ARTICLES - len(there)
    timed_build(many, tmp_path / "whole")
    assert exported(tmp_path / "moved", tmp_path / "moved.nq") == exported(tmp_path / "whole", tmp_path / "whole.nq")


def test_a_disk_for_reading_only_is_read_and_not_written(tmp_path):
    place = tmp_path / "place"
    with disk(place, "20m"):
        many = write_articles(tmp_path / "many.jsonl", 30)
        _, before = small_graph(tmp_path, many, place / "graph")
        (place / "new").mkdir()
        subprocess.run(["mount", "-o", "remount,ro", place], check=True)
        for name in ("graph", "new"):
            code, _, complaint = finish(start(many, place / name))
            problem = "cannot be written: the disk is mounted for reading only"
            assert (code, complaint) == (1, f"{place / name}: {problem}\n")
        assert exported(place / "graph", tmp_path / "after.nq") == before


def test_a_graph_whose_facts_are_missing_is_read_on_a_disk_for_reading_only(tmp_path):
    place = tmp_path / "place"
    with disk(place, "20m"):
        few = write_articles(tmp_path / "few.jsonl", 20)
        kill_often(few, place / "graph", [("f", 1, 0)])
        subprocess.run(["mount", "-o", "remount,ro", place], check=True)
        timed_build(few, tmp_path / "whole")
        assert exported(place / "graph", tmp_path / "graph.nq") == exported(tmp_path / "whole", tmp_path / "whole.nq")


def test_of_two_builds_at_once_one_says_so_or_waits(tmp_path):
    articles, graph = write_articles(tmp_path / "news.jsonl", ARTICLES), tmp_path / "graph"
    first = start(articles, graph)
    for step in steps(first):
        if step == "s":
            break
    assert finish(start(articles, graph)) == (1, "b", f"{graph}: in use by another process; wait until it is done\n")
    waiting = start(articles, graph, "--wait")
    assert finish(first)[::2] == (0, "")
    assert finish(waiting) == (0, "b" + "s" * ARTICLES + "e", "")


def test_two_builds_that_make_a_graph_at_once_make_one(tmp_path):
    articles, graph = write_articles(tmp_path / "news.jsonl", 40), tmp_path / "graph"
    both = [start(articles, graph, "--wait") for _ in range(2)]
    ended = [finish(process) for process in both]
    assert [(code, complaint) for code, _, complaint in ended] == [(0, ""), (0, "")]
    assert sorted(seen.count("x") for _, seen, _ in ended) == [0, 40]
    assert is_graph(graph)

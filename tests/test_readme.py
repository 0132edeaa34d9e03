"""What the README shows is so: its commands, their output, its Python and its own relation."""

import doctest
import re
import shlex
from pathlib import Path

import click
import pytest

from kg.cli.program import program as main
from kg.resources import PACKAGE
from tests.sessions import blocks, is_shown, run, session
from tests.support import expected_lines, in_a_line

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = blocks(README)
FILES = dict(re.findall(r"`(mine/[\w.]+)`[^`\n]*\n\n```(?:turtle|tsv)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL))
NOT_RUN = ("make demo", "make test", ".ci/run", "python3 -m pip ", "python -m benchmarks ", "python -m training ")
SERVING = ("kg serve ", "curl ")
"""Commands that need a package index, the training data or the whole checkout; and those that wait for each other."""


SESSION = list(session(README))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """What a checkout holds for the commands, and the files that the README has a reader write."""
    folder = tmp_path_factory.mktemp("readme")
    for name in ("seeds", "tests", "kg"):
        (folder / name).symlink_to(ROOT / name, target_is_directory=True)
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def results(folder):
    """Exit code, output and errors of each command; they build on each other, so all are run, once."""
    return [run(command, folder) for command, _ in SESSION]


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(SESSION)), ids=[command[:60] for command, _ in SESSION])
def test_a_command_prints_what_the_readme_shows(results, number):
    _, shown = SESSION[number]
    result = results[number]
    assert (result.returncode, result.stderr) == (0, "")
    if not is_shown(shown, result.stdout):
        pytest.fail(f"the README shows\n{shown}\nit prints\n{result.stdout}", pytrace=False)


def test_only_what_cannot_run_here_is_not_run():
    commands = [line for language, block in BLOCKS if language == "sh" for line in block.splitlines()]
    assert commands
    assert [command for command in commands if not command.startswith(NOT_RUN + SERVING)] == []
    assert {language for language, _ in BLOCKS} == {"sh", "console", "python", "turtle", "tsv"}


def test_every_command_is_shown_and_every_shown_command_exists():
    shown = {shlex.split(part)[1] for command, _ in SESSION for part in command.split("|") if " kg " in f" {part} "}
    shown |= {
        line.split()[1] for kind, block in BLOCKS if kind == "sh" for line in block.splitlines() if line[:3] == "kg "
    }
    listed = set(re.findall(r"^\| `kg (\w+)", README, re.MULTILINE))
    assert shown == listed == set(main.commands)


def test_every_option_that_the_readme_names_exists():
    commands = list(main.commands.values())
    commands += [one for group in commands if isinstance(group, click.Group) for one in group.commands.values()]
    known = {option for command in commands for parameter in command.params for option in parameter.opts}
    known |= {"--help", "--data", "--out", "--wheel", "--data-urlencode"}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", README)) <= known


def test_every_format_and_query_is_named():
    from kg.export import FORMATS

    names = [shlex.split(command)[3] for command, _ in SESSION if command.startswith("kg export ")]
    exported = {max((one for one in FORMATS if name.endswith(one)), key=len) for name in names}
    assert exported == set(FORMATS)
    queries = {path.name for path in (PACKAGE / "sparql").glob("*.rq")}
    assert set(re.findall(r"^\| `(\w+\.rq)`", README, re.MULTILINE)) == queries


def test_every_status_is_explained():
    from kg.graph.facts import Category
    from kg.ontology import load_ontology
    from kg.records import Modality, Phase, Polarity, Voice

    table = README.partition("## How to read a status")[2].partition("\n\n")[2].partition("\n\n")[0]
    labels = load_ontology().status_labels
    for term in (*Modality, Polarity.NEGATED, Phase.ENDED, Voice.PARTY, Voice.UNNAMED):
        assert f"| {labels[term]}" in table
    for category in set(Category) - {Category.FACT, Category.UNKNOWN}:
        assert f"`{category}`" in table


def test_files_and_folders_that_the_readme_names_are_there():
    named = set(re.findall(r"`((?:kg|ontology|seeds|tests|training|benchmarks)/[\w./-]*|[A-Z]\w+(?:\.\w+)?)`", README))
    missing = {name for name in named if not (ROOT / name).exists()}
    assert missing <= {"GRAPH", "PATHS", "DIR", "FILE"}


def test_the_readme_names_no_place_of_ours():
    assert not re.findall(r"/(?:home|root|work|tmp|Users)/", README)
    assert not re.findall(r"https?://(?!w3id\.org|www\.w3\.org)", README)


@pytest.mark.model
@pytest.mark.slow
def test_the_python_of_the_readme_gives_what_it_prints(folder, results, monkeypatch):
    monkeypatch.chdir(folder)
    text = "\n".join(block for language, block in BLOCKS if language == "python")
    test = doctest.DocTestParser().get_doctest(text, {}, "README", "README.md", 0)
    said = []
    doctest.DocTestRunner().run(test, out=said.append)
    assert test.examples
    assert not said, "".join(said)


@pytest.mark.model
def test_the_relation_of_the_readme_gives_its_own_examples(folder):
    from kg.extraction.extractor import load_extractor
    from kg.records import Document

    extractor = load_extractor(ontology=[folder / "mine"], entities=[folder / "mine" / "actors.tsv"])
    (frame,) = (frame for frame in extractor.lexicon.frames if frame.relation == "replaces")
    assert len(frame.examples) == 2
    for example in frame.examples:
        text, _, expected = example.partition(" => ")
        found = {in_a_line(evidence) for evidence in extractor.extract(Document("example", text))}
        assert expected_lines(expected) <= found


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.parametrize("path", sorted((PACKAGE / "sparql").glob("*.rq")), ids=lambda path: path.stem)
def test_the_queries_give_the_same_in_rdflib_and_oxigraph(rdflib_graph, store, path):
    """Over the README's own graph; tests/test_query.py asks the same of a small one."""
    text = path.read_text(encoding="utf-8")
    theirs = [tuple("" if term is None else str(term) for term in row) for row in rdflib_graph.query(text)]
    solutions = store.query(text)
    names = [variable.value for variable in solutions.variables]
    ours = [tuple("" if row[name] is None else row[name].value for name in names) for row in solutions]
    assert ours == theirs
    assert ours or path.stem == "undated"  # every article of the README has a date


@pytest.fixture(scope="module")
def rdflib_graph(folder, results):
    import rdflib

    return rdflib.Graph().parse(folder / "news.ttl")


@pytest.fixture(scope="module")
def store(folder, results):
    """The exported file alone, in a store that knows nothing of ours."""
    import pyoxigraph

    store = pyoxigraph.Store()
    store.load(path=str(folder / "news.ttl"), format=pyoxigraph.RdfFormat.TURTLE)
    return store

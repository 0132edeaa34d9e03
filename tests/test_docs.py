"""What the pages of docs/ show is so: their commands with the output, their files, queries, figures and links."""

import re
import shutil
from pathlib import Path

import click
import pytest

from kg.cli.program import program
from tests.pages import DOCS, PAGES, page
from tests.pages.properties import described
from tests.sessions import blocks, files, is_shown, run, session

ROOT = DOCS.parent
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in sorted(DOCS.glob("*.md"))}
SESSIONS = {name: list(session(text)) for name, text in TEXTS.items()}
COMMANDS = [(name, number) for name, commands in SESSIONS.items() for number in range(len(commands))]
NOT_RUN = ("kg evaluate ", "python -m ", "fuseki-server ", "riot ", "tdb2.tdbloader ", "curl ", "importrdf ", "make ")
"""Commands of other programs, or that need public data."""
SPARQL = [
    pytest.param(text, id=f"{name}-{number}")
    for name, page_text in TEXTS.items()
    for number, (language, text) in enumerate(blocks(page_text))
    if language == "sparql"
]


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A graph of the seeds, built as the README builds it."""
    folder = tmp_path_factory.mktemp("docs")
    result = run(f"kg build {ROOT / 'seeds'} --graph news", folder)
    assert (result.returncode, result.stderr) == (0, "")
    return folder / "news"


@pytest.fixture(scope="module")
def results(demo, tmp_path_factory):
    """Of each page, what its commands print: they build on each other, so all are run, once, beside a graph `news`."""
    found = {}
    for name, commands in SESSIONS.items():
        folder = tmp_path_factory.mktemp(name.partition(".")[0])
        for link in ("seeds", "tests", "kg", "ontology"):
            (folder / link).symlink_to(ROOT / link, target_is_directory=True)
        if commands:
            shutil.copytree(demo, folder / "news")
        for path, text in files(TEXTS[name]).items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        found[name] = [run(command, folder) for command, _ in commands]
    return found


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "number"), COMMANDS, ids=[f"{name}: {SESSIONS[name][number][0][:60]}" for name, number in COMMANDS]
)
def test_a_command_prints_what_the_page_shows(results, name, number):
    _, shown = SESSIONS[name][number]
    result = results[name][number]
    assert (result.returncode, result.stderr) == (0, "")
    if not is_shown(shown, result.stdout):
        pytest.fail(f"the page shows\n{shown}\nit prints\n{result.stdout}", pytrace=False)


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.parametrize("text", SPARQL)
def test_a_query_gives_the_same_in_rdflib_and_oxigraph(exported, text):
    theirs, ours = exported
    rows = [tuple("" if term is None else str(term) for term in row) for row in theirs.query(text)]
    solutions = ours.query(text)
    names = [variable.value for variable in solutions.variables]
    found = [tuple("" if row[name] is None else row[name].value for name in names) for row in solutions]
    assert found
    assert sorted(rows) == sorted(found)


@pytest.fixture(scope="module")
def exported(demo):
    """The exported file in two engines that know nothing of ours."""
    import pyoxigraph
    import rdflib

    path = demo.parent / "news.ttl"
    assert run(f"kg export {demo} {path}", demo.parent).returncode == 0
    store = pyoxigraph.Store()
    store.load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    return rdflib.Graph().parse(path), store


@pytest.mark.model
@pytest.mark.slow
def test_every_property_of_a_graph_is_on_the_page_of_the_data_model(exported):
    _, store = exported
    found = {quad.predicate.value for quad in store}
    relations = {
        iri for iri in found if "#" in iri and re.search(rf"### `{iri.partition('#')[2]}`", TEXTS["codebook.md"])
    }
    named = set(re.findall(r"`(\w+:\w+)`", TEXTS["data-model.md"]))
    from kg.graph.vocabulary import PREFIXES

    short = {
        f"{prefix}:{iri.removeprefix(base)}"
        for iri in found - relations
        for prefix, base in PREFIXES.items()
        if iri.startswith(base)
    }
    assert len(short) == len(found - relations)
    assert short <= named


@pytest.mark.parametrize("name", PAGES)
def test_a_written_page_is_up_to_date(name):
    assert TEXTS[name] == page(name), "run: python -m tests.pages"


def test_every_property_is_defined():
    assert [one.name for one in described() if "definition" not in " ".join(one.values)] == []


def test_only_what_cannot_run_here_is_not_run():
    commands = [
        line
        for text in TEXTS.values()
        for language, block in blocks(text)
        if language == "sh"
        for line in block.splitlines()
        if not line.startswith(("#", " "))
    ]
    assert [command for command in commands if not command.startswith(NOT_RUN)] == []


def test_every_option_and_command_that_a_page_names_exists():
    commands = list(program.commands.values())
    commands += [one for group in commands if isinstance(group, click.Group) for one in group.commands.values()]
    known = {option for command in commands for parameter in command.params for option in parameter.opts}
    for name, text in TEXTS.items():
        lines = "\n".join(line for line in text.splitlines() if not line.startswith(NOT_RUN))
        assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", lines)) <= known | {"--help"}, name
        assert set(re.findall(r"`kg (\w+)", text)) <= set(program.commands), name


def test_the_cookbook_names_every_query_with_its_question():
    for path in (ROOT / "kg" / "sparql").glob("*.rq"):
        question = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        assert f"| `{path.name}` | {question} |" in TEXTS["cookbook.md"]


def test_links_between_pages_lead_somewhere():
    for name, text in TEXTS.items():
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
            assert target.startswith("http") or (DOCS / target).exists(), (name, target)


def test_files_that_pages_name_are_there():
    for name, text in TEXTS.items():
        for path in re.findall(r"`((?:kg|ontology|seeds|tests|docs)/[\w./-]*)`", text):
            assert (ROOT / path).exists(), (name, path)


def test_pages_name_no_place_of_ours():
    for name, text in TEXTS.items():
        assert not re.findall(r"/(?:home|root|work|tmp|Users)/", text), name


def test_figures_of_the_limits_are_those_that_were_measured():
    measured = TEXTS["evaluation.md"] + TEXTS["constructions.md"]
    values = {round(float(value), 3) for value in re.findall(r"(?<![\d,])\d*\.\d+|(?<![\d.,])\d+(?![\d.,])", measured)}
    limits = TEXTS["limits.md"]
    shown = [float(value) / 100 for value in re.findall(r"(\d+) %", limits)]
    assert shown
    assert [share for share in shown if not any(abs(share - value) <= 0.005001 for value in values)] == []


def test_no_page_shows_an_article_that_is_to_stay_unread():
    unread = Path(ROOT / "tests" / "gold" / "test.jsonl").read_text(encoding="utf-8")
    quotes = re.findall(r"^- “([^”]{40,})”", TEXTS["codebook.md"], re.MULTILINE)
    assert len(quotes) > 30
    assert [quote for quote in quotes if quote in unread] == []

"""Whatever a user gets wrong is one line that names it, status 1 or 2, no traceback, and nothing built is lost."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from kg.building import build
from tests.fake_extractor import FakeExtractor

KG = Path(sys.executable).with_name("kg")
FULL_DEVICE = Path("/dev/full")

CASES = {
    "a missing file": ("extract missing.txt", 1, "missing.txt: no such file or folder"),
    "an empty file": ("extract empty.txt", 1, "empty.txt: is empty"),
    "a wrong encoding": (
        "extract utf16.txt",
        1,
        "utf16.txt: is not in the encoding it declares, utf-16; save it as UTF-8",
    ),
    "damaged UTF-8": ("extract damaged.txt", 1, "damaged.txt: is damaged UTF-8 at byte"),
    "a binary file": ("extract binary.txt", 1, "binary.txt: is binary, not text"),
    "a line of 5 MB": (
        "extract long.txt",
        1,
        "long.txt: is 5,000,021 characters long; at most 1,000,000 are allowed",
    ),
    "an unknown kind of file": ("extract picture.png", 1, "picture.png: unknown kind of file '.png'; allowed are text"),
    "an empty folder": ("extract nothing", 1, "nothing: holds no article; allowed are"),
    "a bad JSON line": ("extract bad.jsonl", 1, "bad.jsonl:1: is not JSON at character"),
    "bad front matter": ("extract front.txt", 1, "front.txt:2: front matter is not valid YAML"),
    "a bad date": ("extract --date 2019 empty.txt", 2, "'2019' is not a full date such as 2019-01-27"),
    "an unknown output": ("extract --format xml empty.txt", 2, "'xml' is not one of 'table', 'jsonl'"),
    "no path": ("extract", 2, "Missing argument 'PATHS...'"),
    "an unknown command": ("exctract a.txt", 2, "No such command 'exctract'; commands are demo, extract, build"),
    "an unknown option of the program": ("--verbos", 2, "No such option"),
    "an unknown option": ("build --grpah x a.txt", 2, "No such option"),
    "a graph that is none": ("query nothing who", 1, "nothing: no graph here"),
    "a graph that is a file": ("query empty.txt who", 1, "empty.txt: not a folder; a graph is a folder"),
    "a graph in a folder of other files": ("build empty.txt good.txt --graph .", 1, ".: not a graph"),
    "an unknown format": ("export graph out.docx", 1, "out.docx: unknown format '.docx'; known are .ttl (Turtle)"),
    "an export without extension": ("export graph out", 1, "known are .ttl"),
    "an unknown status": ("export graph out.csv --include sure", 1, "unknown status 'sure'; allowed are fact"),
    "an export nowhere": ("export graph missing/out.ttl", 1, "missing/out.ttl"),
    "an unknown evidence": ("explain graph e-000000000000", 1, "no evidence 'e-000000000000' in graph"),
    "a syntax error in SPARQL": ("query graph SELECT{", 1, "SPARQL, line 1, column"),
    "an update in SPARQL": ("query graph CLEAR{}", 1, "CLEAR would change the graph"),
    "a question that is none": (
        "query graph who eats Huawei",
        1,
        "cannot read the question 'who eats Huawei'; ask for example: who",
    ),
    "an unknown actor": ("query graph who bars Nobody", 1, "nobody named 'Nobody'"),
    "a missing query file": ("query graph --file missing.rq", 1, "missing.rq: No such file or directory"),
    "an empty query file": ("query graph --file empty.txt", 1, "empty.txt: is empty; write SPARQL"),
    "a question with a bracket": ("query graph who eats <Huawei", 1, "cannot read the question 'who eats <Huawei'"),
    "a question with a brace": ("query graph who eats Huawei}", 1, "cannot read the question 'who eats Huawei}'"),
    "a misspelt SPARQL": ("query graph SELCT{?x}", 1, "SPARQL, line 1, column"),
    "HTML": ("extract page.txt", 1, "page.txt: is HTML, not text (<p>); convert it to plain text first"),
    "a graph as articles": ("extract graph", 1, "graph: is a graph, not a folder of articles"),
    "a demonstration in a graph": ("demo graph", 1, "graph: is a graph; the demonstration needs a folder of its own"),
    "a missing gold file": ("evaluate missing.jsonl", 1, "missing.jsonl: cannot be read"),
    "a gold file that is none": ("evaluate bad.jsonl", 1, "bad.jsonl:1: is not JSON"),
    "a missing ontology": ("export graph out.ttl --ontology missing", 1, "missing: not a folder; --ontology takes"),
    "broken Turtle": ("export graph out.ttl --ontology broken", 1, "broken/a.ttl:1: not valid Turtle"),
    "a relation without a label": (
        "export graph out.ttl --ontology unlabelled",
        1,
        "label must be one text; found nothing",
    ),
}
EVERYTHING = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
FILES = {
    "empty.txt": b"",
    "good.txt": b"Poland bars Huawei.",
    "utf16.txt": b"\xff\xfea",
    "damaged.txt": "Łódź – “Kraków” ’".encode()[:-1] + b" end",
    "long.txt": b"Poland barred Huawei.\n\n" + b"word " * 1_000_000,
    "binary.txt": b"\x89PNG\0\0",
    "picture.png": b"x",
    "page.txt": b"<p>Germany sued ZTE.</p>",
    "bad.jsonl": b"{text: 1}\n",
    "front.txt": b"---\ntitle: a: b\n---\nText.",
    "broken/a.ttl": b"this is not turtle",
    "unlabelled/a.ttl": b"@prefix d: <https://w3id.org/faultline/ontology#> .\nd:eats a d:Relation .\n",
}


@pytest.fixture
def place(kg, graph, tmp_path):
    (tmp_path / "nothing").mkdir()
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    return tmp_path


@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_one_line(kg, place, graph, case):
    command, code, message = CASES[case]
    before = kg("query", graph, EVERYTHING).stdout
    result = kg(*command.split())
    assert result.exit_code == code
    assert result.stdout == ""
    last = result.stderr.splitlines()[-1]
    assert message in last
    assert last.startswith("Error: ")
    assert command.startswith("build") or len(result.stderr.splitlines()) == 1
    assert "Traceback" not in result.stderr
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert kg("query", graph, EVERYTHING).stdout == before


def test_help_comes_fast_and_without_the_model(tmp_path):
    heavy = "{'spacy', 'rdflib', 'numpy', 'networkx', 'onnxruntime'}"
    code = f"import sys; import kg.cli.program; print(sorted({heavy} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout == "[]\n"


@pytest.mark.parametrize(
    "command", ["", "extract", "build", "export", "query", "explain", "validate", "parse", "evaluate", "demo"]
)
def test_every_help_has_an_example(kg, command):
    result = kg(*command.split(), "--help")
    assert result.exit_code == 0
    assert "kg " + command in result.stdout.partition("Usage:")[2].partition("\n")[2]
    assert "Example" in result.stdout or "Start with" in result.stdout
    assert "\b" not in result.stdout


def test_the_version_is_the_package_s(kg):
    from kg import __version__

    assert kg("--version").stdout == f"kg, version {__version__}\n"


def test_a_reader_that_closes_early_is_no_error(place, graph):
    query = "SELECT ?s ?p ?o WHERE { ?s ?p ?o . ?a ?b ?c }"
    process = subprocess.run(
        f"{KG} query graph '{query}' --format csv | head -n 1", shell=True, capture_output=True, text=True, cwd=place
    )
    assert (process.stdout, process.stderr) == ("s,p,o\n", "")


def test_an_interruption_is_quiet_and_has_its_own_status(kg, monkeypatch):
    def interrupted(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules["kg.cli.extract"], "read_documents", interrupted)
    result = kg("extract", "-")
    assert (result.exit_code, result.output) == (130, "")


def test_an_interruption_while_modules_load_is_as_quiet(tmp_path):
    (tmp_path / "yaml.py").write_text("raise KeyboardInterrupt")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    process = subprocess.run([str(KG), "extract", "-"], env=environment, input="", capture_output=True, text=True)
    assert (process.returncode, process.stdout, process.stderr) == (130, "", "")


@pytest.mark.skipif(not FULL_DEVICE.exists(), reason="no /dev/full here")
@pytest.mark.parametrize("arguments", [["query", "graph", "ASK {}"], ["--help"], ["build", "--help"], ["--version"]])
def test_a_full_disk_is_one_line(place, graph, arguments):
    with FULL_DEVICE.open("w") as full:
        process = subprocess.run([str(KG), *arguments], stdout=full, stderr=subprocess.PIPE, text=True, cwd=place)
    assert process.returncode == 1
    assert process.stderr == "Error: No space left on device\n"


@pytest.mark.skipif(os.name == "nt", reason="no shell to close it with")
@pytest.mark.parametrize("arguments", ["query graph 'ASK {}'", "--help"])
def test_a_closed_output_is_one_line(place, graph, arguments):
    process = subprocess.run(f"{KG} {arguments} >&-", shell=True, capture_output=True, text=True, cwd=place)
    assert process.returncode == 1
    assert process.stderr == "Error: standard output is closed; results have nowhere to go\n"


UNPRIVILEGED = """
import os, sys
import kg.building, kg.cli.program, kg.export, kg.questions, kg.query
if os.geteuid() == 0:
    os.seteuid(65534)  # root may write everywhere; after the imports, which nobody may not be allowed to read
kg.cli.main(sys.argv[1:], prog_name="kg")
"""


@pytest.fixture
def locked():
    """A folder that everybody may read and only its owner write, and the owner not either."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.jsonl").write_text('{"text": "Poland bars Huawei."}')
        build([folder / "a.jsonl"], folder / "graph", extractor=FakeExtractor())
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        (folder / "a.jsonl").chmod(0)
        yield folder
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o755)


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("export graph out.ttl", "Error: out.ttl: no permission to write here"),
        ("extract a.jsonl", "Error: a.jsonl: cannot be read: Permission denied"),
    ],
)
def test_what_is_not_permitted_is_one_line(locked, command, message):
    process = subprocess.run(
        [sys.executable, "-c", UNPRIVILEGED, *command.split()], cwd=locked, capture_output=True, text=True
    )
    assert (process.returncode, process.stdout) == (1, "")
    assert process.stderr == f"{message}\n"


def test_a_graph_that_may_only_be_read_answers(locked):
    process = subprocess.run(
        [sys.executable, "-c", UNPRIVILEGED, "query", "graph", "who bars Huawei"],
        cwd=locked,
        capture_output=True,
        text=True,
    )
    assert (process.returncode, process.stderr) == (0, "")
    assert process.stdout.startswith("Huawei is barred by Poland")

"""`--no-quotes`: what can be passed on of texts that cannot."""

import re
import zipfile
from dataclasses import replace

import pytest
import rdflib

from kg.errors import ExportError
from kg.export import FORMATS, export
from kg.export.redaction import WithoutQuotes, shortened
from kg.records import Cue, Document, RolePath
from tests.graph.factory import CHINA, HUAWEI, POLAND, TIMES, US, local, passage, told
from tests.graph.graphs import everything, make_graph, opened

WORD = re.compile(r"[^\W_]+")
D = rdflib.Namespace("https://w3id.org/faultline/ontology#")
TEXTS = [extension for extension in FORMATS if extension != ".png"]

LICENSED = Document(
    id="licensed-1",
    title="Ministers weigh the toughest curbs yet on makers of network gear",
    text=(
        "PORT ALDIS (Sarn Wire Agency) - Warsaw on Tuesday barred the largest and oldest maker of telecoms gear from "
        "its networks, saying that it had listened in on calls for years. The United States welcomed it. "
        "Small firms from the north and the south of the country asked Poland to bar Huawei, too."
    ),
    date="2024-05-07",
    publisher="Licensed Daily",
    author="A. Writer",
    url="https://licensed.example/4711",
)
MAKER = local(LICENSED.id, "the largest and oldest maker of telecoms gear", "company", country=CHINA.id)
FIRMS = replace(
    local(LICENSED.id, "Small firms from the north and the south of the country", "group"),
    aliases=("firms from the north and the south of the country",),
)
_FIRST, _, _LAST = re.split(r"(?<=\.) (?=[TS])", LICENSED.text)


def licensed():
    barred = told(
        LICENSED,
        POLAND,
        "bars",
        MAKER,
        _FIRST,
        "barred",
        subject_mention=passage(LICENSED, "Warsaw"),
        object_mention=passage(LICENSED, MAKER.name),
        roles=(RolePath("object", "obj", passage(LICENSED, MAKER.name)),),
        cues=(Cue("voice", passage(LICENSED, "saying that it had listened in on calls")),),
        attribution=(TIMES,),
    )
    asked = told(LICENSED, POLAND, "bars", HUAWEI, _LAST, "bar", status="requested", about=(FIRMS,))
    pressed = told(LICENSED, FIRMS, "pressures", POLAND, _LAST, "asked", content=(asked.id,), place=US)
    return [(LICENSED, [barred, asked, pressed])]


@pytest.fixture
def graph(tmp_path):
    with opened(make_graph(tmp_path / "graph", [*licensed(), *everything()])) as graph:
        yield graph


def text_of(path):
    """All text of a file, of XLSX that of the parts in it."""
    if not zipfile.is_zipfile(path):
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as parts:
        return "\n".join(parts.read(name).decode("utf-8") for name in parts.namelist())


def runs(text):
    """Every run of six words, however they are joined."""
    words = [word.casefold() for word in WORD.findall(text)]
    return {" ".join(words[at : at + 6]) for at in range(len(words) - 5)}


@pytest.mark.parametrize("extension", TEXTS)
def test_no_six_words_of_the_text_are_in_any_file(graph, tmp_path, extension):
    licensed_runs = runs(LICENSED.title) | runs(LICENSED.text)
    export(graph, tmp_path / f"quoted{extension}", include="all")
    export(graph, tmp_path / f"x{extension}", include="all", no_quotes=True)
    written = text_of(tmp_path / f"x{extension}")
    assert not runs(written) & licensed_runs
    if extension != ".svg":  # where words are drawn
        assert "Poland" in written
    if extension not in (".dyads.csv", ".svg", ".events.csv"):  # which quote nothing anyway
        assert runs(text_of(tmp_path / f"quoted{extension}")) & licensed_runs


@pytest.mark.parametrize("extension", [".ttl", ".trig", ".nq", ".jsonld"])
def test_offsets_and_digests_stay_in_rdf(graph, tmp_path, extension):
    export(graph, tmp_path / f"x{extension}", no_quotes=True)
    read = rdflib.Dataset(default_union=True) if extension in (".trig", ".nq") else rdflib.Graph()
    read.parse(tmp_path / f"x{extension}")
    offsets = {(int(read.value(e, D.start)), int(read.value(e, D.end))) for e in read.subjects(D.statement, None)}
    told_there = [evidence for _, found in [*licensed(), *everything()] for evidence in found]
    assert offsets == {(e.passages[0].start, e.passages[0].end) for e in told_there}
    assert LICENSED.digest in {str(digest) for digest in read.objects(None, D.digest)}
    assert len(list(read.objects(None, D.triggerStart))) == len(told_there)
    assert {str(o) for o in read.objects(None, rdflib.URIRef("https://schema.org/url"))} >= {LICENSED.url}
    for name in ("quote", "trigger", "subjectMention", "objectMention", "cues", "roles", "credit"):
        assert not list(read.objects(None, D[name])), name
    assert not list(read.objects(None, rdflib.URIRef("https://schema.org/headline")))
    assert not list(read.objects(None, rdflib.URIRef("https://schema.org/articleBody")))


def test_the_same_is_told_with_the_same_ids(graph):
    plain = {told.id: told for told in graph.evidence()}
    without = {told.id: told for told in WithoutQuotes(graph).evidence()}
    assert plain.keys() == without.keys()
    for id, told_plainly in plain.items():
        found = without[id]
        assert found.statement.id == told_plainly.statement.id
        assert [p.text for p in found.passages] == [""]
        assert [(p.field, p.start, p.end) for p in found.passages] == [
            (p.field, p.start, p.end) for p in told_plainly.passages
        ]
        assert found.trigger == replace(told_plainly.trigger, text="")
        assert found.confidence == told_plainly.confidence and found.time == told_plainly.time
    states, blank = graph.states(), WithoutQuotes(graph).states()
    assert [(s.category, s.origins, s.first) for s in blank] == [(s.category, s.origins, s.first) for s in states]


def test_names_of_actors_stay_and_descriptions_are_cut(graph):
    names = {entity.id: entity.name for entity in WithoutQuotes(graph).entities()}
    assert names[TIMES.id] == "The New York Times"
    assert names[FIRMS.id] == "Small firms from the north …"
    assert names[MAKER.id] == "the largest and oldest maker …"
    assert names[next(iri for iri in names if iri.endswith("Chinese_tech_firms"))] == "Chinese tech firms"
    assert all(not entity.aliases for entity in WithoutQuotes(graph).entities() if entity.local)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("U.S. firms", "U.S. firms"),
        ("one two three four five", "one two three four five"),
        ("one two-three four five six", "one two-three four five …"),
        ("“one” two_three, four five six seven", "“one” two_three, four five …"),
        ("", ""),
    ],
)
def test_a_name_is_cut_after_five_words(name, short):
    assert shortened(name) == short


def test_no_iri_quotes_a_sentence():
    assert FIRMS.id.rpartition("/")[2].startswith("Small_firms_from_the_north_")
    assert len(WORD.findall(FIRMS.id.rpartition("/")[2])) == 6
    assert FIRMS.id != local(LICENSED.id, FIRMS.name + " side", "group").id
    assert local("a", "one two three four five", "group").id.endswith("/a/one_two_three_four_five")


def test_text_and_no_quotes_contradict_each_other(graph, tmp_path):
    with pytest.raises(ExportError, match="--with-text and --no-quotes contradict each other; give one of them"):
        export(graph, tmp_path / "x.ttl", with_text=True, no_quotes=True)
    assert not (tmp_path / "x.ttl").exists()

import pytest
from lxml import etree

from kg.errors import ExportError
from kg.export import FORMATS, export
from tests.export.gexf_rules import G, broken_rules
from tests.graph.factory import HUAWEI, NORDIA, POLAND, US, VELTRIX, article, lifted_ban, told
from tests.graph.graphs import make_graph, opened


def spells(path):
    """Spells by what an edge or actor is called."""
    found = {}
    root = etree.parse(str(path)).getroot()
    for element in root.iter(f"{G}edge", f"{G}node"):
        name = element.get("kind") or element.get("label")
        found[name] = [(s.get("start"), s.get("end")) for s in element.iter(f"{G}spell")]
    return found


@pytest.fixture
def written(tmp_path):
    """Exports a timeline of the ban that was lifted, and of more articles."""

    def write(*more, **options):
        with opened(make_graph(tmp_path / "g", [*lifted_ban(), *more])) as graph:
            export(graph, tmp_path / "x.gexf", timeline=True, **options)
        assert broken_rules(tmp_path / "x.gexf") == []
        return spells(tmp_path / "x.gexf")

    return write


def test_a_ban_is_there_from_its_first_day_to_its_end(written):
    assert written() == {
        "bars:ended": [("2024-03-01", "2025-01-01")],
        "Nordia": [("2024-03-01", "2025-01-01")],
        "Veltrix": [("2024-03-01", "2025-01-01")],
    }


def test_what_still_holds_has_no_end_and_an_actor_lasts_as_long_as_its_edges(written):
    sued = article("sued", "Veltrix sued Poland.", date="2025-05-05")
    found = written((sued, [told(sued, VELTRIX, "sues", POLAND, sued.text, "sued")]))
    assert found["sues:fact"] == found["Poland"] == [("2025-05-05", None)]
    assert found["Nordia"] == [("2024-03-01", "2025-01-01")]
    assert found["Veltrix"] == [("2024-03-01", None)]


def test_what_is_undated_is_always_there_and_so_are_its_actors(written):
    undated = article("undated", "Veltrix sued Poland.")
    found = written((undated, [told(undated, VELTRIX, "sues", POLAND, undated.text, "sued")]))
    assert found["sues:fact"] == found["Veltrix"] == found["Poland"] == []
    assert found["bars:ended"] == [("2024-03-01", "2025-01-01")]


def test_a_ban_told_anew_after_its_end_has_two_spells(written):
    again = article("again", "Nordia barred Veltrix.", date="2025-06-01")
    found = written((again, [told(again, NORDIA, "bars", VELTRIX, again.text, "barred")]))
    assert found["bars:fact"] == [("2024-03-01", "2025-01-01"), ("2025-06-01", None)]
    assert found["Nordia"] == [("2024-03-01", None)]


def test_a_demand_lasts_for_the_days_on_which_it_is_told(written):
    asked = [
        (document, [told(document, POLAND, "bars", HUAWEI, document.text, "bar", status="requested")])
        for document in (article(f"a{day}", "Poland to bar Huawei.", date=f"2024-01-0{day}") for day in (1, 2, 2, 9))
    ]
    found = written(*asked, include="requested")
    assert found["bars:requested"] == [
        ("2024-01-01", "2024-01-01"),
        ("2024-01-02", "2024-01-02"),
        ("2024-01-09", "2024-01-09"),
    ]
    assert found["Poland"] == [("2024-01-01", "2024-01-09")]
    assert "bars:ended" not in found


def test_the_graph_says_that_it_is_dynamic(tmp_path):
    with opened(make_graph(tmp_path / "g", lifted_ban())) as graph:
        export(graph, tmp_path / "x.gexf", timeline=True)
        export(graph, tmp_path / "y.gexf", include="ended")
    drawn = etree.parse(str(tmp_path / "x.gexf")).getroot().find(f"{G}graph")
    assert {name: drawn.get(name) for name in ("mode", "timeformat", "timerepresentation")} == {
        "mode": "dynamic",
        "timeformat": "date",
        "timerepresentation": "interval",
    }
    assert spells(tmp_path / "y.gexf")["bars:ended"] == []
    assert broken_rules(tmp_path / "y.gexf") == []


def test_an_open_beginning_leaves_the_start_out(written):
    ended = article("ended", "The U.S. lifted its ban on Huawei.", date="2025-02-02")
    found = written((ended, [told(ended, US, "bars", HUAWEI, ended.text, "ban", status="ended")]))
    assert (None, "2025-02-02") in [*found["Huawei"], *found["United States"]]


@pytest.mark.parametrize("extension", [one for one in FORMATS if one != ".gexf"])
def test_other_formats_know_no_timeline(demo_graph, tmp_path, extension):
    with pytest.raises(ExportError, match=r"has no --timeline; known to \.gexf$"):
        export(demo_graph, tmp_path / f"x{extension}", timeline=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("find", "put", "rule"),
    [
        ('start="2024-03-01"', 'start="2024-03"', "2024-03 is no full date"),
        ('end="2025-01-01"', 'end="2023-01-01"', "a spell from 2024-03-01 to 2023-01-01"),
        ('kind="bars:ended"', "", "has no type or no kind"),
        ('for="edge_status"', 'for="edge_mood"', "attvalue for edge_mood is not declared"),
        ('id="https://w3id.org/faultline/entity/Nordia"', 'id=""', "ids of nodes are empty or not unique"),
        ('mode="dynamic"', 'mode="static"', "a spell in a static graph"),
        ('value="false"', 'value="False"', "attvalue for edge_disputed is no boolean: 'False'"),
        ("<spell ", '<spell startopen="2024-01-01" ', "spell has the unknown attribute startopen"),
        ('<nodes count="2">', '<nodes count="3">', "counts 3, not 2"),
    ],
)
def test_the_rules_find_what_breaks_them(tmp_path, find, put, rule):
    with opened(make_graph(tmp_path / "g", lifted_ban())) as graph:
        export(graph, tmp_path / "x.gexf", timeline=True)
    text = (tmp_path / "x.gexf").read_text(encoding="utf-8")
    assert find in text
    (tmp_path / "x.gexf").write_text(text.replace(find, put), encoding="utf-8")
    assert any(rule in line for line in broken_rules(tmp_path / "x.gexf"))

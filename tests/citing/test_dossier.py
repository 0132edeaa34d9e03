import re
from dataclasses import replace

import pytest
import yaml

from kg.citing.dossier import Dossiers
from kg.citing.files import write_all, write_one
from kg.citing.markdown import Linker, Links, escaped, page_names
from kg.errors import ExportError, QueryError
from kg.graph import Graph
from kg.graph.filters import Filter
from kg.graph.rollup import RollUp
from kg.graph.selecting import selected
from kg.records import Entity, Review
from kg.wording import status_phrase
from tests.export.invented import invented_graph
from tests.graph.factory import CHINA, HUAWEI, NAMES, NORDIA, POLAND, SEED, US, actor, article, told
from tests.graph.graphs import ONTOLOGY, everything, make_graph, opened


def page(graph, entity, **options):
    return Dossiers(graph, **options).page(entity).text


def front_matter(text):
    return yaml.safe_load(text.split("---\n")[1])


def sections(text):
    found = re.split(r"^## (.*)$", text, flags=re.MULTILINE)
    return dict(zip(found[1::2], found[2::2], strict=True))


def test_who_it_is_stands_in_the_front_matter(demo_graph):
    found = front_matter(page(demo_graph, HUAWEI))
    assert found == {
        "aliases": ["Huawei", "Huawei Technologies"],
        "type": "company",
        "country": "China",
        "wikidata": "Q160120",
        "iri": HUAWEI.id,
        "statements": 4,
        "facts": 3,
        "articles": 1,
    }


def test_what_it_does_and_what_is_done_to_it_by_relation(demo_graph):
    found = sections(page(demo_graph, HUAWEI))
    assert list(found) == ["What it does", "What is done to it", "History", "Who says so"]
    assert re.findall("^### (.*)$", found["What it does"], re.MULTILINE) == ["denies an accusation by or about"]
    assert re.findall("^### (.*)$", found["What is done to it"], re.MULTILINE) == ["is barred by"]
    assert (
        "- [[UnitedStates|United States]]: **in force, since 2012** (1 article, 1 independent origin)"
        in (found["What is done to it"])
    )
    assert "- [[DonaldTrump|Donald Trump]]: **considered, reported 2019-01-27** (" in found["What is done to it"]


def test_a_ban_that_was_lifted_shows_when_and_that_it_is_over(demo_graph):
    text = page(demo_graph, NORDIA)
    assert "- [[Veltrix]]: **ended, 2025-01 (in force from 2024-03)** (2 articles, 2 independent origins)" in text
    assert [line.split(" | ")[0][2:] for line in text.splitlines() if line.startswith("| 20")] == ["2024-03", "2025-01"]


def test_a_plan_that_was_ruled_out_or_given_up_is_not_called_a_plan(tmp_path):
    rows = []
    for name, date, words, status in (
        ("a", "2025-08-14", "Poland plans to bar Huawei.", "planned"),
        ("b", "2025-11-18", "Poland has dropped its plan to bar Huawei.", "planned ended"),
        ("c", "2025-11-24", "China has no plans to bar Huawei.", "planned negated"),
    ):
        document = article(name, words, date=date)
        who = CHINA if name == "c" else POLAND
        rows.append((document, [told(document, who, "bars", HUAWEI, words, "bar", status=status)]))
    with opened(make_graph(tmp_path / "g", rows)) as graph:
        *_, index = Dossiers(graph).pages()
        text = page(graph, HUAWEI)
        without = page(graph, HUAWEI, quotes=False)
    for found in (text, without):
        assert "- [[Poland]]: **given up, reported 2025-11-18** (" in found
        assert "- [[China]]: **ruled out, reported 2025-11-24** (" in found
    assert "- [[Huawei]]: 1 given up, 1 ruled out" in index.text


def test_a_date_of_the_report_is_not_taken_for_that_of_the_event(demo_graph):
    text = page(demo_graph, POLAND)
    assert "**done, reported 2019-01-27**" in text
    assert "    - reported 2019-01-27: Poland to bar Chinese tech firms — asked for, not done: “" in text
    assert "        - namely: Poland to bar Chinese tech firms — asked for, not done [^e-" in text


def claims(text):
    """Every line that tells something, without footnotes."""
    return [line for line in text.splitlines() if re.match(r"\s*- |\| (?!when|who|says|---)", line)]


@pytest.mark.parametrize("seed", [1, 2])
def test_no_line_tells_a_statement_without_its_status(tmp_path, seed):
    with opened(invented_graph(tmp_path / "g", actors=15, links=60, seed=seed)) as graph:
        dossiers = Dossiers(graph)
        phrases = [status_phrase(told_, ONTOLOGY) for told_ in graph.evidence()]
        labels = [f"**{label}" for label in (*(step.label for step in ONTOLOGY.steps), "told without")]
        for made in dossiers.pages():
            if made.name == "index":
                continue
            for line in claims(made.text.split("\n---\n")[1].partition("\n## Who says so")[0]):
                plain = line.replace("\\", "")
                assert any(phrase in plain for phrase in phrases) or any(label in line for label in labels), line


def test_every_footnote_is_there_once_and_every_note_has_its_text(demo_graph):
    for made in list(Dossiers(demo_graph).pages())[:-1]:
        notes = re.findall(r"^\[\^(e-[0-9a-f]{12})\]: ", made.text, re.MULTILINE)
        used = re.findall(r"(?<!^)\[\^(e-[0-9a-f]{12})\]", made.text, re.MULTILINE)
        assert len(notes) == len(set(notes)) and set(used) == set(notes)


def test_links_lead_to_pages_that_there_are(demo_graph, tmp_path):
    for style in Links:
        folder = tmp_path / style
        number = write_all(demo_graph, folder, links=style)
        files = {path.name for path in folder.iterdir()}
        assert len(files) == number + 1 == 10
        targets = set()
        for path in folder.iterdir():
            text = path.read_text(encoding="utf-8")
            wiki = re.findall(r"\[\[([^\]|\\]+)", text)
            targets |= {f"{target}.md" for target in wiki} | set(re.findall(r"\]\(([^)<]+\.md)\)", text))
        from urllib.parse import unquote

        assert {unquote(target) for target in targets} == files - {"index.md"}


def test_names_of_pages_stay_while_the_graph_grows(tmp_path):
    with opened(make_graph(tmp_path / "g", everything()[1:])) as graph:
        few = {made.name for made in Dossiers(graph).pages()}
    with opened(make_graph(tmp_path / "h", everything())) as graph:
        many = {made.name for made in Dossiers(graph).pages()}
    assert few < many
    assert "Chinese_tech_firms (cnbc-huawei-5g)" in many


def test_names_of_pages_differ_on_any_file_system():
    names = ["AT&T", "At&t", "index", "x" * 300, "华为" * 60, "A/B: C?", "..", "CON"]
    entities = [Entity(NAMES.entity(name), name, "company") for name in names]
    entities += [Entity(NAMES.local_entity("https://x.example/a?b=1", "firms"), "firms", "group", local=True)]
    entities += [Entity("urn:x-foreign:1", "Foreign", "company")]
    pages = page_names(entities, NAMES)
    assert len(pages) == len(entities)
    folded = {name.casefold() for name in pages.values()}
    assert len(folded) == len(entities) and "index" not in folded
    for name in pages.values():
        assert 0 < len(name.encode()) <= 120 and not set(name) & set('/\\:*?"<>|#^[]') and name.strip(" .") == name


def test_contradictions_stand_side_by_side(tmp_path):
    yes = article("a", "China barred Huawei.", date="2020-01-02", publisher="CNBC")
    no = article("b", "China did not bar Huawei.", date="2020-02-03", publisher="BBC")
    rows = [
        (yes, [told(yes, CHINA, "bars", HUAWEI, yes.text, "barred")]),
        (no, [told(no, CHINA, "bars", HUAWEI, no.text, "bar", status="negated")]),
    ]
    with opened(make_graph(tmp_path / "g", rows)) as graph:
        found = sections(page(graph, HUAWEI))["Contradictions"]
    assert "### China bars Huawei: in force" in found
    (row,) = [line for line in found.splitlines() if line.startswith("| reported")]
    left, right = row.strip("| ").split(" | ")
    assert left.startswith("reported 2020-01-02: China bars Huawei — told as fact (CNBC) [^e-")
    assert right.startswith("reported 2020-02-03: China did not bar Huawei — did not (BBC) [^e-")


def test_who_denies_an_accusation_stands_against_it(tmp_path):
    document = article("a", "The US accused Huawei of spying. Huawei denied it.", date="2020-01-02", publisher="CNBC")
    first, second = "The US accused Huawei of spying.", "Huawei denied it."
    accused = told(document, US, "accuses", HUAWEI, first, "accused")
    denied = told(document, HUAWEI, "denies", US, second, "denied", content=(accused.id,))
    with opened(make_graph(tmp_path / "g", [(document, [accused, denied])])) as graph:
        found = sections(page(graph, HUAWEI))["Contradictions"]
    assert f"| Huawei denies an accusation by or about United States — told as fact (CNBC) [^{denied.id}] |" in (
        found.replace("reported 2020-01-02: ", "")
    )


def test_text_of_articles_cannot_become_markdown(tmp_path):
    text = (
        "China [[Evil|x]] **barred** <script>alert(1)</script> Huawei | # heading `code` ![](x.png) ^block %%hidden%%"
    )
    odd = actor("odd", "A|B [C] *D* #E\n# F", "company", aliases=("---", "x: [y", "@z", ""))
    document = article("a", text, title="| T | **x**", publisher="P|Q", date="2020-01-02")
    evidence = [told(document, CHINA, "bars", odd, text, "barred", attribution=(odd,))]
    with opened(make_graph(tmp_path / "g", [(document, evidence)])) as graph:
        for links in Links:
            for made in list(Dossiers(graph, links=links).pages())[:-1]:
                body = made.text.split("\n---\n", 1)[1]
                assert "[[Evil" not in body and "<script" not in body.replace("\\<", "")
                rows = [line for line in body.splitlines() if line.startswith("|")]
                for row in rows:
                    cells = len(re.findall(r"(?<!\\)\|", row)) - 1
                    assert cells in (3, 5), row
                assert not [line for line in body.splitlines() if line.startswith(("# F", "#E"))]
            assert front_matter(page(graph, odd))["aliases"] == ["A|B [C] *D* #E # F", "---", "x: [y", "@z"]


def test_without_quotes_no_words_of_the_text_are_shown(demo_graph, tmp_path):
    write_all(demo_graph, tmp_path / "with")
    write_all(demo_graph, tmp_path / "without", quotes=False)
    sentences = [passage.text[:30] for told_ in demo_graph.evidence() for passage in told_.passages]

    def text(folder):
        return "".join(path.read_text(encoding="utf-8") for path in sorted((tmp_path / folder).iterdir()))

    assert all(escaped(words) in text("with") for words in sentences)
    assert not [words for words in sentences if escaped(words) in text("without")]
    assert "— told as fact" in text("without")


def test_what_was_checked_is_said(tmp_path):
    evidence = replace(everything()[1][1][0], review=Review.ACCEPTED)
    with opened(make_graph(tmp_path / "g", [(everything()[1][0], [evidence])])) as graph:
        text = page(graph, NORDIA)
    assert re.search(r"^\| 2024-03 .* \| accepted \|$", text, re.MULTILINE)
    assert "confidence 1.00, accepted." in text


def test_a_filtered_graph_gives_filtered_pages(demo_graph):
    with selected(demo_graph, Filter(as_of="2024-12-31")) as then:
        assert "**in force, from 2024-03**" in page(then, NORDIA)


def test_somebody_of_whom_a_selection_shows_nothing_has_a_page_that_says_so(demo_graph, tmp_path):
    with selected(demo_graph, Filter(roll_up=RollUp.COUNTRY)) as rolled:
        write_one(rolled, "Huawei", tmp_path / "x.md")
        write_one(rolled, "China", tmp_path / "y.md")
    assert "Nothing is told of it." in (tmp_path / "x.md").read_text(encoding="utf-8")
    assert "### is barred by" in (tmp_path / "y.md").read_text(encoding="utf-8")


def test_somebody_of_whom_nothing_is_told(demo_graph):
    text = page(demo_graph, next(e for e in demo_graph.entities() if e.name == "5G"))
    assert "Nothing is told of it." in text and front_matter(text)["statements"] == 0


def test_files_are_whole_and_the_same_each_time(demo_graph, tmp_path):
    write_one(demo_graph, "huawei technologies", tmp_path / "one.md")
    write_one(demo_graph, HUAWEI.id, tmp_path / "two.md")
    assert (tmp_path / "one.md").read_bytes() == (tmp_path / "two.md").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.md", "two.md"]


def test_a_page_of_nobody_or_in_the_graph_is_refused(demo_graph, tmp_path):
    with pytest.raises(QueryError, match="nobody named 'Huawai'"):
        write_one(demo_graph, "Huawai", tmp_path / "x.md")
    with pytest.raises(ExportError, match="lies in the graph's own folder"):
        write_one(demo_graph, "Huawei", demo_graph.path / "x.md")
    with pytest.raises(ExportError, match="there is no folder"):
        write_one(demo_graph, "Huawei", tmp_path / "nowhere" / "x.md")
    (tmp_path / "file").write_text("x")
    with pytest.raises(ExportError, match="cannot be made a folder"):
        write_all(demo_graph, tmp_path / "file")


def test_groups_of_one_name_are_told_apart_by_their_iri(tmp_path):
    rows = []
    for id in ("a", "b"):
        document = article(id, "Firms barred Huawei.")
        firms = Entity(NAMES.local_entity(id, "Firms"), "Firms", "group", local=True)
        rows.append((document, [told(document, firms, "bars", HUAWEI, document.text, "barred")]))
    with opened(make_graph(tmp_path / "g", rows)) as graph:
        with pytest.raises(QueryError, match="2 entities are named 'firms'; name one by its IRI: https://"):
            write_one(graph, "firms", tmp_path / "x.md")
        write_one(graph, NAMES.local_entity("b", "Firms"), tmp_path / "x.md")
        assert (tmp_path / "x.md").read_text(encoding="utf-8").count("\n# Firms\n") == 1


def test_an_empty_graph_has_an_empty_index(tmp_path):
    Graph.open(tmp_path / "g", create=True, ontology=ONTOLOGY).close()
    with Graph.open(tmp_path / "g", ontology=ONTOLOGY) as graph:
        assert write_all(graph, tmp_path / "out") == 0
    assert (tmp_path / "out" / "index.md").read_text(encoding="utf-8") == "# Index\n"


def test_a_link_in_a_table_does_not_end_its_cell():
    linker = Linker({US.id: "UnitedStates"})
    assert linker.link(US) == "[[UnitedStates|United States]]"
    assert linker.link(US, in_table=True) == "[[UnitedStates\\|United States]]"
    assert linker.link(CHINA) == "China"
    assert Linker({US.id: "United States"}, Links.MARKDOWN).link(US) == "[United States](United%20States.md)"
    assert SEED.id

import json
import re
from dataclasses import replace

import pytest

from kg.citing.bibliography import as_bibtex, as_csl_json
from kg.citing.cite import as_markdown, as_text, cite, spoken_date, spoken_time
from kg.errors import QueryError
from kg.records import Review
from tests.graph.factory import CHINA, HUAWEI, REUTERS, SEED, US, article, passage, told
from tests.graph.graphs import make_graph, opened

TEXT = "Talks went on. China has barred Huawei from its ports. Traders were glad. Nobody else spoke."


def evidence_of(graph, subject, relation):
    return next(e for e in graph.evidence() if (e.statement.subject.name, e.statement.predicate) == (subject, relation))


@pytest.fixture
def one(tmp_path):
    """Opens a graph of one article with one statement, and gives the graph and the evidence's id."""
    graphs = []

    def make(
        text=TEXT, quote="China has barred Huawei from its ports.", trigger="barred", document=(), passages=(), **fields
    ):
        made = replace(article("a", text), **dict(document))
        found = told(made, CHINA, "bars", HUAWEI, quote, trigger, **fields)
        found = replace(found, passages=tuple(passages) or found.passages)
        graphs.append(opened(make_graph(tmp_path / f"g{len(graphs)}", [(made, [found])])))
        return graphs[-1], found.id

    yield make
    for graph in graphs:
        graph.close()


def test_a_footnote_has_everything_that_a_reader_needs_to_check_it(demo_graph):
    found = evidence_of(demo_graph, "Donald Trump", "bars")
    lines = as_text(cite(demo_graph, found.id)).splitlines()
    assert lines[0] == (
        "CNBC, “Trump administration pushing allies to bar China’s Huawei in race for 5G networking”, 27 January 2019, "
        "https://example.org/cnbc?a=1&b=2."
    )
    assert lines[1] == f"“{SEED.text.split(chr(10))[-1]}”"
    assert lines[2] == f"Before it: “{SEED.text.split(chr(10))[2]}”"
    assert lines[3] == "Donald Trump may bar Huawei — considered, according to Reuters."
    start, end = found.passages[0].start, found.passages[0].end
    assert SEED.text[start:end] == found.passages[0].text
    assert lines[4] == (
        f"Evidence {found.id}: body characters {start}–{end}; article cnbc-huawei-5g, SHA-256 {SEED.digest[:12]}; "
        "confidence 1.00, unchecked."
    )
    assert len(lines) == 5


def test_a_sentence_stands_on_either_side(one):
    text = as_text(cite(*one()))
    assert "Before it: “Talks went on.”" in text and "After it: “Traders were glad.”" in text
    assert "Nobody else" not in text


def test_who_says_so_is_always_said(one):
    said = {
        "": "China bars Huawei — told as fact. Told by the article.",
        "party": "China bars Huawei — claimed by United States.",
        "unnamed": "China bars Huawei — said by somebody unnamed.",
        "media": "China bars Huawei — told as fact, according to Reuters.",
    }
    speakers = {"party": (US,), "media": (REUTERS,)}
    for status, words in said.items():
        assert words in as_text(cite(*one(status=status, attribution=speakers.get(status, ()))))


def test_two_passages_are_both_quoted_with_their_own_offsets(one):
    text = "China met traders. It has barred Huawei."
    document = article("a", text)
    both = (passage(document, "China met traders."), passage(document, "It has barred Huawei."))
    graph, short = one(text, "It has barred Huawei.", "barred", passages=both)
    footnote = as_text(cite(graph, short))
    assert "“China met traders. … It has barred Huawei.”" in footnote
    assert "body characters 0–18; body characters 19–40" in footnote
    assert "Before it" not in footnote  # it is quoted already
    assert "“**China met traders.** … **It has barred" in as_markdown(cite(graph, short))


def test_an_id_is_found_by_its_beginning_and_another_is_refused_in_one_line(one):
    graph, short = one()
    assert cite(graph, short[:6].upper()).evidence.id == short
    with pytest.raises(QueryError, match="no evidence 'e-000000000000'"):
        cite(graph, "e-000000000000")


def test_a_correction_says_what_it_was(one):
    graph, short = one(review=Review.CORRECTED, corrects="e-1a2b3c4d5e6f")
    assert as_text(cite(graph, short)).endswith("confidence 1.00, corrected, before correction e-1a2b3c4d5e6f.")


def test_without_title_date_outlet_or_url(one):
    assert as_text(cite(*one())).splitlines()[0] == "a, undated."
    bibtex = as_bibtex(cite(*one()))
    assert bibtex.startswith("@misc{e-") and "title = {{a}}," in bibtex and "year" not in bibtex
    (item,) = json.loads(as_csl_json([cite(*one())]))
    assert set(item) == {"id", "type", "title", "note"}


@pytest.mark.parametrize("write", [as_text, as_markdown, as_bibtex, lambda one: as_csl_json([one])])
def test_without_quotes_no_words_of_the_text_are_shown(one, write):
    graph, short = one(document={"title": "Ports", "publisher": "CNBC", "date": "2020-01-02"}.items())
    shown, hidden = write(cite(graph, short)), write(cite(graph, short, quotes=False))
    assert "from its ports" in shown
    for words in ("from its ports", "Talks went on", "Traders were glad"):
        assert words not in hidden
    for words in ("CNBC", "Ports", "characters 15–54", "told as fact"):
        assert words in hidden


def test_a_footnote_of_markdown_escapes_what_markdown_reads(one):
    text = "China *barred* [Huawei](x) from <b>#1</b> | ports_of_call `now` $5 %%x%% ==y== &lt; R&D 5%."
    graph, short = one(text, text, "barred", document={"title": "A [B]* | C", "url": "https://x.example/<a>"}.items())
    footnote = as_markdown(cite(graph, short))
    assert footnote.startswith(f"[^{short}]: [“A \\[B\\]\\* \\| C”](<https://x.example/%3Ca%3E>), undated. “**China ")
    assert "\n" not in footnote
    plain = re.sub(r"\\([^A-Za-z0-9\s])", r"\1", footnote)
    assert text in plain
    bare = re.sub(r"\\.|\]\(<https[^>]*>\)", "", footnote.removeprefix(f"[^{short}]: [")).replace("**", "")
    assert not set(bare) & set("*[]`|$_#=<")
    assert "R&D 5%." in footnote and "\\&lt;" in footnote


def test_bibtex_for_latex(one):
    document = {
        "title": "Tom & Jerry’s 100% {deal} #1_x",
        "publisher": "A & B",
        "date": "2020-05-09",
        "author": "N. N.",
    }
    bibtex = as_bibtex(cite(*one(document={**document, "url": "https://x.example/?a=1&b=%20"}.items())))
    assert bibtex.startswith("@article{e-")
    for line in (
        "  author = {{N. N.}},",
        r"  title = {{Tom \& Jerry’s 100\% \{deal\} \#1\_x}},",
        r"  journal = {A \& B},",
        "  year = {2020},",
        "  month = may,",
        "  day = {9},",
        "  url = {https://x.example/?a=1&b=%20},",
    ):
        assert line in bibtex.splitlines()
    assert bibtex.count("{") == bibtex.count("}")


def test_csl_json_for_zotero(one):
    document = {
        "title": "Ports",
        "publisher": "CNBC",
        "date": "2020-05-09",
        "author": "N. N.",
        "url": "https://x.example/",
    }
    graph, short = one(document=document.items())
    (item,) = json.loads(as_csl_json([cite(graph, short)]))
    assert item.pop("note").startswith("“China has barred Huawei from its ports.” China bars Huawei — told as fact.")
    assert item == {
        "id": short,
        "type": "article-newspaper",
        "title": "Ports",
        "container-title": "CNBC",
        "author": [{"literal": "N. N."}],
        "issued": {"date-parts": [[2020, 5, 9]]},
        "URL": "https://x.example/",
    }


def test_dates_and_times_as_people_say_them():
    assert [spoken_date(date) for date in ("2019-01-27", "2019-12-01", None, "")] == [
        "27 January 2019", "1 December 2019", "", "",
    ]  # fmt: skip
    assert [spoken_time(time) for time in ("2019-03", "2012/..", "../2024-12", "2019-01-14/2019-01-20")] == [
        "2019-03", "since 2012", "until 2024-12", "2019-01-14 to 2019-01-20",
    ]  # fmt: skip

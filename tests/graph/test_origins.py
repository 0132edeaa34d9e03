from itertools import permutations
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from kg.cli.program import program
from kg.explain import explain
from kg.graph import Graph
from kg.graph import vocabulary as v
from kg.graph.account import accounts
from kg.graph.credits import credit_words
from kg.graph.filters import Filter
from kg.graph.imprint import imprint
from kg.graph.origins import ArticleOrigin, article_origins, origin, origins_of
from kg.graph.outlets import Outlets, shipped_outlets
from kg.graph.selecting import selected
from kg.records import Document
from tests.graph.factory import CHINA, HUAWEI, POLAND, TIMES, actor, told
from tests.graph.factory import REUTERS as REUTERS_NAMED
from tests.graph.factory import article as short
from tests.graph.graphs import ONTOLOGY, make_graph, opened

WORDS = credit_words(ONTOLOGY)
REUTERS = ONTOLOGY.namespaces.entity("Reuters")
AP = ONTOLOGY.namespaces.entity("AssociatedPress")
STORY = """Velmora has barred Orvane Networks from supplying equipment for its mobile networks, citing risks.

The order, which the communications ministry published on Monday, covers antennas and core routers.

Aurelland had been urging Velmora and neighbouring Kestova to exclude the company from their networks."""
OTHER = """Shares in Halvick Systems rose by a tenth after the order became known to traders in Port Aldis.

Its chief executive said that the maker of antennas had hired two hundred engineers since the beginning of the year."""


def article(id, text=STORY, date="2025-02-03", publisher=None, author=None):
    return Document(id=id, text=text, date=date, publisher=publisher, author=author)


def found(*articles):
    imprints = [imprint(one, WORDS) for one in articles]
    outlets = Outlets(shipped_outlets(ONTOLOGY), [one.publisher for one in articles if one.publisher])
    return brief(origins_of(imprints, outlets, WORDS))


class Origin(NamedTuple):
    origin: str
    copy_of: str | None = None


def brief(origins):
    return {id: Origin(one.origin, one.copy_of) for id, one in origins.items()}


def test_a_copy_is_the_voice_of_the_earliest():
    assert found(
        article("a", date="2025-02-05", publisher="The Kestova Herald"),
        article("b", date="2025-02-03", publisher="Sarn Wire Agency"),
        article("c", OTHER, publisher="The Kestova Herald"),
    ) == {
        "a": Origin("Sarn Wire Agency", "b"),
        "b": Origin("Sarn Wire Agency"),
        "c": Origin("The Kestova Herald"),
    }


def test_the_order_of_adding_does_not_matter():
    articles = [
        article("a", STORY + "\n\n" + OTHER, date="2025-02-05", publisher="A"),
        article("b", STORY.partition("\n\n")[2], date="2025-02-04", publisher="B"),
        article("c", date="2025-02-03", publisher="C"),
        article("d", OTHER, date=None, publisher="D"),
    ]
    assert len({tuple(found(*order).items()) for order in permutations(articles)}) == 1


def test_an_undated_article_is_not_the_original():
    assert found(article("a", date=None, publisher="A"), article("b", publisher="B"))["a"] == Origin("B", "b")


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("PORT ALDIS, Feb. 3 (Reuters) - " + STORY, None),
        (STORY + "\n\nSource: Reuters", None),
        (STORY, "By Reuters Staff"),
        (STORY, "Mira Toll, Reuters"),
    ],
)
def test_a_credit_says_whose_it_is(text, author):
    post = article("post", text, publisher="Harbour Post", author=author)
    assert found(post)["post"].origin == REUTERS
    assert found(post, article("reuters", OTHER, publisher="Reuters"))["reuters"].origin == REUTERS


def test_a_credit_of_one_copy_is_that_of_all():
    first = article("a", date="2025-02-03", publisher="Harbour Post")
    second = article("b", STORY + "\n\nSource: AP", date="2025-02-04", publisher="The Kestova Herald")
    assert found(first, second) == {"a": Origin(AP), "b": Origin(AP, "a")}


def test_who_copied_it_later_is_no_source_of_it():
    first = article("a", date="2025-02-03", publisher="Harbour Post")
    second = article("b", date="2025-02-04", publisher="The Kestova Herald")
    third = article("c", STORY + "\n\nSource: The Kestova Herald", date="2025-02-05", publisher="Sarn Daily")
    assert {one.origin for one in found(first, second, third).values()} == {"Harbour Post"}


def test_the_agency_itself_on_the_same_day_is_the_source_of_it():
    post = article("a", STORY, publisher="Harbour Post")
    other = article("b", "(Reuters) - " + STORY, publisher="Sarn Daily")
    wire = article("c", STORY, publisher="Reuters")
    assert found(post, other, wire) == {
        "a": Origin(REUTERS, "c"),
        "b": Origin(REUTERS, "c"),
        "c": Origin(REUTERS),
    }


def test_somebody_who_is_no_outlet_is_not_credited():
    assert found(article("a", STORY + "\n\nSource: Orvane Networks", publisher="A"))["a"].origin == "A"
    assert found(article("a", author="Mira Toll", publisher="A"))["a"].origin == "A"
    assert found(article("a", author="Mira Toll"))["a"].origin == "a"


def test_the_times_is_the_times_and_not_the_new_york_times():
    assert found(article("a", publisher="The Times"))["a"].origin == ONTOLOGY.namespaces.entity("TheTimesUK")
    assert found(article("a", publisher="NYT"))["a"].origin == ONTOLOGY.namespaces.entity("NewYorkTimes")


def test_one_line_that_two_outlets_have_is_no_copy():
    line = "Velmora barred Orvane."
    assert {
        one.copy_of for one in found(article("a", line, publisher="A"), article("b", line, publisher="B")).values()
    } == {None}


def test_nothing_comes_of_nothing():
    assert found() == {}


def test_outlets_of_one_name_are_told_apart_the_same_way_always():
    twins = [actor("B", "The Post", "media"), actor("A", "The Post", "media")]
    assert Outlets(twins).named("the post") == Outlets(reversed(twins)).named("Post") == actor("A", "", "media").id


def test_another_name_that_two_outlets_have_is_nobodys():
    twins = [
        actor("B", "Sarn Post", "media", aliases=("the Post",)),
        actor("A", "Ilm Post", "media", aliases=("the Post",)),
    ]
    assert Outlets(twins).named("the Post") is None
    assert Outlets(twins, ["The Post"]).named("the Post") == "The Post"


def test_only_media_are_outlets():
    outlets = Outlets([CHINA, REUTERS_NAMED])
    assert (outlets.named("China"), outlets.named("REUTERS"), outlets.named("")) == (None, REUTERS_NAMED.id, None)


def origins_by_id(graph):
    return {id: found.origin for id, found in article_origins(graph).items()}


def test_a_publisher_is_the_outlet_of_that_name_if_any_article_names_it(tmp_path):
    articles = []
    for name, publisher, speakers in (
        ("a", "the new york TIMES", ()),
        ("b", "Harbour Post", (CHINA, TIMES)),
        ("c", None, ()),
    ):
        document = short(name, "Poland barred Huawei.", publisher=publisher)
        articles.append(
            (document, [told(document, POLAND, "bars", HUAWEI, document.text, "bar", attribution=speakers)])
        )
    with opened(make_graph(tmp_path / "g", articles)) as graph:
        assert origins_by_id(graph) == {"a": TIMES.id, "b": "Harbour Post", "c": "c"}
        [state] = graph.states()
        assert state.origins == ("c", TIMES.id)
        assert [graph.telling(one.evidence) for one in state.tellings] == list(state.tellings)


def test_the_nearest_outlet_that_something_is_attributed_to_is_its_origin():
    document = short("a", "Poland barred Huawei.")
    evidence = told(document, POLAND, "bars", HUAWEI, document.text, "bar", attribution=(CHINA, TIMES, REUTERS_NAMED))
    assert origin(evidence, ArticleOrigin("CNBC")) == TIMES.id
    assert origin(told(document, POLAND, "bars", HUAWEI, document.text, "bar"), ArticleOrigin("CNBC")) == "CNBC"


LONG = """Poland barred Huawei from its networks on Monday, the ministry said in a statement that named no reason.

The company, which employs a thousand people in Warsaw, called the order a surprise and asked for a meeting.

Operators have until the end of next year to take down what they have put up, a spokesman told reporters."""


def copied(id, text, date, publisher):
    document = Document(id=id, text=text, date=date, publisher=publisher)
    return document, [told(document, POLAND, "bars", HUAWEI, LONG.split("\n\n")[0], "barred")]


WIRE = copied("wire", LONG, "2025-02-03", "Sarn Wire Agency")
HERALD = copied("herald", "(Sarn) - " + LONG, "2025-02-04", "The Kestova Herald")
COURIER = copied("courier", LONG.rpartition("\n\n")[0], "2025-02-05", "Port Aldis Courier")


def test_copies_count_once_however_many_print_them(tmp_path):
    with opened(make_graph(tmp_path / "g", [COURIER, HERALD, WIRE])) as graph:
        [state] = graph.states()
        assert (state.articles, state.origins) == (3, ("Sarn Wire Agency",))
        assert graph.stored_origins() == article_origins(graph) == graph.origins(graph.document_ids())
        assert brief(graph.stored_origins())["courier"] == Origin("Sarn Wire Agency", "wire")
        rows = graph.query("SELECT ?copy ?of WHERE { ?copy d:copyOf ?of }")
        assert sorted(str(row["copy"]).rpartition("/")[2] for row in rows) == ["courier>", "herald>"]


def test_an_original_that_comes_or_goes_later_changes_what_was_derived(tmp_path):
    path = make_graph(tmp_path / "g", [COURIER, HERALD])
    with opened(path) as graph:
        assert {one.origin for one in graph.stored_origins().values()} == {"The Kestova Herald"}
    make_graph(path, [WIRE])
    with opened(path) as graph:
        assert [state.origins for state in graph.states()] == [("Sarn Wire Agency",)]
        both = sorted(str(quad) for quad in graph.store)
    with opened(make_graph(tmp_path / "other", [WIRE, COURIER, HERALD])) as graph:
        assert sorted(str(quad) for quad in graph.store) == both
    with Graph.open(path, ontology=ONTOLOGY) as graph:
        graph.remove("wire")
    with opened(path) as graph:
        assert brief(graph.stored_origins())["courier"] == Origin("The Kestova Herald", "herald")
        assert [state.origins for state in graph.states()] == [("The Kestova Herald",)]


def test_articles_without_a_signature_are_read_when_it_is_asked_for(tmp_path):
    with Graph.open(make_graph(tmp_path / "g", [COURIER, HERALD, WIRE]), ontology=ONTOLOGY) as graph:
        before = article_origins(graph)
        for predicate in (v.SIGNATURE, v.CREDIT):
            for quad in list(graph.store.quads_for_pattern(None, predicate, None, None)):
                graph.store.remove(quad)
        assert article_origins(graph) == before


def test_the_account_and_the_explanation_say_of_which_it_is_a_copy(tmp_path):
    path = make_graph(tmp_path / "g", [COURIER, HERALD, WIRE])
    with opened(path) as graph:
        assert [(one.article.id, brief({"": one.origin})[""]) for one in accounts(graph)] == [
            ("courier", Origin("Sarn Wire Agency", "wire")),
            ("herald", Origin("Sarn Wire Agency", "wire")),
            ("wire", Origin("Sarn Wire Agency")),
        ]
        text = explain(graph, COURIER[1][0].id).text
        assert "  origin      Sarn Wire Agency; the article is a copy of wire\n" in text
        assert "3 articles, 1 independent origin," in text
        assert "  origin      Sarn Wire Agency\n" in explain(graph, WIRE[1][0].id).text
        assert [line.split()[-3:] for line in documents_of(path)[1:3]] == [["copy", "of", "wire"]] * 2


def documents_of(path):
    return CliRunner().invoke(program, ["documents", str(path)]).stdout.splitlines()


PUT_IN = "Kestova, whose largest operator has bought from the company since 2019, barred Huawei from military networks."
FIRST, *REST = LONG.split("\n\n")


def local(id, *, text, date="2025-02-05", publisher="Port Aldis Courier"):
    """A copy in which a sentence was put."""
    document = Document(id=id, text=text, date=date, publisher=publisher)
    return document, [
        told(document, POLAND, "bars", HUAWEI, FIRST, "barred"),
        told(document, CHINA, "bars", HUAWEI, PUT_IN, "barred"),
    ]


def origins_told(graph):
    return {(state.statement.subject.name, *state.origins) for state in graph.states()}


def test_what_an_outlet_put_into_a_copy_is_its_own_report(tmp_path):
    path = make_graph(tmp_path / "g", [local("local", text="\n\n".join([FIRST, PUT_IN, *REST])), WIRE])
    both = {("Poland", "Sarn Wire Agency"), ("China", "Port Aldis Courier")}
    with opened(path) as graph:
        assert origins_told(graph) == both
        assert graph.origins(graph.document_ids()) == article_origins(graph)
        [span] = graph.origins(["local"])["local"].insertions
        assert graph.document("local").text[slice(*span)] == PUT_IN
        with selected(graph, Filter(entities=frozenset({CHINA.id}))) as shown:
            assert origins_told(shown) == {("China", "Port Aldis Courier")}
    # Another copy that has the sentence, too, shows that it came with the text; and when it goes, it came not.
    make_graph(path, [local("other", text="\n\n".join([FIRST, PUT_IN, *REST]), publisher="Ilmar Daily")])
    with opened(path) as graph:
        assert origins_told(graph) == {("Poland", "Sarn Wire Agency"), ("China", "Sarn Wire Agency")}
        every = sorted(map(str, graph.store))
    told_at_once = [
        WIRE,
        *(
            local(id, text=graph_text, publisher=publisher)
            for id, graph_text, publisher in (
                ("other", "\n\n".join([FIRST, PUT_IN, *REST]), "Ilmar Daily"),
                ("local", "\n\n".join([FIRST, PUT_IN, *REST]), "Port Aldis Courier"),
            )
        ),
    ]
    with opened(make_graph(tmp_path / "at-once", told_at_once)) as graph:
        assert sorted(map(str, graph.store)) == every
    with Graph.open(path, ontology=ONTOLOGY) as graph:
        graph.remove("other")
        assert origins_told(graph) == both  # not derived yet
    with opened(path) as graph:
        assert origins_told(graph) == both


@pytest.mark.parametrize("order", [[PUT_IN, FIRST, *REST], [FIRST, *REST, PUT_IN]])
def test_a_new_lead_or_a_last_paragraph_may_be_the_agencys(tmp_path, order):
    with opened(make_graph(tmp_path / "g", [local("local", text="\n\n".join(order)), WIRE])) as graph:
        assert origins_told(graph) == {("Poland", "Sarn Wire Agency"), ("China", "Sarn Wire Agency")}

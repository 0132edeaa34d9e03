from kg.graph.origins import article_origins, origin, outlets_by_name
from tests.graph.factory import CHINA, HUAWEI, POLAND, REUTERS, TIMES, actor, article, told
from tests.graph.graphs import make_graph, opened


def test_outlets_of_one_name_are_told_apart_the_same_way_always():
    twins = [actor("B", "The Post", "media"), actor("A", "The Post", "media")]
    assert outlets_by_name(twins) == outlets_by_name(reversed(twins)) == {"the post": actor("A", "", "media").id}


def test_only_media_are_outlets():
    assert outlets_by_name([CHINA, REUTERS]) == {"reuters": REUTERS.id}


def test_a_publisher_is_the_outlet_of_that_name_if_any_article_names_it(tmp_path):
    articles = []
    for name, publisher, speakers in (
        ("a", "the TIMES", ()),
        ("b", "Harbour Post", (CHINA, TIMES)),
        ("c", None, ()),
    ):
        document = article(name, "Poland barred Huawei.", publisher=publisher)
        articles.append(
            (document, [told(document, POLAND, "bars", HUAWEI, document.text, "bar", attribution=speakers)])
        )
    with opened(make_graph(tmp_path / "g", articles)) as graph:
        assert article_origins(graph) == {"a": TIMES.id, "b": "Harbour Post", "c": "c"}
        [state] = graph.states()
        assert state.origins == ("c", TIMES.id)
        assert [graph.telling(one.evidence) for one in state.tellings] == list(state.tellings)
    with opened(make_graph(tmp_path / "other", [articles[0]])) as graph:
        assert article_origins(graph) == {"a": "the TIMES"}


def test_the_nearest_outlet_that_something_is_attributed_to_is_its_origin():
    document = article("a", "Poland barred Huawei.")
    evidence = told(document, POLAND, "bars", HUAWEI, document.text, "bar", attribution=(CHINA, TIMES, REUTERS))
    assert origin(evidence, "CNBC") == TIMES.id
    assert origin(told(document, POLAND, "bars", HUAWEI, document.text, "bar"), "CNBC") == "CNBC"

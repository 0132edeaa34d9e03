import pytest

from kg.graph.facts import Category
from kg.graph.spells import hull, in_force, told
from kg.records import Time
from tests.graph.factory import HUAWEI, POLAND, article, month
from tests.graph.factory import told as evidence
from tests.graph.graphs import make_graph, opened


def day(value):
    return Time(value, value, value, "day")


def state(tmp_path, *tellings):
    """The state of one statement, told on some dates: (article's date, time or None, status)."""
    articles = []
    for number, (date, time, status) in enumerate(tellings):
        document = article(f"a{number}", "Poland barred Huawei.", date=date)
        one = evidence(document, POLAND, "bars", HUAWEI, document.text, "barred", status=status, time=time)
        articles.append((document, [one]))
    with opened(make_graph(tmp_path / "g", articles)) as graph:
        [found] = graph.states()
    return found


FACT, ENDED = "", "ended"


@pytest.mark.parametrize(
    ("tellings", "spells"),
    [
        ([("2024-03-20", None, FACT)], [("2024-03-20", None)]),
        ([("2024-03-20", month("2024-01"), FACT)], [("2024-01-01", None)]),
        ([("2024-03-20", Time("2012/..", "2012-01-01", None, "interval"), FACT)], [("2012-01-01", None)]),
        ([("2024-03-20", Time("../2012", None, "2012-12-31", "interval"), FACT)], [(None, None)]),
        (
            [("2024-03-20", Time("2012/2018", "2012-01-01", "2018-12-31", "interval"), FACT)],
            [("2012-01-01", "2018-12-31")],
        ),
        ([("2024-03-20", None, FACT), ("2025-01-05", None, ENDED)], [("2024-03-20", "2025-01-05")]),
        ([("2025-01-05", None, ENDED)], [(None, "2025-01-05")]),
        ([("2025-01-05", None, ENDED), ("2025-01-06", None, ENDED)], [(None, "2025-01-05")]),
        (
            [("2024-03-20", None, FACT), ("2025-01-05", None, ENDED), ("2025-06-01", None, FACT)],
            [("2024-03-20", "2025-01-05"), ("2025-06-01", None)],
        ),
        (
            [
                ("2024-03-20", None, FACT),
                ("2025-01-05", None, ENDED),
                ("2025-06-01", None, FACT),
                ("2026-01-01", None, ENDED),
            ],
            [("2024-03-20", "2025-01-05"), ("2025-06-01", "2026-01-01")],
        ),
        ([("2024-03-20", None, FACT), ("2024-03-20", None, ENDED)], [("2024-03-20", "2024-03-20")]),
        ([(None, None, FACT)], []),
        ([(None, None, FACT), (None, None, ENDED)], []),
        ([("2024-03-20", None, FACT), (None, None, ENDED)], [("2024-03-20", None)]),
        ([(None, None, FACT), ("2025-01-05", None, ENDED)], [(None, "2025-01-05")]),
        ([("2024-03-20", None, "requested")], []),
    ],
)
def test_a_fact_is_in_force_from_its_first_day_to_its_end(tmp_path, tellings, spells):
    assert in_force(state(tmp_path, *tellings)) == spells


def test_a_later_article_about_the_same_year_outweighs_an_end(tmp_path):
    during = Time("2024", "2024-01-01", "2024-12-31", "year")
    found = state(tmp_path, ("2024-05-01", day("2024-03-01"), ENDED), ("2024-06-01", during, FACT))
    assert found.category is Category.FACT
    assert in_force(found) == [("2024-01-01", None)]


def test_other_statuses_last_for_the_days_that_are_told(tmp_path):
    found = state(
        tmp_path,
        ("2024-03-20", None, "requested"),
        ("2024-03-21", month("2024-03"), "requested"),
        ("2025-01-05", None, "requested"),
        (None, None, "requested"),
    )
    assert told(found.tellings) == [("2024-03-01", "2024-03-28"), ("2025-01-05", "2025-01-05")]


def test_the_hull_is_open_where_any_spell_is():
    assert hull([("2024-01-01", "2024-02-01"), ("2023-01-01", None)]) == ("2023-01-01", None)
    assert hull([("2024-01-01", "2024-02-01"), (None, "2025-01-01")]) == (None, "2025-01-01")
    assert hull([]) == (None, None)

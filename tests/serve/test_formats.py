import pytest

from kg.serve.formats import GRAPHS, RESULTS, chosen, content_type

JSON, XML, CSV, TSV = list(RESULTS)[:4]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("text/*", "text/csv"),
        (XML, XML),
        ("TEXT/CSV", CSV),
        (f"{XML};q=0.5, {TSV};q=0.9", TSV),
        (f"{JSON};q=0.1, */*;q=0.5", XML),
        (f"{JSON};q=0, */*", XML),
        (f"text/*;q=0.9, {CSV};q=0.1", TSV),
        ("text/csv;header=present", CSV),
        ("application/json", "application/json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/xml"),
        ("text/html", None),
        ("*/*;q=0", None),
        ("text/csv;q=2", None),
        ("nonsense, text/csv", CSV),
        ("text/csv;q=0.000", None),
    ],
)
def test_what_a_client_prefers(accept, media_type):
    assert chosen(accept, RESULTS) == media_type


def test_graphs_come_as_turtle_unless_asked_otherwise():
    assert chosen(None, GRAPHS) == "text/turtle"
    assert chosen("application/n-triples, text/turtle;q=0.9", GRAPHS) == "application/n-triples"
    assert chosen("text/csv", GRAPHS) is None


def test_text_names_its_encoding():
    assert content_type("text/csv") == "text/csv; charset=utf-8"
    assert content_type(JSON) == JSON

"""Fixtures that several folders of tests share."""

import pytest


@pytest.fixture(scope="session")
def demo_graph_path(tmp_path_factory):
    """The folder of a closed graph with the first article and a ban that was lifted."""
    from tests.graph.graphs import everything, make_graph

    return make_graph(tmp_path_factory.mktemp("graphs") / "demo", everything())


@pytest.fixture
def demo_graph(demo_graph_path):
    """That graph, open for reading."""
    from tests.graph.graphs import opened

    with opened(demo_graph_path) as graph:
        yield graph

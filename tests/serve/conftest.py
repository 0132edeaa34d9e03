import pytest

from tests.serve.serving import serving


@pytest.fixture(scope="session")
def served(demo_graph_path):
    """A server of the demo graph with the usual limits but two: two seconds, 300 rows."""
    with serving(demo_graph_path, "--timeout", "2", "--max-rows", "300", "--max-memory", "512") as server:
        yield server

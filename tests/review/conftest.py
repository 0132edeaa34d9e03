"""The command over an extractor without a model, as for the other commands."""

from tests.cli.conftest import articles, graph, kg, loaded

__all__ = ["articles", "graph", "kg", "loaded"]

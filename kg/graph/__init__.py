"""Records in a store: one named graph per article, and one derived graph of facts."""

from kg.graph.facts import Category, State, Telling
from kg.graph.store import Graph

__all__ = ["Category", "Graph", "State", "Telling"]

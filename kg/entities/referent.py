"""What a phrase turns out to mean."""

from __future__ import annotations

from dataclasses import dataclass

from kg.language.syntax import Node
from kg.records import Entity


@dataclass(frozen=True)
class Referent:
    """An entity with the tokens that name it here; `how` says what rule joined the two; `via` the antecedent.

    `chance` is the network's for a pronoun or description that goes back to it.
    """

    entity: Entity
    node: Node
    first: int
    last: int
    how: str = "name"
    via: Node | None = None
    chance: float = 1.0

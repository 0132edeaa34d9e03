"""GUM's mentions: which phrases of a document mean the same."""

from __future__ import annotations

from typing import NamedTuple

from training.gum_names import head_of, marked


class Mention(NamedTuple):
    """A phrase of a sentence: its head word, the number of the entity that it means, that one's kind in GUM's words."""

    head: int
    entity: int
    is_name: bool
    kind: str


def mentions(rows: list[list[str]]) -> list[Mention]:
    """Every mention of a sentence of CoNLL-U rows, in the order of their heads; of two with one head, the inner one."""
    found: dict[int, Mention] = {}
    for start, _, kind, minimal, entity in marked(rows):
        head = head_of(rows, [place for place in minimal if place < len(rows)] or [start])
        found.setdefault(head, Mention(head, entity, rows[head][4] in ("NNP", "NNPS"), kind))
    return [found[head] for head in sorted(found)]

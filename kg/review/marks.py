"""The columns of a sheet in which a reviewer writes, and what may stand in them."""

from __future__ import annotations

VERDICT = "verdict"
WHY = "why"
VERDICTS = ("accept", "reject", "correct", "merge", "split")
CORRECTIONS = {name: f"correct {name}" for name in ("subject", "relation", "object", "status", "time")}
"""The column for what each field becomes in a row that is marked `correct`."""
WHO = ("subject", "object")
"""Of these, those who are somebody else where a row is marked `merge` (everywhere) or `split` (here)."""
EVIDENCE_KEYS = ("id", VERDICT)
PAIR_KEYS = frozenset({"iri", "other iri", VERDICT})
"""What tells a sheet of statements, and one of candidates for merging."""
WRITTEN = frozenset({*EVIDENCE_KEYS, *PAIR_KEYS, WHY, *CORRECTIONS.values()})
"""Columns of which a sheet must not have two, for nobody knows which is meant."""

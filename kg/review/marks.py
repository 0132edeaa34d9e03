"""The columns of a sheet in which a reviewer writes, and what may stand in them."""

from __future__ import annotations

VERDICT = "verdict"
WHY = "why"
VERDICTS = ("accept", "reject", "correct")
CORRECTIONS = {name: f"correct {name}" for name in ("subject", "relation", "object", "status", "time")}
"""The column for what each field becomes in a row that is marked `correct`."""

"""Pages of docs/ that are written from the ontology and the annotated articles, so that they cannot be out of date.

python -m tests.pages      # writes docs/codebook.md and docs/data-model.md
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from tests.pages.codebook import CODEBOOK
from tests.pages.properties import DATA_MODEL

FOLDER = Path(__file__).parent
DOCS = FOLDER.parents[1] / "docs"
PAGES: dict[str, dict[str, Callable[[], str]]] = {"codebook.md": CODEBOOK, "data-model.md": DATA_MODEL}


def page(name: str) -> str:
    """A page: its template with each `{{part}}` written out."""
    parts = PAGES[name]
    template = (FOLDER / name).read_text(encoding="utf-8")
    return re.sub(r"\{\{([\w-]+)\}\}", lambda found: parts[found[1]]().strip(), template)

"""Annotated articles in the form that people write → the form that `training.statements` reads.

::

    === dongqiao-rail-radio
    date: 2026-03-12
    --- text
    The ministry has thrown Dongqiao out of a tender. It denied a claim by Civic Union.
    --- entities
    Ministry of Transport | agency | The ministry
    Dongqiao Telecom | company | Dongqiao
    Civic Union | organization |
    --- statements
    Ministry of Transport | bars | Dongqiao Telecom | | has *thrown* Dongqiao out |
    Dongqiao Telecom | denies | Civic Union | | It *denied* a claim | s=It

`articles/README.md` says what each column holds; ``python -m training.compact FILE…`` checks files.
"""

from __future__ import annotations

import re
import sys
from itertools import pairwise
from pathlib import Path

from kg.language.reader import RELATIONS
from training.statements import UNSAID, Json

STATUS = {
    "requested": ("modality", "requested"),
    "planned": ("modality", "planned"),
    "possible": ("modality", "possible"),
    "hypothetical": ("modality", "hypothetical"),
    "negated": ("polarity", "negated"),
    "ended": ("phase", "ended"),
}
"""The words of the status column; without one a statement is asserted, affirmed and in force."""

PLAIN = {"modality": "asserted", "polarity": "affirmed", "phase": "in-force"}
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Sen|Rep|Gov|St|Inc|Ltd|Co|Corp|No|vs|Jan|Feb|Aug|Sept|Oct|Nov|Dec|[A-Z])"
    r"|\b[A-Z]\.[A-Z])\.$"
)
_SENTENCE_END = re.compile(r"[.!?][\"”’')]*\s+(?=[\"“‘'(A-Z0-9—–-])")
_ROLES = {"s": "subject", "o": "object"}


class FormError(ValueError):
    """What does not follow the form, a line for each fault."""


def read_compact(path: Path) -> list[Json]:
    """The articles of a file. Raises FormError, which names every line that does not follow the form."""
    faults: list[str] = []
    articles: list[Json] = []
    blocks = re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.M)[1:]
    for block in blocks:
        article = _Article(block)
        articles.append(article.read())
        faults += [f"{path.name}: {article.name}: {fault}" for fault in article.faults]
    names = [str(article["id"]) for article in articles]
    faults += [f"{path.name}: {name}: told twice" for name in sorted({n for n in names if names.count(n) > 1})]
    if faults:
        raise FormError("\n".join(faults))
    return articles


class _Article:
    """One article of a file, and what is wrong with it."""

    def __init__(self, block: str) -> None:
        head, _, rest = block.partition("--- text\n")
        self.name, *lines = head.strip().split("\n")
        self.fields = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
        text, _, rest = rest.partition("--- entities\n")
        entities, parted, statements = rest.partition("--- statements")
        self.text = text.strip()
        self._entity_lines = [line for line in entities.split("\n") if line.strip()]
        self._statement_lines = [line for line in statements.split("\n") if line.strip()]
        self.entities: dict[str, dict[str, object]] = {}
        self.faults: list[str] = [] if self.text and parted else ["a part is missing: text, entities or statements"]

    def read(self) -> Json:
        """All of it; `faults` tells what could not be read."""
        for line in self._entity_lines:
            self._read_entity(line)
        statements = []
        for line in self._statement_lines:
            try:
                statements.append(self._statement(line))
            except FormError as fault:
                self.faults.append(f"{fault}: {line}")
        return {"id": self.name, **self.fields, "text": self.text, "entities": self.entities, "statements": statements}

    def _read_entity(self, line: str) -> None:
        name, kind, others = [*(cell.strip() for cell in line.split("|")), "", ""][:3]
        forms = [form.strip() for form in others.split(";") if form.strip()]
        self.faults += [f"{form!r} of {name} is not in the text" for form in forms if not _stands(form, self.text)]
        own = [name] if _stands(name, self.text) else []
        self.entities[name] = {"type": kind, "aliases": own + [form for form in forms if form not in own]}

    def _statement(self, line: str) -> Json:
        cells = [cell.strip() for cell in line.lstrip("? ").split("|")]
        if len(cells) not in (5, 6):
            raise FormError("must have six columns")
        subject, predicate, obj, status, snippet, words = [*cells, ""][:6]
        plain = snippet.replace("*", "")
        if snippet.count("*") != 2 or self.text.count(plain) != 1:
            raise FormError("the words must stand once in the text, with stars around one of them")
        if predicate not in RELATIONS or any(name not in self.entities for name in (subject, obj) if name != "unknown"):
            raise FormError("no such relation or entity")
        if any(word not in STATUS for word in status.split()):
            raise FormError(f"status is any of {', '.join(STATUS)}")
        marked = self.text.find(plain) + snippet.index("*")
        sentence = _sentence(self.text, marked)
        found: dict[str, object] = {
            "subject": subject,
            "predicate": predicate,
            "object": obj,
            **PLAIN,
            **dict(STATUS[word] for word in status.split()),
            "evidence": sentence,
            "trigger": plain,
            "word": marked,
            "optional": line.startswith("?"),
        }
        given = dict(part.strip().split("=", 1) for part in words.split(";") if "=" in part)
        for key, said in given.items():
            if key not in _ROLES or (said != UNSAID and not _stands(said.strip(), sentence)):
                raise FormError(f"{said!r} is not in its sentence")
            found[f"{_ROLES[key]} words"] = said.strip()
        return found


def _stands(form: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text) is not None


def _sentence(text: str, at: int) -> str:
    """The sentence around a place, as the annotators' checker cuts them."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    paragraph = text[start : end if end >= 0 else len(text)]
    ends = _SENTENCE_END.finditer(paragraph)
    cuts = [0, *(hit.end() for hit in ends if not _ABBREVIATION.search(paragraph[: hit.start() + 1])), len(paragraph)]
    return next(paragraph[a:b].strip() for a, b in pairwise(cuts) if a <= at - start < b or b == cuts[-1])


def main(paths: list[str]) -> int:
    """Check files."""
    wrong = 0
    for path in map(Path, paths):
        try:
            articles = read_compact(path)
            told = sum(len(article["statements"]) for article in articles)
            print(f"{path}: {len(articles)} articles, {told} statements")
        except FormError as faults:
            print(faults)
            wrong = 1
    return wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Citations for reference managers: BibTeX, and CSL JSON for Zotero."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from kg.citing.cite import Citation, note

_LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: f"\\{char}" for char in "&%$#_{}"},
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def as_bibtex(citation: Citation) -> str:
    """An entry whose key is the id of the evidence; UTF-8, which BibLaTeX and today's BibTeX styles read."""
    article = citation.document
    day = re.match(r"(\d{4})-(\d\d)-(\d\d)\Z", article.date or "")
    fields = [
        ("author", f"{{{_latex(article.author)}}}" if article.author else ""),
        ("title", f"{{{_latex(article.title or article.id)}}}"),
        ("journal", _latex(article.publisher or "")),
        ("year", day[1] if day else ""),
        ("month", _MONTHS[int(day[2]) - 1] if day else ""),
        ("day", str(int(day[3])) if day else ""),
        ("url", re.sub(r"[{}\\\s]", "", article.url or "")),
        ("note", _latex(note(citation))),
    ]
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}," for name, value in fields if value]
    return "\n".join((f"@{'article' if article.publisher else 'misc'}{{{citation.evidence.id},", *lines, "}"))


def as_csl_json(citations: Iterable[Citation]) -> str:
    """An array with an item for each citation, as Zotero imports it."""
    return json.dumps([_item(citation) for citation in citations], ensure_ascii=False, indent=2)


def _item(citation: Citation) -> dict[str, object]:
    article = citation.document
    parts = [int(part) for part in (article.date or "").split("-") if part.isdecimal()]
    item = {
        "id": citation.evidence.id,
        "type": "article-newspaper",
        "title": article.title or article.id,
        "container-title": article.publisher,
        "author": [{"literal": article.author}] if article.author else None,
        "issued": {"date-parts": [parts]} if parts else None,
        "URL": article.url,
        "note": note(citation),
    }
    return {name: value for name, value in item.items() if value}


def _latex(text: str) -> str:
    return "".join(_LATEX.get(char, char) for char in " ".join(text.split()))

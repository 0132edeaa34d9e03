"""A text file to a document: YAML front matter, or a first line as title and a last line `Source: X`."""

from __future__ import annotations

import re

import yaml

from kg.documents.fields import Source, clean_text, document_from_fields
from kg.errors import DocumentError
from kg.records import Document

_FENCE = re.compile(r"---[ \t]*\Z")
_CLOSING = re.compile(r"(?:---|\.\.\.)[ \t]*\Z")
_SOURCE = re.compile(r"Source:[ \t]+(\S.*)\Z")
_NULLS = frozenset({"", "~", "null"})


def parse_text(text: str, source: Source) -> Document:
    """The document that a text file holds.

    With front matter all that follows it is the body. Without, the first line is the title and a last
    line `Source: X` the publisher; a single line is a body without title. Blank lines around the body go.
    Raises DocumentError naming file and line.
    """
    lines = clean_text(text, source.where).split("\n")
    if _FENCE.match(lines[0]):
        fields, lines = _front_matter(lines, source.where)
    else:
        fields, lines = _title_and_source(lines)
    fields["text"] = "\n".join(_without_blank_ends(lines))
    return document_from_fields(fields, source)


def _title_and_source(lines: list[str]) -> tuple[dict[str, object], list[str]]:
    lines = _without_blank_ends(lines)
    fields: dict[str, object] = {}
    if len(lines) > 1 and (source := _SOURCE.match(lines[-1].strip())):
        fields["publisher"] = source[1]
        lines = _without_blank_ends(lines[:-1])
    if len(lines) > 1:
        fields["title"] = lines[0]
        lines = lines[1:]
    return fields, lines


def _front_matter(lines: list[str], where: str) -> tuple[dict[str, object], list[str]]:
    end = next((number for number, line in enumerate(lines[1:], start=1) if _CLOSING.match(line)), None)
    if end is None:
        raise DocumentError(f"{where}:1: front matter begins with --- but no line --- ends it")
    try:
        # BaseLoader leaves every value the text that was written: no dates, no `Yes` for true.
        found = yaml.load("\n".join(lines[1:end]), Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise DocumentError(_yaml_problem(error, where)) from None
    except RecursionError:
        raise DocumentError(f"{where}:2: front matter is nested too deeply; it is lines of 'key: value'") from None
    if found is None or found == "":
        found = {}
    if not isinstance(found, dict):
        raise DocumentError(f"{where}:2: front matter must be lines of 'key: value', such as 'title: …'")
    fields = {key: None if isinstance(value, str) and value in _NULLS else value for key, value in found.items()}
    return fields, lines[end + 1 :]


def _yaml_problem(error: yaml.YAMLError, where: str) -> str:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 2 if mark is not None else 2
    problem = getattr(error, "problem", None) or "cannot be read"
    return f"{where}:{line}: front matter is not valid YAML: {problem}; a value with ': ' in it needs quotes"


def _without_blank_ends(lines: list[str]) -> list[str]:
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return lines[start:end]

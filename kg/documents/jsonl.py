"""JSON lines, or one JSON value, to documents; each bad article is its own error."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Iterator

from kg.documents.fields import Source, document_from_fields
from kg.errors import DocumentError
from kg.records import Document

_ALLOWED = 'an object such as {"id": "a1", "title": "…", "date": "2019-01-27", "text": "…"}'


def read_json_lines(lines: Iterable[bytes], source: Source) -> Iterator[tuple[str, Document]]:
    """A document a line with its place, as they come; a line's number stands in for a missing id.

    Blank lines are passed over.
    """
    number = 0
    for place, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        number = place
        here = source.at(number, f"{source.where}:{number}")
        try:
            yield here.where, _document(parse_json(line, here.where), here)
        except DocumentError as error:
            source.on_error(error)
    if not number:
        source.on_error(DocumentError(f"{source.where}: is empty; each line must be {_ALLOWED}"))


def read_json(data: bytes, source: Source) -> Iterator[tuple[str, Document]]:
    """The documents of one JSON value, each with its place: a list of objects, or a single object."""
    try:
        value = parse_json(data, source.where)
    except DocumentError as error:
        source.on_error(error)
        return
    if value == []:
        source.on_error(DocumentError(f"{source.where}: is empty; an article needs some text"))
    if not isinstance(value, list):
        items = [(value, source)]
    else:
        items = [(item, source.at(n, f"{source.where}: item {n}")) for n, item in enumerate(value, start=1)]
    for item, here in items:
        try:
            yield here.where, _document(item, here)
        except DocumentError as error:
            source.on_error(error)


def parse_json(data: bytes, where: str) -> object:
    """A JSON value of UTF-8 bytes.

    Raises DocumentError saying where it breaks off.
    """
    try:
        return json.loads(data.removeprefix(codecs.BOM_UTF8).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise DocumentError(f"{where}: is not UTF-8 at byte {error.start}; JSON is UTF-8") from None
    except json.JSONDecodeError as error:
        raise DocumentError(f"{where}: is not JSON at character {error.pos + 1}: {error.msg}; put {_ALLOWED}") from None
    except (ValueError, RecursionError):
        raise DocumentError(f"{where}: holds a number or a nesting beyond all bounds; put {_ALLOWED}") from None


def _document(value: object, source: Source) -> Document:
    if not isinstance(value, dict):
        raise DocumentError(f"{source.where}: must be {_ALLOWED}")
    return document_from_fields(value, source)

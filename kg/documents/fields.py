"""What an article says of itself, as text of one form: the fields of a document, checked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from pyoxigraph import NamedNode

from kg.documents.markup import find_markup
from kg.errors import DocumentError
from kg.iris import Namespaces
from kg.records import Document, content_id

# What spaCy allows a text; read in about 40 s and 560 MB. A longer one is a dump of many articles, not an article.
MOST_CHARACTERS = 1_000_000
TEXT_FIELDS = ("title", "publisher", "author", "url")
# Characters that no XML may hold, so no GraphML; a blank keeps every offset where it was.
_UNPRINTABLE = {code: " " for code in range(32) if chr(code) not in "\t\n\r"} | {0xFFFE: " ", 0xFFFF: " "}
_BREAKS = frozenset({"Cc", "Zl", "Zp"})
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}.*)?\Z")
_ALLOWED_DATE = "a full date such as 2019-01-27, or a date and time such as 2019-01-27T10:00:00Z"


def raise_error(error: DocumentError) -> None:
    """What is done with an article that cannot be read where nobody says otherwise."""
    raise error


@dataclass(frozen=True)
class Source:
    """Where articles are read: `where` names the place in errors, `article` is the id of one that has none.

    Without `article` such a one is named by its content: a stream has no name, and the next one is another. `date` is
    that of an undated article; `on_error` is told of every article that cannot be read.
    """

    where: str
    article: str | None
    date: str | None = None
    on_error: Callable[[DocumentError], None] = raise_error

    def at(self, number: int, place: str) -> Source:
        """The same, narrowed to one of several articles."""
        return replace(self, where=place, article=self.article and f"{self.article}-{number}")


def document_from_fields(fields: Mapping[str, object], source: Source) -> Document:
    """A document from its fields `id, title, date, publisher, author, url, text`; others are not read.

    Its id is the given one, else its URL, else that of the source, else one of its content.
    Raises DocumentError for a field of a wrong type, an id or date that is none, HTML, no text or too much of it.
    """
    where = source.where
    if "text" not in fields:
        raise DocumentError(f"{where}: has no field 'text'; it is the only one that an article must have")
    text = clean_text(_string(fields, "text", where), where)
    if not text.strip():
        raise DocumentError(f"{where}: has no text; an article needs some")
    title, publisher, author, url = (_line(_string(fields, name, where)) for name in TEXT_FIELDS)
    size = len(title) + len(text)
    if size > MOST_CHARACTERS:
        raise DocumentError(f"{where}: is {size:,} characters long; at most {MOST_CHARACTERS:,} are allowed; split it")
    if markup := find_markup(f"{title}\n{text}"):
        raise DocumentError(f"{where}: is HTML, not text ({markup[:40]}); convert it to plain text first")
    given = _string(fields, "id", where)
    if given != given.strip():
        raise DocumentError(f"{where}: id {given!r} begins or ends with a blank; take it away")
    return Document(
        id=_checked_id(given or url or source.article or content_id("stdin", title, text), where),
        text=text,
        title=title,
        date=parse_date(_string(fields, "date", where), where) or source.date,
        publisher=publisher or None,
        author=author or None,
        url=url or None,
    )


def parse_date(value: str, where: str) -> str | None:
    """A full ISO date from a date or a date and time; None from nothing.

    Raises DocumentError saying what is allowed.
    """
    value = value.strip()
    if not value:
        return None
    found = _DATE.match(value)
    try:
        if found is None:
            raise ValueError
        datetime.fromisoformat(value)
        return date.fromisoformat(found[1]).isoformat()
    except ValueError:
        raise DocumentError(f"{where}: date {value!r} is not {_ALLOWED_DATE}") from None


def clean_text(text: str, where: str) -> str:
    """The text without a byte order mark, its newlines as one character, control characters as blanks.

    Raises DocumentError for characters that no text file can hold.
    """
    if "\0" in text:
        raise DocumentError(f"{where}: holds NUL characters; it is binary, not text")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").translate(_UNPRINTABLE)


def _checked_id(value: str, where: str) -> str:
    """An id that can name an article and comes back as it is; one that is a URL becomes its IRI."""
    if value in (".", "..") or any(ord(c) in _UNPRINTABLE or unicodedata.category(c) in _BREAKS for c in value):
        raise DocumentError(
            f"{where}: id {value!r} cannot name an article: it is . or .., or has control characters; give another"
        )
    try:
        NamedNode(Namespaces().article(value))
    except ValueError as error:
        raise DocumentError(f"{where}: {value!r} is not a URL: {error}; mend it, or give an 'id'") from None
    return value


def _string(fields: Mapping[str, object], name: str, where: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if name == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise DocumentError(f"{where}: field {name!r} must be text; found {_kind(value)}")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise DocumentError(f"{where}: field {name!r} holds half a character (a lone surrogate)") from None
    return value


def _kind(value: object) -> str:
    kinds = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return kinds.get(type(value), type(value).__name__)


def _line(value: str) -> str:
    return " ".join(value.translate(_UNPRINTABLE).split())

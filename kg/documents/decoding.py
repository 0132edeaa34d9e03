"""Bytes of a text file to its characters: UTF-8 first, then what is declared, then what is likely."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from kg.errors import DocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"\A---[ \t]*\r?\n(?:[^\n]*\n){0,20}?encoding:[ \t]*[\"']?([\w.:-]+)")
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\f")
_WESTERN = "windows-1252"
_MOSTLY_ASCII = 0.1
_ALLOWED = "save it as UTF-8"


def decode(data: bytes, where: str) -> str:
    """The characters of a text file.

    A byte order mark decides, then UTF-8, then `encoding:` in the front matter. Text that is mostly ASCII is
    then read as Windows-1252, what English text in an 8-bit encoding nearly always is and what detectors
    take for neighbours such as Windows-1250; for the rest charset-normalizer decides.
    Raises DocumentError for empty and binary files and for encodings that cannot be told.
    """
    if not data.strip():
        raise DocumentError(f"{where}: is empty; an article needs some text")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding, where)
    if b"\0" in data or len(data) - len(data.translate(None, _CONTROLS)) > len(data) / 100:
        raise DocumentError(f"{where}: is binary, not text; {_ALLOWED}")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        declared = _DECLARED.match(data)
        if declared is not None:
            return _strict(data, declared[1].decode("ascii"), where)
        if _damaged_utf8(data):
            raise DocumentError(f"{where}: is damaged UTF-8 at byte {error.start}; {_ALLOWED}") from None
    return _likely(data, where)


def _strict(data: bytes, encoding: str, where: str) -> str:
    try:
        return data.decode(encoding)
    except LookupError:
        raise DocumentError(f"{where}: unknown encoding {encoding!r}; {_ALLOWED}") from None
    except UnicodeError:
        raise DocumentError(f"{where}: is not in the encoding it declares, {encoding}; {_ALLOWED}") from None


def _damaged_utf8(data: bytes) -> bool:
    """Whether most of what is not ASCII is sound UTF-8: text in another encoding has next to none."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    return sum(not char.isascii() for char in text) - broken > broken


def _likely(data: bytes, where: str) -> str:
    if sum(byte > 127 for byte in data) <= len(data) * _MOSTLY_ASCII:
        try:
            return data.decode(_WESTERN)
        except UnicodeDecodeError:
            pass
    best = from_bytes(data).best()
    if best is None:
        raise DocumentError(f"{where}: its encoding cannot be told; {_ALLOWED}")
    return str(best)

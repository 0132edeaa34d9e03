"""XML written piece by piece, with only text that XML 1.0 can hold."""

from __future__ import annotations

import re
from typing import BinaryIO, TypeVar
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

Value = TypeVar("Value")

HEADER = b"<?xml version='1.0' encoding='utf-8'?>\n"
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(value: Value) -> Value:
    """A value without the control characters that XML forbids; what is no text is left as it is."""
    return _FORBIDDEN.sub("\ufffd", value) if isinstance(value, str) else value  # type: ignore[return-value]


def write_element(stream: BinaryIO, element: Element, level: int) -> None:
    """A whole element on lines of its own, indented; prefixes stand in the names of tags and are declared above it."""
    ElementTree.indent(element, level=level)
    stream.write(b"  " * level + ElementTree.tostring(element, encoding="unicode").encode() + b"\n")


def write_line(stream: BinaryIO, text: str, level: int) -> None:
    """A line of markup: the beginning or end of an element whose content is written apart."""
    stream.write(b"  " * level + text.encode() + b"\n")

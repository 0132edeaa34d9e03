"""Whether a text is HTML: read as it stands, its tags would become names and its menus statements."""

from __future__ import annotations

import re

_ELEMENTS = (
    "html|head|body|meta|p|br|hr|div|span|a|b|i|u|em|strong|h[1-6]|ul|ol|li|table|tr|td|th|img|blockquote|font|sup|sub"
)
_MARKUP = re.compile(rf"\A\s*<(?:!doctype\b|\?xml\b)[^<>]*>?|</?(?:{_ELEMENTS})(?:[\s/][^<>]*)?>", re.IGNORECASE)


def find_markup(text: str) -> str | None:
    """The declaration or first tag that makes a text HTML; None from plain text.

    A tag is a name of HTML in angle brackets, with or without attributes, such as no plain text has. What else stands
    in angle brackets (<3, <unclear>, <info@n.example>) is text, and so is a name that articles write about (<video>).
    """
    found = _MARKUP.search(text)
    return found[0].strip() if found else None

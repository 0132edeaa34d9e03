"""Rows of text as an aligned table for a terminal."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence


def table_lines(header: Sequence[str], rows: Sequence[Sequence[str]], *, indent: str = "") -> Iterator[str]:
    """The header and rows, columns as wide as their widest cell, nothing cut off."""
    widths = [max(map(width, column)) for column in zip(header, *rows, strict=True)]
    for row in (header, *rows):
        cells = (cell + " " * (size - width(cell)) for cell, size in zip(row, widths, strict=True))
        yield (indent + "  ".join(cells)).rstrip()


def csv_text(columns: Collection[str], rows: Iterable[Mapping[str, object]]) -> str:
    """A header and rows as CSV, without the last line's end; no cell is run as a formula."""
    from kg.export.csv import safe

    out = io.StringIO()
    writer = csv.DictWriter(out, list(columns), restval="")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: safe(cell) if isinstance(cell, str) else cell for name, cell in row.items()})
    return out.getvalue().removesuffix("\r\n")


def width(text: str) -> int:
    """Columns of a terminal that a text fills: ideographs two, combining marks none."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def counted(number: int, noun: str) -> str:
    """ "1 article", "2 articles"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def removed_phrase(ids: Sequence[str], *, shown: int = 5) -> str:
    """ "Removed 7 articles: a, b, c, d, e and 2 more"."""
    more = f" and {len(ids) - shown} more" if len(ids) > shown else ""
    return f"Removed {counted(len(ids), 'article')}: {', '.join(ids[:shown])}{more}"

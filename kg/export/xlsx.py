"""XLSX: one row per evidence, as in CSV, and columns for a reviewer's marks, which `kg review --from` takes back.

Every cell but the confidence is text, so that no spreadsheet takes one for a formula, a date or a link. The same graph
gives the same bytes.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kg.export.csv import COLUMNS as STATEMENT
from kg.export.csv import statement_rows
from kg.graph.facts import Category
from kg.graph.network import EVERYTHING
from kg.graph.reading import Reading
from kg.review.marks import CORRECTIONS, VERDICT, VERDICTS, WHY
from kg.review.statuses import plain_phrases

LONGEST_CELL = 32_767
LONGEST_SHEET = 1_048_576
SHEET = "statements"
CHOICES = "choices"

_FIRST = ("id", "subject", "relation", "object", "status", "quote", "review")
MARKS = (VERDICT, WHY, *CORRECTIONS.values())
COLUMNS = (*_FIRST, *MARKS, *(name for name in STATEMENT if name not in _FIRST))
_WIDTHS = {"id": 16, "subject": 22, "relation": 14, "object": 22, "status": 22, "quote": 70, "article title": 40}
_WIDTH = 14
_CREATED = datetime.datetime(2000, 1, 1)
_PLAIN = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_HINTS = {
    VERDICT: "accept, reject, or correct what stands beside it; merge: the one named beside it is meant everywhere; "
    "split: in this row alone",
    WHY: "the reason, kept with the decision",
    CORRECTIONS["subject"]: "who it is instead: a name or IRI; somebody new is written Acme (new company)",
    CORRECTIONS["object"]: "who it is instead: a name or IRI; somebody new is written Acme (new company)",
    CORRECTIONS["relation"]: "what is done instead",
    CORRECTIONS["status"]: "how it is told instead; claimed by X is allowed too",
    CORRECTIONS["time"]: "when instead: 2019-01-27, 2019-01, 2019 or 2012/..",
}


def write_xlsx(graph: Reading, stream: BinaryIO, *, include: Collection[Category] = EVERYTHING) -> None:
    """A header and a row for each evidence, by article and place in it; what no sheet can hold goes on in the next."""
    place = _Place(stream)
    try:
        _write(graph, place, include)
    except FileCreateError as error:  # where the pieces of the archive lie until it is put together
        [failed] = error.args
        raise OSError(failed.errno, failed.strerror) from None
    if place.failed is not None:
        raise place.failed


class _Place:
    """A stream that takes what is written even after it failed, and remembers why.

    A half archive that is let go writes its end, and would complain of a full disk where nobody can catch it.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self.failed: OSError | None = None
        self._stream, self._at = stream, stream.tell()

    def write(self, data: bytes) -> int:
        """Writes while the stream can be written."""
        self._try(lambda: self._stream.write(data))
        self._at += len(data)
        return len(data)

    def seek(self, at: int) -> int:
        """Goes to a place."""
        self._try(lambda: self._stream.seek(at))
        self._at = at
        return at

    def tell(self) -> int:
        """Where the stream is, or would be."""
        return self._at

    def flush(self) -> None:
        """Hands on what was written."""
        self._try(self._stream.flush)

    def _try(self, work: Callable[[], object]) -> None:
        if self.failed is None and not self._stream.closed:
            try:
                work()
            except OSError as error:
                self.failed = error


def _write(graph: Reading, place: _Place, include: Collection[Category]) -> None:
    with xlsxwriter.Workbook(place, _PLAIN) as book:
        book.set_properties({"title": "Statements", "created": _CREATED})
        header = book.add_format({"bold": True, "bg_color": "#DDDDDD", "text_wrap": True, "valign": "top"})
        mark = book.add_format({"bg_color": "#FFF8DC", "text_wrap": True, "valign": "top", "num_format": "@"})
        mark_header = book.add_format({"bold": True, "bg_color": "#F0D070", "text_wrap": True, "valign": "top"})
        text = book.add_format({"valign": "top", "num_format": "@"})
        wrapped = book.add_format({"valign": "top", "text_wrap": True, "num_format": "@"})
        number = book.add_format({"valign": "top", "num_format": "0.000"})
        formats = {name: mark if name in MARKS else wrapped if name == "quote" else text for name in COLUMNS}
        choices = _choices(graph)
        sheet, line, sheets = None, LONGEST_SHEET, 0
        for row in statement_rows(graph, include):
            if sheet is None or line == LONGEST_SHEET:
                if sheet is not None:
                    _finish(sheet, line, choices)
                sheets += 1
                sheet, line = _begun(book, sheets, formats, header, mark_header), 1
            for column, name in enumerate(COLUMNS):
                if name == "confidence":
                    sheet.write_number(line, column, float(row[name]), number)
                elif row.get(name):
                    sheet.write_string(line, column, _cell(row[name]), formats[name])
                elif name in MARKS:
                    sheet.write_blank(line, column, None, mark)
            line += 1
        _finish(sheet or _begun(book, 1, formats, header, mark_header), line if sheet else 1, choices)
        _write_choices(book, choices)


def _begun(
    book: xlsxwriter.Workbook, sheets: int, formats: dict[str, Format], header: Format, mark_header: Format
) -> Worksheet:
    sheet = book.add_worksheet(SHEET if sheets == 1 else f"{SHEET} {sheets}")
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(COLUMNS):
        sheet.set_column(column, column, _WIDTHS.get(name, _WIDTH), formats[name])
        sheet.write_string(0, column, name, mark_header if name in MARKS else header)
    return sheet


def _finish(sheet: Worksheet, lines: int, choices: dict[str, Sequence[str]]) -> None:
    """The filter of the header, and the lists to choose from, over the rows that there are."""
    last = max(lines - 1, 1)
    sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
    for place, (name, values) in enumerate(choices.items()):
        letter = chr(ord("A") + place)
        column = COLUMNS.index(name)
        strict = name != CORRECTIONS["status"]  # which may name somebody
        sheet.data_validation(
            1,
            column,
            last,
            column,
            {
                "validate": "list",
                "source": f"={CHOICES}!${letter}$2:${letter}${len(values) + 1}",
                "input_title": name,
                "input_message": _HINTS[name],
                "error_type": "stop" if strict else "information",
                "error_title": name,
                "error_message": f"choose from the list: {_HINTS[name]}",
            },
        )
    for name in (WHY, CORRECTIONS["subject"], CORRECTIONS["object"], CORRECTIONS["time"]):
        column = COLUMNS.index(name)
        hint = {"validate": "any", "input_title": name, "input_message": _HINTS[name]}
        sheet.data_validation(1, column, last, column, hint)


def _choices(graph: Reading) -> dict[str, Sequence[str]]:
    ontology = graph.ontology
    return {
        VERDICT: VERDICTS,
        CORRECTIONS["relation"]: sorted(relation.label for relation in ontology.relations.values()),
        CORRECTIONS["status"]: plain_phrases(ontology),
    }


def _write_choices(book: xlsxwriter.Workbook, choices: dict[str, Sequence[str]]) -> None:
    """What may be chosen, on a sheet of its own: a list inside a rule holds 255 characters at most."""
    sheet = book.add_worksheet(CHOICES)
    rows: Iterable[Sequence[str]] = [[*choices], *_columns(list(choices.values()))]
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            if value:
                sheet.write_string(line, column, value)
    sheet.set_column(0, len(choices) - 1, 40)


def _columns(lists: Sequence[Sequence[str]]) -> Iterable[Sequence[str]]:
    for line in range(max(map(len, lists))):
        yield [values[line] if line < len(values) else "" for values in lists]


def _cell(value: str) -> str:
    """Text that a cell can hold; one that is too long ends in an ellipsis."""
    return value if len(value) <= LONGEST_CELL else value[: LONGEST_CELL - 1] + "…"

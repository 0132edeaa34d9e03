"""The rows of a sheet, from any spreadsheet program, as text."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import ReviewError
from kg.review.marks import EVIDENCE_KEYS, PAIR_KEYS, WRITTEN

_MARKED = ("'=", "'+", "'-", "'@", "'\t", "'\r", "'\n")


@dataclass(frozen=True)
class Row:
    """A row of a sheet by the names of its columns, in lower case; `where` names file, sheet and row."""

    where: str
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def wrong(self, column: str, problem: object) -> ReviewError:
        """An error that names the place."""
        return ReviewError(f"{self.where}, column {column!r}: {problem}")


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a sheet that are not empty. Raises ReviewError if it is none, or lacks a column that is needed."""
    try:
        if path.suffix.casefold() == ".xlsx":
            yield from _xlsx_rows(path)
        else:
            yield from _rows(f"{path}: row", _csv_lines(path))
    except OSError as error:
        raise ReviewError(f"{path}: cannot be read: {error.strerror or error}") from None


def _rows(where: str, lines: Iterable[Sequence[object]]) -> Iterator[Row]:
    found = iter(lines)
    header = [str(name or "").strip().casefold() for name in next(found, ())]
    for needed in () if set(header) >= PAIR_KEYS else EVIDENCE_KEYS:
        if needed not in header:
            place = where.removesuffix(": row").removesuffix(" row")
            raise ReviewError(
                f"{place}: has no column {needed!r}; `kg export GRAPH statements.xlsx` writes a sheet to mark"
            )
    twice = sorted(name for name, count in Counter(filter(None, header)).items() if count > 1 and name in WRITTEN)
    if twice:
        raise ReviewError(f"{where.removesuffix(': row').removesuffix(' row')}: has two columns {twice[0]!r}; keep one")
    for number, line in enumerate(found, start=2):
        cells = {name: _text(cell) for name, cell in zip(header, line, strict=False) if name}
        if any(cells.values()):
            yield Row(f"{where} {number}", cells)


def _xlsx_rows(path: Path) -> Iterator[Row]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError):
        raise ReviewError(f"{path}: is not an XLSX file; save the sheet as Excel 2007 (.xlsx) or as CSV") from None
    try:
        sheets = book.worksheets
        marked = [one for one in sheets if any(set(keys) <= _header(one) for keys in (EVIDENCE_KEYS, PAIR_KEYS))]
        marked = marked or sheets[:1]
        for sheet in marked:
            sheet.reset_dimensions()  # some programs write wrong ones
            where = f"{path}: row" if len(marked) == 1 else f"{path}: sheet {sheet.title!r}, row"
            yield from _rows(where, (list(map(_value, line)) for line in sheet.iter_rows()))
    finally:
        book.close()


def _header(sheet: object) -> set[str]:
    first = next(iter(sheet.iter_rows(max_row=1, values_only=True)), ())  # type: ignore[attr-defined]  # untyped
    return {str(name or "").strip().casefold() for name in first}


def _value(cell: object) -> object:
    """A cell's value; a date shown without its day is a month, as somebody wrote it."""
    value: object = getattr(cell, "value", None)
    shown = str(getattr(cell, "number_format", "")).casefold()
    if isinstance(value, datetime.date) and "d" not in shown and "m" in shown:
        return f"{value:%Y-%m}"
    return value


def _csv_lines(path: Path) -> Iterator[Sequence[str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ReviewError(f"{path}: is not UTF-8; save the sheet as CSV UTF-8") from None
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise ReviewError(f"{path}: is not CSV: {error}") from None


def _text(cell: object) -> str:
    """A cell as text, however a spreadsheet keeps it; the apostrophe that makes a formula text is taken off."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(sep=" ")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = str(cell).strip()
    return text[1:] if text.startswith(_MARKED) else text

"""A sheet in which somebody marked rows (XLSX or CSV, from any spreadsheet program) → decisions."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.errors import KGError, QueryError, ReviewError
from kg.graph import Graph
from kg.records import Evidence
from kg.review.apply import Track
from kg.review.decisions import Decision, quoted
from kg.review.marks import CORRECTIONS, VERDICT, VERDICTS, WHY
from kg.review.taking import Correction, Reviewer, acceptance, correction, meant, rejection
from kg.wording import relation_label, status_phrase

_OVERWRITTEN = ("subject", "relation", "object", "status")
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


@dataclass
class Marks:
    """What the marks of a sheet come to: new decisions, and rows by what became of them."""

    decisions: list[Decision] = field(default_factory=list)
    taken: Counter[str] = field(default_factory=Counter)
    stood: int = 0
    unmarked: int = 0
    lost: list[str] = field(default_factory=list)


def read_marks(path: Path, graph: Graph, reviewer: Reviewer) -> Marks:
    """The decisions that a sheet's marks ask for; what stands already is counted, what finds no evidence is listed.

    Nothing is decided yet. Raises ReviewError naming row and column of the first mark that cannot be understood.
    """
    marks = Marks()
    seen: dict[str, tuple[str, str]] = {}
    for row in read_rows(path):
        verdict = _verdict(row)
        if not verdict:
            marks.unmarked += 1
            continue
        track = _track(row, graph)
        if track is None:
            marks.lost.append(f"{row.where}: {row['id'] or 'no id'}: no such evidence in {graph.path}")
            continue
        first = seen.setdefault(track.read.id, (verdict, row.where))
        if first[0] != verdict:
            raise row.wrong(
                VERDICT, f"{verdict!r}, but {first[1]} says {first[0]!r} of the same evidence, {track.read.id}"
            )
        decision = _decision(row, verdict, track, graph, replace(reviewer, why=row[WHY] or reviewer.why))
        if decision is None or first[1] != row.where:
            marks.stood += 1
        else:
            marks.decisions.append(decision)
            marks.taken[verdict] += 1
    return marks


def _verdict(row: Row) -> str:
    verdict = row[VERDICT].casefold()
    if verdict and verdict not in VERDICTS:
        raise row.wrong(VERDICT, f"{row[VERDICT]!r}; allowed are {', '.join(VERDICTS)} and nothing")
    filled = next((column for column in CORRECTIONS.values() if row[column]), None)
    if filled and verdict != "correct":
        found = f"the {VERDICT} is {verdict!r}" if verdict else f"there is no {VERDICT}"
        raise row.wrong(filled, f"{row[filled]!r}, but {found}; write 'correct' there, or clear this cell")
    return verdict


def _track(row: Row, graph: Graph) -> Track | None:
    """The evidence that a row is about: by its id, else the one of the article that says the same in the same words."""
    if row["id"]:
        try:
            return graph.track(row["id"])
        except QueryError:
            pass
    if not row["article"] or not row["quote"]:
        return None
    try:
        tracks = graph.reviewed(row["article"]).tracks
    except KGError:
        return None
    quote = " ".join(row["quote"].split())
    said = (row["subject"].casefold(), row["predicate"], row["object"].casefold())
    found = [t for t in tracks if quoted(t.read) == quote and said in (_said(t.read), _said(t.now))]
    return found[0] if len(found) == 1 else None


def _said(told: Evidence) -> tuple[str, str, str]:
    statement = told.statement
    return statement.subject.name.casefold(), statement.predicate, statement.object.name.casefold()


def _decision(row: Row, verdict: str, track: Track, graph: Graph, reviewer: Reviewer) -> Decision | None:
    if verdict == "accept":
        return acceptance(graph, track, reviewer)
    if verdict == "reject":
        return rejection(graph, track, reviewer)
    asked = {name: row[column] or None for name, column in CORRECTIONS.items()}
    places = dict(CORRECTIONS)
    for name in _OVERWRITTEN:
        if asked[name] is None and row[name] and not _as_was(name, row[name], track, graph):
            asked[name], places[name] = row[name], name
    for name, words in asked.items():  # one by one first, so that an error names its column
        try:
            meant(graph, track.now, Correction(**{name: words}))
        except ReviewError as error:
            raise row.wrong(places[name], error) from None
    try:
        return correction(graph, track, Correction(**asked), reviewer)
    except ReviewError as error:
        raise row.wrong(VERDICT, error) from None


def _as_was(name: str, words: str, track: Track, graph: Graph) -> bool:
    """Whether a cell holds what was exported, before or after review: nobody has written over it."""
    plain = " ".join(words.split()).casefold()
    return any(plain in _names(name, told, graph) for told in (track.read, track.now))


def _names(name: str, told: Evidence, graph: Graph) -> set[str]:
    if name == "relation":
        known = {told.statement.predicate, relation_label(told.statement.predicate, graph.ontology)}
    elif name == "status":
        known = {status_phrase(told, graph.ontology)}
    else:
        entity = told.statement.subject if name == "subject" else told.statement.object
        known = {entity.name, *entity.aliases}
    return {" ".join(one.split()).casefold() for one in known}


# ---------------------------------------------------------------- files


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
    for needed in ("id", VERDICT):
        if needed not in header:
            place = where.removesuffix(": row").removesuffix(" row")
            raise ReviewError(
                f"{place}: has no column {needed!r}; `kg export GRAPH statements.xlsx` writes a sheet to mark"
            )
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
        marked = [one for one in sheets if {"id", VERDICT} <= _header(one)] or sheets[:1]
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

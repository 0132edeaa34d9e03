"""The sheet to mark: read back by openpyxl and pandas, safe in any spreadsheet, the same bytes each time."""

import csv
import errno
import gc
import io
import os
import subprocess
import sys

import openpyxl
import pandas
import pytest

from kg.export import export, xlsx
from kg.export.xlsx import COLUMNS, LONGEST_CELL, MARKS
from tests.graph.factory import CHINA, REUTERS, US, article, local, told
from tests.graph.graphs import everything, make_graph, opened


def cells(path, sheet="statements"):
    rows = list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_it_holds_what_csv_holds_and_empty_columns_for_marks(demo_graph, tmp_path):
    export(demo_graph, tmp_path / "x.xlsx")
    export(demo_graph, tmp_path / "x.csv")
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as stream:
        expected = list(csv.DictReader(stream))
    found = cells(tmp_path / "x.xlsx")
    assert len(found) == len(expected) == sum(len(evidence) for _, evidence in everything())
    for row, other in zip(found, expected, strict=True):
        assert all(row[name] is None for name in MARKS)
        assert float(other.pop("confidence")) == row["confidence"]
        assert {name: row[name] or "" for name in other} == other
    assert list(found[0]) == list(COLUMNS)
    assert {row["review"] for row in found} == {"unchecked"}


def test_pandas_reads_it(demo_graph, tmp_path):
    export(demo_graph, tmp_path / "x.xlsx", include="fact")
    frame = pandas.read_excel(tmp_path / "x.xlsx", sheet_name="statements")
    assert set(frame["status"]) == {"told as fact"}
    assert frame["confidence"].dtype == float
    assert frame["date"].notna().all()


def test_a_person_can_work_with_it(demo_graph, tmp_path):
    export(demo_graph, tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    sheet = book["statements"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    column = COLUMNS.index("quote")
    quote = sheet.cell(2, column + 1)
    assert quote.alignment.wrap_text
    assert sheet.column_dimensions[quote.column_letter].width > 60
    rules = sheet.data_validations.dataValidation
    letter = sheet.cell(1, COLUMNS.index("verdict") + 1).column_letter
    [rule] = [one for one in rules if str(one.sqref) == f"{letter}2:{letter}{sheet.max_row}"]
    assert rule.type == "list"
    name, _, place = rule.formula1.partition("!")
    assert [cell.value for (cell,) in book[name][place.replace("$", "")]] == [
        "accept",
        "reject",
        "correct",
        "merge",
        "split",
    ]
    relations = book["choices"]["B"]
    assert "bars" in [cell.value for cell in relations]


def test_nothing_in_it_is_run_or_followed(tmp_path):
    document = article("a", '=HYPERLINK("http://x.example"), said U.S. firms \x01.', publisher="@post", title="-1")
    firms = local("a", "+firms", "group", country=CHINA.id)
    evidence = told(document, US, "bars", firms, document.text, "said", attribution=(REUTERS,))
    with opened(make_graph(tmp_path / "g", [(document, [evidence])])) as graph:
        export(graph, tmp_path / "x.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["statements"]
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None} == {
        "s",
        "n",
    }
    assert [cell.data_type for cell in sheet[2] if cell.column == COLUMNS.index("quote") + 1] == ["s"]
    [row] = cells(tmp_path / "x.xlsx")
    assert row["quote"].startswith('=HYPERLINK("http://x.example")')
    assert (row["object"], row["publisher"], row["article title"]) == ("+firms", "@post", "-1")


def test_the_same_graph_is_the_same_bytes(demo_graph, tmp_path):
    for name in ("one", "two"):
        export(demo_graph, tmp_path / f"{name}.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_what_no_sheet_can_hold_goes_on_in_the_next(demo_graph, tmp_path, monkeypatch):
    monkeypatch.setattr(xlsx, "LONGEST_SHEET", 5)
    export(demo_graph, tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["statements", "statements 2", "statements 3", "choices"]
    found = [row for sheet in book.sheetnames[:-1] for row in cells(tmp_path / "x.xlsx", sheet)]
    export(demo_graph, tmp_path / "x.csv")
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [row["id"] for row in found] == [row["id"] for row in csv.DictReader(stream)]
    assert all(book[name].freeze_panes == "A2" for name in book.sheetnames[:-1])


def test_a_cell_that_is_too_long_ends_in_an_ellipsis(tmp_path):
    document = article("a", "Poland barred Huawei " + "and " * 10_000 + "left.")
    evidence = told(document, US, "bars", CHINA, document.text, "barred")
    with opened(make_graph(tmp_path / "g", [(document, [evidence])])) as graph:
        export(graph, tmp_path / "x.xlsx")
    [row] = cells(tmp_path / "x.xlsx")
    assert len(row["quote"]) == LONGEST_CELL
    assert row["quote"].endswith("…")


@pytest.mark.parametrize("articles", [[], [(article("a", "Nothing."), [])]])
def test_a_graph_without_statements_has_a_header(tmp_path, articles):
    with opened(make_graph(tmp_path / "g", articles)) as graph:
        export(graph, tmp_path / "x.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["statements"]
    assert [cell.value for cell in sheet[1]] == list(COLUMNS)
    assert sheet.max_row <= 2


@pytest.mark.skipif(os.name == "nt", reason="no limit on the size of a file")
@pytest.mark.parametrize("blocks", [1, 8, 16])
def test_a_full_disk_is_one_line_and_leaves_the_old_sheet(demo_graph, tmp_path, blocks):
    (tmp_path / "x.xlsx").write_bytes(b"old")
    code = f"""
import resource, sys
from kg.export import export
from kg.graph import Graph
with Graph.open({str(demo_graph.path)!r}, read_only=True) as graph:
    resource.setrlimit(resource.RLIMIT_FSIZE, ({blocks} * 512, {blocks} * 512))
    try:
        export(graph, {str(tmp_path / "x.xlsx")!r})
    except Exception as error:
        sys.exit(f"{{type(error).__name__}}: {{error}}")
"""
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert process.stderr == f"ExportError: {tmp_path / 'x.xlsx'}: cannot be written: File too large\n"
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["x.xlsx"]
    assert (tmp_path / "x.xlsx").read_bytes() == b"old"


def test_a_half_archive_complains_of_nothing_after_the_disk_was_full(demo_graph, monkeypatch):
    unheard = []
    monkeypatch.setattr(sys, "unraisablehook", unheard.append)

    class Full(io.BytesIO):
        def write(self, data):
            if self.tell() + len(data) > 3000:
                raise OSError(errno.ENOSPC, "No space left on device")
            return super().write(data)

    with pytest.raises(OSError, match="No space left"):
        xlsx.write_xlsx(demo_graph, Full())
    gc.collect()
    assert not unheard

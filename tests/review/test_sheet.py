"""A sheet that was marked in a spreadsheet program and comes back."""

import csv
import datetime
from pathlib import Path

import openpyxl
import pytest

from tests.review.test_review_command import done, exported, id_of, rebuilt, statements


def marked(rows, *, source="statements.xlsx", out="marked.xlsx"):
    """Writes cells into the rows of some statements, as a person would: subject and object → column → value."""
    book = openpyxl.load_workbook(source)
    sheet = book["statements"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for line in range(2, sheet.max_row + 1):
        words = tuple(sheet.cell(line, columns[name]).value for name in ("subject", "object"))
        for name, value in rows.get(words, {}).items():
            sheet.cell(line, columns[name]).value = value
    book.save(out)
    return out


@pytest.fixture
def sheet(kg, graph):
    done(kg("export", graph, "statements.xlsx"))
    return "statements.xlsx"


MARKS = {
    ("Poland", "Huawei"): {"verdict": "Accept ", "why": "read it"},
    ("Spain", "Poland"): {"verdict": "reject"},
    ("Spain", "Huawei"): {
        "verdict": "correct",
        "correct object": "ZTE Corp (new company)",
        "correct status": "planned",
        "correct time": 2025,
    },
}
AFTER = {"Poland bars Huawei": ("asserted", "accepted"), "Spain bars ZTE Corp": ("planned", "corrected")}


def test_marks_become_decisions_that_last_and_a_second_time_change_nothing(kg, sheet, graph, articles):
    before = exported(kg)
    marks = marked(MARKS)
    said = done(kg("review", graph, "--from", marks, "--by", "Ada"))
    assert said == "1 accepted, 1 rejected, 1 corrected; 0 stood already, 0 without a mark, 0 not found\n"
    assert statements() == AFTER
    after, decisions = exported(kg), Path("graph/decisions.toml").read_bytes()
    assert 'why = "read it"' in decisions.decode()
    said = done(kg("review", graph, "--from", marks))
    assert said == "0 accepted, 0 rejected, 0 corrected; 3 stood already, 0 without a mark, 0 not found\n"
    assert (exported(kg), Path("graph/decisions.toml").read_bytes()) == (after, decisions)
    assert rebuilt(kg, articles) == after
    for _ in range(3):
        done(kg("review", graph, "undo"))
    assert exported(kg) == before


def test_cells_that_were_written_over_are_corrections(kg, sheet, graph):
    marks = marked({("Spain", "Huawei"): {"verdict": "correct", "object": "ZTE (new company)", "relation": "permits"}})
    done(kg("review", graph, "--from", marks, "--by", "Ada"))
    assert "Spain permits ZTE" in statements()
    assert "1 stood already" in done(kg("review", graph, "--from", marks))


def test_a_name_that_was_merged_since_the_export_is_no_correction(kg, sheet, graph):
    done(kg("review", graph, "merge", "Spain", "Iberia (new country)", "--by", "Ada"))
    marks = marked({("Spain", "Huawei"): {"verdict": "correct", "correct status": "planned"}})
    done(kg("review", graph, "--from", marks))
    assert statements()["Iberia bars Huawei"] == ("planned", "corrected")


def test_names_in_a_sheet_that_was_rolled_up_are_no_corrections(kg, articles):
    (articles / "a.txt").write_text("Poland bars TikTok.")
    done(kg("build", articles, "--graph", "graph"))
    done(kg("review", "graph", "correct", id_of("Poland bars TikTok"), "--object", "Tencent", "--by", "Ada"))
    done(kg("export", "graph", "statements.xlsx", "--roll-up", "country"))
    marks = marked({("Poland", "China"): {"verdict": "correct", "correct status": "planned"}})
    assert done(kg("review", "graph", "--from", marks)).startswith("0 accepted, 0 rejected, 1 corrected")
    assert statements()["Poland bars Tencent"] == ("planned", "corrected")


def test_a_sheet_that_was_saved_as_csv_in_another_country(kg, sheet, graph):
    rows = list(openpyxl.load_workbook(marked(MARKS))["statements"].iter_rows(values_only=True))
    with Path("marked.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(rows)
    done(kg("review", graph, "--from", "marked.csv", "--by", "Ada"))
    assert statements() == AFTER


def test_statements_csv_with_a_column_more_will_do(kg, graph):
    done(kg("export", graph, "statements.csv"))
    with Path("statements.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with Path("marked.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [*rows[0], "verdict"])
        writer.writeheader()
        writer.writerows(row | {"verdict": "accept"} for row in rows)
    assert done(kg("review", graph, "--from", "marked.csv", "--by", "Ada")).startswith("3 accepted")


def test_what_spreadsheets_make_of_cells_is_understood(kg, sheet, graph):
    """Dates as dates, a month as its first day, numbers as floats, TRUE as a truth, blank rows, an own column."""
    book = openpyxl.load_workbook(
        marked({("Spain", "Huawei"): {"verdict": "correct"}, ("Poland", "Huawei"): {"why": True}})
    )
    rows = book["statements"]
    columns = {cell.value: cell.column for cell in rows[1]}
    line = next(n for n in range(2, rows.max_row + 1) if rows.cell(n, columns["verdict"]).value)
    month = rows.cell(line, columns["correct time"])
    month.value, month.number_format = datetime.datetime(2025, 5, 1), "mmm-yy"
    rows.cell(line, columns["confidence"]).value = 1
    rows.cell(line, columns["date"]).value = datetime.datetime(2025, 6, 1)
    rows.insert_rows(2)
    rows.cell(1, rows.max_column + 1).value = "my notes"
    book.save("odd.xlsx")
    done(kg("review", graph, "--from", "odd.xlsx", "--by", "Ada"))
    with_time = Path("graph/decisions.toml").read_text()
    assert 'time = "2025-05"' in with_time
    month.value, month.number_format = datetime.datetime(2025, 7, 9), "yyyy-mm-dd"
    book.save("odd.xlsx")
    done(kg("review", graph, "--from", "odd.xlsx"))
    assert 'time = "2025-07-09"' in Path("graph/decisions.toml").read_text()


def test_a_row_whose_id_is_gone_is_found_by_what_it_says_or_listed(kg, sheet, graph, articles):
    marks = marked(MARKS | {("Spain", "Huawei"): {"verdict": "accept"}})
    moved = "---\ntitle: Ban\n---\nA new line before it.\n\nPoland bars Huawei."
    (articles / "a.txt").write_text(moved)
    (articles / "b.txt").write_text("Nothing is left.")
    done(kg("build", articles, "--graph", graph))
    result = kg("review", graph, "--from", marks, "--by", "Ada")
    assert done(result) == "1 accepted, 0 rejected, 0 corrected; 0 stood already, 0 without a mark, 2 not found\n"
    assert "marked.xlsx: row 3: e-" in result.stderr
    assert "no such evidence in graph" in result.stderr
    assert statements() == {"Poland bars Huawei": ("asserted", "accepted")}


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"verdict": "yes"}, "column 'verdict': 'yes'; allowed are accept, reject, correct, merge, split and nothing"),
        ({"verdict": True}, "column 'verdict': 'TRUE'; allowed"),
        ({"verdict": "correct"}, "column 'verdict': e-"),
        ({"correct object": "ZTE"}, "column 'correct object': 'ZTE', but there is no verdict; write 'correct'"),
        ({"verdict": "accept", "correct object": "ZTE"}, "column 'correct object': 'ZTE', but the verdict is 'accept'"),
        (
            {"verdict": "correct", "correct object": "Hauwei"},
            "column 'correct object': nobody named 'Hauwei'; did you mean",
        ),
        ({"verdict": "correct", "correct object": "X (new firm)"}, "column 'correct object': unknown type 'firm'"),
        ({"verdict": "correct", "correct relation": "hugs"}, "column 'correct relation': unknown relation 'hugs'"),
        ({"verdict": "correct", "status": "sure"}, "column 'status': unknown status 'sure'; allowed are"),
        ({"verdict": "correct", "correct time": "soon"}, "column 'correct time': time 'soon': must be"),
        ({"verdict": "correct", "correct subject": "Huawei"}, "column 'correct subject': e-"),
    ],
)
def test_a_slip_is_named_with_row_and_column_and_nothing_is_decided(kg, sheet, graph, cells, problem):
    marks = marked({("Poland", "Huawei"): {"verdict": "accept"}, ("Spain", "Huawei"): cells})
    result = kg("review", graph, "--from", marks, "--by", "Ada")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: marked.xlsx: row 4, column ")
    assert problem in result.stderr
    assert result.stderr.count("\n") == 1
    assert not Path("graph/decisions.toml").exists()


def test_two_verdicts_on_one_evidence_are_a_slip(kg, sheet, graph):
    book = openpyxl.load_workbook(marked({("Poland", "Huawei"): {"verdict": "accept"}}))
    rows = book["statements"]
    copied = [cell.value if cell.value != "accept" else "reject" for cell in rows[2]]
    rows.append(copied)
    book.save("twice.xlsx")
    result = kg("review", graph, "--from", "twice.xlsx", "--by", "Ada")
    assert (
        "row 5, column 'verdict': 'reject', but twice.xlsx: row 2 says 'accept' of the same evidence" in result.stderr
    )


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("x.xlsx", b"not a zip", "x.xlsx: is not an XLSX file"),
        ("x.csv", b"\xff\xfe\x00", "x.csv: is not UTF-8"),
        ("x.csv", b"id,subject\ne-1,A\n", "x.csv: has no column 'verdict'"),
        ("x.csv", b"verdict\naccept\n", "x.csv: has no column 'id'"),
        ("x.csv", b"", "x.csv: has no column 'id'"),
    ],
)
def test_what_is_no_sheet_is_one_line(kg, graph, name, content, problem):
    Path(name).write_bytes(content)
    result = kg("review", graph, "--from", name, "--by", "Ada")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert problem in result.stderr


def test_a_formula_that_was_made_text_comes_back_as_it_was(kg, sheet, graph):
    marks = marked({("Spain", "Huawei"): {"verdict": "correct", "correct object": "'-Acme (new company)"}})
    done(kg("review", graph, "--from", marks, "--by", "Ada"))
    assert "Spain bars -Acme" in statements()
    assert id_of("Spain bars -Acme")


def test_who_is_who_is_said_in_a_sheet_too_and_lasts(kg, sheet, graph, articles):
    before = exported(kg)
    marks = marked(
        {
            ("Spain", "Poland"): {"verdict": "merge", "correct subject": "Iberia (new bloc)", "why": "the union"},
            ("Poland", "Huawei"): {"verdict": "split", "correct object": "Huawei Sea (new company)"},
        }
    )
    said = done(kg("review", graph, "--from", marks, "--by", "Ada"))
    assert said.startswith("0 accepted, 0 rejected, 0 corrected, 1 merged, 1 split; 0 stood already, 1 without a mark")
    found = {"Iberia pressures Poland", "Iberia bars Huawei", "Poland bars Huawei Sea"}
    assert statements().keys() == found
    assert {state for _, state in statements().values()} == {"unchecked"}
    after, decisions = exported(kg), Path("graph/decisions.toml").read_bytes()
    assert "2 stood already" in done(kg("review", graph, "--from", marks))
    assert (exported(kg), Path("graph/decisions.toml").read_bytes()) == (after, decisions)
    assert rebuilt(kg, articles) == after
    done(kg("review", graph, "undo"))
    done(kg("review", graph, "undo"))
    assert exported(kg) == before


def test_a_correction_may_name_who_is_merged_in_the_same_sheet(kg, sheet, graph):
    marks = marked(
        {
            ("Spain", "Poland"): {"verdict": "merge", "correct subject": "Iberia (new bloc)"},
            ("Poland", "Huawei"): {"verdict": "correct", "correct subject": "Spain"},
        }
    )
    done(kg("review", graph, "--from", marks, "--by", "Ada"))
    assert statements().keys() == {"Iberia pressures Poland", "Iberia bars Huawei"}
    assert "2 stood already" in done(kg("review", graph, "--from", marks))


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"verdict": "merge"}, "column 'verdict': 'merge', but nobody stands in 'correct subject' or 'correct object'"),
        (
            {"verdict": "split", "correct status": "planned"},
            "column 'correct status': 'planned', but the verdict is 'split'",
        ),
        ({"verdict": "merge", "correct object": "Nobody"}, "column 'correct object': nobody named 'Nobody'"),
    ],
)
def test_who_is_who_must_be_said(kg, sheet, graph, cells, problem):
    result = kg("review", graph, "--from", marked({("Spain", "Huawei"): cells}), "--by", "Ada")
    assert problem in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_sheet_of_candidates_comes_back(kg, articles):
    (articles / "c.txt").write_text("Hauwei bars Poland. Polandia bars Spain.")
    done(kg("build", articles, "--graph", "graph"))
    Path("pairs.csv").write_text(done(kg("review", "graph", "candidates", "--format", "csv")))
    with Path("pairs.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 1
    with Path("pairs.csv").open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerow(rows[0] | {"verdict": "merge", "why": "a slip"})
        writer.writerow(rows[0] | {"verdict": "", "iri": "x:y"})
    assert "1 merged; 0 stood already, 1 without a mark" in done(
        kg("review", "graph", "--from", "pairs.csv", "--by", "A")
    )
    assert len([words for words in statements() if "auwei" in words or "uawei" in words]) == 3
    assert len({word for words in statements() for word in words.split() if word.endswith("wei")}) == 1
    assert "1 stood already" in done(kg("review", "graph", "--from", "pairs.csv"))
    Path("pairs.csv").write_text(Path("pairs.csv").read_text().replace("merge", "perhaps"))
    assert "allowed are merge and nothing" in kg("review", "graph", "--from", "pairs.csv").stderr

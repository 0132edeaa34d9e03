"""A sheet for checking by hand: who is drawn, and what a filled-in one says."""

import pytest

from kg.errors import DocumentError
from kg.evaluation.sheet import COLUMNS, _shares, read_sheet

HEADER = ",".join(COLUMNS)


def written(tmp_path, *verdicts, weight="1.0"):
    """A sheet with one row for each (relation, triple?, status?)."""
    lines = [HEADER]
    for relation, *filled in verdicts:
        row = dict.fromkeys(COLUMNS, "") | {"relation": relation, "weight": weight}
        row |= dict(zip(("triple?", "status?"), filled, strict=False))
        lines.append(",".join(row[column] for column in COLUMNS))
    path = tmp_path / "sheet.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_each_stratum_is_drawn_and_large_ones_more():
    assert _shares({("bars", "fact"): 80, ("sues", "fact"): 20, ("sues", "planned"): 1}, 11) == {
        ("bars", "fact"): 8,
        ("sues", "fact"): 2,
        ("sues", "planned"): 1,
    }


def test_no_more_is_drawn_than_there_is():
    assert _shares({("bars", "fact"): 2}, 300) == {("bars", "fact"): 2}
    assert _shares({}, 300) == {}


def test_verdicts_are_counted_and_rows_without_are_not(tmp_path):
    checked = read_sheet(written(tmp_path, ("bars", "y", "n"), ("bars", "Yes"), ("sues", "N"), ("sues", "")))
    assert (checked.rows, checked.unchecked, len(checked.wrong)) == (3, 1, 2)
    assert [group[:3] for group in checked.groups] == [
        ("triple", 2, 3),
        ("status", 0, 1),
        ("triple, bars", 2, 2),
        ("triple, sues", 0, 1),
    ]
    _, right, of, low, high, weighted = checked.groups[0]
    assert low < right / of < high
    assert weighted == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("verdicts", "weight", "reason"),
    [
        ([("bars", "perhaps")], "1", "sheet.csv:2: triple? is 'perhaps'; allowed are y, n and nothing"),
        ([("bars", "")], "1", "no row has a verdict"),
        ([("bars", "y")], "", "sheet.csv:2: weight is ''"),
        ([("bars", "y")], "nan", "sheet.csv:2: weight is 'nan'"),
    ],
)
def test_a_sheet_that_cannot_be_judged_is_one_line(tmp_path, verdicts, weight, reason):
    with pytest.raises(DocumentError) as error:
        read_sheet(written(tmp_path, *verdicts, weight=weight))
    assert reason in str(error.value)


def test_another_table_is_refused(tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(DocumentError, match="has no column 'relation'"):
        read_sheet(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DocumentError, match="not UTF-8"):
        read_sheet(path)

"""`kg timeline` and `kg changes`, and --as-of and --in-force of every command that shows a graph."""

import csv
import io
import json
from datetime import date

import pytest


def write(folder, name, text, *, date=None, title=None, publisher=None):
    fields = {"title": title or name, "date": date, "publisher": publisher}
    lines = "".join(f"{key}: {value}\n" for key, value in fields.items() if value)
    (folder / f"{name}.txt").write_text(f"---\n{lines}---\n{text}", encoding="utf-8")


@pytest.fixture
def news(kg, tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    write(folder, "a", "Poland bars Huawei. Spain pressures Poland.", date="2025-02-03", publisher="CNBC")
    write(folder, "b", "Spain bars Huawei. Poland bars Huawei.", date="2025-08-14", publisher="The “Herald”")
    write(folder, "c", "Poland unbars Huawei.", date="2025-11-18", title="Poland lifts ban", publisher="CNBC")
    write(folder, "d", "Norway bars Huawei.", title="No date")
    assert kg("build", folder, "--graph", "graph").exit_code == 0
    return "graph"


def test_the_timeline_of_a_statement(kg, news):
    result = kg("timeline", news, "Poland", "bars", "Huawei")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "Poland bars Huawei: 1 statement, 3 passages"
    assert lines[4] == (
        "  Poland bars Huawei: ended, reported 2025-11-18 (in force as reported 2025-02-03)"
        " · 3 articles, 2 independent origins"
    )
    assert lines[5].startswith("    reported 2025-02-03  in force  e-")
    assert lines[6] == "        “Poland bars Huawei.” (CNBC, 2025-02-03)"
    assert lines[7].startswith("        told again once, last reported 2025-08-14: e-")
    assert lines[8].startswith("    reported 2025-11-18  ended     e-")
    assert len(lines) == 10
    every = kg("timeline", news, "Poland", "bars", "Huawei", "--all").stdout
    assert every.count("Poland bars Huawei.”") == 2
    assert "told again" not in every


def test_the_timeline_of_an_entity_is_ordered_and_can_be_shortened(kg, news):
    full = kg("timeline", news, "Huawei").stdout
    assert full.startswith("Huawei: 3 statements, 5 passages\n\nbars (3 statements)\n")
    assert full.index("Poland bars Huawei: ended") < full.index("Spain bars Huawei: in force")
    assert full.index("Spain bars Huawei: in force") < full.index(
        "Norway bars Huawei: in force, nobody says since when"
    )
    brief = kg("timeline", news, "Huawei", "--brief").stdout
    assert "“" not in brief
    assert "      in force reported 2025-02-03 → ended reported 2025-11-18  e-" in brief
    assert "pressures" not in full
    assert "pressures" in kg("timeline", news, "Poland").stdout
    assert "pressures" not in kg("timeline", news, "Poland", "--relation", "bars").stdout


def test_the_timeline_of_somebody_much_told_of_is_short_unless_asked_for(kg, tmp_path):
    folder = tmp_path / "much"
    folder.mkdir()
    names = [chr(ord("A") + number) + "land" for number in range(20)]
    for name in names:
        write(folder, name, f"{name} bars Huawei.", date="2025-01-01")
    kg("build", folder, "--graph", "much-graph")
    short = kg("timeline", "much-graph", "Huawei").stdout
    assert "“" not in short
    assert "--full shows the sentences" in short
    assert kg("timeline", "much-graph", "Huawei", "--full").stdout.count("“") == 20
    assert "--full" not in kg("timeline", "much-graph", "Huawei", "--brief").stdout


def test_the_timeline_as_a_table_for_spreadsheets_and_as_json(kg, news):
    rows = list(csv.DictReader(io.StringIO(kg("timeline", news, "Huawei", "--format", "csv").stdout)))
    assert [(row["subject"], row["step"], row["date"], row["dated by"]) for row in rows] == [
        ("Poland", "in force", "2025-02-03", "article"),
        ("Poland", "in force", "2025-08-14", "article"),
        ("Poland", "ended", "2025-11-18", "article"),
        ("Spain", "in force", "2025-08-14", "article"),
        ("Norway", "in force", "", "nothing"),
    ]
    assert {row["review"] for row in rows} == {"unchecked"}
    records = json.loads(kg("timeline", news, "Huawei", "--format", "json").stdout)
    assert [len(record["history"]) for record in records] == [3, 1, 1]
    assert records[0]["in_force"] == [{"first": "2025-02-03", "last": "2025-11-17"}]
    ids = {row["id"] for row in rows}
    assert {one["id"] for record in records for one in record["history"]} == ids
    assert all(kg("explain", news, id).exit_code == 0 for id in ids)


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (["Huawai"], 1, "nobody named 'Huawai' in graph; did you mean Huawei?"),
        (["Poland", "hugs", "Huawei"], 1, "unknown relation 'hugs'; known are"),
        (["Poland", "bars"], 2, "give one ENTITY, or SUBJECT RELATION OBJECT, names of several words in quotes"),
        (["Poland", "bars", "Huawei", "now"], 2, "found 4 words"),
        ([], 2, "Missing argument"),
        (["Huawei", "--format", "xml"], 2, "'xml'"),
        (["Huawei", "--as-of", "2020"], 2, "'2020' is not a full date such as 2019-01-27"),
    ],
)
def test_a_mistake_is_one_line(kg, news, words, status, message):
    result = kg("timeline", news, *words)
    assert result.exit_code == status
    assert message in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_a_timeline_of_nothing_says_so(kg, news):
    assert kg("timeline", news, "Huawei", "bars", "Poland").stdout == "nothing is told of Huawei bars Poland here\n"
    result = kg("timeline", news, "Huawei", "--as-of", "2024-01-01")
    assert (result.exit_code, result.stdout) == (0, "nothing is told of Huawei here\n")
    assert kg("timeline", news, "Huawei", "bars", "Poland", "--format", "json").stdout == "[]\n"
    assert kg("timeline", news, "Huawei", "bars", "Poland", "--format", "csv").stdout.count("\n") == 1


def test_changes_since_a_weekday_seen_from_a_day(kg, news):
    result = kg("changes", news, "--since", "Friday", "--today", "2025-11-19")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "Since 2025-11-14: 1 new article, 0 new statements, 0 changed, 1 ended, 0 new contradictions"
    assert lines[2] == "Ended"
    assert lines[3].endswith("Poland bars Huawei: was in force, as reported 2025-02-03; is ended, reported 2025-11-18")
    assert lines[4] == "      “Poland unbars Huawei.” (CNBC, 2025-11-18)"
    assert lines[6:] == [
        "New articles",
        "  CNBC (1)",
        "    2025-11-18  Poland lifts ban",
        "",
        "1 article has no date and counts as known before: No date",
    ]


def test_today_is_the_day_of_the_machine(kg, news, monkeypatch):
    class Calendar(date):
        @classmethod
        def today(cls):
            return cls(2025, 11, 19)

    monkeypatch.setattr("kg.cli.changes.date", Calendar)
    assert kg("changes", news, "--since", "Friday").stdout.startswith("Since 2025-11-14: 1 new article")
    assert kg("changes", news, "--since", "yesterday").stdout.startswith("Since 2025-11-18: 1 new article")
    nothing = kg("changes", news, "--since", "today").stdout
    assert nothing.startswith(
        "Nothing changed since 2025-11-19: no article is of that day or later; the latest is of 2025-11-18"
    )


def test_changes_as_json_and_markdown(kg, news):
    found = json.loads(kg("changes", news, "--since", "2025-08-01", "--format", "json").stdout)
    assert [one["said"] for one in found["new"]] == ["Spain bars Huawei — told as fact"]
    assert [one["is"] for one in found["ended"]] == ["ended, reported 2025-11-18"]
    assert [one["title"] for one in found["undated"]] == ["No date"]
    page = kg("changes", news, "--since", "2025-08-01", "--format", "markdown").stdout
    assert page.startswith("# Changes since 2025-08-01\n")
    assert "## Ended" in page


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--since", "Fryday"], "'Fryday' is no day; allowed are a date such as 2019-01-27, a weekday"),
        (["--since", "Friday", "--today", "now"], "--today 'now' is not a full date such as 2019-01-27"),
        ([], "Missing option '--since'"),
    ],
)
def test_a_day_that_is_none_is_one_line(kg, news, options, message):
    result = kg("changes", news, *options)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


def test_known_then_and_in_force_then_hold_for_questions_sparql_and_exports(kg, news, tmp_path):
    question = "does Poland bar Huawei?"
    assert kg("query", news, question).stdout.startswith("no longer")
    known = kg("query", news, question, "--as-of", "2025-10-01")
    assert known.stdout.startswith("yes")
    assert known.stderr == "1 article has no date and is left out by --as-of\n"
    assert kg("query", news, question, "--in-force", "2025-10-01").stdout.startswith("yes")
    assert kg("query", news, question, "--in-force", "2025-11-18").stdout.startswith("not known")
    sparql = "SELECT ?who { ?who d:bars ?whom }"
    assert kg("query", news, sparql, "--in-force", "2025-10-01", "--format", "csv").stdout.split() == [
        "who",
        "https://w3id.org/faultline/entity/Poland",
        "https://w3id.org/faultline/entity/Spain",
    ]
    assert kg("export", news, "known.csv", "--as-of", "2025-10-01").exit_code == 0
    rows = list(csv.DictReader((tmp_path / "known.csv").open(encoding="utf-8-sig")))
    assert {(row["subject"], row["relation"], row["state"]) for row in rows} == {
        ("Poland", "bars", "in force"),
        ("Spain", "bars", "in force"),
        ("Spain", "pressures", "in force"),
    }

"""`kg review` as it is used: commands, keys, sheets; and all of it again after a build from nothing."""

import csv
import io
import shutil
from pathlib import Path

import pytest

from kg.graph import Graph

DECISIONS = "decisions.toml"


def statements(path="graph"):
    with Graph.open(path, read_only=True) as opened:
        return {
            f"{e.statement.subject.name} {e.statement.predicate} {e.statement.object.name}": (
                e.modality.value,
                e.review.value,
            )
            for e in opened.evidence()
        }


def id_of(words, path="graph"):
    with Graph.open(path, read_only=True) as opened:
        for e in opened.evidence():
            if words == f"{e.statement.subject.name} {e.statement.predicate} {e.statement.object.name}":
                return e.id
    raise AssertionError(words)


def exported(kg, path="graph"):
    assert kg("export", path, "out.nq", "--with-text").exit_code == 0
    return Path("out.nq").read_bytes()


def rebuilt(kg, articles):
    """The graph's bytes after everything but the decisions was deleted, and built again."""
    for inside in Path("graph").iterdir():
        if inside.name != DECISIONS:
            shutil.rmtree(inside) if inside.is_dir() else inside.unlink()
    assert kg("build", articles, "--graph", "graph").exit_code == 0
    return exported(kg)


def done(result):
    assert result.exit_code == 0, result.output + result.stderr
    return result.stdout


def test_each_command_decides_and_lasts(kg, graph, articles):
    before = exported(kg)
    assert statements() == {
        "Poland bars Huawei": ("asserted", "unchecked"),
        "Spain pressures Poland": ("asserted", "unchecked"),
        "Spain bars Huawei": ("asserted", "unchecked"),
    }
    spain = id_of("Spain bars Huawei")
    assert "accept:" in done(
        kg("review", graph, "--by", "Ada", "accept", id_of("Poland bars Huawei"), "--why", "read it")
    )
    done(kg("review", graph, "reject", id_of("Spain pressures Poland")[:8]))
    said = done(kg("review", graph, "correct", spain, "--object", "ZTE", "--status", "planned", "--time", "2025-05"))
    assert f"(was {spain})  Spain to bar ZTE — planned" in said
    assert f"{id_of('Spain bars ZTE')}  Spain to bar ZTE" in done(kg("explain", graph, spain))
    assert statements() == {"Poland bars Huawei": ("asserted", "accepted"), "Spain bars ZTE": ("planned", "corrected")}
    said = done(kg("review", graph, "merge", "Spain", "Iberia (new country)"))
    assert said.endswith("merge: Spain is Iberia\n  in 1 article: b\n")
    done(kg("review", graph, "split", "Huawei", "--article", "a", "--into", "Huawei Sea"))
    found = {"Poland bars Huawei Sea": ("asserted", "accepted"), "Iberia bars ZTE": ("planned", "corrected")}
    assert statements() == found
    after = exported(kg)
    assert rebuilt(kg, articles) == after
    assert statements() == found
    for _ in range(5):
        done(kg("review", graph, "undo"))
    assert exported(kg) == before
    assert kg("review", graph, "undo").exit_code == 1
    assert rebuilt(kg, articles) == before


def test_a_new_graph_takes_the_decisions_over(kg, graph, articles):
    done(kg("review", graph, "reject", id_of("Spain pressures Poland"), "--by", "Ada"))
    done(kg("review", graph, "merge", "Spain", "Poland"))
    done(kg("review", graph, "undo"))
    said = done(kg("review", "new", "--from", "graph/decisions.toml"))
    assert said == "3 decisions taken over, 0 there already\n`kg build PATHS --graph new` makes the graph with them\n"
    done(kg("build", articles, "--graph", "new"))
    assert exported(kg, "new") == exported(kg)
    assert Path("new/decisions.toml").read_bytes() == Path("graph/decisions.toml").read_bytes()
    assert done(kg("review", "new", "--from", "graph/decisions.toml")) == "0 decisions taken over, 3 there already\n"
    done(kg("build", articles, "--graph", "other"))
    assert done(kg("review", "other", "--from", "graph/decisions.toml")).startswith("3 decisions taken over")
    assert exported(kg, "other") == exported(kg)


def test_who_decides_is_asked_once(kg, graph, monkeypatch):
    result = kg("review", graph, "accept", id_of("Poland bars Huawei"))
    assert (result.exit_code, result.stderr) == (1, "Error: who decides? name yourself once with --by NAME\n")
    monkeypatch.setenv("FAULTLINE_REVIEWER", "Bo")
    done(kg("review", graph, "accept", id_of("Poland bars Huawei")))
    monkeypatch.delenv("FAULTLINE_REVIEWER")
    done(kg("review", graph, "reject", id_of("Spain bars Huawei"), "--on", "2025-02-03"))
    done(kg("review", graph, "accept", id_of("Spain pressures Poland"), "--by", "  Cy   D. "))
    rows = list(csv.DictReader(io.StringIO(done(kg("review", graph, "list", "--format", "csv")))))
    assert [(row["who"], row["now"]) for row in rows] == [("Bo", "holds"), ("Bo", "holds"), ("Cy D.", "holds")]
    assert rows[1]["when"] == "2025-02-03"


def test_decisions_that_find_nothing_are_listed_and_no_error(kg, graph, articles):
    done(kg("review", graph, "accept", id_of("Poland bars Huawei"), "--by", "Ada"))
    done(kg("review", graph, "merge", "Spain", "Poland"))
    (articles / "a.txt").write_text("Nothing here.")
    (articles / "b.txt").write_text("Nothing here either.")
    done(kg("build", articles, "--graph", graph))
    assert done(kg("review", graph, "list")).count("finds nothing") == 2
    done(kg("review", graph, "undo"))
    assert done(kg("review", graph, "list")).count("taken back") == 1


def test_keys_in_the_terminal(kg, graph, articles):
    before = exported(kg)
    keys = ["a", "x", "r", "not so", "u", "c", "", "", "ZTE", "planned", "", "2025-05", "only announced", "s", "q"]
    said = done(kg("review", graph, "--by", "Ada", input="\n".join(keys) + "\n"))
    assert "'x' is none of a (accept), r (reject)" in said
    assert "2 checked, 1 left" in said
    assert sorted(state for _, state in statements().values()) == ["accepted", "corrected", "unchecked"]
    corrected = [words for words, (_, state) in statements().items() if state == "corrected"]
    assert corrected[0].endswith("ZTE")
    after = exported(kg)
    assert rebuilt(kg, articles) == after != before
    text = Path("graph/decisions.toml").read_text()
    assert 'why = "only announced"' in text
    assert text.count("[[decision]]") == 4


def test_the_terminal_shows_a_sentence_in_its_context_least_sure_first(kg, graph):
    said = done(kg("review", graph, "--by", "Ada", "--publisher", "CNBC", input="q\n"))
    assert "[1/1]" in said
    assert "  > Poland [bars] Huawei.\n    (CNBC, 2025-01-01, Ban)\n  Poland bars Huawei — told as fact" in said
    done(kg("review", graph, "--by", "Ada", input="a\na\na\n"))
    assert done(kg("review", graph)) == "0 checked, 0 left\n"
    assert "[1/3]" in done(kg("review", graph, "--review", "accepted", input=""))


def test_a_slip_in_the_terminal_asks_again(kg, graph):
    said = done(kg("review", graph, "--by", "Ada", input="c\n\nhugs\n\n\n\n\n\na\nu\nu\n"))
    assert "unknown relation 'hugs'" in said
    assert "nothing decided in this session" in said
    assert "0 checked, 3 left" in said


def test_candidates_stand_beside_their_sentences(kg, articles):
    (articles / "c.txt").write_text("Hauwei bars Poland. Polandia bars Spain.")
    done(kg("build", articles, "--graph", "graph"))
    [row] = csv.DictReader(io.StringIO(done(kg("review", "graph", "candidates", "--format", "csv"))))
    assert {row["entity"], row["is perhaps"]} == {"Hauwei", "Huawei"}
    sentences = row["sentence"] + row["other sentence"]
    assert "Hauwei [bars] Poland." in sentences
    assert "[bars] Huawei." in sentences
    said = done(kg("review", "graph", "candidates"))
    command = said.splitlines()[-1].split()
    assert command[:4] == ["kg", "review", "graph", "merge"]
    done(kg(*command[1:], "--by", "Ada"))
    assert kg("review", "graph", "candidates").stderr == "no two entities are alike enough\n"


@pytest.mark.parametrize(
    ("arguments", "code", "problem"),
    [
        (["none"], 1, "no graph here"),
        (["graph", "accept"], 2, "Missing argument 'ID…'"),
        (["graph", "accept", "e-0000", "--by", "A"], 1, "no evidence 'e-0000'"),
        (["graph", "correct", "e-0"], 2, "say what is right"),
        (["graph", "accept", "e-0", "--on", "soon"], 2, "'soon' is no day such as 2025-02-03"),
        (["graph", "merge", "Poland", "Nobody", "--by", "A"], 1, "nobody named 'Nobody'"),
        (["graph", "split", "Poland", "--into", "X", "--by", "A"], 1, "name articles or evidence"),
        (["graph", "explode"], 2, "No such command 'explode'"),
        (["graph", "--from", "none.xlsx", "--by", "A"], 1, "none.xlsx: cannot be read: No such file or directory"),
        (["graph", "--from", "none.toml"], 1, "none.toml: no such file"),
        (["graph", "--from", "x.csv", "list"], 2, "--from x.csv stands alone"),
        (["graph", "list", "--format", "x"], 2, "'x' is not one of"),
    ],
)
def test_what_cannot_be_done_is_one_line(kg, graph, arguments, code, problem):
    result = kg("review", *arguments)
    assert result.exit_code == code
    assert problem in result.stderr
    assert result.stderr.count("\n") == 1
    assert not Path("graph/decisions.toml").exists()


def test_a_command_with_one_bad_id_decides_nothing(kg, graph):
    result = kg("review", graph, "accept", id_of("Poland bars Huawei"), "e-0000", "--by", "A")
    assert result.exit_code == 1
    assert {state for _, state in statements().values()} == {"unchecked"}


def test_nothing_is_decided_twice(kg, graph):
    one = id_of("Poland bars Huawei")
    done(kg("review", graph, "accept", one, "--by", "Ada"))
    assert done(kg("review", graph, "accept", one)) == "1 decision stood already; nothing changed by them\n"
    assert Path("graph/decisions.toml").read_text().count("[[decision]]") == 1


def test_answers_tables_and_explanations_show_what_was_checked(kg, graph):
    one, other = id_of("Poland bars Huawei"), id_of("Spain bars Huawei")
    done(kg("review", graph, "--by", "Ada", "--on", "2025-02-03", "accept", one, "--why", "read it"))
    done(kg("review", graph, "--by", "Bo", "--on", "2025-02-04", "correct", other, "--time", "2025"))
    answer = done(kg("query", graph, "who bars Huawei"))
    assert f"{one}  Poland bars Huawei — told as fact [accepted]" in answer
    assert "Spain bars Huawei — told as fact [corrected]" in answer
    rows = csv.DictReader(io.StringIO(done(kg("query", graph, "who bars Huawei", "--format", "csv"))))
    assert sorted(row["review"] for row in rows) == ["accepted", "corrected"]
    assert "review      accepted by Ada on 2025-02-03: read it (d-" in done(kg("explain", graph, one))
    assert "review      corrected by Bo on 2025-02-04 (d-" in done(kg("explain", graph, other))
    assert len(done(kg("query", graph, "who bars Huawei", "--review", "accepted")).split("\n  e-")) == 2


def test_no_id_and_a_beginning_of_several_ids_decide_nothing(kg, graph):
    first, other = id_of("Poland bars Huawei"), id_of("Spain bars Huawei")
    done(kg("review", "graph", "correct", first, "--status", "planned", "--by", "Ada"))
    done(kg("review", "graph", "reject", other))
    done(kg("review", "graph", "reject", id_of("Spain pressures Poland")))
    before = Path("graph", DECISIONS).read_bytes()
    for written in ("", " ", "e", "x-1"):
        result = kg("review", "graph", "accept", written)
        assert result.exit_code == 1
        assert result.stderr.startswith("Error: no evidence ")
    done(kg("review", "graph", "reject", first))
    before = Path("graph", DECISIONS).read_bytes()
    result = kg("review", "graph", "accept", "e-")
    assert result.exit_code == 1
    assert "too short: it is the beginning of 3 ids" in result.stderr
    assert Path("graph", DECISIONS).read_bytes() == before
    done(kg("review", "graph", "accept", other[:-2]))
    assert statements() == {"Spain bars Huawei": ("asserted", "accepted")}


def test_words_that_are_no_text_are_one_line_and_change_nothing(kg, graph):
    spain = id_of("Spain bars Huawei")
    for words in (["--by", "A\udcff"], ["--by", "Ada", "--why", "\udce9"]):
        result = kg("review", "graph", "accept", spain, *words)
        assert result.exit_code == 1
        assert result.stderr.startswith("Error: what was decided holds ")
        assert result.stderr.count("\n") == 1
    assert not Path("graph", DECISIONS).exists()
    assert {review for _, review in statements().values()} == {"unchecked"}


def test_decisions_behind_a_link_grow_where_they_lie(kg, graph):
    shared = Path("shared.toml")
    done(kg("review", "graph", "accept", id_of("Spain bars Huawei"), "--by", "Ada"))
    Path("graph", DECISIONS).rename(shared)
    Path("graph", DECISIONS).symlink_to(shared.absolute())
    done(kg("review", "graph", "reject", id_of("Poland bars Huawei")))
    assert Path("graph", DECISIONS).is_symlink()
    assert shared.read_text().count("[[decision]]") == 2


def test_a_sheet_with_two_columns_of_verdicts_is_refused(kg, graph):
    Path("marks.csv").write_text(f"id,verdict,verdict\n{id_of('Spain bars Huawei')},accept,reject\n")
    result = kg("review", "graph", "--from", "marks.csv", "--by", "Ada")
    assert result.exit_code == 1
    assert result.stderr == "Error: marks.csv: has two columns 'verdict'; keep one\n"

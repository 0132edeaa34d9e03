"""The commands that cite: cite, dossier, manifest."""

import json

from kg.graph import Graph


def ids(graph):
    with Graph.open(graph, read_only=True) as opened:
        return [told.id for told in opened.evidence()]


def test_footnotes_of_several_ids_in_each_format(kg, graph):
    first, second, *_ = ids(graph)
    text = kg("cite", graph, first, second[:8])
    assert text.exit_code == 0
    footnotes = text.stdout.removesuffix("\n").split("\n\n")
    assert [f"Evidence {one}:" in footnote for one, footnote in zip((first, second), footnotes, strict=True)] == [
        True
    ] * 2
    assert "CNBC, “Ban”, 1 January 2025." in text.stdout
    assert kg("cite", graph, first, "--format", "markdown").stdout.startswith(f"[^{first}]: CNBC, “Ban”")
    assert kg("cite", graph, first, "--format", "bibtex").stdout.startswith(f"@article{{{first},\n")
    items = json.loads(kg("cite", graph, first, second, "--format", "csl-json").stdout)
    assert [item["id"] for item in items] == [first, second]
    assert "Poland bars Huawei.”" not in kg("cite", graph, first, "--no-quotes").stdout


def test_an_unknown_id_is_one_line(kg, graph):
    result = kg("cite", graph, "e-000000000000")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: no evidence 'e-000000000000' in graph") and result.stderr.count("\n") == 1
    assert kg("cite", graph).exit_code == 2


def test_a_dossier_and_a_folder_of_them(kg, graph, tmp_path):
    result = kg("dossier", graph, "Huawei", "huawei.md")
    assert (result.exit_code, result.stdout) == (0, "huawei.md: dossier\n")
    assert "- [[Poland]]: **in force" in (tmp_path / "huawei.md").read_text(encoding="utf-8")
    result = kg("dossier", graph, "--all", "vault", "--links", "markdown")
    assert (result.exit_code, result.stdout) == (0, "vault: 3 dossiers and an index\n")
    assert {path.name for path in (tmp_path / "vault").iterdir()} == {"Huawei.md", "Poland.md", "Spain.md", "index.md"}
    assert "[Poland](Poland.md)" in (tmp_path / "vault" / "Huawei.md").read_text(encoding="utf-8")


def test_a_dossier_takes_the_filters(kg, graph, tmp_path):
    assert kg("dossier", graph, "Huawei", "huawei.md", "--as-of", "2025-02-01").exit_code == 0
    text = (tmp_path / "huawei.md").read_text(encoding="utf-8")
    assert "Poland" in text and "Spain" not in text


def test_a_dossier_needs_an_entity_and_a_place(kg, graph):
    for arguments in ((), ("Huawei",), ("Huawei", "x.md", "y.md"), ("Huawei", "x.md", "--all", "vault")):
        result = kg("dossier", graph, *arguments)
        assert result.exit_code == 2
        assert "give ENTITY and OUT.md, or --all FOLDER" in result.stderr
    result = kg("dossier", graph, "Huawai", "x.md")
    assert (result.exit_code, "did you mean Huawei" in result.stderr) == (1, True)


def test_a_manifest_as_json_as_a_file_and_as_a_paragraph(kg, graph, tmp_path):
    printed = kg("manifest", graph)
    assert printed.exit_code == 0
    assert json.loads(printed.stdout)["counts"]["articles"] == 2
    assert kg("manifest", graph, "m.json").stdout == "m.json: manifest\n"
    assert (tmp_path / "m.json").read_text(encoding="utf-8") == printed.stdout
    paragraph = kg("manifest", graph, "--methods")
    assert paragraph.stdout.startswith("The corpus is 2 articles of 1 outlet, dated 1 January 2025 to 1 June 2025")
    chosen = kg("manifest", graph, "--relation", "bars", "--status", "fact")
    assert json.loads(chosen.stdout)["selection"] == {"relations": "bars", "statuses": "fact"}

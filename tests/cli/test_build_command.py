"""`kg build` says what it did and reports what it could not read."""


def test_a_summary_says_what_became_of_the_articles(kg, articles):
    first = kg("build", articles, "--graph", "graph")
    assert (first.exit_code, first.stderr) == (0, "")
    assert first.stdout.splitlines() == [
        "2 articles read: 2 added, 0 changed, 0 unchanged; 0 could not be read",
        "3 statements told by 3 new passages",
    ]
    (articles / "a.txt").write_text("Poland bars ZTE.")
    second = kg("build", articles, "--graph", "graph")
    assert second.stdout.startswith(
        "2 articles read: 0 added, 1 changed, 1 unchanged; 0 could not be read\n1 statement told by 1 new passage\n"
    )


def test_bad_articles_are_one_line_each_and_the_exit_code_says_so(kg, articles):
    (articles / "c.jsonl").write_text('{"text": "Chad bars Line."}\nno json\n')
    result = kg("build", articles, "--graph", "graph")
    assert result.exit_code == 1
    assert "3 articles read: 3 added" in result.stdout
    assert result.stderr.startswith(f"Error: {articles / 'c.jsonl'}:2: is not JSON")
    assert len(result.stderr.splitlines()) == 1


def test_a_folder_with_other_files_is_no_graph(kg, articles):
    result = kg("build", articles, "--graph", articles)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"Error: {articles}: not a graph")


def test_the_graph_must_be_named(kg, articles):
    result = kg("build", articles)
    assert result.exit_code == 2
    assert "Missing option '--graph'" in result.stderr

"""`kg cite`: evidence as a footnote."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import graph_argument, ontology_option, open_graph


@click.command(short_help="Print a footnote for a piece of evidence.")
@graph_argument
@click.argument("evidence_ids", metavar="ID...", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "bibtex", "csl-json"]),
    default="text",
    show_default=True,
    help="csl-json is for Zotero and other reference managers.",
)
@click.option("--no-quotes", is_flag=True, help="Leave the words of the article out, for licensed text.")
@ontology_option
def cite(
    graph_path: Path, evidence_ids: tuple[str, ...], form: str, no_quotes: bool, ontology: tuple[Path, ...]
) -> None:
    """Print a footnote: outlet, headline, date, URL, the quote with a sentence either side, and how it is told.

    ID is the short id, e-…, that every table and export shows; its beginning will do.

    \b
    Examples:
      kg cite news e-3f9a1c22b0d4
      kg cite news e-3f9a1c22b0d4 e-77c1 --format csl-json > zotero.json
    """
    from kg.citing.bibliography import as_bibtex, as_csl_json
    from kg.citing.cite import as_markdown, as_text
    from kg.citing.cite import cite as find

    with open_graph(graph_path, ontology) as graph:
        citations = [find(graph, short_id, quotes=not no_quotes) for short_id in evidence_ids]
    if form == "csl-json":
        click.echo(as_csl_json(citations))
        return
    write = {"text": as_text, "markdown": as_markdown, "bibtex": as_bibtex}[form]
    click.echo("\n\n".join(write(citation) for citation in citations))

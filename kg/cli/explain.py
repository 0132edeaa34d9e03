"""`kg explain`: why a piece of evidence says what it says."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import graph_argument, ontology_option, open_graph


@click.command(short_help="Show why a statement was found.")
@graph_argument
@click.argument("evidence_id", metavar="ID")
@ontology_option
def explain(graph_path: Path, evidence_id: str, ontology: tuple[Path, ...]) -> None:
    """Show a piece of evidence: its sentence in context, and the frame, rule, roles and cues that gave it.

    ID is the short id, e-…, that every table and export shows; its beginning will do.

    \b
    Example:
      kg explain news e-3f9a1c22b0d4
    """
    from kg.explain import explain as explain_evidence

    with open_graph(graph_path, ontology) as graph:
        click.echo(explain_evidence(graph, evidence_id).text)

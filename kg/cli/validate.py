"""`kg validate`: a graph against the SHACL shapes."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import graph_argument, ontology_option, open_graph


@click.command(short_help="Check a graph against its shapes.")
@graph_argument
@ontology_option
def validate(graph_path: Path, ontology: tuple[Path, ...]) -> None:
    """Check a graph against the SHACL shapes of the ontology; exit code 1 if it breaks any.

    Each problem is a line: the node, why it is wrong, what was found, the shape.

    \b
    Example:
      kg validate news
    """
    from kg.validate import validate as validate_graph

    with open_graph(graph_path, ontology) as graph:
        report = validate_graph(graph)
    click.echo(report)
    if not report.valid:
        click.get_current_context().exit(1)

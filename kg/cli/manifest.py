"""`kg manifest`: what a replication archive needs."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

import click

from kg.cli.options import FilterOptions, filter_options, graph_argument, ontology_option, open_selected


@click.command(short_help="Account for a graph: versions, articles, counts, methods.")
@graph_argument
@click.argument("out", required=False, type=click.Path(path_type=Path))
@click.option("--methods", is_flag=True, help="Print a paragraph for a methods section, with the figures filled in.")
@filter_options
@ontology_option
def manifest(
    graph_path: Path, out: Path | None, methods: bool, ontology: tuple[Path, ...], **filters: Unpack[FilterOptions]
) -> None:
    """Print, or write to OUT.json, what made a graph and what it holds.

    Versions of program, ontology and model; the digest and number of decisions taken by hand; every article with its
    digest, date, outlet and number of passages; counts by relation, status and state. No clock: the same graph gives
    the same bytes.

    \b
    Examples:
      kg manifest news archive/manifest.json
      kg manifest news --methods
    """
    from kg.citing.files import write_manifest
    from kg.citing.manifest import as_json
    from kg.citing.manifest import manifest as account
    from kg.citing.methods import methods as paragraph

    with open_selected(graph_path, ontology, filters) as graph:
        found = account(graph, _words(filters))
        words = paragraph(found, graph.ontology)
        if out is not None:
            write_manifest(graph, found, out)
    if methods:
        click.echo(words)
    elif out is None:
        click.echo(as_json(found))
    else:
        click.echo(f"{out}: manifest")


def _words(filters: FilterOptions) -> dict[str, str]:
    """The filters given, as they are written on the command line."""
    given = {name.replace("_", " "): value for name, value in filters.items() if value}
    return {name: ", ".join(value) if isinstance(value, tuple) else str(value) for name, value in given.items()}

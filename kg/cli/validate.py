"""`kg validate`: a graph or a file of RDF against the SHACL shapes."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import graph_argument, ontology_option, open_graph


@click.command(short_help="Check a graph or a file of RDF against the shapes.")
@graph_argument
@ontology_option
def validate(graph_path: Path, ontology: tuple[Path, ...]) -> None:
    """Check a graph against the SHACL shapes of the ontology; exit code 1 if it breaks any.

    GRAPH is the folder of a graph, or a file of RDF that somebody else has written or edited: Turtle (.ttl), N-Triples
    (.nt), N-Quads (.nq), TriG (.trig), JSON-LD (.jsonld) or RDF/XML (.rdf). Each problem is a line: the node, why it is
    wrong, what was found, the shape.

    \b
    Examples:
      kg validate news
      kg validate edited.ttl
    """
    from kg.validate import validate as validate_graph
    from kg.validate import validate_file

    if graph_path.is_file():
        from kg.ontology import load_ontology

        report = validate_file(graph_path, load_ontology(*ontology))
    else:
        with open_graph(graph_path, ontology) as graph:
            report = validate_graph(graph)
    click.echo(report)
    if not report.valid:
        click.get_current_context().exit(1)

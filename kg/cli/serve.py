"""`kg serve`: a graph as a SPARQL endpoint."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import Number, graph_argument, ontology_option


@click.command(short_help="Answer SPARQL over HTTP.")
@graph_argument
@click.option("--port", type=click.IntRange(0, 65535), default=7878, show_default=True, help="0 is any that is free.")
@click.option(
    "--host",
    metavar="ADDRESS",
    help="Listen on this address, such as 0.0.0.0, and answer under any name. Otherwise only this machine is answered.",
)
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=Number(0, 86400, min_open=True),
    default=30.0,
    show_default=True,
    help="A query that takes longer is stopped.",
)
@click.option(
    "--max-rows",
    metavar="N",
    type=click.IntRange(1),
    default=100_000,
    show_default=True,
    help="An answer with more rows or triples is refused: what is answered is whole.",
)
@click.option(
    "--max-memory",
    metavar="MIB",
    type=click.IntRange(256),
    default=1024,
    show_default=True,
    help="A query that needs more is stopped; where the system can limit it.",
)
@click.option(
    "--workers",
    metavar="N",
    type=click.IntRange(1, 64),
    default=4,
    show_default=True,
    help="Queries that run at once; others wait for their turn.",
)
@click.option(
    "--cors", metavar="ORIGIN", multiple=True, help="Web pages from here may read answers; * is all. Repeatable."
)
@ontology_option
def serve(
    graph_path: Path,
    port: int,
    host: str | None,
    timeout: float,
    max_rows: int,
    max_memory: int,
    workers: int,
    cors: tuple[str, ...],
    ontology: tuple[Path, ...],
) -> None:
    """Serve a graph by the SPARQL 1.1 Protocol until Ctrl-C; it answers questions and changes nothing.

    The endpoint is http://127.0.0.1:7878/sparql, by GET and POST. Rows come as JSON, XML, CSV or TSV, graphs as Turtle,
    N-Triples, RDF/XML or JSON-LD, as the header Accept asks. Our prefixes are declared. A snapshot of the graph is
    served, so it can be built on meanwhile; after a build the new state is served within seconds.

    \b
    Examples:
      kg serve news
      kg serve news --port 8080 --timeout 10 --cors https://yasgui.triply.cc
      curl localhost:7878/sparql --data-urlencode "query=SELECT ?who ?whom { ?who d:bars ?whom }"
    """
    from kg.ontology import load_ontology
    from kg.serve.limits import Limits
    from kg.serve.server import Settings
    from kg.serve.server import serve as serve_graph

    limits = Limits(timeout=timeout, rows=max_rows, memory=max_memory)
    settings = Settings(host=host, port=port, workers=workers, cors=cors, limits=limits)
    serve_graph(graph_path, load_ontology(*ontology), settings, _say)


def _say(address: str) -> None:
    click.echo(address)
    click.echo("Ctrl-C ends it.", err=True)

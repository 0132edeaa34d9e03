"""`kg parse`: what the language model sees, as CoNLL-U."""

from __future__ import annotations

import click

from kg.cli.failures import Failures
from kg.cli.options import make_extractor, model_option, paths_argument
from kg.conllu import conllu_lines
from kg.documents import read_documents
from kg.errors import DocumentError


@click.command(short_help="Print what the model sees, as CoNLL-U.")
@paths_argument
@model_option
def parse(paths: tuple[str, ...], model: str | None) -> None:
    """Print sentences, lemmas, tags, dependencies and names as CoNLL-U.

    The title comes first, as sentences of its own. The last column holds start_char and end_char, counted in the
    field that the comment "# field" names, and the name that a word belongs to (ner=B-ORG).

    \b
    Example:
      kg parse article.txt > article.conllu
    """
    from kg.building import bugs_reported

    failures = Failures()
    extractor = None
    for document in read_documents(paths, on_error=failures):
        extractor = extractor or make_extractor({"model": model, "ontology": (), "entities": ()})
        try:
            with bugs_reported(document):
                lines = list(conllu_lines(document, extractor.parse(document)))
        except DocumentError as error:
            failures(error)
            continue
        for line in lines:
            click.echo(line)
    failures.exit()

"""The group of all commands, and how each of them ends when something is wrong."""

from __future__ import annotations

import os
import sys
from typing import Any, NoReturn

import click

import kg
from kg.cli import INTERRUPTED
from kg.cli.build import build
from kg.cli.changes import changes
from kg.cli.cite import cite
from kg.cli.contradictions import contradictions
from kg.cli.demo import demo
from kg.cli.documents import documents
from kg.cli.dossier import dossier
from kg.cli.evaluate import evaluate
from kg.cli.explain import explain
from kg.cli.export import export
from kg.cli.extract import extract
from kg.cli.failures import echo_error
from kg.cli.manifest import manifest
from kg.cli.parse import parse
from kg.cli.query import query
from kg.cli.remove import remove
from kg.cli.review import review
from kg.cli.sample import sample
from kg.cli.serve import serve
from kg.cli.timeline import timeline
from kg.cli.validate import validate
from kg.errors import KGError


def _end_in_one_line(error: click.UsageError) -> NoReturn:
    """One line like every other error, without the usage that click prints above it."""
    where = error.ctx.command_path if error.ctx is not None else "kg"
    message = error.format_message().rstrip(".").replace("\n", " ")
    click.echo(f"Error: {message}; see '{where} --help'", err=True)
    raise click.exceptions.Exit(error.exit_code)


class Program(click.Group):
    """A group whose commands end in one line for whatever a user can mend, and quietly when they are stopped."""

    def main(self, *args: Any, **options: Any) -> Any:
        """Runs a command, or prints its help; a place that cannot be written to is one line and exit code 1."""
        if sys.stdout is None:
            click.echo("Error: standard output is closed; results have nowhere to go", err=True)
            sys.exit(1)
        try:
            return super().main(*args, **options)
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            click.echo(f"Error: {place}{error.strerror or error}", err=True)
            sys.exit(1)

    def make_context(self, info_name: str | None, args: list[str], *rest: Any, **extra: Any) -> click.Context:
        """Reads the options that stand before a command; without any argument, the help is shown."""
        bare = not args  # reading takes them out of the list
        try:
            return super().make_context(info_name, args, *rest, **extra)
        except click.UsageError as error:
            if bare:
                raise
            _end_in_one_line(error)

    def invoke(self, ctx: click.Context) -> Any:
        """Runs a command; an error of ours becomes one line and exit code 1."""
        try:
            return super().invoke(ctx)
        except KGError as error:
            echo_error(error)
            ctx.exit(1)
        except click.UsageError as error:
            _end_in_one_line(error)
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command to run; an unknown one is an error that lists the known."""
        if args[0] not in self.commands:
            ctx.fail(f"No such command {args[0]!r}; commands are {', '.join(self.commands)}")
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which one needs them."""
        return list(self.commands)


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(kg.__version__, prog_name="kg")
def program() -> None:
    """News on technology disputes as a knowledge graph of sourced statements.

    Each statement is one passage of one article: who does what to whom, whether it is told as fact, asked for, planned
    or denied, and who says so.

    \b
    Start with:  kg demo demo
    Then:        kg extract article.txt
                 kg build articles/ --graph news
                 kg query news "who bars Huawei?"
                 kg export news news.gexf
    """
    # News has quotes and dashes that the encodings of some terminals and pipes have not.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure") and (stream.encoding or "").lower().replace("-", "") != "utf8":
            stream.reconfigure(encoding="utf-8" if os.name == "nt" else None, errors="replace")


for command in (
    demo,
    extract,
    build,
    documents,
    remove,
    query,
    timeline,
    changes,
    contradictions,
    explain,
    cite,
    dossier,
    export,
    manifest,
    review,
    serve,
    validate,
    parse,
    evaluate,
    sample,
):
    program.add_command(command)

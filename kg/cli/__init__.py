"""The command line: a file per command, each thin over a function that a notebook can call."""

from __future__ import annotations

import errno
import os
import sys
from typing import Any

import click

import kg
from kg.cli.build import build
from kg.cli.demo import demo
from kg.cli.evaluate import evaluate
from kg.cli.explain import explain
from kg.cli.export import export
from kg.cli.extract import extract
from kg.cli.parse import parse
from kg.cli.query import query
from kg.cli.validate import validate
from kg.errors import KGError

INTERRUPTED = 130


class Program(click.Group):
    """A group whose commands end in one line for whatever a user can mend, and quietly when they are stopped."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs a command; errors of ours and of files become one line and exit code 1."""
        try:
            return super().invoke(ctx)
        except KGError as error:
            raise click.ClickException(" ".join(str(error).split())) from None
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            place = f"{error.filename}: " if error.filename else ""
            raise click.ClickException(f"{place}{error.strerror or error}") from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which one needs them."""
        return list(self.commands)


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(kg.__version__, prog_name="kg")
def main() -> None:
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


for command in (demo, extract, build, query, explain, export, validate, parse, evaluate):
    main.add_command(command)

"""Articles that could not be read: one line each on standard error, and an exit code that says so."""

from __future__ import annotations

import os
import traceback

import click

from kg.errors import DocumentError, KGError

TRACEBACK = "FAULTLINE_TRACEBACK"
"""The environment variable that shows where an error of our own came from."""


class Failures:
    """Reports errors as they come and remembers whether there were any."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, error: DocumentError) -> None:
        """One line on standard error."""
        self.count += 1
        echo_error(error)

    def exit(self) -> None:
        """Ends the command with status 1 if anything failed."""
        if self.count:
            click.get_current_context().exit(1)


def echo_error(error: KGError) -> None:
    """An error as one line on standard error; if the environment asks for it, where its cause was raised."""
    click.echo(f"Error: {' '.join(str(error).split())}", err=True)
    if error.__cause__ is not None and os.environ.get(TRACEBACK):
        click.echo("".join(traceback.format_exception(error.__cause__)), err=True, nl=False)

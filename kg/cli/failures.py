"""Articles that could not be read: one line each on standard error, and an exit code that says so."""

from __future__ import annotations

import click

from kg.errors import DocumentError


class Failures:
    """Reports errors as they come and remembers whether there were any."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, error: DocumentError) -> None:
        """One line on standard error."""
        self.count += 1
        click.echo(f"Error: {' '.join(str(error).split())}", err=True)

    def exit(self) -> None:
        """Ends the command with status 1 if anything failed."""
        if self.count:
            click.get_current_context().exit(1)

"""The command line: a file per command, each thin over a function that a notebook can call."""

from __future__ import annotations

import sys
from collections.abc import Sequence

INTERRUPTED = 130
"""The exit code of a command that was stopped with Ctrl-C, as shells have it."""


def main(args: Sequence[str] | None = None, prog_name: str | None = None) -> None:
    """Runs the command `kg`; Ctrl-C while its modules are loaded ends it as quietly as later."""
    try:
        from kg.cli.program import program
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    program(args, prog_name=prog_name)

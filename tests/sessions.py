"""The examples of a page of Markdown: its commands with their output, and the files that it has one write."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path


def blocks(text: str) -> list[tuple[str, str]]:
    """Language and content of each fenced block, in order."""
    return re.findall(r"^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def session(text: str) -> Iterator[tuple[str, str]]:
    """Each command of the console blocks, in order, with the lines that the page shows below it."""
    for language, block in blocks(text):
        if language == "console":
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, shown = part.partition("\n")
                yield command, shown


def files(text: str) -> dict[str, str]:
    """The files that a page names in a line of its own above a block of Turtle, TSV, SPARQL or plain text."""
    named = re.findall(
        r"`([\w./-]+\.(?:ttl|tsv|rq|txt))`[^`\n]*\n\n```(?:turtle|tsv|sparql|text)\n(.*?)^```$",
        text,
        re.MULTILINE | re.DOTALL,
    )
    return dict(named)


def in_one_line(text: str) -> str:
    """Columns may be of any width."""
    return " ".join(text.split())


def is_shown(shown: str, printed: str) -> bool:
    """Whether an output is what a page shows of it: `...` is anything."""
    parts = re.split(r"(?<!\S)\.\.\.(?!\S)", in_one_line(shown))
    return bool(re.fullmatch(".*".join(re.escape(part.strip()) for part in parts), in_one_line(printed)))


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A command as a reader would run it in a folder, with the `kg` of this environment."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )

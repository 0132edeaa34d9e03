"""PATHS to documents: files, folders, JSON lines and standard input, read lazily and in a fixed order."""

from __future__ import annotations

import codecs
import itertools
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from kg.documents.decoding import decode
from kg.documents.fields import Source, raise_error
from kg.documents.jsonl import read_json, read_json_lines
from kg.documents.text import parse_text
from kg.errors import DocumentError
from kg.records import Document

STANDARD_INPUT = "-"
STREAM = "standard input"
"""What standard input is called where it is an input among others."""
TEXT = frozenset({".txt", ".text", ".md"})
JSON_LINES = frozenset({".jsonl", ".ndjson"})
JSON = frozenset({".json"})
READABLE = TEXT | JSON_LINES | JSON
GRAPH = "faultline.json"
"""The file that makes a folder a graph: `kg.graph.folder.MARKER`, said again so that reading needs no store."""

_ALLOWED = "text (.txt, .text, .md), JSON lines (.jsonl, .ndjson), a JSON list (.json), a folder of these, or -"

Report = Callable[[DocumentError], None]
Placed = Iterator[tuple[str, Document]]
"""Documents, each with the file, or file and line, that it was read from."""


def read_documents(
    paths: Iterable[str | Path],
    *,
    date: str | None = None,
    stdin: BinaryIO | None = None,
    on_error: Report = raise_error,
) -> Iterator[Document]:
    """The documents of text files, folders (recursively, sorted), JSON lines and `-` for standard input.

    `date` is the date of articles that have none. Every article that cannot be read goes to `on_error` as
    a DocumentError, and the next one follows; without it the first error is raised. An article that
    comes twice counts once; two different ones under one id are an error. In a folder, what is no article is passed
    over without a word: graphs, files of other kinds, hidden ones, and the file that the output goes to.
    """
    known: dict[str, tuple[str, str]] = {}
    for path in paths:
        for where, document in _read(path, date, stdin, on_error):
            if document.id not in known:
                known[document.id] = (document.digest, where)
                yield document
                continue
            digest, first = known[document.id]
            if digest != document.digest:
                problem = f"a second, different article with the id {document.id!r}, which {first} has"
                located(on_error, where)(DocumentError(f"{where}: {problem}; give each its own 'id'"))


def count_documents(paths: Iterable[str | Path]) -> int | None:
    """How many articles there seem to be, at the speed of the disk; None where that cannot be told."""
    total = 0
    for path in map(Path, paths):
        files = _files(path, lambda error: None) if path.is_dir() else iter([path])
        for file in files:
            suffix = file.suffix.lower()
            if suffix in TEXT:
                total += 1
            elif suffix in JSON_LINES and file.is_file():
                with file.open("rb") as stream:
                    total += sum(1 for line in stream if line.strip())
            else:
                return None
    return total


def located(report: Report, where: str) -> Report:
    """Says of each error in which input it is, before it is reported; the narrowest place counts."""

    def report_located(error: DocumentError) -> None:
        error.where = error.where or where
        report(error)

    return report_located


def _read(path: str | Path, date: str | None, stdin: BinaryIO | None, on_error: Report) -> Placed:
    if str(path) == STANDARD_INPUT:
        on_error = located(on_error, STREAM)
        if stdin is None and sys.stdin is None:
            on_error(DocumentError(f"{STREAM}: is closed"))
            return
        yield from _sniffed(stdin or sys.stdin.buffer, Source(STREAM, None, date, on_error))
        return
    path = Path(path)
    on_error = located(on_error, str(path))
    if _is_graph(path):
        on_error(DocumentError(f"{path}: is a graph, not a folder of articles"))
    elif path.is_dir():
        files = _files(path, on_error)
        first = next(files, None)
        if first is None:
            on_error(DocumentError(f"{path}: holds no article; allowed are {_ALLOWED}"))
            return
        for file in itertools.chain([first], files):
            here = located(on_error, str(file))
            yield from _file(file, Source(str(file), _article(file.relative_to(path)), date, here))
    elif not path.exists():
        on_error(DocumentError(f"{path}: no such file or folder"))
    elif _is_output(path):
        on_error(DocumentError(f"{path}: is where the output goes; it cannot be read as well"))
    elif path.suffix and path.suffix.lower() not in READABLE:
        on_error(DocumentError(f"{path}: unknown kind of file {path.suffix!r}; allowed are {_ALLOWED}"))
    else:
        article = _article(Path(path.name)) if path.is_file() else None
        yield from _file(path, Source(str(path), article, date, on_error))


def _article(path: Path) -> str:
    return os.fsencode(path.with_suffix("").as_posix()).decode("utf-8", errors="replace")


def _file(path: Path, source: Source) -> Placed:
    suffix = path.suffix.lower()
    try:
        with path.open("rb") as stream:
            if suffix in TEXT:
                yield from _text(stream.read(), source)
            elif suffix in JSON_LINES:
                yield from read_json_lines(stream, source)
            elif suffix in JSON:
                yield from read_json(stream.read(), source)
            else:
                yield from _sniffed(stream, source)
    except OSError as error:
        source.on_error(DocumentError(f"{path}: cannot be read: {error.strerror}"))


def _sniffed(stream: BinaryIO, source: Source) -> Placed:
    """JSON lines if the first line begins an object, one JSON value if it is spread over lines, else text."""
    opening: list[bytes] = []
    for line in stream:
        opening.append(line)
        if line.strip():
            break
    start = b"".join(opening).removeprefix(codecs.BOM_UTF8).strip()
    if start.startswith(b"{") and start != b"{":
        yield from read_json_lines(itertools.chain(opening, stream), source)
        return
    data = b"".join(opening) + stream.read()
    # A text may begin with a note in square brackets; a list of articles goes on with an object.
    head = b"".join(data.removeprefix(codecs.BOM_UTF8)[:200].split())
    if start == b"{" or head == b"[" or head.startswith((b"[{", b"[]")):
        yield from read_json(data, source)
    else:
        yield from _text(data, source)


def _text(data: bytes, source: Source) -> Placed:
    try:
        document = parse_text(decode(data, source.where), source)
    except DocumentError as error:
        source.on_error(error)
    else:
        yield source.where, document


def _files(folder: Path, on_error: Report) -> Iterator[Path]:
    """The readable files under a folder, each folder's by name.

    Hidden ones, linked folders, graphs and the output are passed over.
    """
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        located(on_error, str(folder))(DocumentError(f"{folder}: cannot be read: {error.strerror}"))
        return
    for entry in entries:
        path = folder / entry.name
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            if not _is_graph(path):
                yield from _files(path, on_error)
        elif path.suffix.lower() in READABLE and not entry.is_dir() and not _is_output(path):
            yield path


def _is_graph(folder: Path) -> bool:
    try:
        return (folder / GRAPH).is_file()
    except OSError:
        return False  # a folder that nobody may look into is reported when it is read


def _is_output(path: Path) -> bool:
    """Whether a file is the one that standard output or standard error is written to."""
    for stream in (sys.stdout, sys.stderr):
        try:
            written = os.fstat(stream.fileno())
            if stat.S_ISREG(written.st_mode) and os.path.samestat(written, path.stat()):
                return True
        except (AttributeError, OSError, ValueError):
            continue  # closed, or no file of the system's, or `path` cannot be looked at
    return False

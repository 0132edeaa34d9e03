"""PATHS to documents: files, folders, JSON lines and standard input, read lazily and in a fixed order."""

from __future__ import annotations

import codecs
import itertools
import os
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
TEXT = frozenset({".txt", ".text", ".md"})
JSON_LINES = frozenset({".jsonl", ".ndjson"})
JSON = frozenset({".json"})
READABLE = TEXT | JSON_LINES | JSON
_ALLOWED = "text (.txt, .text, .md), JSON lines (.jsonl, .ndjson), a JSON list (.json), a folder of these, or -"

Report = Callable[[DocumentError], None]


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
    comes twice counts once; two different ones under one id are an error.
    """
    digests: dict[str, str] = {}
    for path in paths:
        for document in _read(path, date, stdin, on_error):
            known = digests.setdefault(document.id, "")
            if not known:
                digests[document.id] = document.digest
                yield document
            elif known != document.digest:
                problem = f"a second, different article with the id {document.id!r}; give each its own 'id'"
                on_error(DocumentError(f"{path}: {problem}"))


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


def _read(path: str | Path, date: str | None, stdin: BinaryIO | None, on_error: Report) -> Iterator[Document]:
    if str(path) == STANDARD_INPUT:
        yield from _sniffed(stdin or sys.stdin.buffer, Source("standard input", "stdin", date, on_error))
        return
    path = Path(path)
    if path.is_dir():
        files = _files(path, on_error)
        first = next(files, None)
        if first is None:
            on_error(DocumentError(f"{path}: holds no article; allowed are {_ALLOWED}"))
            return
        for file in itertools.chain([first], files):
            yield from _file(file, Source(str(file), _article(file.relative_to(path)), date, on_error))
    elif not path.exists():
        on_error(DocumentError(f"{path}: no such file or folder"))
    elif path.suffix and path.suffix.lower() not in READABLE:
        on_error(DocumentError(f"{path}: unknown kind of file {path.suffix!r}; allowed are {_ALLOWED}"))
    else:
        yield from _file(path, Source(str(path), _article(Path(path.name)), date, on_error))


def _article(path: Path) -> str:
    return os.fsencode(path.with_suffix("").as_posix()).decode("utf-8", errors="replace")


def _file(path: Path, source: Source) -> Iterator[Document]:
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


def _sniffed(stream: BinaryIO, source: Source) -> Iterator[Document]:
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
    if start == b"{" or head.startswith((b"[{", b"[]")):
        yield from read_json(data, source)
    else:
        yield from _text(data, source)


def _text(data: bytes, source: Source) -> Iterator[Document]:
    try:
        document = parse_text(decode(data, source.where), source)
    except DocumentError as error:
        source.on_error(error)
    else:
        yield document


def _files(folder: Path, on_error: Report) -> Iterator[Path]:
    """The readable files under a folder, each folder's by name; hidden ones and linked folders are passed over."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        on_error(DocumentError(f"{folder}: cannot be read: {error.strerror}"))
        return
    for entry in entries:
        path = folder / entry.name
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(path, on_error)
        elif path.suffix.lower() in READABLE and not entry.is_dir():
            yield path

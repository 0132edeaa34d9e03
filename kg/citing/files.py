"""Dossiers and manifests as files, each whole or not there."""

from __future__ import annotations

from pathlib import Path

from kg.citing.dossier import Dossiers, Page
from kg.citing.manifest import Manifest, as_json
from kg.citing.markdown import Links
from kg.errors import ExportError, QueryError
from kg.export.atomic import whole_or_nothing
from kg.graph.reading import Reading
from kg.questions.names import find_entities


def write_one(graph: Reading, name: str, path: Path, *, links: Links = Links.WIKI, quotes: bool = True) -> None:
    """The page of whoever has a name, label or IRI.

    Raises QueryError if nobody or several have it, ExportError if the place cannot be written.
    """
    found = find_entities(graph, name)
    if len(found) > 1:
        iris = ", ".join(entity.id for entity in found[:5])
        raise QueryError(f"{len(found)} entities are named {name!r}; name one by its IRI: {iris}")
    _outside(graph, path)
    _write(path, Dossiers(graph, links=links, quotes=quotes).page(found[0]))


def write_all(graph: Reading, folder: Path, *, links: Links = Links.WIKI, quotes: bool = True) -> int:
    """A page for everybody whom a statement is about, and an index; returns how many pages the index lists.

    Raises ExportError if the folder cannot be made or written.
    """
    _outside(graph, folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(f"{folder}: cannot be made a folder: {error.strerror or error}") from None
    pages = 0
    for page in Dossiers(graph, links=links, quotes=quotes).pages():
        _write(folder / f"{page.name}.md", page)
        pages += 1
    return pages - 1


def _write(path: Path, page: Page) -> None:
    with whole_or_nothing(path) as stream:
        stream.write(page.text.encode("utf-8"))


def write_manifest(graph: Reading, account: Manifest, path: Path) -> None:
    """A manifest as JSON; raises ExportError if the place cannot be written."""
    _outside(graph, path)
    with whole_or_nothing(path) as stream:
        stream.write(f"{as_json(account)}\n".encode())


def _outside(graph: Reading, path: Path) -> None:
    if path.resolve().is_relative_to(graph.path.resolve()):
        raise ExportError(f"{path}: lies in the graph's own folder {graph.path}; name a place outside it")

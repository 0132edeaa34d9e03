"""Turtle files of ours and of users, read into one table of resources; overlays replace, key by key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph

from kg.errors import OntologyError
from kg.iris import local_name

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


class Iri(str):
    """A value that stands in the file as an IRI; other values are texts."""

    __slots__ = ()


@dataclass
class Resource:
    """One subject of a Turtle file: its IRI, the file that last spoke of it, and its values by predicate IRI."""

    iri: str
    file: Path
    values: dict[str, list[str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The local name of its IRI."""
        return local_name(self.iri)

    def all(self, predicate: str) -> list[str]:
        """Every value, in the order of the file: an `Iri`, or the text of a literal."""
        return self.values.get(predicate, [])

    def get(self, predicate: str, default: str = "") -> str:
        """The first value, or `default`."""
        return next(iter(self.all(predicate)), default)

    def one(self, predicate: str, allowed: str) -> str:
        """The value that must be there.

        Raises OntologyError, saying what is `allowed`, if there is none or more than one.
        """
        found = self.all(predicate)
        if len(found) == 1 and found[0]:
            return found[0]
        what = "nothing" if not found else ", ".join(repr(value) for value in found)
        raise self.error(f"{local_name(predicate)} must be {allowed}; found {what}")

    def error(self, problem: str) -> OntologyError:
        """An error that names this resource and its file."""
        return OntologyError(f"{self.file}: <{self.iri}>: {problem}")


class Resources:
    """All resources of one or more folders of Turtle; a later folder replaces, key by key, what an earlier said."""

    def __init__(self, folders: list[Path]) -> None:
        self.table: dict[str, Resource] = {}
        for folder in folders:
            for path in turtle_files(folder):
                self._lay_over(path)

    def _lay_over(self, path: Path) -> None:
        said: set[tuple[str, str]] = set()
        for subject, predicate, value in parse_turtle(path):
            resource = self.table.setdefault(subject, Resource(subject, path))
            resource.file = path
            if (subject, predicate) not in said:
                said.add((subject, predicate))
                resource.values[predicate] = []
            resource.values[predicate].append(value)

    def plus(self, more: Iterable[Resource]) -> Resources:
        """These and others, which replace those with the same IRI."""
        both = Resources([])
        both.table = self.table | {resource.iri: resource for resource in more}
        return both

    def of_type(self, *types: str) -> Iterator[Resource]:
        """Resources with one of these classes, in the order in which they were first written."""
        wanted = set(types)
        return (r for r in self.table.values() if wanted.intersection(r.all(TYPE)))


def turtle_files(folder: Path) -> list[Path]:
    """The `.ttl` files of an ontology folder by name; `shapes.ttl` is not read here.

    Raises OntologyError if the folder is missing or holds no Turtle.
    """
    if not folder.is_dir():
        raise OntologyError(f"{folder}: not a folder; --ontology takes a folder of Turtle files (.ttl)")
    files = sorted(path for path in folder.glob("*.ttl") if path.name != "shapes.ttl")
    if not files:
        raise OntologyError(f"{folder}: holds no Turtle file (.ttl)")
    return files


def parse_turtle(path: Path) -> Iterator[tuple[str, str, str]]:
    """The triples of a file as strings, IRIs in the place of the object as `Iri`, in its order.

    Raises OntologyError naming file and line where it is not Turtle.
    """
    try:
        with path.open("rb") as stream:
            for triple in pyoxigraph.parse(stream, format=pyoxigraph.RdfFormat.TURTLE):
                if not isinstance(triple.subject, pyoxigraph.NamedNode):
                    raise OntologyError(f"{path}: {triple.subject}: blank nodes are not read; give it an IRI")
                yield triple.subject.value, triple.predicate.value, _text(triple.object)
    except SyntaxError as error:
        raise OntologyError(f"{path}:{error.lineno or 1}: not valid Turtle: {error.msg}") from None
    except OSError as error:
        raise OntologyError(f"{path}: cannot be read: {error.strerror}") from None


def _text(term: object) -> str:
    if isinstance(term, pyoxigraph.NamedNode):
        return Iri(term.value)
    value = getattr(term, "value", None)
    return value if isinstance(value, str) else str(term)

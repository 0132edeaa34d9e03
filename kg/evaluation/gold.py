"""Annotated articles and predicted evidence, read from JSON and checked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.documents.fields import Source, document_from_fields
from kg.documents.jsonl import parse_json
from kg.errors import DocumentError
from kg.records import UNKNOWN_TYPE, Document, Modality, Phase, Polarity

Key = tuple[str, ...]
Json = Mapping[str, Any]
_TERMS = {"modality": Modality, "polarity": Polarity, "phase": Phase}
_REQUIRED = ("subject", "predicate", "object", *_TERMS)


@dataclass(frozen=True)
class GoldStatement:
    """A passage of gold data that tells a statement: its triple by the gold's names, status, sentence, speakers, time.

    `optional` ones do not count. `construction` is empty where the annotator gave none.
    """

    triple: Key
    status: Key
    sentence: str
    optional: bool
    attribution: tuple[str, ...] = ()
    time: str = ""
    construction: str = ""


@dataclass(frozen=True)
class GoldArticle:
    """An annotated article: the document, its entities with all their names, its statements."""

    document: Document
    entities: dict[str, Json]
    statements: tuple[GoldStatement, ...]


def read_gold(
    values: Iterable[tuple[str, object]], *, symmetric: frozenset[str], relations: Collection[str]
) -> list[GoldArticle]:
    """Annotated articles from JSON values, each with the place it was read at; `relations` are the names allowed.

    Raises DocumentError naming the place and what is wrong.
    """
    return [_article(value, where, symmetric, relations) for where, value in values]


def read_predicted(values: Iterable[tuple[str, object]], *, relations: Collection[str]) -> dict[str, list[Json]]:
    """Evidence lines, as `kg extract --format jsonl` prints them, by document; `relations` are the names allowed.

    Raises DocumentError naming the place and what is wrong.
    """
    lines: dict[str, list[Json]] = {}
    for where, value in values:
        if not isinstance(value, Mapping) or not isinstance(value.get("document"), str):
            raise DocumentError(
                f"{where}: must be a line of 'kg extract --format jsonl', with 'document' and 'subject'"
            )
        if not all(isinstance(value.get(role), Mapping) for role in ("subject", "object")):
            raise DocumentError(f"{where}: subject and object must be objects with 'id' and 'name'")
        _check_terms(value, ("predicate", *_TERMS), where, relations)
        lines.setdefault(value["document"], []).append(value)
    return lines


def _article(value: object, where: str, symmetric: frozenset[str], relations: Collection[str]) -> GoldArticle:
    if not isinstance(value, Mapping):
        raise DocumentError(f"{where}: a gold article must be an object with text, entities and statements")
    entities, statements = value.get("entities", {}), value.get("statements")
    if not isinstance(entities, Mapping) or not isinstance(statements, list):
        raise DocumentError(f"{where}: a gold article has 'entities', an object by name, and 'statements', a list")
    if not all(isinstance(entity, Mapping) for entity in entities.values()):
        raise DocumentError(f"{where}: each entity must be an object such as {{'type': 'company', 'aliases': []}}")
    path, _, line = where.rpartition(":")
    document = document_from_fields(value, Source(where, f"{Path(path).stem}-{line}"))
    gold = []
    for number, statement in enumerate(statements, start=1):
        place = f"{where}: statement {number}"
        if not isinstance(statement, Mapping):
            raise DocumentError(f"{place}: must be an object with {', '.join(_REQUIRED)}")
        _check_terms(statement, _REQUIRED, place, relations)
        gold.append(_statement(statement, entities, place, symmetric))
    return GoldArticle(document, dict(entities), tuple(gold))


def _statement(value: Json, entities: Json, where: str, symmetric: frozenset[str]) -> GoldStatement:
    for name in ("subject", "object"):
        if value[name] != UNKNOWN_TYPE and value[name] not in entities:
            raise DocumentError(f"{where}: {name} {value[name]!r} is not among the article's entities")
    sentence = value.get("evidence", "")
    return GoldStatement(
        triple=triple_of(value["subject"], value["predicate"], value["object"], symmetric),
        status=status_of(value),
        sentence=" … ".join(sentence) if isinstance(sentence, list) else str(sentence),
        optional=bool(value.get("optional")),
        attribution=tuple(_texts(value, "attribution", where)),
        time=_text(value, "time", where),
        construction=_text(value, "construction", where),
    )


def _texts(value: Json, name: str, where: str) -> list[str]:
    found = value.get(name) or []
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        raise DocumentError(f"{where}: {name!r} must be a list of names")
    return found


def _text(value: Json, name: str, where: str) -> str:
    found = value.get(name) or ""
    if not isinstance(found, str):
        raise DocumentError(f"{where}: {name!r} must be text")
    return found


def _check_terms(value: Json, names: Iterable[str], where: str, relations: Collection[str]) -> None:
    for name in names:
        if not isinstance(value.get(name), str):
            raise DocumentError(f"{where}: has no {name!r}, or it is not text")
        allowed = sorted(relations) if name == "predicate" else [term.value for term in _TERMS.get(name, ())]
        if allowed and value[name] not in allowed:
            raise DocumentError(f"{where}: {name} {value[name]!r} is none of {', '.join(allowed)}")


def triple_of(subject: str, predicate: str, object_: str, symmetric: frozenset[str]) -> Key:
    """Subject, predicate, object; the arguments sorted where the relation is symmetric."""
    if predicate in symmetric:
        subject, object_ = sorted((subject, object_))
    return subject, predicate, object_


def status_of(line: Json) -> Key:
    """Modality, polarity, phase; the phase counts only for what is told as fact."""
    modality = str(line["modality"])
    phase = str(line["phase"]) if modality == Modality.ASSERTED else Phase.IN_FORCE.value
    return modality, str(line["polarity"]), phase


def read_json_values(path: Path) -> Iterator[tuple[str, object]]:
    """The values of a file of JSON lines, each with `file:line`.

    Raises DocumentError if the file is missing or a line is not JSON.
    """
    try:
        with path.open("rb") as stream:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    yield f"{path}:{number}", parse_json(line, f"{path}:{number}")
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read: {error.strerror}") from None

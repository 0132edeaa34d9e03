"""The file of decisions: TOML that people can read, merge and mend; it only grows."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.errors import ReviewError
from kg.ontology import Ontology
from kg.records import Entity, Time
from kg.review.decisions import Change, Decision, Decisions
from kg.review.entries import CHANGEABLE, ENTITY_TEXTS, TARGET, parse_decisions

HEADER = "# What people decided about this graph, in order. `kg review` adds to it; every build applies it.\n"


def read_decisions(path: Path, ontology: Ontology) -> Decisions:
    """The decisions in a file, or none where there is no file.

    Raises ReviewError naming file, entry and key, what was found and what is allowed.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return Decisions()
    except OSError as error:
        raise ReviewError(f"{path}: cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise ReviewError(f"{path}: not UTF-8 (byte {error.start})") from None
    return parse_decisions(text, str(path), ontology)


def as_read(decisions: Iterable[Decision], ontology: Ontology) -> tuple[Decision, ...]:
    """Decisions as they will be read back; raises ReviewError on one that could not be."""
    return parse_decisions("".join(map(entry_text, decisions)), "what was decided", ontology).entries


def append_decisions(path: Path, decisions: Iterable[Decision]) -> None:
    """Puts decisions at the end of a file, which is made if need be; what stands in it stays as it is.

    The old file stays until the new one is whole. Raises ReviewError if the place cannot be written.
    """
    try:
        more = "".join(map(entry_text, decisions)).encode()
    except UnicodeEncodeError as error:
        found = ascii(error.object[error.start : error.end])
        raise ReviewError(f"what was decided holds {found}, which is no text; write it in UTF-8") from None
    path = path.resolve()  # a link stays one, and what it leads to is what grows
    beside = path.with_name(f".{path.name}.part")
    try:
        before = path.read_bytes() if path.exists() else HEADER.encode()
        with beside.open("wb") as stream:
            stream.write(before if before.endswith(b"\n") else before + b"\n")
            stream.write(more)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except OSError as error:
        raise ReviewError(f"{path}: cannot be written: {error.strerror or error}") from None
    finally:
        beside.unlink(missing_ok=True)


def entry_text(decision: Decision) -> str:
    """An entry as it stands in a file; the same decision gives the same text."""
    lines = ["", "[[decision]]", f"id = {_text(decision.id)}", f'action = "{decision.action}"']
    lines += [f"who = {_text(decision.who)}", f"when = {decision.when}"]
    told = decision.target
    texts = {"why": decision.why, "says": decision.says, "withdraws": decision.withdraws}
    texts |= {name: getattr(told, name) for name in TARGET} if told else {}
    lines += [f"{name} = {_text(value)}" for name, value in texts.items() if value]
    if decision.articles:
        lines.append(f"articles = {_texts(decision.articles)}")
    for name, entity in (("entity", decision.entity), ("into", decision.into)):
        if entity:
            lines += [f"[decision.{name}]", *(f"{key} = {value}" for key, value in _entity(entity))]
    if decision.changes:
        lines.append("[decision.to]")
        lines += [f"{name} = {_change(decision.changes[name])}" for name in CHANGEABLE if name in decision.changes]
    return "\n".join(lines) + "\n"


def _entity(entity: Entity) -> Iterator[tuple[str, str]]:
    for key in ENTITY_TEXTS:
        value = getattr(entity, key)
        if value:
            yield key, _text(value)
    if entity.aliases:
        yield "aliases", _texts(entity.aliases)
    if entity.local:
        yield "local", "true"


def _change(value: Change) -> str:
    if isinstance(value, Entity):
        return "{ " + ", ".join(f"{key} = {text}" for key, text in _entity(value)) + " }"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_change, value)) + "]"
    return _text(value.value if isinstance(value, Time) else value or "")


def _texts(values: Iterable[str]) -> str:
    return "[" + ", ".join(map(_text, values)) + "]"


def _text(value: str) -> str:
    """A basic string of TOML: as in JSON, and without DEL."""
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")

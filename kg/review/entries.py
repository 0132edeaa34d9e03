"""An entry of the file of decisions → a Decision; every malformed key is named with its entry."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from kg.errors import ReviewError
from kg.ontology import Ontology
from kg.records import Entity, Modality, Phase, Polarity, Time, Voice
from kg.review.decisions import Action, Change, Decision, Decisions, Target
from kg.review.times import parse_time
from kg.spelling import did_you_mean

Term = TypeVar("Term", bound=StrEnum)

TARGET = ("evidence", "document", "subject", "relation", "object", "quote")
_COMMON = ("id", "action", "who", "when", "why", "says")
_KEYS = {
    Action.ACCEPT: TARGET,
    Action.REJECT: TARGET,
    Action.CORRECT: (*TARGET, "to"),
    Action.MERGE: ("entity", "into"),
    Action.SPLIT: ("entity", "into"),
    Action.WITHDRAW: ("withdraws",),
}
_TERMS: dict[str, type[StrEnum]] = {"modality": Modality, "polarity": Polarity, "phase": Phase, "voice": Voice}
_ONE = ("subject", "object", "place")
_SEVERAL = ("attribution", "about")
CHANGEABLE = (*_ONE[:1], "relation", _ONE[1], *_TERMS, "attribution", "time", "about", "place")
ENTITY_TEXTS = ("id", "name", "type", "wikidata", "wikipedia", "country", "part_of")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+\Z")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def parse_decisions(text: str, where: str, ontology: Ontology) -> Decisions:
    """The decisions of a text; `where` stands before each complaint."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ReviewError(f"{where}: not TOML: {error}") from None
    strangers = sorted(found.keys() - {"decision"})
    entries = found.get("decision", [])
    if strangers or not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        raise ReviewError(
            f"{where}: {strangers[0] if strangers else 'decision'!r}: allowed are entries [[decision]] alone"
        )
    return Decisions(
        tuple(_Entry(one, f"{where}: entry {number}", ontology).read() for number, one in enumerate(entries, 1))
    )


class _Entry:
    """One entry with the words to complain of it."""

    def __init__(self, entry: Mapping[str, object], where: str, ontology: Ontology) -> None:
        self.entry, self.where, self.ontology = entry, where, ontology

    def read(self) -> Decision:
        action = self._term(self.entry, "action", Action)
        needed = _KEYS[action]
        if action is Action.SPLIT:
            needed = (*needed, "articles") if "evidence" not in self.entry else (*needed, *TARGET)
        allowed = (*_COMMON, *needed)
        for key in self.entry:
            if key not in allowed:
                near = did_you_mean(key, allowed)
                raise self._wrong(key, f"unknown for {action}; allowed are {', '.join(allowed)}{near}")
        target = Target(*(self._given(self.entry, name) for name in TARGET)) if "evidence" in needed else None
        name = self._given(self.entry, "id", optional=True)
        return Decision(
            action=action,
            who=self._given(self.entry, "who"),
            when=self._day(),
            why=self._given(self.entry, "why", optional=True),
            says=self._given(self.entry, "says", optional=True),
            target=target,
            changes=self._changes() if "to" in needed else {},
            entity=self._entity("entity", self.entry.get("entity")) if "entity" in needed else None,
            into=self._entity("into", self.entry.get("into")) if "into" in needed else None,
            articles=self._list(self.entry, "articles") if "articles" in needed else (),
            withdraws=self._given(self.entry, "withdraws") if "withdraws" in needed else "",
            name=name,
        )

    def _changes(self) -> dict[str, Change]:
        table = self._table("to", self.entry.get("to"), CHANGEABLE)
        if not table:
            raise self._wrong("to", f"must name at least one of {', '.join(CHANGEABLE)}")
        changes: dict[str, Change] = {}
        for key, value in table.items():
            if key in _TERMS:
                changes[key] = self._term(table, key, _TERMS[key])
            elif key in _SEVERAL:
                if not isinstance(value, list):
                    raise self._wrong(f"to.{key}", "must be a list of entities, { id = …, name = …, type = … }")
                changes[key] = tuple(self._entity(f"to.{key}", one) for one in value)
            elif key in ("time", "place") and value == "":
                changes[key] = None
            elif key in _ONE:
                changes[key] = self._entity(f"to.{key}", value)
            elif key == "relation":
                changes[key] = self._relation(self._given(table, key))
            else:
                changes[key] = self._time(self._given(table, key))
        return changes

    def _relation(self, name: str) -> str:
        if name not in self.ontology.relations:
            known = sorted(self.ontology.relations)
            raise self._wrong("to.relation", f"unknown relation {name!r}; known are {', '.join(known)}")
        return name

    def _time(self, value: str) -> Time:
        try:
            return parse_time(value)
        except ReviewError as error:
            raise self._wrong("to.time", str(error)) from None

    def _entity(self, key: str, value: object) -> Entity:
        table = self._table(key, value, (*ENTITY_TEXTS, "aliases", "local"))
        texts = {
            name: self._given(table, name, f"{key}.", optional=name not in ENTITY_TEXTS[:3]) for name in ENTITY_TEXTS
        }
        for name in ("id", "country", "part_of"):
            if texts[name] and not _IRI.match(texts[name]):
                raise self._wrong(f"{key}.{name}", f"must be an IRI; found {texts[name]!r}")
        if texts["type"] not in self.ontology.types:
            known = sorted(self.ontology.types)
            near = did_you_mean(texts["type"], known)
            raise self._wrong(f"{key}.type", f"unknown type {texts['type']!r}; known are {', '.join(known)}{near}")
        local = table.get("local", False)
        if not isinstance(local, bool):
            raise self._wrong(f"{key}.local", f"must be true or false; found {local!r}")
        aliases = self._list(table, "aliases", f"{key}.") if "aliases" in table else ()
        return Entity(**{name: text or None for name, text in texts.items()}, aliases=aliases, local=local)  # type: ignore[arg-type]  # id, name and type are given

    def _table(self, key: str, value: object, allowed: Iterable[str]) -> Mapping[str, object]:
        if not isinstance(value, dict):
            raise self._wrong(key, "missing" if value is None else f"must be a table; found {value!r}")
        for name in value:
            if name not in allowed:
                near = did_you_mean(name, allowed)
                raise self._wrong(f"{key}.{name}", f"unknown; allowed are {', '.join(allowed)}{near}")
        return value

    def _given(self, table: Mapping[str, object], key: str, prefix: str = "", *, optional: bool = False) -> str:
        value = table.get(key, "")
        if not isinstance(value, str):
            raise self._wrong(prefix + key, f"must be text in quotes; found {value!r}")
        if not value.strip() and not optional:
            raise self._wrong(prefix + key, "must not be empty" if key in table else "missing")
        return value

    def _list(self, table: Mapping[str, object], key: str, prefix: str = "") -> tuple[str, ...]:
        value = table.get(key)
        if not isinstance(value, list) or not value or not all(isinstance(one, str) and one for one in value):
            raise self._wrong(prefix + key, f'must be a list of texts, such as ["a", "b"]; found {value!r}')
        return tuple(value)

    def _term(self, table: Mapping[str, object], key: str, terms: type[Term]) -> Term:
        value = self._given(table, key)
        try:
            return terms(value)
        except ValueError:
            near = did_you_mean(value, terms)
            raise self._wrong(key, f"{value!r}; allowed are {', '.join(terms)}{near}") from None

    def _day(self) -> str:
        value = self.entry.get("when")
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            return value.isoformat()
        if isinstance(value, str) and _DAY.match(value):
            return value
        raise self._wrong("when", "missing" if value is None else f"must be a day such as 2025-02-03; found {value!r}")

    def _wrong(self, key: str, problem: str) -> ReviewError:
        return ReviewError(f"{self.where}: {key}: {' '.join(problem.split())}")

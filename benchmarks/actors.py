"""Whether an entity that was found is an actor whom PLOVER's coders marked in a text.

An entity is the actor if, in words without case, dots and articles,

1. its mention, name or alias has all words of the actor's text before its first preposition, in a row, or is itself
   among the words of the actor's text and has a capital; or
2. it is the country that the actor belongs to: one whose name, capital or nationality the actor's text has before its
   first preposition, if the actor is of the state by PLOVER's sector, or its text is nothing but that word.

A country is the actor by the second rule, or where its mention or name has all of the actor's words; by the first
rule, "rebels in Iraq" would be Iraq.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.entities.gazetteer import Gazetteer
from kg.evaluation.gold import Json

OF_THE_STATE = frozenset({"", "***", "GOV", "MIL", "COP", "JUD", "LEG", "SPY", "ELI"})
"""Sectors whose members act for their country; rebels, parties and civilians do not. `***` is *not known*."""
_LONGEST = 4
_PREPOSITION = re.compile(r"\s(?:in|of|from|based|near|throughout|living|operating|fleeing|ordered)\b")


@dataclass(frozen=True)
class Actor:
    """Somebody of a record: the words, and PLOVER's sector or nothing."""

    text: str
    sector: str = ""


class Matcher:
    """Whether an argument of an evidence record is an actor; the rule is this module's docstring."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._aliases = {entry.entity.id: entry.entity.aliases for entry in gazetteer.entries.values()}

    def __call__(self, actor: Actor, argument: Json) -> bool:
        """Whether the two are one."""
        words, core = _words(actor.text), _words(_PREPOSITION.split(actor.text)[0])
        forms = [form for form in (argument.get("mention"), argument["name"]) if form]
        if argument["type"] == "country":
            return argument["id"] in self.countries(actor) or any(_holds(_words(form), words) for form in forms)
        for form in (*forms, *self._aliases.get(argument["id"], ())):
            inside = form != form.lower() and _holds(words, _words(form))
            if inside or _holds(_words(form), core):
                return True
        return False

    def countries(self, actor: Actor) -> set[str]:
        """IRIs of the countries that an actor is or acts for."""
        text = _plain(actor.text)
        core = _PREPOSITION.split(text)[0]
        parts = re.findall(r"[\w.&-]+", core)
        found = set()
        for first in range(len(parts)):
            for last in range(first + 1, min(first + _LONGEST, len(parts)) + 1):
                if actor.sector in OF_THE_STATE or (last - first == len(parts) and core == text):
                    found |= self._named(" ".join(parts[first:last]))
        return found

    def _named(self, text: str) -> set[str]:
        entries = [self._gazetteer.resolve_metonym(entry) for entry in self._gazetteer.lookup(text)]
        entries += [self._gazetteer.entries[key] for key in (self._gazetteer.demonyms.get(text),) if key]
        return {entry.entity.id for entry in entries if entry.entity.type == "country"}


def _plain(text: str) -> str:
    return re.sub(r"'s?\b|'(?=\s|$)", "", text.replace("’", "'"))


def _words(text: str) -> list[str]:
    words = re.findall(r"[\w&-]+", _plain(text).casefold().replace(".", ""))
    return words[1:] if words[:1] in (["the"], ["a"], ["an"]) else words


def _holds(outer: list[str], inner: list[str]) -> bool:
    """Whether all of `inner` stands in `outer`, in a row."""
    size = len(inner)
    return bool(inner) and any(outer[i : i + size] == inner for i in range(len(outer) - size + 1))

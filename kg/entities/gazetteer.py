"""The tables of known actors: read, checked, and found in text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.errors import OntologyError
from kg.iris import Namespaces
from kg.records import Entity

ACTOR_COLUMNS = (
    "id", "label", "type", "country", "part_of", "aliases", "metonym_for",
    "valid_from", "valid_to", "role", "wikipedia", "wikidata", "verified",
)  # fmt: skip
REQUIRED_COLUMNS = ("id", "label", "type")
METONYM = "place-metonym"
NIL = "NIL"
_COUNTRY = "country:"
_KEY = re.compile(r"\w+|\S")
_ID = re.compile(r"[\w.-]+\Z", re.ASCII)
_QID = re.compile(r"Q[1-9]\d*\Z")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


@dataclass(frozen=True)
class Entry:
    """A row of a table as an entity, with what linking needs to choose it."""

    key: str
    entity: Entity
    surfaces: tuple[str, ...]
    metonym_for: str = ""
    valid_from: str = ""
    valid_to: str = ""

    def valid_at(self, date: str | None) -> bool:
        """Whether an office or administration existed at a date; True where either is unknown."""
        if date is None:
            return True
        return (not self.valid_from or self.valid_from <= date) and (not self.valid_to or date <= self.valid_to)


@dataclass(frozen=True)
class Match:
    """A surface form in a text: offsets, the form as the table writes it, its entries."""

    start: int
    end: int
    surface: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Gazetteer:
    """All entries by key; surfaces and demonyms by what a text writes."""

    entries: dict[str, Entry]
    demonyms: dict[str, str]
    ambiguous: dict[str, tuple[str, ...]]

    @cached_property
    def _by_surface(self) -> dict[str, tuple[Entry, ...]]:
        found: dict[str, dict[str, Entry]] = defaultdict(dict)
        for entry in self.entries.values():
            for surface in entry.surfaces:
                found[surface][entry.key] = entry
        for surface, candidates in self.ambiguous.items():
            for key in candidates:
                if key in self.entries:
                    found[surface].setdefault(key, self.entries[key])
        return {surface: tuple(entries.values()) for surface, entries in found.items()}

    @cached_property
    def _index(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for surface in self._by_surface:
            key = _KEY.match(surface)
            if key is not None:
                found[key[0]].append(surface)
        return {key: tuple(sorted(surfaces, key=lambda s: (-len(s), s))) for key, surfaces in found.items()}

    def lookup(self, surface: str) -> tuple[Entry, ...]:
        """The entries that a surface form can name, best known first; a leading *the* is ignored."""
        plain = surface.replace("’", "'")
        found = self._by_surface.get(plain)
        if found is None and plain[:4] in ("the ", "The "):
            found = self._by_surface.get(plain[4:])
        return found or ()

    def may_be_none(self, surface: str) -> bool:
        """Whether a surface form often means none of its entries: *Line*, *Arm*, *Honor*."""
        return NIL in self.ambiguous.get(surface, ())

    def preferred(self, surface: str) -> tuple[str, ...]:
        """Keys of the candidates of an ambiguous form, the usual one first."""
        return tuple(key for key in self.ambiguous.get(surface, ()) if key != NIL)

    def find(self, text: str, bounds: Sequence[tuple[int, int]]) -> Iterator[Match]:
        """The longest surface forms that begin and end at token `bounds`, left to right, none inside another.

        A form in lower case (a technology) also matches with a capital: *Rare earths*.
        """
        plain = text.replace("’", "'")
        ends = {end for _, end in bounds}
        index, reached = self._index, 0
        for start, _end in bounds:
            if start < reached:
                continue
            key = _KEY.match(plain, start)
            if key is None:
                continue
            word = key[0]
            for surface in index.get(word, ()) or (index.get(word.lower(), ()) if word.istitle() else ()):
                end = start + len(surface)
                if end in ends and _same(plain[start:end], surface):
                    yield Match(start, end, surface, self._by_surface[surface])
                    reached = end
                    break

    def resolve_metonym(self, entry: Entry) -> Entry:
        """The actor that a place name means; the entry itself if it is no metonym."""
        target = self.entries.get(entry.metonym_for)
        return target if target is not None else entry


def _same(found: str, surface: str) -> bool:
    return found == surface or (surface.islower() and found.lower() == surface)


def load_gazetteer(
    folder: Path, extra: Iterable[Path] = (), *, types: Iterable[str], namespaces: Namespaces
) -> Gazetteer:
    """The tables of an ontology folder with a user's own rows added; a row with a known id replaces it.

    `types` are the names that a row may give. Raises OntologyError naming file and line.
    """
    countries = list(_read_table(folder / "countries.tsv", ("iso2", "label")))
    keys = {row["iso2"]: _COUNTRY + row["iso2"] for _, row in countries}
    actors = [(folder / "actors.tsv", line, row) for line, row in _read_table(folder / "actors.tsv", REQUIRED_COLUMNS)]
    for path in extra:
        actors.extend((path, line, row) for line, row in _read_table(path, REQUIRED_COLUMNS, ACTOR_COLUMNS))
    labels = {keys[row["iso2"]]: country_key(row["label"]) for _, row in countries}
    known = {row["id"] for _, _, row in actors} | set(labels)
    iris = {key: namespaces.entity(labels.get(key, key)) for key in sorted(known)}
    allowed = frozenset(types)

    entries: dict[str, Entry] = {}
    demonyms: dict[str, str] = {}
    for _, row in countries:
        entry = _country_entry(keys[row["iso2"]], row, iris)
        entries[entry.key] = entry
    # "Dutch" is of the Netherlands, though Aruba comes before them
    for _, row in sorted(countries, key=lambda item: item[1]["independent"] != "Yes"):
        entry = entries[keys[row["iso2"]]]
        for word in _demonym_words(row["demonym_adjective"]):
            demonyms.setdefault(word, entry.key)
        for word in _demonym_words(row["demonym_noun"]):
            demonyms.setdefault(word, entry.key)
    _check_unique(actors)
    for path, line, row in actors:
        _check_actor(path, line, row, allowed, known, keys)
        entries[row["id"]] = _actor_entry(row, iris, keys)
    _check_chains(actors)
    _add_capitals(countries, keys, entries)
    ambiguous = {
        row["alias"]: tuple(row["candidates"].split("|"))
        for _, row in _read_table(folder / "ambiguous.tsv", ("alias", "candidates"))
    }
    for word in demonyms.keys() & ambiguous.keys():
        demonyms[word] = next((key for key in ambiguous[word] if key in entries), demonyms[word])
    return Gazetteer(entries, demonyms, ambiguous)


def _read_table(
    path: Path, required: tuple[str, ...], allowed: tuple[str, ...] = ()
) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise OntologyError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise OntologyError(f"{path}: not UTF-8 (byte {error.start})") from None
    if not lines:
        raise OntologyError(f"{path}: empty; the first row must name the columns {', '.join(allowed or required)}")
    columns = lines[0].split("\t")
    missing = [column for column in required if column not in columns]
    unknown = [column for column in columns if allowed and column not in allowed]
    if missing or unknown:
        problem = f"column {missing[0]!r} is missing" if missing else f"unknown column {unknown[0]!r}"
        raise OntologyError(f"{path}:1: {problem}; columns are {', '.join(allowed or required)}, separated by tabs")
    needed = max(columns.index(column) for column in required) + 1
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if not line.strip():
            continue
        if len(cells) < needed:
            wanted = f"{needed} are needed for {', '.join(required)}"
            raise OntologyError(f"{path}:{number}: {len(cells)} cells, separated by tabs; {wanted}")
        if len(cells) > len(columns):
            raise OntologyError(f"{path}:{number}: {len(cells)} cells, but the header names {len(columns)} columns")
        yield number, dict.fromkeys(ACTOR_COLUMNS, "") | dict(zip(columns, cells + [""] * len(columns), strict=False))


def _check_actor(
    path: Path, line: int, row: dict[str, str], types: frozenset[str], known: set[str], countries: dict[str, str]
) -> None:
    def refuse(column: str, allowed: str) -> OntologyError:
        return OntologyError(f"{path}:{line}: {column} {row[column]!r}: {allowed}")

    if not _ID.match(row["id"]):
        raise refuse("id", "must be letters, digits, '_', '-' or '.'")
    if not row["label"].strip():
        raise refuse("label", "must not be empty")
    if row["type"] not in types and row["type"] != METONYM:
        raise refuse("type", f"must be one of {', '.join(sorted(types))} or {METONYM}")
    if row["country"] and row["country"] not in countries:
        raise refuse("country", "must be a two-letter code of countries.tsv")
    for column in ("part_of", "metonym_for"):
        if row[column] and row[column] not in known:
            raise refuse(column, "must be the id of a row, or country: and a two-letter code")
    if row["type"] == METONYM and not row["metonym_for"]:
        raise refuse("metonym_for", "must name whom the place stands for")
    if row["aliases"] and not all(alias.strip() for alias in row["aliases"].split("|")):
        raise refuse("aliases", "must be names with one bar between them; found an empty one")
    for column in ("valid_from", "valid_to"):
        if row[column] and not _DATE.match(row[column]):
            raise refuse(column, "must be a date such as 2019-01-27")
    if row["valid_from"] and row["valid_to"] and row["valid_to"] < row["valid_from"]:
        raise refuse("valid_to", f"must not be before valid_from, {row['valid_from']}")
    if row["wikidata"] and not _QID.match(row["wikidata"]):
        raise refuse("wikidata", "must be an id such as Q160120")


def _check_unique(actors: list[tuple[Path, int, dict[str, str]]]) -> None:
    """Whether each id stands once in a file; a later file may replace what an earlier says."""
    lines: dict[tuple[Path, str], int] = {}
    for path, line, row in actors:
        first = lines.setdefault((path, row["id"]), line)
        if first != line:
            problem = "stands already in line {}; an id is of one actor, with its other names as aliases"
            raise OntologyError(f"{path}:{line}: id {row['id']!r}: {problem.format(first)}")


def _check_chains(actors: list[tuple[Path, int, dict[str, str]]]) -> None:
    """Whether nobody is, in the rows that count, a part of itself or a place that stands for itself."""
    last = {row["id"]: (path, line, row) for path, line, row in actors}
    for column in ("part_of", "metonym_for"):
        for path, line, row in last.values():
            passed = [row["id"]]
            while passed[-1] in last and last[passed[-1]][2][column]:
                passed.append(last[passed[-1]][2][column])
                if passed[-1] == row["id"]:
                    raise OntologyError(f"{path}:{line}: {column} leads back to itself: {' → '.join(passed)}")
                if passed[-1] in passed[:-1]:
                    break  # a ring further on, which is told at one of its own rows


def _actor_entry(row: dict[str, str], iris: dict[str, str], countries: dict[str, str]) -> Entry:
    surfaces = [surface for surface in row["aliases"].split("|") if surface]
    if "(" not in row["label"]:
        surfaces.insert(0, row["label"])
    label = row["label"].partition(" (")[0]
    entity = Entity(
        id=iris[row["id"]],
        name=label,
        type=row["type"],
        wikidata=row["wikidata"] or None,
        wikipedia=row["wikipedia"] or None,
        aliases=tuple(dict.fromkeys(s for s in surfaces if s != label)),
        country=iris[countries[row["country"]]] if row["country"] else None,
        part_of=iris[row["part_of"]] if row["part_of"] else None,
    )
    return Entry(
        row["id"], entity, tuple(dict.fromkeys(surfaces)), row["metonym_for"], row["valid_from"], row["valid_to"]
    )


def _country_entry(key: str, row: dict[str, str], iris: dict[str, str]) -> Entry:
    surfaces = dict.fromkeys([row["label"], *(alias for alias in row["aliases"].split("|") if alias)])
    entity = Entity(
        id=iris[key],
        name=row["label"],
        type="country",
        wikidata=row["wikidata"] or None,
        aliases=tuple(surface for surface in surfaces if surface != row["label"]),
    )
    return Entry(key, entity, tuple(surfaces))


def country_key(label: str) -> str:
    """A country by its name in the table, as its IRI has it: UnitedStates."""
    return "".join(word[:1].upper() + word[1:] for word in re.findall(r"[^\W_]+", label))


def _demonym_words(cell: str) -> Iterator[str]:
    for part in re.split(r"[,;/]| or ", re.sub(r"\((?!s\)|es\))[^)]*\)", "", cell)):
        word = re.sub(r"\((s|es)\)", "", part).strip()
        if word and word[0].isupper() and " " not in word:
            yield word
            if "(s)" in part:
                yield word + "s"


def _add_capitals(countries: list[tuple[int, dict[str, str]]], keys: dict[str, str], entries: dict[str, Entry]) -> None:
    """A capital without a row of its own means the country, as the listed metonyms do."""
    taken = {surface for entry in entries.values() for surface in entry.surfaces}
    for _, row in countries:
        capital = row.get("capital", "").partition(" (")[0].partition(";")[0].strip()
        if capital and capital not in taken and row["independent"] == "Yes":
            key = keys[row["iso2"]]
            place = Entity(id=entries[key].entity.id, name=capital, type=METONYM)
            entries[f"capital:{row['iso2']}"] = Entry(f"capital:{row['iso2']}", place, (capital,), metonym_for=key)

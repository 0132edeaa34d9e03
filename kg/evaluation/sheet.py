"""A graph → a stratified sheet of evidence for checking by hand; the checked sheet → how much of it is right."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from kg.errors import DocumentError
from kg.export.csv import safe
from kg.graph.facts import Telling, category
from kg.graph.reading import Reading
from kg.records import content_id
from kg.wording import relation_label, status_phrase

VERDICTS = ("triple?", "status?", "attribution?")
"""The columns that a reader fills in with y or n: who does what to whom; how it is told; who says so."""

COLUMNS = (
    "id",
    "quote",
    "subject",
    "relation",
    "object",
    *VERDICTS,
    "note",
    "status",
    "according to",
    "time",
    "trigger",
    "article",
    "publisher",
    "date",
    "confidence",
    "stratum",
    "weight",
)
_YES, _NO = frozenset({"y", "yes", "1", "true"}), frozenset({"n", "no", "0", "false"})
_Z = 1.96


@dataclass(frozen=True)
class Wrong:
    """A row that a reader found wrong in some way: `name` is the evidence's id."""

    name: str
    statement: str
    status: str
    quote: str


@dataclass
class Checked:
    """A checked sheet: rows with and without verdict, and groups of (name, right, of, low, high, weighted share)."""

    rows: int = 0
    unchecked: int = 0
    groups: list[tuple[str, int, int, float, float, float]] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)


def sample(graph: Reading, number: int) -> list[dict[str, str]]:
    """Rows for `number` pieces of evidence, drawn from each relation and status by its share, at least one of each.

    The same graph gives the same rows; which are drawn hangs on the ids of the evidence alone.
    """
    strata: dict[tuple[str, str], list[Telling]] = defaultdict(list)
    for state in graph.states():
        for telling in state.tellings:
            told = telling.evidence
            strata[told.statement.predicate, category(told).value].append(telling)
    rows = []
    for (predicate, status), size in _shares({key: len(found) for key, found in strata.items()}, number).items():
        found = sorted(strata[predicate, status], key=lambda telling: content_id("draw", telling.evidence.id))
        weight = len(found) / size if size else 0.0
        rows += [_row(telling, graph, f"{predicate} {status}", weight) for telling in found[:size]]
    return sorted(rows, key=lambda row: (row["article"], row["id"]))


def _shares(sizes: Mapping[tuple[str, str], int], number: int) -> dict[tuple[str, str], int]:
    """How many of each stratum: one of each as far as they go, the largest first, the rest by size."""
    order = sorted(sizes, key=lambda key: (-sizes[key], key))
    shares = dict.fromkeys(order[:number], 1)
    left = min(number, sum(sizes.values())) - len(shares)
    while left > 0:
        key = max((k for k in shares if shares[k] < sizes[k]), key=lambda k: (sizes[k] / (shares[k] + 1), k))
        shares[key] += 1
        left -= 1
    return shares


def _row(telling: Telling, graph: Reading, stratum: str, weight: float) -> dict[str, str]:
    told, article = telling.evidence, telling.article
    return {
        "id": told.id,
        "quote": " … ".join(" ".join(passage.text.split()) for passage in told.passages),
        "subject": told.statement.subject.name,
        "relation": relation_label(told.statement.predicate, graph.ontology),
        "object": told.statement.object.name,
        "status": status_phrase(told, graph.ontology),
        "according to": "; ".join(speaker.name for speaker in told.attribution),
        "time": told.time.value if told.time else "",
        "trigger": told.trigger.text,
        "article": article.id,
        "publisher": article.publisher or "",
        "date": article.date or "",
        "confidence": f"{told.confidence:.3f}",
        "stratum": stratum,
        "weight": f"{weight:.3f}",
    }


def write_sheet(rows: Iterable[Mapping[str, str]], stream: TextIO) -> None:
    """A header and the rows as CSV, with empty columns for verdicts."""
    writer = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({column: safe(value) for column, value in row.items()} for row in rows)


def read_sheet(path: Path) -> Checked:
    """What a filled-in sheet says. Rows without any verdict are counted, not judged.

    Raises DocumentError naming the file and row if a column is missing or a verdict is neither yes nor no.
    """
    checked = Checked()
    judged: dict[str, list[tuple[bool, float]]] = defaultdict(list)
    for number, row in _rows(path):
        verdicts = {name: _verdict(row, name, f"{path}:{number}") for name in VERDICTS}
        if all(verdict is None for verdict in verdicts.values()):
            checked.unchecked += 1
            continue
        checked.rows += 1
        weight = _weight(row, f"{path}:{number}")
        for name, verdict in verdicts.items():
            if verdict is not None:
                judged[name.rstrip("?")].append((verdict, weight))
        if verdicts["triple?"] is not None:
            judged[f"triple, {row['relation']}"].append((verdicts["triple?"], weight))
        if False in verdicts.values():
            checked.wrong.append(_wrong(row))
    if not checked.rows:
        raise DocumentError(f"{path}: no row has a verdict; fill in {', '.join(VERDICTS)} with y or n")
    plain = [name.rstrip("?") for name in VERDICTS]
    for name in (*(name for name in plain if name in judged), *sorted(judged.keys() - set(plain))):
        checked.groups.append((name, *_share(judged[name])))
    return checked


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, restval="")
            missing = [name for name in ("relation", "weight", *VERDICTS) if name not in (reader.fieldnames or ())]
            if missing:
                raise DocumentError(f"{path}: has no column {missing[0]!r}; it must be a sheet of kg sample")
            yield from enumerate(reader, start=2)
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read: {error.strerror}; give a sheet of kg sample") from None
    except UnicodeDecodeError:
        raise DocumentError(f"{path}: is not UTF-8; save the sheet as CSV UTF-8") from None
    except csv.Error as error:
        raise DocumentError(f"{path}: is not CSV: {error}") from None


def _verdict(row: Mapping[str, str], name: str, where: str) -> bool | None:
    said = (row[name] or "").strip().lower()
    if said and said not in _YES | _NO:
        raise DocumentError(f"{where}: {name} is {row[name]!r}; allowed are y, n and nothing")
    return None if not said else said in _YES


def _weight(row: Mapping[str, str], where: str) -> float:
    try:
        weight = float(row["weight"])
    except ValueError:
        weight = math.nan
    if not weight > 0:
        raise DocumentError(f"{where}: weight is {row['weight']!r}; it must be the number that kg sample wrote")
    return weight


def _wrong(row: Mapping[str, str]) -> Wrong:
    told = " ".join(row.get(name) or "" for name in ("subject", "relation", "object"))
    return Wrong(row.get("id") or "", told, row.get("status") or "", row.get("quote") or "")


def _share(verdicts: list[tuple[bool, float]]) -> tuple[int, int, float, float, float]:
    """Right, all, Wilson's 95 % interval of the share, and the share where each row counts for its stratum."""
    of, right = len(verdicts), sum(verdict for verdict, _ in verdicts)
    share, spread = right / of, _Z * _Z / of
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * math.sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    weighted = sum(weight for verdict, weight in verdicts if verdict) / sum(weight for _, weight in verdicts)
    return right, of, max(0.0, middle - half), min(1.0, middle + half), weighted

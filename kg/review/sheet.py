"""A sheet in which somebody marked rows (XLSX or CSV, from any spreadsheet program) → decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.errors import KGError, QueryError, ReviewError
from kg.graph import Graph
from kg.graph.rollup import RollUp, described_in, rolled
from kg.records import Evidence
from kg.review.apply import Track
from kg.review.decisions import Action, Decision, quoted
from kg.review.marks import CORRECTIONS, PAIR_KEYS, VERDICT, VERDICTS, WHO, WHY
from kg.review.meanings import find_entity
from kg.review.rows import Row, read_rows
from kg.review.taking import Correction, Reviewer, acceptance, correction, meant, merging, rejection, splitting
from kg.wording import relation_label, status_phrase

_ORDER = (Action.ACCEPT, Action.REJECT, Action.CORRECT, Action.SPLIT, Action.MERGE)
_WHO_IS_WHO = frozenset({Action.SPLIT, Action.MERGE})
_OVERWRITTEN = ("subject", "relation", "object", "status")


@dataclass
class Marks:
    """What the marks of a sheet come to: new decisions, and rows by what became of them."""

    decisions: list[Decision] = field(default_factory=list)
    taken: Counter[str] = field(default_factory=Counter)
    stood: int = 0
    unmarked: int = 0
    lost: list[str] = field(default_factory=list)


def read_marks(path: Path, graph: Graph, reviewer: Reviewer) -> Marks:
    """The decisions that a sheet's marks ask for; what stands already is counted, what finds no evidence is listed.

    What is said of evidence comes before who is who, so that a correction may name somebody who is merged. Nothing is
    decided yet. Raises ReviewError naming row and column of the first mark that cannot be understood.
    """
    marks = Marks()
    seen: dict[str, tuple[str, str]] = {}
    for row in read_rows(path):
        verdict = _verdict(row)
        if not verdict:
            marks.unmarked += 1
            continue
        by = replace(reviewer, why=row[WHY] or reviewer.why)
        if row.cells.keys() >= PAIR_KEYS:
            _count(marks, verdict, _pair(row, graph, by, marks.lost))
            continue
        track = _track(row, graph)
        if track is None:
            marks.lost.append(f"{row.where}: {row['id'] or 'no id'}: no such evidence in {graph.path}")
            continue
        first = seen.setdefault(track.read.id, (verdict, row.where))
        if first[0] != verdict:
            other = f"{first[1]} says {first[0]!r} of the same evidence, {track.read.id}"
            raise row.wrong(VERDICT, f"{verdict!r}, but {other}")
        _count(marks, verdict, _decisions(row, verdict, track, graph, by))
    marks.decisions.sort(key=lambda decision: _ORDER.index(decision.action))
    return marks


def _count(marks: Marks, verdict: str, decisions: list[Decision] | None) -> None:
    """Adds what a row asks for; what stands, in the graph or a row before, is counted."""
    if decisions is None:
        return
    known = {decision.id for decision in marks.decisions}
    new = [decision for decision in decisions if decision.id not in known]
    marks.decisions += new
    marks.taken[verdict] += bool(new)
    marks.stood += not new


def _verdict(row: Row) -> str:
    verdict = row[VERDICT].casefold()
    allowed = (Action.MERGE.value,) if row.cells.keys() >= PAIR_KEYS else VERDICTS
    if verdict and verdict not in allowed:
        raise row.wrong(VERDICT, f"{row[VERDICT]!r}; allowed are {', '.join(allowed)} and nothing")
    columns = [CORRECTIONS[name] for name in WHO] if verdict in _WHO_IS_WHO else []
    columns = list(CORRECTIONS.values()) if verdict == Action.CORRECT else columns
    filled = next((column for column in CORRECTIONS.values() if row[column] and column not in columns), None)
    if filled:
        found = f"the {VERDICT} is {verdict!r}" if verdict else f"there is no {VERDICT}"
        raise row.wrong(filled, f"{row[filled]!r}, but {found}; write 'correct' there, or clear this cell")
    return verdict


def _pair(row: Row, graph: Graph, reviewer: Reviewer, lost: list[str]) -> list[Decision] | None:
    """A row of kg review GRAPH candidates; None if one of the two is not there, which is listed."""
    iri, other = (row[name] for name in ("iri", "other iri"))
    merges = (one for one in graph.decisions.standing if one.action is Action.MERGE)
    if any(one.iris == {iri, other} for one in merges):
        return []
    try:
        return [merging(graph, iri, other, reviewer)]
    except ReviewError as error:
        lost.append(f"{row.where}: {error}")
        return None


def _track(row: Row, graph: Graph) -> Track | None:
    """The evidence that a row is about: by its id, else the one of the article that says the same in the same words."""
    if row["id"]:
        try:
            return graph.track(row["id"])
        except QueryError:
            pass
    if not row["article"] or not row["quote"]:
        return None
    try:
        tracks = graph.reviewed(row["article"]).tracks
    except KGError:
        return None
    quote = " ".join(row["quote"].split())
    said = (row["subject"].casefold(), row["predicate"], row["object"].casefold())
    found = [t for t in tracks if quoted(t.read) == quote and said in (_said(t.read), _said(t.now))]
    return found[0] if len(found) == 1 else None


def _said(told: Evidence) -> tuple[str, str, str]:
    statement = told.statement
    return statement.subject.name.casefold(), statement.predicate, statement.object.name.casefold()


def _decisions(row: Row, verdict: str, track: Track, graph: Graph, reviewer: Reviewer) -> list[Decision]:
    """What a row asks for; nothing if it stands already."""
    if verdict == Action.ACCEPT:
        found = acceptance(graph, track, reviewer)
    elif verdict == Action.REJECT:
        found = rejection(graph, track, reviewer)
    elif verdict == Action.CORRECT:
        found = _correction(row, track, graph, reviewer)
    else:
        return list(_who_is_who(row, verdict, track, graph, reviewer))
    return [found] if found else []


def _who_is_who(row: Row, verdict: str, track: Track, graph: Graph, reviewer: Reviewer) -> Iterator[Decision]:
    """The subject or object is somebody else: everywhere (merge), or in this evidence (split)."""
    columns = {name: CORRECTIONS[name] for name in WHO if row[CORRECTIONS[name]]}
    if not columns:
        where = " or ".join(repr(CORRECTIONS[name]) for name in WHO)
        raise row.wrong(VERDICT, f"{verdict!r}, but nobody stands in {where}")
    statement = track.now.statement
    for name, column in columns.items():
        entity = statement.subject if name == "subject" else statement.object
        try:
            if find_entity(graph, row[column], track.now.document).id == entity.id:
                continue
            if verdict == Action.MERGE:
                yield merging(graph, entity.id, row[column], reviewer)
            else:
                yield from splitting(graph, entity.id, row[column], [], [track.now.id], reviewer)
        except ReviewError as error:
            raise row.wrong(column, error) from None


def _correction(row: Row, track: Track, graph: Graph, reviewer: Reviewer) -> Decision | None:
    asked = {name: row[column] or None for name, column in CORRECTIONS.items()}
    places = dict(CORRECTIONS)
    for name in _OVERWRITTEN:
        if asked[name] is None and row[name] and not _as_was(name, row[name], track, graph):
            asked[name], places[name] = row[name], name
    for name, words in asked.items():  # one by one first, so that an error names its column
        try:
            meant(graph, track.now, Correction(**{name: words}))
        except ReviewError as error:
            raise row.wrong(places[name], error) from None
    try:
        return correction(graph, track, Correction(**asked), reviewer)
    except ReviewError as error:
        raise row.wrong(VERDICT, error) from None


def _as_was(name: str, words: str, track: Track, graph: Graph) -> bool:
    """Whether a cell holds what was exported, before or after review, rolled up or not: nobody has written over it."""
    plain = " ".join(words.split()).casefold()
    return any(plain in _names(name, told, graph) for told in (track.read, track.now))


def _names(name: str, told: Evidence, graph: Graph) -> set[str]:
    if name == "relation":
        known = {told.statement.predicate, relation_label(told.statement.predicate, graph.ontology)}
    elif name == "status":
        known = {status_phrase(told, graph.ontology)}
    else:
        entity = told.statement.subject if name == "subject" else told.statement.object
        lookup = described_in(graph)
        known = {entity.name, *entity.aliases, *(rolled(entity, level, lookup).name for level in RollUp)}
    return {" ".join(one.split()).casefold() for one in known}

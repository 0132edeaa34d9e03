"""What stands of an article's evidence after people decided on it; a pure function of evidence and decisions.

    as the machine read it ──accept, reject, correct, merge, split, in order──▶ what stands

Each piece of evidence is followed from what was read to what it is now, so that a decision finds it by what was read,
whatever other decisions have made of it in the meantime.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.records import Entity, Evidence, Review, Statement, Voice
from kg.review.corrections import corrected, in_order
from kg.review.decisions import Action, Decision, Target

Rename = Callable[[str], str]


@dataclass
class Track:
    """A piece of evidence as it was read and as it is now; `by` is the last decision on itself."""

    read: Evidence
    now: Evidence
    by: Decision | None = None
    rejected: bool = False

    @property
    def falls(self) -> bool:
        """Rejected, or made to say that somebody does something to himself."""
        return self.rejected or self.reflexive

    @property
    def reflexive(self) -> bool:
        """Whether the decisions made its subject and object one."""
        one, before = self.now.statement, self.read.statement
        return one.subject.id == one.object.id and before.subject.id != before.object.id


@dataclass
class Reviewed:
    """What stands, in the order of the text; what became of each piece; the decisions that found something here."""

    evidence: list[Evidence] = field(default_factory=list)
    tracks: list[Track] = field(default_factory=list)
    found: list[Decision] = field(default_factory=list)

    def track(self, evidence_id: str) -> Track | None:
        """What became of an evidence, by the id that it has now or was read with."""
        now = (t for t in self.tracks if not t.falls and t.now.id == evidence_id)
        return next(now, None) or next((t for t in self.tracks if t.read.id == evidence_id), None)

    def tracks_of(self, beginning: str) -> list[Track]:
        """What became of all evidence that was read with an id that begins so."""
        return [track for track in self.tracks if track.read.id.startswith(beginning)]


def review(read: Iterable[Evidence], decisions: Sequence[Decision], symmetric: frozenset[str]) -> Reviewed:
    """Applies decisions, in their order, to the evidence of one article.

    `symmetric` are the relations whose arguments stand in the order of their IRIs.
    """
    article = _Article([Track(told, told) for told in sorted(read, key=_place)], symmetric)
    found = [decision for decision in decisions if article.apply(decision)]
    return Reviewed(article.standing(decisions), article.tracks, found)


def iris_of(told: Evidence) -> frozenset[str]:
    """Everybody who has a part in an evidence, and whom they belong to."""
    known = (iri for one in _everybody(told) for iri in (one.id, one.country, one.part_of))
    return frozenset(iri for iri in known if iri)


def fate(track: Track) -> str:
    """Why an evidence is not in the graph, in words."""
    if track.rejected and track.by:
        why = f": {track.by.why}" if track.by.why else ""
        return f"rejected by {track.by.who} on {track.by.when}{why} ({track.by.id})"
    name = track.now.statement.subject.name
    return f"left out: after the decisions on it, its subject and its object are one, {name}"


class _Article:
    def __init__(self, tracks: list[Track], symmetric: frozenset[str]) -> None:
        self.tracks, self.symmetric = tracks, symmetric

    def apply(self, decision: Decision) -> bool:
        """Makes of the tracks what a decision says; False if it finds nothing here."""
        if decision.action in (Action.MERGE, Action.SPLIT):
            return self._rename(decision)
        targets = self._found(decision.target) if decision.target else []
        for track in targets:
            track.by, track.rejected = decision, decision.action is Action.REJECT
            if decision.action is Action.CORRECT:
                track.now = replace(corrected(track.now, decision.changes, self.symmetric), review=Review.CORRECTED)
            elif decision.action is Action.ACCEPT and track.now.review is Review.UNCHECKED:
                track.now = replace(track.now, review=Review.ACCEPTED)
        return bool(targets)

    def _found(self, target: Target) -> list[Track]:
        """The evidence with the id, else what says the same in the same words; and what has become one with it."""
        found = [track for track in self.tracks if track.read.id == target.evidence]
        found = found or [track for track in self.tracks if target.fits(track.read)]
        ids = {track.now.id for track in found if not track.rejected}
        return [track for track in self.tracks if track in found or (track.now.id in ids and not track.rejected)]

    def _rename(self, decision: Decision) -> bool:
        assert decision.entity and decision.into
        old, new = decision.entity.id, decision.into
        tracks = self._found(decision.target) if decision.target else self.tracks
        if not tracks or (decision.articles and tracks[0].read.document not in decision.articles):
            return False
        touched = [track for track in tracks if old in iris_of(track.now)]
        for track in touched:
            track.now = renamed(track.now, {old: new}, self.symmetric)
        return bool(touched)

    def standing(self, decisions: Sequence[Decision]) -> list[Evidence]:
        """What is left: each person described alike, links following what they link to, each id once."""
        described = _descriptions([track.now for track in self.tracks], decisions)
        for track in self.tracks:
            track.now = renamed(track.now, described, self.symmetric)
        ids = {track.read.id: track.now.id for track in self.tracks if not track.falls}
        kept: dict[str, Track] = {}
        for track in self.tracks:
            if track.falls:
                continue
            content = tuple(dict.fromkeys(ids[inner] for inner in track.now.content if inner in ids))
            corrects = track.read.id if track.now.id != track.read.id else ""
            track.now = replace(track.now, content=content, corrects=corrects)
            best = kept.setdefault(track.now.id, track)
            if _worth(track) > _worth(best):
                kept[track.now.id] = track
        return [track.now for track in kept.values()]


def renamed(told: Evidence, who: Mapping[str, Entity], symmetric: frozenset[str]) -> Evidence:
    """The evidence with some entities, by IRI, replaced wherever they stand."""
    if not iris_of(told) & who.keys():
        return told

    def of(entity: Entity) -> Entity:
        found = who.get(entity.id, entity)
        country, part = (who[iri].id if iri and iri in who else iri for iri in (found.country, found.part_of))
        return replace(found, country=country, part_of=part if part != found.id else None)

    def each(entities: tuple[Entity, ...]) -> tuple[Entity, ...]:
        return tuple({entity.id: entity for entity in map(of, entities)}.values())

    statement = told.statement
    attribution = each(told.attribution)
    statement = Statement(of(statement.subject), statement.predicate, of(statement.object))
    own = told.voice is Voice.PARTY and attribution and attribution[0].id == statement.subject.id
    return in_order(
        replace(
            told,
            statement=statement,
            attribution=attribution,
            about=each(told.about),
            place=of(told.place) if told.place else None,
            voice=Voice.SELF if own else told.voice,
        ),
        symmetric,
    )


def _descriptions(told: Sequence[Evidence], decisions: Sequence[Decision]) -> dict[str, Entity]:
    """One description for each IRI: the first of the article, with the names of whoever was merged into it."""
    described: dict[str, Entity] = {}
    for one in told:
        for entity in _everybody(one):
            known = described.setdefault(entity.id, entity)
            if len(entity.aliases) > len(known.aliases):
                described[entity.id] = entity
    names = merged_names(decisions)
    for iri in names.keys() & described.keys():
        known = described[iri]
        every = dict.fromkeys((*known.aliases, *names[iri]))
        described[iri] = replace(known, aliases=tuple(name for name in every if name != known.name))
    return described


def merged_names(decisions: Iterable[Decision]) -> dict[str, tuple[str, ...]]:
    """The names that came to an entity, by IRI, with those who were merged into it, and into them before."""
    names: dict[str, tuple[str, ...]] = {}
    for decision in decisions:
        if decision.action is Action.MERGE and decision.entity and decision.into:
            merged, into = decision.entity, decision.into.id
            names[into] = (*names.get(into, ()), merged.name, *merged.aliases, *names.get(merged.id, ()))
    return names


def _everybody(told: Evidence) -> Iterator[Entity]:
    yield told.statement.subject
    yield told.statement.object
    yield from told.attribution
    yield from told.about
    if told.place:
        yield told.place


def _worth(track: Track) -> tuple[bool, float]:
    return track.now.review is not Review.UNCHECKED, track.now.confidence


def _place(told: Evidence) -> tuple[object, ...]:
    return told.trigger.field != "title", told.trigger.start, told.id

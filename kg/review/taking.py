"""Taking decisions: what a reviewer asks for becomes entries of the file, and the graph follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.errors import ReviewError
from kg.graph import Graph
from kg.iris import local_name
from kg.records import Entity, Evidence, Review, Time
from kg.review.apply import Reviewed, Track, merged_names
from kg.review.decisions import Action, Change, Decision, target_of
from kg.review.meanings import find_entity, new_entity, relation_named, status_named
from kg.review.times import parse_time
from kg.wording import sentence


@dataclass(frozen=True)
class Reviewer:
    """Who decides, on which day, and why."""

    who: str
    when: str
    why: str = ""

    def decision(self, action: Action, **fields: object) -> Decision:
        """An entry in this reviewer's name."""
        return Decision(action, self.who, self.when, why=self.why, **fields)  # type: ignore[arg-type]  # its own fields


@dataclass(frozen=True)
class Correction:
    """What a reviewer writes in the place of what was read, as words; None leaves it, an empty time takes it away."""

    subject: str | None = None
    relation: str | None = None
    object: str | None = None
    status: str | None = None
    according_to: str | None = None
    time: str | None = None
    place: str | None = None


# ---------------------------------------------------------------- what is asked for


def acceptance(graph: Graph, track: Track, reviewer: Reviewer) -> Decision | None:
    """The entry that accepts an evidence as it is; None if somebody has checked it already."""
    if not track.falls and track.now.review is not Review.UNCHECKED:
        return None
    return _on(graph, track, reviewer, Action.ACCEPT)


def rejection(graph: Graph, track: Track, reviewer: Reviewer) -> Decision | None:
    """The entry that rejects an evidence; None if it is rejected already."""
    return None if track.rejected else _on(graph, track, reviewer, Action.REJECT)


def correction(graph: Graph, track: Track, asked: Correction, reviewer: Reviewer) -> Decision | None:
    """The entry that sets an evidence right; None if it was set right so already.

    Raises ReviewError on words nobody knows, and if nothing is to be corrected.
    """
    changes = meant(graph, track.now, asked)
    if changes:
        return _on(graph, track, reviewer, Action.CORRECT, changes=changes)
    if track.rejected or track.now.review is not Review.CORRECTED:
        raise ReviewError(f"{track.now.id}: nothing to correct; it says so already")
    return None


def meant(graph: Graph, told: Evidence, asked: Correction) -> dict[str, Change]:
    """The fields of an evidence that a correction changes, with what they become."""
    changes: dict[str, Change] = {}
    statement, document = told.statement, told.document
    for name, words, present in (
        ("subject", asked.subject, statement.subject),
        ("object", asked.object, statement.object),
        ("place", asked.place, told.place),
    ):
        if words is not None and (words or name == "place"):
            entity = find_entity(graph, words, document) if words and not _is(present, words) else present
            entity = entity if words else None
            if (entity and entity.id) != (present and present.id):
                changes[name] = entity
    if asked.relation:
        relation = relation_named(asked.relation, graph.ontology)
        if relation != statement.predicate:
            changes["relation"] = relation
    if asked.status:
        changes |= status_named(asked.status, told, graph)
    if asked.according_to is not None:
        names = [name.strip() for name in asked.according_to.split(";") if name.strip()]
        speakers = tuple(find_entity(graph, name, document) for name in names)
        if [one.id for one in speakers] != [one.id for one in told.attribution]:
            changes["attribution"] = speakers
    if asked.time is not None:
        time = parse_time(asked.time) if asked.time.strip() else None
        if (time and time.value) != (told.time and told.time.value):
            changes["time"] = time
    subject, object_ = (changes.get(name, getattr(statement, name)) for name in ("subject", "object"))
    if isinstance(subject, Entity) and isinstance(object_, Entity) and subject.id == object_.id:
        raise ReviewError(f"{told.id}: subject and object would both be {subject.name}; reject it instead")
    return changes


def merging(graph: Graph, one: str, other: str, reviewer: Reviewer) -> Decision:
    """The entry that says that one entity is another; raises ReviewError if they are one already or unknown."""
    entity, into = find_entity(graph, one), find_entity(graph, other)
    if entity.id == into.id:
        raise ReviewError(f"{one!r} and {other!r} are one already: {entity.name} <{entity.id}>")
    if into.local and not _same_article(entity, into):
        into = replace(into, local=False)
    entity, into = (_as_read(one, graph) for one in (entity, into))
    return reviewer.decision(Action.MERGE, entity=entity, into=into)


def splitting(
    graph: Graph, name: str, into: str, articles: Sequence[str], evidence: Sequence[str], reviewer: Reviewer
) -> list[Decision]:
    """The entries that make an entity, in some articles or pieces of evidence, another.

    `into` is somebody of the graph, or of the tables, or new and then of the same type. Raises ReviewError if nothing
    is named, or the entity stands in none of it.
    """
    entity = find_entity(graph, name)
    if not articles and not evidence:
        raise ReviewError(f"where is {entity.name} another? name articles or evidence; a merge is for everywhere")
    try:
        other = find_entity(graph, into)
    except ReviewError:
        other = new_entity(into, entity.type, graph.ontology)
    if other.id == entity.id:
        raise ReviewError(f"{into!r} is {entity.name} itself <{entity.id}>; give the other a name of its own")
    known = set(graph.document_ids()) if articles else set()
    for document_id in articles:
        told = graph.evidence(document_id) if document_id in known else iter(())
        if not any(entity.id == one.id for evidence_ in told for one in _everybody(evidence_)):
            raise ReviewError(f"{entity.name} is in no statement of an article {document_id!r}")
    entity, other = (_as_read(one, graph) for one in (entity, other))
    made = [reviewer.decision(Action.SPLIT, entity=entity, into=other, articles=tuple(articles))] if articles else []
    for short_id in evidence:
        track = graph.track(short_id)
        if not any(entity.id == one.id for one in _everybody(track.now)):
            raise ReviewError(
                f"{track.now.id}: {entity.name} is not in it; it says {sentence(track.now, graph.ontology)}"
            )
        made.append(_on(graph, track, reviewer, Action.SPLIT, entity=entity, into=other))
    return made


def withdrawal(graph: Graph, decision_id: str | None, reviewer: Reviewer) -> Decision:
    """The entry that takes back a decision, or the last that stands; raises ReviewError if there is none."""
    decisions = graph.decisions
    if decision_id is None:
        last = decisions.standing[-1:] or (None,)
        found = last[0]
    else:
        wanted = decision_id.strip().casefold()
        stands = [one for one, on in zip(decisions.entries, decisions.stand, strict=True) if on]
        matches = {one.id: one for one in stands if one.id.startswith(wanted)}
        if len(matches) > 1 and wanted not in matches:
            raise ReviewError(
                f"{decision_id!r} is the beginning of {len(matches)} ids: {', '.join(sorted(matches)[:5])}"
            )
        found = matches.get(wanted) or next(iter(matches.values()), None)
    if found is None:
        which = f"no decision {decision_id!r} that stands" if decision_id else "no decision to take back"
        raise ReviewError(f"{graph.path}: {which}; `kg review {graph.path} list` shows all")
    return reviewer.decision(Action.WITHDRAW, withdraws=found.id, says=summary(found))


# ---------------------------------------------------------------- what came of it


def outcome(decisions: Iterable[Decision], results: dict[str, Reviewed], graph: Graph) -> Iterator[str]:
    """A line for each decision, and one for each statement that lost its sense by them."""
    for decision in decisions:
        track = None
        if decision.target is not None and decision.target.document in results:
            track = results[decision.target.document].track(decision.target.evidence)
        if track is None or decision.action is Action.REJECT:
            yield f"{decision.id}  {summary(decision)}"
        else:
            was = f" (was {track.read.id})" if track.now.id != track.read.id else ""
            yield f"{decision.id}  {decision.action}: {track.now.id}{was}  {sentence(track.now, graph.ontology)}"
        if decision.target is None and decision.action is not Action.WITHDRAW:
            places = [
                one for one, result in sorted(results.items()) if decision.id in {found.id for found in result.found}
            ]
            yield (
                f"  in {len(places)} article{'s' * (len(places) != 1)}{': ' if places else ''}{', '.join(places[:5])}"
                + (" …" if len(places) > 5 else "")
            )
            for document_id in places:
                for track in results[document_id].tracks:
                    if track.reflexive and not track.rejected:
                        said = sentence(track.read, graph.ontology)
                        yield f"  {track.read.id} is left out: its subject and object are now one ({said})"


def summary(decision: Decision) -> str:
    """A decision in one line, without who, when and why."""
    entity, into = decision.entity, decision.into
    if decision.action is Action.MERGE and entity and into:
        return f"merge: {entity.name} is {into.name}"
    if decision.action is Action.SPLIT and entity and into:
        place = decision.target.evidence if decision.target else ", ".join(decision.articles)
        return f"split: {entity.name} is {into.name} in {place}"
    if decision.action is Action.WITHDRAW:
        return f"withdraw: {decision.withdraws}" + (f" ({decision.says})" if decision.says else "")
    assert decision.target is not None
    words = decision.says or " ".join(
        (local_name(decision.target.subject), decision.target.relation, local_name(decision.target.object))
    )
    becomes = "; ".join(f"{name} {_words(value)}" for name, value in decision.changes.items())
    return f"{decision.action}: {decision.target.evidence}  {words}" + (f" → {becomes}" if becomes else "")


def _words(value: Change) -> str:
    if isinstance(value, tuple):
        return ", ".join(entity.name for entity in value) or "nobody"
    if isinstance(value, Entity):
        return value.name
    return value.value if isinstance(value, Time) else value or "none"


def _on(graph: Graph, track: Track, reviewer: Reviewer, action: Action, **fields: object) -> Decision:
    return reviewer.decision(action, target=target_of(track.read), says=sentence(track.now, graph.ontology), **fields)


def _as_read(entity: Entity, graph: Graph) -> Entity:
    """An entity without the names that came to it by merges, so that they go when those are taken back."""
    came = merged_names(graph.decisions.standing).get(entity.id, ())
    return replace(entity, aliases=tuple(name for name in entity.aliases if name not in came))


def _is(entity: Entity | None, words: str) -> bool:
    """Whether words are a name that somebody has: no other is looked for then."""
    plain = " ".join(words.split()).casefold()
    return entity is not None and plain in {name.casefold() for name in (entity.name, *entity.aliases, entity.id)}


def _everybody(told: Evidence) -> Iterator[Entity]:
    yield from (told.statement.subject, told.statement.object, *told.attribution, *told.about)
    if told.place:
        yield told.place


def _same_article(one: Entity, other: Entity) -> bool:
    return one.local and other.local and one.id.rpartition("/")[0] == other.id.rpartition("/")[0]

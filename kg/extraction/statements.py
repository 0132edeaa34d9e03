"""One article → its evidence: triggers matched, status read, speakers, time, place and topic attached."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from kg.entities.reference import Resolver
from kg.entities.referent import Referent
from kg.extraction.arguments import Argument, Arguments, Match
from kg.extraction.attribution import Attribution, Speakers, voice_of
from kg.extraction.circumstances import Circumstances
from kg.extraction.construction import construction_of
from kg.extraction.roles import fill, find_triggers, supporting_verbs
from kg.extraction.status import Status, read_status
from kg.language.syntax import Node, Tree, is_passive
from kg.lexicon import Frame, Lexicon
from kg.ontology import Ontology
from kg.records import (
    UNKNOWN_TYPE,
    Cue,
    Document,
    Entity,
    Evidence,
    Field,
    Modality,
    Passage,
    Phase,
    RolePath,
    Statement,
)

_HOW_SURE = {"name": 0.0, "title": 0.0, "pronoun": 0.12, "description": 0.1, "capitals": 0.1, "both": 0.15}
_UNSURE = 0.05
_AUTHORITIES = frozenset({"agency", "country", "government", "legislature", "court", "bloc"})
_AUTHORITY_REACH = 3
_FAR = 0.03


@dataclass(frozen=True)
class _Told:
    """A piece of evidence with the words that content links need."""

    evidence: Evidence
    match: Match
    status: Status


class Reader:
    """Reads the statements of one text of a document."""

    def __init__(
        self, document: Document, where: Field, tree: Tree, resolver: Resolver, lexicon: Lexicon, ontology: Ontology
    ) -> None:
        self.document = document
        self.where = where
        self.tree = tree
        self.resolver = resolver
        self.lexicon = lexicon
        self.ontology = ontology
        self.arguments = Arguments(where, resolver, lexicon, ontology)
        self.attribution = Attribution(where, tree, resolver, lexicon)
        base = date.fromisoformat(document.date) if document.date else None
        self.circumstances = Circumstances(where, tree, resolver, lexicon, base)

    def read(self) -> list[Evidence]:
        """All evidence of the text, in the order of the triggers, contents linked."""
        triggers = list(find_triggers(self.tree.nodes, self.lexicon))
        if not triggers:
            return []
        self.attribution.note_speakers()
        matches = [match for node, frames in triggers if (match := self.arguments.match(node, frames))]
        absorbed = {f.node.i for m in matches for role in m.frame.absorbs for f in fill(m.trigger, role, self.lexicon)}
        matches = [match for match in matches if match.trigger.i not in absorbed]
        askers = {m.trigger.i: m.frame for m in matches if m.contents}
        told: list[_Told] = []
        for match in matches:
            told += self._tell(match, askers, told)
        return list(_linked(told))

    # -------------------------------------------------------------- one frame

    def _tell(self, match: Match, askers: dict[int, Frame], before: list[_Told]) -> Iterator[_Told]:
        supports = [] if match.frame.stands_alone else supporting_verbs(match.trigger, self.lexicon)
        if match.frame.stands_alone:
            status = Status(match.frame.status)
        else:
            status = read_status(match.trigger, match.frame, self.lexicon, supports, askers)
        if status.silenced:
            return
        if status.phase is Phase.ENDED and match.frame.status_if_ended and status.modality is Modality.ASSERTED:
            status.modality = match.frame.status_if_ended
        height = next((i for i, node in enumerate(status.chain, 1) if node.i in askers), None)
        speakers = self.attribution.speakers(match.trigger, status, height)
        if not match.subjects and not self._may_be_unnamed(match, status):
            return
        for subject, obj in self._pairs(match, before):
            yield _Told(self._evidence(match, status, speakers, subject, obj, supports), match, status)

    def _may_be_unnamed(self, match: Match, status: Status) -> bool:
        """A passive or a noun may leave out who did it; a bare verb only tells what might be: *excluding X could*."""
        trigger = match.trigger
        if trigger.link == "amod" and all(a.referent.entity.type == "group" for a in match.objects):
            return False  # "suspected militants"
        return not trigger.is_verb or is_passive(trigger) or status.modality is not Modality.ASSERTED

    def _pairs(self, match: Match, before: list[_Told]) -> Iterator[tuple[Argument | Entity, Argument]]:
        if match.paired:
            pairs = itertools.combinations(match.subjects, 2)
            yield from (pair for pair in pairs if _entity(pair[0]).id != pair[1].referent.entity.id)
            return
        subjects: list[Argument | Entity] = list(match.subjects) or self._unnamed_subject(match, before)
        for subject, obj in itertools.product(subjects, match.objects):
            if _entity(subject).id != obj.referent.entity.id:
                yield subject, obj

    def _unnamed_subject(self, match: Match, before: list[_Told]) -> list[Argument | Entity]:
        """Of a passive without agent: who the text before says does it; else the authority that acted; else nobody."""
        objects = {argument.referent.entity.id for argument in match.objects}
        authority: Entity | None = None
        for told in reversed(before):
            earlier = told.evidence
            distance = match.trigger.sentence - told.match.trigger.sentence
            if distance > _AUTHORITY_REACH:
                break
            doer = earlier.statement.subject
            if earlier.modality is not Modality.ASSERTED or doer.type == UNKNOWN_TYPE:
                continue
            same = earlier.statement.predicate == match.relation.name and earlier.statement.object.id in objects
            if same and distance <= 1:
                return [doer]
            if told.match.relation.act_of_authority and doer.type in _AUTHORITIES and doer.id not in objects:
                authority = authority or doer
        if not match.trigger.is_verb and (authority is None or not match.relation.act_of_authority):
            return []
        return [
            authority if authority is not None and match.relation.act_of_authority else self.resolver.local.unknown()
        ]

    def _evidence(
        self,
        match: Match,
        status: Status,
        speakers: Speakers,
        subject: Argument | Entity,
        obj: Argument,
        supports: list[Node],
    ) -> Evidence:
        relation = match.relation
        doer, done_to = _entity(subject), obj.referent.entity
        named = speakers.named
        if relation.speech_act:  # one's own speech act is not attributed to oneself
            named = tuple(entity for entity in named if entity.id != doer.id)
        own_words = len(named) < len(speakers.named) and not named
        said = Speakers(named, speakers.unnamed, speakers.words)
        swap = relation.symmetric and done_to.id < doer.id
        statement = Statement(done_to, relation.name, doer) if swap else Statement(doer, relation.name, done_to)
        arguments = [a for a in (subject, obj) if isinstance(a, Argument)]
        subject_mention = self._mention(subject.referent) if isinstance(subject, Argument) else None
        object_mention = self._mention(obj.referent)
        if swap:
            subject_mention, object_mention = object_mention, subject_mention
        # "refused last week to bar X": what says that it did not happen, or ended, says when
        denying = [n for effect, n in status.cues if effect in ("polarity: negated", "phase: ended") and n.is_verb]
        events = [match.trigger, *supports, *denying]
        phase = status.phase
        future = status.modality in (Modality.PLANNED, Modality.REQUESTED, Modality.POSSIBLE)
        dated = self.circumstances.date(events, future=future)
        if dated is not None and dated.until and self._is_past(dated.time.end):
            phase = Phase.ENDED  # "until 2021 it bought from X"
        return Evidence(
            statement=statement,
            document=self.document.id,
            passages=self._passages(match.trigger, arguments),
            trigger=self._passage(match.trigger.start, match.trigger.end),
            subject_mention=subject_mention,
            object_mention=object_mention,
            modality=status.modality,
            polarity=status.polarity,
            phase=phase,
            voice=voice_of(doer, Speakers((), False) if own_words else said),
            attribution=named,
            time=dated.time if dated is not None else None,
            about=self.circumstances.topics(match, {doer.id, done_to.id}),
            place=self.circumstances.place(match, {doer.id, done_to.id}),
            frame=match.frame.name,
            rule=self._rule(match, arguments),
            roles=tuple(self._role(a, "subject" if a is subject else "object") for a in arguments),
            cues=tuple(Cue(effect, self._passage(node.start, node.end)) for effect, node in self._cues(status, said)),
            confidence=_confidence(arguments, match),
        )

    def _is_past(self, day: str | None) -> bool:
        return bool(day and self.document.date and day < self.document.date)

    def _cues(self, status: Status, speakers: Speakers) -> Iterator[tuple[str, Node]]:
        yield from status.cues
        for word in speakers.words:
            yield "attribution", word

    def _rule(self, match: Match, arguments: list[Argument]) -> str:
        roles = [argument.filler.role for argument in arguments]
        return f"{construction_of(match.trigger, roles)}: {' + '.join(roles)}"

    def _role(self, argument: Argument, name: str) -> RolePath:
        referent, filler = argument.referent, argument.filler
        how = "" if referent.how == "name" else f" ({referent.how}{f': {referent.via.text}' if referent.via else ''})"
        return RolePath(f"{name}={filler.role}", filler.path + how, self._mention(referent))

    # -------------------------------------------------------------- passages

    def _passage(self, start: int, end: int) -> Passage:
        return Passage(self.where, start, end, self.tree.text[start:end])

    def _mention(self, referent: Referent) -> Passage:
        nodes = self.tree.nodes
        return self._passage(nodes[referent.first].start, nodes[referent.last - 1].end)

    def _passages(self, trigger: Node, arguments: Iterable[Argument]) -> tuple[Passage, ...]:
        """The sentence of the trigger, and the one that says who *it* or *the company* is."""
        sentences = {trigger.sentence}
        far = [a.referent.via.sentence for a in arguments if a.referent.via is not None]
        sentences.update(sorted(far, reverse=True)[:1])
        return tuple(self._passage(*self.tree.sentence_span(number)) for number in sorted(sentences))


def _entity(argument: Argument | Entity) -> Entity:
    return argument.referent.entity if isinstance(argument, Argument) else argument


def _confidence(arguments: list[Argument], match: Match) -> float:
    """A first estimate in hundredths, less for each step that may go wrong; calibrated on gold data later."""
    score = 0.95 if len(arguments) == 2 else 0.75
    for argument in arguments:
        score -= _HOW_SURE.get(argument.referent.how, _UNSURE)
        score -= _FAR * max(0, abs(argument.filler.node.i - match.trigger.i) // 10)
    return round(max(score, 0.1), 2)


def _linked(told: list[_Told]) -> Iterator[Evidence]:
    """Each piece of evidence once, with the ids of what it is about; a repeated one keeps its first telling."""
    seen: set[str] = set()
    by_sentence: dict[int, list[_Told]] = defaultdict(list)
    for item in told:
        by_sentence[item.match.trigger.sentence].append(item)
    for outer in told:
        contents: list[str] = []
        if outer.match.contents:
            heads = {node.i for node in outer.match.contents}
            near = by_sentence[outer.match.trigger.sentence]
            inner = [t for t in near if t is not outer and _is_under(t, heads, outer.match.trigger)]
            target = outer.evidence.statement.object.id
            chosen = [t for t in inner if t.evidence.statement.subject.id == target] or inner
            contents = sorted({t.evidence.id for t in chosen})
        if outer.evidence.id not in seen:
            seen.add(outer.evidence.id)
            yield replace(outer.evidence, content=tuple(contents))


def _is_under(told: _Told, heads: set[int], outer: Node) -> bool:
    """Whether a trigger stands in the content of another: on its way up it meets the content's head."""
    trigger = told.match.trigger
    if trigger is outer:
        return False
    for node in (trigger, *told.status.chain):
        if node is outer:
            return False
        if node.i in heads:
            return True
    return False

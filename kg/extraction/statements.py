"""One article → its evidence: triggers matched, status read, speakers, time, place and topic attached."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from kg.entities.reference import Resolver
from kg.entities.referent import Referent
from kg.extraction import ellipsis
from kg.extraction.arguments import Argument, Arguments, Match
from kg.extraction.attribution import Attribution, Speakers, voice_of
from kg.extraction.circumstances import Circumstances
from kg.extraction.confidence import Clues, Confidence, Least
from kg.extraction.construction import construction_of
from kg.extraction.contents import Told, linked
from kg.extraction.proposals import READ, Proposals
from kg.extraction.roles import Filler, fill, find_triggers, is_left_out
from kg.extraction.status import Status, read_status
from kg.extraction.support import supporting_verbs
from kg.language.syntax import Node, Tree, is_passive
from kg.lexicon import CueEntry, Frame, Lexicon
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
    Polarity,
    RolePath,
    Statement,
)

_AUTHORITIES = frozenset({"agency", "country", "government", "legislature", "court", "bloc"})
_AUTHORITY_REACH = 3


class Reader:
    """Reads the statements of one text of a document."""

    def __init__(
        self,
        document: Document,
        where: Field,
        tree: Tree,
        resolver: Resolver,
        lexicon: Lexicon,
        ontology: Ontology,
        *,
        confidence: Confidence,
        least: Least,
    ) -> None:
        self.confidence = confidence
        self.least = least
        self.document = document
        self.where = where
        self.tree = tree
        self.resolver = resolver
        self.lexicon = lexicon
        self.ontology = ontology
        self.arguments = Arguments(where, resolver, lexicon, ontology)
        self.attribution = Attribution(where, tree, resolver, lexicon)
        reading = tree.reading
        self.proposals = (
            Proposals(where, tree, reading, self.arguments, lexicon, ontology) if reading is not None else None
        )
        base = date.fromisoformat(document.date) if document.date else None
        self.circumstances = Circumstances(where, tree, resolver, lexicon, base)

    def read(self) -> list[Evidence]:
        """All evidence of the text, in the order of the triggers, contents linked."""
        triggers = list(find_triggers(self.tree.nodes, self.lexicon))
        if not triggers and self.proposals is None:
            return []
        self.attribution.note_speakers()
        matches = [match for node, frames in triggers if (match := self.arguments.match(node, frames))]
        if self.proposals is not None:
            matches = self.proposals.added(matches)
        absorbed = {f.node.i for m in matches for role in m.frame.absorbs for f in fill(m.trigger, role, self.lexicon)}
        matches = [match for match in matches if match.trigger.i not in absorbed]
        askers = {m.trigger.i: m.frame for m in matches if m.contents}
        told: list[Told] = []
        for match in matches:
            told += self._tell(match, askers, told)
        told = _told_once(told)
        told += self._tell_left_out(told)
        told.sort(key=lambda item: item.match.trigger.i)
        return list(linked(told))

    # -------------------------------------------------------------- one frame

    def _tell(self, match: Match, askers: dict[int, Frame], before: list[Told]) -> Iterator[Told]:
        supports = [] if match.frame.stands_alone else supporting_verbs(match.trigger, self.lexicon)
        if match.frame.stands_alone:
            status = Status(match.frame.status)
        else:
            status = read_status(match.trigger, match.frame, self.lexicon, supports, askers)
        if status.silenced:
            return
        if match.ending is not None:
            status.apply(match.ending, match.trigger)
        if status.phase is Phase.ENDED and match.frame.status_if_ended and status.modality is Modality.ASSERTED:
            status.modality = match.frame.status_if_ended
        height = next((i for i, node in enumerate(status.chain, 1) if node.i in askers), None)
        speakers = self.attribution.speakers(match.trigger, status, height)
        if not match.subjects and not self._may_be_unnamed(match, status):
            return
        for subject, obj in self._pairs(match, before):
            clues = self._clues(match, subject if isinstance(subject, Argument) else None, obj)
            confidence = self.confidence.of(clues)
            if clues.are_enough(confidence, self.least):
                evidence = self._evidence(match, status, speakers, subject, obj, supports, confidence)
                yield Told(evidence, match, status)

    # -------------------------------------------------------------- what is left out

    def _tell_left_out(self, told: list[Told]) -> list[Told]:
        """*Norway did too*, *Spain refused*: what was told before, of somebody else or with another status."""
        found: list[Told] = []
        for verb in self.tree.nodes:
            answer = ellipsis.answer_to_request(verb, self.lexicon)
            if answer is None and not ellipsis.stands_for_predicate(verb, self.lexicon):
                continue
            words = ellipsis.subject_words(verb)
            if words is None:
                continue
            doers = {referent.entity.id for referent in self.resolver.resolve(self.where, words)}
            earlier = self._left_out(verb, doers, [*told, *found], answer)
            seen: list[Match] = []
            for item in earlier:
                if item.match not in seen:
                    seen.append(item.match)
                    found += self._repeat(verb, words, item, answer)
        return found

    def _left_out(self, verb: Node, doers: set[str], told: list[Told], answer: CueEntry | None) -> list[Told]:
        """What an elliptical verb repeats: what its subject was asked to do, else the main clause before it."""
        near = [t for t in told if t.match.trigger.i < verb.i and verb.sentence - t.match.trigger.sentence <= 1]
        asked = [
            t for t in near if t.status.modality is Modality.REQUESTED and t.evidence.statement.subject.id in doers
        ]
        if asked or answer is not None:
            return asked
        clause = ellipsis.clause_before(verb, self.tree, self.lexicon)
        before = [
            t for t in near if t.match.trigger is clause or clause in supporting_verbs(t.match.trigger, self.lexicon)
        ]
        contents = {node.i for t in before for node in t.match.contents}
        if verb.prep == "to" and contents:  # "urged A to bar X, but B has no plans to do so": to bar X
            return [t for t in near if t.match.trigger.i in contents]
        return before

    def _repeat(self, verb: Node, words: Node, earlier: Told, answer: CueEntry | None) -> Iterator[Told]:
        relation = earlier.match.relation
        types = relation.range if is_passive(earlier.match.trigger) else relation.domain
        subjects = [
            Argument(referent, Filler(words, "agent", f"{verb.text} → {words.text}"))
            for referent in self.resolver.resolve(self.where, words, types)
            if referent.entity.type in types
        ]
        match = ellipsis.repeated(verb, earlier.match, subjects)
        status = read_status(verb, match.frame, self.lexicon, [], {})
        if answer is not None:
            status.apply(answer, verb)
        for cue, node in ellipsis.own_cues(verb, self.lexicon):
            status.apply(cue, node)
        if status.polarity is Polarity.NEGATED and earlier.status.phase is Phase.ENDED:
            status.polarity = Polarity.AFFIRMED  # "Norway lifted its ban. Oman did not": that one stands
        elif answer is None and status.polarity is Polarity.AFFIRMED:
            status.phase = earlier.status.phase
            if status.modality is Modality.ASSERTED:  # "Norway did not ban X; nor did Oman"
                status.polarity = earlier.status.polarity
        speakers = self.attribution.speakers(verb, status, None)
        for subject, obj in self._pairs(match, []):
            clues = self._clues(match, subject if isinstance(subject, Argument) else None, obj)
            confidence = self.confidence.of(replace(clues, odds=None))
            yield Told(self._evidence(match, status, speakers, subject, obj, [], confidence), match, status)

    def _may_be_unnamed(self, match: Match, status: Status) -> bool:
        """A passive or a noun may leave out who did it; a bare verb only tells what might be: *excluding X could*."""
        trigger = match.trigger
        if trigger.link == "amod" and all(a.referent.entity.type == "group" for a in match.objects):
            return False  # "suspected militants"
        return not trigger.is_verb or is_passive(trigger) or status.modality is not Modality.ASSERTED

    def _pairs(self, match: Match, before: list[Told]) -> Iterator[tuple[Argument | Entity, Argument]]:
        if match.paired:
            pairs = itertools.combinations(match.subjects, 2)
            yield from (pair for pair in pairs if _entity(pair[0]).id != pair[1].referent.entity.id)
            return
        subjects: list[Argument | Entity] = list(match.subjects) or self._unnamed_subject(match, before)
        if len(subjects) == len(match.objects) > 1 and self._is_pairwise(match):
            yield from zip(subjects, match.objects, strict=True)
            return
        for subject, obj in itertools.product(subjects, match.objects):
            if _entity(subject).id != obj.referent.entity.id:
                yield subject, obj

    def _is_pairwise(self, match: Match) -> bool:
        """*Norway and Sweden fined A and B respectively*."""
        holders = [match.trigger, *(argument.filler.node for argument in match.objects)]
        return any((c.lemma, "pairwise") in self.lexicon for holder in holders for c in holder.linked("advmod"))

    def _unnamed_subject(self, match: Match, before: list[Told]) -> list[Argument | Entity]:
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
        confidence: float,
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
        left_out = any(is_left_out(a.referent.node, self.lexicon) for a in arguments)
        polarity = status.polarity.opposite if left_out else status.polarity
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
            polarity=polarity,
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
            confidence=confidence,
        )

    def _clues(self, match: Match, subject: Argument | None, obj: Argument) -> Clues:
        trigger = match.trigger
        said = [argument for argument in (subject, obj) if argument is not None]
        return Clues(
            relation=match.relation.name,
            rule_subject=subject is not None and subject.filler.role not in READ,
            rule_object=obj.filler.role not in READ,
            how_subject=subject.referent.how if subject is not None else "",
            how_object=obj.referent.how,
            distance=max(abs(argument.filler.node.i - trigger.i) for argument in said),
            construction=construction_of(trigger, [argument.filler.role for argument in said]),
            kind_subject=subject.referent.entity.type if subject is not None else "",
            kind_object=obj.referent.entity.type,
            chance=min(argument.referent.chance for argument in said),
            odds=self.proposals.odds(match, subject, obj) if self.proposals is not None else None,
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


def _told_once(told: list[Told]) -> list[Told]:
    """Without what the network reads off a second word of a sentence: *resumed* and *sales* tell one supply."""
    best: dict[tuple[object, ...], Told] = {}
    for item in told:
        key = _telling(item)
        if key not in best or _rank(item) > _rank(best[key]):
            best[key] = item
    return [item for item in told if not _is_read(item) or best[_telling(item)] is item]


def _telling(told: Told) -> tuple[object, ...]:
    evidence = told.evidence
    status = evidence.modality, evidence.polarity, evidence.phase
    return evidence.statement.id, told.match.trigger.sentence, *status


def _rank(told: Told) -> tuple[bool, float]:
    return not _is_read(told), told.evidence.confidence or 0.0


def _is_read(told: Told) -> bool:
    return any(role.role.partition("=")[2] in READ for role in told.evidence.roles)


def _entity(argument: Argument | Entity) -> Entity:
    return argument.referent.entity if isinstance(argument, Argument) else argument

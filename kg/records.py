"""The records that every stage passes on: documents in, statements with their evidence out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property


class Modality(StrEnum):
    """How a passage tells a statement; only `asserted` is told as fact."""

    ASSERTED = "asserted"
    REQUESTED = "requested"
    PLANNED = "planned"
    POSSIBLE = "possible"
    HYPOTHETICAL = "hypothetical"


class Polarity(StrEnum):
    """Whether a passage says that it is so, or that it is not."""

    AFFIRMED = "affirmed"
    NEGATED = "negated"

    @property
    def opposite(self) -> Polarity:
        """What a further *not* makes of it."""
        return Polarity.AFFIRMED if self is Polarity.NEGATED else Polarity.NEGATED


class Phase(StrEnum):
    """Whether what is told as fact holds, or has ended (lifted, dropped, stopped)."""

    IN_FORCE = "in-force"
    ENDED = "ended"


class Voice(StrEnum):
    """Who tells it: the article, another outlet, the subject itself, another named party, or somebody unnamed."""

    ARTICLE = "article"
    MEDIA = "media"
    SELF = "self"
    PARTY = "party"
    UNNAMED = "unnamed"


class Field(StrEnum):
    """The part of a document that an offset counts in."""

    TITLE = "title"
    BODY = "body"


class Review(StrEnum):
    """What a person made of a piece of evidence; what is rejected is not in the graph."""

    UNCHECKED = "unchecked"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"


FACTUAL_VOICES = frozenset({Voice.ARTICLE, Voice.MEDIA, Voice.SELF})
UNKNOWN_TYPE = "unknown"


def content_id(prefix: str, *parts: str, length: int = 12) -> str:
    """A short id that hashes only what identifies a record, so that the same content has the same id anywhere."""
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8")).hexdigest()
    return f"{prefix}-{digest[:length]}"


@dataclass(frozen=True)
class Document:
    """An article: `text` is its body, decoded, with newlines as one character, without front matter.

    `id` is unique in a graph; `date` is a full ISO date or None.
    """

    id: str
    text: str
    title: str = ""
    date: str | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None

    def field_text(self, field: Field) -> str:
        """The text that offsets of `field` count in, in code points."""
        return self.title if field is Field.TITLE else self.text

    @cached_property
    def digest(self) -> str:
        """SHA-256 over everything extraction depends on, in hexadecimal."""
        parts = (self.title, self.text, self.date, self.publisher, self.author, self.url)
        return hashlib.sha256("\x1f".join(part or "" for part in parts).encode("utf-8")).hexdigest()


@dataclass(frozen=True)
class Entity:
    """Somebody or something that statements are about; `id` is its IRI, `type` a type of the ontology.

    `local` marks what belongs to one article: groups, unknown agents, claims, unresolved descriptions.
    `country` and `part_of` are IRIs of other entities or None.
    """

    id: str
    name: str
    type: str
    wikidata: str | None = None
    wikipedia: str | None = None
    aliases: tuple[str, ...] = ()
    country: str | None = None
    part_of: str | None = None
    local: bool = False


@dataclass(frozen=True)
class Passage:
    """`document.field_text(field)[start:end] == text`, in code points."""

    field: Field
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Time:
    """When it happened: `value` as ISO 8601 (2018-12, 2012/..), `start` and `end` its full-date bounds (None is open).

    `precision` is one of day, week, month, quarter, year, interval.
    """

    value: str
    start: str | None
    end: str | None
    precision: str


@dataclass(frozen=True)
class Statement:
    """Subject, predicate, object and nothing else; for a symmetric relation the arguments are sorted by IRI."""

    subject: Entity
    predicate: str
    object: Entity

    @cached_property
    def id(self) -> str:
        """Content-derived, the same in every article."""
        return content_id("s", self.subject.id, self.predicate, self.object.id)


@dataclass(frozen=True)
class RolePath:
    """How an argument was found: the role, the words passed from the trigger, the rule of coreference if any."""

    role: str
    path: str
    mention: Passage


@dataclass(frozen=True)
class Cue:
    """A word that set part of the status: `effect` says what, e.g. `modality: requested`."""

    effect: str
    passage: Passage


@dataclass(frozen=True)
class Evidence:
    """In document D, between offsets a and b, S is told (as fact, demand, plan or denial) by A to bar O.

    `passages` has one span, or two where coreference joins two sentences, in text order.
    `attribution` is who says so, nearest first; `content` are ids of the evidence that this one is about
    (what was asked for); `about` and `place` are entities. `corrects` is the id that it had before a person
    corrected it; `read_as` the id that it keeps where its statement is shown rolled up.
    """

    statement: Statement
    document: str
    passages: tuple[Passage, ...]
    trigger: Passage
    subject_mention: Passage | None
    object_mention: Passage | None
    modality: Modality = Modality.ASSERTED
    polarity: Polarity = Polarity.AFFIRMED
    phase: Phase = Phase.IN_FORCE
    voice: Voice = Voice.ARTICLE
    attribution: tuple[Entity, ...] = ()
    time: Time | None = None
    about: tuple[Entity, ...] = ()
    place: Entity | None = None
    content: tuple[str, ...] = ()
    frame: str = ""
    rule: str = ""
    roles: tuple[RolePath, ...] = ()
    cues: tuple[Cue, ...] = ()
    confidence: float = 1.0
    review: Review = Review.UNCHECKED
    corrects: str = ""
    read_as: str = ""

    @cached_property
    def id(self) -> str:
        """Content-derived: the same passage of the same article telling the same with the same status."""
        return self.read_as or content_id(
            "e",
            self.document,
            self.statement.id,
            self.trigger.field,
            str(self.trigger.start),
            str(self.trigger.end),
            self.modality,
            self.polarity,
            self.phase,
            *(speaker.id for speaker in self.attribution),
        )

    @property
    def is_fact(self) -> bool:
        """Told as fact in a voice that may state it, about somebody known; what becomes a direct triple."""
        return (
            self.modality is Modality.ASSERTED
            and self.polarity is Polarity.AFFIRMED
            and self.voice in FACTUAL_VOICES
            and UNKNOWN_TYPE not in (self.statement.subject.type, self.statement.object.type)
        )

    def __str__(self) -> str:
        told = (self.modality, self.polarity, self.phase)
        plain = (Modality.ASSERTED, Polarity.AFFIRMED, Phase.IN_FORCE)
        status = ", ".join(term for term, usual in zip(told, plain, strict=True) if term is not usual)
        speakers = ", ".join(speaker.name for speaker in self.attribution)
        line = f"{self.statement.subject.name} {self.statement.predicate} {self.statement.object.name}"
        line += f" [{status}]" if status else ""
        line += f", according to {speakers}" if speakers else ""
        return f"{line}: “{' … '.join(passage.text for passage in self.passages)}”"

    def with_content(self, content: tuple[str, ...]) -> Evidence:
        """The same evidence, linked to the evidence it is about; its id does not change."""
        return replace(self, content=content)


@dataclass(frozen=True)
class Run:
    """What made a piece of evidence: versions of program, ontology (a digest of all its files) and model; no clock."""

    version: str
    ontology: str
    model: str

    @property
    def key(self) -> str:
        """One short token, the same wherever the same versions run."""
        return content_id("r", self.version, self.ontology, self.model)

    def outdated(self, now: Run) -> tuple[str, ...]:
        """What is another in the run of now: program, ontology, model; nothing if it is the same run."""
        parts = (("program", self.version, now.version), ("ontology", self.ontology, now.ontology))
        return tuple(name for name, was, is_ in (*parts, ("model", self.model, now.model)) if was != is_)

"""Ontology → Lexicon: frames (trigger and roles), cues of status and speech, word lists; checked on load, no spaCy."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property

from kg.iris import ONTOLOGY as D
from kg.iris import local_name
from kg.ontology import Ontology
from kg.records import Modality, Phase, Polarity
from kg.spelling import closest
from kg.turtle import Resource

PARTS_OF_SPEECH = ("verb", "noun", "adjective", "adverb")
ROLES = (
    "agent",
    "patient",
    "recipient",
    "auxiliary",
    "participle",
    "clause",
    "infinitive",
    "possessor",
    "modifier",
    "head",
    "light",
    "undergoer",
    "coordinated",
    "oblique",
    "place",
)
"""The named steps from a trigger to an argument; `extraction/roles.py` knows how to take them."""
EARLIER = "earlier:"
"""A step that begins so names a relation: whoever did that before."""
LINKS = (
    "clause",
    "infinitive",
    "object",
    "subject",
    "relative",
    "parataxis",
    "quotation",
    "auxiliary",
    "modifier",
    "marker",
)
CONDITIONAL = "conditional"
"""The effect of *would*: planned after a verb of saying, else what its surroundings make of it."""

_ROLE = re.compile(r"(?P<steps>[^\[\]=]+?)\s*(?:\[(?P<types>[^\]]*)\])?\s*(?:=(?P<words>.*))?\Z")
_PREPOSITION = re.compile(r"[^\W\d_]+(?:[ +-][^\W\d_]+)*\Z")
_ALIKE = frozenset({"ahead"})
"""Prepositions that look like a slip of a named role."""


@dataclass(frozen=True)
class Role:
    """One way to an argument: steps from the trigger, the types it may have, the words it may be."""

    steps: tuple[str, ...]
    types: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return "/".join(self.steps)


Roles = tuple[Role, ...]


@dataclass(frozen=True)
class Frame:
    """A trigger with the roles around it: in *X slapped a ban on Y*, `ban` is the trigger, X is `light`, Y is `on`."""

    name: str
    relation: str
    words: tuple[str, ...]
    part_of_speech: str
    subject: Roles
    object: Roles
    also_object: Roles = ()
    content: Roles = ()
    content_status: Modality | None = None
    status: Modality = Modality.ASSERTED
    phase: Phase = Phase.IN_FORCE
    status_if_ended: Modality | None = None
    goods: bool | None = None
    when: tuple[Roles, ...] = ()
    unless: tuple[Roles, ...] = ()
    place: Roles = ()
    topic: Roles = ()
    agentless: bool = False
    pairs: bool = False
    foreign: bool = False
    stands_alone: bool = False
    ignores: frozenset[str] = frozenset()
    ended_by: frozenset[str] = frozenset()
    absorbs: Roles = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class CueEntry:
    """What a cue word does to what it governs; `sets` holds values of status, `conditional`, or nothing."""

    name: str
    words: frozenset[str]
    part_of_speech: str
    governs: frozenset[str]
    sets: tuple[str, ...] = ()
    speaker: bool = False
    silences: bool = False


@dataclass(frozen=True)
class Lexicon:
    """All frames, cues and word lists, with the indexes that extraction looks them up by."""

    frames: tuple[Frame, ...]
    cues: tuple[CueEntry, ...]
    words: dict[str, frozenset[str]]
    nouns: dict[str, frozenset[str]]
    names: dict[str, frozenset[str]]

    @cached_property
    def frames_by_word(self) -> dict[tuple[str, str], tuple[Frame, ...]]:
        """(lemma of the head word, part of speech) → frames, the most demanding first."""
        found: dict[tuple[str, str], list[Frame]] = defaultdict(list)
        for frame in self.frames:
            for word in frame.words:
                head = re.split(r"[ -]", word)[-1] if frame.part_of_speech == "noun" else word.split(" ")[0]
                found[head, frame.part_of_speech].append(frame)
        return {key: tuple(sorted(set(frames), key=self._rank)) for key, frames in found.items()}

    def _rank(self, frame: Frame) -> tuple[int, int]:
        return -len(frame.when), self.frames.index(frame)

    @cached_property
    def control_verbs(self) -> frozenset[str]:
        """Verbs whose frames take an object and say what it is to do: *urge X to*."""
        return frozenset(
            word
            for frame in self.frames
            if frame.part_of_speech == "verb"
            and any(role.steps[0] == "clause" for role in (*frame.content, *frame.object))
            for word in frame.words
        )

    @cached_property
    def trigger_verbs(self) -> frozenset[str]:
        """Lemmas of all verbs that evoke a frame: *fine* in "to fine Huawei" is one."""
        return frozenset(word for frame in self.frames if frame.part_of_speech == "verb" for word in frame.words)

    @cached_property
    def plain_frames(self) -> dict[tuple[str, str], Frame]:
        """(relation, verb or noun) → what its frames say of content, earlier doers and cues, without their roles.

        For words that none of them knows.
        """
        found: dict[tuple[str, str], Frame] = {}
        for relation in dict.fromkeys(frame.relation for frame in self.frames):
            frames = [frame for frame in self.frames if frame.relation == relation]
            for part in ("verb", "noun"):
                own = [f for f in frames if f.part_of_speech == part and not f.when] or frames
                first = next((frame for frame in own if frame.content), own[0])
                found[relation, part] = replace(
                    first,
                    name=f"read {relation}",
                    part_of_speech=part,
                    object=tuple(role for f in own for role in f.object if role.steps[0].startswith(EARLIER)),
                    status=Modality.ASSERTED,
                    ignores=frozenset().union(*(f.ignores for f in frames if f.part_of_speech == part)),
                    stands_alone=False,
                    absorbs=(),
                )
        return found

    @cached_property
    def cues_by_word(self) -> dict[str, tuple[CueEntry, ...]]:
        """First word of a cue → the cues that begin with it."""
        found: dict[str, list[CueEntry]] = defaultdict(list)
        for cue in self.cues:
            for word in sorted(cue.words):
                if cue not in found[word.split(" ")[0]]:
                    found[word.split(" ")[0]].append(cue)
        return {word: tuple(cues) for word, cues in found.items()}

    def noun_types(self, noun: str) -> frozenset[str]:
        """The entity types that a common noun can denote: *regulator* → agency."""
        return self.nouns.get(noun, frozenset())

    def __contains__(self, item: tuple[str, str]) -> bool:
        """Whether a noun is on a word list: `("gear", "goods") in lexicon`."""
        word, purpose = item
        return word in self.words.get(purpose, frozenset())


def load_lexicon(ontology: Ontology) -> Lexicon:
    """The frames, cues and word lists beside the relations of an ontology.

    Raises OntologyError naming file and IRI, what was found and what is allowed.
    """
    resources = ontology.resources
    nouns: dict[str, set[str]] = defaultdict(set)
    for resource in resources.of_type(D + "NounClass"):
        for word in _words(resource):
            nouns[word].add(_entity_type(resource, ontology))
    names: dict[str, set[str]] = defaultdict(set)
    for resource in resources.of_type(D + "NameClass"):
        for word in _words(resource):
            names[word].add(_entity_type(resource, ontology))
    return Lexicon(
        frames=tuple(_frame(resource, ontology) for resource in resources.of_type(D + "Frame")),
        cues=tuple(_cue(resource) for resource in resources.of_type(D + "Cue")),
        words={r.name: frozenset(_words(r)) for r in resources.of_type(D + "Words")},
        nouns={word: frozenset(types) for word, types in nouns.items()},
        names={word: frozenset(types) for word, types in names.items()},
    )


def _words(resource: Resource) -> list[str]:
    words = [word.strip() for text in resource.all(D + "word") for word in text.split(",")]
    if not words or not all(words):
        raise resource.error("word must be one or more words separated by commas; found an empty one")
    return words


def _entity_type(resource: Resource, ontology: Ontology) -> str:
    name = resource.one(D + "denotes", f"one of {', '.join(ontology.types)}")
    if name not in ontology.types:
        raise resource.error(f"denotes must be one of {', '.join(ontology.types)}; found {name!r}")
    return name


def _frame(resource: Resource, ontology: Ontology) -> Frame:
    relation = local_name(resource.one(D + "evokes", "a relation"))
    if relation not in ontology.relations:
        raise resource.error(f"evokes must be one of {', '.join(sorted(ontology.relations))}; found {relation!r}")

    def status(key: str) -> Modality | None:
        name, allowed = local_name(resource.get(D + key)), [modality.value for modality in Modality]
        if name and name not in allowed:
            raise resource.error(f"{key} must be one of {', '.join(allowed)}; found {name!r}")
        return Modality(name) if name else None

    def roles(key: str) -> Roles:
        return _roles(resource, key, resource.get(D + key), ontology)

    frame = Frame(
        name=resource.name,
        relation=relation,
        words=tuple(dict.fromkeys(_words(resource))),
        part_of_speech=_part_of_speech(resource, "a frame"),
        subject=roles("subject"),
        object=roles("object"),
        also_object=roles("alsoObject"),
        content=roles("content"),
        content_status=status("contentStatus"),
        status=status("status") or Modality.ASSERTED,
        phase=_phase(resource),
        status_if_ended=status("statusIfEnded"),
        goods={"true": True, "false": False}.get(resource.get(D + "goods")),
        when=_conditions(resource, "when", ontology),
        unless=_conditions(resource, "unless", ontology),
        place=roles("place"),
        topic=roles("topic"),
        agentless=resource.get(D + "agentless") == "true",
        pairs=resource.get(D + "pairs") == "true",
        foreign=resource.get(D + "foreign") == "true",
        stands_alone=resource.get(D + "standsAlone") == "true",
        absorbs=roles("absorbs"),
        ignores=_named_cues(resource, "ignores", ontology),
        ended_by=_named_cues(resource, "endedBy", ontology),
        examples=_examples(resource),
    )
    if not frame.subject or not frame.object:
        raise resource.error('a frame needs both d:subject and d:object, such as "agent" and "patient"')
    return frame


def _phase(resource: Resource) -> Phase:
    name, allowed = local_name(resource.get(D + "phase")), [phase.value for phase in Phase]
    if name and name not in allowed:
        raise resource.error(f"phase must be one of {', '.join(allowed)}; found {name!r}")
    return Phase(name) if name else Phase.IN_FORCE


def _part_of_speech(resource: Resource, what: str) -> str:
    part = resource.one(D + "partOfSpeech", f"one of {', '.join(PARTS_OF_SPEECH)}")
    if part not in PARTS_OF_SPEECH:
        raise resource.error(f"partOfSpeech of {what} must be one of {', '.join(PARTS_OF_SPEECH)}; found {part!r}")
    return part


def _named_cues(resource: Resource, key: str, ontology: Ontology) -> frozenset[str]:
    cues = {cue.iri for cue in ontology.resources.of_type(D + "Cue")}
    unknown = [iri for iri in resource.all(D + key) if iri not in cues]
    if unknown:
        raise resource.error(f"{key} must be a d:Cue, such as lex:trying; found <{unknown[0]}>")
    return frozenset(local_name(iri) for iri in resource.all(D + key))


def _examples(resource: Resource) -> tuple[str, ...]:
    for example in resource.all(D + "example"):
        text, arrow, statements = example.partition("=>")
        if not (arrow and text.strip() and statements.strip()):
            allowed = '"Text. => Subject relation Object", or "Text. => nothing"'
            raise resource.error(f"example must be {allowed}; found {example!r}")
    return tuple(resource.all(D + "example"))


def _conditions(resource: Resource, key: str, ontology: Ontology) -> tuple[Roles, ...]:
    parts = [part for text in resource.all(D + key)[:1] for part in text.split(";")]
    if not all(part.strip() for part in parts):
        raise resource.error(f"{key}: conditions are separated by one semicolon; found an empty one")
    return tuple(_roles(resource, key, part, ontology) for part in parts)


def _roles(resource: Resource, key: str, text: str, ontology: Ontology) -> Roles:
    return tuple(_role(resource, key, part.strip(), ontology) for part in text.split("|")) if text.strip() else ()


def _role(resource: Resource, key: str, text: str, ontology: Ontology) -> Role:
    match = _ROLE.match(text)
    if match is None:
        raise resource.error(f"{key}: {text!r} is no role; write a role, such as agent, on, patient/to or to[company]")
    types = frozenset(name.strip() for name in (match["types"] or "").split(",") if name.strip())
    unknown = sorted(types - set(ontology.types)) or ([""] if match["types"] is not None and not types else [])
    if unknown:
        raise resource.error(f"{key}: unknown type {unknown[0]!r}; allowed are {', '.join(ontology.types)}")
    words = [word.strip() for word in match["words"].split(",")] if match["words"] is not None else []
    if not all(words):
        raise resource.error(f"{key}: {text!r} needs one or more words after =, separated by commas")
    steps = tuple(step.strip() for step in match["steps"].split("/"))
    for step in steps:
        _check_step(resource, key, step, ontology)
    return Role(steps, types, frozenset(words))


def _check_step(resource: Resource, key: str, step: str, ontology: Ontology) -> None:
    if step.startswith(EARLIER):
        if step.removeprefix(EARLIER) not in ontology.relations:
            known = ", ".join(sorted(ontology.relations))
            raise resource.error(f"{key}: {step!r} must name a relation after {EARLIER!r}: {known}")
        return
    _check_word(resource, key, step, ROLES, "role")


def _check_word(resource: Resource, key: str, word: str, known: tuple[str, ...], what: str) -> None:
    """Whether a word is one of a list or, being none that a slip would make of it, may be a preposition."""
    near = None if word in _ALIKE else closest(word, known)
    if word in known or (near is None and _PREPOSITION.match(word)):
        return
    meant = f"; did you mean {near}?" if near else ""
    raise resource.error(f"{key}: unknown {what} {word!r}; allowed are {', '.join(known)} or a preposition{meant}")


def _cue(resource: Resource) -> CueEntry:
    governs = frozenset(link.strip() for link in resource.get(D + "governs").split(",") if link.strip())
    if not governs:
        raise resource.error(f"governs must be one or more of {', '.join(LINKS)} or a preposition; found nothing")
    for link in sorted(governs):
        _check_word(resource, "governs", link, LINKS, "link")
    allowed = {str(term) for terms in (Modality, Polarity, Phase) for term in terms} | {CONDITIONAL}
    sets = tuple(local_name(value) for value in resource.all(D + "sets"))
    wrong = [value for value in sets if value not in allowed]
    if wrong:
        raise resource.error(f"sets must be one of {', '.join(sorted(allowed))}; found {wrong[0]!r}")
    return CueEntry(
        name=resource.name,
        words=frozenset(_words(resource)),
        part_of_speech=_part_of_speech(resource, "a cue") if resource.all(D + "partOfSpeech") else "",
        governs=governs,
        sets=sets,
        speaker=resource.get(D + "speaker") == "true",
        silences=resource.get(D + "silences") == "true",
    )

"""The step that a passage tells of: considered, threatened, asked for, planned, in force, suspended, waived, ended.

Steps are individuals of the ontology (`d:Step`). Each says which status a passage must have, and may name words: it
then holds only where one of them set that status. Of the steps that fit, the one with most conditions is taken.

A plan that was dropped and a plan to drop have one status, planned and ended; the order of their cues tells them apart:

    dropped its plan to bar X    bar ←plan (planned) ←dropped (ended)    the end is said last: given up
    plans to lift its ban on X   ban ←lift (ended) ←plans (planned)      the plan is said last: its end is planned
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from kg.errors import OntologyError
from kg.iris import ONTOLOGY as D
from kg.iris import local_name
from kg.keys import SKOS
from kg.records import Evidence, Modality, Phase, Polarity, Voice
from kg.turtle import TYPE, Resource, Resources

if TYPE_CHECKING:
    from kg.ontology import Ontology

_STATUS = {"modality": Modality, "polarity": Polarity, "phase": Phase, "voice": Voice}
_WORD = re.compile(r"[\w’'-]+")
_VOWELS = "aeiou"


@dataclass(frozen=True)
class Step:
    """A stage in the life of a statement: `name` as data, `label` for people, `rank` where two are of one day.

    `status` has, by the name of a field of evidence, the terms that it may have; `words` are in every form.
    `given_up` asks that the end is said last, `speech_act` that the relation is one. `closes` marks what takes back
    what was told before.
    """

    name: str
    label: str
    rank: int
    status: tuple[tuple[str, frozenset[str]], ...]
    words: frozenset[str] = frozenset()
    given_up: bool = False
    speech_act: bool = False
    closes: bool = False

    @property
    def conditions(self) -> int:
        """How much it asks of a passage."""
        return len(self.status) + bool(self.words) + self.given_up + self.speech_act

    @property
    def asks_for_end(self) -> bool:
        """Whether it tells of an end that is only considered, asked for or planned."""
        ended = not self.allows("phase", Phase.IN_FORCE)
        return ended and not self.given_up and not self.allows("modality", Modality.ASSERTED)

    def allows(self, field: str, term: str) -> bool:
        """Whether a field of the status may have a term."""
        return all(term in terms for name, terms in self.status if name == field)

    def fits(self, told: Evidence, *, speech_act: bool) -> bool:
        """Whether a passage has its status, set by one of its words."""
        if not all(getattr(told, field) in terms for field, terms in self.status):
            return False
        if (self.speech_act and not speech_act) or (self.given_up and not end_is_said_last(told)):
            return False
        return not self.words or not self.words.isdisjoint(status_words(told, [field for field, _ in self.status]))


def step_of(told: Evidence, ontology: Ontology, *, content_step: str = "") -> Step:
    """The step that a passage tells of.

    `content_step` names the step that an outer passage makes of it, such as a threat; it counts only if that step
    takes the passage's modality: what is told as done is not a threat any more.
    """
    for step in ontology.steps:
        if step.name == content_step and all(step.allows(field, getattr(told, field)) for field in _STATUS):
            return step
    relation = ontology.relations.get(told.statement.predicate)
    speech_act = relation is not None and relation.speech_act
    fitting = (step for step in ontology.steps if step.fits(told, speech_act=speech_act))
    return max(fitting, key=lambda step: (step.conditions, -step.rank))


def step_of_content(outer: Iterable[Evidence], ontology: Ontology) -> str:
    """The name of the step that outer passages, told as fact themselves, make of what they are about; or nothing."""
    for told in outer:
        relation = ontology.relations.get(told.statement.predicate)
        is_so = told.modality is Modality.ASSERTED and told.polarity is Polarity.AFFIRMED
        if is_so and relation and relation.content_step:
            return relation.content_step
    return ""


def status_words(told: Evidence, fields: Collection[str]) -> frozenset[str]:
    """The words, in lower case, that set some fields of a status: its cues, or the trigger where the frame set it."""
    effects = {f"{field}: {getattr(told, field)}" for field in fields}
    passages = [cue.passage for cue in told.cues if cue.effect in effects] or [told.trigger]
    return frozenset(word.casefold() for passage in passages for word in _WORD.findall(passage.text))


def end_is_said_last(told: Evidence) -> bool:
    """Whether of the cues of modality and phase, nearest to the trigger first, the last says that it ended.

    Without such cues it is so: the frame says both, as that of a failed bid.
    """
    effects = {f"{field}: {getattr(told, field)}" for field in ("modality", "phase")}
    setting = [cue.effect for cue in told.cues if cue.effect in effects]
    return not setting or setting[-1] == f"phase: {Phase.ENDED}"


def read_steps(resources: Resources) -> tuple[Step, ...]:
    """The steps of an ontology by rank, with the words that `d:StepWords` add.

    Raises OntologyError naming the resource, or the status that no step fits.
    """
    more: dict[str, list[str]] = {}
    for added in resources.of_type(D + "StepWords"):
        iri = added.one(D + "step", "the step that has these words, such as d:stepSuspended")
        if iri not in resources.table or D + "Step" not in resources.table[iri].all(TYPE):
            allowed = ", ".join(f"d:{step.name}" for step in resources.of_type(D + "Step"))
            raise added.error(f"step must be one of {allowed}; found <{iri}>")
        more.setdefault(iri, []).extend(_words(added))
    steps = sorted((_step(r, more.get(r.iri, [])) for r in resources.of_type(D + "Step")), key=lambda s: s.rank)
    _check_complete(steps)
    return tuple(steps)


def word_forms(word: str) -> Iterator[str]:
    """A word as it may stand in a text: suspend, suspends, suspended, suspending; irregular forms are words too."""
    stems = [word]
    if word.endswith("e"):
        stems.append(word[:-1])
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        yield f"{word[:-1]}ies"
        yield f"{word[:-1]}ied"
    if len(word) > 2 and word[-1] not in f"{_VOWELS}wxy" and word[-2] in _VOWELS:
        stems.append(word + word[-1])
    yield word
    for stem in stems:
        yield from (stem + ending for ending in ("s", "es", "ed", "ing"))


def _step(resource: Resource, more: list[str]) -> Step:
    rank = resource.one(D + "rank", "a whole number such as 5")
    if not rank.isascii() or not rank.isdigit():
        raise resource.error(f"rank must be a whole number such as 5; found {rank!r}")
    status = []
    for field, terms in _STATUS.items():
        names = [local_name(iri) for iri in resource.all(D + field)]
        unknown = sorted(set(names) - {term.value for term in terms})
        if unknown:
            allowed = ", ".join(f"d:{term}" for term in terms)
            raise resource.error(f"{field} must be one of {allowed}; found {', '.join(unknown)}")
        if names:
            status.append((field, frozenset(names)))
    return Step(
        name=resource.name,
        label=resource.one(SKOS + "prefLabel", "one text"),
        rank=int(rank),
        status=tuple(status),
        words=frozenset(form for word in (*_words(resource), *more) for form in word_forms(word)),
        given_up=resource.get(D + "givenUp") == "true",
        speech_act=resource.get(D + "speechAct") == "true",
        closes=resource.get(D + "closes") == "true",
    )


def _words(resource: Resource) -> list[str]:
    words = [word.strip().casefold() for text in resource.all(D + "word") for word in text.split(",")]
    for word in words:
        if not _WORD.fullmatch(word):
            raise resource.error(
                f'word must be single words joined by commas, such as "suspend, pause"; found {word!r}'
            )
    return words


def _check_complete(steps: list[Step]) -> None:
    """Whether every status has a step, so that none can be without."""
    plain = [step for step in steps if not (step.words or step.given_up or step.speech_act)]
    for terms in product(*_STATUS.values()):
        status = dict(zip(_STATUS, terms, strict=True))
        if not any(all(step.allows(field, term) for field, term in status.items()) for step in plain):
            raise OntologyError(f"<{D}Step>: no step without words is for what is {', '.join(terms)}; add one")

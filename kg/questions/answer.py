"""What the graph answers: a headline in words, and the evidence that carries it, strongest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from kg.graph import State, Telling
from kg.graph.rdf import main_passage
from kg.ontology import Ontology
from kg.records import Entity
from kg.wording import checked, sentence

NOTHING = "as far as these articles tell"


class Verdict(StrEnum):
    """The first words of an answer."""

    YES = "yes"
    NO = "no"
    NO_LONGER = "no longer"
    NOT_BY_NAME = "not by name"
    CLAIMED = "only claimed"
    NOT_KNOWN = "not known"
    LIST = "list"


@dataclass(frozen=True)
class Said:
    """What one outlet or speaker says of a finding; `who` is a line for people."""

    who: str
    tellings: tuple[Telling, ...]


@dataclass(frozen=True)
class Finding:
    """A statement that answers a question, where a name alone does not say how: `words` tell the way to it.

    `other` is whom its other end counts for; `tellings` carry its state; `said` has them by who says so, if asked for.
    """

    state: State
    other: Entity
    words: str
    tellings: tuple[Telling, ...]
    said: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Answer:
    """A headline for people and the evidence behind it; `states` are those of the statements that it speaks of."""

    verdict: Verdict
    headline: str
    rows: tuple[Telling, ...] = ()
    states: tuple[State, ...] = field(default=(), repr=False)
    findings: tuple[Finding, ...] = ()


def answer_lines(answer: Answer, ontology: Ontology) -> Iterator[str]:
    """The headline, then the evidence: by finding where there are findings, else each with its status."""
    yield answer.headline
    for finding in answer.findings:
        yield from _finding_lines(finding, ontology)
    for telling in () if answer.findings else answer.rows:
        yield f"  {telling.evidence.id}  {sentence(telling.evidence, ontology)}{checked(telling.evidence, ontology)}"
        yield f"      {_quoted(telling)}"


def _finding_lines(finding: Finding, ontology: Ontology) -> Iterator[str]:
    yield finding.words
    for said in finding.said or (Said("", finding.tellings),):
        if said.who:
            yield f"  {said.who}"
        for telling in said.tellings:
            yield f"    {telling.evidence.id}{checked(telling.evidence, ontology)}  {_quoted(telling)}"


def _quoted(telling: Telling) -> str:
    """The sentence, with where it was told."""
    article = telling.article
    place = ", ".join(filter(None, (article.publisher or article.title or article.id, article.date)))
    return f"“{' '.join(main_passage(telling.evidence).text.split())}” ({place})"

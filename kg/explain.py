"""Why an evidence says what it says: the sentence in context, frame, rule, roles and cues; from the store alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.graph.decided import Decided
from kg.graph.facts import State
from kg.graph.origins import origin_names
from kg.graph.rdf import main_passage
from kg.graph.reading import Reading
from kg.ontology import Ontology
from kg.records import Document, Entity, Evidence, Field, Passage
from kg.review.decisions import Decision
from kg.steps import step_of, step_of_content
from kg.wording import relation_label, sentence, state_label, status_phrase

CONTEXT = 240
_SENTENCE_END = re.compile(r"(?<=[.!?…”\"])\s+(?=[\"“‘(]?[A-Z0-9])")


@dataclass(frozen=True)
class Explanation:
    """An evidence with everything that bears on it; `before` and `after` are the text around its sentence.

    `content` is the evidence that this one is about, `content_of` the evidence that is about this one; `state` is
    what all evidence of its statement makes of it. `origin` names whose report it is, `copy_of` is the id of the
    article that its own is a copy of.
    """

    evidence: Evidence
    document: Document
    before: str
    after: str
    content: tuple[Evidence, ...]
    content_of: tuple[Evidence, ...]
    state: State
    origin: str
    copy_of: str | None
    ontology: Ontology
    decision: Decision | None = None

    @property
    def text(self) -> str:
        """The whole explanation for a terminal."""
        return "\n".join(explanation_lines(self))

    def __str__(self) -> str:
        return self.text


def explain(graph: Reading, short_id: str) -> Explanation:
    """Explains the evidence with an id, or with a beginning of it that only one has.

    Raises QueryError if there is none.
    """
    told = graph.find_evidence(short_id)
    document = graph.document(told.document)
    before, after = context(document, main_passage(told))
    statement = told.statement
    states = graph.states(subject=statement.subject.id, relations=[statement.predicate], object=statement.object.id)
    state = next(state for state in states if state.statement.id == statement.id)
    whose = next((one.origin for one in state.tellings if one.evidence.id == told.id), document.id)
    return Explanation(
        evidence=told,
        document=document,
        before=before,
        after=after,
        content=tuple(one for one in graph.evidence(told.document) if one.id in told.content),
        content_of=tuple(graph.evidence_about(told.id)),
        state=state,
        origin=origin_names(graph)(whose),
        copy_of=graph.origins([document.id])[document.id].copy_of,
        ontology=graph.ontology,
        decision=graph.track(told.id).by if isinstance(graph, Decided) else None,
    )


def context(document: Document, passage: Passage) -> tuple[str, str]:
    """The last sentence before a passage and the first after it, on one line each; shortened where they are long."""
    text = document.field_text(passage.field)
    before = _SENTENCE_END.split(text[: passage.start].strip())[-1]
    after = _SENTENCE_END.split(text[passage.end :].strip())[0]
    before, after = " ".join(before.split()), " ".join(after.split())
    if not any(map(str.isalpha, before)):
        before = ""  # what is left of a dateline: "Feb. 3 –"
    if len(before) > CONTEXT:
        before = "… " + before[-CONTEXT:].partition(" ")[2]
    if len(after) > CONTEXT:
        after = after[:CONTEXT].rpartition(" ")[0] + " …"
    return before, after


def explanation_lines(explanation: Explanation) -> Iterator[str]:
    """A heading, the sentence in context, then one line for each thing that is known."""
    told, document, ontology = explanation.evidence, explanation.document, explanation.ontology
    yield f"{told.id}  {sentence(told, ontology)}"
    yield ""
    if explanation.before:
        yield f"    {explanation.before}"
    for passage in told.passages:
        yield f"  > {marked(told, passage)}"
    if explanation.after:
        yield f"    {explanation.after}"
    yield ""
    article = ", ".join(filter(None, (document.title, document.publisher, document.date, document.url)))
    yield _line("article", f"{document.id}: {article}" if article else document.id)
    yield _line("origin", f"{explanation.origin}{_copied(explanation)}")
    for passage in told.passages:
        yield _line("passage", f"{passage.field}, characters {passage.start} to {passage.end}")
    yield _line("status", status_phrase(told, ontology))
    parts = (("modality", told.modality), ("polarity", told.polarity), ("phase", told.phase), ("voice", told.voice))
    yield _line("", ", ".join(f"{name} {value}" for name, value in parts))
    yield _line("step", step_of(told, ontology, content_step=step_of_content(explanation.content_of, ontology)).label)
    yield _line("said by", "; ".join(entity.name for entity in told.attribution) or ontology.status_labels[told.voice])
    yield _line("subject", _who(told.statement.subject, told.subject_mention))
    yield _line("relation", relation_label(told.statement.predicate, ontology))
    yield _line("object", _who(told.statement.object, told.object_mention))
    if told.time:
        bounds = f"{told.time.start or '…'} to {told.time.end or '…'}, by {told.time.precision}"
        yield _line("time", f"{told.time.value} ({bounds})")
    if told.about:
        yield _line("about", "; ".join(entity.name for entity in told.about))
    if told.place:
        yield _line("place", told.place.name)
    yield _line("trigger", _spot(told.trigger))
    yield _line("frame", told.frame or "none")
    yield _line("rule", told.rule or "none")
    for role in told.roles:
        yield _line("role", f"{role.role}: {_spot(role.mention)}{f' by {role.path}' if role.path else ''}")
    for cue in told.cues:
        yield _line("cue", f"{_spot(cue.passage)} sets {cue.effect}")
    yield _line("confidence", f"{told.confidence:.2f}")
    yield _line("review", _review(explanation))
    for inner in explanation.content:
        yield _line("content", f"{inner.id}  {sentence(inner, ontology)}")
    for outer in explanation.content_of:
        yield _line("content of", f"{outer.id}  {sentence(outer, ontology)}")
    yield _line("statement", _state(explanation.state, ontology))


def _copied(explanation: Explanation) -> str:
    return f"; the article is a copy of {explanation.copy_of}" if explanation.copy_of else ""


def _review(explanation: Explanation) -> str:
    """What a person made of it, who, when and why; and the id that it was read with, if it has another now."""
    told, decision = explanation.evidence, explanation.decision
    words = explanation.ontology.status_labels[told.review]
    if decision is not None:
        why = f": {decision.why}" if decision.why else ""
        words += f" by {decision.who} on {decision.when}{why} ({decision.id})"
    return words + (f"; read as {told.corrects}" if told.corrects else "")


def _line(name: str, value: str) -> str:
    return f"  {name:<11} {value}".rstrip()


def marked(told: Evidence, passage: Passage) -> str:
    """The sentence on one line, its trigger in [brackets]."""
    start, end = told.trigger.start - passage.start, told.trigger.end - passage.start
    inside = told.trigger.field is passage.field and 0 <= start < end <= len(passage.text)
    text = f"{passage.text[:start]}[{passage.text[start:end]}]{passage.text[end:]}" if inside else passage.text
    return " ".join(text.split())


def _spot(passage: Passage) -> str:
    where = "" if passage.field is Field.BODY else " of the title"
    return f"“{' '.join(passage.text.split())}” at {passage.start}{where}"


def _who(entity: Entity, mention: Passage | None) -> str:
    named = f", named {_spot(mention)}" if mention else ""
    wikidata = f", {entity.wikidata}" if entity.wikidata else ""
    return f"{entity.name} ({entity.type}{wikidata}){named}"


def _state(state: State, ontology: Ontology) -> str:
    words = [f"{state.statement.id}: {state_label(state.category, ontology)}"]
    words.append(f"{state.articles} article{'s' * (state.articles > 1)}")
    words.append(f"{len(state.origins)} independent origin{'s' * (len(state.origins) > 1)}")
    if state.since:
        words.append(f"since {state.since}")
    if state.until:
        words.append(f"ended {state.until}")
    if state.disputed:
        words.append("disputed")
    return ", ".join(words)

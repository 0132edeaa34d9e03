"""The sentences of an answer's headline: one way to say each state of a statement."""

from __future__ import annotations

from collections.abc import Sequence

from kg.graph import Category, State, Telling
from kg.ontology import Ontology
from kg.records import Entity, Evidence, Phase, Polarity
from kg.steps import step_of
from kg.wording import according_to, negated_label, spoken_name, state_label

PERSON_TYPE, GROUP_TYPE = "person", "group"
_NOT_YET = frozenset({Category.PLANNED, Category.REQUESTED, Category.POSSIBLE, Category.HYPOTHETICAL})


def listed(names: Sequence[str], *, last: str = "and") -> str:
    """ "A", "A and B", "A, B and C"; each once, in order."""
    once = list(dict.fromkeys(names))
    return f" {last} ".join(filter(None, (", ".join(once[:-1]), once[-1]))) if once else ""


def fact_phrase(state: State, ontology: Ontology) -> str:
    """ "the United States bars Huawei, since 2012"."""
    relation = ontology.relation(state.statement.predicate)
    subject, object = (spoken_name(end, ontology) for end in (state.statement.subject, state.statement.object))
    facts = [telling for telling in state.tellings if telling.category is Category.FACT]
    dispute = "; disputed" if state.disputed else ""
    return f"{subject} {relation.label} {object}{period(state)}{sources(facts)}{dispute}"


def ended_phrase(state: State, ontology: Ontology) -> str:
    """ "barred from 2024-03, ended 2025-01"; suspended and waived are ends too."""
    relation = ontology.relation(state.statement.predicate)
    return f"{relation.participle}{f' from {begun(state)}' if begun(state) else ''}, {end_phrase(state, ontology)}"


def end_phrase(state: State, ontology: Ontology) -> str:
    """ "ended 2025-01", "suspended 2025-01", or "ended" where nobody dates it; by the last passage that tells it."""
    last = next((one for one in reversed(state.tellings) if one.category is Category.ENDED and one.span), None)
    last = last or next((one for one in reversed(state.tellings) if one.category is Category.ENDED), None)
    end = step_of(last.evidence, ontology).label if last else state_label(Category.ENDED, ontology)
    return f"{end} {state.until}" if state.until else end


def begun(state: State) -> str:
    """When it began, as people write it: 2012 for 2012/.., "week of 2025-04-14" for what is told no finer."""
    first = (state.since or "").partition("/")[0]
    times = [telling.evidence.time for telling in state.tellings]
    of_a_week = any(time and time.precision == "week" and time.value == state.since for time in times)
    return f"week of {first}" if of_a_week else first


def latest(state: State) -> Evidence:
    """The last passage, by time, of those that the state rests on; the last dated one if there is one."""
    # A selection may not show the passage that the state rests on; "from 2012 to 2018" tells its own end.
    told = [telling for telling in state.tellings if state.standing(telling) is state.category] or state.tellings
    return max(told, key=lambda telling: (telling.span is not None, telling.order)).evidence


def heading(state: State, ontology: Ontology) -> str:
    """What those are called who have not done it: *only planned*, or *planned not to* if that is the last word."""
    last = latest(state)
    if state.category in _NOT_YET and last.polarity is Polarity.NEGATED:
        return negated_label(last.modality, ontology)
    return state_label(state.category, ontology)


def period(state: State) -> str:
    """ ", since 2012", ", from 2024-03", ", as told on 2019-01-27", or nothing where undated."""
    if not state.since:
        return ""
    first = next((t for t in state.tellings if t.category is Category.FACT and t.span), None)
    if first and first.evidence.time is None:
        return f", as told on {state.since}"
    return f", since {begun(state)}" if state.since.endswith("/..") else f", from {begun(state)}"


def sources(tellings: Sequence[Telling]) -> str:
    """ ", according to X", if none of the tellings is in an article's own voice."""
    said = [according_to(telling.evidence) for telling in tellings]
    return said[0] if said and all(said) else ""


def other_phrase(state: State, askers: Sequence[Evidence], ontology: Ontology) -> str:
    """What is told instead of a fact, of "it" or of a person by name: "the United States asked it to bar Huawei"."""
    # A selection may not show the passage that the state rests on; "from 2012 to 2018" tells its own end.
    told = [telling for telling in state.tellings if state.standing(telling) is state.category] or state.tellings
    first = latest(state) if state.category in (Category.PLANNED, Category.POSSIBLE) else told[0].evidence
    relation = ontology.relation(state.statement.predicate)
    it = state.statement.subject.name if state.statement.subject.type == PERSON_TYPE else "it"
    object = spoken_name(state.statement.object, ontology)
    no, gives_up = _negation(first, ontology), first.phase is Phase.ENDED and not _is_of_end(first, ontology)
    deed = f"{no}to {relation.infinitive} {object}"
    given_up = ", and gave it up" if gives_up else ""
    says = sources(told)
    match state.category:
        case Category.FACT:
            return f"{it} {relation.label} {object}{period(state)}{says}"
        case Category.ENDED:
            return ended_phrase(state, ontology)
        case Category.NEGATED:
            return f"{it} did not {relation.infinitive} {object}{says}"
        case Category.CLAIMED:
            return f"that {it} {relation.label} {object}"
        case Category.PLANNED:
            return f"{heading(state, ontology)}: {it} is {deed}{given_up}{says}"
        case Category.REQUESTED:
            return f"{requested_phrase(askers, ontology, it)} {deed}{_told_by(askers) or says}"
        case Category.POSSIBLE:
            return f"only considered: {it} may {no}{relation.infinitive} {object}{given_up}{says}"
        case Category.HYPOTHETICAL:
            return f"only under a condition: {it} would {no}{relation.infinitive} {object}{says}"
        case Category.UNKNOWN:
            return f"{it} {relation.label} {object}{says}"


def deed_phrase(told: Evidence, ontology: Ontology) -> str:
    """What somebody is to do: "to bar Huawei", "not to bar Huawei", "no longer to bar Huawei"."""
    relation = ontology.relation(told.statement.predicate)
    return f"{_negation(told, ontology)}to {relation.infinitive} {spoken_name(told.statement.object, ontology)}"


def _negation(told: Evidence, ontology: Ontology) -> str:
    if told.polarity is Polarity.NEGATED:
        return "not "
    return "no longer " if _is_of_end(told, ontology) else ""


def _is_of_end(told: Evidence, ontology: Ontology) -> bool:
    """Whether it is an end that is asked for, planned or considered: to lift a ban, not to impose one."""
    return step_of(told, ontology).asks_for_end


def requested_phrase(askers: Sequence[Evidence], ontology: Ontology, whom: str, *, was: str = "was") -> str:
    """ "the United States asked it", or "it was asked" where the article does not say by whom."""
    names = listed([spoken_name(asker.statement.subject, ontology) for asker in askers])
    return f"{names} asked {whom}" if names else f"{whom} {was} asked"


def claimants(tellings: Sequence[Telling]) -> str:
    """Who claims it: "Huawei and ZTE", or "somebody unnamed"."""
    speakers: list[Entity] = [telling.evidence.attribution[0] for telling in tellings if telling.evidence.attribution]
    return listed([speaker.name for speaker in speakers]) or "somebody unnamed"


def _told_by(askers: Sequence[Evidence]) -> str:
    said = [according_to(asker) for asker in askers]
    return said[0] if said and all(said) else ""

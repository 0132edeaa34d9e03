"""How a status and a statement are said to people; every word comes from the ontology."""

from __future__ import annotations

import re

from kg.iris import ONTOLOGY as D
from kg.keys import SKOS
from kg.ontology import Ontology
from kg.records import UNKNOWN_TYPE, Entity, Evidence, Modality, Phase, Polarity, Review, Voice

_REPORTED = frozenset({Voice.PARTY, Voice.UNNAMED})


def status_phrase(told: Evidence, ontology: Ontology) -> str:
    """One phrase, such as *told as fact*, *asked for, not done*, *planned*, *only if …*, *claimed by X*, *ended*."""
    labels = ontology.status_labels
    claim = _claim(told, ontology)
    if told.modality is Modality.ASSERTED:
        if told.polarity is Polarity.NEGATED:
            phrase = labels[Polarity.NEGATED]
        elif told.phase is Phase.ENDED:
            phrase = labels[Phase.ENDED]
        else:
            return claim or labels[Modality.ASSERTED]
    else:
        phrase = labels[told.modality]
        if told.polarity is Polarity.NEGATED:
            phrase = negated_label(told.modality, ontology)
        if told.modality is Modality.HYPOTHETICAL:
            phrase += " …"
        if told.phase is Phase.ENDED:
            phrase += f", {labels[Phase.ENDED]}"
    return f"{phrase}, {claim}" if claim else phrase


def negated_label(modality: Modality, ontology: Ontology) -> str:
    """What is planned, asked or considered not to be: *planned not to*, *asked not to*."""
    labels = ontology.status_labels
    return _term(ontology, modality, "negatedLabel") or f"{labels[modality]} ({labels[Polarity.NEGATED]})"


def clause(told: Evidence, ontology: Ontology) -> str:
    """The statement as its status has it: "United States pressures Poland", "Poland to bar Chinese tech firms"."""
    subject, object = (shown_name(end, ontology) for end in (told.statement.subject, told.statement.object))
    return _said(told, subject, object, ontology)


def verb_phrase(told: Evidence, ontology: Ontology) -> str:
    """The relation as its status has it, without who and whom: "pressures", "to bar", "did not bar"."""
    return " ".join(_said(told, "", "", ontology).split())


def sentence(told: Evidence, ontology: Ontology) -> str:
    """A line for a person: "United States pressures Poland — told as fact, according to The New York Times"."""
    return f"{clause(told, ontology)} — {status_phrase(told, ontology)}{according_to(told)}"


def checked(told: Evidence, ontology: Ontology) -> str:
    """ " [accepted]", " [corrected]", or nothing where nobody has looked."""
    return "" if told.review is Review.UNCHECKED else f" [{ontology.status_labels[told.review]}]"


def according_to(told: Evidence) -> str:
    """ ", according to The New York Times", or nothing; a party that claims stands in the status already."""
    speakers = told.attribution[1:] if told.voice is Voice.PARTY else told.attribution
    return f", according to {spoken_list(speakers)}" if speakers else ""


def spoken_list(entities: tuple[Entity, ...]) -> str:
    """ "A", "A and B", "A, B and C"."""
    names = [entity.name for entity in entities]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def shown_name(entity: Entity, ontology: Ontology) -> str:
    """The name, or "somebody" for who is not named."""
    return entity.name if entity.type != UNKNOWN_TYPE else _term(ontology, "Unknown", "spokenAs") or entity.name


def spoken_name(entity: Entity, ontology: Ontology) -> str:
    """A name inside a sentence: "the United States", "the Trump administration", "Poland"."""
    words = set(_term(ontology, "Entity", "articleBeforeNamesEndingIn").split())
    ending = re.split(r"[\s’']+", entity.name)[-1]
    named = "'s " in entity.name or "’s " in entity.name or entity.name.casefold().startswith("the ")
    return f"the {entity.name}" if ending in words and not named else shown_name(entity, ontology)


def state_label(category: str, ontology: Ontology) -> str:
    """What all evidence together makes of a statement, by its category: *in force*, *ended*, *only asked for* …"""
    resource = ontology.resources.table.get(f"{D}state{category.capitalize()}")
    return resource.get(SKOS + "prefLabel", category) if resource else category


def relation_label(predicate: str, ontology: Ontology) -> str:
    """The wording of a relation; its name where this ontology does not have it."""
    known = ontology.relations.get(predicate) or ontology.groups.get(predicate)
    return known.label if known else predicate


def _said(told: Evidence, subject: str, object: str, ontology: Ontology) -> str:
    relation = ontology.relation(told.statement.predicate)
    negated = told.polarity is Polarity.NEGATED
    ended = told.modality is Modality.ASSERTED and told.phase is Phase.ENDED and not negated
    status = Phase.ENDED if ended else told.modality
    pattern = _term(ontology, status, "negatedPattern" if negated else "pattern") or "{subject} {label} {object}"
    return pattern.format(
        subject=subject,
        object=object,
        label=relation.label,
        infinitive=relation.infinitive,
        participle=relation.participle,
    )


def _claim(told: Evidence, ontology: Ontology) -> str:
    if told.voice not in _REPORTED:
        return ""
    label = ontology.status_labels[told.voice]
    if told.voice is Voice.UNNAMED:
        return label
    return f"{label} {told.attribution[0].name}" if told.attribution else label


def _term(ontology: Ontology, name: str, wording: str) -> str:
    resource = ontology.resources.table.get(D + name)
    return resource.get(D + wording) if resource else ""

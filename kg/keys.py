"""What may be said of each class of resource in Turtle: its own keys, and the kind of value that each takes."""

from __future__ import annotations

from enum import StrEnum

from kg.iris import ONTOLOGY as D
from kg.iris import local_name
from kg.spelling import did_you_mean
from kg.turtle import TYPE, Iri, Resource, Resources

RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"


class Kind(StrEnum):
    """A kind of value, as it is said to whoever wrote another."""

    IRI = "an IRI, such as d:bars"
    TEXT = 'text in quotes, such as "bar, ban"'
    TRUTH = "true or false"


_WORDED = dict.fromkeys(("inverseLabel", "infinitive", "participle", "color"), Kind.TEXT)
_STATUS = dict.fromkeys(("pattern", "negatedPattern", "negatedLabel"), Kind.TEXT)

KEYS: dict[str, dict[str, Kind]] = {
    "EntityType": dict.fromkeys(("color", "spokenAs", "ftmSchema"), Kind.TEXT),
    "Relation": _WORDED
    | {"ftmSchema": Kind.TEXT, "contentStep": Kind.IRI, "answers": Kind.IRI}
    | dict.fromkeys(("speechAct", "actOfAuthority", "disputesContent", "concernsPlace"), Kind.TRUTH),
    "RelationGroup": _WORDED,
    "Modality": _STATUS,
    "Polarity": _STATUS,
    "Phase": _STATUS,
    "Voice": {},
    "Review": {},
    "State": {},
    "Step": dict.fromkeys(("modality", "polarity", "phase", "voice"), Kind.IRI)
    | {"rank": Kind.TEXT, "word": Kind.TEXT}
    | dict.fromkeys(("givenUp", "speechAct", "closes"), Kind.TRUTH),
    "StepWords": {"step": Kind.IRI, "word": Kind.TEXT},
    "EventCode": dict.fromkeys(("relation", "modality", "polarity", "phase"), Kind.IRI)
    | dict.fromkeys(("plover", "cameo"), Kind.TEXT),
    "Frame": dict.fromkeys(
        ("evokes", "status", "statusIfEnded", "contentStatus", "ignores", "endedBy", "phase"), Kind.IRI
    )
    | dict.fromkeys(("goods", "agentless", "pairs", "standsAlone", "foreign"), Kind.TRUTH)
    | dict.fromkeys(("word", "partOfSpeech", "subject", "object", "alsoObject", "content", "when", "unless"), Kind.TEXT)
    | dict.fromkeys(("place", "topic", "absorbs", "example"), Kind.TEXT),
    "Cue": {"sets": Kind.IRI, "speaker": Kind.TRUTH, "silences": Kind.TRUTH}
    | dict.fromkeys(("word", "partOfSpeech", "governs"), Kind.TEXT),
    "Words": {"word": Kind.TEXT, "purpose": Kind.TEXT},
    "NounClass": {"word": Kind.TEXT, "denotes": Kind.TEXT},
    "NameClass": {"word": Kind.TEXT, "denotes": Kind.TEXT},
}
"""Class → its keys in the namespace of the ontology; those of other vocabularies are anybody's."""

_EVERYWHERE = dict.fromkeys(
    (TYPE, *(RDFS + name for name in ("subClassOf", "subPropertyOf", "domain", "range"))), Kind.IRI
) | dict.fromkeys((RDFS + "label", SKOS + "definition", SKOS + "prefLabel", SKOS + "notation"), Kind.TEXT)


def check_keys(resources: Resources) -> None:
    """Whether every resource is of a class that there is, with keys that it has and values of their kind.

    Raises OntologyError naming file and IRI, what was found and what is allowed.
    """
    classes = {r.name for r in resources.of_type(OWL + "Class") if r.iri.startswith(D)} | set(KEYS)
    for resource in resources.table.values():
        kinds = dict(_EVERYWHERE)
        for iri in resource.all(TYPE):
            name = local_name(iri)
            if iri.startswith(D) and name not in classes:
                allowed = ", ".join(f"d:{known}" for known in sorted(KEYS))
                raise resource.error(f"unknown class d:{name}; allowed are {allowed}{did_you_mean(name, KEYS, 'd:')}")
            if iri.startswith(D):
                kinds |= {D + key: kind for key, kind in KEYS.get(name, {}).items()}
        _check_known(resource, kinds)
        for key, kind in kinds.items():
            _check_kind(resource, key, kind)


def _check_known(resource: Resource, kinds: dict[str, Kind]) -> None:
    ours = [key for key in kinds if key.startswith(D)]
    for key in resource.values:
        if not key.startswith(D) or key in kinds:
            continue
        if not resource.all(TYPE):
            raise resource.error(
                f"d:{local_name(key)} is said of it, but not what it is; write a d:Frame, a d:Relation …"
            )
        if ours:
            names = sorted(local_name(known) for known in ours)
            allowed = ", ".join(f"d:{name}" for name in names)
            near = did_you_mean(local_name(key), names, "d:")
            raise resource.error(f"unknown property d:{local_name(key)}; allowed are {allowed}{near}")


def _check_kind(resource: Resource, key: str, kind: Kind) -> None:
    for value in resource.all(key):
        if kind is Kind.TRUTH:
            fits = value in ("true", "false") and not isinstance(value, Iri)
        else:
            fits = isinstance(value, Iri) is (kind is Kind.IRI)
        if not fits:
            found = f"<{value}>" if isinstance(value, Iri) else f"the text {value!r}"
            raise resource.error(f"{local_name(key)} must be {kind}; found {found}")

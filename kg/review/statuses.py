"""Every status in words and in terms: the way back from `kg.wording.status_phrase`."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace

from kg.ontology import Ontology
from kg.records import Entity, Evidence, Field, Modality, Passage, Phase, Polarity, Statement, Voice
from kg.review.decisions import Change
from kg.wording import status_phrase


def plain_phrases(ontology: Ontology) -> list[str]:
    """The phrases of statuses that a person would choose from, the plainest first."""
    usual = (phrase for phrase, terms in phrases(ontology) if _is_usual(terms))
    return list(dict.fromkeys(usual))


def _is_usual(terms: Mapping[str, Change]) -> bool:
    """An end only of what was told as fact, and somebody unnamed only for that too."""
    asserted = terms["modality"] is Modality.ASSERTED
    plain = terms["phase"] is Phase.IN_FORCE and terms["polarity"] is Polarity.AFFIRMED
    return (asserted and plain) or (terms["voice"] is Voice.ARTICLE and (asserted or terms["phase"] is Phase.IN_FORCE))


def phrases(ontology: Ontology) -> Iterator[tuple[str, dict[str, Change]]]:
    """Each plain status in words and in terms, the plainest terms first."""
    somebody = Entity("", "", "")
    place = Passage(Field.BODY, 0, 0, "")
    bare = Evidence(Statement(somebody, "", somebody), "", (place,), place, None, None)
    for voice in (Voice.ARTICLE, Voice.UNNAMED):
        for modality, polarity, phase in itertools.product(Modality, Polarity, Phase):
            told = replace(bare, modality=modality, polarity=polarity, phase=phase, voice=voice)
            yield (
                status_phrase(told, ontology),
                {"modality": modality, "polarity": polarity, "phase": phase, "voice": voice},
            )

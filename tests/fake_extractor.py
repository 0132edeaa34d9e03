"""An extractor without a model: it reads sentences such as "Poland bars Huawei." and nothing else."""

from __future__ import annotations

import re

from kg.iris import Namespaces
from kg.ontology import load_ontology
from kg.records import Document, Entity, Evidence, Field, Passage, Phase, Run, Statement

SENTENCE = re.compile(r"(?P<subject>[A-Z]\w+) (?P<verb>bars|unbars|pressures) (?P<object>[A-Z]\w+)\.")


class FakeExtractor:
    def __init__(self, *, model: str = "fake-1") -> None:
        self.ontology = load_ontology()
        self.run = Run("0", self.ontology.version, model)
        self.read: list[str] = []

    def extract(self, document: Document) -> list[Evidence]:
        self.read.append(document.id)
        return [_evidence(document, found) for found in SENTENCE.finditer(document.text)]


def entity(name: str) -> Entity:
    return Entity(Namespaces().entity(name), name, "country")


def _evidence(document: Document, found: re.Match[str]) -> Evidence:
    def passage(group: str | int) -> Passage:
        return Passage(Field.BODY, *found.span(group), found[group])

    verb = found["verb"]
    return Evidence(
        statement=Statement(entity(found["subject"]), verb.removeprefix("un"), entity(found["object"])),
        document=document.id,
        passages=(passage(0),),
        trigger=passage("verb"),
        subject_mention=passage("subject"),
        object_mention=passage("object"),
        phase=Phase.ENDED if verb.startswith("un") else Phase.IN_FORCE,
        frame=verb,
        rule="fake",
    )

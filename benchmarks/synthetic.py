"""Graphs of any size for measuring: articles with evidence as extraction makes it, the same for the same seed.

Actors are few and told of very unevenly, as in news: what doubles with the evidence is articles, passages and offsets,
while actors do not and statements grow ever more slowly.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from kg.iris import Namespaces
from kg.ontology import Ontology
from kg.records import (
    Document,
    Entity,
    Evidence,
    Field,
    Modality,
    Passage,
    Phase,
    Polarity,
    RolePath,
    Run,
    Statement,
    Time,
    Voice,
)

RUN = Run(version="0", ontology="synthetic", model="synthetic")
PER_ARTICLE = 10
_ACTORS = 400
_SEED = 20190127
_FIRST_DAY = date(2018, 1, 1)
_DAYS = 2500
_TYPES = ("country", "company", "company", "company", "agency", "bloc", "product")
_OUTLETS = tuple(f"Outlet {number}" for number in range(40))
_MODALITIES = (Modality.ASSERTED,) * 6 + (Modality.REQUESTED, Modality.PLANNED, Modality.POSSIBLE)
_VOICES = (Voice.ARTICLE,) * 6 + (Voice.MEDIA, Voice.PARTY)
_NAMES = Namespaces()


def articles(evidence: int, ontology: Ontology) -> Iterator[tuple[Document, list[Evidence]]]:
    """Articles with `evidence` pieces of evidence in all, each of PER_ARTICLE."""
    drawn = random.Random(_SEED)
    actors = [_actor(number) for number in range(_ACTORS)]
    media = [Entity(_NAMES.entity(name), name, "media") for name in _OUTLETS]
    relations = sorted(ontology.relations)
    for number in range((evidence + PER_ARTICLE - 1) // PER_ARTICLE):
        yield _article(number, min(PER_ARTICLE, evidence - number * PER_ARTICLE), drawn, actors, media, relations)


def _actor(number: int) -> Entity:
    kind = _TYPES[number % len(_TYPES)]
    name = f"{kind.capitalize()} {number:03}"
    country = None if kind == "country" else _NAMES.entity(f"Country {number // 21 * 21:03}")
    return Entity(
        _NAMES.entity(name), name, kind, wikidata=f"Q{1000 + number}", aliases=(f"Alias {number}",), country=country
    )


def _article(
    number: int, told: int, drawn: random.Random, actors: list[Entity], media: list[Entity], relations: list[str]
) -> tuple[Document, list[Evidence]]:
    identity = f"https://news.example/{number % 997:03}/{number}"
    day = _FIRST_DAY + timedelta(days=drawn.randrange(_DAYS))
    group = Entity(_NAMES.local_entity(identity, "Unnamed firms"), "Unnamed firms", "group", local=True)
    plan = []
    for _ in range(told):
        subject = actors[_uneven(drawn)]
        relation = relations[drawn.randrange(len(relations))]
        value = group if drawn.random() < 0.05 else actors[_uneven(drawn)]
        plan.append((subject, relation, value, drawn.choice(_MODALITIES), drawn.choice(_VOICES), drawn.random()))
    sentences = [
        f"Passage {place} of article {number} reports that {subject.name} {relation} {value.name}, as officials said."
        for place, (subject, relation, value, *_) in enumerate(plan)
    ]
    document = Document(
        id=identity,
        text="\n\n".join(sentences),
        title=f"Article {number} on {plan[0][0].name}",
        date=day.isoformat(),
        publisher=drawn.choice(media).name,
        url=identity,
    )
    evidence, start = [], 0
    for sentence, (subject, relation, value, modality, voice, chance) in zip(sentences, plan, strict=True):
        passage = Passage(Field.BODY, start, start + len(sentence), sentence)
        evidence.append(
            Evidence(
                statement=Statement(subject, relation, value),
                document=identity,
                passages=(passage,),
                trigger=_within(passage, relation),
                subject_mention=_within(passage, subject.name),
                object_mention=_within(passage, value.name),
                modality=modality,
                polarity=Polarity.NEGATED if chance < 0.06 else Polarity.AFFIRMED,
                phase=Phase.ENDED if chance > 0.95 else Phase.IN_FORCE,
                voice=voice,
                attribution={Voice.MEDIA: (media[number % len(media)],), Voice.PARTY: (subject,)}.get(voice, ()),
                time=_month(day) if chance > 0.5 else None,
                frame=f"{relation}/synthetic",
                rule="verb-object",
                roles=(RolePath("subject", "nsubj", _within(passage, subject.name)),),
                confidence=round(0.5 + chance / 2, 3),
            )
        )
        start += len(sentence) + 2
    return document, evidence


def _uneven(drawn: random.Random) -> int:
    return min(int(_ACTORS * drawn.random() ** 3), _ACTORS - 1)


def _within(passage: Passage, words: str) -> Passage:
    at = passage.start + passage.text.index(words)
    return Passage(passage.field, at, at + len(words), words)


def _month(day: date) -> Time:
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return Time(f"{day:%Y-%m}", first.isoformat(), last.isoformat(), "month")

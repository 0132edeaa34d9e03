"""Contradictions in words, as rows of a spreadsheet and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kg.contradictions import Contradiction, Side
from kg.graph.disputes import Matter
from kg.graph.facts import Telling
from kg.graph.origins import ArticleOrigin, origin_names
from kg.graph.rdf import main_passage
from kg.graph.reading import Reading
from kg.history_text import source, spoken_time
from kg.jsonl import Json, evidence_record
from kg.ontology import Ontology
from kg.records import Review
from kg.wording import according_to, relation_label, shown_name, state_label, status_phrase

COLUMNS = (
    "statement",
    "subject",
    "relation",
    "object",
    "state",
    "about",
    "side",
    "side since",
    "side origins",
    "said by",
    "origin",
    "copy of",
    "time",
    "id",
    "status",
    "quote",
    "title",
    "publisher",
    "date",
    "url",
    "article",
    "confidence",
    "review",
)
SIDES: dict[Matter, tuple[str, str]] = {
    Matter.FACT: ("so", "not so"),
    Matter.END: ("ended", "not ended"),
    Matter.PLAN: ("planned", "not planned"),
    Matter.ACCUSATION: ("accused", "rejected"),
    Matter.CLAIM: ("told as fact", "only claimed"),
}
Names = Callable[[str], str]


def copies_in(reading: Reading, found: Sequence[Contradiction]) -> dict[str, ArticleOrigin]:
    """The origin of every article in some contradictions, by its id."""
    ids = {t.evidence.document for one in found for side in (one.affirmed, one.denied) for t in side.tellings}
    return reading.origins(sorted(ids))


def contradiction_lines(found: Sequence[Contradiction], reading: Reading) -> Iterator[str]:
    """A heading for each, then each side: who says so, since when, how many origins, and what they say."""
    names, origins = origin_names(reading), copies_in(reading, found)
    for one in found:
        yield ""
        yield f"{heading(one, reading.ontology)}  {one.state.statement.id}"
        for side, label in zip((one.affirmed, one.denied), SIDES[one.matter], strict=True):
            number = len(side.origins)
            by = f"{number} independent origin{'s' * (number > 1)}: {_voices(side, names, reading.ontology)}"
            yield f"  {label}, {_since(side)}, {by}"
            yield from _side_lines(side, reading.ontology, origins)


def heading(one: Contradiction, ontology: Ontology) -> str:
    """ "Velmora bars Orvane Networks: ended"; what was said is not in force."""
    statement = one.state.statement
    subject, object = shown_name(statement.subject, ontology), shown_name(statement.object, ontology)
    clause = f"{subject} {relation_label(statement.predicate, ontology)} {object}"
    said = ontology.relation(statement.predicate).speech_act
    return clause if said else f"{clause}: {state_label(one.state.category, ontology)}"


def contradiction_rows(found: Sequence[Contradiction], reading: Reading) -> Iterator[dict[str, str]]:
    """A row for each passage, with the columns COLUMNS."""
    names, origins, ontology = origin_names(reading), copies_in(reading, found), reading.ontology
    for one in found:
        statement = one.state.statement
        for side, label in zip((one.affirmed, one.denied), SIDES[one.matter], strict=True):
            for telling in side.tellings:
                told, article = telling.evidence, telling.article
                yield {
                    "statement": statement.id,
                    "subject": shown_name(statement.subject, ontology),
                    "relation": relation_label(statement.predicate, ontology),
                    "object": shown_name(statement.object, ontology),
                    "state": state_label(one.state.category, ontology),
                    "about": one.matter,
                    "side": label,
                    "side since": side.since or "",
                    "side origins": str(len(side.origins)),
                    "said by": said_by(telling, names, ontology),
                    "origin": names(telling.origin),
                    "copy of": origins[article.id].copy_of or "",
                    "time": told.time.value if told.time else "",
                    "id": told.id,
                    "status": status_phrase(told, ontology),
                    "quote": _quote(telling),
                    "title": article.title,
                    "publisher": article.publisher or "",
                    "date": article.date or "",
                    "url": article.url or "",
                    "article": article.id,
                    "confidence": f"{told.confidence:.3f}",
                    "review": ontology.status_labels[told.review],
                }


def contradiction_records(found: Sequence[Contradiction], reading: Reading) -> list[Json]:
    """An object for each, with both sides and the whole record of each passage."""
    names, origins, ontology = origin_names(reading), copies_in(reading, found), reading.ontology

    def side(one: Side, label: str) -> Json:
        return {
            "side": label,
            "since": one.since,
            "origins": sorted(map(names, one.origins)),
            "said_by": _speakers(one, names, ontology),
            "evidence": [
                evidence_record(telling.evidence, telling.article) | {"copy_of": origins[telling.article.id].copy_of}
                for telling in one.tellings
            ],
        }

    return [
        {
            "statement": one.state.statement.id,
            "subject": {"id": one.state.statement.subject.id, "name": one.state.statement.subject.name},
            "predicate": one.state.statement.predicate,
            "object": {"id": one.state.statement.object.id, "name": one.state.statement.object.name},
            "state": one.state.category.value,
            "about": one.matter.value,
            "sides": [side(one.affirmed, SIDES[one.matter][0]), side(one.denied, SIDES[one.matter][1])],
        }
        for one in found
    ]


def said_by(telling: Telling, names: Names, ontology: Ontology) -> str:
    """Who says so: who denies, else the nearest speaker, else the outlet."""
    told = telling.evidence
    if ontology.relation(told.statement.predicate).disputes_content:
        return shown_name(told.statement.subject, ontology)
    return told.attribution[0].name if told.attribution else names(telling.origin)


def _voices(side: Side, names: Names, ontology: Ontology) -> str:
    """ "Sarn Wire Agency, the regulator in Spectrum Trade Weekly"; each once, the first first."""
    found: dict[str, None] = {}
    for telling in side.tellings:
        speaker, outlet = said_by(telling, names, ontology), names(telling.origin)
        found[speaker if speaker == outlet else f"{speaker} in {outlet}"] = None
    return ", ".join(found)


def _speakers(side: Side, names: Names, ontology: Ontology) -> list[str]:
    return list(dict.fromkeys(said_by(telling, names, ontology) for telling in side.tellings))


def _since(side: Side) -> str:
    """ "since 2024-03", "reported since 2025-02-03" by an article's date, "undated"."""
    first = next((telling for telling in side.tellings if telling.span), None)
    if first is None:
        return "undated"
    if first.evidence.time is None:
        return f"reported since {first.article.date}"
    when = spoken_time(first.evidence.time)
    return when if when.startswith(("since", "until")) else f"since {when}"


def _side_lines(side: Side, ontology: Ontology, origins: dict[str, ArticleOrigin]) -> Iterator[str]:
    """Each passage with its sentence; what copies tell again stands under the first that tells it, by id."""
    groups: dict[tuple[str, ...], list[Telling]] = {}
    for telling in side.tellings:
        first = origins[telling.article.id].copy_of or telling.article.id
        told = telling.evidence
        status = status_phrase(told, ontology)
        groups.setdefault((first, told.statement.id, told.trigger.text, status), []).append(telling)
    for (first, *_), group in groups.items():
        telling, *again = sorted(group, key=lambda t: (t.article.id != first, t.order))
        told = telling.evidence
        checked = "" if told.review is Review.UNCHECKED else f", {ontology.status_labels[told.review]}"
        yield f"    {told.id}  {status_phrase(told, ontology)}{according_to(told)}{checked}"
        yield f"        “{_quote(telling)}” ({source(telling.article)})"
        if again:
            yield f"        and in copies of it: {', '.join(f'{t.evidence.id} ({source(t.article)})' for t in again)}"


def _quote(telling: Telling) -> str:
    return " ".join(main_passage(telling.evidence).text.split())

"""RDF → records: the way back from `rdf.py`; what went in comes out equal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import vocabulary as v
from kg.graph.rdf import order_of
from kg.graph.vocabulary import term
from kg.iris import local_name
from kg.ontology import Ontology
from kg.records import (
    Cue,
    Document,
    Entity,
    Evidence,
    Field,
    Modality,
    Passage,
    Phase,
    Polarity,
    Review,
    RolePath,
    Run,
    Statement,
    Time,
    Voice,
)

Quads = Callable[[NamedNode], Iterable[Quad]]


class ArticleReader:
    """Reads records back out of one article's named graph; `quads(node)` gives what the graph says of a node."""

    def __init__(self, graph: str, quads: Quads, ontology: Ontology) -> None:
        self.graph = NamedNode(graph)
        self.ontology = ontology
        self._quads = quads
        self._entities: dict[str, Entity] = {}

    @cached_property
    def document_id(self) -> str:
        """The id that the article came with."""
        return _Values(self._quads(self.graph)).text(v.IDENTIFIER)

    def document(self, *, with_text: bool = True) -> Document:
        """The article as it was built from, or without its text."""
        article = _Values(self._quads(self.graph))
        return Document(
            id=self.document_id,
            text=article.text(v.BODY) if with_text else "",
            title=article.text(v.HEADLINE),
            date=article.get(v.PUBLISHED),
            publisher=article.get(v.PUBLISHER),
            author=article.get(v.AUTHOR),
            url=article.get(v.URL),
        )

    def run(self) -> Run:
        """What made the article's evidence."""
        return read_run(self._quads(NamedNode(_Values(self._quads(self.graph)).text(v.GENERATED_BY))))

    def entity(self, iri: str) -> Entity:
        """An entity as this article describes it."""
        if iri not in self._entities:
            self._entities[iri] = read_entity(iri, self._quads(NamedNode(iri)), self.ontology)
        return self._entities[iri]

    def statement(self, iri: str) -> Statement:
        """A statement with its entities."""
        values = _Values(self._quads(NamedNode(iri)))
        predicate = local_name(values.text(v.PREDICATE))
        return Statement(self.entity(values.text(v.SUBJECT)), predicate, self.entity(values.text(v.OBJECT)))

    def evidence(self, iri: str) -> Evidence:
        """A piece of evidence, equal to the record that was written."""
        values = _Values(self._quads(NamedNode(iri)))
        trigger = _span(values, "trigger")
        if trigger is None:
            raise ValueError(f"<{iri}> has no trigger")
        place = values.get(term("d:place"))
        told = Evidence(
            statement=self.statement(values.text(term("d:statement"))),
            document=self.document_id,
            passages=tuple(self._passages(values)),
            trigger=trigger,
            subject_mention=_span(values, "subjectMention"),
            object_mention=_span(values, "objectMention"),
            modality=Modality(local_name(values.text(term("d:modality")))),
            polarity=Polarity(local_name(values.text(term("d:polarity")))),
            phase=Phase(local_name(values.text(term("d:phase")))),
            voice=Voice(local_name(values.text(term("d:voice")))),
            attribution=tuple(self.entity(one) for one in values.ordered(term("d:attributedTo"))),
            time=_time(values),
            about=tuple(self.entity(one) for one in values.ordered(term("d:about"))),
            place=self.entity(place) if place else None,
            content=tuple(local_name(one) for one in values.ordered(term("d:content"))),
            frame=values.text(term("d:frame")),
            rule=values.text(term("d:rule")),
            roles=tuple(RolePath(r[0], r[1], _passage(r[2:])) for r in values.json(term("d:roles"))),
            cues=tuple(Cue(c[0], _passage(c[1:])) for c in values.json(term("d:cues"))),
            confidence=float(values.text(term("d:confidence"))),
            review=Review(local_name(values.text(term("d:review"))) or Review.UNCHECKED),
            corrects=values.text(term("d:corrects")),
        )
        written = local_name(iri)
        return told if told.id == written else replace(told, read_as=written)

    def _passages(self, values: _Values) -> Iterator[Passage]:
        contexts = [_Values(self._quads(NamedNode(iri))) for iri in values.all(term("d:context"))]
        others = {context.integer(term("d:order")): context for context in contexts}
        main = next(order for order in range(len(others) + 1) if order not in others)
        for _, passage in sorted({**others, main: values}.items()):
            yield Passage(
                Field(passage.text(term("d:field"))),
                passage.integer(term("d:start")),
                passage.integer(term("d:end")),
                passage.text(term("d:quote")),
            )


def read_run(quads: Iterable[Quad]) -> Run:
    """A run from what a graph says of it."""
    run = _Values(quads)
    return Run(*(run.text(term(f"d:{name}")) for name in ("programVersion", "ontologyDigest", "model")))


def read_entity(iri: str, quads: Iterable[Quad], ontology: Ontology) -> Entity:
    """An entity from what one graph says of it; a class that is not in the ontology gives its name in lower case."""
    values = _Values(quads)
    types = {known.iri: name for name, known in ontology.types.items()}
    found = values.all(v.TYPE) or [""]
    page = values.get(v.PAGE)
    wikidata = values.get(v.EXACT_MATCH)
    return Entity(
        id=iri,
        name=values.text(v.PREF_LABEL) or unquote(local_name(iri)).replace("_", " "),
        type=types.get(found[0], local_name(found[0]).lower()),
        wikidata=wikidata.removeprefix(v.WIKIDATA) if wikidata else None,
        wikipedia=unquote(page.removeprefix(v.WIKIPEDIA)) if page else values.get(v.SAME_AS),
        aliases=tuple(values.ordered(v.ALT_LABEL)),
        country=values.get(term("d:ofCountry")),
        part_of=values.get(term("d:partOf")),
        local=values.get(term("d:localTo")) is not None,
    )


class _Values:
    """What a graph says of one node: predicate → values as texts, sorted."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._values: dict[NamedNode, list[str]] = {}
        for quad in quads:
            value = quad.object
            if isinstance(value, NamedNode | Literal):
                self._values.setdefault(quad.predicate, []).append(value.value)

    def all(self, predicate: NamedNode) -> list[str]:
        return sorted(self._values.get(predicate, []))

    def get(self, predicate: NamedNode) -> str | None:
        return min(self._values.get(predicate, []), default=None)

    def text(self, predicate: NamedNode) -> str:
        return self.get(predicate) or ""

    def integer(self, predicate: NamedNode) -> int:
        return int(self.text(predicate))

    def ordered(self, predicate: NamedNode) -> list[str]:
        order = self.get(order_of(predicate))
        return [str(one) for one in json.loads(order)] if order else self.all(predicate)

    def json(self, predicate: NamedNode) -> list[list[str]]:
        found: list[list[str]] = json.loads(self.get(predicate) or "[]")
        return found


def _passage(parts: Sequence[str]) -> Passage:
    return Passage(Field(parts[0]), int(parts[1]), int(parts[2]), parts[3])


def _span(values: _Values, name: str) -> Passage | None:
    field = values.get(term(f"d:{name}Field"))
    if field is None:
        return None
    start, end = (values.integer(term(f"d:{name}{bound}")) for bound in ("Start", "End"))
    return Passage(Field(field), start, end, values.text(term(f"d:{name}")))


def _time(values: _Values) -> Time | None:
    value = values.get(term("d:time"))
    if value is None:
        return None
    start, end = (values.get(term(f"d:time{bound}")) for bound in ("Start", "End"))
    return Time(value, start, end, values.text(term("d:timePrecision")))

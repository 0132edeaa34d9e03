"""Records → RDF: what an article, its statements and their evidence are in the graph; `reader.py` is the way back.

    article ◀─prov:wasDerivedFrom─ evidence ─d:statement─▶ statement ─rdf:subject─▶ entity
                                      │                        ├─rdf:predicate─▶ d:bars
                                      └─d:modality, d:quote …  └─rdf:object────▶ entity

Everything an article says stands in one named graph, whose name is the article's IRI. No blank nodes: a second
passage has an IRI under its evidence. Where the order of values means something and is not their sorted order, one
literal beside them keeps it. Role paths and cues are for `kg explain` alone and stand as one JSON literal each.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import vocabulary as v
from kg.graph.vocabulary import term
from kg.iris import ONTOLOGY, Namespaces, local_name
from kg.ontology import Ontology
from kg.records import Document, Entity, Evidence, Passage, Run, Statement, Time

Node = NamedNode | Literal


def article_quads(
    document: Document, evidence: Iterable[Evidence], run: Run, ontology: Ontology, *, with_text: bool = True
) -> list[Quad]:
    """One article, its evidence and everything that it names, in the article's named graph, without repetition.

    Of evidence with one id the first counts. Raises OntologyError on a relation or ValueError on an IRI that is none.
    """
    writer = _Writer(document, run, ontology)
    writer.article(with_text)
    for told in {e.id: e for e in reversed(list(evidence))}.values():
        writer.evidence(told)
    return list(writer.quads)


class _Writer:
    def __init__(self, document: Document, run: Run, ontology: Ontology) -> None:
        self.quads: dict[Quad, None] = {}
        self.document, self.run, self.ontology = document, run, ontology
        self.names = ontology.namespaces
        self.graph = NamedNode(self.names.article(document.id))
        self.run_node = NamedNode(self.names.run(run.key))
        self.written: set[str] = set()

    def add(self, subject: NamedNode, predicate: NamedNode, value: Node | str | int | None) -> None:
        if value is not None:
            node = Literal(value) if isinstance(value, str | int) else value
            self.quads[Quad(subject, predicate, node, self.graph)] = None

    def ordered(self, subject: NamedNode, predicate: NamedNode, values: Sequence[Node]) -> None:
        for value in values:
            self.add(subject, predicate, value)
        texts = [value.value for value in values]
        if texts != sorted(set(texts)):
            self.add(subject, order_of(predicate), json.dumps(texts, ensure_ascii=False))

    def article(self, with_text: bool) -> None:
        article = self.document
        self.add(self.graph, v.TYPE, v.ARTICLE_CLASS)
        self.add(self.graph, v.IDENTIFIER, article.id)
        self.add(self.graph, v.HEADLINE, article.title or None)
        self.add(self.graph, v.BODY, article.text if with_text else None)
        self.add(self.graph, v.PUBLISHED, _date(article.date))
        self.add(self.graph, v.PUBLISHER, article.publisher)
        self.add(self.graph, v.AUTHOR, article.author)
        self.add(self.graph, v.URL, article.url)
        self.add(self.graph, term("d:digest"), article.digest)
        self.add(self.graph, v.GENERATED_BY, self.run_node)
        self.quads.update(dict.fromkeys(run_quads(self.run, self.graph, self.names)))

    def entity(self, entity: Entity) -> NamedNode:
        node = NamedNode(entity.id)
        if entity.id in self.written:
            return node
        self.written.add(entity.id)
        self.add(node, v.TYPE, NamedNode(self.ontology.types[entity.type].iri))
        self.add(node, v.PREF_LABEL, entity.name)
        self.ordered(node, v.ALT_LABEL, [Literal(alias) for alias in entity.aliases])
        self.add(node, v.EXACT_MATCH, NamedNode(v.WIKIDATA + entity.wikidata) if entity.wikidata else None)
        if entity.wikipedia:
            is_url = entity.wikipedia.startswith(("http://", "https://"))
            page = entity.wikipedia if is_url else v.WIKIPEDIA + quote(entity.wikipedia, safe="_(),.-'!:")
            self.add(node, v.SAME_AS if is_url else v.PAGE, NamedNode(page))
        self.add(node, term("d:ofCountry"), NamedNode(entity.country) if entity.country else None)
        self.add(node, term("d:partOf"), NamedNode(entity.part_of) if entity.part_of else None)
        self.add(node, term("d:localTo"), self.graph if entity.local else None)
        return node

    def statement(self, statement: Statement) -> NamedNode:
        node = NamedNode(self.names.statement(statement.id))
        if statement.id not in self.written:
            self.written.add(statement.id)
            self.add(node, v.TYPE, v.STATEMENT_CLASS)
            self.add(node, v.IDENTIFIER, statement.id)
            self.add(node, v.SUBJECT, self.entity(statement.subject))
            self.add(node, v.PREDICATE, NamedNode(self.ontology.relation(statement.predicate).iri))
            self.add(node, v.OBJECT, self.entity(statement.object))
        return node

    def evidence(self, told: Evidence) -> None:
        node = NamedNode(self.names.evidence(told.id))
        self.add(node, v.TYPE, v.EVIDENCE_CLASS)
        self.add(node, v.IDENTIFIER, told.id)
        self.add(node, term("d:statement"), self.statement(told.statement))
        self.add(node, v.DERIVED_FROM, self.graph)
        self.add(node, v.GENERATED_BY, self.run_node)
        for name, value in (
            ("modality", told.modality),
            ("polarity", told.polarity),
            ("phase", told.phase),
            ("voice", told.voice),
            ("review", told.review),
        ):
            self.add(node, term(f"d:{name}"), NamedNode(ONTOLOGY + value))
        self.passages(node, told)
        self.span(node, "trigger", told.trigger)
        self.span(node, "subjectMention", told.subject_mention)
        self.span(node, "objectMention", told.object_mention)
        self.ordered(node, term("d:attributedTo"), [self.entity(speaker) for speaker in told.attribution])
        self.ordered(node, term("d:about"), [self.entity(topic) for topic in told.about])
        self.ordered(node, term("d:content"), [NamedNode(self.names.evidence(inner)) for inner in told.content])
        self.add(node, term("d:place"), self.entity(told.place) if told.place else None)
        self.time(node, told.time)
        self.add(node, term("d:frame"), told.frame or None)
        self.add(node, term("d:rule"), told.rule or None)
        self.add(node, term("d:roles"), _json([(r.role, r.path, *astuple(r.mention)) for r in told.roles]))
        self.add(node, term("d:cues"), _json([(c.effect, *astuple(c.passage)) for c in told.cues]))
        self.add(node, term("d:confidence"), Literal(float(told.confidence)))
        self.add(node, term("d:corrects"), told.corrects or None)

    def passages(self, node: NamedNode, told: Evidence) -> None:
        main = main_passage(told)
        self.passage(node, main)
        for order, passage in enumerate(told.passages):
            if passage is not main:
                context = NamedNode(f"{node.value}/passage-{order}")
                self.add(node, term("d:context"), context)
                self.add(context, v.TYPE, v.PASSAGE_CLASS)
                self.add(context, term("d:order"), order)
                self.passage(context, passage)

    def passage(self, node: NamedNode, passage: Passage) -> None:
        self.add(node, term("d:field"), passage.field.value)
        self.add(node, term("d:start"), passage.start)
        self.add(node, term("d:end"), passage.end)
        self.add(node, term("d:quote"), passage.text)

    def span(self, node: NamedNode, name: str, passage: Passage | None) -> None:
        if passage:
            self.add(node, term(f"d:{name}"), passage.text)
            self.add(node, term(f"d:{name}Field"), passage.field.value)
            self.add(node, term(f"d:{name}Start"), passage.start)
            self.add(node, term(f"d:{name}End"), passage.end)

    def time(self, node: NamedNode, time: Time | None) -> None:
        if time:
            self.add(node, term("d:time"), time.value)
            self.add(node, term("d:timeStart"), _date(time.start))
            self.add(node, term("d:timeEnd"), _date(time.end))
            self.add(node, term("d:timePrecision"), time.precision)


def run_quads(run: Run, graph: NamedNode, names: Namespaces) -> Iterator[Quad]:
    """What made evidence."""
    node = NamedNode(names.run(run.key))
    yield Quad(node, v.TYPE, v.ACTIVITY_CLASS, graph)
    yield Quad(node, v.IDENTIFIER, Literal(run.key), graph)
    yield Quad(node, term("d:programVersion"), Literal(run.version), graph)
    yield Quad(node, term("d:ontologyDigest"), Literal(run.ontology), graph)
    yield Quad(node, term("d:model"), Literal(run.model), graph)


def main_passage(told: Evidence) -> Passage:
    """The sentence that holds the trigger: the one to quote; the last one if none does."""
    for passage in told.passages:
        if passage.field is told.trigger.field and passage.start <= told.trigger.start < passage.end:
            return passage
    return told.passages[-1]


def order_of(predicate: NamedNode) -> NamedNode:
    """The predicate that keeps the order of another's values."""
    return term(f"d:{local_name(predicate.value)}Order")


def _json(rows: list[tuple[object, ...]]) -> str | None:
    return json.dumps(rows, ensure_ascii=False) if rows else None


def _date(value: str | None) -> Literal | None:
    return Literal(value, datatype=v.XSD_DATE) if value else None

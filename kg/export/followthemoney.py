"""FollowTheMoney entities for investigators: JSON lines that Aleph, OpenAleph and the `ftm` tools read.

| in the graph | schema | what it holds |
|---|---|---|
| an actor, by type | `d:ftmSchema` of its type in `ontology/followthemoney.ttl` | names, country, Wikidata, Wikipedia |
| an article | `Article` | headline, author, date, publisher, URL; never its text |
| a statement told with a status | `UnknownLink` | `role` says relation and status, `status` the state |
| a fact of *sanctions*, or its end | beside the link a `Sanction` of the object | `authority` is the subject |
| a fact of *takes legal action*, or its end | beside the link a `CourtCase` with two `CourtCaseParty` | |

**A demand never looks like a fact.** A statement has a link of its own for each status; `role` is worded by it (*bars*,
*to bar*, *may bar*, *did not bar*, *no longer bars*). Only what is told as fact, or as ended, becomes a `Sanction` or a
`CourtCase`. `startDate` and `endDate` stand only where a passage tells when a fact began or ended; `date` has the dates
of the articles.

**Provenance** is on every link: `sourceUrl`, `publisher`, `proof` (the articles), `recordId` (ids of evidence),
`summary` (the statement with its status in words), and `description` (for each evidence its quote, outlet,
headline, date, id, confidence and review).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import BinaryIO
from urllib.parse import quote

from kg.errors import ExportError
from kg.export.countries import Country, country_of
from kg.graph.facts import Category, Telling
from kg.graph.network import EVERYTHING, Edge, edges_of
from kg.graph.rdf import main_passage
from kg.graph.reading import Reading
from kg.graph.vocabulary import WIKIPEDIA
from kg.iris import ONTOLOGY
from kg.ontology import EntityType, Ontology, Relation
from kg.records import Document, Entity, Time, content_id
from kg.wording import sentence, shown_name, state_label, status_phrase, verb_phrase

ACTOR_SCHEMATA = frozenset({"Asset", "Company", "LegalEntity", "Note", "Organization", "Person", "PublicBody"})
FACT_SCHEMATA = frozenset({"CourtCase", "Sanction"})
"""What can be written; a row of the ontology may name no other."""
DEFAULT_ACTOR, LINK = "LegalEntity", "UnknownLink"
_IN_FACT = frozenset({Category.FACT, Category.ENDED})
_LENGTHS = {"year": 4, "month": 7}
Properties = dict[str, list[str]]


def write_followthemoney(graph: Reading, stream: BinaryIO, *, include: Collection[Category] = EVERYTHING) -> None:
    """One JSON entity a line: each link with what its facts are, and before it what it speaks of for the first time.

    Of evidence without its words it says where they stand. Raises ExportError if the ontology names a schema that
    cannot be written.
    """
    country, written = country_of(graph), set[str]()
    for state in graph.iter_states():
        for edge in edges_of(state):
            if _category(edge) not in include:
                continue
            actors = (_actor(end, country(end), graph.ontology) for end in _actors(edge))
            articles = (_article(telling.article) for telling in edge.tellings)
            for entity in (*actors, *articles):
                if str(entity["id"]) not in written:
                    written.add(str(entity["id"]))
                    _line(stream, entity)
            for entity in _told(edge, country, graph.ontology):
                _line(stream, entity)


def ftm_schema(of: EntityType | Relation | None, ontology: Ontology, allowed: Collection[str]) -> str:
    """The schema that the ontology gives a type or relation, or ""; raises ExportError if it is not allowed."""
    resource = ontology.resources.table.get(of.iri) if of else None
    found = resource.get(ONTOLOGY + "ftmSchema") if resource else ""
    if of and found and found not in allowed:
        raise ExportError(
            f"<{of.iri}>: ftmSchema {found!r} cannot be written; allowed are {', '.join(sorted(allowed))}"
        )
    return found


# ---------------------------------------------------------------- actors and articles


def _actor(entity: Entity, country: Country | None, ontology: Ontology) -> dict[str, object]:
    schema = ftm_schema(ontology.types.get(entity.type), ontology, ACTOR_SCHEMATA) or DEFAULT_ACTOR
    page = entity.wikipedia or ""
    return _entity(
        _id(entity.id),
        schema,
        name=[shown_name(entity, ontology) or entity.id],
        alias=entity.aliases,
        country=[country.iso2.lower()] if country else [],
        wikidataId=[entity.wikidata or ""],
        wikipediaUrl=[page if page.startswith("http") else WIKIPEDIA + quote(page, safe="_(),.-'!:") if page else ""],
        keywords=[entity.type],
    )


def _article(article: Document) -> dict[str, object]:
    return _entity(
        _id(article.id, "article"),
        "Article",
        name=[article.title or article.id],
        title=[article.title],
        fileName=[article.id],
        author=[article.author or ""],
        publishedAt=[article.date or ""],
        publisher=[article.publisher or ""],
        sourceUrl=_urls([article]),
    )


# ---------------------------------------------------------------- statements


def _told(edge: Edge, country: Callable[[Entity], Country | None], ontology: Ontology) -> Iterator[dict[str, object]]:
    subject, object = _actors(edge)
    id = _id(edge.state.statement.id, edge.kind)
    common = _provenance(edge, ontology)
    dates = _dates(edge)
    status = [state_label(_category(edge), ontology)]
    role = [_role(edge, ontology)]
    yield _entity(
        id, LINK, subject=[_id(subject.id)], object=[_id(object.id)], role=role, status=status, **dates, **common
    )
    if _category(edge) not in _IN_FACT:
        return
    relation = ontology.relations.get(edge.state.statement.predicate)
    schema = ftm_schema(relation, ontology, FACT_SCHEMATA)
    if schema == "Sanction":
        home = country(subject)
        yield _entity(
            _id(id, schema),
            schema,
            entity=[_id(object.id)],
            authority=[subject.name],
            country=[home.iso2.lower()] if home else [],
            status=status,
            **dates,
            **common,
        )
    elif schema == "CourtCase" and relation:
        yield from _case(edge, relation, id, dates, common, status)


def _case(
    edge: Edge, relation: Relation, id: str, dates: Properties, common: Properties, status: list[str]
) -> Iterator[dict[str, object]]:
    subject, object = _actors(edge)
    case = _id(id, "CourtCase")
    told = {name: common[name] for name in ("summary", "description", "publisher", "sourceUrl")}
    yield _entity(
        case,
        "CourtCase",
        name=[f"{subject.name} {relation.label} {object.name}"],
        status=status,
        fileDate=dates["startDate"],
        closeDate=dates["endDate"],
        **told,
    )
    for party, role in ((subject, relation.label), (object, relation.inverse)):
        yield _entity(
            _id(case, party.id, role),
            "CourtCaseParty",
            party=[_id(party.id)],
            case=[case],
            role=[role],
            status=status,
            **dates,
            **common,
        )


def _provenance(edge: Edge, ontology: Ontology) -> Properties:
    articles = [telling.article for telling in edge.tellings]
    said = [_sentence(telling, edge, ontology) for telling in edge.tellings]
    return {
        "summary": [f"{words}; disputed" if edge.state.disputed else words for words in said],
        "description": [_proof(telling, ontology) for telling in edge.tellings],
        "publisher": [article.publisher or "" for article in articles],
        "sourceUrl": _urls(articles),
        "proof": [_id(article.id, "article") for article in articles],
        "recordId": [telling.evidence.id for telling in edge.tellings],
    }


def _sentence(telling: Telling, edge: Edge, ontology: Ontology) -> str:
    """The statement with its status; what was told as fact and has ended says so."""
    words = sentence(telling.evidence, ontology)
    over = _category(edge) is Category.ENDED and telling.category is Category.FACT
    return f"{words} (by now {state_label(Category.ENDED, ontology)})" if over else words


def _role(edge: Edge, ontology: Ontology) -> str:
    """The relation worded by the status, and the status: "to bar (asked for, not done)"."""
    category = _category(edge)
    typical = next((t for t in edge.tellings if t.category is category), edge.tellings[0]).evidence
    return f"{verb_phrase(typical, ontology)} ({status_phrase(typical, ontology)})"


def _proof(telling: Telling, ontology: Ontology) -> str:
    told, article = telling.evidence, telling.article
    passage = main_passage(told)
    place = f"{passage.field}, characters {passage.start} to {passage.end}"
    words = f"“{_flat(passage.text)}”" if passage.text else place
    source = ", ".join(_flat(part) for part in (article.publisher, article.title or article.id, article.date) if part)
    review = ontology.status_labels[told.review]
    status = status_phrase(told, ontology)
    return f"{words} ({source}) [{told.id}: {status}; confidence {told.confidence:.2f}; {review}]"


def _dates(edge: Edge) -> Properties:
    """When it began and ended, where told of a fact; and the dates of the articles."""
    dates: Properties = {"startDate": [], "endDate": [], "date": [t.article.date or "" for t in edge.tellings]}
    if _category(edge) in _IN_FACT:
        for name, category in (("startDate", Category.FACT), ("endDate", Category.ENDED)):
            times = (t.evidence.time for t in edge.tellings if t.category is category)
            dates[name] = sorted({_day(time) for time in times if time and (time.start or time.end)})
        del dates["startDate"][1:], dates["endDate"][:-1]
    return dates


def _day(time: Time) -> str:
    """The beginning of a time, no finer than it is told: 2012, 2018-12, 2019-03-04."""
    return (time.start or time.end or "")[: _LENGTHS.get(time.precision, 10)]


# ---------------------------------------------------------------- writing


def _entity(id: str, schema: str, **properties: Iterable[str]) -> dict[str, object]:
    """An entity with the values that there are, each once, on one line."""
    values = {name: list(dict.fromkeys(filter(None, map(_flat, found)))) for name, found in properties.items()}
    return {"id": id, "schema": schema, "properties": {name: values[name] for name in sorted(values) if values[name]}}


def _line(stream: BinaryIO, entity: dict[str, object]) -> None:
    stream.write(json.dumps(entity, ensure_ascii=False).encode("utf-8") + b"\n")


def _id(*parts: str) -> str:
    return content_id("faultline", *parts, length=20)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _urls(articles: Iterable[Document]) -> list[str]:
    return [article.url for article in articles if article.url and article.url.startswith(("http://", "https://"))]


def _category(edge: Edge) -> Category:
    return Category(edge.kind.split(":")[1])


def _actors(edge: Edge) -> tuple[Entity, Entity]:
    return edge.state.statement.subject, edge.state.statement.object

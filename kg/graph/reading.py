"""What can be read from a store of articles: records, and what all evidence together makes of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, Store

from kg.errors import GraphError, QueryError
from kg.graph import vocabulary as v
from kg.graph.derived import facts_graph
from kg.graph.facts import State, Telling, derive_states, origin, outlets_by_name
from kg.graph.folder import problems_named
from kg.graph.reader import ArticleReader
from kg.graph.vocabulary import term
from kg.iris import ONTOLOGY, local_name
from kg.ontology import Ontology
from kg.records import Document, Entity, Evidence, Run

_SHOWN = 5


class Reading:
    """Articles and what they tell, for reading; `Graph` adds the folder and writing.

    Evidence and articles come in a fixed order that does not depend on the order in which they were added.
    """

    def __init__(self, path: Path, store: Store, ontology: Ontology) -> None:
        self.path = path
        self.ontology = ontology
        self._store: Store | None = store
        self._facts = NamedNode(facts_graph(ontology.namespaces))

    @property
    def store(self) -> Store:
        """The Oxigraph store, for exports and validation."""
        if self._store is None:
            raise GraphError(f"{self.path}: the graph is closed")
        return self._store

    @property
    def has_facts(self) -> bool:
        """Whether the derived graph is there; if so, it is up to date."""
        return self._holds(self._facts)

    # ------------------------------------------------------------ articles

    def document_ids(self) -> list[str]:
        """The id of every article, sorted."""
        return [reader.document_id for reader in self._readers()]

    def documents(self) -> Iterator[Document]:
        """Every article by id."""
        for reader in self._readers():
            yield reader.document()

    def document(self, document_id: str) -> Document:
        """One article; raises GraphError if it is not there."""
        name = self._article(document_id)
        if not self._holds(name):
            raise GraphError(f"{self.path}: holds no article {document_id!r}")
        return self._reader(name.value).document()

    def article(self, document_id: str) -> Document:
        """One article without its text; raises GraphError if it is not there."""
        name = self._article(document_id)
        if not self._holds(name):
            raise GraphError(f"{self.path}: holds no article {document_id!r}")
        return self._reader(name.value).document(with_text=False)

    def run(self, document_id: str) -> Run:
        """What read an article."""
        return self._reader(self._article(document_id).value).run()

    # ------------------------------------------------------------ evidence

    def evidence(self, document_id: str | None = None) -> Iterator[Evidence]:
        """All evidence, or one article's: by article, then place in it, then id."""
        one = None if document_id is None else self._reader(self._article(document_id).value)
        for reader in [one] if one else self._readers():
            nodes = self.store.quads_for_pattern(None, v.TYPE, v.EVIDENCE_CLASS, reader.graph)
            yield from sorted((reader.evidence(_iri(quad)) for quad in nodes), key=_place_in_article)

    def find_evidence(self, short_id: str) -> Evidence:
        """The evidence with an id such as e-3f9a1c22b0d4, or with a beginning of it that only one has.

        Raises QueryError if none or several have it.
        """
        short_id = short_id.strip().casefold()
        iri = self.ontology.namespaces.evidence(short_id)
        every = self.store.quads_for_pattern(None, v.DERIVED_FROM, None, DefaultGraph())
        found = sorted((q for q in every if short_id.startswith("e-") and _iri(q).startswith(iri)), key=_iri)
        if not found:
            looks = "ids look like e-3f9a1c22b0d4 and stand in every table"
            raise QueryError(f"no evidence {short_id!r} in {self.path}; {looks}")
        if len(found) > 1 and _iri(found[0]) != iri:
            ids = ", ".join(local_name(_iri(quad)) for quad in found[:_SHOWN])
            more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
            raise QueryError(f"{short_id!r} is too short: it is the beginning of {len(found)} ids: {ids}{more}")
        return self._reader(_value(found[0].object)).evidence(_iri(found[0]))

    def evidence_about(self, short_id: str) -> list[Evidence]:
        """The evidence whose content an evidence is: who asked for it, threatens it, denies it."""
        inner = NamedNode(self.ontology.namespaces.evidence(short_id))
        outer = self._named(None, term("d:content"), inner)
        found = (self._reader(_value(quad.graph_name)).evidence(_iri(quad)) for quad in outer)
        return sorted(found, key=_place_in_article)

    def entity(self, iri: str) -> Entity:
        """Somebody as the first article by name of its graph describes them, where several do it differently.

        Raises QueryError if no article does.
        """
        graphs = [_value(quad.graph_name) for quad in self._named(NamedNode(iri), v.PREF_LABEL, None)]
        if not graphs:
            raise QueryError(f"no entity <{iri}> in {self.path}")
        return self._reader(min(graphs)).entity(iri)

    def entities(self, *, country: str | None = None) -> list[Entity]:
        """Everybody and everything that statements are about, or those of a country, by IRI."""
        predicate, value = (term("d:ofCountry"), NamedNode(country)) if country else (v.PREF_LABEL, None)
        found = self.store.quads_for_pattern(None, predicate, value, DefaultGraph())
        return [self.entity(iri) for iri in sorted({_iri(quad) for quad in found}) if not iri.startswith(ONTOLOGY)]

    def names(self) -> list[tuple[str, str, bool]]:
        """Every name with the IRI that it belongs to, and whether it is the main one; by IRI."""
        found = []
        for predicate in (v.PREF_LABEL, v.ALT_LABEL):
            for quad in self.store.quads_for_pattern(None, predicate, None, DefaultGraph()):
                if not _iri(quad).startswith(ONTOLOGY):
                    found.append((_value(quad.object), _iri(quad), predicate == v.PREF_LABEL))
        return sorted(found, key=lambda named: (named[1], named))

    def publishers(self) -> list[str]:
        """The outlets that the articles are of, sorted, as the articles write them."""
        found = self.store.quads_for_pattern(None, v.PUBLISHER, None, DefaultGraph())
        return sorted({_value(quad.object) for quad in found})

    def outlets(self) -> dict[str, str]:
        """The IRI of each outlet by every name it has, in lower case."""
        media = self.store.quads_for_pattern(None, v.TYPE, term("d:Media"), DefaultGraph())
        return outlets_by_name(self.entity(iri) for iri in sorted({_iri(quad) for quad in media}))

    def tellings(
        self, *, subject: str | None = None, relations: Iterable[str] | None = None, object: str | None = None
    ) -> list[Telling]:
        """Evidence beside its article, which comes without its text; of all statements or only of some.

        `subject` and `object` are IRIs, `relations` names.
        """
        outlets = self.outlets()
        readers: dict[str, tuple[ArticleReader, Document]] = {}
        found = []
        for name, iri in self._evidence_of(subject, relations, object):
            if name not in readers:
                reader = self._reader(name)
                readers[name] = reader, reader.document(with_text=False)
            reader, article = readers[name]
            told = reader.evidence(iri)
            found.append(Telling(told, article, origin(told, article, outlets)))
        return sorted(found, key=lambda t: t.order)

    def states(
        self, *, subject: str | None = None, relations: Iterable[str] | None = None, object: str | None = None
    ) -> list[State]:
        """What all evidence together makes of each statement; the same filter as `tellings`."""
        contested = frozenset(inner for inner, _ in self.denials())
        return derive_states(self.tellings(subject=subject, relations=relations, object=object), contested)

    def query(self, sparql: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        """SPARQL 1.1 over all articles and facts as one graph; our prefixes need no declaration.

        Raises SyntaxError as pyoxigraph does; `kg.query.run_query` words it for people.
        """
        return self._query(sparql)

    # ------------------------------------------------------------ inside

    def _query(self, sparql: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        with problems_named(self.path):
            return self.store.query(sparql, prefixes=v.PREFIXES)

    def _article(self, document_id: str) -> NamedNode:
        try:
            return NamedNode(self.ontology.namespaces.article(document_id))
        except ValueError as error:
            raise GraphError(f"{document_id}: cannot name an article: {error}") from None

    def _holds(self, name: NamedNode) -> bool:
        with problems_named(self.path):
            return self.store.contains_named_graph(name)

    def _reader(self, name: str) -> ArticleReader:
        graph = NamedNode(name)
        return ArticleReader(name, lambda node: self.store.quads_for_pattern(node, None, None, graph), self.ontology)

    def _readers(self) -> list[ArticleReader]:
        """The reader of each article, in the order of document ids."""
        articles = self.store.quads_for_pattern(None, v.TYPE, v.ARTICLE_CLASS, DefaultGraph())
        return sorted((self._reader(_iri(quad)) for quad in articles), key=lambda reader: reader.document_id)

    def _evidence_of(
        self, subject: str | None, relations: Iterable[str] | None, object: str | None
    ) -> Iterator[tuple[str, str]]:
        where = ["?e d:statement ?s ; prov:wasDerivedFrom ?g ."]
        if subject:
            where.append(f"?s rdf:subject {NamedNode(subject)} .")
        if object:
            where.append(f"?s rdf:object {NamedNode(object)} .")
        if relations is not None:
            iris = " ".join(str(NamedNode(self.ontology.relation(name).iri)) for name in sorted(relations))
            where.append(f"?s rdf:predicate ?p . VALUES ?p {{ {iris} }}")
        for row in self._select(f"SELECT DISTINCT ?g ?e WHERE {{ {' '.join(where)} }}"):
            yield row[0], row[1]

    def _named(self, subject: NamedNode | None, predicate: NamedNode, object: NamedNode | None) -> Iterator[Quad]:
        """Quads of named graphs only, not of their union."""
        found = self.store.quads_for_pattern(subject, predicate, object, None)
        return (quad for quad in found if isinstance(quad.graph_name, NamedNode))

    def denials(self) -> list[tuple[str, str]]:
        """Ids of evidence that is denied, each with the id of the evidence that denies it."""
        deniers = [r.iri for r in self.ontology.relations.values() if r.disputes_content]
        values = " ".join(f"<{iri}>" for iri in deniers)
        rows = self._select(
            f"""SELECT DISTINCT ?inner ?e WHERE {{ ?e d:content ?inner ; d:statement/rdf:predicate ?p ;
            d:modality d:asserted ; d:polarity d:affirmed . VALUES ?p {{ {values} }} }}"""
        )
        return [(local_name(inner), local_name(outer)) for inner, outer in rows]

    def _select(self, sparql: str) -> list[tuple[str, ...]]:
        solutions = self._query(sparql)
        if not isinstance(solutions, QuerySolutions):
            raise TypeError("not a SELECT query")
        return sorted(tuple(_value(one) for one in solution) for solution in solutions)


def _value(found: object) -> str:
    return found.value if isinstance(found, NamedNode | Literal) else ""


def _iri(quad: Quad) -> str:
    return _value(quad.subject)


def _place_in_article(told: Evidence) -> tuple[object, ...]:
    trigger = told.trigger
    return (trigger.field != "title", trigger.start, told.statement.predicate, told.statement.object.id, told.id)

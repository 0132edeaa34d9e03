"""What can be read from a store of articles: records, and what all evidence together makes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, Store

from kg.errors import GraphError, QueryError
from kg.graph import vocabulary as v
from kg.graph.derived import facts_graph, stored_state, whole_mark
from kg.graph.facts import State, Telling, derive_states
from kg.graph.folder import problems_named
from kg.graph.origins import ArticleOrigin, article_origins, origin, read_origin, with_insertions
from kg.graph.reader import ArticleReader
from kg.graph.sorting import sorted_pairs, sorted_texts
from kg.graph.vocabulary import term
from kg.iris import ONTOLOGY, local_name
from kg.ontology import Ontology
from kg.records import Document, Entity, Evidence, Run

_SHOWN = 5
_OF_COPIES = ("outlet", "copies", "insertions")
_ARTICLES_AT_HAND = 4096


class Reading:
    """Articles and what they tell, for reading; `Graph` adds the folder and writing.

    Evidence and articles come in a fixed order that does not depend on the order in which they were added. `whole` is
    the graph that this one is a selection of, else the graph itself.
    """

    def __init__(self, path: Path, store: Store, ontology: Ontology, *, whole: Reading | None = None) -> None:
        self.path = path
        self.whole = whole or self
        self.ontology = ontology
        self._store: Store | None = store
        self.facts_node = NamedNode(facts_graph(ontology.namespaces))

    def close(self) -> None:
        """Gives the store back; the graph cannot be read after."""
        self._store = None

    @property
    def store(self) -> Store:
        """The Oxigraph store, for exports and validation."""
        if self._store is None:
            raise GraphError(f"{self.path}: the graph is closed")
        return self._store

    # ------------------------------------------------------------ articles

    def document_ids(self) -> list[str]:
        """The id of every article, sorted."""
        return [reader.document_id for reader in self._readers()]

    def documents(self, *, with_text: bool = True) -> Iterator[Document]:
        """Every article by id, or all but the texts of them."""
        for reader in self._readers():
            yield reader.document(with_text=with_text)

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
            yield from self._told_in(reader)

    def find_evidence(self, short_id: str) -> Evidence:
        """The evidence with an id such as e-3f9a1c22b0d4, or with a beginning of it that only one has.

        Raises QueryError if none or several have it.
        """
        short_id = short_id.strip().casefold()
        iri = self.ontology.namespaces.evidence(short_id)
        found = self._sources(iri) if short_id.startswith("e-") else []
        found = found or self._corrected(short_id)
        if not found:
            looks = "ids look like e-3f9a1c22b0d4 and stand in every table"
            raise QueryError(f"no evidence {short_id!r} in {self.path}; {looks}")
        if len(found) > 1 and _iri(found[0]) != iri:
            ids = ", ".join(local_name(_iri(quad)) for quad in found[:_SHOWN])
            more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
            raise QueryError(f"{short_id!r} is too short: it is the beginning of {len(found)} ids: {ids}{more}")
        return self._reader(_value(found[0].object)).evidence(_iri(found[0]))

    def _sources(self, iri: str) -> list[Quad]:
        """The source of the evidence with an IRI, else of all whose IRIs begin so."""
        try:
            exact = list(self.store.quads_for_pattern(NamedNode(iri), v.DERIVED_FROM, None, DefaultGraph()))
        except ValueError:
            return []
        every = self.store.quads_for_pattern(None, v.DERIVED_FROM, None, DefaultGraph())
        return exact or sorted((quad for quad in every if _iri(quad).startswith(iri)), key=_iri)

    def _corrected(self, short_id: str) -> list[Quad]:
        """The source of the evidence that had an id, or one that begins so, before somebody corrected it."""
        were = self.store.quads_for_pattern(None, term("d:corrects"), None, DefaultGraph())
        nodes = [q.subject for q in were if short_id.startswith("e-") and _value(q.object).startswith(short_id)]
        sources = (self.store.quads_for_pattern(node, v.DERIVED_FROM, None, DefaultGraph()) for node in nodes)
        return sorted((quad for quads in sources for quad in quads), key=_iri)

    def evidence_about(self, short_id: str) -> list[Evidence]:
        """The evidence whose content an evidence is: who asked for it, threatens it, denies it."""
        inner = NamedNode(self.ontology.namespaces.evidence(short_id))
        outer = self._named(None, v.CONTENT, inner)
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

    def outlets(self) -> list[Entity]:
        """The outlets that articles name, by IRI."""
        media = self.store.quads_for_pattern(None, v.TYPE, term("d:Media"), DefaultGraph())
        return [self.entity(iri) for iri in sorted({_iri(quad) for quad in media})]

    def publishers(self) -> dict[str, str]:
        """The publisher of every article by its id, in the order of ids; empty where none is named."""
        named = "?g a schema:NewsArticle ; dcterms:identifier ?id . OPTIONAL { ?g schema:publisher ?publisher }"
        return dict(self.select(f"SELECT ?id ?publisher WHERE {{ {named} }}"))  # type: ignore[arg-type]  # two columns

    # ------------------------------------------------------------ what all evidence makes of it

    @property
    def has_facts(self) -> bool:
        """Whether the derived graph is there, whole and up to date."""
        with problems_named(self.path):
            if whole_mark(self.ontology) not in self.store:
                return False
            return next(self.store.quads_for_pattern(self.facts_node, v.STALE, None, self.facts_node), None) is None

    def tellings(
        self, *, subject: str | None = None, relations: Iterable[str] | None = None, object: str | None = None
    ) -> list[Telling]:
        """Evidence beside its article, which comes without its text; of all statements or only of some.

        `subject` and `object` are IRIs, `relations` names.
        """
        found = self._tellings_by_statement(self._statements(subject, relations, object), self._origins())
        return sorted((telling for tellings in found for telling in tellings), key=lambda t: t.order)

    def telling(self, told: Evidence) -> Telling:
        """An evidence of this graph beside its article, which comes without its text."""
        reader = self._reader(self._article(told.document).value)
        return Telling(told, reader.document(with_text=False), origin(told, self._origins()(reader)))

    def origins(self, document_ids: Iterable[str]) -> dict[str, ArticleOrigin]:
        """Whose report each of some articles is, and of which it is a copy."""
        of_article = self._origins()
        return {document_id: of_article(self._reader(self._article(document_id).value)) for document_id in document_ids}

    def states(
        self, *, subject: str | None = None, relations: Iterable[str] | None = None, object: str | None = None
    ) -> list[State]:
        """What all evidence together makes of each statement, by statement id; the same filter as `tellings`."""
        return list(self.iter_states(subject=subject, relations=relations, object=object))

    def iter_states(
        self, *, subject: str | None = None, relations: Iterable[str] | None = None, object: str | None = None
    ) -> Iterator[State]:
        """The same, one at a time: what is derived already is read, and only the rest is derived."""
        ready = self.has_facts
        contested = frozenset() if ready else self.contested()
        for tellings in self._tellings_by_statement(self._statements(subject, relations, object), self._origins()):
            yield (self._stored_state(tellings) if ready else None) or derive_states(tellings, contested)[0]

    def iter_told(self) -> Iterator[tuple[Telling, State]]:
        """All evidence by article and place in it, each with the state of its statement.

        Where the derived graph is up to date, one article's is held at a time, and no state has its other tellings.
        """
        of_article, ready = self._origins(), self.has_facts
        derived = {} if ready else {state.statement.id: state for state in self.iter_states()}
        for reader in self._readers():
            article, origin_of_article = reader.document(with_text=False), of_article(reader)
            for told in self._told_in(reader):
                telling = Telling(told, article, origin(told, origin_of_article))
                state = self._stored_state([telling]) if ready else None
                yield telling, state or derived[told.statement.id]

    def tellings_of(self, statements: Iterable[str] | None) -> Iterator[list[Telling]]:
        """The tellings of some statements, by their IRIs, or of all (None), with the origins that are stored.

        For `kg.graph.refresh`, which stores the origins first.
        """
        wanted = self._statements(None, None, None) if statements is None else statements
        return self._tellings_by_statement(wanted, self._stored_origin)

    def stored_origins(self) -> dict[str, ArticleOrigin]:
        """Whose report each article is, by its id, as far as the derived graph says it."""
        named = f"?g a schema:NewsArticle ; dcterms:identifier ?id . GRAPH {self.facts_node} {{ ?g d:origin ?origin }}"
        copied = f"OPTIONAL {{ GRAPH {self.facts_node} {{ ?g d:copyOf ?first }} ?first dcterms:identifier ?original }}"
        further = " ".join(f"OPTIONAL {{ GRAPH {self.facts_node} {{ ?g d:{name} ?{name} }} }}" for name in _OF_COPIES)
        names = " ".join(f"?{name}" for name in ("id", "origin", "original", *_OF_COPIES))
        rows = self.select(f"SELECT {names} WHERE {{ {named} {copied} {further} }}")
        return {id: read_origin(found, *further) for id, found, *further in rows}

    @property
    def prefixes(self) -> dict[str, str]:
        """What a query need not declare."""
        return v.prefixes_of(self.ontology.namespaces)

    def query(self, sparql: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        """SPARQL 1.1 over all articles and facts as one graph; our prefixes need no declaration.

        Raises SyntaxError as pyoxigraph does; `kg.query.run_query` words it for people.
        """
        return self._query(sparql)

    def select(self, sparql: str) -> list[tuple[str, ...]]:
        """The rows of a SELECT query as texts, sorted; what is unbound is empty."""
        solutions = self._query(sparql)
        if not isinstance(solutions, QuerySolutions):
            raise TypeError("not a SELECT query")
        return sorted(tuple(_value(one) for one in solution) for solution in solutions)

    def quads_of(self, node: NamedNode, graph: NamedNode | DefaultGraph | None) -> Iterable[Quad]:
        """What a named graph, all of them as one, or each of them (None) says of a node."""
        return self.store.quads_for_pattern(node, None, None, graph)

    # ------------------------------------------------------------ inside

    def _query(self, sparql: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        with problems_named(self.path):
            return self.store.query(sparql, prefixes=self.prefixes)

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
        return ArticleReader(name, lambda node: self.quads_of(node, graph), self.ontology)

    def _readers(self) -> Iterator[ArticleReader]:
        """The reader of each article, in the order of document ids."""
        articles = self.store.quads_for_pattern(None, v.TYPE, v.ARTICLE_CLASS, DefaultGraph())
        names = ((self._reader(_iri(quad)).document_id.encode(), _iri(quad).encode()) for quad in articles)
        for _, name in sorted_pairs(names):
            yield self._reader(name.decode())

    def _told_in(self, reader: ArticleReader) -> list[Evidence]:
        nodes = self.store.quads_for_pattern(None, v.TYPE, v.EVIDENCE_CLASS, reader.graph)
        return sorted((reader.evidence(_iri(quad)) for quad in nodes), key=_place_in_article)

    def _tellings_by_statement(
        self, statements: Iterable[str], of_article: Callable[[ArticleReader], ArticleOrigin]
    ) -> Iterator[list[Telling]]:
        """The tellings of each statement in their order, by statement id."""

        @lru_cache(maxsize=_ARTICLES_AT_HAND)
        def article(name: str) -> tuple[ArticleReader, Document, ArticleOrigin]:
            reader = self._reader(name)
            return reader, reader.document(with_text=False), of_article(reader)

        for statement in sorted_texts(statements):
            tellings = []
            for quad in self._named(None, v.TOLD, NamedNode(statement)):
                reader, document, origin_of_article = article(_value(quad.graph_name))
                told = reader.evidence(_iri(quad))
                tellings.append(Telling(told, document, origin(told, origin_of_article)))
            if tellings:
                yield sorted(tellings, key=lambda t: t.order)

    def _statements(self, subject: str | None, relations: Iterable[str] | None, object: str | None) -> Iterable[str]:
        """The IRIs of the statements that have these ends and one of these relations."""
        sets = [self._with(end, [iri]) for end, iri in ((v.SUBJECT, subject), (v.OBJECT, object)) if iri]
        if relations is not None:
            sets.append(self._with(v.PREDICATE, (self.ontology.relation(name).iri for name in relations)))
        every = self.store.quads_for_pattern(None, v.TYPE, v.STATEMENT_CLASS, DefaultGraph())
        return set.intersection(*sets) if sets else (_iri(quad) for quad in every)

    def _with(self, predicate: NamedNode, values: Iterable[str]) -> set[str]:
        found = (self.store.quads_for_pattern(None, predicate, NamedNode(one), DefaultGraph()) for one in values)
        return {_iri(quad) for quads in found for quad in quads}

    def _origins(self) -> Callable[[ArticleReader], ArticleOrigin]:
        """Whose report an article is: as derived, or found out if the derived graph is not up to date."""
        if self.has_facts:
            return self._stored_origin
        whole = with_insertions(article_origins(self), self)
        return lambda reader: whole(reader.document_id)

    def _stored_origin(self, reader: ArticleReader) -> ArticleOrigin:
        stored = {quad.predicate: quad.object for quad in self.quads_of(reader.graph, self.facts_node)}
        of_copy = (_value(stored.get(predicate)) for predicate in (v.OUTLET, v.COPIES, v.INSERTIONS))
        original = stored.get(v.COPY_OF)
        named = self.quads_of(original, DefaultGraph()) if isinstance(original, NamedNode) else ()
        first = next((_value(quad.object) for quad in named if quad.predicate == v.IDENTIFIER), "")
        return read_origin(_value(stored.get(v.ORIGIN)) or reader.document_id, first, *of_copy)

    def _named(self, subject: NamedNode | None, predicate: NamedNode, object: NamedNode | None) -> Iterator[Quad]:
        """Quads of named graphs only, not of their union."""
        found = self.store.quads_for_pattern(subject, predicate, object, None)
        return (quad for quad in found if isinstance(quad.graph_name, NamedNode))

    def contested(self) -> frozenset[str]:
        """Ids of evidence that somebody denies, where the text says what is denied."""
        return frozenset(inner for inner, _ in self.denials())

    def denials(self) -> list[tuple[str, str]]:
        """Ids of evidence that is denied, each with the id of the evidence that denies it."""
        deniers = [r.iri for r in self.ontology.relations.values() if r.disputes_content]
        values = " ".join(f"<{iri}>" for iri in deniers)
        rows = self.select(
            f"""SELECT DISTINCT ?inner ?e WHERE {{ ?e d:content ?inner ; d:statement/rdf:predicate ?p ;
            d:modality d:asserted ; d:polarity d:affirmed . VALUES ?p {{ {values} }} }}"""
        )
        return [(local_name(inner), local_name(outer)) for inner, outer in rows]

    def _stored_state(self, tellings: list[Telling]) -> State | None:
        node = NamedNode(self.ontology.namespaces.statement(tellings[0].evidence.statement.id))
        return stored_state(tellings, self.store.quads_for_pattern(node, None, None, self.facts_node))


def _value(found: object) -> str:
    return found.value if isinstance(found, NamedNode | Literal) else ""


def _iri(quad: Quad) -> str:
    return _value(quad.subject)


def _place_in_article(told: Evidence) -> tuple[object, ...]:
    trigger = told.trigger
    return (trigger.field != "title", trigger.start, told.statement.predicate, told.statement.object.id, told.id)

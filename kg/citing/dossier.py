"""An entity on a page of Markdown, fit for Obsidian: what it does, what is done to it, since when, and who says so.

Every statement stands with its state, every telling of it with its status, its quote and a footnote (`cite.py`).
Nothing on a page says more than the evidence does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import yaml

from kg.citing.cite import Citation, as_markdown
from kg.citing.markdown import INDEX, Linker, Links, escaped, page_names
from kg.export.redaction import WithoutQuotes
from kg.graph.facts import Category, State, Telling
from kg.graph.rdf import main_passage
from kg.graph.reading import Reading
from kg.graph.rollup import described_in
from kg.graph.vocabulary import WIKIDATA, WIKIPEDIA
from kg.history import History, content_steps, state_history
from kg.history_text import spoken_time, stands, stands_as
from kg.ontology import Ontology, Relation
from kg.records import Document, Entity, Evidence
from kg.wording import according_to, clause, relation_label, sentence, shown_name, status_phrase

AT_HAND = 64
"""Articles whose evidence is kept in memory."""
_AFFIRM = frozenset({Category.FACT, Category.ENDED, Category.CLAIMED, Category.UNKNOWN})


@dataclass(frozen=True)
class Page:
    """A page: its name without extension, and its text."""

    name: str
    text: str


class Dossiers:
    """Pages about the entities of a graph; `quotes` off leaves the words of licensed articles out."""

    def __init__(self, graph: Reading, *, links: Links = Links.WIKI, quotes: bool = True) -> None:
        self.whole, self.graph = graph, graph if quotes else WithoutQuotes(graph)
        self.ontology, self.quotes = graph.ontology, quotes
        self.entities = {entity.id: entity for entity in self.graph.entities()}
        self.lookup = described_in(graph)
        self._evidence_of = lru_cache(maxsize=AT_HAND)(lambda document: list(self.graph.evidence(document)))
        self.linker = Linker(page_names(self.entities.values(), graph.ontology.namespaces), links)

    @cached_property
    def _denials(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for inner, outer in self.graph.denials():
            found.setdefault(inner, []).append(outer)
        return found

    def page(self, entity: Entity) -> Page:
        """The page of one entity."""
        return self._page(entity, self.histories(entity))

    def histories(self, entity: Entity) -> dict[str, History]:
        """How each statement about somebody stands, by its id; by all words, for they tell what is suspended."""
        found = {state.statement.id: state for state in self.whole.states(subject=entity.id)}
        found |= {state.statement.id: state for state in self.whole.states(object=entity.id)}
        return {
            id: state_history(state, self.ontology, content_steps=content_steps(self.whole, state.tellings))
            for id, state in found.items()
        }

    def _page(self, entity: Entity, histories: Mapping[str, History]) -> Page:
        states = {state.statement.id: state for state in self.graph.states(subject=entity.id)}
        states |= {state.statement.id: state for state in self.graph.states(object=entity.id)}
        name = self.linker.pages.get(entity.id) or page_names([entity], self.ontology.namespaces)[entity.id]
        return Page(name, "\n".join(_Writer(self, entity, states.values(), histories).lines()) + "\n")

    def pages(self) -> Iterator[Page]:
        """A page for everybody whom a statement is about, by IRI, then the page that lists them."""
        ends = ((state.statement.subject.id, state.statement.object.id) for state in self.graph.iter_states())
        told = dict.fromkeys(sorted({iri for both in ends for iri in both}), "")
        self.linker = replace(self.linker, pages={iri: self.linker.pages[iri] for iri in told})
        for iri in told:
            histories = self.histories(self.entities[iri])
            told[iri] = _counted(histories.values(), self.ontology)
            yield self._page(self.entities[iri], histories)
        yield Page(INDEX, self._index(told))

    def evidence(self, ids: Iterable[str], document: str) -> list[Evidence]:
        """Evidence of an article by id, in its order."""
        wanted = set(ids)
        return [told for told in self._evidence_of(document) if told.id in wanted] if wanted else []

    def denied_by(self, told: Evidence) -> list[Evidence]:
        """The evidence that denies one, which stands in the same article."""
        return self.evidence(self._denials.get(told.id, ()), told.document)

    def _index(self, told: Mapping[str, str]) -> str:
        lines = ["# Index", ""]
        for type in sorted({self.entities[iri].type for iri in told}):
            lines += [f"## {escaped(type)}", ""]
            for iri in sorted(told, key=lambda iri: (self.entities[iri].name.casefold(), iri)):
                if self.entities[iri].type == type:
                    lines.append(f"- {self.linker.link(self.entities[iri])}: {escaped(told[iri])}")
            lines.append("")
        return "\n".join(lines)


class _Writer:
    """One page, section by section; footnotes gather below."""

    def __init__(
        self, dossiers: Dossiers, entity: Entity, states: Collection[State], histories: Mapping[str, History]
    ) -> None:
        self.histories = histories
        self.dossiers, self.entity, self.ontology = dossiers, entity, dossiers.ontology
        self.states = sorted(states, key=lambda s: (list(Category).index(s.category), _first(s), s.statement.id))
        self.footnotes: dict[str, Evidence] = {}
        self.articles: dict[str, Document] = {}

    def lines(self) -> Iterator[str]:
        yield from self._front_matter()
        yield f"# {escaped(shown_name(self.entity, self.ontology))}"
        yield ""
        yield " · ".join(self._about())
        yield ""
        does = [state for state in self.states if state.statement.subject.id == self.entity.id]
        done = [state for state in self.states if state.statement.subject.id != self.entity.id]
        symmetric = self.ontology.symmetric
        both = [state for state in self.states if state.statement.predicate in symmetric]
        yield from self._section("What it does", [s for s in does if s not in both], lambda relation: relation.label)
        yield from self._section("What is done to it", [s for s in done if s not in both], lambda r: r.inverse)
        yield from self._section("With others", both, lambda relation: relation.label)
        if not self.states:
            yield "Nothing is told of it."
            yield ""
        yield from self._contradictions()
        yield from self._history()
        yield from self._sources()
        yield from self._notes()

    # ------------------------------------------------------------ who it is

    def _front_matter(self) -> Iterator[str]:
        entity = self.entity
        country, whole = self._named(entity.country), self._named(entity.part_of)
        values = {
            "aliases": list(dict.fromkeys(filter(None, (_flat(name) for name in (entity.name, *entity.aliases))))),
            "type": entity.type,
            "country": country.name if country else None,
            "part_of": whole.name if whole else None,
            "wikidata": entity.wikidata,
            "iri": entity.id,
            "statements": len(self.states),
            "facts": sum(state.is_fact for state in self.states),
            "articles": len({t.evidence.document for state in self.states for t in state.tellings}),
        }
        yield "---"
        known = {name: value for name, value in values.items() if value is not None}
        yield yaml.safe_dump(known, allow_unicode=True, sort_keys=False, width=10_000).rstrip("\n")
        yield "---"
        yield ""

    def _about(self) -> Iterator[str]:
        entity = self.entity
        yield escaped(entity.type)
        for word, iri in (("of", entity.country), ("part of", entity.part_of)):
            other = self._named(iri)
            if other:
                yield f"{word} {self.dossiers.linker.link(other)}"
        if entity.aliases:
            yield f"also {', '.join(escaped(alias) for alias in entity.aliases)}"
        if entity.wikidata:
            yield f"[Wikidata](<{WIKIDATA}{entity.wikidata}>)"
        if entity.wikipedia:
            page = entity.wikipedia if entity.wikipedia.startswith("http") else WIKIPEDIA + entity.wikipedia
            yield f"[Wikipedia](<{page.replace(' ', '_')}>)"

    def _named(self, iri: str | None) -> Entity | None:
        return self.dossiers.lookup(iri) if iri else None

    # ------------------------------------------------------------ what is told

    def _section(self, title: str, states: list[State], wording: Callable[[Relation], str]) -> Iterator[str]:
        if not states:
            return
        yield f"## {title}"
        yield ""
        for predicate in sorted({state.statement.predicate for state in states}, key=self._rank):
            relation = self.ontology.relations.get(predicate)
            yield f"### {escaped(wording(relation) if relation else predicate)}"
            yield ""
            for state in states:
                if state.statement.predicate == predicate:
                    yield from self._statement(state)
            yield ""

    def _rank(self, predicate: str) -> tuple[int, str]:
        known = list(self.ontology.relations)
        return known.index(predicate) if predicate in known else len(known), predicate

    def _statement(self, state: State) -> Iterator[str]:
        """The other end with the state of all, then each telling with its own status."""
        ends = (state.statement.subject, state.statement.object)
        other = ends[1] if ends[0].id == self.entity.id else ends[0]
        words = stands(self.histories[state.statement.id], self.ontology)
        yield f"- {self._link(other)}: **{escaped(words)}** ({_told_by(state)})"
        for telling in state.tellings:
            yield f"    - {self._telling(telling)}"
            for inner in self.dossiers.evidence(telling.evidence.content, telling.evidence.document):
                yield f"        - namely: {escaped(sentence(inner, self.ontology))}{self._note(inner, telling.article)}"

    def _telling(self, telling: Telling) -> str:
        told = telling.evidence
        when = escaped(_when(telling))
        said = escaped(sentence(told, self.ontology))
        quoted = f": “{escaped(main_passage(told).text)}”" if self.dossiers.quotes else ""
        return f"{when}: {said}{quoted}{self._note(told, telling.article)}"

    def _note(self, told: Evidence, article: Document) -> str:
        self.footnotes[told.id] = told
        self.articles[article.id] = article
        return f" [^{told.id}]"

    def _link(self, entity: Entity, *, in_table: bool = False) -> str:
        return self.dossiers.linker.link(entity, shown_name(entity, self.ontology), in_table=in_table)

    # ------------------------------------------------------------ contradictions, history, sources

    def _contradictions(self) -> Iterator[str]:
        disputed = [state for state in self.states if state.disputed]
        if not disputed:
            return
        yield "## Contradictions"
        yield ""
        for state in disputed:
            yes = [self._side(t.evidence, t) for t in state.tellings if t.category in _AFFIRM]
            no = [self._side(t.evidence, t) for t in state.tellings if t.category is Category.NEGATED]
            for telling in state.tellings:
                no += [self._side(outer, telling) for outer in self.dossiers.denied_by(telling.evidence)]
            label = stands_as(self.histories[state.statement.id], self.ontology)
            yield f"### {escaped(_plain(state, self.ontology))}: {escaped(label)}"
            yield ""
            yield "| says that it is or was so | says that it is not |"
            yield "|---|---|"
            for at in range(max(len(yes), len(no))):
                yield f"| {yes[at] if at < len(yes) else ''} | {no[at] if at < len(no) else ''} |"
            yield ""

    def _side(self, told: Evidence, telling: Telling) -> str:
        words = f"{_when(telling)}: {sentence(told, self.ontology)} ({_outlet(telling.article)})"
        return f"{escaped(words)}{self._note(told, telling.article)}"

    def _history(self) -> Iterator[str]:
        tellings = sorted((t for state in self.states for t in state.tellings), key=lambda t: t.order)
        if not tellings:
            return
        yield "## History"
        yield ""
        yield "| when | what is told | status | by | checked |"
        yield "|---|---|---|---|---|"
        for telling in tellings:
            told = telling.evidence
            status = f"{status_phrase(told, self.ontology)}{according_to(told)}"
            cells = (_when(telling), clause(told, self.ontology), status)
            outlet = f"{escaped(_outlet(telling.article))}{self._note(told, telling.article)}"
            review = escaped(self.ontology.status_labels[told.review])
            yield f"| {' | '.join(escaped(cell) for cell in cells)} | {outlet} | {review} |"
        yield ""

    def _sources(self) -> Iterator[str]:
        """Whose word it is: speakers and outlets, each with how much they tell."""
        told: dict[str, list[str]] = {}
        for state in self.states:
            for telling in state.tellings:
                speakers = [self._link(speaker, in_table=True) for speaker in telling.evidence.attribution]
                for who in speakers or [escaped(_outlet(telling.article))]:
                    told.setdefault(who, []).append(telling.evidence.id)
        if not told:
            return
        yield "## Who says so"
        yield ""
        yield "| who | passages | |"
        yield "|---|---|---|"
        for who, ids in sorted(told.items(), key=lambda item: (-len(item[1]), item[0])):
            yield f"| {who} | {len(ids)} | {' '.join(f'[^{id}]' for id in ids)} |"
        yield ""

    def _notes(self) -> Iterator[str]:
        documents: dict[str, Document] = {}
        for id in sorted(self.footnotes):
            told = self.footnotes[id]
            if told.document not in documents:
                documents[told.document] = self.dossiers.whole.document(told.document)
            yield as_markdown(Citation(told, documents[told.document], self.ontology, self.dossiers.quotes))
            yield ""


def _counted(histories: Iterable[History], ontology: Ontology) -> str:
    """ "4 in force, 1 only asked for": how many statements stand how."""
    ranked = sorted(histories, key=lambda one: (list(Category).index(one.state.category), one.stands.step.rank))
    counts = Counter(stands_as(one, ontology) for one in ranked)
    return ", ".join(f"{number} {label}" for label, number in counts.items())


def _first(state: State) -> str:
    return state.first or "9999"


def _when(telling: Telling) -> str:
    """The event's time as told; the article's date, said to be that; or that there is none."""
    if telling.evidence.time:
        return spoken_time(telling.evidence.time)
    return f"reported {telling.article.date}" if telling.article.date else "undated"


def _outlet(article: Document) -> str:
    return article.publisher or article.author or article.id


def _told_by(state: State) -> str:
    articles, origins = state.articles, len(state.origins)
    return f"{articles} article{'s' * (articles != 1)}, {origins} independent origin{'s' * (origins != 1)}"


def _plain(state: State, ontology: Ontology) -> str:
    statement = state.statement
    names = [shown_name(end, ontology) for end in (statement.subject, statement.object)]
    return f"{names[0]} {relation_label(statement.predicate, ontology)} {names[1]}"


def _flat(text: str) -> str:
    return " ".join(text.split())

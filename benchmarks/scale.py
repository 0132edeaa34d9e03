"""How a large graph is built and read: ``python -m benchmarks.scale [--evidence N] [--beside N] [--repeat N]``.

The articles are made up, by a fixed seed: ten pieces of evidence each, with statuses and dates as news has them, among
actors of which few are in most of them (a power law), as in news. The graph goes the way of `kg build` from records
on: what is timed is storing, deriving and reading, not the model. Beside it, rdflib holds the same triples of a smaller
graph in memory and answers the same SPARQL. Times are seconds of the processor; the best of the repeats is told, and of
the parts of the load, which happen once, the only one.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from itertools import accumulate
from pathlib import Path

import rdflib
from pyoxigraph import DefaultGraph, RdfFormat

from benchmarks.speed import MIB, ROOT, own_peak, timed
from kg.graph import Graph, vocabulary
from kg.iris import Namespaces
from kg.ontology import Ontology, load_ontology
from kg.records import (
    Document,
    Entity,
    Evidence,
    Field,
    Modality,
    Passage,
    Phase,
    Polarity,
    Run,
    Statement,
    Time,
    Voice,
)

EVIDENCE, BESIDE = 100_000, 5_000
PER_ARTICLE = 10
SKEW = 1.0
"""The exponent of the power law: the n-th actor is in 1/n as many statements as the first."""
RUN = Run("0", "scale", "none")
_SYLLABLES = [onset + vowel for onset in "bdfgklmnprstvz" for vowel in "aeiou"]
WORDS = tuple(one + two + "n" for one in _SYLLABLES for two in _SYLLABLES)
FILLER = 20
"""Words after each sentence; drawn for each article, for articles that share their text are copies of each other."""
STATUSES: tuple[tuple[dict[str, Modality | Polarity | Phase | Voice], int], ...] = (
    ({}, 60),
    ({"voice": Voice.PARTY}, 12),
    ({"modality": Modality.REQUESTED}, 8),
    ({"modality": Modality.PLANNED}, 6),
    ({"modality": Modality.POSSIBLE}, 5),
    ({"phase": Phase.ENDED}, 5),
    ({"polarity": Polarity.NEGATED}, 4),
)
PREFIXES = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in vocabulary.PREFIXES.items())
NEIGHBOURHOOD = """SELECT ?relation ?other ?name WHERE {
    { <ACTOR> ?relation ?other } UNION { ?other ?relation <ACTOR> }
    ?relation a d:Relation . ?other skos:prefLabel ?name }"""
TIMELINE = """SELECT ?evidence ?date ?quote WHERE {
    { ?statement rdf:subject <ACTOR> } UNION { ?statement rdf:object <ACTOR> }
    ?evidence d:statement ?statement ; d:quote ?quote ; prov:wasDerivedFrom ?article .
    ?article schema:datePublished ?date } ORDER BY ?date ?evidence"""
GROUPS = {
    "relation": "SELECT ?relation (COUNT(?s) AS ?n) WHERE { ?s rdf:predicate ?relation } GROUP BY ?relation",
    "publisher and modality": """SELECT ?publisher ?modality (COUNT(?e) AS ?n) WHERE {
    ?e d:modality ?modality ; prov:wasDerivedFrom ?article . ?article schema:publisher ?publisher }
    GROUP BY ?publisher ?modality""",
}


def main() -> int:
    """Print one line a figure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--evidence", type=int, default=EVIDENCE, metavar="N", help="pieces of evidence of the graph")
    parser.add_argument("--beside", type=int, default=BESIDE, metavar="N", help="those of the graph beside rdflib")
    parser.add_argument("--repeat", type=int, default=5, metavar="N", help="timings of each question (default: 5)")
    options = parser.parse_args()
    for line in _figures(options.evidence, options.beside, options.repeat):
        print(line, flush=True)
    return 0


def lines(repeat: int) -> Iterator[str]:
    """All lines of figures, measured in a process of its own, for its measure of memory."""
    command = (sys.executable, "-m", "benchmarks.scale", "--repeat", str(repeat))
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield from (line.rstrip("\n") for line in process.stdout)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")


# The articles


class World:
    """Actors by how often they are in the news, and articles about them, the same for the same numbers."""

    def __init__(self, evidence: int, ontology: Ontology) -> None:
        self.ontology = ontology
        self.articles = max(1, evidence // PER_ARTICLE)
        names = Namespaces()
        kinds = ("country", "company", "company", "agency", "media", "company", "government", "organization")
        self.actors = [
            Entity(names.entity(f"Actor{n}"), f"Actor{n}", kinds[n % len(kinds)], aliases=(f"The Actor {n}",))
            for n in range(max(20, evidence // 20))
        ]
        self.weights = list(accumulate((n + 1) ** -SKEW for n in range(len(self.actors))))
        self.relations = sorted(ontology.relations)

    def read(self) -> Iterator[tuple[Document, list[Evidence]]]:
        """Every article with its evidence."""
        return map(self.article, range(self.articles))

    def article(self, number: int) -> tuple[Document, list[Evidence]]:
        """One article, whatever others there are."""
        chance = random.Random(number)
        day = date(2012, 1, 1) + timedelta(days=chance.randrange(5000))
        pairs = [self._pair(chance) for _ in range(PER_ARTICLE)]
        deeds = chance.choices(WORDS, k=PER_ARTICLE)
        sentences = [f"{one.name} {deed} {other.name}." for (one, _, other), deed in zip(pairs, deeds, strict=True)]
        parts = [f"{sentence} {' '.join(chance.choices(WORDS, k=FILLER))}. " for sentence in sentences]
        starts = accumulate(map(len, parts), initial=0)
        document = Document(
            id=f"article-{number:07}",
            text="".join(parts).rstrip(),
            title=f"Case {number}",
            date=day.isoformat(),
            publisher=f"Paper {int(chance.paretovariate(1)) % 300}",
        )
        evidence = [
            self._evidence(
                chance, document, Statement(*pair), Passage(Field.BODY, start, start + len(text), text), deed
            )
            for pair, start, text, deed in zip(pairs, starts, sentences, deeds, strict=False)
        ]
        return document, evidence

    def _pair(self, chance: random.Random) -> tuple[Entity, str, Entity]:
        one, other = chance.choices(self.actors, cum_weights=self.weights, k=2)
        return one, chance.choice(self.relations), other

    def _evidence(
        self, chance: random.Random, document: Document, statement: Statement, sentence: Passage, deed: str
    ) -> Evidence:
        [status] = chance.choices([kind for kind, _ in STATUSES], [weight for _, weight in STATUSES])
        said_by = chance.choices(self.actors, cum_weights=self.weights) if status.get("voice") else ()
        start = sentence.start + len(statement.subject.name) + 1
        day = document.date or ""
        return Evidence(
            statement=statement,
            document=document.id,
            passages=(sentence,),
            trigger=Passage(Field.BODY, start, start + len(deed), deed),
            subject_mention=Passage(Field.BODY, sentence.start, start - 1, statement.subject.name),
            object_mention=None,
            time=Time(day, day, day, "day") if chance.random() < 0.4 else None,
            attribution=tuple(said_by),
            frame="scale",
            rule="scale",
            confidence=round(chance.uniform(0.5, 1), 3),
            **status,  # type: ignore[arg-type]  # each by its own name
        )


# The figures


def _figures(evidence: int, beside: int, repeat: int) -> Iterator[str]:
    ontology = load_ontology()
    with tempfile.TemporaryDirectory() as folder:
        world = World(evidence, ontology)
        yield f"scale: {evidence:,} pieces of evidence, {world.articles:,} articles, {len(world.actors):,} actors"
        path = Path(folder) / "graph"
        yield from (f"  {line}" for line in _of_load(path, world))
        with Graph.open(path, read_only=True, ontology=ontology) as graph:
            yield from (f"  {line}" for line in _of_reading(graph, world, repeat))
        yield from (f"  {line}" for line in _of_one_more(path, world, repeat))
        yield f"  peak memory of all this: {own_peak():,.0f} MiB"
        yield from _of_both(Path(folder) / "small", World(beside, ontology), beside, repeat)


def _of_load(path: Path, world: World) -> Iterator[str]:
    stored = 0.0
    with Graph.open(path, create=True, ontology=world.ontology) as graph:
        for document, told in world.read():
            stored += timed(partial(graph.replace, document, told, RUN))[0]
        derived, _ = timed(graph.refresh_facts)
        flushed, _ = timed(graph.store.flush)
        quads = len(graph.store)
    size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    yield f"load: {stored:.1f} s to store, {world.articles * PER_ARTICLE / stored:,.0f} pieces of evidence a second"
    yield f"  {derived:.1f} s to derive the facts from nothing, {flushed:.1f} s to put all in order on disk"
    yield f"  {quads:,} quads, {size / MIB:,.0f} MiB on disk"
    yield f"peak memory of the load: {own_peak():,.0f} MiB"


def _of_reading(graph: Graph, world: World, repeat: int) -> Iterator[str]:
    opened = best(lambda: Graph.open(graph.path, read_only=True, ontology=world.ontology).close(), repeat)
    yield f"open for reading: {milliseconds(opened)}"
    middling = world.actors[len(world.actors) // 20]
    for name, actor in (("the most frequent actor", world.actors[0].id), ("a middling actor", middling.id)):
        rows, seconds = _asked(graph, of_actor(NEIGHBOURHOOD, actor), repeat)
        yield f"neighbourhood of {name}, {rows:,} facts: {milliseconds(seconds)}"
        rows, seconds = _asked(graph, of_actor(TIMELINE, actor), repeat)
        yield f"timeline of {name}, {rows:,} tellings: {milliseconds(seconds)} as rows of SPARQL"
        states, seconds = _best_of(lambda actor=actor: _states_of(graph, actor), repeat)  # type: ignore[misc]
        yield f"  {milliseconds(seconds)} as records, in {states:,} states"
    for name, query in GROUPS.items():
        yield f"GROUP BY {name}: {milliseconds(_asked(graph, query, repeat)[1])}"
    seconds, number = timed(lambda: sum(1 for _ in graph.iter_states()))
    yield f"all {number:,} states with their evidence, one after the other: {seconds:.1f} s"


def _of_one_more(path: Path, world: World, repeat: int) -> Iterator[str]:
    stored, derived, removed = [], [], []
    with Graph.open(path, ontology=world.ontology) as graph:
        for number in range(world.articles, world.articles + repeat):
            document, told = world.article(number)
            stored.append(timed(partial(graph.replace, document, told, RUN))[0])
            derived.append(timed(graph.refresh_facts)[0])
        for number in range(world.articles, world.articles + repeat):
            gone, _ = timed(partial(graph.remove, f"article-{number:07}"))
            removed.append(gone + timed(graph.refresh_facts)[0])
    yield f"one more article: {milliseconds(min(stored))} to store, {milliseconds(min(derived))} until facts are right"
    yield f"one article less, until facts are right: {milliseconds(min(removed))}"


def _of_both(path: Path, world: World, evidence: int, repeat: int) -> Iterator[str]:
    with Graph.open(path, create=True, ontology=world.ontology) as graph:
        articles = list(world.read())
        stored = sum(timed(partial(graph.replace, document, told, RUN))[0] for document, told in articles)
        derived, _ = timed(graph.refresh_facts)
        triples = path.parent / "triples.nt"
        graph.store.dump(str(triples), RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
        peer = rdflib.Graph()
        loaded, _ = timed(lambda: peer.parse(triples, format="nt"))
        yield f"beside rdflib {rdflib.__version__}: {evidence:,} pieces of evidence, {len(peer):,} triples"
        yield f"  load: {stored + derived:.1f} s from records to facts on disk; rdflib {loaded:.1f} s from triples"
        actor = world.actors[0].id
        questions = {"neighbourhood": of_actor(NEIGHBOURHOOD, actor), "timeline": of_actor(TIMELINE, actor)}
        questions |= {f"GROUP BY {name}": query for name, query in GROUPS.items()}
        for name, query in questions.items():
            rows, ours = _asked(graph, query, repeat)
            same, theirs = _best_of(lambda query=query: len(list(peer.query(PREFIXES + query))), repeat)  # type: ignore[misc]
            if rows != same:
                raise SystemExit(f"{name}: {rows} rows, and {same} from rdflib")
            times = f"{milliseconds(ours)}; rdflib {milliseconds(theirs)}, {theirs / ours:,.0f} times as long"
            yield f"  {name}, {rows:,} rows: {times}"


def of_actor(query: str, iri: str) -> str:
    """A query about one actor."""
    return query.replace("ACTOR", iri)


def _states_of(graph: Graph, iri: str) -> int:
    return len(graph.states(subject=iri)) + len(graph.states(object=iri))


def _asked(graph: Graph, query: str, repeat: int) -> tuple[int, float]:
    """How many rows there are, and the least seconds that they took."""
    return _best_of(lambda: len(list(graph.query(query))), repeat)  # type: ignore[arg-type]  # a SELECT


def _best_of(work: Callable[[], int], repeat: int) -> tuple[int, float]:
    found = [timed(work) for _ in range(repeat)]
    return found[0][1], min(seconds for seconds, _ in found)


def best(work: Callable[[], object], repeat: int) -> float:
    """The least seconds that some work took."""
    return min(timed(work)[0] for _ in range(repeat))


def milliseconds(seconds: float) -> str:
    """ "12.3 ms"."""
    return f"{1000 * seconds:,.1f} ms"


if __name__ == "__main__":
    sys.exit(main())

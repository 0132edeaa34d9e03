"""What a picture shows: the whole graph or a neighbourhood, and of more than can be legible the best connected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from heapq import nsmallest

from kg.graph.facts import Category, State, Telling
from kg.graph.network import EVERYTHING, Edge, edge_words, edges_of
from kg.graph.reading import Reading
from kg.ontology import Ontology
from kg.questions.names import find_entities
from kg.records import Entity

MOST_ACTORS, MOST_LINES = 60, 140


@dataclass(frozen=True)
class Line:
    """An edge to draw: `weight` is the number of independent origins, `words` say it with its status if it is shown."""

    edge: Edge
    category: Category
    weight: int
    words: str = ""

    @property
    def ends(self) -> tuple[str, str]:
        """The IRIs of subject and object."""
        return self.edge.state.statement.subject.id, self.edge.state.statement.object.id

    @property
    def is_fact(self) -> bool:
        """Told as fact and in force: a solid line."""
        return self.category is Category.FACT

    @property
    def rank(self) -> tuple[object, ...]:
        """Facts first, then what more origins tell."""
        return not self.is_fact, -self.weight, self.ends, self.edge.kind


@dataclass(frozen=True)
class Scene:
    """Actors by IRI and the lines between them, in a fixed order; what there is beside them is counted."""

    actors: tuple[Entity, ...]
    lines: tuple[Line, ...]
    hidden_actors: int
    hidden_lines: int
    articles: int


def scene(
    graph: Reading, *, include: Collection[Category] = EVERYTHING, around: str | None = None, steps: int = 1
) -> Scene:
    """What is told with the statuses included, of everybody or around one actor, as far as it can be legible.

    Raises QueryError if nobody has the name `around`.
    """
    centre = {one.id: one for one in find_entities(graph, around)} if around is not None else {}
    near, distances = _neighbourhood(graph, centre, steps, include) if centre else ([], {})
    counted = _Counted(distances)
    for state in near if centre else graph.iter_states():
        for line in _lines(state, include):
            counted.add(line)
    chosen = counted.best_connected()
    among = near if centre else (state for iri in sorted(chosen) for state in graph.iter_states(subject=iri))
    within = (line for state in among for line in _lines(state, include) if chosen.issuperset(line.ends))
    shown = [_worded(line, graph.ontology) for line in nsmallest(MOST_LINES, within, key=lambda line: line.rank)]
    ends = {iri for line in shown for iri in line.ends} | {iri for iri in chosen if distances.get(iri) == 0}
    told = {e.id: e for line in shown for e in (line.edge.state.statement.subject, line.edge.state.statement.object)}
    named = centre | told
    return Scene(
        actors=tuple(named[iri] for iri in sorted(ends)),
        lines=tuple(sorted(shown, key=lambda line: (line.ends, line.edge.kind))),
        hidden_actors=len(counted.neighbours) - len(ends),
        hidden_lines=counted.lines - len(shown),
        articles=len({telling.evidence.document for line in shown for telling in line.edge.tellings}),
    )


def _neighbourhood(
    graph: Reading, start: Iterable[str], steps: int, include: Collection[Category]
) -> tuple[list[State], dict[str, int]]:
    """The statements among all who are at most some steps away, and how far each is."""
    distances = dict.fromkeys(start, 0)
    found: dict[str, State] = {}
    edge = sorted(distances)
    for step in range(1, steps + 2):
        reached = set()
        for iri in edge:
            for state in (*graph.states(subject=iri), *graph.states(object=iri)):
                if any(_lines(state, include)):
                    found[state.statement.id] = state
                    reached |= {state.statement.subject.id, state.statement.object.id}
        if step > steps:
            break
        edge = sorted(reached - set(distances))
        distances |= dict.fromkeys(edge, step)
    ends = {id: (state.statement.subject.id, state.statement.object.id) for id, state in found.items()}
    return [found[id] for id in sorted(found) if all(iri in distances for iri in ends[id])], distances


def _lines(state: State, include: Collection[Category]) -> Iterator[Line]:
    for edge in edges_of(state):
        category = Category(edge.kind.split(":")[1])
        if category in include:
            yield Line(edge, category, len({telling.origin for telling in edge.tellings}))


def _worded(line: Line, ontology: Ontology) -> Line:
    told = _typical(line.edge, line.category).evidence
    return replace(line, words=edge_words(told, line.category, ontology))


def _typical(edge: Edge, category: Category) -> Telling:
    """The first telling that has the status of the edge itself: of an ended ban, its end."""
    return next((telling for telling in edge.tellings if telling.category is category), edge.tellings[0])


class _Counted:
    """Who is told of with whom, and how much; lines are counted and let go, for there may be a million."""

    def __init__(self, distances: dict[str, int]) -> None:
        self.distances = distances
        self.neighbours: dict[str, set[str]] = {iri: set() for iri, distance in distances.items() if distance == 0}
        self.told: Counter[str] = Counter()
        self.lines = 0

    def add(self, line: Line) -> None:
        source, target = line.ends
        self.neighbours.setdefault(source, set()).add(target)
        self.neighbours.setdefault(target, set()).add(source)
        self.told.update({source: line.weight, target: line.weight})
        self.lines += 1

    def best_connected(self) -> set[str]:
        """The actors to show: the nearest, then those with most neighbours, then those of whom most is told."""

        def rank(iri: str) -> tuple[int, int, int, str]:
            return self.distances.get(iri, 0), -len(self.neighbours[iri]), -self.told[iri], iri

        return set(sorted(self.neighbours, key=rank)[:MOST_ACTORS])

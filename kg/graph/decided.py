"""A graph's folder with what people decided: what became of each piece of evidence, and which ids lead to it."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import NamedNode, Quad, Store

from kg.errors import QueryError
from kg.graph import vocabulary as v
from kg.graph.folder import DECISIONS, problems_named
from kg.graph.reading import Reading
from kg.graph.reviewing import (
    applied_mark,
    articles_that_told,
    changed_articles,
    concerned,
    digest_of,
    review_graph,
    review_of,
)
from kg.ontology import Ontology
from kg.records import Evidence
from kg.review.apply import Reviewed, Track, fate
from kg.review.decisions import Decisions
from kg.review.file import read_decisions


class Decided(Reading):
    """Articles and what they tell, and the decisions that made it so."""

    def __init__(self, path: Path, store: Store, ontology: Ontology) -> None:
        super().__init__(path, store, ontology)
        self._decided: Decisions | None = None

    @property
    def decisions(self) -> Decisions:
        """What people decided; raises ReviewError if the file is malformed."""
        if self._decided is None:
            self._decided = read_decisions(self.path / DECISIONS, self.ontology)
        return self._decided

    @property
    def is_settled(self) -> bool:
        """Whether the graph is as the file of decisions has it."""
        digest = digest_of(self.path / DECISIONS)
        with problems_named(self.path):
            if digest:
                return applied_mark(self.ontology.namespaces, digest) in self.store
            return not self._holds(review_graph(self.ontology.namespaces))

    def reviewed(self, document_id: str) -> Reviewed:
        """What the decisions make of an article; raises GraphError if it is not there."""
        present = self.evidence(document_id)
        return review_of(self.store, self.article(document_id), present, self.ontology, self.decisions)

    def may_be_reviewed(self) -> list[str]:
        """The ids of the articles that the standing decisions, or those applied before, may concern; sorted."""
        names = self.ontology.namespaces
        iris = changed_articles(self.store) | concerned(self.store, self.decisions.standing, self.decisions, names)
        return self._ids(iris)

    def track(self, short_id: str) -> Track:
        """What an evidence was read as and what became of it, by any id that it has or was read with.

        A beginning of an id will do that only one has. Raises QueryError if there is none, or several.
        """
        short_id = short_id.strip().casefold()
        try:
            told = super().find_evidence(short_id)
            track = self.reviewed(told.document).track(told.id)
        except QueryError:
            if not short_id.startswith("e-") or self._sources(self.ontology.namespaces.evidence(short_id)):
                raise  # no id at all, or the beginning of several that stand
            track = self._once(short_id)
            if track is None:
                raise
        assert track is not None
        return track

    def _once(self, short_id: str) -> Track | None:
        """What became of the evidence that was read with an id; raises QueryError on a beginning of several."""
        iris = articles_that_told(self.store, self.ontology.namespaces, short_id)
        tracks = [track for one in self._ids(iris) for track in self.reviewed(one).tracks_of(short_id)]
        exact = [track for track in tracks if track.read.id == short_id]
        if len(tracks) > 1 and not exact:
            ids = ", ".join(sorted(track.read.id for track in tracks))
            raise QueryError(f"{short_id!r} is too short: it is the beginning of {len(tracks)} ids: {ids}")
        return next(iter(exact or tracks), None)

    def find_evidence(self, short_id: str) -> Evidence:
        """As for any reading; an id that evidence was read with leads to what it has become.

        Raises QueryError if there is none, saying so if it was rejected.
        """
        try:
            return super().find_evidence(short_id)
        except QueryError:
            track = self.track(short_id)
            if track.falls:
                raise QueryError(f"{track.read.id}: {fate(track)}") from None
            return super().find_evidence(track.now.id)

    def _ids(self, iris: set[str]) -> list[str]:
        """The ids of those articles that are there, sorted."""
        nodes = (NamedNode(iri) for iri in iris)
        there = (node for node in nodes if Quad(node, v.TYPE, v.ARTICLE_CLASS, node) in self.store)
        return sorted(self._reader(node.value).document_id for node in there)

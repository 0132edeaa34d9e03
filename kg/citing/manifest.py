"""What a replication archive needs to know of a graph: what made it, of which articles, and what it holds."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import kg
from kg.errors import GraphError
from kg.graph.facts import Category
from kg.graph.reading import Reading
from kg.records import Document, Review, Run

DECISIONS = "decisions.toml"


@dataclass(frozen=True)
class ArticleEntry:
    """An article by id, with the digest of everything that extraction depends on, and how much was found in it."""

    id: str
    sha256: str
    date: str | None
    publisher: str | None
    title: str
    url: str | None
    run: str
    evidence: int


@dataclass(frozen=True)
class DecisionFile:
    """The file of what people decided about the graph: digest of its bytes, and entries by action."""

    sha256: str
    actions: dict[str, int]

    @property
    def count(self) -> int:
        """All entries, those that were taken back and the taking back among them."""
        return sum(self.actions.values())


@dataclass(frozen=True)
class Manifest:
    """A graph, or what `selection` shows of it; `runs` are by key, counts by name, articles by id.

    `statuses` counts evidence by what it makes of its statement, `states` statements by what all evidence makes of
    them, `relations` both: relation → (statements, evidence). `sha256` is a digest of all evidence and articles.
    """

    runs: dict[str, Run]
    articles: tuple[ArticleEntry, ...]
    evidence: int
    relations: dict[str, tuple[int, int]]
    statuses: dict[Category, int]
    states: dict[Category, int]
    reviews: dict[Review, int]
    confidences: tuple[float, ...]
    disputed: int
    decisions: DecisionFile | None
    selection: dict[str, str]
    sha256: str

    @property
    def statements(self) -> int:
        """How many different statements are told."""
        return sum(self.states.values())


def manifest(graph: Reading, selection: Mapping[str, str] | None = None) -> Manifest:
    """The account of a graph; `selection` says in words what a filter shows of it.

    Raises GraphError if there is a file of decisions that is no TOML.
    """
    states = graph.states()
    tellings = [telling for state in states for telling in state.tellings]
    per_article = Counter(telling.evidence.document for telling in tellings)
    runs: dict[str, Run] = {}
    articles = []
    for document in graph.documents():
        run = graph.run(document.id)
        runs[run.key] = run
        articles.append(_article(document, run, per_article[document.id]))
    statements = Counter(state.statement.predicate for state in states)
    evidence = Counter(telling.evidence.statement.predicate for telling in tellings)
    statuses = Counter(telling.category for telling in tellings)
    standing = Counter(state.category for state in states)
    reviews = Counter(telling.evidence.review for telling in tellings)
    return Manifest(
        runs=dict(sorted(runs.items())),
        articles=tuple(articles),
        evidence=len(tellings),
        relations={name: (statements[name], evidence[name]) for name in sorted(statements)},
        statuses={category: statuses[category] for category in Category if statuses[category]},
        states={category: standing[category] for category in Category if standing[category]},
        reviews={review: reviews[review] for review in Review if reviews[review]},
        confidences=tuple(sorted(telling.evidence.confidence for telling in tellings)),
        disputed=sum(state.disputed for state in states),
        decisions=_decisions(graph.path / DECISIONS),
        selection=dict(sorted((selection or {}).items())),
        sha256=_digest(articles, (f"{t.evidence.id}\x1f{t.evidence.review}" for t in tellings)),
    )


def as_json(account: Manifest) -> str:
    """The manifest as JSON; the same graph gives the same bytes, no clock among them."""
    decisions = account.decisions
    found: dict[str, object] = {
        "program": {"name": "faultline-kg", "version": kg.__version__},
        "sha256": account.sha256,
        "selection": account.selection or None,
        "runs": [
            {"id": key, "program": run.version, "ontology": run.ontology, "model": run.model}
            for key, run in account.runs.items()
        ],
        "decisions": {"file": DECISIONS, "sha256": decisions.sha256, "count": decisions.count, **decisions.actions}
        if decisions
        else None,
        "counts": {
            "articles": len(account.articles),
            "statements": account.statements,
            "evidence": account.evidence,
            "disputed statements": account.disputed,
            "statements by state": account.states,
            "evidence by status": account.statuses,
            "evidence by review": account.reviews,
            "by relation": {
                name: {"statements": statements, "evidence": evidence}
                for name, (statements, evidence) in account.relations.items()
            },
        },
        "articles": [
            {
                "id": entry.id,
                "sha256": entry.sha256,
                "date": entry.date,
                "publisher": entry.publisher,
                "title": entry.title or None,
                "url": entry.url,
                "run": entry.run,
                "evidence": entry.evidence,
            }
            for entry in account.articles
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=2)


def _article(document: Document, run: Run, evidence: int) -> ArticleEntry:
    return ArticleEntry(
        id=document.id,
        sha256=document.digest,
        date=document.date,
        publisher=document.publisher,
        title=document.title,
        url=document.url,
        run=run.key,
        evidence=evidence,
    )


def _digest(articles: Iterable[ArticleEntry], evidence: Iterable[str]) -> str:
    lines = [f"{entry.id}\x1f{entry.sha256}" for entry in articles]
    return hashlib.sha256("\x1e".join([*lines, *sorted(evidence)]).encode("utf-8")).hexdigest()


def _decisions(path: Path) -> DecisionFile | None:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise GraphError(f"{path}: cannot be read: {error.strerror or error}") from None
    try:
        entries = tomllib.loads(raw.decode("utf-8-sig")).get("decision", [])
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise GraphError(f"{path}: is no file of decisions: {error}") from None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise GraphError(f"{path}: is no file of decisions: {DECISIONS} holds entries [[decision]] alone")
    actions = Counter(str(entry.get("action", "")) for entry in entries)
    return DecisionFile(hashlib.sha256(raw).hexdigest(), dict(sorted(actions.items())))

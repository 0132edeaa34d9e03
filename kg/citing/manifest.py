"""What a replication archive needs to know of a graph: what made it, of which articles, and what it holds."""

from __future__ import annotations

import hashlib
import json
import tomllib
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import kg
from kg.errors import GraphError
from kg.graph.facts import Category
from kg.graph.folder import DECISIONS
from kg.graph.reading import Reading
from kg.records import Document, Review, Run


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
    confidences: Sequence[float]
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
    per_article: Counter[str] = Counter()
    statements: Counter[str] = Counter()
    evidence: Counter[str] = Counter()
    statuses: Counter[Category] = Counter()
    standing: Counter[Category] = Counter()
    reviews: Counter[Review] = Counter()
    confidences, disputed, digest = array("d"), 0, hashlib.sha256()
    for state in graph.iter_states():
        predicate = state.statement.predicate
        statements[predicate] += 1
        standing[state.category] += 1
        disputed += state.disputed
        for telling in state.tellings:
            told = telling.evidence
            evidence[predicate] += 1
            per_article[told.document] += 1
            statuses[telling.category] += 1
            reviews[told.review] += 1
            confidences.append(told.confidence)
            digest.update(f"{told.id}\x1f{told.review}\x1e".encode())
    runs: dict[str, Run] = {}
    articles = []
    for document in graph.documents():
        run = graph.run(document.id)
        runs[run.key] = run
        articles.append(_article(document, run, per_article[document.id]))
        digest.update(f"{document.id}\x1f{document.digest}\x1e".encode())
    return Manifest(
        runs=dict(sorted(runs.items())),
        articles=tuple(articles),
        evidence=evidence.total(),
        relations={name: (statements[name], evidence[name]) for name in sorted(statements)},
        statuses={category: statuses[category] for category in Category if statuses[category]},
        states={category: standing[category] for category in Category if standing[category]},
        reviews={review: reviews[review] for review in Review if reviews[review]},
        confidences=array("d", sorted(confidences)),
        disputed=disputed,
        decisions=_decisions(graph.path / DECISIONS),
        selection=dict(sorted((selection or {}).items())),
        sha256=digest.hexdigest(),
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

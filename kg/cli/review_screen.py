"""Review in the terminal: one statement after another in its context, and a key for each answer."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace

import click

from kg.errors import QueryError, ReviewError
from kg.explain import context, marked
from kg.graph import Graph
from kg.graph.rdf import main_passage
from kg.records import Evidence
from kg.review.decisions import Decision
from kg.review.taking import Correction, Reviewer, acceptance, correction, outcome, rejection, withdrawal
from kg.wording import according_to, relation_label, sentence, status_phrase

KEYS = {"a": "accept", "r": "reject", "c": "correct", "s": "skip", "u": "undo", "q": "quit"}
_ASK = ", ".join(f"[{key}]{word[1:]}" for key, word in KEYS.items())


def walk(graph: Graph, ids: Sequence[str], reviewer: Reviewer) -> None:
    """Shows evidence by its ids, in order, and takes what is answered; undo goes back to what was decided last."""
    place = 0
    done: list[int] = []
    while place < len(ids):
        told = _present(graph, ids[place])
        if told is None:
            place += 1
            continue
        click.echo(f"\n[{place + 1}/{len(ids)}]  " + "\n".join(_shown(graph, told)))
        key = _answer()
        if key == "q":
            break
        if key == "s":
            place += 1
        elif key == "u":
            if not done:
                click.echo("nothing decided in this session; `undo` of kg review takes back earlier decisions")
                continue
            place = done.pop()
            _take(graph, withdrawal(graph, None, reviewer))
        else:
            try:
                decision = _decided(graph, told, key, reviewer)
            except (ReviewError, QueryError) as error:
                click.echo(f"  {error}")
                continue
            if decision is not None:
                _take(graph, decision)
                done.append(place)
            place += 1
    click.echo(f"{len(done)} checked, {len(ids) - len(done)} left")


def _present(graph: Graph, short_id: str) -> Evidence | None:
    try:
        return graph.find_evidence(short_id)
    except QueryError:
        return None  # rejected, or one with another since the list was made


def _shown(graph: Graph, told: Evidence) -> Iterator[str]:
    article = graph.document(told.document)
    before, after = context(article, main_passage(told))
    yield f"{told.id}  confidence {told.confidence:.2f}  {graph.ontology.status_labels[told.review]}"
    if before:
        yield f"    {before}"
    for passage in told.passages:
        yield f"  > {marked(told, passage)}"
    if after:
        yield f"    {after}"
    yield "    (" + ", ".join(filter(None, (article.publisher, article.date, article.title or article.id))) + ")"
    time = f", {told.time.value}" if told.time else ""
    yield f"  {sentence(told, graph.ontology)}{time}"


def _answer() -> str:
    while True:
        click.echo(f"{_ASK}: ", nl=False)
        if sys.stdin.isatty():
            said = click.getchar().lower()
            click.echo(KEYS.get(said, ""))
        else:
            line = sys.stdin.readline()
            said = line.strip().lower() if line else "q"
            click.echo(said)
        if said in KEYS or said in KEYS.values():
            return said[0]
        if said in ("\x03", "\x04"):
            return "q"
        click.echo(f"{said!r} is none of {', '.join(f'{key} ({word})' for key, word in KEYS.items())}")


def _decided(graph: Graph, told: Evidence, key: str, reviewer: Reviewer) -> Decision | None:
    track = graph.track(told.id)
    if key == "a":
        return acceptance(graph, track, reviewer)
    if key == "r":
        return rejection(graph, track, replace(reviewer, why=_line("why", "")))
    click.echo("  Enter keeps what stands in brackets; somebody new is written Acme (new company).")
    statement = told.statement
    asked = Correction(
        subject=_line("subject", statement.subject.name) or None,
        relation=_line("relation", relation_label(statement.predicate, graph.ontology)) or None,
        object=_line("object", statement.object.name) or None,
        status=_line("status", status_phrase(told, graph.ontology)) or None,
        according_to=_line("according to", according_to(told).removeprefix(", according to ")) or None,
        time=_line("time", told.time.value if told.time else "") or None,
    )
    return correction(graph, track, asked, replace(reviewer, why=_line("why", "")))


def _line(name: str, present: str) -> str:
    click.echo(f"  {name}{f' [{present}]' if present else ''}: ", nl=False)
    line = sys.stdin.readline()
    if not sys.stdin.isatty():
        click.echo(line.rstrip("\n"))
    return " ".join(line.split())


def _take(graph: Graph, decision: Decision) -> None:
    for line in outcome([decision], graph.review([decision]), graph):
        click.echo(f"  {line}")

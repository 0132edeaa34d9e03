"""Changes in words: the brief as lines of a terminal, as Markdown and as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from kg.changes import Change, Changes, Contradiction
from kg.graph.facts import Telling
from kg.graph.rdf import main_passage
from kg.history_text import DISPUTED, clause_of, quote, source, spoken_time, stands
from kg.ontology import Ontology
from kg.records import Document, Evidence, Review
from kg.wording import according_to, sentence, status_phrase

NAMED = 5
"""Articles without a date, and passages on each side of a contradiction, that are named one by one."""
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|])")

Json = dict[str, object]


def headline(changes: Changes) -> str:
    """What changed, in numbers; or that nothing did, and until when the articles reach."""
    latest = f"the latest is of {changes.latest}" if changes.latest else "no article has a date"
    if not changes.articles:
        return f"Nothing changed since {changes.since}: no article is of that day or later; {latest}"
    articles = _counted(len(changes.articles), "new article")
    again = f"{_counted(changes.again, 'statement')} told again unchanged" if changes.again else ""
    if changes.is_empty:
        told = again or "they tell no statement"
        return f"Nothing changed since {changes.since}: {articles}, {told}; {latest}"
    parts = [
        articles,
        _counted(len(changes.new), "new statement"),
        f"{len(changes.changed)} changed",
        f"{len(changes.ended)} ended",
        f"{len(changes.anew)} anew" if changes.anew else "",
        _counted(len(changes.contradictions), "new contradiction"),
        again,
    ]
    return f"Since {changes.since}: {', '.join(filter(None, parts))}"


def undated_line(changes: Changes) -> str:
    """The articles that cannot be placed, by name; nothing if all have a date."""
    if not changes.undated:
        return ""
    names = "; ".join(article.title or article.id for article in changes.undated[:NAMED])
    more = f" and {len(changes.undated) - NAMED} more" if len(changes.undated) > NAMED else ""
    verb = "has no date and counts" if len(changes.undated) == 1 else "have no date and count"
    return f"{_counted(len(changes.undated), 'article')} {verb} as known before: {names}{more}"


def changes_lines(changes: Changes, ontology: Ontology) -> Iterator[str]:
    """The brief for a terminal: headline, then a section for each kind of change, then the articles."""
    yield headline(changes)
    for title, found in _sections(changes):
        yield from ("", title)
        for change in found:
            yield f"  {change.by.evidence.id}  {said(change, ontology)}"
            yield f"      “{quote(change.by)}” ({source(change.by.telling.article)})"
    if changes.contradictions:
        yield from ("", "New contradictions")
    for one in changes.contradictions:
        yield f"  {clause_of(one.now, ontology)}: {stands(one.now, ontology)}"
        for side, telling, words in _sides(one, ontology):
            yield f"    {side:<8}  {telling.evidence.id}  {words}"
            yield f"        “{_sentence(telling.evidence)}” ({source(telling.article)})"
    if changes.articles:
        yield from ("", "New articles")
    for publisher, articles in _by_publisher(changes):
        yield f"  {publisher} ({len(articles)})"
        for article in articles:
            yield f"    {article.date}  {article.title or article.id}"
    if undated := undated_line(changes):
        yield from ("", undated)


def changes_markdown(changes: Changes, ontology: Ontology) -> Iterator[str]:
    """The brief as a Markdown page."""
    yield f"# Changes since {changes.since}"
    yield from ("", f"{_escaped(headline(changes))}.")
    for title, found in _sections(changes):
        yield from ("", f"## {title}", "")
        for change in found:
            yield f"- **{_escaped(said(change, ontology))}** `{change.by.evidence.id}`  "
            yield f"  “{_escaped(quote(change.by))}” ({_linked(change.by.telling.article)})"
    if changes.contradictions:
        yield from ("", "## New contradictions", "")
    for one in changes.contradictions:
        yield f"- **{_escaped(clause_of(one.now, ontology))}**: {_escaped(stands(one.now, ontology))}"
        for side, telling, words in _sides(one, ontology):
            yield f"  - {side}: {_escaped(words)} `{telling.evidence.id}`  "
            yield f"    “{_escaped(_sentence(telling.evidence))}” ({_linked(telling.article)})"
    if changes.articles:
        yield from ("", "## New articles", "")
    for publisher, articles in _by_publisher(changes):
        yield f"- {_escaped(publisher)} ({len(articles)})"
        for article in articles:
            title = _escaped(article.title or article.id)
            yield f"  - {article.date} {f'[{title}](<{article.url}>)' if article.url else title}"
    if undated := undated_line(changes):
        yield from ("", f"{_escaped(undated)}.")


def changes_record(changes: Changes, ontology: Ontology) -> Json:
    """The brief as one JSON object."""
    return {
        "since": changes.since,
        "headline": headline(changes),
        "latest_article": changes.latest,
        "new": [_change_record(change, ontology) for change in changes.new],
        "changed": [_change_record(change, ontology) for change in changes.changed],
        "ended": [_change_record(change, ontology) for change in changes.ended],
        "anew": [_change_record(change, ontology) for change in changes.anew],
        "contradictions": [_contradiction_record(one, ontology) for one in changes.contradictions],
        "told_again": changes.again,
        "articles": [_article_record(article) for article in changes.articles],
        "undated": [_article_record(article) for article in changes.undated],
    }


def said(change: Change, ontology: Ontology) -> str:
    """ "Velmora bars Orvane Networks: was in force …; is ended, 2025-11-18", or the sentence of a new statement."""
    told = change.by.evidence
    checked = "" if told.review is Review.UNCHECKED else f" [{ontology.status_labels[told.review]}]"
    step = change.now.stands.step
    if change.anew and told.time:
        return f"{sentence(told, ontology)}, {spoken_time(told.time)}{checked}"
    if change.before is None and (step.asks_for_end or step.words) and not change.has_ended:
        status = f"{status_phrase(told, ontology)}{according_to(told)}"
        return f"{clause_of(change.now, ontology)}: {step.label} — {status}{checked}"
    if change.before is None and not change.has_ended:
        disputed = DISPUTED if change.now.state.disputed else ""
        return f"{sentence(told, ontology)}{disputed}{checked}"
    was = f"was {stands(change.before, ontology, short=True)}" if change.before else "not told before"
    now = f"is {stands(change.now, ontology, short=True)}".removesuffix(DISPUTED)
    disputed = DISPUTED if change.now.state.disputed else ""
    return f"{clause_of(change.now, ontology)}: {was}; {now}{according_to(told)}{disputed}{checked}"


def _sections(changes: Changes) -> Iterator[tuple[str, tuple[Change, ...]]]:
    sections = (
        ("New statements", changes.new),
        ("Changed", changes.changed),
        ("Ended", changes.ended),
        ("Anew, of a day since then", changes.anew),
    )
    return ((title, found) for title, found in sections if found)


def _sides(found: Contradiction, ontology: Ontology) -> Iterator[tuple[str, Telling, str]]:
    """The latest passages of each side, with who says so."""
    for side, tellings in (("affirmed", found.affirmed), ("denied", found.denied)):
        for telling in tellings[-NAMED:]:
            yield side, telling, sentence(telling.evidence, ontology)


def _by_publisher(changes: Changes) -> Iterator[tuple[str, list[Document]]]:
    for publisher, articles in groupby(changes.articles, key=lambda article: article.publisher or ""):
        yield publisher or "no publisher named", list(articles)


def _change_record(change: Change, ontology: Ontology) -> Json:
    statement = change.now.state.statement
    return {
        "statement": statement.id,
        "subject": statement.subject.name,
        "predicate": statement.predicate,
        "object": statement.object.name,
        "was": stands(change.before, ontology, short=True) if change.before else None,
        "is": stands(change.now, ontology, short=True),
        "step": change.now.stands.step.name,
        "state": change.now.state.category.value,
        "disputed": change.now.state.disputed,
        "said": said(change, ontology),
        "evidence": _telling_record(change.by.telling, ontology),
    }


def _contradiction_record(found: Contradiction, ontology: Ontology) -> Json:
    return {
        "statement": found.now.state.statement.id,
        "said": clause_of(found.now, ontology),
        "is": stands(found.now, ontology),
        "affirmed": [_telling_record(telling, ontology) for telling in found.affirmed],
        "denied": [_telling_record(telling, ontology) for telling in found.denied],
    }


def _telling_record(telling: Telling, ontology: Ontology) -> Json:
    told = telling.evidence
    return {
        "id": told.id,
        "status": status_phrase(told, ontology),
        "attribution": [speaker.name for speaker in told.attribution],
        "quote": _sentence(told),
        "review": told.review.value,
        "article": _article_record(telling.article),
    }


def _article_record(article: Document) -> Json:
    fields: Iterable[tuple[str, str | None]] = (
        ("id", article.id),
        ("title", article.title),
        ("publisher", article.publisher),
        ("date", article.date),
        ("url", article.url),
    )
    return dict(fields)


def _linked(article: Document) -> str:
    shown = _escaped(source(article))
    return f"[{shown}](<{article.url}>)" if article.url else shown


def _sentence(told: Evidence) -> str:
    return " ".join(main_passage(told).text.split())


def _escaped(text: str) -> str:
    """Text in which Markdown sees no marks of its own."""
    return _MARKDOWN.sub(r"\\\1", text)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"

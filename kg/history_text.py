"""Histories in words, as rows of a spreadsheet and as JSON."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date

from kg.graph.facts import Category
from kg.graph.rdf import main_passage
from kg.history import Dated, Happening, History
from kg.ontology import Ontology
from kg.records import Document, Time
from kg.wording import relation_label, shown_name, state_label, status_phrase

COLUMNS = (
    "subject",
    "relation",
    "object",
    "state",
    "disputed",
    "date",
    "dated by",
    "step",
    "status",
    "according to",
    "quote",
    "publisher",
    "published",
    "article",
    "url",
    "review",
    "id",
)
UNDATED = "nobody says since when"
DISPUTED = "; disputed"


def clause_of(history: History, ontology: Ontology) -> str:
    """ "Velmora bars Orvane Networks", whatever its status."""
    statement = history.state.statement
    subject, object = shown_name(statement.subject, ontology), shown_name(statement.object, ontology)
    return f"{subject} {relation_label(statement.predicate, ontology)} {object}"


def stands(history: History, ontology: Ontology, *, short: bool = False) -> str:
    """Where a statement stands: "in force, since 2012", "suspended, 2025-01 (in force from 2024-03)".

    `short` leaves out what is in brackets.
    """
    state, step, when = history.state, history.stands.step, moment(history.stands)
    begun = next((one for one in history.happenings if one.telling.category is Category.FACT and one.day), None)
    label = f"{stands_as(history, ontology)}, {when}"
    if state.category is Category.ENDED:
        if history.stands.telling.category is not Category.ENDED:  # its end is told along with it, or not shown
            label = ", ".join(filter(None, (stands_as(history, ontology), state.until)))
        if begun and not short:
            label += f" (in force {_from(begun)}{_again_from(history)})"
    elif state.is_fact and not step.speech_act:
        label = f"{step.label}, {_from(begun)}{_again_from(history)}" if begun else f"{step.label}, {UNDATED}"
        last = history.happenings[-1]
        if last.step.asks_for_end and last.day:
            label += f"; {last.step.label}, {moment(last)}"
    return f"{label}{DISPUTED}" if state.disputed else label


def stands_as(history: History, ontology: Ontology) -> str:
    """The same in a word or two, without dates: "in force", "suspended", "ruled out"."""
    category = history.state.category
    own_end = category is Category.ENDED and history.stands.telling.category is not Category.ENDED
    return state_label(category, ontology) if own_end or category is Category.UNKNOWN else history.stands.step.label


def chain(history: History) -> str:
    """The steps in a row: "asked for 2019-01 → in force 2020-03 → ended 2021"."""
    return " → ".join(f"{group[0].step.label} {moment(group[0])}" for group in history.steps)


def moment(happening: Happening) -> str:
    """When, as people write it: "2025-11", "since 2012", "reported 2025-02-03" by the article's date, "undated"."""
    time = happening.evidence.time
    if happening.dated is Dated.EVENT and time:
        return spoken_time(time)
    return f"reported {happening.day}" if happening.dated is Dated.ARTICLE else "undated"


def spoken_time(time: Time) -> str:
    """A time in words: 2025-11, since 2012, until 2020, 2012 to 2018, 2024 Q3, week of 2019-01-14."""
    first, _, last = time.value.partition("/")
    if last == "..":
        return f"since {first}"
    if first == "..":
        return f"until {last}"
    if time.precision == "week":
        return f"week of {first}"
    if time.precision == "quarter" and time.start and time.end:
        return _quarter(date.fromisoformat(time.start), date.fromisoformat(time.end))
    return f"{first} to {last}" if last and last != first else first


def source(article: Document) -> str:
    """The outlet, else the title, else the id; and the date of the article."""
    return ", ".join(filter(None, (article.publisher or article.title or article.id, article.date)))


def history_rows(histories: Sequence[History], ontology: Ontology) -> Iterator[dict[str, str]]:
    """A row for each passage, with the columns COLUMNS."""
    for history in histories:
        statement = history.state.statement
        for one in history.happenings:
            told, article = one.evidence, one.telling.article
            yield {
                "subject": shown_name(statement.subject, ontology),
                "relation": relation_label(statement.predicate, ontology),
                "object": shown_name(statement.object, ontology),
                "state": stands(history, ontology),
                "disputed": "yes" if history.state.disputed else "no",
                "date": (told.time.value if one.dated is Dated.EVENT and told.time else one.day) or "",
                "dated by": one.dated,
                "step": one.step.label,
                "status": status_phrase(told, ontology),
                "according to": "; ".join(speaker.name for speaker in told.attribution),
                "quote": quote(one),
                "publisher": article.publisher or "",
                "published": article.date or "",
                "article": article.id,
                "url": article.url or "",
                "review": ontology.status_labels[told.review],
                "id": told.id,
            }


def history_records(histories: Sequence[History], ontology: Ontology) -> list[dict[str, object]]:
    """A record for each statement, with its happenings."""
    return [_record(history, ontology) for history in histories]


def _record(history: History, ontology: Ontology) -> dict[str, object]:
    state = history.state
    ends = {
        name: {"id": entity.id, "name": entity.name, "type": entity.type}
        for name, entity in (("subject", state.statement.subject), ("object", state.statement.object))
    }
    rows = history_rows([history], ontology)
    steps = [
        {"step": one.step.name, "day": one.day}
        | {key: value or None for key, value in row.items() if key not in _OUTER}
        for one, row in zip(history.happenings, rows, strict=True)
    ]
    return {
        "id": state.statement.id,
        "subject": ends["subject"],
        "predicate": state.statement.predicate,
        "object": ends["object"],
        "state": state.category.value,
        "stands": stands(history, ontology),
        "step": history.stands.step.name,
        "since": state.since,
        "until": state.until,
        "in_force": [{"first": period.first, "last": period.last} for period in history.in_force],
        "disputed": state.disputed,
        "articles": state.articles,
        "origins": list(state.origins),
        "history": [{key.replace(" ", "_"): value for key, value in step.items()} for step in steps],
    }


_OUTER = frozenset({"subject", "relation", "object", "state", "disputed", "step"})


def _from(begun: Happening) -> str:
    """ "since 2012", "from 2024-03", "as reported 2019-01-27"."""
    told = moment(begun)
    if begun.dated is Dated.ARTICLE:
        return f"as {told}"
    return told if told.startswith(("since ", "until ")) else f"from {told}"


def _again_from(history: History) -> str:
    """ ", again from 2026-04-01", where it was in force more than once."""
    return "".join(f", again from {period.first}" for period in history.in_force[1:])


def _quarter(first: date, last: date) -> str:
    if first.month % 3 == 1 and (last.month, last.day) == (first.month + 2, monthrange(last.year, last.month)[1]):
        return f"{first.year} Q{first.month // 3 + 1}"
    return f"{first:%Y-%m} to {last:%Y-%m}"


def quote(happening: Happening) -> str:
    """The sentence that tells it, on one line."""
    return " ".join(main_passage(happening.evidence).text.split())

"""A paragraph for the methods section of a paper, with the figures of a graph; it says no more than was measured."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator

from kg.citing.cite import spoken_date
from kg.citing.manifest import Manifest
from kg.graph.facts import Category
from kg.ontology import Ontology
from kg.records import Modality, Phase, Polarity, Review, Voice
from kg.wording import relation_label, state_label

SHIPPED_MODEL = "en_faultline"
_WORDED = {
    Category.FACT: Modality.ASSERTED,
    Category.ENDED: Phase.ENDED,
    Category.NEGATED: Polarity.NEGATED,
    Category.PLANNED: Modality.PLANNED,
    Category.REQUESTED: Modality.REQUESTED,
    Category.POSSIBLE: Modality.POSSIBLE,
    Category.HYPOTHETICAL: Modality.HYPOTHETICAL,
}


def methods(account: Manifest, ontology: Ontology) -> str:
    """The paragraph, in plain English; the same graph gives the same words."""
    return " ".join(_sentences(account, ontology))


def _sentences(account: Manifest, ontology: Ontology) -> Iterator[str]:
    yield _corpus(account)
    yield from _program(account)
    if not account.evidence:
        yield "No statement was found."
        return
    yield from _found(account, ontology)
    yield from _checked(account)
    yield f"The graph's digest is SHA-256 {account.sha256}."


def _corpus(account: Manifest) -> str:
    articles = account.articles
    dates = sorted(entry.date for entry in articles if entry.date)
    outlets = {entry.publisher.casefold() for entry in articles if entry.publisher}
    words = "The corpus is "
    if account.selection:
        chosen = _list(f"{name} {value}" for name, value in account.selection.items())
        words = f"What is counted here is a selection ({chosen}) of a larger graph: "
    words += _count(len(articles), "article")
    words += f" of {_count(len(outlets), 'outlet')}" if outlets else ""
    if dates:
        span = f"{spoken_date(dates[0])} to {spoken_date(dates[-1])}"
        words += f", dated {spoken_date(dates[0])}" if dates[0] == dates[-1] else f", dated {span}"
    missing = [
        f"{_number(count)} without {what}"
        for count, what in (
            (sum(not entry.date for entry in articles), "a date"),
            (sum(not entry.publisher for entry in articles), "an outlet"),
        )
        if count and articles
    ]
    return f"{words} ({_list(missing)})." if missing else f"{words}."


def _program(account: Manifest) -> Iterator[str]:
    for run in account.runs.values():
        read = sum(account.runs[entry.run] == run for entry in account.articles)
        of = f" for {_count(read, 'article')}" if len(account.runs) > 1 else ""
        yield f"It was read by Faultline {run.version} with ontology {run.ontology} and language model {run.model}{of}."
    shipped = all(run.model.startswith(SHIPPED_MODEL) for run in account.runs.values())
    if account.runs:
        how = (
            "rules over a dependency parse and a trained reader propose"
            if shipped
            else "rules over a dependency parse propose"
        )
        yield f"In each sentence {how} statements of who does what to whom."


def _found(account: Manifest, ontology: Ontology) -> Iterator[str]:
    relations = sorted(account.relations.items(), key=lambda item: (-item[1][0], item[0]))
    named = _list(f"{relation_label(name, ontology)} {_number(counts[0])}" for name, counts in relations)
    statements = _count(account.statements, "different statement")
    yield f"It tells {statements} in {_count(account.evidence, 'passage')} ({named})."
    told = _list(f"{_worded(category, ontology)} {_number(number)}" for category, number in account.statuses.items())
    yield f"By how they tell it, the passages are: {told}."
    yield (
        "A statement counts as a fact if a passage tells it as fact, in the voice of the article, of another outlet or "
        "of the subject itself, and none tells later that it ended; what is asked for, planned, considered, "
        "conditional, denied or claimed by a party alone is kept with that status and never counted as a fact."
    )
    states = _list(
        f"{state_label(category, ontology)} {_number(number)}" for category, number in account.states.items()
    )
    yield f"By that rule the statements are: {states}."
    if account.disputed:
        yield f"Disputed: {_number(account.disputed)}, which one passage affirms and another denies."


def _worded(category: Category, ontology: Ontology) -> str:
    if category in _WORDED:
        return f"“{ontology.status_labels[_WORDED[category]]}”"
    if category is Category.CLAIMED:
        party, unnamed = (ontology.status_labels[voice] for voice in (Voice.PARTY, Voice.UNNAMED))
        return f"“{party}” a party or “{unnamed}”"
    return f"“{state_label(category, ontology)}”"


def _checked(account: Manifest) -> Iterator[str]:
    low, high = account.confidences[0], account.confidences[-1]
    middle = statistics.median(account.confidences)
    yield f"The program gives each passage a confidence: the median is {middle:.2f}, the range {low:.2f} to {high:.2f}."
    reviews = account.reviews
    checked = account.evidence - reviews.get(Review.UNCHECKED, 0)
    if checked:
        share = 100 * checked / account.evidence
        accepted, corrected = (_number(reviews.get(made, 0)) for made in (Review.ACCEPTED, Review.CORRECTED))
        yield (
            f"By hand, {_number(checked)} of the {_number(account.evidence)} passages ({share:.1f} %) were checked: "
            f"{accepted} accepted as read, {corrected} corrected."
        )
    else:
        yield "None of the passages was checked by hand."
    if account.decisions and account.decisions.count:
        actions = _list(f"{name} {_number(number)}" for name, number in account.decisions.actions.items())
        kept = f"{_count(account.decisions.count, 'decision')} ({actions})"
        yield f"What was decided by hand is kept in a file of {kept}, SHA-256 {account.decisions.sha256}."
    yield (
        "How much of what these articles tell was found, and how much of what was not checked is right, was not "
        "measured; the program's documentation reports both for other articles."
    )


def _count(number: int, noun: str) -> str:
    return f"{_number(number)} {noun}{'s' * (number != 1)}"


def _number(number: int) -> str:
    return f"{number:,}"


def _list(words: Iterable[str]) -> str:
    found = list(words)
    return " and ".join(filter(None, (", ".join(found[:-1]), found[-1]))) if found else ""

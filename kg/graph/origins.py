"""Whose report an article is: the agency that it credits, the original's if it is a copy, its publisher's, its own.

The one door through which every part that counts independent origins learns it. All copies of a text are one voice:
that of the outlet which the earliest of them credits, or else of who published the earliest. The original is the
earliest; of several of one day, that of this very outlet. It depends on all articles together: any of them may be the
original, or name an outlet.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.graph.credits import CreditWords, byline_names, credit_words
from kg.graph.imprint import Imprint, read_imprints, stored_text
from kg.graph.insertions import Span, insertions, shared_shingles
from kg.graph.outlets import MEDIA_TYPE, Outlets, shipped_outlets
from kg.graph.syndication import Signed, copies
from kg.records import Evidence, Field, content_id

if TYPE_CHECKING:
    from kg.graph.facts import Telling
    from kg.graph.reading import Reading


_GROUPS_AT_HAND = 64


@dataclass(frozen=True)
class ArticleOrigin:
    """`origin` is an outlet's IRI, a publisher's name or an article's id; `copy_of` is the id of the original.

    `outlet` published the copy, where that is another than the origin, and `insertions` are the spans of the body that
    it put in, which are its own report. `copies` stands for all articles of this text, as they are now; what was put
    into one of them depends on it, and is no part of what makes two origins equal.
    """

    origin: str
    copy_of: str | None = None
    outlet: str | None = None
    copies: str | None = None
    insertions: tuple[Span, ...] = field(default=(), compare=False)


def article_origins(reading: Reading) -> dict[str, ArticleOrigin]:
    """The origin of every article of a graph by its id. The derived graph keeps what it gives."""
    ontology = reading.ontology
    imprints = list(read_imprints(reading.store, ontology))
    publishers = (one.publisher for one in imprints if one.publisher)
    outlets = Outlets([*shipped_outlets(ontology), *reading.outlets()], publishers)
    return origins_of(imprints, outlets, credit_words(ontology))


def origin_names(reading: Reading) -> Callable[[str], str]:
    """The name of an origin: of an outlet by its IRI; a publisher's name and an article's id are names already."""
    known = {outlet.id: outlet.name for outlet in (*shipped_outlets(reading.ontology), *reading.outlets())}
    return lambda one: known.get(one, one)


def origin(told: Evidence, of_article: ArticleOrigin) -> str:
    """Whose report an evidence is: of the nearest outlet that it is attributed to, else of its article's origin.

    What an outlet put into a text that it copied is its own report.
    """
    own = of_article.outlet if of_article.outlet and _is_put_in(told, of_article) else of_article.origin
    return next((speaker.id for speaker in told.attribution if speaker.type == MEDIA_TYPE), own)


def report_dates(reading: Reading) -> Callable[[Telling], str | None]:
    """The day on which a telling was first reported: of a copy that of the original, but for what was put into it."""
    origins = {id: one for id, one in reading.origins(reading.document_ids()).items() if one.copy_of}
    originals = {one.copy_of for one in origins.values() if one.copy_of}
    dates = {document_id: reading.article(document_id).date for document_id in sorted(originals)}

    def date(telling: Telling) -> str | None:
        of_article = origins.get(telling.evidence.document)
        if of_article is None or of_article.copy_of is None or _is_put_in(telling.evidence, of_article):
            return telling.article.date
        return dates[of_article.copy_of] or telling.article.date

    return date


def _is_put_in(told: Evidence, of_article: ArticleOrigin) -> bool:
    """Whether an outlet put the sentence into a text that it copied."""
    trigger = told.trigger
    return trigger.field is Field.BODY and any(first <= trigger.start < end for first, end in of_article.insertions)


def with_insertions(origins: Mapping[str, ArticleOrigin], reading: Reading) -> Callable[[str], ArticleOrigin]:
    """The origin of an article by its id, with what was put into it if it is a copy; `origins` are those of all."""
    names = reading.ontology.namespaces
    groups: dict[str, list[str]] = {}
    for document_id, one in origins.items():
        if one.copies:
            groups.setdefault(one.copies, []).append(document_id)

    def text(document_id: str) -> str:
        return stored_text(reading.store, NamedNode(names.article(document_id)))

    @lru_cache(maxsize=_GROUPS_AT_HAND)
    def shared(copies: str) -> frozenset[str]:
        return shared_shingles(map(text, groups[copies]))

    def whole(document_id: str) -> ArticleOrigin:
        one = origins[document_id]
        if not one.outlet or not one.copies:
            return one
        return replace(one, insertions=insertions(text(document_id), shared(one.copies)))

    return whole


def read_origin(origin: str, copy_of: str, outlet: str, copies: str, insertions: str) -> ArticleOrigin:
    """An origin as the derived graph keeps it; what it does not say is empty."""
    spans = tuple((start, end) for start, end in json.loads(insertions or "[]"))
    return ArticleOrigin(origin, copy_of or None, outlet or None, copies or None, spans)


def origins_of(imprints: Iterable[Imprint], outlets: Outlets, words: CreditWords) -> dict[str, ArticleOrigin]:
    """The origin of every article by its id."""
    known = {one.id: one for one in imprints}
    signed = sorted((Signed(one.id, one.date, one.signature) for one in known.values()), key=lambda s: s.order)
    originals = copies(signed)
    groups: dict[str, list[Imprint]] = {}
    for one in signed:
        groups.setdefault(originals.get(one.id, one.id), []).append(known[one.id])
    found = {}
    for group in groups.values():
        origin = _origin(group, outlets, words)
        first = [one for one in group if one.date == group[0].date]
        original = next((one.id for one in first if _publisher(one, outlets) == origin), group[0].id)
        same = content_id("c", *(part for one in group for part in (one.id, one.digest))) if len(group) > 1 else None
        for member in group:
            outlet = _publisher(member, outlets) or member.id
            is_copy = member.id != original
            found[member.id] = ArticleOrigin(
                origin,
                copy_of=original if is_copy else None,
                outlet=outlet if is_copy and outlet != origin else None,
                copies=same,
            )
    return dict(sorted(found.items()))


def _origin(group: list[Imprint], outlets: Outlets, words: CreditWords) -> str:
    """The origin of an article and its copies, the earliest first.

    Who is credited by a copy alone, and put the text out later than the original itself, has it from there, too.
    """
    first, *others = group
    later = {_publisher(one, outlets) for one in others if (one.date or "") > (first.date or "9999")}
    credited = [*_credited(first, outlets, words)]
    credited += (outlet for one in others for outlet in _credited(one, outlets, words) if outlet not in later)
    published = [name for one in group if (name := _publisher(one, outlets))]
    return [*credited, *published, first.id][0]


def _publisher(one: Imprint, outlets: Outlets) -> str | None:
    return (outlets.named(one.publisher) or one.publisher) if one.publisher else None


def _credited(one: Imprint, outlets: Outlets, words: CreditWords) -> Iterator[str]:
    """The outlets that an article credits: in its text, then in its byline."""
    for name in (*one.credits, *(byline_names(one.author, words) if one.author else ())):
        outlet = outlets.named(name)
        if outlet is not None:
            yield outlet

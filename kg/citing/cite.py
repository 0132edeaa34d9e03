"""Evidence → a footnote: outlet, headline, date, URL, the words with a sentence either side, and how they are told."""

from __future__ import annotations

from dataclasses import dataclass

from kg.citing.markdown import escaped
from kg.explain import context
from kg.export.redaction import WithoutQuotes
from kg.graph.rdf import main_passage
from kg.graph.reading import Reading
from kg.ontology import Ontology
from kg.records import Document, Evidence, Passage
from kg.wording import sentence

DIGEST = 12
"""Characters of an article's digest that a footnote shows."""
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True)
class Citation:
    """A piece of evidence with its article; without `quotes` its words are left out, and where they stand is told."""

    evidence: Evidence
    document: Document
    ontology: Ontology
    quotes: bool = True

    @property
    def source(self) -> tuple[str, str, str]:
        """Who published it (or wrote it), its headline and its date, in words; empty where not known."""
        article = self.document
        return article.publisher or article.author or "", _flat(article.title), spoken_date(article.date)

    @property
    def quote(self) -> str:
        """The words that tell it; two passages with dots between them."""
        return " … ".join(_flat(passage.text) for passage in self.evidence.passages)

    @property
    def context(self) -> tuple[str, str]:
        """The sentence before the words and the one after them, unless they are part of what is quoted."""
        quoted = {_flat(passage.text) for passage in self.evidence.passages}
        before, after = context(self.document, main_passage(self.evidence))
        return "" if before in quoted else before, "" if after in quoted else after

    @property
    def said(self) -> str:
        """The statement with its status, and who says so; where that is not named, in whose voice it is told."""
        told = self.evidence
        said = sentence(told, self.ontology)
        voice = self.ontology.status_labels[told.voice]
        return f"{said}." if told.attribution or voice in said else f"{said}. {voice[:1].upper()}{voice[1:]}."

    @property
    def where(self) -> str:
        """Where the words stand: field and characters of each passage, and the digest of the article."""
        spots = "; ".join(_spot(passage) for passage in self.evidence.passages)
        return f"{spots}; article {self.document.id}, SHA-256 {self.document.digest[:DIGEST]}"

    @property
    def review(self) -> str:
        """Its confidence, and what a person made of it."""
        told = self.evidence
        words = f"confidence {told.confidence:.2f}, {self.ontology.status_labels[told.review]}"
        return f"{words}, before correction {told.corrects}" if told.corrects else words


def cite(graph: Reading, short_id: str, *, quotes: bool = True) -> Citation:
    """The citation of the evidence with an id, or with a beginning of it that only one has.

    Raises QueryError if none or several have it.
    """
    told = (graph if quotes else WithoutQuotes(graph)).find_evidence(short_id)
    return Citation(told, graph.document(told.document), graph.ontology, quotes)


def as_text(citation: Citation) -> str:
    """A footnote in plain text, on lines of their own what is quoted and what is said of it."""
    publisher, headline, date = citation.source
    parts = (publisher, f"“{headline}”" if headline else citation.document.id, date or "undated", citation.document.url)
    lines = [f"{', '.join(filter(None, parts))}."]
    if citation.quotes:
        before, after = citation.context
        lines.append(f"“{citation.quote}”")
        lines += [f"Before it: “{before}”"] if before else []
        lines += [f"After it: “{after}”"] if after else []
    lines.append(citation.said)
    lines.append(f"Evidence {citation.evidence.id}: {citation.where}; {citation.review}.")
    return "\n".join(lines)


def as_markdown(citation: Citation) -> str:
    """A footnote of Markdown, `[^e-…]: …`, in one paragraph."""
    publisher, headline, date = citation.source
    title = f"“{escaped(headline)}”" if headline else escaped(citation.document.id)
    if citation.document.url:
        title = f"[{title}](<{_link(citation.document.url)}>)"
    words = [", ".join(filter(None, (escaped(publisher), title, date or "undated"))) + "."]
    if citation.quotes:
        words.append(f"“{_in_context(citation)}”")
    words.append(escaped(citation.said))
    words.append(escaped(f"Evidence {citation.evidence.id}: {citation.where}; {citation.review}."))
    return f"[^{citation.evidence.id}]: {' '.join(words)}"


def note(citation: Citation) -> str:
    """What a bibliography keeps beside the article: the words, what they tell, where they stand."""
    quoted = f"“{citation.quote}” " if citation.quotes else ""
    return f"{quoted}{citation.said} Evidence {citation.evidence.id}: {citation.where}; {citation.review}."


def spoken_date(date: str | None) -> str:
    """An ISO date as people write it, 27 January 2019; what is no full date as it is."""
    parts = (date or "").split("-")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return date or ""
    return f"{int(parts[2])} {_MONTHS[int(parts[1]) - 1]} {parts[0]}"


def spoken_time(value: str) -> str:
    """An ISO interval as people say it: since 2012, until 2024-12, 2019-01-14 to 2019-01-20."""
    start, slash, end = value.partition("/")
    if not slash:
        return value
    if end.strip(".") == "":
        return f"since {start}"
    return f"until {end}" if start.strip(".") == "" else f"{start} to {end}"


def _in_context(citation: Citation) -> str:
    """What is quoted in bold, with the sentences around the one that tells it."""
    before, after = citation.context
    main = main_passage(citation.evidence)
    pieces = []
    for passage in citation.evidence.passages:
        words = f"**{escaped(passage.text)}**"
        around = (escaped(before), words, escaped(after)) if passage is main else (words,)
        pieces.append(" ".join(filter(None, around)))
    return " … ".join(pieces)


def _spot(passage: Passage) -> str:
    return f"{passage.field} characters {passage.start}–{passage.end}"


def _flat(text: str) -> str:
    return " ".join(text.split())


def _link(url: str) -> str:
    return url.replace("<", "%3C").replace(">", "%3E").replace("\n", "").replace("\\", "%5C")

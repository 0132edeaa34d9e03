"""The parts of the codebook: definitions from the ontology, examples from the annotated articles."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.graph import Category
from kg.iris import ONTOLOGY as D
from kg.iris import local_name
from kg.keys import RDFS, SKOS
from kg.ontology import Relation, load_ontology, types_under
from kg.records import Modality, Phase, Polarity, Voice
from kg.wording import state_label

GOLD = Path(__file__).parents[1] / "gold"
FILES = ("seed", "examples", "dev")
"""The articles that may be shown; the test articles stay unread."""
SHORTEST, LONGEST = 45, 220
SHOWN = 3
ONTOLOGY = load_ontology()


@dataclass(frozen=True)
class Example:
    """A sentence of an annotated article with one statement that it tells."""

    article: str
    sentence: str
    subject: str
    predicate: str
    object: str
    modality: str
    polarity: str
    phase: str
    speakers: tuple[str, ...]
    voice: str

    @property
    def is_plain(self) -> bool:
        """Told as fact, in force, by the article."""
        plain = (Modality.ASSERTED, Polarity.AFFIRMED, Phase.IN_FORCE)
        return (self.modality, self.polarity, self.phase) == plain and not self.speakers

    @property
    def names_both(self) -> bool:
        """Whether the sentence has a word of each end's name, so that it can be read alone."""
        return all(
            any(word in self.sentence for word in name.split() if word[0].isupper() or len(name.split()) == 1)
            for name in (self.subject, self.object)
        )

    @property
    def line(self) -> str:
        """`Ambria bars Haiyun Marine [requested] by Delia Rourke`."""
        terms = (self.modality, self.polarity, self.phase)
        plain = (Modality.ASSERTED, Polarity.AFFIRMED, Phase.IN_FORCE)
        status = ", ".join(term for term, usual in zip(terms, plain, strict=True) if term != usual)
        by = f" by {', '.join(self.speakers)}" if self.speakers else ""
        return f"{self.subject} `{self.predicate}` {self.object}{f' [{status}]' if status else ''}{by}"


def relations() -> str:
    """Each relation with its wording, what it joins, its definition and examples."""
    return "\n\n".join(_relation(one) for one in ONTOLOGY.relations.values())


def groups() -> str:
    """The broader relations, which questions may use."""
    rows = []
    for group in ONTOLOGY.groups.values():
        members = ", ".join(f"`{name}`" for name in ONTOLOGY.members(group.name))
        rows.append(f"| `{group.name}` | {members} | {group.definition} |")
    return "\n".join(["| group | holds | means |", "|---|---|---|", *rows])


def modalities() -> str:
    """The terms of modality."""
    return _terms("Modality", [term.value for term in Modality], lambda e, term: e.modality == term)


def polarities() -> str:
    """The terms of polarity."""
    return _terms("Polarity", [term.value for term in Polarity], lambda e, term: e.polarity == term)


def phases() -> str:
    """The terms of phase."""
    asserted = Modality.ASSERTED
    return _terms("Phase", [term.value for term in Phase], lambda e, term: e.phase == term and e.modality == asserted)


def voices() -> str:
    """The terms of voice; annotated articles name speakers, and whose voice it is follows from who they are."""
    return _terms("Voice", [term.value for term in Voice], lambda e, term: e.voice == term and e.modality == "asserted")


def states() -> str:
    """What all evidence together makes of a statement."""
    rows = [f"| {state_label(category, ONTOLOGY)} | `{category}` |" for category in Category]
    return "\n".join(["| state | `--include`, `--status` |", "|---|---|", *rows])


def types() -> str:
    """The types of entities."""
    actors = types_under(f"{D}Actor", ONTOLOGY.types)
    rows = [
        f"| `{one.name}` | {_definition(one.iri)} | {'yes' if one.name in actors else 'no'} |"
        for one in ONTOLOGY.types.values()
    ]
    return "\n".join(["| type | is | can act |", "|---|---|---|", *rows])


CODEBOOK: dict[str, Callable[[], str]] = {
    one.__name__: one for one in (relations, groups, modalities, polarities, phases, voices, states, types)
}


@cache
def examples() -> tuple[Example, ...]:
    """Every statement of the articles that may be shown, told in one sentence of a fit length, shortest first."""
    found = [example for name in FILES for example in _examples(GOLD / f"{name}.jsonl")]
    return tuple(sorted(found, key=lambda e: (not e.is_plain, len(e.sentence), e.article, e.line)))


def _examples(path: Path) -> Iterator[Example]:
    for line in path.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        for told in article["statements"]:
            sentence = told["evidence"]
            if told.get("optional") or not isinstance(sentence, str) or not SHORTEST <= len(sentence) <= LONGEST:
                continue
            speakers = tuple(told["attribution"])
            yield Example(
                article["title"],
                " ".join(sentence.split()),
                told["subject"],
                told["predicate"],
                told["object"],
                told["modality"],
                told["polarity"],
                told["phase"],
                speakers,
                _voice(article["entities"], told["subject"], speakers),
            )


def _voice(entities: dict[str, dict[str, str]], subject: str, speakers: tuple[str, ...]) -> str:
    if not speakers:
        return Voice.ARTICLE
    if subject in speakers:
        return Voice.SELF
    return Voice.MEDIA if entities.get(speakers[0], {}).get("type") == "media" else Voice.PARTY


def _relation(relation: Relation) -> str:
    ends = " → ".join(f"*{local_name(_of(relation.iri, RDFS + end)).lower()}*" for end in ("domain", "range"))
    traits = [
        words
        for words, holds in (
            ("It holds both ways.", relation.symmetric),
            ("It is an act of speech: its subject is the speaker, its time the day of speaking.", relation.speech_act),
            ("It is an act of authority.", relation.act_of_authority),
            (f"It answers `{relation.answers}`.", bool(relation.answers)),
            ("A place told with it is concerned as its object is.", relation.concerns_place),
            (f"It belongs to {', '.join(f'`{name}`' for name in relation.broader)}.", bool(relation.broader)),
        )
        if holds
    ]
    head = f"### `{relation.name}`\n\n{ends}. *{relation.label}*, the other way *{relation.inverse}*."
    body = " ".join([relation.definition, *traits])
    chosen = _chosen(lambda e: e.predicate == relation.name)
    return f"{head}\n{body}\n\n{_shown(chosen)}"


def _terms(scheme: str, names: list[str], fits: Callable[[Example, str], bool]) -> str:
    """Each term of a scheme with its label, definition and examples."""
    parts = []
    for name in names:
        term = next(one for one in ONTOLOGY.resources.of_type(D + scheme) if one.get(SKOS + "notation") == name)
        chosen = _chosen(lambda e, name=name: fits(e, name))
        shown = _shown(chosen) or "- (annotated articles do not tell an unnamed speaker from the article)"
        parts.append(f"**`{name}`**, *{term.get(SKOS + 'prefLabel')}*: {term.get(SKOS + 'definition')}\n\n{shown}")
    return "\n\n".join(parts)


def _chosen(fits: Callable[[Example], bool]) -> list[Example]:
    """Two plain examples and one that is not, as far as there are, each of another article.

    Those that name both ends come first, for they can be read alone.
    """
    found: list[Example] = []
    fitting = [example for example in examples() if fits(example)]
    for named, plain, most in ((True, True, SHOWN - 1), (True, False, SHOWN), (True, True, SHOWN), (False, False, 2)):
        for example in fitting:
            other = example.article not in {one.article for one in found}
            if len(found) < most and (example.names_both, example.is_plain) == (named, plain) and other:
                found.append(example)
    return found


def _shown(chosen: list[Example]) -> str:
    return "\n".join(f"- “{example.sentence}”<br>{example.line}" for example in chosen)


def _of(iri: str, key: str) -> str:
    return ONTOLOGY.resources.table[iri].get(key)


def _definition(iri: str) -> str:
    return _of(iri, SKOS + "definition")

"""Who says so: verbs of saying above the trigger, *according to*, and the quotation that a trigger stands in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kg.entities.reference import Resolver
from kg.extraction.status import Speech, Status
from kg.language.functions import agent_of, noun_owner
from kg.language.syntax import Node, Tree, is_passive
from kg.lexicon import Lexicon
from kg.records import Entity, Field, Voice

_OPENING = frozenset({"“", "``", "«"})
_CLOSING = frozenset({"”", "''", "»"})
_STATE_BODIES = frozenset({"agency", "government", "legislature", "court"})
_EITHER = '"'
_DASHES = frozenset({"-", "–", "—", ":"})


@dataclass(frozen=True)
class Speakers:
    """Named speakers, nearest first; whether somebody unnamed speaks; the words that say so."""

    named: tuple[Entity, ...] = ()
    unnamed: bool = False
    words: tuple[Node, ...] = ()


class Attribution:
    """Finds the speakers of one text; knows its quotations."""

    def __init__(self, where: Field, tree: Tree, resolver: Resolver, lexicon: Lexicon) -> None:
        self.where = where
        self.tree = tree
        self.resolver = resolver
        self.lexicon = lexicon

    def speakers(self, trigger: Node, status: Status, height: int | None) -> Speakers:
        """Everybody through whom a trigger is told; words at or above `height` in its chain are not asked.

        A request is not attributed to the one who asks: its content passes the height of the asking word.
        """
        named: list[Entity] = []
        words: list[Node] = []
        unnamed = False
        for speech in sorted(status.speech, key=lambda s: s.height):
            if height is not None and speech.height >= height:
                continue
            found, nobody = self._speaker(speech)
            named += [*found, *self._outlets(speech.node)]
            unnamed |= nobody
            words.append(speech.node)
        for node in self._according(trigger, status) if height is None else ():
            found = self._source(node)
            named += found
            unnamed |= not found
            words.append(node)
        if not words and height is None:
            speaker = self._quotation_speaker(trigger)
            if speaker is not None:
                named += [speaker[0], *self._outlets(speaker[1])]
                words.append(speaker[1])
            label = self._label(trigger) if speaker is None else None
            if label is not None:
                named += label[0]
                words.append(label[1])
        if height is None:
            named += self._cited(trigger, status)
        unique = tuple({entity.id: entity for entity in named}.values())
        return Speakers(unique, unnamed and not unique, tuple(words))

    def note_speakers(self) -> None:
        """Tell the resolver who speaks in each quotation and after each label (*EBEL:*), for *we* and *I*."""
        self._note_labels()
        for first, last in self.quotations:
            speaker = self._speaker_of_quotation(first, last)
            if speaker is not None:
                for sentence in range(self.tree.nodes[first].sentence, self.tree.nodes[last - 1].sentence + 1):
                    self.resolver.hear(self.where, sentence, speaker[0])
        self._note_author()

    def _note_author(self) -> None:
        """Outside quotations *we* are whoever publishes the text, if it speaks of them: a press release."""
        publisher = self.resolver.document.publisher or ""
        names = (entity.name for entity in self.resolver.cast.entities)
        name = next((n for n in names if publisher == n or publisher.startswith(f"{n} ")), None)
        author = next((e for e in self.resolver.cast.entities if e.name == name and e.type != "media"), None)
        if author is None:
            return
        for sentence, (first, last) in enumerate(self.tree.sentences):
            if self._quoted.isdisjoint(range(first, last)):
                self.resolver.hear(self.where, sentence, author)

    def _note_labels(self) -> None:
        speaker: Entity | None = None
        for sentence, (first, last) in enumerate(self.tree.sentences):
            nodes = self.tree.nodes[first:last]
            colon = next((i for i, node in enumerate(nodes[:6]) if node.text == ":"), 0)
            if colon and all(node.text.isupper() or not node.text.isalpha() for node in nodes[:colon]):
                hit = self.resolver.cast.at(self.where, nodes[colon - 1])
                speaker = hit[1] if hit is not None else None
            if speaker is not None:
                self.resolver.hear(self.where, sentence, speaker)

    def _speaker(self, speech: Speech) -> tuple[list[Entity], bool]:
        node = speech.node
        if node.is_noun:
            owner = noun_owner(node)
            return (self._entities(owner[0]), False) if owner is not None else ([], False)
        agent = agent_of(node)
        if agent is None:
            return [], is_passive(node)
        if agent[0].tag in ("WP", "WDT", "EX"):
            return [], False
        found = self._source(agent[0])
        return found, not found

    def _outlets(self, verb: Node) -> list[Entity]:
        """Who was told something to tell it on: *told Reuters*, *said in an interview with the Times*."""
        told = [*verb.linked("obj", "iobj")]
        for child in verb.linked("obl", "nmod"):
            if child.prep == "to":
                told.append(child)
            elif (child.lemma, "reports") in self.lexicon:
                told += (c for c in (*child.linked("nmod"), *verb.linked("obl")) if c.prep in ("with", "to"))
        return [e for node in told for e in self._entities(node) if e.type == "media"]

    def _cited(self, trigger: Node, status: Status) -> Iterator[Entity]:
        """*Reuters reported, citing Norway*: Norway said so to Reuters."""
        for node in (trigger, *status.chain):
            for child in node.linked("advcl", "parataxis", "acl"):
                if (child.lemma, "citing") in self.lexicon and child.tag == "VBG" and status.speech:
                    for obj in child.linked("obj"):
                        yield from self._entities(obj)

    def _label(self, trigger: Node) -> tuple[list[Entity], Node] | None:
        """*Reuters: Norway bans X*, *Norway bans X - Reuters*: an outlet before or after a headline."""
        first, last = self.tree.sentences[trigger.sentence]
        end = self.tree.nodes[last - 1]
        start = next((n.i for n in self.tree.nodes[trigger.i : last] if n.text in _DASHES and last - n.i <= 4), None)
        if start is not None and self.tree.nodes[start - 1].end < self.tree.nodes[start].start and end.pos == "PROPN":
            found = [e for e in self._entities(end) if e.type == "media"]
            if found:
                return found, end
        colon = next((n for n in self.tree.nodes[first : min(last, first + 6)] if n.text == ":"), None)
        if colon is None or not first < colon.i < trigger.i:
            return None
        found = [e for e in self._entities(self.tree.nodes[colon.i - 1]) if e.type == "media"]
        return (found, self.tree.nodes[colon.i - 1]) if found else None

    def _source(self, node: Node) -> list[Entity]:
        """Who a speaking phrase is: a name, the outlet of a report, the institution of its officials."""
        if (node.lemma, "reports") in self.lexicon:
            for child in node.linked("nmod", "nmod:poss", "compound", "acl"):
                if child.prep in ("in", "by", "from", "of", "") or child.link != "nmod":
                    found = self._entities(child)
                    if found:
                        return found
            return []
        found = self._entities(node)
        if (node.lemma, "sources") in self.lexicon and any(e.local for e in found):
            return []
        return found

    def _entities(self, node: Node) -> list[Entity]:
        kinds = ("technology", "claim", "product")
        return [r.entity for r in self.resolver.resolve(self.where, node) if r.entity.type not in kinds]

    def _according(self, trigger: Node, status: Status) -> Iterator[Node]:
        """*according to X* on a word of the chain, or set off by a comma, where it is said of the whole sentence."""
        chain = {trigger.i, *(node.i for node in status.chain)}
        first, last = self.tree.sentences[trigger.sentence]
        for node in self.tree.nodes[first:last]:
            if (node.prep, "according") not in self.lexicon or node.head is None:
                continue
            if node.head.i in chain or self._is_set_off(node, first):
                yield node

    def _is_set_off(self, node: Node, first: int) -> bool:
        start = min((child.i for child in node.linked("case")), default=node.i)
        return start == first or self.tree.nodes[start - 1].text == ","

    # -------------------------------------------------------------- quotations

    @cached_property
    def quotations(self) -> list[tuple[int, int]]:
        """Token bounds of the quotations, in text order; one left open ends with its paragraph."""
        found: list[tuple[int, int]] = []
        start: int | None = None
        for node in self.tree.nodes:
            text = node.text
            if start is not None and "\n\n" in text:
                found.append((start, node.i))
                start = None
            elif start is None and (text in _OPENING or text == _EITHER):
                start = node.i
            elif start is not None and (text in _CLOSING or text == _EITHER):
                found.append((start, node.i + 1))
                start = None
        return found

    @cached_property
    def _quoted(self) -> frozenset[int]:
        return frozenset(i for first, last in self.quotations for i in range(first + 1, last))

    def _quotation_speaker(self, trigger: Node) -> tuple[Entity, Node] | None:
        place = bisect_right(self.quotations, (trigger.i, 0)) - 1
        if place < 0:
            return None
        first, last = self.quotations[place]
        return self._speaker_of_quotation(first, last) if trigger.i < last and last - first > 6 else None

    def _speaker_of_quotation(self, first: int, last: int) -> tuple[Entity, Node] | None:
        """The agent of a verb of saying beside the quotation, in its sentences or the one before it."""
        nodes = self.tree.nodes
        start, _ = self.tree.sentences[nodes[first].sentence]
        _, end = self.tree.sentences[nodes[last - 1].sentence]
        beside = [*nodes[last:end], *reversed(nodes[start:first])]
        if last == end < len(nodes) and nodes[last - 2].text == ",":  # `"We deny it," said X`, read as two sentences
            beside += nodes[end : self.tree.sentences[nodes[end].sentence][1]]
        before = nodes[first].sentence - 1
        if before >= 0 and "\n\n" not in self.tree.text[nodes[start - 1].start : nodes[first].start]:
            begin, stop = self.tree.sentences[before]
            beside += nodes[begin:stop]
        for node in beside:
            if not node.is_verb or node.i in self._quoted:
                continue
            for cue in self.lexicon.cues_by_word.get(node.lemma, ()):
                if cue.speaker and "quotation" in cue.governs:
                    agent = agent_of(node)
                    found = self._source(agent[0]) if agent is not None else []
                    if found:
                        return found[0], node
        return None


def voice_of(subject: Entity, speakers: Speakers) -> Voice:
    """Whose voice a piece of evidence is told in; the nearest speaker decides."""
    if not speakers.named:
        return Voice.UNNAMED if speakers.unnamed else Voice.ARTICLE
    nearest = speakers.named[0]
    if nearest.type == "media":
        return Voice.MEDIA
    # a ministry that tells what its state did speaks for the state
    own = nearest.type in _STATE_BODIES and subject.id in (nearest.country, nearest.part_of)
    return Voice.SELF if own or nearest.id == subject.id else Voice.PARTY

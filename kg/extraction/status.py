"""Modality, polarity and phase of a trigger, from its own words and the chain of words that govern it.

Trump was considering an order that would bar X        bar ←relative order ←object considering: possible
Norway refused to lift its ban on X                    ban ←object lift (ended) ←clause refused (not): in force
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from kg.extraction.cues import (
    cues_for,
    is_condition,
    is_counterfactual,
    is_finite,
    is_headline_infinitive,
    is_inverted,
    is_modal,
    is_not_only,
    kind_of,
    modifies,
)
from kg.language.syntax import Node, is_passive
from kg.lexicon import CONDITIONAL, CueEntry, Frame, Lexicon
from kg.records import Modality, Phase, Polarity

# The nearest modality wins; a plan yields to what is said of the plan: "considering a plan to bar".
_YIELDING = frozenset({Modality.ASSERTED, Modality.PLANNED})
_STOPS_STATUS = frozenset(
    {"appos", "acl", "acl:relcl", "advcl:relcl", "advcl", "dep", "list", "parataxis", "dislocated"}
)


@dataclass
class Link:
    """One step up: `lower` hangs on `upper` as `how` says; `own` says that the upper word's status is the lower's."""

    lower: Node
    upper: Node
    how: str
    own: bool


@dataclass
class Speech:
    """A verb or noun of saying above a trigger; its agent is who says so. `height` counts the steps up to it."""

    node: Node
    cue: CueEntry
    height: int


@dataclass
class Status:
    """What the words around a trigger make of it, with the cues that did."""

    modality: Modality = Modality.ASSERTED
    ignores: frozenset[str] = frozenset()
    ended_by: frozenset[str] = frozenset()
    polarity: Polarity = Polarity.AFFIRMED
    phase: Phase = Phase.IN_FORCE
    silenced: bool = False
    cues: list[tuple[str, Node]] = field(default_factory=list)
    speech: list[Speech] = field(default_factory=list)
    chain: list[Node] = field(default_factory=list)
    _conditional: Node | None = None

    def apply(self, cue: CueEntry, node: Node) -> None:
        """Let one cue act; the nearest modality wins, a condition over all, two negations make none."""
        if cue.name in self.ignores:
            return
        for value in cue.sets:
            ends = cue.name in self.ended_by and value == Polarity.NEGATED
            self._set(Phase.ENDED if ends else value, node)
        if cue.silences:
            self.silenced = True
            self.cues.append(("silences: an allegation is not told as anything", node))

    def _set(self, value: str, node: Node) -> None:
        if value == CONDITIONAL:
            self._conditional = node
            return
        if value == Polarity.NEGATED:
            self._negate(node)
        elif value == Phase.ENDED:
            self.phase = Phase.IN_FORCE if self._is_end_of_end(node) else Phase.ENDED
            self.cues.append((f"phase: {self.phase}", node))
        elif value == Modality.HYPOTHETICAL or self.modality in _YIELDING:
            self.modality = Modality(value)
            self.cues.append((f"modality: {value}", node))

    def _is_end_of_end(self, node: Node) -> bool:
        """*lifted the suspension of its ban*: the ban stands again."""
        ends = [end for effect, end in self.cues if effect == f"phase: {Phase.ENDED}"]
        return self.phase is Phase.ENDED and bool(ends) and ends[-1].pos == "NOUN" and node.i < ends[-1].i

    def _negate(self, node: Node) -> None:
        self.cues.append((f"polarity: {Polarity.NEGATED}", node))
        if self.phase is Phase.ENDED:  # "did not lift the ban": it stands
            self.phase = Phase.IN_FORCE
        elif self.polarity is Polarity.NEGATED:
            self.polarity = Polarity.AFFIRMED
        else:
            self.polarity = Polarity.NEGATED

    def settle(self) -> None:
        """Decide what *would* means once everything above is known."""
        if self._conditional is not None and self.modality is Modality.ASSERTED:
            value = Modality.PLANNED if self.speech else Modality.HYPOTHETICAL
            self.modality = value
            self.cues.append((f"modality: {value}", self._conditional))


def climb(trigger: Node, lexicon: Lexicon) -> Iterator[Link]:
    """The chain of governors, nearest first; `own` is False once the trigger's clause stands on its own."""
    lower, own = trigger, True
    for _ in range(40):
        upper = lower.head
        if upper is None:
            return
        link = lower.link
        if link == "conj":
            # "X banned A and fined B": the second hangs where the first does
            yield Link(lower, upper, "conj", own)
            lower = upper
            continue
        how = _how(lower, upper)
        if how in ("relative", "participle"):
            # "an order that would bar X" shares the order's fate; "firms that Y banned" do not share the firms'
            own = own and upper.pos == "NOUN" and not lexicon.noun_types(upper.lemma) and not is_passive(lower)
        elif link in _STOPS_STATUS and how not in ("clause", "parataxis") and not how.startswith("prep "):
            own = False
        yield Link(lower, upper, how.removeprefix("prep "), own)
        lower = upper


def _how(lower: Node, upper: Node) -> str:
    link = lower.link
    if link in ("ccomp", "xcomp", "csubj", "csubj:pass"):
        return "clause"
    if link in ("obj", "nsubj:pass", "iobj"):
        return "object"
    if link == "nsubj":
        return "object" if is_passive(upper) and upper.is_verb else "subject"
    if link == "acl:relcl":
        return "relative"
    if link == "acl":
        if lower.prep in ("to", "that", "", "whether") and lower.tag in ("VB", "VBZ", "VBD", "VBP", "MD"):
            return "clause"
        return f"prep {lower.prep}" if lower.prep and lower.tag == "VBG" else "participle"
    if link == "advcl":
        if lower.tag == "VBG" and not lower.prep and upper.is_verb and 0 < lower.i - upper.i <= 2:
            return "clause"  # "held off banning"
        if lower.prep in ("in order", "so as"):
            return "purpose"
        if lower.prep == "to" and upper.is_verb:
            return "clause" if not _purpose(lower, upper) else "purpose"
        return f"prep {lower.prep}" if lower.prep and lower.tag == "VBG" else "adverbial"
    if link in ("obl", "nmod", "obl:agent"):
        return f"prep {lower.prep}" if lower.prep else "oblique"
    if link in ("compound", "nmod:poss", "amod"):
        return "prep of"
    return link


def _purpose(lower: Node, upper: Node) -> bool:
    return upper.child("obj", "xcomp", "ccomp") is not None


def read_status(
    trigger: Node, frame: Frame, lexicon: Lexicon, supports: list[Node], askers: Mapping[int, Frame]
) -> Status:
    """The status of a frame's trigger; `supports` are the verbs that carry a noun: *impose* a ban, *imposed* by.

    `askers` are frames by the token of their trigger: what they ask for has the status that they give it.
    """
    status = Status(frame.status, phase=frame.phase, ignores=frame.ignores, ended_by=frame.ended_by)
    _own_cues(trigger, lexicon, status, shared=True, condition_after=not frame.content)
    if is_headline_infinitive(trigger):
        status._set(Modality.PLANNED, trigger)
    for verb in supports:
        if verb.head is trigger:  # the others are met on the way up
            _govern(status, lexicon, Link(trigger, verb, "object", True))
            _own_cues(verb, lexicon, status, shared=True)
    reached_speech = stands_alone = False
    for link in climb(trigger, lexicon):
        upper = link.upper
        if stands_alone:
            link = replace(link, own=False)
        status.chain.append(upper)
        condition = _condition_above(link, lexicon)
        if condition is not None:
            status._set(Modality.HYPOTHETICAL, condition)
        if link.how == "conj":
            continue
        if link.how == "purpose" and not reached_speech:
            status._set(Modality.PLANNED, link.lower)
        asker = askers.get(upper.i)
        if asker is not None and asker.content_status and link.own and link.how not in ("relative", "subject"):
            status._set(asker.content_status, upper)
            for cue in cues_for(upper, link.how, lexicon):
                if Polarity.NEGATED in cue.sets:  # "lobbied Norway against banning X"
                    status.apply(cue, upper)
            stands_alone = asker.stands_alone  # "rejected a call to ban X": it was asked for all the same
            continue
        if link.lower.link.startswith("csubj") and link.own and is_modal(upper, lexicon):
            status._set(Modality.HYPOTHETICAL, upper)  # "excluding X could hamper Y"
        through = link.how == "purpose" or (link.own and link.how == "clause")
        if through and _govern_through_noun(status, lexicon, link):
            continue
        spoke = _govern(status, lexicon, link)
        if spoke:
            reached_speech = True
        elif any(cue.name in status.ignores for cue in cues_for(upper, link.how, lexicon)):
            continue  # "has not rejected the allegation": it was made, whatever became of it
        elif link.own and not reached_speech and _carries(link, lexicon):
            _own_cues(upper, lexicon, status, shared=False)
        elif link.own and not reached_speech and link.how in ("clause", "relative", "subject"):
            _own_cues(upper, lexicon, status, shared=False, only_auxiliary=True)
    for height, node in enumerate([trigger, *status.chain]):
        _side_speech(node, trigger, height, lexicon, status)
    status.settle()
    return status


def _carries(link: Link, lexicon: Lexicon) -> bool:
    """Whether *not* and *may* on the upper word are said of the lower: *did not impose a ban*, *may begin selling*."""
    upper = link.upper
    if link.how == "object":
        return True
    if link.how == "clause" and link.lower.link == "xcomp":
        return True
    if link.how in ("under", "in", "with", "into", "of", "to", "on", "clause"):
        # "was not put under sanctions"
        put = link.how == "under" and is_passive(upper) and (upper.lemma, "placing") in lexicon
        return put or cues_for(upper, link.how, lexicon) != [] or (upper.lemma, "undergoing") in lexicon
    return link.how == "subject" and is_passive(upper)


def _govern(status: Status, lexicon: Lexicon, link: Link) -> bool:
    """Apply the cues of the upper word; True if it is a word of saying."""
    upper, how = link.upper, link.how
    spoke = False
    cues = cues_for(upper, how, lexicon)
    if how == "clause" and not is_finite(link.lower):
        cues += [cue for cue in cues_for(upper, "infinitive", lexicon) if cue not in cues]
    for cue in cues:
        if how == "subject" and Phase.ENDED in cue.sets and upper.child("obj") is not None:
            continue  # "an agreement ended the dispute"
        if cue.speaker:
            spoke = True
            status.speech.append(Speech(upper, cue, len(status.chain)))
        elif link.own:
            status.apply(cue, upper)
    if link.own and how == "clause":
        for child in upper.linked("advmod"):  # "has yet to ban"
            for cue in lexicon.cues_by_word.get(child.lemma, ()):
                if cue.part_of_speech == "adverb" and how in cue.governs and upper.lemma in ("have", "be"):
                    status.apply(cue, child)
    return spoke


def _govern_through_noun(status: Status, lexicon: Lexicon, link: Link) -> bool:
    """*came under pressure to scrap X*, *has plans to ban X*: the noun governs, though the parse hangs on the verb."""
    found = False
    for noun in link.upper.linked("obj", "obl"):
        if link.upper.i < noun.i < link.lower.i and noun.pos == "NOUN":
            for cue in cues_for(noun, "clause", lexicon):
                if not cue.speaker:
                    found = True
                    status.apply(cue, noun)
                    _own_cues(noun, lexicon, status, shared=False)
    return found


def _own_cues(
    node: Node,
    lexicon: Lexicon,
    status: Status,
    *,
    shared: bool,
    only_auxiliary: bool = False,
    condition_after: bool = True,
) -> None:
    """Cues that hang on the word itself: *may*, *not*, *if*; and an *if* clause beside it.

    One behind a word of demand or threat is a condition of what is demanded or threatened.
    """
    has_auxiliary = False
    if node.is_verb and (is_inverted(node) or is_counterfactual(node)):
        status._set(Modality.HYPOTHETICAL, node)
        return
    for child in node.children:
        kind = kind_of(child)
        if child.link == "aux":
            has_auxiliary = True
        if kind == "modifier" and is_not_only(child):
            continue
        if kind and (kind == "auxiliary" or not only_auxiliary):
            words = dict.fromkeys((child.lemma, child.text.lower(), *(c.lemma for c in child.linked("advmod"))))
            for cue in dict.fromkeys(cue for word in words for cue in lexicon.cues_by_word.get(word, ())):
                if kind in cue.governs and modifies(cue, child):
                    status.apply(cue, child)
        if child.link == "advcl" and child.tag == "VBN" and is_condition(child.text.lower(), lexicon):
            status._set(Modality.HYPOTHETICAL, child)  # "provided it opens", read as a verb
        if child.link == "advcl" and child.i > node.i and not condition_after:
            continue  # "threatened Norway with tariffs unless it paid"
        if child.link == "advcl" and node.is_verb and is_condition(child.prep, lexicon):
            status._set(Modality.HYPOTHETICAL, child.child("mark") or child)
        elif child.link in ("advcl", "ccomp", "parataxis") and node.is_verb and is_inverted(child):
            status._set(Modality.HYPOTHETICAL, child)
    if shared and node.link == "conj" and not has_auxiliary and node.head is not None and node.tag == "VB":
        # "may ban X and fine Y": the auxiliary is said once
        for child in node.head.linked("aux"):
            for cue in lexicon.cues_by_word.get(child.lemma, ()):
                if "auxiliary" in cue.governs:
                    status.apply(cue, child)


def _condition_above(link: Link, lexicon: Lexicon) -> Node | None:
    """The *if* of a clause that a word stands in: *if X heard that Y sold*, *if X sued and Y paid*.

    After the main clause *but* begins a new one: "X would pay if Y sued, but Z refused".
    """
    clause = link.upper
    if not link.own or clause.link != "advcl" or not clause.is_verb or not is_condition(clause.prep, lexicon):
        return None
    begins = link.how == "conj" and link.lower.child("nsubj", "nsubj:pass") is not None
    but = any(c.lemma == "but" for c in link.lower.linked("cc"))
    if begins and but and clause.head is not None and clause.head.i < clause.i:
        return None
    return clause.child("mark") or clause


def _side_speech(node: Node, trigger: Node, height: int, lexicon: Lexicon, status: Status) -> None:
    """A verb of saying beside the clause: *X banned Y, officials said*; *as officials said*."""
    for child in node.linked("parataxis", "advcl"):
        if child.link == "advcl" and (child.prep != "as" or child.child("ccomp", "obj") is not None):
            continue
        if child in status.chain or child is trigger:
            continue
        for cue in lexicon.cues_by_word.get(child.lemma, ()):
            if cue.speaker and "parataxis" in cue.governs and child.child("nsubj") is not None:
                status.speech.append(Speech(child, cue, height))

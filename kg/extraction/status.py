"""Modality, polarity and phase of a trigger, from its own words and the chain of words that govern it.

Trump was considering an order that would bar X        bar ←relative order ←object considering: possible
Norway refused to lift its ban on X                    ban ←object lift (ended) ←clause refused (not): in force
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kg.language.syntax import Node, is_passive
from kg.lexicon import CONDITIONAL, CueEntry, Frame, Lexicon
from kg.records import Modality, Phase, Polarity

_PARTS = {
    "VERB": "verb",
    "AUX": "verb",
    "NOUN": "noun",
    "PROPN": "noun",
    "ADJ": "adjective",
    "ADV": "adverb",
}
# The nearest modality wins; a plan yields to what is said of the plan: "considering a plan to bar".
_YIELDING = frozenset({Modality.ASSERTED, Modality.PLANNED})
_UNREAL = frozenset({"would", "could", "should", "ought"})
_NOTHING = frozenset({"nothing", "nobody", "none"})
_STOPS_STATUS = frozenset({"appos", "acl", "acl:relcl", "advcl", "dep", "list", "parataxis", "dislocated"})


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
            self._set(value, node)
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
            self.phase = Phase.ENDED
            self.cues.append((f"phase: {value}", node))
        elif value == Modality.HYPOTHETICAL or self.modality in _YIELDING:
            self.modality = Modality(value)
            self.cues.append((f"modality: {value}", node))

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
    status = Status(frame.status, ignores=frame.ignores)
    _own_cues(trigger, lexicon, status, shared=True)
    for verb in supports:
        if verb.head is trigger:  # the others are met on the way up
            _govern(status, lexicon, Link(trigger, verb, "object", True))
            _own_cues(verb, lexicon, status, shared=True)
    reached_speech = False
    for link in climb(trigger, lexicon):
        upper = link.upper
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
            continue
        if link.lower.link.startswith("csubj") and link.own and _is_modal(upper, lexicon):
            status._set(Modality.HYPOTHETICAL, upper)  # "excluding X could hamper Y"
        through = link.how == "purpose" or (link.own and link.how == "clause")
        if through and _govern_through_noun(status, lexicon, link):
            continue
        spoke = _govern(status, lexicon, link)
        if spoke:
            reached_speech = True
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
        return put or _cues_for(upper, link.how, lexicon) != [] or (upper.lemma, "undergoing") in lexicon
    return link.how == "subject" and is_passive(upper)


def _cues_for(node: Node, how: str, lexicon: Lexicon) -> list[CueEntry]:
    part = _PARTS.get(node.pos, "")
    if node.pos == "ADJ" and node.tag in ("VBN", "VBG", "VBD"):
        part = "verb"
    found: list[tuple[int, CueEntry]] = []
    for cue in lexicon.cues_by_word.get(node.lemma, ()):
        if cue.part_of_speech and cue.part_of_speech != part and not (part == "adjective" and node.tag == "VBN"):
            continue
        words = [word for word in cue.words if how in cue.governs and _whole_cue(node, word)]
        if words:
            found.append((max(word.count(" ") for word in words), cue))
    longest = max((length for length, _ in found), default=0)
    return [cue for length, cue in found if length == longest]  # "stop short" is no "stop"


def _whole_cue(node: Node, word: str) -> bool:
    first, _, rest = word.partition(" ")
    if first != node.lemma:
        return False
    particle = next((c.lemma for c in node.linked("compound:prt")), "")
    if not rest:
        return particle in ("", "down", "up") or node.lemma in ("set",)
    return particle == rest or any(c.lemma == rest and c.link in ("advmod", "fixed") for c in node.children)


def _govern(status: Status, lexicon: Lexicon, link: Link) -> bool:
    """Apply the cues of the upper word; True if it is a word of saying."""
    upper, how = link.upper, link.how
    spoke = False
    cues = _cues_for(upper, how, lexicon)
    if how == "clause" and not _is_finite(link.lower):
        cues += [cue for cue in _cues_for(upper, "infinitive", lexicon) if cue not in cues]
    for cue in cues:
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


def _is_modal(verb: Node, lexicon: Lexicon) -> bool:
    return any("auxiliary" in c.governs for a in verb.linked("aux") for c in lexicon.cues_by_word.get(a.lemma, ()))


def _govern_through_noun(status: Status, lexicon: Lexicon, link: Link) -> bool:
    """*came under pressure to scrap X*, *has plans to ban X*: the noun governs, though the parse hangs on the verb."""
    found = False
    for noun in link.upper.linked("obj", "obl"):
        if noun.i < link.lower.i and noun.pos == "NOUN":
            for cue in _cues_for(noun, "clause", lexicon):
                if not cue.speaker:
                    found = True
                    status.apply(cue, noun)
                    _own_cues(noun, lexicon, status, shared=False)
    return found


def _is_finite(verb: Node) -> bool:
    """*announced that it has teamed up* tells a fact; *announced to team up* and *said it would* do not."""
    if verb.link == "xcomp" or verb.prep == "to":
        return False
    return verb.tag in ("VBD", "VBZ", "VBP") or any(
        a.tag in ("VBD", "VBZ", "VBP") for a in verb.linked("aux", "aux:pass", "cop")
    )


def _own_cues(node: Node, lexicon: Lexicon, status: Status, *, shared: bool, only_auxiliary: bool = False) -> None:
    """Cues that hang on the word itself: *may*, *not*, *if*; and an *if* clause beside it."""
    has_auxiliary = False
    if node.is_verb and (_inverted(node) or _is_counterfactual(node)):
        status._set(Modality.HYPOTHETICAL, node)
        return
    for child in node.children:
        kind = _kind(child)
        if child.link == "aux":
            has_auxiliary = True
        if kind and (kind == "auxiliary" or not only_auxiliary):
            words = dict.fromkeys((child.lemma, child.text.lower(), *(c.lemma for c in child.linked("advmod"))))
            for cue in dict.fromkeys(cue for word in words for cue in lexicon.cues_by_word.get(word, ())):
                if kind in cue.governs and _modifies(cue, child):
                    status.apply(cue, child)
        if child.link == "advcl" and _is_condition(child, lexicon) and node.is_verb:
            status._set(Modality.HYPOTHETICAL, child.child("mark") or child)
        elif child.link in ("advcl", "ccomp", "parataxis") and node.is_verb and _inverted(child):
            status._set(Modality.HYPOTHETICAL, child)
    if shared and node.link == "conj" and not has_auxiliary and node.head is not None and node.tag == "VB":
        # "may ban X and fine Y": the auxiliary is said once
        for child in node.head.linked("aux"):
            for cue in lexicon.cues_by_word.get(child.lemma, ()):
                if "auxiliary" in cue.governs:
                    status.apply(cue, child)


def _kind(child: Node) -> str:
    if child.link in ("aux", "aux:pass"):
        return "auxiliary"
    if child.link in ("advmod", "det", "amod", "cc:preconj", "cc", "neg") or child.lemma in _NOTHING:
        return "modifier"
    return "marker" if child.link == "mark" else ""


def _modifies(cue: CueEntry, child: Node) -> bool:
    return any(_whole_cue_after(child, word) for word in cue.words)


def _whole_cue_after(child: Node, word: str) -> bool:
    first, _, rest = word.partition(" ")
    if rest:
        words = [child.lemma, child.text.lower(), *(c.lemma for c in child.children)]
        return first in words and rest in words
    return first in (child.lemma, child.text.lower())


def _is_condition(clause: Node, lexicon: Lexicon) -> bool:
    """*if Norway sues*, *unless it pays*; the conjunction may have words after it."""
    cues = lexicon.cues_by_word.get(clause.prep.split(" ")[0], ())
    conditions = [c for c in cues if "marker" in c.governs and Modality.HYPOTHETICAL in c.sets]
    return any(f"{clause.prep} ".startswith(f"{word} ") for cue in conditions for word in cue.words)


def _condition_above(link: Link, lexicon: Lexicon) -> Node | None:
    """The *if* of a clause that a word stands in: *if X heard that Y sold*, *if X sued and Y paid*.

    After the main clause *but* begins a new one: "X would pay if Y sued, but Z refused".
    """
    clause = link.upper
    if not link.own or clause.link != "advcl" or not clause.is_verb or not _is_condition(clause, lexicon):
        return None
    begins = link.how == "conj" and link.lower.child("nsubj", "nsubj:pass") is not None
    but = any(c.lemma == "but" for c in link.lower.linked("cc"))
    if begins and but and clause.head is not None and clause.head.i < clause.i:
        return None
    return clause.child("mark") or clause


def _inverted(clause: Node) -> bool:
    """*should X sue*, *had X not paid*, *were it to pass*: a condition without *if*."""
    auxiliary = next((c for c in clause.children if c.link in ("aux", "cop", "aux:pass")), None)
    subject = clause.child("nsubj", "nsubj:pass")
    if auxiliary is None or subject is None or auxiliary.i > subject.i:
        return False
    return auxiliary.text.lower() in ("should", "had", "were")


def _is_counterfactual(verb: Node) -> bool:
    """*would have outlawed*, *should have outlawed*: told of what did not happen."""
    auxiliaries = [a.lemma for a in verb.linked("aux")]
    return "have" in auxiliaries and not _UNREAL.isdisjoint(auxiliaries)


def _side_speech(node: Node, trigger: Node, height: int, lexicon: Lexicon, status: Status) -> None:
    """A verb of saying beside the clause: *X banned Y, officials said*."""
    for child in node.linked("parataxis"):
        if child in status.chain or child is trigger:
            continue
        for cue in lexicon.cues_by_word.get(child.lemma, ()):
            if cue.speaker and "parataxis" in cue.governs and child.child("nsubj") is not None:
                status.speech.append(Speech(child, cue, height))

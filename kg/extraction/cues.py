"""Which cues of status a word is, and what kind of clause a verb makes: conditions, plans, what did not happen."""

from __future__ import annotations

from kg.language.syntax import Node
from kg.lexicon import CueEntry, Lexicon
from kg.records import Modality, Polarity

_PARTS = {
    "VERB": "verb",
    "AUX": "verb",
    "NOUN": "noun",
    "PROPN": "noun",
    "ADJ": "adjective",
    "ADV": "adverb",
}
_UNREAL = frozenset({"would", "could", "should", "ought"})
_NOTHING = frozenset({"nothing", "nobody", "none"})


def cues_for(node: Node, how: str, lexicon: Lexicon) -> list[CueEntry]:
    """The cues of a word for what hangs on it as `how` says; the longest words win."""
    part = _PARTS.get(node.pos, "")
    if node.pos == "ADJ" and node.tag in ("VBN", "VBG", "VBD"):
        part = "verb"
    found: list[tuple[int, CueEntry]] = []
    for cue in lexicon.cues_by_word.get(node.lemma, ()):
        if cue.part_of_speech and cue.part_of_speech != part and not (part == "adjective" and node.tag == "VBN"):
            continue
        words = [word for word in cue.words if _governs(cue, how, word) and _whole_cue(node, word, how)]
        if words:
            found.append((max(word.count(" ") for word in words), cue))
    longest = max((length for length, _ in found), default=0)
    return [cue for length, cue in found if length == longest]  # "stop short" is no "stop"


def _governs(cue: CueEntry, how: str, word: str) -> bool:
    particle, _, preposition = how.partition(" ")
    split = preposition in cue.governs and word.endswith(f" {particle}")  # "pull out" of talks, read as "out of" talks
    return how in cue.governs or split


def _whole_cue(node: Node, word: str, how: str = "") -> bool:
    first, _, rest = word.partition(" ")
    if first != node.lemma:
        return False
    if rest and how.startswith(f"{rest} "):
        return True
    particle = next((c.lemma for c in node.linked("compound:prt")), "")
    if not rest:
        return particle in ("", "down", "up") or node.lemma in ("set",)
    return particle == rest or any(c.lemma == rest and c.link in ("advmod", "fixed") for c in node.children)


def kind_of(child: Node) -> str:
    """What a word is to the verb or noun that it hangs on: auxiliary, modifier, marker, or nothing of the kind."""
    if child.link in ("aux", "aux:pass"):
        return "auxiliary"
    if child.link in ("advmod", "det", "amod", "cc:preconj", "cc", "neg") or child.lemma in _NOTHING:
        return "modifier"
    return "marker" if child.link == "mark" else ""


def is_not_only(child: Node) -> bool:
    """*not only banned X but sued Y*: no negation."""
    beside = (*child.children, *(child.head.children if child.head is not None else ()))
    return child.lemma == "not" and any(c.lemma == "only" and c.i == child.i + 1 for c in beside)


def modifies(cue: CueEntry, child: Node) -> bool:
    """Whether all words of a cue are there."""
    return any(_whole_cue_after(child, word) for word in cue.words)


def _whole_cue_after(child: Node, word: str) -> bool:
    first, _, rest = word.partition(" ")
    if rest:
        words = [child.lemma, child.text.lower(), *(c.lemma for c in child.children)]
        if child.link == "aux" and child.head is not None:  # "is to be banned"
            words += [mark.lemma for mark in child.head.linked("mark") if mark.i > child.i]
        return first in words and rest in words
    return first in (child.lemma, child.text.lower())


def is_condition(marker: str, lexicon: Lexicon) -> bool:
    """*if*, *unless*, *in case*: a marker that makes a condition of its clause; *without* makes none."""
    return any(
        marker == word or marker.startswith(f"{word} ")
        for cue in lexicon.cues
        if "marker" in cue.governs and Modality.HYPOTHETICAL in cue.sets
        for word in cue.words
    )


def is_modal(verb: Node, lexicon: Lexicon) -> bool:
    """*could*, *may* beside a verb."""
    return any("auxiliary" in c.governs for a in verb.linked("aux") for c in lexicon.cues_by_word.get(a.lemma, ()))


def is_finite(verb: Node) -> bool:
    """*announced that it has teamed up* tells a fact; *announced to team up* and *said it would* do not."""
    if verb.link == "xcomp" or verb.prep == "to":
        return False
    return verb.tag in ("VBD", "VBZ", "VBP") or any(
        a.tag in ("VBD", "VBZ", "VBP") for a in verb.linked("aux", "aux:pass", "cop")
    )


def is_inverted(clause: Node) -> bool:
    """*should X sue*, *had X not paid*, *were it to pass*: a condition without *if*."""
    auxiliary = next((c for c in clause.children if c.link in ("aux", "cop", "aux:pass")), None)
    subject = clause.child("nsubj", "nsubj:pass")
    if auxiliary is None or subject is None or auxiliary.i > subject.i:
        return False
    return auxiliary.text.lower() in ("should", "had", "were")


def is_headline_infinitive(verb: Node) -> bool:
    """*Norway to ban X*: a sentence whose verb is an infinitive tells a plan."""
    own = verb.child("nsubj", "nsubj:pass") is not None
    bare = verb.tag == "VB" or any(c.tag == "VB" for c in verb.linked("aux:pass"))
    finite = any(c.tag in ("VBZ", "VBP", "VBD", "MD") for c in verb.linked("aux", "aux:pass"))
    return verb.link in ("root", "ccomp") and bare and not finite and verb.prep == "to" and own


def is_counterfactual(verb: Node) -> bool:
    """*would have outlawed*, *should have outlawed*: told of what did not happen."""
    auxiliaries = [a.lemma for a in verb.linked("aux")]
    return "have" in auxiliaries and not _UNREAL.isdisjoint(auxiliaries)


def negates(word: Node, lexicon: Lexicon) -> bool:
    """*not*, *neither*, *nor*, *never*."""
    return any(
        Polarity.NEGATED in cue.sets and "modifier" in cue.governs and word.lemma in cue.words
        for cue in lexicon.cues_by_word.get(word.lemma, ())
    )

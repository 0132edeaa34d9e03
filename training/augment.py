"""Sentences made a little different each epoch: other names, unseen words, other letter case."""

from __future__ import annotations

import random
from dataclasses import replace

from training.sentences import UNSURE, Sentence, labels_of, spans_of

NameStock = dict[str, list[list[str]]]
"""Name type → names, each a list of words."""

_ONSETS_TEXT = "b c ch d f g h j k kh l lum m n p qu r s sh sk sv t tr v w x y z zh fe gu ho"
_ONSETS = _ONSETS_TEXT.split()
_VOWELS_TEXT = "a e i o u ai ao ei ia iao ie io ue uo an en in on ang eng ing ar er or el"
_VOWELS = _VOWELS_TEXT.split()
_FIRM_TAILS_TEXT = """
Telecom Networks Robotics Technologies Group Corp. Semiconductor Systems Energy Labs Holdings Media
Aerospace Bank Ministry Agency Commission Authority Council Office Institute Union Party Times Post
Daily
"""
_FIRM_TAILS = _FIRM_TAILS_TEXT.split()
_SMALL_WORDS_TEXT = "a an the of in on at to for and or but by as from with over into"
SMALL_WORDS = frozenset(_SMALL_WORDS_TEXT.split())
_CALENDAR_TEXT = """
Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September
October November December
"""
_CALENDAR = frozenset(_CALENDAR_TEXT.split())


def invent_word(rng: random.Random) -> str:
    """A capitalised word that looks like a name and is none: ``Feiyang``, ``Skelor``."""
    return "".join(rng.choice(_ONSETS) + rng.choice(_VOWELS) for _ in range(rng.choice((1, 2, 2, 3)))).capitalize()


def invent_name(kind: str, rng: random.Random) -> list[str]:
    """An invented person, organization or place."""
    if kind == "PERSON":
        return [invent_word(rng) for _ in range(rng.choice((1, 2, 2)))]
    if kind == "ORG" and rng.random() < 0.5:
        return [invent_word(rng), rng.choice(_FIRM_TAILS)]
    return [invent_word(rng)]


def with_other_names(sentence: Sentence, stock: NameStock, rng: random.Random, share: float) -> Sentence:
    """A sentence without a tree, with about ``share`` of its names replaced by names of the same type."""
    words: list[str] = []
    names: list[str] = []
    at = 0
    for start, end, kind in spans_of(sentence.names):
        words += sentence.words[at:start]
        names += sentence.names[at:start]
        new = sentence.words[start:end]
        if kind in stock and rng.random() < share:
            new = invent_name(kind, rng) if rng.random() < 0.3 and kind != "PRODUCT" else rng.choice(stock[kind])
        words += new
        names += labels_of([(0, len(new), kind)], len(new))
        at = end
    return replace(sentence, words=words + sentence.words[at:], names=names + sentence.names[at:])


def with_unseen_words(sentence: Sentence, rng: random.Random) -> Sentence:
    """A sentence with its proper nouns, days and months apart, replaced by invented words; its tree is kept."""
    words, lemmas = list(sentence.words), list(sentence.lemmas)
    for i, (word, tag) in enumerate(zip(words, sentence.tags, strict=True)):
        if tag == "NNP" and word.isalpha() and word[0].isupper() and word not in _CALENDAR:
            words[i] = lemmas[i] = invent_word(rng)
    return replace(sentence, words=words, lemmas=lemmas)


def in_other_case(sentence: Sentence, rng: random.Random, share: float = 0.04) -> Sentence:
    """Most often unchanged; ``share`` of the time all in lower case, in capitals, or in Title Case."""
    chance = rng.random() / share
    if chance > 1:
        return sentence
    change = str.lower if chance < 0.2 else str.upper if chance < 0.4 else capitalized
    return replace(sentence, words=[change(w) for w in sentence.words], lemmas=[])


def capitalized(word: str) -> str:
    """Title Case, which leaves small words as they are."""
    return word if word in SMALL_WORDS else word[:1].upper() + word[1:]


def is_name_sentence(sentence: Sentence) -> bool:
    """Whether any word of a name corpus' sentence is certain: others teach nothing."""
    return any(label not in ("O", UNSURE) for label in sentence.names)

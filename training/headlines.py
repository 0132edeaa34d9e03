"""Treebank sentences → headlines with their trees: "The U.S. has barred a firm ." → "U.S. Bars Firm"."""

from __future__ import annotations

import random
from dataclasses import replace

from training.augment import capitalized, in_other_case, with_unseen_words
from training.lemma_table import third_person
from training.sentences import Document, Sentence

UNSEEN_SHARE = 0.05
_ARTICLES = frozenset({"a", "an", "the"})
_AUXILIARIES = frozenset({"is", "are", "was", "were", "has", "have", "been", "had"})
_PLURAL_PRONOUNS = frozenset({"i", "you", "we", "they", "who", "which"})
_PRESENT = {
    "VBZ": "VERB|Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin",
    "VBP": "VERB|Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin",
}


def with_headlines(document: Document, rng: random.Random, share: float) -> Document:
    """A document with about ``share`` of its sentences made headlines, each a paragraph of its own."""
    out: Document = []
    after_headline = False
    for sentence in document:
        headline = 4 < len(sentence.words) < 26 and rng.random() < share
        if rng.random() < (0.3 if headline else UNSEEN_SHARE):
            sentence = with_unseen_words(sentence, rng)
        if headline:
            out.append(as_headline(sentence, rng))
        else:
            sentence = replace(sentence, opens_paragraph=True) if after_headline else sentence
            out.append(in_other_case(sentence, rng))
        after_headline = headline
    return out


def as_headline(sentence: Sentence, rng: random.Random) -> Sentence:
    """No articles, perhaps no auxiliaries, no full stop, perhaps the present for the past, perhaps Title Case."""
    sentence = _in_the_present(sentence) if rng.random() < 0.6 else sentence
    governors = set(sentence.heads)
    drops_auxiliaries = rng.random() < 0.5
    kept = []
    for i, (word, label) in enumerate(zip(sentence.words, sentence.labels, strict=True)):
        article = label == "det" and word.lower() in _ARTICLES
        auxiliary = drops_auxiliaries and label.startswith("aux") and word.lower() in _AUXILIARIES
        stop = i == len(sentence.words) - 1 and word == "."
        if i + 1 in governors or not (article or auxiliary or stop):
            kept.append(i)
    place = {0: 0} | {i + 1: k + 1 for k, i in enumerate(kept)}
    words = [sentence.words[i] for i in kept]
    style = rng.random()
    if style < 0.4:
        words = [capitalized(word) for word in words]
    elif style < 0.6:
        words = [word[:1].upper() + word[1:] for word in words]
    words[0] = words[0][:1].upper() + words[0][1:]
    return Sentence(
        words,
        [sentence.tags[i] for i in kept],
        [sentence.pos[i] for i in kept],
        [sentence.lemmas[i] for i in kept],
        [place[sentence.heads[i]] for i in kept],
        [sentence.labels[i] for i in kept],
        [sentence.names[i] for i in kept] if sentence.names else [],
        sentence.name_types,
        opens_paragraph=True,
    )


def _in_the_present(sentence: Sentence) -> Sentence:
    """Past tense verbs in the present: "sued" → "sues", "sue" after a plural."""
    words, tags, pos = list(sentence.words), list(sentence.tags), list(sentence.pos)
    for i, (tag, lemma) in enumerate(zip(sentence.tags, sentence.lemmas, strict=True)):
        if tag != "VBD" or not pos[i].startswith("VERB") or not lemma.isalpha() or lemma in ("have", "do", "be"):
            continue
        subjects = [k for k, head in enumerate(sentence.heads) if head == i + 1 and sentence.labels[k] == "nsubj"]
        plural = any(tags[k] in ("NNS", "NNPS") or words[k].lower() in _PLURAL_PRONOUNS for k in subjects)
        tags[i] = "VBP" if plural else "VBZ"
        pos[i] = _PRESENT[tags[i]]
        words[i] = lemma if tags[i] == "VBP" else third_person(lemma)
    return replace(sentence, words=words, tags=tags, pos=pos)

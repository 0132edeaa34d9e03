"""Verbs that a parser took for another part of speech, told by what stands around them.

could [amod→ fine] Meta            after an auxiliary, "to" or a verb with its "or", a word that can be a verb is one
Norway [nsubj→ mulls] ban          a headline whose noun has a plural noun for its subject has a verb there
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.language.repairs import Row

_TAKES_OBJECT = frozenset({"root", "ROOT", "obl", "xcomp", "obj", "ccomp"})


def read_verbs(
    rows: Sequence[Row], lemmas: Sequence[str], parts: list[str], tags: list[str], verbs: frozenset[str]
) -> list[Row]:
    """Rows with such words made verbs; `parts` and `tags` are corrected in place. `verbs`: lemmas that can be one."""
    heads = [head for head, _ in rows]
    links = [link for _, link in rows]
    for i, tag in enumerate(tags):
        if links[i] == "amod" and tag == "JJ" and lemmas[i] in verbs and i < heads[i] and parts[heads[i]] != "VERB":
            _adjective(i, heads, links, lemmas, parts, tags)
        elif links[i] == "xcomp" and tag == "JJ" and lemmas[i] in verbs:
            _infinitive(i, heads, links, lemmas, parts, tags)
        elif links[i] == "nsubj" and tag == "NNS" and i < heads[i]:
            _plural_noun(i, heads, links, parts, tags)
        elif links[i] in ("parataxis", "appos", "dep") and tag == "NNS" and lemmas[i] in verbs:
            _second_headline_verb(i, heads, links, parts, tags)
    return list(zip(heads, links, strict=True))


def _adjective(
    i: int, heads: list[int], links: list[str], lemmas: Sequence[str], parts: list[str], tags: list[str]
) -> None:
    """*could fine Meta*, *declined to fine Apple*, *may ban or fine Huawei*."""
    noun = heads[i]
    if i and links[i - 1] == "cc" and heads[i - 1] == noun and links[noun] == "conj" and parts[noun] == "PROPN":
        _second_predicate(i, heads, links, parts, tags)
        return
    if tags[noun] not in ("NNP", "NNPS", "NN", "PRP") or links[noun] not in _TAKES_OBJECT or i == 0:
        return
    before = i - 1
    if links[before] == "cc" and heads[before] == i and before > 0 and tags[before - 1] in ("VB", "VBP"):
        if heads[noun] == before - 1:
            heads[i], links[i] = before - 1, "conj"
            parts[i], tags[i] = "VERB", "VB"
        return
    marked = tags[before] == "TO" or (lemmas[before] == "to" and parts[noun] == "PROPN")
    if heads[before] != noun or not (marked or tags[before] == "MD"):
        return
    governor, link = heads[noun], links[noun]
    for j in range(len(heads)):
        if heads[j] == noun and j != noun and (j < i or links[j] == "punct"):
            heads[j] = i
            if links[j] == "case":
                links[j] = "mark"
    top = governor == noun or link in ("root", "ROOT")
    heads[i], links[i] = (i, link) if top else (governor, "xcomp")
    heads[noun], links[noun] = i, "obj"
    parts[i], tags[i] = "VERB", "VB"


def _second_predicate(i: int, heads: list[int], links: list[str], parts: list[str], tags: list[str]) -> None:
    """*will ban A and fine B*: B was read as a fine one beside A."""
    noun, cc = heads[i], i - 1
    verb = heads[noun] if tags[heads[noun]] == "VB" else heads[heads[noun]]
    if tags[verb] != "VB" or verb > i:
        return
    heads[i], links[i] = verb, "conj"
    heads[noun], links[noun] = i, "obj"
    heads[cc] = i
    parts[i], tags[i] = "VERB", "VB"


def _infinitive(
    i: int, heads: list[int], links: list[str], lemmas: Sequence[str], parts: list[str], tags: list[str]
) -> None:
    """*plans to [xcomp fine] Google [obj→ plans]*."""
    if i == 0 or lemmas[i - 1] != "to" or heads[i - 1] != i:
        return
    noun = next((j for j in range(i + 1, min(len(heads), i + 5)) if heads[j] == heads[i] and links[j] == "obj"), None)
    if noun is not None:
        heads[noun] = i
        parts[i], tags[i] = "VERB", "VB"


def _second_headline_verb(i: int, heads: list[int], links: list[str], parts: list[str], tags: list[str]) -> None:
    """*Norway bans A, [parataxis→ bans] fines [compound] B*: what is compounded to a noun stands before it."""
    after = i + 1
    if after < len(heads) and heads[after] == i and links[after] in ("compound", "flat") and parts[after] == "PROPN":
        links[after] = "obj"
        if parts[heads[i]] == "VERB":
            links[i] = "conj"
        parts[i], tags[i] = "VERB", "VBZ"


def _plural_noun(i: int, heads: list[int], links: list[str], parts: list[str], tags: list[str]) -> None:
    """*Norway mulls ban on Huawei*: a noun can have no subject without *is*."""
    noun = heads[i]
    if links[noun] not in ("root", "ROOT") or parts[noun] != "NOUN":
        return
    children = [j for j in range(len(heads)) if heads[j] == noun and j != noun]
    if any(links[j] in ("cop", "aux", "aux:pass", "det") for j in children):
        return
    subject = i - 1
    if subject < 0 or parts[subject] != "PROPN" or heads[subject] not in (i, noun):
        return
    for j in children:
        if j < i or links[j] == "punct":
            heads[j] = i
    heads[subject], links[subject] = i, "nsubj"
    heads[i], links[i] = i, links[noun]
    heads[noun], links[noun] = i, "obj"
    parts[i], tags[i] = "VERB", "VBZ"

"""Attachments that parsers often get wrong and grammar settles: mended before any rule reads the tree.

urged allies [advcl→ to bar X]           an infinitive after verb + object belongs to the verb: xcomp
bar A and [obj→ other firms]             what has its own *and* before it is coordinated: conj
would bar [compound→ U.S.] companies     what stands before a noun modifies that noun, not one to its left
"""

from __future__ import annotations

from collections.abc import Sequence

Row = tuple[int, str]

_ARGUMENTS = frozenset({"obj", "nsubj", "nsubj:pass", "obl", "nmod", "iobj", "obl:agent"})
_BEFORE_NOUN = frozenset({"compound", "amod", "det", "nummod"})
_NOMINAL = frozenset({"appos", "compound", "flat", "nmod:poss"})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj", "expl"})
_NOUNS = frozenset({"NOUN", "PROPN"})


def mend(rows: list[Row], lemmas: Sequence[str], parts: Sequence[str], control: frozenset[str]) -> list[Row]:
    """Rows of (head, label) with the wrong ones replaced; `control` are verbs that take object and infinitive."""
    heads = [head for head, _ in rows]
    links = [link for _, link in rows]
    for i, link in enumerate(links):
        if link in _BEFORE_NOUN and heads[i] < i:
            _modify_next_noun(i, heads, links, parts)
        elif link in ("advcl", "acl") and parts[i] == "VERB":
            _infinitive_to_controller(i, heads, links, lemmas, control)
        elif link == "obj":
            _first_of_two_objects(i, heads, links, parts)
            _object_before_infinitive(i, heads, links, lemmas, control)
        elif link == "cc":
            _coordinate(i, heads, links, parts)
        elif link in _NOMINAL and parts[i] in _NOUNS and parts[heads[i]] == "VERB":
            _argument_of_verb(i, heads, links)
        elif link == "nsubj" and parts[i] == "NOUN":
            _title_before_name(i, heads, links, parts)
    return list(zip(heads, links, strict=True))


def _modify_next_noun(i: int, heads: list[int], links: list[str], parts: Sequence[str]) -> None:
    """A modifier whose head stands to its left, with a noun right after it."""
    following = i + 1
    while following < len(parts) and links[following] in ("compound", "amod") and following - i < 4:
        following += 1
    if following < len(parts) and parts[following] in _NOUNS and parts[i] in ("PROPN", "ADJ", "DET", "NUM", "NOUN"):
        if links[i] == "compound" and parts[heads[i]] == "PROPN" and heads[i] == i - 1:
            return  # a name goes on: "Airbus A 380"
        if heads[following] != i:
            heads[i] = following


def _infinitive_to_controller(
    i: int, heads: list[int], links: list[str], lemmas: Sequence[str], control: frozenset[str]
) -> None:
    """*urged X to bar*: of a verb that takes object and infinitive the infinitive is a complement."""
    marked = any(heads[j] == i and links[j] == "mark" and lemmas[j] == "to" for j in range(max(0, i - 4), i))
    if not marked:
        return
    verb = heads[i] if links[i] == "advcl" else heads[heads[i]]
    if links[i] == "acl" and links[heads[i]] not in ("obj", "nsubj:pass"):
        return
    if lemmas[verb] not in control or verb >= i:
        return
    complements = [j for j in range(verb, i) if heads[j] == verb and links[j] in ("xcomp", "ccomp")]
    objects = [j for j in range(i) if heads[j] == verb and links[j] in ("obj", "nsubj:pass", "iobj", "obl")]
    if objects and not complements:
        heads[i], links[i] = verb, "xcomp"


def _coordinate(cc: int, heads: list[int], links: list[str], parts: Sequence[str]) -> None:
    """*A and B* where B was given the same role beside A instead of standing under it."""
    second = heads[cc]
    if second < cc or links[second] not in _ARGUMENTS or parts[second] not in _NOUNS:
        return
    first = next(
        (j for j in range(cc - 1, -1, -1) if heads[j] == heads[second] and links[j] == links[second] and j != second),
        None,
    )
    if first is not None and parts[first] in _NOUNS and first < cc:
        heads[second], links[second] = first, "conj"


def _argument_of_verb(i: int, heads: list[int], links: list[str]) -> None:
    """A noun cannot be apposed to a verb: before it, it is the missing subject."""
    verb = heads[i]
    if (
        links[verb] != "amod"
        and i < verb
        and not any(heads[j] == verb and links[j] in _SUBJECTS for j in range(len(heads)) if j != i)
    ):
        links[i] = "nsubj"


def _title_before_name(i: int, heads: list[int], links: list[str], parts: Sequence[str]) -> None:
    """*Regulator Calcom has*: two subjects of one verb side by side are one phrase."""
    name = i + 1
    if name < len(heads) and parts[name] == "PROPN" and links[name] == "nsubj" and heads[name] == heads[i] != name:
        heads[i], links[i] = name, "nmod:desc"


def _first_of_two_objects(i: int, heads: list[int], links: list[str], parts: Sequence[str]) -> None:
    """*denied Huawei [obj] a licence [obj]*: who gets something stands before it."""
    second = next((j for j in range(i + 1, min(len(heads), i + 8)) if heads[j] == heads[i] and links[j] == "obj"), None)
    if second is not None and parts[i] in ("PROPN", "PRON") and parts[second] == "NOUN" and heads[i] < i:
        links[i] = "iobj"


def _object_before_infinitive(
    i: int, heads: list[int], links: list[str], lemmas: Sequence[str], control: frozenset[str]
) -> None:
    """*warned Norway not to use X*: what stands before *to* is the object of the verb above."""
    infinitive = heads[i]
    verb = heads[infinitive]
    if links[infinitive] not in ("ccomp", "xcomp") or lemmas[verb] not in control or not verb < i < infinitive:
        return
    if any(heads[j] == infinitive and links[j] == "mark" and lemmas[j] == "to" for j in range(i + 1, infinitive)):
        heads[i], links[infinitive] = verb, "xcomp"

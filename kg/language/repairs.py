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
_OF_A_PHRASE = frozenset({"case", "conj", "cc", "appos", "acl:relcl"})
_NOMINAL = frozenset({"appos", "compound", "flat", "nmod:poss", "nmod:desc"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_CALENDAR = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
)
_INTRODUCES = frozenset({"case", "mark"})
_NEAR = 30
_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj", "expl"})
_NOUNS = frozenset({"NOUN", "PROPN"})


def mend(
    rows: list[Row], lemmas: Sequence[str], parts: Sequence[str], tags: Sequence[str], control: frozenset[str]
) -> list[Row]:
    """Rows of (head, label) with the wrong ones replaced; `control` are verbs that take object and infinitive."""
    heads = [head for head, _ in rows]
    links = [link for _, link in rows]
    for i, link in enumerate(links):
        if link == "case" and links[heads[i]] == "flat" and heads[heads[i]] < i < heads[i]:
            links[heads[i]] = "nmod"  # "Huawei, according to the Courier": what has a preposition is no part of a name
        elif link in _OF_A_PHRASE and links[heads[i]] in ("flat", "goeswith"):
            heads[i] = heads[heads[i]]  # what hangs on part of a name hangs on the name
        if link in _BEFORE_NOUN and heads[i] < i:
            _modify_next_noun(i, heads, links, parts)
        elif link in ("advcl", "acl") and parts[i] == "VERB":
            _infinitive_to_controller(i, heads, links, lemmas, control)
            _clause_beside(i, heads, links, tags)
        elif link == "obj" and tags[i] == "VB" and parts[i] == parts[heads[i]] == "VERB":
            links[i] = "ccomp"  # "let Huawei bid"
        elif link == "obj":
            _first_of_two_objects(i, heads, links, parts)
            _object_before_infinitive(i, heads, links, lemmas, control)
            _subject_after_that(i, heads, links, lemmas)
        elif link == "det" and heads[i] > i + 1:
            _noun_inside_phrase(i, heads, links, parts)
        elif link == "cc":
            _coordinate(i, heads, links, parts)
        elif link == "mark" and heads[i] > i and links[heads[i]] == "xcomp":
            _conjunction_of_finite(i, heads, links, tags)
        elif link == "ccomp" and tags[i] == "VBN":
            _auxiliary_apart(i, heads, links, lemmas)
        elif link == "obl" and parts[i] in _NOUNS:
            if parts[i] == "PROPN":
                _author_of_noun(i, heads, links, lemmas, parts)
            _object_put_last(i, heads, links, parts)
        elif link == "case" and links[heads[i]] == "nsubj" and heads[i] > i and tags[i] == "IN":
            links[heads[i]] = "obl"
        elif link == "conj" and parts[i] == "PROPN" and links[heads[i]] == "appos" and heads[i] < i:
            _conjunct_of_titled(i, heads, tags)
        elif link == "conj" and heads[i] > i and parts[i] in _NOUNS:
            _conjunct_to_the_left(i, heads, links, parts)
        elif link == "conj" and parts[i] in _NOUNS and parts[heads[i]] == "VERB":
            _noun_beside_verb(i, heads, links, lemmas)
        elif link == "conj" and tags[i] in _FINITE:
            _conjunct_of_finite(i, heads, links, tags)
        elif link == "nsubj:pass":
            _subject_of_active(i, heads, links, tags)
        elif link in _NOMINAL and parts[i] in _NOUNS and parts[heads[i]] == "VERB":
            _argument_of_verb(i, heads, links)
        elif link == "nsubj":
            _second_subject(i, heads, links, parts)
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
    fixed = any(heads[j] == i and links[j] == "mark" and lemmas[j] != "to" for j in range(max(0, i - 5), i))
    if not marked or fixed:  # "in order to press" says what for
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


def _clause_beside(i: int, heads: list[int], links: list[str], tags: Sequence[str]) -> None:
    """*is considering banning*: a complement; *equips A and has been supplying B*: coordinated."""
    own = [links[j] for j in range(heads[i], i) if heads[j] == i]
    if links[i] != "advcl" or tags[i] != "VBG" or "mark" in own or heads[i] > i:
        return
    if heads[i] == i - 1 and tags[i - 1].startswith("VB"):
        links[i] = "xcomp"
    elif "cc" in own and "aux" in own:
        links[i] = "conj"


def _coordinate(cc: int, heads: list[int], links: list[str], parts: Sequence[str]) -> None:
    """*A and B* where B was given the same role beside A instead of standing under it."""
    second = heads[cc]
    if links[second] == "appos" and second > cc and heads[second] < cc:
        links[second] = "conj"  # "leader A and President B", where B was taken for another name of the leader
    if second < cc or links[second] not in _ARGUMENTS or parts[second] not in _NOUNS:
        return
    alike = {"obj": ("obj", "iobj")}.get(links[second], (links[second],))
    same = (j for j in range(cc - 1, -1, -1) if heads[j] == heads[second] and links[j] in alike and j != second)
    first = next(same, None)
    if first is not None and parts[first] in _NOUNS:
        links[first] = links[second]
        heads[second], links[second] = first, "conj"


def _argument_of_verb(i: int, heads: list[int], links: list[str]) -> None:
    """A noun cannot be apposed to a verb: before it, it is the missing subject, behind it the missing object."""
    verb = heads[i]
    if links[i] == "appos" and i > verb:
        near = range(max(0, verb - _NEAR), min(len(heads), i + _NEAR))
        if {links[j] for j in near if heads[j] == verb}.isdisjoint(("obj", "aux:pass", "ccomp")):
            links[i] = "obj"
        return
    if (
        links[verb] != "amod"
        and i < verb
        and not any(heads[j] == verb and links[j] in _SUBJECTS for j in range(len(heads)) if j != i)
    ):
        links[i] = "nsubj"


def _second_subject(i: int, heads: list[int], links: list[str], parts: Sequence[str]) -> None:
    """Of two subjects the one behind the verb is its object; of two before it the first describes the second."""
    verb = heads[i]
    if i > verb:
        if parts[i] == "PROPN" and parts[i - 1] == "NOUN" and links[i - 1] in ("obl", "obj", "nmod"):
            heads[i], links[i] = i - 1, "appos"  # "supplies powder to carmakers Audra and Menzel"
            return
        before = any(heads[j] == verb and links[j] == "nsubj" for j in range(verb))
        has_object = any(heads[j] == verb and links[j] in ("obj", "iobj") for j in range(verb, len(heads)))
        if before and not has_object and parts[verb] == "VERB":
            links[i] = "obj"
        return
    name = next((j for j in range(i + 1, verb) if heads[j] == verb and links[j] == "nsubj"), None)
    if name is not None and i > 0 and heads[verb] == i - 1 and parts[i - 1] == "VERB" and links[verb] == "ccomp":
        heads[i] = i - 1  # "…, says Edda Marsh, parliament would have outlawed it"
        return
    said = next((j for j in range(i + 1, name or i) if heads[j] == verb and links[j] == "ccomp"), None)
    if said is not None and not any(heads[j] == said and links[j] in _SUBJECTS for j in range(i, said)):
        heads[i] = said  # "Norway imposed a ban, Reuters reported"
        return
    if name is not None and {links[j] for j in range(i + 1, name)} & {"cc"} and name - i < 5:
        heads[name], links[name] = i, "conj"  # "China and the U.S. try"
        return
    if name is not None and parts[i] == "NOUN" and parts[name] == "PROPN":
        between = range(i + 1, name)
        if len(between) < 4 and all(heads[j] in (name, *between) for j in between):
            heads[i], links[i] = name, "nmod:desc"


def _conjunct_of_finite(i: int, heads: list[int], links: list[str], tags: Sequence[str]) -> None:
    """*accused him of bowing and threatened him*: a finite verb is coordinated with a finite one."""
    head = heads[i]
    infinitive = tags[head] == "VB" and not any(heads[j] == head and links[j] == "aux" for j in range(head))
    for _ in range(6):
        if tags[head] in _FINITE or heads[head] == head or links[head] == "root":
            break
        head = heads[head]
    if head != i and (infinitive or tags[heads[i]] == "VBG") and tags[head] in _FINITE:
        heads[i] = head


def _first_of_two_objects(i: int, heads: list[int], links: list[str], parts: Sequence[str]) -> None:
    """*denied Huawei [obj] a licence [obj]*: who gets something stands before it."""
    second = next((j for j in range(i + 1, min(len(heads), i + 8)) if heads[j] == heads[i] and links[j] == "obj"), None)
    if second == i + 1 and parts[i] == "NOUN" and parts[second] == "PROPN":
        heads[second], links[second] = i, "appos"  # "supplies the tractor firm Bulmer"
    elif second is not None and parts[i] in ("PROPN", "PRON") and parts[second] == "NOUN" and heads[i] < i:
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


def _conjunct_to_the_left(i: int, heads: list[int], links: list[str], parts: Sequence[str]) -> None:
    """*against Huawei, the largest maker, and other firms*: a list goes on from its left, over an apposition."""
    last = i - 1
    while last > 0 and (parts[last] not in _NOUNS or heads[last] == i):
        last -= 1
    top, first = last, last
    for _ in range(6):
        if links[top] == "appos":
            top = heads[top]
            break
        if links[top] not in ("nmod", "compound", "flat", "amod", "nmod:poss") or parts[heads[top]] not in _NOUNS:
            top = first
            break
        if links[top] not in ("nmod", "nmod:poss"):
            first = heads[top]
        top = heads[top]
    if top < i and parts[top] in _NOUNS:
        heads[i] = top


def _conjunct_of_titled(i: int, heads: list[int], tags: Sequence[str]) -> None:
    """*leader A [appos] and President B*: B is coordinated with the leader, not another name of his."""
    name = heads[i]
    if heads[name] == name - 1 and tags[name - 1] in ("NN", "NNP"):
        heads[i] = name - 1


def _object_put_last(i: int, heads: list[int], links: list[str], parts: Sequence[str]) -> None:
    """*denounced as a crime Norway's raid [obl]*: what has no preposition is the object, after another phrase."""
    verb = heads[i]
    if parts[verb] != "VERB" or i < verb or any(heads[j] == i and links[j] in _INTRODUCES for j in range(verb, i)):
        return
    near = range(max(0, verb - _NEAR), min(len(heads), i + _NEAR))
    siblings = {links[j] for j in near if heads[j] == verb and j != i}
    if "obl" in siblings and siblings.isdisjoint(("obj", "aux:pass", "ccomp")):
        links[i] = "obj"


def _subject_of_active(i: int, heads: list[int], links: list[str], tags: Sequence[str]) -> None:
    """*Oman called on Norway.*: a whole sentence without *was* or *by* is active; headlines leave *was* out."""
    verb = heads[i]
    if links[verb] not in ("root", "ROOT") or tags[verb] not in ("VBN", "VBD"):
        return
    children = [j for j in range(len(heads)) if heads[j] == verb and j != verb]
    passive = any(links[j] in ("aux", "aux:pass", "obl:agent", "cop") for j in children)
    if not passive and any(tags[j] == "." for j in children):
        links[i] = "nsubj"


def _subject_after_that(i: int, heads: list[int], links: list[str], lemmas: Sequence[str]) -> None:
    """*demanded that Norway [obj] levy*: what stands behind *that* is the subject of its clause."""
    verb = heads[i]
    for clause in range(i + 1, min(len(heads), i + 6)):
        if heads[clause] == verb and links[clause] == "ccomp":
            that = any(heads[j] == clause and links[j] == "mark" and lemmas[j] == "that" for j in range(verb, i))
            if that and not any(heads[j] == clause and links[j] in _SUBJECTS for j in range(verb, clause)):
                heads[i], links[i] = clause, "nsubj"
            return


def _conjunction_of_finite(i: int, heads: list[int], links: list[str], tags: Sequence[str]) -> None:
    """*if Norway lets Huawei bid*: what opens a clause hangs on its verb, not on the infinitive below that."""
    verb = heads[heads[i]]
    opens = any(heads[j] == verb and links[j] in _SUBJECTS for j in range(i + 1, verb))
    if i < verb < heads[i] and tags[verb] in _FINITE and opens:
        heads[i] = verb


def _noun_beside_verb(i: int, heads: list[int], links: list[str], lemmas: Sequence[str]) -> None:
    """*supplies chips to A and to B [conj of supplies]*: coordinated with what has the same preposition."""
    verb = heads[i]
    preposition = next((lemmas[j] for j in range(verb, i) if heads[j] == i and links[j] == "case"), None)
    if preposition is None:
        return
    for j in range(i - 1, verb, -1):
        if heads[j] == verb and links[j] == "obl":
            if any(heads[k] == j and links[k] == "case" and lemmas[k] == preposition for k in range(verb, j)):
                heads[i] = j
            return


def _noun_inside_phrase(det: int, heads: list[int], links: list[str], parts: Sequence[str]) -> None:
    """*by the opposition [nmod] Civic Union*: what stands between an article and its noun belongs to that noun."""
    name = heads[det]
    for i in range(det + 1, name):
        inside = det <= heads[i] <= name
        if parts[i] == "NOUN" and parts[name] == "PROPN" and not inside:
            for j in range(max(0, det - 3), i):
                if heads[j] == i and links[j] in ("case", "mark"):
                    heads[j] = name
            heads[name], links[name] = heads[i], links[i]
            heads[i], links[i] = name, "nmod:desc"
            return


def _auxiliary_apart(i: int, heads: list[int], links: list[str], lemmas: Sequence[str]) -> None:
    """*said X had [ccomp] for years supplied [ccomp]*: one clause, whose auxiliary stands apart from its verb."""
    for j in range(i - 1, max(-1, i - 8), -1):
        if heads[j] == heads[i] and links[j] == "ccomp" and lemmas[j] == "have":
            children = [k for k in range(len(heads)) if heads[k] == j and k != j]
            if not any(links[k] in ("obj", "xcomp", "ccomp") for k in children):
                for k in children:
                    heads[k] = i
                heads[j], links[j] = i, "aux"
            return


def _author_of_noun(i: int, heads: list[int], links: list[str], lemmas: Sequence[str], parts: Sequence[str]) -> None:
    """*dismissed an allegation by Oman*: of an active verb the agent stands before it, *by* belongs to its object."""
    verb = heads[i]
    by = next((j for j in range(verb, i) if heads[j] == i and links[j] == "case"), None)
    if by is None or lemmas[by] != "by" or lemmas[i] in _CALENDAR or links[by - 1] != "obj" or heads[by - 1] != verb:
        return
    if parts[by - 1] == "NOUN" and not any(heads[j] == verb and links[j] == "aux:pass" for j in range(verb)):
        heads[i], links[i] = by - 1, "nmod"

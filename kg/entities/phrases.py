"""What a noun phrase says of itself: definite or not, plural, of which country, made by whom, for example whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from kg.language.syntax import SUBJECTS, Node, conjuncts, name_span
from kg.lexicon import Lexicon

DEFINITE = frozenset({"the", "this", "that", "these", "those", "both", "said", "such"})
PLURAL_TAGS = frozenset({"NNS", "NNPS"})
QUANTIFIERS = frozenset({"two", "both", "three", "four"})
_BEFORE = frozenset({"amod", "compound", "nmod:poss", "flat", "nummod", "nmod:unmarked", "obl:unmarked", "nmod:desc"})
MADE = frozenset({"make", "build", "produce", "manufacture", "supply", "develop", "sell", "design", "provide", "own"})
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6}


def is_plural(node: Node) -> bool:
    """Whether the head noun is plural."""
    return node.tag in PLURAL_TAGS


def is_plain(node: Node) -> bool:
    """*officials*; not *Chinese officials*, *its officials*, *officials of X*."""
    return not any(c.link in ("amod", "compound", "nmod:poss", "nmod") for c in node.children)


def is_definite(node: Node) -> bool:
    """*the firm*, *this firm*, *its rival*; not *a firm*, *firms*."""
    return any(
        c.link in ("det", "nmod:poss", "det:predet") and (c.lemma in DEFINITE or c.link == "nmod:poss")
        for c in node.children
    )


def determiner_possessor(node: Node) -> Node | None:
    """*Huawei's*, *its* before a noun."""
    return node.child("nmod:poss")


def modifiers(node: Node, *, deep: bool = False) -> Iterator[Node]:
    """Words before the noun that say of what kind or country it is: *China* in *China-based firms*."""
    for child in node.children:
        if child.link in _BEFORE:
            for word in conjuncts(child):
                yield word
                if deep:
                    yield from modifiers(word)
                    yield from (c for c in word.children if c.link.startswith(("obl", "compound", "nmod")))


def coordinated_modifiers(node: Node) -> list[Node]:
    """*Kenyan* and *Ugandan* before *officials*: of several who act together; nothing where one noun is meant."""
    for child in node.linked("amod", "compound", "nmod:poss", "nmod:unmarked"):
        words = conjuncts(child)
        if is_plural(node) and child.i < node.i and len(words) > 1 and all(word.i < node.i for word in words):
            return words
    return []


def country_words(node: Node) -> Iterator[Node]:
    """Words that can say which country a noun is of: before it, or after *of*, *in*, *from*."""
    yield from modifiers(node, deep=True)
    for child in node.linked("nmod"):
        if child.prep in ("of", "in", "from"):
            yield child


def makers(node: Node) -> Iterator[tuple[Node, str]]:
    """Who made the goods: *Huawei's gear*, *Huawei gear*, *gear made by Huawei*, *Huawei-made gear*."""
    poss = node.child("nmod:poss")
    name = next((c for c in node.linked("compound") if c.pos == "PROPN"), None)
    if name is not None and poss is not None and poss.tag == "PRP$":
        yield name, "modifier"  # "tore out its Sungate gear"
    if poss is not None:
        yield poss, "possessor"
    for child in node.linked("acl", "acl:relcl"):
        if child.lemma in MADE:
            for agent in child.children:
                if agent.prep == "by":
                    yield agent, f"{child.text} by"
    for child in node.linked("nmod", "obl"):
        if child.prep in ("from", "by", "of"):
            yield child, child.prep
    for child in node.linked("compound", "amod", "nmod:unmarked"):
        yield child, "modifier"
        for inner in child.children:  # Huawei-made gear
            if inner.link.startswith(("obl", "compound", "nmod")):
                yield inner, f"{child.text}"


def is_made(node: Node) -> bool:
    """*controllers made by Guoyi*: what somebody made is goods, whatever the noun."""
    return any(
        child.lemma in MADE and any(agent.prep == "by" for agent in child.children) for child in node.linked("acl")
    )


def examples(node: Node, lexicon: Lexicon) -> list[Node]:
    """The examples of a group: *allies such as Britain, Poland and Germany*."""
    for child in node.children:
        if child.link in ("nmod", "appos", "acl", "obl", "advcl", "dep") and (
            (child.prep, "exemplifiers") in lexicon or (child.lemma == "include" and child.tag == "VBG")
        ):
            if child.lemma == "include":
                inner = child.child("obj", "nmod", "obl")
                return conjuncts(inner) if inner is not None else []
            return conjuncts(child)
    return []


def introduces(node: Node) -> bool:
    """*the firm that built the dam* introduces somebody; *the firm, which …* goes back to somebody."""
    for child in node.linked("acl:relcl"):
        before = [n for n in child.children if n.link == "punct" and n.text == "," and n.i < child.i]
        if not before:
            return True
    return False


_DESCRIBING = frozenset({"amod", "compound", "nummod", "nmod:unmarked"})
_OF_THE_KIND = frozenset(
    {
        "amod",
        "compound",
        "nmod:poss",
        "flat",
        "obl:unmarked",
        "nmod:unmarked",
        "nmod:desc",
        "advmod",
        "punct",
        "case",
    }
)
_NOT_OF_THE_NAME = frozenset(
    {"other", "many", "several", "some", "more", "most", "certain", "various", "own", "single"}
)
_TOLD = frozenset({"nummod", "det", "det:predet", "amod"})
_ARTICLES = frozenset({"the", "a", "an"})
_COMPLEMENTS = frozenset({"of", "in", "from", "for", "at"})
_APART = frozenset({"acl", "acl:relcl", "appos", "punct", "parataxis", "advcl"})
_LONG = 6
_APPOSITION = 7
_COORDINATED = frozenset({"conj", "cc", "punct"})


def are_some_people(node: Node) -> bool:
    """*young Kenyans*, *two Kenyans*, *the Kenyans of Uganda*, who are not their state; *the Kenyans* may be."""
    if node.tag not in PLURAL_TAGS:
        return False
    described = any(c.link in _DESCRIBING and c.i < node.i for c in node.children)
    told_apart = introduces(node) or node.child("acl") is not None
    return described or told_apart or any(c.prep in ("of", "in", "from") for c in node.linked("nmod"))


def phrase_words(node: Node) -> list[Node]:
    """The head with the words before it that belong to its kind, in text order, without articles and numbers."""
    kept = [node]
    for item in kept:
        allowed = _OF_THE_KIND if item is node else _OF_THE_KIND | _COORDINATED
        kept.extend(
            child
            for child in item.children
            if child.i < node.i
            and child.link in allowed
            and child.lemma not in _NOT_OF_THE_NAME
            and child.tag not in ("PRP$", "``", "''", ",")
            and not (item is node and child.link in ("case", "punct", "advmod"))
            and not (child.link == "case" and child.tag != "POS")
        )
    return sorted(kept, key=lambda n: n.i)


def spelled(words: Sequence[Node]) -> str:
    """Words as the text writes them, with a space where one stands or where others are left out: *anglers' union*."""
    pairs = pairwise(words)
    return words[0].text + "".join(
        after.text if before.end == after.start else f" {after.text}" for before, after in pairs
    )


def told_words(node: Node) -> list[Node]:
    """The head with all that stands before it but articles and pronouns: *two smaller labs*, *any other bidder*."""
    words = phrase_words(node)
    more = [
        c for c in node.children if c.i < node.i and c.link in _TOLD and c.tag != "PRP$" and c.lemma not in _ARTICLES
    ]
    return sorted({word.i: word for word in [*words, *more]}.values(), key=lambda n: n.i)


def complement_words(node: Node) -> list[Node]:
    """What follows a noun and says of where or what it is: *of Halvern*, *in Hefei*, *of pumps and valves*."""
    after = next((c for c in node.linked("nmod") if c.i > node.i and c.prep in _COMPLEMENTS), None)
    if after is None:
        return []
    words = [after]
    for item in words:
        words += [c for c in item.children if c.link not in _APART]
    words.sort(key=lambda n: n.i)
    runs_on = [word.i for word in words] == list(range(node.i + 1, node.i + 1 + len(words)))
    return words if runs_on and len(words) <= _LONG else []


def clause_words(node: Node) -> list[Node]:
    """A verb with everything below it but its conjunction and commas, in text order."""
    found = [node]
    for item in found:
        found.extend(c for c in item.children if c.link != "punct" and not (item is node and c.link == "mark"))
    return sorted(found, key=lambda n: n.i)


def listed_members(node: Node, is_name: Callable[[Node], bool]) -> list[Node]:
    """The members of a group that are named after it: *two hospitals, the Amstelrode and the Duinhof*."""
    if node.pos != "NOUN" or not is_plural(node):
        return []
    number = next((_NUMBERS.get(c.lemma, 0) for c in node.linked("nummod")), 0)
    for child in node.linked("nmod"):
        rest = [item for item in conjuncts(child) if item.i > child.i]
        if len(rest) == number > 1 and all(item.pos == "PROPN" for item in rest):
            return rest  # "two hospitals in Tessel, the Amstelrode and the Duinhof": read as places by the parser
    for child in node.linked("appos", "flat", "compound", "dep", "nmod:unmarked", "nmod"):
        if child.i < node.i or (child.link == "nmod" and child.prep):
            continue
        members = [item for item in conjuncts(child) if is_name(item) or item.pos == "PROPN"]
        if len(members) > 1:
            return members
    return []


def proper_words(node: Node, nodes: list[Node], lexicon: Lexicon) -> list[Node]:
    """The proper nouns of a phrase that neither the model nor a table took for a name; none of *the President*."""
    first, last = name_span(node)
    of = next((c for c in node.linked("nmod") if c.prep == "of" and c.pos == "PROPN" and c.i == last + 1), None)
    if of is not None:  # "Prefect of Talun"
        last = of.i + 1
    found = [n for n in nodes[first:last] if n.pos == "PROPN"]
    if len(found) == 1 and is_definite(node) and "person" in lexicon.noun_types(node.lemma):
        return []
    if len(found) > 1 and lexicon.noun_types(found[0].lemma) and found[0].text.istitle():
        found = found[1:]  # "Regulator Calcom"
    return found


def belongs_to(name: Sequence[Node], title: Node) -> bool:
    """Whether the parse hangs a title on the name after it."""
    return title.head in name and title.link in ("nmod:desc", "compound", "flat")


def name_after_comma(node: Node, nodes: Sequence[Node]) -> int:
    """Where a name in apposition to a noun may begin, with a comma before it and behind it; -1 where none may.

    *the owner, Katsoulis,*, *an adviser to the lender, Corvus Risk.*; not *Of the owner, Katsoulis said*.
    """
    comma = next((i for i in range(node.i + 1, min(node.i + _APPOSITION, len(nodes))) if nodes[i].text == ","), None)
    if comma is None or comma + 1 >= len(nodes):
        return -1
    between = nodes[node.i + 1 : comma]
    if any(n.pos not in ("ADP", "DET", "NOUN", "PROPN", "ADJ") for n in between) or (
        between and between[0].pos != "ADP"
    ):
        return -1
    first = nodes[comma + 1]
    end = comma + 1
    while end < len(nodes) and nodes[end].pos == "PROPN":
        end += 1
    closed = end == len(nodes) or nodes[end].pos == "PUNCT"
    return comma + 1 if closed and end > comma + 1 and first.link not in SUBJECTS else -1

"""Name spans of a parsed text: the model's names and the gazetteer's forms, made one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.entities.gazetteer import Entry, Gazetteer
from kg.language.syntax import Node, Tree
from kg.lexicon import Lexicon

NAME_LABELS = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "WORK_OF_ART"})
PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_NAME_TAGS = frozenset({"NNP", "NNPS"})


@dataclass(frozen=True)
class Name:
    """Tokens `first` to `last` (exclusive) of a tree naming somebody: `label` is the model's, `entries` the table's."""

    first: int
    last: int
    text: str
    label: str
    entries: tuple[Entry, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the name without its possessive."""
        return tuple(self.text.split())


def find_names(tree: Tree, gazetteer: Gazetteer, lexicon: Lexicon) -> list[Name]:
    """All names, in text order, none overlapping another."""
    nodes = tree.nodes
    model = list(_joined(_model_names(tree, lexicon), tree))
    starts = {node.start: node.i for node in nodes}
    ends = {node.end: node.i + 1 for node in nodes}
    bounds = [(node.start, node.end) for node in nodes]
    found = {name.first: name for name in model}
    covered = {i: name for name in model for i in range(name.first, name.last)}
    for match in gazetteer.find(tree.text, bounds):
        first, last = starts[match.start], ends[match.end]
        over = {covered[i].first: covered[i] for i in range(first, last) if i in covered}
        form = Name(first, last, tree.text[match.start : match.end], "", match.entries)
        chosen = _choose(form, list(over.values()), nodes, gazetteer, lexicon)
        if chosen is None:
            continue
        for name in over.values():
            found.pop(name.first, None)
            for i in range(name.first, name.last):
                covered.pop(i, None)
        found[chosen.first] = chosen
        covered.update((i, chosen) for i in range(chosen.first, chosen.last))
    return [found[first] for first in sorted(found)]


def _model_names(tree: Tree, lexicon: Lexicon) -> Iterator[Name]:
    first = reached = 0
    nodes = tree.nodes
    for node in [*nodes, None]:
        i = node.i if node is not None else len(nodes)
        open_label = nodes[first].entity if first < len(nodes) else ""
        if node is None or node.begins_entity or node.entity != open_label:
            if reached <= first < i and open_label in NAME_LABELS:
                name = trim(tree, first, i, open_label, lexicon)
                if name is not None:
                    reached = name.last
                    yield name
            first = i


def _joined(names: Iterable[Name], tree: Tree) -> Iterator[Name]:
    """Names with what an ampersand joins to them: *Pim & Pom* is one firm, whatever the model takes its halves for."""
    nodes = tree.nodes
    before: Name | None = None
    for name in names:
        if before is not None and name.first == before.last + 1 and _is_joint(nodes, before):
            before = _spanning(tree, before.first, name.last, "ORG")
            continue
        if before is not None:
            yield _with_partner(before, tree)
        before = name
    if before is not None:
        yield _with_partner(before, tree)


def _with_partner(name: Name, tree: Tree) -> Name:
    """*Halder & Soon*, of which the model saw one half."""
    nodes = tree.nodes
    first, last = name.first, name.last
    if last + 1 < len(nodes) and nodes[last].text == "&" and nodes[last + 1].text[:1].isupper():
        last += 2
    if first >= 2 and nodes[first - 1].text == "&" and nodes[first - 2].text[:1].isupper():
        first -= 2
    label = name.label if (first, last) == (name.first, name.last) else "ORG"
    while last + 1 < len(nodes) and _is_hyphen(nodes, last) and _goes_on(nodes[last + 1], label):
        last += 2
    return _spanning(tree, first, last, label)


def _spanning(tree: Tree, first: int, last: int, label: str) -> Name:
    return Name(first, last, tree.text[tree.nodes[first].start : tree.nodes[last - 1].end], label)


def _goes_on(node: Node, label: str) -> bool:
    """*Svyaz-Iskra*; not *Japan-South Korea*, where another name begins."""
    return node.text[:1].isupper() and not node.begins_entity and label not in PLACE_LABELS | {"NORP"}


def _is_joint(nodes: list[Node], name: Name) -> bool:
    """Whether what stands between a name and the next one makes one of them."""
    after = nodes[name.last + 1]
    if nodes[name.last].text == "&":
        return True
    return _is_hyphen(nodes, name.last) and after.link == "flat" and after.head in nodes[name.first : name.last]


def _is_hyphen(nodes: list[Node], i: int) -> bool:
    """A hyphen without spaces: *Svyaz-Iskra*."""
    return nodes[i].text == "-" and nodes[i - 1].end == nodes[i].start and nodes[i].end == nodes[i + 1].start


def trim(tree: Tree, first: int, last: int, label: str, lexicon: Lexicon) -> Name | None:
    """The name without leading articles, titles and what is written small, without a closing possessive."""
    nodes = tree.nodes
    while first < last and (_is_lead(nodes[first]) or nodes[first].lemma in ("mr.", "ms.", "mrs.", "mr", "ms", "dr.")):
        first += 1
    while label == "PERSON" and first < last - 1 and "person" in lexicon.noun_types(nodes[first].lemma):
        first += 1
    while last > first and _is_tail(nodes[last - 1]):
        last -= 1
    if last + 1 < len(nodes) and _is_slash(nodes, last):
        last += 2  # "SPLM/A"
    last = next((i for i in range(first, last) if _breaks_name(nodes[i]) or _is_dash(nodes, i)), last)
    if first >= last or not any(node.text[:1].isupper() or node.text[:1].isdigit() for node in nodes[first:last]):
        return None
    return _spanning(tree, first, last, label)


def _is_slash(nodes: list[Node], i: int) -> bool:
    """A slash between capitals, with one letter behind it: one acronym, not two names."""
    letter = nodes[i + 1].text
    joined = nodes[i - 1].end == nodes[i].start and nodes[i].end == nodes[i + 1].start
    return nodes[i].text == "/" and joined and nodes[i - 1].text.isupper() and letter.isupper() and len(letter) == 1


def _is_lead(node: Node) -> bool:
    return node.pos in ("DET", "PUNCT", "ADP", "CCONJ") or (node.text.islower() and node.pos in ("ADJ", "NOUN", "ADV"))


def _breaks_name(node: Node) -> bool:
    """A small word that no name has inside: *Meridian* designs processors."""
    return node.text.islower() and node.text.isalpha() and node.pos in ("VERB", "AUX", "NOUN", "ADV", "ADJ", "PRON")


def _is_dash(nodes: list[Node], i: int) -> bool:
    """A dash with space on both sides: *the Lowland League – Abria, Cestria and Dolmen –*."""
    return nodes[i].text in ("–", "—", "-", "--") and nodes[i - 1].end < nodes[i].start < nodes[i + 1].start - 1


def _is_tail(node: Node) -> bool:
    return node.tag == "POS" or node.pos in ("ADP", "DET") or not (node.text[-1:].isalnum() or len(node.text) > 1)


def _choose(form: Name, over: list[Name], nodes: list[Node], gazetteer: Gazetteer, lexicon: Lexicon) -> Name | None:
    """The table's form, the model's longer name, or neither."""
    is_name = any(node.tag in _NAME_TAGS or node.pos == "PROPN" for node in nodes[form.first : form.last])
    technology = all(entry.entity.type == "technology" for entry in form.entries)
    if not over:
        if technology:
            return form
        if not is_name and not form.text[:1].isupper():
            return None
        return None if gazetteer.may_be_none(form.text) and not is_name else form
    longer = [name for name in over if name.first < form.first or name.last > form.last]
    if not longer:
        label = over[0].label
        return (
            None
            if _contradicts(form, label, gazetteer)
            else Name(form.first, form.last, form.text, label, form.entries)
        )
    if len(over) > 1:
        return form
    name = longer[0]
    rest = [*nodes[name.first : form.first], *nodes[form.last : name.last]]
    if technology:
        return None
    if form.first == name.first and name.text == form.text:
        return form
    if all(_passes(node, gazetteer, lexicon) for node in rest):
        return Name(form.first, form.last, form.text, name.label, form.entries)
    return None


def _passes(node: Node, gazetteer: Gazetteer, lexicon: Lexicon) -> bool:
    """Whether a word beside a known form only describes it: *Chinese President* Xi Jinping, Acme *Corp.*"""
    return (
        node.pos in ("DET", "PUNCT", "ADP")
        or node.tag == "POS"
        or (node.pos == "ADJ" and node.text in gazetteer.demonyms)
        or "person" in lexicon.noun_types(node.lemma)
        or (node.text in ("Inc", "Inc.", "Corp", "Corp.", "Ltd", "Ltd.", "Co", "Co.", "PLC", "AG", "Group"))
        or node.text.islower()
    )


def _contradicts(form: Name, label: str, gazetteer: Gazetteer) -> bool:
    """A form that often means nobody we know, seen as a person's: *Honor*, *Abe*."""
    if not gazetteer.may_be_none(form.text):
        return False
    types = {entry.entity.type for entry in form.entries}
    return label == "PERSON" and types.isdisjoint({"person"}) and "country" not in types and len(form.words) == 1


def person_word(words: Iterable[str]) -> str:
    """The last name of a person: *Wilbur Ross* → Ross; *Martin Luther King Jr.* → King."""
    kept = [word for word in words if word.rstrip(".") not in ("Jr", "Sr", "II", "III")]
    return kept[-1] if kept else ""

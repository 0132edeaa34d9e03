"""Tag and form → lemma: what the treebanks agree on, irregular verbs, and regular forms of the words of the news."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from training.sentences import Sentence

AGREEMENT = 0.95
LEAST_SEEN = 2
_TAGS_TEXT = "NN NNS VB VBD VBG VBN VBP VBZ MD JJ JJR JJS RB RBR RBS IN DT PDT PRP PRP$ WDT WP WP$ WRB TO RP EX CC"
TAGS = frozenset(_TAGS_TEXT.split())
IRREGULAR = Path(__file__).with_name("irregular_verbs.txt")
_VOWELS = "aeiou"


def lemma_table(sentences: Iterable[Sentence], news: Iterable[tuple[str, str]]) -> dict[str, dict[str, str]]:
    """Tag → form in lower case → lemma. Earlier sources win: treebanks, irregular verbs, regular forms.

    ``news`` are words with tags, from which base forms of verbs and nouns are learnt. A form that two base forms
    could have ("bared": bare, bar) is left to the model.
    """
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for s in sentences:
        for form, tag, lemma in zip(s.words, s.tags, s.lemmas, strict=True):
            if tag in TAGS:
                counts[tag, form.lower()][lemma] += 1
    table: dict[str, dict[str, str]] = defaultdict(dict)
    irregular = list(_irregular_forms())
    for tag, form, lemma in irregular:
        table[tag][form] = lemma
    regular: dict[tuple[str, str], set[str]] = defaultdict(set)
    strong = {lemma for _, _, lemma in irregular}
    for tag, base in sorted(_base_forms(counts, news)):
        for form_tag, form in _noun_forms(base) if tag == "NN" else _verb_forms(base, strong):
            regular[form_tag, form].add(base)
    for (tag, form), bases in regular.items():
        if len(bases) == 1:
            table[tag].setdefault(form, *bases)
    for (tag, form), found in counts.items():
        lemma, n = found.most_common(1)[0]
        if n / found.total() >= AGREEMENT:
            table[tag][form] = lemma
        else:
            table[tag].pop(form, None)
    return {tag: dict(sorted(forms.items())) for tag, forms in sorted(table.items())}


def _base_forms(counts: dict[tuple[str, str], Counter[str]], news: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """(VB or NN, base form) of all words seen at least twice: treebank lemmas, and news words tagged as base forms."""
    seen: Counter[tuple[str, str]] = Counter()
    for (tag, _), lemmas in counts.items():
        for lemma, n in lemmas.items():
            if tag.startswith(("VB", "NN")) and lemma.isalpha() and lemma.islower():
                seen[tag[:2], lemma] += n
    for word, tag in news:
        if tag in ("VB", "VBP", "NN") and word.isalpha() and word.islower() and len(word) > 2:
            seen[tag[:2], word] += 1
    return {key for key, n in seen.items() if n >= LEAST_SEEN}


def _verb_forms(base: str, strong: set[str]) -> Iterator[tuple[str, str]]:
    yield "VBZ", third_person(base)
    stems = _stems(base)
    yield from (("VBG", stem + "ing") for stem in (stems if not base.endswith("ie") else [base[:-2] + "y"]))
    if base not in strong:
        ending = base[:-1] + "i" if base.endswith("y") and base[-2:-1] not in _VOWELS else ""
        past = [ending] if ending else stems
        yield from ((tag, stem + "ed") for tag in ("VBD", "VBN") for stem in past)


def _noun_forms(base: str) -> Iterator[tuple[str, str]]:
    yield "NNS", third_person(base)


def third_person(base: str) -> str:
    """A verb with its -s; the plural of a noun is made alike."""
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _stems(base: str) -> list[str]:
    """What stands before -ed and -ing: ``bar`` → barr; ``permit`` → permit, permitt; ``urge`` → urg."""
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return [base[:-1]]
    doubles = len(base) > 2 and base[-1] not in "aeiouwxyh" and base[-2] in _VOWELS and base[-3] not in _VOWELS
    if not doubles:
        return [base]
    syllables = sum(a in _VOWELS and b not in _VOWELS for a, b in zip(base, base[1:] + "x", strict=True))
    return [base + base[-1]] if syllables == 1 else [base, base + base[-1]]


def _irregular_forms() -> Iterator[tuple[str, str, str]]:
    for line in IRREGULAR.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            lemma, past, participle = line.split()
            yield from (("VBD", form, lemma) for form in past.split("/"))
            yield from (("VBN", form, lemma) for form in participle.split("/"))

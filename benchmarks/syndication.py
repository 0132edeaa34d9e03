"""Whether copies of an article are known as such: ``python -m benchmarks.syndication [--grid] [--size N]``.

Copies are made of the articles of development and of the seeds, as outlets make them of an agency's: cut, with a
paragraph of their own, copy-edited, rewritten in every eighth word. What must stay apart: the same events told by
another hand, with the same names, figures and quotes (`retellings.jsonl`), and later articles that repeat a paragraph
or two as background. The blind test articles are not read.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from benchmarks.gold import DEVELOPMENT, ROOT
from kg.documents import read_documents
from kg.graph.insertions import insertions, sentences, shared_shingles
from kg.graph.signature import PERMUTATIONS, SHINGLE, Signature, contained, jaccard, minhash, shingles, sign
from kg.graph.syndication import LEAST_CONTAINED, LEAST_SHARED, Signed, copies

SEEDS = "orvane-[1-5]-*.txt"
"""The sixth is a copy of the fifth."""
RETELLINGS = Path(__file__).parent / "retellings.jsonl"
HOUSE_STYLE = (
    ("said", "told reporters"), ("percent", "per cent"), ("company", "firm"), (" which ", " that "),
    ("has been", "was"), ("last year", "in the past year"), ("on Friday", "Friday"), ("on Tuesday", "Tuesday"),
    ("would", "will"), ("also ", ""), ("government", "authorities"), ("’", "'"), ("“", '"'), ("”", '"'), (" – ", " - "),
)  # fmt: skip
Articles = dict[str, str]
Edit = Callable[[str, str], str]
"""(an article, another one) → what an outlet made of the first."""


def read_texts() -> Articles:
    """The texts of the articles of development and of the seeds, by id."""
    rows = (json.loads(line) for path in DEVELOPMENT for line in path.read_text(encoding="utf-8").splitlines())
    seeds = read_documents(sorted((ROOT / "seeds").glob(SEEDS)))
    return {row["id"]: row["text"] for row in rows} | {seed.id: seed.text for seed in seeds}


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text."""
    return [part for part in text.split("\n\n") if part.strip()]


def cut(text: str, share: float) -> str:
    """The first paragraphs of a text."""
    parts = paragraphs(text)
    return "\n\n".join(parts[: max(1, round(share * len(parts)))])


def with_local(text: str, other: str, number: int = 1) -> str:
    """A text with paragraphs of another in its middle."""
    parts = paragraphs(text)
    middle = (len(parts) + 1) // 2
    return "\n\n".join([*parts[:middle], *paragraphs(other)[1 : 1 + number], *parts[middle:]])


def edited(text: str, other: str, share: float) -> str:
    """A text in another house style, and a share of its words replaced, left out or added."""
    chance = random.Random(hashlib.sha256(text.encode("utf-8")).digest())
    for old, new in HOUSE_STYLE:
        text = text.replace(old, new)
    words = text.split(" ")
    strange = [word for word in other.split() if word.islower()]
    for place in chance.sample(range(len(words)), round(share * len(words))):
        word = chance.choice(strange)
        words[place] = chance.choice((word, word, "", f"{words[place]} {word}"))
    return " ".join(filter(None, words))


def follow_up(text: str, other: str, number: int) -> str:
    """Another article that ends with the last paragraphs of this one, as its background."""
    return "\n\n".join([*paragraphs(other), *paragraphs(text)[-number:]])


def dateline_changed(text: str, other: str) -> str:
    """Without the dateline, with a credit line."""
    return re.sub(r"\A[^a-z]{3,}.{0,40}?[–—-] ", "", text) + "\n\nSource: Continental Press"


COPIES: dict[str, Edit] = {
    "another headline": lambda text, other: text,
    "another dateline, a credit": dateline_changed,
    "cut to three quarters": lambda text, other: cut(text, 0.75),
    "cut to a half": lambda text, other: cut(text, 0.5),
    "cut to a third": lambda text, other: cut(text, 0.33),
    "a local paragraph put in": with_local,
    "two local paragraphs": lambda text, other: with_local(text, other, 2),
    "copy-edited, 3 % of words": lambda text, other: edited(text, other, 0.03),
    "copy-edited, 6 % of words": lambda text, other: edited(text, other, 0.06),
    "rewritten, 12 % of words": lambda text, other: edited(text, other, 0.12),
    "edited 3 %, cut to 3/4, local": lambda text, other: with_local(edited(cut(text, 0.75), other, 0.03), other),
    "edited 6 %, cut to a half": lambda text, other: edited(cut(text, 0.5), other, 0.06),
    "edited 6 %, cut to a half, local": lambda text, other: with_local(edited(cut(text, 0.5), other, 0.06), other),
}
APART: dict[str, Edit] = {
    "next article, one old paragraph": lambda text, other: follow_up(text, other, 1),
    "next article, two old paragraphs": lambda text, other: follow_up(text, other, 2),
}


def pairs(texts: Articles, edit: Edit) -> list[tuple[str, str]]:
    """Each article beside what an edit makes of it."""
    ids = sorted(texts)
    return [(texts[one], edit(texts[one], texts[ids[(place + 7) % len(ids)]])) for place, one in enumerate(ids)]


def unrelated(texts: Articles) -> list[tuple[str, str]]:
    """Every two different articles."""
    return list(itertools.combinations((texts[one] for one in sorted(texts)), 2))


def retold(texts: Articles) -> list[tuple[str, str]]:
    """Articles beside the same events told by another hand."""
    rows = (json.loads(line) for line in RETELLINGS.read_text(encoding="utf-8").splitlines())
    return [(texts[row["of"]], row["text"]) for row in rows]


def is_copy(one: str, other: str) -> bool:
    """Whether the shipped settings take two texts for one."""
    return bool(copies([Signed("a", None, sign(one)), Signed("b", None, sign(other))]))


def estimated(one: Signature, other: Signature) -> tuple[float, float]:
    """What two texts share of all, and how much of the shorter is in the longer, by their signatures."""
    shared = jaccard(one.values[None], other.values[None])
    part = contained(shared, np.array([one.size]), np.array([other.size]))
    return float(shared[0]), float(part[0])


def lines(size: int = 10_000) -> Iterator[str]:
    """How many pairs of each kind are taken for copies, and what that costs."""
    texts = read_texts()
    sizes = f"{SHINGLE}-word shingles, {PERMUTATIONS} permutations"
    yield f"syndication: {len(texts)} articles, {sizes}; copies if {LEAST_CONTAINED} of the shorter is in the longer"
    for name, edit in COPIES.items():
        yield _line("copy", name, pairs(texts, edit))
    for name, edit in APART.items():
        yield _line("apart", name, pairs(texts, edit))
    yield _line("apart", "the same events by another hand", retold(texts))
    yield _line("apart", "other articles", unrelated(texts))
    for name, edit in COPIES.items():
        yield _own_line(name, pairs(texts, edit))
    yield from cost(texts, size)


def _line(kind: str, name: str, found: list[tuple[str, str]]) -> str:
    taken = sum(is_copy(one, other) for one, other in found)
    return f"  {kind:<6} {name:<34} taken for copies {taken} of {len(found)}"


def _own_line(name: str, found: list[tuple[str, str]]) -> str:
    """How many sentences of a copy are taken for what its outlet put in."""
    taken = every = 0
    for original, copy in found:
        spans = insertions(copy, shared_shingles([copy, original]))
        starts = [start for start, _ in sentences(copy)]
        taken += sum(first <= start < last for start in starts for first, last in spans)
        every += len(starts)
    return f"  put in {name:<34} taken for the outlet's own {taken} of {every} sentences"


def cost(texts: Articles, size: int) -> Iterator[str]:
    """Time to sign an article, and to compare many with one another."""
    start = time.process_time()
    signed = [sign(text) for text in texts.values()]
    each = (time.process_time() - start) / len(texts)
    yield f"  to sign an article: {1000 * each:.2f} ms; a signature has {len(str(signed[0]))} characters"
    articles = _many(size)
    start = time.process_time()
    found = copies(articles)
    took = time.process_time() - start
    yield f"  to compare {size:,} articles, a fifth of them copies: {took:.2f} s, {len(found):,} found"


def _many(size: int) -> list[Signed]:
    """Signatures as of ordinary news: what two unrelated articles share is about 0.0016 (518 pieces of newswire)."""
    chance = np.random.RandomState(0)
    values = chance.randint(0, 1 << 16, size=(size, PERMUTATIONS)).astype(np.uint16)
    common = chance.randint(0, 1 << 16, size=PERMUTATIONS).astype(np.uint16)
    values = np.where(chance.rand(size, PERMUTATIONS) < 0.04, common, values)
    for copy in range(size // 5):
        values[copy] = np.where(chance.rand(PERMUTATIONS) < 0.6, values[size - 1 - copy], values[copy])
    return [Signed(f"{place:07}", None, Signature(600, row)) for place, row in enumerate(values)]


def grid() -> Iterator[str]:
    """For sizes of shingles and signatures: the copies missed and the others taken, at thresholds of containment."""
    texts = read_texts()
    same = [pair for edit in COPIES.values() for pair in pairs(texts, edit)]
    other = [*pairs(texts, APART["next article, one old paragraph"]), *retold(texts), *unrelated(texts)]
    yield "shingle  permutations  threshold  copies missed  others taken"
    for size, permutations in itertools.product((2, 3, 4, 5), (64, 128, 256)):
        kept: dict[str, Signature] = {}

        def signature(
            text: str, kept: dict[str, Signature] = kept, size: int = size, n: int = permutations
        ) -> Signature:
            if text not in kept:
                kept[text] = minhash(shingles(text, size), n)
            return kept[text]

        of_same, of_other = ([estimated(signature(one), signature(two)) for one, two in kind] for kind in (same, other))
        for least in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55):
            missed = sum(part < least or shared < LEAST_SHARED for shared, part in of_same)
            taken = sum(part >= least and shared >= LEAST_SHARED for shared, part in of_other)
            counts = f"{missed:>6} of {len(same)}  {taken:>5} of {len(other)}"
            yield f"{size:>7}  {permutations:>12}  {least:>9.2f}  {counts}"


def main() -> int:
    """Print one line a figure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.syndication", description=__doc__)
    parser.add_argument("--grid", action="store_true", help="other sizes of shingles and signatures, other thresholds")
    parser.add_argument("--size", type=int, default=10_000, help="how many articles to compare for the time")
    options = parser.parse_args()
    for line in grid() if options.grid else lines(options.size):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""A short signature of an article's text, and how much of one text is in another by their signatures alone.

MinHash: of the text's shingles (runs of `SHINGLE` words, whatever the case and punctuation), the least value of each
of `PERMUTATIONS` random orders. Two texts have the same least value as often as they share shingles (Jaccard). The
low 16 bits of each are kept, so a signature is one line of 350 characters, however long the article, and adding an
article never reads the texts of the others again. Sizes and thresholds were chosen with `benchmarks/syndication.py`.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHINGLE = 3
PERMUTATIONS = 128
FEWEST = 20
"""A text with fewer different shingles has no signature: that two notes of one line agree says nothing."""
SCHEME = "m1"
"""Of words, shingles, hash, permutations and form; a signature of another scheme is none."""

_SEED = 1
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, eq=False)
class Signature:
    """How many different shingles a text has, and the low 16 bits of their least values."""

    size: int
    values: NDArray[np.uint16]

    def __str__(self) -> str:
        packed = base64.b64encode(self.values.astype("<u2").tobytes()).decode("ascii")
        return f"{SCHEME} {self.size} {packed}"


def shingles(text: str, size: int = SHINGLE) -> set[str]:
    """Every run of `size` words, in lower case, without punctuation."""
    words = _WORD.findall(text.casefold())
    return {" ".join(words[start : start + size]) for start in range(len(words) - size + 1)}


def sign(text: str) -> Signature | None:
    """The signature of a text, or None if it is too short to have one."""
    found = shingles(text)
    return minhash(found, PERMUTATIONS) if len(found) >= FEWEST else None


def minhash(found: Iterable[str], permutations: int) -> Signature:
    """The signature of a set of shingles; the same on every machine."""
    # Loads scipy, which only who puts articles into a graph should wait for.
    from datasketch import MinHash

    encoded = [shingle.encode("utf-8") for shingle in found]
    sketch = MinHash(num_perm=permutations, seed=_SEED, scheme="affine32")
    sketch.update_batch(encoded)
    return Signature(len(encoded), (sketch.hashvalues & 0xFFFF).astype(np.uint16))


def parse_signature(text: str) -> Signature | None:
    """A signature as it was written; None where it is none of this scheme."""
    scheme, _, rest = text.partition(" ")
    size, _, packed = rest.partition(" ")
    if scheme != SCHEME or not (size.isascii() and size.isdigit()):
        return None
    try:
        raw = base64.b64decode(packed, validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(raw) != 2 * PERMUTATIONS:
        return None
    return Signature(int(size), np.frombuffer(raw, dtype="<u2").astype(np.uint16))


def jaccard(one: NDArray[np.uint16], other: NDArray[np.uint16]) -> NDArray[np.float64]:
    """The share of shingles that texts have in common, of all that they have; row by row."""
    return np.asarray((one == other).mean(axis=-1), dtype=np.float64)


def contained(shared: NDArray[np.float64], sizes: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.float64]:
    """How much of the shorter text is in the longer: from what they share of all (Jaccard) and their sizes.

    A copy that was cut to a third has all its shingles in the original, but shares only a third of all.
    """
    both = shared * (sizes + others) / (1 + shared)
    return np.minimum(1.0, both / np.maximum(1, np.minimum(sizes, others)))


def stacked(signatures: Sequence[Signature]) -> tuple[NDArray[np.uint16], NDArray[np.int64]]:
    """Signatures as one table, a row each, and their sizes."""
    if not signatures:
        return np.empty((0, PERMUTATIONS), dtype=np.uint16), np.empty(0, dtype=np.int64)
    return np.stack([s.values for s in signatures]), np.array([s.size for s in signatures], dtype=np.int64)

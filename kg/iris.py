"""The IRIs of everything that Faultline names; content-derived, so that merging graphs is a set union."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

ONTOLOGY = "https://w3id.org/faultline/ontology#"
BASE = "https://w3id.org/faultline/"

_WORDS_KEPT = 5
_WORD = re.compile(r"[^\W_]+")
_NOT_SLUG = re.compile(r"[^\w.&+-]+")


def slug(name: str) -> str:
    """A name as it stands in an IRI: words joined by `_`, accents kept, case kept."""
    return _NOT_SLUG.sub("_", unicodedata.normalize("NFC", name)).strip("_.") or "_"


@lru_cache(maxsize=8192)
def _segment(key: str) -> str:
    return quote(slug(key), safe=".&+-_")


def _short(name: str) -> str:
    words = list(_WORD.finditer(name))
    if len(words) <= _WORDS_KEPT:
        return name
    return f"{name[: words[_WORDS_KEPT - 1].end()]}_{hashlib.sha256(name.encode('utf-8')).hexdigest()[:8]}"


def local_name(iri: str) -> str:
    """What follows the last `#` or `/`."""
    return iri.rpartition("#")[2] if "#" in iri else iri.rpartition("/")[2]


@dataclass(frozen=True)
class Namespaces:
    """`base` plus one folder a kind of record; the base is a setting."""

    base: str = BASE

    def entity(self, key: str) -> str:
        """A named actor: the same IRI in every article."""
        return f"{self.base}entity/{_segment(key)}"

    def local_entity(self, document_id: str, key: str) -> str:
        """An actor that belongs to one article: a group, an unknown agent, a claim.

        Of a long name its first words and a digest, so that no IRI quotes a sentence.
        """
        return f"{self.base}entity/{_segment(document_id)}/{_segment(_short(key))}"

    def article(self, document_id: str) -> str:
        """The article's URL if its id is one, else an IRI from its id."""
        if document_id.startswith(("http://", "https://")):
            return quote(document_id, safe=":/?#[]@!$&'()*+,;=%-._~")
        return f"{self.base}article/{quote(document_id, safe='-._~')}"

    def statement(self, statement_id: str) -> str:
        """A statement by its content-derived id."""
        return f"{self.base}statement/{statement_id}"

    def evidence(self, evidence_id: str) -> str:
        """A piece of evidence by its content-derived id."""
        return f"{self.base}evidence/{evidence_id}"

    def run(self, key: str) -> str:
        """What made evidence: a version of program, ontology and model; no clock."""
        return f"{self.base}run/{quote(key, safe='-._~')}"

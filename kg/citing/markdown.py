"""Text as Markdown, and links between pages: as Obsidian writes them, or as any reader of Markdown follows them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, unquote

from kg.iris import Namespaces, slug
from kg.records import Entity, content_id

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~^$]|=(?==)|(?<==)=|%(?=%)|(?<=%)%|&(?=#?\w+;))")
_LONGEST = 80
_LINK_ENDS = str.maketrans("[]|\\", "()/ ")
INDEX = "index"
"""The page that lists all others; no entity has it."""


class Links(StrEnum):
    """How pages link to each other: `[[Huawei]]`, or `[Huawei](Huawei.md)`."""

    WIKI = "wiki"
    MARKDOWN = "markdown"


@dataclass(frozen=True)
class Linker:
    """Links to the pages of entities; `pages` are their names without extension, by IRI."""

    pages: dict[str, str]
    style: Links = Links.WIKI

    def link(self, entity: Entity, name: str = "", *, in_table: bool = False) -> str:
        """A link to an entity's page; a plain name where it has none."""
        page, shown = self.pages.get(entity.id), _flat(name or entity.name) or entity.id
        if page is None:
            return escaped(shown)
        if self.style is Links.MARKDOWN:
            return f"[{escaped(shown)}]({quote(page)}.md)"
        plain = shown.translate(_LINK_ENDS)
        bar = "\\|" if in_table else "|"
        return f"[[{page}]]" if page == plain else f"[[{page}{bar}{plain}]]"


def page_names(entities: Iterable[Entity], namespaces: Namespaces) -> dict[str, str]:
    """The name of each entity's page by its IRI: a name that stays while the graph grows, and fits any file system.

    It comes from the IRI. Names that differ in case alone, or are too long, have a digest of the IRI after them.
    """
    names = {entity.id: _name(entity.id, namespaces) for entity in entities}
    used = Counter(name.casefold() for name in names.values())
    return {
        iri: name
        if used[name.casefold()] == 1 and len(name.encode()) <= _LONGEST and name.casefold() != INDEX
        else f"{_cut(name)}-{content_id('p', iri, length=8)[2:]}"
        for iri, name in names.items()
    }


def escaped(text: str) -> str:
    """Text on one line that Markdown, and Obsidian's additions to it, show as it is."""
    return _SPECIAL.sub(r"\\\1", _flat(text))


def _name(iri: str, namespaces: Namespaces) -> str:
    """`Huawei`; for who belongs to one article `Chinese_tech_firms (cnbc-huawei-5g)`."""
    parts = [slug(unquote(part)) for part in iri.removeprefix(f"{namespaces.base}entity/").split("/") if part]
    return f"{parts[-1]} ({'_'.join(parts[:-1])})" if len(parts) > 1 else parts[0]


def _cut(name: str) -> str:
    return name.encode()[: _LONGEST - 12].decode(errors="ignore").strip(" (")


def _flat(text: str) -> str:
    return " ".join(text.split())

"""Faultline: news on technology disputes as a knowledge graph of sourced statements.

>>> import kg
>>> for evidence in kg.extract("Norway has banned Huawei.", date="2019-01-27"):
...     print(evidence)
Norway bars Huawei: “Norway has banned Huawei.”
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from kg.building import build as build
    from kg.extraction.extractor import Extractor, load_extractor
    from kg.graph.store import Graph as Graph
    from kg.ontology import load_ontology as load_ontology
    from kg.records import Evidence

__all__ = ["Graph", "__version__", "build", "extract", "load_extractor", "load_ontology"]

# Loaded when first asked for, so that `kg --help` does not wait for spaCy.
_LAZY = {
    "Graph": "kg.graph.store",
    "build": "kg.building",
    "load_extractor": "kg.extraction.extractor",
    "load_ontology": "kg.ontology",
}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_LAZY[name]), name)


@cache
def _extractor(model: str | None, ontology: tuple[Path, ...], entities: tuple[Path, ...]) -> Extractor:
    from kg.extraction.extractor import load_extractor

    return load_extractor(model=model, ontology=ontology, entities=entities)


def extract(
    text: str,
    *,
    title: str = "",
    date: str | None = None,
    publisher: str | None = None,
    author: str | None = None,
    url: str | None = None,
    id: str | None = None,
    model: str | None = None,
    ontology: tuple[Path, ...] = (),
    entities: tuple[Path, ...] = (),
) -> list[Evidence]:
    """The statements of one article, each with its evidence, in text order.

    `date` is a full ISO date; without it no relative date is resolved. `model` is the name of an installed spaCy
    pipeline, None the shipped one; `ontology` are folders of Turtle and `entities` tables laid over the shipped
    ones. The loaded model is kept for the next call. Raises KGError in one line.
    """
    from kg.documents.fields import Source, document_from_fields

    given = {"text": text, "title": title, "date": date, "publisher": publisher, "author": author, "url": url, "id": id}
    fields = {name: value for name, value in given.items() if value is not None}
    document = document_from_fields(fields, Source("kg.extract", "text"))
    return _extractor(model, tuple(ontology), tuple(entities)).extract(document)

"""The whole way for one document: parse, cast, statements; and what made them, for provenance."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kg import __version__
from kg.entities.cast import Linker
from kg.entities.gazetteer import Gazetteer, load_gazetteer
from kg.entities.reference import Resolver
from kg.extraction.confidence import Least, load_confidence
from kg.extraction.headlines import reconcile
from kg.extraction.statements import Reader
from kg.iris import BASE, Namespaces
from kg.language.pipeline import load_pipeline, model_version
from kg.language.syntax import Tree
from kg.lexicon import Lexicon, load_lexicon
from kg.ontology import Ontology, load_ontology
from kg.records import Document, Evidence, Field, Run
from kg.resources import shipped


class Extractor:
    """Extracts the statements of documents, each alone: order and neighbours change nothing."""

    def __init__(
        self, nlp: Language, ontology: Ontology, lexicon: Lexicon, gazetteer: Gazetteer, *, sources: str = ""
    ) -> None:
        self.nlp = nlp
        self.ontology = ontology
        self.lexicon = lexicon
        self.linker = Linker(gazetteer, lexicon, ontology.namespaces)
        self.confidence = load_confidence()
        self.least = Least()
        self._sources = sources

    @cached_property
    def run(self) -> Run:
        """The versions of program, ontology (with lexicon and tables) and model."""
        return Run(__version__, f"{self.ontology.version}+{self._sources}", model_version(self.nlp))

    def parse(self, document: Document) -> dict[Field, Doc]:
        """What the model sees: a spaCy Doc for the title, if there is one, and for the body."""
        return {where: self.nlp(text) for where in Field if (text := document.field_text(where)).strip()}

    def extract(self, document: Document) -> list[Evidence]:
        """All evidence of a document, title first, in text order."""
        return self.extract_parsed(document, self.parse(document))

    def extract_parsed(self, document: Document, docs: dict[Field, Doc]) -> list[Evidence]:
        """All evidence of a document that is parsed already."""
        trees = {
            where: Tree(doc, self.lexicon.control_verbs, self.lexicon.trigger_verbs) for where, doc in docs.items()
        }
        cast = self.linker.link(document, trees)
        resolver = Resolver(document, trees, cast, self.lexicon, self.ontology.namespaces)
        body_first = sorted(trees, key=lambda where: where is Field.TITLE)
        found = {
            where: Reader(
                document,
                where,
                trees[where],
                resolver,
                self.lexicon,
                self.ontology,
                confidence=self.confidence,
                least=self.least,
            ).read()
            for where in body_first
        }
        title = reconcile(found.get(Field.TITLE, []), found.get(Field.BODY, []))
        return [*title, *found.get(Field.BODY, [])]

    def extract_all(self, documents: Iterable[Document]) -> Iterator[tuple[Document, list[Evidence]]]:
        """Documents with their evidence, one at a time."""
        for document in documents:
            yield document, self.extract(document)


def load_extractor(
    *,
    model: str | None = None,
    ontology: Sequence[Path] = (),
    entities: Sequence[Path] = (),
    base: str | None = None,
    nlp: Language | None = None,
) -> Extractor:
    """An extractor with the shipped model, ontology and tables, or with a user's own laid over them.

    Raises ModelError or OntologyError, one line each, naming what is missing or malformed.
    """
    loaded = load_ontology(*ontology, namespaces=Namespaces(base or BASE))
    lexicon = load_lexicon(loaded)
    tables = shipped("ontology") / "entities"
    gazetteer = load_gazetteer(tables, entities, types=loaded.types, namespaces=loaded.namespaces)
    pipeline = nlp if nlp is not None else load_pipeline(model)
    return Extractor(pipeline, loaded, lexicon, gazetteer, sources=sources_digest(ontology, entities))


def sources_digest(ontology: Sequence[Path] = (), entities: Sequence[Path] = ()) -> str:
    """A short digest of every ontology file and table in use, in order."""
    own = shipped("ontology")
    files = [*sorted(own.rglob("*.ttl")), *sorted(own.rglob("*.tsv"))]
    files += [path for folder in ontology for path in sorted(folder.glob("*.ttl"))] + list(entities)
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]

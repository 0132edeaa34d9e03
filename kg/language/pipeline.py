"""The only place that loads a spaCy pipeline: the shipped model, or any installed English one."""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.language import Language
from spacy.util import get_installed_models

from kg.errors import ModelError
from kg.language.model_files import SHIPPED, open_model
from kg.language.parser import Parser
from kg.language.tokenizer import TreebankEnglish

COMPONENT = "faultline_parser"
MAX_LENGTH = 50_000_000
"""Characters of a text. spaCy stops at a million, for parsers whose memory grows with it; ours works in windows."""

NEEDED = ("token.tag", "token.dep", "token.lemma", "doc.ents")
"""What a pipeline must set: tags, a dependency parse, lemmas, named entities."""


@Language.factory(
    COMPONENT,
    assigns=[
        "token.tag",
        "token.pos",
        "token.morph",
        "token.lemma",
        "token.dep",
        "token.head",
        "doc.sents",
        "doc.ents",
    ],
    default_config={"folder": None},
)
def _make_parser(nlp: Language, name: str, folder: str | None) -> Parser:
    files = open_model(Path(folder) if folder else SHIPPED)
    nlp.meta.update(name=files.name, version=files.version, digest=files.digest)
    return Parser(nlp.vocab, files)


def load_pipeline(name: str | None = None) -> Language:
    """A pipeline that sets sentences, tags, lemmas, dependencies and entities.

    ``None`` is the shipped model; else the name of an installed English spaCy pipeline, or the path of one. Raises
    ModelError, in one line, for a model that is missing, broken or sets too little.
    """
    if name is None:
        return load_folder(SHIPPED)
    if not name.strip():
        raise ModelError(f"the name of the model is empty; {_allowed()}")
    nlp = _load_installed(name)
    if nlp.lang != "en":
        raise ModelError(f"{name}: a pipeline for language {nlp.lang!r}; only English ('en') is understood")
    assigned = {part for pipe in nlp.pipe_names for part in nlp.get_pipe_meta(pipe).assigns}
    missing = [part for part in NEEDED if part not in assigned]
    if missing:
        raise ModelError(f"{name}: no component sets {', '.join(missing)}; needed are {', '.join(NEEDED)}")
    return nlp


def load_folder(folder: Path) -> Language:
    """A pipeline with the files of a model folder; the shipped one, or one in training."""
    nlp = TreebankEnglish(max_length=MAX_LENGTH)
    nlp.add_pipe(COMPONENT, config={"folder": str(folder)})
    return nlp


def model_version(nlp: Language) -> str:
    """Name, version and digest of a pipeline, for provenance: ``en_faultline-1.0.0+sha256.0f3a…``."""
    meta = nlp.meta
    name = meta["name"] if str(meta["name"]).startswith(f"{nlp.lang}_") else f"{nlp.lang}_{meta['name']}"
    digest = f"+sha256.{meta['digest']}" if meta.get("digest") else ""
    return f"{name}-{meta['version']}{digest}"


def _load_installed(name: str) -> Language:
    try:
        return spacy.load(name)
    except Exception as error:  # loading runs the code of whatever package has that name
        missing = isinstance(error, OSError) and not Path(name).exists()
        reason = "not found" if missing else f"cannot be loaded: {_first_line(error)}"
        raise ModelError(f"{name}: {reason}; {_allowed()}") from error


def _allowed() -> str:
    installed = ", ".join(sorted(get_installed_models())) or "none is installed"
    return (
        "allowed are no name (the shipped model), the path of a pipeline, "
        f"or an installed English spaCy pipeline ({installed})"
    )


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__

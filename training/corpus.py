"""All sources read once, and the windows of each epoch drawn from them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from training.augment import NameStock, in_other_case, is_name_sentence, with_other_names
from training.gazetteer import read_gazetteer
from training.gmb import read_gmb
from training.headlines import with_headlines
from training.names import CROSSNER_DOMAINS, UNER, read_crossner, read_uner
from training.sentences import Document, Sentence, spans_of
from training.treebanks import EWT, GUM, read_documents
from training.windows import Window, WindowMaker, gold_breaks, grouped, pack, random_breaks

WINDOW_WORDS = (32, 64, 128, 160)
HEADLINE_SHARE = 0.08
OTHER_NAME_SHARE = 0.35
OTHER_CASE_SHARE = 0.08
NAME_SHARES = {"gmb": 0.45, "uner": 1.0, "politics": 1.0, "ai": 1.0, "science": 0.25, "music": 0.1, "literature": 0.15}
"""The share of each name source's sentences that an epoch draws: the nearer to news, the more."""


@dataclass
class Corpus:
    """Documents with trees to train on and to develop on, name sentences by source, and names to replace others by."""

    train: list[Document]
    dev: list[Document]
    name_sources: dict[str, list[Sentence]]
    stock: NameStock

    def windows(self, maker: WindowMaker, rng: random.Random) -> list[Window]:
        """One epoch: every tree once, name sentences in their shares; all a little changed."""
        runs: list[list[Sentence]] = []
        for document in self.train:
            runs += pack(with_headlines(document, rng, HEADLINE_SHARE), rng.choice(WINDOW_WORDS))
        drawn: list[Sentence] = []
        for source, sentences in self.name_sources.items():
            drawn += rng.sample(sentences, int(NAME_SHARES[source] * len(sentences)))
        changed = [with_other_names(s, self.stock, rng, OTHER_NAME_SHARE) for s in drawn]
        changed = [in_other_case(s, rng, OTHER_CASE_SHARE) for s in changed]
        runs += [run for group in grouped(changed, rng) for run in pack(group, max(WINDOW_WORDS))]
        return [maker.window(run, random_breaks(run, rng)) for run in runs]

    def dev_windows(self, maker: WindowMaker) -> list[Window]:
        """The development treebanks in windows of 128 words with their paragraphs."""
        return [maker.window(run, gold_breaks(run)) for d in self.dev for run in pack(d, 128)]


def read_corpus(data: Path) -> Corpus:
    """Read every training source under ``data``. EWT's test part, in any guise, is not among them."""
    gazetteer = read_gazetteer(data)
    train = [
        document
        for path in (EWT["train"], GUM["train"], GUM["dev"])
        for _, document in read_documents(data / path, gazetteer.countries)
    ]
    dev = [document for _, document in read_documents(data / EWT["dev"])]
    sources = {"gmb": read_gmb(data, gazetteer), "uner": read_uner(data / UNER["dev"], gazetteer)}
    sources |= {domain: read_crossner(data, gazetteer, domain) for domain in CROSSNER_DOMAINS}
    sources = {key: [s for s in found if is_name_sentence(s)] for key, found in sources.items()}
    stock = {kind: list(names) for kind, names in gazetteer.names.items()}
    for sentences in sources.values():
        for s in sentences:
            for start, end, kind in spans_of(s.names):
                if kind in ("PERSON", "ORG", "GPE", "PRODUCT"):
                    stock[kind].append(s.words[start:end])
    return Corpus(train, dev, sources, stock)

"""GUM's coreference → windows with mentions and the entity that each means."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from training.gum_mentions import mentions
from training.statements import Reading
from training.treebanks import GUM, documents_with_rows, is_news
from training.windows import WindowMaker, gold_breaks, pack

WINDOW_WORDS = 150
SILENCE = 0.3
"""Biographies, interviews and travel guides tell few relations of ours: weak evidence of what tells none."""


def read_clusters(data: Path, maker: WindowMaker, first_number: int) -> Iterator[Reading]:
    """The windows of GUM's training documents, numbered from `first_number`; its development part is to measure by."""
    for number, (name, sentences) in enumerate(documents_with_rows(data / GUM["train"]), start=first_number):
        rows = {id(sentence): found for sentence, found in sentences}
        for run in pack([sentence for sentence, _ in sentences], WINDOW_WORDS):
            window = maker.window(run, gold_breaks(run))
            feed = {name: getattr(window, name) for name in ("pieces", "shapes", "breaks", "first", "last")}
            reading = Reading(feed, is_annotated=False, silence=0.0 if is_news(name) else SILENCE, document=number)
            offset = 0
            for sentence in run:
                reading.mentions += [(offset + m.head, m.entity, m.is_name) for m in mentions(rows[id(sentence)])]
                offset += len(sentence.words)
            yield reading

"""Freeze the shipped model's parses of a table of sentences; correct a wrong parse by hand afterwards.

python -m tests.freeze passive < table      # lines: variant | text => statements !! why it is known to fail
Rows are added to what is there; a text that is frozen already keeps its parse, which may have been corrected.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from spacy.tokens import Span

from kg.language.pipeline import load_pipeline
from tests.support import PARSES, read_parses


def main() -> None:
    construction = sys.argv[1]
    path = PARSES / f"{construction}.conllu"
    frozen = {parse.text for parse in read_parses(path)} if path.exists() else set()
    number = len(frozen)
    nlp = load_pipeline()
    with path.open("a", encoding="utf-8") as out:
        for line in sys.stdin:
            variant, _, rest = line.strip().partition(" | ")
            text, _, expect = rest.partition(" => ")
            expect, _, reason = expect.partition(" !! ")
            if not rest or text in frozen:
                continue
            number += 1
            print(f"# newdoc id = {construction}-{number}", file=out)
            print(f"# construction = {construction}\n# variant = {variant}\n# expect = {expect}", file=out)
            if reason:
                print(f"# known-failure = {reason}", file=out)
            for sentence in nlp(text).sents:
                print(f"# text = {sentence.text}", *rows(sentence), "", sep="\n", file=out)


def rows(sentence: Span) -> Iterator[str]:
    """The lines of a sentence."""
    for token in sentence:
        head = 0 if token.head is token else token.head.i - sentence.start + 1
        label = "root" if head == 0 else token.dep_
        misc = [] if token.whitespace_ else ["SpaceAfter=No"]
        misc += [f"ner={token.ent_iob_}-{token.ent_type_}"] if token.ent_type_ else []
        cells = [token.i - sentence.start + 1, token.text, token.lemma_, token.pos_, token.tag_]
        yield "\t".join(map(str, [*cells, str(token.morph) or "_", head, label, "_", "|".join(misc) or "_"]))


if __name__ == "__main__":
    main()

"""Freeze the shipped model's parses of a table of sentences; correct a wrong parse by hand afterwards.

python -m tests.freeze passive < table      # lines: variant | text => statements
"""

from __future__ import annotations

import sys

from kg.language.pipeline import load_pipeline
from tests.support import PARSES


def main() -> None:
    construction = sys.argv[1]
    nlp = load_pipeline()
    with (PARSES / f"{construction}.conllu").open("w", encoding="utf-8") as out:
        for number, line in enumerate(sys.stdin, 1):
            if not line.strip():
                continue
            variant, _, rest = line.strip().partition(" | ")
            text, _, expect = rest.partition(" => ")
            print(f"# newdoc id = {construction}-{number}", file=out)
            print(f"# construction = {construction}\n# variant = {variant}\n# expect = {expect}", file=out)
            for sentence in nlp(text).sents:
                print(f"# text = {sentence.text}", file=out)
                for token in sentence:
                    head = 0 if token.head is token else token.head.i - sentence.start + 1
                    label = "root" if head == 0 else token.dep_
                    misc = [] if token.whitespace_ else ["SpaceAfter=No"]
                    misc += [f"ner={token.ent_iob_}-{token.ent_type_}"] if token.ent_type_ else []
                    cells = [token.i - sentence.start + 1, token.text, token.lemma_, token.pos_, token.tag_]
                    cells += [str(token.morph) or "_", head, label, "_", "|".join(misc) or "_"]
                    print("\t".join(map(str, cells)), file=out)
                print(file=out)


if __name__ == "__main__":
    main()

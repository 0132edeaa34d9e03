"""Builds in processes of their own that can be killed at any moment: ``python -m tests.crash ARTICLES GRAPH``.

Every step is told on standard output as a letter: `b` as the work begins, `x` after each extraction, `s` as each
article is stored, `f` as the facts are derived, `e` at the end.
"""

import os
import sys
import time

from kg.building import build
from kg.errors import KGError
from kg.graph import Graph
from tests.fake_extractor import FakeExtractor


def step(letter):
    os.write(1, letter.encode())


class Telling(FakeExtractor):
    def extract(self, document):
        found = super().extract(document)
        time.sleep(0.001)
        step("x")
        return found


def main(articles, graph, *options):
    derive = Graph._derive

    def deriving(self):
        step("f")
        derive(self)

    Graph._derive = deriving
    step("b")
    try:
        build([articles], graph, extractor=Telling(), wait="--wait" in options, progress=lambda document: step("s"))
    except KGError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    step("e")


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Graphs of a given size with invented actors, for pictures and tables."""

import random

from tests.graph.factory import actor, article, told
from tests.graph.graphs import make_graph

TYPES = ("country", "agency", "company", "organization", "person", "product", "technology", "group")
RELATIONS = ("bars", "permits", "pressures", "accuses", "sanctions", "sues", "sellsTo", "acquires", "agreesWith")
STATUSES = ("", "", "", "requested", "planned", "possible", "negated", "party", "ended")
WORDS = ("Orvane", "Lumora", "Northern", "Halvick", "Systems", "Ministry", "of", "Trade", "Semiconductor", "Kestova")


def invented_graph(path, *, actors, links, seed, names=None):
    """A graph of one article in which `actors` are each told of at least once, and about `links` statements more."""
    draw = random.Random(seed)
    named = names or [f"{' '.join(draw.choices(WORDS, k=draw.randint(1, 5)))} {n}" for n in range(actors)]
    people = [actor(f"n{n}", name, draw.choice(TYPES)) for n, name in enumerate(named)]
    pairs = [(n, draw.randrange(n) if n else 1) for n in range(actors)]
    pairs += [(draw.randrange(actors), draw.randrange(actors)) for _ in range(links)]
    rows = [(one, other, draw.choice(RELATIONS), draw.choice(STATUSES)) for one, other in pairs]
    sentences = [f"Sentence {n} word{n} here." for n in range(len(rows))]
    document = article("invented", " ".join(sentences), date="2025-02-03", publisher="Harbour Post", title="Invented")
    evidence = [
        told(document, people[one], relation, people[other], sentence, sentence.split()[2], status=status)
        for (one, other, relation, status), sentence in zip(rows, sentences, strict=True)
    ]
    return make_graph(path, [(document, evidence)])

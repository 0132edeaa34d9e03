"""Whom descriptions and pronouns mean: ``python -m benchmarks.coreference --data DIR``, on GUM's development part.

GUM says of every mention which others mean the same. A mention counts here if it stands for a person, organization or
place that the document also calls by name, and is a pronoun or a common noun itself. It is right if the entity that
Faultline resolves it to bears a name of the same GUM entity. Names: of the name mentions of one GUM entity, how many
pairs get one IRI (recall), and of the pairs that get one IRI, how many are one GUM entity (precision).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from benchmarks.language import given_words
from kg.entities.reference import Resolver
from kg.evaluation.scores import Ratio, Score
from kg.extraction.extractor import Extractor, load_extractor
from kg.language.syntax import Tree
from kg.records import Document, Field
from training.gum_mentions import Mention, mentions
from training.treebanks import GUM, documents_with_rows

KINDS = frozenset({"person", "organization", "place"})


@dataclass
class Figures:
    """Counts over documents."""

    pronouns: Ratio = field(default_factory=Ratio)
    descriptions: Ratio = field(default_factory=Ratio)
    silent: Counter[str] = field(default_factory=Counter)
    names: Score = field(default_factory=Score)


def main() -> int:
    """Print one line a figure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.coreference", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    for line in lines(load_extractor(), options.data):
        print(line)
    return 0


def lines(extractor: Extractor, data: Path) -> Iterator[str]:
    """All lines of figures."""
    found = Figures()
    count = 0
    for name, sentences in documents_with_rows(data / GUM["dev"]):
        count += 1
        measure(name, sentences, extractor, found)
    yield f"GUM development part, {count} documents"
    for what, ratio in (("pronouns", found.pronouns), ("descriptions", found.descriptions)):
        answered = ratio.total - found.silent[what]
        yield (
            f"{what} of somebody named: {ratio.value:.3f} right ({ratio.right} of {ratio.total}), "
            f"{ratio.right / max(1, answered):.3f} of the {answered} that are resolved at all"
        )
    score = found.names
    yield f"names, pairs of mentions: precision {score.precision:.3f} recall {score.recall:.3f} F1 {score.f1:.3f}"


def measure(name: str, sentences: list[tuple[object, list[list[str]]]], extractor: Extractor, found: Figures) -> None:
    """Add one document's counts."""
    doc = extractor.nlp.get_pipe("faultline_parser")(given_words(extractor.nlp, [s for s, _ in sentences]))  # type: ignore[operator]
    document = Document(id=name, text=doc.text)
    trees = {Field.BODY: Tree(doc, extractor.lexicon.control_verbs)}
    cast = extractor.linker.link(document, trees)
    resolver = Resolver(document, trees, cast, extractor.lexicon, extractor.ontology.namespaces)
    nodes = [node for node in trees[Field.BODY].nodes if not node.text.isspace()]
    placed: list[tuple[int, Mention]] = []
    offset = 0
    for _, rows in sentences:
        placed += [(offset + mention.head, mention) for mention in mentions(rows)]
        offset += len(rows)
    by_entity: dict[int, Counter[str]] = defaultdict(Counter)
    named: list[tuple[int, str]] = []
    for place, mention in placed:
        hit = cast.at(Field.BODY, nodes[place]) if mention.is_name else None
        if hit is not None:
            by_entity[mention.entity][hit[1].id] += 1
            named.append((mention.entity, hit[1].id))
    for (gold, iri), (other_gold, other_iri) in combinations(named, 2):
        found.names += Score(
            int(gold == other_gold and iri == other_iri),
            int(gold != other_gold and iri == other_iri),
            int(gold == other_gold and iri != other_iri),
        )
    for place, mention in placed:
        node = nodes[place]
        if mention.is_name or mention.kind not in KINDS or mention.entity not in by_entity:
            continue
        what = "pronouns" if node.pos == "PRON" or node.tag in ("PRP", "PRP$") else "descriptions"
        if node.lemma in ("i", "you", "we", "my", "your", "our", "us", "me") or node.tag in ("WP", "WDT", "WP$"):
            continue
        meant = {referent.entity.id for referent in resolver.resolve_one(Field.BODY, node)}
        found.silent[what] += not meant
        right = Ratio(bool(meant & by_entity[mention.entity].keys()), 1)
        if what == "pronouns":
            found.pronouns += right
        else:
            found.descriptions += right


if __name__ == "__main__":
    sys.exit(main())

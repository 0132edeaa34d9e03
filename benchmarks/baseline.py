"""Plain subject–verb–object triples against the extractor: ``python -m benchmarks.baseline [FILE …]``.

The baseline stands for what a few lines over a dependency parse give, in the manner of textacy's
`subject_verb_object_triples`: it has the extractor's parses, its names and its lexicon of verbs, and nothing else.

    Norway  barred  Huawei  and  ZTE         Huawei  was  fined  by  Norway
      └nsubj─┘└─obj──┘└───conj────┘            └─nsubj:pass──┘└─obl:agent──┘

A verb whose lemma is a word of a verb frame gives that frame's relation, whatever the frame's conditions. Only names
are arguments: no pronoun, no description. Everything is told as fact, by the article itself. "With references" is the
same with the extractor's own resolution of pronouns, descriptions and groups, to tell what that brings from the rest.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from spacy.tokens import Doc, Token

from benchmarks.figures import scored
from benchmarks.gold import DATA, DEVELOPMENT, measure, predict, read_articles
from kg.entities.reference import Resolver
from kg.entities.referent import Referent
from kg.evaluation.compare import Report, score_of
from kg.evaluation.gold import Json
from kg.extraction.extractor import Extractor, load_extractor
from kg.jsonl import evidence_record
from kg.language.syntax import Tree
from kg.lexicon import Frame, Lexicon
from kg.records import Document, Evidence, Field, Passage, Statement

OBJECTS = frozenset({"obj", "dobj"})
AGENTS = frozenset({"obl:agent"})


@dataclass
class Clause:
    """A verb with the heads of its subjects and objects, passives turned round."""

    verb: Token
    subjects: list[Token] = field(default_factory=list)
    objects: list[Token] = field(default_factory=list)


def main() -> int:
    """Print one line a figure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.baseline", description=__doc__)
    parser.add_argument("gold", nargs="*", type=Path, help="files of annotated articles (default: all of development)")
    parser.add_argument("--data", type=Path, default=DATA, help="not needed here; taken as by the other benchmarks")
    options = parser.parse_args()
    for line in lines(load_extractor(), options.gold or list(DEVELOPMENT)):
        print(line, flush=True)
    return 0


def lines(extractor: Extractor, paths: Iterable[Path]) -> Iterator[str]:
    """For each file and for all of them: the baseline, then the extractor."""
    both: dict[str, Callable[[Document], Iterable[Json]]] = {
        "baseline": lambda document: baseline_records(extractor, document),
        "baseline with references": lambda document: baseline_records(extractor, document, references=True),
        "extractor": predict(extractor),
    }
    everything = {name: Report() for name in both}
    number = 0
    for path in paths:
        articles = read_articles(path, extractor.ontology)
        number += len(articles)
        yield f"{path.name}, {len(articles)} articles"
        for name, found in both.items():
            report = measure(articles, found, extractor.ontology)
            everything[name].compared += report.compared
            yield from _figures(name, report)
    yield f"all, {number} articles"
    for name, report in everything.items():
        yield from _figures(name, report)


def _figures(name: str, report: Report) -> Iterator[str]:
    yield f"  {name}, triples: {scored([score_of(article.triples) for article in report.compared])}"
    yield f"  {name}, triples with status: {scored([score_of(article.statements) for article in report.compared])}"
    yield f"  {name}, facts: {scored([article.facts for article in report.compared])}"


def baseline_records(extractor: Extractor, document: Document, *, references: bool = False) -> list[Json]:
    """The baseline's statements of a document, in the form of `kg extract --format jsonl`."""
    return [evidence_record(told, document) for told in baseline(extractor, document, references=references)]


def baseline(extractor: Extractor, document: Document, *, references: bool = False) -> Iterator[Evidence]:
    """The baseline's statements of a document, all told as fact, in text order."""
    docs = extractor.parse(document)
    trees = {where: Tree(doc, extractor.lexicon.control_verbs) for where, doc in docs.items()}
    cast = extractor.linker.link(document, trees)
    resolver = Resolver(document, trees, cast, extractor.lexicon, extractor.ontology.namespaces)

    def meant(where: Field, token: Token) -> list[Referent]:
        node = trees[where].nodes[token.i]
        if references:
            return resolver.resolve_one(where, node)
        named = cast.at(where, node) if token.ent_type_ else None
        return [Referent(named[1], node, named[0].first, named[0].last)] if named is not None else []

    for where, doc in docs.items():
        for clause in find_clauses(doc):
            frame = frame_of(clause.verb, extractor.lexicon)
            if frame is None:
                continue
            subjects, objects = (
                [referent for token in tokens for referent in meant(where, token)]
                for tokens in (clause.subjects, clause.objects)
            )
            for subject, obj in product(subjects, objects):
                if subject.entity.id != obj.entity.id:
                    yield _evidence(document, where, trees[where], (frame, clause.verb), subject, obj)


def find_clauses(doc: Doc) -> list[Clause]:
    """The verbs of a text that have a subject and an object; coordinated verbs share what only one of them has."""
    clauses = {token.i: _clause(token) for token in doc if token.pos_ == "VERB"}
    for clause in clauses.values():
        head = clauses.get(clause.verb.head.i)
        if clause.verb.dep_ == "conj" and head is not None:
            clause.subjects = clause.subjects or head.subjects
            head.objects = head.objects or clause.objects
    return [clause for clause in clauses.values() if clause.subjects and clause.objects]


def _clause(verb: Token) -> Clause:
    clause = Clause(verb)
    for child in verb.children:
        if child.dep_ == "nsubj" or child.dep_ in AGENTS:
            clause.subjects += with_conjuncts(child)
        elif child.dep_ == "nsubj:pass" or child.dep_ in OBJECTS:
            clause.objects += with_conjuncts(child)
    return clause


def with_conjuncts(token: Token) -> list[Token]:
    """A noun and what is coordinated with it."""
    found = [token]
    for item in found:
        found += [child for child in item.children if child.dep_ == "conj"]
    return found


def frame_of(verb: Token, lexicon: Lexicon) -> Frame | None:
    """The frame of a verb, with its particle if a frame has both: the one that asks least, the first of equals."""
    lemma = verb.lemma_.lower()
    frames = [frame for frame in lexicon.frames if frame.part_of_speech == "verb"]
    forms = [f"{lemma} {child.text.lower()}" for child in verb.children if child.dep_ == "compound:prt"]
    for form in (*forms, lemma):
        having = [frame for frame in frames if form in frame.words]
        if having:
            return min(having, key=lambda frame: len(frame.when))
    return None


def _evidence(
    document: Document, where: Field, tree: Tree, told: tuple[Frame, Token], subject: Referent, obj: Referent
) -> Evidence:
    frame, verb = told

    def passage(start: int, end: int) -> Passage:
        return Passage(where, start, end, tree.text[start:end])

    def mention(referent: Referent) -> Passage:
        return passage(tree.nodes[referent.first].start, tree.nodes[referent.last - 1].end)

    return Evidence(
        Statement(subject.entity, frame.relation, obj.entity),
        document.id,
        (passage(*tree.sentence_span(tree.nodes[verb.i].sentence)),),
        passage(verb.idx, verb.idx + len(verb.text)),
        mention(subject),
        mention(obj),
        frame=frame.name,
        rule="svo",
    )


if __name__ == "__main__":
    sys.exit(main())

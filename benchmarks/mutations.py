"""Whether what is not told as fact stays none: ``python -m benchmarks.mutations [--show] [--versions]``.

Each statement of the development gold that one sentence tells as fact, and that the extractor finds in that sentence
alone, is told again in versions that are no fact (`benchmarks/versions.py`). The triple must then not be found as a
fact. Where a sentence allows no version, the reason is counted. The blind test articles are not read.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.clauses import Clause, NoVersion
from benchmarks.figures import counts, share
from benchmarks.gold import DATA, DEVELOPMENT, read_articles
from benchmarks.versions import SPEAKER, according, conditional, considered, negated, reported, requested
from kg.evaluation.compare import gold_name
from kg.evaluation.gold import GoldArticle, GoldStatement, Key, triple_of
from kg.extraction.extractor import Extractor, load_extractor
from kg.extraction.support import supporting_verbs
from kg.jsonl import evidence_record
from kg.language.datelines import datelines
from kg.language.syntax import Node, Tree
from kg.records import Document, Evidence, Field, Modality, Phase, Polarity

KINDS: dict[str, Callable[[Clause], str]] = {
    "negated": negated,
    "conditional": conditional,
    "requested": requested,
    "according to": according,
    "said that": reported,
    "considered": considered,
}
SPOKEN = frozenset({"according to", "said that"})
TARGET = 0.98
_FACT = (Modality.ASSERTED.value, Polarity.AFFIRMED.value, Phase.IN_FORCE.value)
_CLOCK = re.compile(r"\A\d\d[:.]\d\d\s+")
_LABEL = re.compile(r"\A(?:MR|MRS|MS|DR)?\s?[A-Z]{3,}: ")
_QUOTES = ('"', "“", "'", "‘")


@dataclass(frozen=True)
class Fact:
    """A sentence that tells a triple of the gold as fact when it stands alone, and how it was found."""

    article: GoldArticle
    told: GoldStatement
    text: str
    evidence: Evidence


@dataclass(frozen=True)
class Outcome:
    """A version of a fact: its text, and what still says that it is a fact; or why there is no version."""

    kind: str
    fact: Fact
    text: str = ""
    reason: str = ""
    wrong: Evidence | None = None


def main() -> int:
    """Print one line a figure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutations", description=__doc__)
    parser.add_argument("gold", nargs="*", type=Path, help="files of annotated articles (default: all of development)")
    parser.add_argument("--data", type=Path, default=DATA, help="not needed here; taken as by the other benchmarks")
    parser.add_argument("--show", action="store_true", help="list the versions that are still found as fact")
    parser.add_argument("--versions", action="store_true", help="list all versions")
    options = parser.parse_args()
    shown = "all" if options.versions else "wrong" if options.show else ""
    for line in lines(load_extractor(), options.gold or DEVELOPMENT, shown):
        print(line, flush=True)
    return 0


def lines(extractor: Extractor, paths: Iterable[Path], shown: str = "") -> Iterator[str]:
    """All figures; then the versions still found as fact, if `shown` is "wrong", or all versions, if it is "all"."""
    stated, facts = read_facts(extractor, paths)
    yield f"facts of the gold: {stated}, found in their sentence alone: {len(facts)}"
    outcomes = [outcome for fact in facts for outcome in outcomes_of(extractor, fact)]
    yield from figures(outcomes)
    for outcome in outcomes:
        if (shown == "all" and outcome.text) or (shown and outcome.wrong is not None):
            yield from _shown(outcome)


def figures(outcomes: list[Outcome]) -> Iterator[str]:
    """The share of versions that are no fact, of each kind and of all; reasons why there was no version."""
    made = [outcome for outcome in outcomes if outcome.text]
    for kind in KINDS:
        of = [outcome for outcome in made if outcome.kind == kind]
        yield f"{kind}: no fact {share(sum(outcome.wrong is None for outcome in of), len(of))}"
        for reason, number in counts(o.reason for o in outcomes if o.kind == kind and o.reason):
            yield f"  no version of {number}: {reason}"
    right = sum(outcome.wrong is None for outcome in made)
    yield f"all: no fact {share(right, len(made))} (target {TARGET})"
    texts = {outcome.text for outcome in made}
    wrong = {outcome.text for outcome in made if outcome.wrong is not None}
    yield f"different texts: {len(texts)}, of which {len(wrong)} still tell a fact"


def _shown(outcome: Outcome) -> Iterator[str]:
    mark = "FACT" if outcome.wrong is not None else "ok"
    yield f"{mark}  {outcome.kind}: {outcome.text}"
    if outcome.wrong is not None:
        yield f"    from: {outcome.fact.text}"
        yield f"    {' '.join(outcome.fact.told.triple)}; {outcome.wrong.rule}; trigger {outcome.wrong.trigger.text!r}"


# ------------------------------------------------------------------ facts


def read_facts(extractor: Extractor, paths: Iterable[Path]) -> tuple[int, list[Fact]]:
    """How many facts the gold has, and those that are found in their one sentence alone."""
    stated, facts = 0, []
    for path in paths:
        for article in read_articles(path, extractor.ontology):
            for told in article.statements:
                if told.optional or told.status != _FACT or not set(told.attribution) <= {told.triple[0]}:
                    continue
                stated += 1
                text = _alone(extractor, article, told)
                found = find_fact(extractor, article, told.triple, text) if text else None
                if found is not None:
                    facts.append(Fact(article, told, text, found))
    return stated, facts


def find_fact(extractor: Extractor, article: GoldArticle, triple: Key, text: str) -> Evidence | None:
    """The evidence that tells a triple of an article as fact in a text of its own."""
    return next((told for told in find_told(extractor, article, triple, text) if told.is_fact), None)


def find_told(extractor: Extractor, article: GoldArticle, triple: Key, text: str) -> Iterator[Evidence]:
    """The evidence for a triple of an article in a text of its own, whatever its status.

    Who was put in as the speaker is nobody of the triple: *the Quorn Guild said that the company* may mean the guild.
    """
    document = Document("alone", text)
    both_ways = extractor.ontology.symmetric
    for evidence in extractor.extract(document):
        told, record = evidence.statement, evidence_record(evidence, document)
        names = [gold_name(record[role], article) for role in ("subject", "object")]  # type: ignore[arg-type]
        invented = any(entity.name in SPEAKER for entity in (told.subject, told.object))
        if not invented and triple_of(names[0], told.predicate, names[1], both_ways) == triple:
            yield evidence


def _alone(extractor: Extractor, article: GoldArticle, told: GoldStatement) -> str:
    """The one sentence, or part before or after a semicolon, that tells it; empty if there is none."""
    if " … " in told.sentence or told.sentence == article.document.title:
        return ""
    text = _LABEL.sub("", _CLOCK.sub("", told.sentence.strip()))
    doc = extractor.nlp.make_doc(text)
    words = [token for token in doc if not token.is_space]
    opening = next(datelines([token.text for token in words], [1] * len(words)), 0)
    text = text[words[opening].idx :]
    for span in extractor.nlp(text).sents:
        for part in re.split(r"; ", span.text.strip()):
            sentence = part[:1].upper() + part[1:].rstrip()
            sentence += "" if sentence.endswith((".", "!", "?", '"', "”")) else "."
            if find_fact(extractor, article, told.triple, sentence) is not None:
                return sentence
    return ""


# ------------------------------------------------------------------ versions


def outcomes_of(extractor: Extractor, fact: Fact) -> Iterator[Outcome]:
    """Each kind of version of a fact."""
    clause, missing = None, ""
    try:
        clause = clause_of(extractor, fact)
    except NoVersion as reason:
        missing = str(reason)
    for kind, version in KINDS.items():
        if clause is None or (kind in SPOKEN and fact.told.attribution):
            yield Outcome(kind, fact, reason=missing or "said by somebody already")
            continue
        try:
            text = version(clause)
        except NoVersion as reason:
            yield Outcome(kind, fact, reason=str(reason))
            continue
        yield Outcome(kind, fact, text, wrong=find_fact(extractor, fact.article, fact.told.triple, text))


def clause_of(extractor: Extractor, fact: Fact) -> Clause:
    """The sentence with the verb that tells the fact: the trigger, what it hangs on as an infinitive, a light verb.

    Raises NoVersion where no verb does: *rejected X's allegation* tells that there is one, whoever rejects it or not.
    """
    tree = Tree(extractor.parse(Document("alone", fact.text))[Field.BODY], extractor.lexicon.control_verbs)
    trigger = next(node for node in tree.nodes if node.start == fact.evidence.trigger.start)
    if fact.text.startswith(_QUOTES) or fact.text.endswith("?") or len(tree.roots) > 1 or _in_quotes(tree, trigger):
        raise NoVersion("quotation, question or fragment")
    if len(list(find_told(extractor, fact.article, fact.told.triple, fact.text))) > 1:
        raise NoVersion("told twice in the sentence")
    verb = trigger
    if trigger.is_noun:
        triggers = {told.trigger.start for told in extractor.extract(Document("alone", fact.text))}
        light = fact.evidence.rule.startswith("light-verb")
        supports = [node for node in supporting_verbs(trigger, extractor.lexicon) if node.start not in triggers]
        verb = supports[0] if light and supports else trigger
    while verb.link == "xcomp" and verb.tag == "VB" and verb.head is not None:
        verb = verb.head
    if not verb.is_verb:
        raise NoVersion("told by a noun")
    return Clause(tree, verb)


def _in_quotes(tree: Tree, node: Node) -> bool:
    before = tree.text[: node.start]
    return before.count('"') % 2 == 1 or before.count("“") > before.count("”")


if __name__ == "__main__":
    sys.exit(main())

"""Facts of the gold told again as none: which sentences are taken, and what counts as still a fact."""

import dataclasses
from pathlib import Path

import pytest

from benchmarks.clauses import NoVersion
from benchmarks.gold import DEVELOPMENT, read_articles
from benchmarks.mutations import KINDS, TARGET, clause_of, figures, find_fact, outcomes_of, read_facts

pytestmark = pytest.mark.model
EXAMPLES = Path(__file__).parents[1] / "gold" / "examples.jsonl"


@pytest.fixture(scope="module")
def extractor():
    from kg.extraction.extractor import load_extractor

    return load_extractor()


@pytest.fixture(scope="module")
def facts(extractor):
    return read_facts(extractor, [EXAMPLES])


def fact(facts, trigger):
    return next(found for found in facts[1] if found.evidence.trigger.text == trigger)


def test_the_blind_articles_are_not_read():
    assert [path.stem for path in DEVELOPMENT] == ["dev", "dev2", "dev3", "examples"]


def test_facts_are_read_from_one_sentence_without_its_dateline(facts):
    stated, found = facts
    assert 0 < len(found) < stated
    assert fact(facts, "thrown").text.startswith("Tervania's Ministry of Transport")
    assert all(told.evidence.is_fact and told.text.endswith((".", '"', "”")) for told in found)


def test_a_version_that_tells_the_fact_is_found(extractor, facts):
    told = fact(facts, "grounded")
    assert find_fact(extractor, told.article, told.told.triple, told.text) is not None
    assert find_fact(extractor, told.article, told.told.triple, told.text.replace("has", "has not")) is None


def test_each_kind_has_a_version_or_a_reason(extractor, facts):
    for told in facts[1]:
        outcomes = list(outcomes_of(extractor, told))
        assert [outcome.kind for outcome in outcomes] == list(KINDS)
        assert all(bool(outcome.text) != bool(outcome.reason) for outcome in outcomes)


def test_a_quotation_has_no_version(extractor, facts):
    quoted = dataclasses.replace(fact(facts, "grounded"), text="“" + fact(facts, "grounded").text)
    start = quoted.evidence.trigger.start + 1
    trigger = dataclasses.replace(quoted.evidence.trigger, start=start)
    moved = dataclasses.replace(quoted, evidence=dataclasses.replace(quoted.evidence, trigger=trigger))
    with pytest.raises(NoVersion, match="quotation"):
        clause_of(extractor, moved)


def test_figures_count_each_kind(extractor, facts):
    outcomes = [outcome for told in facts[1] for outcome in outcomes_of(extractor, told)]
    printed = list(figures(outcomes))
    assert sum(line.split(":")[0] in KINDS for line in printed) == len(KINDS)
    assert any(line.startswith("all: no fact ") for line in printed)


def test_articles_of_development_are_there(extractor):
    assert sum(len(read_articles(path, extractor.ontology)) for path in DEVELOPMENT) >= 55


@pytest.mark.slow
def test_nearly_no_version_is_told_as_fact(extractor):
    made = [o for told in read_facts(extractor, DEVELOPMENT)[1] for o in outcomes_of(extractor, told) if o.text]
    assert len(made) > 1000
    assert sum(outcome.wrong is None for outcome in made) / len(made) >= TARGET

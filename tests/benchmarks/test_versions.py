"""Versions of a sentence: grammatical English by its parse, or the reason why there is none."""

import re

import pytest

from benchmarks.clauses import Clause, NoVersion
from benchmarks.versions import according, conditional, considered, negated, reported, requested
from kg.language.pipeline import load_pipeline
from kg.language.syntax import Tree

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def nlp():
    return load_pipeline()


def clause(nlp, marked):
    """A sentence whose verb stands in brackets."""
    word = re.search(r"\[(\w+)\]", marked)[1]
    tree = Tree(nlp(marked.replace("[", "").replace("]", "")))
    return Clause(tree, next(node for node in tree.nodes if node.text == word))


@pytest.mark.parametrize(
    ("version", "sentence", "expected"),
    [
        (negated, "Norway [banned] Huawei.", "Norway did not ban Huawei."),
        (negated, "Norway has [banned] Huawei.", "Norway has not banned Huawei."),
        (negated, "Norway also [sells] gear to Oman.", "Norway does not also sell gear to Oman."),
        (negated, "Norway still [bars] Huawei.", "Norway still does not bar Huawei."),
        (negated, "Huawei was [fined] by Norway.", "Huawei was not fined by Norway."),
        (negated, "Norway fined Huawei and [banned] ZTE.", "Norway fined Huawei and did not ban ZTE."),
        (negated, "Norway, which [sued] Huawei, met Oman.", "Norway, which did not sue Huawei, met Oman."),
        (conditional, "Norway [banned] Huawei.", "If Norway banned Huawei, analysts said, prices would rise."),
        (conditional, "On Monday Norway [sued] Huawei.",
         "If on Monday Norway sued Huawei, analysts said, prices would rise."),
        (conditional, "The ministry [banned] Huawei.",
         "If the ministry banned Huawei, analysts said, prices would rise."),
        (according, "But Chinese officials [accused] Norway.",
         "According to the Quorn Guild, Chinese officials accused Norway."),
        (reported, "The company [sued] Norway.", "The Quorn Guild said that the company sued Norway."),
        (requested, "Norway [banned] Huawei.", "Lawmakers urged Norway to ban Huawei."),
        (requested, "Last week the court has [banned] Huawei.", "Last week lawmakers urged the court to ban Huawei."),
        (requested, "Norway fined Huawei and [banned] ZTE.", "Lawmakers urged Norway to fine Huawei and ban ZTE."),
        (requested, "Huawei was [fined] by Norway.", "Lawmakers demanded that Huawei be fined by Norway."),
        (requested, "She [sued] Huawei.", "Lawmakers urged her to sue Huawei."),
        (considered, "Norway [banned] Huawei.", "Norway was considering banning Huawei."),
        (considered, "Norway and Oman have [sued] Huawei.", "Norway and Oman are considering suing Huawei."),
    ],
)  # fmt: skip
def test_versions(nlp, version, sentence, expected):
    assert version(clause(nlp, sentence)) == expected


@pytest.mark.parametrize(
    ("version", "sentence", "reason"),
    [
        (negated, "Norway did not [ban] Huawei.", "negated"),
        (negated, "Norway never [banned] Huawei.", "negated"),
        (conditional, "Norway, which [sued] Huawei, met Oman.", "beside the main clause"),
        (reported, "Norway met Oman after it [banned] Huawei.", "beside the main clause"),
        (reported, "Norway met Oman, but it [banned] Huawei.", "second clause"),
        (requested, "Norway, which [sued] Huawei, met Oman.", "beside the main clause"),
        (requested, "Norway has [banned] Huawei since 2016.", "from the past"),
        (considered, "Norway has [banned] Huawei ever since.", "from the past"),
        (considered, "Huawei was [fined] by Norway.", "passive"),
    ],
)
def test_no_version(nlp, version, sentence, reason):
    with pytest.raises(NoVersion, match=reason):
        version(clause(nlp, sentence))

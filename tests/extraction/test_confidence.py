"""Clues weighed: what makes a pair more and less sure, and what is left out below a threshold."""

from dataclasses import replace

import pytest

from kg.extraction.confidence import Clues, Confidence, confident, features, load_confidence
from kg.extraction.proposals import Odds
from tests.graph.factory import seed_evidence

RULED = Clues("bars", True, True, "name", "name", 3, "active")


def test_features_name_what_is_known():
    found = features(RULED)
    assert found["both by rule"] == found["relation bars"] == found["subject name"] == 1.0
    assert "odds relation" not in found
    assert features(replace(RULED, how_subject=""))["subject unsaid"] == 1.0
    assert features(replace(RULED, how_object="pronoun: Norway"))["object otherwise"] == 1.0


def test_odds_count_together_as_logits_and_never_without_end():
    certain, even, never = (features(replace(RULED, odds=Odds(p, 1.0, 1.0)))["odds together"] for p in (1.0, 0.5, 0.0))
    assert even == pytest.approx(0.0)
    assert certain == pytest.approx(-never)
    assert certain < 10
    assert features(replace(RULED, odds=Odds(1.0, 1.0, 0.0)))["odds together"] == pytest.approx(never)


def test_weights_of_rules_alone_are_others_than_with_a_reading():
    confidence = Confidence({"ruled": {"constant": 0.0}, "read": {"odds relation": 1.0}})
    assert confidence.of(RULED) == 0.5
    assert confidence.of(replace(RULED, odds=Odds(0.9, 0.9, 0.9))) == 0.9


@pytest.mark.parametrize("odds", [None, Odds(0.9, 0.9, 0.9)])
def test_the_shipped_weights_trust_rules_more_than_a_word_far_away_that_no_rule_found(odds):
    confidence = load_confidence()
    ruled = replace(RULED, odds=odds, kind_subject="country", kind_object="company")
    assert 0.5 < confidence.of(ruled) < 1
    assert confidence.of(replace(ruled, distance=30)) <= confidence.of(ruled)
    if odds is not None:
        assert confidence.of(replace(ruled, odds=Odds(0.05, 0.05, 0.05))) < confidence.of(ruled)


def test_links_to_what_is_left_out_are_left_out():
    evidence = [replace(told, confidence=0.9 if told.content else 0.3) for told in seed_evidence()]
    assert any(told.content for told in evidence)
    assert confident(evidence, 0.0) == evidence
    kept = confident(evidence, 0.5)
    assert kept
    assert not any(told.content for told in kept)

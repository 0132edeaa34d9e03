"""The step that a passage tells of, by its status and the words that set it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.ontology import load_ontology
from kg.records import Cue, Modality, Phase, Polarity, Voice
from kg.steps import step_of, word_forms
from tests.graph.factory import NORDIA, US, VELTRIX, article, local, passage, told

ONTOLOGY = load_ontology()
PREFIXES = """
@prefix d: <https://w3id.org/faultline/ontology#> .
@prefix my: <https://example.org/my#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def step(text, trigger, *, status="", cues=(), relation="bars", ontology=ONTOLOGY, content_step="", subject=NORDIA):
    """The label of the step of a sentence; `cues` are pairs of effect and word, nearest to the trigger first."""
    document = article("a", text, date="2024-01-01")
    found = tuple(Cue(effect, passage(document, word)) for effect, word in cues)
    evidence = told(document, subject, relation, VELTRIX, text, trigger, status=status, cues=found)
    return step_of(evidence, ontology, content_step=content_step).label


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("", "in force"),
        ("media", "in force"),
        ("self", "in force"),
        ("party", "claimed"),
        ("unnamed", "claimed"),
        ("party ended", "claimed"),
        ("ended", "ended"),
        ("negated", "not so"),
        ("negated party", "not so"),
        ("requested", "asked for"),
        ("requested party", "asked for"),
        ("planned", "planned"),
        ("possible", "considered"),
        ("hypothetical", "under a condition"),
        ("planned negated", "ruled out"),
        ("possible negated", "ruled out"),
        ("requested negated", "asked not to"),
    ],
)
def test_a_status_has_a_step(status, expected):
    assert step("Nordia barred Veltrix.", "barred", status=status) == expected


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        ("Nordia suspended its ban on Veltrix.", "suspended", "suspended"),
        ("Nordia paused its ban on Veltrix.", "paused", "suspended"),
        ("The freezing of the ban on Veltrix by Nordia.", "freezing", "suspended"),
        ("Nordia froze its ban on Veltrix.", "froze", "suspended"),
        ("SUSPENSION of the ban on Veltrix.", "SUSPENSION", "suspended"),
        ("Nordia waived its ban on Veltrix.", "waived", "waived"),
        ("Nordia lifted its ban on Veltrix.", "lifted", "ended"),
        # Only the word that ended it counts: here something else was suspended.
        ("Nordia lifted its ban on Veltrix, a suspended supplier.", "lifted", "ended"),
    ],
)
def test_a_suspension_and_a_waiver_are_told_from_other_ends_by_their_word(text, cue, expected):
    assert step(text, "ban", status="ended", cues=[("phase: ended", cue)]) == expected


def test_a_trigger_may_be_the_word_where_the_frame_ends_it():
    assert step("Nordia suspended Veltrix from its list.", "suspended", status="ended") == "suspended"


def test_a_suspension_that_only_a_party_claims_is_a_claim():
    suspended = [("phase: ended", "suspended")]
    assert step("Nordia suspended its ban.", "ban", status="ended party", cues=suspended) == "claimed"


@pytest.mark.parametrize(
    ("text", "status", "cues", "expected"),
    [
        ("Nordia dropped its plan to bar Veltrix.", "planned", ["planned plan", "ended dropped"], "given up"),
        ("Nordia plans to lift its ban on Veltrix.", "planned", ["ended lift", "planned plans"], "end planned"),
        ("Veltrix asked Nordia to lift the ban.", "requested", ["ended lift", "requested asked"], "end asked for"),
        ("Nordia may lift the ban.", "possible", ["ended lift", "possible may"], "end considered"),
        ("The failed bid was barred.", "planned", ["ended failed"], "given up"),
        ("The failed bid was barred.", "planned", [], "given up"),
    ],
)
def test_a_plan_given_up_is_not_a_plan_to_end(text, status, cues, expected):
    pairs = [
        (f"{'phase' if cue.startswith('ended') else 'modality'}: {cue.split()[0]}", cue.split()[1]) for cue in cues
    ]
    trigger = "bar" if "bar " in text else "barred" if "barred" in text else "ban"
    assert step(text, trigger, status=f"{status} ended", cues=pairs) == expected


def test_a_threat_is_known_by_its_word_or_by_the_passage_whose_content_it_is():
    threat = "Nordia threatened to bar Veltrix."
    assert step(threat, "bar", status="possible", cues=[("modality: possible", "threatened")]) == "threatened"
    plain = "Nordia warned that it would bar Veltrix."
    assert step(plain, "bar", status="planned") == "planned"
    assert step(plain, "bar", status="planned", content_step="stepThreatened") == "threatened"
    assert step(plain, "bar", status="", content_step="stepThreatened") == "in force"
    assert step(plain, "bar", status="requested", content_step="stepThreatened") == "asked for"
    assert ONTOLOGY.relations["threatens"].content_step == "stepThreatened"
    assert not ONTOLOGY.relations["pressures"].content_step


def test_what_is_said_is_done_rather_than_in_force():
    assert step("Nordia accused Veltrix.", "accused", relation="accuses") == "done"
    assert step("Nordia stopped accusing Veltrix.", "accusing", relation="accuses", status="ended") == "ended"
    assert step("Nordia sued Veltrix.", "sued", relation="sues") == "in force"


def test_a_relation_that_the_ontology_does_not_know_has_steps_too():
    assert step("Nordia subsidized Veltrix.", "subsidized", relation="subsidizes") == "in force"


def test_somebody_unknown_has_steps_too():
    unknown = local("a", "unknown", "unknown")
    assert step("Veltrix was barred.", "barred", subject=unknown) == "in force"


def test_every_status_has_exactly_one_step():
    document = article("a", "Nordia barred Veltrix.")
    for modality in Modality:
        for polarity in Polarity:
            for phase in Phase:
                for voice in Voice:
                    status = f"{modality} {polarity} {phase} {voice}"
                    evidence = told(document, US, "bars", VELTRIX, document.text, "barred", status=status)
                    assert step_of(evidence, ONTOLOGY) in ONTOLOGY.steps


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("suspend", {"suspend", "suspends", "suspended", "suspending"}),
        ("waive", {"waive", "waives", "waived", "waiving"}),
        ("scrap", {"scrap", "scraps", "scrapped", "scrapping"}),
        ("deny", {"deny", "denies", "denied", "denying"}),
        ("delay", {"delay", "delays", "delayed", "delaying"}),
    ],
)
def test_regular_forms_of_a_word(word, forms):
    assert forms <= set(word_forms(word))


def overlay(folder: Path, turtle: str) -> Path:
    (folder / "mine.ttl").write_text(PREFIXES + turtle, encoding="utf-8")
    return folder


def test_an_analyst_adds_words_to_a_step(tmp_path):
    text, cues = "Nordia mothballed its ban on Veltrix.", [("phase: ended", "mothballed")]
    assert step(text, "ban", status="ended", cues=cues) == "ended"
    mine = load_ontology(overlay(tmp_path, 'my:words a d:StepWords ; d:step d:stepSuspended ; d:word "mothball" .'))
    assert step(text, "ban", status="ended", cues=cues, ontology=mine) == "suspended"
    kept = [("phase: ended", "suspended")]
    assert step("Nordia suspended its ban.", "ban", status="ended", cues=kept, ontology=mine) == "suspended"


def test_an_analyst_adds_a_step(tmp_path):
    eased = """my:stepEased a d:Step ; d:rank 10 ; d:closes true ; skos:prefLabel "eased" ; d:modality d:asserted ;
        d:polarity d:affirmed ; d:phase d:ended ; d:voice d:article , d:media , d:self ; d:word "ease, relax" ."""
    mine = load_ontology(overlay(tmp_path, eased))
    cues = [("phase: ended", "eased")]
    assert step("Nordia eased its ban.", "ban", status="ended", cues=cues, ontology=mine) == "eased"


@pytest.mark.parametrize(
    ("turtle", "words"),
    [
        ('my:s a d:Step ; skos:prefLabel "s" ; d:modality d:planned .', ["my#s", "rank", "whole number"]),
        ('my:s a d:Step ; d:rank "x" ; skos:prefLabel "s" .', ["my#s", "rank", "'x'"]),
        ("my:s a d:Step ; d:rank 3 ; d:modality d:planned .", ["my#s", "prefLabel"]),
        ('my:s a d:Step ; d:rank 3 ; skos:prefLabel "s" ; d:modality d:ended .', ["my#s", "d:planned", "found ended"]),
        ('my:s a d:Step ; d:rank 3 ; skos:prefLabel "s" ; d:closes "yes" .', ["my#s", "true or false"]),
        ('my:s a d:Step ; d:rank 3 ; skos:prefLabel "s" ; d:word "on hold" .', ["my#s", "single words", "on hold"]),
        ('my:w a d:StepWords ; d:step d:stepHalted ; d:word "halt" .', ["my#w", "d:stepSuspended", "stepHalted"]),
        ('my:w a d:StepWords ; d:word "halt" .', ["my#w", "step must be"]),
        ('my:s a d:Step ; d:rank 3 ; skos:prefLabel "s" ; d:wrod "x" .', ["my#s", "did you mean d:word?"]),
        ("d:threatens d:contentStep d:stepThreat .", ["threatens", "d:stepThreat"]),
        ('d:threatens d:contentStep "threatened" .', ["threatens", "an IRI"]),
        ("d:stepRequested d:modality d:planned .", ["requested", "no step"]),
    ],
)
def test_a_mistake_is_named(tmp_path, turtle, words):
    with pytest.raises(OntologyError) as error:
        load_ontology(overlay(tmp_path, turtle))
    assert "\n" not in str(error.value)
    for word in words:
        assert word in str(error.value)

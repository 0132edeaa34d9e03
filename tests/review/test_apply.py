"""What stands of an article's evidence after decisions, without a store."""

from dataclasses import replace

from kg.ontology import load_ontology
from kg.records import Modality, Polarity, Review, Voice
from kg.review.apply import review
from kg.review.decisions import Action, Decision, Decisions, target_of
from tests.graph.factory import (
    BAN,
    CHINA,
    FIRMS,
    HUAWEI,
    NAMES,
    NORDIA,
    POLAND,
    REUTERS,
    SEED,
    TRUMP,
    US,
    VELTRIX,
    actor,
    article,
    lifted_ban,
    seed_evidence,
    told,
)

SYMMETRIC = load_ontology().symmetric
HUAWEI_TECH = actor("HuaweiTech", "Huawei Tech", "company", aliases=("HT",))


def decided(action, **fields):
    return Decision(Action(action), "Ada", "2025-01-02", **fields)


def on(action, evidence, **changes):
    return decided(action, target=target_of(evidence), changes=changes)


def merge(entity, into):
    return decided("merge", entity=entity, into=into)


def stands(evidence, *decisions):
    return review(evidence, Decisions(decisions).standing, SYMMETRIC).evidence


def lines(evidence):
    return [f"{e.statement.subject.name} {e.statement.predicate} {e.statement.object.name}" for e in evidence]


[BARRED] = lifted_ban()[0][1]


def test_what_is_accepted_is_the_same_and_checked():
    assert stands([BARRED], on("accept", BARRED)) == [replace(BARRED, review=Review.ACCEPTED)]


def test_what_is_rejected_is_gone_and_with_it_the_link_to_it():
    evidence = seed_evidence()
    asked = evidence[0]
    pressed = next(e for e in evidence if e.content == (asked.id,))
    left = stands(evidence, on("reject", asked))
    assert asked.id not in {e.id for e in left}
    assert len(left) == len(evidence) - 1
    assert next(e for e in left if e.id == pressed.id).content == ()


def test_a_correction_has_an_id_of_its_own_and_names_the_old_one():
    [found] = stands([BARRED], on("correct", BARRED, object=HUAWEI, modality=Modality.PLANNED))
    assert (found.statement.object, found.modality, found.review) == (HUAWEI, Modality.PLANNED, Review.CORRECTED)
    assert found.corrects == BARRED.id != found.id
    assert found.passages == BARRED.passages


def test_a_correction_of_what_the_id_does_not_hold_keeps_the_id():
    [found] = stands([BARRED], on("correct", BARRED, time=None))
    assert (found.id, found.corrects, found.time, found.review) == (BARRED.id, "", None, Review.CORRECTED)


def test_links_follow_what_was_corrected():
    evidence = seed_evidence()
    left = stands(evidence, on("correct", evidence[0], polarity=Polarity.NEGATED))
    corrected = next(e for e in left if e.corrects == evidence[0].id)
    assert [e.statement.object for e in left if corrected.id in e.content] == [POLAND]


def test_the_mention_of_another_object_is_looked_for_in_the_sentence():
    document = article("a", "Nordia barred Veltrix and Huawei Technologies.")
    evidence = told(document, NORDIA, "bars", VELTRIX, document.text, "barred")
    evidence = replace(evidence, object_mention=evidence.trigger)
    [found] = stands([evidence], on("correct", evidence, object=HUAWEI))
    assert document.text[found.object_mention.start : found.object_mention.end] == "Huawei"
    [found] = stands([evidence], on("correct", evidence, object=POLAND))
    assert found.object_mention is None


def test_a_relation_that_holds_both_ways_stays_in_order():
    document = article("a", "Veltrix agreed with Nordia.")
    evidence = told(document, NORDIA, "agreesWith", VELTRIX, document.text, "agreed")
    [found] = stands([evidence], on("correct", evidence, object=CHINA))
    assert (found.statement.subject, found.statement.object) == (CHINA, NORDIA)


def test_speakers_decide_the_voice_unless_it_is_given():
    def voice(**changes):
        [found] = stands([BARRED], on("correct", BARRED, **changes))
        return found.voice

    assert voice(attribution=(REUTERS,)) is Voice.MEDIA
    assert voice(attribution=(POLAND,)) is Voice.PARTY
    assert voice(attribution=(NORDIA,)) is Voice.SELF
    assert voice(attribution=()) is Voice.ARTICLE
    assert voice(attribution=(POLAND,), voice=Voice.UNNAMED) is Voice.UNNAMED


def test_the_last_decision_on_an_evidence_counts():
    assert stands([BARRED], on("reject", BARRED), on("accept", BARRED)) == [replace(BARRED, review=Review.ACCEPTED)]
    assert stands([BARRED], on("accept", BARRED), on("reject", BARRED)) == []
    [found] = stands([BARRED], on("correct", BARRED, object=HUAWEI), on("correct", BARRED, subject=POLAND))
    assert lines([found]) == ["Poland bars Huawei"]
    assert found.corrects == BARRED.id


def test_accepting_what_was_corrected_leaves_it_corrected():
    [found] = stands([BARRED], on("correct", BARRED, object=HUAWEI), on("accept", BARRED))
    assert found.review is Review.CORRECTED


def test_a_merge_goes_everywhere_and_keeps_the_names():
    evidence = seed_evidence()
    new = actor("Beijing", "Beijing government", "government")
    left = stands(evidence, merge(TRUMP, US), merge(CHINA, new))
    names = {e.statement.subject.name: e.statement.subject for e in left}
    assert "Donald Trump" not in names
    assert set(names["United States"].aliases) == {*US.aliases, "Donald Trump"}
    # whose country China was, it is Beijing's now
    assert names["Huawei"].country == new.id
    moved = next(e for e in left if e.modality is Modality.POSSIBLE)
    assert (moved.review, moved.corrects) == (
        Review.UNCHECKED,
        next(e.id for e in evidence if e.statement.subject is TRUMP),
    )


def test_merges_chain():
    one, two, three = (actor(name, name, "company") for name in ("One", "Two", "Three"))
    document = article("a", "One barred Nordia.")
    evidence = [told(document, one, "bars", NORDIA, document.text, "barred")]
    [found] = stands(evidence, merge(one, two), merge(two, three))
    assert found.statement.subject.id == three.id
    assert set(found.statement.subject.aliases) == {"One", "Two"}
    assert stands(evidence, merge(two, three), merge(one, two))[0].statement.subject.id == two.id


def test_what_would_be_done_to_oneself_falls():
    document = article("a", "Huawei sued Huawei Tech.")
    evidence = told(document, HUAWEI, "sues", HUAWEI_TECH, document.text, "sued")
    result = review([evidence], [merge(HUAWEI_TECH, HUAWEI)], SYMMETRIC)
    assert result.evidence == []
    assert result.tracks[0].reflexive


def test_statements_of_the_merged_join_at_the_same_words():
    document = article("a", "Nordia barred Huawei Tech.")
    one = told(document, NORDIA, "bars", HUAWEI_TECH, document.text, "barred", confidence=0.5)
    other = told(document, NORDIA, "bars", HUAWEI, document.text, "barred", confidence=0.9)
    decision = merge(HUAWEI_TECH, HUAWEI)
    [joined] = stands([one, other], decision)
    assert (joined.id, joined.confidence) == (other.id, 0.9)
    assert stands([other, one], decision) == [joined]
    # a decision on one is a decision on what it has become one with
    assert stands([one, other], decision, on("reject", other)) == []
    assert lines(stands([one, other], on("reject", other), decision)) == ["Nordia bars Huawei"]


def test_a_speaker_merged_into_the_subject_speaks_for_itself():
    document = article("a", "Huawei sued Nordia, Huawei Tech said.")
    evidence = told(
        document, HUAWEI, "sues", NORDIA, document.text, "sued", status="party", attribution=(HUAWEI_TECH, HUAWEI)
    )
    [found] = stands([evidence], merge(HUAWEI_TECH, HUAWEI))
    assert (found.voice, [e.id for e in found.attribution]) == (Voice.SELF, [HUAWEI.id])


def test_a_split_holds_in_its_articles_alone():
    other = actor("Nordia_island", "Nordia (island)", "country")
    decision = decided("split", entity=NORDIA, into=other, articles=("ban",))
    assert lines(stands([BARRED], decision)) == ["Nordia (island) bars Veltrix"]
    [lifted] = lifted_ban()[1][1]
    assert stands([lifted], decision) == [lifted]


def test_a_split_of_one_evidence_leaves_the_others():
    document = article("a", "Nordia barred Huawei. Nordia barred Veltrix.")
    first = told(document, NORDIA, "bars", HUAWEI, "Nordia barred Huawei.", "barred")
    second = told(document, NORDIA, "bars", VELTRIX, "Nordia barred Veltrix.", "barred")
    other = actor("Nordia_island", "Nordia (island)", "country")
    decision = replace(decided("split", entity=NORDIA, into=other), target=target_of(second))
    assert lines(stands([first, second], decision)) == ["Nordia bars Huawei", "Nordia (island) bars Veltrix"]


def test_a_decision_is_found_again_by_statement_and_quote():
    moved = article("ban", "A new first line.\n\n" + BAN.text)
    again = told(moved, NORDIA, "bars", VELTRIX, BAN.text, "barred")
    assert again.id != BARRED.id
    assert stands([again], on("reject", BARRED)) == []
    reworded = article("ban", "In March Nordia barred Veltrix.")
    other = told(reworded, NORDIA, "bars", VELTRIX, reworded.text, "barred")
    result = review([other], [on("reject", BARRED)], SYMMETRIC)
    assert (result.evidence, result.found) == ([other], [])


def test_a_decision_by_id_does_not_touch_others_that_say_the_same():
    document = article("a", "Nordia barred Veltrix, and the ban holds.")
    one = told(document, NORDIA, "bars", VELTRIX, document.text, "barred")
    other = told(document, NORDIA, "bars", VELTRIX, document.text, "ban")
    assert stands([one, other], on("reject", one)) == [other]


def test_a_decision_survives_the_withdrawal_of_a_merge_before_it():
    joined = stands([BARRED], merge(NORDIA, POLAND))[0]
    assert joined.statement.subject.id == POLAND.id
    accepted = on("accept", BARRED)
    merged = merge(NORDIA, POLAND)
    withdrawn = decided("withdraw", withdraws=merged.id)
    [found] = stands([BARRED], merged, accepted, withdrawn)
    assert found == replace(BARRED, review=Review.ACCEPTED)


def test_a_withdrawal_can_be_withdrawn_and_the_same_decided_again():
    reject = on("reject", BARRED)
    undo = decided("withdraw", withdraws=reject.id)
    assert stands([BARRED], reject, undo) == [BARRED]
    assert stands([BARRED], reject, undo, decided("withdraw", withdraws=undo.id)) == []
    assert stands([BARRED], reject, undo, reject) == []
    assert stands([BARRED], reject, undo, reject, undo) == [BARRED]
    assert stands([BARRED], undo, reject) == []


def test_the_order_of_what_was_read_does_not_matter():
    evidence = seed_evidence()
    decisions = [
        merge(TRUMP, US),
        on("reject", evidence[1]),
        on("correct", evidence[2], object=CHINA),
        merge(FIRMS, HUAWEI),
    ]
    assert stands(evidence, *decisions) == stands(evidence[::-1], *decisions)


def test_what_no_decision_finds_is_as_it_was():
    stranger = actor("Stranger", "Stranger", "person")
    evidence = seed_evidence()
    result = review(evidence, [merge(stranger, US), merge(stranger, POLAND)], SYMMETRIC)
    assert result.found == []
    assert {e.id for e in result.evidence} == {e.id for e in evidence}
    assert NAMES.article(SEED.id)

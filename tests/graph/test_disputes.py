import pytest

from kg.graph.disputes import Matter, conflicts
from kg.graph.facts import Telling
from kg.records import Time
from tests.graph.factory import AUSTRALIA, CHINA, HUAWEI, POLAND, article, month, since, told, year

TEXT = "Poland barred Huawei."


def tell(id, status="", date="2024-01-01", *, time=None, attribution=()):
    document = article(id, TEXT, date=date, publisher=id)
    evidence = told(document, POLAND, "bars", HUAWEI, TEXT, "barred", status=status, time=time, attribution=attribution)
    return Telling(evidence, document, id)


def ids(tellings, **options):
    return {
        c.matter: tuple("".join(t.evidence.document for t in side) for side in (c.affirmed, c.denied))
        for c in conflicts(tellings, **options)
    }


def day(value):
    return Time(value, value, value, "day")


@pytest.mark.parametrize(
    ("tellings", "expected"),
    [
        ([tell("a"), tell("b", "negated")], {Matter.FACT: ("a", "b")}),
        ([tell("a", "party", attribution=(CHINA,)), tell("b", "negated")], {Matter.FACT: ("a", "b")}),
        ([tell("a", "unnamed"), tell("b", "negated")], {Matter.FACT: ("a", "b")}),
        ([tell("a", date=None), tell("b", "negated")], {Matter.FACT: ("a", "b")}),
        ([tell("a"), tell("b", "negated", date=None)], {Matter.FACT: ("a", "b")}),
        ([tell("a"), tell("b", "negated", date="2024-03-01")], {Matter.FACT: ("a", "b")}),
        ([tell("a", "", "2024-03-01", time=day("2024-01-20")), tell("b", "negated", "2024-02-01")],
         {Matter.FACT: ("a", "b")}),
        ([tell("a", time=year("2023")), tell("b", "negated", time=year("2023"))], {Matter.FACT: ("a", "b")}),
        # "has not resumed sales, its director said on Monday", of sales in October
        ([tell("a", time=month("2023-10")), tell("b", "negated", time=day("2023-12-28"))], {Matter.FACT: ("a", "b")}),
        ([tell("a", time=month("2023-10")), tell("b", "negated", time=since("2023"))], {Matter.FACT: ("a", "b")}),
        ([tell("a", "planned"), tell("b", "planned negated")], {Matter.PLAN: ("a", "b")}),
        ([tell("a", "ended"), tell("b", "ended negated")], {Matter.END: ("a", "b")}),
        ([tell("a"), tell("b"), tell("c", "negated")], {Matter.FACT: ("ab", "c")}),
        # It came into force again after the end: what is denied then is denied again.
        ([tell("a"), tell("b", "ended", "2024-02-01"), tell("c", "", "2024-03-01"), tell("d", "negated", "2024-04-01")],
         {Matter.FACT: ("c", "d")}),
    ],
)  # fmt: skip
def test_who_says_so_and_who_says_not(tellings, expected):
    assert ids(tellings) == expected


@pytest.mark.parametrize(
    "tellings",
    [
        [],
        [tell("a")],
        [tell("a", "negated")],
        [tell("a"), tell("b", "ended", "2024-02-01")],
        [tell("a", date="2024-03-01"), tell("b", "negated", "2024-02-01")],  # not yet
        [tell("a"), tell("b", "ended", "2024-02-01"), tell("c", "negated", "2024-03-01")],  # no longer
        [tell("a", "ended"), tell("b", "negated", "2024-02-01")],
        [tell("a", "requested"), tell("b", "negated")],
        [tell("a", "requested"), tell("b", "requested negated")],
        [tell("a", "possible"), tell("b", "negated")],
        [tell("a", "planned"), tell("b", "negated")],
        [tell("a"), tell("b", "planned negated")],
        [tell("a", "hypothetical"), tell("b", "hypothetical negated")],
        [tell("a", "planned"), tell("b", "planned ended", "2024-02-01"), tell("c", "planned negated", "2024-03-01")],
        [tell("a", "ended"), tell("b", "", "2024-02-01"), tell("c", "ended negated", "2024-03-01")],
        [tell("a", time=year("2019")), tell("b", "negated", time=year("2021"))],  # two years
        [tell("a"), tell("a", "negated")],  # one voice in one article speaks of two things
    ],
)
def test_what_is_no_contradiction(tellings):
    assert conflicts(tellings) == []


def test_two_speakers_of_one_article_may_contradict_each_other():
    one, other = tell("a", "party", attribution=(CHINA,)), tell("a", "negated party", attribution=(AUSTRALIA,))
    assert ids([one, other]) == {Matter.FACT: ("a", "a")}


def test_what_somebody_denies_is_contradicted_where_it_is_told_as_so():
    claim, request = tell("a", "party"), tell("b", "requested")
    contested = {claim.evidence.id, request.evidence.id}
    assert ids([claim, request], contested=contested) == {Matter.FACT: ("a", "")}
    assert ids([claim], contested={"e-other"}) == {}

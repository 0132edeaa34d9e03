"""Questions beyond the name: through place, part and country, rolled up, today, as of a day, and who says so."""

import pytest

from kg.errors import QueryError
from kg.graph.rollup import RollUp
from kg.questions import Scope, Verdict, answer_lines, ask
from tests.graph.factory import (
    CHINA,
    HUAWEI,
    NAMES,
    POLAND,
    REUTERS,
    TIMES,
    US,
    actor,
    article,
    since,
    told,
    year,
)
from tests.graph.graphs import ONTOLOGY, make_graph, opened

COUNTRY, ACTOR = Scope(roll_up=RollUp.COUNTRY), Scope(roll_up=RollUp.ACTOR)

NETHERLANDS = actor("Netherlands", "Netherlands", "country")
RUSSIA = actor("Russia", "Russia", "country")
ASML = actor("ASML", "ASML", "company", country=NETHERLANDS.id)
SCANNER = actor("TwinscanNXT", "DUV scanner", "product")
SMIC = actor("SMIC", "SMIC", "company", country=CHINA.id)
BIS = actor("BIS", "Bureau of Industry and Security", "agency", part_of=NAMES.entity("USCommerceDepartment"))
BYTEDANCE = actor("ByteDance", "ByteDance", "company", country=CHINA.id)
CLIPS = actor("Clips", "Clips", "product", part_of=BYTEDANCE.id)
CAC = actor("CAC", "Cyberspace Administration", "agency", country=CHINA.id)
USA_TODAY = actor("USAToday", "USA Today", "media", country=US.id)

EXPORTS = article(
    "exports",
    "The Netherlands bars exports of the DUV scanner to China. It may bar the scanner for Russia. "
    "The Bureau of Industry and Security has put SMIC on its Entity List since 2020. China denied the charge.",
    date="2024-01-02",
    publisher="Reuters",
)
VIDEO = article(
    "video",
    "Poland was asked to bar Clips. The Cyberspace Administration barred Clips. SMIC sued USA Today. "
    "ASML agreed with SMIC. The U.S. barred ByteDance in 2021, the Times said. The U.S. lifted its ban on ByteDance.",
    date="2024-03-05",
    publisher="Harbour Post",
)
DENIAL = article("denial", "The Netherlands has not barred the DUV scanner.", date="2024-04-01", publisher="Sentinel")


def exports():
    sentences = EXPORTS.text.split(". ")
    listed = told(EXPORTS, BIS, "sanctions", SMIC, sentences[2], "put", time=since("2020"))
    return [
        told(EXPORTS, NETHERLANDS, "bars", SCANNER, sentences[0], "bars", place=CHINA),
        told(EXPORTS, NETHERLANDS, "bars", SCANNER, sentences[1], "bar", status="possible", place=RUSSIA),
        listed,
        told(EXPORTS, CHINA, "denies", BIS, "China denied the charge", "denied", content=(listed.id,)),
    ]


def video():
    ban = "The U.S. barred ByteDance in 2021, the Times said"
    return [
        told(VIDEO, POLAND, "bars", CLIPS, "Poland was asked to bar Clips", "bar", status="requested"),
        told(VIDEO, CAC, "bars", CLIPS, "The Cyberspace Administration barred Clips", "barred"),
        told(VIDEO, SMIC, "sues", USA_TODAY, "SMIC sued USA Today", "sued"),
        told(VIDEO, ASML, "agreesWith", SMIC, "ASML agreed with SMIC", "agreed"),
        told(VIDEO, US, "bars", BYTEDANCE, ban, "barred", status="media", attribution=(TIMES,), time=year("2021")),
        told(VIDEO, US, "bars", BYTEDANCE, "The U.S. lifted its ban on ByteDance", "ban", status="ended"),
    ]


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    denied = [told(DENIAL, NETHERLANDS, "bars", SCANNER, DENIAL.text, "barred", status="negated", place=CHINA)]
    articles = [(EXPORTS, exports()), (VIDEO, video()), (DENIAL, denied)]
    with opened(make_graph(tmp_path_factory.mktemp("graphs") / "beyond", articles)) as graph:
        yield graph


def words(answer):
    return [finding.words for finding in answer.findings]


def test_who_restricts_china_is_found_through_place_and_country(graph):
    answer = ask(graph, "who restricts China?")
    assert answer.verdict is Verdict.NOT_BY_NAME
    assert answer.headline == (
        "China is restricted by nobody by name, as far as these articles tell, but through place, part or country by "
        "Bureau of Industry and Security and the Netherlands; no longer: the United States"
    )
    assert words(answer) == [
        "Bureau of Industry and Security sanctions SMIC, of China, since 2020; disputed",
        "the Netherlands bars DUV scanner, in or to China, as told on 2024-01-02; disputed",
        "no longer: the United States bars ByteDance, of China, from 2021, ended 2024-03-05",
    ]


def test_who_is_only_asked_and_who_acts_at_home_restrict_nobody(graph):
    answer = ask(graph, "who restricts China?")
    subjects = {finding.state.statement.subject for finding in answer.findings}
    assert subjects == {BIS, NETHERLANDS, US}


def test_rolled_up_bodies_are_their_country(graph):
    answer = ask(graph, "who restricts China?", scope=COUNTRY)
    assert answer.headline == (
        "China is restricted by the Netherlands and the United States (everybody counted for their country); "
        "only asked for: Poland"
    )
    assert words(answer) == [
        "the Netherlands bars DUV scanner, in or to China, as told on 2024-01-02; disputed",
        "the United States (Bureau of Industry and Security) sanctions SMIC, of China, since 2020; disputed",
        "no longer: the United States bars ByteDance, of China, from 2021, ended 2024-03-05",
        "only asked for: Poland to bar Clips, part of ByteDance, of China",
    ]


def test_rolled_up_to_actors_a_country_is_not_its_firms(graph):
    answer = ask(graph, "who restricts China?", scope=ACTOR)
    assert words(answer) == ["the Netherlands bars DUV scanner, in or to China, as told on 2024-01-02; disputed"]
    answer = ask(graph, "what does the United States restrict?", scope=ACTOR)
    assert words(answer) == [
        "Bureau of Industry and Security, of the United States, sanctions SMIC, since 2020; disputed",
        "no longer: the United States bars ByteDance, from 2021, ended 2024-03-05",
    ]


def test_a_company_is_found_through_what_is_part_of_it(graph):
    answer = ask(graph, "who bars ByteDance?")
    assert words(answer) == [
        "the Cyberspace Administration bars Clips, part of ByteDance, as told on 2024-03-05",
        "no longer: the United States bars ByteDance, from 2021, ended 2024-03-05",
    ]


def test_today_is_only_what_is_in_force_and_says_up_to_when(graph):
    answer = ask(graph, "Who restricts China today?")
    assert [finding.state.is_fact for finding in answer.findings] == [True, True]
    assert answer.headline.endswith("and the Netherlands (newest article: 2024-04-01)")
    assert ask(graph, "who restricts China as of now").headline == answer.headline
    assert ask(graph, "who bars ByteDance now").headline.endswith(
        "by the Cyberspace Administration (newest article: 2024-04-01)"
    )


def test_who_says_so_and_who_says_otherwise(graph):
    answer = ask(graph, "who restricts China today, and who says so?")
    assert list(answer_lines(answer, ONTOLOGY))[1:] == [
        "Bureau of Industry and Security sanctions SMIC, of China, since 2020; disputed",
        "  says Reuters",
        f"    {exports()[2].id}  “{exports()[2].passages[0].text}” (Reuters, 2024-01-02)",
        "  not so, or no longer, says Reuters",
        f"    {exports()[3].id}  “China denied the charge” (Reuters, 2024-01-02)",
        "the Netherlands bars DUV scanner, in or to China, as told on 2024-01-02; disputed",
        "  says Reuters",
        f"    {exports()[0].id}  “{exports()[0].passages[0].text}” (Reuters, 2024-01-02)",
        "  not so, or no longer, says Sentinel",
        f"    {answer.findings[1].said[1].tellings[0].evidence.id}  “{DENIAL.text}” (Sentinel, 2024-04-01)",
    ]


def test_who_says_so_of_what_is_found_by_name(graph):
    answer = ask(graph, "who sues USA Today, and who says so")
    assert answer.headline == "USA Today faces legal action by SMIC"
    assert list(answer_lines(answer, ONTOLOGY))[1:3] == [
        "SMIC takes legal action against USA Today, as told on 2024-03-05",
        "  says Harbour Post",
    ]


def test_a_name_that_ends_like_an_addition_is_a_name(graph):
    assert ask(graph, "who sues USA Today?").headline == "USA Today faces legal action by SMIC"
    assert ask(graph, "who sues USA Today today?").headline == (
        "USA Today faces legal action by SMIC (newest article: 2024-04-01)"
    )


def test_as_of_a_day_is_what_was_known_then(graph):
    answer = ask(graph, "who restricts China as of 2024-02-01")
    assert words(answer) == [
        "Bureau of Industry and Security sanctions SMIC, of China, since 2020; disputed",
        "the Netherlands bars DUV scanner, in or to China, as told on 2024-01-02",
    ]
    assert answer.headline.endswith(" (as known on 2024-02-01)")
    before = ask(graph, "who restricts China as of 2024-01-01").headline
    assert before == "China is restricted by nobody, as far as these articles tell (as known on 2024-01-01)"
    assert ask(graph, "who sues USA Today as of 2024-02-01").headline == (
        "USA Today faces legal action by nobody, as far as these articles tell (as known on 2024-02-01)"
    )


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("who restricts China as of 2020", "as of: date '2020' is not a full date such as"),
        ("who restricts China as of yesterday", "as of: date 'yesterday' is not a full date such as"),
        ("who restricts Atlantis as of 2024-02-01", "nobody named 'Atlantis'"),
        ("who restricts Atlantis today, and who says so?", "nobody named 'Atlantis'"),
        ("today, and who says so", "cannot read the question 'today, and who says so'; ask for example"),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(graph, question, message):
    with pytest.raises(QueryError, match=message):
        ask(graph, question)


def test_of_a_symmetric_relation_either_end_may_belong_to_who_is_asked_for(graph):
    for question, expected in (
        ("who agrees with China", "ASML agrees with SMIC, of China, as told on 2024-03-05"),
        ("who agrees with the Netherlands", "SMIC agrees with ASML, of the Netherlands, as told on 2024-03-05"),
    ):
        assert words(ask(graph, question)) == [expected]
    answer = ask(graph, "who agrees with the Netherlands", scope=COUNTRY)
    assert words(answer) == ["China (SMIC) agrees with ASML, of the Netherlands, as told on 2024-03-05"]


def test_whether_one_restricts_another_rolled_up_and_not_by_name(graph):
    answer = ask(graph, "does the United States restrict China?")
    assert answer.headline == (
        "not by name, but: Bureau of Industry and Security sanctions SMIC, of China, since 2020; disputed"
    )
    answer = ask(graph, "does the United States restrict China?", scope=COUNTRY)
    assert answer.verdict is Verdict.YES
    answer = ask(graph, "does Poland restrict China?", scope=COUNTRY)
    assert (answer.verdict, answer.headline) == (
        Verdict.NO,
        "no: only asked for: Poland to bar Clips, part of ByteDance, of China",
    )
    assert ask(graph, "does Poland restrict China?").verdict is Verdict.NOT_KNOWN


def test_a_place_of_another_relation_is_no_object(tmp_path):
    suit = article("suit", "Huawei sued Nordia in China.", date="2024-01-01")
    evidence = told(suit, actor("Nordia", "Nordia", "country"), "sues", HUAWEI, suit.text, "sued", place=POLAND)
    with opened(make_graph(tmp_path / "graph", [(suit, [evidence])])) as graph:
        assert ask(graph, "who sues Poland?").findings == ()
        assert words(ask(graph, "who sues China?")) == [
            "Nordia takes legal action against Huawei, of China, as told on 2024-01-01"
        ]


def test_a_country_that_no_article_names_is_found_through_its_firms(tmp_path):
    ban = article("ban", "Reuters barred Huawei.", date="2024-01-01")
    with opened(
        make_graph(tmp_path / "graph", [(ban, [told(ban, REUTERS, "bars", HUAWEI, ban.text, "barred")])])
    ) as graph:
        assert words(ask(graph, "who bars PRC?")) == ["Reuters bars Huawei, of China, as told on 2024-01-01"]
        with pytest.raises(QueryError, match="nobody named 'France'"):
            ask(graph, "who bars France?")


def test_an_empty_graph_knows_nobody(tmp_path):
    with opened(make_graph(tmp_path / "graph", [])) as graph, pytest.raises(QueryError, match="nobody named 'China'"):
        ask(graph, "who restricts China today, and who says so?")


@pytest.mark.model
def test_a_scanner_and_an_entity_listing_are_found_in_real_sentences(tmp_path):
    from kg.extraction.extractor import load_extractor

    news = article(
        "news",
        "The Netherlands has banned exports of ASML’s most advanced scanners to China. The U.S. Commerce "
        "Department added SMIC to its Entity List in December 2020. Japan is considering a ban on SMIC.",
        date="2024-01-02",
        publisher="Harbour Post",
    )
    with opened(make_graph(tmp_path / "graph", [(news, load_extractor().extract(news))])) as graph:
        answer = ask(graph, "who restricts China today, and who says so?", scope=COUNTRY)
        assert answer.headline.startswith("China is restricted by the Netherlands and the United States (")
        assert words(answer) == [
            "the Netherlands bars ASML, in or to China, as told on 2024-01-02",
            "the United States (U.S. Commerce Department) sanctions SMIC, of China, from 2020-12",
        ]

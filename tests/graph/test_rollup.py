"""Roll-up: whom an entity counts for, and what becomes of a statement between two of them."""

import pytest

from kg.graph.rollup import RollUp, described_in, rolled, rolled_statement, table_of_actors
from kg.records import Statement
from tests.graph.factory import CHINA, HUAWEI, NAMES, POLAND, REUTERS, SEED, TRUMP, US, actor, article, local, told
from tests.graph.graphs import ONTOLOGY, make_graph, opened

ACTOR, COUNTRY = RollUp.ACTOR, RollUp.COUNTRY

EU = actor("EU", "European Union", "bloc")
COMMISSION = actor("EuropeanCommission", "European Commission", "government", part_of=EU.id)
COMPETITION = actor("DGComp", "Directorate-General for Competition", "agency", part_of=COMMISSION.id)
COMMERCE = actor("Commerce", "Department of Commerce", "agency", part_of=US.id, country=US.id)
BIS = actor("BIS", "Bureau of Industry and Security", "agency", part_of=COMMERCE.id, country=US.id)
REGULATOR = actor("UKE", "Polish regulator", "agency", country=POLAND.id)
SEJM = actor("Sejm", "Sejm", "legislature", country=POLAND.id)
RIGHTS = actor("ECHR", "European Court of Human Rights", "court")
PARTY = actor("CCP", "Chinese Communist Party", "organization", country=CHINA.id)
ARMY = actor("PLA", "People's Liberation Army", "agency", part_of=PARTY.id, country=CHINA.id)
POLITBURO = actor("Politburo", "Politburo", "organization", part_of=PARTY.id, country=CHINA.id)
CHIPS = actor("HiSilicon", "HiSilicon", "company", part_of=HUAWEI.id, country=CHINA.id)
PHONE = actor("Mate", "Mate 60", "product", part_of=HUAWEI.id)
SATELLITES = actor("BeiDou", "BeiDou", "product", country=CHINA.id)
SCANNER = actor("Scanner", "Scanner", "product")
CHIEF = actor("Chief", "Chief", "person", part_of=COMMISSION.id, country=POLAND.id)
MANAGER = actor("Manager", "Manager", "person", part_of=HUAWEI.id, country=POLAND.id)
FIRMS = local("a", "Chinese tech firms", "group", country=CHINA.id)
SOMEBODY = local("a", "unknown", "unknown")
LENS = actor("DUV", "DUV lithography", "technology")

KNOWN = {
    entity.id: entity
    for entity in (CHINA, US, POLAND, EU, COMMISSION, COMPETITION, COMMERCE, BIS, PARTY, HUAWEI, PHONE, CHIPS)
}
lookup = KNOWN.get


@pytest.mark.parametrize(
    ("entity", "as_actor", "as_country"),
    [
        (BIS, US, US),
        (COMMERCE, US, US),
        (COMPETITION, EU, EU),
        (COMMISSION, EU, EU),
        (REGULATOR, POLAND, POLAND),
        (SEJM, POLAND, POLAND),
        (RIGHTS, RIGHTS, RIGHTS),
        (ARMY, CHINA, CHINA),
        (PARTY, PARTY, CHINA),
        (POLITBURO, PARTY, CHINA),
        (PHONE, HUAWEI, CHINA),
        (SATELLITES, SATELLITES, CHINA),
        (SCANNER, SCANNER, SCANNER),
        (HUAWEI, HUAWEI, CHINA),
        (CHIPS, CHIPS, CHINA),
        (TRUMP, TRUMP, US),
        (CHIEF, CHIEF, EU),
        (MANAGER, MANAGER, CHINA),
        (REUTERS, REUTERS, REUTERS),
        (FIRMS, FIRMS, CHINA),
        (SOMEBODY, SOMEBODY, SOMEBODY),
        (LENS, LENS, LENS),
        (EU, EU, EU),
        (US, US, US),
    ],
    ids=lambda value: value.name,
)
def test_whom_an_entity_counts_for(entity, as_actor, as_country):
    assert rolled(entity, ACTOR, lookup) == as_actor
    assert rolled(entity, COUNTRY, lookup) == as_country


def test_what_nobody_describes_ends_the_way():
    nothing = {}.get
    assert rolled(BIS, ACTOR, nothing) == BIS
    assert rolled(BIS, COUNTRY, {COMMERCE.id: COMMERCE}.get) == COMMERCE
    assert rolled(HUAWEI, COUNTRY, nothing) == HUAWEI
    assert rolled(MANAGER, COUNTRY, {POLAND.id: POLAND}.get) == POLAND


def test_a_chain_that_leads_back_ends():
    one = actor("One", "One", "agency", part_of=NAMES.entity("Two"))
    two = actor("Two", "Two", "agency", part_of=one.id)
    own = actor("Own", "Own", "company", part_of=NAMES.entity("Own"))
    ring = {one.id: one, two.id: two, own.id: own}.get
    for level in RollUp:
        assert rolled(one, level, ring) == one
        assert rolled(two, level, ring) == two
        assert rolled(own, level, ring) == own
    at_home = actor("One", "One", "agency", part_of=two.id, country=POLAND.id)
    assert rolled(at_home, ACTOR, {two.id: two, POLAND.id: POLAND}.get) == POLAND


def test_rolling_up_twice_is_rolling_up_once():
    for entity in (*KNOWN.values(), REGULATOR, POLITBURO, CHIEF, MANAGER, FIRMS, SCANNER, SOMEBODY):
        for level in RollUp:
            once = rolled(entity, level, lookup)
            assert rolled(once, level, lookup) == once


def test_a_statement_between_those_whom_its_ends_count_for():
    assert rolled_statement(Statement(BIS, "bars", PHONE), ACTOR, lookup) == Statement(US, "bars", HUAWEI)
    assert rolled_statement(Statement(BIS, "bars", PHONE), COUNTRY, lookup) == Statement(US, "bars", CHINA)
    assert rolled_statement(Statement(US, "bars", LENS), COUNTRY, lookup) == Statement(US, "bars", LENS)


def test_what_is_within_one_actor_is_no_statement_of_its_country():
    inside = Statement(COMMERCE, "pressures", BIS)
    assert rolled_statement(inside, ACTOR, lookup) is None
    sale = Statement(HUAWEI, "sellsTo", FIRMS)
    assert rolled_statement(sale, ACTOR, lookup) == sale
    assert rolled_statement(sale, COUNTRY, lookup) is None


def test_the_ends_of_a_symmetric_relation_are_sorted_again():
    deal = Statement(BIS, "agreesWith", HUAWEI)
    assert deal.subject.id < deal.object.id
    symmetric = frozenset({"agreesWith"})
    assert rolled_statement(deal, COUNTRY, lookup, symmetric) == Statement(CHINA, "agreesWith", US)
    assert rolled_statement(deal, COUNTRY, lookup) == Statement(US, "agreesWith", CHINA)


def test_a_graph_describes_its_own_and_the_tables_the_rest(tmp_path):
    from tests.graph.factory import seed_evidence

    with opened(make_graph(tmp_path / "graph", [(SEED, seed_evidence())])) as graph:
        found = described_in(graph)
        assert found(US.id) == US  # as the article has it, with fewer names than the tables
        assert found(NAMES.entity("TikTok")).name == "TikTok"
        assert found(NAMES.entity("Netherlands")).type == "country"  # not a capital that stands for it
        assert found(NAMES.entity("Nobody")) is None
        tiktok = found(NAMES.entity("TikTok"))
        assert [rolled(tiktok, level, found).name for level in RollUp] == ["ByteDance", "China"]
        asml = found(NAMES.entity("ASML"))
        assert rolled(asml, COUNTRY, found).name == "Netherlands"


def test_every_known_actor_comes_to_an_end_and_state_bodies_to_a_state():
    tables = table_of_actors(ONTOLOGY)
    homeless = set()
    for entity in tables.values():
        end = rolled(entity, COUNTRY, tables.get)
        assert rolled(end, COUNTRY, tables.get) == end
        if entity.type in ("agency", "government", "legislature", "court", "company", "person"):
            homeless |= {entity.name} if end.type not in ("country", "bloc") else set()
    assert homeless == {"International Criminal Court", "European Court of Human Rights"}


def test_what_one_article_leaves_out_another_may_tell(tmp_path):
    poor, rich = actor("Orvane", "Orvane", "company"), actor("Orvane", "Orvane", "company", country=POLAND.id)
    strange = actor("Orvane", "Orvane", "company", country=CHINA.id)
    articles = [article(name, "Poland barred Orvane.") for name in "abc"]
    evidence = [
        told(document, POLAND, "bars", one, document.text, "barred")
        for document, one in zip(articles, (poor, rich, strange), strict=True)
    ]
    both = list(zip(articles, ([one] for one in evidence), strict=True))
    with opened(make_graph(tmp_path / "two", both[:2])) as graph:
        found = described_in(graph)
        assert rolled(poor, COUNTRY, found) == POLAND
        assert rolled(poor, ACTOR, found) is poor
    with opened(make_graph(tmp_path / "three", both)) as graph:
        assert rolled(poor, COUNTRY, described_in(graph)) is poor  # which of two firms of one name, nobody says

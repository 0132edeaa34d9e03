"""PLOVER's records: the mapping names real ones, and what counts as right is right."""

import tomllib

import pytest

from benchmarks.actors import Actor, Matcher
from benchmarks.plover import LOOKED_AT, MAPPING, PREFIX, RECORDS, Coded, looked_at, read_json, read_records
from kg.entities.gazetteer import load_gazetteer
from kg.ontology import load_ontology
from kg.resources import shipped
from tests.benchmarks.data import data_with

TABLE = tomllib.loads(MAPPING.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def gazetteer():
    ontology = load_ontology()
    return load_gazetteer(shipped("ontology") / "entities", types=ontology.types, namespaces=ontology.namespaces)


@pytest.fixture(scope="module")
def match(gazetteer):
    return Matcher(gazetteer)


def argument(gazetteer, surface, mention=None):
    entity = gazetteer.lookup(surface)[0].entity
    return {"id": entity.id, "name": entity.name, "type": entity.type, "mention": mention or surface}


@pytest.mark.parametrize(
    ("text", "sector", "surface", "same"),
    [
        ("Hungarian", "GOV", "Hungary", True),
        ("Moscow", "", "Russia", True),
        ("French President Jacques Chirac", "GOV", "France", True),
        ("U.S.", "", "United States", True),
        ("Haiti's", "GOV", "Haiti", True),
        ("U.N. Security Council", "", "Security Council", True),
        ("Palestinian rebels", "REB", "Israel", False),
        ("Afghan rebels", "REB", "Afghanistan", False),  # who fights a state is not that state
        ("Rebels in the Ivory Coast", "REB", "Ivory Coast", False),
        ("Israelis", "CVL", "Israel", True),
        ("Albanians of southern Serbia", "CVL", "Albania", False),
        ("Red Cross operating in Iraq", "", "Iraq", False),
        ("United Nations", "", "United States", False),
    ],
)
def test_who_is_a_countrys(match, gazetteer, text, sector, surface, same):
    assert match(Actor(text, sector), argument(gazetteer, surface)) is same


def test_names_match_by_their_words(match):
    def of(name, mention):
        return {"id": "local", "name": name, "type": "person", "mention": mention}

    assert match(Actor("Zimbabwean Prime Minister Robert Mugabe"), of("Robert Mugabe", "Mugabe"))
    assert match(Actor("rebels in Darfur"), of("rebels", "the rebels"))
    assert not match(Actor("Sudanese government"), of("government", "government"))  # anybody's
    assert not match(Actor("Robert Mugabe"), of("Robert Moffat", "Moffat"))


def record(**fields):
    return {
        "id": f"{PREFIX}DEMAND-0001",
        "event": "DEMAND",
        "text": "A demands B.",
        "source": [{"actorText": "A"}],
        "target": [{"actorText": "B"}],
    } | fields


def test_records_take_the_relation_of_their_class_or_their_own():
    mapping = {
        "DEMAND": {"relations": ["pressures"], "not": {"0002": "no"}, "records": {"0003": ["sues"]}},
        "FIGHT": {"records": {"SANCTION-0010": ["bars"]}},
    }
    raw = [
        record(),
        record(id=f"{PREFIX}DEMAND-0002"),
        record(id=f"{PREFIX}DEMAND-0003"),
        record(id=f"{PREFIX}SANCTION-0010", event="FIGHT"),
        record(id=f"{PREFIX}FIGHT-0010", event="FIGHT"),
        record(id=f"{PREFIX}DEMAND-0004", target=""),  # nobody on the other side
        record(id=f"{PREFIX}DEMAND-0005", source=[{"actorText": "A"}, {"actorText": "B"}], target=""),
    ]
    found = {coded.name: coded for coded in read_records(raw, mapping)}
    assert {name: coded.relations for name, coded in found.items()} == {
        "DEMAND-0001": ("pressures",),
        "DEMAND-0003": ("sues",),
        "SANCTION-0010": ("bars",),
        "DEMAND-0005": ("pressures",),
    }
    assert [actor.text for actor in found["DEMAND-0005"].targets] == ["B"]


@pytest.mark.parametrize(
    ("found", "right"),
    [
        (("A", "bars", "B"), set(LOOKED_AT)),
        (("B", "bars", "A"), {"relation"}),
        (("A", "sues", "B"), {"source", "target", "direction"}),
        (("A", "bars", "C"), {"source", "relation"}),
        (("B", "agreesWith", "A"), {"source", "target", "direction"}),
    ],
)
def test_what_is_right(found, right):
    coded = Coded("x", "", (Actor("A"),), (Actor("B"),), ("bars",))
    line = {"subject": found[0], "predicate": found[1], "object": found[2]}
    assert looked_at(coded, [line], lambda actor, name: actor.text == name, frozenset({"agreesWith"})) == right


def test_the_mapping_has_a_reason_wherever_a_class_is_none_of_ours():
    relations = load_ontology().relations
    for told in TABLE.values():
        assert ("relations" in told) != bool(told.get("reason"))
        named = [*told.get("relations", []), *(r for own in told.get("records", {}).values() for r in own)]
        assert set(named) <= set(relations)
        assert not set(told.get("not", {})) & set(told.get("records", {}))


@pytest.mark.data
def test_the_mapping_names_real_records():
    raw = read_json(data_with(str(RECORDS)) / RECORDS)
    names = {value["id"].removeprefix(PREFIX) for value in raw}
    assert {value["event"] for value in raw} == set(TABLE)
    for event, told in TABLE.items():
        for key in (*told.get("records", {}), *told.get("not", {})):
            assert {key, f"{event}-{key}"} & names, f"{event} {key}"
    assert (len(raw), len(list(read_records(raw, TABLE)))) == (322, 115)

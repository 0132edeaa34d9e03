"""What a user may write in Turtle and in tables, and how a mistake is answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.entities.gazetteer import ACTOR_COLUMNS, load_gazetteer
from kg.errors import OntologyError
from kg.extraction import arguments, roles
from kg.lexicon import EARLIER, ROLES, load_lexicon
from kg.ontology import load_ontology
from kg.records import Modality, Phase, Polarity
from kg.resources import shipped

PREFIXES = """
@prefix d: <https://w3id.org/faultline/ontology#> .
@prefix lex: <https://w3id.org/faultline/lexicon#> .
@prefix my: <https://example.org/my#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
RELATION = """
d:subsidizes a d:Relation ; rdfs:label "subsidizes" ; d:inverseLabel "is subsidized by" ;
    skos:definition "Pays an actor's costs." ; rdfs:domain d:Actor ; rdfs:range d:Actor ; d:color "#123456" .
"""
FRAME = """
my:subsidize a d:Frame ; d:evokes d:subsidizes ; d:partOfSpeech "verb" ; d:word "subsidize, bankroll" ;
    d:subject "agent" ; d:object "patient" .
"""
RELATIONS = (
    "bars", "permits", "pressures", "threatens", "accuses", "denies", "sanctions", "sues", "sellsTo", "acquires",
    "agreesWith", "negotiatesWith",
)  # fmt: skip


def overlay(folder: Path, turtle: str) -> Path:
    (folder / "mine.ttl").write_text(PREFIXES + turtle, encoding="utf-8")
    return folder


def test_the_twelve_relations_and_their_groups() -> None:
    ontology = load_ontology()
    assert tuple(ontology.relations) == RELATIONS
    assert ontology.members("restricts") == ("bars", "sanctions")
    assert {name for name, relation in ontology.relations.items() if relation.symmetric} == {
        "agreesWith",
        "negotiatesWith",
    }
    assert "claim" in ontology.relations["denies"].range
    assert "claim" not in ontology.relations["bars"].range
    assert "technology" not in ontology.relations["bars"].domain


@pytest.mark.parametrize(
    ("relation", "modality", "polarity", "phase", "plover"),
    [
        ("bars", Modality.ASSERTED, Polarity.AFFIRMED, Phase.IN_FORCE, "SANCTION"),
        ("bars", Modality.ASSERTED, Polarity.AFFIRMED, Phase.ENDED, "YIELD"),
        ("bars", Modality.REQUESTED, Polarity.AFFIRMED, Phase.IN_FORCE, None),
        ("bars", Modality.ASSERTED, Polarity.NEGATED, Phase.IN_FORCE, None),
        ("denies", Modality.ASSERTED, Polarity.AFFIRMED, Phase.IN_FORCE, None),
        ("sues", Modality.ASSERTED, Polarity.AFFIRMED, Phase.IN_FORCE, "ACCUSE"),
    ],
)
def test_an_event_code_belongs_to_relation_and_status(
    relation: str, modality: Modality, polarity: Polarity, phase: Phase, plover: str | None
) -> None:
    code = load_ontology().event_code(relation, modality, polarity, phase)
    assert (code.plover if code else None) == plover


def test_a_users_relation_and_frame_are_added(tmp_path: Path) -> None:
    ontology = load_ontology(overlay(tmp_path, RELATION + FRAME))
    assert ontology.relations["subsidizes"].inverse == "is subsidized by"
    assert [frame.relation for frame in load_lexicon(ontology).frames_by_word["bankroll", "verb"]] == ["subsidizes"]
    assert set(RELATIONS) < set(ontology.relations)


def test_a_users_wording_replaces_ours_and_leaves_the_rest(tmp_path: Path) -> None:
    ontology = load_ontology(overlay(tmp_path, 'd:bars rdfs:label "keeps out" .'))
    assert ontology.relations["bars"].label == "keeps out"
    assert ontology.relations["bars"].inverse == "is barred by"


@pytest.mark.parametrize(
    ("turtle", "words"),
    [
        ("d:x a d:Relation ", ["mine.ttl:", "not valid Turtle"]),
        ('d:x a d:Relation ; rdfs:label "x" .', ["ontology#x", "inverseLabel", "found nothing"]),
        (RELATION.replace("d:Actor ; d:color", "d:Nobody ; d:color"), ["ontology#subsidizes", "Nobody", "Actor"]),
        ("d:denies d:answers d:accuse .", ["ontology#denies", "ontology#accuse>", "must be a relation", "accuses"]),
        ('d:denies d:answers "accuses" .', ["denies", "answers", "an IRI"]),
        (RELATION.replace("#123456", "blue"), ["ontology#subsidizes", "'blue'", "#c0392b"]),
        (FRAME, ["my#subsidize", "'subsidizes'", "bars"]),
        (RELATION + FRAME.replace('"verb"', '"werb"'), ["my#subsidize", "'werb'", "noun"]),
        (RELATION + FRAME.replace('"agent"', '"agent[firm]"'), ["my#subsidize", "'firm'", "company"]),
        (RELATION + FRAME.replace("subsidize, bankroll", "subsidize,,"), ["my#subsidize", "empty"]),
        (RELATION + FRAME.replace('d:object "patient"', 'd:topic "patient"'), ["my#subsidize", "d:object"]),
        ('lex:x a d:Cue ; d:word "maybe" ; d:governs "modifier" ; d:sets d:perhaps .', ["lexicon#x", "possible"]),
        ('lex:x a d:Cue ; d:word "maybe" ; d:sets d:possible .', ["lexicon#x", "governs"]),
        (RELATION.replace("domain d:Actor", 'domain "Actor"'), ["#subsidizes", "domain", "an IRI", "text 'Actor'"]),
        (RELATION.replace("range d:Actor", 'range "Actor"'), ["#subsidizes", "range", "an IRI", "text 'Actor'"]),
        (RELATION.replace('"subsidizes"', "d:bars"), ["#subsidizes", "label", "text in quotes", "ontology#bars>"]),
        ('d:bars rdfs:subPropertyOf "restricts" .', ["ontology#bars", "subPropertyOf", "an IRI", "'restricts'"]),
        ("d:bars rdfs:subPropertyOf d:restrains .", ["ontology#bars", "#restrains", "restricts"]),
        ("d:bars rdfs:subPropertyOf d:bars .", ["ontology#bars", "subPropertyOf leads back to itself"]),
        ("d:restricts rdfs:subPropertyOf d:bars .", ["subPropertyOf leads back to itself"]),
        ("d:Actor rdfs:subClassOf d:Actor .", ["ontology#Actor", "subClassOf leads back to itself"]),
        ("d:Court rdfs:subClassOf d:Actr .", ["ontology#Court", "#Actr", "did you mean d:Actor?"]),
        (
            RELATION.replace("domain d:Actor", "domain d:Technology"),
            ["#subsidizes", "can act", "#Technology", "Country"],
        ),
        (RELATION.replace("d:subsidizes", "my:bars"), ["my#bars", "'bars'", "ontology#bars>"]),
        (
            RELATION.replace("d:color", "d:speechact true ; d:color"),
            ["d:speechact", "did you mean d:speechAct?", "d:color"],
        ),
        (RELATION.replace("d:color", 'd:speechAct "yes" ; d:color'), ["speechAct must be true or false", "'yes'"]),
        (RELATION + FRAME.replace("d:Frame", "d:Fram"), ["my#subsidize", "d:Fram;", "did you mean d:Frame?"]),
        ('lex:bra d:word "banish" .', ["lexicon#bra", "d:word", "not what it is"]),
        (RELATION + FRAME.replace("d:subsidizes ;", '"subsidizes" ;'), ["my#subsidize", "evokes", "'subsidizes'"]),
        (RELATION + FRAME.replace("d:object", "d:objct"), ["my#subsidize", "d:objct", "did you mean d:object?"]),
        (
            RELATION + FRAME.replace("d:object", 'd:agentless "maybe" ; d:object'),
            ["agentless", "true or false", "maybe"],
        ),
        (RELATION + FRAME.replace('"patient"', '"pateint"'), ["my#subsidize", "'pateint'", "did you mean patient?"]),
        (RELATION + FRAME.replace('"patient"', '"on | clause/Agent"'), ["'Agent'", "did you mean agent?"]),
        (RELATION + FRAME.replace('"patient"', '"obj3ct"'), ["my#subsidize", "'obj3ct'", "undergoer", "preposition"]),
        (RELATION + FRAME.replace('"patient"', '"earlier:frees"'), ["my#subsidize", "'earlier:frees'", "accuses"]),
        (RELATION + FRAME.replace('"patient"', '"patient[]"'), ["my#subsidize", "unknown type ''", "company"]),
        (RELATION + FRAME.replace('"patient"', '"patient/"'), ["my#subsidize", "unknown role ''"]),
        (
            RELATION + FRAME.replace("d:object", 'd:when "patient =" ; d:object'),
            ["when", "'patient ='", "words after ="],
        ),
        (
            RELATION + FRAME.replace("d:object", 'd:when "on = a,,b" ; d:object'),
            ["when", "'on = a,,b'", "words after ="],
        ),
        (RELATION + FRAME.replace("d:object", 'd:when "on;; by" ; d:object'), ["when", "empty"]),
        (RELATION + FRAME.replace("d:object", 'd:example "No." ; d:object'), ["example", "=> nothing", "'No.'"]),
        (RELATION + FRAME.replace("d:object", "d:ignores lex:tryin ; d:object"), ["ignores", "lexicon#tryin"]),
        (RELATION + FRAME.replace("d:object", "d:endedBy lex:refusin ; d:object"), ["endedBy", "lexicon#refusin"]),
        (RELATION + FRAME.replace("d:object", "d:phase d:over ; d:object"), ["phase", "in-force, ended", "over"]),
        ('lex:x a d:Cue ; d:word "if" ; d:governs "claus" ; d:sets d:possible .', ["'claus'", "did you mean clause?"]),
        ('lex:x a d:Cue ; d:word "if" ; d:governs "clause" ; d:sets "possible" .', ["sets", "an IRI", "'possible'"]),
        ('lex:x a d:Cue ; d:word "if" ; d:governs "clause" ; d:set d:possible .', ["d:set;", "did you mean d:sets?"]),
        ('lex:x a d:Cue ; d:word "if" ; d:partOfSpeech "werb" ; d:governs "clause" .', ["'werb'", "adverb"]),
    ],
)
def test_a_malformed_overlay_is_refused_with_place_and_what_is_allowed(
    tmp_path: Path, turtle: str, words: list[str]
) -> None:
    with pytest.raises(OntologyError) as refused:
        load_lexicon(load_ontology(overlay(tmp_path, turtle)))
    message = str(refused.value)
    assert "\n" not in message
    assert "mine.ttl:" in message
    assert [word for word in words if word not in message] == []


def test_a_preposition_is_a_role_though_it_looks_like_the_slip_of_one(tmp_path: Path) -> None:
    roles = "ahead of | ahead | out of | with+among | vis à vis | under/place"
    lexicon = load_lexicon(load_ontology(overlay(tmp_path, RELATION + FRAME.replace('"patient"', f'"{roles}"'))))
    [frame] = lexicon.frames_by_word["bankroll", "verb"]
    assert " | ".join(str(role) for role in frame.object) == roles


def test_the_roles_and_links_of_the_lexicon_are_those_that_extraction_knows() -> None:
    assert set(ROLES) == set(roles._ROLES)
    assert EARLIER == arguments.EARLIER


def test_keys_of_other_vocabularies_are_anybodys(tmp_path: Path) -> None:
    turtle = 'd:bars my:colour "red" ; rdfs:comment "Ours." . my:note rdfs:label "note" ; my:of d:bars .'
    assert load_ontology(overlay(tmp_path, turtle)).relations["bars"].label == "bars"


def test_a_folder_that_is_none_or_empty_is_named(tmp_path: Path) -> None:
    for folder in (tmp_path / "missing", tmp_path):
        with pytest.raises(OntologyError, match=str(folder)):
            load_ontology(folder)


# ------------------------------------------------------------------ tables of actors


def table(folder: Path, *rows: str, header: str = "\t".join(ACTOR_COLUMNS)) -> Path:
    path = folder / "mine.tsv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def load(path: Path | None = None):  # type: ignore[no-untyped-def]
    ontology = load_ontology()
    extra = [path] if path else []
    folder = shipped("ontology") / "entities"
    return load_gazetteer(folder, extra, types=ontology.types, namespaces=ontology.namespaces)


@pytest.mark.parametrize(
    ("surface", "name"),
    [
        ("the White House", "United States"),
        ("Downing Street", "United Kingdom"),
        ("the Kremlin", "Russia"),
        ("Brussels", "European Union"),
        ("U.S. officials", "United States"),
        ("Britain", "United Kingdom"),
        ("Sofia", "Bulgaria"),
        ("Huawei Technologies", "Huawei"),
    ],
)
def test_metonyms_and_names_follow_the_guide(surface: str, name: str) -> None:
    gazetteer = load()
    entry = gazetteer.lookup(surface)[0]
    assert gazetteer.resolve_metonym(entry).entity.name == name


def test_longest_form_wins_and_offsets_hold() -> None:
    text = "Chips from the U.S. Commerce Department’s list"
    words = [(0, 5), (6, 10), (11, 14), (15, 19), (20, 28), (29, 39), (39, 41), (42, 46)]
    found = [(text[m.start : m.end], m.entries[0].entity.name) for m in load().find(text, words)]
    assert found == [
        ("Chips", "semiconductor"),
        ("U.S. Commerce Department", "United States Department of Commerce"),
    ]


def test_a_users_actor_is_found(tmp_path: Path) -> None:
    path = table(tmp_path, "Acme\tAcme\tcompany\tNO\t\tAcme|Acme Corp", header="\t".join(ACTOR_COLUMNS[:6]))
    entity = load(path).lookup("Acme Corp")[0].entity
    assert (entity.name, entity.type, entity.id) == ("Acme", "company", "https://w3id.org/faultline/entity/Acme")
    assert entity.country == "https://w3id.org/faultline/entity/Norway"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Acme\tAcme\tfirm", ["mine.tsv:2", "'firm'", "company"]),
        ("Ac me\tAcme\tcompany", ["mine.tsv:2", "'Ac me'", "letters"]),
        ("Acme\t\tcompany", ["mine.tsv:2", "label"]),
        ("Acme\tAcme\tcompany\tNorway", ["mine.tsv:2", "'Norway'", "two-letter"]),
        ("Acme\tAcme\tcompany\tNO\tNobody", ["mine.tsv:2", "'Nobody'", "id of a row"]),
        ("Oslo\tOslo\tplace-metonym\tNO", ["mine.tsv:2", "metonym_for"]),
        ("Acme\tAcme\tcompany\tNO\t\t\t\t2019", ["mine.tsv:2", "'2019'", "2019-01-27"]),
        ("Acme\tAcme\tcompany\tNO\t\t\t\t\t\t\t\tX1", ["mine.tsv:2", "'X1'", "Q160120"]),
        ("\t".join(["Acme"] * 14), ["mine.tsv:2", "14 cells", "13 columns"]),
        ("Acme\tAcme", ["mine.tsv:2", "2 cells", "3 are needed for id, label, type"]),
        ("Acme\tAcme\tcompany\t\t\tAcme||ACME", ["mine.tsv:2", "aliases 'Acme||ACME'", "empty"]),
        ("Acme\tAcme\tcompany\t\t\t\t\t2020-01-01\t2019-01-01", ["mine.tsv:2", "valid_to '2019-01-01'", "2020-01-01"]),
        ("Acme\tAcme\tcompany\t\tAcme", ["mine.tsv:2", "part_of leads back to itself: Acme → Acme"]),
        (
            "Acme\tAcme\tcompany\t\tBolt\nBolt\tBolt\tcompany\t\tAcme",
            ["mine.tsv:2", "part_of leads back to itself: Acme → Bolt → Acme"],
        ),
        ("EU\tEuropean Union\tbloc\t\tEuropeanCommission", ["EU → EuropeanCommission → EU"]),
        ("Oslo\tOslo\tplace-metonym\t\t\t\tOslo", ["mine.tsv:2", "metonym_for leads back to itself"]),
        ("Acme\tAcme\tcompany\nAcme\tAcme Inc\tcompany", ["mine.tsv:3", "id 'Acme'", "already in line 2"]),
    ],
)
def test_a_bad_row_is_refused_with_its_line(tmp_path: Path, row: str, words: list[str]) -> None:
    with pytest.raises(OntologyError) as refused:
        load(table(tmp_path, row))
    assert [word for word in words if word not in str(refused.value)] == []


def test_a_users_row_with_an_id_of_ours_replaces_it(tmp_path: Path) -> None:
    gazetteer = load(table(tmp_path, "Huawei\tHuawei of mine\tcompany"))
    assert gazetteer.entries["Huawei"].entity.name == "Huawei of mine"
    assert gazetteer.lookup("Huawei Technologies") == ()


@pytest.mark.parametrize(
    ("header", "words"),
    [("id\tlabel", ["'type' is missing"]), ("id\tlabel\ttype\tcolour", ["unknown column 'colour'", "aliases"])],
)
def test_a_bad_header_is_refused(tmp_path: Path, header: str, words: list[str]) -> None:
    with pytest.raises(OntologyError) as refused:
        load(table(tmp_path, header=header))
    assert [word for word in words if word not in str(refused.value)] == []


def test_a_table_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "latin.tsv").write_bytes("id\tlabel\ttype\nA\tBjörk\tcompany\n".encode("latin-1"))
    for name, reason in (("missing.tsv", "cannot be read"), ("latin.tsv", "not UTF-8")):
        with pytest.raises(OntologyError, match=f"{name}.*{reason}"):
            load(tmp_path / name)

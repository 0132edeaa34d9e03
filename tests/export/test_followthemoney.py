"""FollowTheMoney entities, read back and checked by followthemoney itself."""

import io
import json
from collections import Counter
from pathlib import Path

import pytest

from kg.errors import ExportError
from kg.export.followthemoney import ACTOR_SCHEMATA, FACT_SCHEMATA, ftm_schema, write_followthemoney
from kg.export.redaction import WithoutQuotes
from kg.graph.facts import Category
from kg.graph.network import FACTS, edges_of
from kg.ontology import load_ontology
from tests.export.invented import invented_graph
from tests.graph.factory import CHINA, HUAWEI, US, actor, article, month, told
from tests.graph.graphs import ONTOLOGY, everything, make_graph, opened

ftm = pytest.importorskip(
    "followthemoney", reason="followthemoney is not installed: nothing to read the file back with"
)

DOCS = Path(__file__).parents[2] / "docs" / "followthemoney.md"


def written(graph, **options):
    stream = io.BytesIO()
    write_followthemoney(graph, stream, **options)
    return [json.loads(line) for line in stream.getvalue().decode("utf-8").splitlines()]


def of(entities, schema):
    return [entity for entity in entities if entity["schema"] == schema]


def check(entities):
    """Whether followthemoney takes every entity and keeps every value as it is."""
    ids = {entity["id"] for entity in entities}
    assert len(ids) == len(entities)
    for data in entities:
        proxy = ftm.model.get_proxy(data, cleaned=False)  # cleans: what it does not take is gone
        proxy.schema.validate(data)
        kept = proxy.to_dict()["properties"]
        assert {name: sorted(values) for name, values in kept.items()} == {
            name: sorted(values) for name, values in data["properties"].items()
        }
        for prop, value in proxy.itervalues():
            if prop.type.name == "entity":
                assert value in ids
                (target,) = (one for one in entities if one["id"] == value)
                assert ftm.model.get(target["schema"]).is_a(prop.range), (data["schema"], prop.name, target["schema"])


def test_followthemoney_takes_every_entity_and_value(demo_graph):
    check(written(demo_graph))


@pytest.mark.parametrize("seed", [1, 2])
def test_so_of_every_type_relation_and_status(tmp_path, seed):
    with opened(invented_graph(tmp_path / "g", actors=40, links=120, seed=seed)) as graph:
        entities = written(graph)
        edges = [edge for state in graph.states() for edge in edges_of(state)]
    check(entities)
    counts = Counter(entity["schema"] for entity in entities)
    assert counts["UnknownLink"] == len(edges)
    in_fact = [edge for edge in edges if edge.kind.split(":")[1] in ("fact", "ended")]
    assert counts["Sanction"] == sum(edge.state.statement.predicate == "sanctions" for edge in in_fact) > 0
    assert counts["CourtCase"] == sum(edge.state.statement.predicate == "sues" for edge in in_fact) > 0
    assert counts["CourtCaseParty"] == 2 * counts["CourtCase"]
    assert counts["Article"] == 1
    assert sum(counts[schema] for schema in ACTOR_SCHEMATA) == 40


def test_a_demand_never_looks_like_a_fact(tmp_path):
    document = article(
        "a", "The US asked China to sanction Huawei. China may sue Huawei. It planned sanctions.", date="2020-05-15"
    )
    first, second, third = document.text.split(". ")
    evidence = [
        told(document, CHINA, "sanctions", HUAWEI, first, "sanction", status="requested", time=month("2020-04")),
        told(document, CHINA, "sues", HUAWEI, second, "sue", status="possible"),
        told(document, US, "sanctions", HUAWEI, third, "sanctions", status="planned"),
        told(document, US, "sues", HUAWEI, third, "planned", status="negated"),
        told(document, US, "bars", HUAWEI, third, "It", status="party", attribution=(CHINA,)),
    ]
    with opened(make_graph(tmp_path / "g", [(document, evidence)])) as graph:
        entities = written(graph)
    assert {entity["schema"] for entity in entities} == {"PublicBody", "Company", "Article", "UnknownLink"}
    links = of(entities, "UnknownLink")
    assert sorted((link["properties"]["role"][0], link["properties"]["status"][0]) for link in links) == [
        ("bars (claimed by China)", "only claimed"),
        ("did not take legal action against (did not)", "not so"),
        ("may take legal action against (considered)", "only considered"),
        ("to sanction (asked for, not done)", "only asked for"),
        ("to sanction (planned)", "only planned"),
    ]
    for link in links:
        assert "startDate" not in link["properties"] and link["properties"]["date"] == ["2020-05-15"]
        assert "told as fact" not in json.dumps(link)


def test_facts_of_sanctions_and_lawsuits_have_their_own_schema_beside_the_link(tmp_path):
    ban = article("a", "China sanctioned Huawei. China sued Huawei.", date="2020-05-15", publisher="CNBC", title="Hit")
    end = article("b", "China dropped its suit against Huawei.", date="2021-05-15", publisher="BBC")
    rows = [
        (
            ban,
            [
                told(ban, CHINA, "sanctions", HUAWEI, "China sanctioned Huawei.", "sanctioned", time=month("2020-04")),
                told(ban, CHINA, "sues", HUAWEI, "China sued Huawei.", "sued", time=month("2020-03")),
            ],
        ),
        (end, [told(end, CHINA, "sues", HUAWEI, end.text, "dropped", status="ended", time=month("2021-04"))]),
    ]
    with opened(make_graph(tmp_path / "g", rows)) as graph:
        entities = written(graph)
    names = {entity["id"]: entity["properties"]["name"][0] for entity in entities if "name" in entity["properties"]}
    (sanction,) = of(entities, "Sanction")
    properties = sanction["properties"]
    assert [names[id] for id in properties["entity"]] == ["Huawei"]
    assert (properties["authority"], properties["country"]) == (["China"], ["cn"])
    assert (properties["status"], properties["startDate"], properties["date"]) == (
        ["in force"],
        ["2020-04"],
        ["2020-05-15"],
    )
    assert "endDate" not in properties
    assert (properties["publisher"], names[properties["proof"][0]]) == (["CNBC"], "Hit")
    assert properties["description"][0].startswith("“China sanctioned Huawei.” (CNBC, Hit, 2020-05-15) [e-")
    (case,) = of(entities, "CourtCase")
    assert case["properties"]["name"] == ["China takes legal action against Huawei"]
    assert (case["properties"]["fileDate"], case["properties"]["closeDate"]) == (["2020-03"], ["2021-04"])
    assert case["properties"]["status"] == ["ended"]
    assert "(by now ended)" in case["properties"]["summary"][0]
    parties = of(entities, "CourtCaseParty")
    assert [(names[p["properties"]["party"][0]], p["properties"]["role"][0]) for p in parties] == [
        ("China", "takes legal action against"),
        ("Huawei", "faces legal action by"),
    ]


def test_every_statement_keeps_its_evidence(demo_graph):
    entities = written(demo_graph)
    ids = [id for link in of(entities, "UnknownLink") for id in link["properties"]["recordId"]]
    assert sorted(ids) == sorted(told.id for told in demo_graph.evidence())
    text = json.dumps(of(entities, "UnknownLink"), ensure_ascii=False)
    for told_ in demo_graph.evidence():
        assert f"[{told_.id}: " in text
        for passage in told_.passages[-1:]:
            assert json.dumps(" ".join(passage.text.split()), ensure_ascii=False)[1:-1] in text


def test_without_quotes_no_words_of_the_articles_are_written(demo_graph):
    bare = written(WithoutQuotes(demo_graph))
    with_quotes, without = (json.dumps(one, ensure_ascii=False) for one in (written(demo_graph), bare))
    for told_ in demo_graph.evidence():
        for passage in told_.passages:
            assert passage.text.split("\n")[0][:40] in with_quotes
            assert passage.text[:40] not in without
    assert "body, characters" in without
    check(bare)


def test_actors_keep_names_country_and_ids(demo_graph):
    entities = written(demo_graph)
    (huawei,) = of(entities, "Company")[:1]
    assert huawei["properties"] == {
        "alias": ["Huawei Technologies"],
        "country": ["cn"],
        "keywords": ["company"],
        "name": ["Huawei"],
        "wikidataId": ["Q160120"],
    }
    actors = [entity for entity in entities if "keywords" in entity["properties"]]
    assert {entity["properties"]["name"][0]: entity["schema"] for entity in actors} == {
        **dict.fromkeys(("Huawei", "Veltrix"), "Company"),
        **dict.fromkeys(("Nordia", "United States", "Poland", "Germany"), "PublicBody"),
        "Donald Trump": "Person",
        "Chinese tech firms": "LegalEntity",
        "these claims": "Note",
    }


def test_a_choice_of_statuses(demo_graph):
    roles = {link["properties"]["status"][0] for link in of(written(demo_graph, include=FACTS), "UnknownLink")}
    assert roles == {"in force"}
    assert written(demo_graph, include={Category.HYPOTHETICAL}) == []


def test_ids_come_from_content_and_bytes_are_the_same(tmp_path):
    streams = []
    for name, rows in (("g", everything()), ("h", everything()[::-1])):
        with opened(make_graph(tmp_path / name, rows)) as graph:
            stream = io.BytesIO()
            write_followthemoney(graph, stream)
            streams.append(stream.getvalue())
    assert streams[0] == streams[1]
    assert streams[0].endswith(b"}\n")


def test_names_and_texts_that_json_or_followthemoney_could_trip_over(tmp_path):
    strange = actor("odd", 'A "B"\u2028\\ C  D', "company", aliases=("  x  y ",), wikipedia="A?b#c d")
    document = article("a", "Line one\nbars\u2028 <b>China</b>.", title="\tT\n", publisher=" P ")
    document = type(document)(**{**document.__dict__, "url": "ftp://example.org/x"})
    evidence = told(document, strange, "bars", CHINA, document.text, "bars")
    with opened(make_graph(tmp_path / "g", [(document, [evidence])])) as graph:
        entities = written(graph)
    check(entities)
    assert "sourceUrl" not in json.dumps(entities)


def test_an_empty_graph_is_an_empty_file(tmp_path):
    with opened(make_graph(tmp_path / "g", [])) as graph:
        assert written(graph) == []


def test_the_ontology_gives_every_type_a_schema_that_there_is():
    for type in ONTOLOGY.types.values():
        schema = ftm_schema(type, ONTOLOGY, ACTOR_SCHEMATA)
        assert schema and not ftm.model.get(schema).abstract
    for relation in ONTOLOGY.relations.values():
        assert ftm_schema(relation, ONTOLOGY, FACT_SCHEMATA) in {"", *FACT_SCHEMATA}


def test_a_schema_that_cannot_be_written_is_refused(tmp_path, demo_graph):
    (tmp_path / "mine.ttl").write_text(
        '@prefix d: <https://w3id.org/faultline/ontology#> .\nd:Group a d:EntityType ; d:ftmSchema "Vessel" .\n'
    )
    with pytest.raises(
        ExportError, match=r"ontology#Group>: ftmSchema 'Vessel' cannot be written; allowed are Asset, "
    ):
        ftm_schema(load_ontology(tmp_path).types["group"], load_ontology(tmp_path), ACTOR_SCHEMATA)


def test_the_page_shows_the_mapping_of_the_ontology():
    page = DOCS.read_text(encoding="utf-8")
    for name, type in ONTOLOGY.types.items():
        assert f"| {name} | `{ftm_schema(type, ONTOLOGY, ACTOR_SCHEMATA)}` |" in page
    for relation in ONTOLOGY.relations.values():
        schema = ftm_schema(relation, ONTOLOGY, FACT_SCHEMATA)
        assert (f"| {relation.label} | `{schema}` |" in page) == bool(schema)

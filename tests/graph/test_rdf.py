from dataclasses import replace

import pytest
from pyoxigraph import BlankNode, NamedNode

from kg.graph import vocabulary as v
from kg.graph.rdf import article_quads
from kg.graph.reader import ArticleReader
from kg.ontology import load_ontology
from kg.records import Cue, Field, Passage, RolePath, Time
from tests.graph.factory import (
    AUSTRALIA,
    FIRMS,
    FIVE_G,
    GERMANY,
    HUAWEI,
    POLAND,
    REUTERS,
    RUN,
    SEED,
    TIMES,
    US,
    actor,
    article,
    passage,
    seed_evidence,
    since,
    told,
)

ONTOLOGY = load_ontology()


def read_back(document, evidence):
    quads = article_quads(document, evidence, RUN, ONTOLOGY)
    name = quads[0].graph_name.value
    reader = ArticleReader(name, lambda node: [q for q in quads if q.subject == node], ONTOLOGY)
    return reader, [reader.evidence(ONTOLOGY.namespaces.evidence(e.id)) for e in evidence]


def test_what_goes_in_comes_out_equal():
    reader, found = read_back(SEED, seed_evidence())
    assert found == seed_evidence()
    assert [e.id for e in found] == [e.id for e in seed_evidence()]
    assert reader.document() == SEED
    assert reader.document().digest == SEED.digest
    assert reader.run() == RUN


def strange():
    title = "“Ärger” \\u0041 in\tBerlin"
    document = article(
        "odd/päth with spaces#1", 'One.\r\n\nX "said" \\n it.\nShe barred it. 🚀 Then\x0bmore', title=title
    )
    first, second = passage(document, 'X "said" \\n it.'), passage(document, "She barred it.")
    base = told(document, AUSTRALIA, "bars", FIVE_G, "She barred it.", "barred")
    return document, [
        replace(base, passages=(first, second), subject_mention=passage(document, "X"), confidence=0.1 + 0.2),
        replace(
            base,
            passages=(second, passage(document, "🚀")),
            trigger=passage(document, "She"),
            attribution=(TIMES, REUTERS, GERMANY),
        ),
        replace(
            base, trigger=Passage(Field.TITLE, 0, 7, "“Ärger”"), passages=(Passage(Field.TITLE, 0, len(title), title),)
        ),
        replace(base, trigger=passage(document, "it"), about=(US, POLAND, FIVE_G), content=("e-2", "e-1")),
        replace(
            base, trigger=passage(document, "One"), time=Time("../2020", None, "2020-12-31", "interval"), place=FIRMS
        ),
        replace(
            base,
            trigger=passage(document, "more"),
            time=since("2012"),
            roles=(RolePath("subject", 'a "b" > c', second), RolePath("object", "", first)),
            cues=(Cue("modality: requested", first), Cue("a", second)),
        ),
    ]


@pytest.mark.parametrize("number", range(6))
def test_odd_texts_two_passages_and_orders_survive(number):
    document, evidence = strange()
    reader, found = read_back(document, evidence)
    assert found[number] == evidence[number]
    assert reader.document() == document


@pytest.mark.parametrize("wikipedia", ["European_Union", "AT&T 100%?", "https://de.wikipedia.org/wiki/Straße", None])
def test_an_entity_comes_back_with_its_page_and_the_order_of_its_names(wikipedia):
    entity = actor(
        "X", "X (company)", "company", wikipedia=wikipedia, aliases=("b", "a", "é"), country=US.id, part_of=HUAWEI.id
    )
    document = article("a", "X barred 5G.")
    _, [found] = read_back(document, [told(document, entity, "bars", FIVE_G, document.text, "barred")])
    assert found.statement.subject == entity


def test_there_are_no_blank_nodes_and_one_graph():
    quads = article_quads(SEED, seed_evidence(), RUN, ONTOLOGY)
    assert {q.graph_name for q in quads} == {NamedNode("https://w3id.org/faultline/article/cnbc-huawei-5g")}
    assert not any(isinstance(part, BlankNode) for q in quads for part in (q.subject, q.object))
    assert len(quads) == len(set(quads))


def test_an_article_with_an_address_is_named_by_it():
    document = article("https://example.org/a b?x=1", "")
    assert article_quads(document, [], RUN, ONTOLOGY)[0].graph_name == NamedNode("https://example.org/a%20b?x=1")


def test_every_term_of_ours_is_defined_in_the_ontology():
    document, evidence = strange()
    quads = article_quads(SEED, seed_evidence(), RUN, ONTOLOGY) + article_quads(document, evidence, RUN, ONTOLOGY)
    ours = {
        t.value
        for q in quads
        for t in (q.predicate, q.object)
        if isinstance(t, NamedNode) and v.PREFIXES["d"] in t.value
    }
    assert ours <= set(ONTOLOGY.resources.table)
    assert len(ours) > 40


def test_the_text_is_left_out_when_not_asked_for():
    quads = article_quads(SEED, seed_evidence(), RUN, ONTOLOGY, with_text=False)
    assert not [q for q in quads if q.predicate == v.BODY]
    assert [q for q in quads if q.predicate.value.endswith("digest")]


def test_a_statement_of_two_articles_is_one_node():
    one, other = (article(name, "Poland barred Huawei.") for name in "ab")
    nodes = [
        {
            q.object
            for q in article_quads(d, [told(d, POLAND, "bars", HUAWEI, d.text, "barred")], RUN, ONTOLOGY)
            if q.predicate.value.endswith("#statement")
        }
        for d in (one, other)
    ]
    assert nodes[0] == nodes[1]

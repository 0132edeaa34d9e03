"""A graph of everything that breaks files: quotes, control characters, scripts that run leftwards, no dates, loops."""

from __future__ import annotations

from dataclasses import replace

from kg.graph import Graph
from kg.records import Document, Evidence, Review
from tests.graph.factory import CHINA, HUAWEI, POLAND, RUN, US, actor, article, local, month, told, year
from tests.graph.graphs import ONTOLOGY

LONG = "Committee " + "for the Examination of Very Long Names " * 40
ODD = actor("Odd", 'A&B <"Holding">\'s\x0b\x1f, “Ltd.”;\t=1+1', "company", country=CHINA.id, aliases=("x\ny", "&amp;"))
RIGHT_TO_LEFT = actor("RightToLeft", "شركة الاتصالات \u202eلوم\u202c", "company")
EMOJI = actor("Emoji", "🚀 Räkete 株式会社 \U0010fffd e\u0301", "company", wikidata="Q1")
LENGTHY = actor("Lengthy", LONG, "organization")
PAIR = tuple(sorted((POLAND, EMOJI), key=lambda e: e.id))


def nasty() -> list[tuple[Document, list[Evidence]]]:
    """Five articles: undated, of odd addresses and titles, each telling something in an odd way."""
    quoted = Document(
        id="päth/with space & 'quote'.txt",
        title='=HYPERLINK("http://x")\x00 & \x1b[31m"Red"\ufffe',
        text='She said "no"\\\n\ttwice; \\u0041 – <b>“Übel”</b> ]]> 🚀\r\nA&B was barred.\u2028End.',
        date="2024-02-29",
        publisher="+Post & Co; \"'",
        url="https://example.org/?a=1&b=<2>",
    )
    undated = article("undated", "=cmd|' /C calc'!A0 barred Huawei, اتصالات said.", title="-1")
    loop = article("loop", "China sued China in 2023.", date="2023-05-01", publisher="@Loop")
    pair = article("pair", "Both held talks, and ended them, \U0010fffd.", date="2022-12-31", publisher="Post, Inc.")
    groups = article("groups", "Firms, “of no name”\vat all; were barred.", date="2021-01-01")
    firms = local("groups", "firms, “of no name”\vat all; & others, more than six words long", "group")
    return [
        (
            quoted,
            [
                told(quoted, US, "bars", ODD, 'said "no"\\\n\ttwice', "said", time=month("2024-02")),
                told(quoted, ODD, "denies", US, "A&B was barred.\u2028End.", "barred", status="negated"),
            ],
        ),
        (
            undated,
            [
                told(undated, ODD, "bars", HUAWEI, undated.text, "barred"),
                replace(
                    told(undated, RIGHT_TO_LEFT, "bars", HUAWEI, undated.text, "barred", status="party requested"),
                    attribution=(ODD, LENGTHY),
                    confidence=0.123456789,
                ),
            ],
        ),
        (loop, [told(loop, CHINA, "sues", CHINA, loop.text, "sued", time=year("2023"))]),
        (
            pair,
            [
                told(pair, *_between("negotiatesWith"), pair.text, "talks"),
                replace(
                    told(pair, *_between("negotiatesWith"), pair.text, "ended", status="ended"),
                    review=Review.ACCEPTED,
                ),
            ],
        ),
        (
            groups,
            [
                replace(
                    told(groups, LENGTHY, "bars", firms, groups.text, "barred", place=US, about=(EMOJI, ODD)),
                    review=Review.CORRECTED,
                    corrects="e-000000000000",
                )
            ],
        ),
    ]


def _between(predicate):
    return PAIR[0], predicate, PAIR[1]


def nasty_graph(path):
    """The folder of a closed graph of them."""
    with Graph.open(path, create=True, ontology=ONTOLOGY) as graph:
        for document, evidence in nasty():
            graph.replace(document, evidence, RUN)
    return path

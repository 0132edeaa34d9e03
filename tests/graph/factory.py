"""Records made by hand, as extraction would make them; evidence is found by its words in the text."""

from __future__ import annotations

from kg.iris import Namespaces
from kg.records import (
    Cue,
    Document,
    Entity,
    Evidence,
    Field,
    Modality,
    Passage,
    Phase,
    Polarity,
    RolePath,
    Run,
    Statement,
    Time,
    Voice,
)

NAMES = Namespaces()
RUN = Run(version="0.1.0", ontology="0123abcd", model="test-1")


def actor(key: str, name: str, type: str, **fields) -> Entity:
    return Entity(NAMES.entity(key), name, type, **fields)


CHINA = actor("China", "China", "country", wikidata="Q148", aliases=("Beijing", "PRC"))
US = actor(
    "UnitedStates",
    "United States",
    "country",
    wikidata="Q30",
    wikipedia="United_States",
    aliases=("U.S.", "Washington", "America"),
)
POLAND = actor("Poland", "Poland", "country", wikidata="Q36", wikipedia="Poland")
GERMANY = actor("Germany", "Germany", "country", wikidata="Q183", aliases=("Berlin",))
AUSTRALIA = actor("Australia", "Australia", "country", wikidata="Q408")
HUAWEI = actor("Huawei", "Huawei", "company", wikidata="Q160120", country=CHINA.id, aliases=("Huawei Technologies",))
TRUMP = actor("DonaldTrump", "Donald Trump", "person", country=US.id)
ADMINISTRATION = actor("TrumpAdministration", "Trump administration", "government", part_of=US.id, country=US.id)
TIMES = actor("NewYorkTimes", "The New York Times", "media", wikidata="Q9684", aliases=("the Times", "New York Times"))
REUTERS = actor("Reuters", "Reuters", "media", wikidata="Q130879")
FIVE_G = actor("5G", "5G", "technology")


def local(document: str, name: str, type: str, **fields) -> Entity:
    return Entity(NAMES.local_entity(document, name), name, type, local=True, **fields)


def passage(document: Document, words: str, *, within: str = "", field: Field = Field.BODY) -> Passage:
    """The first place of some words in an article, or in a sentence of it."""
    text = document.field_text(field)
    start = text.index(words, text.index(within) if within else 0)
    return Passage(field, start, start + len(words), words)


def told(
    document: Document,
    subject: Entity,
    predicate: str,
    object: Entity,
    quote: str,
    trigger: str,
    *,
    status: str = "",
    time: Time | None = None,
    field: Field = Field.BODY,
    **fields,
) -> Evidence:
    """Evidence in one sentence; `status` names modality, polarity, phase and voice in any order ("requested", "party
    ended").
    """
    words = set(status.split())
    sentence = passage(document, quote, field=field)

    def chosen(kind):
        return next((term for term in kind if term.value in words), next(iter(kind)))

    return Evidence(
        statement=Statement(subject, predicate, object),
        document=document.id,
        passages=(sentence,),
        trigger=passage(document, trigger, within=quote, field=field),
        modality=chosen(Modality),
        polarity=chosen(Polarity),
        phase=chosen(Phase),
        voice=chosen(Voice),
        time=time,
        **({"subject_mention": None, "object_mention": None, "frame": "frame", "rule": "rule"} | fields),
    )


def year(value: str) -> Time:
    return Time(value, f"{value}-01-01", f"{value}-12-31", "year")


def month(value: str) -> Time:
    return Time(value, f"{value}-01", f"{value}-28", "month")


def since(value: str) -> Time:
    return Time(f"{value}/..", f"{value}-01-01", None, "interval")


SEED = Document(
    id="cnbc-huawei-5g",
    title="Trump administration pushing allies to bar China’s Huawei in race for 5G networking",
    text=(
        "The U.S. has been urging diplomatic allies such as Britain, Poland and Germany to bar China-based firms "
        "from building its 5G, according to the Times.\n\n"
        "Since 2012, Huawei has been barred from selling equipment in the U.S. because of security concerns by the "
        "U.S. government.\n\n"
        "Although Huawei has denied these claims, Reuters reported last month that Trump was considering an executive "
        "order that would bar U.S. companies from using equipment made by Huawei."
    ),
    date="2019-01-27",
    publisher="CNBC",
    url="https://example.org/cnbc?a=1&b=2",
)
FIRMS = local(SEED.id, "Chinese tech firms", "group", country=CHINA.id)
CLAIM = local(SEED.id, "these claims", "claim")

_URGING = SEED.text.split("\n\n")[0]
_BARRED = SEED.text.split("\n\n")[1]
_DENIED = SEED.text.split("\n\n")[2]


def seed_evidence() -> list[Evidence]:
    """The first article: only the United States bars Huawei; Poland and Germany are asked to bar Chinese firms."""
    asked = [
        told(SEED, country, "bars", FIRMS, _URGING, "bar", status="requested", about=(FIVE_G,))
        for country in (POLAND, GERMANY)
    ]
    pressed = [
        told(
            SEED,
            US,
            "pressures",
            inner.statement.subject,
            _URGING,
            "urging",
            status="media",
            attribution=(TIMES,),
            content=(inner.id,),
            about=(FIVE_G,),
            frame="pressures/urge",
            rule="verb-object-infinitive",
            subject_mention=passage(SEED, "The U.S."),
            object_mention=passage(SEED, inner.statement.subject.name),
            roles=(
                RolePath("subject", "nsubj", passage(SEED, "The U.S.")),
                RolePath("object", "obj>nmod", passage(SEED, "Poland")),
            ),
            cues=(Cue("voice: media", passage(SEED, "according to")),),
            confidence=0.93,
        )
        for inner in asked
    ]
    barred = told(SEED, US, "bars", HUAWEI, _BARRED, "barred", time=since("2012"), place=US)
    considered = told(SEED, TRUMP, "bars", HUAWEI, _DENIED, "bar", status="possible media", attribution=(REUTERS,))
    denied = told(SEED, HUAWEI, "denies", US, _DENIED, "denied")
    denied_claim = told(SEED, HUAWEI, "denies", CLAIM, _DENIED, "denied")
    return [*asked, *pressed, barred, considered, denied, denied_claim]


def article(id: str, text: str, *, date: str | None = None, publisher: str | None = None, title: str = "") -> Document:
    return Document(id=id, text=text, title=title, date=date, publisher=publisher)


NORDIA = actor("Nordia", "Nordia", "country")
VELTRIX = actor("Veltrix", "Veltrix", "company", country=CHINA.id)

BAN = article("ban", "Nordia barred Veltrix in March 2024.", date="2024-03-20", publisher="Harbour Post")
LIFT = article("lift", "Nordia lifted its ban on Veltrix in January 2025.", date="2025-02-03", publisher="Reuters")


def lifted_ban() -> list[tuple[Document, list[Evidence]]]:
    """Two articles: a ban, and its end ten months later."""
    return [
        (BAN, [told(BAN, NORDIA, "bars", VELTRIX, BAN.text, "barred", time=month("2024-03"))]),
        (LIFT, [told(LIFT, NORDIA, "bars", VELTRIX, LIFT.text, "ban", status="ended", time=month("2025-01"))]),
    ]

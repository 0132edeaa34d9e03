"""One JSON line per evidence: what `kg extract --format jsonl` prints and `kg evaluate --predicted` reads."""

from __future__ import annotations

import json

from kg.records import Document, Entity, Evidence, Passage

Json = dict[str, object]
# Line ends to `str.splitlines` and some readers, though not to JSON, which escapes the others itself.
_LINE_ENDS = {ord(char): f"\\u{ord(char):04x}" for char in "\x85\u2028\u2029"}


def evidence_line(evidence: Evidence, document: Document) -> str:
    """One line of JSON without its newline; the same evidence gives the same bytes."""
    return json.dumps(evidence_record(evidence, document), ensure_ascii=False).translate(_LINE_ENDS)


def evidence_record(evidence: Evidence, document: Document) -> Json:
    """An evidence with its statement, status and place, offsets in code points.

    `evidence` is the passage that holds the trigger. Where coreference joins two, the other is `antecedent`,
    a key that is there only then.
    """
    trigger = evidence.trigger
    telling = next((p for p in evidence.passages if _holds(p, trigger)), evidence.passages[0])
    others = [passage for passage in evidence.passages if passage != telling]
    return {
        "id": evidence.id,
        "document": evidence.document,
        "article": {
            "title": document.title,
            "publisher": document.publisher,
            "date": document.date,
            "url": document.url,
        },
        "subject": _argument(evidence.statement.subject, evidence.subject_mention),
        "predicate": evidence.statement.predicate,
        "object": _argument(evidence.statement.object, evidence.object_mention),
        "modality": evidence.modality.value,
        "polarity": evidence.polarity.value,
        "phase": evidence.phase.value,
        "voice": evidence.voice.value,
        "attribution": [_reference(speaker) for speaker in evidence.attribution],
        "time": evidence.time.value if evidence.time else None,
        "place": _reference(evidence.place) if evidence.place else None,
        "about": [_reference(topic) for topic in evidence.about],
        "content": list(evidence.content),
        "evidence": _passage(telling),
        **({"antecedent": _passage(others[0])} if others else {}),
        "trigger": trigger.text,
        "rule": evidence.rule,
        "confidence": round(evidence.confidence, 4),
        "review": evidence.review.value,
    }


def _holds(passage: Passage, inner: Passage) -> bool:
    return passage.field == inner.field and passage.start <= inner.start and inner.end <= passage.end


def _argument(entity: Entity, mention: Passage | None) -> Json:
    return {
        "id": entity.id,
        "name": entity.name,
        "type": entity.type,
        "wikidata": entity.wikidata,
        "mention": mention.text if mention else None,
        "start": mention.start if mention else None,
        "end": mention.end if mention else None,
    }


def _reference(entity: Entity) -> Json:
    return {"id": entity.id, "name": entity.name}


def _passage(passage: Passage) -> Json:
    return {"text": passage.text, "field": passage.field.value, "start": passage.start, "end": passage.end}

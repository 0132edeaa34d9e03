"""PLOVER's coded sentences as foreign gold: ``python -m benchmarks.plover --data DIR``.

PLOVER's gold standard records are sentences of an event coder's manual, each with source, target and event class; they
were written by others, for another purpose, about other topics. `plover.toml` says which classes and records are our
relations and why the others are none. A record's triple is looked for among all that is found in its sentence; status
is not compared, as PLOVER codes an offer, an end and a threat as events of their own. `benchmarks/actors.py` has the
rule by which an entity is a record's actor; of several sources or targets one is enough.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.actors import Actor, Matcher
from benchmarks.baseline import baseline_records
from benchmarks.figures import share
from benchmarks.gold import DATA, predict
from kg.evaluation.gold import Json
from kg.extraction.extractor import Extractor, load_extractor
from kg.records import Document

RECORDS = Path("plover") / "plover-gsr-cameo.json"
MAPPING = Path(__file__).with_name("plover.toml")
PREFIX = "PLOVER-GSR01-"
LOOKED_AT = ("source", "target", "direction", "relation", "all")


@dataclass(frozen=True)
class Coded:
    """In a sentence, one of the sources does what one of the relations says to one of the targets."""

    name: str
    text: str
    sources: tuple[Actor, ...]
    targets: tuple[Actor, ...]
    relations: tuple[str, ...]


def main() -> int:
    """Print one line a figure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.plover", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help=f"folder of public data (default: {DATA})")
    parser.add_argument("--show", action="store_true", help="list the records with what was found in them")
    options = parser.parse_args()
    for line in lines(load_extractor(), options.data / RECORDS, show=options.show):
        print(line, flush=True)
    return 0


def lines(extractor: Extractor, path: Path, *, show: bool = False) -> Iterator[str]:
    """All figures: what is mapped, then the extractor and both baselines, in all and by relation."""
    raw = read_json(path)
    records = list(read_records(raw, tomllib.loads(MAPPING.read_text(encoding="utf-8"))))
    yield f"PLOVER: {len(raw)} records, {len(records)} of them with a relation of ours"
    ways: dict[str, Callable[[Document], Iterable[Json]]] = {
        "extractor": predict(extractor),
        "baseline": lambda document: baseline_records(extractor, document),
        "baseline with references": lambda document: baseline_records(extractor, document, references=True),
    }
    match = Matcher(extractor.linker.gazetteer)
    both_ways = extractor.ontology.symmetric
    for name, found in ways.items():
        right = {record.name: looked_at(record, list(found(_document(record))), match, both_ways) for record in records}
        for what in LOOKED_AT:
            yield f"{name}, {what} right: {share(sum(what in r for r in right.values()), len(right))}"
        for relation in sorted({record.relations[0] for record in records}):
            of = [record for record in records if record.relations[0] == relation]
            yield f"  {name}, {relation}, all right: {share(sum('all' in right[r.name] for r in of), len(of))}"
        if show and name == "extractor":
            for record in records:
                yield from _shown(record, right[record.name], found(_document(record)))


def _document(record: Coded) -> Document:
    return Document(record.name, record.text)


def _shown(record: Coded, right: frozenset[str], found: Iterable[Json]) -> Iterator[str]:
    wanted = [" / ".join(actor.text for actor in side) for side in (record.sources, record.targets)]
    yield f"{record.name} {' '.join(sorted(right)) or '-'}: {wanted[0]} {'|'.join(record.relations)} {wanted[1]}"
    yield f"    {record.text}"
    for line in found:
        yield f"    found: {line['subject']['name']} {line['predicate']} {line['object']['name']}"


def read_json(path: Path) -> list[Json]:
    """The records of PLOVER's file without the one that documents it."""
    return [record for record in json.loads(path.read_text(encoding="utf-8")) if record["event"] != "DOCUMENT"]


def read_records(raw: Iterable[Json], mapping: Json) -> Iterator[Coded]:
    """The records that the mapping gives a relation and that have two sides.

    A record is named `class-number`; its number alone will do in the table of its own class.
    """
    for record in raw:
        told, name = mapping[record["event"]], record["id"].removeprefix(PREFIX)
        number = name.removeprefix(record["event"] + "-")
        own = told.get("records", {}).get(number)
        relations = own or ([] if number in told.get("not", {}) else told.get("relations", []))
        sources, targets = _actors(record.get("source")), _actors(record.get("target"))
        if relations and sources and not targets:  # "Compound actor": both are sources
            sources, targets = sources[:1], sources[1:]
        if relations and sources and targets:
            yield Coded(name, record["text"].strip(" {}"), sources, targets, tuple(relations))


def _actors(values: Any) -> tuple[Actor, ...]:
    """Some records have a text or an empty text where a list should be."""
    known = [value for value in values or () if isinstance(value, dict)]
    return tuple(Actor(" ".join(value["actorText"].split()), value.get("sector") or "") for value in known)


def looked_at(
    record: Coded, found: Iterable[Json], match: Callable[[Actor, Json], bool], both_ways: frozenset[str]
) -> frozenset[str]:
    """What of LOOKED_AT is right in some statement found; *direction* is the pair, in the order of its relation."""
    right: set[str] = set()
    for line in found:
        sides = [(line["subject"], line["object"])]
        if line["predicate"] in both_ways:
            sides.append((line["object"], line["subject"]))
        relation = line["predicate"] in record.relations
        for subject, object_ in sides:
            source = any(match(actor, subject) for actor in record.sources)
            target = any(match(actor, object_) for actor in record.targets)
            held = (source, target, source and target, relation, source and target and relation)
            right.update(what for what, is_right in zip(LOOKED_AT, held, strict=True) if is_right)
    return frozenset(right)


if __name__ == "__main__":
    sys.exit(main())

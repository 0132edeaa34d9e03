"""All figures: ``python -m benchmarks [--data DIR] [--repeat N]``; what needs public data only where that is."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from benchmarks import speed


def main() -> int:
    """Print one line a figure; speed first, as its measure of memory wants a process that is still small."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    speed.add_options(parser)
    options = parser.parse_args()
    parts = (
        speed.lines(options.data, options.repeat),
        _of_scale(options.repeat),
        _of_exports(),
        _of_serving(),
        _of_copies(),
        _of_extraction(options.data),
        _of_language(options.data),
    )
    for line in chain.from_iterable(parts):
        print(line, flush=True)
    return 0


def _of_scale(repeat: int) -> Iterator[str]:
    from benchmarks import scale

    yield from scale.lines(repeat)


def _of_exports() -> Iterator[str]:
    from benchmarks import export_scale

    yield from export_scale.lines(export_scale.SIZES, export_scale.FORMATS)


def _of_serving() -> Iterator[str]:
    from benchmarks import serve

    yield from serve.lines()


def _of_copies() -> Iterator[str]:
    from benchmarks import syndication

    yield from syndication.lines()


def _of_extraction(data: Path) -> Iterator[str]:
    from benchmarks import baseline, mutations, parser_cost, plover
    from benchmarks.gold import DEVELOPMENT
    from kg.extraction.extractor import load_extractor

    extractor = load_extractor()
    yield from baseline.lines(extractor, DEVELOPMENT)
    yield from mutations.lines(extractor, DEVELOPMENT)
    if (data / plover.RECORDS).exists():
        yield from plover.lines(extractor, data / plover.RECORDS)
    else:
        yield f"PLOVER: not measured, there is no {data / plover.RECORDS}"
    if (data / "ud-ewt").is_dir() and (data / "gum").is_dir():
        yield from parser_cost.lines(extractor, data)
    else:
        yield f"errors of the parser: not measured, there is no ud-ewt or no gum in {data}"


def _of_language(data: Path) -> Iterator[str]:
    if not (data / "ud-ewt").is_dir():
        yield f"accuracy of the model: not measured, there is no {data / 'ud-ewt'}"
        return

    from benchmarks.language import figures
    from kg.language.pipeline import load_pipeline

    yield from figures(load_pipeline(), data)


if __name__ == "__main__":
    sys.exit(main())

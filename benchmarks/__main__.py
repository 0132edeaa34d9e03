"""All figures: ``python -m benchmarks [--data DIR] [--repeat N]``; accuracy of the model only where its data is."""

from __future__ import annotations

import argparse
import sys

from benchmarks import speed


def main() -> int:
    """Print one line a figure; speed first, as its measure of memory wants a process that is still small."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    speed.add_options(parser)
    options = parser.parse_args()
    for line in speed.lines(options.data, options.repeat):
        print(line, flush=True)
    if not (options.data / "ud-ewt").is_dir():
        print(f"accuracy of the model: not measured, there is no {options.data / 'ud-ewt'}")
        return 0

    from benchmarks.language import figures
    from kg.language.pipeline import load_pipeline

    for line in figures(load_pipeline(), options.data):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

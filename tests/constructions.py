"""Write the page of constructions from the frozen parses: what each is, what is found in it, what is not yet.

python -m tests.constructions      # writes docs/constructions.md
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.support import PARSES, FrozenParse, read_parses

PAGE = Path(__file__).parents[1] / "docs" / "constructions.md"
_VARIANTS = ("affirmed", "negated", "reported", "passive")
_HEAD = """\
# Constructions

How news tells a statement, and what Faultline finds in it. Each construction is a file of frozen parses under
`tests/parses/`: sentences with the statements that they must give, run as tests without the language model. A parse
that was corrected by hand shows what the rules do when the parser is right; raw text may fare worse. This page is
written from those files by `python -m tests.constructions`.

A statement is *subject relation object*, in brackets what of its status is not plain (`negated`, `requested`,
`planned`, `possible`, `hypothetical`, `ended`), then who says so. *must not* counts the sentences that must give
nothing, or nothing more than they say; *corrected* those whose parse was mended by hand.

"""


def page() -> str:
    """The whole page."""
    files = sorted(PARSES.glob("*.conllu"))
    parts = [_HEAD, *_table(files), "\n## Not handled\n\n", *_not_handled(files)]
    return "".join(parts)


def _table(files: list[Path]) -> Iterator[str]:
    yield "| construction | example | negated | reported | passive | sentences | must not | corrected | not handled |\n"
    yield "|---|---|---|---|---|---|---|---|---|\n"
    totals = [0, 0, 0, 0]
    for path in files:
        parses = read_parses(path)
        shown = [_shown(_first(parses, variant)) for variant in _VARIANTS]
        innocent = sum(parse.variant == "must-not" for parse in parses)
        failing = sum("known-failure" in parse.comments for parse in parses)
        corrected = sum("parse-corrected" in parse.name for parse in parses)
        counts = [len(parses), innocent, corrected, failing]
        totals = [total + count for total, count in zip(totals, counts, strict=True)]
        cells = [f"**{path.stem}**: {_about(path)}", *shown, *map(str, counts)]
        yield f"| {' | '.join(cells)} |\n"
    yield f"| all | | | | | {' | '.join(map(str, totals))} |\n"


def _not_handled(files: list[Path]) -> Iterator[str]:
    yield "Each is a test that must fail until somebody mends it.\n\n"
    yield "| construction | sentence | should give | why not |\n|---|---|---|---|\n"
    for path in files:
        for parse in read_parses(path):
            reason = parse.comments.get("known-failure")
            if reason:
                yield f"| {path.stem} | {_cell(parse.text)} | {_expected(parse)} | {_cell(reason)} |\n"


def _about(path: Path) -> str:
    found = re.match(r"# about = (.*)", path.read_text(encoding="utf-8"))
    return _cell(found[1]) if found else ""


def _first(parses: list[FrozenParse], variant: str) -> FrozenParse:
    return next(parse for parse in parses if parse.variant == variant)


def _shown(parse: FrozenParse) -> str:
    return f"*{_cell(parse.text)}*<br>{_expected(parse)}"


def _expected(parse: FrozenParse) -> str:
    return _cell(parse.comments["expect"]).replace("; ", "<br>")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")

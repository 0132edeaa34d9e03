"""The folder of public data that the benchmarks read, or a test skipped."""

import os
from pathlib import Path

import pytest


def data_with(part: str) -> Path:
    """The folder, if it has `part`; FAULTLINE_DATA names another than ../shared/data beside the checkout."""
    folder = Path(os.environ.get("FAULTLINE_DATA", Path(__file__).parents[3] / "shared" / "data"))
    if not (folder / part).exists():
        pytest.skip(f"{folder}: no {part}; set FAULTLINE_DATA")
    return folder

"""Every benchmark can be started: what it imports is there."""

import importlib
from pathlib import Path

import pytest

import benchmarks

NAMES = sorted(path.stem for path in Path(benchmarks.__file__).parent.glob("*.py") if path.stem != "__main__")


@pytest.mark.parametrize("name", NAMES)
def test_a_benchmark_imports_what_is_there(name):
    importlib.import_module(f"benchmarks.{name}")

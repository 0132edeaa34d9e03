"""The command line over an extractor without a model, unless a test asks for the shipped one."""

import sys
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

from kg.cli.program import program as main
from tests.fake_extractor import FakeExtractor

WITHOUT_MODEL = f"""
import sys
from types import ModuleType
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from tests.fake_extractor import FakeExtractor
import kg.cli
module = ModuleType("kg.extraction.extractor")
module.load_extractor = lambda **options: FakeExtractor()
sys.modules["kg.extraction.extractor"] = module
kg.cli.main(sys.argv[1:], prog_name="kg")
"""
"""The command in a process of its own."""


@pytest.fixture
def loaded(monkeypatch):
    """Extractors that commands asked for, with their options."""
    calls: list[dict] = []

    def load_extractor(**options):
        calls.append(options)
        return FakeExtractor()

    module = ModuleType("kg.extraction.extractor")
    module.load_extractor = load_extractor
    monkeypatch.setitem(sys.modules, "kg.extraction.extractor", module)
    return calls


@pytest.fixture
def kg(loaded, tmp_path, monkeypatch):
    """Runs a command in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments, input=None):
        return CliRunner().invoke(main, [str(argument) for argument in arguments], input=input)

    return run


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text("---\ntitle: Ban\ndate: 2025-01-01\npublisher: CNBC\n---\nPoland bars Huawei.")
    (folder / "b.txt").write_text("---\ndate: 2025-06-01\n---\nSpain pressures Poland. Spain bars Huawei.")
    return folder


@pytest.fixture
def graph(kg, articles):
    assert kg("build", articles, "--graph", "graph").exit_code == 0
    return "graph"

"""The built wheel, installed alone in an environment elsewhere, runs the demonstration."""

import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

pytestmark = [pytest.mark.slow, pytest.mark.model]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (path,) = out.glob("*.whl")
    return path


def test_the_wheel_ships_our_own_articles_and_not_the_news_article(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert sorted(Path(name).name for name in names if "/seeds/" in name) == [
        "demo.toml",
        "orvane-1-ban.txt",
        "orvane-2-lawsuit.txt",
        "orvane-3-talks.txt",
        "orvane-4-lifted.txt",
        "orvane-5-export-ban.txt",
        "orvane-6-syndicated.txt",
        "orvane-7-denial.txt",
    ]
    assert any(name.endswith("_data/ontology/disputes.ttl") for name in names)
    assert any(name.startswith("kg/language/model/") and name.endswith(".onnx") for name in names)
    assert not any(name.startswith(("tests/", "training/", "benchmarks/")) for name in names)


def test_the_wheel_alone_runs_the_demo(wheel, tmp_path):
    """A new environment; only what the wheel depends on is lent from ours, so the test needs no network."""
    home = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    python = str(home / "bin" / "python")
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", str(wheel)],
        check=True,
        capture_output=True,
    )
    (packages,) = home.glob("lib/python*/site-packages")
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    where = subprocess.run(
        [python, "-c", "import kg; print(kg.__file__)"], cwd=tmp_path, capture_output=True, text=True
    )
    assert where.stdout.startswith(str(packages))
    result = subprocess.run(
        [str(home / "bin" / "kg"), "demo", "out"], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8"
    )
    assert result.returncode == 0, result.stderr
    for name in ("graph.ttl", "graph.graphml", "graph.gexf", "statements.csv"):
        assert (tmp_path / "out" / name).stat().st_size > 0
        assert name in result.stdout
    assert "Velmora bars Orvane Networks" in result.stdout

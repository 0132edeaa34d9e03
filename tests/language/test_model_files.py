"""A model that is missing or broken is told in one line that names the file."""

import hashlib
import json
from pathlib import Path

import pytest
import spacy

from kg.errors import ModelError
from kg.language.model_files import LEMMAS, META, NETWORK, VOCABULARY, open_model
from kg.language.pipeline import load_pipeline


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A model folder whose sums are right, around a network that is none."""
    content = {NETWORK: b"no network", VOCABULARY: b"[UNK]\n[CLS]\n[SEP]\n", LEMMAS: b"{}"}
    for name, data in content.items():
        (tmp_path / name).write_bytes(data)
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in content.items()}
    labels: dict[str, list[str]] = {key: ["X"] for key in ("tag", "pos", "lemma", "dep", "name")}
    biases = {"subject": 0, "object": 0, "nobody": 0, "unsaid": 0}
    meta = {"name": "en_test", "version": "0", "sha256": sums, "labels": labels, "biases": biases}
    (tmp_path / META).write_text(json.dumps(meta))
    return tmp_path


def complaint(folder: Path) -> str:
    with pytest.raises(ModelError) as caught:
        open_model(folder)
    message = str(caught.value)
    assert "\n" not in message
    return message


@pytest.mark.parametrize("name", [NETWORK, VOCABULARY, LEMMAS, META])
def test_a_missing_file(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert f"{folder / name}: No such file" in complaint(folder)


@pytest.mark.parametrize("name", [NETWORK, VOCABULARY, LEMMAS])
def test_a_file_cut_short(folder: Path, name: str) -> None:
    (folder / name).write_bytes((folder / name).read_bytes()[:1])
    assert f"{folder / name}: broken" in complaint(folder)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"sha256": {}, "labels": {}}', "not json"])
def test_a_description_that_is_none(folder: Path, text: str) -> None:
    (folder / META).write_text(text)
    assert f"{folder / META}: not the description" in complaint(folder)


def test_a_network_that_is_none(folder: Path) -> None:
    assert f"{folder / NETWORK}: not a network" in complaint(folder)


@pytest.mark.parametrize("name", ["en_no_such_pipeline", "/no/such/folder"])
def test_an_unknown_pipeline(name: str) -> None:
    with pytest.raises(ModelError, match=r"not found; allowed are no name \(the shipped model\)") as caught:
        load_pipeline(name)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("spacy", r"spacy: cannot be loaded: .*; allowed are no name"),
        ("pytest", r"pytest: cannot be loaded: .*; allowed are no name"),
        ("", "the name of the model is empty; allowed are no name"),
        (" ", "the name of the model is empty; allowed are no name"),
    ],
)
def test_a_name_that_is_no_pipeline(name: str, message: str) -> None:
    with pytest.raises(ModelError, match=message) as caught:
        load_pipeline(name)
    assert "\n" not in str(caught.value)


def test_a_folder_without_a_pipeline(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="allowed are"):
        load_pipeline(str(tmp_path))


def test_a_pipeline_that_sets_too_little(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match=r"no component sets token\.tag, token\.dep, token\.lemma, doc\.ents"):
        load_pipeline(str(tmp_path / "blank"))


def test_a_pipeline_for_another_language(tmp_path: Path) -> None:
    spacy.blank("de").to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match="only English"):
        load_pipeline(str(tmp_path / "blank"))

"""The files of the shipped model: read, checked against their sums, and opened."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Nothing is sent to anybody's server: onnxruntime reads this once, when it is imported.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime  # after the line above, which it would not see later
from onnxruntime.capi import onnxruntime_pybind11_state as state

from kg.errors import ModelError
from kg.language.reader import Biases

NETWORK, VOCABULARY, LEMMAS, META = "network.onnx", "vocabulary.txt", "lemmas.json", "meta.json"
SHIPPED = Path(__file__).with_name("model")
_UNUSABLE = (
    state.Fail,
    state.InvalidArgument,
    state.InvalidGraph,
    state.InvalidProtobuf,
    state.NotImplemented,
    state.RuntimeException,
)
_LAYERS = ("tag", "pos", "lemma", "dep", "name")


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """An opened model: its network, and what its numbers mean."""

    name: str
    version: str
    digest: str  # of all its files, for provenance
    session: Any  # onnxruntime.InferenceSession
    vocabulary: list[str]
    labels: dict[str, list[str]]
    lemmas: dict[str, dict[str, str]]
    biases: Biases


def open_model(folder: Path = SHIPPED) -> ModelFiles:
    """Read a model folder; raise ModelError, naming the file, where one is missing, cut short or altered."""
    meta_bytes = _read(folder / META)
    try:
        meta = json.loads(meta_bytes)
        sums: dict[str, str] = meta["sha256"]
        labels = {key: list(meta["labels"][key]) for key in _LAYERS}
        name, version = str(meta["name"]), str(meta["version"])
        biases = Biases(**{key: float(meta["biases"][key]) for key in ("subject", "object", "nobody", "unsaid")})
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{folder / META}: not the description of a Faultline model ({error})") from error
    content = {}
    for file in (NETWORK, VOCABULARY, LEMMAS):
        content[file] = _read(folder / file)
        found = hashlib.sha256(content[file]).hexdigest()
        if found != sums.get(file):
            raise ModelError(
                f"{folder / file}: broken or of another model (SHA-256 {found[:12]}…, {META} says "
                f"{str(sums.get(file))[:12]}…); install Faultline again"
            )
    return ModelFiles(
        name,
        version,
        hashlib.sha256(meta_bytes).hexdigest()[:16],  # meta.json holds the sums of the others
        _session(folder / NETWORK, content[NETWORK]),
        content[VOCABULARY].decode("utf-8").splitlines(),
        labels,
        json.loads(content[LEMMAS]),
        biases,
    )


def _session(path: Path, network: bytes) -> Any:
    """One thread and sequential execution: the same numbers on every run, one session a core."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
    except _UNUSABLE as error:
        raise ModelError(f"{path}: not a network that onnxruntime {onnxruntime.__version__} can run") from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path}: {error.strerror or error}; install Faultline again") from error

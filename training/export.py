"""The trained network → the files of ``kg/language/model``: one int8 ONNX graph, word pieces, labels, lemmas, sums."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from kg.language.lemmas import LemmaTable
from kg.language.reader import LINKS
from training.network import Network
from training.reading import BRANCH, Reader
from training.windows import BLANK_LINE, Labels

INPUTS = ("pieces", "shapes", "breaks", "first", "last")
OUTPUTS = ("starts", "arcs", "deps", "tag", "pos", "lemma", "names", "relations", "links", "reach")
NETWORK, VOCABULARY, LEMMAS, META = "network.onnx", "vocabulary.txt", "lemmas.json", "meta.json"


class OneWindow(nn.Module):
    """The network over one window without padding, as the run time calls it.

    Inputs: ``pieces``, ``shapes``, ``breaks`` [T]; ``first``, ``last`` [N]. Outputs: ``starts`` [N] (1 where a
    sentence starts), ``arcs`` [N, 1 + N] scores with the root first, ``deps`` [N, labels] scores for the best head,
    numbers of ``tag``, ``pos`` and ``lemma`` [N], ``names`` [N, labels] scores; ``relations`` [N, 12] scores
    and ``links`` [N, 8 x 64] vectors and ``reach`` [N, 37] scores, as ``kg.language.reader`` reads them.
    """

    def __init__(self, network: Network, reader: Reader) -> None:
        super().__init__()
        self.network = network
        self.reader = reader

    def forward(
        self, pieces: Tensor, shapes: Tensor, breaks: Tensor, first: Tensor, last: Tensor
    ) -> tuple[Tensor, ...]:
        """One window; see the class."""
        net = self.network
        states = net.encoder.states(pieces[None], shapes[None], breaks[None], None)
        h = net.pooled(states[-1], first[None], last[None])
        starts = (net.start(h)[0, :, 0] > 0) | (breaks.gather(0, first) == BLANK_LINE)
        arcs, heads = net.arcs(h, starts.long().cumsum(0)[None])
        deps = net.labels(h, heads, arcs.argmax(-1))
        numbers = [net.layers[key](h)[0].argmax(-1).int() for key in ("tag", "pos", "lemma")]
        read = self.reader(torch.cat([states[BRANCH - 1], states[-1]], -1)[:, first], None)
        links = torch.cat([read.links[name] for name in LINKS], -1)
        told = read.relations[0], links[0], read.reach[0]
        return starts.int(), arcs[0], deps[0], *numbers, net.name(h)[0], *told


def export(
    network: Network,
    reader: Reader,
    labels: Labels,
    lemmas: LemmaTable,
    vocabulary: Path,
    out: Path,
    version: str,
) -> None:
    """Write every file beside ``out``, then put them there one by one."""
    with TemporaryDirectory(dir=out.parent) as folder:
        made = Path(folder)
        write_network(network, reader, made / NETWORK)
        shutil.copyfile(vocabulary, made / VOCABULARY)
        (made / LEMMAS).write_text(_json(lemmas), encoding="utf-8")
        sums = {name: hashlib.sha256((made / name).read_bytes()).hexdigest() for name in (NETWORK, VOCABULARY, LEMMAS)}
        biases = dict(zip(("subject", "object", "nobody", "unsaid"), reader.bias.tolist(), strict=True))
        meta = {"name": "en_faultline", "version": version, "sha256": sums, "labels": vars(labels), "biases": biases}
        (made / META).write_text(_json(meta), encoding="utf-8")
        out.mkdir(parents=True, exist_ok=True)
        for path in sorted(made.iterdir()):
            path.chmod(0o644)
            path.rename(out / path.name)


def write_network(network: Network, reader: Reader, path: Path) -> None:
    """Trace in float32 and quantize the weights to int8, a scale per channel; activations are scaled at run time."""
    example = (*torch.zeros(3, 9, dtype=torch.long), torch.arange(1, 8), torch.arange(1, 8))
    plain = path.with_suffix(".float.onnx")
    axes = {name: {0: "T" if name in INPUTS[:3] else "N"} for name in (*INPUTS, *OUTPUTS)}
    axes["arcs"][1] = "N1"
    torch.onnx.export(
        OneWindow(network, reader).eval(),
        example,
        plain,
        input_names=list(INPUTS),
        output_names=list(OUTPUTS),
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(plain, path, weight_type=QuantType.QInt8, per_channel=True)
    plain.unlink()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=0, sort_keys=True) + "\n"

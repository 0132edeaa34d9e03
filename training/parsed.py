"""What the first lesson's network says of articles that nobody parsed: the second lesson holds on to it.

Without it the network would keep its trees on the treebanks and lose them on news.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import torch

from training.fit import predicted_sentences
from training.network import Network
from training.sentences import NAME_LABELS, NAME_TYPES
from training.statements import Reading
from training.windows import LAYERS, Batch, Window, WindowMaker

_PIECES = 4000


@torch.no_grad()
def parsed(network: Network, readings: Iterable[Reading], maker: WindowMaker) -> dict[int, Window]:
    """The windows of readings with the network's own answers for labels, by the readings' ids in memory."""
    network.eval()
    rows = torch.tensor([maker.name_sets.number(label, frozenset(NAME_TYPES)) for label in NAME_LABELS])
    found: dict[int, Window] = {}
    for group in _groups(readings):
        windows = [_unlabelled(reading) for reading in group]
        batch = Batch.of(windows)
        with torch.autocast("cpu", torch.bfloat16):
            h = network.words(batch.pieces, batch.shapes, batch.breaks, batch.piece_mask, batch.first, batch.last)
            sentence = predicted_sentences(network.start(h).squeeze(-1), batch.breaks.gather(1, batch.first))
            known = batch.starts >= 0
            arcs, heads = network.arcs(h, sentence.masked_fill(~known, -1))
            chosen = arcs.argmax(-1)
            answers = {key: network.layers[key](h).argmax(-1) for key in LAYERS}
            answers["dep"] = network.labels(h, heads, chosen).argmax(-1)
            names = rows[network.name(h).argmax(-1)]
        for b, (reading, window) in enumerate(zip(group, windows, strict=True)):
            n = len(window.first)
            window.sentence = sentence[b, :n].tolist()
            window.starts = [int(i == 0 or s != window.sentence[i - 1]) for i, s in enumerate(window.sentence)]
            window.heads = chosen[b, :n].tolist()
            window.names = names[b, :n].tolist()
            window.layers = {key: answer[b, :n].tolist() for key, answer in answers.items()}
            found[id(reading)] = window
    return found


def _unlabelled(reading: Reading) -> Window:
    pieces, shapes, breaks, first, last = (
        list(reading.feed[key]) for key in ("pieces", "shapes", "breaks", "first", "last")
    )
    none = [0] * len(first)
    return Window(pieces, shapes, breaks, first, last, none, none, none, dict.fromkeys((*LAYERS, "dep"), none), none)


def _groups(readings: Iterable[Reading]) -> list[Sequence[Reading]]:
    """Readings of like length together."""
    groups: list[list[Reading]] = [[]]
    for reading in sorted(readings, key=lambda r: len(r.feed["pieces"])):
        if (len(groups[-1]) + 1) * len(reading.feed["pieces"]) > _PIECES and groups[-1]:
            groups.append([])
        groups[-1].append(reading)
    return [group for group in groups if group]

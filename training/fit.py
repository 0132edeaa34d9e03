"""The training loop: AdamW in bfloat16, averaged weights, one line of figures an epoch."""

from __future__ import annotations

import copy
import random
import time
from collections.abc import Callable

import torch
from torch import Tensor, nn

from training.corpus import Corpus
from training.network import Network
from training.windows import LAYERS, Batch, WindowMaker, batches

BATCH_PIECES = 2000
ENCODER_RATE, HEAD_RATE, WARM_UP, LEAST_RATE = 3e-4, 1e-3, 0.06, 0.01
AVERAGE_DECAY = 0.998


def fit(
    network: Network,
    corpus: Corpus,
    maker: WindowMaker,
    *,
    epochs: int,
    seed: int,
    say: Callable[[str], None],
    keep: Callable[[Network], None],
) -> Network:
    """Train in place and return the averaged weights as a network; ``keep`` gets them after each epoch."""
    rng = random.Random(seed)
    torch.manual_seed(seed)
    drawn = batches(corpus.windows(maker, rng), BATCH_PIECES, rng)
    total = len(drawn) * epochs
    optimizer = torch.optim.AdamW(_groups(network), weight_decay=0.01, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, step / (WARM_UP * total)) * max(LEAST_RATE, (total - step) / total)
    )
    average = copy.deepcopy(network).eval()
    trained = [p for p in network.parameters() if p.requires_grad]
    averaged = [p.data for p, q in zip(average.parameters(), network.parameters(), strict=True) if q.requires_grad]
    begun, step = time.monotonic(), 0
    for epoch in range(epochs):
        network.train()
        for group in drawn:
            with torch.autocast("cpu", torch.bfloat16):
                loss = network.loss(Batch.of(group), maker.name_sets.table)
            loss.backward()
            nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            step += 1
            decay = min(AVERAGE_DECAY, (1 + step) / (10 + step))
            torch._foreach_lerp_(averaged, [p.data for p in trained], 1 - decay)
            if step % 50 == 0:
                say(f"step {step}/{total} loss {loss.item():.3f} after {time.monotonic() - begun:.0f} s")
        say(f"epoch {epoch + 1}/{epochs} {develop(average, corpus, maker)}")
        keep(average)
        if epoch + 1 < epochs:
            drawn = batches(corpus.windows(maker, rng), BATCH_PIECES, rng)
    return average


def _groups(network: Network) -> list[dict[str, object]]:
    encoder = [p for n, p in network.named_parameters() if p.requires_grad and n.startswith("encoder.")]
    heads = [p for n, p in network.named_parameters() if p.requires_grad and not n.startswith("encoder.")]
    return [{"params": encoder, "lr": ENCODER_RATE}, {"params": heads, "lr": HEAD_RATE}]


@torch.no_grad()
def develop(network: Network, corpus: Corpus, maker: WindowMaker) -> str:
    """Accuracy on the development treebank with its own sentences in the windows' arcs predicted."""
    right = dict.fromkeys((*LAYERS, "head", "dep"), 0)
    words = 0
    for group in batches(corpus.dev_windows(maker), 2 * BATCH_PIECES):
        batch = Batch.of(group)
        with torch.autocast("cpu", torch.bfloat16):
            h = network.words(batch.pieces, batch.shapes, batch.breaks, batch.piece_mask, batch.first, batch.last)
            known = batch.starts >= 0
            sentence = predicted_sentences(network.start(h).squeeze(-1), batch.breaks.gather(1, batch.first))
            arcs, heads = network.arcs(h, sentence.masked_fill(~known, -1))
            chosen = arcs.argmax(-1)
            deps = network.labels(h, heads, chosen).argmax(-1)
            same = chosen == batch.heads
            right["head"] += int((same & known).sum())
            right["dep"] += int((same & (deps == batch.layers["dep"]) & known).sum())
            for key in LAYERS:
                right[key] += int(((network.layers[key](h).argmax(-1) == batch.layers[key]) & known).sum())
        words += int(known.sum())
    return " ".join(f"{key} {n / words:.4f}" for key, n in right.items())


def predicted_sentences(starts: Tensor, breaks: Tensor) -> Tensor:
    """Sentence numbers [B, N] from the scores of starts; a blank line and the window itself always start one."""
    begins = (starts > 0) | (breaks == 2)
    begins[:, 0] = True
    return begins.long().cumsum(1)

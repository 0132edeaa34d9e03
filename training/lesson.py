"""The second lesson's loop: reader and network learn to read together, and the first lesson goes on beside it.

Every batch of articles teaches two things: what the annotation says, and the trees, tags and names that the network saw
in it before it began to learn to read. A share of the treebanks is learned again.
"""

from __future__ import annotations

import copy
import random
import time
from collections.abc import Callable, Sequence
from functools import partial

import torch
from torch import Tensor, nn

from training.corpus import Corpus
from training.fit import AVERAGE_DECAY, BATCH_PIECES, WARM_UP, develop
from training.network import Network
from training.parsed import parsed
from training.reading import Reader, document_batches, word_states
from training.statements import Reading
from training.windows import Batch, Window, WindowMaker, batches

ENCODER_RATE, TREE_RATE, LAYER_RATE, HEAD_RATE, LEAST_RATE = 1.5e-4, 3e-4, 3e-4, 1e-3, 0.01
"""The highest rates of the encoder, the first lesson's heads, the reader's layers and its heads; where they end."""

STORY_PIECES = 1000
CLUSTER_SHARE = 0.2
REPLAY_SHARE = 0.6
"""Batches of coreference beside those of stories, and the share of the first lesson's that an epoch draws."""


def learn_to_read(
    network: Network,
    reader: Reader,
    teacher: Network,
    corpus: Corpus,
    maker: WindowMaker,
    stories: Sequence[Reading],
    clusters: Sequence[Reading],
    *,
    epochs: int,
    seed: int,
    haste: float,
    say: Callable[[str], None],
    keep: Callable[[Network, Reader], None],
) -> None:
    """Train both in place; `keep` gets their averaged weights after each epoch. `haste` scales all rates.

    `teacher` is the network after the first lesson.

    An epoch has every annotated window once, and shares of coreference and of the first lesson.
    """
    rng = random.Random(seed)
    torch.manual_seed(seed)
    both = nn.ModuleDict({"network": network, "reader": reader})
    average = copy.deepcopy(both).eval()
    learning = [p for p in both.parameters() if p.requires_grad]
    averaged = [p.data for p, q in zip(average.parameters(), both.parameters(), strict=True) if q.requires_grad]
    parses = parsed(teacher, [*stories, *clusters], maker)
    told, linked = document_batches(stories, STORY_PIECES), document_batches(clusters, STORY_PIECES)
    share = min(len(linked), int(CLUSTER_SHARE * len(told)))
    replayed = int(REPLAY_SHARE * len(batches(corpus.windows(maker, rng), BATCH_PIECES)))
    total = epochs * (len(told) + share + replayed)
    optimizer = torch.optim.AdamW(_groups(network, reader, haste), weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (WARM_UP * total)) * max(LEAST_RATE, 1 - step / total)
    )
    started, step = time.monotonic(), 0
    for epoch in range(epochs):
        both.train()
        trees = batches(corpus.windows(maker, rng), BATCH_PIECES, rng)[:replayed]
        drawn = [("trees", partial(_tree_loss, network, maker, group)) for group in trees]
        for group in (*told, *rng.sample(linked, share)):
            own = [parses[id(reading)] for reading in group]
            drawn.append(("reading", partial(_reading_loss, network, reader, maker, group, own)))
        rng.shuffle(drawn)
        losses: dict[str, list[float]] = {"trees": [], "reading": []}
        for what, loss_of in drawn:
            loss = loss_of()
            loss.backward()
            nn.utils.clip_grad_norm_([p for p in learning if p.grad is not None], 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            losses[what].append(loss.item())
            step += 1
            with torch.no_grad():
                decay = min(AVERAGE_DECAY, (1 + step) / (10 + step))
                torch._foreach_lerp_(averaged, [p.data for p in learning], 1 - decay)
        means = " ".join(f"{what} {sum(found) / max(1, len(found)):.3f}" for what, found in losses.items())
        seconds = time.monotonic() - started
        figures = develop(average["network"], corpus, maker)
        say(f"second lesson, epoch {epoch + 1}/{epochs} loss: {means}; {figures} after {seconds:.0f} s")
        keep(average["network"], average["reader"])


def _tree_loss(network: Network, maker: WindowMaker, group: Sequence[Window]) -> Tensor:
    with torch.autocast("cpu", torch.bfloat16):
        return network.loss(Batch.of(group), maker.name_sets.table)


def _reading_loss(
    network: Network, reader: Reader, maker: WindowMaker, group: Sequence[Reading], parses: Sequence[Window]
) -> Tensor:
    batch = Batch.of(parses)
    with torch.autocast("cpu", torch.bfloat16):
        states = network.encoder.states(batch.pieces, batch.shapes, batch.breaks, batch.piece_mask)
        read = reader(word_states(states, batch.first), batch.starts >= 0)
        held = network.loss_of(network.pooled(states[-1], batch.first, batch.last), batch, maker.name_sets.table)
    return reader.loss(read, group) + held


def _groups(network: Network, reader: Reader, haste: float) -> list[dict[str, object]]:
    def split(module: nn.Module, prefix: str) -> tuple[list[nn.Parameter], list[nn.Parameter]]:
        named = [(name, p) for name, p in module.named_parameters() if p.requires_grad]
        return [p for n, p in named if n.startswith(prefix)], [p for n, p in named if not n.startswith(prefix)]

    parts = (*split(network, "encoder."), *split(reader, "layers."))
    rates = (ENCODER_RATE, TREE_RATE, LAYER_RATE, HEAD_RATE)
    return [{"params": part, "lr": haste * rate} for part, rate in zip(parts, rates, strict=True)]

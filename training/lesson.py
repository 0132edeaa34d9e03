"""The second lesson's loop, over states of the shared layers that are computed once."""

from __future__ import annotations

import copy
import random
import time
from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

from training.fit import WARM_UP
from training.network import Network
from training.reading import Reader, document_batches, shared_states, stacked
from training.statements import Reading

LAYER_RATE, HEAD_RATE, LEAST_RATE = 3e-4, 1e-3, 0.01
BATCH_PIECES = 1000
AVERAGE_DECAY = 0.998
CLUSTER_SHARE = 0.35


def learn_to_read(
    network: Network,
    stories: Sequence[Reading],
    clusters: Sequence[Reading],
    *,
    epochs: int,
    seed: int,
    say: Callable[[str], None],
    keep: Callable[[Reader], None],
    begun: Reader | None = None,
) -> Reader:
    """Train on a network that stays as it is, and return the averaged weights; `keep` gets them after each epoch.

    One that has `begun` goes on, at half the rates. An epoch has every annotated window once, and batches of
    coreference for a share of their number.
    """
    rng = random.Random(seed)
    torch.manual_seed(seed)
    reader = begun or Reader(network.encoder)
    haste = 0.5 if begun else 1.0
    average = copy.deepcopy(reader).eval()
    story_batches, cluster_batches = document_batches(stories, BATCH_PIECES), document_batches(clusters, BATCH_PIECES)
    states = _states(network, [*story_batches, *cluster_batches])
    optimizer = torch.optim.AdamW(
        [
            {"params": list(reader.layers.parameters()), "lr": haste * LAYER_RATE},
            {
                "params": [p for n, p in reader.named_parameters() if not n.startswith("layers.")],
                "lr": haste * HEAD_RATE,
            },
        ],
        weight_decay=0.01,
    )
    share = min(len(cluster_batches), int(CLUSTER_SHARE * len(story_batches)))
    total = epochs * (len(story_batches) + share)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (WARM_UP * total)) * max(LEAST_RATE, 1 - step / total)
    )
    started, step = time.monotonic(), 0
    for epoch in range(epochs):
        reader.train()
        drawn = [*story_batches, *rng.sample(cluster_batches, share)]
        rng.shuffle(drawn)
        losses = 0.0
        for group in drawn:
            h, mask = stacked([states[id(reading)].float() for reading in group])
            with torch.autocast("cpu", torch.bfloat16):
                read = reader(h, mask)
            loss = reader.loss(read, group)
            loss.backward()
            nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            losses += loss.item()
            step += 1
            decay = min(AVERAGE_DECAY, (1 + step) / (10 + step))
            with torch.no_grad():
                torch._foreach_lerp_([*average.parameters()], [*reader.parameters()], 1 - decay)
        seconds = time.monotonic() - started
        say(f"reading epoch {epoch + 1}/{epochs} loss {losses / len(drawn):.3f} after {seconds:.0f} s")
        keep(average)
    return average


@torch.no_grad()
def _states(network: Network, groups: Sequence[Sequence[Reading]]) -> dict[int, Tensor]:
    network.eval()
    found = {}
    for group in groups:
        with torch.autocast("cpu", torch.bfloat16):
            states = shared_states(network, group)
        found.update((id(reading), state.bfloat16()) for reading, state in zip(group, states, strict=True))
    return found

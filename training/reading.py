"""The second lesson: which words tell a relation, of whom, with what status; whom a description or pronoun means.

It branches off below the encoder's last layers, so that nothing of the first lesson changes::

    layer 1 … layer 4 ── layer 5 ── layer 6 ── trees, tags, names        (first lesson)
                  └──── layer 5'── layer 6'── relations, roles, coreference   over words, not pieces
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.language.reader import LINK_WIDTH, LINKS, RELATIONS
from training.network import FORBIDDEN, Encoder, Network
from training.statements import MODALITIES, Reading, Told

BRANCH = 4
"""The encoder's layers that both lessons share."""

STATUS = len(MODALITIES) + 2
_SURE = 2.0
_SCALE = LINK_WIDTH**-0.5


@dataclass(slots=True)
class Read:
    """What the heads say of the words of a batch of windows, [B, N, …]."""

    relations: Tensor
    status: Tensor
    links: dict[str, Tensor]


class Reader(nn.Module):
    """Of each word: relations told [12], a vector for each link, and status [modalities, negated, ended].

    Status is learned for what it teaches the shared layers' copies; the rules that read it are as good, and say why.
    """

    def __init__(self, encoder: Encoder, *, hidden: int = 384, dropout: float = 0.3) -> None:
        """Its layers begin as copies of the encoder's last."""
        super().__init__()
        width = encoder.norm.normalized_shape[0]
        self.layers = copy.deepcopy(encoder.layers[BRANCH:])
        self.narrow = nn.Sequential(nn.Linear(width, hidden), nn.GELU(), nn.Dropout(dropout))
        self.relation = nn.Linear(hidden, len(RELATIONS))
        self.status = nn.Linear(hidden, STATUS)
        self.links = nn.Linear(hidden, len(LINKS) * LINK_WIDTH)
        self.bias = nn.Parameter(torch.tensor([-2.0, -2.0, 0.0]))
        nn.init.constant_(self.relation.bias, -4.0)

    def forward(self, h: Tensor, mask: Tensor | None) -> Read:
        """h [B, N, H], the shared layers' state of each word's first piece; mask [B, N] is False where padded."""
        bias = None if mask is None else torch.where(mask, 0.0, FORBIDDEN)[:, None, None, :].to(h.dtype)
        for layer in self.layers:
            h = layer(h, bias)
        narrow = self.narrow(h)
        links = self.links(narrow).float().split(LINK_WIDTH, -1)
        return Read(self.relation(narrow).float(), self.status(narrow).float(), dict(zip(LINKS, links, strict=True)))

    def role(self, read: Read, name: str, b: int, trigger: int, sentence: tuple[int, int]) -> Tensor:
        """Scores of the words of a sentence for a role of a trigger."""
        words = read.links[f"as {name}"][b, sentence[0] : sentence[1]]
        return words @ read.links[f"{name} of"][b, trigger] * _SCALE + self.bias[("subject", "object").index(name)]

    def loss(self, read: Read, group: Sequence[Reading]) -> Tensor:
        """The sum of the losses over the windows of a batch."""
        known = torch.zeros(read.relations.shape)
        target = torch.zeros(read.relations.shape)
        roles: list[Tensor] = []
        status: list[Tensor] = []
        for b, reading in enumerate(group):
            known[b, : len(reading.feed["first"])] = 1.0 if reading.is_annotated else reading.silence
            for told in reading.told:
                for word in told.triggers:
                    known[b, word, told.relation] = 0.0
            chosen = [(self.trigger(read, b, told), told) for told in reading.told if told.triggers]
            for trigger, told in chosen:
                if not told.optional:
                    known[b, trigger, told.relation] = 1.0
                    target[b, trigger, told.relation] = 1.0
                    status.append(self._status_loss(read.status[b, trigger], told))
            for trigger in dict.fromkeys(trigger for trigger, told in chosen if not told.optional):
                own = [told for other, told in chosen if other == trigger]
                roles += [self._role_loss(read, name, b, trigger, own, reading) for name in ("subject", "object")]
        weight = known * torch.where(target > 0, 1.5, 1.0)
        total = functional.binary_cross_entropy_with_logits(read.relations, target, weight, reduction="sum") * 0.5
        count = max(1.0, float(target.sum()))
        total = total / count
        if roles:
            total = total + torch.stack(roles).mean() + 0.3 * torch.stack(status).mean()
        linked = self.coreference_losses(read, group)
        return total + 0.5 * torch.stack(linked).mean() if linked else total

    def trigger(self, read: Read, b: int, told: Told) -> int:
        """The word that tells a statement: the best of its candidates, the lexicon's own preferred."""
        scores = read.relations[b, told.triggers, told.relation].detach().clone()
        scores += torch.tensor([_SURE * (word in told.sure) for word in told.triggers])
        return told.triggers[int(scores.argmax())]

    def _role_loss(self, read: Read, name: str, b: int, trigger: int, told: Iterable[Told], reading: Reading) -> Tensor:
        told = list(told)
        first, last = told[0].sentence
        scores = self.role(read, name, b, trigger, (first, last))
        known, target = torch.ones(last - first), torch.zeros(last - first)
        for one in told:
            places = [word - first for word in getattr(one, name) if first <= word < last]
            if not places:  # a pronoun, or nobody in this sentence
                for word in reading.pronouns:
                    if first <= word < last:
                        known[word - first] = 0.0
                continue
            best = places[int(scores[places].argmax())]
            for place in places:
                known[place] = float(target[place] > 0)
            known[best] = float(not one.optional)
            target[best] = 1.0
        return (functional.binary_cross_entropy_with_logits(scores, target, reduction="none") * known).sum()

    def _status_loss(self, scores: Tensor, told: Told) -> Tensor:
        modality = functional.cross_entropy(scores[: len(MODALITIES)], torch.tensor(told.modality))
        rest = functional.binary_cross_entropy_with_logits(
            scores[len(MODALITIES) :], torch.tensor([float(told.negated), float(told.ended)]), reduction="sum"
        )
        return modality + rest

    def coreference_losses(self, read: Read, group: Sequence[Reading]) -> list[Tensor]:
        """For each mention that is no name: how little of its choice falls on earlier mentions of the same entity."""
        found = []
        for document in dict.fromkeys(reading.document for reading in group):
            places = [
                (b, word, entity, is_name)
                for b, reading in enumerate(group)
                if reading.document == document
                for word, entity, is_name in reading.mentions
            ]
            if len(places) < 2:
                continue
            bs, words = torch.tensor([p[0] for p in places]), torch.tensor([p[1] for p in places])
            scores = read.links["anaphor"][bs, words] @ read.links["antecedent"][bs, words].T * _SCALE
            for i, (_, _, entity, is_name) in enumerate(places):
                if is_name or not i:
                    continue
                row = torch.cat([self.bias[2:], scores[i, :i]])
                same = torch.tensor([False, *(places[j][2] == entity for j in range(i))])
                same[0] = not same.any()
                found.append(row.logsumexp(0) - row[same].logsumexp(0))
        return found


def shared_states(network: Network, group: Sequence[Reading]) -> list[Tensor]:
    """For each window the shared layers' states of its words' first pieces, [N, H]."""

    def padded(name: str) -> Tensor:
        rows = [reading.feed[name] for reading in group]
        longest = max(map(len, rows))
        return torch.tensor([row + [0] * (longest - len(row)) for row in rows])

    mask = padded("pieces") != 0
    states = network.encoder.states(padded("pieces"), padded("shapes"), padded("breaks"), mask)[BRANCH - 1]
    return [h[torch.tensor(reading.feed["first"])] for h, reading in zip(states, group, strict=True)]


def stacked(states: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    """States of windows padded to one length, [B, N, H], and the mask of what is not padding."""
    mask = torch.zeros(len(states), max(map(len, states)), dtype=torch.bool)
    h = torch.zeros(*mask.shape, states[0].shape[-1])
    for b, state in enumerate(states):
        h[b, : len(state)] = state
        mask[b, : len(state)] = True
    return h, mask


def document_batches(readings: Iterable[Reading], pieces: int) -> list[list[Reading]]:
    """Windows of whole documents together, about so many word pieces a batch."""
    groups: list[list[Reading]] = [[]]
    size = 0
    for reading in readings:
        starts = not groups[-1] or groups[-1][-1].document != reading.document
        if size + len(reading.feed["pieces"]) > pieces and starts and groups[-1]:
            groups.append([])
            size = 0
        groups[-1].append(reading)
        size += len(reading.feed["pieces"])
    return groups

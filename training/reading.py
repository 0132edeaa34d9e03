"""The second lesson: which words tell a relation, of whom, with what status; whom a description or pronoun means.

It branches off below the encoder's last layers; what it stands on learns with it, and goes on with the first lesson::

    layer 1 … layer 4 ── layer 5 ── layer 6 ── trees, tags, names        (first lesson)
                  │                    │
                  └─────── + ──────────┘
                           └── layer 5'── layer 6'── relations, roles, coreference   over words, not pieces
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.language.reader import LINK_WIDTH, LINKS, REACH_WIDTH, REACHES, RELATIONS, ROLES, SEEKERS, STEPS
from training.network import FORBIDDEN, Encoder
from training.statements import MODALITIES, NOBODY, Reading, Told

BRANCH = 4
"""The encoder's layers that both lessons share."""

STATUS = len(MODALITIES) + 2
_SURE = 2.0
_SCALE = LINK_WIDTH**-0.5
_OTHER = NOBODY - 1
"""The entity of nouns that mean no actor; nothing goes back to it."""

STRANGER_WEIGHT = 0.1


@dataclass(slots=True)
class Read:
    """What the heads say of the words of a batch of windows, [B, N, …]."""

    relations: Tensor
    status: Tensor
    links: dict[str, Tensor]
    reach: Tensor  # what each distance counts: of links that seek an antecedent, then of roles


class Reader(nn.Module):
    """Of each word: relations told [12], a vector for each link, and status [modalities, negated, ended].

    Status is learned for what it teaches the shared layers' copies; the rules that read it are as good, and say why.
    """

    def __init__(self, encoder: Encoder, *, hidden: int = 384, dropout: float = 0.3) -> None:
        """Its layers begin as copies of the encoder's last."""
        super().__init__()
        width = encoder.norm.normalized_shape[0]
        self.bring = nn.Linear(width, width, bias=False)  # what the first lesson made of a word
        nn.init.zeros_(self.bring.weight)
        self.layers = copy.deepcopy(encoder.layers[BRANCH:])
        self.narrow = nn.Sequential(nn.Linear(width, hidden), nn.GELU(), nn.Dropout(dropout))
        self.relation = nn.Linear(hidden, len(RELATIONS))
        self.status = nn.Linear(hidden, STATUS)
        self.links = nn.Linear(hidden, len(LINKS) * LINK_WIDTH)
        self.reach = nn.Linear(hidden, REACH_WIDTH)
        nn.init.zeros_(self.reach.weight)
        self.bias = nn.Parameter(torch.tensor([-2.0, -2.0, 0.0, 0.0]))
        nn.init.constant_(self.relation.bias, -4.0)

    def forward(self, h: Tensor, mask: Tensor | None) -> Read:
        """h [B, N, 2 x H], of each word's first piece what the shared layers and what the last layer made of it.

        mask [B, N] is False where padded.
        """
        shared, last = h.chunk(2, -1)
        h = shared + self.bring(last)
        bias = None if mask is None else torch.where(mask, 0.0, FORBIDDEN)[:, None, None, :].to(h.dtype)
        for layer in self.layers:
            h = layer(h, bias)
        narrow = self.narrow(h)
        links = self.links(narrow).float().split(LINK_WIDTH, -1)
        return Read(
            self.relation(narrow).float(),
            self.status(narrow).float(),
            dict(zip(LINKS, links, strict=True)),
            self.reach(narrow).float(),
        )

    def goes_back(self, read: Read, link: str, at: tuple[Tensor, Tensor], keys: Tensor, distance: Tensor) -> Tensor:
        """Scores of keys [M, width] for words at [K] places of the batch; `distance` [K, M] in words. Nobody first."""
        seeker = SEEKERS.index(link)
        scores = read.links[link][at] @ keys.T * _SCALE
        reach = torch.bucketize(distance.clamp(min=0), torch.tensor(REACHES), right=True) - 1
        own = read.reach[at][:, seeker * len(REACHES) : (seeker + 1) * len(REACHES)]
        scores = scores + own.gather(1, reach)
        nobody = self.bias[2 + (seeker > 0)].expand(len(scores), 1)
        return torch.cat([nobody, scores], 1)

    def role(self, read: Read, name: str, b: int, trigger: int, sentence: tuple[int, int]) -> Tensor:
        """Scores of the words of a sentence for a role of a trigger."""
        first, last = sentence
        place = ROLES.index(name)
        scores = read.links[f"as {name}"][b, first:last] @ read.links[f"{name} of"][b, trigger] * _SCALE
        own = read.reach[b, trigger, len(SEEKERS) * len(REACHES) :].view(len(ROLES), -1)[place]
        step = torch.bucketize(torch.arange(first, last) - trigger, torch.tensor(STEPS), right=True)
        return scores + own[step] + self.bias[place]

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
        return total + torch.stack(linked).mean() if linked else total

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
            if not places:
                for word in () if name in one.unsaid else reading.pronouns:  # a pronoun, or nobody in this sentence
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
        """How little of each choice falls on earlier mentions of the same entity.

        Mentions that are no names choose, definite nouns that mean no actor (nobody is right), and triggers of which an
        argument is not said in their sentence.
        """
        found: list[Tensor] = []
        for document in dict.fromkeys(reading.document for reading in group):
            windows = [(b, reading) for b, reading in enumerate(group) if reading.document == document]
            mentions = [(b, word, entity) for b, reading in windows for word, entity, _ in reading.mentions]
            if not mentions:
                continue
            mentions += [(b, word, _OTHER) for b, reading in windows for word in reading.others]
            starts = _starts(group)
            bs, words = torch.tensor([m[0] for m in mentions]), torch.tensor([m[1] for m in mentions])
            places = starts[bs] + words
            entities = torch.tensor([m[2] for m in mentions])
            keys = read.links["antecedent"][bs, words]
            seeking = [
                ("anaphor", b, word, entity, word, 1.0)
                for b, reading in windows
                for word, entity, is_name in reading.mentions
                if not is_name
            ]
            seeking += [
                ("anaphor", b, word, NOBODY, word, STRANGER_WEIGHT)
                for b, reading in windows
                for word in reading.strangers
            ]
            seeking += [
                (f"{role} before", b, self.trigger(read, b, told), told.meant[role], told.sentence[0], 1.0)
                for b, reading in windows
                for told in reading.told
                if told.triggers and not told.optional and reading.has_entities
                for role in ("subject", "object")
                if role in told.unsaid
            ]
            for link in SEEKERS:
                own = [item for item in seeking if item[0] == link]
                if not own:
                    continue
                at = torch.tensor([item[1] for item in own]), torch.tensor([item[2] for item in own])
                before = places[None] < (starts[at[0]] + torch.tensor([item[4] for item in own]))[:, None]
                same = before & (entities[None] == torch.tensor([item[3] for item in own])[:, None])
                row = self.goes_back(read, link, at, keys, (starts[at[0]] + at[1])[:, None] - places[None])
                row[:, 1:] = row[:, 1:].masked_fill(~before, FORBIDDEN)
                right = torch.cat([~same.any(1, keepdim=True), same], 1)
                loss = row.logsumexp(1) - row.masked_fill(~right, FORBIDDEN).logsumexp(1)
                found.append(loss * torch.tensor([item[5] for item in own]))
        return list(torch.cat(found)) if found else []


def _starts(group: Sequence[Reading]) -> Tensor:
    """How many words of its document stand before each window."""
    total: dict[int, int] = {}
    found = []
    for reading in group:
        found.append(total.get(reading.document, 0))
        total[reading.document] = found[-1] + len(reading.feed["first"])
    return torch.tensor(found)


def word_states(states: Sequence[Tensor], first: Tensor) -> Tensor:
    """What the shared layers and the last layer make of each word's first piece, [B, N, 2 x H].

    `states` are those of all layers, `first` [B, N] the places of the pieces.
    """
    both = torch.cat([states[BRANCH - 1], states[-1]], -1)
    return both.gather(1, first.unsqueeze(-1).expand(-1, -1, both.shape[-1]))


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

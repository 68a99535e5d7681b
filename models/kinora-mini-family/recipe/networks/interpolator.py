"""The frame half way between two frames: two flows and a mask, found from coarse to fine.

Three stages see both frames (and what the stage before made of them) at an eighth, a
quarter and half of the size, and each corrects the flows from the middle to either
frame and the mask that says which frame to trust. A last small network sharpens what
was merged. Similar in kind to RIFE (Huang et al. 2022), much smaller.
"""

import torch
import torch.nn.functional as F
from torch import nn

from networks.blocks import ResBlock

MULTIPLE = 16  # height and width must be multiples of it


def warp(picture, flow):
    """``picture`` read at each pixel's place plus ``flow`` (pixels: x, y); edges repeat."""
    height, width = picture.shape[-2], picture.shape[-1]
    x = torch.arange(width, device=picture.device).to(picture.dtype).view(1, 1, -1) + flow[:, 0]
    y = torch.arange(height, device=picture.device).to(picture.dtype).view(1, -1, 1) + flow[:, 1]
    grid = torch.stack([(2 * x + 1) / width - 1, (2 * y + 1) / height - 1], dim=-1)
    return F.grid_sample(picture, grid, mode="bilinear", padding_mode="border", align_corners=False)


class Stage(nn.Module):
    """Corrects flows (4 channels) and mask logit (1 channel) at 1/``scale`` of the size."""

    def __init__(self, channels, width, blocks, scale):
        super().__init__()
        self.scale = scale
        self.head = nn.Conv2d(channels, width, 3, stride=2, padding=1)
        self.body = nn.Sequential(*(ResBlock(width) for _ in range(blocks)))
        self.tail = nn.Conv2d(width, 5, 3, padding=1)
        nn.init.zeros_(self.tail.weight)
        nn.init.zeros_(self.tail.bias)

    def forward(self, seen):
        small = F.avg_pool2d(seen, self.scale // 2) if self.scale > 2 else seen
        found = self.tail(self.body(F.relu(self.head(small)))).float()
        large = F.interpolate(found, scale_factor=float(self.scale), mode="bilinear", align_corners=False)
        return large[:, :4] * self.scale, large[:, 4:]


class Interpolator(nn.Module):
    """Two frames [B, 3, H, W] in 0..1 -> the frame between them, [B, 3, H, W] in 0..1."""

    def __init__(self, widths=(64, 48, 32), blocks=(3, 2, 2), last=16):
        super().__init__()
        self.config = {"widths": tuple(widths), "blocks": tuple(blocks), "last": last}
        inputs = (6, 17, 17)
        self.stages = nn.ModuleList(
            Stage(channels, width, count, scale)
            for channels, width, count, scale in zip(inputs, widths, blocks, (8, 4, 2))
        )
        self.last = nn.Sequential(
            nn.Conv2d(9, last, 3, padding=1), nn.ReLU(),
            nn.Conv2d(last, last, 3, padding=1), nn.ReLU(),
            nn.Conv2d(last, 3, 3, padding=1),
        )
        nn.init.zeros_(self.last[-1].weight)
        nn.init.zeros_(self.last[-1].bias)

    def steps(self, before, after):
        """What each stage merges, and last what the whole network makes."""
        flow, mask = self.stages[0](torch.cat([before, after], dim=1) - 0.5)
        merged = []
        for stage in (*self.stages[1:], None):
            first, second = warp(before, flow[:, :2]), warp(after, flow[:, 2:])
            share = torch.sigmoid(mask)
            merged.append(first * share + second * (1 - share))
            if stage is None:
                break
            seen = torch.cat([before - 0.5, after - 0.5, first - 0.5, second - 0.5, mask, flow / 16], dim=1)
            more_flow, more_mask = stage(seen)
            flow, mask = flow + more_flow, mask + more_mask
        added = self.last(torch.cat([first, second, merged[-1]], dim=1) - 0.5).float()
        return [*merged, merged[-1] + added]

    def forward(self, before, after):
        return self.steps(before, after)[-1].clamp(0, 1)

"""The judge: a small convolutional network that says what one frame of the drawn world shows.

It is trained on drawn frames only and never sees a generated one, so that its word about generated
clips is a measurement and not a loss. Its own accuracy on unseen drawn frames stands beside every
figure that it gives.
"""

from __future__ import annotations

import torch
from torch import nn

HEADS = {"subject": 15, "colour": 10, "place": 12, "time": 4, "weather": 4, "shot": 3}
WHOLE = ("place", "time", "weather", "shot")
"""Heads that look at all of the frame."""
WIDTH = 48


def _layer(inputs: int, outputs: int, stride: int = 1, dilation: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, dilation, dilation, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class Judge(nn.Module):
    """frames [batch, 3, height, width] in 0..1 -> logits of each head, and where the subject is.

    ``where`` [batch, 3]: middle x and y and the radius, all as shares of the width, the height and
    the shorter side. Subject and colour are read at the place that the network attends to.
    """

    def __init__(self, width: int = WIDTH) -> None:
        super().__init__()
        self.trunk = nn.Sequential(
            _layer(3, 24, 2), _layer(24, width, 2), _layer(width, width), _layer(width, width, 1, 2),
            _layer(width, width, 1, 4), _layer(width, width), _layer(width, 2 * width))
        self.attend = nn.Conv2d(2 * width, 1, 1)
        self.local = nn.Linear(2 * width, HEADS["subject"] + HEADS["colour"] + 1)
        self.scene = nn.Sequential(nn.Linear(4 * width, 96), nn.ReLU(inplace=True),
                                   nn.Linear(96, sum(HEADS[name] for name in WHOLE)))

    def forward(self, frames: torch.Tensor) -> dict[str, torch.Tensor]:
        features = self.trunk(frames * 2 - 1)
        batch, channels, rows, columns = features.shape
        weight = self.attend(features).reshape(batch, -1).softmax(1)
        flat = features.reshape(batch, channels, -1)
        seen = (flat * weight[:, None]).sum(2)
        local = self.local(seen)
        upper, lower = features[:, :, : rows // 2], features[:, :, rows // 2:]
        scene = self.scene(torch.cat([upper.mean((2, 3)), lower.mean((2, 3))], 1))
        y = (torch.arange(rows, device=frames.device) + 0.5) / rows
        x = (torch.arange(columns, device=frames.device) + 0.5) / columns
        grid = weight.reshape(batch, rows, columns)
        where = torch.stack([(grid.sum(1) * x).sum(1), (grid.sum(2) * y).sum(1), local[:, -1]], 1)
        subject, colour = local[:, :-1].split([HEADS["subject"], HEADS["colour"]], 1)
        whole = dict(zip(WHOLE, scene.split([HEADS[name] for name in WHOLE], 1)))
        return {"subject": subject, "colour": colour, **whole, "where": where}

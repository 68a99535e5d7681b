"""Video autoencoder: 8x smaller in space, 4x in time, made of 2-D convolutions.

A clip has 4n + 1 frames. The first frame alone (repeated four times) is group 0,
the following frames form groups of four. Each group is one picture of 12 channels
(4 frames x RGB) and is encoded alone. The decoder of group k also sees the latent
of group k - 1 (group 0 sees itself twice), so the whole is causal in time, and one
picture is simply a clip of one group.

Latents have zero mean and unit variance per channel: a batch normalisation without
weights ends the encoder, and noise of a fixed size is added to its output while
training. The noise takes the place of the KL term of a usual VAE: it bounds what
a latent can carry and makes the decoder patient with imperfect latents.

Blocks have no normalisation layers; each branch ends in a convolution that starts
at zero (as in Fixup, Zhang et al. 2019).
"""

import torch
import torch.nn.functional as F
from torch import nn

GROUP = 4  # frames in a group
SPATIAL = 8  # pixels of a latent cell, along each side


def to_groups(frames):
    """[B, 3, 4n+1, H, W] frames -> [B, n+1, 12, H, W] groups (frame-major channels)."""
    first = frames[:, :, :1]
    padded = torch.cat([first, first, first, frames], dim=2)
    b, c, f, h, w = padded.shape
    return padded.permute(0, 2, 1, 3, 4).reshape(b, f // GROUP, GROUP * c, h, w)


def from_groups(groups):
    """[B, n+1, 12, H, W] groups -> [B, 3, 4n+1, H, W] frames."""
    b, t, c, h, w = groups.shape
    frames = groups.reshape(b, t * GROUP, c // GROUP, h, w)[:, GROUP - 1 :]
    return frames.permute(0, 2, 1, 3, 4)


class ResBlock(nn.Module):
    """x + conv(relu(conv(relu(x)))), 3x3, the last convolution starting at zero."""

    def __init__(self, width):
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.second = nn.Conv2d(width, width, 3, padding=1)
        nn.init.zeros_(self.second.weight)
        nn.init.zeros_(self.second.bias)

    def forward(self, x):
        return x + self.second(F.relu(self.first(F.relu(x))))


class Up(nn.Module):
    """Twice the size: a 1x1 convolution and a pixel shuffle (Shi et al. 2016)."""

    def __init__(self, before, after):
        super().__init__()
        self.conv = nn.Conv2d(before, after * 4, 1)

    def forward(self, x):
        x = F.pixel_shuffle(self.conv(x), 2)
        return x if torch.onnx.is_in_onnx_export() else x.contiguous(memory_format=torch.channels_last)


class Encoder(nn.Module):
    """[N, 12, H, W] groups -> [N, C, H/8, W/8] normalised latents."""

    def __init__(self, channels, widths, blocks):
        super().__init__()
        quarter, eighth = widths
        self.body = nn.Sequential(
            nn.Conv2d(3 * GROUP, quarter, 4, stride=4),
            *[ResBlock(quarter) for _ in range(blocks[0])],
            nn.Conv2d(quarter, eighth, 2, stride=2),
            *[ResBlock(eighth) for _ in range(blocks[1])],
            nn.Conv2d(eighth, channels, 3, padding=1),
        )
        self.normalise = nn.BatchNorm2d(channels, affine=False, momentum=0.02, eps=1e-4)

    def forward(self, groups):
        return self.normalise(self.body(groups).float())


class Decoder(nn.Module):
    """[N, 2C, h, w], latents of the group before and of the group -> [N, 12, 8h, 8w]."""

    def __init__(self, channels, widths, blocks):
        super().__init__()
        half, quarter, eighth = widths
        self.body = nn.Sequential(
            nn.Conv2d(channels * 2, eighth, 3, padding=1),
            *[ResBlock(eighth) for _ in range(blocks[2])],
            Up(eighth, quarter),
            *[ResBlock(quarter) for _ in range(blocks[1])],
            Up(quarter, half),
            *[ResBlock(half) for _ in range(blocks[0])],
            nn.Conv2d(half, 3 * GROUP * 4, 3, padding=1),
        )

    def forward(self, pair):
        return F.pixel_shuffle(self.body(pair), 2)


class VideoVAE(nn.Module):
    """Encoder and decoder with whole-clip entry points."""

    def __init__(
        self,
        channels=16,
        encoder_widths=(64, 128),
        encoder_blocks=(1, 2),
        decoder_widths=(48, 96, 160),
        decoder_blocks=(1, 2, 3),
    ):
        super().__init__()
        self.config = {
            "channels": channels,
            "encoder_widths": list(encoder_widths),
            "encoder_blocks": list(encoder_blocks),
            "decoder_widths": list(decoder_widths),
            "decoder_blocks": list(decoder_blocks),
        }
        self.encoder = Encoder(channels, encoder_widths, encoder_blocks)
        self.decoder = Decoder(channels, decoder_widths, decoder_blocks)

    def encode(self, frames):
        """[B, 3, 4n+1, H, W] in [-1, 1] -> [B, C, n+1, H/8, W/8]."""
        groups = to_groups(frames)
        b, t, c, h, w = groups.shape
        latents = self.encoder(groups.reshape(b * t, c, h, w))
        return latents.reshape(b, t, -1, h // SPATIAL, w // SPATIAL).permute(0, 2, 1, 3, 4)

    def decode(self, latents):
        """[B, C, T, h, w] -> [B, 3, 4T-3, 8h, 8w] in about [-1, 1]."""
        now = latents.permute(0, 2, 1, 3, 4)
        before = torch.cat([now[:, :1], now], dim=1)[:, :-1]
        pairs = torch.cat([before, now], dim=2)
        b, t, c, h, w = pairs.shape
        groups = self.decoder(pairs.reshape(b * t, c, h, w))
        return from_groups(groups.reshape(b, t, 3 * GROUP, h * SPATIAL, w * SPATIAL))

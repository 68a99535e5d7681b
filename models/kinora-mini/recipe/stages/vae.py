"""Train the autoencoder on random crops of short clips of three groups.

The loss is L1 + L2 on pixels plus L1 on their differences along x and y, so that
edges stay. One batch in six halves its latents and its target (scale equivariance,
as in EQ-VAE, Kouzelis et al. 2025), which keeps latents smooth and so easier to
generate. Noise of a fixed size on the latents stands for the KL term.
"""

import numpy as np
import torch
import torch.nn.functional as F

import common
from muon import Muon
from networks.vae import GROUP, VideoVAE
from stages import clips

NOISE = 0.05
NEARNESS = 0.1  # weight of the squared distance to an earlier encoder's latents
CROP = 96
GROUPS = 3


class Crops:
    """Random crops of the shards on disk; the list of shards is read again now and then."""

    def __init__(self, rng, share_of_textures=0.14):
        self.rng = rng
        self.share = share_of_textures
        self.shards = {}

    def refresh(self):
        for number in clips.training_shards():
            if number not in self.shards:
                self.shards[number] = np.load(clips.path(number), mmap_mode="r")

    def batch(self, count):
        """uint8 [count, GROUPS, 12, CROP, CROP]: clips that start at any frame of a shard's clip."""
        numbers = list(self.shards)
        frames = np.empty((count, GROUPS * GROUP, CROP, CROP, 3), np.uint8)
        for index in range(count):
            shard = self.shards[numbers[self.rng.integers(len(numbers))]]
            texture = self.rng.random() < self.share
            clip = self.rng.integers(0, clips.TEXTURES) if texture else self.rng.integers(clips.TEXTURES, len(shard))
            y = self.rng.integers(0, shard.shape[2] - CROP + 1)
            x = self.rng.integers(0, shard.shape[3] - CROP + 1)
            start = self.rng.integers(0, common.FRAMES - (GROUPS - 1) * GROUP)
            times = start + np.maximum(np.arange(GROUPS * GROUP) - GROUP + 1, 0)
            frames[index] = shard[clip, times, y : y + CROP, x : x + CROP]
        pictures = torch.from_numpy(frames).permute(0, 1, 4, 2, 3)
        return pictures.reshape(count, GROUPS, 3 * GROUP, CROP, CROP)


def to_float(pictures, device):
    """uint8 [N, 12, H, W] -> float in [-1, 1], channels last."""
    return pictures.to(device).float().div(127.5).sub(1).contiguous(memory_format=torch.channels_last)


def pairs(latents):
    """[N * GROUPS, C, h, w] -> [N * GROUPS, 2C, h, w]: each group after the one before it."""
    now = latents.unflatten(0, (-1, GROUPS))
    before = torch.cat([now[:, :1], now[:, :-1]], dim=1)
    return torch.cat([before, now], dim=2).flatten(0, 1).contiguous(memory_format=torch.channels_last)


def picture_loss(made, wanted):
    """L1 + 5 L2 on pixels + half L1 on differences, over [N, 12, H, W]."""
    error = made - wanted
    across, down = error[..., 1:] - error[..., :-1], error[..., 1:, :] - error[..., :-1, :]
    return error.abs().mean() + 5 * error.square().mean() + 0.5 * (across.abs().mean() + down.abs().mean())


@torch.no_grad()
def psnr(vae, device, shard_numbers, count=12):
    """Decibels on whole unseen clips: (drawn clips, textures), clip by clip, averaged."""
    drawn, textures = [], []
    vae.eval()
    for number in shard_numbers:
        shard = np.load(clips.path(number), mmap_mode="r")
        for index in (*range(2), *range(clips.TEXTURES, clips.TEXTURES + count)):
            frames = torch.from_numpy(shard[index].copy()).permute(3, 0, 1, 2)[None].to(device).float() / 127.5 - 1
            with common.autocast():
                made = vae.decode(vae.encode(frames)).float().clamp(-1, 1)
            error = (made - frames).square().mean().item() / 4
            (textures if index < clips.TEXTURES else drawn).append(-10 * np.log10(error))
    vae.train()
    return float(np.mean(drawn)), float(np.mean(textures))


def earlier_encoder(path, device):
    """The averaged encoder of the checkpoint at ``path``, for use only."""
    state = common.load(path)
    vae = VideoVAE(**state["config"])
    vae.load_state_dict(state["average"])
    return vae.encoder.to(device).eval().requires_grad_(False)


def run(minutes, batch=8, lr=0.02, adam_lr=1e-3, seed=0, near=None):
    """Train until ``minutes`` of training are on the clock; resumes from vae.pt.

    ``near``: checkpoint of an earlier autoencoder whose latents should hardly move.
    """
    device = common.device()
    torch.manual_seed(seed)
    path = common.CACHE / "vae.pt"
    state = common.load(path)
    vae = VideoVAE(**(state["config"] if state else {})).to(device)
    ends = ("encoder.body.0.", f"encoder.body.{len(vae.encoder.body) - 1}.")
    ends += ("decoder.body.0.", f"decoder.body.{len(vae.decoder.body) - 1}.")
    optimiser = Muon(Muon.split(vae, lr, adam_lr, skip=ends))
    anchor = earlier_encoder(near, device) if near else None
    steps = 0
    if state:
        vae.load_state_dict(state["weights"])
        if state["optimiser"]:
            optimiser.load_state_dict(state["optimiser"])
        steps = state["steps"]
    average = common.Average(vae, 0.998, state["average"] if state else None)
    clock = common.Clock(state["minutes"] if state else 0.0)
    rng = np.random.default_rng([seed, steps])
    crops = Crops(rng)
    told, saved, losses, distances = clock.minutes(), clock.minutes(), [], []
    while clock.minutes() < minutes:
        if steps % 100 == 0 or not crops.shards:
            crops.refresh()
        wanted = to_float(crops.batch(batch).flatten(0, 1), device)
        halved = rng.random() < 1 / 6
        with common.autocast():
            clean = vae.encoder(wanted)
            latents = clean + NOISE * torch.randn_like(clean)
            if halved:
                latents, wanted = F.avg_pool2d(latents, 2), F.avg_pool2d(wanted, 2)
            made = vae.decoder(pairs(latents))
            before = anchor(wanted) if anchor and not halved else None
        loss = picture_loss(made.float(), wanted)
        if before is not None:
            moved = (clean.float() - before.float()).square().mean()
            distances.append(moved.item())
            loss = loss + NEARNESS * moved
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.scale(common.ramp_and_fall(clock.minutes() / minutes))
        optimiser.step()
        steps += 1
        average.update(vae, steps)
        if not halved:
            losses.append(loss.item())
        if clock.minutes() - told > 1:
            told = clock.minutes()
            moved = {"moved": float(np.mean(distances))} if distances else {}
            common.report("vae", minutes=told, steps=steps, loss=float(np.mean(losses)), shards=len(crops.shards), **moved)
            losses, distances = [], []
        if clock.minutes() - saved > 3 or clock.minutes() >= minutes:
            saved = clock.minutes()
            _finish(path, vae, optimiser, average, steps, clock, device)
    if clock.minutes() > saved:
        _finish(path, vae, optimiser, average, steps, clock, device)


def _finish(path, vae, optimiser, average, steps, clock, device):
    """Save a checkpoint and report decibels of the averaged weights."""
    common.save(
        path,
        {
            "config": vae.config,
            "weights": vae.state_dict(),
            "average": average.state,
            "optimiser": optimiser.state_dict(),
            "steps": steps,
            "minutes": clock.minutes(),
        },
    )
    judged = VideoVAE(**vae.config).to(device)
    judged.load_state_dict(average.state)
    drawn, textures = psnr(judged, device, range(1))
    common.report("vae", minutes=clock.minutes(), steps=steps, psnr=drawn, psnr_textures=textures)

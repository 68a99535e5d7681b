"""Turn waiting shards of clips into shards of latents, with the frozen encoder.

A shard of latents holds ``latents`` float16 [N, T + 1, C, h, w], the T groups of a
clip and then its last picture as a still group (the condition of a given last
frame), and ``labels`` int8 [N, 12]. The clips of an encoded shard are deleted.
"""

import os
import time

import numpy as np
import torch

import common
from networks.vae import GROUP, VideoVAE, to_groups
from stages import clips

FOLDER = common.CACHE / "latents"


def path(number):
    return FOLDER / f"{number:06d}.npz"


def frozen_vae(device):
    """The trained autoencoder with averaged weights, for use only."""
    state = common.load(common.CACHE / "vae.pt")
    vae = VideoVAE(**state["config"])
    vae.load_state_dict(state["average"])
    return vae.to(device).eval().requires_grad_(False)


@torch.no_grad()
def encode(vae, pictures, device):
    """uint8 [N, F, H, W, 3] -> float16 [N, T + 1, C, h, w]."""
    found = []
    for clip in pictures:
        frames = torch.from_numpy(clip.copy()).permute(3, 0, 1, 2)[None].to(device).float() / 127.5 - 1
        groups = to_groups(frames)[0]
        last = frames[0, :, -1].repeat(GROUP, 1, 1)[None]
        groups = torch.cat([groups, last]).contiguous(memory_format=torch.channels_last)
        with common.autocast():
            found.append(vae.encoder(groups).half().cpu().numpy())
    return np.stack(found)


def run(minutes, first=0, keep_clips=False):
    """Encode waiting shards numbered ``first`` or more until none is left or time is up."""
    device = common.device()
    vae = frozen_vae(device)
    FOLDER.mkdir(parents=True, exist_ok=True)
    clock = common.Clock()
    made = 0
    while clock.minutes() < minutes:
        waiting = [
            number
            for number in clips.numbers()
            if (number >= first or number < clips.TEST_SHARDS) and not path(number).exists()
        ]
        if not waiting:
            break
        for number in waiting:
            if clock.minutes() >= minutes:
                break
            pictures = np.load(clips.path(number), mmap_mode="r")
            latents = encode(vae, pictures, device)
            part = FOLDER / f"{number:06d}.part"
            with open(part, "wb") as file:
                np.savez(file, latents=latents, labels=np.load(clips.labels_path(number)))
            os.replace(part, path(number))
            if number >= clips.TEST_SHARDS and not keep_clips:
                clips.path(number).unlink()
            made += 1
            if made % 20 == 0:
                common.report("latents", minutes=clock.minutes(), shards=made)
        time.sleep(1)


def training_shards():
    """Numbers of the shards of latents for training."""
    numbers = sorted(int(file.name[:6]) for file in FOLDER.glob("??????.npz"))
    return [number for number in numbers if number >= clips.TEST_SHARDS]

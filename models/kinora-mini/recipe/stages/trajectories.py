"""Follow the trained transformer from noise to clean latents, for the stage that learns to need fewer steps.

A shard is one file of ways of one size, one length and one kind of request, each from noise to clean with the
guidance of the model's defaults: ``states`` float16 [N, FEW + 1, C, T, h, w], the latents where
few steps would stand; ``labels`` int8 [N, 12] that were asked for; ``given`` float16 [N, 1 + C, T, h, w],
the mask and the given latents. The shard's number seeds it.
"""

import os

import numpy as np
import torch

import common
import sample
from stages import latents, transformer
from world.draw import draw
from world.pictures import texture_clip
from world.scene import sample_scene, turned
from world.vocabulary import SLOTS

FEW = 4
STEPS, GUIDANCE = 12, 3.0  # half of the defaults' steps, of second order: 0.0065 from the way of 48 such steps, 16 plain ones 0.0071
FOLDER = common.CACHE / "trajectories"

KINDS = {"t2i": 0.4, "t2v": 0.3, "i2v": 0.17, "flf2v": 0.13}  # shares of shards; one of pictures shows five times as many scenes
BATCH = {"t2i": 40, "t2v": 8, "i2v": 8, "flf2v": 8}
TEXTURES = 0.2  # of the clips with given pictures: what people bring is not from the drawn world
TWO = 0.3  # of the scenes have two subjects
CAMERA = list(SLOTS).index("camera")


def path(number):
    return FOLDER / f"{number:06d}.npz"


def asked(rng, kind, width, height, frames):
    """(labels [12], clip uint8 [F, H, W, 3] or None) of one request."""
    if kind in ("i2v", "flf2v") and rng.random() < TEXTURES:
        labels = np.zeros(len(SLOTS), np.int64)
        labels[CAMERA] = rng.integers(1, len(SLOTS["camera"]))
        return labels, texture_clip(rng, width, height, SLOTS["camera"][labels[CAMERA]], frames)
    scene = sample_scene(rng, width, height, split="train", two=rng.random() < TWO)
    clip = draw(scene, frames=frames) if kind in ("i2v", "flf2v") else None
    labels = scene.labels()
    return turned(labels) if scene.company() and rng.random() < 0.5 else labels, clip


def conditions(vae, clips, kind, device):
    """Mask and given latents [N, 1 + C, T, h, w] of clips with known pictures."""
    found = torch.from_numpy(latents.encode(vae, clips, device)).float().transpose(1, 2)
    given = torch.zeros(len(clips), 1 + found.shape[1], found.shape[2] - 1, *found.shape[3:])
    given[:, 0, 0], given[:, 1:, 0] = 1, found[:, :, 0]
    if kind == "flf2v":
        given[:, 0, -1], given[:, 1:, -1] = 1, found[:, :, -1]
    return given


@torch.no_grad()
def follow(both, labels, given, noise):
    """States [N, FEW + 1, C, T, h, w] on the way from ``noise`` to clean.

    Each step but the first goes where the last two velocities point (Adams-Bashforth of second order).
    """
    text = both["table"](labels)
    unsaid = both["table"](torch.zeros_like(labels))
    words = torch.cat([text, unsaid])
    schedule = sample.times(STEPS)
    x, states, before = noise, [noise], None
    for step, (now, after) in enumerate(zip(schedule[:-1], schedule[1:])):
        seen = torch.cat([x, given], dim=1)
        with common.autocast():
            velocity = both["transformer"](torch.cat([seen, seen]), torch.full((2 * len(x),), 1000.0 * now, device=x.device), words)
        said, plain = velocity.float().chunk(2)
        guided = plain + GUIDANCE * (said - plain)
        turn = 0 if before is None else (guided - before[0]) * (after - now) / (2 * before[1])
        x, before = x + (after - now) * (guided + turn), (guided, after - now)
        if (step + 1) % (STEPS // FEW) == 0:
            states.append(x)
    return torch.stack(states, dim=1)


def make(number, both, vae, device):
    """One shard."""
    rng = np.random.default_rng([23, number])
    torch.manual_seed(number)
    sizes = list(common.BUCKETS)
    width, height = sizes[rng.choice(len(sizes), p=list(common.BUCKETS.values()))]
    kind = rng.choice(list(KINDS), p=list(KINDS.values()))
    frames = int(rng.choice(list(common.LENGTHS), p=list(common.LENGTHS.values())))
    count = BATCH[kind] if kind == "t2i" else max(1, BATCH[kind] * common.FRAMES // frames)
    requests = [asked(rng, kind, width, height, frames) for _ in range(count)]
    labels = transformer.drop(torch.from_numpy(np.stack([labels for labels, _ in requests])), rng, one=0.12, every=0.03)
    groups = 1 if kind == "t2i" else (frames + 3) // 4
    channels = both["transformer"].config["channels"]
    noise = torch.randn(count, channels, groups, height // 8, width // 8, device=device)
    if kind in ("i2v", "flf2v"):
        given = conditions(vae, np.stack([clip for _, clip in requests]), kind, device).to(device)
    else:
        given = torch.zeros(len(noise), 1 + channels, *noise.shape[2:], device=device)
    states = follow(both, labels.to(device), given, noise)
    return {"states": states.half().cpu().numpy(), "labels": labels.numpy().astype(np.int8), "given": given.half().cpu().numpy()}


def run(minutes, first=0):
    """Make shards from number ``first`` on, in order, until time is up."""
    device = common.device()
    state = common.load(common.CACHE / "transformer.pt")
    both = transformer.build(state["config"], device)
    both.load_state_dict(state["average"])
    both.eval().requires_grad_(False)
    vae = latents.frozen_vae(device)
    FOLDER.mkdir(parents=True, exist_ok=True)
    clock, number = common.Clock(), first
    while clock.minutes() < minutes:
        if not path(number).exists():
            shard = make(number, both, vae, device)
            part = FOLDER / f"{number:06d}.part"
            with open(part, "wb") as file:
                np.savez(file, **shard)
            os.replace(part, path(number))
            if number % 10 == 9:
                common.report("trajectories", minutes=clock.minutes(), shards=number + 1)
        number += 1

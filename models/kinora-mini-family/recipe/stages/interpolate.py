"""Train the maker of frames between frames on drawn pictures that move.

A ground and up to three things before it, each with its own speed, turn and zoom; a
third of all samples are a ground alone, as in a camera's pan. The frames before and
after are given, the one half way is wanted.
"""

import time

import numpy as np
import torch
import torch.nn.functional as F

import common
from networks.interpolator import Interpolator
from stages.pictures import Drawn

CROP = 128
HELD_OUT = 32  # pictures that are never trained on
FASTEST = 16.0  # pixels from one frame to the middle


def moves(rng, count, still=0.08):
    """Per sample: speed [count, 2] in pixels, turn in radians and zoom, each to the middle frame."""
    speed = FASTEST * rng.random(count) ** 1.5 * (rng.random(count) > still)
    angle = rng.uniform(0, 2 * np.pi, count)
    angle = np.where(rng.random(count) < 0.3, np.round(angle / (np.pi / 2)) * (np.pi / 2), angle)
    turn = rng.normal(0, 0.025, count) * (rng.random(count) < 0.4)
    zoom = rng.normal(0, 0.02, count) * (rng.random(count) < 0.4)
    return np.stack([speed * np.cos(angle), speed * np.sin(angle)], 1), turn, zoom


def places(rng, count, size):
    """How a layer lies and moves: a function from the time (-1, 0, 1) to its sampling grid."""
    speed, turn, zoom = moves(rng, count)
    middle = rng.uniform(-24, 24, (count, 2))
    lies, scale = rng.uniform(0, 2 * np.pi, count), rng.uniform(0.75, 1.25, count)
    ramp = np.arange(CROP) - (CROP - 1) / 2
    y, x = np.meshgrid(ramp, ramp, indexing="ij")

    def grid(moment):
        angle, zoomed = lies + turn * moment, scale * (1 + zoom * moment)
        px = x[None] - speed[:, 0, None, None] * moment
        py = y[None] - speed[:, 1, None, None] * moment
        c, s = (zoomed * np.cos(angle))[:, None, None], (zoomed * np.sin(angle))[:, None, None]
        gx, gy = c * px - s * py + middle[:, 0, None, None], s * px + c * py + middle[:, 1, None, None]
        return torch.from_numpy(np.stack([gx, gy], -1).astype(np.float32) / (size / 2))

    return grid


def batch(pictures, masks, rng, count, device):
    """Three frames [count, 3, CROP, CROP] in 0..1: before, between, after."""
    frames = None
    size = pictures.shape[1]
    alone = torch.from_numpy(rng.random(count) < 0.35)
    for layer in range(int(rng.integers(1, 5))):
        chosen = rng.integers(0, len(pictures), count)
        source = torch.from_numpy(pictures[chosen]).to(device).permute(0, 3, 1, 2).float() / 255
        if layer:
            shape = torch.from_numpy(masks[rng.integers(0, len(masks), count)]).to(device)[:, None].float() / 255
            shape = shape * (~alone).to(shape)[:, None, None, None]
            source = torch.cat([source, shape], dim=1)
        grid = places(rng, count, size)
        views = [
            F.grid_sample(source, grid(moment).to(device), mode="bicubic" if layer == 0 else "bilinear",
                          padding_mode="reflection" if layer == 0 else "zeros", align_corners=False)
            for moment in (-1, 0, 1)
        ]
        if layer == 0:
            frames = views
        else:
            frames = [below + (view[:, :3] - below) * view[:, 3:] for below, view in zip(frames, views)]
    return [frame.clamp(0, 1) for frame in frames]


def spoiled(frame, rng):
    """8-bit levels, sometimes with a little noise."""
    if rng.random() < 0.2:
        frame = frame + torch.randn_like(frame) * rng.uniform(0, 3 / 255)
    return (frame.clamp(0, 1) * 255).round() / 255


def decibels(made, wanted):
    return float((-10 * torch.log10((made - wanted).square().mean(dim=(1, 2, 3)) + 1e-10)).mean())


@torch.no_grad()
def gain(model, pictures, masks, device):
    """Decibels over blending on the same 64 held-out samples every time."""
    rng = np.random.default_rng(5)
    gains = []
    for _ in range(4):
        before, between, after = batch(pictures, masks, rng, 16, device)
        gains.append(decibels(model(before, after), between) - decibels((before + after) / 2, between))
    return float(np.mean(gains))


def run(minutes, count=None, lr=1e-3, seed=0):
    """Train until ``minutes`` of training are on the clock; resumes from interpolate.pt."""
    device = common.device()
    torch.manual_seed(seed)
    path = common.CACHE / "interpolate.pt"
    state = common.load(path)
    model = Interpolator(**(state["config"] if state else {})).to(device)
    optimiser = torch.optim.AdamW(model.parameters(), lr, betas=(0.9, 0.99), weight_decay=1e-4)
    steps = 0
    if state:
        model.load_state_dict(state["weights"])
        optimiser.load_state_dict(state["optimiser"])
        steps = state["steps"]
    average = common.Average(model, 0.998, state["average"] if state else None)
    drawn = Drawn()
    pictures, masks = drawn.pictures[HELD_OUT:], drawn.masks[HELD_OUT:]
    rng = np.random.default_rng([seed, steps])
    clock = common.Clock(state["minutes"] if state else 0.0)
    count = count or (64 if device.type == "cuda" else 4)
    saved, losses = time.time(), []
    while clock.minutes() < minutes:
        for group in optimiser.param_groups:
            group["lr"] = lr * common.ramp_and_fall(clock.minutes() / minutes)
        before, between, after = batch(pictures, masks, rng, count, device)
        with common.autocast():
            made = model.steps(spoiled(before, rng), spoiled(after, rng))
        *earlier, last = [(picture.float() - between).abs().mean() for picture in made]
        loss = last + sum(earlier) * 0.3
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 0.5)
        optimiser.step()
        average.update(model, steps)
        steps += 1
        losses.append(last.item())
        if time.time() - saved > 120 or clock.minutes() >= minutes:
            common.save(path, {
                "config": model.config, "weights": model.state_dict(), "optimiser": optimiser.state_dict(),
                "average": average.state, "steps": steps, "minutes": clock.minutes(),
            })
            judged = Interpolator(**model.config).to(device).eval()
            judged.load_state_dict(average.state)
            common.report("interpolate", steps=steps, minutes=clock.minutes(), loss=float(np.mean(losses)),
                          gain=gain(judged, drawn.pictures[:HELD_OUT], drawn.masks[:HELD_OUT], device))
            saved, losses = time.time(), []

"""Train the upscaler on crops of drawn pictures, halved as cameras and encoders would.

The large side is softened at random first, as lenses do. The small side is made by
averaging or by bicubic reduction; some of it gets noise, some goes through JPEG.
"""

import io
import time

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

import common
from networks.upscaler import Upscaler
from stages.pictures import Drawn

CROP = 96  # pixels of the large side
EDGE = 8  # pixels of the large side that the loss leaves out: tiles have margins
HELD_OUT = 32  # pictures that are never trained on


def softened(pictures, rng):
    """Each picture blurred by its own Gaussian, 0 to 1.6 pixels; a third stays sharp."""
    count = len(pictures)
    sigma = np.where(rng.random(count) < 0.35, 0.05, rng.uniform(0.05, 1.6, count))
    place = np.arange(-5, 6)
    rows = np.exp(-(place**2) / (2 * sigma[:, None] ** 2))
    rows = torch.from_numpy(rows / rows.sum(axis=1, keepdims=True)).to(pictures).repeat_interleave(3, 0)
    planes = pictures.flatten(0, 1)[None]
    planes = F.conv2d(F.pad(planes, (5, 5, 0, 0), mode="reflect"), rows[:, None, None, :], groups=3 * count)
    planes = F.conv2d(F.pad(planes, (0, 0, 5, 5), mode="reflect"), rows[:, None, :, None], groups=3 * count)
    return planes[0].unflatten(0, (count, 3))


def compressed(small, rng):
    """One picture [3, h, w] in 0..1 after JPEG of quality 60 to 95."""
    pixels = (small.permute(1, 2, 0).cpu().numpy() * 255).round().astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "jpeg", quality=int(rng.integers(60, 96)), subsampling=int(rng.integers(0, 3)))
    return torch.from_numpy(np.asarray(Image.open(file)).copy()).permute(2, 0, 1).to(small) / 255


def halved(pictures, rng):
    """The small side: 8-bit levels, some with noise, some through JPEG."""
    if rng.random() < 0.7:
        small = F.avg_pool2d(pictures, 2)
    else:
        size = pictures.shape[-1] // 2
        small = F.interpolate(pictures, size=(size, size), mode="bicubic", antialias=True, align_corners=False)
    count = len(small)
    strength = torch.from_numpy(rng.uniform(0, 3 / 255, count) * (rng.random(count) < 0.25)).to(small)
    small = small + torch.randn_like(small) * strength[:, None, None, None]
    small = (small.clamp(0, 1) * 255).round() / 255
    for index in np.flatnonzero(rng.random(count) < 0.12):
        small[index] = compressed(small[index], rng)
    return small


def batch(pictures, rng, count, device):
    """(small, large) in 0..1, turned and mirrored at random."""
    crops = np.empty((count, CROP, CROP, 3), np.uint8)
    for index in range(count):
        source = pictures[rng.integers(len(pictures))]
        y, x = rng.integers(0, source.shape[0] - CROP + 1, 2)
        crops[index] = np.rot90(source[y : y + CROP, x : x + CROP], rng.integers(4))
    large = torch.from_numpy(crops).to(device).permute(0, 3, 1, 2).float() / 255
    if rng.random() < 0.5:
        large = large.flip(-1)
    large = softened(large, rng)
    return halved(large, rng), large


def decibels(made, wanted):
    return float(-10 * torch.log10((made - wanted).square().mean()))


@torch.no_grad()
def gain(model, pictures, device):
    """Decibels over Lanczos on held-out drawn pictures, halved by averaging."""
    gains = []
    for start in range(0, len(pictures), 8):
        large = torch.from_numpy(pictures[start : start + 8]).to(device).permute(0, 3, 1, 2).float() / 255
        small = F.avg_pool2d(large, 2)
        gains.append(decibels(model(small), large) - decibels(model.lanczos(small).clamp(0, 1), large))
    return float(np.mean(gains))


def run(minutes, count=None, lr=1.5e-3, seed=0):
    """Train until ``minutes`` of training are on the clock; resumes from upscale.pt."""
    device = common.device()
    torch.manual_seed(seed)
    path = common.CACHE / "upscale.pt"
    state = common.load(path)
    model = Upscaler(**(state["config"] if state else {})).to(device)
    optimiser = torch.optim.AdamW(model.parameters(), lr, betas=(0.9, 0.99), weight_decay=1e-4)
    steps = 0
    if state:
        model.load_state_dict(state["weights"])
        optimiser.load_state_dict(state["optimiser"])
        steps = state["steps"]
    average = common.Average(model, 0.998, state["average"] if state else None)
    drawn = Drawn().pictures
    held_out, training = drawn[:HELD_OUT], drawn[HELD_OUT:]
    rng = np.random.default_rng([seed, steps])
    clock = common.Clock(state["minutes"] if state else 0.0)
    count = count or (64 if device.type == "cuda" else 8)
    saved, losses = time.time(), []
    while clock.minutes() < minutes:
        for group in optimiser.param_groups:
            group["lr"] = lr * common.ramp_and_fall(clock.minutes() / minutes)
        small, large = batch(training, rng, count, device)
        with common.autocast():
            made = model(small)
        error = (made.float() - large)[..., EDGE:-EDGE, EDGE:-EDGE]
        loss = error.abs().mean()
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        average.update(model, steps)
        steps += 1
        losses.append(loss.item())
        if time.time() - saved > 120 or clock.minutes() >= minutes:
            common.save(path, {
                "config": model.config, "weights": model.state_dict(), "optimiser": optimiser.state_dict(),
                "average": average.state, "steps": steps, "minutes": clock.minutes(),
            })
            judged = Upscaler(**model.config).to(device).eval()
            judged.load_state_dict(average.state)
            common.report("upscale", steps=steps, minutes=clock.minutes(), loss=float(np.mean(losses)),
                          gain=gain(judged, held_out, device))
            saved, losses = time.time(), []

"""Trains the judge on drawn frames and writes judge.onnx and its accuracy on unseen drawings.

    python3 -m judge.train [--minutes 20] [--frames 30000] [--onward]

Run from models/kinora-mini/evaluation. Frames are blurred, coarsened, noised, shifted in tone and
mirrored at random, so that the judge forgives softness and looks at form. ``--onward`` begins with what
judge.onnx knows: a head that has more to tell than it had learns the rest.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "recipe"))

from world.draw import draw, position  # noqa: E402
from world.scene import sample_scene  # noqa: E402

from .network import HEADS, WHOLE, Judge  # noqa: E402

HERE = Path(__file__).resolve().parent
SIZES = ((160, 96), (128, 128), (96, 160))
SLOT = {"subject": 0, "colour": 1, "place": 4, "time": 5, "weather": 6, "shot": 8}
PICKED = (0, 5, 11, 16)
"""Frames that are kept of each drawn clip."""


def drawn(count: int, size: tuple[int, int], split: str, seed: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """``count`` frames uint8 [n, 3, h, w], labels [n, 9] from 0 without "any", and where [n, 3]."""
    rng = np.random.default_rng(seed)
    width, height = size
    frames, labels, where = [], [], []
    while len(frames) < count:
        scene = sample_scene(rng, width, height, split=split)
        clip = draw(scene)
        for index in PICKED:
            frames.append(clip[index].transpose(2, 0, 1).copy())
            labels.append(scene.labels() - 1)
            x, y, radius = position(scene, index)
            where.append((x / width, y / height, radius / min(width, height)))
    return (torch.from_numpy(np.stack(frames)), torch.from_numpy(np.stack(labels)),
            torch.tensor(where, dtype=torch.float32))


def roughen(frames: torch.Tensor) -> torch.Tensor:
    """Blur, fewer pixels, noise and tone shifts of a random strength for the batch; float in 0..1."""
    if torch.rand(()) < 0.4:
        size = frames.shape[2:]
        share = 0.35 + 0.45 * float(torch.rand(()))
        frames = F.interpolate(frames, scale_factor=share, mode="area", recompute_scale_factor=True)
        frames = F.interpolate(frames, size=size, mode="bilinear")
    if torch.rand(()) < 0.6:
        sigma = 0.3 + 1.4 * torch.rand(())
        reach = torch.arange(-4, 5, dtype=torch.float32)
        kernel = torch.exp(-reach**2 / (2 * sigma**2))
        kernel = (kernel / kernel.sum()).expand(3, 1, 1, -1)
        frames = F.conv2d(F.pad(frames, (4, 4, 0, 0), mode="replicate"), kernel, groups=3)
        frames = F.conv2d(F.pad(frames, (0, 0, 4, 4), mode="replicate"), kernel.transpose(2, 3), groups=3)
    frames = frames + torch.randn_like(frames) * 0.03 * torch.rand(())
    gain = 1 + 0.12 * (torch.rand(frames.shape[0], 3, 1, 1) - 0.5)
    return (frames * gain + 0.06 * (torch.rand(frames.shape[0], 3, 1, 1) - 0.5)).clamp(0, 1)


def mirror(frames: torch.Tensor, where: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Half of the batch seen in a mirror: left and right are no part of what the heads say."""
    turned = torch.rand(frames.shape[0]) < 0.5
    frames, where = frames.clone(), where.clone()
    frames[turned] = frames[turned].flip(3)
    where[turned, 0] = 1 - where[turned, 0]
    return frames, where


def loss_of(said: dict[str, torch.Tensor], labels: torch.Tensor, where: torch.Tensor) -> torch.Tensor:
    loss = sum((2 if head == "subject" else 1) * F.cross_entropy(said[head].float(), labels[:, SLOT[head]]) for head in HEADS)
    return loss + 20 * F.smooth_l1_loss(said["where"].float(), where, beta=0.05)


@torch.no_grad()
def accuracy(judge: Judge, frames: torch.Tensor, labels: torch.Tensor, where: torch.Tensor) -> dict[str, float]:
    """Share right of each head, and the mean error of the position in shares of the frame."""
    judge.eval()
    parts = [judge(batch.float() / 255) for batch in frames.split(64)]
    said = {name: torch.cat([part[name] for part in parts]) for name in parts[0]}
    judge.train()
    right = {head: (said[head].argmax(1) == labels[:, SLOT[head]]).float().mean().item() for head in HEADS}
    right["position error"] = (said["where"][:, :2] - where[:, :2]).abs().mean().item()
    return right


class InOrder(torch.nn.Module):
    """The judge with its outputs as a tuple: the heads in order, then ``where``."""

    def __init__(self, judge: Judge) -> None:
        super().__init__()
        self.judge = judge

    def forward(self, frames: torch.Tensor) -> tuple[torch.Tensor, ...]:
        said = self.judge(frames)
        return tuple(said[name] for name in (*HEADS, "where"))


@torch.no_grad()
def go_onward(judge: Judge, path: Path, frames: torch.Tensor, had: dict[str, int]) -> None:
    """Fill ``judge`` from an exported one whose heads told ``had`` things apart, as it sees ``frames``.

    Exporting folded each normalisation into its convolution; it is unfolded with the statistics of ``frames``.
    """
    import onnx
    from onnx import numpy_helper

    stored = {weight.name: torch.from_numpy(numpy_helper.to_array(weight).copy()) for weight in onnx.load(path).graph.initializer}
    folded = [value for name, value in stored.items() if name.startswith("onnx::")]
    seen = frames.float() / 255 * 2 - 1
    for (convolution, norm, _), weight, bias in zip(judge.trunk, folded[::2], folded[1::2]):
        convolution.weight.copy_(weight)
        seen = convolution(seen)
        norm.running_mean.copy_(seen.mean((0, 2, 3)))
        norm.running_var.copy_(seen.var((0, 2, 3)))
        norm.weight.copy_((norm.running_var + norm.eps).sqrt())
        norm.bias.copy_(bias + norm.running_mean)
        seen = (seen + bias[:, None, None]).relu()
    for name, weight in judge.named_parameters():
        found = stored.get(f"judge.{name}")
        if found is None:
            continue
        if name.startswith("scene.2."):
            starts = {head: sum(HEADS[before] for before in WHOLE[: WHOLE.index(head)]) for head in WHOLE}
            for head in WHOLE:
                taken = had.get(head, 0)
                weight[starts[head] : starts[head] + taken].copy_(found[:taken])
                found = found[taken:]
        else:
            weight.copy_(found)


def export(judge: Judge, path: Path) -> None:
    """One graph: frames float32 [n, 3, height, width] in 0..1 -> the six outputs by name."""
    names = [*HEADS, "where"]
    dynamic = {"frames": {0: "n", 2: "height", 3: "width"}, **{name: {0: "n"} for name in names}}
    torch.onnx.export(InOrder(judge).eval(), torch.rand(1, 3, 96, 160), str(path), opset_version=16,
                      input_names=["frames"], output_names=names, dynamic_axes=dynamic)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=20)
    options.add_argument("--frames", type=int, default=30000)
    options.add_argument("--onward", action="store_true")
    chosen = options.parse_args()
    torch.manual_seed(1)
    share = chosen.frames // 4
    sets = [drawn(share * (2 if size == SIZES[0] else 1), size, "train", 11 + i) for i, size in enumerate(SIZES)]
    unseen = [drawn(400, size, "test", 91 + i) for i, size in enumerate(SIZES)]
    print("drawn", [len(s[0]) for s in sets], flush=True)
    judge, lr = Judge(), 3e-3
    if chosen.onward:
        lr = 1e-3
        go_onward(judge, HERE / "judge.onnx", sets[0][0][:256], json.loads((HERE / "accuracy.json").read_text())["heads"])
        print(accuracy(judge, *unseen[0]), flush=True)
    judge = judge.to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(judge.parameters(), lr=lr, weight_decay=0.02)
    began, step, batch = time.time(), 0, 64
    pick = np.random.default_rng(2)
    while (done := (time.time() - began) / 60 / chosen.minutes) < 1:
        for group in optimiser.param_groups:
            group["lr"] = lr * min(1, (step + 1) / 100) * (1 - done)
        frames, labels, where = sets[int(pick.choice(3, p=(0.5, 0.25, 0.25)))]
        index = torch.from_numpy(pick.integers(len(frames), size=batch))
        chosen_frames, chosen_where = mirror(frames[index], where[index])
        given = roughen(chosen_frames.float() / 255).contiguous(memory_format=torch.channels_last)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            said = judge(given)
        loss = loss_of(said, labels[index], chosen_where)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        step += 1
        if step % 100 == 0:
            print(f"{step} {done:.2f} loss {loss.item():.3f} {accuracy(judge, *unseen[0])}", flush=True)
    scores = {f"{w}x{h}": accuracy(judge, *unseen[i]) for i, (w, h) in enumerate(SIZES)}
    export(judge, HERE / "judge.onnx")
    (HERE / "accuracy.json").write_text(json.dumps({"steps": step, "heads": HEADS, "unseen": scores}, indent=2) + "\n")
    print(json.dumps(scores, indent=2))


if __name__ == "__main__":
    main()

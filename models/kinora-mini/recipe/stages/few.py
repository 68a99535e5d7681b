"""Train a LoRA with which Kinora Mini needs few steps and little guidance, and write it as safetensors.

The trained transformer went many guided steps from noise to clean (``trajectories``); here it learns to go
the same way in FEW steps of less guidance, as in progressive and guided distillation (Salimans and Ho 2022, Meng et al.
2023), with low-rank factors only, as LCM-LoRA (Luo et al. 2023). First each step alone, from where the way
was; then all steps in a row, from where its own led it.
"""

import numpy as np
import torch

import common
import sample
from stages import trajectories
from stages.low_rank import Training
from stages.trajectories import FEW

RANK = 32
ALONE = 0.6  # of the time: each step alone
HELD = 25  # every so many shards one is never trained on, and tells whether ways are learned or learned by heart
SCHEDULE = sample.times(FEW)
GUIDANCE = 1.5  # of the few steps; without any, what little the factors can hold shows in the subjects


class Ways:
    """All shards of trajectories in memory, by their shape; ``held``: those alone that are held back, else the others."""

    def __init__(self, rng, held=False):
        self.held = held
        self.rng = rng
        self.shapes = {}
        self.known = set()

    def refresh(self):
        """Load the shards that are new since the last call."""
        for file in sorted(trajectories.FOLDER.glob("*.npz")):
            if file.name in self.known or (int(file.name[:6]) % HELD == HELD - 1) != self.held:
                continue
            with np.load(file) as shard:
                states, labels, given = shard["states"], shard["labels"].astype(np.int64), shard["given"]
            self.known.add(file.name)
            self.shapes.setdefault(states.shape[3:], []).append((states, labels, given))

    def pick(self, count):
        """(states [count, FEW + 1, C, T, h, w], labels [count, 12], given [count, 1 + C, T, h, w]); four times as many where T = 1."""
        shapes = list(self.shapes)
        share = np.array([len(self.shapes[shape]) for shape in shapes], float)
        shape = shapes[self.rng.choice(len(shapes), p=share / share.sum())]
        shards = self.shapes[shape]
        found = []
        for _ in range(count * (4 if shape[0] == 1 else 1)):
            shard = shards[self.rng.integers(len(shards))]
            row = self.rng.integers(len(shard[0]))
            found.append([part[row] for part in shard])
        return tuple(torch.from_numpy(np.stack(parts)) for parts in zip(*found))


def velocity(both, x, given, labels, sigma):
    """What the transformer says at times ``sigma`` [B] in 0..1, guided."""
    seen = torch.cat([x, given], dim=1)
    words = both["table"](torch.cat([labels, torch.zeros_like(labels)]))
    with common.autocast():
        said, plain = both["transformer"](torch.cat([seen, seen]), torch.cat([sigma, sigma]) * 1000, words).float().chunk(2)
    return plain + GUIDANCE * (said - plain)


def alone(both, states, given, labels, rng):
    """Mean squared error of the velocity of one step each, from where the way was."""
    step = torch.from_numpy(rng.integers(FEW, size=len(states))).to(states.device)
    times = torch.from_numpy(SCHEDULE).float().to(states.device)
    rows = torch.arange(len(states), device=states.device)
    here, there = states[rows, step], states[rows, step + 1]
    far = (times[step + 1] - times[step])[:, None, None, None, None]
    return (velocity(both, here, given, labels, times[step]) - (there - here) / far).square().mean()


def in_a_row(both, states, given, labels):
    """Mean squared error of where each step leads, from where the one before it led, in units of the step."""
    x, loss = states[:, 0], 0.0
    for step in range(FEW):
        far = float(SCHEDULE[step + 1] - SCHEDULE[step])
        x = x + far * velocity(both, x, given, labels, torch.full((len(x),), float(SCHEDULE[step]), device=x.device))
        loss = loss + ((x - states[:, step + 1]) / far).square().mean()
    return loss / FEW


@torch.no_grad()
def unseen(both, held, device, batches=6):
    """The loss of steps in a row on ways that are held back, or None where there are none."""
    if not held.known:
        return None
    picked = [[part.to(device) for part in held.pick(4)] for _ in range(batches)]
    return float(np.mean([in_a_row(both, states.float(), given.float(), labels).item() for states, labels, given in picked]))


def run(minutes, target, batch=8, lr=1.5e-3, seed=0):
    """Train until ``minutes`` are on the clock; ``target`` is the file it is written to."""
    device = common.device()
    training = Training("few", RANK, lr, (0.9, 0.98), seed, device, onward=target)
    rng = np.random.default_rng([seed, training.steps])
    data, held = Ways(rng), Ways(np.random.default_rng(seed), held=True)
    data.refresh()
    held.refresh()
    clock = common.Clock(training.minutes)
    told, losses = clock.minutes(), {"alone": [], "in a row": []}
    while True:
        kind = "alone" if clock.minutes() < minutes * ALONE else "in a row"
        states, labels, given = data.pick(batch * 2 if kind == "alone" else batch // 2)
        states, labels, given = states.to(device).float(), labels.to(device), given.to(device).float()
        loss = alone(training.both, states, given, labels, rng) if kind == "alone" else in_a_row(training.both, states, given, labels)
        training.step(loss, common.ramp_and_fall(min(clock.minutes() / minutes, 1.0), fall=0.6))
        losses[kind].append(loss.item())
        now = clock.minutes()
        if now - told > 2 or now >= minutes:
            told = now
            means = {key: round(float(np.mean(found)), 5) for key, found in losses.items() if found}
            common.report("few", minutes=now, steps=training.steps, loss=means, held=unseen(training.both, held, device), shards=len(data.known))
            losses = {"alone": [], "in a row": []}
            training.keep(now, target, {"name": "Kinora Quick"})
            data.refresh()
        if now >= minutes:
            return

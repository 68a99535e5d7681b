"""A scene: nine labels and every continuous parameter that ``draw`` needs."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np

from .vocabulary import SLOTS

TEST_SEEDS = 1_000_000_000
"""Scene seeds from here on belong to the test split; smaller ones to training."""

GROUNDED = ("car", "house", "tree", "person")
HELD_OUT_SHARE = 20

_WEIGHTS = {"camera": {"static": 0.45}, "weather": {"clear": 0.55}, "size": {"medium": 0.45},
            "shot": {"medium": 0.5}}
CLOSENESS = {"close_up": 1.5, "medium": 1.0, "wide": 0.65}
"""How many times larger than in a medium shot a shot shows things."""
_CLOSEST = 0.31
"""The largest subject at mid-clip, of the shorter side, so that it can still go somewhere."""
_RADIUS = {"small": (0.105, 0.125), "medium": (0.16, 0.18), "large": (0.235, 0.255)}


@dataclass(frozen=True)
class Scene:
    """One clip to draw. Lengths are fractions of the frame unless said otherwise."""

    subject: str
    colour: str
    size: str
    motion: str
    place: str
    time: str
    weather: str
    camera: str
    shot: str
    width: int
    height: int
    seed: int
    radius: float    # of the subject at mid-clip, in pixels
    x: float         # the middle of the subject's path, of the width
    y: float         # the middle of the subject's path, of the height
    travel: float    # length of the path, of the width (left, right) or height (other motions)
    facing: int      # +1 looks right, -1 looks left
    turn: int        # +1 spins clockwise, -1 anticlockwise
    phase: float     # of flapping, swinging and rolling parts, in turns
    horizon: float   # where far land or water ends, of the height
    sun_x: float     # of the sun or moon, of the width
    sun_y: float     # of the sun or moon, of the height

    def labels(self) -> np.ndarray:
        """The label of each slot, int64 [9] in SLOTS order."""
        return np.array([names.index(getattr(self, slot)) for slot, names in SLOTS.items()],
                        dtype=np.int64)


def held_out(labels: np.ndarray) -> bool:
    """Whether this (subject, colour, place) is kept from training: one triple in twenty."""
    triple = f"{int(labels[0])}/{int(labels[1])}/{int(labels[4])}"
    return zlib.crc32(triple.encode()) % HELD_OUT_SHARE == 0


def _choose(slot: str, rng: np.random.Generator) -> str:
    values = SLOTS[slot][1:]
    favoured = _WEIGHTS.get(slot, {})
    rest = (1.0 - sum(favoured.values())) / (len(values) - len(favoured))
    return str(rng.choice(values, p=[favoured.get(value, rest) for value in values]))


def _values(rng: np.random.Generator, split: str, fixed: dict[str, str]) -> dict[str, str]:
    """A value for each slot; the split is honoured unless all three of its slots are fixed."""
    for slot, value in fixed.items():
        if value not in SLOTS[slot][1:]:
            raise ValueError(f"{value!r} is not a value of {slot}")
    for _ in range(500):
        values = {slot: fixed.get(slot) or _choose(slot, rng) for slot in SLOTS}
        labels = [SLOTS[slot].index(value) for slot, value in values.items()]
        if held_out(labels) == (split == "test"):
            break
    return values


def sample_scene(rng: np.random.Generator, width: int, height: int, *, split: str = "train",
                 **fixed: str) -> Scene:
    """Draw a scene at random; any slot can be fixed by value, as in ``colour="red"``."""
    if split not in ("train", "test"):
        raise ValueError(f"split is train or test, not {split!r}")
    values = _values(rng, split, fixed)
    subject, motion, place = values["subject"], values["motion"], values["place"]
    radius = min(rng.uniform(*_RADIUS[values["size"]]) * CLOSENESS[values["shot"]], _CLOSEST)
    radius *= min(width, height)
    reach = radius / height
    y = rng.uniform(0.42, 0.58)
    if subject in GROUNDED:
        y = rng.uniform(0.84, 0.88) - 0.88 * reach
    elif subject == "boat" and place == "sea":
        y = rng.uniform(0.72, 0.78) - 0.62 * reach
    travel = rng.uniform(0.45, 0.6)
    if motion in ("up", "down"):
        y, travel = rng.uniform(0.47, 0.53), rng.uniform(0.42, 0.5)
    elif motion == "bounce":
        y, travel = rng.uniform(0.8, 0.86) - reach, rng.uniform(0.3, 0.38)
    facing = {"left": -1, "right": 1}.get(motion) or int(rng.choice((-1, 1)))
    if motion in ("left", "right"):
        x = rng.uniform(0.48, 0.52)
    else:
        x = rng.uniform(0.36, 0.64)
    return Scene(
        **values, width=width, height=height,
        seed=int(rng.integers(TEST_SEEDS)) + (TEST_SEEDS if split == "test" else 0),
        radius=radius, x=x, y=y, travel=travel, facing=facing, turn=int(rng.choice((-1, 1))),
        phase=rng.uniform(), horizon=rng.uniform(0.54, 0.64),
        sun_x=rng.uniform(0.14, 0.86), sun_y=rng.uniform(0.13, 0.27))

"""A scene: twelve labels and every continuous parameter that ``draw`` needs."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace

import numpy as np

from .vocabulary import DRAWN, INVERSE, SAID_AS, SLOTS, WAY

TEST_SEEDS = 1_000_000_000
"""Scene seeds from here on belong to the test split; smaller ones to training."""

GROUNDED = ("car", "house", "tree", "person")
HELD_OUT_SHARE = 20
PAIR = ("second", "second_colour", "relation")
"""Slots of a scene of two."""

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
    second: str         # another subject, or "any" where there is one only
    second_colour: str
    relation: str       # how the first subject stands to the second
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
    second_x: float = 0.5  # the middle of the second subject's path, as x and y
    second_y: float = 0.5

    def labels(self) -> np.ndarray:
        """The label of each slot, int64 [12] in SLOTS order."""
        return np.array([names.index(getattr(self, slot)) for slot, names in SLOTS.items()],
                        dtype=np.int64)

    def company(self) -> Scene | None:
        """The scene with the second subject in place of the first, or None where there is one only."""
        if self.second == "any":
            return None
        return replace(self, subject=self.second, colour=self.second_colour, x=self.second_x,
                       y=self.second_y, phase=self.phase + 0.37)


def held_out(labels: np.ndarray) -> bool:
    """Whether this (subject, colour, place) is kept from training: one triple in twenty."""
    triple = f"{int(labels[0])}/{int(labels[1])}/{int(labels[4])}"
    return zlib.crc32(triple.encode()) % HELD_OUT_SHARE == 0


def turned(labels: np.ndarray) -> np.ndarray:
    """The labels [12] of the same scene, told from its second subject: "a box right of a ball"."""
    names = list(SLOTS)
    relation = names.index("relation")
    told = labels.copy()
    for second, first in SAID_AS.items():
        told[names.index(first)], told[names.index(second)] = labels[names.index(second)], labels[names.index(first)]
    drawn = SLOTS["relation"][int(labels[relation])]
    told[relation] = next(SLOTS["relation"].index(other) for other, like in INVERSE.items() if like == drawn)
    return told


def _choose(slot: str, rng: np.random.Generator) -> str:
    values = DRAWN if slot == "relation" else SLOTS[slot][1:]
    favoured = _WEIGHTS.get(slot, {})
    rest = (1.0 - sum(favoured.values())) / (len(values) - len(favoured))
    return str(rng.choice(values, p=[favoured.get(value, rest) for value in values]))


def _values(rng: np.random.Generator, split: str, two: bool, fixed: dict[str, str]) -> dict[str, str]:
    """A value for each slot; the split is honoured unless all three of its slots are fixed."""
    fixed = ({} if two else {slot: "any" for slot in PAIR}) | fixed
    for slot, value in fixed.items():
        if value not in (DRAWN if slot == "relation" else SLOTS[slot][1:]) and not (slot in PAIR and value == "any"):
            raise ValueError(f"{value!r} is not a value of {slot}")
    for _ in range(500):
        values = {slot: fixed.get(slot) or _choose(slot, rng) for slot in SLOTS}
        if two and (values["second"] == values["subject"] or values["second_colour"] == values["colour"]
                    or WAY.get(values["relation"], values["motion"]) != values["motion"]):
            continue
        labels = [SLOTS[slot].index(value) for slot, value in values.items()]
        if held_out(labels) == (split == "test"):
            break
    return values


def _height(subject: str, place: str, reach: float, rng: np.random.Generator) -> float:
    """Where a subject of half the height ``reach`` stands or hangs, of the height."""
    if subject in GROUNDED:
        return rng.uniform(0.84, 0.88) - 0.88 * reach
    if subject == "boat" and place == "sea":
        return rng.uniform(0.72, 0.78) - 0.62 * reach
    return rng.uniform(0.42, 0.58)


def _apart(values: dict[str, str], radius: float, width: int, height: int,
           rng: np.random.Generator) -> dict[str, float]:
    """How two stand: radius, path and both middles; they never leave the frame nor hide each other's middle."""
    relation, motion, place = values["relation"], values["motion"], values["place"]
    most = {"left_of": 0.2 * width, "above": 0.19 * height, "behind": 0.24 * min(width, height),
            }.get(relation, min(0.15 * width, 0.24 * height))
    radius = min(radius, most)
    across, reach = radius / width, radius / height
    middle = rng.uniform(0.46, 0.54)
    x, second_x = middle, middle + rng.uniform(-0.05, 0.05)
    y, second_y = (_height(values[slot], place, reach, rng) for slot in ("subject", "second"))
    travel = 0.2
    if relation == "left_of":
        side = max(rng.uniform(0.2, 0.25), 1.1 * across)
        x, second_x = middle - side, middle + side
    elif relation == "above":
        x = second_x + rng.uniform(-0.04, 0.04)
        y = rng.uniform(0.24, 0.3)
        second_y = max(y + 2.2 * reach, _height(values["second"], place, reach, rng), 0.66)
        travel = 0.12
    elif relation == "behind":
        side = rng.uniform(1.05, 1.2) * across
        second_y = max(second_y, 0.55)
        x, second_x = middle - side / 2, middle + side / 2
        y = second_y - rng.uniform(0.45, 0.6) * reach
    else:
        side = max(rng.uniform(0.18, 0.22), 1.15 * across) * (-1 if motion == "right" else 1)
        x, second_x = 0.5 + side, 0.5 - side
        travel = 0.28
    if motion in ("up", "down", "bounce"):
        travel = min(travel, 0.16)
    return {"radius": radius, "x": x, "y": y, "second_x": second_x, "second_y": second_y, "travel": travel}


def sample_scene(rng: np.random.Generator, width: int, height: int, *, split: str = "train",
                 two: bool = False, **fixed: str) -> Scene:
    """Draw a scene at random, of ``two`` subjects or one; any slot can be fixed by value, as in ``colour="red"``."""
    if split not in ("train", "test"):
        raise ValueError(f"split is train or test, not {split!r}")
    values = _values(rng, split, two, fixed)
    subject, motion, place = values["subject"], values["motion"], values["place"]
    radius = min(rng.uniform(*_RADIUS[values["size"]]) * CLOSENESS[values["shot"]], _CLOSEST)
    radius *= min(width, height)
    reach = radius / height
    y = _height(subject, place, reach, rng)
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
    path = {"radius": radius, "x": x, "y": y, "travel": travel}
    if two:
        path = _apart(values, radius, width, height, rng)
    return Scene(
        **values, **path, width=width, height=height,
        seed=int(rng.integers(TEST_SEEDS)) + (TEST_SEEDS if split == "test" else 0),
        facing=facing, turn=int(rng.choice((-1, 1))),
        phase=rng.uniform(), horizon=rng.uniform(0.54, 0.64),
        sun_x=rng.uniform(0.14, 0.86), sun_y=rng.uniform(0.13, 0.27))

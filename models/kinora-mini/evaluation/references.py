"""Writes what the evaluation compares with: unseen prompts, and unseen drawn clips and pictures.

    python3 references.py FOLDER [--prompts 200] [--clips 16] [--two 60]

FOLDER/references.json lists both; clips are raw RGB bytes, frame by frame. Everything comes from
the test split of the drawn world: its scenes and its (subject, colour, place) triples are never
used in training. The same numbers give the same files.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "recipe"))

from world.draw import draw, position  # noqa: E402
from world.pictures import texture_clip  # noqa: E402
from world.prompts import describe  # noqa: E402
from world.scene import sample_scene, turned  # noqa: E402
from world.vocabulary import SLOTS, WAY  # noqa: E402

SIZES = ((160, 96), (160, 96), (128, 128), (96, 160))
SAID = {"subject": 0.95, "colour": 0.95, "size": 0.5, "motion": 0.9, "place": 0.95, "time": 0.9,
        "weather": 0.5, "camera": 0.8, "shot": 0.4, "second": 0, "second_colour": 0, "relation": 0}
"""How often a prompt says each slot."""
SAID_OF_TWO = {slot: 1 for slot in ("subject", "colour", "second", "second_colour", "relation", "place")} | {
    "motion": 0.6, "time": 0.5, "weather": 0.2, "camera": 0.2, "shot": 0.2, "size": 0.3}
"""The same of prompts that name two subjects; which way they go is always said where one chases the other."""
MOVES = ("static", "pan_left", "pan_right", "tilt_up", "tilt_down", "zoom_in", "zoom_out")


def named(labels: np.ndarray) -> dict[str, str]:
    """The slots that are said, by name."""
    return {slot: SLOTS[slot][int(label)] for slot, label in zip(SLOTS, labels) if label}


def stands(index: int, two: bool) -> dict[str, str]:
    """How the two of the scene with this number stand: each way as often."""
    return {"relation": SLOTS["relation"][1 + index % 5]} if two else {}


def prompt(rng: np.random.Generator, index: int, two: bool = False) -> dict:
    """One unseen prompt, of two subjects or one, with its labels, size and seed."""
    width, height = SIZES[index % len(SIZES)]
    labels = sample_scene(rng, width, height, split="test", two=two, **stands(index, two)).labels()
    if two and index % 2:
        labels = turned(labels)
    often = SAID_OF_TWO if two else SAID
    if SLOTS["relation"][labels[-1]] in WAY:
        often = often | {"motion": 1}
    said = np.array([label if rng.uniform() < often[slot] else 0 for slot, label in zip(SLOTS, labels)])
    return {"prompt": describe(said, rng, distractors=0), "said": named(said), "width": width,
            "height": height, "seed": int(rng.integers(2**32))}


def clip(rng: np.random.Generator, index: int, folder: Path, two: bool = False) -> dict:
    """One unseen drawn clip, of two subjects or one, its labels, its prompt and the (first) subject's place in every frame."""
    width, height = SIZES[index % len(SIZES)]
    scene = sample_scene(rng, width, height, split="test", two=two, **stands(index, two))
    name = f"{'pair' if two else 'clip'}-{index:03d}.rgb"
    (folder / name).write_bytes(draw(scene).tobytes())
    return {"file": name, "width": width, "height": height, "frames": 17,
            "said": named(scene.labels()), "prompt": describe(scene.labels(), rng, distractors=0),
            "where": [[float(value) for value in position(scene, frame)] for frame in range(17)]}


def picture(rng: np.random.Generator, index: int, folder: Path) -> dict:
    """A picture from outside the world under a camera move, as a clip of 17 frames."""
    move = MOVES[index % len(MOVES)]
    name = f"picture-{index:03d}.rgb"
    (folder / name).write_bytes(texture_clip(rng, 160, 96, move).tobytes())
    return {"file": name, "width": 160, "height": 96, "frames": 17, "camera": move}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--prompts", type=int, default=200)
    options.add_argument("--clips", type=int, default=48)
    options.add_argument("--pictures", type=int, default=14)
    options.add_argument("--two", type=int, default=60)
    chosen = options.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(20_26)
    references = {
        "prompts": [prompt(rng, index) for index in range(chosen.prompts)],
        "clips": [clip(rng, index, chosen.folder) for index in range(chosen.clips)],
        "pictures": [picture(rng, index, chosen.folder) for index in range(chosen.pictures)],
    }
    of_two = np.random.default_rng(20_27)
    references["two"] = {
        "prompts": [prompt(of_two, index, two=True) for index in range(chosen.two)],
        "clips": [clip(of_two, index, chosen.folder, two=True) for index in range(chosen.two)],
    }
    (chosen.folder / "references.json").write_text(json.dumps(references))


if __name__ == "__main__":
    main()

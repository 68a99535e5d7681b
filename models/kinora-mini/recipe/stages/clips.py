"""Draw clips into shards on disk, so that training never waits for drawing.

A shard is one file of ``SHARD`` clips of one size and length: ``pictures`` uint8
[N, F, H, W, 3] beside ``labels`` int8 [N, 12] and ``positions`` float16 [N, F, 2, 3], the
middle and the radius of each subject in pixels (zeros where there is none). The shard's
number seeds it, so any process can draw any shard. Shards below zero-based ``TEST_SHARDS`` come from the
test split and are never trained on.
"""

import os

import numpy as np

import common
from world.draw import draw, positions
from world.pictures import texture_clip
from world.scene import sample_scene
from world.vocabulary import SLOTS

SHARD = 50
TEXTURES = 4  # clips of a shard that are textures under a camera move
STILLS = 0.5  # of the shards: one picture of each scene, a tenth of the work for each scene seen
TWO = 0.45  # of the scenes have two subjects
TEST_SHARDS = 4
FOLDER = common.CACHE / "clips"


def path(number):
    return FOLDER / f"{number:06d}.npy"


def labels_path(number):
    return FOLDER / f"{number:06d}.labels.npy"


def positions_path(number):
    return FOLDER / f"{number:06d}.positions.npy"


def make(number):
    """Pictures, labels and positions of one shard."""
    rng = np.random.default_rng([11, number])
    sizes = list(common.BUCKETS)
    width, height = sizes[rng.choice(len(sizes), p=list(common.BUCKETS.values()))]
    frames = int(rng.choice(list(common.LENGTHS), p=list(common.LENGTHS.values())))
    if rng.random() < STILLS:
        frames = 1
    split = "test" if number < TEST_SHARDS else "train"
    pictures = np.empty((SHARD, frames, height, width, 3), np.uint8)
    labels = np.zeros((SHARD, len(SLOTS)), np.int8)
    where = np.zeros((SHARD, frames, 2, 3), np.float16)
    cameras = SLOTS["camera"]
    for index in range(SHARD):
        if index < TEXTURES:
            camera = int(rng.integers(1, len(cameras)))
            pictures[index] = texture_clip(rng, width, height, cameras[camera], frames)
            labels[index, list(SLOTS).index("camera")] = camera
        else:
            scene = sample_scene(rng, width, height, split=split, two=rng.random() < TWO)
            pictures[index] = draw(scene, frames=frames)
            labels[index] = scene.labels()
            where[index] = positions(scene, frames)
    return pictures, labels, where


def save(number, pictures, labels, where):
    FOLDER.mkdir(parents=True, exist_ok=True)
    np.save(labels_path(number), labels)
    np.save(positions_path(number), where)
    part = FOLDER / f"{number:06d}.part"
    with open(part, "wb") as file:
        np.save(file, pictures)
    os.replace(part, path(number))


def run(first, count, worker=0, workers=1, keep=900):
    """Draw shards first..first+count, every ``workers``-th, while fewer than ``keep`` wait."""
    for number in range(first + worker, first + count, workers):
        if path(number).exists():
            continue
        if len(list(FOLDER.glob("??????.npy"))) >= keep:
            return
        save(number, *make(number))


def numbers():
    """Numbers of all shards on disk, in order."""
    return sorted(int(file.name[:6]) for file in FOLDER.glob("??????.npy"))


def training_shards():
    """Numbers of the training shards on disk, in order."""
    return [number for number in numbers() if number >= TEST_SHARDS]

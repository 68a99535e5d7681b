"""Draws pictures and masks once, into shards on disk; the training stages crop from them."""

import os

import numpy as np

import common
import textures

FOLDER = common.CACHE / "textures"
IN_A_SHARD = 64
SHARDS = 24


def draw(shards, worker=0, workers=1):
    """Draw the shards that are not there yet (with several workers: every n-th)."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for number in range(worker, shards, workers):
        path = FOLDER / f"{number:03d}.npz"
        if path.exists():
            continue
        rng = np.random.default_rng([17, number])
        tiles = textures.tiles(rng)
        pictures = np.stack([textures.picture(rng, tiles) for _ in range(IN_A_SHARD)])
        masks = np.stack([textures.mask(rng, tiles) for _ in range(IN_A_SHARD)])
        part = FOLDER / f"{number:03d}.part-{os.getpid()}.npz"
        np.savez(part, pictures=pictures, masks=masks)
        os.replace(part, path)
        common.report("pictures", shard=number)


class Drawn:
    """All shards in memory: uint8 pictures [N, S, S, 3] and masks [N, S, S]."""

    def __init__(self):
        shards = [np.load(path) for path in sorted(FOLDER.glob("[0-9][0-9][0-9].npz"))]
        if not shards:
            raise SystemExit("There are no pictures yet: run `python3 train.py pictures` first.")
        self.pictures = np.concatenate([shard["pictures"] for shard in shards])
        self.masks = np.concatenate([shard["masks"] for shard in shards])

"""The drawn pictures. Run: python3 -m unittest."""

import sys
import unittest
from pathlib import Path

import numpy as np
import torch

sys.path.append(str(Path(__file__).resolve().parents[3] / "kinora-mini" / "recipe"))  # its common.py

import textures  # noqa: E402
from stages import interpolate, upscale  # noqa: E402


class TexturesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        rng = np.random.default_rng(4)
        cls.tiles = [textures.noise_tile(rng) for _ in range(2)]

    def test_a_seed_draws_the_same_picture(self):
        first, second = (textures.picture(np.random.default_rng(8), self.tiles) for _ in range(2))
        self.assertTrue(np.array_equal(first, second))
        self.assertEqual(first.shape, (textures.SIZE, textures.SIZE, 3))
        self.assertGreater(first.std(), 4)

    def test_noise_has_no_mean_and_unit_variance(self):
        self.assertAlmostEqual(float(self.tiles[0].mean()), 0, places=3)
        self.assertAlmostEqual(float(self.tiles[0].std()), 1, places=3)

    def test_the_small_side_is_half_the_large_one(self):
        pictures = np.stack([textures.picture(np.random.default_rng(1), self.tiles)])
        small, large = upscale.batch(pictures, np.random.default_rng(2), 3, torch.device("cpu"))
        self.assertEqual(large.shape, (3, 3, upscale.CROP, upscale.CROP))
        self.assertEqual(small.shape, (3, 3, upscale.CROP // 2, upscale.CROP // 2))
        self.assertLess(float((torch.nn.functional.avg_pool2d(large, 2) - small).abs().mean()), 0.03)

    def test_the_frame_between_lies_between(self):
        rng = np.random.default_rng(3)
        pictures = np.stack([textures.picture(rng, self.tiles)])
        masks = np.stack([textures.mask(rng, self.tiles)])
        before, between, after = interpolate.batch(pictures, masks, rng, 6, torch.device("cpu"))
        self.assertEqual(before.shape, (6, 3, interpolate.CROP, interpolate.CROP))
        apart = (before - after).abs().mean()
        self.assertLess(float((before - between).abs().mean()), float(apart))
        self.assertLess(float((after - between).abs().mean()), float(apart))


if __name__ == "__main__":
    unittest.main()

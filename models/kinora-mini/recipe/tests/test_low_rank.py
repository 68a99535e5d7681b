"""Factors come back from their file as they were written. Run: python3 -m unittest."""

import tempfile
import unittest
from pathlib import Path

import torch

from networks import lora
from networks.transformer import VideoTransformer

CONFIG = dict(channels=4, width=32, depth=2, heads=2, text=16)


class LowRankTest(unittest.TestCase):
    def test_factors_are_read_as_they_were_written(self):
        written, read = (lora.adapt(VideoTransformer(**CONFIG), 4) for _ in range(2))
        for layer in written.values():
            torch.nn.init.normal_(layer.up)
        with tempfile.TemporaryDirectory() as folder:
            lora.write(Path(folder) / "few.safetensors", written, {"name": "few"})
            lora.read(Path(folder) / "few.safetensors", read)
        for name, layer in written.items():
            self.assertTrue(torch.allclose(read[name].up, layer.up, atol=2e-3), name)
            self.assertTrue(torch.allclose(read[name].down, layer.down, atol=2e-3), name)

    def test_factors_of_another_rank_are_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            lora.write(Path(folder) / "few.safetensors", lora.adapt(VideoTransformer(**CONFIG), 4), {"name": "few"})
            with self.assertRaises(RuntimeError):
                lora.read(Path(folder) / "few.safetensors", lora.adapt(VideoTransformer(**CONFIG), 8))


if __name__ == "__main__":
    unittest.main()

"""What restore reads back from exported graphs. Run: python3 -m unittest."""

import tempfile
import unittest
from pathlib import Path

import torch

import export
import restore


class RestoreTest(unittest.TestCase):
    def test_weights_come_back_as_they_were_stored(self):
        parts = export.random_parts(tiny=False)
        for part in parts:
            for weight in part.parameters():
                weight.data += torch.randn_like(weight) * 0.01  # equal weights would be stored once
        with tempfile.TemporaryDirectory() as folder:
            export.write_graphs(Path(folder), *parts)
            export.write_configurations(Path(folder), *parts[:3])
            restored = restore.networks(Path(folder))
        for before, after in zip(parts, restored):
            stored = after.state_dict()
            for name, value in before.state_dict().items():
                if value.ndim > 0:
                    self.assertTrue(torch.allclose(stored[name], value, rtol=1e-3, atol=1e-6), name)

    def test_a_graph_of_another_network_is_refused(self):
        small, large = torch.nn.Linear(4, 4), torch.nn.Linear(6, 6)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "model.onnx"
            export.graphs.write(file, small, (torch.zeros(1, 4),), ("x",), "y", {})
            with self.assertRaises(Exception):
                restore.read(large, file)


if __name__ == "__main__":
    unittest.main()

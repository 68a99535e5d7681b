"""Answers each line on standard input with the milliseconds that one guided step takes in PyTorch."""

import json
import sys
import time
from pathlib import Path

import torch

MODEL = Path(__file__).parents[2] / "models" / "kinora-mini"
sys.path.insert(0, str(MODEL / "recipe"))

from networks.transformer import VideoTransformer  # noqa: E402

# The weights do not matter for the time, the shape does.
config = json.loads((MODEL / "transformer" / "config.json").read_text())
config = {name: value for name, value in config.items() if name not in ("_class_name", "patch_size")}
torch.set_num_threads(int(sys.argv[1]))
transformer = VideoTransformer(**config).eval()
hidden = torch.randn(2, 2 * config["channels"] + 1, 5, 12, 20)
timestep = torch.tensor([500.0, 500.0])
text = torch.randn(2, config["slots"], config["text"])
print("ready", flush=True)
for _ in sys.stdin:
    started = time.perf_counter()
    with torch.no_grad():
        transformer(hidden, timestep, text)
    print((time.perf_counter() - started) * 1000, flush=True)

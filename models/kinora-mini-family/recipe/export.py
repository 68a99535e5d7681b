"""Write both model folders: the ONNX graph, the manifest and a reference for tests.

    python3 export.py [upscale|interpolate] [--random]

Uses the averaged weights of the newest checkpoints; ``--random`` writes untrained ones.
Weights are rounded to float16, as the file stores them, before the reference is computed:
what ONNX Runtime makes can be held to what PyTorch made here.
"""

import argparse
import base64
import hashlib
import json
import os
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parents[1] / "kinora-mini" / "recipe"))  # its common.py and graphs.py

import common  # noqa: E402
import graphs  # noqa: E402
from networks import interpolator, upscaler  # noqa: E402

GRAPH = "network/model.onnx"
TRAINING_DATA = "Pictures drawn by recipe/textures.py of Kinora Mini's family (CC0-1.0)"
SIZE = {0: "batch", 2: "height", 3: "width"}
MODELS = {
    "upscale": {
        "id": "kinora-mini-upscale",
        "name": "Kinora Mini Upscale",
        "network": upscaler.Upscaler,
        "inputs": ("picture",),
        "output": "larger",
        "frames": {"tile": 192, "margin": upscaler.MARGIN, "multiple": 1},
        "reference": (24, 20),
    },
    "interpolate": {
        "id": "kinora-mini-interpolate",
        "name": "Kinora Mini Interpolate",
        "network": interpolator.Interpolator,
        "inputs": ("before", "after"),
        "output": "between",
        "frames": {"tile": 640, "margin": 128, "multiple": interpolator.MULTIPLE},
        "reference": (48, 32),
    },
}


def network_of(name, random):
    """The network with its averaged weights, rounded as they will be stored."""
    if random:
        torch.manual_seed(1)
        network = MODELS[name]["network"]()
        for weight in network.parameters():
            if not weight.any():
                torch.nn.init.normal_(weight, std=0.01)
    else:
        state = common.load(common.CACHE / f"{name}.pt")
        if state is None:
            raise SystemExit(f"{name} has not been trained yet: run `python3 train.py {name}` first.")
        network = MODELS[name]["network"](**state["config"])
        network.load_state_dict(state["average"])
    for value in (*network.parameters(), *network.buffers()):
        if value.numel() >= 256:
            value.data = value.data.half().float()
    return network.eval()


def encoded(array):
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def reference(name, network):
    """Inputs of 8-bit levels and what PyTorch makes of them, float32; bytes in base64."""
    height, width = MODELS[name]["reference"]
    rng = np.random.default_rng(3)
    y, x = np.mgrid[0:height, 0:width]
    inputs = []
    for moment in range(len(MODELS[name]["inputs"])):
        waves = [np.sin((x - 3 * moment) / (2.5 + c) + y / (4 - c)) * 90 + 128 for c in range(3)]
        inputs.append(np.clip(np.stack(waves) + rng.normal(0, 6, (3, height, width)), 0, 255).astype(np.uint8))
    with torch.no_grad():
        made = network(*(torch.from_numpy(levels)[None].float() / 255 for levels in inputs))
    return {
        "width": width, "height": height,
        "inputs": [encoded(levels) for levels in inputs],
        "output": encoded(made[0].numpy().astype("<f4")),
    }


def write(name, random, out):
    facts = MODELS[name]
    network = network_of(name, random)
    example = tuple(torch.rand(1, 3, 32, 48) for _ in facts["inputs"])
    axes = {each: SIZE for each in (*facts["inputs"], facts["output"])}
    with tempfile.TemporaryDirectory(dir=out, prefix=".export-") as temporary:
        folder = Path(temporary)
        graphs.write(folder / GRAPH, network, example, facts["inputs"], facts["output"], axes)
        data = (folder / GRAPH).read_bytes()
        manifest = {
            "schema": 1,
            "id": facts["id"],
            "name": facts["name"],
            "version": "0.1.0",
            "family": "kinora-mini",
            "license": {"spdx": "Apache-2.0"},
            "mode": name,
            "components": {"network": {"file": GRAPH, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}},
            "frames": facts["frames"],
            "trainingData": TRAINING_DATA,
        }
        (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
        (folder / "reference.json").write_text(json.dumps(reference(name, network)) + "\n")
        for file in (GRAPH, "reference.json", "manifest.json"):
            target = out / file
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(folder / file, target)
    weights = sum(value.numel() for value in network.parameters())
    print(f"{out}: {weights} weights, {len(data) / 1e3:.0f} kB")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", nargs="?", choices=tuple(MODELS), help="one of them; both without it")
    parser.add_argument("--random", action="store_true", help="untrained weights")
    options = parser.parse_args()
    for name in [options.model] if options.model else MODELS:
        out = HERE.parents[1] / MODELS[name]["id"]
        out.mkdir(parents=True, exist_ok=True)
        write(name, options.random, out)


if __name__ == "__main__":
    main()

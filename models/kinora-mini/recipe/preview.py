"""Fit the linear preview of the latents and write it into the manifest.

    python3 preview.py [--out FOLDER]

While a clip forms, the app shows it at every step; the decoder would take too long
for that. So the manifest carries a linear map from one latent cell to CELL x CELL
pixels, found by least squares on clips that the autoencoder has encoded: the last
frame of each group, averaged over the pixels that one preview pixel stands for. To
be run again whenever the autoencoder was trained again.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import common
from networks.vae import GROUP, SPATIAL, VideoVAE
from stages import clips

HERE = Path(__file__).resolve().parent
CELL = 4  # preview pixels along each side of a latent cell
CLIPS = 64


def samples(vae, numbers, count):
    """Latent cells [N, C] and what they should look like [N, CELL * CELL * 3], of some clips."""
    cells, pixels = [], []
    for index in range(count):
        shard = np.load(clips.path(numbers[index % len(numbers)]), mmap_mode="r")
        frames = torch.from_numpy(shard[index % len(shard)].copy()).permute(3, 0, 1, 2)[None].float() / 127.5 - 1
        latents = vae.encode(frames)[0]
        shown = frames[0, :, ::GROUP].transpose(0, 1)
        shown = F.avg_pool2d(shown, SPATIAL // CELL)
        groups, _, height, width = shown.shape
        blocks = shown.reshape(groups, 3, height // CELL, CELL, width // CELL, CELL)
        pixels.append(blocks.permute(0, 2, 4, 3, 5, 1).reshape(-1, CELL * CELL * 3))
        cells.append(latents.permute(1, 2, 3, 0).reshape(-1, latents.shape[0]))
    return torch.cat(cells), torch.cat(pixels)


@torch.no_grad()
def fit(vae):
    """The manifest's ``latent.preview`` for an autoencoder, and its decibels on clips not fitted to."""
    vae.eval()
    numbers = clips.numbers()
    unseen = [number for number in numbers if number < clips.TEST_SHARDS]
    cells, pixels = samples(vae, [number for number in numbers if number >= clips.TEST_SHARDS], CLIPS)
    ones = torch.ones(len(cells), 1)
    solution = torch.linalg.lstsq(torch.cat([cells, ones], 1).double(), pixels.double()).solution.float()
    solution = (solution * 1e4).round() / 1e4
    cells, pixels = samples(vae, unseen, CLIPS // 4)
    made = (cells @ solution[:-1] + solution[-1]).clamp(-1, 1)
    decibels = -10 * float(np.log10((made - pixels).square().mean().item() / 4))
    rounded = [[round(value, 4) for value in row] for row in solution.tolist()]
    return {"cell": CELL, "weights": rounded[:-1], "bias": rounded[-1]}, decibels


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--out", type=Path, default=HERE.parent)
    path = options.parse_args().out.resolve() / "manifest.json"
    state = common.load(common.CACHE / "vae.pt")
    vae = VideoVAE(**state["config"])
    vae.load_state_dict(state["average"])
    preview, decibels = fit(vae)
    manifest = json.loads(path.read_text())
    manifest["latent"]["preview"] = preview
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    # Rows of numbers on one line each.
    for row in [*preview["weights"], preview["bias"]]:
        spread = json.dumps(row, indent=2)
        for depth in (6, 8):
            text = text.replace(spread.replace("\n", "\n" + " " * depth), json.dumps(row))
    path.write_text(text + "\n")
    print(f"{path}: {decibels:.1f} dB on unseen clips")


if __name__ == "__main__":
    main()

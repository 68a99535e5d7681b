"""Train Kinora Mini, all stages or one.

    python3 train.py                          everything, at the default budgets
    python3 train.py --scale 4                four times the minutes of every stage
    python3 train.py transformer --minutes 90 one stage until 90 minutes are on its clock
    python3 train.py transformer --minutes 180 --pictures 32   go on later, with clips only

Every stage saves to ~/.cache/kinora-mini (or $KINORA_MINI_CACHE) every few minutes and
resumes from there. Set OMP_NUM_THREADS=1 on a small CPU. Then run export.py.
"""

import argparse
import os
from pathlib import Path

import torch

import common
from stages import clips, decoder, few, latents, lora, text, trajectories, transformer, vae

STAGES = ("clips", "vae", "latents", "text", "transformer", "decoder", "lora", "trajectories", "few")
MINUTES = {"vae": 25, "latents": 30, "text": 6, "transformer": 70, "decoder": 30, "lora": 25, "trajectories": 40, "few": 60}
LORAS = Path(__file__).resolve().parent.parent / "loras"
PICTURES = 0.48  # of the transformer's minutes: single pictures only, unless --pictures says how many


def stage(name, minutes, options):
    """Run one stage until ``minutes`` are on its clock (clips: until its shards exist)."""
    batch = 8 if common.device().type == "cuda" else 1
    if name == "clips":
        clips.run(options.first, options.shards, options.worker, options.workers)
    elif name == "vae":
        vae.run(minutes, batch=8 * batch, near=options.near)
    elif name == "latents":
        latents.run(minutes, first=options.first, keep_clips=options.keep_clips)
    elif name == "text":
        text.run(minutes, batch=96 * batch)
    elif name == "transformer":
        size = {"width": options.width, "depth": options.depth, "heads": options.width // 64}
        pictures = minutes * PICTURES if options.pictures is None else options.pictures
        transformer.run(minutes, pictures, config=size, batch=(64 * batch, 16 * batch), lr=0.02 * options.rate, adam_lr=1.5e-3 * options.rate)
    elif name == "decoder":
        decoder.run(minutes, batch=8 * batch)
    elif name == "lora":
        lora.run(minutes, LORAS / "riso.safetensors", batch=8 * batch)
    elif name == "trajectories":
        trajectories.run(minutes, first=options.first)
    elif name == "few":
        few.run(minutes, LORAS / "quick.safetensors", batch=8 * batch)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stage", nargs="?", choices=STAGES, help="one stage; all of them without it")
    parser.add_argument("--minutes", type=float, help="budget of the stage, all runs together")
    parser.add_argument("--pictures", type=float, help="minutes of the transformer on single pictures only")
    parser.add_argument("--rate", type=float, default=1.0, help="transformer: times its learning rates; less to go on from a trained one")
    parser.add_argument("--near", type=Path, help="vae: a checkpoint whose latents should hardly move")
    parser.add_argument("--scale", type=float, default=1.0, help="times the default budgets")
    parser.add_argument("--width", type=int, default=192, help="of a new transformer, a multiple of 64")
    parser.add_argument("--depth", type=int, default=8, help="of a new transformer")
    parser.add_argument("--shards", type=int, default=500, help="of clips to draw, 50 clips each")
    parser.add_argument("--first", type=int, default=0, help="number of the first shard")
    parser.add_argument("--worker", type=int, default=0, help="clips: this process draws every n-th shard")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--keep-clips", action="store_true", help="latents: do not delete encoded clips")
    options = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", torch.get_num_threads())))
    for name in [options.stage] if options.stage else STAGES:
        minutes = options.minutes if options.minutes else MINUTES.get(name, 0) * options.scale
        stage(name, minutes, options)


if __name__ == "__main__":
    main()

"""Train Kinora Mini's upscaler and its maker of frames between frames, all stages or one.

    python3 train.py                            everything, at the default budgets
    python3 train.py --scale 4                  four times the minutes of both trainings
    python3 train.py upscale --minutes 60       one stage until 60 minutes are on its clock

Stages save to ~/.cache/kinora-mini (or $KINORA_MINI_CACHE) every two minutes and resume
from there. Set OMP_NUM_THREADS=1 on a small CPU. Then run export.py.
"""

import argparse
import os
import sys
from pathlib import Path

import torch

sys.path.append(str(Path(__file__).resolve().parents[2] / "kinora-mini" / "recipe"))  # its common.py

from stages import interpolate, pictures, upscale  # noqa: E402

STAGES = ("pictures", "upscale", "interpolate")
MINUTES = {"upscale": 30, "interpolate": 25}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stage", nargs="?", choices=STAGES, help="one stage; all of them without it")
    parser.add_argument("--minutes", type=float, help="budget of the stage, all runs together")
    parser.add_argument("--scale", type=float, default=1.0, help="times the default budgets")
    parser.add_argument("--shards", type=int, default=pictures.SHARDS, help="of pictures to draw")
    parser.add_argument("--worker", type=int, default=0, help="pictures: this process draws every n-th shard")
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", torch.get_num_threads())))
    for name in [options.stage] if options.stage else STAGES:
        minutes = options.minutes if options.minutes else MINUTES.get(name, 0) * options.scale
        if name == "pictures":
            pictures.draw(options.shards, options.worker, options.workers)
        elif name == "upscale":
            upscale.run(minutes)
        else:
            interpolate.run(minutes)


if __name__ == "__main__":
    main()

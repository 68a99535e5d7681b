"""``python3 -m world sheet OUT.png [--seed N] [--enlarge K]``: a contact sheet to look at.

Scenes run through the subjects, colours and places in turn, a few frames of each;
``--fix slot=value`` holds a slot. Needs Pillow.
"""

from __future__ import annotations

import argparse

import numpy as np

from .draw import draw
from .scene import sample_scene
from .vocabulary import SLOTS


def sheet(seed: int, width: int, height: int, rows: int, columns: int, picks: list[int],
          **fixed: str) -> np.ndarray:
    """A grid of clips, uint8 [h, w, 3]: subjects in turn, ``picks`` frames of each."""
    rng = np.random.default_rng(seed)
    subjects, colours, places = (SLOTS[slot][1:] for slot in ("subject", "colour", "place"))
    lines = []
    for row in range(rows):
        cells = []
        for column in range(columns):
            i = row * columns + column
            wanted = {"subject": subjects[i % len(subjects)], "colour": colours[i * 3 % 10],
                      "place": places[(i * 2 + i // 9) % 9], **fixed}
            clip = draw(sample_scene(rng, width, height, **wanted))
            cells += [clip[pick] for pick in picks]
        lines.append(np.concatenate(cells, axis=1))
    return np.concatenate(lines, axis=0)


def main() -> None:
    parser = argparse.ArgumentParser(prog="world", description=__doc__)
    parser.add_argument("command", choices=["sheet"])
    parser.add_argument("out")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--size", default="160x96", help="width x height")
    parser.add_argument("--rows", type=int, default=8)
    parser.add_argument("--columns", type=int, default=2)
    parser.add_argument("--frames", default="0,8,16", help="which frames to show")
    parser.add_argument("--enlarge", type=int, default=3)
    parser.add_argument("--fix", action="append", default=[], metavar="SLOT=VALUE")
    options = parser.parse_args()
    from PIL import Image

    width, height = (int(side) for side in options.size.split("x"))
    picture = Image.fromarray(sheet(
        options.seed, width, height, options.rows, options.columns,
        [int(pick) for pick in options.frames.split(",")],
        **dict(pair.split("=") for pair in options.fix)))
    size = (picture.width * options.enlarge, picture.height * options.enlarge)
    picture.resize(size, Image.NEAREST).save(options.out)


main()

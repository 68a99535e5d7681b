"""Pastes a subject, cut from paper, onto a frame: drop shadow, rim, parts, two-tone light."""

from __future__ import annotations

import numpy as np

from . import palette
from .motion import Pose
from .subjects import BUILDERS

_FIXED = {"ink": palette.INK, "eye": palette.INK, "glass": palette.GLASS, "lamp": palette.LAMP,
          "skin": palette.SKIN, "bark": palette.BARK, "flame": palette.FLAME}
RIM = 1.1
"""Width of the paper rim in pixels."""


def _lay(view: np.ndarray, mask: np.ndarray, colour: np.ndarray) -> None:
    view += mask[..., None] * (colour - view)


def paste(frame: np.ndarray, subject: str, colour: str, at: Pose, facing: int) -> None:
    """Draw the subject onto ``frame`` [height, width, 3] float32 0..1, in place."""
    height, width, _ = frame.shape
    paint = palette.PAINTS[colour]
    reach = at.radius * 1.12 + 3
    left, right = max(int(at.x - reach), 0), min(int(at.x + reach) + 2, width)
    top, bottom = max(int(at.y - reach), 0), min(int(at.y + reach) + 2, height)
    if left >= right or top >= bottom:
        return
    sx = (np.arange(left, right, dtype=np.float32)[None, :] + 0.5 - at.x) / np.float32(at.radius)
    sy = (np.arange(top, bottom, dtype=np.float32)[:, None] + 0.5 - at.y) / np.float32(at.radius)
    cos, sin = np.float32(np.cos(at.angle)), np.float32(np.sin(at.angle))
    x, y = (sx * cos + sy * sin) * facing, sy * cos - sx * sin
    parts = [(ink, (distance * at.radius).astype(np.float32))
             for ink, distance in BUILDERS[subject](x, y, np.float32(at.stride))]
    outline = None
    for ink, distance in parts:
        if not ink.endswith("-"):
            outline = distance if outline is None else np.minimum(outline, distance)
    view = frame[top:bottom, left:right]
    _shadow(view, outline, at.radius)
    _lay(view, np.clip(0.5 + RIM - outline, 0, 1) * 0.85, paint.rim)
    light = np.clip(-0.55 * sx - 0.75 * sy, -1, 1)
    lit = np.clip(light, 0, 1) * 0.45
    dim = np.clip(-light, 0, 1) * 0.5
    for ink, distance in parts:
        mask = np.clip(0.5 - distance, 0, 1)
        tone = getattr(paint, ink.rstrip("-"), None)
        if tone is None:
            _lay(view, mask, _FIXED[ink.rstrip("-")])
        elif ink == "body":
            shade = tone + lit[..., None] * (paint.light - tone)
            edge = np.clip(1 + distance / (0.22 * at.radius), 0, 1) * (light < 0.15)
            shade += np.maximum(dim, edge * 0.55)[..., None] * (paint.dark - shade)
            _lay(view, mask, shade)
        else:
            _lay(view, mask, tone)


def _shadow(view: np.ndarray, outline: np.ndarray, radius: float) -> None:
    """A soft shadow to the lower right, as of paper held a little above the scene."""
    shift = max(int(round(0.10 * radius)), 1)
    soft = np.clip(0.6 - outline[:-shift, :-shift] / (0.22 * radius + 2), 0, 1)
    view[shift:, shift:] *= (1 - 0.34 * soft)[..., None]

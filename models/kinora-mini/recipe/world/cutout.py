"""Pastes a subject, cut from paper, onto a frame: drop shadow, rim, parts, two-tone light."""

from __future__ import annotations

import numpy as np

from . import palette
from .motion import Pose
from .paint import as_planes, unit_clip
from .subjects import BUILDERS

_FIXED = {"ink": palette.INK, "eye": palette.INK, "glass": palette.GLASS, "lamp": palette.LAMP,
          "skin": palette.SKIN, "bark": palette.BARK, "flame": palette.FLAME}
RIM = 1.1
"""Width of the paper rim in pixels."""


def _lay(view: np.ndarray, mask: np.ndarray, colour: np.ndarray) -> None:
    """Blend ``colour`` ([3] or [3, h, w]) into ``view`` [3, h, w] where ``mask`` [h, w] says."""
    view += mask * (as_planes(colour) - view)


def paste(frame: np.ndarray, subject: str, colour: str, at: Pose, facing: int) -> None:
    """Draw the subject onto ``frame`` [3, height, width] float32 0..1, in place."""
    _, height, width = frame.shape
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
    view = frame[:, top:bottom, left:right]
    _shadow(view, outline, at.radius)
    _lay(view, unit_clip(0.5 + RIM - outline) * 0.85, paint.rim)
    light = -0.55 * sx - 0.75 * sy
    lit = unit_clip(light) * 0.45
    dim = unit_clip(-light) * 0.5
    for ink, distance in parts:
        mask = unit_clip(0.5 - distance)
        tone = getattr(paint, ink.rstrip("-"), None)
        if tone is None:
            _lay(view, mask, _FIXED[ink.rstrip("-")])
        elif ink == "body":
            shade = as_planes(tone) + lit * as_planes(paint.light - tone)
            edge = unit_clip(1 + distance / (0.22 * at.radius)) * (light < 0.15)
            shade += np.maximum(dim, edge * 0.55) * (as_planes(paint.dark) - shade)
            _lay(view, mask, shade)
        else:
            _lay(view, mask, tone)


def _shadow(view: np.ndarray, outline: np.ndarray, radius: float) -> None:
    """A soft shadow to the lower right, as of paper held a little above the scene."""
    shift = max(int(round(0.10 * radius)), 1)
    soft = unit_clip(0.6 - outline[:-shift, :-shift] / (0.22 * radius + 2))
    view[:, shift:, shift:] *= 1 - 0.34 * soft

"""A canvas of premultiplied colour, larger than the frame, that layers are cut onto."""

from __future__ import annotations

import numpy as np


def smooth(low: float, high: float, value: np.ndarray) -> np.ndarray:
    """Smoothstep of ``value`` from 0 at ``low`` to 1 at ``high`` (either order)."""
    t = unit_clip((value - low) / (high - low))
    return t * t * (3 - 2 * t)


def unit_clip(value: np.ndarray) -> np.ndarray:
    """``value`` held between 0 and 1 (quicker than numpy.clip on small arrays)."""
    return np.minimum(np.maximum(value, 0), 1)


def as_planes(colour: np.ndarray) -> np.ndarray:
    """A colour [3] as [3, 1, 1], ready to spread over planes; planes [3, h, w] as they are."""
    return colour.reshape(3, 1, 1) if colour.ndim == 1 else colour


class Canvas:
    """RGBA paper, float32 [4, h, w] premultiplied, covering part of the scene plane.

    ``x`` [w] and ``y`` [h] hold the scene position of each sample, in frame pixels;
    ``px`` is the distance between samples, the width of an anti-aliased edge.
    """

    def __init__(self, left: float, top: float, width: int, height: int, scale: float = 1.0):
        self.px = 1.0 / scale
        self.x = (left + (np.arange(width) + 0.5) * self.px).astype(np.float32)
        self.y = (top + (np.arange(height) + 0.5) * self.px).astype(np.float32)
        self.data = np.zeros((4, height, width), dtype=np.float32)

    def blank(self) -> "Canvas":
        """An empty canvas of the same extent."""
        other = object.__new__(Canvas)
        other.px, other.x, other.y = self.px, self.x, self.y
        other.data = np.zeros_like(self.data)
        return other

    def cover(self, distance: np.ndarray) -> np.ndarray:
        """Signed distance in pixels (negative inside) -> coverage 0..1."""
        return unit_clip(0.5 - distance / self.px)

    def over(self, mask: np.ndarray, colour: np.ndarray, region=(slice(None), slice(None))):
        """Lay ``colour`` ([3] or [3, h, w]) over the canvas where ``mask`` [h, w] says."""
        view = self.data[(slice(None), *region)]
        view *= 1 - mask
        view[:3] += mask * as_planes(colour)
        view[3] += mask

    def window(self, left: float, top: float, right: float, bottom: float):
        """The region of a box with x [1, w] and y [h, 1] there, or None if it is off-canvas."""
        a, b = np.searchsorted(self.x, (left - 1, right + 1))
        c, d = np.searchsorted(self.y, (top - 1, bottom + 1))
        if a >= b or c >= d:
            return None
        return (slice(c, d), slice(a, b)), self.x[None, a:b], self.y[c:d, None]

    def box(self, left: float, top: float, right: float, bottom: float, colour: np.ndarray,
            strength: float = 1.0):
        """An upright rectangle with exact edges."""
        found = self.window(left, top, right, bottom)
        if found:
            region, x, y = found
            across = unit_clip(np.minimum(x - left, right - x) / self.px + 0.5)
            down = unit_clip(np.minimum(y - top, bottom - y) / self.px + 0.5)
            self.over(across * down * strength, colour, region)

    def disc(self, cx: float, cy: float, rx: float, colour: np.ndarray, ry: float | None = None,
             strength: float = 1.0):
        """A disc or ellipse."""
        ry = rx if ry is None else ry
        found = self.window(cx - rx, cy - ry, cx + rx, cy + ry)
        if found:
            region, x, y = found
            reach = np.sqrt(((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2)
            self.over(self.cover((reach - 1) * min(rx, ry)) * strength, colour, region)

    def land(self, height: np.ndarray, colour: np.ndarray, unit: float, shade: float = 0.16,
             rim: float = 0.10, shadow: float = 0.2):
        """A sheet of paper below ``height`` [w] (pixels): soft shadow above it, light rim."""
        top = max(int(np.searchsorted(self.y, float(height.min()) - 0.06 * unit)) - 1, 0)
        y = self.y[top:, None]
        depth = y - height[None, :]
        region = (slice(top, None), slice(None))
        rows = slice(top, min(int(np.searchsorted(self.y, float(height.max()))) + 1, len(self.y)))
        count = rows.stop - rows.start
        cast = shadow * unit_clip(1 + depth[:count] / (0.05 * unit)) ** 2
        self.over(np.where(depth[:count] < 0.5, cast, 0), np.zeros(3, np.float32),
                  (rows, slice(None)))
        tone = 1 - shade * unit_clip(depth / (0.45 * unit))
        edge = rim * unit_clip(1.6 - np.abs(depth - 0.8))
        self.over(unit_clip(depth / self.px + 0.5), tone * as_planes(colour) + edge, region)


def ridge(x: np.ndarray, rng: np.random.Generator, amplitude: float, wave: float) -> np.ndarray:
    """A soft hill line over ``x`` [w]: three sines, about ``amplitude`` high, ``wave`` long."""
    line = np.zeros_like(x)
    for share, shrink in ((0.68, 1.0), (0.26, 0.47), (0.06, 0.23)):
        length = wave * shrink * rng.uniform(0.85, 1.15)
        line += share * np.sin(x * np.float32(2 * np.pi / length) + np.float32(rng.uniform(0, 6.3)))
    return line * np.float32(amplitude)


def peaks(x: np.ndarray, rng: np.random.Generator, amplitude: float, wave: float) -> np.ndarray:
    """A jagged line over ``x`` [w] through random points, zero at the lowest, up is negative."""
    first, last = float(x[0]) - wave, float(x[-1]) + wave
    knots = np.arange(first, last + wave, wave / 2)
    knots = knots + rng.uniform(-0.12, 0.12, len(knots)) * wave
    level = np.where(np.arange(len(knots)) % 2 == 0, rng.uniform(0.65, 1.0, len(knots)),
                     rng.uniform(0.1, 0.4, len(knots)))
    rough = np.abs((x * np.float32(3.1 / wave)) % 1 - 0.5) * 0.16
    return (-np.interp(x, knots, level) * amplitude + rough * amplitude).astype(np.float32)

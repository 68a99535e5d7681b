"""Rain, snowfall and fog, coherent over time."""

from __future__ import annotations

import numpy as np

from .paint import Canvas, smooth


def _tile(rng: np.random.Generator, width: int, height: int, count: int, length: float,
          thick: float, lean: float) -> np.ndarray:
    """Coverage [height, width] of round-ended strokes that repeats in both directions."""
    tile = np.zeros((height, width), dtype=np.float32)
    reach = int(length + thick) + 2
    grid = np.arange(-reach, reach + 1, dtype=np.float32)
    ex, ey = -lean * length, length
    norm = ex * ex + ey * ey + 1e-6
    for _ in range(count):
        cx, cy = rng.uniform(0, width), rng.uniform(0, height)
        x, y = grid[None, :] - cx % 1, grid[:, None] - cy % 1
        along = np.clip((x * ex + y * ey) / norm, -0.5, 0.5)
        distance = np.sqrt((x - along * ex) ** 2 + (y - along * ey) ** 2) - thick / 2
        rows = (int(cy) + np.arange(-reach, reach + 1)) % height
        columns = (int(cx) + np.arange(-reach, reach + 1)) % width
        patch = np.ix_(rows, columns)
        tile[patch] = np.maximum(tile[patch], np.clip(0.5 - distance, 0, 1))
    return tile


class Falling:
    """Two sheets of strokes, far and near, that fall and wrap around."""

    def __init__(self, weather: str, rng: np.random.Generator, width: int, height: int):
        unit = min(width, height) / 96
        area = width * height / (96 * 160)
        rainy = weather == "rain"
        self.colour = np.array((0.86, 0.92, 1.0) if rainy else (1, 1, 1), dtype=np.float32)
        self.sheets = []
        for near in (0, 1):
            length = (9 + 6 * near) * unit if rainy else 0.01
            thick = (1.5 if rainy else 2.4 + 1.5 * near) * unit
            count = int((26 - 8 * near if rainy else 44 - 14 * near) * area)
            lean = 0.32 if rainy else 0.0
            tile = _tile(rng, width + 16, height + 16, count, length, thick, lean)
            speed = (9.0 + 3 * near if rainy else 2.0 + 1.2 * near) * unit
            strength = (0.42 + 0.16 * near) if rainy else 0.78 + 0.17 * near
            self.sheets.append((np.tile(tile, (2, 2)), speed, lean, strength, near))
        self.sway = 0.0 if rainy else 3.0 * unit

    def coverage(self, frame: int, width: int, height: int, dx: float, dy: float) -> np.ndarray:
        """Strength [height, width] of the strokes in this frame, with the camera's shift."""
        total = np.zeros((height, width), dtype=np.float32)
        for sheet, speed, lean, strength, near in self.sheets:
            period_y, period_x = sheet.shape[0] // 2, sheet.shape[1] // 2
            share = 0.6 + 0.4 * near
            fall = frame * speed + dy * share
            drift = (-lean * frame * speed + dx * share
                     + self.sway * np.sin(frame * 0.45 + 2.1 * near))
            top, left = -fall % period_y, -drift % period_x
            row, column = int(top), int(left)
            fy, fx = np.float32(top - row), np.float32(left - column)
            part = sheet[row:row + height + 1, column:column + width + 1]
            part = part[:-1] * (1 - fy) + part[1:] * fy
            part = part[:, :-1] * (1 - fx) + part[:, 1:] * fx
            np.maximum(total, part * strength, out=total)
        return total


GLOOM = {"clear": 1.0, "rain": 0.72, "snowfall": 0.93, "fog": 0.97}
"""What each weather leaves of the light on the scenery."""


def overcast(sky: np.ndarray, weather: str) -> np.ndarray:
    """Sky colours [..., 3] greyed by the weather."""
    share = {"rain": 0.5, "snowfall": 0.35, "fog": 0.4}.get(weather, 0.0)
    grey = sky.mean(axis=-1, keepdims=True) * np.array((0.97, 1.0, 1.05), dtype=np.float32)
    return (sky * (1 - share) + grey * share) * GLOOM[weather]


def veil(canvas: Canvas, colour: np.ndarray, horizon: float, unit: float, strength: float) -> None:
    """A bank of fog on the canvas's paper, thickest a little below ``horizon`` (pixels)."""
    rise = smooth(horizon - 0.42 * unit, horizon + 0.02 * unit, canvas.y)
    sink = 1 - 0.5 * smooth(horizon + 0.1 * unit, horizon + 0.5 * unit, canvas.y)
    rows = (rise * sink * strength)[:, None]
    wisp = 0.10 * np.sin(canvas.x[None, :] * (7 / unit) + canvas.y[:, None] * (11 / unit))
    canvas.over(np.clip(rows * (1 + wisp), 0, 1).astype(np.float32) * np.ones_like(wisp), colour)

"""What every place needs to paint itself: sheets, light, lengths and randomness."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .paint import Canvas, ridge
from .palette import Light, mix, rgb
from .scene import Scene
from .weather import GLOOM, overcast


@dataclass
class Setting:
    """A place being painted. ``far`` and ``near`` are sheets in front of the sky."""

    scene: Scene
    light: Light
    rng: np.random.Generator
    sky: Canvas
    far: Canvas
    near: Canvas
    unit: float      # the frame's shorter side, pixels
    horizon: float   # pixels
    haze: np.ndarray  # colour of distant air

    @property
    def x(self) -> np.ndarray:
        """Columns [w] in pixels."""
        return self.near.x

    def at(self, fraction: float) -> float:
        """Height in pixels: 0 at the horizon, 1 at the bottom of the frame."""
        return self.horizon + fraction * (self.scene.height - self.horizon)

    def tone(self, code: str, distance: float = 0.0) -> np.ndarray:
        """A daylight colour as it looks in this light, paler with ``distance`` 0..1."""
        lit = rgb(code) * self.light.tint * GLOOM[self.scene.weather]
        fog = {"fog": 0.35, "rain": 0.1, "snowfall": 0.15}.get(self.scene.weather, 0.0)
        return mix(lit, self.haze, min(distance + fog * (0.3 + distance), 0.92))

    def hills(self, level: float, amplitude: float, wave: float) -> np.ndarray:
        """A hill line [w] in pixels; ``amplitude`` and ``wave`` in units."""
        return self.at(level) + ridge(self.x, self.rng, amplitude * self.unit, wave * self.unit)

    def spread(self, count: int, low: float, high: float, jitter: float = 0.4):
        """``count`` spots over the sheet's width: x in pixels and a height fraction each."""
        span = float(self.x[-1] - self.x[0])
        for i in range(count):
            where = (i + 0.5 + self.rng.uniform(-jitter, jitter)) / count
            yield float(self.x[0]) + where * span, float(self.rng.uniform(low, high))

    def ground_at(self, line: np.ndarray, x: float) -> float:
        """Height of a hill line at ``x``."""
        return float(np.interp(x, self.x, line))


def distant_air(light: Light, weather: str) -> np.ndarray:
    """The colour far things fade to."""
    return overcast(mix(light.sky[2], light.sky[1], 0.25), weather)

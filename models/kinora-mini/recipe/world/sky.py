"""The sky sheet: graded air, sun or moon with its glow, stars and a few paper clouds."""

from __future__ import annotations

import numpy as np

from .paint import Canvas
from .palette import Light, mix
from .scene import Scene
from .weather import overcast

WHITE = np.ones(3, dtype=np.float32)


def air(canvas: Canvas, light: Light, weather: str, bottom: float) -> np.ndarray:
    """Sky colours [3, h, 1] from the top of the frame down to ``bottom`` (pixels)."""
    t = np.clip(canvas.y / bottom, 0, 1)
    rows = np.stack([np.interp(t, (0, 0.6, 1), [stop[c] for stop in light.sky])
                     for c in range(3)], axis=-1)
    return overcast(rows.astype(np.float32), weather).T[:, :, None]


def sun_at(scene: Scene) -> tuple[float, float]:
    """Middle of the sun or moon in pixels; low at dawn and sunset."""
    low = 0.16 if scene.time in ("dawn", "sunset") else 0.0
    return scene.sun_x * scene.width, (scene.sun_y + low) * scene.height


def draw_sky(canvas: Canvas, scene: Scene, light: Light, rng: np.random.Generator,
             horizon: float, unit: float) -> None:
    """Paint the whole canvas; the only sheet without holes."""
    canvas.data[:3] = air(canvas, light, scene.weather, horizon)
    canvas.data[3] = 1
    veiled = {"clear": 1.0, "rain": 0.12, "snowfall": 0.3, "fog": 0.35}[scene.weather]
    _stars(canvas, rng, int(26 * light.stars * veiled), unit)
    x, y = sun_at(scene)
    radius = unit * (0.085 if scene.time != "sunset" else 0.11)
    away = np.sqrt((canvas.x[None, :] - x) ** 2 + (canvas.y[:, None] - y) ** 2)
    glow = light.glow * veiled * np.exp(-away * (1 / (0.24 * unit)))
    canvas.over(glow, light.disc)
    canvas.disc(x, y, radius, light.disc, strength=min(0.25 + veiled, 1))
    if scene.time == "night":
        shade = mix(light.disc, light.sky[1], 0.25)
        for dx, dy, size in ((-0.3, 0.2, 0.26), (0.35, -0.25, 0.2), (0.2, 0.4, 0.16)):
            canvas.disc(x + dx * radius, y + dy * radius, size * radius, shade, strength=veiled)
    _clouds(canvas, scene, light, rng, horizon, unit)


def _stars(canvas: Canvas, rng: np.random.Generator, count: int, unit: float) -> None:
    for _ in range(count):
        x, y = rng.uniform(canvas.x[0], canvas.x[-1]), rng.uniform(canvas.y[0], canvas.y[-1] * 0.6)
        canvas.disc(x, y, rng.uniform(0.008, 0.014) * unit, WHITE, strength=rng.uniform(0.6, 1))


def _clouds(canvas: Canvas, scene: Scene, light: Light, rng: np.random.Generator,
            horizon: float, unit: float) -> None:
    heavy = scene.weather in ("rain", "snowfall")
    base = mix(light.sky[2], WHITE, 0.55 if scene.time == "day" else 0.12)
    if scene.time == "night":
        base = mix(light.sky[2], light.sky[1], 0.4)
    if heavy:
        base = overcast(mix(base, light.sky[1] * 0.6, 0.55), scene.weather)
    for _ in range(5 if heavy else int(rng.integers(0, 3))):
        x = rng.uniform(canvas.x[0], canvas.x[-1])
        y = rng.uniform(0.03, 0.2 if heavy else 0.5) * horizon
        wide = rng.uniform(0.16, 0.26) * unit * (1.5 if heavy else 1)
        for dx, dy, size in ((-0.6, 0.1, 0.42), (0.6, 0.12, 0.38), (0.0, -0.1, 0.58)):
            canvas.disc(x + dx * wide, y + dy * wide * 0.5, size * wide, base,
                        ry=size * wide * 0.52, strength=0.9 if heavy else 0.82)

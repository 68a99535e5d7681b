"""Places that are not open land: a city, a room, and space."""

from __future__ import annotations

import numpy as np

from .paint import as_planes, ridge
from .palette import LAMP, mix, rgb
from .setting import Setting


def city(s: Setting) -> None:
    """Two rows of towers with windows, lit after dark, above a street."""
    unit = s.unit
    for row, (count, low, high, code, far) in enumerate(
            ((9, 0.25, 0.52, "#9fb0c8", 0.4), (7, 0.12, 0.36, "#7486a8", 0.1))):
        for x, tall in s.spread(count, low, high, 0.2):
            half = s.rng.uniform(0.075, 0.115) * unit
            top, foot = s.at(0.28) - tall * s.scene.height * 0.9, s.at(0.3)
            body = s.tone(code, far) * s.rng.uniform(0.9, 1.06)
            s.far.box(x - half + 1.5, top - 1, x + half + 2.5, foot, body * 0.5, 0.35)
            s.far.box(x - half, top, x + half, foot, body)
            s.far.box(x - half, top, x - half + 1.2, foot, mix(body, np.ones(3), 0.3), 0.7)
            if row:
                _windows(s, x, half, top, foot, body)
            elif s.rng.uniform() < 0.4:
                s.far.box(x - 0.008 * unit, top - 0.08 * unit, x + 0.008 * unit, top, body)
    flat = np.zeros_like(s.x)
    s.near.land(flat + s.at(0.27), s.tone("#a8a9ac"), unit, shade=0.05)
    s.near.land(flat + s.at(0.42), s.tone("#5d626e"), unit, shade=0.12)
    y, dash = s.at(0.72), 0.11 * unit
    for x in np.arange(float(s.x[0]) - dash, float(s.x[-1]) + dash, 2.4 * dash):
        s.near.box(x, y - 0.016 * unit, x + dash, y + 0.016 * unit, s.tone("#f0e6c8"))


def _windows(s: Setting, x: float, half: float, top: float, foot: float, body) -> None:
    pane = 0.032 * s.unit
    for wy in np.arange(top + 1.6 * pane, foot - 2 * pane, 2.5 * pane):
        for wx in (-0.5 * half, 0.5 * half):
            lit = s.rng.uniform() < 0.7 * s.light.lamps
            colour = LAMP if lit else mix(body, s.light.sky[1] * 0.6, 0.5)
            s.far.box(x + wx - 0.55 * pane, wy, x + wx + 0.55 * pane, wy + 1.3 * pane, colour)


def room(s: Setting) -> None:
    """A wall with a big window on the weather, a picture, a lamp, floor boards and a rug."""
    unit, width, height = s.unit, s.scene.width, s.scene.height
    indoor = mix(s.light.tint, rgb("#fff0dc"), 0.42) * 0.96
    if s.scene.time == "night":
        indoor = mix(s.light.tint, rgb("#ffdcb0"), 0.26)
    far, floor = s.far, s.at(0.45)

    def lit(code):
        return rgb(code) * indoor

    wall = s.rng.choice(("#e9d8bd", "#cfdccb", "#d9cfe0", "#e6cfc4"))
    far.box(far.x[0] - 2, far.y[0] - 2, far.x[-1] + 2, far.y[-1] + 2, lit(wall))
    for x in np.arange(float(far.x[0]), float(far.x[-1]), 0.17 * unit):
        far.box(x, far.y[0] - 2, x + 0.07 * unit, floor, lit(wall) * 0.965)
    middle = s.scene.sun_x * 0.35 * width + 0.325 * width
    half, top, sill = 0.33 * unit, 0.09 * height, 0.09 * height + 0.46 * unit
    frame = 0.035 * unit
    far.box(middle - half - frame + 2, top - frame + 2, middle + half + frame + 2,
            sill + frame + 2, np.zeros(3), 0.18)
    far.box(middle - half - frame, top - frame, middle + half + frame, sill + frame,
            lit("#fbf4e6"))
    hole = far.window(middle - half, top, middle + half, sill)
    if hole:
        region, x, y = hole
        inside = far.cover(np.maximum(np.abs(x - middle) - half,
                                      np.abs(y - (top + sill) / 2) - (sill - top) / 2))
        far.data[(slice(None), *region)] *= 1 - inside
    far.box(middle - 0.012 * unit, top, middle + 0.012 * unit, sill, lit("#fbf4e6"))
    far.box(middle - half, (top + sill) / 2 - 0.012 * unit, middle + half,
            (top + sill) / 2 + 0.012 * unit, lit("#fbf4e6"))
    far.box(middle - half - 2 * frame, sill + 0.5 * frame, middle + half + 2 * frame,
            sill + 1.8 * frame, lit("#efe2cc"))
    if s.scene.time == "night":
        away = np.hypot(far.x[None, :] - width / 2, far.y[:, None] + 0.06 * unit)
        far.data[:3] *= 1 + 0.9 * as_planes(LAMP) * np.exp(away * (-1.6 / unit))
    for side in (-1, 1):
        _picture(s, middle + side * (half + 0.27 * unit), 0.22 * height, lit)
    near, flat = s.near, np.zeros_like(s.x)
    near.land(flat + floor - 0.035 * unit, lit("#f3e8d6"), unit, shade=0.0)
    near.land(flat + floor, lit("#b98a5e"), unit)
    for level in (0.6, 0.78, 0.93):
        near.box(near.x[0] - 2, s.at(level), near.x[-1] + 2, s.at(level) + 1.1, lit("#8e6440"), 0.6)
    near.disc(0.5 * width, s.at(0.8), 0.42 * width, lit("#7f94a8"), ry=0.13 * (height - floor) + 3)
    near.disc(0.5 * width, s.at(0.8), 0.36 * width, lit("#a9bac6"), ry=0.1 * (height - floor) + 2)


def _picture(s: Setting, x: float, y: float, lit) -> None:
    a, b = 0.11 * s.unit, 0.13 * s.unit
    s.far.box(x - a + 1.5, y - b + 1.5, x + a + 1.5, y + b + 1.5, np.zeros(3), 0.2)
    s.far.box(x - a, y - b, x + a, y + b, lit("#8a6a4c"))
    s.far.box(x - 0.75 * a, y - 0.8 * b, x + 0.75 * a, y + 0.8 * b, lit("#f4ecdc"))
    s.far.box(x - 0.75 * a, y + 0.15 * b, x + 0.75 * a, y + 0.8 * b, lit("#8fae94"))
    s.far.disc(x + 0.2 * a, y - 0.25 * b, 0.28 * a, lit("#e8c07a"))


_NEBULA = {"day": ("#12336e", "#4c9fe0"), "dawn": ("#3a2a5a", "#f09ab4"),
           "sunset": ("#30123f", "#f07a3c"), "night": ("#05060f", "#1c2356")}


def space(s: Setting) -> None:
    """Stars, a ringed planet, a nebula in the colours of the hour, and a cratered moon below."""
    unit, width, height = s.unit, s.scene.width, s.scene.height
    deep, cloud = (rgb(code) for code in _NEBULA[s.scene.time])
    dim = {"clear": 1.0, "rain": 0.8, "snowfall": 0.95, "fog": 1.0}[s.scene.weather]
    s.sky.data[:3] = (deep * dim)[:, None, None]
    s.sky.data[3] = 1
    bank = (s.sky.y[:, None] - 0.42 * height
            + ridge(s.sky.x, s.rng, 0.12 * unit, 1.3 * unit)[None, :]) / (0.34 * unit)
    s.sky.over(0.8 * dim * np.exp(-bank * bank), cloud)
    s.sky.over(0.35 * dim * np.exp(-(3 * bank + 0.6) ** 2), mix(cloud, np.ones(3), 0.45))
    for x, level in s.spread(34, 0.0, 1.0, 0.5):
        y = float(s.sky.y[0]) + level * float(s.sky.y[-1] - s.sky.y[0])
        s.sky.disc(x, y, s.rng.uniform(0.007, 0.014) * unit, np.ones(3, np.float32),
                   strength=s.rng.uniform(0.6, 1.0))
    x, y, r = s.scene.sun_x * width, s.scene.sun_y * height + 0.04 * unit, 0.13 * unit
    code, shade = s.rng.choice((("#e0b07a", "#a8744e"), ("#8fc0c8", "#50808e"),
                                ("#c79ad0", "#83588f")))
    s.far.disc(x, y, r, rgb(shade))
    s.far.disc(x - 0.12 * r, y - 0.12 * r, 0.84 * r, rgb(code))
    s.far.box(x - 0.75 * r, y - 0.3 * r, x + 0.6 * r, y - 0.12 * r, rgb(shade), 0.5)
    s.far.disc(x, y + 0.1 * r, 1.75 * r, rgb("#f3dfc0"), ry=0.2 * r, strength=0.8)
    limb = height - (0.13 * unit - 0.20 * unit * ((s.x - width / 2) / width) ** 2)
    stone = mix(rgb("#8d8f9c"), cloud, 0.25)
    s.near.land(limb.astype(np.float32), stone, unit, rim=0.25)
    for x, level in s.spread(7, 0.03, 0.09):
        s.near.disc(x, height - level * unit, 0.045 * unit, stone * 0.78, ry=0.014 * unit)

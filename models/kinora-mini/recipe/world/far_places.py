"""Places of stories: under the sea, above the clouds, and a castle on its hill."""

from __future__ import annotations

import numpy as np

from .palette import mix, rgb
from .setting import Setting
from .weather import overcast

_DEPTHS = {"day": ("#8fe6ea", "#1f8fb4", "#0d4a78"), "dawn": ("#f0c8c4", "#5a8fb0", "#2a4a78"),
           "sunset": ("#f0a070", "#6a4a80", "#241f52"), "night": ("#234a7a", "#0d2450", "#050d2a")}


def underwater(s: Setting) -> None:
    """Water that darkens downwards, slanting light, weed and coral on a bed of sand."""
    unit, height = s.unit, s.scene.height
    stops = [rgb(code) for code in _DEPTHS[s.scene.time]]
    t = np.clip(s.sky.y / height, 0, 1)
    rows = np.stack([np.interp(t, (0, 0.45, 1), [stop[c] for stop in stops]) for c in range(3)],
                    axis=-1).astype(np.float32)
    s.sky.data[:3] = overcast(rows, s.scene.weather).T[:, :, None]
    s.sky.data[3] = 1
    for x, wide in s.spread(4, 0.07, 0.15):
        along = s.sky.x[None, :] - x - 0.45 * s.sky.y[:, None]
        beam = np.clip(1 - np.abs(along) / (wide * unit * (1 + 0.9 * t[:, None])), 0, 1)
        s.sky.over(0.4 * beam * (1 - t[:, None]) ** 0.7, mix(stops[0], np.ones(3), 0.45))
    depth = {"day": 1.0, "dawn": 0.85, "sunset": 0.62, "night": 0.34}[s.scene.time]

    def sunk(code: str, far: float) -> np.ndarray:
        return mix(rgb(code) * depth, stops[1], far)

    s.far.land(s.hills(-0.06, 0.08, 0.7), sunk("#3f6f8a", 0.5), unit, shadow=0.05)
    line = s.hills(0.3, 0.04, 0.9)
    for x, size in s.spread(5, 0.14, 0.22):
        _weed(s, s.far, x, s.ground_at(line, x) + 0.03 * unit, size * unit, sunk("#2f8a70", 0.3))
    s.far.land(line, sunk("#a89878", 0.35), unit, shadow=0.1)
    front = s.hills(0.62, 0.035, 1.2)
    for i, (x, size) in enumerate(s.spread(5, 0.07, 0.12)):
        foot = s.ground_at(front, x) + 0.02 * unit
        if i % 2:
            _weed(s, s.near, x, foot, 3.2 * size * unit, sunk("#3fa86a", 0.05))
        else:
            coral = sunk("#e8788a" if i % 4 else "#f0a050", 0.08)
            for dx, dy, r in ((-0.5, 0.5, 0.55), (0.5, 0.45, 0.6), (0.0, 1.0, 0.7)):
                s.near.disc(x + dx * size * unit, foot - dy * size * unit, r * size * unit, coral)
    s.near.land(front, sunk("#d8c090", 0.1), unit, shadow=0.1)
    for x, level in s.spread(12, 0.05, 0.8):
        r = s.rng.uniform(0.008, 0.02) * unit
        s.far.disc(x, level * height, r, mix(stops[0], np.ones(3), 0.4), strength=0.6)


def _weed(s: Setting, sheet, x: float, foot: float, tall: float, green) -> None:
    """Three swaying blades."""
    for dx, share in ((-0.16, 0.75), (0.0, 1.0), (0.16, 0.85)):
        phase = float(s.rng.uniform(0, 6.3))
        found = sheet.window(x - 0.5 * tall, foot - share * tall, x + 0.5 * tall, foot)
        if not found:
            continue
        region, cx, cy = found
        up = (foot - cy) / (share * tall)
        middle = x + dx * tall + 0.07 * tall * np.sin(6 * up + phase)
        wide = 0.065 * tall * np.clip(1.1 - up, 0.05, 1)
        inside = sheet.cover(np.maximum(np.abs(cx - middle) - wide, cy - foot))
        sheet.over(inside, green * np.float32(0.9 + 0.2 * share), region)


def clouds(s: Setting) -> None:
    """Banks of cloud below a tall sky, lit from above; nothing of the ground."""
    unit = s.unit
    high = mix(s.light.sky[2], np.ones(3), {"day": 0.75, "dawn": 0.5, "sunset": 0.25,
                                            "night": 0.12}[s.scene.time])
    low = mix(high, s.light.sky[1], 0.55)
    for sheet, level, size, share, count in (
            (s.far, -0.12, 0.1, 0.55, 11), (s.far, 0.12, 0.14, 0.35, 8),
            (s.near, 0.42, 0.19, 0.12, 6), (s.near, 0.78, 0.24, 0.0, 5)):
        lit = overcast(mix(high, s.haze, 0.7 * share), s.scene.weather)
        dim = overcast(mix(low, s.haze, 0.5 * share), s.scene.weather)
        puffs = [(x, s.at(level) + s.rng.uniform(-0.3, 0.3) * size * unit, grown * size * unit)
                 for x, grown in s.spread(count, 0.8, 1.25)]
        for x, y, r in puffs:
            sheet.disc(x, y + 0.06 * r, 1.06 * r, dim * 0.8, ry=0.75 * r)
        for x, y, r in puffs:
            sheet.disc(x, y, r, lit, ry=0.7 * r)
        for x, y, r in puffs:
            sheet.disc(x + 0.12 * r, y + 0.34 * r, 0.9 * r, dim, ry=0.55 * r)
        bank = (np.full_like(s.x, s.at(level) + 0.4 * size * unit)
                + 0.1 * size * unit * np.sin(s.x * (5 / unit) + s.rng.uniform(0, 6.3)))
        sheet.land(bank.astype(np.float32), dim, unit, shade=0.1, rim=0.0, shadow=0.0)


def castle(s: Setting) -> None:
    """Round towers with pointed roofs and flags on a hill, a wall with a gate, a path to it."""
    unit, width = s.unit, s.scene.width
    s.far.land(s.hills(-0.1, 0.06, 1.2), s.tone("#7f9fc0", 0.5), unit)
    middle = (0.28 + 0.44 * s.scene.sun_x) * width
    hill = s.at(0.34) - 0.17 * unit * np.exp(-((s.x - middle) / (0.62 * unit)) ** 2)
    foot = s.ground_at(hill, middle) + 0.03 * unit
    stone, dark, roof = s.tone("#c9c2cc", 0.08), s.tone("#948ca4", 0.08), s.tone("#a8434e", 0.08)
    for dx, half, tall in ((-0.34, 0.06, 0.34), (0.34, 0.06, 0.38), (-0.14, 0.075, 0.52),
                           (0.16, 0.07, 0.46)):
        _tower(s, middle + dx * unit, foot, half * unit, tall * unit, stone, dark, roof)
    s.far.box(middle - 0.36 * unit, foot - 0.2 * unit, middle + 0.36 * unit, foot, stone)
    for i in range(-6, 7, 2):
        s.far.box(middle + (0.06 * i - 0.025) * unit, foot - 0.235 * unit,
                  middle + (0.06 * i + 0.025) * unit, foot - 0.19 * unit, stone)
    s.far.disc(middle, foot - 0.1 * unit, 0.06 * unit, dark * 0.5)
    s.far.box(middle - 0.06 * unit, foot - 0.1 * unit, middle + 0.06 * unit, foot, dark * 0.5)
    s.far.land(hill.astype(np.float32), s.tone("#6fa860", 0.12), unit)
    s.near.land(s.hills(0.5, 0.025, 1.4), s.tone("#5c9a4c"), unit)
    depth = np.clip((s.near.y[:, None] - s.at(0.5)) / (s.scene.height - s.at(0.5)), 0, 1.6)
    path = np.abs(s.x[None, :] - middle - 0.2 * unit * np.sin(2.4 * depth)) - (0.03 + 0.15 * depth) * unit
    below = np.clip((s.near.y[:, None] - s.at(0.53)) / s.near.px, 0, 1)
    s.near.over(s.near.cover(path.astype(np.float32)) * below.astype(np.float32),
                s.tone("#d9c49a"))
    s.near.land(s.hills(0.86, 0.03, 1.2), s.tone("#4a8540"), unit)


def _tower(s: Setting, x: float, foot: float, half: float, tall: float, stone, dark, roof) -> None:
    top = foot - tall
    s.far.box(x - half + 1.5, top, x + half + 2.5, foot, stone * 0.4, 0.35)
    s.far.box(x - half, top, x + half, foot, stone)
    s.far.box(x + 0.3 * half, top, x + half, foot, dark, 0.8)
    found = s.far.window(x - 1.35 * half, top - 2.6 * half, x + 1.35 * half, top)
    if found:
        region, cx, cy = found
        slope = np.abs(cx - x) - (cy - top + 2.6 * half) * (1.35 / 2.6)
        s.far.over(s.far.cover(np.maximum(0.85 * slope, cy - top)), roof, region)
    lit = s.rng.uniform() < s.light.lamps
    pane = rgb("#ffd98a") if lit else dark * 0.55
    s.far.box(x - 0.22 * half, top + 0.7 * half, x + 0.22 * half, top + 1.5 * half, pane)

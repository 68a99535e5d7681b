"""Open land: grass, desert, snow, sea, mountains and forest, each two sheets of cut paper."""

from __future__ import annotations

import numpy as np

from .paint import peaks
from .palette import mix
from .setting import Setting
from .sky import sun_at


def _pine(s: Setting, sheet, x: float, foot: float, tall: float, green, snow=None) -> None:
    """Three stacked triangles on a short trunk; ``snow`` dusts the tips."""
    sheet.box(x - 0.05 * tall, foot - 0.2 * tall, x + 0.05 * tall, foot, s.tone("#5a4030"))
    for step, (top, wide) in enumerate(((-0.55, 0.34), (-0.78, 0.27), (-1.0, 0.2))):
        tip, base = foot + top * tall, foot + (top + 0.42) * tall
        found = sheet.window(x - wide * tall, tip, x + wide * tall, base)
        if not found:
            continue
        region, cx, cy = found
        slope = (cy - tip) * (wide / 0.42) - np.abs(cx - x)
        inside = sheet.cover(np.maximum(-slope * 0.85, cy - base))
        sheet.over(inside, green * np.float32(0.88 + 0.08 * step), region)
        if snow is not None:
            sheet.over(inside * np.clip(1 - (cy - tip) / (0.17 * tall), 0, 1), snow, region)


def grass(s: Setting) -> None:
    """Rolling green hills with round trees and a meadow of flowers."""
    unit = s.unit
    s.far.land(s.hills(-0.1, 0.05, 1.1), s.tone("#7fb7a0", 0.45), unit)
    line = s.hills(0.12, 0.05, 0.8)
    for x, size in s.spread(4, 0.07, 0.11):
        foot, r = s.ground_at(line, x) + 0.02 * unit, size * unit
        s.far.box(x - 0.14 * r, foot - 1.2 * r, x + 0.14 * r, foot, s.tone("#5f4a36", 0.2))
        s.far.disc(x, foot - 1.5 * r, 0.85 * r, s.tone("#4b8f4c", 0.2))
        s.far.disc(x - 0.25 * r, foot - 1.75 * r, 0.4 * r, s.tone("#6cab58", 0.2))
    s.far.land(line, s.tone("#6fb35a", 0.15), unit)
    s.near.land(s.hills(0.42, 0.04, 1.5), s.tone("#5aa544"), unit)
    s.near.land(s.hills(0.74, 0.03, 1.2), s.tone("#4a9538"), unit)
    petals = [s.tone("#fff3dc"), s.tone("#ffe27a"), s.tone("#f6c6d8")]
    for i, (x, level) in enumerate(s.spread(16, 0.55, 0.97)):
        r = (0.010 + 0.010 * level) * unit
        s.near.disc(x, s.at(level), r, petals[i % 3])


def desert(s: Setting) -> None:
    """Mesas far off, rippled dunes and a few cactuses."""
    unit = s.unit
    mesa = s.at(-0.02) + np.zeros_like(s.x)
    for x, high in s.spread(3, 0.08, 0.2):
        half = s.rng.uniform(0.12, 0.24) * unit
        mesa = np.minimum(mesa, s.at(0) - high * unit * np.clip(
            (half - np.abs(s.x - x)) / (0.06 * unit) + 1, 0, 1))
    s.far.land(mesa.astype(np.float32), s.tone("#d08a62", 0.4), unit)
    s.far.land(s.hills(0.08, 0.045, 1.0), s.tone("#eac07c", 0.18), unit)
    line = s.hills(0.36, 0.05, 1.2)
    for x, size in s.spread(3, 0.15, 0.22):
        _cactus(s, x, s.ground_at(line, x) + 0.02 * unit, size * unit)
    s.near.land(line, s.tone("#e3b066"), unit)
    front = s.hills(0.68, 0.045, 0.9)
    s.near.land(front, s.tone("#d69f55"), unit)
    for i in range(3):
        ripple = front + (0.05 + 0.065 * i) * unit + 0.008 * unit * np.sin(
            s.x * (18 / unit) + 2 * i)
        band = np.clip(1.1 - np.abs(s.near.y[:, None] - ripple[None, :]), 0, 1)
        s.near.over(band * 0.45, s.tone("#b57d3c"))


def _cactus(s: Setting, x: float, foot: float, tall: float) -> None:
    green, lit = s.tone("#3f8a55"), s.tone("#63a86c")
    r = 0.11 * tall
    for cx, top, low in ((x, 1.0, 0.0), (x - 3 * r, 0.72, 0.4), (x + 3 * r, 0.85, 0.5)):
        s.near.disc(cx, foot - top * tall + r, r, green)
        s.near.box(cx - r, foot - top * tall + r, cx + r, foot - low * tall, green)
    s.near.box(x - 4 * r, foot - 0.45 * tall, x, foot - 0.33 * tall, green)
    s.near.box(x, foot - 0.55 * tall, x + 4 * r, foot - 0.43 * tall, green)
    s.near.box(x - 0.4 * r, foot - 0.9 * tall, x - 0.05 * r, foot - 0.1 * tall, lit)


def snow(s: Setting) -> None:
    """White hills and dusted pines."""
    unit, white = s.unit, s.tone("#f6faff") ** 0.6
    s.far.land(s.hills(-0.12, 0.06, 1.4), s.tone("#b9cbe4", 0.35), unit)
    line = s.hills(0.1, 0.05, 0.9)
    for x, size in s.spread(6, 0.16, 0.26):
        _pine(s, s.far, x, s.ground_at(line, x) + 0.02 * unit, size * unit,
              s.tone("#4f7f78", 0.18), white)
    s.far.land(line, s.tone("#dce8f6", 0.1) ** 0.7, unit)
    line = s.hills(0.42, 0.05, 1.6)
    for x, size in s.spread(2, 0.3, 0.4):
        _pine(s, s.near, x, s.ground_at(line, x) + 0.03 * unit, size * unit,
              s.tone("#2f6660"), white)
    s.near.land(line, s.tone("#eaf2fb") ** 0.65, unit, shade=0.1)
    s.near.land(s.hills(0.76, 0.035, 1.3), white, unit, shade=0.08)


def sea(s: Setting) -> None:
    """Bands of waves, an island, and light glittering below the sun or moon."""
    unit = s.unit
    island = s.at(0.02) - 0.1 * unit * np.exp(
        -((s.x - s.rng.uniform(0.1, 0.9) * s.scene.width) / (0.2 * unit)) ** 2) * (
        1 + 0.2 * np.sin(s.x * (9 / unit)))
    s.far.land(island.astype(np.float32), s.tone("#5f8f7f", 0.4), unit, shadow=0.0)
    s.far.land(np.full_like(s.x, s.at(0.0)), s.tone("#4aa6c8", 0.25), unit, shadow=0.0)
    colours = ("#3b97c2", "#2a7fb2", "#1f6a9e", "#17578a")
    sun_x = sun_at(s.scene)[0]
    for i, level in enumerate((0.14, 0.34, 0.58, 0.84)):
        sheet = s.far if i == 0 else s.near
        wave = (0.16 + 0.07 * i) * unit
        phase = s.rng.uniform(0, 6.3)
        crest = np.abs(np.sin(s.x * (np.pi / wave) + phase))
        line = s.at(level) - (0.012 + 0.012 * i) * unit * crest
        sheet.land(line.astype(np.float32), s.tone(colours[i], 0.12 - 0.03 * i), unit, rim=0.16)
    bright = s.light.disc * (0.95 if s.scene.weather == "clear" else 0.7)
    for level in np.arange(0.05, 0.95, 0.09):
        half = (0.03 + 0.09 * level + s.rng.uniform(0, 0.05)) * unit
        x = sun_x + s.rng.uniform(-0.05, 0.05) * unit
        sheet = s.far if level < 0.14 else s.near
        sheet.disc(x, s.at(level), half, bright, ry=(0.008 + 0.008 * level) * unit,
                   strength=0.75 if s.scene.weather == "clear" else 0.25)


def mountains(s: Setting) -> None:
    """Two jagged ranges with snow caps above a dark valley."""
    unit = s.unit
    for sheet, level, high, wave, code, far in (
            (s.far, 0.1, 0.46, 0.75, "#8fa3c0", 0.35), (s.far, 0.32, 0.34, 0.55, "#6a7f9c", 0.12)):
        line = s.at(level) + peaks(s.x, s.rng, high * unit, wave * unit)
        sheet.land(line, s.tone(code, far), unit)
        depth = sheet.y[:, None] - line[None, :]
        summit = s.at(level) - 0.56 * high * unit
        edge = summit + 0.03 * unit * (np.abs((s.x * (7 / unit)) % 2 - 1) * 2 - 1)
        cap = np.clip(depth - 0.5, 0, 1) * np.clip(edge[None, :] - sheet.y[:, None] + 0.5, 0, 1)
        sheet.over(cap, s.tone("#f8fbff", far * 0.4))
    line = s.hills(0.46, 0.03, 1.3)
    for x, size in s.spread(7, 0.1, 0.17):
        _pine(s, s.near, x, s.ground_at(line, x) + 0.02 * unit, size * unit, s.tone("#38655a"))
    s.near.land(line, s.tone("#5d8560"), unit)
    s.near.land(s.hills(0.76, 0.03, 1.4), s.tone("#4b7050"), unit)


def forest(s: Setting) -> None:
    """Trunks behind trunks, crowns hanging from above, ferns below."""
    unit, height = s.unit, s.scene.height
    s.far.land(s.hills(-0.2, 0.04, 0.5), s.tone("#86b595", 0.45), unit)
    for count, half, code, far in ((8, 0.022, "#7c8f78", 0.35), (5, 0.04, "#5f5a48", 0.15)):
        for x, lean in s.spread(count, 0.8, 1.2):
            wide = half * lean * unit
            s.far.box(x - wide, s.far.y[0] - 2, x + wide, s.at(0.45), s.tone(code, far))
            s.far.box(x - wide, s.far.y[0] - 2, x - 0.45 * wide, s.at(0.45),
                      s.tone(code, far + 0.15), 0.7)
    s.far.land(s.hills(0.22, 0.03, 0.5), s.tone("#4f8a58", 0.12), unit)
    green, lit = s.tone("#3d7c46", 0.08), s.tone("#5c9a50", 0.08)
    for i, (x, low) in enumerate(s.spread(9, 0.02, 0.13)):
        s.far.disc(x, low * height - 0.06 * unit, 0.17 * unit, green if i % 2 else lit)
    s.far.box(s.x[0] - 2, s.far.y[0] - 2, s.x[-1] + 2, 0.0, green)
    for x, wide in s.spread(2, 0.055, 0.075, 0.2):
        side = x + 0.1 * unit
        s.near.box(side - wide * unit, s.near.y[0] - 2, side + wide * unit, s.at(0.6),
                   s.tone("#5a4230"))
        s.near.box(side - wide * unit, s.near.y[0] - 2, side - 0.5 * wide * unit, s.at(0.6),
                   s.tone("#7a5c42"))
    s.near.land(s.hills(0.5, 0.03, 0.7), s.tone("#3f7a3c"), unit)
    s.near.land(s.hills(0.78, 0.025, 0.5), mix(s.tone("#2f6431"), s.haze, 0.03), unit)

"""Draws a scene: sheets for the backdrop once, then camera, subject and weather per frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import built_places, far_places, places
from .cutout import paste
from .motion import PAN, ZOOM, View, pose, progress, view
from .paint import Canvas, as_planes, unit_clip
from .palette import LIGHTS, mix
from .scene import CLOSENESS, Scene
from .setting import Setting, distant_air
from .sky import draw_sky
from .weather import Falling, veil

_PAINTERS = {"grass": places.grass, "desert": places.desert, "snow": places.snow,
             "sea": places.sea, "mountains": places.mountains, "forest": places.forest,
             "city": built_places.city, "room": built_places.room, "space": built_places.space,
             "underwater": far_places.underwater, "clouds": far_places.clouds,
             "castle": far_places.castle}
SKYLESS = ("space", "underwater")
"""Places that paint their own sky sheet."""
NEARNESS = (0.3, 0.65, 1.0)
"""How much of the camera's move the sky, far and near sheets follow."""


@dataclass(frozen=True)
class Framing:
    """How a shot shows the sheets: ``closeness`` times larger, and what stays where it is, in pixels."""

    closeness: float = 1.0
    x: float = 0.0
    y: float = 0.0


def framing(scene: Scene) -> Framing:
    """The scene's framing: the ground under the middle of the frame stays where it is."""
    return Framing(CLOSENESS[scene.shot], 0.5 * scene.width, 0.8 * scene.height)


def position(scene: Scene, frame: int, frames: int = 17) -> tuple[float, float, float]:
    """The subject's middle and radius on screen, in pixels, camera included."""
    at = pose(scene, frame, frames)
    return at.x, at.y, at.radius


def positions(scene: Scene, frames: int = 17) -> np.ndarray:
    """Middles and radii of both subjects, float16 [frames, 2, 3] in pixels; zeros where there is one only."""
    found = np.zeros((frames, 2, 3), np.float16)
    for number, one in enumerate((scene, scene.company())):
        if one:
            found[:, number] = [position(one, frame, frames) for frame in range(frames)]
    return found


def _canvas(scene: Scene) -> Canvas:
    """An empty sheet large enough for all of the camera's move."""
    width, height, camera = scene.width, scene.height, scene.camera
    if camera.startswith("zoom"):
        grow, scale = (ZOOM ** 0.5 - 1) / 2, 1.125
        across, down = grow * width + 2, grow * height + 2
    else:
        scale = 1.0
        across = PAN / 2 * width + 2 if camera.startswith("pan") else 0
        down = PAN / 2 * height + 2 if camera.startswith("tilt") else 0
    across, down = int(np.ceil(across)), int(np.ceil(down))
    kept = framing(scene)
    left, top = (spot + (-margin - spot) / kept.closeness
                 for spot, margin in ((kept.x, across), (kept.y, down)))
    return Canvas(left, top, int((width + 2 * across) * scale),
                  int((height + 2 * down) * scale), scale * kept.closeness)


def backdrop(scene: Scene) -> list[Canvas]:
    """The sky, far and near sheets of a scene, in that order."""
    rng = np.random.default_rng(scene.seed)
    light = LIGHTS[scene.time]
    unit, horizon = float(min(scene.width, scene.height)), scene.horizon * scene.height
    sky = _canvas(scene)
    setting = Setting(scene, light, rng, sky, sky.blank(), sky.blank(), unit, horizon,
                      distant_air(light, scene.weather))
    if scene.place not in SKYLESS:
        draw_sky(sky, scene, light, rng, horizon, unit)
    _PAINTERS[scene.place](setting)
    if scene.weather == "fog":
        bright = 0.35 if scene.time != "night" else 0.16
        fog = mix(setting.haze, np.ones(3, np.float32), bright)
        veil(sky, fog, horizon, unit, 0.75)
        if scene.place != "room":
            veil(setting.far, fog, horizon + 0.1 * unit, unit, 0.62)
            veil(setting.near, fog, horizon + 0.25 * unit, unit, 0.45)
    return [sky, setting.far, setting.near]


def _shifted(data: np.ndarray, left: float, top: float, width: int, height: int) -> np.ndarray:
    """The window [4, height, width] of a sheet at a fractional offset in samples."""
    column, row = int(np.floor(left)), int(np.floor(top))
    fx, fy = np.float32(left - column), np.float32(top - row)
    part = data[:, row:row + height + (fy > 0), column:column + width + (fx > 0)]
    if fx > 0:
        part = part[..., :-1] + (part[..., 1:] - part[..., :-1]) * fx
    if fy > 0:
        part = part[:, :-1] + (part[:, 1:] - part[:, :-1]) * fy
    return part


def _zoomed(sheet: Canvas, zoom: float, width: int, height: int, kept: Framing) -> np.ndarray:
    """The view [4, height, width] of a sheet magnified about the middle of the frame."""
    part = sheet.data
    for axis, (length, grid, spot) in enumerate(((height, sheet.y, kept.y),
                                                 (width, sheet.x, kept.x))):
        wanted = (np.arange(length) + 0.5 - length / 2) / zoom + length / 2
        wanted = spot + (wanted - spot) / kept.closeness
        at = np.clip((wanted - grid[0]) / sheet.px, 0, len(grid) - 1.001)
        low = at.astype(np.int64)
        share = (at - low).astype(np.float32)
        share = share[:, None] if axis == 0 else share
        first = part.take(low, axis + 1)
        part = first + (part.take(low + 1, axis + 1) - first) * share
    return part


def look(sheet: Canvas, at: View, nearness: float, width: int, height: int,
         kept: Framing = Framing()) -> np.ndarray:
    """A sheet [4, height, width] as the camera sees it."""
    if at.zoom != 1 or abs(sheet.px * kept.closeness - 1) > 1e-6:
        return _zoomed(sheet, at.zoom ** nearness, width, height, kept)
    left, top = (round((spot + (0.5 - spot) / kept.closeness - float(grid[0])) / sheet.px, 3)
                 for spot, grid in ((kept.x, sheet.x), (kept.y, sheet.y)))
    return _shifted(sheet.data, left - at.dx * nearness, top - at.dy * nearness, width, height)


def _lay(frame: np.ndarray, sheet: np.ndarray) -> None:
    """Put ``sheet`` [4, h, w] on ``frame`` [3, h, w], in place."""
    frame *= 1 - sheet[3]
    frame += sheet[:3]


def draw(scene: Scene, frames: int = 17) -> np.ndarray:
    """The clip, uint8 [frames, height, width, 3] at 8 frames a second."""
    width, height = scene.width, scene.height
    sheets = backdrop(scene)
    rng = np.random.default_rng([scene.seed, 1])
    falling = None
    if scene.weather in ("rain", "snowfall"):
        falling = Falling(scene.weather, rng, width, height)
    outside = scene.place == "room"
    kept = framing(scene)
    cast = [one for one in (scene, scene.company()) if one]
    clip = np.empty((frames, height, width, 3), dtype=np.uint8)
    still = None
    for index in range(frames):
        at = view(scene.camera, progress(index, frames), width, height)
        drops = None
        if falling:
            drops = falling.coverage(index, width, height, at.dx, at.dy)
        if still is None:
            sky, far, near = (look(s, at, n, width, height, kept) for s, n in zip(sheets, NEARNESS))
            frame = sky[:3].copy()
            if outside and drops is not None:
                frame += drops * (as_planes(falling.colour) - frame)
            _lay(frame, far)
            _lay(frame, near)
            if scene.camera == "static" and not (outside and falling):
                still = frame.copy()
        else:
            frame = still.copy()
        for one in cast:
            paste(frame, one.subject, one.colour, pose(one, index, frames), one.facing)
        if drops is not None and not outside:
            frame += drops * (as_planes(falling.colour) - frame)
        np.add(unit_clip(frame).transpose(1, 2, 0) * 255, 0.5, out=clip[index], casting="unsafe")
    return clip

"""Where things are in each frame: the camera's move and the subject's path."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .scene import Scene

PAN = 0.24
"""How far a pan or tilt carries near land over a clip, of the width or height."""
ZOOM = 1.5
"""How much larger near land gets over a zoom."""
SPIN = 270.0
"""Degrees turned by a spinning subject."""

_PANS = {"pan_left": (1, 0), "pan_right": (-1, 0), "tilt_up": (0, 1), "tilt_down": (0, -1)}


@dataclass(frozen=True)
class View:
    """The camera at one moment: shift in pixels and zoom, for things at full nearness."""

    dx: float
    dy: float
    zoom: float


def progress(frame: int, frames: int) -> float:
    """0 at the first frame, 1 at the last."""
    return frame / max(frames - 1, 1)


def view(camera: str, t: float, width: int, height: int) -> View:
    """The camera at ``t`` in 0..1; half-way through it shows the plain composition."""
    across, down = _PANS.get(camera, (0, 0))
    along = PAN * (t - 0.5)
    power = {"zoom_in": t - 0.5, "zoom_out": 0.5 - t}.get(camera, 0.0)
    return View(across * along * width, down * along * height, ZOOM ** power)


@dataclass(frozen=True)
class Pose:
    """The subject in one frame, in screen pixels; ``angle`` in radians, clockwise."""

    x: float
    y: float
    radius: float
    angle: float
    stride: float


def pose(scene: Scene, frame: int, frames: int = 17) -> Pose:
    """The subject's place on screen, camera included."""
    t = progress(frame, frames)
    width, height = scene.width, scene.height
    look = view(scene.camera, t, width, height)
    radius = scene.radius * look.zoom
    x, y = scene.x * width, scene.y * height
    motion, stride, angle = scene.motion, 0.0, 0.0
    if motion in ("left", "right"):
        x += (1 if motion == "right" else -1) * (t - 0.5) * scene.travel * width
        stride = 2.0
    elif motion in ("up", "down"):
        y += (1 if motion == "down" else -1) * (t - 0.5) * scene.travel * height
        stride = 1.0
    elif motion == "bounce":
        y -= scene.travel * height * abs(np.sin(2 * np.pi * t))
        stride = 1.0
    elif motion == "grow":
        radius *= 2 ** (t - 0.5)
    elif motion == "shrink":
        radius *= 2 ** (0.5 - t)
    elif motion == "spin":
        angle = np.radians(SPIN) * t * scene.turn
    if motion not in ("left", "right", "up", "down"):
        x, y = x + look.dx, y + look.dy
    x = width / 2 + (x - width / 2) * look.zoom
    y = height / 2 + (y - height / 2) * look.zoom
    radius = min(radius, 0.44 * min(width, height))
    return Pose(_inside(x, radius, width), _inside(y, radius, height), radius, angle,
                scene.phase + stride * t)


def _inside(centre: float, radius: float, length: float) -> float:
    """The nearest centre to this one that keeps the subject on screen."""
    margin = 0.92 * radius + 1
    return float(np.clip(centre, margin, length - margin))

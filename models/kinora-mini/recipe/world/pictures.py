"""Pictures from outside the drawn world, so that photographs survive the autoencoder."""

from __future__ import annotations

import numpy as np

from .draw import NEARNESS, look
from .motion import PAN, ZOOM, progress, view
from .paint import Canvas, as_planes


def _blurred(picture: np.ndarray, radius: int) -> np.ndarray:
    """Two box blurs along both axes, [h, w, c], edges held."""
    for axis in (0, 1, 0, 1):
        pad = [(0, 0)] * 3
        pad[axis] = (radius + 1, radius)
        total = np.cumsum(np.pad(picture, pad, mode="edge"), axis=axis, dtype=np.float32)
        size = 2 * radius + 1
        ahead = [slice(None)] * 3
        behind = [slice(None)] * 3
        ahead[axis], behind[axis] = slice(size, None), slice(None, -size)
        picture = (total[tuple(ahead)] - total[tuple(behind)]) / size
    return picture


def _noise(rng: np.random.Generator, width: int, height: int, power: float) -> np.ndarray:
    """Noise [h, w, 3] of unit spread whose amplitude falls as frequency ** -power."""
    fy, fx = np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None, :]
    fall = np.maximum(np.hypot(fx, fy), 1 / max(width, height)) ** -power
    fall[0, 0] = 0
    grey = np.fft.irfft2(np.fft.rfft2(rng.standard_normal((height, width))) * fall,
                         (height, width))
    tint = np.fft.irfft2(np.fft.rfft2(rng.standard_normal((height, width))) * fall,
                         (height, width))
    axis = rng.standard_normal(3) * 0.5
    both = grey[..., None] + tint[..., None] * axis
    return (both / (both.std() + 1e-6)).astype(np.float32)


def _gradient(rng: np.random.Generator, width: int, height: int) -> np.ndarray:
    """A smooth blend [h, w, 3] of four random corner colours."""
    corners = np.clip(rng.normal(0.5, 0.28, (2, 2, 1)) + rng.normal(0, 0.16, (2, 2, 3)), 0, 1)
    x = np.linspace(0, 1, width, dtype=np.float32)[None, :, None]
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    corners = corners.astype(np.float32)
    top = corners[0, 0] * (1 - x) + corners[0, 1] * x
    bottom = corners[1, 0] * (1 - x) + corners[1, 1] * x
    return top * (1 - y) + bottom * y


def _leaves(sheet: Canvas, rng: np.random.Generator, palette: np.ndarray, unit: float) -> None:
    """Overlapping shapes whose sizes follow a power law, the largest at the back."""
    count = int(rng.integers(10, 110))
    small, large = 0.03, rng.uniform(0.25, 0.6)
    u = rng.uniform(size=count)
    sizes = np.sort(1 / np.sqrt(u / small ** 2 + (1 - u) / large ** 2))[::-1] * unit
    for size in sizes:
        cx, cy = rng.uniform(sheet.x[0], sheet.x[-1]), rng.uniform(sheet.y[0], sheet.y[-1])
        found = sheet.window(cx - size, cy - size, cx + size, cy + size)
        if not found:
            continue
        region, x, y = found
        turn, stretch = rng.uniform(0, np.pi), rng.uniform(0.25, 1.0)
        cos, sin = np.float32(np.cos(turn)), np.float32(np.sin(turn))
        u, v = (x - cx) * cos + (y - cy) * sin, ((y - cy) * cos - (x - cx) * sin) / stretch
        if rng.uniform() < 0.6:
            distance = (np.sqrt(u * u + v * v) - size) * stretch
        else:
            distance = np.maximum(np.abs(u), np.abs(v)) * 1.4 - size
        colour = palette[int(rng.integers(len(palette)))] + rng.normal(0, 0.06, 3)
        shade = 1 + 0.3 * rng.standard_normal() * u / size + 0.3 * rng.standard_normal() * v / size
        softness = rng.choice((1.0, 1.0, 2.5, 6.0))
        sheet.over(np.clip(0.5 - distance / softness, 0, 1),
                   (shade * as_planes(colour)).astype(np.float32), region)


def _paint(sheet: Canvas, rng: np.random.Generator, unit: float) -> None:
    """Fill a sheet with one random picture."""
    _, height, width = sheet.data.shape
    sheet.data[:3], sheet.data[3] = _gradient(rng, width, height).transpose(2, 0, 1), 1
    palette = np.clip(rng.normal(0.45, 0.25, (6, 1)) + rng.normal(0, 0.15, (6, 3)), 0.02, 0.98)
    if rng.uniform() < 0.85:
        _leaves(sheet, rng, palette, unit)
    picture = sheet.data[:3].transpose(1, 2, 0)
    if rng.uniform() < 0.75:
        texture = _noise(rng, width, height, rng.uniform(0.9, 1.6))
        picture = picture * np.exp(texture * rng.uniform(0.03, 0.3)) + texture * 0.02
    if rng.uniform() < 0.5:
        picture = _blurred(picture, int(rng.integers(1, 3)))
    picture = np.clip(picture, 0, 1) ** np.float32(np.exp(rng.normal(0, 0.3)))
    curve = rng.uniform(0, 0.6)
    picture = picture * (1 - curve) + picture * picture * (3 - 2 * picture) * curve
    cast = 1 + rng.normal(0, 0.06, 3)
    sheet.data[:3] = np.clip(picture * cast, 0, 1).transpose(2, 0, 1)


def texture(rng: np.random.Generator, width: int, height: int) -> np.ndarray:
    """A random out-of-world picture, uint8 [height, width, 3]."""
    sheet = Canvas(0, 0, width, height)
    _paint(sheet, rng, float(min(width, height)))
    return (sheet.data[:3].transpose(1, 2, 0) * 255 + 0.5).astype(np.uint8)


def texture_clip(rng: np.random.Generator, width: int, height: int, camera: str,
                 frames: int = 17) -> np.ndarray:
    """Such a picture under a camera move, uint8 [frames, height, width, 3].

    The whole picture moves as the world's near land does.
    """
    margin = max(PAN, ZOOM ** 0.5 - 1) / 2
    across, down = int(margin * width) + 2, int(margin * height) + 2
    sheet = Canvas(-across, -down, width + 2 * across, height + 2 * down)
    _paint(sheet, rng, float(min(width, height)))
    clip = np.empty((frames, height, width, 3), dtype=np.uint8)
    for index in range(frames):
        at = view(camera, progress(index, frames), width, height)
        seen = look(sheet, at, NEARNESS[2], width, height)[:3]
        clip[index] = seen.transpose(1, 2, 0) * 255 + 0.5
    return clip

"""Signed distances of simple shapes: negative inside, in the units of x and y (y is down)."""

from __future__ import annotations

import numpy as np


def disc(x, y, cx, cy, r):
    """A circle."""
    return np.sqrt((x - cx) ** 2 + (y - cy) ** 2) - r


def oval(x, y, cx, cy, rx, ry):
    """An ellipse (near enough along its edge)."""
    u, v = (x - cx) / rx, (y - cy) / ry
    k = np.sqrt(u * u + v * v)
    slope = np.sqrt((u / rx) ** 2 + (v / ry) ** 2) + 1e-6
    return k * (k - 1) / slope


def slab(x, y, cx, cy, hw, hh, corner=0.0):
    """A rectangle with half sizes ``hw``, ``hh`` and rounded corners."""
    dx, dy = np.abs(x - cx) - (hw - corner), np.abs(y - cy) - (hh - corner)
    outside = np.sqrt(np.maximum(dx, 0) ** 2 + np.maximum(dy, 0) ** 2)
    return outside + np.minimum(np.maximum(dx, dy), 0) - corner


def polygon(x, y, points, corner=0.0):
    """A convex polygon, its points in either order, corners grown outwards by ``corner``."""
    distance = None
    sides = list(zip(points, points[1:] + points[:1]))
    if sum(ax * by - bx * ay for (ax, ay), (bx, by) in sides) < 0:
        sides = [(b, a) for a, b in sides]
    for (ax, ay), (bx, by) in sides:
        ex, ey = bx - ax, by - ay
        length = float(np.hypot(ex, ey))
        edge = (x - ax) * (ey / length) - (y - ay) * (ex / length)
        distance = edge if distance is None else np.maximum(distance, edge)
    return distance - corner


def limb(x, y, ax, ay, bx, by, r):
    """A thick line from a to b with round ends."""
    ex, ey = bx - ax, by - ay
    along = np.clip(((x - ax) * ex + (y - ay) * ey) / (ex * ex + ey * ey), 0, 1)
    return np.sqrt((x - ax - ex * along) ** 2 + (y - ay - ey * along) ** 2) - r


def star(x, y, r, points=5, depth=0.5):
    """A star with one point up."""
    half = np.pi / points
    angle = np.arctan2(x, -y)
    fold = np.abs((angle + half) % (2 * half) - half)
    reach = np.sqrt(x * x + y * y)
    u, v = reach * np.cos(fold), reach * np.sin(fold)
    ax, bx, by = r, r * depth * np.cos(half), r * depth * np.sin(half)
    ex, ey = bx - ax, by
    return ((u - ax) * ey - v * ex) / np.hypot(ex, ey)


def heart(x, y):
    """A heart about 2 wide and 1.9 high, centred, point down."""
    u, v = np.abs(x) * 0.62, 0.55 - y * 0.62
    lobe = np.sqrt((u - 0.25) ** 2 + (v - 0.75) ** 2) - 0.3536
    near = np.sqrt(np.minimum(u * u + (v - 1) ** 2,
                              (u - 0.5 * np.maximum(u + v, 0)) ** 2
                              + (v - 0.5 * np.maximum(u + v, 0)) ** 2)) * np.sign(u - v)
    return np.where(u + v > 1, lobe, near) / 0.62

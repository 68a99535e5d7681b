"""The fifteen subjects as lists of paper parts.

Each builder takes local coordinates ``x``, ``y`` (radius 1, y down) and ``stride`` in
turns (flapping, walking, rolling), and returns parts from back to front as
(ink, distance). An ink is a tone of the subject's paint ("body", "light", "dark",
"accent") or a fixed colour from the palette ("ink", "glass", "lamp", "skin", "bark",
"flame"). Inks that end in "-" lie on the others and do not add to the outline.
"""

from __future__ import annotations

import numpy as np

from .shapes import disc, heart, limb, oval, polygon, slab, star


def _ball(x, y, stride):
    whole = disc(x, y, 0, 0, 0.92)
    stripe = np.abs(0.25 * x + y + 0.22 * (1 - x * x)) - 0.17
    spot = disc(x, y, 0.3, -0.62, 0.15)
    return [("body", whole), ("accent-", np.maximum(stripe, whole + 0.03)), ("light-", spot)]


def _box(x, y, stride):
    whole = slab(x, y, 0, 0.08, 0.72, 0.72, 0.06)
    lid = slab(x, y, 0, -0.5, 0.84, 0.23, 0.06)
    ribbon = np.maximum(np.abs(x) - 0.13, slab(x, y, 0, 0.04, 0.84, 0.76))
    bow = np.minimum(oval(x, y, -0.24, -0.82, 0.25, 0.14), oval(x, y, 0.24, -0.82, 0.25, 0.14))
    return [("accent", bow), ("body", whole), ("light", lid),
            ("dark-", slab(x, y, 0, -0.24, 0.71, 0.05)), ("accent-", ribbon)]


def _star(x, y, stride):
    whole = star(x, y + 0.04, 1.02, depth=0.46) - 0.03
    turn = np.arctan2(x, -(y + 0.04)) % (2 * np.pi / 5)
    fold = np.where(turn < np.pi / 5, -1.0, 1.0) * np.minimum(
        np.abs(np.sin(turn)), np.abs(np.sin(turn - np.pi / 5))) * np.hypot(x, y)
    return [("body", whole), ("dark-", np.maximum(fold, whole + 0.04))]


def _triangle(x, y, stride):
    points = [(0, -0.84), (0.88, 0.68), (-0.88, 0.68)]
    whole = polygon(x, y, points, 0.06)
    right = polygon(x, y, [(0, -0.84), (0.88, 0.68), (0.16, 0.68)], -0.02)
    return [("body", whole), ("dark-", right)]


def _heart(x, y, stride):
    whole = heart(x, y)
    return [("body", whole), ("accent-", limb(x, y, -0.6, -0.42, -0.4, -0.6, 0.09))]


def _ring(x, y, stride):
    reach = np.sqrt(x * x + y * y)
    whole = np.abs(reach - 0.68) - 0.25
    bands = np.minimum(np.abs(x), np.abs(y)) - 0.12
    return [("body", whole), ("accent-", np.maximum(bands, whole + 0.03))]


def _balloon(x, y, stride):
    whole = oval(x, y, 0, -0.3, 0.62, 0.7)
    knot = polygon(x, y, [(0, 0.36), (0.13, 0.54), (-0.13, 0.54)])
    sway = 0.08 * np.sin((y - 0.5) * 7 + 6.28 * stride)
    string = np.maximum(np.abs(x - sway) - 0.03, np.abs(y - 0.77) - 0.25)
    shine = oval(0.8 * x + 0.6 * y, 0.8 * y - 0.6 * x, -0.6, -0.32, 0.08, 0.17)
    return [("ink", string), ("dark", knot), ("body", whole), ("accent-", shine)]


def _boat(x, y, stride):
    hull = polygon(x, y, [(-0.95, 0.36), (0.98, 0.36), (0.62, 0.8), (-0.62, 0.8)], 0.03)
    mast = slab(x, y, 0.0, -0.25, 0.045, 0.68)
    main = polygon(x, y, [(-0.1, -0.84), (-0.1, 0.2), (-0.78, 0.2)])
    jib = polygon(x, y, [(0.12, -0.74), (0.72, 0.2), (0.12, 0.2)])
    stripe = np.maximum(np.abs(y - 0.47) - 0.05, hull + 0.04)
    return [("bark", mast), ("light", main), ("body", jib), ("body", hull), ("accent-", stripe)]


def _rocket(x, y, stride):
    flame = oval(x, y, 0, 0.76, 0.17, 0.2 + 0.06 * np.sin(12.6 * stride))
    fins = polygon(x, y, [(-0.26, 0.1), (0.26, 0.1), (0.66, 0.72), (-0.66, 0.72)], 0.02)
    gap = np.maximum(fins, -oval(x, y, 0, 0.86, 0.24, 0.22))
    hull = np.maximum(disc(x, y, -0.72, -0.02, 1.08), disc(x, y, 0.72, -0.02, 1.08))
    hull = np.maximum(hull, y - 0.6)
    nose = np.maximum(hull, y + 0.42)
    return [("flame", flame), ("dark", gap), ("body", hull), ("dark-", nose),
            ("accent-", disc(x, y, 0, -0.1, 0.2)), ("glass-", disc(x, y, 0, -0.1, 0.13))]


def _bird(x, y, stride):
    body = oval(0.96 * x - 0.26 * y, 0.96 * y + 0.26 * x, -0.02, 0.14, 0.62, 0.36)
    head = disc(x, y, 0.55, -0.22, 0.27)
    beak = polygon(x, y, [(0.76, -0.32), (1.02, -0.18), (0.76, -0.1)])
    tail = polygon(x, y, [(-0.98, 0.12), (-0.45, 0.1), (-0.45, 0.42), (-0.9, 0.5)], 0.02)
    lift = np.cos(6.28 * stride * 2)
    tip = -0.18 - 0.62 * lift
    wing = [(0.22, 0.02), (-0.42, tip), (-0.36, 0.12)]
    if tip > 0.12:
        wing = [(0.22, 0.1), (-0.36, 0.06), (-0.42, tip + 0.12)]
    return [("dark", tail), ("flame", beak), ("body", body), ("body", head),
            ("dark", polygon(x, y, wing, 0.07)), ("eye-", disc(x, y, 0.62, -0.27, 0.065))]


def _fish(x, y, stride):
    swing = 0.16 * np.sin(12.6 * stride)
    body = oval(x, y, 0.16, 0.0, 0.74, 0.46)
    tail = np.minimum(polygon(x, y, [(-0.46, 0), (-0.96, -0.52 + swing), (-0.76, 0.06 + swing)]),
                      polygon(x, y, [(-0.46, 0), (-0.76, -0.06 + swing), (-0.96, 0.52 + swing)]))
    fin = polygon(x, y, [(0.3, -0.4), (-0.18, -0.66), (-0.24, -0.36)], 0.04)
    stripe = np.maximum(np.abs(x + 0.1 - 0.5 * y * y) - 0.075, body + 0.04)
    return [("dark", tail - 0.04), ("dark", fin), ("body", body), ("accent-", stripe),
            ("dark-", oval(x, y, 0.1, 0.16, 0.18, 0.09)),
            ("accent-", disc(x, y, 0.58, -0.1, 0.14)), ("eye-", disc(x, y, 0.61, -0.1, 0.075))]


def _tree(x, y, stride):
    trunk = polygon(x, y, [(-0.1, 0.0), (0.1, 0.0), (0.18, 0.96), (-0.18, 0.96)])
    crown = np.minimum(np.minimum(disc(x, y, 0, -0.5, 0.47), disc(x, y, -0.4, -0.08, 0.4)),
                       np.minimum(disc(x, y, 0.4, -0.08, 0.4), disc(x, y, 0, 0.02, 0.36)))
    leaf = np.minimum(disc(x, y, -0.14, -0.62, 0.2), disc(x, y, -0.5, -0.18, 0.15))
    return [("bark", trunk), ("body", crown), ("light-", leaf),
            ("dark-", np.minimum(disc(x, y, 0.44, 0.02, 0.17), disc(x, y, 0.08, 0.1, 0.13)))]


def _house(x, y, stride):
    wall = slab(x, y, 0, 0.4, 0.68, 0.5)
    roof = polygon(x, y, [(0, -0.9), (0.9, -0.04), (-0.9, -0.04)], 0.03)
    chimney = slab(x, y, 0.48, -0.6, 0.12, 0.28)
    panes = np.minimum(slab(x, y, -0.38, 0.32, 0.16, 0.17), slab(x, y, 0.38, 0.32, 0.16, 0.17))
    return [("dark", chimney), ("body", wall), ("dark", roof), ("lamp-", panes),
            ("accent-", slab(x, y, 0, 0.6, 0.15, 0.3)), ("accent-", disc(x, y, 0, -0.36, 0.13))]


def _car(x, y, stride):
    body = slab(x, y, 0, 0.16, 0.98, 0.27, 0.16)
    cabin = polygon(x, y, [(-0.42, -0.5), (0.3, -0.5), (0.62, 0.0), (-0.66, 0.0)], 0.06)
    panes = np.maximum(cabin + 0.15, 0.05 - np.abs(x + 0.04))
    wheels = np.minimum(disc(x, y, -0.52, 0.42, 0.27), disc(x, y, 0.54, 0.42, 0.27))
    turn = -9.4 * stride
    hubs = None
    for cx in (-0.52, 0.54):
        u, v = x - cx, y - 0.42
        along, side = u * np.cos(turn) - v * np.sin(turn), u * np.sin(turn) + v * np.cos(turn)
        hub = np.minimum(slab(along, side, 0, 0, 0.15, 0.055), slab(along, side, 0, 0, 0.055, 0.15))
        hubs = hub if hubs is None else np.minimum(hubs, hub)
    return [("body", cabin), ("body", body), ("glass-", panes), ("ink", wheels),
            ("accent-", hubs), ("lamp-", oval(x, y, 0.88, 0.1, 0.08, 0.1)),
            ("dark-", slab(x, y, 0, 0.2, 0.2, 0.035))]


def _person(x, y, stride):
    swing = 0.3 * np.sin(12.6 * stride)
    legs = [limb(x, y, s * 0.12, 0.3, s * 0.14 + s * swing, 0.9, 0.11) for s in (-1, 1)]
    arms = [limb(x, y, s * 0.24, -0.22, s * 0.42 - s * swing, 0.22, 0.085) for s in (-1, 1)]
    coat = polygon(x, y, [(-0.2, -0.3), (0.2, -0.3), (0.36, 0.4), (-0.36, 0.4)], 0.08)
    head = disc(x, y, 0, -0.66, 0.26)
    hat = np.maximum(disc(x, y, 0, -0.7, 0.31), y + 0.74)
    return [("ink", legs[0]), ("ink", legs[1]), ("dark", arms[0]), ("body", coat),
            ("dark", arms[1]), ("skin", head), ("body", hat),
            ("eye-", disc(x, y, 0.12, -0.62, 0.045)), ("accent-", slab(x, y, 0, 0.06, 0.035, 0.2))]


BUILDERS = {"ball": _ball, "box": _box, "star": _star, "triangle": _triangle, "heart": _heart,
            "ring": _ring, "balloon": _balloon, "boat": _boat, "rocket": _rocket, "bird": _bird,
            "fish": _fish, "tree": _tree, "house": _house, "car": _car, "person": _person}

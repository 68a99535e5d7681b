"""Colours: the light of each time of day, and the paints of subjects. sRGB in 0..1."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


def rgb(code: str) -> np.ndarray:
    """"#aabbcc" -> float32 [3]."""
    return np.array([int(code[i:i + 2], 16) / 255 for i in (1, 3, 5)], dtype=np.float32)


def mix(a: np.ndarray, b: np.ndarray, share: float) -> np.ndarray:
    """``a`` with ``share`` of ``b``."""
    return (a * (1 - share) + b * share).astype(np.float32)


@dataclass(frozen=True)
class Light:
    """How a time of day looks: sky from top to bottom, disc, and what light does to land."""

    sky: tuple[np.ndarray, np.ndarray, np.ndarray]
    disc: np.ndarray
    glow: float
    tint: np.ndarray
    stars: float
    lamps: float


LIGHTS = {
    "day": Light((rgb("#3f97e0"), rgb("#82c3f0"), rgb("#dff2f8")), rgb("#fff3b0"), 0.35,
                 rgb("#ffffff"), 0.0, 0.0),
    "dawn": Light((rgb("#8f9fd8"), rgb("#f0b3c4"), rgb("#ffe0bd")), rgb("#fff2d8"), 0.5,
                  rgb("#f6d0cc"), 0.0, 0.15),
    "sunset": Light((rgb("#4a2a78"), rgb("#d2506a"), rgb("#ffab4a")), rgb("#ffd873"), 0.7,
                    rgb("#b87a86"), 0.0, 0.5),
    "night": Light((rgb("#060a24"), rgb("#0e1a45"), rgb("#25397a")), rgb("#f4f1dc"), 0.25,
                   rgb("#3b4a80"), 1.0, 1.0),
}


@dataclass(frozen=True)
class Paint:
    """A subject's colour as cut paper: body, both tones, accents, and a thin rim."""

    body: np.ndarray
    light: np.ndarray
    dark: np.ndarray
    accent: np.ndarray
    rim: np.ndarray


def _paint(body: str, light: str, dark: str, accent: str = "#fff6e4",
           rim: str = "#fff4e2") -> Paint:
    return Paint(rgb(body), rgb(light), rgb(dark), rgb(accent), rgb(rim))


PAINTS = {
    "red": _paint("#e0242c", "#f4565a", "#a8121f"),
    "orange": _paint("#ff8412", "#ffa548", "#d05f00"),
    "yellow": _paint("#ffd919", "#ffec70", "#e6b800"),
    "green": _paint("#25a83c", "#58cc66", "#127328"),
    "blue": _paint("#2158e0", "#5488fa", "#1238a0"),
    "purple": _paint("#8430c4", "#a963e2", "#591a90"),
    "pink": _paint("#ff74b4", "#ffa2d0", "#d84a8e"),
    "white": _paint("#f8f8f6", "#ffffff", "#c8ccd6", "#8d99b0", "#5d6880"),
    "black": _paint("#1b1b20", "#3a3a42", "#08080a", "#8e8e98", "#d8d8de"),
    "brown": _paint("#7a4520", "#9a6236", "#502a10"),
}

INK = rgb("#22242e")
GLASS = rgb("#bfe4f2")
LAMP = rgb("#ffd98a")
SKIN = rgb("#e8b48c")
BARK = rgb("#6b4a30")
FLAME = rgb("#ffe08a")

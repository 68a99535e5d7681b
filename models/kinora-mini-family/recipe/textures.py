"""Pictures drawn from nothing, with the statistics of photographs: the only training data.

Dead leaves (opaque shapes of power-law sizes that cover each other; Lee, Mumford and
Huang 2001), gradients, strokes that look like writing, gratings and hair, each with a
1/f texture multiplied in. Everything is drawn at twice the size and averaged down, so
that edges are soft as a lens makes them.
"""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

SIZE = 256  # pixels of a finished picture, along each side
DRAWN = 2 * SIZE
TILES = 20  # of 1/f noise, drawn once


def noise_tile(rng, size=DRAWN):
    """Periodic 1/f^a noise of zero mean and unit variance, sometimes stretched along a direction."""
    fy, fx = np.meshgrid(np.fft.fftfreq(size), np.fft.rfftfreq(size), indexing="ij")
    angle, stretch = rng.uniform(0, np.pi), rng.choice([1.0, 1.0, rng.uniform(2, 8)])
    along = (fx * np.cos(angle) + fy * np.sin(angle)) * stretch
    across = -fx * np.sin(angle) + fy * np.cos(angle)
    radius = np.hypot(along, across)
    radius[0, 0] = 1
    spectrum = rng.normal(size=fx.shape) + 1j * rng.normal(size=fx.shape)
    spectrum *= radius ** -rng.uniform(0.7, 1.6)
    spectrum[0, 0] = 0
    tile = np.fft.irfft2(spectrum, (size, size))
    return ((tile - tile.mean()) / tile.std()).astype(np.float32)


def colours(rng, count):
    """[count, 3] colours in 0..1 around a few hues, mostly greyish, as in photographs."""
    palette = rng.uniform(0, 1, (rng.integers(2, 6), 3))
    chosen = palette[rng.integers(0, len(palette), count)]
    light = rng.beta(1.2, 1.2, (count, 1))
    saturation = rng.beta(1.2, 2.5, (count, 1))
    hue = chosen - chosen.mean(axis=1, keepdims=True)
    return np.clip(light + hue * saturation + rng.normal(0, 0.03, (count, 3)), 0, 1)


def turned(points, angle, x, y):
    c, s = np.cos(angle), np.sin(angle)
    return [(x + c * px - s * py, y + s * px + c * py) for px, py in points]


def leaf(rng, draw, label, radius, x, y):
    """One filled shape: ellipse, rectangle or a polygon with uneven corners."""
    kind, angle, aspect = rng.random(), rng.uniform(0, 2 * np.pi), rng.uniform(0.3, 1)
    if kind < 0.4:
        turns = np.linspace(0, 2 * np.pi, 28, endpoint=False)
        points = [(radius * np.cos(t), radius * aspect * np.sin(t)) for t in turns]
    elif kind < 0.6:
        points = [(px * radius, py * radius * aspect) for px, py in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    else:
        turns = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(3, 11)))
        points = [(r * np.cos(t), r * np.sin(t)) for t, r in zip(turns, rng.uniform(0.4, 1, len(turns)) * radius)]
    draw.polygon(turned(points, angle, x, y), fill=label)


def writing(rng, draw, label, x, y):
    """A few rows of small strokes, like letters."""
    cell, thick = rng.uniform(8, 28), int(rng.integers(1, 5))
    angle = rng.choice([0.0, rng.normal(0, 0.2)])
    for row in range(rng.integers(1, 5)):
        for column in range(rng.integers(3, 14)):
            for _ in range(rng.integers(1, 4)):
                ends = rng.integers(0, 3, (2, 2)) / 2 * cell * 0.8 + (column * cell, row * cell * 1.6)
                draw.line(turned(ends, angle, x, y), fill=label, width=thick)


def strands(rng, draw, label, x, y):
    """Many thin curves side by side: hair, grass, twigs, wires."""
    length, angle, spread = rng.uniform(40, 260), rng.uniform(0, 2 * np.pi), rng.uniform(5, 90)
    bend = rng.normal(0, 0.4)
    for _ in range(rng.integers(3, 40)):
        sx, sy = x + rng.normal(0, spread), y + rng.normal(0, spread)
        own = angle + rng.normal(0, 0.25)
        points = [(sx, sy)]
        for _ in range(5):
            own += bend / 5
            points.append((points[-1][0] + length / 5 * np.cos(own), points[-1][1] + length / 5 * np.sin(own)))
        draw.line(points, fill=label, width=int(rng.integers(1, 5)))


def grating(rng, draw, label, x, y):
    """Equal bars at equal distances: fences, windows, cloth."""
    gap, thick = rng.uniform(4, 26), rng.uniform(0.25, 0.7)
    width, height, angle = rng.uniform(30, 220), rng.uniform(20, 200), rng.choice([0, np.pi / 2, rng.uniform(0, np.pi)])
    for place in np.arange(0, width, gap):
        bar = ((place, 0), (place + gap * thick, 0), (place + gap * thick, height), (place, height))
        draw.polygon(turned(bar, angle, x, y), fill=label)


def layer(rng, tiles, count, behind=None):
    """float32 [DRAWN, DRAWN, 3]: ``count`` shapes over ``behind`` (or over a ground of their own)."""
    labels = Image.new("I", (DRAWN, DRAWN), 0)
    draw = ImageDraw.Draw(labels)
    smallest, largest = rng.uniform(2, 8), rng.uniform(60, 260)
    radii = rng.uniform(1 / largest, 1 / smallest, count) ** -1.0
    extra = rng.random()
    for label in range(1, count):
        x, y = rng.uniform(-40, DRAWN + 40, 2)
        kind = rng.random() * 40
        if kind < 1 + 3 * (extra < 0.15):
            writing(rng, draw, label, x, y)
        elif kind < 2.6:
            strands(rng, draw, label, x, y)
        elif kind < 3.4:
            grating(rng, draw, label, x, y)
        else:
            leaf(rng, draw, label, radii[label], x, y)
    shape = np.asarray(labels)
    base = colours(rng, count)
    slope = rng.normal(0, 0.12 / DRAWN, (count, 2)) * (rng.random((count, 1)) < 0.6)
    ramp = np.linspace(-DRAWN / 2, DRAWN / 2, DRAWN, dtype=np.float32)
    light = slope[shape, 0] * ramp[:, None] + slope[shape, 1] * ramp
    strength = (rng.gamma(1.4, 0.08, count) * (rng.random(count) < 0.85)).astype(np.float32)
    first, second = (np.roll(tiles[rng.integers(len(tiles))], rng.integers(0, DRAWN, 2), (0, 1)) for _ in range(2))
    texture = np.where((rng.random(count) < 0.5)[shape], first, second) * strength[shape]
    picture = (base.astype(np.float32)[shape] + light[..., None].astype(np.float32)) * (1 + texture[..., None])
    if behind is not None:
        picture = np.where((shape == 0)[..., None], behind, picture)
    return picture.astype(np.float32)


def blurred(picture, radius):
    """Gaussian blur of a picture or plane in 0..1."""
    eight = Image.fromarray(np.clip(picture * 255, 0, 255).astype(np.uint8))
    return np.asarray(eight.filter(ImageFilter.GaussianBlur(radius)), np.float32) / 255


def picture(rng, tiles):
    """uint8 [SIZE, SIZE, 3]."""
    count = int(np.exp(rng.uniform(np.log(20), np.log(900))))
    drawn = layer(rng, tiles, count)
    if rng.random() < 0.4:  # something sharp before something out of focus
        drawn = layer(rng, tiles, int(rng.integers(3, 120)), blurred(drawn, rng.uniform(1, 7)))
    if rng.random() < 0.6:  # uneven light over everything
        shade = np.roll(tiles[rng.integers(len(tiles))], rng.integers(0, DRAWN, 2), (0, 1))
        drawn = drawn * (1 + rng.uniform(0, 0.25) * shade[..., None])
    drawn = np.clip((drawn - 0.5) * rng.uniform(0.6, 1.1) + rng.uniform(0.4, 0.6), 0, 1)
    small = drawn.reshape(SIZE, 2, SIZE, 2, 3).mean(axis=(1, 3))
    return np.round(small * 255).astype(np.uint8)


def mask(rng, tiles):
    """uint8 [SIZE, SIZE]: where something stands before the ground; 20 to 60 % or so of the picture."""
    if rng.random() < 0.3:
        tile = tiles[rng.integers(len(tiles))]
        soft = blurred(tile / 6 + 0.5, rng.uniform(8, 24))
        drawn = np.clip((soft - np.quantile(soft, rng.uniform(0.4, 0.8))) * 40 + 0.5, 0, 1)
    else:
        shapes = Image.new("I", (DRAWN, DRAWN), 0)
        draw = ImageDraw.Draw(shapes)
        middle = DRAWN / 2
        for _ in range(rng.integers(1, 5)):
            x, y = middle + rng.normal(0, 90, 2)
            leaf(rng, draw, 1, rng.uniform(30, 160), x, y)
        if rng.random() < 0.2:
            strands(rng, draw, 1, middle, middle)
        drawn = np.asarray(shapes, np.float32)
    small = drawn.reshape(SIZE, 2, SIZE, 2).mean(axis=(1, 3))
    return np.round(small * 255).astype(np.uint8)


def tiles(rng):
    return [noise_tile(rng) for _ in range(TILES)]

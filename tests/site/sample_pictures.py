"""Drawn pictures for the samples: skies, water and roofs, the same at every run."""

import random
from pathlib import Path

from PIL import Image, ImageDraw

# Sky above, sky at the horizon, far roofs, near roofs, water.
PALETTES = {
    "morning": ("#9fb8c4", "#f1d9b5", "#7d8a91", "#3c4a52", "#6f8c98"),
    "evening": ("#3d3a5c", "#e08e5b", "#5a4258", "#231f2e", "#4b3f58"),
    "grey": ("#aeb4b6", "#d9dbd8", "#8b9192", "#4e5557", "#8f9a9c"),
    "night": ("#0f1a2b", "#28405c", "#16263a", "#08101a", "#13243a"),
    "summer": ("#5fa3c7", "#cfe6ee", "#5d8f6b", "#2f5a41", "#3f87a8"),
    "brick": ("#d8c7b0", "#efe6d6", "#b4674a", "#7a3a2a", "#9a8f7f"),
}


def draw(path: Path, *, palette: str, width: int, height: int, seed: int) -> None:
    """A skyline over water, as WebP or JPEG by the path's suffix."""
    dice = random.Random(seed)
    above, horizon, far, near, water = PALETTES[palette]
    image = Image.new("RGB", (width, height), above)
    pen = ImageDraw.Draw(image)
    line = round(height * dice.uniform(0.56, 0.7))
    for y in range(line):
        pen.line([(0, y), (width, y)], _mix(above, horizon, (y / line) ** 1.4))
    sun = dice.uniform(0.15, 0.85) * width
    size = height * 0.07
    centre = line - height * dice.uniform(0.12, 0.3)
    pen.ellipse(
        [sun - size, centre - size, sun + size, centre + size], _mix(horizon, "#ffffff", 0.5)
    )
    _roofs(pen, dice, width, line, height * 0.28, _mix(far, horizon, 0.35))
    _roofs(pen, dice, width, line, height * 0.17, near)
    for y in range(line, height):
        shade = (y - line) / max(height - line, 1)
        pen.line([(0, y), (width, y)], _mix(_mix(water, horizon, 0.45), water, shade))
    for _ in range(60):
        x, y = dice.uniform(0, width), dice.uniform(line + 2, height)
        length = width * dice.uniform(0.01, 0.08) * (y - line) / (height - line)
        pen.line([(x, y), (x + length, y)], _mix(water, horizon, 0.7), max(1, height // 400))
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, quality=80)


def _roofs(pen, dice: random.Random, width: int, line: int, tallest: float, colour) -> None:
    x = -0.02 * width
    while x < width:
        wide = width * dice.uniform(0.025, 0.09)
        tall = tallest * dice.uniform(0.25, 1)
        pen.rectangle([x, line - tall, x + wide, line], colour)
        kind = dice.random()
        if kind < 0.35:
            pen.polygon(
                [(x, line - tall), (x + wide / 2, line - tall * 1.25), (x + wide, line - tall)],
                colour,
            )
        elif kind < 0.45:
            mast = x + wide / 2
            pen.line(
                [(mast, line - tall), (mast, line - tall * 1.7)], colour, max(2, int(width / 500))
            )
        x += wide * dice.uniform(0.85, 1.3)


def _mix(one, other, share: float) -> tuple[int, ...]:
    pair = zip(_rgb(one), _rgb(other), strict=True)
    return tuple(round(a + (b - a) * share) for a, b in pair)


def _rgb(colour) -> tuple[int, ...]:
    if isinstance(colour, tuple):
        return colour
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))

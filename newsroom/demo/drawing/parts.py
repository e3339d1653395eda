"""Things that many of the pictures show: houses, gulls, boats, people, lamps, water."""

import math
import random

from newsroom.demo.drawing.canvas import Canvas, Colour, Point, faded, mix, wave


def waves(
    canvas: Canvas,
    *,
    top: float,
    bottom: float,
    colours: tuple[Colour, Colour],
    rows: int = 9,
    height: float = 10,
    seed: int = 1,
) -> None:
    """Rows of swell from the horizon towards the viewer, each lower row larger and nearer."""
    dice = random.Random(seed)
    for row in range(rows):
        share = row / max(rows - 1, 1)
        level = top + (bottom - top) * share**1.35
        swell = height * (0.25 + share)
        crest = wave(
            canvas.width,
            level=level,
            height=swell,
            length=160 + 420 * share,
            shift=dice.uniform(0, 900),
            step=18,
        )
        edge = bottom + swell * 2
        canvas.area(
            [(0, edge), *crest, (canvas.width + 20, edge)], mix(colours[0], colours[1], share)
        )


def glints(
    canvas: Canvas,
    *,
    centre: float,
    top: float,
    bottom: float,
    colour: Colour,
    spread: float = 220,
    count: int = 90,
    seed: int = 1,
) -> None:
    """The broken column of light below a sun, a moon or a lamp on water."""
    dice = random.Random(seed)
    for _ in range(count):
        share = dice.random() ** 1.2
        y = top + (bottom - top) * share
        half = dice.uniform(8, 26) * (0.5 + 2.2 * share)
        x = centre + dice.gauss(0, spread * (0.15 + 0.5 * share))
        canvas.panel(
            x - half, y, x + half, y + 3 + 5 * share, faded(colour, 0.75 - 0.4 * share), radius=4
        )


def houses(
    canvas: Canvas,
    *,
    base: float,
    colours: tuple[Colour, ...],
    heights: tuple[float, float],
    widths: tuple[float, float] = (70, 150),
    lit: Colour | None = None,
    chance: float = 0.5,
    seed: int = 1,
    start: float = -20,
    end: float | None = None,
) -> None:
    """A row of houses with varied roofs; ``lit`` colours the share ``chance`` of their windows."""
    dice = random.Random(seed)
    x = start
    end = canvas.width if end is None else end
    while x < end:
        width = dice.uniform(*widths)
        top = base - dice.uniform(*heights)
        colour = dice.choice(colours)
        canvas.box(x, top, x + width, base, colour)
        _roof(canvas, x, top, width, colour, dice)
        if lit:
            _windows(canvas, (x, top, x + width, base), lit, chance, dice)
        x += width + dice.choice((0, 0, 0, 6))


def _roof(
    canvas: Canvas, x: float, top: float, width: float, colour: Colour, dice: random.Random
) -> None:
    kind = dice.randrange(5)
    if kind in (0, 1):
        canvas.area(
            [(x, top + 1), (x + width / 2, top - width * 0.45), (x + width, top + 1)], colour
        )
    elif kind == 2:
        for step, share in enumerate((1, 0.66, 0.33)):
            half = width / 2 * share
            rise = top - step * width * 0.16
            canvas.box(
                x + width / 2 - half, rise - width * 0.16, x + width / 2 + half, top + 1, colour
            )
    elif kind == 3:
        canvas.box(x + width * 0.65, top - 46, x + width * 0.8, top + 1, colour)


def _windows(
    canvas: Canvas,
    frame: tuple[float, float, float, float],
    lit: Colour,
    chance: float,
    dice: random.Random,
) -> None:
    left, top, right, bottom = frame
    columns = max(1, int((right - left - 16) // 30))
    gap = (right - left) / columns
    y = top + 24
    while y < bottom - 40:
        for column in range(columns):
            if dice.random() < chance:
                x = left + gap * (column + 0.5)
                canvas.box(x - 6, y, x + 6, y + 18, faded(lit, dice.uniform(0.55, 1)))
        y += 44


def gull(canvas: Canvas, place: Point, size: float, colour: Colour) -> None:
    """A gull in the distance: two arcs that meet."""
    x, y = place
    canvas.arc((x - size / 2, y), size / 2, 200, 345, colour, max(2.5, size / 12))
    canvas.arc((x + size / 2, y), size / 2, 195, 340, colour, max(2.5, size / 12))


def gulls(
    canvas: Canvas,
    *,
    count: int,
    frame: tuple[float, float, float, float],
    colour: Colour,
    seed: int,
    size: tuple[float, float] = (24, 60),
) -> None:
    """A loose flock of gulls within a frame (left, top, right, bottom)."""
    dice = random.Random(seed)
    left, top, right, bottom = frame
    for _ in range(count):
        place = (dice.uniform(left, right), dice.uniform(top, bottom))
        gull(canvas, place, dice.uniform(*size), colour)


def person(canvas: Canvas, place: Point, height: float, coat: Colour, skin: Colour = "#d9a982"):
    """A small standing figure; ``place`` is between its feet."""
    x, y = place
    canvas.panel(
        x - height * 0.15,
        y - height * 0.8,
        x + height * 0.15,
        y - height * 0.22,
        coat,
        height * 0.1,
    )
    canvas.box(x - height * 0.11, y - height * 0.3, x - height * 0.02, y, mix(coat, "#101418", 0.6))
    canvas.box(x + height * 0.02, y - height * 0.3, x + height * 0.11, y, mix(coat, "#101418", 0.6))
    canvas.disc((x, y - height * 0.9), height * 0.1, skin)


def ferry(
    canvas: Canvas,
    place: Point,
    length: float,
    *,
    hull: Colour = "#1d3b4f",
    house: Colour = "#f3ead8",
    band: Colour = "#d1492e",
    windows: Colour = "#35586b",
) -> None:
    """A double-ended harbour ferry; ``place`` is the middle of its waterline."""
    x, y = place
    unit = length / 20
    canvas.area(
        [
            (x - 10 * unit, y - 1.9 * unit),
            (x + 10 * unit, y - 1.9 * unit),
            (x + 8.8 * unit, y),
            (x - 8.8 * unit, y),
        ],
        hull,
    )
    canvas.box(x - 9.4 * unit, y - 1.25 * unit, x + 9.4 * unit, y - 0.95 * unit, band)
    canvas.panel(x - 7.4 * unit, y - 3.7 * unit, x + 7.4 * unit, y - 1.8 * unit, house, unit * 0.3)
    canvas.panel(x - 4.6 * unit, y - 5.1 * unit, x + 4.6 * unit, y - 3.6 * unit, house, unit * 0.3)
    canvas.panel(x - 1.5 * unit, y - 6.5 * unit, x + 1.5 * unit, y - 5 * unit, house, unit * 0.25)
    canvas.box(x - 1.3 * unit, y - 6.2 * unit, x + 1.3 * unit, y - 5.5 * unit, windows)
    for number in range(14):
        left = x + (number - 7) * unit * 1.02 + 0.16 * unit
        canvas.box(left, y - 3.2 * unit, left + 0.66 * unit, y - 2.5 * unit, windows)
    for number in range(8):
        left = x + (number - 4) * unit * 1.1 + 0.18 * unit
        canvas.box(left, y - 4.75 * unit, left + 0.7 * unit, y - 4.15 * unit, windows)
    canvas.box(x + 2.3 * unit, y - 7.3 * unit, x + 3.7 * unit, y - 5.1 * unit, band)
    canvas.box(x + 2.3 * unit, y - 7.3 * unit, x + 3.7 * unit, y - 6.8 * unit, hull)
    canvas.line([(x, y - 6.5 * unit), (x, y - 8.6 * unit)], hull, unit * 0.12)


def sailing_boat(canvas: Canvas, place: Point, size: float, sail: Colour, hull: Colour) -> None:
    """A small boat under sail; ``size`` is its mast's height."""
    x, y = place
    canvas.area(
        [
            (x - size * 0.36, y - size * 0.09),
            (x + size * 0.42, y - size * 0.1),
            (x + size * 0.28, y + size * 0.03),
            (x - size * 0.28, y + size * 0.03),
        ],
        hull,
    )
    canvas.line([(x, y), (x, y - size)], hull, max(2, size * 0.018))
    canvas.area(
        [(x + 5, y - size), (x + 5, y - size * 0.15), (x + size * 0.4, y - size * 0.15)], sail
    )
    canvas.area(
        [(x - 5, y - size * 0.86), (x - 5, y - size * 0.15), (x - size * 0.3, y - size * 0.15)],
        mix(sail, "#ffffff", 0.35),
    )


def lattice(
    canvas: Canvas, start: Point, end: Point, depth: float, colour: Colour, bays: int, width: float
) -> None:
    """A girder of two chords with crossed bracing between them, level or steep."""
    (x1, y1), (x2, y2) = start, end
    length = math.dist(start, end)
    across = (-(y2 - y1) / length * depth, (x2 - x1) / length * depth)

    def at(share: float, side: int) -> Point:
        return (
            x1 + (x2 - x1) * share + across[0] * side,
            y1 + (y2 - y1) * share + across[1] * side,
        )

    for side in (0, 1):
        canvas.line([at(0, side), at(1, side)], colour, width * 1.5)
    for bay in range(bays):
        one, two = bay / bays, (bay + 1) / bays
        canvas.line([at(one, 0), at(two, 1)], colour, width)
        canvas.line([at(one, 1), at(two, 0)], colour, width)
        canvas.line([at(two, 0), at(two, 1)], colour, width)


def lamp(canvas: Canvas, place: Point, height: float, post: Colour, light: Colour) -> None:
    """A street lamp with its light; ``place`` is its foot."""
    x, y = place
    canvas.glow((x, y - height), height * 0.9, light, 0.55)
    canvas.line([(x, y), (x, y - height)], post, max(4, height * 0.025))
    canvas.panel(
        x - height * 0.05, y - height * 1.06, x + height * 0.05, y - height * 0.94, light, 8
    )


def rain(canvas: Canvas, *, count: int, colour: Colour, seed: int, length: float = 60) -> None:
    """Slanting rain over the whole picture."""
    dice = random.Random(seed)
    for _ in range(count):
        x, y = dice.uniform(0, canvas.width * 1.1), dice.uniform(-40, canvas.height)
        drop = length * dice.uniform(0.5, 1.2)
        canvas.line(
            [(x, y), (x - drop * 0.28, y + drop)], faded(colour, dice.uniform(0.15, 0.5)), 2.5
        )


def stars(canvas: Canvas, *, count: int, bottom: float, colour: Colour, seed: int) -> None:
    """A sky of stars above a level."""
    dice = random.Random(seed)
    for _ in range(count):
        size = 1 + dice.random() ** 4 * 5
        canvas.disc(
            (dice.uniform(0, canvas.width), dice.uniform(0, bottom)),
            size,
            faded(colour, dice.uniform(0.35, 1)),
        )

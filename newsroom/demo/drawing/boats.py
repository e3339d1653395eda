"""Boats and the open water: ferries, eights, sails, storms and turbines."""

import math
import random

from newsroom.demo.drawing import parts
from newsroom.demo.drawing.canvas import Canvas, Colour, faded, mix, wave


def ferry_morning(
    canvas: Canvas,
    *,
    sky: tuple[Colour, ...] = ("#9fc4cf", "#d5e2dc", "#fbeccb"),
    sea: tuple[Colour, Colour] = ("#cfdad2", "#4f8390"),
    sun: Colour = "#fff6dd",
    band: Colour = "#d1492e",
) -> None:
    """A ferry in the morning mist, with the city behind it."""
    wide, tall = canvas.width, canvas.height
    horizon = tall * 0.56
    canvas.gradient(sky, bottom=horizon)
    canvas.glow((wide * 0.27, horizon - 190), 620, sun)
    canvas.disc((wide * 0.27, horizon - 190), 84, "#fffdf3")
    for depth, (shade, top) in enumerate((("#bccfd0", 230), ("#a7c0c4", 150), ("#8fadb4", 90))):
        parts.houses(
            canvas,
            base=horizon + 6,
            colours=(mix(shade, sky[1], 0.4),),
            heights=(40, top),
            widths=(50, 120),
            seed=31 + depth,
        )
    canvas.gradient(sea, top=horizon)
    parts.waves(canvas, top=horizon + 10, bottom=tall, colours=sea, rows=11, height=13, seed=9)
    parts.glints(
        canvas,
        centre=wide * 0.27,
        top=horizon + 10,
        bottom=tall * 0.9,
        colour=sun,
        count=70,
        seed=8,
    )
    parts.ferry(canvas, (wide * 0.6, tall * 0.76), wide * 0.46, band=band)
    foam = wave(wide, level=tall * 0.765, height=8, length=130)
    canvas.area(
        [
            (wide * 0.36, tall * 0.8),
            *[p for p in foam if wide * 0.35 < p[0] < wide * 0.86],
            (wide * 0.86, tall * 0.8),
        ],
        faded("#f4f7f2", 0.6),
    )
    parts.waves(
        canvas,
        top=tall * 0.8,
        bottom=tall,
        colours=(mix(sea[0], sea[1], 0.55), sea[1]),
        rows=5,
        height=18,
        seed=14,
    )
    parts.gulls(
        canvas, count=7, frame=(wide * 0.5, 160, wide * 0.95, 520), colour="#4d6c75", seed=5
    )


def rowing(canvas: Canvas) -> None:
    """Four eights seen from the air, with their wakes."""
    wide, tall = canvas.width, canvas.height
    canvas.gradient(("#2d7f86", "#1f6a78", "#17566a"))
    dice = random.Random(6)
    for _ in range(240):
        x, y = dice.uniform(0, wide), dice.uniform(0, tall)
        canvas.arc((x, y), dice.uniform(20, 70), 200, 330, faded("#bfe3dd", 0.18), 4, height=14)
    crews = (
        (1520, 300, "#f2c53d", "#b03a2e"),
        (1830, 640, "#f7f2e4", "#23395b"),
        (1330, 990, "#e46f45", "#f7f2e4"),
        (1010, 1330, "#9cc56b", "#2b2b2b"),
    )
    for x, y, shirt, blade in crews:
        _eight(canvas, x, y, shirt, blade)
    for number in range(9):
        for lane in (470, 815, 1160):
            canvas.disc((number * 290 + 110, lane), 11, "#f2994a" if number % 3 else "#d1492e")


def _eight(canvas: Canvas, bow: float, y: float, shirt: Colour, blade: Colour) -> None:
    length = 900
    for spread in (1, -1):
        canvas.line([(bow - 60, y), (bow - 1500, y + spread * 120)], faded("#dff2ee", 0.35), 7)
        canvas.line([(bow - length, y), (bow - 1900, y + spread * 50)], faded("#dff2ee", 0.25), 12)
    for seat in range(8):
        x = bow - 190 - seat * 82
        side = 1 if seat % 2 else -1
        canvas.line([(x, y), (x - 36, y + side * 142)], "#e9dfc5", 6)
        canvas.area(
            [
                (x - 30, y + side * 118),
                (x - 16, y + side * 114),
                (x - 32, y + side * 160),
                (x - 52, y + side * 154),
            ],
            blade,
        )
        canvas.disc((x - 44, y + side * 168), 15, faded("#eaf6f3", 0.5))
    canvas.area(
        [
            (bow, y),
            (bow - 150, y - 19),
            (bow - 780, y - 19),
            (bow - length, y),
            (bow - 780, y + 19),
            (bow - 150, y + 19),
        ],
        "#f4ead2",
    )
    canvas.area(
        [
            (bow - 90, y),
            (bow - 170, y - 11),
            (bow - 770, y - 11),
            (bow - 840, y),
            (bow - 770, y + 11),
            (bow - 170, y + 11),
        ],
        "#8a5a34",
    )
    for seat in range(8):
        x = bow - 190 - seat * 82
        canvas.disc((x, y), 22, shirt, height=17)
        canvas.disc((x + 10, y), 10, "#5a3a28" if seat % 3 else "#c99a5b")
    canvas.disc((bow - 845, y), 16, "#e9e2d0")


def sails(canvas: Canvas) -> None:
    """A crowd of small boats under bright sails."""
    wide, tall = canvas.width, canvas.height
    horizon = tall * 0.4
    canvas.gradient(("#5ea9c9", "#a8d3de", "#e6f1e8"), bottom=horizon)
    for x, y, size in ((520, 170, 200), (760, 210, 150), (1750, 140, 240), (2050, 190, 160)):
        canvas.disc((x, y), size, faded("#ffffff", 0.75), height=size * 0.26)
    canvas.area(
        [
            (0, horizon),
            (0, horizon - 90),
            (420, horizon - 150),
            (900, horizon - 40),
            (1300, horizon),
        ],
        "#7ba38f",
    )
    parts.waves(canvas, top=horizon, bottom=tall, colours=("#5fa9b8", "#1c5b78"), rows=12, seed=2)
    dice = random.Random(11)
    paints = ("#d1492e", "#f2c53d", "#f7f2e4", "#e58a9a", "#2d4a8a", "#ef8a3c", "#7cb07a")
    for number in range(21):
        share = number / 20
        size = 70 + 430 * share**1.6
        near = (420.0, 1190.0, 1960.0, 800.0, 1600.0)[number % 5]
        left = dice.uniform(60, wide - 60) if share < 0.8 else near
        level = horizon + 40 + (tall * 0.94 - horizon) * share
        parts.sailing_boat(canvas, (left, level), size, paints[number % len(paints)], "#27313d")
        canvas.line(
            [(left - size * 0.5, level + size * 0.05), (left + size * 0.5, level + size * 0.05)],
            faded("#e6f3f2", 0.5),
            4 + size * 0.015,
        )


def storm(
    canvas: Canvas,
    *,
    sky: tuple[Colour, ...] = ("#1f2a38", "#3d4d5c", "#8b9692"),
    sea: tuple[Colour, Colour] = ("#5f8588", "#0f2f3c"),
    foam: Colour = "#eef3ec",
) -> None:
    """Great patterned waves, with a small boat that has business elsewhere."""
    wide, tall = canvas.width, canvas.height
    canvas.gradient(sky, bottom=tall * 0.6)
    dice = random.Random(14)
    for number in range(16):
        x, y = dice.uniform(-100, wide), dice.uniform(-60, 330)
        canvas.disc((x, y), dice.uniform(220, 420), faded("#141d29", 0.16), height=90 + number * 3)
    for row in range(7):
        share = row / 6
        level = tall * (0.42 + 0.5 * share)
        swell = 34 + 88 * share
        crest = wave(
            wide,
            level=level,
            height=swell,
            length=700 + 420 * share,
            shift=row * 390 + 120,
            step=10,
        )
        if row == 2:
            parts.ferry(canvas, (wide * 0.63, level - 12), 420, hull="#10202b", house="#d9d2bf")
        paint = mix(sea[0], sea[1], share)
        canvas.area([(0, tall + 90), *crest, (wide + 20, tall + 90)], paint)
        canvas.line(crest, faded(foam, 0.9), 7 + 5 * share)
        for stripe in range(1, 7):
            shifted = [(x, y + stripe * (15 + 13 * share)) for x, y in crest]
            canvas.line(shifted, faded(foam, 0.22 - stripe * 0.025), 4)
        for x, y in crest[:: max(2, 6 - row // 2)]:
            if y < level - swell * 0.55:
                for _ in range(3):
                    canvas.disc(
                        (x + dice.uniform(-30, 50), y - dice.uniform(0, 46)),
                        dice.uniform(3, 11),
                        faded(foam, 0.8),
                    )
    parts.rain(canvas, count=420, colour="#dfe8e6", seed=4, length=90)


def wind_farm(canvas: Canvas) -> None:
    """Turbines far out at sunset, a service boat between them."""
    wide, tall = canvas.width, canvas.height
    horizon = tall * 0.63
    canvas.gradient(("#36436e", "#a4668c", "#f08a6a", "#ffd08a"), bottom=horizon)
    canvas.glow((wide * 0.4, horizon), 760, "#fff0c0", 0.85)
    canvas.disc((wide * 0.4, horizon - 20), 150, "#ffe39a")
    canvas.gradient(("#e88e74", "#5a4a7a", "#2a2c52"), top=horizon)
    parts.glints(
        canvas, centre=wide * 0.4, top=horizon + 6, bottom=tall, colour="#ffe3a8", count=160, seed=2
    )
    dice = random.Random(8)
    for number in range(15):
        share = (number / 14) ** 1.4
        x = (number * 733) % wide + dice.uniform(-40, 40)
        _turbine(
            canvas,
            x,
            horizon + 6 + 190 * share,
            150 + 780 * share,
            mix("#c98a94", "#2a2440", 0.25 + 0.7 * share),
            dice.uniform(0, 120),
        )
    parts.ferry(
        canvas, (wide * 0.58, tall * 0.86), 260, hull="#2a2440", house="#f5d8bd", band="#f08a6a"
    )


def _turbine(
    canvas: Canvas, x: float, base: float, height: float, paint: Colour, turn: float
) -> None:
    hub = (x, base - height)
    canvas.area(
        [
            (x - height * 0.012, base),
            (x + height * 0.012, base),
            (x + height * 0.006, hub[1]),
            (x - height * 0.006, hub[1]),
        ],
        paint,
    )
    canvas.box(x - height * 0.016, base - height * 0.05, x + height * 0.016, base, "#e8b23c")
    for blade in range(3):
        angle = math.radians(turn + blade * 120)
        tip = (hub[0] + math.cos(angle) * height * 0.5, hub[1] + math.sin(angle) * height * 0.5)
        side = (math.cos(angle + 1.2) * height * 0.02, math.sin(angle + 1.2) * height * 0.02)
        canvas.area(
            [
                hub,
                (
                    hub[0] + (tip[0] - hub[0]) * 0.2 + side[0],
                    hub[1] + (tip[1] - hub[1]) * 0.2 + side[1],
                ),
                tip,
            ],
            paint,
        )
        canvas.line([hub, tip], paint, max(2, height * 0.007))
    canvas.disc(hub, max(3, height * 0.014), paint)

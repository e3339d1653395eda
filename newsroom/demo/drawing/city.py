"""The city: its streets, its hill, its clock, its tunnel."""

import math
import random

from newsroom.demo.drawing import parts
from newsroom.demo.drawing.canvas import Canvas, Colour, faded, mix


def night_tram(canvas: Canvas, *, paint: Colour = "#c8452b") -> None:
    """A tram in the rain at night, doubled by the wet street."""
    wide, tall = canvas.width, canvas.height
    street = tall * 0.66
    canvas.gradient(("#0e1430", "#1c2350", "#3a2f5e"), bottom=street)
    parts.houses(
        canvas,
        base=street,
        colours=("#171c3d", "#1d2248", "#131732"),
        heights=(330, 760),
        widths=(190, 300),
        lit="#ffc966",
        chance=0.34,
        seed=18,
    )
    canvas.gradient(("#1d2148", "#0c1027"), top=street)
    dice = random.Random(3)
    for _ in range(150):
        x, y = dice.uniform(0, wide), street + (tall - street) * dice.random() ** 0.8
        paint_of = dice.choice(("#ffc966", "#ff9d5c", "#e4574a", "#8fb4ff"))
        half = dice.uniform(4, 16)
        canvas.panel(x - half, y, x + half, y + dice.uniform(30, 130), faded(paint_of, 0.12), 8)
    _tram_body(canvas, 330, street + 40, 1560, paint)
    canvas.box(0, street + 36, wide, street + 44, "#0a0d20")
    for step in range(30):
        y = street + 60 + step * 13
        sway = math.sin(step * 1.3) * (4 + step * 0.9)
        canvas.panel(
            350 + sway, y, 1860 + sway, y + 9, faded(paint, 0.4 * (1 - step / 30) ** 1.4), 4
        )
        for window in range(9):
            left = 400 + window * 160 + sway
            canvas.panel(left, y, left + 110, y + 9, faded("#ffdf94", 0.34 * (1 - step / 30)), 4)
    for rail in (0.79, 0.93):
        canvas.line([(0, tall * rail), (wide, tall * (rail + 0.01))], "#4a5080", 7)
    parts.lamp(canvas, (170, street + 110), 620, "#090c1c", "#ffd98a")
    parts.lamp(canvas, (2130, street + 110), 620, "#090c1c", "#ffd98a")
    canvas.line([(0, 250), (wide, 210)], "#090c1c", 5)
    canvas.line([(1110, 232), (1180, 470), (1250, 470)], "#090c1c", 8)
    _umbrella(canvas, 2280, street + 190, "#e0a030")
    parts.rain(canvas, count=520, colour="#b9c6ff", seed=9, length=80)


def _tram_body(canvas: Canvas, left: float, base: float, length: float, paint: Colour) -> None:
    right, top = left + length, base - 370
    canvas.glow((right + 30, base - 90), 420, "#ffe2a0", 0.7)
    canvas.panel(left, top, right, base - 26, paint, 44)
    canvas.panel(left, top, right, top + 66, mix(paint, "#ffffff", 0.12), 40)
    canvas.box(left, base - 128, right, base - 112, "#f3e3c0")
    for number in range(9):
        x = left + 60 + number * 162
        canvas.panel(x, top + 84, x + 122, base - 150, "#ffdf94", 14)
        if number % 3 != 1:
            canvas.disc((x + 62, base - 196), 27, "#5b3a3a")
            canvas.panel(x + 26, base - 176, x + 98, base - 150, "#5b3a3a", 12)
    for number in (2, 6):
        x = left + 54 + number * 162
        canvas.panel(x, top + 84, x + 134, base - 40, mix(paint, "#000000", 0.35), 12)
        canvas.panel(x + 10, top + 96, x + 60, base - 52, "#ffe9b5", 10)
        canvas.panel(x + 74, top + 96, x + 124, base - 52, "#ffe9b5", 10)
    canvas.panel(right - 260, top + 10, right - 40, top + 58, "#12141f", 10)
    canvas.text((right - 150, top + 34), "N2 QUAYS", "#ffb347", 34, anchor="mm", weight=1)
    for x in (left + 220, left + 520, right - 520, right - 220):
        canvas.disc((x, base - 20), 34, "#0a0c18")
        canvas.disc((x, base - 20), 13, "#4c5068")
    canvas.disc((right - 8, base - 84), 19, "#fff6d8")


def _umbrella(canvas: Canvas, x: float, base: float, paint: Colour) -> None:
    canvas.panel(x - 36, base - 220, x + 36, base - 50, "#0a0c18", 26)
    canvas.box(x - 26, base - 70, x - 6, base, "#0a0c18")
    canvas.box(x + 6, base - 70, x + 26, base, "#0a0c18")
    canvas.area(
        [
            (x + 130 * math.cos(math.radians(a)), base - 230 + 110 * math.sin(math.radians(a)))
            for a in range(180, 361, 10)
        ],
        paint,
    )
    canvas.line([(x, base - 330), (x, base - 150)], "#0a0c18", 6)


def skyline(
    canvas: Canvas,
    *,
    sky: tuple[Colour, ...] = ("#111735", "#2a2f63", "#7a4f7d"),
    stone: Colour = "#0d1128",
    lit: Colour | None = "#ffcf70",
    water: tuple[Colour, Colour] = ("#4b3a68", "#0d1128"),
) -> None:
    """The city on its hill above the quays, the hall's tower and the light in the distance."""
    wide, tall = canvas.width, canvas.height
    base = tall * 0.72
    canvas.gradient(sky, bottom=base)
    night = lit is not None
    if night:
        parts.stars(canvas, count=180, bottom=tall * 0.45, colour="#fff3d0", seed=3)
        canvas.glow((wide * 0.82, tall * 0.17), 260, "#fff3d0", 0.5)
        canvas.disc((wide * 0.82, tall * 0.17), 70, "#fdf2d3")
    for row, (lift, share) in enumerate(((330, 0.45), (210, 0.25), (90, 0.1), (0, 0))):
        tone = mix(stone, sky[-1], share)
        hill = [(0, base)]
        hill += [
            (x, base - lift * math.exp(-(((x - wide * 0.42) / (wide * 0.3)) ** 2)) - 10)
            for x in range(0, wide + 60, 60)
        ]
        canvas.area([*hill, (wide, base)], tone)
        for x in range(-20, wide, 330):
            height = lift * math.exp(-(((x + 160 - wide * 0.42) / (wide * 0.3)) ** 2))
            parts.houses(
                canvas,
                base=base - height + 8,
                colours=(tone, mix(tone, sky[-1], 0.07)),
                heights=(70, 200),
                widths=(64, 120),
                lit=lit,
                chance=0.28,
                seed=row * 40 + x,
                start=x,
                end=x + 330,
            )
    _hall(canvas, wide * 0.42, base - 240, stone, lit)
    canvas.gradient(water, top=base)
    dice = random.Random(5)
    for _ in range(230):
        left, y = dice.uniform(0, wide), base + (tall - base) * dice.random() ** 1.5
        shine = lit if lit and dice.random() < 0.5 else sky[-1]
        half = dice.uniform(10, 50)
        canvas.panel(left - half, y, left + half, y + 5, faded(shine, 0.4), 3)
    for number in range(7):
        left = 120 + number * 350 + dice.uniform(-60, 60)
        parts.sailing_boat(canvas, (left, base + 30), 150, mix(stone, sky[-1], 0.2), stone)


def _hall(canvas: Canvas, x: float, base: float, stone: Colour, lit: Colour | None) -> None:
    canvas.box(x - 170, base - 150, x + 170, base + 160, stone)
    canvas.box(x - 48, base - 420, x + 48, base, stone)
    canvas.area([(x - 62, base - 420), (x, base - 620), (x + 62, base - 420)], stone)
    canvas.line([(x, base - 610), (x, base - 690)], stone, 6)
    face = lit or "#fbf3dd"
    canvas.disc((x, base - 350), 34, face)
    canvas.line([(x, base - 350), (x, base - 376)], stone, 5)
    canvas.line([(x, base - 350), (x + 18, base - 342)], stone, 5)


def terraces(canvas: Canvas) -> None:
    """A street of narrow painted houses with washing between them."""
    wide, tall = canvas.width, canvas.height
    canvas.gradient(("#bcdbe2", "#e9efe4", "#fbeed6"))
    paints = (
        "#d9694a",
        "#e9b44c",
        "#4f8a8b",
        "#f0e2c6",
        "#8c5a6c",
        "#7fa07a",
        "#3f5f7f",
        "#e7a08a",
    )
    dice = random.Random(9)
    x, number = -60.0, 0
    while x < wide:
        width = dice.uniform(230, 300)
        _house(canvas, x, tall * 0.88, width, dice.uniform(760, 1020), paints[number % 8], dice)
        x += width
        number += 1
    canvas.box(0, tall * 0.88, wide, tall, "#8b857c")
    for row in range(4):
        for stone in range(40):
            left = stone * 70 - (row % 2) * 35
            top = tall * 0.885 + row * 46
            canvas.panel(
                left, top, left + 62, top + 38, mix("#a39c91", "#7c766d", dice.random()), 10
            )
    _washing(canvas, (180, 560), (1020, 520), 3)
    _washing(canvas, (1240, 470), (2160, 560), 8)
    parts.gulls(canvas, count=5, frame=(300, 80, 2000, 300), colour="#5e7480", seed=2)


def _house(
    canvas: Canvas,
    left: float,
    base: float,
    width: float,
    height: float,
    paint: Colour,
    dice: random.Random,
) -> None:
    top = base - height
    shade = mix(paint, "#1c1c22", 0.25)
    canvas.box(left, top, left + width, base, paint)
    canvas.area(
        [(left - 8, top), (left + width / 2, top - width * 0.62), (left + width + 8, top)],
        mix(paint, "#3b2a2a", 0.55),
    )
    canvas.disc((left + width / 2, top - width * 0.2), 24, "#f6efdf")
    canvas.box(left, top, left + width, top + 14, shade)
    floors = int((height - 300) // 190)
    for floor in range(floors + 1):
        y = top + 70 + floor * 190
        for column in (0.2, 0.6):
            x = left + width * column
            canvas.panel(x - 6, y - 6, x + width * 0.2 + 6, y + 120, "#f6efdf", 6)
            canvas.box(
                x, y, x + width * 0.2, y + 112, dice.choice(("#35505e", "#4d6a74", "#ffd98a"))
            )
            canvas.line([(x + width * 0.1, y), (x + width * 0.1, y + 112)], "#f6efdf", 6)
            canvas.line([(x, y + 52), (x + width * 0.2, y + 52)], "#f6efdf", 6)
    door = left + width * dice.choice((0.16, 0.56))
    canvas.panel(door, base - 190, door + width * 0.27, base, shade, 10)
    canvas.disc((door + width * 0.22, base - 92), 7, "#f2c53d")


def _washing(canvas: Canvas, start, end, seed: int) -> None:
    dice = random.Random(seed)
    points = []
    for step in range(21):
        share = step / 20
        sag = 80 * math.sin(math.pi * share)
        points.append(
            (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share + sag)
        )
    canvas.line(points, "#3a3a40", 5)
    for x, y in points[2:-2:2]:
        paint = dice.choice(("#ffffff", "#f2c53d", "#d1492e", "#9cc3cf", "#e8b6b0"))
        height = dice.uniform(90, 150)
        canvas.area(
            [(x - 32, y), (x + 32, y), (x + 36, y + height), (x - 26, y + height - 8)], paint
        )


def clock(canvas: Canvas, *, hour: int = 11, minute: int = 4) -> None:
    """The hall's clock from close by."""
    wide, tall = canvas.width, canvas.height
    canvas.gradient(("#5a3b2e", "#7c5238", "#553526"))
    dice = random.Random(7)
    for row in range(17):
        for brick in range(15):
            left = brick * 180 - (row % 2) * 90
            paint = mix("#8c5a3c", "#5b3828", dice.random())
            canvas.box(left, row * 98, left + 170, row * 98 + 88, paint)
    middle = (wide / 2, tall / 2)
    canvas.disc((middle[0] + 14, middle[1] + 22), 706, faded("#1c100b", 0.55))
    canvas.disc(middle, 700, "#2c5a55")
    canvas.disc(middle, 650, "#c89b3c")
    canvas.disc(middle, 626, "#f6ecd4")
    for tick in range(60):
        angle = math.radians(tick * 6 - 90)
        far, near = 600, 540 if tick % 5 == 0 else 578
        canvas.line(
            [
                (middle[0] + math.cos(angle) * near, middle[1] + math.sin(angle) * near),
                (middle[0] + math.cos(angle) * far, middle[1] + math.sin(angle) * far),
            ],
            "#20302f",
            20 if tick % 5 == 0 else 7,
        )
    for number in range(1, 13):
        angle = math.radians(number * 30 - 90)
        place = (middle[0] + math.cos(angle) * 460, middle[1] + math.sin(angle) * 460)
        canvas.text(place, str(number), "#20302f", 112, anchor="mm", weight=3)
    canvas.ring(middle, 340, "#c89b3c", 6)
    canvas.text((middle[0], middle[1] + 190), "LANTHORN 1871", "#8a6a2a", 44, anchor="mm", weight=1)
    _hand(canvas, middle, hour * 30 + minute / 2, 340, 34, "#20302f")
    _hand(canvas, middle, minute * 6, 520, 22, "#20302f")
    ghost = (minute - 4) * 6
    _hand(canvas, middle, ghost, 520, 10, faded("#d1492e", 0.65))
    canvas.disc(middle, 38, "#c89b3c")


def _hand(
    canvas: Canvas, middle, degrees: float, length: float, width: float, paint: Colour
) -> None:
    angle = math.radians(degrees - 90)
    ahead = (math.cos(angle), math.sin(angle))
    aside = (-ahead[1] * width, ahead[0] * width)
    x, y = middle
    canvas.area(
        [
            (x - ahead[0] * length * 0.18, y - ahead[1] * length * 0.18),
            (x + ahead[0] * length * 0.6 + aside[0], y + ahead[1] * length * 0.6 + aside[1]),
            (x + ahead[0] * length, y + ahead[1] * length),
            (x + ahead[0] * length * 0.6 - aside[0], y + ahead[1] * length * 0.6 - aside[1]),
        ],
        paint,
    )


def tunnel(canvas: Canvas) -> None:
    """The road tunnel under the Sound, ring after ring."""
    wide, tall = canvas.width, canvas.height
    canvas.box(0, 0, wide, tall, "#10181c")
    middle = (wide * 0.53, tall * 0.5)
    for ring in range(22):
        share = ring / 21
        radius = 1700 * (1 - share) ** 1.7 + 110
        paint = mix("#16343a", "#f2c879", share**1.4)
        if ring % 2:
            paint = mix(paint, "#0a1013", 0.28)
        canvas.disc(middle, radius, paint, height=radius * 0.82)
    canvas.glow(middle, 420, "#fff2cf")
    for lane in (-1.0, -0.32, 0.36, 1.04):
        canvas.line(
            [(middle[0], middle[1] + 60), (middle[0] + lane * 1500, tall + 160)],
            faded("#fff2cf", 0.75),
            9,
        )
    canvas.area(
        [
            (middle[0] - 60, middle[1] + 66),
            (middle[0] + 60, middle[1] + 66),
            (wide * 1.05, tall),
            (wide * 0.02, tall),
        ],
        faded("#0d1417", 0.55),
    )
    for number in range(9):
        share = (number / 8) ** 2
        size = 8 + 46 * share
        for side in (-1, 1):
            x = middle[0] + side * (80 + 1050 * share)
            canvas.panel(
                x - size,
                middle[1] - 70 - 640 * share,
                x + size,
                middle[1] - 70 - 640 * share + size * 0.5,
                "#ffe6a8",
                6,
            )
    for x, y, size, body in (
        (1000, 1080, 250, "#c8452b"),
        (1480, 900, 120, "#22606b"),
        (1190, 830, 64, "#e0a030"),
    ):
        _bus(canvas, x, y, size, body)


def _bus(canvas: Canvas, x: float, base: float, size: float, paint: Colour) -> None:
    canvas.disc((x, base), size * 0.62, faded("#05080a", 0.6), height=size * 0.08)
    canvas.panel(
        x - size / 2, base - size * 1.05, x + size / 2, base - size * 0.06, paint, size * 0.08
    )
    canvas.panel(
        x - size * 0.42,
        base - size * 0.92,
        x + size * 0.42,
        base - size * 0.5,
        "#1a2b33",
        size * 0.05,
    )
    for side in (-0.36, 0.36):
        canvas.glow((x + size * side, base - size * 0.22), size * 0.3, "#e4402e", 0.8)
        canvas.disc((x + size * side, base - size * 0.22), size * 0.06, "#ff8c7a")
        canvas.box(
            x + size * side - size * 0.08,
            base - size * 0.08,
            x + size * side + size * 0.08,
            base,
            "#05080a",
        )

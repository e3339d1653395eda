"""The harbour: its bridge, its docks and the light at its mouth."""

import random

from newsroom.demo.drawing import parts
from newsroom.demo.drawing.canvas import Canvas, Colour, faded, mix, wave


def bridge(
    canvas: Canvas,
    *,
    sky: tuple[Colour, ...] = ("#2b2d57", "#8d4a6b", "#e8875a", "#f8cf8a"),
    iron: Colour = "#1a1830",
    water: tuple[Colour, Colour] = ("#b9686a", "#24254a"),
    tram: bool = True,
) -> None:
    """The lifting bridge across the harbour, from the water."""
    wide, tall = canvas.width, canvas.height
    horizon = tall * 0.66
    canvas.gradient(sky, bottom=horizon)
    canvas.glow((wide * 0.68, horizon - 30), 720, "#ffe9b8", 0.9)
    canvas.disc((wide * 0.68, horizon - 60), 105, "#fff3d2")
    parts.houses(
        canvas,
        base=horizon + 4,
        colours=(mix(iron, sky[1], 0.45), mix(iron, sky[1], 0.55)),
        heights=(40, 130),
        widths=(40, 90),
        seed=7,
    )
    canvas.gradient(water, top=horizon)
    parts.glints(
        canvas,
        centre=wide * 0.68,
        top=horizon + 8,
        bottom=tall,
        colour="#ffe2ae",
        count=150,
        seed=3,
    )
    deck = tall * 0.5
    for x in (wide * 0.31, wide * 0.59):
        _tower(canvas, x, deck, horizon + 70, iron)
        _reflection(canvas, x, horizon + 70, tall, iron)
    for left, right in ((-40, 0.31), (0.31, 0.59), (0.59, 1.04)):
        start = left if left < 0 else wide * left
        parts.lattice(canvas, (start, deck), (wide * right, deck), 46, iron, 12, 6)
    for foot, top in ((-120, 0.31), (wide + 160, 0.59)):
        _cable(canvas, (wide * top, deck - 430), (foot, deck - 10), deck, iron)
    _cable_between(canvas, wide * 0.31, wide * 0.59, deck - 430, deck, iron)
    if tram:
        _small_tram(canvas, wide * 0.42, deck - 2)
    parts.gulls(
        canvas, count=9, frame=(200, 150, wide * 0.55, 480), colour=mix(iron, sky[0], 0.2), seed=12
    )


def _tower(canvas: Canvas, x: float, deck: float, foot: float, iron: Colour) -> None:
    for side in (-74, 42):
        parts.lattice(canvas, (x + side, deck - 460), (x + side, foot), -32, iron, 11, 6)
    for level in (deck - 470, deck - 250, deck - 60):
        canvas.box(x - 84, level, x + 84, level + 30, iron)
    canvas.area([(x - 96, deck - 470), (x, deck - 540), (x + 96, deck - 470)], iron)
    canvas.area(
        [(x - 130, foot), (x + 130, foot), (x + 112, foot - 90), (x - 112, foot - 90)], iron
    )
    canvas.disc((x, deck - 556), 9, "#e4502f")


def _reflection(canvas: Canvas, x: float, top: float, bottom: float, iron: Colour) -> None:
    dice = random.Random(int(x))
    for step in range(26):
        y = top + step * (bottom - top) / 26
        half = 118 - step * 1.4 + dice.uniform(-26, 26)
        shift = dice.uniform(-16, 16)
        canvas.panel(
            x - half + shift, y, x + half + shift, y + 11, faded(iron, 0.62 - step * 0.015), 5
        )


def _cable(canvas: Canvas, top, foot, deck: float, iron: Colour) -> None:
    points = []
    for step in range(31):
        share = step / 30
        points.append(
            (
                top[0] + (foot[0] - top[0]) * share,
                top[1] + (foot[1] - top[1]) * (1 - (1 - share) ** 1.8),
            )
        )
    canvas.line(points, iron, 12)
    for point in points[2::2]:
        canvas.line([point, (point[0], deck)], iron, 3.5)


def _cable_between(
    canvas: Canvas, left: float, right: float, top: float, deck: float, iron: Colour
) -> None:
    points = []
    for step in range(41):
        share = step / 40
        sag = (1 - (2 * share - 1) ** 2) * (deck - top - 50)
        points.append((left + (right - left) * share, top + sag))
    canvas.line(points, iron, 12)
    for point in points[2:-1:2]:
        canvas.line([point, (point[0], deck)], iron, 3.5)


def _small_tram(canvas: Canvas, x: float, base: float) -> None:
    for number in range(3):
        left = x + number * 152
        canvas.panel(left, base - 74, left + 146, base - 6, "#c8452b", 12)
        for window in range(4):
            canvas.box(
                left + 12 + window * 32, base - 62, left + 36 + window * 32, base - 34, "#ffe6a8"
            )


def pier(canvas: Canvas) -> None:
    """A pier of the bridge from close by: scaffold, a cracked bearing, two engineers, a barge."""
    wide, tall = canvas.width, canvas.height
    canvas.gradient(("#c9d4d8", "#e7e6dc", "#f3ecdc"), bottom=tall * 0.74)
    parts.houses(
        canvas,
        base=tall * 0.74,
        colours=("#b9c3c6", "#c3cbca", "#adb9be"),
        heights=(60, 210),
        seed=21,
    )
    canvas.gradient(("#8fa6a8", "#56767f"), top=tall * 0.74)
    parts.waves(
        canvas, top=tall * 0.76, bottom=tall, colours=("#83a0a4", "#43646f"), rows=8, seed=5
    )
    iron, shade = "#2f4a4a", "#243b3c"
    canvas.box(0, 190, wide, 330, iron)
    canvas.box(0, 330, wide, 352, shade)
    for x in range(60, wide, 120):
        canvas.box(x, 190, x + 14, 330, shade)
        for rivet in range(4):
            canvas.disc((x + 7, 212 + rivet * 32), 4.5, "#48686a")
    canvas.area([(820, 520), (1580, 520), (1690, 1330), (710, 1330)], "#9a8f7d")
    dice = random.Random(4)
    for row in range(12):
        y = 520 + row * 68
        spread = 380 + row * 9.4
        canvas.line([(1200 - spread, y), (1200 + spread, y)], "#877c6b", 4)
        for joint in range(8):
            left = 1200 - spread + (joint + dice.uniform(0.2, 0.8)) * spread / 4
            canvas.line([(left, y), (left, y + 68)], "#877c6b", 4)
    canvas.box(780, 470, 1620, 522, "#b5aa95")
    _bearing(canvas)
    _scaffold(canvas)
    parts.person(canvas, (1760, 756), 165, "#e8842c")
    parts.person(canvas, (1846, 756), 160, "#e8c22c", "#8d5a3c")
    canvas.line([(1822, 690), (1780, 650)], "#e8c22c", 18)
    canvas.panel(150, 1310, 760, 1420, "#7b3f2f", 16)
    canvas.box(150, 1310, 760, 1336, "#94513d")
    canvas.box(220, 1190, 360, 1312, "#d9c9a3")
    canvas.box(242, 1214, 338, 1256, "#37555c")
    canvas.line([(560, 1312), (700, 830), (842, 640)], "#d8a02a", 16)
    canvas.line([(842, 640), (842, 760)], "#33403f", 5)
    waterline = wave(wide, level=1424, height=7, length=210)
    canvas.area([(0, tall), *waterline, (wide, tall)], faded("#43646f", 0.86))


def _bearing(canvas: Canvas) -> None:
    canvas.box(1020, 352, 1380, 388, "#54605c")
    canvas.area([(1070, 388), (1330, 388), (1290, 440), (1110, 440)], "#6d7a74")
    for number in range(5):
        canvas.disc((1112 + number * 44, 452), 19, "#48524f")
    canvas.box(1050, 470, 1350, 492, "#54605c")
    crack = [(1196, 388), (1210, 404), (1198, 418), (1216, 432), (1206, 446)]
    canvas.line(crack, "#d1492e", 8)
    canvas.ring((1206, 418), 66, "#d1492e", 9)


def _scaffold(canvas: Canvas) -> None:
    for x in (1640, 1800, 1960):
        canvas.line([(x, 352), (x, 1330)], "#6b5a35", 11)
    for y in (560, 760, 960, 1160):
        canvas.line([(1600, y), (2000, y)], "#6b5a35", 9)
        canvas.box(1600, y - 6, 2000, y + 12, "#c09a55")
        canvas.line([(1640, y), (1800, y + 190)], "#8a7547", 6)
        canvas.line([(1800, y + 190), (1960, y)], "#8a7547", 6)


def docks(
    canvas: Canvas,
    *,
    sky: tuple[Colour, ...] = ("#f4b860", "#f7d9a0", "#fbf0d8"),
    crane: Colour = "#22485c",
    seed: int = 3,
) -> None:
    """Gantry cranes over a wall of containers and the bow of a ship."""
    wide, tall = canvas.width, canvas.height
    canvas.gradient(sky)
    dice = random.Random(seed)
    for number, x in enumerate((260, 980, 1700)):
        _gantry(canvas, x, tall * 0.86, mix(crane, sky[1], 0.0 if number == 1 else 0.35))
    paints = (
        "#c5432d",
        "#2f6f73",
        "#e0a030",
        "#364a6e",
        "#7d8f69",
        "#b8694a",
        "#d9cfb8",
        "#8b3a4a",
    )
    size, rise = 171, 78
    for column in range(-1, 15):
        stack = dice.randint(2, 6)
        for level in range(stack):
            left, top = column * size + 40, tall * 0.86 - (level + 1) * rise
            paint = dice.choice(paints)
            canvas.box(left, top, left + size - 5, top + rise - 5, paint)
            for rib in range(1, 9):
                canvas.line(
                    [(left + rib * 18.4, top + 7), (left + rib * 18.4, top + rise - 12)],
                    mix(paint, "#101418", 0.18),
                    4,
                )
    canvas.box(0, tall * 0.86, wide, tall, "#4a4f52")
    canvas.box(0, tall * 0.86, wide, tall * 0.872, "#e0a030")
    for x in range(0, wide, 260):
        canvas.area(
            [
                (x, tall * 0.94),
                (x + 130, tall * 0.94),
                (x + 104, tall * 0.955),
                (x - 26, tall * 0.955),
            ],
            "#d9cfb8",
        )
    parts.person(canvas, (700, tall * 0.93), 96, "#e8842c")
    parts.person(canvas, (770, tall * 0.935), 96, "#e8c22c")


def _gantry(canvas: Canvas, x: float, base: float, paint: Colour) -> None:
    for leg in (0, 330):
        canvas.line([(x + leg, base), (x + leg + (14 if leg else -14), 420)], paint, 26)
    canvas.line([(x - 10, 860), (x + 340, 860)], paint, 18)
    canvas.line([(x - 10, 860), (x + 336, 430)], paint, 11)
    canvas.line([(x - 420, 420), (x + 520, 420)], paint, 30)
    canvas.line([(x + 150, 420), (x + 170, 150)], paint, 20)
    canvas.line([(x + 170, 150), (x - 400, 410)], paint, 7)
    canvas.line([(x + 170, 150), (x + 500, 410)], paint, 7)
    canvas.box(x - 210, 430, x - 130, 480, mix(paint, "#ffffff", 0.25))
    canvas.line([(x - 190, 480), (x - 190, 640)], paint, 4)
    canvas.line([(x - 150, 480), (x - 150, 640)], paint, 4)
    canvas.box(x - 256, 640, x - 85, 714, "#c5432d")


def light(
    canvas: Canvas,
    *,
    sky: tuple[Colour, ...] = ("#0d1b2e", "#1d3850", "#3f6374"),
    beam: Colour = "#ffe9ae",
    stormy: bool = True,
) -> None:
    """The light on its rock at night, its beam over the sea."""
    wide, tall = canvas.width, canvas.height
    horizon = tall * 0.74
    canvas.gradient(sky, bottom=horizon)
    if not stormy:
        parts.stars(canvas, count=260, bottom=horizon, colour="#f5ecd0", seed=6)
    lens = (wide * 0.66, tall * 0.245)
    for far, spread in (((-200, tall * 0.02), 190), ((wide + 300, tall * 0.36), 160)):
        for layer in range(3):
            reach = spread * (1 - layer * 0.3)
            canvas.area(
                [lens, (far[0], far[1] - reach), (far[0], far[1] + reach)], faded(beam, 0.16)
            )
    canvas.glow(lens, 430, beam, 0.95)
    canvas.gradient(("#33566a", "#0b1a29"), top=horizon)
    parts.waves(
        canvas,
        top=horizon,
        bottom=tall,
        colours=("#345a6c", "#0a1826"),
        rows=8,
        height=30 if stormy else 12,
        seed=17,
    )
    rock = [
        (wide * 0.46, tall * 0.93),
        (wide * 0.5, tall * 0.82),
        (wide * 0.56, tall * 0.79),
        (wide * 0.6, tall * 0.735),
        (wide * 0.72, tall * 0.73),
        (wide * 0.78, tall * 0.79),
        (wide * 0.86, tall * 0.82),
        (wide * 0.9, tall * 0.93),
    ]
    canvas.area(rock, "#0a121b")
    canvas.area([(p[0] * 0.995 + 10, p[1] + 24) for p in rock[1:-2]], "#152330")
    _lighthouse(canvas, wide * 0.66, tall * 0.735, tall * 0.245, beam)
    if stormy:
        dice = random.Random(2)
        for _ in range(260):
            x = wide * dice.gauss(0.53, 0.06)
            y = tall * (0.9 - abs(dice.gauss(0, 0.09)))
            canvas.disc((x, y), dice.uniform(2, 9), faded("#e9f1ef", dice.uniform(0.3, 0.9)))
    parts.waves(
        canvas,
        top=tall * 0.9,
        bottom=tall,
        colours=("#1b3547", "#081420"),
        rows=4,
        height=26,
        seed=23,
    )


def _lighthouse(canvas: Canvas, x: float, base: float, lens: float, beam: Colour) -> None:
    top = lens + 70
    steps = 5
    for step in range(steps):
        one, two = step / steps, (step + 1) / steps
        half = [64 + 46 * share for share in (one, two)]
        y = [top + (base - top) * share for share in (one, two)]
        paint = "#e9e2d0" if step % 2 == 0 else "#b23a2a"
        canvas.area(
            [(x - half[0], y[0]), (x + half[0], y[0]), (x + half[1], y[1]), (x - half[1], y[1])],
            paint,
        )
        canvas.area(
            [
                (x + half[0] * 0.25, y[0]),
                (x + half[0], y[0]),
                (x + half[1], y[1]),
                (x + half[1] * 0.25, y[1]),
            ],
            faded("#0a121b", 0.35),
        )
    for share in (0.3, 0.7):
        sill = top + (base - top) * share
        canvas.panel(x - 20, sill, x + 8, sill + 46, "#ffd98a", 12)
    canvas.box(x - 96, top - 16, x + 96, top + 6, "#131d27")
    for bar in range(-3, 4):
        canvas.line([(x + bar * 30, top - 60), (x + bar * 30, top - 14)], "#131d27", 5)
    canvas.line([(x - 94, top - 58), (x + 94, top - 58)], "#131d27", 7)
    canvas.box(x - 50, lens - 58, x + 50, top - 14, beam)
    canvas.disc((x, lens), 34, "#fffbe9")
    for bar in (-50, -18, 18, 50):
        canvas.line([(x + bar, lens - 58), (x + bar, top - 14)], "#131d27", 6)
    canvas.area([(x - 66, lens - 56), (x, lens - 132), (x + 66, lens - 56)], "#131d27")
    canvas.line([(x, lens - 130), (x, lens - 172)], "#131d27", 6)

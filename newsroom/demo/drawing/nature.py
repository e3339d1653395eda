"""Weather, animals, shores and the sea's floor."""

import math
import random

from newsroom.demo.drawing import parts
from newsroom.demo.drawing.canvas import Canvas, Colour, faded, mix, wave


def seals(canvas: Canvas) -> None:
    """Seals hauled out on a sandbank, one of them looking back."""
    wide, tall = canvas.width, canvas.height
    canvas.gradient(("#c7d9d8", "#e9ebdd", "#f4e7cd"), bottom=tall * 0.42)
    parts.waves(
        canvas, top=tall * 0.42, bottom=tall * 0.66, colours=("#a7c3c2", "#5f909a"), rows=7, seed=3
    )
    shore = wave(wide, level=tall * 0.62, height=26, length=1900, shift=300)
    canvas.area([(0, tall), *shore, (wide, tall)], "#d8bf92")
    canvas.line([(x, y + 4) for x, y in shore], faded("#fff8e6", 0.9), 12)
    dice = random.Random(8)
    for _ in range(420):
        x, y = dice.uniform(0, wide), dice.uniform(tall * 0.66, tall)
        canvas.disc((x, y), dice.uniform(2, 5), mix("#b99a68", "#efdcb4", dice.random()))
    herd = (
        (420, 1060, 330),
        (900, 1020, 280),
        (2010, 1040, 320),
        (640, 1250, 430),
        (1830, 1290, 470),
    )
    for number, (x, y, size) in enumerate(herd):
        _seal(
            canvas,
            x,
            y,
            size,
            ("#6b6a68", "#857a6c", "#55585c")[number % 3],
            -1 if number % 2 == 0 else 1,
        )
    _seal(canvas, 1240, 1410, 560, "#4d5054", 1)
    parts.gulls(canvas, count=8, frame=(300, 100, 2200, 480), colour="#64797c", seed=7)


def _seal(canvas: Canvas, x: float, y: float, size: float, coat: Colour, way: int) -> None:
    canvas.disc((x, y + size * 0.16), size * 0.62, faded("#8c6f45", 0.45), height=size * 0.06)
    body = []
    for step in range(41):
        share = step / 40
        back = math.sin(math.pi * share**0.8) * 0.26 + 0.08 * math.exp(
            -(((share - 0.86) / 0.1) ** 2)
        )
        body.append((x + way * (share - 0.55) * size, y + size * 0.16 - back * size))
    canvas.area([*body, (x + way * 0.45 * size, y + size * 0.16)], coat)
    head = (x + way * size * 0.4, y - size * 0.1)
    canvas.area(
        [
            (head[0] - way * size * 0.24, y - size * 0.06),
            (head[0], head[1] - size * 0.08),
            (head[0] + way * size * 0.06, y + size * 0.16),
            (head[0] - way * size * 0.2, y + size * 0.16),
        ],
        coat,
    )
    canvas.disc(head, size * 0.105, coat)
    canvas.disc(
        (head[0] + way * size * 0.075, head[1] + size * 0.025),
        size * 0.062,
        mix(coat, "#ffffff", 0.18),
        height=size * 0.046,
    )
    canvas.disc((head[0] + way * size * 0.03, head[1] - size * 0.03), size * 0.02, "#14161a")
    canvas.disc((head[0] + way * size * 0.125, head[1] + size * 0.008), size * 0.014, "#14161a")
    canvas.area(
        [
            (x - way * size * 0.53, y + size * 0.15),
            (x - way * size * 0.72, y + size * 0.02),
            (x - way * size * 0.68, y + size * 0.17),
        ],
        coat,
    )
    canvas.area(
        [
            (x + way * size * 0.1, y + size * 0.06),
            (x + way * size * 0.26, y + size * 0.18),
            (x + way * size * 0.02, y + size * 0.17),
        ],
        mix(coat, "#000000", 0.25),
    )
    dice = random.Random(int(size))
    for _ in range(22):
        share = dice.uniform(0.25, 0.75)
        canvas.disc(
            (x + way * (share - 0.55) * size, y + size * dice.uniform(-0.06, 0.08)),
            size * dice.uniform(0.008, 0.02),
            mix(coat, "#1a1a1c", 0.4),
        )


def gulls_on_bollards(canvas: Canvas) -> None:
    """Three gulls on three bollards, one of them with a chip."""
    wide, tall = canvas.width, canvas.height
    canvas.gradient(("#f2b59b", "#f7d9b5", "#cfe0d6"), bottom=tall * 0.66)
    canvas.disc((wide * 0.5, tall * 0.5), 330, "#fbe8c8")
    parts.waves(
        canvas, top=tall * 0.64, bottom=tall * 0.9, colours=("#9fc0bb", "#4a7f8b"), rows=7, seed=6
    )
    canvas.box(0, tall * 0.86, wide, tall, "#59504b")
    for x in range(0, wide, 300):
        canvas.line([(x, tall * 0.86), (x - 40, tall)], "#4a423e", 7)
    for number, x in enumerate((440, 1200, 1960)):
        canvas.panel(x - 120, 1060, x + 120, 1440, "#23292e", 30)
        canvas.disc((x, 1060), 160, "#2f373d", height=64)
        canvas.disc((x - 20, 1046), 110, "#414b52", height=30)
        _big_gull(canvas, x, 1040, -1 if number else 1, has_chip=number == 1)
    parts.gulls(canvas, count=6, frame=(200, 80, 2200, 300), colour="#7f6a66", seed=4)


def _big_gull(canvas: Canvas, x: float, feet: float, way: int, *, has_chip: bool) -> None:
    white, grey = "#faf7ef", "#8d9aa3"
    for leg in (-30, 40):
        canvas.line([(x + way * leg, feet - 130), (x + way * leg, feet)], "#e8923c", 13)
        canvas.line([(x + way * leg, feet), (x + way * (leg + 40), feet + 4)], "#e8923c", 12)
    canvas.area(
        [(x - way * 120, feet - 330), (x - way * 390, feet - 190), (x - way * 120, feet - 170)],
        "#2d3338",
    )
    canvas.disc((x, feet - 260), 200, white, height=140)
    canvas.area(
        [
            (x + way * 30, feet - 330),
            (x + way * 90, feet - 520),
            (x + way * 200, feet - 500),
            (x + way * 195, feet - 260),
        ],
        white,
    )
    canvas.disc((x + way * 145, feet - 510), 84, white)
    canvas.area(
        [
            (x + way * 100, feet - 350),
            (x - way * 330, feet - 210),
            (x - way * 40, feet - 180),
            (x + way * 90, feet - 230),
        ],
        grey,
    )
    beak = (x + way * 215, feet - 515)
    canvas.area(
        [
            beak,
            (beak[0] + way * 100, beak[1] + 24),
            (beak[0] + way * 74, beak[1] + 46),
            (beak[0] - way * 6, beak[1] + 38),
        ],
        "#f0b23c",
    )
    canvas.disc((beak[0] + way * 66, beak[1] + 36), 9, "#d1492e")
    canvas.disc((x + way * 168, feet - 530), 15, "#f3d256")
    canvas.disc((x + way * 170, feet - 530), 8, "#14161a")
    canvas.line([(x + way * 148, feet - 552), (x + way * 192, feet - 544)], "#5a5148", 6)
    if has_chip:
        canvas.line(
            [(beak[0] + way * 80, beak[1] - 40), (beak[0] + way * 96, beak[1] + 100)], "#e9c46a", 26
        )


def raincoats(canvas: Canvas) -> None:
    """A beach from the air with thousands of yellow raincoats along the tide line."""
    wide, tall = canvas.width, canvas.height
    canvas.gradient(("#ddc79c", "#d2b684"))

    def edge(shift: float, level: float) -> list[tuple[float, float]]:
        return [
            (x, level + 0.34 * (wide - x) * 0.5 + y - tall * 0.5)
            for x, y in wave(wide, level=tall * 0.5, height=46, length=1250, shift=shift)
        ]

    bands = (
        (520, "#cbb78f"),
        (610, "#9dbfb4"),
        (690, "#6da6a8"),
        (860, "#468995"),
        (1060, "#2f6f83"),
    )
    for number, (level, paint) in enumerate(bands):
        line = edge(number * 190, level)
        canvas.area([(0, tall), *line, (wide, tall)], paint)
        if number:
            canvas.line(line, faded("#f6fbf5", 0.85 - number * 0.12), 18 - number * 2)
    dice = random.Random(77)
    tide = edge(80, 480)
    for _ in range(1500):
        x, y = dice.choice(tide)
        x += dice.uniform(-20, 20)
        y += dice.gauss(0, 58) - 26
        size = dice.uniform(11, 19)
        turn = dice.uniform(0, math.tau)
        arms = [
            (x + math.cos(turn + a) * size * r, y + math.sin(turn + a) * size * r)
            for a, r in (
                (0, 1.2),
                (0.8, 0.6),
                (1.57, 1.5),
                (2.4, 0.6),
                (3.14, 1.2),
                (4.2, 0.9),
                (5.2, 0.9),
            )
        ]
        canvas.area(arms, mix("#f6c915", "#d99a10", dice.random() ** 2))
    for number in range(9):
        x = 260 + number * 240 + dice.uniform(-70, 70)
        y = 330 + 0.17 * (wide - x) - tall * 0.14 + dice.uniform(-40, 60)
        canvas.disc((x + 16, y + 10), 20, faded("#6d5428", 0.5), height=9)
        canvas.disc((x, y), 13, ("#33415c", "#8e2f3b", "#2f6b57")[number % 3])
    canvas.panel(1880, 130, 2040, 210, "#3b6ea0", 16)
    canvas.panel(1890, 140, 1930, 200, "#cfe3ee", 8)


def wreck(canvas: Canvas) -> None:
    """A sonar picture of a steamer upright on the sea's floor, in false colours."""
    wide, tall = canvas.width, canvas.height
    canvas.box(0, 0, wide, tall, "#10243f")
    depth = ("#10243f", "#14406b", "#1a6f8f", "#2a9d8f", "#7fc07a", "#e0d25a", "#ef9f3c", "#d9532c")
    for level in range(18):
        share = level / 17
        place = share * (len(depth) - 1)
        step = min(int(place), len(depth) - 2)
        paint = mix(depth[step], depth[step + 1], (place - step)) if share < 0.55 else None
        if paint is None:
            break
        points = []
        for turn in range(0, 360, 4):
            angle = math.radians(turn)
            bump = 1 + 0.12 * math.sin(3 * angle + level * 0.5) + 0.07 * math.sin(7 * angle - level)
            radius = (1 - share * 1.15) * bump
            points.append(
                (1200 + math.cos(angle) * 1500 * radius, 820 + math.sin(angle) * 900 * radius)
            )
        canvas.area(points, paint)
        canvas.line([*points, points[0]], faded("#ffffff", 0.12), 3)
    hull = [
        (500, 850),
        (600, 760),
        (900, 715),
        (1500, 715),
        (1790, 745),
        (1950, 830),
        (1790, 930),
        (1500, 960),
        (900, 960),
        (600, 930),
    ]
    canvas.area([(x - 90, y + 100) for x, y in hull], faded("#081428", 0.6))
    canvas.area(hull, "#ef9f3c")
    canvas.area([(1200 + (x - 1200) * 0.9, 838 + (y - 838) * 0.74) for x, y in hull], "#f3c64f")
    for left, right, hatch in (
        (980, 1190, "#d9532c"),
        (1260, 1460, "#d9532c"),
        (700, 860, "#7fc07a"),
        (1580, 1720, "#7fc07a"),
    ):
        canvas.panel(left, 780, right, 895, hatch, 14)
    canvas.disc((1360, 838), 44, "#7d1f2a")
    canvas.line([(780, 838), (700, 640)], "#f3c64f", 14)
    canvas.line([(1640, 838), (1760, 1030)], "#f3c64f", 14)
    for x in range(0, wide, 200):
        canvas.line([(x, 0), (x, tall)], faded("#ffffff", 0.08), 2)
    for y in range(0, tall, 200):
        canvas.line([(0, y), (wide, y)], faded("#ffffff", 0.08), 2)
    canvas.ring((1870, 806), 90, "#ffffff", 5)
    canvas.line([(1935, 743), (2060, 620)], "#ffffff", 5)
    canvas.text((2070, 610), "bell", "#ffffff", 56)
    for number, colour in enumerate(depth):
        canvas.box(120 + number * 80, 1450, 200 + number * 80, 1490, colour)
    canvas.text((120, 1430), "41 m", "#ffffff", 40)
    canvas.text((760, 1430), "26 m", "#ffffff", 40, anchor="rs")
    canvas.line([(1880, 1480), (2240, 1480)], "#ffffff", 6)
    canvas.text((2060, 1455), "20 m", "#ffffff", 40, anchor="ms")


def night_sky(canvas: Canvas) -> None:
    """Stars turning about the pole above a dark shore with one lit hut."""
    wide, tall = canvas.width, canvas.height
    canvas.gradient(("#0a0f2c", "#16265a", "#2f4f7f", "#7f9f9a"))
    dice = random.Random(31)
    pole = (wide * 0.62, tall * 0.34)
    for _ in range(230):
        radius = 40 + 1700 * dice.random() ** 0.8
        start = dice.uniform(0, 360)
        canvas.arc(
            pole,
            radius,
            start,
            start + dice.uniform(14, 30),
            faded(dice.choice(("#fff3d0", "#cfe0ff", "#ffd9c0")), dice.uniform(0.3, 0.95)),
            dice.choice((2.5, 3.5, 5)),
        )
    canvas.disc(pole, 7, "#ffffff")
    hill = wave(wide, level=tall * 0.84, height=70, length=2100, shift=500)
    canvas.area([(0, tall), *hill, (wide, tall)], "#070b1c")
    canvas.glow((620, 1270), 240, "#ffc966", 0.8)
    canvas.area([(540, 1340), (540, 1250), (620, 1180), (700, 1250), (700, 1340)], "#050815")
    canvas.box(596, 1262, 644, 1312, "#ffd98a")


def allotments(canvas: Canvas) -> None:
    """Garden plots from above, each its own pattern."""
    wide, tall = canvas.width, canvas.height
    canvas.box(0, 0, wide, tall, "#b39a6b")
    dice = random.Random(15)
    greens = (
        "#5f8f4e",
        "#7fae5b",
        "#3f6f4f",
        "#a3b95a",
        "#8aa86a",
        "#4d7f62",
        "#6a5138",
        "#84663f",
    )
    for column in range(8):
        for row in range(6):
            left, top = 24 + column * 298, 24 + row * 264
            right, bottom = left + 274, top + 240
            paint = dice.choice(greens)
            canvas.panel(left, top, right, bottom, paint, 14)
            kind = dice.randrange(5)
            light = mix(paint, "#f3f0c0", 0.35)
            if kind == 0:
                for y in range(int(top) + 26, int(bottom) - 8, 34):
                    canvas.line([(left + 16, y), (right - 16, y)], light, 12)
            elif kind == 1:
                for x in range(int(left) + 30, int(right) - 8, 46):
                    for y in range(int(top) + 30, int(bottom) - 8, 46):
                        canvas.disc(
                            (x, y), 15, dice.choice((light, "#d1492e", "#f2c53d", "#e58a9a"))
                        )
            elif kind == 2:
                for x in range(int(left) + 22, int(right) - 8, 30):
                    canvas.line([(x, top + 16), (x, bottom - 16)], mix(paint, "#1f2a1a", 0.3), 10)
            elif kind == 3:
                canvas.panel(left + 120, top + 40, right - 30, bottom - 60, "#8b3f33", 4)
                canvas.line([(left + 120, top + 110), (right - 30, top + 110)], "#6d2f27", 6)
                canvas.disc((left + 66, top + 160), 48, light)
            else:
                for ring in range(4):
                    canvas.disc(
                        ((left + right) / 2, (top + bottom) / 2),
                        104 - ring * 26,
                        paint if ring % 2 else light,
                    )

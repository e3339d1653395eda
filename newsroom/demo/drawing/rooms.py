"""Rooms and stalls, and what is in them: shelves, stages, tables, benches, fish."""

import math
import random

from newsroom.demo.drawing import parts
from newsroom.demo.drawing.canvas import Canvas, Colour, faded, mix


def library(canvas: Canvas, *, seed: int = 5) -> None:
    """Shelves to the ceiling, a ladder, a lamp and somebody reading."""
    wide, tall = canvas.width, canvas.height
    canvas.gradient(("#3a2419", "#5b3a26"))
    dice = random.Random(seed)
    spines = (
        "#a33b2c",
        "#2f5d62",
        "#d9a441",
        "#efe3c8",
        "#44507a",
        "#7a8f5d",
        "#8a4a5b",
        "#c77b4a",
    )
    for shelf in range(6):
        floor = 250 + shelf * 235
        canvas.box(0, floor, wide, floor + 24, "#2a1810")
        x = 14.0
        while x < wide - 30:
            width, height = dice.uniform(24, 58), dice.uniform(130, 198)
            if dice.random() < 0.06:
                x += dice.uniform(40, 110)
                continue
            paint = mix(dice.choice(spines), "#2a1810", dice.uniform(0, 0.3))
            canvas.box(x, floor - height, x + width, floor, paint)
            canvas.box(x, floor - height * 0.82, x + width, floor - height * 0.77, "#e8d29a")
            x += width + 2
    for upright in (0, 800, 1600, wide):
        canvas.box(upright - 16, 0, upright + 16, tall, "#2a1810")
    canvas.glow((620, 1080), 620, "#ffdf9a", 0.75)
    canvas.area([(560, 1010), (680, 1010), (740, 1110), (500, 1110)], "#2f6b57")
    canvas.box(612, 1110, 628, 1290, "#c89b3c")
    canvas.box(200, 1290, 1280, 1326, "#1d110b")
    for leg in (260, 1210):
        canvas.box(leg, 1326, leg + 30, tall, "#1d110b")
    canvas.area([(720, 1290), (860, 1256), (1000, 1290)], "#f6ecd4")
    canvas.panel(860, 1050, 1090, 1290, "#33415c", 70)
    canvas.disc((950, 985), 82, "#d9a982")
    canvas.arc((950, 970), 78, 160, 20, "#3b2218", 44)
    canvas.line([(1750, tall), (1960, 60)], "#b98a4c", 22)
    canvas.line([(1880, tall), (2060, 60)], "#b98a4c", 22)
    for rung in range(11):
        share = rung / 11
        y = tall - 60 - share * (tall - 140)
        canvas.line([(1760 + 205 * share, y), (1886 + 172 * share, y)], "#b98a4c", 16)


def stage(canvas: Canvas) -> None:
    """An opera stage: a drowned bell, a chorus, curtains and the conductor's back."""
    wide, tall = canvas.width, canvas.height
    canvas.gradient(("#0a2533", "#12475a", "#1d6f7a", "#0d3a47"))
    for number, x in enumerate((520, 1200, 1880)):
        canvas.area(
            [
                (x - 30, 0),
                (x + 30, 0),
                (1200 + (x - 1200) * 0.4 + 330, 1180),
                (1200 + (x - 1200) * 0.4 - 330, 1180),
            ],
            faded("#e9f6d8", 0.13 + 0.03 * number),
        )
    canvas.area([(0, tall), (0, 1180), (wide, 1180), (wide, tall)], "#0a1a22")
    canvas.disc((1200, 1180), 700, faded("#bfe6d2", 0.25), height=80)
    bell = [
        (1200 + side * half, y)
        for side, half, y in (
            (-1, 60, 330),
            (-1, 150, 400),
            (-1, 190, 620),
            (-1, 250, 800),
            (-1, 340, 900),
        )
    ]
    canvas.area([*bell, *[(2400 - x, y) for x, y in reversed(bell)]], "#b8893a")
    canvas.area(
        [(1240, 340), (1340, 410), (1380, 620), (1440, 800), (1530, 895), (1300, 895)],
        faded("#5c3f18", 0.5),
    )
    canvas.box(860, 880, 1540, 925, "#8a6427")
    canvas.disc((1200, 960), 58, "#5c3f18")
    canvas.ring((1200, 300), 44, "#b8893a", 20)
    dice = random.Random(3)
    for number in range(17):
        x = 560 + number * 80
        height = 240 + 50 * math.sin(number * 1.1)
        parts.person(
            canvas,
            (x, 1190 + 30 * math.sin(number)),
            height,
            mix("#16343d", "#2f7f86", dice.random()),
            "#e2c2a0",
        )
    for side in (0, 1):
        for fold in range(9):
            left = fold * 62 if side == 0 else wide - (fold + 1) * 62
            reach = tall if fold < 7 else tall * 0.8
            canvas.panel(left, -60, left + 66, reach, "#8e1f2b" if fold % 2 else "#6d1520", 26)
    for fold in range(24):
        canvas.disc((fold * 104 + 50, 40), 84, "#8e1f2b" if fold % 2 else "#6d1520", height=120)
    canvas.box(0, 1450, wide, tall, "#06090c")
    for number in range(26):
        canvas.disc(
            (number * 100 + dice.uniform(-20, 20), 1470 + dice.uniform(-10, 40)), 50, "#06090c"
        )
    canvas.panel(1130, 1270, 1270, 1560, "#06090c", 50)
    canvas.disc((1200, 1240), 48, "#06090c")
    canvas.line([(1260, 1340), (1400, 1210)], "#06090c", 34)
    canvas.line([(1400, 1210), (1480, 1120)], "#f6ecd4", 6)


def table(canvas: Canvas) -> None:
    """A table seen from above: soup, bread, figs, a ferry ticket."""
    wide = canvas.width
    for plank in range(8):
        paint = mix("#2f5560", "#3d6a74", (plank * 37 % 10) / 10)
        canvas.box(0, plank * 200, wide, plank * 200 + 196, paint)
        canvas.box(0, plank * 200 + 196, wide, plank * 200 + 200, "#1d3840")
    canvas.disc((1018, 838), 520, faded("#10242a", 0.45))
    canvas.disc((1000, 810), 520, "#f4eee0")
    canvas.disc((1000, 810), 440, "#e3d9c3")
    canvas.disc((1000, 810), 400, "#d9832f")
    canvas.disc((1000, 810), 360, "#e2953f")
    dice = random.Random(21)
    for _ in range(16):
        place = (1000 + dice.gauss(0, 130), 810 + dice.gauss(0, 130))
        canvas.disc(place, dice.uniform(20, 44), dice.choice(("#f3d9b0", "#c8452b", "#f0c27a")))
    for _ in range(30):
        x, y = 1000 + dice.gauss(0, 140), 810 + dice.gauss(0, 140)
        canvas.line([(x, y), (x + dice.uniform(-26, 26), y + dice.uniform(-26, 26))], "#5d8a3f", 7)
    canvas.panel(1640, 240, 2240, 760, "#a8713c", 30)
    for slice_ in range(4):
        left = 1690 + slice_ * 126
        canvas.panel(left, 330, left + 112, 680, "#c98d4f", 46)
        canvas.panel(left + 12, 346, left + 100, 664, "#f3dfb8", 38)
        for _ in range(9):
            canvas.disc(
                (left + dice.uniform(26, 88), dice.uniform(370, 640)), dice.uniform(3, 8), "#dcbf8d"
            )
    for x, y in ((1760, 1060), (1960, 1000), (1880, 1210), (2090, 1180)):
        canvas.disc((x + 6, y + 10), 92, faded("#10242a", 0.4))
        canvas.disc((x, y), 92, "#4f2a4a")
        if (x + y) % 4:
            canvas.disc((x, y), 74, "#e7b9a4")
            canvas.disc((x, y), 52, "#b8435a")
            for seed in range(18):
                angle = seed * 2.4
                canvas.disc(
                    (
                        x + math.cos(angle) * (10 + seed * 2.1),
                        y + math.sin(angle) * (10 + seed * 2.1),
                    ),
                    4,
                    "#f2d3a0",
                )
    canvas.area([(150, 1180), (560, 1090), (620, 1360), (210, 1450)], "#f2c53d")
    canvas.line([(190, 1240), (580, 1155)], "#7a4f12", 6)
    canvas.text((250, 1372), "FERRY 4", "#7a4f12", 70, weight=2)
    canvas.line([(310, 330), (330, 980)], "#cfd6d6", 26)
    canvas.disc((306, 300), 62, "#cfd6d6", height=96)


def knots(canvas: Canvas) -> None:
    """A museum board of ropes and hitches, numbered."""
    wide, tall = canvas.width, canvas.height
    canvas.box(0, 0, wide, tall, "#22384a")
    for column in range(4):
        for row in range(3):
            left, top = 110 + column * 560, 90 + row * 490
            canvas.panel(left, top, left + 500, top + 430, "#f1e6cf", 18)
            number = row * 4 + column
            _knot(canvas, left + 250, top + 195, number)
            canvas.text(
                (left + 250, top + 392), f"No. {number + 1}", "#22384a", 40, anchor="mm", weight=1
            )


def _knot(canvas: Canvas, x: float, y: float, number: int) -> None:
    rope = ("#b5743a", "#c8452b", "#2f6f73", "#8a6a3a")[number % 4]
    a, b = (
        (1, 2),
        (2, 3),
        (3, 2),
        (3, 4),
        (1, 3),
        (2, 5),
        (4, 3),
        (5, 2),
        (1, 4),
        (3, 5),
        (4, 1),
        (5, 4),
    )[number]
    points = [
        (
            x + 185 * math.sin(a * t * math.tau / 240 + number),
            y + 128 * math.sin(b * t * math.tau / 240),
        )
        for t in range(241)
    ]
    canvas.line([(px + 6, py + 9) for px, py in points], faded("#22384a", 0.25), 26)
    for start in range(0, 240, 6):
        piece = points[start : start + 8]
        canvas.line(piece, mix(rope, "#20160c", 0.5), 30)
        canvas.line(piece, rope, 22)
    for px, py in points[::5]:
        canvas.line([(px - 6, py - 6), (px + 6, py + 6)], mix(rope, "#ffffff", 0.4), 4)


def ropewalk(canvas: Canvas) -> None:
    """The long room, its windows and its lines of rope running to one point."""
    wide, tall = canvas.width, canvas.height
    middle = (wide * 0.5, tall * 0.46)
    canvas.box(0, 0, wide, tall, "#caa77a")
    canvas.area([(0, 0), (wide, 0), middle], "#8a6742")
    canvas.area([(0, tall), (wide, tall), middle], "#7a5a3c")
    for number in range(16):
        share = (number / 15) ** 2
        half_wide, half_tall = 60 + (wide * 0.5 - 60) * share, 36 + (tall * 0.46 - 36) * share
        canvas.line(
            [
                (middle[0] - half_wide, middle[1] - half_tall),
                (middle[0] + half_wide, middle[1] - half_tall),
            ],
            "#5a4128",
            4 + 26 * share,
        )
        for side in (-1, 1):
            x = middle[0] + side * half_wide
            canvas.line(
                [(x, middle[1] - half_tall), (x, middle[1] + half_tall * 1.17)],
                "#5a4128",
                4 + 20 * share,
            )
            far = (number / 15 * 0.9) ** 2 if number else 0
            far_wide = 60 + (wide * 0.5 - 60) * (share * 0.55 + far * 0.45)
            if number > 2:
                near_x, far_x = x - side * half_wide * 0.06, middle[0] + side * far_wide
                canvas.area(
                    [
                        (near_x, middle[1] - half_tall * 0.55),
                        (far_x, middle[1] - half_tall * 0.5),
                        (far_x, middle[1] + half_tall * 0.2),
                        (near_x, middle[1] + half_tall * 0.25),
                    ],
                    mix("#fff3cf", "#f7dca0", share),
                )
    canvas.glow(middle, 330, "#fff6dd", 0.9)
    for number in range(9):
        x = wide * (0.22 + 0.07 * number)
        canvas.line(
            [(middle[0] + (x - middle[0]) * 0.03, middle[1] + 12), (x, tall)],
            "#e9d3a0" if number % 2 else "#c8452b",
            16,
        )
    parts.person(canvas, (1330, 940), 330, "#33415c")
    parts.person(canvas, (1140, 800), 110, "#7b3f4f")


def council(canvas: Canvas) -> None:
    """The council's benches as dots in a half circle, those for in one colour."""
    wide, tall = canvas.width, canvas.height
    canvas.gradient(("#f3ead8", "#e9dcc1"))
    middle = (wide / 2, tall * 0.86)
    seats = []
    for row in range(6):
        radius = 440 + row * 120
        count = 9 + row * 3
        seats += [(180 + 180 * (seat + 0.5) / count, radius) for seat in range(count)]
    seats.sort()
    ayes = len(seats) // 2 + 1
    for number, (angle, radius) in enumerate(seats):
        place = (
            middle[0] + math.cos(math.radians(angle)) * radius,
            middle[1] + math.sin(math.radians(angle)) * radius,
        )
        paint = "#22606b" if number < ayes else "#d08a3a"
        canvas.disc((place[0] + 5, place[1] + 8), 46, faded("#3a2a14", 0.2))
        canvas.disc(place, 46, paint)
        canvas.disc((place[0] - 14, place[1] - 14), 13, mix(paint, "#ffffff", 0.35))
    canvas.panel(middle[0] - 230, middle[1] - 70, middle[0] + 230, middle[1] + 70, "#7b3f2f", 24)
    canvas.disc((middle[0], middle[1] - 160), 86, "#c89b3c")
    canvas.ring((middle[0], middle[1] - 160), 70, "#8a6a2a", 6)
    canvas.text((middle[0], middle[1] - 158), "1", "#8a6a2a", 88, anchor="mm", weight=3)
    canvas.text((160, tall * 0.95), f"FOR {ayes}", "#22606b", 84, weight=3)
    canvas.text(
        (wide - 160, tall * 0.95),
        f"AGAINST {len(seats) - ayes}",
        "#b8742a",
        84,
        anchor="rs",
        weight=3,
    )


def market(canvas: Canvas) -> None:
    """Stalls under striped awnings, lamps and crates of fish."""
    wide, tall = canvas.width, canvas.height
    canvas.gradient(("#26324f", "#5b5876", "#c98c74"), bottom=tall * 0.5)
    parts.houses(
        canvas,
        base=tall * 0.52,
        colours=("#3a4059", "#444862", "#333852"),
        heights=(180, 420),
        widths=(150, 240),
        lit="#ffd98a",
        chance=0.2,
        seed=41,
    )
    canvas.box(0, tall * 0.5, wide, tall, "#4b4a55")
    paints = (("#c8452b", "#f6ead2"), ("#22606b", "#f6ead2"), ("#e0a030", "#f6ead2"))
    for number, (dark, pale) in enumerate(paints):
        _stall(canvas, 60 + number * 780, dark, pale, number)
    for x in range(0, wide, 150):
        canvas.line([(x, tall), (x + 60, tall * 0.93)], "#3f3e49", 4)
    for number, coat in enumerate(("#2f3f6b", "#7b3f4f", "#56744f", "#3b3b45")):
        parts.person(canvas, ((180, 870, 1640, 2290)[number], tall * 0.985), 430, coat)


def _stall(canvas: Canvas, left: float, dark: Colour, pale: Colour, number: int) -> None:
    width, top = 720, 520
    canvas.glow((left + width / 2, 760), 420, "#ffdd98", 0.75)
    for post in (left + 16, left + width - 16):
        canvas.line([(post, top), (post, 1330)], "#2a2733", 16)
    stripes = 10
    for stripe in range(stripes):
        x1, x2 = left + width * stripe / stripes, left + width * (stripe + 1) / stripes
        paint = dark if stripe % 2 == 0 else pale
        canvas.area(
            [
                (x1 + 34 - stripe * 6, top - 150),
                (x2 + 28 - stripe * 6, top - 150),
                (x2, top),
                (x1, top),
            ],
            paint,
        )
        canvas.disc(((x1 + x2) / 2, top), width / stripes / 2, paint)
    for lamp in (0.25, 0.5, 0.75):
        x = left + width * lamp
        canvas.line([(x, top), (x, 640)], "#2a2733", 5)
        canvas.disc((x, 660), 24, "#fff1c4")
    canvas.area(
        [(left - 10, 1090), (left + width + 10, 1090), (left + width - 20, 940), (left + 20, 940)],
        "#dfe8e6",
    )
    canvas.box(left - 10, 1090, left + width + 10, 1330, mix(dark, "#1a1a22", 0.45))
    dice = random.Random(number + 1)
    for row in range(3):
        for fish in range(9):
            x = left + 70 + fish * 70 + row * 12 - 20
            y = 968 + row * 42
            _fish(canvas, x, y, 62, dice.choice(("#7f9aa6", "#9fb2b5", "#c98d7e", "#6d8797")))
    canvas.panel(left + 230, 1130, left + 490, 1240, "#f6ead2", 10)
    words = ("HERRING", "EELS", "CRAB & CO.")[number]
    canvas.text((left + 360, 1185), words, "#2a2733", 48, anchor="mm", weight=1)


def _fish(canvas: Canvas, x: float, y: float, length: float, paint: Colour) -> None:
    canvas.disc((x, y), length * 0.42, paint, height=length * 0.17)
    canvas.area(
        [
            (x + length * 0.34, y),
            (x + length * 0.6, y - length * 0.17),
            (x + length * 0.6, y + length * 0.17),
        ],
        paint,
    )
    canvas.disc(
        (x, y + length * 0.05), length * 0.3, mix(paint, "#ffffff", 0.35), height=length * 0.08
    )
    canvas.disc((x - length * 0.27, y - length * 0.04), 3.5, "#1a1a22")

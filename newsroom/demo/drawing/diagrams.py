"""Explaining pictures: how a thing works, cut open and labelled. Most are posters of videos."""

import math
import random

from newsroom.demo.drawing import parts
from newsroom.demo.drawing.canvas import Canvas, Colour, Point, faded, mix, wave


def _note(canvas: Canvas, words: str, place: Point, target: Point, ink: Colour) -> None:
    canvas.line([place, target], ink, 4)
    canvas.disc(target, 11, ink)
    left = target[0] > place[0]
    canvas.text(
        (place[0] + (-16 if left else 16), place[1]), words, ink, 50, anchor="rm" if left else "lm"
    )


def bearing(canvas: Canvas) -> None:
    """A bridge bearing cut open: rollers, plates and the crack."""
    wide, tall = canvas.width, canvas.height
    canvas.box(0, 0, wide, tall, "#16324a")
    for x in range(0, wide, 80):
        canvas.line([(x, 0), (x, tall)], faded("#ffffff", 0.07), 2)
    for y in range(0, tall, 80):
        canvas.line([(0, y), (wide, y)], faded("#ffffff", 0.07), 2)
    middle, unit = wide / 2, tall / 1600
    pale, ink = "#dfeaf0", "#ffffff"
    canvas.box(0, 210 * unit, wide, 420 * unit, "#34607f")
    for x in range(40, wide, 90):
        canvas.line([(x, 210 * unit), (x + 60, 420 * unit)], "#4c7b9a", 5)
    canvas.box(middle - 460, 420 * unit, middle + 460, 500 * unit, pale)
    canvas.area(
        [
            (middle - 380, 500 * unit),
            (middle + 380, 500 * unit),
            (middle + 250, 720 * unit),
            (middle - 250, 720 * unit),
        ],
        "#9fb9c8",
    )
    canvas.box(middle - 330, 720 * unit, middle + 330, 770 * unit, pale)
    for number in range(5):
        axle = middle - 240 + number * 120
        canvas.disc((axle, 826 * unit), 55 * unit, "#e0a030")
        canvas.disc((axle, 826 * unit), 14 * unit, "#16324a")
        canvas.arc((axle, 826 * unit), 36 * unit, 200, 320, "#16324a", 6)
    canvas.box(middle - 420, 882 * unit, middle + 420, 940 * unit, pale)
    canvas.area(
        [
            (middle - 470, 940 * unit),
            (middle + 470, 940 * unit),
            (middle + 590, tall),
            (middle - 590, tall),
        ],
        "#6d6253",
    )
    crack = [
        (middle - 40, 500 * unit),
        (middle - 4, 548 * unit),
        (middle - 46, 596 * unit),
        (middle + 6, 640 * unit),
        (middle - 20, 690 * unit),
        (middle + 4, 722 * unit),
    ]
    canvas.line(crack, "#e4502f", 15)
    canvas.glow((middle - 14, 610 * unit), 240, "#e4502f", 0.5)
    canvas.line(crack, "#ffb199", 6)
    _note(canvas, "deck", (wide * 0.18, 120 * unit), (wide * 0.25, 300 * unit), ink)
    _note(
        canvas, "the crack, 31 cm", (wide * 0.7, 640 * unit), (middle + 14, 610 * unit), "#ffb199"
    )
    _note(canvas, "rollers", (wide * 0.18, 826 * unit), (middle - 300, 826 * unit), ink)
    _note(canvas, "pier", (wide * 0.8, 1240 * unit), (middle + 380, 1180 * unit), ink)
    for side in (-1, 1):
        end = middle + side * 640
        canvas.line([(end - side * 90, 460 * unit), (end + side * 120, 460 * unit)], "#e0a030", 12)
        canvas.area(
            [
                (end + side * 160, 460 * unit),
                (end + side * 90, 424 * unit),
                (end + side * 90, 496 * unit),
            ],
            "#e0a030",
        )


def barrier(canvas: Canvas) -> None:
    """The surge barrier in section: open, turning and shut."""
    wide, tall = canvas.width, canvas.height
    canvas.gradient(("#dfeceb", "#f3ead6"))
    third = wide / 3
    level = tall * 0.56
    for number, turn in enumerate((90, 35, 0)):
        left = number * third
        sea = level - (0, 60, 190)[number]
        canvas.box(left, sea, left + third / 2, tall, "#4f8a99")
        canvas.box(left + third / 2, level, left + third - 8, tall, "#8fb8bd")
        canvas.box(left, tall * 0.84, left + third - 8, tall, "#8b7a5f")
        canvas.disc((left + third / 2, tall * 0.84), third * 0.28, "#6d604b", height=tall * 0.08)
        pivot = (left + third / 2, tall * 0.8)
        points = []
        for step in range(-34, 35, 4):
            angle = math.radians(step - 90 + turn)
            points.append(
                (
                    pivot[0] + math.cos(angle) * third * 0.46,
                    pivot[1] + math.sin(angle) * third * 0.46,
                )
            )
        canvas.area([pivot, *points], faded("#22404f", 0.85))
        canvas.line(points, "#c8452b", 22)
        canvas.disc(pivot, 40, "#e0a030")
        canvas.disc((left + 120, 150), 68, "#22404f")
        canvas.text((left + 120, 152), str(number + 1), "#ffffff", 76, anchor="mm", weight=2)
        canvas.text(
            (left + 214, 152),
            ("Open", "Turning", "Shut")[number],
            "#22404f",
            70,
            anchor="lm",
            weight=1,
        )
        if number:
            canvas.box(left - 8, 0, left, tall, "#f7f2e4")
        if number == 2:
            dice = random.Random(1)
            for _ in range(40):
                canvas.disc(
                    (left + third / 2 - dice.uniform(10, 190), sea + dice.uniform(-40, 12)),
                    dice.uniform(4, 14),
                    faded("#ffffff", 0.8),
                )
    canvas.text((wide - 60, level - 26), "harbour", "#3f7280", 48, anchor="rs")
    canvas.text((wide - third + 40, level - 230), "sea", "#3f7280", 48)


def foghorn(canvas: Canvas) -> None:
    """A foghorn and its rings of sound over a bank of fog."""
    wide, tall = canvas.width, canvas.height
    canvas.gradient(("#6b7f8c", "#a9b5b5", "#dad8cb"))
    mouth = (wide * 0.36, tall * 0.46)
    for ring in range(11):
        radius = 150 + ring * 150
        canvas.arc(mouth, radius, -48, 48, faded("#fff6dd", 0.85 - ring * 0.07), 26 - ring * 1.5)
    canvas.area(
        [
            (mouth[0] - 560, mouth[1] - 60),
            (mouth[0] - 120, mouth[1] - 90),
            (mouth[0] + 20, mouth[1] - 260),
            (mouth[0] + 20, mouth[1] + 260),
            (mouth[0] - 120, mouth[1] + 90),
            (mouth[0] - 560, mouth[1] + 60),
        ],
        "#b5342a",
    )
    canvas.area(
        [
            (mouth[0] - 560, mouth[1] + 10),
            (mouth[0] - 120, mouth[1] + 20),
            (mouth[0] + 20, mouth[1] + 90),
            (mouth[0] + 20, mouth[1] + 260),
            (mouth[0] - 120, mouth[1] + 90),
            (mouth[0] - 560, mouth[1] + 60),
        ],
        "#8a241d",
    )
    canvas.disc((mouth[0] + 20, mouth[1]), 70, "#d9b44a", height=270)
    canvas.disc((mouth[0] + 24, mouth[1]), 52, "#3a1411", height=226)
    canvas.box(mouth[0] - 460, mouth[1] + 60, mouth[0] - 300, tall, "#3d4a50")
    for row in range(5):
        share = row / 4
        bank = wave(
            wide,
            level=tall * (0.74 + 0.07 * row),
            height=34,
            length=760 + 130 * row,
            shift=row * 310,
        )
        canvas.area(
            [(0, tall + 40), *bank, (wide + 12, tall + 40)],
            faded(mix("#c8cdc8", "#f1eee2", share), 0.72),
        )


def tram_ride(canvas: Canvas, *, paint: Colour = "#22606b") -> None:
    """Through a tram's front window at night: rails, lamps and the next stop."""
    wide, tall = canvas.width, canvas.height
    canvas.gradient(("#0c1030", "#2a2757", "#5b3f6d"), bottom=tall * 0.55)
    parts.houses(
        canvas,
        base=tall * 0.56,
        colours=("#15193a", "#1b2046"),
        heights=(100, 420),
        widths=(120, 220),
        lit="#ffcf70",
        chance=0.4,
        seed=6,
    )
    canvas.box(0, tall * 0.55, wide, tall, "#191b38")
    middle = (wide * 0.5, tall * 0.53)
    for lane in (-0.5, -0.2, 0.2, 0.5):
        canvas.line([middle, (middle[0] + lane * wide, tall)], "#8d94c4", 8)
    for number in range(7):
        share = ((number + 1) / 7) ** 2
        for side in (-1, 1):
            x = middle[0] + side * (90 + wide * 0.5 * share)
            canvas.glow((x, middle[1] - 330 * share), 60 + 200 * share, "#ffd98a", 0.8)
            canvas.line(
                [(x, middle[1] - 330 * share), (x, middle[1] + 120 * share)],
                "#0a0d22",
                3 + 9 * share,
            )
    parts.rain(canvas, count=240, colour="#cfd6ff", seed=11, length=70)
    frame = "#0b0d18"
    canvas.box(0, 0, wide, 90, frame)
    canvas.box(0, tall * 0.86, wide, tall, frame)
    for x in (0, wide * 0.5 - 18, wide - 60):
        canvas.box(x, 0, x + (36 if 0 < x < wide - 100 else 60), tall, frame)
    canvas.panel(wide * 0.28, tall * 0.885, wide * 0.72, tall * 0.965, paint, 20)
    canvas.text(
        (wide * 0.5, tall * 0.926),
        "NEXT STOP  NETMAKERS",
        "#ffcf70",
        tall * 0.042,
        anchor="mm",
        weight=1,
    )
    canvas.arc((wide * 0.74, tall * 0.86), 620, 195, 255, "#05060c", 26)

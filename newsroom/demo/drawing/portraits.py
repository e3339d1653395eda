"""Portraits as stylised faces, and the paper's own emblem."""

import math
import random

from newsroom.demo.drawing.canvas import Canvas, Colour, faded, mix


def face(
    canvas: Canvas,
    *,
    ground: Colour,
    skin: Colour,
    hair: Colour,
    coat: Colour,
    cut: str = "short",
    glasses: bool = False,
    beard: bool = False,
    hat: Colour | None = None,
    collar: Colour = "#f3ead8",
) -> None:
    """Head and shoulders; ``cut`` is short, long, bob, bun, curls, bald or swept."""
    wide, tall = canvas.width, canvas.height
    unit = wide / 1200
    x, y = wide / 2, tall * 0.45
    canvas.box(0, 0, wide, tall, ground)
    canvas.disc((wide * 0.5, tall * 0.46), 500 * unit, mix(ground, "#ffffff", 0.16))
    shade = mix(skin, "#5a2f22", 0.25)
    _hair_behind(canvas, x, y, unit, hair, cut)
    canvas.area(
        [
            (x - 480 * unit, tall),
            (x - 420 * unit, tall - 210 * unit),
            (x - 150 * unit, tall - 330 * unit),
            (x + 150 * unit, tall - 330 * unit),
            (x + 420 * unit, tall - 210 * unit),
            (x + 480 * unit, tall),
        ],
        coat,
    )
    canvas.area(
        [
            (x - 105 * unit, y + 150 * unit),
            (x + 105 * unit, y + 150 * unit),
            (x + 125 * unit, tall - 290 * unit),
            (x, tall - 215 * unit),
            (x - 125 * unit, tall - 290 * unit),
        ],
        shade,
    )
    for side in (-1, 1):
        canvas.area(
            [
                (x + side * 128 * unit, tall - 352 * unit),
                (x, tall - 215 * unit),
                (x + side * 120 * unit, tall - 140 * unit),
                (x + side * 205 * unit, tall - 300 * unit),
            ],
            collar,
        )
        canvas.disc((x + side * 205 * unit, y + 20 * unit), 40 * unit, shade, height=56 * unit)
    canvas.disc((x, y), 208 * unit, skin, height=262 * unit)
    canvas.disc((x, y + 90 * unit), 170 * unit, skin, height=192 * unit)
    for side in (-1, 1):
        canvas.disc((x + side * 112 * unit, y + 84 * unit), 42 * unit, faded("#d9583f", 0.22))
        canvas.disc((x + side * 82 * unit, y + 6 * unit), 17 * unit, "#1d1a1c", height=20 * unit)
        canvas.disc((x + side * 82 * unit + 6 * unit, y - 1 * unit), 5.5 * unit, "#ffffff")
        brow = mix(hair, "#1d1a1c", 0.4)
        canvas.line(
            [
                (x + side * 46 * unit, y - 46 * unit),
                (x + side * 86 * unit, y - 60 * unit),
                (x + side * 122 * unit, y - 44 * unit),
            ],
            brow,
            15 * unit,
        )
    canvas.line(
        [
            (x + 4 * unit, y + 4 * unit),
            (x + 26 * unit, y + 88 * unit),
            (x - 8 * unit, y + 96 * unit),
        ],
        shade,
        11 * unit,
    )
    if beard:
        chin = [
            (
                x + 178 * unit * math.cos(math.radians(a)),
                y + 92 * unit + 196 * unit * math.sin(math.radians(a)),
            )
            for a in range(0, 181, 9)
        ]
        canvas.area(
            [
                (x + 185 * unit, y + 40 * unit),
                *chin,
                (x - 185 * unit, y + 40 * unit),
                (x - 120 * unit, y + 118 * unit),
                (x, y + 104 * unit),
                (x + 120 * unit, y + 118 * unit),
            ],
            hair,
        )
        canvas.area(
            [
                (x - 60 * unit, y + 150 * unit),
                (x + 60 * unit, y + 150 * unit),
                (x + 40 * unit, y + 178 * unit),
                (x - 40 * unit, y + 178 * unit),
            ],
            shade,
        )
    canvas.arc((x, y + 118 * unit), 66 * unit, 22, 158, "#8e3a30", 12 * unit, height=44 * unit)
    _hair_before(canvas, x, y, unit, hair, cut)
    if glasses:
        for side in (-1, 1):
            canvas.ring((x + side * 84 * unit, y + 8 * unit), 62 * unit, "#22262b", 11 * unit)
            canvas.line(
                [(x + side * 146 * unit, y), (x + side * 204 * unit, y - 12 * unit)],
                "#22262b",
                10 * unit,
            )
        canvas.arc((x, y + 4 * unit), 24 * unit, 190, 350, "#22262b", 11 * unit)
    if hat:
        canvas.area(
            [
                (x - 236 * unit, y - 118 * unit),
                (x - 206 * unit, y - 296 * unit),
                (x, y - 366 * unit),
                (x + 206 * unit, y - 296 * unit),
                (x + 236 * unit, y - 118 * unit),
            ],
            hat,
        )
        canvas.panel(
            x - 250 * unit,
            y - 168 * unit,
            x + 250 * unit,
            y - 92 * unit,
            mix(hat, "#000000", 0.25),
            34 * unit,
        )


def _hair_behind(canvas: Canvas, x: float, y: float, unit: float, hair: Colour, cut: str) -> None:
    if cut == "long":
        canvas.panel(
            x - 268 * unit, y - 220 * unit, x + 268 * unit, y + 440 * unit, hair, 180 * unit
        )
    elif cut == "bob":
        canvas.panel(
            x - 272 * unit, y - 250 * unit, x + 272 * unit, y + 210 * unit, hair, 150 * unit
        )
    elif cut == "bun":
        canvas.disc((x, y - 330 * unit), 112 * unit, hair)
        canvas.disc((x, y - 60 * unit), 244 * unit, hair, height=250 * unit)
    elif cut == "curls":
        dice = random.Random(4)
        for step in range(34):
            angle = math.radians(150 + step * 240 / 33)
            canvas.disc(
                (x + math.cos(angle) * 236 * unit, y - 40 * unit + math.sin(angle) * 236 * unit),
                dice.uniform(66, 92) * unit,
                mix(hair, "#ffffff", dice.uniform(0, 0.08)),
            )


def _hair_before(canvas: Canvas, x: float, y: float, unit: float, hair: Colour, cut: str) -> None:
    if cut == "bald":
        return
    crown = [
        (
            x + 226 * unit * math.cos(math.radians(a)),
            y - 20 * unit + 268 * unit * math.sin(math.radians(a)),
        )
        for a in range(180, 361, 9)
    ]
    fringes = {
        "short": [(214, -70), (150, -150), (60, -168), (-70, -150), (-160, -130), (-216, -60)],
        "long": [(216, -10), (170, -120), (40, -200), (-110, -140), (-216, 30)],
        "bob": [(214, -64), (120, -84), (0, -92), (-120, -84), (-214, -64)],
        "bun": [(212, -96), (110, -176), (0, -196), (-110, -176), (-212, -96)],
        "curls": [(212, -90), (120, -140), (10, -150), (-100, -140), (-212, -90)],
        "swept": [(216, -50), (170, -150), (60, -190), (-120, -130), (-190, -70), (-216, -40)],
    }
    fringe = [(x + px * unit, y + py * unit) for px, py in fringes[cut]]
    canvas.area([*crown, *fringe], hair)


def emblem(canvas: Canvas, *, ground: Colour = "#16324a", gold: Colour = "#e0a030") -> None:
    """The paper's emblem: a lantern between two waves."""
    wide, tall = canvas.width, canvas.height
    x, unit = wide / 2, wide / 1200
    canvas.box(0, 0, wide, tall, ground)
    canvas.ring((x, tall / 2), 520 * unit, gold, 16 * unit)
    canvas.glow((x, 560 * unit), 420 * unit, "#ffe9b0", 0.8)
    canvas.ring((x, 250 * unit), 60 * unit, gold, 18 * unit)
    canvas.area([(x - 190 * unit, 420 * unit), (x, 290 * unit), (x + 190 * unit, 420 * unit)], gold)
    canvas.panel(x - 150 * unit, 430 * unit, x + 150 * unit, 740 * unit, "#fff3d0", 12 * unit)
    for bar in (-150, -50, 50, 150):
        canvas.line([(x + bar * unit, 430 * unit), (x + bar * unit, 740 * unit)], gold, 16 * unit)
    canvas.panel(x - 200 * unit, 740 * unit, x + 200 * unit, 796 * unit, gold, 10 * unit)
    flame = [
        (x, 500 * unit),
        (x + 52 * unit, 620 * unit),
        (x, 700 * unit),
        (x - 52 * unit, 620 * unit),
    ]
    canvas.area(flame, "#e4702f")
    for level in (880, 960):
        points = [
            (x + step * unit, (level + 22 * math.sin(step / 48)) * unit)
            for step in range(-300, 301, 10)
        ]
        canvas.line(points, "#f7f2e4", 22 * unit)

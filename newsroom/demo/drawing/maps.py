"""Maps of the invented city of Lanthorn and the sea around it."""

import math
from itertools import pairwise

from newsroom.demo.drawing.canvas import Canvas, Colour, Point, faded, mix

LAND = "#efe6d2"
SHORE = "#d8c9a6"
WATER = "#bcd8dc"
INK = "#2b3a42"

# The harbour runs from the river in the north to the Sound in the south.
WEST = (
    (0, 0),
    (980, 0),
    (1010, 210),
    (930, 430),
    (960, 640),
    (890, 860),
    (760, 1020),
    (700, 1230),
    (480, 1400),
    (380, 1600),
    (0, 1600),
)
EAST = (
    (1170, 0),
    (2400, 0),
    (2400, 1240),
    (2130, 1190),
    (1960, 1270),
    (1790, 1180),
    (1640, 1010),
    (1440, 930),
    (1290, 820),
    (1250, 640),
    (1190, 430),
    (1230, 210),
)


def harbour(
    canvas: Canvas,
    *,
    routes: bool = True,
    title: str = "How to cross",
    areas: tuple[tuple[str, str, float], ...] = (),
) -> None:
    """The harbour with its bridge, tunnel, ferries and trams; ``areas`` shades quarters."""
    _ground(canvas)
    for quarter, colour, strength in areas:
        canvas.area(QUARTERS[quarter], faded(colour, strength))
    _streets(canvas)
    if routes:
        _crossings(canvas)
    for words, place, size in NAMES:
        canvas.text(place, words, INK, size, anchor="mm", weight=1)
    for words, place in (("Lanthorn Sound", (1180, 1330)), ("River Wend", (1085, 90))):
        canvas.text(place, words, "#5d8b97", 46, anchor="mm")
    canvas.box(90, 90, 90 + 34 * len(title), 190, "#c8452b")
    canvas.text((116, 142), title, "#ffffff", 58, anchor="lm", weight=1)
    _compass(canvas, (2230, 1420))


QUARTERS: dict[str, tuple[Point, ...]] = {
    "netmakers": ((560, 470), (930, 430), (960, 640), (890, 860), (520, 820)),
    "old-quay": ((520, 830), (890, 860), (760, 1020), (700, 1230), (430, 1150)),
    "copper-hill": ((60, 260), (520, 180), (550, 480), (510, 820), (60, 760)),
    "eastbank": ((1250, 640), (1700, 560), (1780, 900), (1640, 1010), (1440, 930), (1290, 820)),
    "saltgate": ((1240, 160), (1800, 120), (1820, 520), (1250, 620), (1190, 430)),
    "the-docks": ((1800, 560), (2360, 600), (2360, 1200), (2130, 1190), (1960, 1270), (1790, 1180)),
}

NAMES: tuple[tuple[str, Point, float], ...] = (
    ("Netmakers", (730, 600), 46),
    ("Old Quay", (620, 1010), 46),
    ("Copper Hill", (300, 520), 46),
    ("Eastbank", (1500, 760), 46),
    ("Saltgate", (1520, 340), 46),
    ("The Docks", (2080, 900), 46),
    ("Ropewalk", (330, 1010), 36),
)


def _ground(canvas: Canvas) -> None:
    canvas.box(0, 0, canvas.width, canvas.height, WATER)
    for ring in range(3, 0, -1):
        for shore in (WEST, EAST):
            canvas.line([*shore], mix(WATER, "#ffffff", 0.16 * (4 - ring)), ring * 34)
    for shore in (WEST, EAST):
        canvas.area(shore, LAND)
        canvas.line([*shore], SHORE, 12)
    canvas.disc((1010, 1490), 46, LAND, height=34)
    canvas.disc((1010, 1486), 13, "#c8452b")
    canvas.text((1075, 1492), "The Lanthorn", INK, 36, anchor="lm")


def _streets(canvas: Canvas) -> None:
    white = "#ffffff"
    for number in range(9):
        y = 150 + number * 160
        canvas.line([(0, y), (420, y - 30), (880 - number * 20, y + 10)], white, 7)
        canvas.line([(1320 + number * 40, y), (1800, y - 40), (2400, y + 20)], white, 7)
    for number in range(5):
        canvas.line([(130 + number * 190, 0), (90 + number * 160, 1500 - number * 90)], white, 7)
        canvas.line([(1380 + number * 240, 0), (1420 + number * 240, 760 + number * 90)], white, 7)


def _crossings(canvas: Canvas) -> None:
    canvas.line([(420, 560), (945, 545), (1228, 545), (1820, 470)], "#ffffff", 26)
    canvas.line([(420, 560), (945, 545), (1228, 545), (1820, 470)], "#7d8b91", 14)
    canvas.line([(955, 545), (1220, 545)], "#c8452b", 22)
    for x in (1040, 1140):
        canvas.line([(x - 34, 511), (x + 34, 579)], "#c8452b", 16)
        canvas.line([(x - 34, 579), (x + 34, 511)], "#c8452b", 16)
    _label(canvas, (1090, 450), "Bridge closed", "#c8452b")
    canvas.dashes([(560, 1180), (1130, 1090), (1720, 1090)], "#22606b", 14, 26)
    canvas.line([(300, 1260), (560, 1180)], "#22606b", 14)
    canvas.line([(1720, 1090), (2080, 1020)], "#22606b", 14)
    _label(canvas, (1180, 1170), "Tunnel, free", "#22606b")
    for start, end in (
        ((958, 660), (1252, 700)),
        ((890, 860), (1300, 830)),
        ((760, 1030), (1440, 935)),
    ):
        canvas.dashes([start, end], "#3b5fa0", 9, 13)
        for place in (start, end):
            canvas.disc(place, 20, "#3b5fa0")
            canvas.disc(place, 9, "#ffffff")
    _label(canvas, (1090, 770), "Ferries 2, 4, 7", "#3b5fa0")


def _label(canvas: Canvas, place: Point, words: str, colour: Colour) -> None:
    half = len(words) * 12.5 + 22
    canvas.panel(place[0] - half, place[1] - 36, place[0] + half, place[1] + 36, "#ffffff", 36)
    canvas.text((place[0], place[1] + 2), words, colour, 44, anchor="mm", weight=1)


def _compass(canvas: Canvas, place: Point) -> None:
    x, y = place
    canvas.disc(place, 86, faded("#ffffff", 0.7))
    canvas.area([(x, y - 70), (x + 20, y), (x - 20, y)], "#c8452b")
    canvas.area([(x, y + 70), (x + 20, y), (x - 20, y)], INK)
    canvas.text((x, y - 100), "N", INK, 44, anchor="ms", weight=1)


def weather(canvas: Canvas, *, storm: str = "Wilmot") -> None:
    """A weather chart: isobars tighten around a storm west of the coast."""
    wide, tall = canvas.width, canvas.height
    canvas.box(0, 0, wide, tall, "#d5e5e6")
    coast = (
        (1580, 0),
        (1500, 180),
        (1610, 330),
        (1480, 520),
        (1540, 680),
        (1430, 800),
        (1560, 910),
        (1500, 1080),
        (1640, 1240),
        (1560, 1420),
        (1660, 1600),
        (2400, 1600),
        (2400, 0),
    )
    canvas.line([*coast[:-2]], "#b9d2d5", 50)
    canvas.area(coast, "#ece4cd")
    canvas.line([*coast[:-2]], "#b3a57e", 8)
    centre = (720.0, 760.0)
    for ring in range(11):
        radius = 110 + ring * 105 + ring**2 * 3
        points = []
        for turn in range(0, 361, 5):
            angle = math.radians(turn)
            bump = (
                1
                + 0.1 * math.sin(2 * angle + ring * 0.22)
                + 0.05 * math.sin(3 * angle - ring * 0.4)
            )
            points.append(
                (
                    centre[0] + math.cos(angle) * radius * bump * 1.15,
                    centre[1] + math.sin(angle) * radius * bump * 0.86,
                )
            )
        canvas.line(points, faded("#33506b", 0.85), 5)
        place = points[8 if ring % 2 else 60]
        if ring % 2 == 0 and 0 < place[0] < wide and 60 < place[1] < tall - 60:
            canvas.disc(place, 44, "#d5e5e6", height=26)
            canvas.text(place, str(968 + ring * 4), "#33506b", 40, anchor="mm")
    for colour, front, is_cold in (
        ("#c8452b", [(800, 700), (1040, 640), (1260, 680), (1480, 800), (1640, 980)], False),
        ("#2f5fa8", [(740, 850), (820, 1040), (940, 1220), (1120, 1370), (1340, 1490)], True),
    ):
        canvas.line(front, colour, 13)
        for start, end in pairwise(front):
            for share in (0.25, 0.7):
                x, y = (
                    start[0] + (end[0] - start[0]) * share,
                    start[1] + (end[1] - start[1]) * share,
                )
                angle = math.atan2(end[1] - start[1], end[0] - start[0])
                if is_cold:
                    tip = (
                        x + math.cos(angle - math.pi / 2) * 56,
                        y + math.sin(angle - math.pi / 2) * 56,
                    )
                    along = (math.cos(angle) * 34, math.sin(angle) * 34)
                    canvas.area(
                        [(x - along[0], y - along[1]), tip, (x + along[0], y + along[1])], colour
                    )
                else:
                    canvas.disc(
                        (
                            x + math.cos(angle - math.pi / 2) * 16,
                            y + math.sin(angle - math.pi / 2) * 16,
                        ),
                        32,
                        colour,
                    )
    canvas.disc(centre, 84, "#c8452b")
    canvas.text(centre, "L", "#ffffff", 110, anchor="mm", weight=3)
    _label(canvas, (centre[0], centre[1] - 140), f"Storm {storm}", INK)
    canvas.disc((1540, 690), 20, INK)
    canvas.text((1580, 692), "Lanthorn", INK, 52, anchor="lm", weight=1)
    for x, y, speed in ((1230, 420, 44), (1260, 930, 61), (900, 1120, 70)):
        canvas.line([(x - 80, y + 46), (x + 80, y - 46)], INK, 9)
        canvas.area([(x + 110, y - 62), (x + 44, y - 64), (x + 84, y - 8)], INK)
        canvas.text((x, y + 90), f"{speed} kn", INK, 42, anchor="ms")

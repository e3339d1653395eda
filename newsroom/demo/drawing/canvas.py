"""A canvas with the few tools the demo's pictures are drawn with.

Everything is given in points, of which the finished picture has four fifths as pixels. The canvas
draws larger and shrinks at the end, because Pillow's own lines and polygons have hard edges.
"""

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from PIL import Image, ImageColor, ImageDraw, ImageFont

Point = tuple[float, float]
Colour = str | tuple[int, int, int] | tuple[int, int, int, int]

PIXELS_PER_POINT = 0.8
OVERSAMPLING = 1.2


def rgb(colour: Colour) -> tuple[int, int, int]:
    """Red, green and blue of a colour written as "#rrggbb" or as a tuple."""
    if isinstance(colour, str):
        colour = ImageColor.getrgb(colour)
    return colour[0], colour[1], colour[2]


def mix(one: Colour, other: Colour, share: float) -> tuple[int, int, int]:
    """A colour between two: share 0 is the first, 1 the second."""
    first, second = rgb(one), rgb(other)
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def faded(colour: Colour, opacity: float) -> tuple[int, int, int, int]:
    """The colour with an opacity from 0 to 1."""
    return (*rgb(colour), round(255 * opacity))


class Canvas:
    """A picture being drawn, ``width`` × ``height`` points."""

    def __init__(self, width: int, height: int, ground: Colour = "#ffffff") -> None:
        self.width = width
        self.height = height
        self._image = Image.new("RGB", self._size(width, height), rgb(ground))
        self._draw = ImageDraw.Draw(self._image, "RGBA")

    def finish(self) -> Image.Image:
        """The picture in its true size, in pixels."""
        sides = round(self.width * PIXELS_PER_POINT), round(self.height * PIXELS_PER_POINT)
        return self._image.resize(sides, Image.Resampling.BILINEAR)

    # --- Areas -----------------------------------------------------------------------------------
    def gradient(self, stops: Sequence[Colour], *, top: float = 0, bottom: float = 0) -> None:
        """Fill a band over the full width, from colour to colour, top to bottom."""
        bottom = bottom or self.height
        first, last = round(top * OVERSAMPLING), round(bottom * OVERSAMPLING)
        width = self._image.width
        for row in range(first, last, 2):
            place = (row - first) / max(last - first, 1) * (len(stops) - 1)
            step = min(int(place), len(stops) - 2)
            colour = mix(stops[step], stops[step + 1], place - step)
            self._draw.rectangle((0, row, width, row + 1), fill=colour)

    def glow(self, centre: Point, radius: float, colour: Colour, opacity: float = 1) -> None:
        """A round light that fades out towards ``radius``."""
        side = max(2, round(2 * radius * OVERSAMPLING))
        mask = _light().resize((side, side), Image.Resampling.BILINEAR)
        if opacity < 1:
            mask = mask.point([round(value * opacity) for value in range(256)])
        left = round((centre[0] - radius) * OVERSAMPLING)
        top = round((centre[1] - radius) * OVERSAMPLING)
        self._image.paste(rgb(colour), (left, top), mask)

    def box(self, left: float, top: float, right: float, bottom: float, fill: Colour) -> None:
        """A filled rectangle."""
        self._draw.rectangle(self._scaled([(left, top), (right, bottom)]), fill=fill)

    def panel(
        self, left: float, top: float, right: float, bottom: float, fill: Colour, radius: float = 20
    ) -> None:
        """A filled rectangle with round corners."""
        self._draw.rounded_rectangle(
            self._scaled([(left, top), (right, bottom)]), radius * OVERSAMPLING, fill=fill
        )

    def area(self, points: Iterable[Point], fill: Colour) -> None:
        """A filled polygon."""
        self._draw.polygon(self._scaled(points), fill=fill)

    def disc(
        self, centre: Point, radius: float, fill: Colour, *, height: float | None = None
    ) -> None:
        """A filled circle, or an ellipse when ``height`` (half of it) is given."""
        x, y = centre
        tall = radius if height is None else height
        self._draw.ellipse(
            self._scaled([(x - radius, y - tall), (x + radius, y + tall)]), fill=fill
        )

    # --- Lines -----------------------------------------------------------------------------------
    def line(self, points: Iterable[Point], colour: Colour, width: float = 4) -> None:
        """A line through points, round at its bends."""
        self._draw.line(
            self._scaled(points),
            fill=colour,
            width=max(1, round(width * OVERSAMPLING)),
            joint="curve",
        )

    def dashes(
        self, points: Sequence[Point], colour: Colour, width: float = 4, dash: float = 24
    ) -> None:
        """A dashed line through points."""
        for start, end in pairwise(points):
            length = math.dist(start, end)
            count = max(1, int(length / dash / 2))
            for number in range(count):
                one, two = number / count, (number + 0.55) / count
                self.line([_between(start, end, one), _between(start, end, two)], colour, width)

    def ring(self, centre: Point, radius: float, colour: Colour, width: float = 4) -> None:
        """A circle's outline."""
        self.arc(centre, radius, 0, 360, colour, width)

    def arc(
        self,
        centre: Point,
        radius: float,
        start: float,
        end: float,
        colour: Colour,
        width: float = 4,
        *,
        height: float | None = None,
    ) -> None:
        """A part of a circle's outline, from angle to angle, clockwise from three o'clock."""
        x, y = centre
        tall = radius if height is None else height
        self._draw.arc(
            self._scaled([(x - radius, y - tall), (x + radius, y + tall)]),
            start,
            end,
            fill=colour,
            width=max(1, round(width * OVERSAMPLING)),
        )

    # --- Words -----------------------------------------------------------------------------------
    def text(
        self,
        place: Point,
        words: str,
        colour: Colour,
        size: float = 48,
        *,
        anchor: str = "ls",
        weight: float = 0,
    ) -> None:
        """Words at a place; ``anchor`` as in Pillow, ``weight`` in points makes them bolder."""
        self._draw.text(
            (place[0] * OVERSAMPLING, place[1] * OVERSAMPLING),
            words,
            fill=colour,
            font=_font(round(size * OVERSAMPLING)),
            anchor=anchor,
            stroke_width=round(weight * OVERSAMPLING),
            stroke_fill=colour,
        )

    @staticmethod
    def _size(width: int, height: int) -> tuple[int, int]:
        return round(width * OVERSAMPLING), round(height * OVERSAMPLING)

    @staticmethod
    def _scaled(points: Iterable[Point]) -> list[Point]:
        return [(x * OVERSAMPLING, y * OVERSAMPLING) for x, y in points]


def _between(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


@lru_cache(maxsize=1)
def _light() -> Image.Image:
    """A white spot that fades to black at its rim."""
    return Image.radial_gradient("L").point(
        [round(255 * max(0.0, 1 - value / 180) ** 2) for value in range(256)]
    )


@lru_cache(maxsize=32)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Pillow's own typeface: it is on every machine, so the pictures are the same on every one."""
    return ImageFont.load_default(size)


def wave(
    width: float, *, level: float, height: float, length: float, shift: float = 0, step: float = 12
) -> list[Point]:
    """Points of a swell over ``width``, from left to right."""
    points = []
    x = 0.0
    while x <= width + step:
        angle = (x + shift) / length * math.tau
        points.append((x, level - height * (math.sin(angle) + 0.35 * math.sin(2.3 * angle + 1))))
        x += step
    return points

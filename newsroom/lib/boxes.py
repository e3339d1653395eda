"""A part of an image as text: "x,y,w,h", fractions of its sides with four decimals each."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.utils.translation import gettext as _

#: Boxes are counted in these parts of a side.
PARTS = 10_000
#: The narrowest and lowest part of an image that a box may be: a twentieth.
SMALLEST = PARTS // 20
# What decimal text may lose when it is rounded, at both ends of a side.
_ROUNDING = 2

_BOX = re.compile(r"\s*,\s*".join([r"(\d(?:\.\d{0,16})?)"] * 4), re.ASCII)


class NotABox(ValueError):
    """Text that names no part of an image; the message says why."""


class Box(NamedTuple):
    """The left and upper edge, the width and the height, in ten-thousandths of the sides of the
    image as it is seen."""

    x: int
    y: int
    width: int
    height: int

    def __str__(self) -> str:
        return ",".join(f"{side / PARTS:.4f}" for side in self)

    def sides_px(self, width_px: int, height_px: int) -> tuple[int, int]:
        """The part's own width and height, of an image with these sides."""
        left, top, right, bottom = self.edges_px(width_px, height_px)
        return right - left, bottom - top

    def edges_px(self, width_px: int, height_px: int) -> tuple[int, int, int, int]:
        """Left, top, right and bottom in whole pixels; never empty."""
        left = min(round(self.x * width_px / PARTS), width_px - 1)
        top = min(round(self.y * height_px / PARTS), height_px - 1)
        right = max(round((self.x + self.width) * width_px / PARTS), left + 1)
        bottom = max(round((self.y + self.height) * height_px / PARTS), top + 1)
        return left, top, min(right, width_px), min(bottom, height_px)

    def focal_point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the whole image (fractions of its sides) as fractions of the part's; the
        middle where it lies outside."""
        inside = (x * PARTS - self.x) / self.width, (y * PARTS - self.y) / self.height
        return inside if all(0 <= part <= 1 for part in inside) else (0.5, 0.5)


WHOLE = Box(0, 0, PARTS, PARTS)


def parse(text: str) -> Box:
    """The box of this text, cut at the image's edges where rounding put it past them.

    Raises ``NotABox``.
    """
    found = _BOX.fullmatch(text.strip())
    if not found:
        raise NotABox(
            _("A crop is four numbers from 0 to 1, as x,y,width,height. Draw the crop again.")
        )
    x, y, width, height = (round(float(part) * PARTS) for part in found.groups())
    if max(x + width, y + height) > PARTS + _ROUNDING:
        raise NotABox(_("The crop reaches beyond the picture. Draw it inside."))
    if min(width, height) < SMALLEST:
        raise NotABox(_("The crop is too small to show anything. Draw it larger."))
    return Box(x, y, min(width, PARTS - x), min(height, PARTS - y))


def canonical(text: str) -> str:
    """The one way to write a box; empty for the whole image. Raises ``NotABox``."""
    if not text:
        return ""
    box = parse(text)
    return "" if box == WHOLE else str(box)


def clean(text: str) -> str:
    """``canonical``, and empty for what is not a box, too."""
    try:
        return canonical(text or "")
    except NotABox:
        return ""

"""The part of a picture that one use shows: a box of fractions, written "x,y,width,height"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

#: A part smaller than this, on either side, is a slip of the hand.
SMALLEST = 0.02

_NUMBER = r"([01](?:\.[0-9]{1,4})?)"
_TEXT = re.compile(",".join([_NUMBER] * 4))


class NotABox(ValueError):
    """Text that names no part of a picture; the message says why."""


@dataclass(frozen=True)
class Box:
    """Fractions of the sides of the picture as it is seen, from its left upper corner."""

    x: float
    y: float
    width: float
    height: float

    def __str__(self) -> str:
        return ",".join(f"{part:.4f}" for part in (self.x, self.y, self.width, self.height))

    def sides_px(self, width_px: int, height_px: int) -> tuple[int, int]:
        """The part's own width and height, of a picture with these sides."""
        left, top, right, bottom = self.edges_px(width_px, height_px)
        return right - left, bottom - top

    def edges_px(self, width_px: int, height_px: int) -> tuple[int, int, int, int]:
        """Left, top, right and bottom in whole pixels; never empty."""
        left = min(round(self.x * width_px), width_px - 1)
        top = min(round(self.y * height_px), height_px - 1)
        right = max(round((self.x + self.width) * width_px), left + 1)
        bottom = max(round((self.y + self.height) * height_px), top + 1)
        return left, top, min(right, width_px), min(bottom, height_px)

    def focal_point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the whole picture as seen in the part; the middle where it lies outside."""
        inside = (x - self.x) / self.width, (y - self.y) / self.height
        return inside if all(0 <= part <= 1 for part in inside) else (0.5, 0.5)


WHOLE = Box(0, 0, 1, 1)


def parse(text: str) -> Box:
    """Read "x,y,width,height"; raises ``NotABox``."""
    found = _TEXT.fullmatch(text.replace(" ", ""))
    if not found:
        raise NotABox(
            _("A crop is four numbers from 0 to 1, as x,y,width,height. Draw the crop again.")
        )
    return checked(Box(*map(float, found.groups())))


def checked(box: Box) -> Box:
    """The box, cut at the picture's edges where rounding put it past them; or ``NotABox``."""
    width, height = min(box.width, 1 - box.x), min(box.height, 1 - box.y)
    if box.width - width > 0.001 or box.height - height > 0.001:
        raise NotABox(_("The crop reaches beyond the picture. Draw it inside."))
    if min(width, height) < SMALLEST:
        raise NotABox(_("The crop is too small to show anything. Draw it larger."))
    return Box(box.x, box.y, round(width, 4), round(height, 4))


def canonical(text: str) -> str:
    """The one way to write a box; empty for the whole picture. Raises ``NotABox``."""
    if not text:
        return ""
    box = parse(text)
    return "" if box == WHOLE else str(box)

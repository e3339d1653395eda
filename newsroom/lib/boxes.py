"""A part of a picture as text: "x,y,w,h", fractions of its sides with four decimals each."""

from __future__ import annotations

import re
from typing import NamedTuple

#: Boxes are counted in these parts of a side.
WHOLE = 10_000
#: The narrowest and lowest part of a picture that a box may be: a twentieth.
SMALLEST = WHOLE // 20
# What decimal text may lose when it is rounded, at both ends of a side.
_ROUNDING = 2

_BOX = re.compile(r"\s*,\s*".join([r"(\d(?:\.\d{0,16})?)"] * 4), re.ASCII)


class Box(NamedTuple):
    """The left and upper edge, the width and the height, in ten-thousandths of the sides."""

    x: int
    y: int
    width: int
    height: int

    def __str__(self) -> str:
        return ",".join(f"{side / WHOLE:.4f}" for side in self)


def read(text: str) -> Box | None:
    """The box of this text; None for anything that is no part of a picture."""
    found = _BOX.fullmatch(text.strip())
    if not found:
        return None
    x, y, width, height = (round(float(part) * WHOLE) for part in found.groups())
    if max(x + width, y + height) > WHOLE + _ROUNDING or min(width, height) < SMALLEST:
        return None
    return Box(x, y, min(width, WHOLE - x), min(height, WHOLE - y))


def clean(text: str) -> str:
    """The box in its one form; empty for the whole picture, and for what is no box."""
    box = read(text or "")
    return "" if box is None or box == (0, 0, WHOLE, WHOLE) else str(box)

"""Whether a colour can be read on the site's paper, light and dark: WCAG 2.2, 1.4.3 (AA)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

#: Contrast of text with what it stands on.
ENOUGH = 4.5
#: ``--paper`` and ``--paper-deep`` of ``site/theme.css``, in both modes; a test compares them.
LIGHT_PAPER = ("#fdfcf9", "#f4f1ea")
DARK_PAPER = ("#131517", "#1c1f22")
_HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
_WHITE, _BLACK = (255.0, 255.0, 255.0), (0.0, 0.0, 0.0)

_Rgb = tuple[float, float, float]


def light(text: str) -> str:
    """A colour that can be read on light paper, as ``#0b4a63``."""
    return _readable(text, LIGHT_PAPER, _BLACK)


def dark(text: str) -> str:
    """The same on dark paper."""
    return _readable(text, DARK_PAPER, _WHITE)


def on(colour: str) -> str:
    """Black or white, whichever can be read on the colour."""
    return max("#ffffff", "#000000", key=lambda ink: contrast(ink, colour))


def contrast(one: str, other: str) -> float:
    """From 1 to 21. Source: WCAG 2.2, contrast ratio."""
    first, second = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))))
    return (second + 0.05) / (first + 0.05)


def _readable(text: str, papers: Sequence[str], towards: _Rgb) -> str:
    found = _HEX.fullmatch(text.strip())
    if found is None:
        raise ValidationError(
            _("Write the colour as “#0b4a63”: six digits or letters from a to f.")
        )
    digits = found[1].lower()
    colour = "#" + ("".join(digit * 2 for digit in digits) if len(digits) == 3 else digits)
    least = _least(colour, papers)
    if least < ENOUGH:
        said = _(
            "Links in this colour would be hard to read: its contrast with the paper is "
            "%(least).1f, and needs to be 4.5. The nearest that can be read is %(nearest)s."
        )
        values = {"least": int(least * 10) / 10, "nearest": _nearest(colour, papers, towards)}
        raise ValidationError(said % values)
    return colour


def _nearest(colour: str, papers: Sequence[str], towards: _Rgb) -> str:
    """The colour mixed with as little black or white as makes it readable."""
    start = _rgb(colour)
    for share in range(1, 101):
        mixed = "#" + "".join(
            f"{round(a + (b - a) * share / 100):02x}" for a, b in zip(start, towards, strict=True)
        )
        if _least(mixed, papers) >= ENOUGH:
            return mixed
    raise AssertionError("Black and white can be read on paper.")


def _least(colour: str, papers: Sequence[str]) -> float:
    return min(contrast(colour, paper) for paper in papers)


def _rgb(colour: str) -> _Rgb:
    red, green, blue = (float(int(colour[place : place + 2], 16)) for place in (1, 3, 5))
    return red, green, blue


def _luminance(rgb: _Rgb) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in rgb)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

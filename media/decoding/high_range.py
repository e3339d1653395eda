"""Images brighter than white, coded as PQ or HLG, toned so that a screen of today shows them.

Sources: ITU-R BT.2100 (PQ, HLG), BT.2408 (a white of 203 cd/m²). Toned as Chromium does: what is
no brighter than white gets half its light, and a curve leads from there to 1000 cd/m², which become
the screen's white. The brightest of the three colours decides for all, so hues stay.
"""

from __future__ import annotations

import math
from typing import Any

from PIL import Image, ImageMath

from . import code_points
from .code_points import BT2020, HLG, PQ, SRGB, Curve, Matrix, Primaries

_WHITE_NITS, _PEAK_NITS = 203.0, 1000.0
_PEAK = _PEAK_NITS / _WHITE_NITS
# So many pixels at once: each has some ten numbers of four bytes meanwhile.
_STRIPE_PIXELS = 500_000
_LEVELS = 65_535


def in_srgb(colour: Image.Image, primaries: Primaries, transfer: int) -> Image.Image:
    """The RGB image with its colours in sRGB."""
    out = Image.new("RGB", colour.size)
    rows = max(1, _STRIPE_PIXELS // colour.width)
    light = [_LIGHT[transfer](value / 255) for value in range(256)]
    values = [round(255 * code_points.srgb_value(one / _LEVELS)) for one in range(_LEVELS + 1)]
    to_2020, to_srgb = _between(primaries, BT2020), _between(BT2020, SRGB)
    for top in range(0, colour.height, rows):
        stripe = colour.crop((0, top, colour.width, min(top + rows, colour.height)))
        planes = _mixed([band.point(light, "F") for band in stripe.split()], to_2020)
        planes = _mixed(_toned(planes, transfer), to_srgb)
        shown = [_of(lambda a: a["plane"] * _LEVELS, plane=plane) for plane in planes]
        bands = [plane.convert("I").point(values, "L") for plane in shown]
        out.paste(Image.merge("RGB", bands), (0, top))
    return out


def _between(source: Primaries, target: Primaries) -> Matrix:
    to_target = code_points.inverse(code_points.to_xyz(target))
    return code_points.product(to_target, code_points.to_xyz(source))


def _of(expression: Any, **planes: Image.Image) -> Image.Image:
    return ImageMath.lambda_eval(expression, **planes)


def _mixed(planes: list[Image.Image], matrix: Matrix) -> list[Image.Image]:
    red, green, blue = planes
    return [
        _of(
            lambda a, row=row: a["r"] * row[0] + a["g"] * row[1] + a["b"] * row[2],
            r=red, g=green, b=blue,
        )
        for row in matrix
    ]  # fmt: skip


# A quadratic Bézier curve from white, on in the direction of what is below, to the peak.
_KNEE, _MIDDLE, _END = (1.0, 0.5), (1.65, 0.825), (_PEAK, 1.0)
_SQUARE = _KNEE[0] - 2 * _MIDDLE[0] + _END[0]
_LINE = 2 * (_MIDDLE[0] - _KNEE[0])


def _toned(planes: list[Image.Image], transfer: int) -> list[Image.Image]:
    """Light of BT.2020's primaries, relative to white, as a screen should show it."""

    def toned(a: dict[str, Any]) -> Any:
        biggest, smallest = a["max"], a["min"]
        gain = 1.0
        if transfer == HLG:
            # From the light of the scene to the screen's. Source: BT.2100, table 5, gamma of 1.2.
            luminance = a["r"] * 0.2627 + a["g"] * 0.6780 + a["b"] * 0.0593
            gain = biggest(luminance, 0.0) ** 0.2 * _PEAK
        brightest = biggest(biggest(a["r"], a["g"]), a["b"]) * gain
        above = biggest(brightest, 1.0)
        root = (smallest(above, _PEAK) - 1.0) * (4 * _SQUARE) + _LINE * _LINE
        place = (root**0.5 - _LINE) * (0.5 / _SQUARE)
        light = (
            place * (_END[1] - 2 * _MIDDLE[1] + _KNEE[1]) + 2 * (_MIDDLE[1] - _KNEE[1])
        ) * place
        return (light + _KNEE[1]) / above * gain

    red, green, blue = planes
    gains = _of(toned, r=red, g=green, b=blue)
    return [_of(lambda a: a["plane"] * a["gains"], plane=plane, gains=gains) for plane in planes]


def _pq(value: float) -> float:
    """Light by white. Source: BT.2100, table 4."""
    power = value ** (32 / 2523)
    bare = max(power - 3424 / 4096, 0) / (2413 / 128 - 2392 / 128 * power)
    return 10_000 / _WHITE_NITS * bare ** (16384 / 2610)


def _hlg(value: float) -> float:
    """Light of the scene, 1 at the peak. Source: BT.2100, table 5."""
    if value <= 0.5:
        return value * value / 3
    return (math.exp((value - 0.55991073) / 0.17883277) + 0.28466892) / 12


_LIGHT: dict[int, Curve] = {PQ: _pq, HLG: _hlg}

"""What the numbers of an image mean, and the same colours in sRGB.

A file says it as an ICC profile, as code points (CICP: ``cICP`` of PNG, ``nclx`` of AVIF and HEIC),
or as gamma and chromaticities (PNG). Browsers are followed in what comes first, and in what is left
out because it says nothing possible.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageChops, ImageCms

from . import code_points, high_range
from .code_points import CURVES, HLG, PQ, PRIMARIES, SRGB, Primaries

_UNREADABLE = (
    OSError, ValueError, TypeError, ArithmeticError, struct.error, ImageCms.PyCMSError,
)  # fmt: skip


class Coded(NamedTuple):
    """Brighter than white: values of PQ or HLG."""

    primaries: Primaries
    transfer: int


#: A profile, or values of PQ or HLG.
Meaning = bytes | Coded


def meanings(image: Image.Image) -> list[Meaning]:
    """What the file says, the first to be believed first; ``info["cicp"]`` is ``decoder``'s."""
    return list(_meanings(image))


def _meanings(image: Image.Image) -> Iterator[Meaning]:
    cicp, profile = image.info.get("cicp"), image.info.get("icc_profile")
    if image.format != "PNG":
        if profile:
            yield profile
        elif cicp:
            yield from _of_video(*cicp)
        return
    if cicp:
        yield from _of_png(*cicp)
    if profile:
        yield profile
    if "srgb" not in image.info:
        yield from _of_gamma(image.info.get("gamma"), image.info.get("chromaticity"))


def _of_png(primaries: int, transfer: int) -> Iterator[Meaning]:
    """Both have to be known. Source: PNG third edition, 11.3.2.6."""
    if primaries in PRIMARIES:
        if transfer in (PQ, HLG):
            yield Coded(PRIMARIES[primaries], transfer)
        elif transfer in CURVES:
            yield _profile_of_codes(primaries, transfer)


# The camera's curve of BT.709: stills that name it mean sRGB.
_OF_CAMERAS = frozenset({1, 6, 14, 15})


def _of_video(primaries: int, transfer: int) -> Iterator[Meaning]:
    """What is not said, or unknown, is that of sRGB. Source: ISO/IEC 23000-22 (MIAF), 7.3.6.4."""
    if transfer in (PQ, HLG):
        yield Coded(PRIMARIES.get(primaries, SRGB), transfer)
        return
    known = transfer in CURVES and transfer not in _OF_CAMERAS
    codes = primaries if primaries in PRIMARIES else 1, transfer if known else 13
    if codes != (1, 13):
        yield _profile_of_codes(*codes)


@lru_cache(maxsize=32)
def _profile_of_codes(primaries: int, transfer: int) -> bytes:
    return code_points.profile(PRIMARIES[primaries], CURVES[transfer])


# That of screens: a PNG that says so and nothing else says nothing new.
_SCREEN_GAMMA = 1 / 2.2


def _of_gamma(gamma: float | None, points: tuple[float, ...] | None) -> Iterator[Meaning]:
    """Chromaticities count beside a gamma alone. Source: PNG third edition, 11.3.2.1, 11.3.2.2."""
    if gamma is None or not 0.1 <= gamma <= 10:
        return
    if not points:
        if abs(gamma - _SCREEN_GAMMA) > 0.02:
            yield code_points.profile(SRGB, code_points.power(1 / gamma))
        return
    white, red, green, blue = zip(points[::2], points[1::2], strict=True)
    try:
        yield code_points.profile(Primaries(white, red, green, blue), code_points.power(1 / gamma))
    except _UNREADABLE:
        # No light has these.
        return


# --- Converting -----------------------------------------------------------------------------------


def in_srgb(pixels: Image.Image, found: list[Meaning]) -> Image.Image:
    """RGB or RGBA in sRGB; a profile that is broken or fits another kind of image is left out."""
    has_alpha = pixels.mode in ("LA", "RGBA")
    alpha = pixels.getchannel("A") if has_alpha else None
    colour = pixels.convert(pixels.mode.removesuffix("A")) if has_alpha else pixels
    converted = next(filter(None, (_converted(colour, meaning) for meaning in found)), colour)
    rgb = converted if converted.mode == "RGB" else converted.convert("RGB")
    if alpha:
        rgb.putalpha(alpha)
    return rgb


def _converted(colour: Image.Image, meaning: Meaning) -> Image.Image | None:
    if isinstance(meaning, Coded):
        return high_range.in_srgb(colour.convert("RGB"), *meaning)
    try:
        return _by_profile(colour, ImageCms.ImageCmsProfile(io.BytesIO(meaning)))
    except _UNREADABLE:
        return None


def _by_profile(colour: Image.Image, source: ImageCms.ImageCmsProfile) -> Image.Image | None:
    space = source.profile.xcolor_space.strip()
    if space == "GRAY" and colour.mode == "RGB" and _is_grey(colour):
        # Pillow has no mode for 16 bits of grey beside transparency: it makes colours of them.
        colour = colour.getchannel("G")
    if space == "RGB" and colour.mode == "L":
        colour = colour.convert("RGB")
    if {"GRAY": "L", "RGB": "RGB", "CMYK": "CMYK"}.get(space) != colour.mode:
        return None
    if colour.mode == "RGB" and ImageCms.getProfileDescription(source).startswith("sRGB"):
        return colour
    return ImageCms.profileToProfile(
        colour,
        source,
        ImageCms.createProfile("sRGB"),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="RGB",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


def _is_grey(colour: Image.Image) -> bool:
    red, green, blue = colour.split()
    differences = (ImageChops.difference(green, other).getextrema() for other in (red, blue))
    return all(most == (0, 0) for most in differences)

"""Colours of a wide gamut come into sRGB as the numbers of their profiles say, and no other way.

The profiles are written here and the expected numbers are counted here, without the library that
the site converts with. Sources: ICC.1 (profiles), IEC 61966-2-1 (sRGB), SMPTE EG 432-1 (P3).
"""

import io
import struct
import zlib

import pytest
from django.core.files.base import ContentFile
from PIL import Image as PilImage
from PIL import PngImagePlugin

from media.decoding import decoder

from .colour_profiles import ADOBE, P3, SRGB, curve, named, of_rgb, profile

# Muted enough to lie within sRGB: what lies outside is cut, by each program in its own way.
PATCHES = [(128, 128, 128), (255, 255, 255), (0, 0, 0), (150, 120, 100), (90, 130, 160),
           (60, 90, 50), (200, 180, 170), (110, 60, 80)]  # fmt: skip


def in_srgb(patch: tuple[int, ...], colorants, gamma: float) -> tuple[int, ...]:
    light = [(value / 255) ** gamma for value in patch]
    wanted = [sum(light[i] * colorants[i][axis] for i in range(3)) for axis in range(3)]
    return tuple(round(255 * _encoded(value)) for value in _solved(SRGB, wanted))


def _encoded(light: float) -> float:
    light = min(max(light, 0), 1)
    return 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055


def _solved(columns, wanted: list[float]) -> list[float]:
    """The three numbers whose mixture of the columns is wanted: Cramer's rule."""
    whole = _determinant(*columns)
    return [
        _determinant(*(wanted if place == i else column for place, column in enumerate(columns)))
        / whole
        for i in range(3)
    ]


def _determinant(a, b, c) -> float:
    return (
        a[0] * (b[1] * c[2] - b[2] * c[1])
        - b[0] * (a[1] * c[2] - a[2] * c[1])
        + c[0] * (a[1] * b[2] - a[2] * b[1])
    )


def seen(picture: PilImage.Image, format: str, **options) -> PilImage.Image:
    out = io.BytesIO()
    picture.save(out, format, **options)
    return decoder.read(ContentFile(out.getvalue())).pixels


def in_patches(mode: str = "RGB") -> PilImage.Image:
    picture = PilImage.new(mode, (16 * len(PATCHES), 16))
    for place, patch in enumerate(PATCHES):
        picture.paste(
            (*patch, 128) if mode == "RGBA" else patch, (16 * place, 0, 16 * place + 16, 16)
        )
    return picture


LOSSLESS = {"PNG": {}, "WEBP": {"lossless": True}, "JPEG": {"quality": 100, "subsampling": 0}}


@pytest.mark.parametrize("format", LOSSLESS)
@pytest.mark.parametrize(("colorants", "gamma"), [(P3, 2.2), (ADOBE, 2.19921875)])
def test_a_wide_gamut_comes_into_srgb_by_the_numbers_of_its_profile(colorants, gamma, format):
    wide = of_rgb(colorants, gamma)
    pixels = seen(in_patches(), format, icc_profile=wide, **LOSSLESS[format])
    for place, patch in enumerate(PATCHES):
        found, wanted = pixels.getpixel((16 * place + 8, 8)), in_srgb(patch, colorants, gamma)
        assert all(abs(a - b) <= 3 for a, b in zip(found, wanted, strict=True)), (patch, wanted)


def test_what_shows_through_has_its_colours_converted_and_its_alpha_kept():
    pixels = seen(in_patches("RGBA"), "PNG", icc_profile=of_rgb(ADOBE, 2.2))
    for place, patch in enumerate(PATCHES):
        *found, alpha = pixels.getpixel((16 * place + 8, 8))
        assert alpha == 128
        assert all(abs(a - b) <= 3 for a, b in zip(found, in_srgb(patch, ADOBE, 2.2), strict=True))


@pytest.mark.parametrize("mode", ["L", "LA", "16-bit LA"])
def test_greys_come_into_srgb_by_their_profile(mode):
    """A grey of 64 with a gamma of 1.0 is a light grey on a screen."""
    linear = profile(b"GRAY", named([(b"kTRC", curve(1.0))]))
    wanted = round(255 * _encoded(64 / 255))
    if mode == "16-bit LA":
        content = _png_of_deep_grey_with_alpha(64 * 257, linear)
        pixels = decoder.read(ContentFile(content)).pixels
    else:
        grey = PilImage.new(mode, (16, 16), 64 if mode == "L" else (64, 128))
        pixels = seen(grey, "PNG", icc_profile=linear)
    found = pixels.getpixel((8, 8))
    assert all(abs(value - wanted) <= 2 for value in found[:3]), (found, wanted)


@pytest.mark.parametrize(
    ("gamma", "beside", "shown"),
    [(1.0, b"", 188), (0.45455, b"", 128), (2.5, b"", 225), (1.0, b"sRGB", 128), (0.0, b"", 128)],
)
def test_a_png_is_as_bright_as_its_gamma_says(gamma, beside, shown):
    """As browsers show it; one that says it is sRGB, or nothing possible, is left alone."""
    extra = PngImagePlugin.PngInfo()
    extra.add(b"gAMA", struct.pack(">I", round(gamma * 100_000)))
    if beside:
        extra.add(beside, b"\0")
    for mode, grey in [("RGB", (128, 128, 128)), ("L", 128), ("RGBA", (128, 128, 128, 90))]:
        pixels = seen(PilImage.new(mode, (16, 16), grey), "PNG", pnginfo=extra)
        assert abs(pixels.getpixel((8, 8))[0] - shown) <= 3


def _png_of_deep_grey_with_alpha(value: int, icc: bytes) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    rows = (b"\0" + struct.pack(">HH", value, 0x8000) * 16) * 16
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            chunk(b"IHDR", struct.pack(">IIBBBBB", 16, 16, 16, 4, 0, 0, 0)),
            chunk(b"iCCP", b"grey\0\0" + zlib.compress(icc)),
            chunk(b"IDAT", zlib.compress(rows)),
            chunk(b"IEND", b""),
        )
    )

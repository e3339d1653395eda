"""Colours told by code points, gamma or chromaticities come out as browsers show them.

The numbers are those of Chromium 156; ``tests/browser`` asks the Chromium that is here.
Sources: ITU-T H.273 (code points), PNG third edition, ITU-R BT.2100 (PQ, HLG).
"""

from __future__ import annotations

import io
import re
import struct
import time

import pytest
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as PilImage

from media.decoding import av1, decoder, heic, hevc
from media.decoding.cicp import found_in
from media.renditions import drawing, embedded_metadata

from .coded_colours import (
    PATCHES,
    chrm,
    chunk,
    cicp,
    coded,
    coded_by_av1,
    coded_by_hevc,
    gama,
    iccp,
    patches_of,
    png,
)
from .colour_profiles import P3, of_rgb
from .test_parts import box

needs_heic = pytest.mark.skipif(not heic.FORMATS, reason="pillow-heif is not installed")
SRGB_POINTS = (0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06)
P3_POINTS = (0.3127, 0.329, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06)
# A profile of P3.
WIDE = of_rgb(P3, 2.2)
# What the greys 0, 15, 30 … 255 become.
AS_THEY_ARE = [*range(0, 256, 15)]
BT1886 = [0, 4, 18, 33, 49, 65, 81, 97, 113, 128, 144, 160, 176, 192, 208, 223, 239, 255]
GAMMA_22 = [0, 6, 24, 41, 57, 74, 90, 105, 121, 136, 151, 166, 181, 196, 211, 226, 240, 255]
GAMMA_28 = [0, 1, 8, 22, 36, 51, 66, 82, 98, 114, 131, 148, 165, 183, 200, 218, 237, 255]
SMPTE_240 = [0, 32, 48, 63, 77, 92, 106, 120, 134, 148, 161, 175, 188, 202, 215, 229, 242, 255]
LINEAR = [0, 69, 96, 117, 133, 148, 160, 172, 183, 192, 202, 210, 219, 227, 234, 241, 248, 255]
DCI = [0, 2, 13, 29, 44, 60, 76, 93, 109, 126, 143, 160, 177, 195, 212, 230, 247, 255]
PQ = [0, 1, 4, 13, 26, 42, 61, 85, 114, 150, 193, 221, 242, 255, 255, 255, 255, 255]
HLG = [0, 2, 13, 26, 39, 52, 66, 79, 92, 106, 122, 142, 166, 194, 214, 229, 243, 255]

IN_PNG = {
    "BT.709": (cicp(1, 1), BT1886),
    "gamma 2.2": (cicp(1, 4), GAMMA_22),
    "gamma 2.8": (cicp(1, 5), GAMMA_28),
    "SMPTE 240M": (cicp(1, 7), SMPTE_240),
    "linear": (cicp(1, 8), LINEAR),
    "sRGB": (cicp(1, 13), AS_THEY_ARE),
    "SMPTE 428": (cicp(1, 17), DCI),
    "BT.2020 and PQ": (cicp(9, 16), PQ),
    "BT.709 and PQ": (cicp(1, 16), PQ),
    "P3 and HLG": (cicp(12, 18), HLG),
    "BT.2020 and HLG": (cicp(9, 18), HLG),
    "video range": (cicp(9, 16, 0, 0), AS_THEY_ARE),
    "primaries that are not said": (cicp(2, 16), AS_THEY_ARE),
    "a curve that is not said": (cicp(9, 2), AS_THEY_ARE),
    "a curve that nobody shows": (cicp(1, 9), AS_THEY_ARE),
    "code points before a profile": (iccp(WIDE) + cicp(9, 16), PQ),
    "code points before sRGB": (chunk(b"sRGB", b"\0") + cicp(9, 16), PQ),
    "code points before gamma": (gama(1) + cicp(1, 13), AS_THEY_ARE),
    "gamma after broken code points": (gama(1) + cicp(2, 2), LINEAR),
    "gamma after a broken profile": (iccp(b"junk" * 50) + gama(1), LINEAR),
    "sRGB before gamma": (chunk(b"sRGB", b"\0") + gama(1) + chrm(*P3_POINTS), AS_THEY_ARE),
    "a gamma of one": (gama(1), LINEAR),
    "a gamma of screens": (gama(0.45455), AS_THEY_ARE),
    "a gamma of screens with chromaticities": (gama(0.45455) + chrm(*SRGB_POINTS), GAMMA_22),
    "chromaticities alone": (chrm(*P3_POINTS), AS_THEY_ARE),
    "chromaticities that no light has": (gama(1) + chrm(*[0.0] * 8), AS_THEY_ARE),
    "a gamma of nothing": (gama(0), AS_THEY_ARE),
}


def seen(content: bytes) -> list[tuple[int, ...]]:
    return patches_of(decoder.read(ContentFile(content)).pixels)


def difference(found, wanted) -> int:
    pairs = zip(found, wanted, strict=True)
    return max(abs(a - b) for one, other in pairs for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("name", IN_PNG)
def test_a_png_is_as_bright_as_its_chunks_say(name):
    chunks, shown = IN_PNG[name]
    greys = seen(png(chunks))[: len(shown)]
    assert difference(greys, [(value,) * 3 for value in shown]) <= 2


@pytest.mark.parametrize(
    ("primaries", "transfer", "shown"),
    [(9, 16, PQ), (9, 18, HLG), (2, 16, PQ), (1, 4, GAMMA_22), (1, 8, LINEAR), (1, 1, AS_THEY_ARE),
     (9, 14, AS_THEY_ARE), (2, 2, AS_THEY_ARE), (12, 13, AS_THEY_ARE)],
)  # fmt: skip
@pytest.mark.parametrize("format", ["AVIF", "HEIF"])
def test_an_avif_and_a_heic_are_as_bright_as_their_box_says(format, primaries, transfer, shown):
    if format == "HEIF" and not heic.FORMATS:
        pytest.skip("pillow-heif is not installed")
    greys = seen(coded(primaries, transfer, format=format))[: len(shown)]
    assert difference(greys, [(value,) * 3 for value in shown]) <= 4


@pytest.mark.parametrize(
    ("primaries", "transfer", "shown"),
    [(9, 16, PQ), (9, 18, HLG), (1, 8, LINEAR), (2, 2, AS_THEY_ARE)],
)
def test_an_avif_without_a_box_is_as_bright_as_its_coding_says(primaries, transfer, shown):
    content = coded_by_av1(primaries, transfer)
    assert content.count(b"nclx") == content.count(b"freenclx")
    assert difference(seen(content)[: len(shown)], [(value,) * 3 for value in shown]) <= 4


@needs_heic
@pytest.mark.parametrize(
    ("primaries", "transfer", "shown"),
    [(9, 16, PQ), (9, 18, HLG), (12, 8, LINEAR), (1, 4, GAMMA_22), (2, 2, AS_THEY_ARE)],
)
def test_a_heic_without_a_box_is_as_bright_as_its_coding_says(primaries, transfer, shown):
    content = coded_by_hevc(primaries, transfer)
    assert content.count(b"nclx") == content.count(b"freenclx")
    assert difference(seen(content)[: len(shown)], [(value,) * 3 for value in shown]) <= 4


@needs_heic
def test_a_parameter_set_that_is_cut_off_says_nothing():
    content = coded_by_hevc(9, 16)
    start = content.index(b"hvcC")
    box = content[start + 4 : start - 4 + int.from_bytes(content[start - 4 : start], "big")]
    assert hevc.colours(box)[:2] == (9, 16)
    assert all(hevc.colours(box[:cut]) is None for cut in range(len(box) - 40))


# As other encoders write it, with what ours leaves out: scaling lists, PCM, sets of pictures,
# long-term pictures, an aspect of its own, overscan.
@pytest.mark.parametrize("layers", [0, 2, 6])
@pytest.mark.parametrize("more", [False, True])
def test_all_that_stands_before_the_colours_is_passed_over(layers, more):
    bits = "0000" + f"{layers:03b}" + "1" + "0" * 96
    bits += "11" * layers + ("00" * (8 - layers) if layers else "") + "0" * 96 * layers
    bits += ue(0) + ue(1) + ue(640) + ue(480)
    bits += "1" + ue(0) * 3 + ue(4) if more else "0"
    bits += ue(0) * 2 + ue(4)
    bits += "1" + (ue(1) + ue(0) + ue(2)) * (layers + 1) if more else "0" + ue(1) * 3
    bits += ue(0) * 6
    if more:
        lists = "".join(
            "0" + ue(0)
            if matrix
            else "1" + (ue(3) if size > 1 else "") + ue(1) * min(64, 16 << 2 * size)
            for size in range(4)
            for matrix in range(2 if size == 3 else 6)
        )
        bits += "11" + lists + "11" + "1" + "0" * 8 + ue(0) * 2 + "1"
        first = ue(2) + ue(1) + (ue(0) + "1") * 3
        # The second is told by the first: three pictures, the fourth is left out.
        second = "1" + "0" + ue(0) + "1" + "01" + "1" + "00"
        third = "0" + ue(1) + ue(0) + ue(5) + "1"
        bits += ue(3) + first + second + third + "1" + ue(2) + ("0" * 8 + "1") * 2
    else:
        bits += "0" + "11" + "0" + ue(0) + "0"
    bits += "11" + "1"
    bits += "1" + "11111111" + "0" * 32 + "1" + "0" if more else "0" + "0"
    bits += "1" + "101" + "0" + "1" + f"{9:08b}{16:08b}{9:08b}"
    assert hevc.colours(hvcc(bits))[:2] == (9, 16)


def ue(number: int) -> str:
    """The number as Exp-Golomb codes it."""
    coded = f"{number + 1:b}"
    return "0" * (len(coded) - 1) + coded


def hvcc(bits: str) -> bytes:
    """A box with a video parameter set, which is nothing to us, and a sequence parameter set."""
    bits = bits.ljust(-(-len(bits) // 8) * 8, "0")
    body = int(bits, 2).to_bytes(len(bits) // 8, "big")
    escaped = re.sub(rb"\0\0(?=[\0-\3])", b"\0\0\3", body)
    units = [(32, b"\x40\1junk"), (33, b"\x42\1" + escaped)]
    arrays = b"".join(
        bytes([0x80 | kind]) + struct.pack(">HH", 1, len(unit)) + unit for kind, unit in units
    )
    return bytes(22) + bytes([len(units)]) + arrays


@given(st.binary(max_size=300))
def test_no_coding_stops_the_reading(data):
    for found in (av1.colours(data), hevc.colours(data), hevc.colours(hvcc("1" + bits_of(data)))):
        assert found is None or all(0 <= code <= 255 for code in found[:2])


def bits_of(data: bytes) -> str:
    return "".join(f"{byte:08b}" for byte in data)


def test_a_sequence_header_that_is_cut_off_says_nothing():
    content = coded_by_av1(9, 16)
    header = content[content.index(b"mdat") + 4 :][:12]
    assert av1.colours(header[:12])
    assert all(av1.colours(header[:cut]) is None for cut in range(8))


BT2020_COLOURS = (247, 0, 53), (0, 168, 32), (30, 134, 164)
P3_COLOURS = (217, 42, 52), (0, 163, 40), (77, 131, 163)
PRO_POINTS = (0.3457, 0.3585, 0.7347, 0.2653, 0.1596, 0.8404, 0.0366, 0.0001)


@pytest.mark.parametrize(
    ("content", "colours"),
    [
        (png(cicp(9, 13)), BT2020_COLOURS),
        (png(cicp(12, 13)), P3_COLOURS),
        (png(gama(0.45455) + chrm(*P3_POINTS)), ((219, 37, 49), (0, 164, 35), (76, 132, 165))),
        (png(gama(0.45455) + chrm(*PRO_POINTS)), ((255, 0, 54), (0, 176, 0), (0, 138, 166))),
        (coded(9, 13), BT2020_COLOURS),
        (coded(9, 2), BT2020_COLOURS),
        (coded(12, 13), P3_COLOURS),
        (coded_by_av1(9, 13), BT2020_COLOURS),
        (coded_by_av1(12, 13), P3_COLOURS),
    ],
    ids=["PNG of BT.2020", "PNG of P3", "PNG of P3 by its points", "PNG of ProPhoto by its points",
         "AVIF of BT.2020", "AVIF of BT.2020 without a curve", "AVIF of P3",
         "AVIF of BT.2020 by its coding", "AVIF of P3 by its coding"],
)  # fmt: skip
def test_colours_of_a_wide_gamut_are_as_strong_as_they_are_meant(content, colours):
    found = dict(zip(PATCHES, seen(content), strict=True))
    patches = [(200, 60, 60), (60, 160, 60), (90, 130, 160)]
    # AVIF's own loss grows with the gamut.
    tolerance = 3 if content.startswith(b"\x89PNG") else 12
    assert difference([found[patch] for patch in patches], colours) <= tolerance


def test_a_white_of_203_candelas_is_the_grey_that_browsers_show():
    grey = PilImage.new("RGB", (64, 64), (148, 148, 148))
    out = io.BytesIO()
    grey.save(out, "PNG")
    content = out.getvalue()
    content = content[:33] + cicp(9, 16) + content[33:]
    picture = decoder.read(ContentFile(content))
    assert difference([picture.pixels.getpixel((9, 9))], [(187,) * 3]) <= 1
    subject = drawing.Subject(picture.pixels, 64, 64)
    for one in drawing.draw(subject, embedded_metadata.Carried()):
        with PilImage.open(io.BytesIO(one.content)) as public:
            assert difference([public.convert("RGB").getpixel((5, 5))], [(187,) * 3]) <= 3


def test_the_code_points_are_those_of_the_image_and_not_of_what_lies_beside_it():
    """A gain map and a thumbnail have properties of their own."""
    others, its = (
        box(b"colr", b"nclx" + bytes([0, primaries, 0, transfer, 0, 0, 0x80]))
        for primaries, transfer in [(9, 16), (12, 13)]
    )
    of_items = b"\0\0\0\2" + bytes([0, 1, 1, 1]) + bytes([0, 2, 2, 3, 0x82])
    properties = box(b"ipco", others + its + box(b"ispe", bytes(12)))
    properties = box(b"iprp", properties + box(b"ipma", bytes(4) + of_items))
    primary = box(b"pitm", bytes(4) + b"\0\2")
    content = box(b"ftyp", b"avif\0\0\0\0") + box(b"meta", bytes(4) + primary + properties)
    assert found_in(io.BytesIO(content)) == (12, 13)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA"])
def test_greys_palettes_and_what_shows_through_are_converted_too(mode):
    out = io.BytesIO()
    grey = PilImage.new("RGBA", (16, 16), (120, 120, 120, 90))
    grey = grey.convert("RGB").quantize(2) if mode == "P" else grey.convert(mode)
    grey.save(out, "PNG")
    content = out.getvalue()
    pixels = decoder.read(ContentFile(content[:33] + cicp(9, 16) + content[33:])).pixels
    assert difference([pixels.getpixel((5, 5))[:3]], [(114,) * 3]) <= 2
    assert pixels.mode == ("RGBA" if mode in ("LA", "RGBA") else "RGB")


def test_toning_a_picture_is_cheap():
    """Of 2.5 megapixels, as many as all files are drawn from: about 0.4 seconds alone."""
    noise = PilImage.effect_noise((1920, 1300), 80).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "PNG", compress_level=1)
    content = out.getvalue()
    plain, toned = (
        _seconds(content[:33] + extra + content[33:]) for extra in (b"", cicp(9, 16))
    )  # fmt: skip
    assert toned < plain + 2


def _seconds(content: bytes) -> float:
    started = time.process_time()
    decoder.read(ContentFile(content))
    return time.process_time() - started

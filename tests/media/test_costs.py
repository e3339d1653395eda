"""Files that are small and cost much: each is refused, or read in two seconds and 300 MB.

Large photographs are decoded apart, in 900 MB and in the time that this takes.
"""

import io
import struct
import zlib

import pytest
from django.core.files.base import ContentFile
from PIL import Image as PilImage

from media.decoding import decoder, limits
from media.decoding import parts as file_parts

from . import measuring
from .factories import picture_bytes
from .test_parts import box, chunk, segment

# Measured once for all.
pytestmark = pytest.mark.xdist_group("costs")
MOST_CPU_SECONDS, MOST_MEGABYTES, MOST_MEGABYTES_APART = 2, 300, 900


def png(width: int, height: int, bits: int, kind: int, extra: bytes = b"", *, interlaced=False):
    """A PNG that is black, of a few kilobytes; ``bits`` are those of a sample."""
    samples = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[kind]
    row = (width * bits * samples + 7) // 8 + 1
    # The seven passes of an interlaced picture have an eighth more rows, whose ends are filled up.
    packer, left = (
        zlib.compressobj(1),
        row * height * 9 // 8 + 8 * height if interlaced else row * height,
    )
    packed = []
    while left > 0:
        packed.append(packer.compress(bytes(min(left, 1_000_000))))
        left -= 1_000_000
    header = struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, interlaced)
    body = chunk(b"IDAT", b"".join([*packed, packer.flush()]))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + body + chunk(b"IEND")


def jpeg_in_passes(width: int, height: int, colours: int) -> bytes:
    """A sequential JPEG that holds each colour in a scan of its own."""
    grey = picture_bytes(width, height, mode="L", quality=5)
    parts, at = [], 2
    while grey[at + 1] != 0xDA:
        size = int.from_bytes(grey[at + 2 : at + 4], "big")
        parts.append((grey[at + 1], grey[at + 4 : at + 2 + size]))
        at += 2 + size
    pixels = grey[at + 2 + int.from_bytes(grey[at + 2 : at + 4], "big") : -2]
    out = b"\xff\xd8"
    for marker, body in parts:
        if marker == 0xC0:
            layers = b"".join(bytes([number, 0x11, 0]) for number in range(1, colours + 1))
            body = body[:5] + bytes([colours]) + layers
        out += segment(marker, body)
    for number in range(1, colours + 1):
        out += segment(0xDA, bytes([1, number, 0, 0, 63, 0])) + pixels
    return out + b"\xff\xd9"


def jpeg_scanned_often(side: int, scans: int) -> bytes:
    content = picture_bytes(side, side, progressive=True)
    last = content.rindex(b"\xff\xda")
    return content[:-2] + content[last:-2] * scans + content[-2:]


def huge_canvas(content: bytes, width: int, height: int) -> bytes:
    """A GIF with small frames on a canvas of these sides."""
    return content[:6] + struct.pack("<HH", width, height) + content[10:]


def frames(format: str, count: int, side: int = 4, **options) -> bytes:
    drawn = [PilImage.new("RGB", (side, side), (number % 256, 9, 9)) for number in range(count)]
    out = io.BytesIO()
    drawn[0].save(out, format, save_all=True, append_images=drawn[1:], **options)
    return out.getvalue()


def flat(format: str, width: int, height: int, mode: str = "RGB", **options) -> bytes:
    out = io.BytesIO()
    colour = (120, 60, 30, 90)[: len(mode)]
    PilImage.new(mode, (width, height), colour).save(out, format, **options)
    return out.getvalue()


CLEAR_GREY, CLEAR_COLOUR = chunk(b"tRNS", b"\0\0"), chunk(b"tRNS", b"\0" * 6)
PALETTE = chunk(b"PLTE", bytes(768))

# What a file of its kind may have at most, or just more: either is right, at little cost.
COSTLY = {
    "a black and white PNG, interlaced": lambda: png(8000, 6200, 1, 0, interlaced=True),
    "a black and white PNG with one clear": lambda: png(8000, 6200, 1, 0, CLEAR_GREY),
    "a grey PNG with one clear": lambda: png(8000, 6200, 8, 0, CLEAR_GREY),
    "a grey PNG with one clear, as large as allowed": lambda: png(5000, 4000, 8, 0, CLEAR_GREY),
    "a coloured PNG with one clear": lambda: png(7000, 5000, 8, 2, CLEAR_COLOUR),
    "a coloured PNG with one clear, as large as allowed": lambda: png(
        4000, 4000, 8, 2, CLEAR_COLOUR
    ),
    "a PNG of 16 bits": lambda: png(7000, 5000, 16, 2),
    "a PNG of 16 bits with alpha": lambda: png(5000, 4000, 16, 6),
    "a palette that is clear": lambda: png(5000, 4000, 8, 3, PALETTE + chunk(b"tRNS", bytes(256))),
    "a PNG that is endlessly long": lambda: png(30_000, 666, 8, 6),
    "a PNG that is endlessly long, as large as allowed": lambda: png(30_000, 530, 8, 6),
    "a PNG that is endlessly high, with one clear colour": lambda: png(
        470, 30_000, 8, 2, CLEAR_COLOUR
    ),
    "a palette that is clear and endlessly high": lambda: png(
        530, 30_000, 8, 3, PALETTE + chunk(b"tRNS", bytes(256))
    ),
    "a coloured PNG that is endlessly long": lambda: png(30_000, 1_050, 8, 2),
    "a GIF that is clear and endlessly high": lambda: huge_canvas(
        frames("GIF", 2, transparency=0), 600, 30_000
    ),
    "a JPEG in three passes": lambda: jpeg_in_passes(6000, 4900, 3),
    "a JPEG in four passes, decoded apart, as large as allowed": lambda: jpeg_in_passes(
        8000, 8000, 4
    ),
    "a black TIFF, decoded apart, as large as allowed": lambda: flat(
        "TIFF", 8000, 8000, compression="tiff_deflate"
    ),
    "a JPEG of ninety scans": lambda: jpeg_scanned_often(3000, 88),
    "a GIF of 200 frames on a large canvas": lambda: huge_canvas(
        frames("GIF", 200, disposal=2), 5000, 4200
    ),
    "a WebP of 200 frames": lambda: frames("WEBP", 200, 200),
    "a WebP as large as allowed, with alpha": lambda: flat("WEBP", 4000, 3000, "RGBA", method=0),
    "an AVIF as large as allowed": lambda: flat("AVIF", 5000, 4000, speed=10, quality=10),
    "an AVIF with alpha": lambda: flat("AVIF", 4600, 3300, "RGBA", speed=10, quality=10),
    "an AVIF with alpha, as large as allowed": lambda: flat(
        "AVIF", 4000, 3500, "RGBA", speed=10, quality=10
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def costs(tmp_path_factory) -> dict[str, measuring.Cost]:
    folder = tmp_path_factory.mktemp("costly")
    names = {}
    for number, (name, make) in enumerate(COSTLY.items()):
        path = folder / str(number)
        path.write_bytes(make())
        names[str(path)] = name
    return {names[path]: cost for path, cost in measuring.costs(names, drawn=False).items()}


def test_what_is_costly_to_decode_is_refused_or_read_at_little_cost(costs):
    assert set(costs) == set(COSTLY)
    for name, cost in costs.items():
        assert cost["outcome"] in ("read", "too_many_pixels", "too_many_scans"), (name, cost)
        assert cost["megabytes"] < MOST_MEGABYTES, name
        assert cost["apart_megabytes"] < MOST_MEGABYTES_APART, name
        assert cost["reading_seconds"] < MOST_CPU_SECONDS, name


@pytest.mark.parametrize("name", [name for name in COSTLY if "as large as allowed" in name])
def test_what_is_just_small_enough_is_taken(costs, name):
    assert costs[name]["outcome"] == "read"


@pytest.mark.parametrize(
    "content",
    [
        lambda: png(7000, 5000, 8, 2, CLEAR_COLOUR),
        lambda: png(8000, 6200, 8, 0, CLEAR_GREY),
        lambda: flat("AVIF", 4600, 3300, "RGBA", speed=10, quality=10),
    ],
    ids=["a clear colour", "a clear grey", "alpha beside AVIF"],
)
def test_what_needs_more_memory_may_have_fewer_pixels(content):
    with pytest.raises(decoder.ImageRefused) as caught:
        decoder.read(ContentFile(content()))
    assert caught.value.code == "too_many_pixels"


def coding(high: int) -> bytes:
    """The boxes of an AVIF that say how many bits its samples have."""
    its = box(b"av1C", bytes([0x81, 0x04, high, 0]))
    properties = box(b"iprp", box(b"ipco", box(b"ispe", bytes(12)) + its))
    return box(b"ftyp", b"avif\0\0\0\0") + box(b"meta", b"\0\0\0\0" + properties)


@pytest.mark.parametrize(("high", "is_deep"), [(0x0C, False), (0x4C, True), (0x6C, True)])
def test_an_avif_of_ten_or_twelve_bits_is_known_by_its_boxes(high, is_deep):
    assert file_parts.is_deep(io.BytesIO(coding(high))) is is_deep


def test_an_avif_of_ten_bits_may_have_fewer_pixels_than_one_of_eight():
    image = PilImage.open(io.BytesIO(flat("AVIF", 64, 48)))
    eight, ten = (
        limits.most_pixels(image, io.BytesIO(coding(high))) for high in (0x0C, 0x4C)
    )  # fmt: skip
    assert (eight, ten) == (20_000_000, 16_000_000)


def test_a_format_that_is_slow_for_each_byte_may_have_fewer_bytes(monkeypatch):
    monkeypatch.setitem(limits.MAX_BYTES, "AVIF", 500)
    content = flat("AVIF", 64, 48) + box(b"free", bytes(500))
    with pytest.raises(decoder.ImageRefused) as caught:
        decoder.read(ContentFile(content))
    assert caught.value.code == "too_many_bytes"
    assert "AVIF" in str(caught.value)

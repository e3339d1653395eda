"""Files made of millions of parts: refused before any library walks through them."""

import io
import random
import struct
import zlib

import pytest
from django.core.files.base import ContentFile
from PIL import Image as PilImage

from media.decoding import decoder, heic
from media.intake import metadata
from tests.pace import cpu_seconds_at_most

from .factories import draw_picture, picture_bytes

BYTES = 36 * 2**20
MOST_CPU_SECONDS = 2


def at_little_cost():
    return cpu_seconds_at_most(MOST_CPU_SECONDS)


def taken(content: bytes) -> decoder.DecodedImage:
    return decoder.read(ContentFile(content, name="x"))


def filled(part: bytes) -> bytes:
    """The part as often as a file may hold it."""
    return part * (BYTES // len(part))


def put(into: bytes, at: int, what: bytes) -> bytes:
    return into[:at] + what + into[at:]


def chunk(kind: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def box(kind: bytes, body: bytes = b"") -> bytes:
    return struct.pack(">I", len(body) + 8) + kind + body


def first(content: bytes, kind: bytes) -> bytes:
    """The first segment of this kind, whole."""
    at = content.index(kind)
    return content[at : at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")]


def jpeg(what: bytes) -> bytes:
    return put(picture_bytes(format="JPEG"), 2, what)


def png(what: bytes, *, before: bytes = b"IDAT") -> bytes:
    content = picture_bytes(format="PNG")
    return put(content, content.index(before) - 4, what)


def gif(what: bytes, *, at_end: bool = False) -> bytes:
    content = picture_bytes(format="GIF", mode="P")
    table_bytes = 3 * 2 ** ((content[10] & 7) + 1) if content[10] & 0x80 else 0
    return put(content, len(content) - 1 if at_end else 13 + table_bytes, what)


def avif(*tables: bytes) -> bytes:
    """A file whose tables of items are read before anything is known of its pixels."""
    start = box(b"ftyp", b"avif\0\0\0\0avifmif1miaf")
    handler = box(b"hdlr", b"\0" * 8 + b"pict" + b"\0" * 13)
    primary = box(b"pitm", b"\0\0\0\0\0\1")
    return start + box(b"meta", b"\0\0\0\0" + handler + primary + b"".join(tables))


def webp(what: bytes) -> bytes:
    pixels = picture_bytes(format="WEBP")[12:]
    sides = (63).to_bytes(3, "little") + (47).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<II", 10, 0) + sides + pixels + what
    return b"RIFF" + struct.pack("<I", len(body)) + body


def items(count: int) -> bytes:
    entries = (struct.pack(">IHHHII", number, 0, 0, 1, 0, 1) for number in range(1, count + 1))
    return box(b"iloc", b"\2\0\0\0\x44\0" + struct.pack(">I", count) + b"".join(entries))


HOSTILE = {
    "jpeg: fill bytes": lambda: jpeg(filled(b"\xff")),
    "jpeg: junk between segments": lambda: jpeg(filled(b"\0")),
    "jpeg: empty segments": lambda: jpeg(filled(segment(0xE5, b""))),
    "jpeg: empty comments": lambda: jpeg(filled(segment(0xFE, b""))),
    "jpeg: restarts": lambda: jpeg(filled(b"\xff\xd0")),
    "jpeg: ends": lambda: jpeg(filled(b"\xff\xd9")),
    "jpeg: segments that hide in one without a body": lambda: jpeg(
        filled(segment(0xF0, segment(0xE5, b"") * 10_000))
    ),
    "jpeg: EXIF in hundreds of segments": lambda: jpeg(
        filled(segment(0xE1, b"Exif\0\0" + b"\0" * 65_000))
    ),
    "jpeg: image resources": lambda: jpeg(
        filled(segment(0xED, b"Photoshop 3.0\0" + b"8BIM\4\4\0\0\0\0\0\0" * 5000))
    ),
    "jpeg: tables": lambda: jpeg(filled(segment(0xDB, (b"\0" + b"\1" * 64) * 1000))),
    "jpeg: frames": lambda: jpeg(filled(first(picture_bytes(format="JPEG"), b"\xff\xc0"))),
    "png: empty chunks before the pixels": lambda: png(filled(chunk(b"teSt"))),
    "png: empty chunks after the pixels": lambda: png(filled(chunk(b"teSt")), before=b"IEND"),
    "png: pixels in empty chunks": lambda: png(filled(chunk(b"IDAT"))),
    "png: profiles that swell": lambda: png(
        filled(chunk(b"iCCP", b"a\0\0" + zlib.compress(b"\0" * 2_000_000, 9)))
    ),
    "gif: empty extensions": lambda: gif(filled(b"\x21\x01\0")),
    "gif: tiny comments": lambda: gif(filled(b"\x21\xfe\1a\0"), at_end=True),
    "gif: a comment in tiny blocks": lambda: gif(b"\x21\xfe" + filled(b"\1a") + b"\0"),
    "gif: junk": lambda: gif(filled(b"\x77")),
    "gif: endless frames": lambda: gif(filled(b"\x2c\0\0\0\0\1\0\1\0\0\2\2\x44\1\0"), at_end=True),
    "gif: pixels in tiny blocks": lambda: put(
        picture_bytes(format="GIF", mode="P"), -2, filled(b"\1\x80")
    ),
    "webp: empty chunks": lambda: webp(filled(b"teSt\0\0\0\0")),
    "avif: items": lambda: avif(items(60_000)),
    "avif: items by the million": lambda: avif(items(1_000_000)),
    "avif: references": lambda: avif(
        items(1),
        box(b"iref", b"\0\0\0\0" + box(b"thmb", b"\0\2\0\1\0\1") * 100_000),
    ),
    "avif: empty properties": lambda: avif(box(b"iprp", box(b"ipco", filled(box(b"free"))))),
    "avif: empty boxes": lambda: picture_bytes(format="AVIF") + filled(box(b"free")),
    "avif: a kind with endless others": lambda: (
        box(b"ftyp", b"avif\0\0\0\0" + filled(b"mif1")) + box(b"meta")
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_of_endless_parts_is_refused_at_little_cost(name):
    content = HOSTILE[name]()
    assert len(content) < decoder.MAX_BYTES
    with at_little_cost(), pytest.raises(decoder.ImageRefused) as caught:
        taken(content)
    assert caught.value.code == "too_many_parts"
    assert str(caught.value).endswith("export it again.")
    with at_little_cost(), pytest.raises(decoder.ImageRefused):
        metadata.read(ContentFile(content, name="x"))


def test_a_photograph_with_all_that_its_programs_left_is_taken():
    """An extended XMP, a profile and resources in many segments, fill bytes, a picture after it."""
    parts = [
        segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\0"),
        *(
            segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + b"x" * 65_000)
            for _part in range(200)
        ),
        *(segment(0xED, b"Photoshop 3.0\0" + b"x" * 60_000) for _part in range(30)),
        b"\xff" * 2000,
    ]
    content = jpeg(b"".join(parts)) + picture_bytes(format="JPEG")
    assert (taken(content).width_px, taken(content).height_px) == (64, 48)


def test_a_jpeg_of_many_restarts_is_taken():
    out = io.BytesIO()
    noise(1200, 1200).save(out, "JPEG", quality=90, restart_marker_blocks=1)
    assert out.getvalue().count(b"\xff\xd0") > 500
    assert taken(out.getvalue()).width_px == 1200


def test_a_large_jpeg_may_have_fewer_scans_than_a_small_one():
    content = picture_bytes(8000, 6000, progressive=True)
    last_scan = content.rindex(b"\xff\xda")
    with at_little_cost(), pytest.raises(decoder.ImageRefused) as caught:
        taken(content[:-2] + content[last_scan:-2] * 60 + content[-2:])
    assert caught.value.code == "too_many_scans"


def test_comments_between_the_scans_are_bounded_too():
    content = picture_bytes(progressive=True)
    with at_little_cost(), pytest.raises(decoder.ImageRefused) as caught:
        taken(put(content, content.rindex(b"\xff\xda"), filled(segment(0xFE, b""))))
    assert caught.value.code == "too_many_parts"


def test_a_photograph_with_a_video_after_it_is_taken():
    """As telephones write them: in ten megabytes of video, a scan's marker occurs by chance."""
    video = random.Random(1).randbytes(10_000_000)
    assert video.count(b"\xff\xda") > decoder.MAX_JPEG_SCANS
    assert taken(picture_bytes() + video).width_px == 64


def test_a_png_whose_pixels_lie_in_thousands_of_chunks_is_taken():
    content = png(b"")
    pixels = noise(1500, 1000)
    rows = pixels.tobytes()
    raw = b"".join(b"\0" + rows[at : at + 4500] for at in range(0, len(rows), 4500))
    header = struct.pack(">IIBBBBB", 1500, 1000, 8, 2, 0, 0, 0)
    packed = zlib.compress(raw, 1)
    body = b"".join(chunk(b"IDAT", packed[at : at + 1000]) for at in range(0, len(packed), 1000))
    assert body.count(b"IDAT") > 4000
    whole = content[:8] + chunk(b"IHDR", header) + body + chunk(b"IEND")
    with at_little_cost():
        assert taken(whole).width_px == 1500


def test_an_animation_of_ten_megabytes_keeps_moving():
    dice = random.Random(1)
    frames = [PilImage.frombytes("P", (600, 400), dice.randbytes(240_000)) for _frame in range(40)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=50)
    assert len(out.getvalue()) > 10_000_000
    file = ContentFile(out.getvalue(), name="x")
    assert decoder.read(file).frames == 40
    assert len(decoder.read_motion(file).frames) == 40


def test_a_still_gif_of_many_small_blocks_is_taken():
    """A program that is sparing with memory writes blocks of a few dozen bytes."""
    content = gif(b"\x21\xfe" + b"\x20" + b"a" * 32 + b"\0")
    many = gif((b"\x21\xfe" + b"\x20" + b"a" * 32 + b"\0") * 3000)
    assert taken(content).frames == taken(many).frames == 1


@pytest.mark.skipif(not heic.FORMATS, reason="pillow-heif is not installed")
def test_an_avif_and_a_heic_with_metadata_are_taken():
    exif = PilImage.Exif()
    exif[0x010E] = "x" * 200_000
    for format in ("AVIF", "HEIF"):
        out = io.BytesIO()
        draw_picture().save(out, format, exif=exif.tobytes(), xmp=b"<x/>" * 50_000)
        assert taken(out.getvalue()).width_px == 64


def noise(width: int, height: int) -> PilImage.Image:
    return PilImage.frombytes(
        "RGB", (width, height), random.Random(1).randbytes(3 * width * height)
    )

"""What is large is decoded in a process of its own, which the kernel ends at its limits."""

import io
import struct
import subprocess
import zlib

import pytest
from django.core.files.base import ContentFile, File
from PIL import Image as PilImage
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from media.decoding import bounded, decoder, heic, limits, parts
from media.intake import metadata
from newsroom.lib import boxes
from tests.requirements import SHARED

from . import measuring
from .factories import draw_photo, picture_bytes
from .test_coded_colours import difference

TELEPHONES = SHARED / "cases" / "iphone15-24mp.heic"


def tiff(picture: PilImage.Image, **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, "TIFF", **options)
    return out.getvalue()


def read(content: bytes, part: boxes.Box = boxes.WHOLE) -> decoder.DecodedImage:
    return decoder.read(ContentFile(content), part)


def refusal(content: bytes) -> decoder.ImageRefused:
    with pytest.raises(decoder.ImageRefused) as caught:
        read(content)
    return caught.value


@pytest.mark.skipif(
    not TELEPHONES.exists() or not heic.FORMATS, reason="The case or pillow-heif is not there."
)
def test_the_picture_that_telephones_take_by_default_is_taken():
    with TELEPHONES.open("rb") as file:
        picture = decoder.read(File(file))
    assert (picture.width_px, picture.height_px) == (5712, 4284)
    assert picture.pixels.size == (1920, 1440)


def test_what_is_decoded_apart_has_the_same_pixels(monkeypatch):
    exif = PilImage.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    draw_photo(480, 320).save(out, "JPEG", progressive=True, exif=exif.tobytes())
    part = boxes.parse("0.25,0.25,0.5,0.5")
    here = [read(out.getvalue()), read(out.getvalue(), part)]
    monkeypatch.setattr(limits, "DECODING_BYTES", 1000)
    apart = [read(out.getvalue()), read(out.getvalue(), part)]
    for mine, its in zip(here, apart, strict=True):
        assert (its.width_px, its.height_px, its.format) == (mine.width_px, mine.height_px, "jpeg")
        assert its.pixels.tobytes() == mine.pixels.tobytes()
    monkeypatch.setattr(limits, "_APART_BYTES", 1000)
    assert refusal(out.getvalue()).code == "too_many_pixels"


@pytest.mark.parametrize(
    ("mode", "colour", "shown", "options"),
    [
        ("RGB", (200, 60, 30), (200, 60, 30), {"compression": "tiff_lzw"}),
        ("CMYK", (0, 255, 255, 0), (255, 0, 0), {}),
        ("RGBA", (200, 60, 30, 90), (200, 60, 30, 90), {"compression": "tiff_deflate"}),
        ("I;16", 128 * 257, (128, 128, 128), {}),
    ],
    ids=["colours", "print", "with alpha", "deep"],
)
def test_a_tiff_is_taken(mode, colour, shown, options):
    picture = read(tiff(PilImage.new(mode, (64, 48), colour), **options))
    assert (picture.format, picture.width_px, picture.height_px) == ("tiff", 64, 48)
    assert difference([picture.pixels.getpixel((20, 20))], [shown]) <= 2


def test_a_tiff_stands_upright_and_says_who_made_it():
    upright = PilImage.new("RGB", (80, 40), "white")
    upright.paste("red", (0, 0, 40, 20))
    tags = ImageFileDirectory_v2()
    tags[0x0112], tags[0x010E], tags[0x013B] = 6, "The pier.", "Zoë Dole"
    tags[0x02BC] = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf'
        b'-syntax-ns#"><rdf:Description xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
        b'photoshop:Credit="Harbour Wire"/></rdf:RDF></x:xmpmeta>'
    )
    content = tiff(upright.transpose(PilImage.Transpose.ROTATE_90), tiffinfo=tags)
    picture = read(content)
    assert (picture.width_px, picture.height_px) == picture.pixels.size == (80, 40)
    assert difference([picture.pixels.getpixel((10, 5))], [(255, 0, 0)]) <= 2
    found = metadata.read(ContentFile(content))
    assert (found.width, found.height) == (80, 40)
    assert (found.caption, found.credit_line) == ("The pier.", "Harbour Wire")


def bomb(side: int = 7900, rows: int = 100) -> bytes:
    """A TIFF of a few kilobytes that is 250 megabytes of black: all its strips are the same."""
    strip = zlib.compress(bytes(3 * side * rows))
    strips = side // rows
    offsets_at, counts_at = 8 + len(strip), 8 + len(strip) + 4 * strips
    bits_at, directory_at = counts_at + 4 * strips, counts_at + 4 * strips + 6
    entries = [
        (256, 4, 1, side), (257, 4, 1, side), (258, 3, 3, bits_at), (259, 3, 1, 8), (262, 3, 1, 2),
        (273, 4, strips, offsets_at), (277, 3, 1, 3), (278, 4, 1, rows),
        (279, 4, strips, counts_at),
    ]  # fmt: skip
    return (
        b"II*\0" + struct.pack("<I", directory_at) + strip
        + struct.pack(f"<{strips}I", *[8] * strips)
        + struct.pack(f"<{strips}I", *[len(strip)] * strips)
        + struct.pack("<3H", 8, 8, 8) + struct.pack("<H", len(entries))
        + b"".join(struct.pack("<HHII", *entry) for entry in entries) + bytes(4)
    )  # fmt: skip


BOMB = bomb()


def test_a_process_that_takes_more_memory_than_it_may_is_ended_by_the_kernel(monkeypatch):
    small = tiff(PilImage.new("L", (64, 48)))
    monkeypatch.setattr(bounded, "CHILD_BYTES", 190 * 1024 * 1024)
    assert read(small).width_px == 64
    caught = refusal(BOMB)
    assert caught.code == "too_costly"
    assert "memory or time" in str(caught)


@pytest.mark.parametrize(("limit", "most"), [("DEADLINE_SECONDS", 0.01), ("CHILD_CPU_SECONDS", 0)])
def test_a_process_that_takes_too_long_is_ended(monkeypatch, limit, most):
    monkeypatch.setattr(bounded, limit, most)
    started = []
    run = subprocess.Popen.__init__

    def noted(self, *args, **kwargs):
        started.append(self)
        run(self, *args, **kwargs)

    monkeypatch.setattr(subprocess.Popen, "__init__", noted)
    assert refusal(BOMB).code == "too_costly"
    # It was waited for: nothing stays behind.
    assert [process.returncode is not None for process in started] == [True]


def test_a_broken_tiff_is_told_as_damaged():
    content = tiff(draw_photo(300, 200), compression="tiff_lzw")
    assert refusal(content[: len(content) // 2]).code == "broken"


def floats() -> bytes:
    """A TIFF of three colours with 32 bits each, as Photoshop writes them."""
    light = struct.pack("<3f", 0.5, 0.2, 0.1) * 64
    bits_at, kinds_at, light_at = 152, 158, 164
    entries = [
        (256, 3, 1, 8), (257, 3, 1, 8), (258, 3, 3, bits_at), (259, 3, 1, 1), (262, 3, 1, 2),
        (273, 4, 1, light_at), (277, 3, 1, 3), (278, 3, 1, 8), (279, 4, 1, len(light)),
        (339, 3, 3, kinds_at),
    ]  # fmt: skip
    directory = struct.pack("<H", len(entries))
    directory += b"".join(struct.pack("<HHII", *entry) for entry in entries) + bytes(4)
    content = b"II*\0" + struct.pack("<I", 8) + directory
    return content.ljust(bits_at, b"\0") + struct.pack("<6H", *[32] * 3, *[3] * 3) + light


@pytest.mark.parametrize(
    "content",
    [floats(), tiff(PilImage.new("F", (64, 48), 0.5)), b"II+\0\x08\0\0\0" + bytes(64)],
    ids=["32 bits of colour", "32 bits of grey", "BigTIFF"],
)
def test_a_tiff_of_an_odd_kind_is_refused_with_what_to_do(content):
    caught = refusal(content)
    assert caught.code == "broken"
    assert "Export it with 8 or 16 bits" in str(caught)


def test_a_print_of_64_megapixels_in_many_scans_is_decoded_in_its_bounds(tmp_path):
    path = tmp_path / "print.jpg"
    PilImage.new("CMYK", (8000, 8000), (0, 255, 255, 0)).save(path, progressive=True)
    assert parts.scans(io.BytesIO(path.read_bytes())) > 12
    picture = read(path.read_bytes())
    assert (picture.width_px, picture.height_px) == (8000, 8000)
    assert difference([picture.pixels.getpixel((20, 20))], [(255, 0, 0)]) <= 2
    cost = measuring.costs([path], drawn=False)[str(path)]
    assert cost["cpu_seconds"] < bounded.CHILD_CPU_SECONDS / 4
    assert 0 < cost["apart_megabytes"] * 1024 * 1024 < bounded.CHILD_BYTES


def test_directories_in_a_circle_and_entries_without_an_end_are_refused():
    circle = b"II*\0" + struct.pack("<IHI", 8, 0, 8)
    assert refusal(circle).code == "too_many_parts"
    entry = struct.pack("<HHII", 0x010E, 2, 0x7FFFFFFF, 8)
    endless = b"II*\0" + struct.pack("<IH", 8, 1) + entry + bytes(4)
    assert refusal(endless).code == "too_many_parts"


def test_a_tiff_may_have_more_bytes_than_a_jpeg(monkeypatch):
    monkeypatch.setattr(decoder, "MAX_BYTES", 1000)
    assert read(tiff(PilImage.new("RGB", (64, 48)))).width_px == 64
    assert refusal(picture_bytes(300, 300, quality=95)).code == "too_many_bytes"
    monkeypatch.setitem(limits.MAX_BYTES, "TIFF", 2000)
    assert refusal(tiff(PilImage.new("RGB", (64, 48)))).code == "too_many_bytes"


def test_the_refusal_of_another_kind_names_every_kind_that_is_taken():
    said = str(refusal(picture_bytes(format="BMP")))
    for kind in ("JPEG", "PNG", "WebP", "GIF", "AVIF", "TIFF", *(["HEIC"] if heic.FORMATS else [])):
        assert kind in said

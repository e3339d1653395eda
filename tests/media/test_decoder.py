"""Opening: by content, looked at before decoding, upright, in sRGB, pixels alone."""

import io
import struct
import zlib

import pytest
from django.core.files.base import ContentFile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as PilImage
from PIL import ImageCms

from media.decoding import decoder, heic, raster
from newsroom.lib import boxes

from .factories import draw_picture, picture_bytes, picture_file


def read(content: bytes) -> decoder.DecodedImage:
    return decoder.read(ContentFile(content, name="x"))


def refusal(content: bytes) -> decoder.ImageRefused:
    with pytest.raises(decoder.ImageRefused) as caught:
        read(content)
    assert str(caught.value).endswith(".")
    return caught.value


def png(width: int, height: int, *, extra: bytes = b"", rows: bytes | None = None) -> bytes:
    """A one-bit PNG made by hand, so that its header can lie."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    if rows is None:
        rows = (b"\0" + b"\0" * ((width + 7) // 8)) * height
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + header + extra + body


def text_bomb(kind: bytes, prefix: bytes) -> bytes:
    data = prefix + zlib.compress(b"\0" * 64 * 2**20, 9)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_the_type_is_what_the_content_is(format):
    picture = decoder.read(picture_file(format=format, name="lies.txt"))
    assert picture.format == format.lower()
    assert (picture.width_px, picture.height_px) == (64, 48)
    assert picture.pixels.mode == "RGB"


@pytest.mark.parametrize("format", ["BMP", "ICO", "PPM", "TGA", "PDF"])
def test_other_formats_are_refused(format):
    assert refusal(picture_bytes(format=format)).code == "unknown_format"


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x --><SVG/>", "SVG"),
        (b"<!doctype html><title>x</title>", "web page"),
        (b"GIF", "JPEG, PNG, WebP, GIF or AVIF"),
    ],
)
def test_the_refusal_says_what_the_file_is(content, word):
    caught = refusal(content)
    assert caught.code == "unknown_format"
    assert word in str(caught)


@pytest.mark.parametrize("part", [0.1, 0.5, 0.95])
def test_a_truncated_avif_is_told_as_damaged_not_as_another_kind(part):
    whole = picture_bytes(format="AVIF")
    assert refusal(whole[: int(len(whole) * part) + 12]).code == "broken"


def test_without_the_extra_a_heic_picture_is_refused_by_name(monkeypatch):
    monkeypatch.setattr(heic, "FORMATS", ())
    caught = refusal(b"\0\0\0\x18ftypheic\0\0\0\0")
    assert caught.code == "unknown_format"
    assert "HEIC" in str(caught)


@pytest.mark.skipif(not heic.FORMATS, reason="pillow-heif is not installed")
@pytest.mark.parametrize("orientation", [1, 6])
def test_a_heic_picture_is_taken_with_the_extra(orientation):
    upright = PilImage.new("RGB", (80, 40), "white")
    upright.paste("red", (0, 0, 40, 40))
    lying = upright.transpose(_LYING[orientation]) if orientation > 1 else upright
    exif = PilImage.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    lying.save(out, "HEIF", exif=exif.tobytes())
    picture = read(out.getvalue())
    assert (picture.format, picture.width_px, picture.height_px) == ("heic", 80, 40)
    assert _near(picture.pixels.getpixel((10, 10)), (255, 0, 0))
    assert refusal(out.getvalue()[:200]).code == "broken"


@pytest.mark.parametrize(("format", "sides"), [("WEBP", (4000, 3500)), ("AVIF", (6000, 3500))])
def test_what_is_costly_to_decode_may_have_fewer_pixels(format, sides):
    """By the header alone: the refusal says which kind of file, and what to do."""
    out = io.BytesIO()
    PilImage.new("RGB", sides).save(out, format, **COSTLESS[format])
    caught = refusal(out.getvalue())
    assert caught.code == "too_many_pixels"
    assert "JPEG" in str(caught)


COSTLESS = {"WEBP": {"quality": 0, "method": 0}, "AVIF": {"quality": 1, "speed": 10}}


def test_a_part_is_decoded_at_its_true_size_and_upright():
    upright = PilImage.new("RGB", (400, 200), "white")
    upright.paste("red", (100, 50, 200, 150))
    for orientation in range(1, 9):
        lying = upright.transpose(_LYING[orientation]) if orientation > 1 else upright
        exif = PilImage.Exif()
        exif[0x0112] = orientation
        out = io.BytesIO()
        lying.save(out, "PNG", exif=exif.tobytes())
        part = decoder.read(ContentFile(out.getvalue()), boxes.parse("0.25,0.25,0.25,0.5"))
        assert (part.width_px, part.height_px) == part.pixels.size == (100, 100)
        assert part.pixels.getextrema() == ((255, 255), (0, 0), (0, 0))


def _animation(format: str, count: int, sides: tuple[int, int] = (40, 30), **options) -> bytes:
    frames = [PilImage.new("RGB", sides, (n * 40 % 256, 90, 10)) for n in range(count)]
    out = io.BytesIO()
    options.setdefault("duration", 70)
    frames[0].save(out, format, save_all=True, append_images=frames[1:], **options)
    return out.getvalue()


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG"])
def test_a_small_animation_keeps_its_frames_and_times(format):
    motion = decoder.read_motion(ContentFile(_animation(format, 4, loop=0)))
    assert len(motion.frames) == 4
    assert set(motion.milliseconds) == {70}
    assert motion.loops == 0
    assert motion.frames[2].convert("RGB").getpixel((5, 5))[0] in range(70, 90)


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG"])
def test_a_delay_of_ten_milliseconds_or_none_is_a_tenth_of_a_second_as_in_browsers(format):
    told = [0, 10, 20, 30, 100] if format == "GIF" else [0, 10, 11, 20, 100]
    motion = decoder.read_motion(ContentFile(_animation(format, 5, duration=told)))
    assert motion.milliseconds == [100, 100, *told[2:]]


@pytest.mark.parametrize(("count", "sides"), [(1, (40, 30)), (101, (8, 8)), (9, (1400, 1400))])
def test_a_large_animation_and_what_stands_still_are_stilled(count, sides):
    assert decoder.read_motion(ContentFile(_animation("GIF", count, sides))) is None


def test_an_empty_file_is_refused():
    assert refusal(b"").code == "empty"


def test_too_many_bytes_are_refused_before_they_are_read(monkeypatch):
    monkeypatch.setattr(decoder, "MAX_BYTES", 1000)
    assert refusal(b"\0" * 1001).code == "too_many_bytes"


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("sides", [(30_000, 30_000), (60_000, 60_000), (8000, 6251)])
def test_too_many_pixels_are_refused_by_the_header(sides):
    assert refusal(png(*sides, rows=b"")).code == "too_many_pixels"


def test_a_picture_of_fifty_megapixels_is_taken():
    picture = read(png(8000, 6250))
    assert (picture.width_px, picture.height_px) == (8000, 6250)
    assert picture.pixels.width >= 1920


def test_a_picture_that_is_too_long_is_refused():
    assert refusal(png(30_001, 2)).code == "too_long"


def test_an_animation_gives_its_first_frame_and_may_not_be_endless():
    frames = [PilImage.new("RGB", (8, 8), (n % 256, n // 256, 0)) for n in range(201)]

    def animation(count: int) -> bytes:
        out = io.BytesIO()
        frames[0].save(out, "GIF", save_all=True, append_images=frames[1:count])
        return out.getvalue()

    picture = read(animation(200))
    assert picture.frames == 200
    assert picture.pixels.getpixel((0, 0)) == (0, 0, 0)
    assert refusal(animation(201)).code == "too_many_frames"


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
def test_a_truncated_file_is_refused(format, part):
    noise = PilImage.effect_noise((200, 150), 80).convert("RGB")
    out = io.BytesIO()
    noise.save(out, format)
    content = out.getvalue()
    assert refusal(content[: int(len(content) * part)]).code in ("broken", "unknown_format")


@pytest.mark.parametrize(
    "chunk", [text_bomb(b"iCCP", b"icc\0\0"), text_bomb(b"zTXt", b"Comment\0\0")]
)
def test_compressed_metadata_may_not_swell(chunk):
    assert refusal(png(64, 64, extra=chunk)).code == "too_much_metadata"


@given(data=st.data())
@settings(max_examples=150, deadline=None)
@pytest.mark.filterwarnings("ignore")
def test_damage_anywhere_gives_a_picture_or_a_refusal(data):
    content = bytearray(data.draw(st.sampled_from(_WHOLE)))
    for _hit in range(data.draw(st.integers(1, 12))):
        where = data.draw(st.integers(0, len(content) - 1))
        content[where] = data.draw(st.integers(0, 255))
    del content[data.draw(st.integers(len(content) // 4, len(content))) :]
    try:
        picture = read(bytes(content))
    except decoder.ImageRefused as refusal:
        message = str(refusal)
    else:
        message = f"{picture.width_px} x {picture.height_px}."
        assert picture.pixels.mode in ("RGB", "RGBA")
    assert message.endswith(".")


_WHOLE = [
    picture_bytes(format=format, exif=PilImage.Exif().tobytes(), **more)
    for format, more in [
        (
            "JPEG",
            {"icc_profile": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()},
        ),
        ("JPEG", {"progressive": True}),
        ("PNG", {"mode": "P"}),
        ("PNG", {"mode": "LA"}),
        ("WEBP", {}),
        ("WEBP", {"mode": "RGBA", "lossless": True}),
        ("GIF", {"mode": "P"}),
        ("AVIF", {}),
    ]
]


def test_a_jpeg_may_not_ask_for_endless_scans():
    content = picture_bytes(progressive=True)
    last_scan = content.rindex(b"\xff\xda")
    bomb = content[:-2] + content[last_scan:-2] * 200 + b"\xff\xd9"
    assert refusal(bomb).code == "too_many_scans"


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", ["JPEG", "WEBP", "PNG"])
def test_a_picture_stands_upright_whatever_its_camera_said(orientation, format):
    upright = PilImage.new("RGB", (80, 40), "white")
    upright.paste("red", (0, 0, 40, 20))
    upright.paste("blue", (40, 20, 80, 40))
    lying = upright.transpose(_LYING[orientation]) if orientation > 1 else upright
    exif = PilImage.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    lying.save(out, format, exif=exif.tobytes(), quality=95)
    picture = read(out.getvalue())
    assert (picture.width_px, picture.height_px) == picture.pixels.size == (80, 40)
    assert _near(picture.pixels.getpixel((10, 10)), (255, 0, 0))
    assert _near(picture.pixels.getpixel((70, 30)), (0, 0, 255))


# How a camera held this way writes what is upright.
_LYING = {
    2: PilImage.Transpose.FLIP_LEFT_RIGHT,
    3: PilImage.Transpose.ROTATE_180,
    4: PilImage.Transpose.FLIP_TOP_BOTTOM,
    5: PilImage.Transpose.TRANSPOSE,
    6: PilImage.Transpose.ROTATE_90,
    7: PilImage.Transpose.TRANSVERSE,
    8: PilImage.Transpose.ROTATE_270,
}


def _near(found, wanted, tolerance=12) -> bool:
    return all(abs(a - b) <= tolerance for a, b in zip(found, wanted, strict=True))


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_a_broken_orientation_does_not_cost_the_picture():
    picture = read(picture_bytes(exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff broken"))
    assert (picture.width_px, picture.height_px) == (64, 48)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "I;16"])
def test_every_kind_of_png_becomes_rgb(mode):
    drawn = draw_picture()
    if mode == "I;16":
        drawn = drawn.convert("L").convert("I").point(lambda value: value * 257).convert("I;16")
    out = io.BytesIO()
    drawn.convert(mode).save(out, "PNG")
    picture = read(out.getvalue())
    assert picture.pixels.mode == "RGB"
    if mode == "I;16":
        grey = draw_picture().convert("L").getpixel((5, 5))
        assert _near(picture.pixels.getpixel((5, 5)), (grey, grey, grey), 2)


@pytest.mark.parametrize(("mode", "format"), [("LA", "PNG"), ("RGBA", "PNG"), ("RGBA", "GIF")])
def test_what_shows_through_is_kept(mode, format):
    clear = PilImage.new("RGBA", (40, 40), (0, 0, 0, 0))
    clear.paste((255, 0, 0, 255), (0, 0, 20, 40))
    out = io.BytesIO()
    clear.convert(mode).save(out, format)
    picture = read(out.getvalue())
    assert picture.pixels.mode == "RGBA"
    assert picture.pixels.getpixel((30, 20))[3] == 0
    assert raster.flattened(picture.pixels).getpixel((30, 20)) == (255, 255, 255)


def test_cmyk_becomes_rgb():
    out = io.BytesIO()
    PilImage.new("CMYK", (20, 20), (0, 255, 255, 0)).save(out, "JPEG")
    picture = read(out.getvalue())
    assert _near(picture.pixels.getpixel((5, 5)), (255, 0, 0))


def test_colours_come_into_srgb_and_the_profile_goes():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    content = picture_bytes(format="PNG", icc_profile=lab)
    assert read(content).pixels.mode == "RGB"
    swapped = read(picture_bytes(format="PNG", icc_profile=_profile_with_red_as_green()))
    assert swapped.pixels.getpixel((5, 5)) != draw_picture().getpixel((5, 5))
    assert "icc_profile" not in swapped.pixels.info


def _profile_with_red_as_green() -> bytes:
    """sRGB with two of its colorants exchanged, under another name."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for old, new in [(b"rXYZ", b"tmpX"), (b"gXYZ", b"rXYZ"), (b"tmpX", b"gXYZ")]:
        profile = profile.replace(old, new)
    return profile.replace("sRGB".encode("utf-16-be"), "test".encode("utf-16-be"))


@pytest.mark.parametrize("profile", [b"not a profile", b"\0" * 200])
def test_a_broken_profile_does_not_cost_the_picture(profile):
    assert read(picture_bytes(icc_profile=profile)).pixels.mode == "RGB"


def test_nothing_but_pixels_comes_out():
    exif = PilImage.Exif()
    exif[0x010E] = "secret"
    picture = read(picture_bytes(comment=b"secret", exif=exif.tobytes(), xmp=b"<x>secret</x>"))
    assert picture.pixels.info == {}


def test_a_large_photograph_is_decoded_no_larger_than_needed():
    picture = read(picture_bytes(7000, 3500))
    assert (picture.width_px, picture.height_px) == (7000, 3500)
    assert 1920 <= picture.pixels.width <= 4000
    panorama = read(picture_bytes(12000, 900))
    assert panorama.pixels.height >= 700


def test_the_placeholder_is_the_average_on_white():
    assert raster.average_colour(PilImage.new("RGB", (9, 9), (1, 2, 255))) == "#0102ff"
    assert raster.average_colour(PilImage.new("RGBA", (9, 9), (0, 0, 0, 0))) == "#ffffff"

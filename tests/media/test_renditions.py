"""The public files: sizes, crops, credit, names, coming and going."""

import io
import json
import os
import shutil
import subprocess

import pytest
from django.core.files.base import ContentFile
from PIL import Image as PilImage
from PIL import ImageDraw

from media import opening, renditions, uploads
from media.models import Image
from media.storage import renditions_storage

from .factories import make_image, picture_file

pytestmark = pytest.mark.django_db


def opened(rendition) -> PilImage.Image:
    with renditions_storage().open(rendition.file_name) as file:
        picture = PilImage.open(io.BytesIO(file.read()))
    picture.load()
    return picture


def sizes(image: Image) -> dict[str, tuple[int, int]]:
    return {r.name: (r.width_px, r.height_px) for r in image.renditions.filter(format="webp")}


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        (
            (3000, 2000),
            {"thumb": (320, 213), "small": (640, 427), "medium": (960, 640), "large": (1280, 853),
             "wide": (1920, 1280), "square": (400, 400), "card": (640, 360)},
        ),
        (
            (1280, 720),
            {"thumb": (320, 180), "small": (640, 360), "medium": (960, 540), "large": (1280, 720),
             "square": (400, 400), "card": (640, 360)},
        ),
        (
            (700, 1000),
            {"thumb": (320, 457), "small": (640, 914), "medium": (700, 1000),
             "square": (400, 400), "card": (640, 360)},
        ),
        ((100, 50), {"thumb": (100, 50), "square": (50, 50), "card": (89, 50)}),
        ((1, 1), {"thumb": (1, 1), "square": (1, 1), "card": (1, 1)}),
        ((2, 400), {"thumb": (2, 400), "square": (2, 2), "card": (2, 1)}),
        # WebP ends at 16,383 pixels: a very high picture becomes narrower, once.
        ((300, 20_000), {"thumb": (246, 16383), "square": (300, 300), "card": (300, 169)}),
        (
            (1200, 25_000),
            {"thumb": (320, 6667), "small": (640, 13333), "medium": (759, 15811),
             "square": (400, 400), "card": (640, 360)},
        ),
    ],
)  # fmt: skip
def test_sizes_come_from_one_table_and_never_grow(sides, expected):
    out = io.BytesIO()
    PilImage.new("L", sides, 128).save(out, "PNG")
    image = uploads.store(ContentFile(out.getvalue(), name="x")).image
    assert sizes(image) == expected
    for rendition in image.renditions.all():
        assert opened(rendition).size == (rendition.width_px, rendition.height_px)
        assert renditions_storage().size(rendition.file_name) == rendition.bytes


def test_every_size_is_there_as_webp_and_as_progressive_jpeg():
    image = make_image(700, 400)
    formats = {(r.name, r.format) for r in image.renditions.all()}
    assert formats == {(name, f) for name in sizes(image) for f in ("webp", "jpeg")}
    jpeg = opened(image.renditions.get(name="small", format="jpeg"))
    assert jpeg.format == "JPEG"
    assert jpeg.info["progressive"]


def _picture_with_a_mark(x: float, y: float) -> ContentFile:
    picture = PilImage.new("RGB", (1200, 900), "white")
    cx, cy = x * 1200, y * 900
    ImageDraw.Draw(picture).ellipse((cx - 30, cy - 30, cx + 30, cy + 30), fill="red")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return ContentFile(out.getvalue(), name="mark.png")


@pytest.mark.parametrize("x", [0.05, 0.3, 0.5, 0.95])
@pytest.mark.parametrize("y", [0.05, 0.5, 0.9])
def test_crops_keep_the_focal_point_in_sight(x, y):
    image = uploads.store(_picture_with_a_mark(x, y), focal_x=x, focal_y=y).image
    for name in renditions.CROPS:
        crop = opened(image.renditions.get(name=name, format="jpeg"))
        reds = [
            (left, top)
            for left in range(0, crop.width, 4)
            for top in range(0, crop.height, 4)
            if crop.getpixel((left, top))[1] < 100
        ]
        assert reds
        left = sum(r[0] for r in reds) / len(reds) / crop.width
        if name == "square" and 0.4 < x < 0.6:
            assert abs(left - 0.5) < 0.05


def test_transparency_stays_in_webp_and_is_white_in_jpeg():
    clear = PilImage.new("RGBA", (400, 300), (255, 0, 0, 0))
    clear.paste((0, 0, 255, 255), (0, 0, 200, 300))
    out = io.BytesIO()
    clear.save(out, "PNG")
    image = uploads.store(ContentFile(out.getvalue(), name="x")).image
    webp = opened(image.renditions.get(name="thumb", format="webp"))
    assert webp.mode == "RGBA"
    assert webp.getpixel((300, 100))[3] == 0
    jpeg = opened(image.renditions.get(name="thumb", format="jpeg"))
    assert min(jpeg.getpixel((300, 100))) > 250


def test_made_again_they_are_the_same_files_and_rows():
    image = make_image(700, 400)
    before = list(image.renditions.order_by("pk").values())
    folder = renditions_storage().path(image.uuid.hex)
    written = {e.name: e.stat().st_mtime_ns for e in os.scandir(folder)}
    rows = renditions.make(image)
    assert [r.pk for r in rows] == [r["id"] for r in before]
    assert list(image.renditions.order_by("pk").values()) == before
    assert {e.name: e.stat().st_mtime_ns for e in os.scandir(folder)} == written


def test_a_half_written_file_is_written_again():
    image = make_image()
    name = image.renditions.first().file_name
    path = renditions_storage().path(name)
    os.truncate(path, 10)
    renditions.make(image)
    assert os.path.getsize(path) == image.renditions.first().bytes


def test_a_crash_while_writing_leaves_no_public_file(monkeypatch):
    image = make_image()
    renditions.delete_files(image)

    def crash(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", crash)
    with pytest.raises(KeyboardInterrupt):
        renditions.make(image)
    assert os.listdir(renditions_storage().path(image.uuid.hex)) == []


def test_files_are_removed_after_the_commit_and_come_back(django_capture_on_commit_callbacks):
    image = make_image()
    names = {r.file_name for r in image.renditions.all()}
    with django_capture_on_commit_callbacks(execute=True):
        renditions.remove(image)
        assert all(renditions_storage().exists(name) for name in names)
    assert not any(renditions_storage().exists(name) for name in names)
    assert not image.renditions.exists()
    renditions.make(image)
    assert {r.file_name for r in image.renditions.all()} == names
    assert all(renditions_storage().exists(name) for name in names)


def test_removing_what_is_not_there_is_no_error(django_capture_on_commit_callbacks):
    image = make_image()
    for _again in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            renditions.remove(image)


def test_a_missing_original_is_refused():
    image = make_image()
    os.unlink(image.original.path)
    with pytest.raises(opening.Refused, match="missing"):
        renditions.make(image)
    assert image.renditions.exists()


def test_names_are_made_of_the_content():
    image = make_image(700, 400)
    other = make_image(700, 400)
    for rendition in [*image.renditions.all(), *other.renditions.all()]:
        assert renditions.PUBLIC_NAME.fullmatch(rendition.file_name)
    assert not {r.file_name for r in image.renditions.all()} & {
        r.file_name for r in other.renditions.all()
    }


# --- What the files say --------------------------------------------------------------------------

CREDIT = {
    "creator": "Zoë Ångström <&> 照片",
    "is_pool": True,
    "agency": "AFP",
    "supplier": "Getty Images",
    "copyright_notice": "© 2026 Zoë Ångström",
}
LINE = "Zoë Ångström <&> 照片/Pool/AFP via Getty Images"


def _with_position() -> ContentFile:
    """A photograph that says more than it should."""
    exif = PilImage.Exif()
    exif[0x010F] = "SecretCameras"
    exif[0x0131] = "SecretSoftware"
    gps = exif.get_ifd(0x8825)
    gps.update({1: "N", 2: (50.0, 26.0, 0.0), 3: "E", 4: (30.0, 31.0, 0.0)})
    exif[0x8825] = gps
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>SecretHistory</x:xmpmeta>"
    return picture_file(700, 400, exif=exif.tobytes(), comment=b"SecretComment", xmp=xmp)


def test_public_files_carry_the_credit_and_nothing_else():
    image = uploads.store(_with_position(), **CREDIT).image
    for rendition in image.renditions.all():
        content = renditions_storage().open(rendition.file_name).read()
        assert b"Secret" not in content
        picture = opened(rendition)
        exif = picture.getexif()
        assert set(exif) == {0x013B, 0x8298}
        assert not exif.get_ifd(0x8825)
        xmp = picture.info["xmp"].decode()
        assert "Zoë Ångström &lt;&amp;&gt; 照片/Pool/AFP via Getty Images" in xmp
        assert "© 2026 Zoë Ångström" in xmp


@pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not installed")
def test_exiftool_reads_the_credit_and_finds_no_position():
    image = uploads.store(_with_position(), **CREDIT).image
    paths = [renditions_storage().path(r.file_name) for r in image.renditions.all()]
    answer = subprocess.run(
        ["exiftool", "-j", "-a", "-G1", "-struct", *paths], capture_output=True, check=True
    )
    for found in json.loads(answer.stdout):
        assert found["XMP-dc:Creator"] == [CREDIT["creator"]]
        assert found["XMP-photoshop:Credit"] == LINE
        assert found["XMP-photoshop:Source"] == "Getty Images"
        assert found["XMP-dc:Rights"] == CREDIT["copyright_notice"]
        assert found["IFD0:Artist"] == CREDIT["creator"]
        assert found["IFD0:Copyright"] == CREDIT["copyright_notice"]
        assert not [key for key in found if "gps" in key.lower() or "ICC" in key]
        assert "ExifTool:Warning" not in found
        assert "Secret" not in json.dumps(found)


def test_a_printed_override_is_what_the_files_say():
    image = make_image(credit_line="AP Photo/Jon Reyes", creator="Jon Reyes", agency="AP")
    picture = opened(image.renditions.first())
    assert "<photoshop:Credit>AP Photo/Jon Reyes</photoshop:Credit>" in picture.info["xmp"].decode()


def test_a_picture_nobody_is_known_for_says_nothing():
    image = make_image(creator="", agency="")
    picture = opened(image.renditions.first())
    assert "xmp" not in picture.info
    assert not picture.getexif()


def test_a_credit_of_control_characters_makes_valid_files():
    image = make_image(creator="a\x01b\ud800c\u2028d", agency="")
    assert b"<rdf:li>a bc d</rdf:li>" in opened(image.renditions.first()).info["xmp"]

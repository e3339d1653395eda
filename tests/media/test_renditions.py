"""The public files: sizes, crops, credit, names, coming and going."""

import io
import os

import pytest
from django.core.files.base import ContentFile
from PIL import Image as PilImage
from PIL import ImageDraw

from media.decoding import decoder
from media.intake import uploads
from media.models import Image
from media.renditions import image_files
from media.renditions.sizes import CROPS, FREE, PUBLIC_NAME
from media.storage.stores import renditions_storage

from .factories import make_image, moving_file

pytestmark = [pytest.mark.django_db, pytest.mark.files]


def opened(rendition) -> PilImage.Image:
    with renditions_storage().open(rendition.file_name) as file:
        picture = PilImage.open(io.BytesIO(file.read()))
    picture.load()
    return picture


def sizes(image: Image) -> dict[str, tuple[int, int]]:
    return {r.name: (r.width_px, r.height_px) for r in image.renditions.filter(format="jpeg")}


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        (
            (3000, 2000),
            {"thumb": (320, 213), "small": (640, 427), "medium": (960, 640), "large": (1280, 853),
             "wide": (1920, 1280), "card": (640, 360), "card_large": (1280, 720),
             "classic": (640, 480), "classic_large": (1280, 960), "square": (400, 400),
             "square_large": (1200, 1200), "portrait": (640, 800)},
        ),
        (
            (1280, 720),
            {"thumb": (320, 180), "small": (640, 360), "medium": (960, 540), "large": (1280, 720),
             "card": (640, 360), "card_large": (1280, 720), "classic": (640, 480),
             "classic_large": (960, 720), "square": (400, 400), "square_large": (720, 720),
             "portrait": (576, 720)},
        ),
        (
            (700, 1000),
            {"thumb": (320, 457), "small": (640, 914), "medium": (700, 1000),
             "card": (640, 360), "card_large": (700, 394), "classic": (640, 480),
             "classic_large": (700, 525), "square": (400, 400), "square_large": (700, 700),
             "portrait": (640, 800)},
        ),
        (
            (100, 50),
            {"thumb": (100, 50), "card": (89, 50), "card_large": (89, 50), "classic": (67, 50),
             "classic_large": (67, 50), "square": (50, 50), "square_large": (50, 50),
             "portrait": (40, 50)},
        ),
        ((1, 1), dict.fromkeys(["thumb", *CROPS], (1, 1))),
        (
            (2, 400),
            {"thumb": (2, 400), "card": (2, 1), "card_large": (2, 1), "classic": (2, 2),
             "classic_large": (2, 2), "square": (2, 2), "square_large": (2, 2),
             "portrait": (2, 2)},
        ),
        # WebP ends at 16,383 pixels: a very high picture becomes narrower, once.
        (
            (300, 20_000),
            {"thumb": (246, 16383), "card": (300, 169), "card_large": (300, 169),
             "classic": (300, 225), "classic_large": (300, 225), "square": (300, 300),
             "square_large": (300, 300), "portrait": (300, 375)},
        ),
        # And as many pixels as eight megapixels are the most of it that a page can want.
        (
            (1200, 25_000),
            {"thumb": (320, 6667), "small": (620, 12910), "card": (620, 349),
             "card_large": (620, 349), "classic": (620, 465), "classic_large": (620, 465),
             "square": (400, 400), "square_large": (620, 620), "portrait": (620, 775)},
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


def test_every_size_is_there_in_its_formats():
    image = make_image(700, 400)
    formats = {(r.name, r.format) for r in image.renditions.all()}
    large = {"card_large", "classic_large", "square_large"}
    assert formats == {
        (name, f)
        for name in sizes(image)
        for f in (["jpeg"] if name in large else ["avif", "webp", "jpeg"])
    }
    for rendition in image.renditions.all():
        assert opened(rendition).format.lower() == rendition.format
    jpeg = opened(image.renditions.get(name="small", format="jpeg"))
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
    for name in CROPS:
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


def test_a_small_animation_moves_in_webp_and_is_still_elsewhere():
    image = uploads.store(moving_file()).image
    image_files.make(image)
    for rendition in image.renditions.all():
        frames = getattr(opened(rendition), "n_frames", 1)
        is_moving = rendition.format == "webp" and rendition.name in FREE
        assert frames == (3 if is_moving else 1), rendition.file_name
    webp = opened(image.renditions.get(name="thumb", format="webp"))
    assert webp.info["loop"] == 0
    assert webp.info["duration"] == 70


def test_made_again_they_are_the_same_files_and_rows():
    image = make_image(700, 400)
    before = list(image.renditions.order_by("pk").values())
    folder = renditions_storage().path(image.uuid.hex)
    written = {e.name: e.stat().st_mtime_ns for e in os.scandir(folder)}
    rows = image_files.make(image)
    assert [r.pk for r in rows] == [r["id"] for r in before]
    assert list(image.renditions.order_by("pk").values()) == before
    assert {e.name: e.stat().st_mtime_ns for e in os.scandir(folder)} == written


def test_a_half_written_file_is_written_again():
    image = make_image()
    name = image.renditions.first().file_name
    path = renditions_storage().path(name)
    os.truncate(path, 10)
    image_files.make(image)
    assert os.path.getsize(path) == image.renditions.first().bytes


def test_a_crash_while_writing_leaves_no_public_file(monkeypatch):
    image = make_image()
    image_files.delete_files(image)

    def crash(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", crash)
    with pytest.raises(KeyboardInterrupt):
        image_files.make(image)
    assert os.listdir(renditions_storage().path(image.uuid.hex)) == []


def test_files_that_were_deleted_come_back_under_their_names():
    image = make_image()
    names = {r.file_name for r in image.renditions.all()}
    for _again in range(2):
        image_files.delete_files(image)
    assert not any(renditions_storage().exists(name) for name in names)
    image_files.make(image)
    assert {r.file_name for r in image.renditions.all()} == names
    assert all(renditions_storage().exists(name) for name in names)


def test_a_missing_original_is_refused():
    image = make_image()
    os.unlink(image.original.path)
    Image.objects.filter(pk=image.pk).update(files_key="")
    with pytest.raises(decoder.ImageRefused, match="missing"):
        image_files.make(image)
    assert image.renditions.exists()


def test_names_are_made_of_the_content():
    image = make_image(700, 400)
    other = make_image(700, 400)
    for rendition in [*image.renditions.all(), *other.renditions.all()]:
        assert PUBLIC_NAME.fullmatch(rendition.file_name)
    assert not {r.file_name for r in image.renditions.all()} & {
        r.file_name for r in other.renditions.all()
    }

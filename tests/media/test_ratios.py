"""Files of a picture are chosen by their true sides, whatever they are called."""

import pytest

from media.renditions import ratios


def file(width: int, height: int, kind: str = "jpeg") -> dict:
    return {
        "name": "any", "width": width, "height": height, "type": f"image/{kind}", "bytes": 1,
        "url": f"https://files.example/{width}x{height}.{kind}",
    }  # fmt: skip


def picture(*files: dict, src: dict | None = None) -> dict:
    return {"width": 3000, "height": 2000, "src": src["url"] if src else "", "renditions": files}


def test_the_widest_jpeg_of_a_shape_is_chosen():
    small, wide = file(640, 360), file(1920, 1080)
    image = picture(small, wide, file(2560, 1440, "avif"), file(3000, 2000), file(400, 400))
    assert ratios.largest(image, ratios.WIDE) == wide
    assert ratios.largest(image, ratios.SQUARE) == file(400, 400)
    assert ratios.largest(image, ratios.CLASSIC) is None


@pytest.mark.parametrize(
    ("width", "height", "fits"),
    [(1919, 1080, True), (1932, 1080, True), (1945, 1080, False), (89, 50, True), (16, 10, False)],
)
def test_a_shape_is_met_within_a_hundredth_or_the_rounding_of_a_pixel(width, height, fits):
    found = ratios.largest(picture(file(width, height)), ratios.WIDE)
    assert bool(found) == fits


def test_the_whole_picture_has_the_shape_that_its_use_shows():
    # A use that shows a crop has a ``src`` of another shape than the original.
    shown = file(1280, 960)
    image = picture(file(3000, 2000), file(1600, 1200), shown, src=shown)
    assert ratios.whole(image) == file(1600, 1200)


def test_without_files_there_is_none():
    image = picture()
    assert ratios.standard(image) is ratios.whole(image) is ratios.thumbnail(image) is None
    assert ratios.largest(image, ratios.WIDE) is None

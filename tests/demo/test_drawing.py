"""Every picture of the demo draws, in its size, quickly, and the same every time."""

import io

import pytest
from PIL import Image

from newsroom.demo import drawing
from newsroom.demo.drawing.canvas import Canvas, mix
from newsroom.demo.reading import read
from tests.pace import cpu_seconds_at_most

PICTURES = list(read().pictures.values())


def draw(picture) -> bytes:
    return drawing.jpeg(
        picture.drawing, width=picture.width, height=picture.height, settings=picture.settings
    )


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_a_picture_draws_in_its_size_and_shows_something(picture):
    with cpu_seconds_at_most(2.5):
        file = draw(picture)
    image = Image.open(io.BytesIO(file))
    assert image.format == "JPEG"
    assert image.size == (round(picture.width * 0.8), round(picture.height * 0.8))
    assert len(file) < 1_500_000
    small = image.resize((48, 32)).convert("RGB")
    assert len({small.getpixel((x, y)) for x in range(48) for y in range(32)}) > 40


def test_a_picture_is_the_same_every_time():
    picture = next(p for p in PICTURES if p.name == "raincoats")
    assert draw(picture) == draw(picture)


def test_no_two_pictures_are_the_same():
    drawn = {(p.drawing, repr(p.settings)) for p in PICTURES}
    assert len(drawn) == len(PICTURES)


def test_every_drawing_function_is_used():
    assert {p.drawing for p in PICTURES} == set(drawing.DRAWINGS)


def test_colours_mix_between_their_ends():
    assert mix("#000000", "#ffffff", 0) == (0, 0, 0)
    assert mix("#000000", "#ffffff", 1) == (255, 255, 255)


def test_a_canvas_finishes_in_points():
    canvas = Canvas(300, 200, "#123456")
    canvas.disc((150, 100), 40, "#ffffff")
    image = canvas.finish()
    assert image.size == (240, 160)
    assert image.getpixel((5, 5)) == (0x12, 0x34, 0x56)
    assert image.getpixel((120, 80)) == (255, 255, 255)

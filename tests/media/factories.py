"""Real pictures, drawn small, and the rows that go with them."""

import io
from itertools import count

from django.core.files.base import ContentFile
from PIL import Image as PilImage
from PIL import ImageDraw

from media import library, uploads
from media.models import Image, Video

_numbers = count(1)


def draw_picture(width: int = 64, height: int = 48, mode: str = "RGB", number: int = 0):
    """A sky, a sea and a sun whose colours and place follow the number."""
    picture = PilImage.new("RGB", (width, height), (140 + number % 100, 170, 210))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, height * 2 // 3, width, height), fill=(20, 60 + number // 100 % 150, 110))
    radius = max(1, min(width, height) // 8)
    x = (number * 7) % max(1, width - 2 * radius)
    pen.ellipse((x, radius, x + 2 * radius, 3 * radius), fill=(250, 210, 80))
    return picture.convert(mode)


def picture_bytes(
    width: int = 64,
    height: int = 48,
    *,
    format: str = "JPEG",
    mode: str = "RGB",
    number: int = 0,
    **options,
) -> bytes:
    out = io.BytesIO()
    draw_picture(width, height, mode, number).save(out, format, **options)
    return out.getvalue()


def picture_file(
    width: int = 64, height: int = 48, *, name: str = "harbour.jpg", **more
) -> ContentFile:
    """An upload; every call gives other bytes."""
    more.setdefault("number", next(_numbers))
    return ContentFile(picture_bytes(width, height, **more), name=name)


def moving_file(frames: int = 3, width: int = 400, height: int = 300) -> ContentFile:
    """A GIF whose frames differ, shown 70 ms each, for ever."""
    drawn = [draw_picture(width, height, "P", 9 * n + next(_numbers)) for n in range(frames)]
    out = io.BytesIO()
    drawn[0].save(out, "GIF", save_all=True, append_images=drawn[1:], duration=70, loop=0)
    return ContentFile(out.getvalue(), name="tide.gif")


def make_image(width: int = 64, height: int = 48, **fields) -> Image:
    """An image in the library that preflight has nothing to say about."""
    fields.setdefault("alt_text", "The sun over the harbour")
    fields.setdefault("caption", "The harbour on Sunday.")
    fields.setdefault("creator", "Jon Reyes")
    fields.setdefault("agency", "Harbour Wire")
    return uploads.store(picture_file(width, height), **fields).image


def make_video(**fields) -> Video:
    number = next(_numbers)
    fields.setdefault("title", f"How bridge bearings wear out {number}")
    fields.setdefault("slug", f"bridge-bearings-{number}")
    fields.setdefault("url", f"https://videos.example/watch/{number}")
    video = Video(**fields)
    library.save_video(video)
    return video

"""Real pictures, drawn small, and the rows that go with them."""

import io
from itertools import count
from random import Random

from django.core.files.base import ContentFile
from PIL import Image as PilImage
from PIL import ImageDraw, ImageFilter

from media.intake import uploads
from media.library import agency_editing
from media.models import Agency, Image, Video
from media.videos import video_records

from .sample_videos import mp4

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


def draw_photo(width: int = 480, height: int = 320, seed: int = 1):
    """A picture with as much in it as a photograph: soft forms of every size, by the seed."""
    dice = Random(seed)
    picture = PilImage.new("RGB", (240, 160), (90, 110, 130))
    pen = ImageDraw.Draw(picture)
    for _ in range(160):
        x, y, size = dice.randint(-20, 240), dice.randint(-20, 160), dice.randint(6, 70)
        colour = tuple(dice.randint(0, 255) for _channel in range(3))
        pen.ellipse((x, y, x + size, y + dice.randint(6, 70)), fill=colour)
    soft = picture.filter(ImageFilter.GaussianBlur(2))
    return soft.resize((width, height), PilImage.Resampling.BICUBIC)


def photo_bytes(width: int = 480, height: int = 320, *, seed: int = 1, quality: int = 90) -> bytes:
    out = io.BytesIO()
    draw_photo(width, height, seed).save(out, "JPEG", quality=quality)
    return out.getvalue()


def photo_file(*args, name: str = "photo.jpg", **more) -> ContentFile:
    return ContentFile(photo_bytes(*args, **more), name=name)


def make_agency(name: str = "Harbour Wire", *, aliases=(), **fields) -> Agency:
    """A record of an agency or supplier, under its own name and the others."""
    agency = Agency(name=name, **fields)
    agency_editing.save(agency, aliases=aliases)
    return agency


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
    video_records.save(video)
    return video


def make_own_video(**fields) -> Video:
    """A video that is a file of our own, with captions."""
    number = next(_numbers)
    fields.setdefault("title", f"Under the deck {number}")
    fields.setdefault("slug", f"under-the-deck-{number}")
    video = Video(**fields)
    captions = b"WEBVTT\n\n00:01.000 --> 00:04.000\nMind your head.\n"
    video_records.save(video, file=io.BytesIO(mp4()), captions=io.BytesIO(captions))
    return video

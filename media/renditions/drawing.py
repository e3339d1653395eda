"""From pixels to the bytes of public files: scaled, cropped, encoded. Knows no rows."""

import io
import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from PIL import Image

from media.decoding import raster
from media.decoding.decoder import Motion

from .embedded_metadata import Carried
from .sizes import ENCODINGS, EVERY_FORMAT, SIZES, Size

# The longest side WebP can have, and as much of an endlessly high image as a page can want.
_MAX_SIDE_PX = 16_383
_MAX_PIXELS = raster.WORKING_PIXELS

_MOVING_WEBP = {"quality": 72, "method": 2}


@dataclass(frozen=True)
class Drawing:
    """One file: a size in a format."""

    size: Size
    format: str
    width_px: int
    height_px: int
    content: bytes


@dataclass(frozen=True)
class Subject:
    """What is drawn: pixels that stand for ``width_px`` × ``height_px``, as ``decoder`` gives them.

    The focal point is in fractions. ``motion`` has the frames of what keeps moving.
    """

    pixels: Image.Image
    width_px: int
    height_px: int
    focal_point: tuple[float, float] = (0.5, 0.5)
    motion: Motion | None = None


def draw(
    subject: Subject, carried: Carried, formats: Collection[str] = EVERY_FORMAT
) -> Iterator[Drawing]:
    """Every size in those of its formats, one after the other, never larger than the subject.

    An animation moves in the WebP files of the whole image; all others are its first frame.
    """
    for size, scaled in _scaled(subject):
        flat = raster.flattened(scaled)
        for name in size.formats:
            if name not in formats:
                continue
            out = io.BytesIO()
            encoding = ENCODINGS[name]
            if name == "webp" and subject.motion and not size.ratio:
                _save_moving(subject.motion, scaled.size, out, carried)
            else:
                source = scaled if encoding.keeps_transparency else flat
                options = encoding.options_at(scaled.width) | carried.options(name)
                source.save(out, name.upper(), **options)  # type: ignore[arg-type]
            yield Drawing(size, name, *scaled.size, out.getvalue())


def _save_moving(motion: Motion, sides: tuple[int, int], out: io.BytesIO, carried: Carried) -> None:
    first, *others = (
        frame if frame.size == sides else frame.resize(sides, Image.Resampling.LANCZOS)
        for frame in motion.frames
    )
    first.save(
        out, "WEBP", save_all=True, append_images=others, duration=motion.milliseconds,
        loop=motion.loops, **_MOVING_WEBP, **carried.options("webp"),
    )  # fmt: skip


def _scaled(subject: Subject) -> Iterator[tuple[Size, Image.Image]]:
    """Pairs of size and image: the crops, then whole sizes up to the image's own."""
    for size in SIZES:
        if size.ratio:
            yield size, _cropped(subject, size.width_px, size.ratio)
    largest = _fitted(subject, subject.width_px)
    for size in SIZES:
        if size.ratio:
            continue
        sides = _fitted(subject, min(size.width_px, subject.width_px))
        yield size, subject.pixels.resize(sides, Image.Resampling.LANCZOS, reducing_gap=3)
        if sides == largest:
            break


def _fitted(subject: Subject, width: int) -> tuple[int, int]:
    """The sides of the whole at a width, made smaller where it would be endlessly high."""
    area = subject.width_px * subject.height_px
    scale = min(
        width / subject.width_px, _MAX_SIDE_PX / subject.height_px, math.sqrt(_MAX_PIXELS / area)
    )
    return max(1, round(subject.width_px * scale)), max(1, round(subject.height_px * scale))


def _cropped(subject: Subject, width_px: int, ratio: float) -> Image.Image:
    """The largest part of this shape, as near to the focal point's middle as the edges allow."""
    pixels, (focal_x, focal_y) = subject.pixels, subject.focal_point
    width = min(pixels.width, pixels.height * ratio)
    height = min(pixels.height, width / ratio)
    left = max(0, min(focal_x * pixels.width - width / 2, pixels.width - width))
    top = max(0, min(focal_y * pixels.height - height / 2, pixels.height - height))
    out_width = max(1, min(width_px, round(width)))
    sides = out_width, max(1, round(out_width / ratio))
    box = (left, top, left + width, top + height)
    return pixels.resize(sides, Image.Resampling.LANCZOS, box=box, reducing_gap=3)
